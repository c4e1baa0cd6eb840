"""What is found of planted doublings in a simulated market, and how much of what is found is none."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bench.result import Result
from ventra.core.basis import MEASURED
from ventra.core.columns import SKU_PRICE, Int64
from ventra.core.day import day_number_of, start_of_day_us
from ventra.core.growth import compared_weeks
from ventra.core.profile import flat
from ventra.core.rising import RATE, rising
from ventra.core.sales import Days, estimate
from ventra.core.trend import SPAN, Trends, trends
from ventra.core.windows import DayValues
from ventra.simulator.streams.kinds import Trouble
from ventra.simulator.streams.planted import Planted, make_planted

Float = npt.NDArray[np.float64]
Bool = npt.NDArray[np.bool_]

SEEDS, PRODUCTS = 24, 400
LEAST_SIZE, PLANTED_SIZE = 1.0, 3.0
BELOW_USUAL = 0.9
LEAST_FOUND = 0.8
MANY, TIMES, MOST_TIMES = 2_000, 9, 15.0
HARDER = (Trouble.ORDERS_OF_SEVERAL, Trouble.PROMOTION_HOURS, Trouble.SELF_PURCHASE)
"""What sells several times the usual for some hours, which no price shows."""
HARD_SEEDS = 8
BANDS = ((1.0, 3.0), (3.0, 10.0), (10.0, 40.0), (40.0, 200.0))
"""Units a day by which power is told apart."""


@dataclass(frozen=True, slots=True, eq=False)
class Market:
    """A planted market and what is said of it."""

    planted: Planted
    trends: Trends
    rises: Bool
    naive: Bool


def rising_products(database: str, keys: str) -> list[Result]:
    """Markets of many seeds, looked at as a collector does, estimated, judged."""
    markets = [judged(make_planted(seed, products=PRODUCTS)) for seed in range(1, SEEDS + 1)]
    return [_false(markets), _found(markets), _false_of_bursts(), _speed()]


def judged(planted: Planted) -> Market:
    """Sales of each day from what was seen, trends of these, and what rises; and what a rule without control takes for rising."""
    seen, n = planted.seen, len(planted.product)
    now_us = start_of_day_us(planted.last_day + 1) + 12 * 3_600_000_000
    days = estimate(seen, now_us=now_us, profile=flat(), category=planted.category).products
    values, out = day_values(days, planted)
    found = trends(values, subjects=n, last_day=planted.last_day, out=out, off=cut_prices(planted))
    told = rising(found.p_value, found.least_growth, found.size, least_size=LEAST_SIZE)
    naive = (np.nan_to_num(found.growth_7_low, nan=-1.0) > 0) & (np.nan_to_num(found.size) >= LEAST_SIZE)
    return Market(planted, found, told.rises, naive)


def day_values(days: Days, planted: Planted) -> tuple[DayValues, Float]:
    """Known days as trends take them, and the share of each that met an empty shelf [products, SPAN]."""
    subject = np.searchsorted(planted.product, days.key[:, 0])
    values = DayValues(
        subject, days.day, days.units, days.low, days.high, days.basis, days.begin_error, days.end_error
    )
    out = np.zeros((len(planted.product), SPAN))
    place = days.day - (planted.last_day - SPAN + 1)
    inside = (place >= 0) & (place < SPAN)
    out[subject[inside], place[inside]] = days.out_share[inside]
    return values, out


def cut_prices(planted: Planted) -> Bool:
    """Days on which a product's variants cost well below what each usually does [products, SPAN]."""
    skus = planted.seen.skus
    order = np.lexsort((skus.state[:, SKU_PRICE], skus.key[:, 1]))
    sku, first, count = np.unique(skus.key[order, 1], return_index=True, return_counts=True)
    usual = skus.state[order[first + count // 2], SKU_PRICE]
    ratio = skus.state[:, SKU_PRICE] / usual[np.searchsorted(sku, skus.key[:, 1])]
    place = day_number_of(skus.at) - (planted.last_day - SPAN + 1)
    inside = (place >= 0) & (place < SPAN)
    cell = np.searchsorted(planted.product, skus.key[inside, 0]) * SPAN + place[inside]
    cells = len(planted.product) * SPAN
    looks: Int64 = np.bincount(cell, minlength=cells)
    mean = np.bincount(cell, ratio[inside], cells) / np.maximum(looks, 1)
    return ((looks > 0) & (mean < BELOW_USUAL)).reshape(-1, SPAN)


def false_share(rises: Bool, planted: Planted) -> float:
    """The share of what is said to rise that does not; 0 where nothing is."""
    return float((rises & ~planted.doubles).sum() / max(rises.sum(), 1))


def _false(markets: list[Market]) -> Result:
    ours = np.array([false_share(one.rises, one.planted) for one in markets])
    naive = np.array([false_share(one.naive, one.planted) for one in markets])
    error = float(ours.std(ddof=1) / np.sqrt(len(ours)))
    beside = (
        f"{len(markets)} markets of {PRODUCTS} products, standard error {error:.3f}, set rate {RATE:g}; "
        f"7 days against 7 without control {naive.mean():.2f}"
    )
    return Result(
        "false among what is said to rise", float(ours.mean()), round(RATE + 2 * error, 4), False, "", beside
    )


def _false_of_bursts() -> Result:
    """Markets of which all products have the same trouble."""
    by_trouble = {
        trouble: [
            judged(make_planted(seed, products=PRODUCTS, troubles=(trouble,)))
            for seed in range(1, HARD_SEEDS + 1)
        ]
        for trouble in HARDER
    }
    shares = {
        trouble: [false_share(one.rises, one.planted) for one in markets]
        for trouble, markets in by_trouble.items()
    }
    ours = np.array([share for each in shares.values() for share in each])
    error = float(ours.std(ddof=1) / np.sqrt(len(ours)))
    beside = "; ".join(
        f"{trouble.value} {statistics.mean(each):.2f}, found "
        f"{share_found(by_trouble[trouble], [one.rises for one in by_trouble[trouble]], PLANTED_SIZE, np.inf):.2f}"
        for trouble, each in shares.items()
    )
    bound = round(RATE + 2 * error, 4)
    return Result(
        "false where all have bursts that nothing declares", float(ours.mean()), bound, False, "", beside
    )


def _found(markets: list[Market]) -> Result:
    ours = share_found(markets, [one.rises for one in markets], PLANTED_SIZE, np.inf)
    naive = share_found(markets, [one.naive for one in markets], PLANTED_SIZE, np.inf)
    by_size = ", ".join(
        f"{least:g}-{most:g}: {share_found(markets, [one.rises for one in markets], least, most):.2f}"
        for least, most in BANDS
    )
    beside = f"by units a day {by_size}; without control {naive:.2f}"
    return Result("found of planted doublings", ours, LEAST_FOUND, True, "", beside)


def share_found(markets: list[Market], rises: list[Bool], least: float, most: float) -> float:
    """Of the doublings planted on products that sold `least` to `most` units a day before, the share said to rise."""
    there = hit = 0
    for one, said in zip(markets, rises, strict=True):
        mine = one.planted.doubles & (one.planted.units_a_day >= least) & (one.planted.units_a_day < most)
        there, hit = there + int(mine.sum()), hit + int((said & mine).sum())
    return hit / max(there, 1)


def _speed() -> Result:
    """Everything of a trend, against its growth of 7 days alone."""
    rng = np.random.default_rng(1)
    subject, place = np.divmod(np.arange(MANY * SPAN), SPAN)
    units, nothing = rng.poisson(8, MANY * SPAN).astype(np.float64), np.zeros(MANY * SPAN)
    basis = np.full(MANY * SPAN, MEASURED, np.int8)
    days = DayValues(subject, place, units, units, units, basis, nothing, nothing)
    sides: tuple[Callable[[], object], ...] = (
        lambda: trends(days, subjects=MANY, last_day=SPAN - 1),
        lambda: compared_weeks(days, subjects=MANY, last_day=SPAN - 1),
    )
    took: list[list[float]] = [[], []]
    for _ in range(TIMES):
        for times, side in zip(took, sides, strict=True):
            began = time.perf_counter()
            side()
            times.append(time.perf_counter() - began)
    ours, growth = (statistics.median(times) for times in took)
    beside = f"{MANY:,} products of {SPAN} days in {ours * 1_000:.0f} ms, {MANY / ours:,.0f} products/s"
    return Result("trends, against growth of 7 days alone", ours / growth, MOST_TIMES, False, "times", beside)
