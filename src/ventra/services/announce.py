"""A service says what it was built from once it has started, so that a deploy can wait for it and the status page names it."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

from ventra.collect.store import switch
from ventra.errors import Unavailable
from ventra.infra import schema, store
from ventra.infra.db import transaction
from ventra.infra.logs import logger
from ventra.settings import WORKER, Settings
from ventra.status.store import note_release

AGAIN_SECONDS = 2.0
_log = logger(__name__)


@asynccontextmanager
async def announced(pool: Any, settings: Settings, *, on: bool | None = None) -> AsyncIterator[None]:
    """`announce` beside what the service does."""
    telling = asyncio.create_task(announce(pool, settings, asyncio.Event(), on=on))
    try:
        yield
    finally:
        telling.cancel()
        await asyncio.gather(telling, return_exceptions=True)


async def announce(pool: Any, settings: Settings, stop: asyncio.Event, *, on: bool | None = None) -> None:
    """Keep this service's release, and the settings of the worker that others ask for, as soon as there is a schema for it.

    For the bot, `on` says whether it has a token.
    """
    started_at, said = datetime.now(UTC), False
    while not stop.is_set():
        try:
            async with transaction(pool) as db:
                if (await schema.standing(db)).fits:
                    commit = settings["RELEASE_COMMIT"]
                    await note_release(db, settings.service, commit=commit, started_at=started_at, on=on)
                    if settings.service == WORKER:
                        await _tell_settings(db, settings)
                    return
        except Unavailable as away:
            if not said:
                _log.warning("the release cannot be told yet", because=str(away))
            said = True
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), AGAIN_SECONDS)


async def _tell_settings(db: Any, settings: Settings) -> None:
    per_second = settings["BUDGET_PRODUCT_PER_SECOND"]
    await switch.tell_setting(db, collect=settings["COLLECT"], product_per_second=per_second)
    await store.set_installation(db, store.MAIL, store.OFF if settings["SMTP_URL"] is None else store.ON)
