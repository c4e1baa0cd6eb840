"""The goods that niches are made of, as columns, and what is counted of them group by group."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
import numpy.typing as npt

from ventra.core.basis import IMPUTED, NO_DATA
from ventra.core.columns import Int64

Float = npt.NDArray[np.float64]
Bool = npt.NDArray[np.bool_]

NOBODY = -1.0
"""The shop of goods whose shop is not known."""


@dataclass(frozen=True, slots=True, eq=False)
class Goods:
    """Products [n]; NaN is unknown. Days are day numbers with their fraction; `left` is NaN of what is on sale.

    Units and revenue are of 28 closed days with their 80 % intervals, `basis` and `days` how they were come by and of how many
    known days; `now` and `before` are units a week by the days that growth compares, with their standard errors.
    """

    seller: Float
    price: Float
    reviews: Float
    came: Float
    left: Float
    units: Float
    units_low: Float
    units_high: Float
    revenue: Float
    revenue_low: Float
    revenue_high: Float
    basis: Float
    days: Float
    now: Float
    before: Float
    now_error: Float
    before_error: Float

    def take(self, rows: Int64 | Bool) -> Goods:
        """Those that a mask or indexes name."""
        return Goods(*(getattr(self, one.name)[rows] for one in fields(self)))


COLUMNS = tuple(one.name for one in fields(Goods))


@dataclass(frozen=True, slots=True, eq=False)
class Pooled:
    """A window's sums by group [n], as `core/pooled.Sums` has them of one: NaN where no product of the group has a number."""

    point: Float
    low: Float
    high: Float
    known: Int64
    basis: Int64
    days: Float


def pooled(
    group: Int64, goods: Goods, point: Float, low: Float, high: Float, *, groups: int, products: Int64
) -> Pooled:
    """Sums over the goods that have a number; *imputed* where some of a group's `products` have none."""
    held = np.flatnonzero(np.isfinite(point))
    of, value, least, most = group[held], point[held], low[held], high[held]
    known = np.bincount(of, minlength=groups)
    total, floor = np.bincount(of, value, groups), np.bincount(of, least, groups)
    down = np.sqrt(np.bincount(of, (value - least) ** 2, groups))
    up = np.sqrt(np.bincount(of, (most - value) ** 2, groups))
    worst = np.zeros(groups, np.int64)
    np.maximum.at(worst, of, goods.basis[held].astype(np.int64))
    with np.errstate(invalid="ignore"):
        days = np.bincount(of, goods.days[held], groups) / np.maximum(known, 1)
    told = known > 0
    return Pooled(
        np.where(told, total, np.nan),
        np.where(told, np.minimum(np.maximum(total - down, floor), total), np.nan),
        np.where(told, total + up, np.nan),
        known,
        np.where(told, np.where(known == products, worst, IMPUTED), NO_DATA),
        days,
    )


def quantiles(group: Int64, values: Float, parts: Float, *, groups: int) -> Float:
    """The values [n, k] of groups at or below which so great `parts` ([k] or [n, k]) of their known values lie; NaN without any.

    Each is one of the values, as Postgres's `percentile_disc` has it.
    """
    held = np.flatnonzero(np.isfinite(values))
    order = held[np.lexsort((values[held], group[held]))]
    count = np.bincount(group[held], minlength=groups)
    begins = (np.cumsum(count) - count)[:, None]
    last = np.maximum(count - 1, 0)[:, None]
    place = np.clip(np.ceil(parts * count[:, None]).astype(np.int64) - 1, 0, last)
    found = np.full(place.shape, np.nan)
    some = count > 0
    found[some] = values[order[(begins + place)[some]]]
    return found


def best_first(group: Int64, values: Float, *, groups: int) -> tuple[Int64, Int64]:
    """Rows with a known value, group by group, the highest first, and the place of each in its group, from 0."""
    held = np.flatnonzero(np.isfinite(values))
    order = held[np.lexsort((-values[held], group[held]))]
    count = np.bincount(group[held], minlength=groups)
    place = np.arange(len(order)) - (np.cumsum(count) - count)[group[order]]
    return order, place
