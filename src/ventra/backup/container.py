"""A backup as a file: `manifest.json`, each table's rows in members of about 8 MB, `end.json`; a tar, compressed with gzip.

Rows are in the text format of Postgres' COPY, each member whole rows of one table. `end.json` says how many rows and which bytes
every table has, so that a file that was cut off or put together anew is told from a whole one.
"""

from __future__ import annotations

import hashlib
from datetime import date, datetime

import msgspec

FORMAT = 1
MANIFEST, END = "manifest.json", "end.json"


def member(table: str, number: int) -> str:
    """What a table's member of that number, from 1, is called."""
    return f"{table}/{number:06}.copy"


class Table(msgspec.Struct, frozen=True):
    """A table and which of its columns are in the backup, in their order; `months` are its partitions' first days."""

    name: str
    columns: tuple[str, ...]
    months: tuple[date, ...] = ()


class Sequence(msgspec.Struct, frozen=True):
    """Where a sequence stood: the last value, and whether it was given out."""

    name: str
    last_value: int
    is_called: bool


class Someone(msgspec.Struct, frozen=True):
    """A member of an organisation, so that they can be invited again."""

    name: str
    email: str | None
    role: str


class Organisation(msgspec.Struct, frozen=True):
    """Whose file it is. `owner_id` is the number, in the rows, of the owner who took it home; `people` are the other members."""

    org_id: int
    name: str
    owner_id: int
    people: tuple[Someone, ...] = ()


class Manifest(msgspec.Struct, frozen=True):
    """What the backup is. Tables come in an order in which each finds what it refers to.

    `organisation` is none in a backup of a whole installation, and in an organisation's own file says whose it is.
    """

    format: int
    made_by: str
    revision: str
    postgres: str
    taken_at: datetime
    tables: tuple[Table, ...]
    sequences: tuple[Sequence, ...]
    left_out: dict[str, str]
    organisation: Organisation | None = None


class Sum(msgspec.Struct):
    """A table's rows, and the hash of their bytes."""

    rows: int = 0
    size_bytes: int = 0
    sha256: str = ""


class End(msgspec.Struct, frozen=True):
    """The last member."""

    manifest_sha256: str
    rows: int
    tables: dict[str, Sum]


class Tally:
    """Counts rows as they pass."""

    def __init__(self) -> None:
        self._hash = hashlib.sha256()
        self._rows = 0
        self._bytes = 0

    def add(self, data: bytes) -> None:
        """Some bytes of a table. A newline inside a value is written as a backslash and an n, so each one ends a row."""
        self._hash.update(data)
        self._rows += data.count(b"\n")
        self._bytes += len(data)

    def sum(self) -> Sum:
        """So far."""
        return Sum(self._rows, self._bytes, self._hash.hexdigest())
