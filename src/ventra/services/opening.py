"""The api's start: what it talks to is opened, its schema brought up; and tried again for as long as Postgres is away."""

from __future__ import annotations

import asyncio
import os
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager

from litestar import Litestar

from ventra.errors import SchemaUnfit, SettingWrong, Unavailable, VentraError
from ventra.infra import logs, schema, store
from ventra.infra.db import act_as, transaction
from ventra.infra.roles import APP_ROLE
from ventra.services.doors import open_doors
from ventra.services.wiring import REQUEST_SECONDS, Parts, opened
from ventra.settings import Settings

OPEN_AGAIN_SECONDS = 2.0
END_SECONDS = 10.0
_log = logs.logger(__name__)


@asynccontextmanager
async def kept_open(
    app: Litestar, settings: Settings, failed: Callable[[VentraError], None]
) -> AsyncIterator[None]:
    """Give `app` its parts for as long as the block lasts, at once or as soon as Postgres answers.

    Raises `SchemaUnfit` or `SettingWrong` when trying again would not help; what shows only later goes to `failed`.
    """
    async with AsyncExitStack() as stack:
        if not await _open(app, settings, stack):
            waiting = asyncio.create_task(_open_later(app, settings, stack, failed))
            stack.push_async_callback(_ended, waiting)
        yield


async def _open(app: Litestar, settings: Settings, stack: AsyncExitStack) -> bool:
    try:
        async with AsyncExitStack() as trying:
            parts = await trying.enter_async_context(opened(settings, command_seconds=REQUEST_SECONDS))
            await _bring_up(parts)
            await _tell_address(parts)
            stack.push_async_callback(trying.pop_all().aclose)
    except Unavailable as away:
        _log.warning("not ready yet", because=str(away))
        return False
    open_doors(app, parts)
    return True


async def _open_later(
    app: Litestar, settings: Settings, stack: AsyncExitStack, failed: Callable[[VentraError], None]
) -> None:
    """Meanwhile the api is alive and says 503."""
    try:
        while True:
            await asyncio.sleep(OPEN_AGAIN_SECONDS)
            if await _open(app, settings, stack):
                return
    except VentraError as failure:
        failed(failure)


async def _ended(task: asyncio.Task[None]) -> None:
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def _bring_up(parts: Parts) -> None:
    """Run what the database lacks. A newer one is fine where it allows this release: so a rollback works."""
    async with transaction(parts.pool) as db:
        at = await schema.standing(db)
    if at.missing:
        _log.info("the database is behind: migrating", missing=[one.id for one in at.missing])
        await migrate_aside(parts.settings)
        async with transaction(parts.pool) as db:
            at = await schema.standing(db)
    schema.must_fit(at)
    act_as(parts.pool, APP_ROLE)
    if at.newer:
        _log.warning(
            "the database is newer than this release, and allows it",
            revision=at.revision,
            oldest_release=at.oldest_release,
        )


async def migrate_aside(settings: Settings) -> None:
    """Migrate in a process of its own: Alembic and its database library would stay in this one's memory for good.

    Raises what went wrong there: `Unavailable`, `SettingWrong` or `SchemaUnfit`.
    """
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "ventra.services.migrating",
        stdin=DEVNULL,
        stdout=PIPE,
        env=os.environ
        | {"DATABASE_URL": settings["DATABASE_URL"], "DIRECT_DATABASE_URL": settings.direct_database_url},
        start_new_session=True,
    )
    try:
        said, _ = await process.communicate()
    finally:
        await _end(process)
    words = said.decode(errors="replace").strip()
    match process.returncode:
        case 0:
            return
        case os.EX_TEMPFAIL:
            raise Unavailable(words)
        case 2:
            name, _, expected = words.partition(": ")
            raise SettingWrong(name, expected)
        case status:
            raise SchemaUnfit(words or f"the migrations ended with status {status}; their words are above")


async def _end(process: Process) -> None:
    """Whoever is stopped in the middle leaves a revision undone, never half done."""
    if process.returncode is not None:
        return
    process.terminate()
    try:
        await asyncio.wait_for(process.wait(), END_SECONDS)
    except TimeoutError:
        process.kill()
        await process.wait()


async def _tell_address(parts: Parts) -> None:
    """The bot has no variable for the page's address: it reads it from Postgres."""
    if parts.settings["WEB_URL"]:
        async with transaction(parts.pool) as db:
            await store.set_installation(db, store.WEB_URL, parts.settings["WEB_URL"])
