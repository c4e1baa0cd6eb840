"""The outlook of one product, category or shop: as the night left it, and of a product it did not know, worked out now."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

import numpy as np

from ventra.core.day import day_of, last_closed_day, to_day_number
from ventra.core.rising import Rising
from ventra.core.trend import SPAN
from ventra.infra.db import glance
from ventra.outlook.answers import CategoryOutlook, ProductOutlook, SellerOutlook
from ventra.outlook.columns import of_forecast, of_newcomers, of_trends, row_of
from ventra.outlook.foresee import foresee
from ventra.outlook.goods import Goods
from ventra.outlook.look import looked
from ventra.outlook.stock_left import stock_outlook
from ventra.outlook.store import at_hand, progress
from ventra.outlook.store import goods as reading
from ventra.outlook.store import read as kept
from ventra.outlook.told import forecast_of, newcomer_of, trend_of


async def of_product(pool: Any, product_id: int, *, now: datetime, language: str) -> ProductOutlook:
    """A product's outlook, in words of a language where there are any; `NotFound` when VENTRA has never met it."""
    closed = last_closed_day(now)
    async with glance(pool) as db:
        hand = await at_hand.of_product(db, product_id, closed)
        kept_row = await kept.of_product(db, product_id)
        goods = await reading.of_product(db, product_id, closed - timedelta(days=SPAN - 1), closed)
        times = None if kept_row is not None else await progress.times(db, closed)
    row = kept_row
    if row is None and len(goods):
        row = (await asyncio.to_thread(worked_out, goods, closed, times))[product_id]
    return ProductOutlook(
        product_id=product_id,
        closed_through=closed,
        on_demand=kept_row is None,
        trend=None if row is None else trend_of(row),
        new=None if row is None else newcomer_of(row),
        forecast=None if row is None else forecast_of(row, language),
        stock=None if row is None or not len(goods) else stock_outlook(row, goods, hand, day_of(now)),
    )


def worked_out(goods: Goods, closed: date, times: list[float] | None) -> dict[int, Mapping[str, Any]]:
    """Rows of outlooks of goods that the night did not know, each by its own days alone."""
    last_day, count = to_day_number(closed), len(goods)
    found = looked(goods, last_day)
    unjudged = Rising(np.zeros(count, bool), np.full(count, np.nan), np.zeros(count, np.int64))
    columns = (
        of_trends(found.trends, unjudged, last_day)
        | of_newcomers(found.new, found.first_seen, np.zeros(count, np.int64))
        | of_forecast(foresee(goods, goods.product, last_day, None if times is None else np.array(times)))
    )
    return {product: row_of(columns, place) for place, product in enumerate(goods.product.tolist())}


async def of_category(db: Any, category_id: int, *, now: datetime) -> CategoryOutlook:
    """A category's outlook; `NotFound` when there is no such category."""
    row = await kept.of_category(db, category_id)
    return CategoryOutlook(category_id=category_id, **_group(row, now))


async def of_seller(db: Any, seller_id: int, *, now: datetime) -> SellerOutlook:
    """A shop's outlook; `NotFound` when it is not known."""
    row = await kept.of_seller(db, seller_id)
    return SellerOutlook(seller_id=seller_id, **_group(row, now))


def _group(row: Mapping[str, Any] | None, now: datetime) -> dict[str, Any]:
    return {
        "closed_through": last_closed_day(now),
        "products": None if row is None else row["products"],
        "trend": None if row is None else trend_of(row),
    }
