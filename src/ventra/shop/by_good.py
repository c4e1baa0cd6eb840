"""The sums of an own shop by variant, in an order that is asked for, a page at a time."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Any

import numpy as np

from ventra.catalog import cursor as cursors
from ventra.core.day import from_day_number
from ventra.core.own_days import Account
from ventra.core.profile import Float
from ventra.core.text import fold, search_words
from ventra.errors import BadInput
from ventra.shop import lines
from ventra.shop.add_up import sums
from ventra.shop.store import goods
from ventra.shop.store.sold_days import Asked
from ventra.shop.sums_answers import OwnGood, OwnGoods, OwnLine

_BEYOND = 1 << 62
"""Where the numbers begin under which a page's cursor knows rows without a variant."""
_OF_ACCOUNT: dict[str, Callable[[Account], Float]] = {
    "revenue": lambda of: of.revenue,
    "units": lambda of: of.units,
    "profit": lambda of: of.profit,
    "margin": lambda of: of.margin_pct,
    "returned": lambda of: of.returned,
}
SORTS = tuple(sign + name for name in (*_OF_ACCOUNT, "stock", "held") for sign in ("", "-"))
_UNKNOWN: dict[str, Any] = dict.fromkeys(
    ("product_title", "title", "code", "barcode", "fbo", "fbs", "price_uzs", "archived", "short")
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which goods, in which order, how many, and after which place."""

    search: str | None
    sort: str
    limit: int
    cursor: str | None


async def page(db: Any, asked: Asked, wanted: Wanted, *, cabinet: bool) -> OwnGoods:
    """A page of goods; `BadInput` for an order that is none or a cursor of another. What is unknown comes last in any order."""
    if wanted.sort not in SORTS:
        raise BadInput(f"sort is one of {', '.join(SORTS)}", field="sort")
    found = await sums(db, asked, cabinet=cabinet)
    named = {row["sku_id"]: row for row in await goods.listed(db, asked.org_id, asked.shop_id)}
    numbers = np.union1d(found.rows.sku, np.array([*named], np.int64)).astype(np.int64)
    added = found.account.added(np.searchsorted(numbers, found.rows.sku), len(numbers))
    shops = dict(zip(found.rows.sku.tolist(), found.rows.shop.tolist(), strict=True))
    words = search_words(wanted.search or "")
    matching = [
        at
        for at, number in enumerate(numbers.tolist())
        if not words or _says(named.get(number), number, words)
    ]
    values = _values(wanted.sort.removeprefix("-"), added, numbers.tolist(), named, found.held_of)
    turn = -1 if wanted.sort.startswith("-") else 1

    def key(at: int) -> tuple[bool, float, int]:
        return _key(values[at], turn, _place(int(numbers[at])))

    matching.sort(key=key)
    begin = 0
    if wanted.cursor is not None:
        value, number = cursors.read(wanted.cursor, sort=wanted.sort, kind=float)
        assert value is None or isinstance(value, float)
        begin = bisect_right(matching, _key(value, turn, number), key=key)
    shown = matching[begin : begin + wanted.limit]
    more = begin + wanted.limit < len(matching)
    last = shown[-1] if shown else -1
    return OwnGoods(
        first=from_day_number(asked.first),
        last=from_day_number(asked.last),
        total=len(matching),
        sum=OwnLine(**lines.line(added.added(*_of_all(len(numbers), matching)), 0)),
        next_cursor=cursors.write(wanted.sort, values[last], _place(int(numbers[last]))) if more else None,
        items=[
            _good(added, at, number, named.get(number), shops, found.held_of)
            for at in shown
            for number in (int(numbers[at]),)
        ],
    )


def _of_all(count: int, matching: Sequence[int]) -> tuple[Any, int]:
    group = np.ones(count, np.int64)
    group[list(matching)] = 0
    return group, 2


def _values(
    name: str,
    added: Account,
    numbers: Sequence[int],
    named: Mapping[int, Mapping[str, Any]],
    held_of: Mapping[int, tuple[int, int]],
) -> list[float | None]:
    """What goods are put in order by, as it is shown; None where it is not known."""
    if name in _OF_ACCOUNT:
        return [
            None if not isfinite(one) else round(one, 2) if name == "margin" else round(one)
            for one in _OF_ACCOUNT[name](added).tolist()
        ]
    if name == "held":
        return [held_of[number][1] if number in held_of else None for number in numbers]
    stocks = [(row["fbo"], row["fbs"]) for row in (named.get(number, _UNKNOWN) for number in numbers)]
    return [None if fbo is None and fbs is None else (fbo or 0) + (fbs or 0) for fbo, fbs in stocks]


def _key(value: float | None, turn: int, number: int) -> tuple[bool, float, int]:
    return value is None, 0.0 if value is None else turn * float(value), number


def _good(
    added: Account,
    at: int,
    number: int,
    row: Mapping[str, Any] | None,
    shops: Mapping[int, int],
    held_of: Mapping[int, tuple[int, int]],
) -> OwnGood:
    known = _UNKNOWN if row is None else row
    held = held_of.get(number)
    unmatched = number < 0
    return OwnGood(
        sku_id=None if unmatched else number,
        product_id=(-1 - number or None) if unmatched else known.get("product_id"),
        shop_id=shops[number] if row is None else row["shop_id"],
        product_title=known["product_title"],
        title=known["title"],
        code=known["code"],
        barcode=known["barcode"],
        fbo=known["fbo"],
        fbs=known["fbs"],
        price_uzs=known["price_uzs"],
        held=None if held is None else held[0],
        held_uzs=None if held is None else held[1],
        **lines.line(added, at),
    )


def _says(row: Mapping[str, Any] | None, number: int, words: Sequence[str]) -> bool:
    said = [str(number)]
    if row is not None:
        said += [
            str(row[name])
            for name in ("product_title", "title", "code", "barcode", "product_id")
            if row[name]
        ]
    text = fold(" ".join(said)).split()
    return all(any(one.startswith(word) for one in text) for word in words)


def _place(number: int) -> int:
    """The number under which a cursor knows goods."""
    return number if number >= 0 else _BEYOND - 1 - number
