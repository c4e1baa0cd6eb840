"""The ways of forecasting that each kind of series is tried with, by a back-test over many series of its kind.

Of intermittent counts a mean alone can be told: slow levels with the weekdays of all. Of counts a level may run faster, and have
a trend. Amounts also go by weekday, by fortnight (promotions alternate) and by medians; those without a short season by steps.
"""

from __future__ import annotations

from typing import Literal

import numpy as np
import numpy.typing as npt

from ventra.core.same_phase import medians
from ventra.core.smoothing import Ahead, Rate, levels, phases
from ventra.core.yearly import PATTERNED, PLAIN, yearly

Float = npt.NDArray[np.float64]
Int64 = npt.NDArray[np.int64]
Kind = Literal["few", "counts", "amounts"]

LONG_SEASON = 31
FEW_ZEROS = 0.3
"""Share of zeros from which on sales are intermittent."""
MOST_COUNTED = 50.0
"""Whole numbers of which a step has fewer than so many where it has any are counted, piece by piece."""
FEW_RATES = tuple(Rate(one) for one in (0.01, 0.03, 0.06, 0.12))
COUNT_RATES = (*FEW_RATES, Rate(0.25), Rate(0.1, 0.1, 0.95))
STEADY_RATES = (Rate(0.02), Rate(0.05), Rate(0.1, 0.1, 0.95))
STEP_RATES = (*(Rate(one) for one in (0.02, 0.2, 0.5, 0.8)), Rate(0.5, 0.02, 1.0), Rate(0.8, 0.02, 1.0))
DAY_RATES, TWO_WEEK_RATES = (0.03, 0.1), (0.1, 0.3)
DAY_SPANS, TWO_WEEK_SPANS = (26, 52), (4,)
MODELS = ("none", "level", "trend", "weekday", "two_weeks", "median", "season", "line")
_LEVEL, _TREND, _DAY, _TWO_WEEKS, _MEDIAN, _SEASON, _LINE = range(1, len(MODELS))


def kinds(values: Float, season: int, *, counted: bool | None = None) -> list[tuple[Kind, Int64]]:
    """The rows of each kind among series [n, T]: intermittent counts, counts, amounts; kinds without a row are left out.

    `counted`: that all are counts, or none; else whole numbers that are small are.
    """
    known = np.isfinite(values)
    held = np.where(known, values, 0.0)
    seen = np.maximum(known.sum(axis=1), 1)
    whole = np.asarray(((held == np.round(held)) & (held >= 0)).all(axis=1))
    begun = known & (np.cumsum(held != 0, axis=1) > 0)
    zeros = (begun & (held == 0)).sum(axis=1) / np.maximum(begun.sum(axis=1), 1)
    sold = held.sum(axis=1) / np.maximum((held > 0).sum(axis=1), 1)
    counts = whole & (sold < MOST_COUNTED) if counted is None else np.full(len(values), counted)
    counts &= season <= LONG_SEASON
    few = counts & ((zeros >= FEW_ZEROS) | (held.sum(axis=1) / seen < 1))
    found: tuple[tuple[Kind, npt.NDArray[np.bool_]], ...] = (
        ("few", few),
        ("counts", counts & ~few),
        ("amounts", ~counts),
    )
    return [(kind, np.flatnonzero(rows)) for kind, rows in found if rows.any()]


def ways(
    values: Float, ahead: Ahead, kind: Kind, *, season: int, steady: bool, since: Int64
) -> tuple[Float, list[int]]:
    """Forecasts [n, origins, ways, horizon] by every way of a kind, and of which of `MODELS` each way is.

    `steady`: what makes series jump is known and taken out, so that what is left moves slowly. `since` [n] is the column from
    which the level holds that a series is at.
    """
    if season > LONG_SEASON:
        return yearly(values, ahead, season=season), [
            *([_SEASON] * (len(PATTERNED) + 1)),
            *(_of_level(rate) for rate in PLAIN[1:]),
            _LINE,
        ]
    amounts = STEADY_RATES if season > 1 or steady else STEP_RATES
    rates = {"few": FEW_RATES, "counts": COUNT_RATES, "amounts": amounts}[kind]
    told, models = (
        [levels(values, ahead, season=season, rates=rates, since=since)],
        [_of_level(rate) for rate in rates],
    )
    if kind == "amounts":
        told.append(medians(values, ahead, season=season, spans=DAY_SPANS))
        models += [_MEDIAN] * len(DAY_SPANS)
    if kind == "amounts" and season > 1:
        told += [
            phases(values, ahead, season=season, rates=DAY_RATES),
            phases(values, ahead, season=2 * season, rates=TWO_WEEK_RATES),
            medians(values, ahead, season=2 * season, spans=TWO_WEEK_SPANS),
        ]
        models += [_DAY] * len(DAY_RATES) + [_TWO_WEEKS] * (len(TWO_WEEK_RATES) + len(TWO_WEEK_SPANS))
    return np.concatenate(told, axis=2), models


def _of_level(rate: Rate) -> int:
    return _TREND if rate.trend else _LEVEL
