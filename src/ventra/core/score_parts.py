"""What a product's score is made of: seven parts, each with what it measures and which of it is better.

A part is a value with its interval, in its own unit; what makes two products comparable is its percentile within their leaf
category (`core/percentiles.py`). What is not known of a product is NaN, and never counts as 0.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from ventra.core.columns import Int64
from ventra.core.estimate import Z80
from ventra.core.percentiles import Placed
from ventra.core.shares import WHOLE_HHI

Float = npt.NDArray[np.float64]
Better = Literal["more", "less", "between"]

RATING_PRIOR = 10.0
"""How many reviews at the leaf's mean each rating is taken to have had before."""
RATING_SPREAD = 1.0
"""Standard deviation of one buyer's stars."""
STARS = (1.0, 5.0)
COVER_DAYS = (14.0, 60.0)
"""Stock that lasts between these is healthy: neither soon gone nor money that lies still."""
COVER_GONE, COVER_FAR = 0.0, 365.0


@dataclass(frozen=True, slots=True)
class Part:
    """A named part: which of it is better, its weight where nobody chose another, and whether its error is that of sales."""

    name: str
    better: Better
    weight: float
    of_sales: bool

    @property
    def label(self) -> str:
        """The key of its name in words."""
        return f"score.{self.name}"

    @property
    def reason(self) -> str:
        """The key of what it measures and why it weighs what it does."""
        return f"score.{self.name}.why"


PARTS: tuple[Part, ...] = (
    Part("velocity", "more", 0.25, of_sales=True),
    Part("growth", "more", 0.20, of_sales=True),
    Part("revenue", "more", 0.15, of_sales=True),
    Part("concentration", "less", 0.10, of_sales=False),
    Part("price_room", "more", 0.10, of_sales=False),
    Part("rating", "more", 0.10, of_sales=False),
    Part("stock", "between", 0.10, of_sales=True),
)
NAMES = tuple(part.name for part in PARTS)


def goodness(part: Part, value: Placed) -> Placed:
    """The values with more being better, as percentiles want them."""
    match part.better:
        case "more":
            return value
        case "less":
            return Placed(-value.point, -value.high, -value.low)
        case "between":
            return _between(value)


def health(cover_days: Float) -> Float:
    """How healthy stock for so many days is, 0-1: rises to `COVER_DAYS`, then falls by the logarithm to 0 at a year."""
    least, most = COVER_DAYS
    rises = (cover_days - COVER_GONE) / (least - COVER_GONE)
    with np.errstate(divide="ignore"):
        falls = (np.log(COVER_FAR) - np.log(np.maximum(cover_days, 0.0))) / (np.log(COVER_FAR) - np.log(most))
    return np.asarray(np.clip(np.minimum(rises, falls), 0.0, 1.0), np.float64)


def _between(value: Placed) -> Placed:
    """Health over an interval of cover: it has one top, so that it is least at an end, and most there or on the top."""
    low, high = (health(end) for end in (value.low, value.high))
    on_top = (value.low <= COVER_DAYS[1]) & (value.high >= COVER_DAYS[0])
    return Placed(health(value.point), np.minimum(low, high), np.where(on_top, 1.0, np.maximum(low, high)))


def stock_cover(stock: Float, daily: Placed) -> Placed:
    """Days that stock (pieces, [n]) lasts at so many units a day: infinite where nothing sells, NaN where there is neither."""
    with np.errstate(divide="ignore", invalid="ignore"):
        ends = (stock / daily.point, stock / daily.high, stock / daily.low)
    nothing = (stock == 0) & (daily.point == 0)
    point, low, high = (np.where(nothing, np.nan, end) for end in ends)
    # No stock lasts no time at all, however little may be sold.
    return Placed(point, np.where(stock == 0, point, low), np.where(stock == 0, point, high))


def price_room(leaf: Int64, price: Float) -> Placed:
    """By how much a price (soʻm, [n]) could rise to the median of its leaf: 0.25 is a quarter; below 0 it is above that."""
    known = np.isfinite(price) & (price > 0)
    rows = np.flatnonzero(known)
    order = rows[np.lexsort((price[rows], leaf[rows]))]
    groups, first, count = np.unique(leaf[order], return_index=True, return_counts=True)
    middle = (price[order][first + (count - 1) // 2] + price[order][first + count // 2]) / 2
    room = np.full(len(price), np.nan)
    if len(rows):
        room[rows] = middle[np.searchsorted(groups, leaf[rows])] / price[rows] - 1
    return Placed(room, room, room)


def shrunk_rating(leaf: Int64, rating: Float, reviews: Float) -> Placed:
    """Stars as they would be with many reviews: drawn to the leaf's mean by `RATING_PRIOR` reviews. NaN without a review.

    (reviews × rating + prior × mean) ÷ (reviews + prior), with the error of that many buyers' stars.
    """
    known = np.isfinite(rating) & np.isfinite(reviews) & (reviews > 0)
    count, stars = np.where(known, reviews, 0.0), np.where(known, rating, 0.0)
    groups, of = np.unique(leaf, return_inverse=True)
    told = np.bincount(of, count, len(groups))
    mean = (np.bincount(of, count * stars, len(groups)) / np.where(told > 0, told, 1.0))[of]
    point = (count * stars + RATING_PRIOR * mean) / (count + RATING_PRIOR)
    error = Z80 * RATING_SPREAD / np.sqrt(count + RATING_PRIOR)
    ends = (point, np.clip(point - error, *STARS), np.clip(point + error, *STARS))
    return Placed(*(np.where(known, end, np.nan) for end in ends))


def rivals_concentration(leaf: Int64, seller: Int64, revenue: Placed) -> Placed:
    """HHI 0-10 000 of revenue by seller in the leaf, without the product's own seller: how few shops stand against it.

    Products whose revenue is not known are left out of the sums. `seller` below 0 is not known, and so is what it faces; no
    rival with revenue is NaN too. Interval to first order, as `core/shares.py` has it.
    """
    counted = np.isfinite(revenue.point) & (seller >= 0)
    pairs, of = np.unique(np.column_stack((leaf, seller)), axis=0, return_inverse=True)
    of = of.reshape(-1)
    error = np.where(counted, (revenue.high - revenue.low) / (2 * Z80), 0.0)
    sold = np.bincount(of, np.where(counted, revenue.point, 0.0), len(pairs)).astype(np.float64)
    variance = np.bincount(of, error**2, len(pairs)).astype(np.float64)
    _, group = np.unique(pairs[:, 0], return_inverse=True)

    def of_others(values: Float) -> Float:
        """Added up over the other sellers of the leaf."""
        return np.maximum(np.bincount(group, values)[group] - values, 0.0)

    others, squares = of_others(sold), of_others(sold**2)
    some = others > 1e-9 * np.bincount(group, sold)[group]
    whole = np.where(some, others, 1.0)
    index = np.minimum(squares / whole**2, 1.0)
    # Σ (2 (s_j − H) e_j / R)² over the others, with s_j = r_j / R.
    parts = of_others(sold**2 * variance) / whole**2 - 2 * index * of_others(sold * variance) / whole
    spread = 2 * np.sqrt(np.maximum(parts + index**2 * of_others(variance), 0.0)) / whole
    ends = (index, np.maximum(index - Z80 * spread, 0.0), np.minimum(index + Z80 * spread, 1.0))
    known = (some & (pairs[:, 1] >= 0))[of]
    return Placed(*(np.where(known, WHOLE_HHI * end[of], np.nan) for end in ends))
