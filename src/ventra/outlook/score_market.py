"""The night's scores: once the market is judged, every leaf category's goods are scored, some leaves at a time.

Leaves that are done are noted: who goes on after a break scores only those that are left, and a leaf that goods came to since.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np

from ventra.collect.look import utc_now
from ventra.core.bucket import bucket_of
from ventra.core.day import to_day_number
from ventra.infra.columns import Column, Columns
from ventra.infra.db import transaction
from ventra.outlook.columns import fraction
from ventra.outlook.in_order import in_order
from ventra.outlook.score_leaf import RULE, LeafScores, score_leaves
from ventra.outlook.store import nights, progress, scores

AT_ONCE = 5_000
"""About so many products of leaves are scored together; one leaf may have more."""
Leaves = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Scoring:
    """What scoring works with: Postgres, where its arithmetic runs, how much at once, and the time."""

    pool: Any
    apart: Callable[..., Awaitable[Any]]
    at_once: int = 2
    clock: Callable[[], datetime] = utc_now


async def score_market(means: Scoring) -> int:
    """Score the leaves that were not since the market was judged last; returns how many those were."""
    async with transaction(means.pool) as db:
        night = await progress.newest(db, finished=True)
        if night is None or night.finished_at is None:
            return 0
        left = await scores.leaves_left(db, rule=RULE, since=night.finished_at)
    last_day = to_day_number(night.day)

    async def of_leaves(leaves: Leaves) -> LeafScores:
        async with transaction(means.pool) as db:
            goods = await scores.goods_of(db, leaves)
        found: LeafScores = await means.apart(score_leaves, goods)
        return found

    batches = together(left)
    async with aclosing(in_order(batches, of_leaves, at_once=means.at_once)) as done:
        async for leaves, found in done:
            async with transaction(means.pool) as db:
                await progress.lock(db)
                columns = columns_of(found, last_day)
                await scores.replace(db, leaves, columns, rule=RULE, now=means.clock())
                if leaves == batches[-1]:
                    # With the last, or nobody would come back for it: what the night said was kept before goods were scored.
                    await scores.sweep(db)
                    await nights.keep(db, night.day)
    return len(left)


def together(leaves: Sequence[tuple[int, int]]) -> list[Leaves]:
    """Leaves in batches of about `AT_ONCE` products, by how many each has."""
    batches: list[Leaves] = []
    batch: list[int] = []
    size = 0
    for leaf, products in leaves:
        if batch and size + products > AT_ONCE:
            batches.append(tuple(batch))
            batch, size = [], 0
        batch.append(leaf)
        size += products
    return [*batches, tuple(batch)] if batch else batches


def columns_of(found: LeafScores, last_day: int) -> Columns:
    """Rows of `product_scores`."""
    made = found.scores
    ranked = made.rank > 0
    columns = {
        "bucket": Column("smallint", bucket_of(found.product)),
        "product_id": Column("bigint", found.product),
        "category_id": Column("bigint", found.leaf),
        "as_of": Column("date", np.full(len(found.product), last_day)),
    }
    for end, name in (("", "point"), ("_low", "low"), ("_high", "high")):
        columns |= {
            f"percentile{end}": Column("real[]", getattr(found.percentiles, name)),
            f"value{end}": Column("double precision[]", getattr(found.values, name)),
            f"points{end}": fraction(getattr(made.points, name)),
            f"score{end}": fraction(getattr(made.score, name)),
        }
    return columns | {
        "basis": Column("smallint", found.basis),
        "rank": Column("integer", made.rank, ~ranked),
        "tied": Column("integer", made.tied, ~ranked),
        "of_products": Column("integer", made.products),
        "why": Column("smallint", made.why),
    }
