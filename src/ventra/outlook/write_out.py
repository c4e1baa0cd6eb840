"""The second pass of a night: forecast and write the folders that are left, and keep what is to be scored."""

from __future__ import annotations

from contextlib import aclosing
from datetime import date
from math import ceil

from ventra.core.bucket import FOLDERS
from ventra.core.category_rank import category_ranks
from ventra.core.day import to_day_number
from ventra.core.forecast import HORIZON
from ventra.core.profile import Float
from ventra.core.trend import SPAN
from ventra.infra.db import transaction
from ventra.outlook.columns import of_forecast, of_ranks, taken, to_keep
from ventra.outlook.feasts import MOST_DAYS, feast_times
from ventra.outlook.foresee import Foreseen, foresee
from ventra.outlook.in_order import in_order
from ventra.outlook.market import Market
from ventra.outlook.means import Means, goods_of
from ventra.outlook.store import kept, market_days, nights, outlooks, progress

MOST_KEPT = 50_000
"""About so many forecasts of a day are kept to be scored: of a larger market those of one bucket in so many."""


async def feasts(means: Means, day: date) -> Float | None:
    """How many times its usual the market sells on each day of the span and after it; none where its past is too short."""
    async with transaction(means.pool) as db:
        sold = await market_days.sold_a_product(db, day, most_days=MOST_DAYS)
    if len(sold) < SPAN:
        return None
    times: Float = await means.apart(feast_times, sold, to_day_number(day), HORIZON)
    return times[-SPAN - HORIZON :]


async def write_out(means: Means, market: Market, day: date, times: Float | None) -> None:
    """Write the folders of a day that are not done, a transaction each; `times` as `feasts` gives them."""
    async with transaction(means.pool) as db:
        done = await progress.done(db, day)
        keeps = await kept.is_origin(db, day)
        ranked = category_ranks(*await nights.units_ranked(db, day))
    product = market.products.product
    columns = market.columns() | of_ranks(ranked, product, market.products.category)
    thinned = ceil(len(product) / MOST_KEPT)
    left = [folder for folder in range(FOLDERS) if folder not in done]

    async def of_folder(folder: int) -> Foreseen | None:
        mine = product[market.of_folder(folder)]
        if len(mine) == 0:
            return None
        goods = await goods_of(means, folder, day)
        found: Foreseen = await means.apart(foresee, goods, mine, market.last_day, times)
        return found

    async with aclosing(in_order(left, of_folder, at_once=means.at_once)) as foreseen:
        async for folder, found in foreseen:
            mine = market.of_folder(folder)
            async with transaction(means.pool) as db:
                # One by one with whoever else judges, such as by hand: two would meet in the same rows.
                await progress.lock(db)
                ahead = {} if found is None else of_forecast(found)
                await outlooks.replace_folder(db, folder, taken(columns, mine) | ahead)
                if keeps and found is not None:
                    sample = to_keep(found, product[mine], market.last_day, one_in=thinned)
                    await kept.replace_folder(db, folder, day, sample)
                await progress.note(db, day, folder, products=len(mine), now=means.clock())
            done.add(folder)
            means.say(len(done))
