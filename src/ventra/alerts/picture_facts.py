"""What the picture of an alert shows, read as the product's page reads it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from ventra.core.day import last_closed_day, start_of_day_us, to_day_number
from ventra.core.estimate import Estimate
from ventra.core.product import Titles
from ventra.sales import daily
from ventra.sales.answers import PriceStep, SalesDay
from ventra.sales.history import price_steps
from ventra.sales.store import read as sales

DAYS = 28


@dataclass(frozen=True, slots=True)
class PictureFacts:
    """A product, its last 28 closed days, and its prices meanwhile."""

    product_id: int
    titles: Titles
    price_uzs: int | None
    stock: int | None
    seen_at: datetime | None
    units_7: Estimate | None
    days: tuple[SalesDay, ...]
    prices: tuple[PriceStep, ...]


async def read(db: Any, product_id: int, now: datetime) -> PictureFacts:
    """The facts as they stand; `NotFound` when VENTRA has never met the product."""
    last = last_closed_day(now)
    first = last - timedelta(days=DAYS - 1)
    product, found = await sales.detail(db, product_id, first, last, now=now, simulated=True)
    begin = int(start_of_day_us(to_day_number(first)))
    looks = await sales.looks_between(db, product_id, begin, int(start_of_day_us(to_day_number(last) + 2)))
    return PictureFacts(
        product_id=product_id,
        titles=product.titles,
        price_uzs=product.price_uzs,
        stock=product.stock,
        seen_at=product.seen_at,
        units_7=product.figures.days_7,
        days=tuple(daily.daily(found.days, first, last, now=now, last_seen=product.seen_at, fit=found.fit)),
        prices=tuple(price_steps(looks)),
    )
