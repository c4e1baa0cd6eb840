"""Learns from what an own shop truly sold how our estimate of a category is to be corrected for that organisation.

By category, drawn towards all of the organisation's categories while there are few days:

- the *factor* of the estimate: the multiple of the points with the least absolute error, a weighted median of truth over
  point with the points as weights. It is used only where it surely lowers the error on days that it was not learned from: by a
  paired bootstrap over products (`core/excess`), and by more than `LEAST_GAIN`.
- the *widths*, by velocity band: split conformal prediction with the distance to the truth in parts of the interval's side as
  score (Papadopoulos et al. 2002; Romano, Patterson and Candès 2019 for scaling intervals); the factor is the quantile
  ⌈(n + 1) · 0.8⌉ / n of the scores. Used only where held-out days are surely covered too little, or too often, by the same
  bootstrap, and in bands whose held-out days are covered better by it and scored no worse.

What is held out are the last days, by time. What is in force at the end is learned from all days.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Literal, Self

import numpy as np

from ventra.core.excess import excesses
from ventra.core.own_view import BAND_NAMES, BANDS, OwnFit, bands_of, seen_by
from ventra.core.scores import ALPHA, Bool, Estimates, Float, Int64, Scores, score, weighted_interval_scores

LENGTHS = (1, 7)
"""Days of a row; windows of 28 days go by those of 7, of which there are four times as many."""
LEAST_DAYS, LEAST_ROWS = 28, 60
"""A category with fewer different days, or product-days, is not corrected."""
HELD_OUT = 1 / 3
LEAST_HELD, LEAST_PRODUCTS = 30, 3
"""Held-out rows, and products, that a band needs for a width of its own."""
DRAWN = 60.0
"""The draw of the wider class, in rows."""
FACTORS, WIDTHS = (0.67, 1.5), (0.7, 6.0)
LEAST_FACTOR, LEAST_WIDTH = 0.02, 0.05
"""What is closer to 1 than this is 1."""
LEAST_GAIN = 0.01
ALL = "all"

Told = tuple[Float, Float, Float]
"""Point, low and high."""
Why = Literal["few_days", "as_good", "learned"]


@dataclass(frozen=True, slots=True, eq=False)
class OwnRows:
    """True units beside ours [n]: product, category, last day and length in days of each row; every row has a number."""

    product: Int64
    category: Int64
    day: Int64
    length: Int64
    truth: Float
    point: Float
    low: Float
    high: Float

    def take(self, which: Bool | Int64) -> Self:
        """The rows that a mask or indexes name."""
        return type(self)(*(getattr(self, field.name)[which] for field in fields(self)))

    @property
    def open(self) -> Bool:
        """Rows with a width: the others are said to be exact, and are not corrected."""
        return self.low < self.high


@dataclass(frozen=True, slots=True)
class HeldOut:
    """Scores of held-out rows as they are, and with the correction learned before them."""

    before: Scores
    after: Scores


@dataclass(frozen=True, slots=True)
class Learned:
    """What is learned of a category: from so many days and products, the correction, and how held-out days fared by cell.

    The cells are `all` and `band=…` of single days, and the same of windows with `7d` before them.
    """

    category: int
    days: int
    products: int
    fit: OwnFit
    why: Why
    held_out: dict[str, HeldOut]


def learn(rows: OwnRows, generator: np.random.Generator, *, version: int) -> list[Learned]:
    """What is learned of every category in `rows`, by its number."""
    return [
        _of_category(rows, category, generator, version) for category in np.unique(rows.category).tolist()
    ]


def _of_category(rows: OwnRows, category: int, generator: np.random.Generator, version: int) -> Learned:
    mine = rows.category == category
    daily = rows.take(mine & (rows.length == 1))
    days = np.unique(daily.day)
    products = len(np.unique(rows.product[mine]))
    enough = len(days) >= LEAST_DAYS and len(daily.day) >= LEAST_ROWS
    cut = int(days[-max(round(len(days) * HELD_OUT), 1)]) if len(days) else 0
    past = rows.take(rows.day < cut)
    held = rows.take(mine & (rows.day - rows.length + 1 >= cut))
    fit, final = _nothing(version), _nothing(version)
    if enough and len(past.day):
        fit, final = _gated(rows, past, held, category, generator, version)
    why: Why = "few_days" if not enough else "learned" if final.changes else "as_good"
    return Learned(category, len(days), products, final, why, _fared(held, fit))


def _gated(
    rows: OwnRows, past: OwnRows, held: OwnRows, category: int, generator: np.random.Generator, version: int
) -> tuple[OwnFit, OwnFit]:
    """The correction as it is learned before the held-out days, and from all days, of what helped on the held-out ones alone."""
    factor = factor_of(past, category)
    if not _helps(held, factor, generator):
        factor = 1.0
    whole = factor_of(rows, category) if factor != 1.0 else 1.0
    widths, final = [], []
    for length in LENGTHS:
        of_past, of_all = (
            widths_of(some, category, length, one) for some, one in ((past, factor), (rows, whole))
        )
        keep = _keeps(held.take(held.length == length), factor, of_past, generator)
        widths.append(tuple(np.where(keep, of_past, 1.0).tolist()))
        final.append(tuple(np.where(keep, of_all, 1.0).tolist()))
    return OwnFit(version, factor, *widths), OwnFit(version, whole, *final)


def _nothing(version: int) -> OwnFit:
    return OwnFit(version, 1.0, (1.0,) * BANDS, (1.0,) * BANDS)


def factor_of(rows: OwnRows, category: int) -> float:
    """The multiple of a category's daily points with the least absolute error, drawn towards that of all categories."""
    daily = rows.take((rows.length == 1) & rows.open & (rows.point > 0))
    mine = daily.take(daily.category == category)
    drawn = _drawn(_least_absolute(mine), len(mine.day), _least_absolute(daily))
    return _settled(drawn, FACTORS, LEAST_FACTOR)


def widths_of(rows: OwnRows, category: int, length: int, factor: float) -> Float:
    """Factors of the sides by band [4], of rows of a length: a band's drawn to the category's, that to all categories'."""
    some = rows.take((rows.length == length) & rows.open)
    scores, band = _distances(some, factor), bands_of(some.point, some.length)
    mine = some.category == category
    of_all = _quantile(scores)
    of_category = _drawn(_quantile(scores[mine]), int(mine.sum()), of_all)
    found = []
    for place in range(BANDS):
        inside = mine & (band == place)
        one = _drawn(_quantile(scores[inside]), int(inside.sum()), of_category)
        found.append(_settled(one, WIDTHS, LEAST_WIDTH))
    return np.array(found)


def _distances(rows: OwnRows, factor: float) -> Float:
    """How far the truth lies from the corrected point, in parts of the interval's side on which it lies."""
    away = rows.truth - factor * rows.point
    side = factor * np.where(away < 0, rows.point - rows.low, rows.high - rows.point)
    far = np.where(away == 0, 0.0, np.inf)
    found: Float = np.where(side > 0, np.abs(away) / np.where(side > 0, side, 1.0), far)
    return found


def _quantile(scores: Float) -> float:
    """The score that holds 80 % of rows to come; 1 of none."""
    n = len(scores)
    if n == 0:
        return 1.0
    place = min(int(np.ceil((n + 1) * (1 - ALPHA))), n) - 1
    return float(np.clip(np.partition(scores, place)[place], *WIDTHS))


def _least_absolute(rows: OwnRows) -> float:
    if len(rows.day) == 0:
        return 1.0
    ratio = rows.truth / rows.point
    order = np.argsort(ratio, kind="stable")
    weight = np.cumsum(rows.point[order])
    return float(np.clip(ratio[order[np.searchsorted(weight, weight[-1] / 2)]], *FACTORS))


def _drawn(one: float, rows: int, wider: float) -> float:
    """The mean of logarithms, weighed by rows: a class of few rows says what its wider class says."""
    return float(np.exp((rows * np.log(one) + DRAWN * np.log(wider)) / (rows + DRAWN)))


def _settled(one: float, bounds: tuple[float, float], least: float) -> float:
    return 1.0 if abs(one - 1.0) < least else round(float(np.clip(one, *bounds)), 3)


def _helps(held: OwnRows, factor: float, generator: np.random.Generator) -> bool:
    """Whether the factor surely lowers the error of held-out days, and by enough to be worth it."""
    if factor == 1.0:
        return False
    daily = held.take(held.length == 1)
    after, _, _ = seen_by(factor, np.ones(len(daily.day)), daily.point, daily.low, daily.high)
    before, after = (np.abs(one - daily.truth) for one in (daily.point, after))
    return _surely_more(before, after, daily.truth, daily.product, generator) > LEAST_GAIN


def _keeps(held: OwnRows, factor: float, widths: Float, generator: np.random.Generator) -> Bool:
    """By band [4], whether the widths are used: held-out rows of it, or of all, were surely covered too little (too often),
    and they are covered better by them and scored no worse.
    """
    some = held.take(held.open)
    band = bands_of(some.point, some.length)
    before, after = (
        seen_by(factor, width, some.point, some.low, some.high)
        for width in (np.ones(len(band)), widths[band])
    )
    plain, every = (some.point, some.low, some.high), np.ones(len(band), bool)
    off_all = _off(_covered(before, some.truth), some.product, generator)
    if not _no_worse(plain, before, after, some.truth, every):
        off_all = 0
    keep = np.zeros(BANDS, bool)
    for place in np.flatnonzero(widths != 1.0).tolist():
        inside = band == place
        way = 1 if widths[place] > 1 else -1
        off = _off(_covered(before, some.truth)[inside], some.product[inside], generator)
        few = int(inside.sum()) < LEAST_HELD
        keep[place] = way in (off, off_all) and (few or _no_worse(plain, before, after, some.truth, inside))
    return keep


def _no_worse(plain: Told, before: Told, after: Told, truth: Float, inside: Bool) -> bool:
    """Whether some rows are scored no worse than uncorrected, and no farther from being covered in 80 % than before."""
    losses = [float(weighted_interval_scores(*told, truth)[inside].sum()) for told in (plain, after)]
    away = [abs(float(_covered(told, truth)[inside].mean()) - (1 - ALPHA)) for told in (before, after)]
    return losses[1] <= losses[0] and away[1] <= away[0]


def _off(covered: Bool, product: Int64, generator: np.random.Generator) -> int:
    """1 where surely fewer rows than 80 % are covered, -1 where surely more are, else 0."""
    missed, meant, weight = (~covered).astype(np.float64), np.full(len(covered), ALPHA), np.ones(len(covered))
    if _surely_more(missed, meant, weight, product, generator) > 0:
        return 1
    return -1 if _surely_more(meant, missed, weight, product, generator) > 0 else 0


def _surely_more(
    losses: Float, others: Float, weight: Float, product: Int64, generator: np.random.Generator
) -> float:
    """How far losses [n] are above others, in parts of the weight; 0 where that is not sure, or of fewer than three products."""
    if len(np.unique(product)) < LEAST_PRODUCTS:
        return 0.0
    [found] = excesses(weight + losses, [weight + others], weight, product, generator)
    return found.excess if found.low > 0 else 0.0


def _covered(told: Told, truth: Float) -> Bool:
    covered: Bool = (told[1] <= truth) & (truth <= told[2])
    return covered


def _fared(held: OwnRows, fit: OwnFit) -> dict[str, HeldOut]:
    """Scores of held-out rows by cell; cells without rows are left out."""
    found = {}
    for length, prefix in zip(LENGTHS, ("", "7d "), strict=True):
        some = held.take(held.length == length)
        band = bands_of(some.point, some.length)
        told = after(fit, some)
        for name, inside in [(ALL, np.ones(len(band), bool)), *_by_band(band)]:
            if inside.any():
                before = Estimates(some.point, some.low, some.high).take(inside)
                truth = some.truth[inside]
                found[prefix + name] = HeldOut(score(before, truth), score(told.take(inside), truth))
    return found


def _by_band(band: Int64) -> list[tuple[str, Bool]]:
    return [(f"band={name}", band == place) for place, name in enumerate(BAND_NAMES)]


def after(fit: OwnFit, rows: OwnRows) -> Estimates:
    """The estimates of rows as an organisation with this fit sees them."""
    band = bands_of(rows.point, rows.length)
    width = np.where(rows.length == 1, np.array(fit.days)[band], np.array(fit.windows)[band])
    return Estimates(*seen_by(fit.factor, width, rows.point, rows.low, rows.high))
