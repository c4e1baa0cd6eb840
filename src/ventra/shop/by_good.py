"""The sums of an own shop by variant, in an order that is asked for, a page at a time."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ventra.catalog import cursor as cursors
from ventra.core.day import from_day_number
from ventra.core.own_days import Account
from ventra.core.text import fold, search_words
from ventra.errors import BadInput
from ventra.shop import lines
from ventra.shop.add_up import sums
from ventra.shop.store import goods
from ventra.shop.store.sold_days import Asked
from ventra.shop.sums_answers import OwnGood, OwnGoods, OwnLine

_BEYOND = 1 << 62
"""Where the numbers begin under which a page's cursor knows rows without a variant."""
_VALUES: dict[str, Callable[[OwnGood], float | None]] = {
    "revenue": lambda one: one.revenue_uzs,
    "units": lambda one: one.units,
    "profit": lambda one: one.profit_uzs,
    "margin": lambda one: one.margin_pct,
    "returned": lambda one: one.returned,
    "stock": lambda one: None if one.fbo is None and one.fbs is None else (one.fbo or 0) + (one.fbs or 0),
    "held": lambda one: one.held_uzs,
}
SORTS = tuple(sign + name for name in _VALUES for sign in ("", "-"))
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
    rows = [
        _good(added, at, number, named.get(number), shops, found.held_of)
        for at in matching
        for number in (int(numbers[at]),)
    ]
    return _told(asked, wanted, rows, added.added(*_of_all(len(numbers), matching)))


def _of_all(count: int, matching: Sequence[int]) -> tuple[Any, int]:
    group = np.ones(count, np.int64)
    group[list(matching)] = 0
    return group, 2


def _told(asked: Asked, wanted: Wanted, rows: list[OwnGood], added: Account) -> OwnGoods:
    value, turn = _VALUES[wanted.sort.removeprefix("-")], -1 if wanted.sort.startswith("-") else 1

    def key(one: OwnGood) -> tuple[bool, float, int]:
        at = value(one)
        return at is None, 0.0 if at is None else turn * float(at), _number(one)

    rows.sort(key=key)
    begin = 0
    if wanted.cursor is not None:
        at, number = cursors.read(wanted.cursor, sort=wanted.sort, kind=float)
        assert at is None or isinstance(at, float)
        place = at is None, 0.0 if at is None else turn * at, number
        begin = next((index for index, one in enumerate(rows) if key(one) > place), len(rows))
    shown = rows[begin : begin + wanted.limit]
    more = begin + wanted.limit < len(rows)
    return OwnGoods(
        first=from_day_number(asked.first),
        last=from_day_number(asked.last),
        total=len(rows),
        sum=OwnLine(**lines.line(added, 0)),
        next_cursor=cursors.write(wanted.sort, value(shown[-1]), _number(shown[-1])) if more else None,
        items=shown,
    )


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


def _number(one: OwnGood) -> int:
    return one.sku_id if one.sku_id is not None else _BEYOND + (one.product_id or 0)
