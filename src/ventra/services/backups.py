"""`ventra backup` and `ventra restore`. Words go to stderr, data to stdout or into a file."""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO
from urllib.parse import urlsplit

import msgspec

from ventra.backup import make as making
from ventra.backup.dump import Dumped, dump
from ventra.backup.keep import time_of
from ventra.backup.load import load
from ventra.backup.read import read_whole
from ventra.backup.seal import Key, key_of, new_key
from ventra.backup.store.rows_out import snapshot
from ventra.core.day import TASHKENT
from ventra.errors import BadInput, SettingWrong
from ventra.infra.files import READ_BYTES, Storage, open_storage, write_through
from ventra.services.progress import Progress
from ventra.services.running import with_running_stores
from ventra.settings import Settings

NO_KEY = (
    "a backup without encryption shows everything to whoever gets it: set BACKUP_KEY (ventra backup --new-key makes one), "
    "or say --plain"
)
NEW_KEY = """\
Keep the identity where this system cannot lose it with itself: in a password manager, on paper. Whoever has it can read every
backup, and without it none can be restored, not even by you. Set only the recipient on the server:

BACKUP_KEY={recipient}

To restore, put the identity into a file and name that in BACKUP_KEY_FILE.
"""


async def run_backup(wish: argparse.Namespace, settings: Settings) -> int:
    """Do what was asked for."""
    if wish.new_key:
        return _make_key(wish.json)
    if wish.list:
        return await _list(_storage(settings), wish.json)
    if wish.check:
        return await _check(wish, settings)
    return await _back_up(wish, settings)


def _make_key(as_json: bool) -> int:
    identity, recipient = new_key()
    if as_json:
        _print({"identity": identity, "recipient": recipient})
    else:
        print(f"# recipient: {recipient}\n{identity}")
        print(NEW_KEY.format(recipient=recipient), file=sys.stderr)
    return 0


async def _list(storage: Storage, as_json: bool) -> int:
    found = await asyncio.to_thread(making.stored, storage)
    if as_json:
        _print(
            [{"name": one.name, "taken_at": time_of(one.name), "size_bytes": one.size_bytes} for one in found]
        )
        return 0
    for one in found:
        print(f"{one.name}  {there(time_of(one.name))}  {one.size_bytes / 1e6:,.1f} MB")
    print(f"{len(found)} backups in {storage.where}", file=sys.stderr)
    return 0


async def _check(wish: argparse.Namespace, settings: Settings) -> int:
    name, pieces = await _source(wish.check, settings)
    with Progress() as progress:
        whole = await read_whole(pieces, _key(settings), say=progress.say)
    if wish.json:
        _print({"name": name, **_about(whole.manifest), "rows": whole.end.rows, "tables": whole.end.tables})
    print(
        f"{name} is sound: {whole.end.rows:,} rows of {there(whole.manifest.taken_at)}, "
        f"made by {whole.manifest.made_by}, schema {whole.manifest.revision}",
        file=sys.stderr,
    )
    return 0


async def _back_up(wish: argparse.Namespace, settings: Settings) -> int:
    key = _key(settings)
    if wish.plain:
        key = None
    elif key is None:
        raise BadInput(NO_KEY, field="BACKUP_KEY")
    url = with_running_stores(settings).direct_database_url
    with Progress() as progress:
        if wish.out:
            name, made = wish.out, await _into_file(url, wish.out, key, progress.say)
        else:
            name, made = await making.make(url, _storage(settings), key, say=progress.say)
    if wish.json and wish.out != "-":
        _print({"name": name, "taken_at": made.taken_at, "rows": made.rows, "size_bytes": made.size_bytes})
    print(
        f"{made.rows:,} rows of {made.tables} tables in {name}, {made.size_bytes / 1e6:,.1f} MB",
        file=sys.stderr,
    )
    return 0


async def _into_file(url: str, out: str, key: Key | None, say: Callable[[str], None]) -> Dumped:
    if out == "-":
        async with snapshot(url) as held:
            return await dump(held, lambda pieces: _write_all(sys.stdout.buffer, pieces), key, say=say)
    path = Path(out)
    half = path.with_name(path.name + ".partial")
    try:
        async with snapshot(url) as held:
            made = await dump(held, lambda pieces: _write_file(half, pieces), key, say=say)
        half.replace(path)
    finally:
        half.unlink(missing_ok=True)
    return made


def _write_file(path: Path, pieces: Iterator[bytes]) -> int:
    try:
        return write_through(path, pieces)
    except OSError as refused:
        raise BadInput(f"--out {path} cannot be written: {refused.strerror}", field="out") from None


def _write_all(out: BinaryIO, pieces: Iterator[bytes]) -> int:
    size = 0
    for piece in pieces:
        size += out.write(piece)
    out.flush()
    return size


async def run_restore(wish: argparse.Namespace, settings: Settings) -> int:
    """Restore into an empty database, or with `--yes` into any of ours."""
    url = target(wish.database, settings)
    name, pieces = await _source(wish.backup, settings)
    with Progress() as progress:
        done = await load(url, pieces, _key(settings), replace=wish.yes, say=progress.say)
    parts = urlsplit(url)
    if wish.json:
        _print({"name": name, **_about(done.manifest), "rows": done.rows})
    print(
        f"{done.rows:,} rows of {there(done.manifest.taken_at)} are in {parts.path.lstrip('/')} at {parts.hostname}; "
        "start (or restart) api, worker and bot now",
        file=sys.stderr,
    )
    return 0


def target(named: str | None, settings: Settings) -> str:
    """Address of the database that rows are to come into; `BadInput` for what is none."""
    url: str = named or with_running_stores(settings).direct_database_url
    if urlsplit(url).scheme not in ("postgres", "postgresql"):
        raise BadInput("--database: expected a URL that starts with postgresql://", field="database")
    return url


async def _source(wanted: str, settings: Settings) -> tuple[str, Iterator[bytes]]:
    if wanted == "-" or await asyncio.to_thread(Path(wanted).is_file):
        return pieces_of(wanted)
    if settings["STORAGE_URL"] is None:
        raise BadInput(f"{wanted}: there is no such file, and no STORAGE_URL to look for it in")
    storage = _storage(settings)
    name = await asyncio.to_thread(making.find, storage, wanted)
    return name, storage.get(name)


def pieces_of(wanted: str) -> tuple[str, Iterator[bytes]]:
    """A file's name and its bytes, or those of standard input for `-`."""
    if wanted == "-":
        given: Any = sys.stdin.buffer
        return "standard input", iter(lambda: given.read1(READ_BYTES), b"")
        return "standard input", iter(lambda: os.read(sys.stdin.fileno(), READ_BYTES), b"")
    return wanted, _file(Path(wanted))


def _file(path: Path) -> Iterator[bytes]:
    try:
        with path.open("rb") as file:
            while piece := file.read(READ_BYTES):
                yield piece
    except OSError as refused:
        raise BadInput(f"{path} cannot be read: {refused.strerror}") from None


def _storage(settings: Settings) -> Storage:
    if settings["STORAGE_URL"] is None:
        raise SettingWrong("STORAGE_URL", "is missing; set it, or use a file (--out FILE, restore FILE)")
    return open_storage(settings["STORAGE_URL"])


def _key(settings: Settings) -> Key | None:
    return None if settings["BACKUP_KEY"] is None else key_of(settings["BACKUP_KEY"])


def _about(manifest: Any) -> dict[str, Any]:
    return {"taken_at": manifest.taken_at, "made_by": manifest.made_by, "revision": manifest.revision}


def there(at: datetime | None) -> str:
    """An instant as people read it; nothing for none."""
    return f"{at.astimezone(TASHKENT):%Y-%m-%d %H:%M} (Tashkent)" if at else ""


def _print(value: Any) -> None:
    sys.stdout.buffer.write(msgspec.json.format(msgspec.json.encode(value), indent=2) + b"\n")
    sys.stdout.buffer.flush()
