"""Scores of forecasts against what was sold: how far off, how honest the intervals, and beside the naive forecast.

Errors of days are scaled by the series' own: MASE by the mean absolute difference to the week before (Hyndman and Koehler, 2006),
RMSSE by the root of the mean squared difference to the day before, from the first day that sold on (Makridakis and others, 2022),
each over a series' days and then over the series. The total of the horizon is scored by WAPE, bias and coverage. What was not
seen is not scored, and never taken for 0.
"""

from __future__ import annotations

from dataclasses import dataclass

import msgspec
import numpy as np
import numpy.typing as npt

from ventra.core.smoothing import known_mean

Float = npt.NDArray[np.float64]
Bool = npt.NDArray[np.bool_]
Int64 = npt.NDArray[np.int64]

WEEK = 7


@dataclass(frozen=True, slots=True, eq=False)
class Told:
    """What was forecast of series [n]: days [n, H] with 80 % bounds, the naive days, and the total with 80 and 95 % bounds."""

    mean: Float
    low80: Float
    high80: Float
    naive: Float
    total: Float
    total_low80: Float
    total_high80: Float
    total_low95: Float
    total_high95: Float


@dataclass(frozen=True, slots=True, eq=False)
class Scale:
    """The mean absolute difference to the week before and the mean squared one to the day before, where forecasts begin [n]."""

    step: Float
    step_square: Float


class PointScores(msgspec.Struct, frozen=True):
    """How far off: `mase` and `rmsse` of days, `wape` and `bias` (Σ(forecast − sold) ÷ Σ sold) of totals; null: of nothing."""

    mase: float | None
    rmsse: float | None
    wape: float | None
    bias: float | None


class ForecastScores(msgspec.Struct, frozen=True):
    """Of `n` forecasts: how far off they and the naive ones are, and how many of what was sold their intervals hold.

    `cover80` and `cover95` are of totals, `above80` the share of totals above the high of 80 %, `cover80_days` of single days.
    """

    n: int
    ours: PointScores
    naive: PointScores
    cover80: float | None
    cover95: float | None
    above80: float | None
    cover80_days: float | None


@dataclass(frozen=True, slots=True, eq=False)
class ScoreSums:
    """What scores of groups [g] are made of: sums [g, `NAMES`] that may be added up over parts of the series."""

    sums: Float

    def __add__(self, other: ScoreSums) -> ScoreSums:
        return ScoreSums(self.sums + other.sums)

    def scores(self) -> list[ForecastScores]:
        """The scores of each group."""
        return [_scores(dict(zip(NAMES, row, strict=True))) for row in self.sums.tolist()]


_POINT = ("scaled", "of_scaled", "root", "of_root", "apart", "off")
NAMES = (
    "n", "sold", "cover80", "cover95", "above80", "days", "cover80_days",
    *(f"{whose}_{what}" for whose in ("ours", "naive") for what in _POINT),
)  # fmt: skip


def scale_of(units: Float, *, season: int = WEEK) -> Scale:
    """The scale of series [n, T], by all pairs of steps that are both known; NaN where there is none. A season is a week."""
    begun = np.cumsum(np.nan_to_num(units) != 0, axis=1) > 0
    return Scale(_mean_step(units, season), _mean_step(np.where(begun, units, np.nan), 1, squared=True))


def _mean_step(values: Float, apart: int, *, squared: bool = False) -> Float:
    """The mean absolute (or squared) difference of values [n, T] so many steps apart [n]; NaN where there is none."""
    step = values[:, apart:] - values[:, :-apart]
    return known_mean(step**2 if squared else np.abs(step), 1)


def score_sums(told: Told, scale: Scale, sold: Float, total: Float, groups: Bool) -> ScoreSums:
    """Sums over series that are in each of the groups [n, g]; `sold` [n, H] by day and `total` [n], NaN unknown.

    A series whose total is not known is in no sum.
    """
    there = np.isfinite(total)
    seen = np.isfinite(sold) & there[:, None]
    known = np.where(there, total, 0.0)
    inside = [
        there & (low <= known) & (known <= high)
        for low, high in ((told.total_low80, told.total_high80), (told.total_low95, told.total_high95))
    ]
    day_inside = seen & (told.low80 <= sold) & (sold <= told.high80)
    columns = [
        there,
        known,
        *inside,
        there & (known > told.total_high80),
        seen.sum(axis=1),
        day_inside.sum(axis=1),
    ]
    for mean, whole in ((told.mean, told.total), (told.naive, told.naive.sum(axis=1))):
        columns += _point_sums(
            np.where(seen, mean - sold, np.nan), scale, np.where(there, whole - known, 0.0)
        )
    return ScoreSums(
        groups.T.astype(np.float64) @ np.column_stack([one.astype(np.float64) for one in columns])
    )


def _point_sums(error: Float, scale: Scale, off: Float) -> list[Float]:
    """The sums of `_POINT` from errors of days [n, H] and of totals [n]."""
    known = np.isfinite(error)
    days = known.sum(axis=1)
    error = np.where(known, error, 0.0)
    some = np.maximum(days, 1)
    found: list[Float] = []
    for scaled, by in (
        (np.abs(error).sum(axis=1) / some, scale.step),
        (np.sqrt((error**2).sum(axis=1) / some), np.sqrt(scale.step_square)),
    ):
        able = (days > 0) & (by > 0)
        found += [np.where(able, scaled / np.where(able, by, 1.0), 0.0), able.astype(np.float64)]
    return [*found, np.abs(off), off]


def _scores(sums: dict[str, float]) -> ForecastScores:
    def point(whose: str) -> PointScores:
        return PointScores(
            _ratio(sums[f"{whose}_scaled"], sums[f"{whose}_of_scaled"]),
            _ratio(sums[f"{whose}_root"], sums[f"{whose}_of_root"]),
            _ratio(sums[f"{whose}_apart"], sums["sold"]),
            _ratio(sums[f"{whose}_off"], sums["sold"]),
        )

    return ForecastScores(
        int(sums["n"]),
        point("ours"),
        point("naive"),
        _ratio(sums["cover80"], sums["n"]),
        _ratio(sums["cover95"], sums["n"]),
        _ratio(sums["above80"], sums["n"]),
        _ratio(sums["cover80_days"], sums["days"]),
    )


def _ratio(part: float, whole: float) -> float | None:
    return round(part / whole, 6) if whole > 0 else None
