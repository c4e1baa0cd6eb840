"""The nightly refresh: after a day has closed, every product's outlook anew, and what rises in the market as a whole.

Two passes, each a map of a pure function over folders of buckets. The first looks at all products, which says what rises; its
digest is kept, and nothing else of it. The second writes, a folder a transaction, and notes it: who goes on after a break looks
at all again, and writes only the folders that are left, or all where that look is another one. What rises is replaced at the
end, at once, so that no list is of two nights or two looks; until then it is that of the last whole night.
"""

from __future__ import annotations

from ventra.core.day import last_closed_day
from ventra.infra.db import transaction
from ventra.outlook.look import RULE
from ventra.outlook.look_over import look_over
from ventra.outlook.means import Means
from ventra.outlook.store import group_nights, nights, outlooks, progress
from ventra.outlook.write_out import feasts, write_out


async def refresh(means: Means, *, anew: bool = False) -> bool:
    """Judge the last closed day, or go on with it; False where that is done already. `anew`: do it again nevertheless."""
    now = means.clock()
    day = last_closed_day(now)
    async with transaction(means.pool) as db:
        if not await progress.begin(db, day, rule=RULE, now=now, anew=anew):
            return False
    market = await look_over(means, day)
    async with transaction(means.pool) as db:
        await progress.looked(db, day, market.digest())
    times = await feasts(means, day)
    await write_out(means, market, day, times)
    async with transaction(means.pool) as db:
        await progress.lock(db)
        await outlooks.replace_groups(
            db,
            market.categories.columns("category_id", market.last_day),
            market.sellers.columns("seller_id", market.last_day),
        )
        await nights.keep(db, day)
        await group_nights.keep(db, day)
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
