"""Adds up what own goods brought and took, by goods and day: reads the rows, lays expenses and costs on them."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import lru_cache
from typing import Any, TypeVar

import numpy as np

from ventra.core.columns import Int64
from ventra.core.money import whole
from ventra.core.own_days import Account, Charged, Cost, Sold, account, laid_on_goods
from ventra.core.own_expense_kinds import KINDS, ExpenseKind, kind_of
from ventra.core.own_lots import Back, Left, Lots, first_in_first_out, with_fallback
from ventra.core.profile import Float
from ventra.core.steps import Bool
from ventra.shop.store.charges import Charge, charges
from ventra.shop.store.lots import lots
from ventra.shop.store.sold_days import FAR, Asked, SoldDays, Spoiled, back, sold, spoiled, stock

Four = tuple[Int64, Int64, Int64, Int64]
Rows = TypeVar("Rows", Sold, Cost)


@dataclass(frozen=True, slots=True, eq=False)
class Read:
    """All that sums are made of, as it was read."""

    asked: Asked
    sold: SoldDays
    back: Four
    spoiled: Spoiled
    stock: Four
    charges: Sequence[Charge]
    lots: Lots


@dataclass(frozen=True, slots=True)
class Kind:
    """Expenses of one kind in the span: all of them, and what of them lay on no goods."""

    kind: ExpenseKind
    amount_uzs: int
    apart_uzs: int


@dataclass(frozen=True, slots=True, eq=False)
class Sums:
    """Goods and days [n], what they add up to, and what of the shop's expenses lay on none of them, by day.

    `unpriced` counts expenses that came without a sum. `held_of` gives pieces and soʻm that are left of a variant's lots.
    """

    rows: Sold
    account: Account
    kinds: Sequence[Kind]
    apart_day: Int64
    apart_uzs: Int64
    unpriced: int
    held_of: dict[int, tuple[int, int]]

    @property
    def apart_total(self) -> int:
        """Whole soʻm of expenses that lay on no goods."""
        return int(self.apart_uzs.sum())


async def read(db: Any, asked: Asked) -> Read:
    """What sums of the days asked for are made of; costs need all that was sold before as well, of what was bought."""
    bought = await lots(db, asked.org_id, asked.sku_ids)
    past = np.unique(bought.sku).tolist()
    charged = await charges(db, asked)
    stored = sorted({one.day for one in charged if _kind(one.said) == "storage"})
    return Read(
        asked,
        await sold(db, asked, past),
        await back(db, asked, past),
        await spoiled(db, asked, past),
        await stock(db, asked, stored),
        charged,
        bought,
    )


async def sums(db: Any, asked: Asked, *, cabinet: bool) -> Sums:
    """The sums of days; with `cabinet` what purchases do not cover costs what the cabinet says, where it says anything."""
    return await asyncio.to_thread(added_up, await read(db, asked), cabinet=cabinet)


def added_up(found: Read, *, cabinet: bool) -> Sums:
    """A pure function of what was read."""
    rows, by_cabinet = _grid(found)
    cost, held = _costs(found, rows, by_cabinet if cabinet else np.full_like(by_cabinet, np.nan))
    inside = (rows.day >= found.asked.first) & (rows.day <= found.asked.last)
    if found.asked.shop_id is not None:
        inside &= rows.shop == found.asked.shop_id
    rows, cost = _only(rows, inside), _only(cost, inside)
    charged, of_kind = _charged(found.charges)
    storage, other, apart = laid_on_goods(charged, rows)
    return Sums(
        rows=rows,
        account=account(rows, storage, other, cost),
        kinds=_kinds(found.charges, of_kind, charged, apart),
        apart_day=charged.day,
        apart_uzs=apart,
        unpriced=sum(one.unpriced for one in found.charges),
        held_of=held,
    )


def _grid(found: Read) -> tuple[Sold, Float]:
    """Every pair of goods and day that anything is known of, ascending, and what a piece costs by the cabinet [n, 2]: one
    that was sold, and one that spoiled. NaN: it does not say.
    """
    of, gone, held = found.sold, found.spoiled, found.stock
    code = [of.sku * FAR + of.day, gone.sku * FAR + gone.day, held[0] * FAR + held[2]]
    pairs, first = np.unique(np.concatenate(code), return_index=True)
    shop = np.concatenate((of.shop, gone.shop, held[1]))[first]
    places = [np.searchsorted(pairs, one) for one in code]

    def laid(values: Float | Int64, at: Int64, nothing: float = 0.0) -> Float:
        column = np.full(len(pairs), nothing)
        column[at] = values
        return column

    units, cabinet = laid(of.units, places[0]), laid(of.cabinet, places[0], np.nan)
    rows = Sold(
        shop=shop,
        sku=pairs // FAR,
        day=pairs % FAR,
        ordered=laid(of.ordered, places[0]),
        cancelled=laid(of.cancelled, places[0]),
        returned=laid(of.returned, places[0]),
        units=units,
        revenue=laid(of.revenue, places[0]),
        commission=laid(of.commission, places[0]),
        logistics=laid(of.logistics, places[0]),
        spoiled=laid(gone.pieces, places[1]),
        stock=laid(held[3], places[2], np.nan),
    )
    with np.errstate(divide="ignore", invalid="ignore"):
        each = np.where(units > 0, cabinet / units, np.nan)
    return rows, np.stack((each, laid(gone.cabinet, places[1], np.nan)), axis=1)


def _costs(found: Read, rows: Sold, each_uzs: Float) -> tuple[Cost, dict[int, tuple[int, int]]]:
    """What each row had cost: sold pieces first, then the spoiled ones of the day, which have their goods' cost likewise.

    Of goods that were never bought nothing can be used up, so their pieces that came back are taken to have stayed.
    """
    stayed = np.stack((rows.units, rows.spoiled), axis=1).astype(np.int64)
    bought = np.flatnonzero(np.isin(rows.sku, found.lots.sku))
    left = (
        stayed[bought] + np.stack((rows.returned, np.zeros(len(rows.sku))), axis=1).astype(np.int64)[bought]
    )
    sku, day, came, pieces = found.back
    row = np.searchsorted(rows.sku[bought] * FAR + rows.day[bought], sku * FAR + day)
    costed = first_in_first_out(
        found.lots,
        Left(np.repeat(rows.sku[bought], 2), np.repeat(rows.day[bought], 2), left.ravel()),
        Back(2 * row, np.maximum(came, day), pieces),
    )
    covered, without = np.zeros(stayed.shape, np.int64), stayed.copy()
    covered[bought] = costed.cost_uzs.reshape(-1, 2)
    without[bought] = costed.without.reshape(-1, 2)
    cost, priced = with_fallback(covered, without, each_uzs)
    held = zip(costed.sku.tolist(), costed.held.tolist(), costed.held_uzs.tolist(), strict=True)
    by_purchase, by_cabinet = (stayed - without)[:, 0].astype(np.float64), priced[:, 0].astype(np.float64)
    of = Cost(whole(cost[:, 0]), whole(cost[:, 1]), by_purchase, by_cabinet)
    return of, {number: (left_over, worth) for number, left_over, worth in held}


def _charged(found: Sequence[Charge]) -> tuple[Charged, dict[tuple[int, int, int], int]]:
    """Expenses by shop, day and whether they are storage, and the place of each; what orders carry already is left out."""
    amounts: dict[tuple[int, int, int], int] = {}
    for one in found:
        kind = _kind(one.said)
        if kind != "in_orders":
            key = one.shop_id, one.day, int(kind == "storage")
            amounts[key] = amounts.get(key, 0) + one.amount_uzs
    keys = np.array(list(amounts), np.int64).reshape(-1, 3)
    amount = np.array(list(amounts.values()), np.int64)
    places = {key: place for place, key in enumerate(amounts)}
    return Charged(keys[:, 0], keys[:, 1], keys[:, 2], amount), places


def _kinds(
    found: Sequence[Charge], places: dict[tuple[int, int, int], int], charged: Charged, apart: Int64
) -> list[Kind]:
    amounts, left = dict.fromkeys(KINDS, 0), dict.fromkeys(KINDS, 0)
    for one in found:
        kind = _kind(one.said)
        amounts[kind] += one.amount_uzs
        if kind != "in_orders" and apart[places[one.shop_id, one.day, int(kind == "storage")]]:
            left[kind] += one.amount_uzs
    return [Kind(kind, amounts[kind], left[kind]) for kind in KINDS if amounts[kind]]


@lru_cache(4096)
def _kind(said: tuple[str | None, str | None, str | None]) -> ExpenseKind:
    return kind_of(*said)


def _only(rows: Rows, which: Bool) -> Rows:
    """The same columns with some of their rows."""
    return type(rows)(*(getattr(rows, field.name)[which] for field in fields(rows)))
