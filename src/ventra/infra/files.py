"""Files that outlive a service: in a folder, or in a bucket that speaks S3. Every call blocks: give it a thread of its own.

`STORAGE_URL` is `file:///folder` or `s3://KEY:SECRET@host[:port]/bucket[/folder][?region=…&insecure=1]`. A file is there whole or
not at all. Whatever goes wrong is `Unavailable` in plain words, without keys.
"""

from __future__ import annotations

import contextlib
import os
import re
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import parse_qsl, unquote, urlsplit

import msgspec
import obstore
from obstore.exceptions import BaseError, PermissionDeniedError, UnauthenticatedError
from obstore.store import S3Store

from ventra.errors import NotFound, SettingWrong, Unavailable

CONNECT_SECONDS, REQUEST_SECONDS, RETRY_SECONDS, RETRIES = 5, 180, 60, 4
PART_BYTES, MOST_PARTS, PARTS_AT_ONCE = 8 << 20, 9_000, 2
READ_BYTES = 8 << 20
HALF_WRITTEN_KEPT = timedelta(days=1)
CODES = {
    "AccessDenied": "the key may not do this",
    "InvalidAccessKeyId": "it does not know the key",
    "NoSuchBucket": "there is no such bucket",
    "RequestTimeTooSkewed": "this machine's clock is wrong",
    "SignatureDoesNotMatch": "the secret is not the one of the key",
}


class Stored(msgspec.Struct, frozen=True):
    """A file that is there."""

    name: str
    size_bytes: int
    stored_at: datetime


class Storage(Protocol):
    """Where files go. `where` says it to people, without keys."""

    @property
    def where(self) -> str: ...

    def put(self, name: str, pieces: Iterator[bytes], *, expected_bytes: int = 0) -> int:
        """Write a file, replacing one of that name; its size. What `pieces` raises leaves no file behind."""
        ...

    def get(self, name: str) -> Iterator[bytes]:
        """A file in pieces; `NotFound` when it is not there."""
        ...

    def listed(self) -> list[Stored]:
        """All files, by name. Good as a test too: it needs the address, the key and the bucket to be right."""
        ...

    def delete(self, name: str) -> None:
        """Delete a file; one that is gone already is fine."""
        ...


def open_storage(url: str) -> Storage:
    """The storage of a `STORAGE_URL`; asks nothing of it yet. `SettingWrong` when the address is none."""
    parts = urlsplit(url)
    if parts.scheme == "file":
        return Folder(Path(unquote(parts.path)))
    if parts.scheme == "s3" and parts.hostname:
        return Bucket(url)
    raise SettingWrong("STORAGE_URL", "expected file:///a/folder or s3://KEY:SECRET@host/bucket")


class Folder:
    """A folder on a disk. It must be there: a volume that is not mounted would otherwise be a folder that vanishes."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @property
    def where(self) -> str:
        return f"the folder {self.path}"

    def put(self, name: str, pieces: Iterator[bytes], *, expected_bytes: int = 0) -> int:
        """Written beside under another name, brought to the disk, then renamed."""
        half = self.path / f".{_plain(name)}.half"
        with _disk(self):
            self._sweep()
            try:
                size = write_through(half, pieces)
                half.replace(self.path / name)
                _sync(self.path)
            finally:
                half.unlink(missing_ok=True)
        return size

    def get(self, name: str) -> Iterator[bytes]:
        """Read as it goes."""
        path = self.path / _plain(name)
        with _disk(self):
            if not path.is_file():
                raise NotFound(f"{self.where} has no {name}")
            with path.open("rb") as file:
                while piece := file.read(READ_BYTES):
                    yield piece

    def listed(self) -> list[Stored]:
        """Whatever is not half written."""
        with _disk(self):
            files = [one for one in self.path.iterdir() if one.is_file() and not one.name.startswith(".")]
            told = [(one.name, one.stat()) for one in files]
        return sorted(
            (Stored(name, stat.st_size, datetime.fromtimestamp(stat.st_mtime, UTC)) for name, stat in told),
            key=lambda one: one.name,
        )

    def delete(self, name: str) -> None:
        with _disk(self):
            (self.path / _plain(name)).unlink(missing_ok=True)

    def _sweep(self) -> None:
        """Remove what writers that were killed have left."""
        old = time.time() - HALF_WRITTEN_KEPT.total_seconds()
        for half in self.path.glob(".*.half"):
            if half.stat().st_mtime < old:
                half.unlink(missing_ok=True)


def write_through(path: Path, pieces: Iterator[bytes]) -> int:
    """Write pieces to a file that only we may read, and to the disk itself; its size."""
    size = 0
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        for piece in pieces:
            size += file.write(piece)
        file.flush()
        os.fsync(file.fileno())
    return size


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _plain(name: str) -> str:
    if not name or name.startswith(".") or "/" in name or "\x00" in name:
        raise NotFound(f"{name!r} is no name of a file")
    return name


@contextlib.contextmanager
def _disk(folder: Folder) -> Iterator[None]:
    try:
        yield
    except FileNotFoundError as gone:
        raise Unavailable(
            f"{folder.where} is not there: make it, or mount its volume", dependency="storage"
        ) from gone
    except OSError as failure:
        raise Unavailable(f"{folder.where}: {failure.strerror or failure}", dependency="storage") from failure


class Bucket:
    """A bucket, or a folder in it. A large file goes up in parts; until the last one is there nobody sees it."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        wishes = dict(parse_qsl(parts.query))
        if strange := sorted(set(wishes) - {"region", "insecure"}):
            raise SettingWrong("STORAGE_URL", f"knows region and insecure after the ?, not {strange[0]}")
        self.name, _, folder = unquote(parts.path).strip("/").partition("/")
        self._host = parts.netloc.rpartition("@")[2]
        plain = wishes.get("insecure") == "1"
        self._store = S3Store(
            self.name,
            prefix=folder or None,
            endpoint=f"{'http' if plain else 'https'}://{self._host}",
            access_key_id=unquote(parts.username or ""),
            secret_access_key=unquote(parts.password or ""),
            region=wishes.get("region", "us-east-1"),
            virtual_hosted_style_request=False,
            client_options={
                "allow_http": plain,
                "connect_timeout": f"{CONNECT_SECONDS}s",
                "timeout": f"{REQUEST_SECONDS}s",
            },
            retry_config={"max_retries": RETRIES, "retry_timeout": timedelta(seconds=RETRY_SECONDS)},
        )
        self._where = f"the bucket {self.name}{f'/{folder}' if folder else ''} at {self._host}"

    @property
    def where(self) -> str:
        return self._where

    def put(self, name: str, pieces: Iterator[bytes], *, expected_bytes: int = 0) -> int:
        """`expected_bytes` (the most it may come to) decides how large its parts are: there are at most 10,000."""
        size = 0

        def counted() -> Iterator[bytes]:
            nonlocal size
            for piece in pieces:
                size += len(piece)
                yield piece

        part = max(PART_BYTES, expected_bytes // MOST_PARTS)
        self._asked(
            lambda: obstore.put(
                self._store, _plain(name), counted(), chunk_size=part, max_concurrency=PARTS_AT_ONCE
            )
        )
        return size

    def get(self, name: str) -> Iterator[bytes]:
        """A request a piece: whoever reads may take hours, and no request lives that long."""
        size = int(self._asked(lambda: obstore.head(self._store, _plain(name)), name)["size"])
        for start in range(0, size, READ_BYTES):
            end = min(size, start + READ_BYTES)
            yield bytes(
                self._asked(partial(obstore.get_range, self._store, name, start=start, end=end), name)
            )

    def listed(self) -> list[Stored]:
        """Of the folder itself, not of folders below."""
        found = self._asked(lambda: obstore.list_with_delimiter(self._store))["objects"]
        return sorted(
            (Stored(one["path"].rpartition("/")[2], one["size"], one["last_modified"]) for one in found),
            key=lambda one: one.name,
        )

    def delete(self, name: str) -> None:
        self._asked(lambda: obstore.delete(self._store, _plain(name)))

    def _asked(self, ask: Callable[[], Any], name: str | None = None) -> Any:
        try:
            return ask()
        except FileNotFoundError as missing:
            if name is not None and "NoSuchBucket" not in str(missing):
                raise NotFound(f"{self.where} has no {name}") from None
            raise self._away("there is no such bucket") from None
        except BaseError as failure:
            # Its own words hold the whole answer, with the key's id in it.
            raise self._away(_plainly(failure)) from None

    def _away(self, words: str) -> Unavailable:
        return Unavailable(f"{self.where}: {words}", dependency="storage")


def _plainly(failure: BaseError) -> str:
    words = str(failure).partition("Debug source")[0].strip()
    code = re.search(r"<Code>(\w+)</Code>", words)
    if code:
        return CODES.get(code[1], f"it answers {code[1]}")
    if isinstance(failure, PermissionDeniedError | UnauthenticatedError):
        return "it does not know the key, or the key may not do this"
    if "timed out" in words:
        return "the host does not answer in time"
    if "error sending request" in words:
        return "the host does not answer"
    return words.replace("\n", " ")[:300]
