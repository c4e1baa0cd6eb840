"""When to order again and how much: of one product, and of all that an organisation marked as its own."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import numpy as np

from ventra.core.day import day_of, last_closed_day, to_day_number
from ventra.core.trend import SPAN
from ventra.infra.db import transaction
from ventra.outlook.answers import LostSales
from ventra.outlook.at_hand import AtHand
from ventra.outlook.demand import Row
from ventra.outlook.goods import Goods
from ventra.outlook.one import worked_out
from ventra.outlook.reorder_answers import ProductReorder, ReorderPlan
from ventra.outlook.reorder_lines import Planned, planned, within_purse
from ventra.outlook.reorder_terms import ASSUMED
from ventra.outlook.reorder_told import plans_of, terms_of
from ventra.outlook.sold import DAYS as LOST_DAYS
from ventra.outlook.stock_left import lost_by
from ventra.outlook.store import at_hand, progress
from ventra.outlook.store import goods as reading
from ventra.outlook.store import reorder_terms as kept
from ventra.outlook.store.reorder_terms import KeptTerms


@dataclass(frozen=True, slots=True)
class Known:
    """What plans of goods [n] are made of: what is at hand, rows of outlooks, days of the last weeks, and terms that were set.

    `unlooked` are the days of what the night did not know, with how many times its usual the market sells on each (`times`).
    """

    goods: Sequence[AtHand]
    rows: Mapping[int, Row]
    sold: Goods
    unlooked: Goods
    times: list[float] | None
    terms: Mapping[int, KeptTerms]

    def terms_of(self, product_id: int) -> KeptTerms:
        """The terms that were set, or the assumed ones."""
        return self.terms.get(product_id, ASSUMED)


@dataclass(frozen=True, slots=True)
class Plans:
    """Plans of goods [n] in their order, how urgent each is (NaN: no plan), and what an empty shelf lost of each, where it is
    known.

    `uncut_uzs` is what all orders would cost without a purse.
    """

    known: Known
    plans: Sequence[ReorderPlan]
    urgency: Sequence[float]
    lost: Mapping[int, LostSales]
    uncut_uzs: int


async def gather(db: Any, org_id: int | None, product_ids: Sequence[int], closed: date) -> Known:
    """What is known of goods, ascending."""
    goods = await at_hand.of_products(db, product_ids, closed)
    ids = [one.product_id for one in goods]
    rows = await at_hand.outlooks(db, ids)
    unknown = [one for one in ids if one not in rows]
    unlooked = await reading.of_products(db, unknown, closed - timedelta(days=SPAN - 1), closed)
    times = await progress.times(db, closed) if len(unlooked) else None
    sold = await reading.of_products(db, ids, closed - timedelta(days=LOST_DAYS - 1), closed)
    terms = {} if org_id is None else await kept.of_products(db, org_id, ids)
    return Known(goods, rows, sold, unlooked, times, terms)


def plan(known: Known, today: date, closed: date, cash_uzs: float | None = None) -> Plans:
    """What all that is known comes to, within a purse where there is one; what the night did not know is looked at by itself."""
    outlooks = dict(known.rows)
    if len(known.unlooked):
        outlooks |= worked_out(known.unlooked, closed, known.times)
    terms = [known.terms_of(one.product_id) for one in known.goods]
    parts = planned(known.goods, outlooks, terms, today)
    uncut = sum(float(np.nansum(part.cost_uzs)) for part in parts)
    if cash_uzs is not None:
        parts = within_purse(parts, cash_uzs)
    by_product = {one.product_id: one for one in known.goods}
    sold = [by_product[product] for product in known.sold.product.tolist()]
    lost = lost_by(known.sold, sold, to_day_number(today) - 1)
    rows = [outlooks.get(one.product_id) for one in known.goods]
    return Plans(
        known,
        plans_of(known.goods, rows, parts, today),
        _urgency(len(known.goods), parts),
        dict(zip(known.sold.product.tolist(), lost, strict=True)),
        round(uncut),
    )


async def of_product(pool: Any, org_id: int | None, product_id: int, *, now: datetime) -> ProductReorder:
    """The plan of one product; `NotFound` when VENTRA has never met it."""
    closed = last_closed_day(now)
    async with transaction(pool, org_id=org_id) as db:
        known = await gather(db, org_id, [product_id], closed)
    if not known.goods:
        raise at_hand.not_met(product_id)
    found = await asyncio.to_thread(plan, known, day_of(now), closed)
    return ProductReorder(
        product_id=product_id,
        closed_through=closed,
        seen_at=known.goods[0].seen_at,
        terms=terms_of(known.terms_of(product_id)),
        own_terms=product_id in known.terms,
        plan=found.plans[0],
        lost=found.lost.get(product_id),
    )


def _urgency(count: int, parts: Sequence[Planned]) -> list[float]:
    """By how many days the stock of each product's first line outlasts an order given now."""
    found = np.full(count, np.nan)
    for part in parts:
        np.fmin.at(found, part.goods[part.lines.product], part.urgency)
    return found.tolist()
