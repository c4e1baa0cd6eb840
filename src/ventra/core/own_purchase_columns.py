"""A file of purchases as rows: which column is what, told by its head, and each line read or refused.

The variant is named by its number, barcode, the seller's code or its title; days are written `2026-11-28`, `28.11.2026` or
`28/11/2026`, or are days of a workbook. What is guessed is confirmed by a person.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Final, Literal

from ventra.core.price_columns import fraction_mark, number
from ventra.core.text import clean, fold

PurchaseColumn = Literal["sku", "day", "pieces", "cost", "note"]
COLUMNS: Final[tuple[PurchaseColumn, ...]] = ("sku", "day", "pieces", "cost", "note")
NEEDED: Final[tuple[PurchaseColumn, ...]] = ("sku", "day", "pieces", "cost")
MOST_PIECES, MOST_COST = 1_000_000, 10_000_000_000
LONGEST_NOTE, SAID = 300, 80
_HEADS: Final[Mapping[PurchaseColumn, tuple[str, ...]]] = {
    "sku": ("sku", "barcode", "shtrixkod", "shtrih kod", "shk", "code", "kod", "artikul", "article", "tovar", "mahsulot",
            "product", "title", "nomi", "naimenovanie", "nazvanie"),
    "day": ("date", "day", "sana", "kun", "data", "den"),
    "pieces": ("pieces", "quantity", "qty", "amount", "count", "soni", "miqdori", "dona", "kolichestvo", "kol vo", "sht"),
    "cost": ("cost", "unit cost", "price", "narx", "narxi", "tannarx", "tannarxi", "sebestoimost", "tsena"),
    "note": ("note", "comment", "izoh", "kommentariy", "primechanie"),
}  # fmt: skip
_FOLDED = {column: tuple(map(fold, names)) for column, names in _HEADS.items()}
_DAY = re.compile(r"(?:(\d{4})-(\d{1,2})-(\d{1,2})|(\d{1,2})[./](\d{1,2})[./](\d{4}))(?:[ T].*)?")
_SERIAL = re.compile(r"[3-6]\d{4}(?:\.\d+)?")
_BEFORE_SERIALS = date(1899, 12, 30)
"""Workbooks count days from here on; their cells hold that number, however it is shown."""


@dataclass(frozen=True, slots=True)
class PurchaseRow:
    """A line that could be read, counted from 1 at the file's first."""

    line: int
    sku_id: int
    day: date
    pieces: int
    cost_uzs: int
    note: str


@dataclass(frozen=True, slots=True)
class BadPurchaseRow:
    """A line that could not: which column, why (one of `WHY`), and what stood there, cut."""

    line: int
    column: PurchaseColumn
    why: str
    said: str


WHY = ("missing", "not_known", "several", "no_day", "not_a_number", "doubtful", "not_whole", "out_of_range")


def guess(table: Sequence[Sequence[str]]) -> tuple[int, dict[PurchaseColumn, int]]:
    """The number of head lines (0 or 1), and which column is what by the names in the first line; columns count from 0."""
    found: dict[PurchaseColumn, int] = {}
    if not table:
        return 0, found
    head = [fold(cell) for cell in table[0]]
    for whole in (True, False):
        for column in COLUMNS:
            for at, cell in enumerate(head):
                names = _FOLDED[column]
                fits = cell in names if whole else any(f" {name} " in f" {cell} " for name in names)
                if column not in found and at not in found.values() and fits:
                    found[column] = at
    return int(bool(found) and len(table) > 1), found


def read_rows(
    table: Sequence[Sequence[str]],
    columns: Mapping[PurchaseColumn, int],
    *,
    head_lines: int,
    skus: Mapping[str, set[int]],
    last_day: date,
) -> tuple[list[PurchaseRow], list[BadPurchaseRow]]:
    """Every line below the head as a purchase or as why not; empty lines are neither.

    `skus` are numbers of variants by each folded name they go by; no day lies after `last_day`.
    """
    at = columns["cost"]
    mark = fraction_mark([row[at] for row in table[head_lines:] if at < len(row)])
    rows: list[PurchaseRow] = []
    bad: list[BadPurchaseRow] = []
    for line, cells in enumerate(table[head_lines:], start=head_lines + 1):
        if not any(cell.strip() for cell in cells):
            continue
        read = _row(line, cells, columns, skus, mark, last_day)
        if isinstance(read, PurchaseRow):
            rows.append(read)
        else:
            bad.append(read)
    return rows, bad


def named(skus: Sequence[tuple[int, Sequence[str | None]]]) -> dict[str, set[int]]:
    """Numbers of variants by each folded name that they go by, their own number among them."""
    found: dict[str, set[int]] = {}
    for sku_id, names in skus:
        for name in (str(sku_id), *names):
            if name and fold(name):
                found.setdefault(fold(name), set()).add(sku_id)
    return found


def _row(
    line: int,
    cells: Sequence[str],
    columns: Mapping[PurchaseColumn, int],
    skus: Mapping[str, set[int]],
    mark: str | None,
    last_day: date,
) -> PurchaseRow | BadPurchaseRow:
    def cell(column: PurchaseColumn) -> str:
        at = columns.get(column)
        return " ".join(clean(cells[at]).split()) if at is not None and at < len(cells) else ""

    def wrong(column: PurchaseColumn, why: str) -> BadPurchaseRow:
        return BadPurchaseRow(line, column, why, cell(column)[:SAID])

    for column in NEEDED:
        if not cell(column):
            return wrong(column, "missing")
    fits = skus.get(fold(cell("sku")), set())
    if len(fits) != 1:
        return wrong("sku", "several" if fits else "not_known")
    day = day_in(cell("day"))
    if day is None or day > last_day or day.year < 2000:
        return wrong("day", "no_day" if day is None else "out_of_range")
    pieces, cost = number(cell("pieces"), "."), number(cell("cost"), mark)
    if pieces is None:
        return wrong("pieces", "not_a_number")
    if cost is None:
        return wrong("cost", "doubtful" if number(cell("cost"), ".") is not None else "not_a_number")
    if pieces != pieces.to_integral_value():
        return wrong("pieces", "not_whole")
    if not 1 <= pieces <= MOST_PIECES:
        return wrong("pieces", "out_of_range")
    if not 0 <= cost <= MOST_COST:
        return wrong("cost", "out_of_range")
    whole = int(cost.quantize(Decimal(1), ROUND_HALF_UP))
    (sku_id,) = fits
    return PurchaseRow(line, sku_id, day, int(pieces), whole, cell("note")[:LONGEST_NOTE])


def day_in(text: str) -> date | None:
    """The day that a cell names, a time behind it left out, or that a workbook's number of a day is; `None` where it names
    none.
    """
    if _SERIAL.fullmatch(text.strip()):
        return _BEFORE_SERIALS + timedelta(days=int(text.strip().partition(".")[0]))
    found = _DAY.fullmatch(text.strip())
    if found is None:
        return None
    year, month, day, *other = (int(part or 0) for part in found.groups())
    try:
        return date(year, month, day) if year else date(other[2], other[1], other[0])
    except ValueError:
        return None
