"""Makes the files that owners asked for, one after the other; a file comes to be whole or not at all."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ventra.backup.store import home_files
from ventra.backup.store.home_files import Leased
from ventra.backup.take_home import take_home
from ventra.errors import NotFound, VentraError
from ventra.infra.db import transaction
from ventra.infra.files import write_through
from ventra.infra.logs import logger

MOST_BYTES = 1 << 30
"""Of a file that is kept in the database; the command line makes larger ones."""
KEEP_SECONDS = 2.0
_log = logger(__name__)


class TooLarge(VentraError):
    """The file would be larger than the database is to keep."""


async def make_waiting(pool: Any, direct_url: str, *, most_bytes: int = MOST_BYTES) -> int:
    """Make the files that wait; how many were taken on. What ends us in between lets one wait until its lease is over."""
    made = 0
    while True:
        async with transaction(pool) as db:
            lease = await home_files.take(db)
        if lease is None:
            return made
        made += 1
        await _make(pool, direct_url, lease, most_bytes)


async def _make(pool: Any, direct_url: str, lease: Leased, most_bytes: int) -> None:
    with tempfile.TemporaryDirectory(prefix="ventra-home-") as folder:
        path, counted = Path(folder) / "home", _Counted(most_bytes)
        alive = asyncio.create_task(_stay_alive(pool, lease, counted))
        try:
            done = await take_home(
                direct_url,
                lease.org_id,
                lambda pieces: write_through(path, counted.of(pieces)),
                owner_id=lease.made_by,
            )
        except (TooLarge, NotFound) as failure:
            _log.warning("no file to take home", organisation=lease.org_id, because=str(failure))
            async with transaction(pool) as db:
                error = "too_large" if isinstance(failure, TooLarge) else "failed"
                await home_files.fail(db, lease, error)
            return
        finally:
            alive.cancel()
            await asyncio.gather(alive, return_exceptions=True)
        async with transaction(pool) as db:
            made = done.dumped
            with path.open("rb") as file:
                parts = iter(lambda: file.read(home_files.PART_BYTES), b"")
                kept = await home_files.finish(db, lease, parts, size_bytes=made.size_bytes, rows=made.rows)
        _log.info("taken home", organisation=lease.org_id, rows=made.rows, kept=kept)


async def _stay_alive(pool: Any, lease: Leased, counted: _Counted) -> None:
    while True:
        await asyncio.sleep(KEEP_SECONDS)
        async with transaction(pool) as db:
            await home_files.keep_alive(db, lease, counted.size_bytes)


class _Counted:
    """Adds up what passes, and lets no more than so much."""

    def __init__(self, most_bytes: int) -> None:
        self.size_bytes = 0
        self._most = most_bytes

    def of(self, pieces: Iterator[bytes]) -> Iterator[bytes]:
        """The pieces as they are. `TooLarge` beyond the most."""
        for piece in pieces:
            self.size_bytes += len(piece)
            if self.size_bytes > self._most:
                raise TooLarge(f"the file is larger than {self._most} bytes: ventra take-home makes it")
            yield piece
