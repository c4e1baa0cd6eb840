"""`ventra import`: observation files into the database, and what was refused beside them."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO

import msgspec

from ventra.collect.importing import import_file, reject_line
from ventra.infra.db import open_pool
from ventra.infra.roles import WORKER_ROLE
from ventra.infra.room import Room
from ventra.services.progress import Progress
from ventra.services.wiring import room_of
from ventra.settings import Settings


async def run(settings: Settings, files: Sequence[Path], *, rejects: Path | None, as_json: bool) -> int:
    """Import one file after the other; refused records go to `rejects`, else beside each file."""
    pool = await open_pool(settings.direct_database_url, at_most=2, role=WORKER_ROLE)
    room = room_of(settings)
    try:
        for path in files:
            beside = path.with_name(path.name + ".rejects.ndjson")
            await _import(pool, path, rejects or beside, as_json, room)
    finally:
        await pool.close()
    return 0


async def _import(pool: Any, path: Path, rejects: Path, as_json: bool, room: Room) -> None:
    with Progress() as progress, _Lazy(rejects) as out:
        summary = await import_file(
            pool,
            path,
            path.name,
            now=datetime.now(UTC),
            refuse=lambda one: out.write(reject_line(one)),
            say=lambda so_far: progress.say(f"{path.name}: {so_far.read} read, {so_far.taken} taken"),
            must_have_room=room.must_be_left,
        )
    told = msgspec.to_builtins(summary)
    if as_json:
        print(
            msgspec.json.format(msgspec.json.encode({"file": str(path), **told}), indent=2).decode(),
            flush=True,
        )
        return
    words = ", ".join(f"{told[key]} {key}" for key in ("read", "taken", "known", "rejected"))
    print(f"{path.name}: {words} in {told['seconds']} s", file=sys.stderr)
    if summary.rejected:
        print(f"refused records and why: {rejects}", file=sys.stderr)


class _Lazy:
    """A reject file that is made when the first line is written; an old one is removed."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._out: BinaryIO | None = None

    def __enter__(self) -> _Lazy:
        self._path.unlink(missing_ok=True)
        return self

    def write(self, line: bytes) -> None:
        """Append one line."""
        if self._out is None:
            self._out = self._path.open("wb")
        self._out.write(line)

    def __exit__(self, *_: object) -> None:
        if self._out is not None:
            self._out.close()
