"""A supplier's price list as rows: which column is what, guessed from its head and its cells, and each row read or refused.

Nothing is taken for granted: what is guessed is confirmed by a person, and a row that cannot be read says why.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Final, Literal

import msgspec

from ventra.core.table_heads import by_head
from ventra.core.text import clean, fold

Column = Literal["title", "price", "currency", "article", "least", "link", "weight", "picture"]
COLUMNS: Final[tuple[Column, ...]] = (
    "title", "price", "currency", "article", "least", "link", "weight", "picture",
)  # fmt: skip
NEEDED: Final[tuple[Column, ...]] = ("title", "price")
LONGEST_TITLE, LONGEST_CELL = 300, 1000
LEAST_PRICE, MOST_PRICE = Decimal("0.0001"), Decimal(10) ** 10
"""Prices are kept to a ten-thousandth: what is less would be none."""
LOOKED_AT = 50
"""Rows whose cells are looked at to guess what a column is."""

_HEADS: Mapping[Column, tuple[str, ...]] = {
    "title": ("title", "name", "product", "item", "goods", "description", "nomi", "nom", "mahsulot", "tovar",
              "naimenovanie", "nazvanie", "nomenklatura", "opisanie"),
    "price": ("price", "cost", "unit price", "fob", "exw", "narx", "narh", "narhi", "tsena", "stoimost", "usd", "cny", "rmb"),
    "currency": ("currency", "valyuta", "val"),
    "article": ("article", "sku", "code", "art", "artikul", "kod", "id", "no", "model"),
    "least": ("moq", "min", "least", "minimum", "minimal", "eng kam", "minimalniy zakaz"),
    "link": ("link", "url", "havola", "ssilka"),
    "weight": ("weight", "kg", "ogirligi", "vazni", "ves", "massa"),
    "picture": ("picture", "photo", "image", "rasm", "foto", "kartinka"),
}  # fmt: skip
_FOLDED = {column: tuple(map(fold, _HEADS[column])) for column in COLUMNS}
_CURRENCIES = {
    "usd": "USD", "$": "USD", "dollar": "USD", "cny": "CNY", "rmb": "CNY", "yuan": "CNY", "¥": "CNY",
    "eur": "EUR", "€": "EUR", "evro": "EUR", "rub": "RUB", "₽": "RUB", "uzs": "UZS", "som": "UZS", "sum": "UZS",
    "try": "TRY", "₺": "TRY", "kzt": "KZT", "₸": "KZT",
}  # fmt: skip
_NUMBER = re.compile(r"[+-]?\d[\d\s.,'\u00a0\u202f]*")
_DOUBTFUL = re.compile(r"[+-]?[1-9]\d{0,2}[.,]\d{3}")
_WEB = re.compile(r"https?://[^\s<>\"']{3,900}", re.IGNORECASE)


class PriceRow(msgspec.Struct, frozen=True):
    """A row that could be read. `line` counts from 1 at the file's first line; what a cell left empty is null."""

    line: int
    title: str
    price: Decimal
    currency: str
    article: str | None
    least: int | None
    link: str | None
    weight_grams: int | None
    picture: str | None


class BadRow(msgspec.Struct, frozen=True):
    """A row that could not be read: `column` is where, `why` one of `WHY`, `said` what stood there, cut."""

    line: int
    column: Column
    why: str
    said: str


WHY = (
    "no_title",
    "no_price",
    "not_a_number",
    "doubtful",
    "not_positive",
    "too_large",
    "no_currency",
    "not_whole",
    "twice",
)


def guess(table: Sequence[Sequence[str]]) -> tuple[int, dict[Column, int]]:
    """The number of head lines (0 or 1), and which column is what; columns count from 0. An empty table has none.

    Names in the first line go first, in four languages; for what they leave open, the cells: the longest texts are titles, the
    rightmost numbers with a fraction or a currency are prices.
    """
    if not table:
        return 0, {}
    named = by_head(table[0], _FOLDED)
    has_head = bool(named) or not any(number(cell) is not None for cell in table[0])
    body = table[1 if has_head else 0 :][:LOOKED_AT]
    return (1 if has_head and len(table) > 1 else 0), named | _by_cells(body, named)


def _by_cells(body: Sequence[Sequence[str]], named: Mapping[Column, int]) -> dict[Column, int]:
    width = max((len(row) for row in body), default=0)
    free = [at for at in range(width) if at not in named.values()]
    cells = {at: [row[at].strip() for row in body if at < len(row) and row[at].strip()] for at in free}
    numbers = [at for at in free if cells[at] and all(number(one) is not None for one in cells[at])]
    texts = [at for at in free if at not in numbers and cells[at]]
    found: dict[Column, int] = {}
    links = [at for at in texts if all(_WEB.fullmatch(one) for one in cells[at])]
    if "link" not in named and links:
        found["link"] = links[0]
    words = [at for at in texts if at not in links]
    if "title" not in named and words:
        found["title"] = max(words, key=lambda at: sum(map(len, cells[at])) / len(cells[at]))
    if "price" not in named and numbers:
        priced = [at for at in numbers if any(_has_fraction(one) for one in cells[at])]
        found["price"] = (priced or numbers)[-1]
    return found


def _has_fraction(cell: str) -> bool:
    value = number(cell)
    return (value is not None and value != value.to_integral_value()) or currency_of(cell) is not None


def number(cell: str, mark: str | None = None) -> Decimal | None:
    """The one number in a cell, as people write it: `1 250,50`, `1,250.50`, `$ 3.2`; `None` for none, several or doubt.

    One comma or dot with three digits behind it, as in `1,250`, may stand before a fraction or group thousands: `mark` says
    which of the two stands before fractions here, and without it there is doubt.
    """
    digits = _NUMBER.findall(cell)
    if len(digits) != 1 or re.search(r"[^\W\d_]{9,}", cell):
        return None
    plain = re.sub(r"[\s'\u00a0\u202f]", "", digits[0]).rstrip(".,")
    last = max(plain.rfind("."), plain.rfind(","))
    if last >= 0:
        found, other = plain[last], "," if plain[last] == "." else "."
        if plain.count(found) > 1:
            if other in plain:
                return None
            plain = plain.replace(found, "")
        elif other not in plain and _DOUBTFUL.fullmatch(plain):
            if mark is None:
                return None
            plain = plain.replace(found, "." if found == mark else "")
        else:
            plain = plain.replace(other, "").replace(found, ".")
    try:
        return Decimal(plain)
    except InvalidOperation:
        return None


def fraction_mark(cells: Sequence[str]) -> str | None:
    """Whether a dot or a comma stands before fractions in these cells, by those that leave no doubt; `None` where all do.

    Where fractions are written one way, the other mark groups thousands.
    """
    votes = {".": 0, ",": 0}
    for cell in cells:
        digits = re.sub(r"[^\d.,]", "", cell).rstrip(".,")
        last = max(digits.rfind("."), digits.rfind(","))
        if last < 0 or number(cell) is None:
            continue
        grouped = digits.count(digits[last]) > 1
        votes["," if (digits[last] == ".") == grouped else "."] += 1
    best = max(votes, key=lambda mark: votes[mark])
    return best if votes[best] > sum(votes.values()) / 2 else None


def currency_of(text: str) -> str | None:
    """The currency a text names by code, sign or word, else `None`."""
    signs = re.findall(r"[$€₽¥₺₸]", text)
    words = re.findall(r"[^\W\d_]+", fold(text))
    return next((_CURRENCIES[one] for one in (*signs, *words) if one in _CURRENCIES), None)


def read_rows(
    table: Sequence[Sequence[str]], columns: Mapping[Column, int], *, head_lines: int, currency: str | None
) -> tuple[list[PriceRow], list[BadRow]]:
    """Every line below the head as a row or as why not; empty lines are neither. `currency` is for rows that name none."""
    rows: list[PriceRow] = []
    bad: list[BadRow] = []
    seen: set[tuple[str, str]] = set()
    at = columns.get("price")
    mark = fraction_mark([row[at] for row in table[head_lines:] if at is not None and at < len(row)])
    for line, cells in enumerate(table[head_lines:], start=head_lines + 1):
        if not any(cell.strip() for cell in cells):
            continue
        read = _row(line, cells, columns, currency, mark)
        if isinstance(read, PriceRow):
            key = (fold(read.title), read.article or "")
            if key not in seen:
                seen.add(key)
                rows.append(read)
                continue
            read = BadRow(line, "title", "twice", read.title[:80])
        bad.append(read)
    return rows, bad


def _row(
    line: int, cells: Sequence[str], columns: Mapping[Column, int], currency: str | None, mark: str | None
) -> PriceRow | BadRow:
    def cell(column: Column) -> str:
        at = columns.get(column)
        return clean(cells[at].strip())[:LONGEST_CELL] if at is not None and at < len(cells) else ""

    title, said = " ".join(cell("title").split())[:LONGEST_TITLE], cell("price")
    if not title:
        return BadRow(line, "title", "no_title", "")
    if not said:
        return BadRow(line, "price", "no_price", "")
    price = number(said, mark)
    if price is None:
        why = "doubtful" if number(said, ".") is not None else "not_a_number"
        return BadRow(line, "price", why, said[:80])
    if price < LEAST_PRICE:
        return BadRow(line, "price", "not_positive", said[:80])
    if price > MOST_PRICE:
        return BadRow(line, "price", "too_large", said[:80])
    code = currency_of(cell("currency")) or currency_of(said) or currency
    if code is None:
        return BadRow(line, "currency", "no_currency", cell("currency")[:80])
    least = number(cell("least")) if cell("least") else None
    if cell("least") and (least is None or least != least.to_integral_value() or not 1 <= least <= 10**7):
        return BadRow(line, "least", "not_whole", cell("least")[:80])
    weight = number(cell("weight")) if cell("weight") else None
    if cell("weight") and (weight is None or not 0 < weight < 10**4):
        return BadRow(line, "weight", "not_a_number", cell("weight")[:80])
    return PriceRow(
        line=line,
        title=title,
        price=price,
        currency=code,
        article=cell("article")[:100] or None,
        least=None if least is None else int(least),
        link=cell("link") if _WEB.fullmatch(cell("link")) else None,
        weight_grams=None if weight is None else max(1, int(weight * _grams(cell("weight")))),
        picture=cell("picture") if _WEB.fullmatch(cell("picture")) else None,
    )


def _grams(said: str) -> int:
    """Weights are kilograms but where grams are named."""
    return 1 if re.search(r"\d\s*(?:g|gr|г|гр)\b", said.lower()) else 1000
