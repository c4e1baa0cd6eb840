"""Forecasts where the season is long: weeks of a year, of which a series has seen a few at most.

The series is taken apart (Cleveland and others, 1990, in its plainest form): a mean over one whole season is taken off, what is
left is averaged season by season, the recent ones counting more, and drawn towards nothing by as much as chance would make of it.
What remains without the season is smoothed, with a slow trend and without one, and forecast by the mean of a level and a line
(Theta; Assimakopoulos and Nikolopoulos, 2000). Where all values are above 0 this is done to their logarithms. Beside it stand
a trend and Theta without a season.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from ventra.core.smoothing import Ahead, Rate, levels

Float = npt.NDArray[np.float64]

SEASONS = 10
"""How far back a season is learned from."""
AGED = 0.8
"""What a season weighs of the one after it."""
PATTERNED = (Rate(0.5), Rate(0.2), Rate(0.5, 0.02, 1.0), Rate(0.8, 0.02, 1.0))
PLAIN = (Rate(0.5), Rate(0.8, 0.02, 1.0))
WAYS = len(PATTERNED) + len(PLAIN) + 1
"""Each with Theta, by the first of its levels; without a season that one does not stand for itself."""


def yearly(values: Float, ahead: Ahead, *, season: int) -> Float:
    """Forecasts [n, origins, WAYS, horizon] of `values` [n, T] by what each origin has seen before it."""
    told = []
    for origin in ahead.origins:
        past = values[:, max(0, origin - SEASONS * season) : origin]
        told.append(_from(past, Ahead((past.shape[1],), ahead.horizon), season))
    return np.stack(told, axis=1)


def _from(values: Float, end: Ahead, season: int) -> Float:
    """Forecasts [n, WAYS, horizon] from the end of `values`."""
    length = values.shape[1]
    above = np.asarray((np.isnan(values) | (values > 0)).all(axis=1))[:, None]
    with np.errstate(divide="ignore", invalid="ignore"):
        taken = np.where(above, np.log(values), values)
    pattern = season_pattern(taken, season)
    without = taken - pattern[:, np.arange(length) % season]
    ahead = _with_theta(without, end, PATTERNED) + pattern[:, None, (length + end.steps) % season]
    with np.errstate(over="ignore"):
        ahead = np.where(above[:, :, None], np.exp(ahead), ahead)
    return np.concatenate([ahead, _with_theta(values, end, PLAIN)[:, 1:]], axis=1)


def _with_theta(values: Float, end: Ahead, rates: tuple[Rate, ...]) -> Float:
    """Forecasts [n, rates + 1, horizon] from the end of `values`; the last is half the line's rise about the first level."""
    told = levels(values, end, season=1, rates=rates)[:, 0]
    half = told[:, :1] + _slope(values)[:, None, None] / 2 * (1 + end.steps)
    return np.concatenate([told, half], axis=1)


def season_pattern(values: Float, season: int) -> Float:
    """What each phase of the season adds to a series, [n, season]; 0 where fewer than two seasons were seen."""
    count, length = values.shape
    if length < 2 * season:
        return np.zeros((count, season))
    known = np.isfinite(values)
    weight = np.ones(season + 1)
    weight[[0, -1]] = 0.5
    total, seen = (_moving(part, weight) for part in (np.where(known, values, 0.0), known.astype(float)))
    middle = slice(season // 2, season // 2 + total.shape[1])
    with np.errstate(divide="ignore", invalid="ignore"):
        off = np.where(seen > 0.8 * season, values[:, middle] - total / seen, np.nan)
    at = np.arange(length)[middle]
    told = np.isfinite(off)
    heavy = told * AGED ** ((length - 1 - at) / season)
    off = np.where(told, off, 0.0)
    phase = np.zeros((len(at), season))
    phase[np.arange(len(at)), at % season] = 1.0
    mass = heavy @ phase
    pattern = (heavy * off) @ phase / np.maximum(mass, 1e-9)
    pattern -= pattern.mean(axis=1, keepdims=True)
    chance = (heavy * (off - pattern[:, at % season]) ** 2).sum(axis=1) / np.maximum(heavy.sum(axis=1), 1e-9)
    seasons = heavy.sum(axis=1) / season
    strength = (pattern**2).mean(axis=1)
    kept = 1 - chance / np.maximum(seasons, 1) / np.maximum(strength, 1e-300)
    return np.asarray(pattern * (np.maximum(kept, 0) * (seasons > 0))[:, None])


def _moving(values: Float, weight: Float) -> Float:
    """Weighted sums over a window that moves along the columns."""
    windows = np.lib.stride_tricks.sliding_window_view(values, len(weight), axis=1)
    return np.asarray(windows @ weight)


def _slope(values: Float) -> Float:
    """The straight line's rise a step [n]; 0 of fewer than two values."""
    known = np.isfinite(values)
    step = np.arange(values.shape[1])
    middle = (known * step).sum(axis=1) / np.maximum(known.sum(axis=1), 1)
    off = np.where(known, step - middle[:, None], 0.0)
    rise = (off * np.where(known, values, 0.0)).sum(axis=1)
    return np.asarray(rise / np.maximum((off**2).sum(axis=1), 1e-9))
