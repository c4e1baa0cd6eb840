"""What another tool exports, as rows: which column is what, guessed and confirmed by a person; each row read or refused.

Their figures are theirs: they are never mixed into an estimate.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Final, Literal

import msgspec

from ventra.core.price_columns import fraction_mark, number
from ventra.core.table_heads import by_head
from ventra.core.text import clean, fold

Column = Literal[
    "product", "title", "sku", "day", "price", "sold", "revenue", "stock", "reviews", "category", "seller"
]
Figure = Literal["price", "sold", "revenue", "stock", "reviews"]
_HEADS: Mapping[Column, tuple[str, ...]] = {
    "product": ("product id", "id tovara", "mahsulot id", "id producta", "id", "link", "url", "ssilka", "havola",
                "ssilka na tovar", "mahsulot havolasi", "product link", "product url", "mahsulot raqami", "nomer tovara"),
    "title": ("title", "name", "product", "product name", "naimenovanie", "nazvanie", "tovar", "nomi", "mahsulot",
              "mahsulot nomi"),
    "sku": ("sku", "sku id", "artikul", "kod", "kod tovara", "article", "barcode", "shtrihkod"),
    "day": ("date", "day", "data", "den", "sana", "kun", "period"),
    "price": ("price", "tsena", "narx", "narxi", "itogovaya tsena", "sotuv narxi", "final price"),
    "sold": ("sold", "sales", "orders", "units", "prodaji", "prodano", "zakazi", "sotuvlar", "sotildi", "sotuv", "buyurtmalar",
             "units sold", "sotilgan", "kolichestvo prodaj"),
    "revenue": ("revenue", "turnover", "gmv", "viruchka", "oborot", "tushum", "aylanma", "summa prodaj"),
    "stock": ("stock", "ostatok", "ostatki", "nalichie", "qoldiq", "balance", "left"),
    "reviews": ("reviews", "feedbacks", "otzivi", "sharhlar", "kolichestvo otzivov", "izohlar"),
    "category": ("category", "kategoriya", "toifa", "turkum"),
    "seller": ("seller", "shop", "store", "prodavets", "magazin", "dokon", "sotuvchi"),
}  # fmt: skip
COLUMNS: Final[tuple[Column, ...]] = tuple(_HEADS)
FIGURES: Final[tuple[Figure, ...]] = ("price", "sold", "revenue", "stock", "reviews")
_FOLDED = {column: tuple(map(fold, _HEADS[column])) for column in COLUMNS}
LOOKED_AT, LEAST_DIGITS = 50, 5
"""Rows whose cells are looked at to guess; and a shorter number may be of anything."""
LONGEST_TITLE, LONGEST_CELL = 300, 1_000
MOST = 10**13
"""More than anything of a marketplace is."""
_FIRST, _LAST = date(2015, 1, 1), date(2100, 1, 1)
_SERIAL_ZERO = date(1899, 12, 30)
_ISO = re.compile(r"(\d{4})[-./](\d{1,2})[-./](\d{1,2})(?:[ T].*)?")
_WRITTEN = re.compile(r"(\d{1,2})([-./])(\d{1,2})[-./](\d{4})(?: .*)?")


class ForeignRow(msgspec.Struct, frozen=True):
    """A row that could be read. `line` counts from 1 at the file's first line; what a cell left empty is null; money in soʻm."""

    line: int
    product_id: int
    title: str | None
    day: date | None = None
    price: float | None = None
    sold: float | None = None
    revenue: float | None = None
    stock: float | None = None
    reviews: float | None = None


class BadLine(msgspec.Struct, frozen=True):
    """A row that could not be read: `column` is where, `why` one of `WHY`, `said` what stood there, cut."""

    line: int
    column: Column
    why: str
    said: str


WHY = (
    "no_product",
    "not_a_product",
    "no_day",
    "not_a_day",
    "not_a_number",
    "doubtful",
    "out_of_range",
    "twice",
)


def guess(
    table: Sequence[Sequence[str]], product_of: Callable[[str], int | None]
) -> tuple[int, dict[Column, int]]:
    """The number of head lines (0 or 1), and which column is what, from 0; `product_of` reads a product out of a cell.

    Names in the first line go first, in four languages. Products stand in most cells of their column, whatever it is called:
    links before numbers.
    """
    if not table:
        return 0, {}
    named = by_head(table[0], _FOLDED)
    head = 0 if any(_surely(cell, product_of) for cell in table[0]) or len(table) == 1 else 1
    if not head:
        named = {}
    body = table[head:][:LOOKED_AT]
    width = max((len(row) for row in body), default=0)
    cells = [[row[at].strip() for row in body if at < len(row) and row[at].strip()] for at in range(width)]
    counts = [sum(_surely(one, product_of) for one in column) for column in cells]
    products = [at for at in range(width) if 2 * counts[at] > len(cells[at])]
    at_first = named.get("product")
    if at_first is None or at_first >= width or not counts[at_first]:
        named.pop("product", None)
        links = [at for at in products if any("/" in one for one in cells[at])]
        free = [at for at in products if at not in named.values()]
        if links or free:
            at = (links or free)[0]
            named = {column: place for column, place in named.items() if place != at} | {"product": at}
    return head, named


def _surely(said: str, product_of: Callable[[str], int | None]) -> bool:
    """Whether a cell names a product, and is no small number of another kind."""
    return len(said) >= LEAST_DIGITS and product_of(said) is not None


def read_rows(
    table: Sequence[Sequence[str]],
    columns: Mapping[Column, int],
    product_of: Callable[[str], int | None],
    *,
    head_lines: int,
) -> tuple[list[ForeignRow], list[BadLine]]:
    """Every line below the head as a row or as why not; empty lines are neither. A product, or its day, stands once."""
    rows: list[ForeignRow] = []
    bad: list[BadLine] = []
    seen: set[tuple[int, date | None]] = set()
    body = table[head_lines:]
    marks = {
        name: fraction_mark([row[at] for row in body if at < len(row)])
        for name in FIGURES
        if (at := columns.get(name)) is not None
    }
    for line, cells in enumerate(body, start=head_lines + 1):
        if not any(cell.strip() for cell in cells):
            continue
        read = _row(line, cells, columns, product_of, marks)
        if isinstance(read, ForeignRow):
            key = (read.product_id, read.day)
            if key not in seen:
                seen.add(key)
                rows.append(read)
                continue
            read = BadLine(line, "product", "twice", str(read.product_id))
        bad.append(read)
    return rows, bad


def _row(
    line: int,
    cells: Sequence[str],
    columns: Mapping[Column, int],
    product_of: Callable[[str], int | None],
    marks: Mapping[Figure, str | None],
) -> ForeignRow | BadLine:
    def cell(column: Column) -> str:
        at = columns.get(column)
        return clean(cells[at].strip())[:LONGEST_CELL] if at is not None and at < len(cells) else ""

    said = cell("product")
    product_id = product_of(said)
    if product_id is None:
        return BadLine(line, "product", "not_a_product" if said else "no_product", said[:80])
    day: date | None = None
    if "day" in columns:
        told = day_said(cell("day"))
        if isinstance(told, str):
            return BadLine(line, "day", told, cell("day")[:80])
        day = told
    values: dict[Figure, float | None] = {}
    for name, mark in marks.items():
        value = _figure(cell(name), mark)
        if isinstance(value, str):
            return BadLine(line, name, value, cell(name)[:80])
        values[name] = None if value is None else float(value)
    title = " ".join(cell("title").split())[:LONGEST_TITLE] or None
    return ForeignRow(line, product_id, title, day, **values)


def _figure(said: str, mark: str | None) -> Decimal | str | None:
    if not said or said in ("-", "—", "–"):
        return None
    value = number(said, mark)
    if value is None:
        return "doubtful" if number(said, ".") is not None else "not_a_number"
    return value if 0 <= value <= MOST else "out_of_range"


def day_said(said: str) -> date | str:
    """A day as people and workbooks write it, else one of `WHY`: `2026-11-27`, `27.11.2026`, or a workbook's serial number.

    With slashes the month may stand first: where both could be, there is doubt.
    """
    if not said:
        return "no_day"
    try:
        if iso := _ISO.fullmatch(said):
            day = date(int(iso[1]), int(iso[2]), int(iso[3]))
        elif written := _WRITTEN.fullmatch(said):
            first, second, year = int(written[1]), int(written[3]), int(written[4])
            if written[2] == "/" and first <= 12 and second <= 12 and first != second:
                return "doubtful"
            if written[2] == "/" and second > 12:
                first, second = second, first
            day = date(year, second, first)
        elif re.fullmatch(r"\d{5}(\.\d+)?", said):
            day = _SERIAL_ZERO + timedelta(days=int(float(said)))
        else:
            return "not_a_day"
    except ValueError:
        return "not_a_day"
    return day if _FIRST <= day < _LAST else "out_of_range"
