"""Closing days: observations of touched days become daily sales, then the figures that lists show. Any step may run twice."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import numpy as np

from ventra.collect.store.kept import around
from ventra.core.day import day_of, start_of_day_us, to_us
from ventra.core.sales import Days, Sales, Spans, estimate
from ventra.infra.db import transaction
from ventra.sales.figures import refresh
from ventra.sales.store import days as store

PRODUCTS_A_BATCH = 500
CLOSES_AFTER = timedelta(minutes=30)


def last_closed_day(now: datetime) -> date:
    """The newest day that counts as closed: yesterday, from half an hour after midnight in Tashkent."""
    return day_of(now - CLOSES_AFTER) - timedelta(days=1)


async def close_touched(pool: Any, *, now: datetime, say: Callable[[int], None] = lambda done: None) -> int:
    """Compute every touched day again, and bring figures to the last closed day; returns how many days were computed.

    `say` is told the running total after each batch.
    """
    done = 0
    while True:
        async with transaction(pool) as db:
            computed = await _close_batch(db, now)
        if computed == 0 and not await _roll_over(pool, now):
            return done
        done += computed
        say(done)


async def recompute(
    pool: Any, first: date, last: date, *, now: datetime, say: Callable[[int], None] = lambda done: None
) -> int:
    """`ventra close`: compute every observed day from `first` to `last` again, whether touched or not."""
    async with transaction(pool) as db:
        await store.touch_observed(db, first, last)
    return await close_touched(pool, now=now, say=say)


async def _close_batch(db: Any, now: datetime) -> int:
    touched = await store.take_touched(db, products_at_most=PRODUCTS_A_BATCH)
    if len(touched.day) == 0:
        return 0
    product, first = np.unique(touched.product, return_index=True)
    low = start_of_day_us(touched.day[first])
    high = start_of_day_us(touched.day[np.append(first[1:], len(touched.day)) - 1] + 1)
    sales = estimate(await around(db, product, low, high), now_us=to_us(now))
    chosen = _only(sales, touched)
    await store.replace_days(db, touched, chosen.products, chosen.skus, chosen.spans)
    await refresh(db, product, closed=last_closed_day(now), today=day_of(now))
    await store.settle(db, touched)
    return len(touched.day)


async def _roll_over(pool: Any, now: datetime) -> bool:
    """After midnight: close the days that were open, then move the figures on; True while there was something to do."""
    closed = last_closed_day(now)
    async with transaction(pool) as db:
        stale = await store.stale_figures(db, closed, at_most=PRODUCTS_A_BATCH)
        if len(stale) == 0:
            return False
        if await store.touch_open_days(db, closed, products=stale):
            return True
        await refresh(db, stale, closed=closed, today=day_of(now))
        return True


def _only(sales: Sales, touched: store.Touched) -> Sales:
    """The part of an estimate that speaks of touched days; spans that reach into one."""
    wanted = np.unique(np.column_stack((touched.product, touched.day)), axis=0)
    codes = _codes(wanted[:, 0], wanted[:, 1], wanted[:, 0])

    def days(part: Days) -> Days:
        inside = np.isin(_codes(part.key[:, 0], part.day, wanted[:, 0]), codes)
        return Days(**{name: getattr(part, name)[inside] for name in Days.__slots__})

    spans = sales.spans
    reaches = np.zeros(len(spans.product), bool)
    for i, (product, begin, end) in enumerate(zip(spans.product, spans.begin, spans.end, strict=True)):
        mine = wanted[wanted[:, 0] == product, 1]
        reaches[i] = bool(((start_of_day_us(mine) < end) & (start_of_day_us(mine + 1) > begin)).any())
    kept = Spans(**{name: getattr(spans, name)[reaches] for name in Spans.__slots__})
    return Sales(days(sales.products), days(sales.skus), kept)


def _codes(product: Any, day: Any, products: Any) -> Any:
    known = np.unique(products)
    return np.searchsorted(known, product) * 1_000_000 + day
