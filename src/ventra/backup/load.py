"""Into a database, out of a backup: the schema as it was then, all rows in one transaction, then the newest schema."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Collection, Iterator
from dataclasses import dataclass
from typing import Any

from ventra.backup.container import Manifest, Table
from ventra.backup.read import unpacker
from ventra.backup.seal import Damaged, Key
from ventra.backup.store import catalog
from ventra.backup.store import rows_in as store
from ventra.backup.tell import Say, Told, silent
from ventra.backup.unpack import Unpacker
from ventra.errors import Conflict, VentraError
from ventra.infra.migrate import upgrade
from ventra.infra.schema import known

REPLACE = "with --yes a restore replaces everything"


@dataclass(frozen=True, slots=True)
class Restored:
    """What a database now holds."""

    manifest: Manifest
    rows: int
    tables: int


async def load(
    url: str,
    pieces: Iterator[bytes],
    key: Key | None,
    *,
    replace: bool = False,
    say: Say = silent,
) -> Restored:
    """Restore a backup into the database at `url` and bring that to the newest schema.

    Raises `Conflict` when the database holds data and is not to be replaced, `Damaged` when the backup is not what was written,
    `VentraError` when a newer release made it. Then the database holds what it held before.
    """
    async with unpacker(pieces, key) as unpacked:
        manifest = unpacked.manifest
        if manifest.organisation is not None:
            raise VentraError(
                f"this is the own file of the organisation {manifest.organisation.name!r}: ventra bring-in takes it"
            )
        must_be_known(manifest)
        await ready(url, manifest.revision, replace=replace)
        rows = await _load(url, unpacked, replace, say)
    await finish(url, say)
    return Restored(manifest, rows, len(manifest.tables))


def must_be_known(manifest: Manifest) -> None:
    """`VentraError` for what a newer release wrote."""
    if manifest.revision not in [revision.id for revision in known()]:
        raise VentraError(
            f"{manifest.made_by} made this backup, on the schema {manifest.revision}, which this release does not know: "
            "restore it with that release or a newer one"
        )


async def finish(url: str, say: Say) -> None:
    """Bring the schema to this release's, and let the planner know what has come."""
    say("bringing the schema to the newest revision")
    await asyncio.to_thread(upgrade, url)
    async with store.at(url) as db:
        await store.analyze(db)


async def ready(
    url: str,
    revision: str,
    *,
    replace: bool = False,
    besides: Collection[str] = frozenset(),
    remedy: str = REPLACE,
) -> None:
    """Bring the schema to `revision`. What holds data, but in tables `besides`, is not touched unless it is to be replaced."""
    ids = [one.id for one in known()]
    async with store.at(url) as db:
        now = await catalog.revision(db)
        names = [table.name for table in await catalog.tables(db)]
        theirs = sorted(set(names)) if now is None else await _with_data(db, names)
        if theirs and now is None:
            raise Conflict(
                f"the database holds tables that are not VENTRA's: {_some(theirs)}; make one for VENTRA"
            )
        if not replace:
            refuse([name for name in theirs if name not in besides], remedy)
        if now is not None and (now not in ids or ids.index(now) > ids.index(revision)):
            if theirs:
                raise Conflict(
                    f"the database holds data on the schema {now}, and the backup is of {revision}: restore into an empty one"
                )
            await store.clear(db)
    await asyncio.to_thread(upgrade, url, to=revision)


def refuse(filled: list[str], remedy: str = REPLACE) -> None:
    """`Conflict` where there is anything."""
    if filled:
        raise Conflict(f"the database is not empty, it holds {_some(filled)}; {remedy}")


def _some(names: list[str]) -> str:
    return ", ".join(names[:5]) + (", …" if len(names) > 5 else "")


async def _with_data(db: Any, names: list[str]) -> list[str]:
    passed_over = catalog.OWN_DOING | catalog.LEFT_OUT.keys()
    return await catalog.filled(db, [name for name in names if name not in passed_over])


async def _load(url: str, unpacked: Unpacker, replace: bool, say: Say) -> int:
    async with store.at(url) as db:
        there = [table for table in await catalog.tables(db) if table.name != "alembic_version"]
        fitting = fitting_tables(unpacked.manifest, there, await catalog.sequence_names(db))
        rows, told = 0, Told(say)
        async with store.alone_with(db, there):
            if not replace:
                # Somebody may have begun to use it since we looked.
                refuse(await _with_data(db, [table.name for table in there]))
            await store.empty(db, there)
            await store.make_months(db, unpacked.manifest.tables)
            while name := await asyncio.to_thread(unpacked.next_table):
                rows += await store.copy_in(db, fitting[name], pieces_of(unpacked, name, told))
            if unpacked.end is None or unpacked.end.rows != rows:
                raise Damaged("the backup's rows are not all there")
            await store.set_sequences(db, unpacked.manifest.sequences)
    return rows


def fitting_tables(manifest: Manifest, there: list[Table], sequences: list[str]) -> dict[str, Table]:
    """The backup's tables, after making sure that the database has all that it names: no name of its own reaches a statement."""
    columns = {table.name: set(table.columns) for table in there}
    names = [table.name for table in manifest.tables]
    if len(set(names)) < len(names):
        raise Damaged("the backup names a table twice")
    for table in manifest.tables:
        if len(set(table.columns)) < len(table.columns):
            raise Damaged(f"the backup names a column of {table.name!r} twice")
        if not set(table.columns) <= columns.get(table.name, set()):
            raise Damaged(
                f"the schema {manifest.revision} has no table {table.name!r} with the backup's columns"
            )
    if strange := {one.name for one in manifest.sequences} - set(sequences):
        raise Damaged(f"the schema {manifest.revision} has no sequence {min(strange)!r}")
    return {table.name: table for table in manifest.tables}


async def pieces_of(unpacked: Unpacker, table: str, told: Told) -> AsyncIterator[bytes]:
    """A table's rows, as they come."""
    while data := await asyncio.to_thread(unpacked.read):
        yield data
        told.more(table, len(data))
