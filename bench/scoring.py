"""Scores of whole leaf categories, opened into parts with intervals and ranks, against ranking the same goods in plain NumPy."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

import numpy as np

from bench.result import Result
from ventra.core.columns import Int64
from ventra.core.percentiles import Placed
from ventra.outlook.score_leaf import LeafGoods, score_leaves, values_of

GOODS, MANY_GOODS, LEAF = 5_000, 20_000, 100
ROUNDS = 5
MOST_TIMES, MOST_GROWTH = 12.0, 1.5
SECOND = 1.0


def scoring(database: str, keys: str) -> list[Result]:
    """One night's batch of leaves; and four times as many goods, a product."""
    few, many = _goods(GOODS), _goods(MANY_GOODS)
    ours, plain, longer = [], [], []
    for _ in range(ROUNDS):
        ours.append(_seconds(lambda: score_leaves(few)))
        plain.append(_seconds(lambda: _ranked(few)))
        longer.append(_seconds(lambda: score_leaves(many)))
    took, bare, all_of = (statistics.median(one) for one in (ours, plain, longer))
    each, each_of_many = took / GOODS, all_of / MANY_GOODS
    beside = f"{SECOND / each:,.0f} products/s with parts, intervals and ties; ranks alone {SECOND / bare * GOODS:,.0f}/s"
    return [
        Result("scores against bare ranks of seven parts, time", took / bare, MOST_TIMES, False, "x", beside),
        Result(
            "scoring, time a product, many against few",
            each_of_many / each,
            MOST_GROWTH,
            False,
            "x",
            f"{MANY_GOODS:,} products in leaves of {LEAF} against {GOODS:,}",
        ),
    ]


def _ranked(goods: LeafGoods) -> list[Int64]:
    """The places of each part's points within their leaves, without intervals: the least that anybody must do."""
    return [np.argsort(np.lexsort((part.point, goods.leaf))) for part in values_of(goods).values()]


def _goods(count: int) -> LeafGoods:
    rng = np.random.default_rng(0)

    def figure(mean: float, spread: float) -> Placed:
        point = mean * rng.lognormal(0.0, spread, count)
        wide = point * rng.uniform(0.05, 0.4, count)
        return Placed(point, point - wide, point + wide)

    return LeafGoods(
        product=np.arange(count),
        leaf=np.arange(count) // LEAF,
        seller=rng.integers(0, count // 10, count),
        basis=np.ones(count, dtype=np.int64),
        velocity=figure(3.0, 1.0),
        growth=figure(0.3, 0.5),
        revenue=figure(200_000.0, 1.2),
        daily=figure(3.0, 1.0),
        price=rng.lognormal(11.0, 0.8, count),
        rating=np.where(rng.random(count) < 0.2, np.nan, rng.uniform(3.0, 5.0, count)),
        reviews=rng.integers(0, 400, count).astype(float),
        stock=rng.integers(0, 300, count).astype(float),
    )


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began
