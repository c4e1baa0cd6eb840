"""What a niche is: its size, growth, shops, prices and how hard it is to enter. Categories and clusters alike."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ventra.core.columns import Int64
from ventra.core.estimate import Z80
from ventra.core.growth import growth
from ventra.core.niche_goods import Goods, Pooled, best_first, pooled, quantiles
from ventra.core.niche_shops import Shops, shops
from ventra.core.saturation import Saturations, saturations

Float = npt.NDArray[np.float64]
Bool = npt.NDArray[np.bool_]

IDLE_BELOW = 1.0
"""Goods that sold less than one in 28 days are idle."""
LEADERS, LEADING_PART = 10, 0.25
"""Those that sell most: a quarter of the goods, ten at most."""
LEAST_GOODS = 8
"""Of fewer goods nothing is said of a review gap."""
PRICES = np.array([0.1, 0.5, 0.9])


@dataclass(frozen=True, slots=True, eq=False)
class Measured:
    """A measure of niches [n] with its 80 % interval; NaN unknown."""

    point: Float
    low: Float
    high: Float


@dataclass(frozen=True, slots=True, eq=False)
class Niches:
    """Niches [n]. `products` are on sale; `compared` of them are in `growth`. `price` is their median price, its ends the prices
    below which a tenth and nine tenths of them lie. `idle` is the part of goods that sold less than one. `review_gap` is by how
    many reviews the median of those that sell most is ahead of the median of the others.
    """

    products: Int64
    units: Pooled
    revenue: Pooled
    growth: Measured
    compared: Int64
    shops: Shops
    price: Measured
    idle: Measured
    review_gap: Measured
    saturation: Saturations
    parts: Measured
    """What each part of the saturation measures, [n, parts] in the order of `core/saturation.PARTS`."""


def niches(group: Int64, goods: Goods, *, groups: int, now: float) -> Niches:
    """All measures of niches 0..groups-1 from their goods [m], those that left too; `now` is a day number with its fraction."""
    on_sale = np.isnan(goods.left)
    of, live = group[on_sale], goods.take(on_sale)
    products = np.bincount(of, minlength=groups)
    sizes = [
        pooled(of, live, *ends, groups=groups, products=products)
        for ends in (
            (live.units, live.units_low, live.units_high),
            (live.revenue, live.revenue_low, live.revenue_high),
        )
    ]
    grown, compared = _growth(of, live, groups)
    found = shops(group, goods, groups=groups, now=now)
    idle, gap = _idle(of, live, groups), _review_gap(of, live, groups)
    columns = [
        (found.hhi.point, found.hhi.low, found.hhi.high),
        (idle.point, idle.low, idle.high),
        (gap.point, gap.low, gap.high),
        (1 - found.staying.point, 1 - found.staying.high, 1 - found.staying.low),
        (grown.point, grown.low, grown.high),
    ]
    parts = Measured(*(np.column_stack(ends) for ends in zip(*columns, strict=True)))
    low, middle, high = quantiles(of, live.price, PRICES, groups=groups).T
    return Niches(
        products,
        sizes[0],
        sizes[1],
        grown,
        compared,
        found,
        Measured(middle, low, high),
        idle,
        gap,
        saturations(parts.point, parts.low, parts.high),
        parts,
    )


def _growth(group: Int64, goods: Goods, groups: int) -> tuple[Measured, Int64]:
    """The weeks of all goods that have both are added up, and their errors as squares."""
    held = np.flatnonzero(np.isfinite(goods.now) & np.isfinite(goods.before))
    of = group[held]
    now, before = (
        np.bincount(of, column[held], groups).astype(np.float64) for column in (goods.now, goods.before)
    )
    errors = (
        np.sqrt(np.bincount(of, column[held] ** 2, groups))
        for column in (goods.now_error, goods.before_error)
    )
    found = growth(now, before, *errors)
    return Measured(found.point, found.low, found.high), np.bincount(of, minlength=groups)


def _idle(group: Int64, goods: Goods, groups: int) -> Measured:
    held = np.flatnonzero(np.isfinite(goods.units))
    of = group[held]
    with np.errstate(invalid="ignore", divide="ignore"):
        known = np.bincount(of, minlength=groups)
        point, least, most = (
            np.bincount(of, column[held] < IDLE_BELOW, groups) / known
            for column in (goods.units, goods.units_high, goods.units_low)
        )
    return Measured(point, least, most)


def _review_gap(group: Int64, goods: Goods, groups: int) -> Measured:
    """Medians with the interval of their order statistics (David and Nagaraja, Order Statistics, 7.1), errors as squares."""
    both = np.flatnonzero(np.isfinite(goods.units) & np.isfinite(goods.reviews))
    of, reviews = group[both], goods.reviews[both]
    order, place = best_first(of, goods.units[both], groups=groups)
    count = np.bincount(of, minlength=groups)
    leading = np.minimum(LEADERS, np.ceil(count * LEADING_PART))
    ahead = np.zeros(len(both), bool)
    ahead[order] = place < leading[of[order]]
    first, rest = (_median(of[which], reviews[which], groups) for which in (ahead, ~ahead))
    point = first.point - rest.point
    low = point - np.hypot(first.point - first.low, rest.high - rest.point)
    high = point + np.hypot(first.high - first.point, rest.point - rest.low)
    return Measured(*(np.where(count >= LEAST_GOODS, end, np.nan) for end in (point, low, high)))


def _median(group: Int64, values: Float, groups: int) -> Measured:
    count = np.maximum(np.bincount(group, minlength=groups), 1)
    reach = Z80 / (2 * np.sqrt(count))
    parts = 0.5 + reach[:, None] * np.array([0.0, -1.0, 1.0])
    return Measured(*quantiles(group, values, parts, groups=groups).T)
