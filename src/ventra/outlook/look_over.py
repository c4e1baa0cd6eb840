"""The first pass of a night: look at the whole market, and judge it by what was seen. Nothing of it is kept."""

from __future__ import annotations

from contextlib import aclosing
from datetime import date

from ventra.core.bucket import FOLDERS
from ventra.core.day import to_day_number
from ventra.core.trend import SPAN, Trends
from ventra.infra.db import transaction
from ventra.outlook.in_order import in_order
from ventra.outlook.judge import judge
from ventra.outlook.look import LookedAt, joined, look, look_at_parts, looked_together
from ventra.outlook.market import Groups, Market
from ventra.outlook.means import Means, goods_of
from ventra.outlook.store import outlooks
from ventra.outlook.together import Parts

GROUPS_AT_ONCE = 3_000


async def look_over(means: Means, day: date) -> Market:
    """Look at all folders, and judge products, categories and shops."""
    last_day = to_day_number(day)
    async with transaction(means.pool) as db:
        on_sale = await outlooks.groups_on_sale(db)
    categories, sellers = (Parts.none(group, SPAN) for group in on_sale)

    async def of_folder(folder: int) -> LookedAt:
        found: LookedAt = await means.apart(look, await goods_of(means, folder, day), last_day)
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


async def _judged(means: Means, parts: Parts, last_day: int) -> Groups:
    """Categories or shops, some at a time, and which of them rise."""

    async def some(first: int) -> Trends:
        found: Trends = await means.apart(look_at_parts, parts.cut(first, first + GROUPS_AT_ONCE), last_day)
        return found

    firsts = range(0, max(len(parts.group), 1), GROUPS_AT_ONCE)
    async with aclosing(in_order(firsts, some, at_once=means.at_once)) as found:
        trends = joined([one async for _, one in found])
    return Groups.judged(parts, trends, means.by)
