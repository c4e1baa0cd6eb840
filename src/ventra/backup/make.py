"""A backup into the storage: its row, its file, and then the removal of those that need not stay."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from ventra.backup import keep
from ventra.backup.dump import Dumped, dump
from ventra.backup.seal import Key
from ventra.backup.store import list as rows
from ventra.backup.store.rows_out import Snapshot, snapshot
from ventra.backup.tell import Say, silent
from ventra.errors import Conflict, NotFound, VentraError
from ventra.infra.db import connected
from ventra.infra.files import Storage, Stored
from ventra.infra.logs import logger, scrub

KEEP_SECONDS = 15.0
_log = logger(__name__)


async def make(url: str, storage: Storage, key: Key | None, *, say: Say = silent) -> tuple[str, Dumped]:
    """Back up to the storage; the file's name, and what is in it. `Conflict` while another is being made.

    The row is written once the snapshot stands, so that a backup does not hold itself, half made.
    """
    async with snapshot(url) as held:
        name = keep.name_of(held.taken_at, sealed=key is not None)
        async with _noted(url, held, name) as row:
            # Asked first, so that a wrong key or bucket is known before anything is read.
            await asyncio.to_thread(storage.listed)
            made = await dump(
                held, lambda pieces: storage.put(name, pieces, expected_bytes=held.size_bytes), key, say=say
            )
            row.append(made)
    await prune(url, storage, made)
    return name, made


@asynccontextmanager
async def _noted(url: str, held: Snapshot, name: str) -> AsyncIterator[list[Dumped]]:
    """The backup's row for as long as it is made; what is put into the list is what was made."""
    async with connected(url) as db:
        async with db.transaction():
            number = await rows.begin(db, name, held.revision)
        if number is None:
            raise Conflict("a backup is being made already; wait for its end")
        made: list[Dumped] = []
        alive = asyncio.create_task(_stay_alive(db, number))
        try:
            yield made
        except BaseException as failure:
            alive.cancel()
            await asyncio.gather(alive, return_exceptions=True)
            await rows.fail(db, number, _words(failure))
            raise
        alive.cancel()
        await asyncio.gather(alive, return_exceptions=True)
        await rows.finish(db, number, rows=made[0].rows, size_bytes=made[0].size_bytes)


def _words(failure: BaseException) -> str:
    if isinstance(failure, asyncio.CancelledError):
        return rows.BROKE_OFF
    return scrub(str(failure) or type(failure).__name__)[:500]


async def _stay_alive(db: Any, number: int) -> None:
    while True:
        await asyncio.sleep(KEEP_SECONDS)
        await rows.keep_alive(db, number)


async def prune(url: str, storage: Storage, made: Dumped) -> list[str]:
    """Remove the backups that need not stay now that there is this one; their names. A failure here is said and no more."""
    try:
        names = [one.name for one in await asyncio.to_thread(storage.listed)]
        gone = keep.to_delete(names, made.taken_at)
        for name in gone:
            await asyncio.to_thread(storage.delete, name)
    except VentraError as failure:
        _log.warning("old backups could not be removed", because=str(failure))
        return []
    if gone:
        async with connected(url) as db:
            await rows.deleted(db, gone)
    return gone


def stored(storage: Storage) -> list[Stored]:
    """The backups in a storage, the newest first; blocking."""
    files = {one.name: one for one in storage.listed()}
    return [files[name] for name in keep.ours(files)]


def find(storage: Storage, name: str) -> str:
    """The backup of that name, or the newest for `latest`; blocking. `NotFound` when there is none."""
    names = [one.name for one in stored(storage)]
    if name == "latest" and names:
        return names[0]
    if name not in names:
        raise NotFound(
            f"{storage.where} holds no backup"
            + ("" if name == "latest" else f" named {name}; ventra backup --list shows them")
        )
    return name
