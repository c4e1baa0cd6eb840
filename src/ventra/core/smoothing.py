"""Exponential smoothing of many series at once: one walk through time tells what each way of smoothing forecast from any origin.

Two families. *Phases*: each weekday (or whatever recurs with the season) is smoothed by itself, which follows any pattern and
takes long to learn. *Levels*: one level a series, with a damped trend where asked for (Gardner and McKenzie, 1985), times a
profile of the season; the profile of a series is drawn towards that of all series together by as much as chance blurs it, so that
one that sells a piece in three days has the weekdays of its neighbours. Unknown values (NaN) are walked over.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Float = npt.NDArray[np.float64]
Int64 = npt.NDArray[np.int64]

MEMORY = 26
"""Seasons after which a profile has forgotten all but a third: half a year of weeks."""
RELEARNED = 1.0
"""How many values the level before a shift is worth after it."""
DRAWN, ALL_DRAWN = 10.0, 5.0
"""How much a profile is drawn: in values worth a dispersion each to all series', and in seasons of a series to a flat one."""


@dataclass(frozen=True, slots=True)
class Rate:
    """How fast a level follows its series, and a trend that level; `damping` is what remains of a trend after a step."""

    level: float
    trend: float = 0.0
    damping: float = 0.0


@dataclass(frozen=True, slots=True)
class Ahead:
    """From where forecasts are made and how far: an origin o has seen the columns before o alone."""

    origins: tuple[int, ...]
    horizon: int

    @property
    def steps(self) -> Int64:
        """0 for an origin's own column, 1 for the one after it, ..."""
        return np.arange(self.horizon)

    def places(self) -> dict[int, int]:
        """Where in `origins` each of them stands."""
        return {origin: place for place, origin in enumerate(self.origins)}


def phases(values: Float, ahead: Ahead, *, season: int, rates: Sequence[float]) -> Float:
    """Forecasts [n, origins, rates, horizon] of `values` [n, T], each phase of `season` smoothed by itself.

    A phase that was never seen is forecast as the mean of the others.
    """
    count, length = values.shape
    rate = np.asarray(rates)[None]
    state = np.full((count, season, len(rates)), np.nan)
    seen = np.zeros((count, season))
    told = np.full((count, len(ahead.origins), len(rates), ahead.horizon), np.nan)
    places = ahead.places()
    for step in range(length + 1):
        if step in places:
            next_ones = state[:, (step + ahead.steps) % season]
            others = known_mean(state, 1)[:, None]
            told[:, places[step]] = np.where(np.isnan(next_ones), others, next_ones).swapaxes(1, 2)
        if step == length:
            break
        phase, value = step % season, values[:, step, None]
        known = np.isfinite(value)
        seen[:, phase] += known[:, 0]
        now = state[:, phase]
        moved = now + np.maximum(rate, 1 / np.maximum(seen[:, phase, None], 1)) * (value - now)
        state[:, phase] = np.where(known, np.where(np.isnan(now), value, moved), now)
    return told


def levels(
    values: Float, ahead: Ahead, *, season: int, rates: Sequence[Rate], since: Int64 | None = None
) -> Float:
    """Forecasts [n, origins, rates, horizon] of `values` [n, T]: level and trend, times the profile where `season` is above 1.

    With a profile values are at least 0. `since` [n] is the column from which another level holds (0: none): what was before it
    says nothing of the level from then on, which is learned as at the beginning.
    """
    count, length = values.shape
    rate, trend, damping = (
        np.array([[getattr(one, name) for one in rates]]) for name in ("level", "trend", "damping")
    )
    reach = _reach(damping[0], ahead.horizon)
    level, slope = np.full((count, len(rates)), np.nan), np.zeros((count, len(rates)))
    profile = Profile.flat(count, season)
    seen = np.zeros((count, 1))
    told = np.full((count, len(ahead.origins), len(rates), ahead.horizon), np.nan)
    places = ahead.places()
    for step in range(length + 1):
        if step in places:
            index = profile.index[:, None, (step + ahead.steps) % season]
            told[:, places[step]] = (level[:, :, None] + slope[:, :, None] * reach[None]) * index
        if step == length:
            break
        value = values[:, step, None]
        known = np.isfinite(value)
        if since is not None:
            seen[since == step], slope[since == step] = RELEARNED, 0.0
        seen += known
        index = profile.index[:, step % season, None]
        before = level + damping * slope
        first = known & np.isnan(level)
        off = np.where(known, value - before * index, 0.0)
        off[~np.isfinite(off)] = 0.0
        moved = np.maximum(rate, 1 / np.maximum(seen, 1)) * index * off / profile.square[:, None]
        level = np.where(first, value, before + moved)
        slope = damping * slope + np.where(
            known & ~first, rate * trend * index * off / profile.square[:, None], 0.0
        )
        if season > 1:
            profile.learn(step % season, value[:, 0], level[:, len(rates) // 2])
    return told


@dataclass(slots=True, eq=False)
class Profile:
    """Index of each phase of the season for n series, learned on the way: `index` [n, season], and its mean `square` [n]."""

    index: Float
    square: Float
    sold: Float
    level: Float
    off: Float
    of: Float

    @classmethod
    def flat(cls, count: int, season: int) -> Profile:
        """What is known before anything is."""
        whole = (count, season)
        return cls(
            np.ones(whole), np.ones(count), np.zeros(whole), np.zeros(whole), np.zeros(count), np.zeros(count)
        )

    def learn(self, phase: int, value: Float, level: Float) -> None:
        """Take in what series were worth at a phase, `value` [n], beside the level they stood at."""
        known = np.isfinite(value) & np.isfinite(level) & (level > 0)
        value, level = np.where(known, value, 0.0), np.where(known, level, 0.0)
        kept = np.where(known, 1 - 1 / MEMORY, 1.0)
        self.off = self.off * np.where(known, 0.99, 1.0) + (value - level * self.index[:, phase]) ** 2
        self.of = self.of * np.where(known, 0.99, 1.0) + level
        self.sold[:, phase] = self.sold[:, phase] * kept + value
        self.level[:, phase] = self.level[:, phase] * kept + level
        chance = DRAWN * self.off / np.maximum(self.of, 1e-300)
        scale = 1 / np.maximum(self.of + chance, 1e-300)
        all_sold, all_level = (scale * self.sold[:, phase]).sum(), (scale * self.level[:, phase]).sum()
        flat = ALL_DRAWN * (scale * self.level[:, phase]).max(initial=0.0) / MEMORY
        together = (all_sold + flat) / (all_level + flat) if all_level + flat > 0 else 1.0
        own = (self.sold[:, phase] + chance * together) / np.maximum(self.level[:, phase] + chance, 1e-300)
        self.index[:, phase] = np.where(known, own, self.index[:, phase])
        self.square = np.maximum((self.index**2).mean(axis=1), 1e-9)


def _reach(damping: Float, horizon: int) -> Float:
    """How many times its slope a trend has carried a level after each step [rates, horizon]."""
    return np.cumsum(damping[:, None] ** np.arange(1, horizon + 1)[None], axis=1)


def known_mean(values: Float, axis: int) -> Float:
    """The mean of what is known along an axis; NaN where nothing is."""
    known = np.isfinite(values)
    count = known.sum(axis=axis)
    total = np.where(known, values, 0.0).sum(axis=axis)
    return np.asarray(np.where(count > 0, total / np.maximum(count, 1), np.nan))
