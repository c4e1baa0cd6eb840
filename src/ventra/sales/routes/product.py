"""A product's sales, prices, stock and looks over HTTP, and why a day's number is what it is."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Annotated, Any, Literal

import numpy as np
from litestar import get
from litestar.di import NamedDependency
from litestar.params import PathParameter, QueryParameter

from ventra.catalog import cursor as cursors
from ventra.catalog.shelf import Shelf
from ventra.catalog.store.leaves import leaves_of
from ventra.catalog.store.products import must_exist
from ventra.collect.store.around import around
from ventra.core.day import start_of_day_us, to_day_number, to_us
from ventra.core.laid import laid_out
from ventra.core.own_view import units_of
from ventra.core.rights import Access
from ventra.core.sales import AHEAD_DAYS, BACK_DAYS, RULE
from ventra.infra.db import glance, transaction
from ventra.sales import daily, happenings, history, why
from ventra.sales.answers import (
    PriceHistory,
    ProductDetail,
    ProductSales,
    SightingList,
    StockHistory,
    Why,
)
from ventra.sales.asked import before, instants_of, must_have_been, period
from ventra.sales.routes.parameters import FirstDay, LastDay
from ventra.sales.store import events, profiles, read

MOST_EVENTS = 200
_NEWEST_FIRST, _NEWEST_BEGUN, _NEWEST_DAY = "-seen_at", "-seen_from", "-day"

Pool = NamedDependency[Any]
Reading = NamedDependency[Shelf]
Id = Annotated[int, PathParameter(ge=0, le=2**63 - 1)]
ByVariant = Annotated[Literal["variant"] | None, QueryParameter(description="`variant` adds each variant")]


@get(
    "/products/{product_id:int}/sales",
    operation_id="read_sales",
    access=Access.OPEN,
    tags=["sales"],
    summary="Daily sales",
)
async def read_sales(
    shelf: Reading,
    product_id: Id,
    first: FirstDay = None,
    last: LastDay = None,
    window: Annotated[Literal[1, 7, 28], QueryParameter(description="days added up, laid end to end")] = 1,
    by: ByVariant = None,
) -> ProductSales:
    """Units and revenue of every calendar day; with `window` of 7 or 28 closed days laid end to end."""
    now = datetime.now(UTC)
    begin, end = period(first, last, now, window)
    async with glance(shelf.pool, org_id=await shelf.org_id()) as db:
        found = await read.history(db, product_id, begin, end)
        of_skus = await read.sku_days(db, product_id, begin, end) if by else None
    if window == 1:
        return _by_day(product_id, begin, end, found, now, of_skus)
    return ProductSales(
        product_id=product_id,
        first=begin,
        last=end,
        window=window,
        days=daily.windows(found.days, begin, end, window, now=now, last_seen=found.last_seen, fit=found.fit),
        spans=daily.spans_of(found.spans, found.fit),
        variants=None if of_skus is None else daily.variants_daily(of_skus, begin, end, found.fit),
    )


@get(
    "/products/{product_id:int}/detail",
    operation_id="read_product_detail",
    access=Access.OPEN,
    tags=["products"],
    summary="One product with its daily sales",
)
async def read_product_detail(
    shelf: Reading, product_id: Id, first: FirstDay = None, last: LastDay = None
) -> ProductDetail:
    """What `/products/{product_id}` and `/products/{product_id}/sales` say, in one answer and of one moment."""
    now = datetime.now(UTC)
    begin, end = period(first, last, now)
    async with glance(shelf.pool, org_id=await shelf.org_id()) as db:
        product, found = await read.detail(db, product_id, begin, end, now=now, simulated=shelf.simulated)
    return ProductDetail(product, _by_day(product_id, begin, end, found, now))


@get(
    "/products/{product_id:int}/prices",
    operation_id="read_prices",
    access=Access.OPEN,
    tags=["history"],
    summary="Prices",
)
async def read_prices(
    pool: Pool, product_id: Id, first: FirstDay = None, last: LastDay = None
) -> PriceHistory:
    """Prices as seen, as runs of equal values; between runs nothing was seen or the price changed."""
    begin_us, end_us = instants_of(*period(first, last, datetime.now(UTC)))
    async with transaction(pool) as db:
        await must_exist(db, product_id)
        looks = await read.looks_between(db, product_id, begin_us, end_us)
    return PriceHistory(product_id, history.price_steps(looks))


@get(
    "/products/{product_id:int}/stock",
    operation_id="read_stock",
    access=Access.OPEN,
    tags=["history"],
    summary="Stock",
)
async def read_stock(
    pool: Pool, product_id: Id, first: FirstDay = None, last: LastDay = None, by: ByVariant = None
) -> StockHistory:
    """Stock as seen, as runs of equal values; with `by=variant` each variant's too."""
    begin_us, end_us = instants_of(*period(first, last, datetime.now(UTC)))
    async with transaction(pool) as db:
        await must_exist(db, product_id)
        looks = await read.looks_between(db, product_id, begin_us, end_us)
        skus = await read.sku_looks_between(db, product_id, begin_us, end_us) if by else None
    variants = [] if skus is None else history.variant_stock(skus)
    return StockHistory(product_id, history.stock_steps(looks), variants)


@get(
    "/products/{product_id:int}/observations",
    operation_id="list_observations",
    access=Access.OPEN,
    tags=["history"],
    summary="Every look",
)
async def list_observations(
    pool: Pool,
    product_id: Id,
    first: FirstDay = None,
    last: LastDay = None,
    limit: Annotated[int, QueryParameter(ge=1, le=500)] = 100,
    cursor: Annotated[str | None, QueryParameter(max_length=1000)] = None,
) -> SightingList:
    """What each look saw, newest first."""
    begin_us, end_us = instants_of(*period(first, last, datetime.now(UTC)))
    end_us = before(cursor, _NEWEST_FIRST, product_id, end_us)
    async with transaction(pool) as db:
        await must_exist(db, product_id)
        seen = (
            await read.newest_looks(db, product_id, begin_us, end_us, at_least=limit + 1)
            if end_us > begin_us
            else None
        )
    if seen is None:
        return SightingList([], None)
    items = history.sightings(seen, newest_at_most=limit)
    oldest_us = int(seen.products.at[-limit]) if len(seen.products) > limit else None
    following = None if oldest_us is None else cursors.write(_NEWEST_FIRST, oldest_us, product_id)
    return SightingList(items, following)


@get(
    "/products/{product_id:int}/why",
    operation_id="explain_day",
    access=Access.OPEN,
    tags=["sales"],
    summary="Why this number?",
)
async def explain_day(
    shelf: Reading, product_id: Id, day: Annotated[date, QueryParameter(name="day")]
) -> Why:
    """The looks and the rule behind a day's units, and what makes their range wide."""
    now = datetime.now(UTC)
    must_have_been(day, now)
    number = to_day_number(day)
    reach = (start_of_day_us(number - BACK_DAYS), start_of_day_us(number + AHEAD_DAYS + 1))
    async with transaction(shelf.pool, org_id=await shelf.org_id()) as db:
        await must_exist(db, product_id)
        fit = await read.fit(db, product_id)
        known = await read.day(db, product_id, day)
        profile = await (profiles.of_version(db, known.profile) if known else profiles.newest(db))
        product, low, high = (np.array([value], np.int64) for value in (product_id, *reach))
        seen, category = await around(db, product, low, high), await leaves_of(db, product)
        happened = await events.of_product(db, product_id, *instants_of(day, day), at_least=MOST_EVENTS)
    laid = laid_out(seen, now_us=to_us(now), profile=profile, category=category)
    units = daily.day_units(known) if known else daily.NOTHING_OF_A_DAY
    return Why(
        product_id=product_id,
        day=day,
        units=units_of(fit, units),
        own_fit=why.correction(fit, units),
        rule=known.version if known else f"{RULE}.{profile.version}",
        events=happenings.answered(happened),
        steps=why.steps_behind(laid, number),
        sources=why.sources_behind(laid, number, units),
    )


def _by_day(
    product_id: int,
    begin: date,
    end: date,
    found: read.History,
    now: datetime,
    of_skus: dict[int, list[read.KnownDay]] | None = None,
) -> ProductSales:
    return ProductSales(
        product_id=product_id,
        first=begin,
        last=end,
        window=1,
        days=daily.daily(found.days, begin, end, now=now, last_seen=found.last_seen, fit=found.fit),
        spans=daily.spans_of(found.spans, found.fit),
        variants=None if of_skus is None else daily.variants_daily(of_skus, begin, end, found.fit),
    )


ROUTES = (read_sales, read_product_detail, read_prices, read_stock, list_observations, explain_day)
