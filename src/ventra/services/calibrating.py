"""Finds the calibration of intervals on simulated streams: by how many standard errors they reach down and up."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields, replace

import numpy as np

from ventra.core.calibration import (
    LENGTHS,
    LOOKS_STARTS,
    Calibration,
    Kept,
    Recipe,
    alike,
    error_class,
    shape_of_days,
    shape_of_windows,
    velocity_class,
)
from ventra.core.columns import Int64
from ventra.core.day import US_PER_DAY
from ventra.core.fitting import ERRORS, by_class
from ventra.core.learning import hear, learn
from ventra.core.profile import MARKET, Float
from ventra.core.sales import RULE, Days, estimate
from ventra.core.windows import DayValues, WindowValues, window_sums
from ventra.simulator.streams import Streams, make_streams

EACH_DAYS = 7
"""Windows longer than this begin every so many days, and overlap: laid end to end there would be too few."""
_DAYS = 1 << 20


@dataclass(frozen=True, slots=True, eq=False)
class Told:
    """Rows [n] with their truth: bounds [errors, n] for each number of standard errors, and the classes that rows are in."""

    low: Float
    high: Float
    truth: Float
    classes: Int64

    def table(self, shape: tuple[int, ...], level: float) -> Float:
        """Standard errors below and above by class."""
        return by_class(self.low, self.high, self.truth, list(self.classes), shape, level)


def joined(parts: list[Told]) -> Told:
    """All rows of several."""
    names = [field.name for field in fields(Told)]
    return Told(*(np.concatenate([getattr(one, name) for one in parts], axis=-1) for name in names))


def calibrate(recipe: Recipe, note: Callable[[str], None]) -> Kept:
    """Make the calibration of a recipe; `note` hears of each step. Days come first, as windows are sums of calibrated ones."""
    of_products, of_variants, windows = [], [], []
    markets = []
    for seed in recipe.seeds:
        note(f"days of seed {seed}")
        market = Market.of(make_streams(seed, per_cell=recipe.per_cell))
        markets.append(market)
        products, variants = market.days()
        of_products.append(products)
        of_variants.append(variants)
    days = [joined(parts).table(shape_of_days(), recipe.level) for parts in (of_products, of_variants)]
    days_only = replace(alike(1.0), products=days[0], variants=days[1])
    for seed, market in zip(recipe.seeds, markets, strict=True):
        note(f"windows of seed {seed}")
        windows.append(market.windows(days_only))
    of_windows = [
        joined(list(parts)).table(shape_of_windows(), recipe.level) for parts in zip(*windows, strict=True)
    ]
    return Kept(RULE, recipe, *(table.tolist() for table in (*days, *of_windows)))


@dataclass(frozen=True, slots=True, eq=False)
class Market:
    """Streams, and how their days are estimated with any calibration."""

    streams: Streams
    estimate: Callable[[Calibration], tuple[Days, Days]]

    @classmethod
    def of(cls, streams: Streams) -> Market:
        """Learn the streams' profile of the day as a back-test does."""
        seen, unknown = streams.seen, np.full(len(streams.product), MARKET)
        profile = learn(hear(seen, unknown), version=1)
        now_us = int(seen.products.at.max()) + 9 * US_PER_DAY

        def days(calibration: Calibration) -> tuple[Days, Days]:
            sales = estimate(seen, now_us=now_us, profile=profile, category=unknown, calibration=calibration)
            return sales.products, _of_several(sales.skus)

        return cls(streams, days)

    def days(self) -> tuple[Told, Told]:
        """Days of products and of variants, with each number of standard errors."""
        found = [self.estimate(alike(errors)) for errors in ERRORS]
        one = self.streams
        products, variants = zip(*found, strict=True)
        return (
            _told(list(products), one.truth_product, one.truth_day, one.truth_units),
            _told(list(variants), one.truth_sku, one.truth_sku_day, one.truth_sku_units),
        )

    def windows(self, calibration: Calibration) -> tuple[Told, Told]:
        """Windows of products and of variants, of days calibrated so."""
        one = self.streams
        products, variants = self.estimate(calibration)
        return (
            _windows(products, one.truth_product, one.truth_day, one.truth_units),
            _windows(variants, one.truth_sku, one.truth_sku_day, one.truth_sku_units),
        )


def _of_several(days: Days) -> Days:
    """Days of variants that share their product with others: one alone is its product, and goes by its numbers."""
    product = np.unique(days.key, axis=0)[:, 0]
    products, count = np.unique(product, return_counts=True)
    return days.take((count > 1)[np.searchsorted(products, days.key[:, 0])])


def _told(found: list[Days], subject: Int64, day: Int64, units: Int64) -> Told:
    """The days that have a number and a truth."""
    days = found[0]
    code, want = days.key[:, -1] * _DAYS + days.day, subject * _DAYS + day
    order = np.argsort(want)
    place = np.minimum(np.searchsorted(want[order], code), len(want) - 1)
    row = np.flatnonzero(want[order][place] == code)
    classes = (
        days.basis[row],
        velocity_class(days.units[row]),
        np.searchsorted(LOOKS_STARTS, days.looks[row], side="right"),
    )
    return Told(
        np.array([one.low[row] for one in found]),
        np.array([one.high[row] for one in found]),
        units[order][place[row]].astype(np.float64),
        np.array(classes, np.int64),
    )


def _windows(days: Days, subject: Int64, day: Int64, units: Int64) -> Told:
    """The windows of each length, from the first day on, all of whose days have a truth, that have a number."""
    starts = [(length, int(day.min()) + later) for length in LENGTHS for later in range(0, length, EACH_DAYS)]
    return joined([_laid(days, subject, day, units, length, first) for length, first in starts])


def _laid(days: Days, subject: Int64, day: Int64, units: Int64, length: int, first: int) -> Told:
    """Windows laid end to end from the first of their days on."""
    subjects = np.unique(subject)
    count = (int(day.max()) - first + 1) // length
    cells = len(subjects) * count
    place = (day - first) // length
    inside = (day >= first) & (place < count)
    cell = np.searchsorted(subjects, subject[inside]) * count + place[inside]
    truth = np.bincount(cell, units[inside], cells)
    whole = np.bincount(cell, minlength=cells) == length
    values = DayValues(
        np.searchsorted(subjects, days.key[:, -1]), days.day, days.units, days.low, days.high, days.basis,
        days.begin_error, days.end_error,
    )  # fmt: skip

    def summed(errors: float) -> WindowValues:
        return window_sums(
            values,
            subjects=len(subjects),
            first_day=first,
            length=length,
            count=count,
            calibration=alike(errors),
        )

    found = [summed(errors) for errors in ERRORS]
    one = found[0]
    row = np.flatnonzero(whole & np.isfinite(one.point.ravel()))
    classes = (
        np.full(len(row), LENGTHS.index(length)),
        one.basis.ravel()[row],
        error_class(one.error.ravel()[row], one.point.ravel()[row]),
    )
    return Told(
        np.array([each.low.ravel()[row] for each in found]),
        np.array([each.high.ravel()[row] for each in found]),
        truth[row].astype(np.float64),
        np.array(classes, np.int64),
    )
