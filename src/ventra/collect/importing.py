"""Importing observation files: the same again is known, what cannot be true is refused, nothing is half-written."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import ExitStack, asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import msgspec
import numpy as np

from ventra.catalog.store.known import fill_known, watch_imported
from ventra.collect.reading import NOT_JSON, Batch, Reject, batches
from ventra.collect.store import imports as store
from ventra.collect.store.observations import merge_columns
from ventra.core.day import to_us
from ventra.core.pace import NEWCOMER_SECONDS
from ventra.core.record import record_of
from ventra.errors import VentraError
from ventra.infra.db import transaction

FIRST_VISITS_WITHIN_SECONDS = 3_600
LEASE = timedelta(minutes=15)
TELL_SECONDS = 1.0
CONFLICT = "the same product and instant is known with other values"
_encode = msgspec.json.Encoder(enc_hook=str).encode


class Summary(msgspec.Struct):
    """What became of a file's records."""

    read: int = 0
    taken: int = 0
    known: int = 0
    rejected: int = 0
    seconds: float = 0.0


async def import_file(
    pool: Any,
    path: Path,
    name: str,
    *,
    now: datetime,
    refuse: Callable[[Reject], None],
    say: Callable[[Summary], None] = lambda so_far: None,
    must_have_room: Callable[[], None] = lambda: None,
) -> Summary:
    """Import one file, a transaction a batch; `refuse` is told each rejected record, `say` the running totals.

    `must_have_room` raises `StoreFull` before a batch that the disk cannot take; what is imported by then stays.

    Raises `BadInput` when the file cannot be read as what its name says. Interrupted at any point, it can simply run again.
    """
    total, began = Summary(), time.monotonic()
    for batch in batches(path, name, now_us=to_us(now)):
        must_have_room()
        async with transaction(pool) as db:
            report = await merge_columns(db, batch.seen)
            if batch.known:
                await fill_known(db, batch.known)
            await watch_imported(
                db,
                batch.seen.products.key[:, 0].tolist(),
                every_seconds=NEWCOMER_SECONDS,
                within_seconds=FIRST_VISITS_WITHIN_SECONDS,
            )
        rejects = batch.rejects + _conflicts(batch, report.conflicting)
        for reject in sorted(rejects, key=lambda one: one.line):
            refuse(reject)
        total.read += batch.read
        total.taken += report.taken
        total.known += report.known
        total.rejected += len(rejects)
        total.seconds = round(time.monotonic() - began, 3)
        say(total)
    total.seconds = round(time.monotonic() - began, 3)
    return total


def _conflicts(batch: Batch, conflicting: Any) -> list[Reject]:
    rows = np.flatnonzero(conflicting)
    return [Reject(int(batch.lines[row]), CONFLICT, record_of(batch.seen, int(row))) for row in rows]


def reject_line(reject: Reject) -> bytes:
    """A line of the reject file."""
    record = reject.record
    if isinstance(record, str):
        try:
            record = msgspec.json.decode(record)
        except NOT_JSON:
            record = reject.record
    return _encode({"line": reject.line, "reason": reject.reason, "record": record}) + b"\n"


async def run_waiting(pool: Any, *, now: datetime, must_have_room: Callable[[], None] = lambda: None) -> int:
    """Import the files that people sent through the page, one after the other; returns how many were finished."""
    done = 0
    while True:
        async with transaction(pool) as db:
            job = await store.claim(db, now=now, until=now + LEASE)
        if job is None:
            return done
        await _run(pool, job, now, must_have_room)
        done += 1


async def _run(pool: Any, job: store.Waiting, now: datetime, must_have_room: Callable[[], None]) -> None:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="ventra-import-")))
        path = folder / "file"
        await store.write_parts(pool, job.import_id, path)
        rejects: list[Reject] = []
        try:
            async with _told(pool, job.import_id) as say:
                summary = await import_file(
                    pool,
                    path,
                    job.file_name,
                    now=now,
                    refuse=rejects.append,
                    say=say,
                    must_have_room=must_have_room,
                )
        except VentraError as wrong:
            if wrong.retry:
                raise
            async with transaction(pool) as db:
                await store.fail(db, job.import_id, str(wrong))
            return
    async with transaction(pool) as db:
        await store.finish(
            db,
            job.import_id,
            (summary.read, summary.taken, summary.known, summary.rejected),
            [(one.line, one.reason, reject_line(one).decode()) for one in rejects[: store.MOST_REJECTS]],
        )


@asynccontextmanager
async def _told(pool: Any, import_id: int) -> AsyncIterator[Callable[[Summary], None]]:
    """Keeps the running totals it is given in the import's row, about once a second."""
    newest: list[Summary] = []

    async def keep() -> None:
        while True:
            await asyncio.sleep(TELL_SECONDS)
            if newest:
                counts = newest.pop()
                async with transaction(pool) as db:
                    await store.note(db, import_id, counts.read, counts.taken, counts.known, counts.rejected)

    def say(so_far: Summary) -> None:
        newest[:] = [so_far]

    keeping = asyncio.create_task(keep())
    try:
        yield say
    finally:
        # A total that could not be kept is no loss: the import itself meets what is away.
        keeping.cancel()
        await asyncio.gather(keeping, return_exceptions=True)
