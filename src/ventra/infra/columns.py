"""Whole columns between NumPy and Postgres in Postgres' own bytes, so that no number becomes a Python object on the way."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt

Int64 = npt.NDArray[np.int64]
Float = npt.NDArray[np.float64]
Bool = npt.NDArray[np.bool_]

_COPY_HEAD = b"PGCOPY\n\xff\r\n\0" + bytes(8)
_COPY_END = b"\xff\xff"
_EPOCH_DAYS = (date(2000, 1, 1) - date(1970, 1, 1)).days
_EPOCH_US = _EPOCH_DAYS * 86_400_000_000
_EPOCHS = {"date": _EPOCH_DAYS, "timestamptz": _EPOCH_US}
_ARRAYS = {"real[]": (700, "f4"), "double precision[]": (701, "f8")}
"""Postgres's number of the type of their values, and NumPy's."""
_WIDTHS = {
    "smallint": "i2",
    "integer": "i4",
    "bigint": "i8",
    "double precision": "f8",
    "real": "f4",
    "boolean": "?",
    "date": "i4",
    "timestamptz": "i8",
}


def whole(expression: str) -> str:
    """SQL: all values of a bigint expression that is never null as one `bytea`, to be read by `whole_numbers`."""
    return f"string_agg(int8send({expression}), '')"


def whole_numbers(sent: bytes | None) -> Int64:
    """What `whole` sent; nothing where there was no row."""
    return np.frombuffer(sent or b"", ">i8").astype(np.int64)


def times(expression: str) -> str:
    """SQL: all values of a timestamptz expression that is never null as one `bytea`, to be read by `time_numbers`."""
    return f"string_agg(timestamptz_send({expression}), '')"


def time_numbers(sent: bytes | None) -> Int64:
    """What `times` sent, as microseconds since 1970."""
    return whole_numbers(sent) + _EPOCH_US


def fractions(expression: str) -> str:
    """SQL: all values of a double precision expression that is never null as one `bytea`, to be read by `fraction_numbers`."""
    return f"string_agg(float8send({expression}), '')"


def fraction_numbers(sent: bytes | None) -> Float:
    """What `fractions` sent."""
    return np.frombuffer(sent or b"", ">f8").astype(np.float64)


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """A column on its way into Postgres: its type there, its values, and where it is null.

    A `date` is a day number since 1970, a `timestamptz` microseconds since then; an array is a row of a table, in
    which NaN stays NaN.
    """

    kind: str
    values: npt.NDArray[Any]
    absent: Bool | None = None

    def take(self, which: Bool | Int64) -> Column:
        """The values that a mask or indexes name."""
        return Column(self.kind, self.values[which], None if self.absent is None else self.absent[which])


Columns = Mapping[str, Column]


async def copy_in(db: Any, table: str, columns: Columns) -> None:
    """COPY new rows into a table; fails on a key that is there already."""
    packed = pack(list(columns.values()))
    await db.copy_to_table(table, source=io.BytesIO(packed), columns=list(columns), format="binary")


def pack(columns: Sequence[Column]) -> bytes:
    """Columns as the binary format of COPY: each row its number of fields, each field its length and its bytes."""
    fields: list[Any] = [("fields", ">i2")]
    for at, column in enumerate(columns):
        fields += [(f"length{at}", ">i4"), (f"value{at}", _form(column))]
    rows = np.empty(len(columns[0].values), np.dtype(fields))
    rows["fields"] = len(columns)
    for at, column in enumerate(columns):
        rows[f"length{at}"] = rows.dtype[f"value{at}"].itemsize
        rows[f"value{at}"] = _packed(column)
    return _COPY_HEAD + _without_absent(rows, columns) + _COPY_END


def _form(column: Column) -> Any:
    """The bytes of one value as Postgres sends and takes it."""
    if column.kind not in _ARRAYS:
        return f">{_WIDTHS[column.kind]}"
    item = [("length", ">i4"), ("value", f">{_ARRAYS[column.kind][1]}")]
    return [("head", ">i4", (5,)), ("items", item, column.values.shape[1:])]


def _packed(column: Column) -> npt.NDArray[Any]:
    if column.kind in _ARRAYS:
        number, item = _ARRAYS[column.kind]
        rows = np.empty(len(column.values), _form(column))
        rows["head"] = (1, 0, number, column.values.shape[1], 1)
        rows["items"]["length"] = np.dtype(item).itemsize
        rows["items"]["value"] = column.values
        return rows
    values = column.values - _EPOCHS[column.kind] if column.kind in _EPOCHS else column.values
    return values if column.absent is None else np.where(column.absent, 0, values)


def doubles(values: Sequence[str]) -> str:
    """SQL: rows of double precision expressions, null as NaN, as one `bytea`, to be read by `double_rows`."""
    listed = ", ".join(f"coalesce({value}, 'NaN')" for value in values)
    return f"string_agg(array_send(ARRAY[{listed}]::float8[]), '')"


def double_rows(sent: bytes | None, width: int) -> Float:
    """What `doubles` sent of so many values [n, width]."""
    return _rows(sent, "double precision[]", width)


def reals(expression: str) -> str:
    """SQL: all values of a `real[]` expression without any null as one `bytea`, to be read by `real_rows`."""
    return f"string_agg(array_send({expression}), '')"


def real_rows(sent: bytes | None, width: int) -> Float:
    """What `reals` sent of arrays of so many numbers [n, width]."""
    return _rows(sent, "real[]", width)


def _rows(sent: bytes | None, kind: str, width: int) -> Float:
    form = np.dtype(_form(Column(kind, np.empty((0, width)))))
    found: Float = np.frombuffer(sent or b"", form)["items"]["value"].astype(np.float64)
    return found


def _without_absent(rows: npt.NDArray[Any], columns: Sequence[Column]) -> bytes:
    """The rows' bytes; a field that is absent has a length of -1 and no bytes."""
    sent = None
    for at, column in enumerate(columns):
        if column.absent is None or not column.absent.any():
            continue
        if sent is None:
            sent = np.ones((len(rows), rows.dtype.itemsize), bool)
        rows[f"length{at}"][column.absent] = -1
        offsets = rows.dtype.fields
        place = offsets[f"value{at}"][1] if offsets else 0
        sent[column.absent, place : place + rows.dtype[f"value{at}"].itemsize] = False
    return rows.tobytes() if sent is None else rows.view(np.uint8).reshape(sent.shape)[sent].tobytes()
