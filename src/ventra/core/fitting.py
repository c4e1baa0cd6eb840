"""The narrowest intervals that hold the truth often enough: chosen by class among numbers of standard errors below and above."""

from __future__ import annotations

import numpy as np

from ventra.core.columns import Int64
from ventra.core.profile import Float

ERRORS = (
    0.15,
    0.3,
    0.45,
    0.6,
    0.75,
    0.9,
    1.0,
    1.1,
    1.2,
    1.3,
    1.4,
    1.5,
    1.65,
    1.8,
    2.0,
    2.3,
    2.7,
    3.2,
    4.0,
    5.0,
)
"""Standard errors that are tried on each side."""
LEAST_ROWS = 400
"""Rows that a class needs for numbers of its own; a smaller one takes those of the wider class that it is part of."""
MOST_OUT = 0.14
"""The share of truths that may lie on one side of an interval: half of what lies outside would be 0.1."""


def narrowest(low: Float, high: Float, truth: Float, level: float) -> tuple[float, float]:
    """Standard errors below and above that hold `level` of the truths with the least width in all.

    `low` and `high` [errors, n] are the bounds that each of `ERRORS` gives. The share asked is that of split conformal
    prediction, (n + 1) / n of the level; where none reaches it the widest are told.
    """
    under, over = low <= truth, high >= truth
    held = under.astype(np.float64) @ over.T.astype(np.float64) / len(truth)
    sides = [one.mean(axis=1) >= 1 - MOST_OUT for one in (under, over)]
    width = high.sum(axis=1)[None, :] - low.sum(axis=1)[:, None]
    enough = (held >= level * (len(truth) + 1) / len(truth)) & sides[0][:, None] & sides[1][None, :]
    if not enough.any():
        return ERRORS[-1], ERRORS[-1]
    below, above = np.unravel_index(np.argmin(np.where(enough, width, np.inf)), width.shape)
    return ERRORS[int(below)], ERRORS[int(above)]


def by_class(
    low: Float, high: Float, truth: Float, classes: list[Int64], shape: tuple[int, ...], level: float
) -> Float:
    """A table of `shape` with, last, the standard errors below and above of each class; `classes` number a row's place in it.

    Rows that no number of errors gives a width are passed over: what they say is exact.
    """
    wide = np.flatnonzero(high[-1] > low[-1])
    table = np.ones((*shape, 2))
    for place in np.ndindex(*shape):
        for kept in range(len(shape), -1, -1):
            inside = wide
            for of_row, one in zip(classes[:kept], place[:kept], strict=True):
                inside = inside[of_row[inside] == one]
            if len(inside) >= LEAST_ROWS or (kept == 0 and len(inside)):
                table[place] = narrowest(low[:, inside], high[:, inside], truth[inside], level)
                break
    return table
