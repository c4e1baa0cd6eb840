"""The back-test of daily sales: our estimate and four other rules against the truth, on the same rows. Values in, values out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import reduce

import numpy as np

from ventra.core.basis import NO_DATA
from ventra.core.calibration import LENGTHS
from ventra.core.cells import Labels, bands, cells, combinations, gaps, median_gap_hours, of_groups, troubles
from ventra.core.chunks import chunks
from ventra.core.columns import Int64, Seen, run_starts
from ventra.core.day import start_of_day_us
from ventra.core.excess import Excess, excesses
from ventra.core.learning import Heard, hear, learn
from ventra.core.profile import MARKET, Profile, flat
from ventra.core.rivals import RIVALS
from ventra.core.sales import estimate
from ventra.core.scores import Bool, Estimates, Float, Scores, mean_of, score
from ventra.core.windows import DayValues, Int8, window_sums
from ventra.sales.truth import Truth

OURS = "ventra"
MEAN = "mean"
"""The cell of means over combinations of cells: there every kind of product counts the same, not every unit."""
CHUNK_ROWS = 1_000_000
"""Looks at a time; what a chunk costs in memory is some hundred bytes a look."""
LEAST_PRODUCT_DAYS = 200
LEAST_EXCESS = 0.02
"""We count as worse than another rule when our WAPE is surely larger, and by more than two points."""


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """Product-days, or windows of `days`, [n] with true units, every rule's estimates, and which rows each cell holds."""

    days: int
    product: Int64
    truth: Float
    estimates: dict[str, Estimates]
    cells: dict[str, Bool]


@dataclass(frozen=True, slots=True, eq=False)
class Backtest:
    """A back-test: by day, and by windows of each of `LENGTHS` laid end to end from the first day of the truth."""

    daily: Rows
    windows: tuple[Rows, ...]

    @property
    def every(self) -> tuple[Rows, ...]:
        """Days and then windows."""
        return (self.daily, *self.windows)

    def scores(self) -> dict[str, dict[str, Scores]]:
        """Scores by rule and cell, ours first; beside the pooled ones of all rows their mean over combinations of cells."""
        found: dict[str, dict[str, Scores]] = {rule: {} for rule in self.daily.estimates}
        for rows in self.every:
            alike = combinations(rows.cells) if rows.cells else []
            for rule, by_cell in found.items():
                by_cell |= _scores_of(rows, rule, alike)
        return found


@dataclass(frozen=True, slots=True)
class Comparison:
    """Ours against another rule in a cell."""

    rule: str
    cell: str
    found: Excess

    @property
    def is_worse(self) -> bool:
        """Whether ours is surely and noticeably worse there."""
        return self.found.low > 0 and self.found.excess > LEAST_EXCESS


def backtest(
    seen: Seen, truth: Truth, *, beside: Mapping[str, Float] | None = None, chunk_rows: int = CHUNK_ROWS
) -> Backtest:
    """Estimate all of `seen` (sorted by product and time, each instant once) and lay it beside the truth.

    `beside` holds points of further rules, one for each row of the truth, NaN for no number. All days count as over. The profile
    of the day is learned from `seen` itself, as that of a market is from its looks.
    """
    n = len(truth)
    ours, basis = Estimates(*(np.full(n, np.nan) for _ in range(3))), np.full(n, NO_DATA, np.int8)
    points = {rule: np.full(n, np.nan) for rule in RIVALS} | dict(beside or {})
    edges = (np.zeros(n), np.zeros(n))
    now_us = _when_all_is_over(seen, truth)
    profile = _profile(seen, chunk_rows)
    for part in chunks(seen, chunk_rows):
        days = estimate(part, now_us=now_us, profile=profile, category=_unknown(part)).products
        row = truth.rows_of(days.key[:, 0], days.day)
        row, told = row[row >= 0], row >= 0
        ours.point[row], ours.low[row], ours.high[row] = days.units[told], days.low[told], days.high[told]
        basis[row] = days.basis[told]
        edges[0][row], edges[1][row] = days.begin_error[told], days.end_error[told]
        for rule, points_of in RIVALS.items():
            found = points_of(part)
            row = truth.rows_of(found.product, found.day)
            points[rule][row[row >= 0]] = found.units[row >= 0]
    sorts = _sorts(seen, truth)
    estimates = {OURS: ours} | {rule: Estimates.of_points(point) for rule, point in points.items()}
    daily = Rows(1, truth.product, truth.units, estimates, cells(n, sorts))
    windows = tuple(_windows(truth, daily, basis, edges, sorts, length) for length in LENGTHS)
    return Backtest(daily, windows)


def _profile(seen: Seen, chunk_rows: int) -> Profile:
    heard = [hear(part, _unknown(part)) for part in chunks(seen, chunk_rows)]
    return learn(reduce(Heard.and_, heard), version=1) if heard else flat()


def _unknown(seen: Seen) -> Int64:
    """No category for any of the products."""
    return np.full(int(run_starts(seen.products.key[:, 0]).sum()), MARKET)


def _scores_of(rows: Rows, rule: str, alike: list[Int64]) -> dict[str, Scores]:
    """A rule's scores by cell; after the first, which holds all rows, the mean over rows that are `alike`."""

    def of(which: Bool | Int64) -> Scores:
        return score(rows.estimates[rule].take(which), rows.truth[which])

    scores: dict[str, Scores] = {}
    for cell, inside in rows.cells.items():
        scores[cell] = of(inside)
        if len(scores) == 1:
            mean = MEAN if rows.days == 1 else f"{cell} {MEAN}"
            scores[mean] = mean_of([of(some) for some in alike], rows=len(rows.truth))
    return scores


def comparisons(found: Backtest, generator: np.random.Generator) -> list[Comparison]:
    """Ours against the four rules in every cell of at least 200 product-days on which both have a number."""
    return [
        one
        for rows in found.every
        for cell, inside in rows.cells.items()
        if inside.sum() * rows.days >= LEAST_PRODUCT_DAYS
        for one in _compared(rows, cell, generator)
        if one.found.rows * rows.days >= LEAST_PRODUCT_DAYS
    ]


def _compared(rows: Rows, cell: str, generator: np.random.Generator) -> list[Comparison]:
    inside = rows.cells[cell]
    ours = rows.estimates[OURS].point[inside]
    others = [rows.estimates[rule].point[inside] for rule in RIVALS]
    each = excesses(ours, others, rows.truth[inside], rows.product[inside], generator)
    return [Comparison(rule, cell, one) for rule, one in zip(RIVALS, each, strict=True)]


def _when_all_is_over(seen: Seen, truth: Truth) -> int:
    """An instant after the last look and after the last day of the truth."""
    last_look = int(seen.products.at.max(initial=0))
    return max(last_look, start_of_day_us(int(truth.day.max(initial=0)) + 1)) + 1


def _sorts(seen: Seen, truth: Truth) -> list[Labels]:
    products, rank = truth.products()
    mean = np.bincount(rank, truth.units) / np.bincount(rank) if len(truth) else np.zeros(0)
    looked, hours = median_gap_hours(seen.products)
    hours_of = np.full(len(products), np.nan)
    _, mine, theirs = np.intersect1d(products, looked, assume_unique=True, return_indices=True)
    hours_of[mine] = hours[theirs]
    told = np.where(np.isfinite(truth.gap_hours), truth.gap_hours, hours_of[rank])
    return [bands(mean[rank]), gaps(told), troubles(truth.trouble)]


def _windows(
    truth: Truth, daily: Rows, basis: Int8, edges: tuple[Float, Float], sorts: list[Labels], length: int
) -> Rows:
    """Windows of which the truth tells all days: ours by `core/windows`, the others' as the sum of the days they have."""
    products, rank = truth.products()
    first = int(truth.day.min(initial=np.iinfo(np.int64).max))
    count = (int(truth.day.max(initial=0)) - first + 1) // length if len(truth) else 0
    place = (truth.day - first) // length
    inside = np.flatnonzero(place < count)
    window = rank[inside] * count + place[inside]
    windows = len(products) * count
    whole = np.flatnonzero(np.bincount(window, minlength=windows) == length)
    ours = daily.estimates[OURS]
    summed = window_sums(
        DayValues(rank, truth.day, ours.point, ours.low, ours.high, basis, *edges),
        subjects=len(products),
        first_day=first,
        length=length,
        count=count,
    )
    estimates = {OURS: Estimates(*(part.ravel()[whole] for part in (summed.point, summed.low, summed.high)))}
    for rule, one in daily.estimates.items():
        if rule != OURS:
            estimates[rule] = Estimates.of_points(_sums(one.point[inside], window, windows)[whole])
    labels = []
    for sort in sorts:
        of_window = of_groups(Labels(sort.kind, sort.names, sort.of_row[inside]), window, windows)
        labels.append(Labels(sort.kind, sort.names, of_window.of_row[whole]))
    return Rows(
        length,
        products[whole // max(count, 1)],
        np.bincount(window, truth.units[inside], windows)[whole].astype(np.float64),
        estimates,
        cells(len(whole), labels, f"{length}d "),
    )


def _sums(points: Float, window: Int64, windows: int) -> Float:
    """Sums of the known points of each window, NaN where none is known."""
    known = np.isfinite(points)
    total = np.bincount(window[known], points[known], windows)
    sums: Float = np.where(np.bincount(window[known], minlength=windows) > 0, total, np.nan)
    return sums
