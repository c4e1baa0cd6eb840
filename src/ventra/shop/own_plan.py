"""When to order own goods again and how much: the plans of `outlook`, by the stock and the sales that the shop truly has."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import groupby
from typing import Any

import numpy as np

from ventra.core.day import day_of, last_closed_day, to_day_number
from ventra.core.own_level import level_of
from ventra.outlook.at_hand import AtHand, VariantAtHand
from ventra.outlook.demand import Row
from ventra.outlook.reorder import Known, Plans, gather, plan
from ventra.outlook.reorder_told import terms_of
from ventra.outlook.store.reorder_terms import KeptTerms
from ventra.shop.plan_answers import OwnReorderRow
from ventra.shop.store import goods as read_of
from ventra.shop.store.truth import DAYS, truths

MOST = 1_000
"""So many goods are planned at once."""


@dataclass(frozen=True, slots=True)
class Truth:
    """What own goods truly have and sold, by product: their variants' rows."""

    of: Mapping[int, Sequence[Mapping[str, Any]]]
    sold_known: bool

    def units(self, product_id: int) -> int:
        """Pieces of 28 days."""
        return sum(row["units"] for row in self.of[product_id])

    def title(self, product_id: int) -> str | None:
        """As the cabinet has it."""
        return next((row["product_title"] for row in self.of[product_id] if row["product_title"]), None)


@dataclass(frozen=True, slots=True)
class Gathered:
    """All that plans of own goods are made of; `levels` is by how much the forecast of each product was raised."""

    known: Known
    truth: Truth
    levels: Mapping[int, float]
    goods: int
    closed: date


async def gathered(db: Any, org_id: int, shop_id: int | None, *, now: datetime) -> Gathered:
    """What is known of the own goods that VENTRA has met on the shelf."""
    closed = last_closed_day(now)
    rows = await truths(db, org_id, shop_id, to_day_number(closed))
    until = await read_of.read_until(db, org_id, shop_id)
    first = day_of(until.back_to) if until.back_to is not None else date.min
    # Sales are known where orders were read to the end after the last closed day, and back to before the first.
    told = (
        until.done_at is not None
        and day_of(until.done_at) > closed
        and first.toordinal() <= closed.toordinal() - DAYS + 1
    )
    truth = Truth({product: list(of) for product, of in groupby(rows, lambda row: row["product_id"])}, told)
    ids = sorted(truth.of)[:MOST]
    known = await gather(db, org_id, ids, closed)
    return with_truth(known, truth, goods=len(truth.of), closed=closed)


def with_truth(known: Known, truth: Truth, *, goods: int, closed: date) -> Gathered:
    """The same with own stock, and where sales are known with their units by variant and the forecast at their level."""
    at_hand = [_at_hand(one, truth) for one in known.goods]
    rows, levels = dict(known.rows), {}
    for product, row in known.rows.items():
        level = _level(row, truth, product) if truth.sold_known else None
        if level is not None:
            rows[product], levels[product] = _times(row, level), level
    terms = {
        one.product_id: _priced(known.terms_of(one.product_id), truth.of[one.product_id])
        for one in known.goods
        if one.product_id in known.terms or _price(truth.of[one.product_id]) is not None
    }
    return Gathered(replace(known, goods=at_hand, rows=rows, terms=terms), truth, levels, goods, closed)


async def planned(found: Gathered, cash_uzs: int | None, *, now: datetime) -> Plans:
    """The plans of all of them, within one purse."""
    return await asyncio.to_thread(
        plan, found.known, day_of(now), found.closed, None if cash_uzs is None else float(cash_uzs)
    )


def row_of(found: Gathered, plans: Plans, place: int, own_terms: bool) -> OwnReorderRow:
    """A product as an answer."""
    product = plans.known.goods[place].product_id
    return OwnReorderRow(
        product_id=product,
        title=found.truth.title(product),
        units_28=found.truth.units(product),
        level=found.levels.get(product),
        terms=terms_of(plans.known.terms_of(product)),
        own_terms=own_terms,
        plan=plans.plans[place],
    )


def _at_hand(one: AtHand, truth: Truth) -> AtHand:
    traits = {variant.sku_id: variant.characteristics for variant in one.variants}
    rows = truth.of[one.product_id]
    variants = [
        VariantAtHand(
            row["sku_id"],
            traits.get(row["sku_id"], {}),
            _number(row["stock"]),
            float(row["units"]) if truth.sold_known else np.nan,
            _number(row["part"]),
        )
        for row in rows
    ]
    stock = sum(variant.stock for variant in variants)
    return replace(one, stock=stock, seen_at=max(row["seen_at"] for row in rows), variants=variants)


def _level(row: Row, truth: Truth, product: int) -> float | None:
    parts = [variant["part"] for variant in truth.of[product]]
    part = 1.0 if None in parts or not parts else max(parts)
    return level_of(truth.units(product), DAYS * part, row["naive"])


def _times(row: Row, level: float) -> Row:
    told = dict(row)
    for name in ("naive", "low80_28", "high80_28"):
        told[name] = None if row[name] is None else row[name] * level
    told["mean"] = None if row["mean"] is None else [one * level for one in row["mean"]]
    return told


def _priced(kept: KeptTerms, rows: Sequence[Mapping[str, Any]]) -> KeptTerms:
    """Terms that say no cost have the cabinet's purchase price, where all variants have the same."""
    price = _price(rows)
    if kept.terms.cost_uzs is not None or price is None:
        return kept
    return replace(kept, terms=replace(kept.terms, cost_uzs=float(price)))


def _price(rows: Sequence[Mapping[str, Any]]) -> int | None:
    prices = {row["purchase_price"] for row in rows}
    return prices.pop() or None if len(prices) == 1 else None


def _number(value: float | None) -> float:
    return np.nan if value is None else float(value)
