"""Measures all niches after a day has closed, a branch of the tree at a time, and keeps them. May run twice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any

import numpy as np

from ventra.core.columns import Int64
from ventra.core.day import last_closed_day, to_us
from ventra.core.niche import niches
from ventra.core.niche_goods import best_first
from ventra.core.niche_segments import niche_segments
from ventra.core.season import Seasons
from ventra.infra.db import transaction
from ventra.market.niche_months import first_month, keep_months
from ventra.market.niche_rows import Named, rows
from ventra.market.niche_seasons import YEARS, seasons_of
from ventra.market.store import cluster_months, niche_goods
from ventra.market.store import niches as kept
from ventra.market.store.niche_goods import Branch, Found

CATEGORY, CLUSTER = "category", "cluster"
GOODS_A_STEP = 250_000
"""Whole branches below a topmost category are measured together, as far as they have so many goods in all."""
AGAIN_AFTER = timedelta(hours=1)
"""So often niches are made anew where sales changed since, as after an import."""
DAY_US = 86_400_000_000


async def is_due(pool: Any, *, now: datetime) -> bool:
    """Whether the last closed day is closed everywhere and niches do not speak of it, or sales changed since they were made."""
    async with transaction(pool) as db:
        through, changed = await kept.closed(db)
        done = await kept.done(db)
    if through is None or changed is None:
        return False
    if done is None or (done[0] < last_closed_day(now) <= through):
        return True
    return changed > done[1] and now - done[1] >= AGAIN_AFTER


async def keep(pool: Any, *, now: datetime) -> int:
    """Make all niches anew; returns how many there are."""
    closed, count = last_closed_day(now), 0
    async with transaction(pool) as db:
        tree = await niche_goods.tree(db)
    parents = {one.way[-2] for one in tree if len(one.way) > 1}
    for branches in steps(tree):
        async with transaction(pool) as db:
            count += await _keep_branches(db, branches, parents, closed, now)
    await keep_months(pool, closed)
    after: int | None = -1
    while after is not None:
        async with transaction(pool) as db:
            after, made = await _keep_clusters(db, after, closed, now)
        count += made
    async with transaction(pool) as db:
        await kept.drop_older(db, now)
        await kept.note_done(db, closed, now)
    return count


def steps(tree: Sequence[Branch]) -> Iterator[list[Branch]]:
    """Categories in steps of whole branches below topmost categories."""
    by_root: dict[int, list[Branch]] = {}
    for one in tree:
        by_root.setdefault(one.way[0], []).append(one)
    step: list[Branch] = []
    room = GOODS_A_STEP
    for branch in by_root.values():
        goods = sum(one.products for one in branch)
        if step and goods > room:
            yield step
            step, room = [], GOODS_A_STEP
        step += branch
        room -= goods
    if step:
        yield step


async def _keep_branches(
    db: Any, branches: Sequence[Branch], parents: set[int], closed: date, now: datetime
) -> int:
    ids = np.array([one.category_id for one in branches], np.int64)
    order = np.argsort(ids)
    found = await niche_goods.below(db, ids.tolist())
    months = await niche_goods.months(db, ids.tolist(), after=closed - timedelta(days=365 * YEARS))
    place = order[np.searchsorted(ids[order], found.group)]
    month_place = order[np.searchsorted(ids[order], months.category)]
    made = 0
    for depth in range(max(len(one.way) for one in branches)):
        above = _at_depth(branches, depth)
        mine, of_months = above[place], above[month_place]
        level = np.unique(above[above >= 0])
        season = seasons_of(level, of_months, months, closed=closed)
        named = [
            Named(CATEGORY, one, one, one not in parents)
            for one in (branches[at].category_id for at in level)
        ]
        made += await _keep_groups(db, level, mine, found, named, season, closed=closed, now=now)
    return made


async def _keep_clusters(db: Any, after: int, closed: date, now: datetime) -> tuple[int | None, int]:
    """Some clusters after one; the last of them (`None`: there were none) and how many have goods on sale."""
    until = await niche_goods.clusters_until(db, after, goods=GOODS_A_STEP)
    if until is None:
        return None, 0
    found, category = await niche_goods.clustered(db, after, until)
    level, first = np.unique(found.group, return_index=True)
    of = category[first].tolist()
    named = [
        Named(CLUSTER, one, None if of[at] < 0 else of[at], True) for at, one in enumerate(level.tolist())
    ]
    months = await cluster_months.months(db, after, until, first=first_month(closed))
    season = seasons_of(level, months.category, months, closed=closed)
    return until, await _keep_groups(db, level, found.group, found, named, season, closed=closed, now=now)


async def _keep_groups(
    db: Any,
    level: Int64,
    group: Int64,
    found: Found,
    named: Sequence[Named],
    season: Seasons,
    *,
    closed: date,
    now: datetime,
) -> int:
    """Measure and keep the niches `level` [n] of goods [m] whose `group` is one of them; returns how many have goods on sale."""
    if not named:
        return 0
    inside = np.flatnonzero(np.isin(group, level))
    goods, of = found.goods.take(inside), np.searchsorted(level, group[inside])
    groups = len(level)
    measured = niches(of, goods, groups=groups, now=to_us(now) / DAY_US)
    on_sale = np.flatnonzero(np.isnan(goods.left))
    segments = niche_segments(of[on_sale], goods.price[on_sale], goods.units[on_sale], groups=groups)
    leading, at = best_first(of[on_sale], np.nan_to_num(goods.units[on_sale], nan=-1.0), groups=groups)
    face = np.full(groups, -1)
    first = leading[at == 0]
    face[of[on_sale][first]] = found.product[inside][on_sale][first]
    made = rows(named, measured, segments, season, face, as_of=found.as_of or closed, done_at=now)
    await kept.replace(db, named[0].kind, made)
    return len(made)


def _at_depth(branches: Sequence[Branch], depth: int) -> Int64:
    """Where the ancestor (or itself) of each category that stands at that depth stands among them; -1 without one.

    The depth is the ancestor's own: the ways of those below a category that was moved may be older than its.
    """
    at = {one.category_id: place for place, one in enumerate(branches) if len(one.way) == depth + 1}
    return np.array(
        [next((at[up] for up in reversed(one.way) if up in at), -1) for one in branches], np.int64
    )
