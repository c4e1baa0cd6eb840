"""One request beside the visits: counted, and a failure kept, before anything is made of it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeVar

from ventra.collect.look import Clock, hold
from ventra.collect.note import note_answers
from ventra.collect.store import visits
from ventra.collect.uzum.client import UzumClient
from ventra.collect.uzum.scrub import scrub
from ventra.errors import Challenged, PageChanged, SourceError, Throttled
from ventra.infra.budget import HeldBack
from ventra.infra.db import Pool, transaction
from ventra.infra.metrics import QUARANTINED

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Parts:
    """What every step needs."""

    pool: Pool
    client: UzumClient
    clock: Clock


async def ask(
    parts: Parts,
    host: str,
    url: str,
    fetching: Awaitable[bytes],
    parse: Callable[[bytes, str], T],
    *,
    kind: str,
) -> T:
    """One request and what its body says; a failure is counted and kept before it is raised."""
    body = b""
    try:
        body = await fetching
        return parse(body, url)
    except HeldBack:
        raise
    except SourceError as error:
        if isinstance(error, (Challenged, Throttled)):
            await hold(parts.client, host, error)
        async with transaction(parts.pool) as db:
            if isinstance(error, PageChanged):
                page = visits.ChangedPage(parts.clock(), None, url, error.detail, scrub(body))
                await visits.quarantine(db, [page])
                QUARANTINED.inc()
            await note_answers(db, host, [error], parts.clock(), kind=kind)
        raise
