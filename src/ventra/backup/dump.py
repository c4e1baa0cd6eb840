"""Out of the database, into a backup: rows are packed, encrypted and sent while they are read, a few megabytes at a time.

Four stand in a row, each in a thread of its own but the first: COPY → tar and gzip → age → the storage. A pipe between two holds
little, so the slowest sets the pace. When one fails, its neighbours break off, and no file comes to be.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from ventra import __version__
from ventra.backup.container import FORMAT, End, Manifest
from ventra.backup.pack import Packer
from ventra.backup.pipe import BrokenOff, Pipe
from ventra.backup.seal import Key, seal
from ventra.backup.store.rows_out import Snapshot, copy_out
from ventra.backup.tell import Say, Told, silent
from ventra.errors import VentraError

MEMBER_BYTES = 8 << 20
Write = Callable[[Iterator[bytes]], int]
"""Takes the finished bytes and says how many there were; what the iterator raises means that no file may come to be."""


@dataclass(frozen=True, slots=True)
class Dumped:
    """What was written."""

    revision: str
    taken_at: datetime
    rows: int
    size_bytes: int
    tables: int


async def dump(held: Snapshot, write: Write, key: Key | None, *, say: Say = silent) -> Dumped:
    """Write the snapshot's rows with `write`, which runs in a thread; encrypted when there is a key."""
    plain, sealed = Pipe(), Pipe()
    packing = asyncio.create_task(_pack(held, plain, say))
    steps: list[asyncio.Task[Any]] = [packing]
    if key:
        steps.append(asyncio.create_task(asyncio.to_thread(seal, plain, sealed, key)))
    writing = asyncio.create_task(asyncio.to_thread(write, (sealed if key else plain).pieces()))
    steps.append(writing)
    try:
        await asyncio.wait(steps, return_when=asyncio.FIRST_EXCEPTION)
    finally:
        if not all(step.done() and not step.cancelled() and step.exception() is None for step in steps):
            packing.cancel()
            plain.break_off()
            sealed.break_off()
            await asyncio.gather(*steps, return_exceptions=True)
    _raise_cause(steps)
    end = packing.result()
    return Dumped(held.revision, held.taken_at, end.rows, writing.result(), len(end.tables))


def _raise_cause(steps: list[asyncio.Task[Any]]) -> None:
    """Raise what went wrong first of all: that a neighbour broke off or was ended tells nothing."""
    failures = [
        failure for step in steps if not step.cancelled() and (failure := step.exception()) is not None
    ]
    for failure in sorted(failures, key=lambda one: isinstance(one, BrokenOff)):
        raise failure


async def _pack(held: Snapshot, out: Pipe, say: Say) -> End:
    tables, sequences = held.tables, held.sequences
    manifest = Manifest(
        FORMAT,
        f"ventra {__version__}",
        held.revision,
        held.postgres,
        held.taken_at,
        tables,
        sequences,
        dict(held.left_out),
        held.organisation,
    )
    packer = await asyncio.to_thread(Packer, out, manifest)
    counts = {}
    async with _Members(packer, Told(say)) as members:
        for table in tables:
            counts[table.name] = await copy_out(held, table, partial(members.add, table.name))
            await members.flush(table.name)
    end = await asyncio.to_thread(packer.finish)
    if (packed := {name: one.rows for name, one in end.tables.items()}) != counts:
        raise VentraError(f"Postgres counts other rows than were packed: {counts}, {packed}")
    out.close()
    return end


class _Members:
    """Gathers a table's rows until they make a member, and has one packed while the next is gathered."""

    def __init__(self, packer: Packer, told: Told) -> None:
        self._packer, self._told = packer, told
        self._pieces: list[bytes] = []
        self._size = 0
        self._packing: asyncio.Task[None] | None = None

    async def __aenter__(self) -> _Members:
        return self

    async def __aexit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None:
            await self._packed()
        elif self._packing is not None:
            # It ends when the pipes break off; what ended us is the cause, and not what it says then.
            self._packing.add_done_callback(lambda task: task.cancelled() or task.exception())

    async def add(self, table: str, data: bytes) -> None:
        """Some more of a table."""
        if self._size + len(data) > MEMBER_BYTES:
            await self.flush(table)
        self._pieces.append(data)
        self._size += len(data)

    async def flush(self, table: str) -> None:
        """Make a member of the whole rows there are."""
        rows = b"".join(self._pieces)
        whole = rows.rfind(b"\n") + 1
        self._pieces, self._size = [rows[whole:]], len(rows) - whole
        if whole:
            await self._packed()
            self._packing = asyncio.create_task(asyncio.to_thread(self._packer.rows, table, rows[:whole]))
            self._told.more(table, whole)

    async def _packed(self) -> None:
        task, self._packing = self._packing, None
        if task is not None:
            await task
