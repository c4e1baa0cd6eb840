"""A table as CSV that Excel opens as it is: UTF-8 with its mark, commas, and nothing that a spreadsheet computes."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from io import StringIO
from math import isfinite

from ventra.core.spreadsheet import as_text
from ventra.core.texts import Language
from ventra.exports.columns import Batch, Cell, Column, Type, listed
from ventra.exports.writing import About, clock_of_tashkent, whole_characters

MARK = "\ufeff"


class Csv:
    """Writes CSV; without `mark` for what takes the bytes for text by itself."""

    def __init__(self, columns: Sequence[Column], language: Language, *, mark: bool = True) -> None:
        self._columns, self._language = columns, language
        self._mark = MARK if mark else ""

    def begin(self) -> bytes:
        """The headings."""
        headings = [column.called(self._language) for column in self._columns]
        return self._mark.encode() + _lines([headings])

    def add(self, batch: Batch) -> bytes:
        """Lines."""
        texts = [
            [_WRITTEN[column.type](cell) for cell in cells]
            for column, cells in zip(self._columns, map(listed, batch), strict=True)
        ]
        return _lines(zip(*texts, strict=True))

    def end(self, about: About) -> bytes:
        """Nothing: a table of values has no place for words about them."""
        del about
        return b""


def _lines(rows: Iterable[Iterable[str]]) -> bytes:
    out = StringIO()
    csv.writer(out).writerows(rows)
    return whole_characters(out.getvalue()).encode()


def _text(cell: Cell) -> str:
    return "" if cell is None else as_text(str(cell))


def _int(cell: Cell) -> str:
    if cell is None or (isinstance(cell, float) and not isfinite(cell)):
        return ""
    return str(round(cell)) if isinstance(cell, float) else str(cell)


def _decimal(cell: Cell) -> str:
    if cell is None or (isinstance(cell, float) and not isfinite(cell)):
        return ""
    text = f"{cell:.4f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def _bool(cell: Cell) -> str:
    return "" if cell is None else "TRUE" if cell else "FALSE"


def _date(cell: Cell) -> str:
    return cell.isoformat() if isinstance(cell, date) else ""


def _instant(cell: Cell) -> str:
    if not isinstance(cell, datetime):
        return ""
    return clock_of_tashkent(cell).isoformat(sep=" ", timespec="minutes")


_WRITTEN: dict[Type, Callable[[Cell], str]] = {
    "text": _text,
    "url": _text,
    "int": _int,
    "decimal": _decimal,
    "bool": _bool,
    "date": _date,
    "instant": _instant,
}
