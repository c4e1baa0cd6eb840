"""Cells of a worksheet as SpreadsheetML (ECMA-376, part 1, 18.3): text stays text, whatever it begins with."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime
from math import isfinite

from ventra.exports.columns import Cell, Cells, Column, Type, listed
from ventra.exports.writing import clock_of_tashkent, whole_characters

LONGEST_TEXT = 32_767
"""What a cell of a spreadsheet holds, in units of UTF-16; longer text ends there."""
DAY_ZERO = date(1899, 12, 30).toordinal()
_SECONDS = 86_400
_UNFIT = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
_HALF = re.compile("[\ud800-\udfff]")
_ESCAPED = re.compile("[&<>]")
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
Written = Callable[[Sequence[Cell], str, int, int], list[str]]


def text(words: str) -> str:
    """Words as XML; what XML has no place for as spreadsheets write it (`_x0007_`), half a character as U+FFFD."""
    if _HALF.search(words):
        words = whole_characters(words)
    if _UNFIT.search(words):
        words = _UNFIT.sub(lambda found: f"_x{ord(found[0]):04X}_", words)
    if _ESCAPED.search(words):
        words = _ESCAPED.sub(lambda found: _ENTITIES[found[0]], words)
    return words


def cut(words: str) -> str:
    """As much of a text as a cell holds, no character halved."""
    if len(words) <= LONGEST_TEXT // 2:
        return words
    units = words.encode("utf-16-le", "surrogatepass")
    return (
        words if len(units) <= 2 * LONGEST_TEXT else units[: 2 * LONGEST_TEXT].decode("utf-16-le", "ignore")
    )


def inline(words: str, place: str, style: int) -> str:
    """A cell of text."""
    shown = text(cut(words))
    return f'<c r="{place}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{shown}</t></is></c>'


def letters(at: int) -> str:
    """What the column at a place, from 0, is called: A to Z, AA and on."""
    name = ""
    at += 1
    while at:
        at, rest = divmod(at - 1, 26)
        name = chr(65 + rest) + name
    return name


def cells(column: Column, values: Cells, at: int, first_row: int, style: int) -> list[str]:
    """The cells of a column, from a row on; nothing where nothing is known."""
    return _WRITTEN[column.type](listed(values), letters(at), first_row, style)


def _texts(values: Sequence[Cell], name: str, row: int, style: int) -> list[str]:
    return [
        "" if value is None else inline(str(value), f"{name}{at}", style)
        for at, value in enumerate(values, row)
    ]


def _numbers(values: Sequence[Cell], name: str, row: int, style: int) -> list[str]:
    return [
        "" if value is None or not _known(value) else f'<c r="{name}{at}" s="{style}"><v>{value!r}</v></c>'
        for at, value in enumerate(values, row)
    ]


def _known(value: Cell) -> bool:
    """Whether it is a number: what is none, or has no end, no workbook has a place for."""
    return not isinstance(value, float) or isfinite(value)


def _bools(values: Sequence[Cell], name: str, row: int, style: int) -> list[str]:
    return [
        "" if value is None else f'<c r="{name}{at}" s="{style}" t="b"><v>{int(bool(value))}</v></c>'
        for at, value in enumerate(values, row)
    ]


def _days(values: Sequence[Cell], name: str, row: int, style: int) -> list[str]:
    serials = [value.toordinal() - DAY_ZERO if isinstance(value, date) else None for value in values]
    return _numbers(serials, name, row, style)


def _instants(values: Sequence[Cell], name: str, row: int, style: int) -> list[str]:
    serials = [_serial(value) if isinstance(value, datetime) else None for value in values]
    return _numbers(serials, name, row, style)


def _serial(at: datetime) -> float:
    clock = clock_of_tashkent(at)
    seconds = clock.hour * 3600 + clock.minute * 60 + clock.second
    return clock.toordinal() - DAY_ZERO + seconds / _SECONDS


_WRITTEN: dict[Type, Written] = {
    "text": _texts,
    "url": _texts,
    "int": _numbers,
    "decimal": _numbers,
    "bool": _bools,
    "date": _days,
    "instant": _instants,
}
