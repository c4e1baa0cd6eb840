"""A product of the market as the calculator begins with it: its price, its category, what it sells a day."""

from __future__ import annotations

from datetime import datetime
from math import ceil
from typing import Any, Final

from ventra.catalog.answers import Product
from ventra.catalog.store import products
from ventra.core.estimate import Estimate
from ventra.core.texts import UZ
from ventra.costs.answers import Amount, CostStart, KnownInput
from ventra.infra.db import glance
from ventra.outlook import one
from ventra.outlook.answers import OutlookForecast

BATCH_DAYS: Final = 30
"""A batch to begin with is what sells in so many days."""
LEAST_A_DAY: Final = 0.01


async def of_product(pool: Any, product_id: int, *, now: datetime, simulated: bool) -> CostStart:
    """What is known of a product; `NotFound` when VENTRA has never met it."""
    async with glance(pool) as db:
        product = await products.read(db, product_id, now=now, simulated=simulated)
    outlook = await one.of_product(pool, product_id, now=now, language=UZ)
    known: list[KnownInput] = []
    price = None
    if product.price_uzs is not None:
        price = Amount(likely=product.price_uzs)
        known.append(KnownInput(input="price", source="shelf", seen_at=product.seen_at))
    units = _a_day(product, outlook.forecast, known)
    quantity = None
    if units is not None:
        quantity = Amount(likely=max(ceil(units.likely * BATCH_DAYS), 1))
        known.append(KnownInput(input="quantity", source="reckoned"))
    if product.category is not None:
        known.append(KnownInput(input="category_id", source="shelf", seen_at=product.seen_at))
    return CostStart(
        product_id=product_id,
        titles=product.titles,
        price=price,
        units_a_day=units,
        quantity=quantity,
        category_id=None if product.category is None else product.category.category_id,
        known=known,
    )


def _a_day(product: Product, forecast: OutlookForecast | None, known: list[KnownInput]) -> Amount | None:
    """Units a day: forecast for the longest time to come, else what is usual, else sold in the last closed days."""
    if forecast is not None and forecast.shown and forecast.totals:
        total = max(forecast.totals, key=lambda each: each.days)
        known.append(KnownInput(input="units_a_day", source="forecast", as_of=forecast.as_of))
        return _spread(total.units.low, total.units.point, total.units.high, total.days)
    if forecast is not None and None not in (forecast.average.low, forecast.average.high):
        average = forecast.average
        known.append(KnownInput(input="units_a_day", source="sales", as_of=forecast.as_of))
        return _spread(average.low, average.point, average.high, 1)
    for sold in (product.figures.days_28, product.figures.days_7):
        if _is_known(sold):
            known.append(KnownInput(input="units_a_day", source="sales", as_of=product.figures.as_of))
            return _spread(sold.low, sold.point, sold.high, sold.days)
    return None


def _is_known(sold: Estimate) -> bool:
    return None not in (sold.low, sold.point, sold.high)


def _spread(low: float | None, point: float | None, high: float | None, days: int) -> Amount | None:
    """A total over days as a range a day; nothing where nothing sells."""
    if low is None or point is None or high is None or point / days < LEAST_A_DAY:
        return None
    ends = (max(round(each / days, 2), LEAST_A_DAY) for each in (low, point, high))
    lowest, likely, highest = ends
    return Amount(likely=likely, low=min(lowest, likely), high=max(highest, likely))
