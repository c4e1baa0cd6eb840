"""Daily sales from what was seen: the rise of the order counter between two looks, or the fall of stock where there is none.

All functions work on columns sorted by product and time, and every day's number depends only on the looks of that day and the
one before and after it. `RULE` names this version of the rule; each stored day keeps it.

- A rise between two looks of one Tashkent day belongs to that day. One that spans midnight is split by time.
- A stretch with a whole day nobody looked stays one known total (a *span*); that day itself has no number.
- Time in a day that no pair of looks covers is unknown: a day known for half or more is scaled up (*imputed*), else it has none.
- A counter that falls sells nothing, and what it regains within a day was sold before: there stock speaks instead.
- A restock hides the sales beside it, so the restocked variants' share of that time counts as not covered.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ventra.core.basis import IMPUTED, INFERRED, MEASURED
from ventra.core.columns import Columns, Int64, Seen, grouped
from ventra.core.day import day_number_of, start_of_day_us
from ventra.core.estimate import Z80
from ventra.core.steps import Bool, Float, Steps, sku_steps, step_prices, steps_of

Int8 = npt.NDArray[np.int8]

RULE = 2
PROFILE = 0
SPLIT_ERROR = 0.25
"""Relative standard error of splitting a total by time alone; days and nights are not alike."""
LEAST_COVER = 0.5
FULL_COVER = 0.995
MEASURED_SHARE = 0.9
_DAYS = 1_000_000


@dataclass(frozen=True, slots=True, eq=False)
class Pieces:
    """Steps cut at midnights [q]: step index, day, share of the step's time (0-1), seconds of cover, and whether it was cut."""

    step: Int64
    day: Int64
    share: Float
    covered_us: Float
    cut: Bool


def cut_at_midnight(steps: Steps) -> tuple[Pieces, Bool]:
    """Pieces of steps by day, without the days nobody looked; and which steps are spans over such days."""
    day_a, day_b = day_number_of(steps.begin), day_number_of(steps.end)
    crosses = day_b > day_a
    length = np.maximum(steps.end - steps.begin, 1).astype(np.float64)
    head = np.where(crosses, start_of_day_us(day_a + 1) - steps.begin, length)
    tail = np.where(crosses, steps.end - start_of_day_us(day_b), 0.0)
    known, with_tail = np.flatnonzero(steps.known), np.flatnonzero(steps.known & (tail > 0))
    step = np.concatenate((known, with_tail))
    time = np.concatenate((head[known], tail[with_tail]))
    pieces = Pieces(
        step=step,
        day=np.concatenate((day_a[known], day_b[with_tail])),
        share=time / length[step],
        covered_us=time * steps.cover[step],
        cut=time < length[step],
    )
    return pieces, steps.known & (day_b - day_a >= 2)


@dataclass(frozen=True, slots=True, eq=False)
class Days:
    """Sales by product (and sku) and day [d]; 80 % bounds, revenue in soʻm (NaN unknown), basis, looks, through (µs)."""

    key: Int64
    day: Int64
    units: Float
    low: Float
    high: Float
    revenue: Float
    revenue_low: Float
    revenue_high: Float
    basis: Int8
    looks: Int64
    through: Int64


@dataclass(frozen=True, slots=True, eq=False)
class Spans:
    """Stretches that hold a whole day nobody looked [s]: product, begin and end (µs), units known for the whole, basis."""

    product: Int64
    begin: Int64
    end: Int64
    units: Float
    basis: Int8


@dataclass(frozen=True, slots=True, eq=False)
class Sales:
    """What a set of observations says of daily sales."""

    products: Days
    skus: Days
    spans: Spans


def estimate(seen: Seen, *, now_us: int) -> Sales:
    """Daily sales of every product in `seen` (sorted by product and time). `now_us` only tells which day is still open."""
    steps = steps_of(seen)
    skus = sku_steps(seen, steps)
    pieces, over = cut_at_midnight(steps)
    low_price, high_price = step_prices(seen, steps, skus)
    every = np.arange(len(pieces.step))
    whole = _by_day(
        steps.product[pieces.step].reshape(-1, 1),
        pieces,
        steps,
        every,
        np.ones(len(every)),
        np.ones(len(every), bool),
        low_price[pieces.step],
        high_price[pieces.step],
        seen.products,
        now_us,
    )
    piece, variant = _join(pieces.step, skus.step, len(steps.first))
    key = np.column_stack((steps.product[pieces.step[piece]], skus.sku[variant]))
    parts = _by_day(
        key,
        pieces,
        steps,
        piece,
        skus.part[variant],
        skus.exact[variant],
        skus.price_low[variant],
        skus.price_high[variant],
        seen.products,
        now_us,
    )
    spans = np.flatnonzero(over)
    basis = np.where(steps.by_counter[spans], MEASURED, INFERRED).astype(np.int8)
    return Sales(
        whole,
        parts,
        Spans(steps.product[spans], steps.begin[spans], steps.end[spans], steps.units[spans], basis),
    )


def _join(of_piece: Int64, of_variant: Int64, steps: int) -> tuple[Int64, Int64]:
    """All pairs (piece, variant) of the same step."""
    order = np.argsort(of_variant, kind="stable")
    count = np.bincount(of_variant, minlength=steps)
    start = np.cumsum(count) - count
    times = count[of_piece]
    piece = np.repeat(np.arange(len(of_piece)), times)
    inside = np.arange(int(times.sum())) - np.repeat(np.cumsum(times) - times, times)
    return piece, order[np.repeat(start[of_piece], times) + inside]


def _by_day(
    key: Int64,
    pieces: Pieces,
    steps: Steps,
    piece: Int64,
    part: Float,
    exact_part: Bool,
    price_low: Float,
    price_high: Float,
    looked: Columns,
    now_us: int,
) -> Days:
    """Add up pieces by key and day, each with its own uncertainty, and say how the day came by its number."""
    step, day = pieces.step[piece], pieces.day[piece]
    total, share = steps.units[step], pieces.share[piece] * part
    units = total * share
    sure = (~pieces.cut[piece] & exact_part) | (total == 0)
    by_time = np.where(pieces.cut[piece], np.minimum(pieces.share[piece], 1 - pieces.share[piece]), 0.0)
    error = np.where(sure, 0.0, total * share * (1 - share) + (SPLIT_ERROR * total * part * by_time) ** 2)
    rows, group = grouped(np.column_stack((key, day)))

    def added(values: Float | Bool) -> Float:
        return np.bincount(group, values.astype(np.float64), len(rows)).astype(np.float64)

    begin, through, looks = _extent(rows[:, 0], rows[:, -1], looked, now_us)
    cover = np.minimum(1.0, added(pieces.covered_us[piece]) / np.maximum(through - begin, 1))
    point, floor = added(units), added(np.where(sure, units, 0.0))
    scale = np.where(cover >= FULL_COVER, 1.0, 1 / np.maximum(cover, 1e-9))
    unseen = point * (scale - 1)
    spread = Z80 * np.sqrt(added(error) * scale**2 + unseen + unseen**2)
    units_out = np.round(point * scale, 2)
    low = np.minimum(np.round(np.maximum(point * scale - spread, floor), 2), units_out)
    ceiling = np.where(scale == 1.0, added(np.where(sure, units, total)), np.inf)
    high = np.maximum(np.round(np.minimum(point * scale + spread, ceiling), 2), units_out)
    counted = added(np.where(sure & steps.by_counter[step], units, 0.0))
    all_counted = added(~steps.by_counter[step]) == 0
    basis = np.where(
        scale > 1, IMPUTED, np.where(all_counted & (counted >= MEASURED_SHARE * point), MEASURED, INFERRED)
    )
    revenue = _revenue(group, len(rows), units, price_low, price_high, scale, units_out, low, high)
    kept = cover >= LEAST_COVER
    days = Days(
        rows[:, :-1], rows[:, -1], units_out, low, high, *revenue, basis.astype(np.int8), looks, through
    )
    return _kept(days, kept)


def _extent(product: Int64, day: Int64, looked: Columns, now_us: int) -> tuple[Int64, Int64, Int64]:
    """Begin and end (µs) of what a day's number must speak of, and the looks in it; an open day ends at its last look."""
    begin, end = start_of_day_us(day), start_of_day_us(day + 1)
    if len(day) == 0:
        return begin, end, day
    known = np.unique(looked.key[:, 0])
    codes = np.searchsorted(known, looked.key[:, 0]) * _DAYS + day_number_of(looked.at)
    of_day, first, count = np.unique(codes, return_index=True, return_counts=True)
    asked = np.searchsorted(known, product) * _DAYS + day
    found = np.minimum(np.searchsorted(of_day, asked), len(of_day) - 1)
    has = of_day[found] == asked
    looks = np.where(has, count[found], 0)
    last = looked.at[first[found] + count[found] - 1]
    is_open = end > now_us
    return begin, np.where(is_open & has, last, end), looks


def _revenue(
    group: Int64,
    rows: int,
    units: Float,
    price_low: Float,
    price_high: Float,
    scale: Float,
    point: Float,
    low: Float,
    high: Float,
) -> tuple[Float, Float, Float]:
    """Revenue of each day in whole soʻm with bounds; NaN where any unit's price is unknown. Units × price then (`product.md`)."""
    unpriced = np.bincount(group, np.isnan(price_low), rows) > 0
    cheap = np.bincount(group, units * np.nan_to_num(price_low), rows) * scale
    dear = np.bincount(group, units * np.nan_to_num(price_high), rows) * scale
    least = np.full(rows, np.inf)
    most = np.zeros(rows)
    np.minimum.at(least, group, np.nan_to_num(price_low))
    np.maximum.at(most, group, np.nan_to_num(price_high))
    sold = np.maximum(point, 1e-9)
    middle = np.rint((cheap + dear) / 2)
    bottom = np.floor(np.where(point > 0, cheap * low / sold, low * least))
    top = np.ceil(np.where(point > 0, dear * high / sold, high * most))
    middle, bottom, top = (np.where(unpriced, np.nan, value) for value in (middle, bottom, top))
    return middle, np.minimum(bottom, middle), np.maximum(top, middle)


def _kept(days: Days, kept: Bool) -> Days:
    return Days(**{name: getattr(days, name)[kept] for name in Days.__slots__})
