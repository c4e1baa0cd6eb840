"""Forecasts as the middle value of the same weekday before: what promotions and feast days cannot pull away."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from ventra.core.smoothing import Ahead

Float = npt.NDArray[np.float64]


def medians(values: Float, ahead: Ahead, *, season: int, spans: Sequence[int]) -> Float:
    """Forecasts [n, origins, spans, horizon] of `values` [n, T]: the median over the last `spans` seasons, phase by phase."""
    told = np.full((len(values), len(ahead.origins), len(spans), ahead.horizon), np.nan)
    for place, origin in enumerate(ahead.origins):
        for way, span in enumerate(spans):
            seasons = min(span, origin // season)
            last = values[:, origin - seasons * season : origin].reshape(len(values), seasons, season)
            told[:, place, way] = middle(last)[:, ahead.steps % season]
    return told


def middle(values: Float) -> Float:
    """The median of what is known along the second of three axes; NaN where nothing is."""
    if values.shape[1] == 0:
        return np.full((values.shape[0], values.shape[2]), np.nan)
    ordered = np.sort(values, axis=1)
    count = np.isfinite(values).sum(axis=1, keepdims=True)
    low = np.take_along_axis(ordered, np.maximum((count - 1) // 2, 0), axis=1)
    high = np.take_along_axis(ordered, np.minimum(count // 2, values.shape[1] - 1), axis=1)
    return np.where(count[:, 0] > 0, (low[:, 0] + high[:, 0]) / 2, np.nan)
