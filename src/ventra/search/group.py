"""Products are put together with those that offer the same goods."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from ventra.core.same_goods import Goods, Reason, likeness, same
from ventra.core.search_model import Model
from ventra.core.search_terms import terms
from ventra.infra.db import transaction
from ventra.search.store import clusters

AT_A_TIME = 200
REMEMBERED = 50_000
"""Titles whose terms are kept while all are compared: each is a neighbour of many."""


async def group_all(pool: Any, model: Model, *, stopping: Callable[[], bool] = lambda: False) -> int:
    """Compare all that wait; how many were."""
    done, read = 0, lru_cache(REMEMBERED)(terms)
    while not stopping():
        some = await group(pool, model, at_most=AT_A_TIME, read=read)
        done += some
        if some == 0:
            break
    return done


async def group(
    pool: Any,
    model: Model,
    *,
    at_most: int,
    read: Callable[[str], tuple[str, ...]] = terms,
) -> int:
    """Compare some of the products that wait with those near them; how many. `read` gives the terms of a title."""
    async with transaction(pool) as db:
        await clusters.lock(db)
        taken, left = await clusters.take(db, at_most=at_most)
        near = await clusters.near(db, taken)
        met = sorted({*taken, *(one for some in near.values() for one in some)})
        all_of = await clusters.goods(db, met, read)
        joined = _joined(taken, near, all_of, model)
        leaders = sorted({leader for leader, _ in joined.values()})
        await clusters.write(db, joined, leaders, version=model.version)
        await clusters.dissolve(db, left)
    return len(taken)


def _joined(
    taken: list[int], near: dict[int, list[int]], goods: dict[int, Goods], model: Model
) -> dict[int, tuple[int, Reason]]:
    """Whom each product is put together with, and why. Who stands for others joins nobody: no chain comes about."""
    joined: dict[int, tuple[int, Reason]] = {}
    leading: set[int] = set()
    for one in taken:
        if one in leading or one not in goods:
            continue
        leaders = {
            joined[other][0] if other in joined else other for other in near.get(one, []) if other in goods
        }
        found = [
            (likeness(reason), -leader, reason)
            for leader in leaders - {one}
            if (reason := same(goods[one], goods[leader], model)) is not None
        ]
        if found:
            _, leader, reason = max(found, key=lambda each: each[:2])
            joined[one] = (-leader, reason)
            leading.add(-leader)
    return joined
