"""Closing days: observations of touched days become daily sales, then the figures that lists show. Any step may run twice."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import numpy as np

from ventra.catalog.store.leaves import leaves_of
from ventra.collect.store.around import around
from ventra.core.bucket import bucket_of
from ventra.core.columns import Int64
from ventra.core.day import day_of, last_closed_day, start_of_day_us, to_us
from ventra.core.events import LEANS_DAYS
from ventra.core.profile import Profile
from ventra.core.sales import AHEAD_DAYS, BACK_DAYS, BRIDGED_DAYS, LEARNED_DAYS
from ventra.infra.db import transaction
from ventra.sales.compute import DayShares, KeptSales, compute
from ventra.sales.figures import days_needed, figures
from ventra.sales.reach import reached
from ventra.sales.store import category_marks, profiles
from ventra.sales.store import days as store
from ventra.sales.store import touched as marks
from ventra.sales.store.events import kept_events, write_events
from ventra.sales.store.figures import stale_figures, write_figures

DAYS_A_BATCH = 4_000
PRODUCTS_A_BATCH = 2_000
SIDE_BY_SIDE = 2
"""Batches under way at once: Postgres works for one while the other is computed."""


async def newest_profile(pool: Any) -> Profile:
    """What closing goes by when it begins now."""
    async with transaction(pool) as db:
        return await profiles.newest(db)


async def close_touched(
    pool: Any,
    *,
    now: datetime,
    profile: Profile | None = None,
    say: Callable[[int], None] = lambda done: None,
) -> int:
    """Compute every touched day again, and bring figures to the last closed day; returns how many days were computed.

    All go by one profile: where none is given, the newest there is when this begins. `say` is told the running total.
    """
    profile = profile or await newest_profile(pool)
    done = 0

    def add(days: int) -> None:
        nonlocal done
        done += days
        say(done)

    while True:
        before = done
        await _close_all(pool, profile, now, add)
        if done == before and not await _roll_over(pool, profile, now):
            return done


async def recompute(
    pool: Any,
    first: date,
    last: date,
    *,
    now: datetime,
    profile: Profile | None = None,
    say: Callable[[int], None] = lambda done: None,
) -> int:
    """`ventra close`: compute every observed day from `first` to `last` again, whether touched or not."""
    async with transaction(pool) as db:
        await marks.touch_observed(db, first, last)
    return await close_touched(pool, now=now, profile=profile, say=say)


async def _close_all(pool: Any, profile: Profile, now: datetime, add: Callable[[int], None]) -> None:
    """Close what is touched, some batches side by side; the first failure ends all."""
    async with transaction(pool) as db:
        ranges = deque(await marks.touched_ranges(db, days_at_most=DAYS_A_BATCH))

    async def work(pop: Callable[[], tuple[int, int]]) -> None:
        while ranges:
            buckets = pop()
            while days := await _close_batch(pool, buckets, profile, now):
                add(days)

    # One goes up and the other down, so that they do not wait for each other's folder.
    ways = (ranges.popleft, ranges.pop)[: min(SIDE_BY_SIDE, pool.get_max_size(), len(ranges))]
    working = [asyncio.create_task(work(pop)) for pop in ways]
    try:
        await asyncio.gather(*working)
    finally:
        for one in working:
            one.cancel()
        await asyncio.gather(*working, return_exceptions=True)


async def _close_batch(pool: Any, buckets: tuple[int, int], profile: Profile, now: datetime) -> int:
    """Close touched days of a range of buckets, in a transaction; returns how many."""
    async with transaction(pool) as db:
        await marks.lock(db, np.arange(buckets[0], buckets[1] + 1))
        touched = await marks.take_touched(db, buckets, days_at_most=DAYS_A_BATCH)
        if len(touched.day) == 0:
            return 0
        product, first, last = touched.by_product()
        since, until = first - BRIDGED_DAYS - BACK_DAYS, last + LEARNED_DAYS + AHEAD_DAYS
        seen = await around(db, product, start_of_day_us(since), start_of_day_us(until + 1))
        asked = reached(touched, seen)
        kept = await _kept(db, *asked.by_product(), profile, now)
        shares = DayShares(profile, await leaves_of(db, product))
        days = {"closed": last_closed_day(now), "today": day_of(now)}
        closed = await asyncio.to_thread(compute, asked, seen, kept, shares, now_us=to_us(now), **days)
        await store.write_days(db, closed.days, closed.kept_days, closed.day_changes, profile=profile.version)
        await store.write_sku_days(db, closed.skus, closed.kept_skus, closed.sku_changes)
        await store.write_spans(db, closed.spans, closed.kept_spans, closed.span_changes)
        await write_events(db, closed.events, closed.kept_events, closed.event_changes)
        await write_figures(db, closed.figures)
        await category_marks.mark(db, *asked.by_product())
        await marks.settle(db, touched)
    return len(touched.day)


async def _kept(
    db: Any, product: Int64, first: Int64, last: Int64, profile: Profile, now: datetime
) -> KeptSales:
    """What is kept of each product's days from `first` to `last`, and of those that figures are made of."""
    since, until = days_needed(last_closed_day(now), day_of(now))
    by = profile.version
    whole = np.full_like(product, since), np.full_like(product, until)
    parts = [await store.kept_days(db, product, *whole, profile=by)]
    for low, high in ((first, np.minimum(last, since - 1)), (np.maximum(first, until + 1), last)):
        some = low <= high
        if some.any():
            parts.append(await store.kept_days(db, product[some], low[some], high[some], profile=by))
    skus = await store.kept_sku_days(db, product, first, last)
    spans = await store.kept_spans(db, product, first, last)
    events = await kept_events(db, product, first - LEANS_DAYS, last)
    return KeptSales(store.Kept.joined(parts), skus, spans, events)


async def _roll_over(pool: Any, profile: Profile, now: datetime) -> bool:
    """After midnight: close the days that were open, then move the figures on; True while there was something to do."""
    closed = last_closed_day(now)
    stale = 0
    after = -1
    while True:
        async with transaction(pool) as db:
            product = await stale_figures(db, closed, after=after, at_most=PRODUCTS_A_BATCH)
            if len(product) == 0:
                return stale > 0
            await marks.lock(db, bucket_of(product))
            open_days = await marks.touch_open_days(db, closed, products=product)
            if not open_days:
                await _refresh(db, product, profile, now)
        stale, after = stale + len(product), int(product[-1])


async def _refresh(db: Any, product: Int64, profile: Profile, now: datetime) -> None:
    """Write the figures of products as they stand by their kept days."""
    since, until = days_needed(last_closed_day(now), day_of(now))
    whole = np.full(len(product), since), np.full(len(product), until)
    kept = await store.kept_days(db, product, *whole, profile=profile.version)
    await write_figures(db, figures(product, kept.days, closed=last_closed_day(now), today=day_of(now)))
