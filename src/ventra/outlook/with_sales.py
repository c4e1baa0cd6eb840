"""A product's forecast with the sales that an organisation announced of it, worked out when it is asked for.

The price it was paid with on each day, and the one it will have, are what is known ahead (`core/known_effects.py`): what a lower
price does is told from the product's own past alone. The night's forecast, which all see, knows nothing of it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

import numpy as np

from ventra.catalog.store import products
from ventra.core.day import day_of, last_closed_day, to_day_number
from ventra.core.forecast import HORIZON
from ventra.core.profile import Float
from ventra.core.trend import SPAN
from ventra.infra.db import transaction
from ventra.outlook.announced_answers import AnnouncedOutlook, AnnouncedSale
from ventra.outlook.columns import of_forecast, row_of
from ventra.outlook.foresee import Foreseen, foresee
from ventra.outlook.goods import Goods
from ventra.outlook.promotions import carried
from ventra.outlook.store import announced as kept
from ventra.outlook.store import goods as reading
from ventra.outlook.store import progress
from ventra.outlook.told import forecast_of

FELT = 0.005
"""Part of a day's units by which a forecast must have moved to speak of it."""


async def of_product(
    pool: Any, org_id: int, product_id: int, *, now: datetime, simulated: bool, language: str
) -> AnnouncedOutlook:
    """The forecast of a product with what an organisation announced; `NotFound` when VENTRA has never met it."""
    closed = last_closed_day(now)
    async with transaction(pool, org_id=org_id) as db:
        product = await products.read(db, product_id, now=now, simulated=simulated)
        sales = await kept.listed(db, org_id, product_id, from_day=day_of(now))
        goods = await reading.of_product(db, product_id, closed - timedelta(days=SPAN - 1), closed)
        times = await progress.times(db, closed)
    row: Mapping[str, Any] | None = None
    felt, price = False, product.price_uzs
    if len(goods):
        row, felt = await asyncio.to_thread(_foreseen, goods, closed, times, sales, price)
    return AnnouncedOutlook(
        product_id=product_id,
        closed_through=closed,
        price_uzs=price,
        felt=felt,
        sales=sales,
        forecast=None if row is None else forecast_of({**row, "as_of": closed}, language),
    )


def _foreseen(
    goods: Goods, closed: date, times: list[float] | None, sales: Sequence[AnnouncedSale], price: int | None
) -> tuple[Mapping[str, Any], bool]:
    last_day = to_day_number(closed)
    all_times = None if times is None else np.array(times)
    plain = foresee(goods, goods.product, last_day, all_times)
    column = prices(goods, closed, sales, price)
    if column is None:
        return row_of(of_forecast(plain), 0), False
    told = foresee(goods, goods.product, last_day, all_times, known=column[None, :, None])
    felt = _moved(plain, told, column[SPAN:] < 0)
    return row_of(of_forecast(told if felt else plain), 0), felt


def prices(goods: Goods, closed: date, sales: Sequence[AnnouncedSale], price: int | None) -> Float | None:
    """The logarithm of each day's price over the one it has now [SPAN + HORIZON]: as it was paid, then as it is announced.

    The lowest counts where sales overlap. None where no announced day is among those forecast, or no price is known.
    """
    last_day = to_day_number(closed)
    paid = carried(goods.laid(goods.price, last_day=last_day, span=SPAN))[0]
    if price is None or not np.isfinite(paid).any():
        return None
    ahead = np.full(HORIZON, float(price))
    announced = np.zeros(HORIZON, dtype=bool)
    for sale in sales:
        begin, end = ((day - closed).days - 1 for day in (sale.first_day, sale.last_day + timedelta(days=1)))
        days = slice(max(begin, 0), max(end, 0))
        ahead[days] = np.where(announced[days], np.minimum(ahead[days], sale.price_uzs), sale.price_uzs)
        announced[days] = True
    if not announced.any():
        return None
    return np.asarray(np.log(np.concatenate([paid, ahead]) / price))


def _moved(plain: Foreseen, told: Foreseen, days: np.ndarray[Any, Any]) -> bool:
    before, after = (one.forecast.steps.mean[0] for one in (plain, told))
    apart = np.abs(after - before) > FELT * np.maximum(np.abs(before), 1e-9)
    return bool((apart & days).any())
