"""An organisation announces sales of a product: days to come and a price. Nobody else sees them, nor does the night."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from ventra.accounts.noting import note
from ventra.accounts.store import organisations
from ventra.accounts.who import Asker, Who
from ventra.catalog.store import products
from ventra.core.day import day_of
from ventra.errors import BadInput, Conflict, NotFound
from ventra.infra.db import transaction
from ventra.outlook.announced_answers import AnnouncedSale, SaleChange, SaleWish
from ventra.outlook.store import announced as kept
from ventra.outlook.store.announced import MOST_SALES

FARTHEST = timedelta(days=366)


async def announce(
    pool: Any, who: Who, product_id: int, wish: SaleWish, *, now: datetime, simulated: bool, asker: Asker
) -> AnnouncedSale:
    """Announce a sale. `BadInput` for days that are none, `NotFound` for an unknown product, `Conflict` for too many."""
    _must_be_days(wish.first_day, wish.last_day, day_of(now))
    async with transaction(pool, org_id=who.org) as db:
        await organisations.hold(db, who.org)
        await products.read(db, product_id, now=now, simulated=simulated)
        if len(await kept.listed(db, who.org, product_id, from_day=day_of(now))) >= MOST_SALES:
            raise Conflict(f"{MOST_SALES} sales of it are announced already: take one back first")
        sale = await kept.add(
            db,
            who.org,
            who.user_id,
            product_id,
            first=wish.first_day,
            last=wish.last_day,
            price=wish.price_uzs,
        )
        await note(db, who, asker, "sale_announced", str(product_id))
        return sale


async def change(
    pool: Any, who: Who, sale_id: int, wish: SaleChange, *, now: datetime, asker: Asker
) -> AnnouncedSale:
    """Other days or another price; what is left out stays. As `announce`, and `NotFound`."""
    async with transaction(pool, org_id=who.org) as db:
        sale = await _must_be(db, who, sale_id)
        first, last = wish.first_day or sale.first_day, wish.last_day or sale.last_day
        _must_be_days(first, last, day_of(now))
        changed = await kept.change(
            db, who.org, sale_id, first=first, last=last, price=wish.price_uzs or sale.price_uzs
        )
        await note(db, who, asker, "sale_changed", str(sale.product_id))
        return changed


async def take_back(pool: Any, who: Who, sale_id: int, *, asker: Asker) -> None:
    """Announce it no more; `NotFound` when there is none of this number."""
    async with transaction(pool, org_id=who.org) as db:
        sale = await _must_be(db, who, sale_id)
        await kept.remove(db, who.org, sale_id)
        await note(db, who, asker, "sale_taken_back", str(sale.product_id))


async def _must_be(db: Any, who: Who, sale_id: int) -> AnnouncedSale:
    sale = await kept.of_number(db, who.org, sale_id)
    if sale is None:
        raise NotFound("no sale of this number is announced")
    return sale


def _must_be_days(first: date, last: date, today: date) -> None:
    if last < first:
        raise BadInput("a sale ends on the day it begins or later", field="last_day")
    if last < today:
        raise BadInput("a sale that is over cannot be announced", field="last_day")
    if first < today - FARTHEST:
        raise BadInput("a sale that is announced began a year ago at most", field="first_day")
    if last > today + FARTHEST:
        raise BadInput("a sale is announced for the year to come at most", field="last_day")
