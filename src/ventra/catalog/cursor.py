"""Keyset paging: where a page ended, as an opaque word that only the same order accepts again."""

from __future__ import annotations

import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import datetime
from math import isfinite

import msgspec

from ventra.errors import BadInput

LONGEST = 1000
MOST_ID = 2**63 - 1
SortValue = int | float | str | datetime


class Cursor(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """The last row of a page: the order it was in, its value there (null: unknown), and its id."""

    version: int
    sort: str
    value: int | float | str | None
    row_id: int


def write(sort: str, value: SortValue | None, row_id: int) -> str:
    """The word for a place in an order."""
    plain = value.isoformat() if isinstance(value, datetime) else value
    raw = msgspec.json.encode(Cursor(1, sort, plain, row_id))
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


def read(
    word: str, *, sort: str, kind: type[int] | type[float] | type[str] | type[datetime]
) -> tuple[SortValue | None, int]:
    """The value and id a cursor holds; `BadInput` when it is damaged or comes from another order."""
    try:
        if len(word) > LONGEST:
            raise ValueError("too long")
        padded = word.encode("ascii") + b"=" * (-len(word) % 4)
        cursor = msgspec.json.decode(urlsafe_b64decode(padded), type=Cursor)
        if cursor.version != 1 or not 0 <= cursor.row_id <= MOST_ID:
            raise ValueError("out of range")
        value = None if cursor.value is None else _of_kind(cursor.value, kind)
    except (ValueError, msgspec.MsgspecError, binascii.Error, UnicodeEncodeError, OverflowError):
        raise BadInput("this is not a cursor that a list gave", field="cursor") from None
    if cursor.sort != sort:
        raise BadInput(f"this cursor belongs to sort={cursor.sort}, not to sort={sort}", field="cursor")
    return value, cursor.row_id


def _of_kind(value: float | str, kind: type) -> SortValue:
    if kind is str and isinstance(value, str) and "\x00" not in value:
        return value
    if kind is datetime and isinstance(value, str):
        at = datetime.fromisoformat(value)
        if at.tzinfo is not None:
            return at
    if kind is int and isinstance(value, int) and abs(value) <= MOST_ID:
        return value
    if kind is float and isinstance(value, int | float) and isfinite(value):
        return float(value)
    raise ValueError("not of this order's kind")
