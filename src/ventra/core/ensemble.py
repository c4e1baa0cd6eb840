"""Which ways of forecasting count for how much, by what each would have said before: a back-test over rolling origins.

Each way forecasts from origins in the past; its error there, of the series itself and of all series of its class together, makes
its weight. A weight is an error to a negative power: near ways share, far ones fade, and none is thrown out by the luck of a few
weeks (Bates and Granger, 1969; Stock and Watson, 2004).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from ventra.core.smoothing import known_mean

Float = npt.NDArray[np.float64]

OWN = 0.6
"""How much a series' own errors count beside those of its class, where it has `MANY` origins or more."""
MANY = 4


def weights(told: Float, values: Float, origins: Sequence[int], *, squared: bool, power: float) -> Float:
    """Weights [n, ways] that add up to 1, from forecasts `told` [n, origins, ways, horizon] of `values` [n, T].

    Origins of which nothing came to be known say nothing. `squared`: ways are compared by squared errors, which a mean makes
    least, else by absolute ones, which a median does.
    """
    count, _, ways, _ = told.shape
    lost, seen = np.zeros((count, ways)), np.zeros((count, 1))
    for place, origin in enumerate(origins):
        off = _off(told[:, place], values, origin)
        known = np.isfinite(off).all(axis=1, keepdims=True)
        lost += np.where(known, off**2 if squared else np.abs(off), 0.0).sum(axis=2)
        seen += known.sum(axis=2)
    able = np.isfinite(told).all(axis=(1, 3)) if told.shape[1] else np.ones((count, ways), dtype=bool)
    with np.errstate(divide="ignore", invalid="ignore"):
        error = (lost / seen) ** (0.5 if squared else 1.0)
        error = np.log(np.maximum(error, 1e-12 + 1e-6 * error.max(axis=1, keepdims=True)))
    error = np.where(np.isfinite(error) & able, error, np.nan)
    error -= known_mean(error, 1)[:, None]
    shared = np.nan_to_num(known_mean(error, 0))
    own = OWN * np.minimum(seen / max(1, told.shape[3]) / MANY, 1.0)
    score = np.where(np.isfinite(error), own * error + (1 - own) * shared[None], shared[None])
    score = np.where(able, np.nan_to_num(score), np.inf)
    least = score.min(axis=1, keepdims=True)
    weight = np.where(able, np.exp(-power * (score - np.where(np.isfinite(least), least, 0.0))), 0.0)
    total = weight.sum(axis=1, keepdims=True)
    return np.asarray(np.where(total > 0, weight / np.maximum(total, 1e-300), 1 / ways))


def combined(told: Float, weight: Float) -> Float:
    """The weighted mean over ways [n, origins, horizon]; NaN only where every way that counts says nothing."""
    able = np.isfinite(told)
    mass = np.einsum("nk,nokh->noh", weight, able.astype(float))
    total = np.einsum("nk,nokh->noh", weight, np.where(able, told, 0.0))
    return np.asarray(np.where(mass > 0, total / np.maximum(mass, 1e-300), np.nan))


def errors(told: Float, values: Float, origins: Sequence[int]) -> Float:
    """What came to be, less what `told` [n, origins, horizon] said: [n, origins, horizon], NaN where it is not known."""
    off = [_off(told[:, place, None], values, origin)[:, 0] for place, origin in enumerate(origins)]
    return np.stack(off, axis=1) if off else np.full((len(told), 0, told.shape[2]), np.nan)


def _off(told: Float, values: Float, origin: int) -> Float:
    """Values after an origin less forecasts [n, ways, horizon]; NaN beyond the end."""
    horizon = told.shape[2]
    after = values[:, origin : origin + horizon]
    filled = np.full((len(values), horizon), np.nan)
    filled[:, : after.shape[1]] = after
    return np.asarray(filled[:, None] - told)
