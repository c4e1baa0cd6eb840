"""Since when a series of counts holds the level it is at: a forecast learns that level from there on, and not from before.

A price that was changed, a rival that came or went, a shelf that filled again: whatever shifted the level, days before the shift
are of another one. Shifts are those that trends tell of (`core/change_points.py`), over the last twelve weeks.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from ventra.core.change_points import last_shift
from ventra.core.dispersion import spread

Float = npt.NDArray[np.float64]
Int64 = npt.NDArray[np.int64]

SEASONS, LEAST_SEASONS = 12, 4
SURELY = 1.3
"""How many times the level must surely (80 %) have become to be learned anew: smoothing follows less by itself."""


def level_since(values: Float, *, season: int) -> Int64:
    """The column [n] of `values` [n, T] from which the last level holds; 0 where it never shifted, or nothing can be said."""
    count, length = values.shape
    span = min(SEASONS, length // season) * season
    if span < LEAST_SEASONS * season or count == 0:
        return np.zeros(count, dtype=np.int64)
    last = values[:, length - span :]
    known = np.isfinite(last)
    units = np.where(known, last, 0.0)
    worth = np.where(known, _of_season(units, known, season), 0.0)
    shift = last_shift(units, worth, spread(units, worth).weeks)
    sure = (shift.low > SURELY) | (shift.high < 1 / SURELY)
    return np.where(sure & (shift.place > 0), shift.place + length - span, 0)


def _of_season(units: Float, known: npt.NDArray[np.bool_], season: int) -> Float:
    """How many usual steps each step of the season is worth, of all series together [span]."""
    usual = units.sum(axis=1) / np.maximum(known.sum(axis=1), 1)
    expected = (known * usual[:, None]).sum(axis=0).reshape(-1, season).sum(axis=0)
    sold = units.sum(axis=0).reshape(-1, season).sum(axis=0)
    index = np.where((sold > 0) & (expected > 0), sold / np.maximum(expected, 1e-9), 1.0)
    return np.tile(index, units.shape[1] // season)
