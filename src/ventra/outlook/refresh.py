"""The nightly refresh: after a day has closed, every product's outlook anew, and what rises in the market as a whole.

Two passes, each a map of a pure function over folders of buckets. The first looks at all products, which says what rises; nothing
of it is kept. The second writes, a folder a transaction, and notes it: who goes on after a break looks at all again, and writes
only the folders that are left. What rises is replaced at the end, at once, so that no list is of two nights.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import aclosing
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import ceil
from typing import Any

from ventra.collect.look import utc_now
from ventra.core.bucket import FOLDERS
from ventra.core.day import last_closed_day, to_day_number
from ventra.core.forecast import HORIZON
from ventra.core.profile import Float
from ventra.core.trend import SPAN, Trends
from ventra.infra.db import transaction
from ventra.outlook.columns import of_forecast, taken, to_keep
from ventra.outlook.feasts import MOST_DAYS, feast_times
from ventra.outlook.foresee import Foreseen, foresee
from ventra.outlook.goods import Goods
from ventra.outlook.in_order import in_order
from ventra.outlook.judge import JudgeBy, judge
from ventra.outlook.look import RULE, LookedAt, joined, look, look_at_parts, looked_together
from ventra.outlook.market import Groups, Market
from ventra.outlook.score_market import MarketScores, columns_of, score_market
from ventra.outlook.store import goods as reading
from ventra.outlook.store import kept, market_days, outlooks, progress, scores
from ventra.outlook.together import Parts

GROUPS_AT_ONCE = 3_000
MOST_KEPT = 50_000
"""About so many forecasts of a day are kept to be scored: of a larger market those of one bucket in so many."""
Apart = Callable[..., Awaitable[Any]]
"""Runs a pure function on values, such as in a process of its own."""


@dataclass(frozen=True, slots=True)
class Means:
    """What a refresh works with: Postgres, where its arithmetic runs, how many folders at once, and whom it tells how far it is.

    `say` is told how many folders are written.
    """

    pool: Any
    apart: Apart
    by: JudgeBy
    at_once: int = 2
    clock: Callable[[], datetime] = utc_now
    say: Callable[[int], None] = lambda done: None


async def refresh(means: Means, *, anew: bool = False) -> bool:
    """Judge the last closed day, or go on with it; False where that is done already. `anew`: do it again nevertheless."""
    now = means.clock()
    day = last_closed_day(now)
    async with transaction(means.pool) as db:
        if not await progress.begin(db, day, rule=RULE, now=now, anew=anew):
            return False
    market = await _look(means, day)
    times = await _feasts(means, day)
    await _write(means, market, day, times)
    async with transaction(means.pool) as db:
        shown = await scores.shown(db)
    scored: MarketScores = await means.apart(score_market, shown)
    async with transaction(means.pool) as db:
        await progress.lock(db)
        await scores.replace(db, columns_of(shown, scored, market.last_day))
        await outlooks.replace_groups(
            db,
            market.categories.columns("category_id", market.last_day),
            market.sellers.columns("seller_id", market.last_day),
        )
        await progress.finish(
            db,
            day,
            products=len(market.products.product),
            rate=means.by.rate,
            least_units=means.by.least_units,
            judged=market.told(),
            times=[] if times is None else times.tolist(),
            now=means.clock(),
        )
    return True


async def _look(means: Means, day: date) -> Market:
    """The first pass, and the market judged by it."""
    last_day = to_day_number(day)
    async with transaction(means.pool) as db:
        on_sale = await outlooks.groups_on_sale(db)
    categories, sellers = (Parts.none(group, SPAN) for group in on_sale)

    async def of_folder(folder: int) -> LookedAt:
        found: LookedAt = await means.apart(look, await _goods(means, folder, day), last_day)
        return found

    folders = []
    async with aclosing(in_order(range(FOLDERS), of_folder, at_once=means.at_once)) as looked_at:
        async for _, found in looked_at:
            folders.append(found.products)
            categories, sellers = categories.plus(found.categories), sellers.plus(found.sellers)
    products = looked_together(folders)
    async with transaction(means.pool) as db:
        categories = categories.rolled_up(await outlooks.paths_of(db, categories.group))
    return Market(
        last_day,
        products,
        judge(products.trends, means.by),
        await _judged(means, categories, last_day),
        await _judged(means, sellers, last_day),
    )


async def _goods(means: Means, folder: int, day: date) -> Goods:
    async with transaction(means.pool) as db:
        return await reading.of_folder(db, folder, day - timedelta(days=SPAN - 1), day)


async def _judged(means: Means, parts: Parts, last_day: int) -> Groups:
    """Categories or shops, some at a time, and which of them rise."""

    async def some(first: int) -> Trends:
        found: Trends = await means.apart(look_at_parts, parts.cut(first, first + GROUPS_AT_ONCE), last_day)
        return found

    firsts = range(0, max(len(parts.group), 1), GROUPS_AT_ONCE)
    async with aclosing(in_order(firsts, some, at_once=means.at_once)) as found:
        trends = joined([one async for _, one in found])
    return Groups.judged(parts, trends, means.by)


async def _feasts(means: Means, day: date) -> Float | None:
    """How many times its usual the market sells on each day of the span and after it; none where its past is too short."""
    async with transaction(means.pool) as db:
        sold = await market_days.sold_a_product(db, day, most_days=MOST_DAYS)
    if len(sold) < SPAN:
        return None
    times: Float = await means.apart(feast_times, sold, to_day_number(day), HORIZON)
    return times[-SPAN - HORIZON :]


async def _write(means: Means, market: Market, day: date, times: Float | None) -> None:
    """The second pass: forecast and write the folders that are left."""
    async with transaction(means.pool) as db:
        done = await progress.done(db, day)
        keeps = await kept.is_origin(db, day)
    columns, product = market.columns(), market.products.product
    thinned = ceil(len(product) / MOST_KEPT)
    left = [folder for folder in range(FOLDERS) if folder not in done]

    async def of_folder(folder: int) -> Foreseen | None:
        mine = product[market.of_folder(folder)]
        if len(mine) == 0:
            return None
        goods = await _goods(means, folder, day)
        found: Foreseen = await means.apart(foresee, goods, mine, market.last_day, times)
        return found

    async with aclosing(in_order(left, of_folder, at_once=means.at_once)) as foreseen:
        async for folder, found in foreseen:
            mine = market.of_folder(folder)
            async with transaction(means.pool) as db:
                ahead = {} if found is None else of_forecast(found)
                await outlooks.replace_folder(db, folder, taken(columns, mine) | ahead)
                if keeps and found is not None:
                    sample = to_keep(found, product[mine], market.last_day, one_in=thinned)
                    await kept.replace_folder(db, folder, day, sample)
                await progress.note(db, day, folder, products=len(mine), now=means.clock())
            done.add(folder)
            means.say(len(done))
