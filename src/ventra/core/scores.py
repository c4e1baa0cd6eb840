"""Scores of estimates against the truth: how far off, how honest the 80 % interval, how often no number at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Self

import msgspec
import numpy as np
import numpy.typing as npt

Float = npt.NDArray[np.float64]
Bool = npt.NDArray[np.bool_]
Int64 = npt.NDArray[np.int64]

ALPHA = 0.2
"""What an 80 % interval leaves outside."""
WIDE_UNITS = 1.0
EXACT_UNITS = 0.5


@dataclass(frozen=True, slots=True, eq=False)
class Estimates:
    """Estimates [n] of the units of rows (product-days or product-weeks): point, low, high; NaN where there is no number."""

    point: Float
    low: Float
    high: Float

    @classmethod
    def of_points(cls, point: Float) -> Self:
        """Numbers that come without an interval: each is said to be exact."""
        return cls(point, point, point)

    def take(self, which: Bool | Int64) -> Self:
        """The rows that a mask or indexes name."""
        return type(self)(*(getattr(self, part.name)[which] for part in fields(self)))


class Scores(msgspec.Struct, frozen=True):
    """What `score` finds of some rows; a score of no rows is `None`, never 0. The names are those of `formats.md`.

    With point p, bounds l and h, truth t, over the rows that have a number unless said otherwise:

    - `n`: rows, with a number or without; `missing`: the share of them without one
    - `wape`: Σ|p−t| / Σt, weighted absolute percentage error (Kolassa and Schütz 2007, as MAD/mean ratio)
    - `median_ape`: the median of |p−t| / t where t > 0
    - `bias`: Σ(p−t) / Σt
    - `cover`: the share with l ≤ t ≤ h; `cover_open`: of rows with a width (l < h); `cover_wide`: of rows at least a unit wide
    - `rel_width`: Σ(h−l) / Σt
    - `wis`: mean weighted interval score, in units (`weighted_interval_scores`)
    - `exact`: the share with |p−t| ≤ ½ of rows said to be exact (l = h)
    """

    n: int
    wape: float | None
    median_ape: float | None
    bias: float | None
    cover: float | None
    cover_open: float | None
    cover_wide: float | None
    rel_width: float | None
    wis: float | None
    missing: float | None
    exact: float | None


def score(estimates: Estimates, truth: Float) -> Scores:
    """Scores of estimates [n] against true units [n]."""
    told = np.isfinite(estimates.point)
    point, low, high = (getattr(estimates, part)[told] for part in ("point", "low", "high"))
    true = truth[told]
    error, sold = np.abs(point - true), float(true.sum())
    covered, width = (low <= true) & (true <= high), high - low
    return Scores(
        n=len(truth),
        wape=_ratio(float(error.sum()), sold),
        median_ape=_median(error[true > 0] / true[true > 0]),
        bias=_ratio(float((point - true).sum()), sold),
        cover=_share(covered),
        cover_open=_share(covered[width > 0]),
        cover_wide=_share(covered[width >= WIDE_UNITS]),
        rel_width=_ratio(float(width.sum()), sold),
        wis=_mean(weighted_interval_scores(point, low, high, true)),
        missing=_share(~told),
        exact=_share(error[width == 0] <= EXACT_UNITS),
    )


def mean_of(cells: Sequence[Scores], *, rows: int) -> Scores:
    """The plain mean of each score over those cells that know it, each cell alike, whatever it sells; `rows` are told as `n`."""
    columns = {
        name: [getattr(one, name) for one in cells] for name in Scores.__struct_fields__ if name != "n"
    }
    known = {name: [one for one in column if one is not None] for name, column in columns.items()}
    return Scores(n=rows, **{name: _mean(np.array(column)) for name, column in known.items()})


def weighted_interval_scores(point: Float, low: Float, high: Float, truth: Float) -> Float:
    """The weighted interval score of each row, for the median and one 80 % interval: lower is better, in units.

    (½·|t−m| + α/2·IS) / (K + ½) with K = 1 interval and IS = (h−l) + 2/α·(l−t)₊ + 2/α·(t−h)₊ (Bracher, Ray, Gneiting, Reich
    2021, "Evaluating epidemic forecasts in an interval format", eq. 1 and 2). A point without an interval scores its error.
    """
    outside = np.maximum(low - truth, 0.0) + np.maximum(truth - high, 0.0)
    interval = (high - low) + 2 / ALPHA * outside
    weighted: Float = (0.5 * np.abs(truth - point) + ALPHA / 2 * interval) / 1.5
    return weighted


def _ratio(part: float, whole: float) -> float | None:
    return part / whole if whole > 0 else None


def _share(of: Bool) -> float | None:
    return float(of.mean()) if len(of) else None


def _mean(of: Float) -> float | None:
    return float(of.mean()) if len(of) else None


def _median(of: Float) -> float | None:
    return float(np.median(of)) if len(of) else None
