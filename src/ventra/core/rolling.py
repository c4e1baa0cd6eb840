"""Back-test of forecasts: made again from origins in the past, and laid beside what came, and beside three naive ones.

Scores of a series at an origin are means over its steps; those of many are means over series and origins, but for shares, which
are over sums. With error e, truth t, and a scale from the values before the origin alone:

- `mase`: mean |e| over the mean |difference| of values a season apart (Hyndman and Koehler, 2006)
- `rmsse`: root of mean e² over the mean squared difference of neighbours, from the first value that is not 0 on (Makridakis and
  others, 2022)
- `smape`: mean of 200 |e| / (|t| + |forecast|); `owa`: mean of the ratios of `smape` and `mase` to those of the last value
  repeated
- `wape`: Σ|e| / Σ|t|; `bias`: Σ(forecast − t) / Σ|t|; `wape_7`, `wape_28`: the same of totals
- `cover_80`, `cover_95`: share of steps inside; `cover_80_7`, `cover_80_28`: of totals; `above_80`: share above the high bound
- `width_80`: Σ width / Σ|t|; `interval_score_80`: mean width and ten times what is beyond (Gneiting and Raftery, 2007)
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from ventra.core.forecast import NAIVE_VALUES, SPANS, Band, forecast
from ventra.core.forecast_scores import scale_of

Float = npt.NDArray[np.float64]
Int64 = npt.NDArray[np.int64]

OURS, SEASONAL, LAST, AVERAGE = "forecast", "seasonal_naive", "naive", "average"
LEAST_VALUES = 14
"""Known values a series must have before an origin to be scored there."""
OUTSIDE = 0.2


@dataclass(slots=True)
class Tally:
    """Scores as they come in, by forecaster: means are of `means`, shares of two sums in `shares`."""

    means: dict[str, dict[str, list[Float]]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(list))
    )
    shares: dict[str, dict[str, Float]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(lambda: np.zeros(2)))
    )

    def mean(self, who: str, score: str, values: Float) -> None:
        """Take in a score of series, NaN where it is not known."""
        self.means[who][score].append(values[np.isfinite(values)])

    def share(self, who: str, score: str, part: Float, whole: Float) -> None:
        """Take in what a share is made of, NaN left out."""
        known = np.isfinite(part) & np.isfinite(whole)
        self.shares[who][score] += [part[known].sum(), whole[known].sum()]

    def scores(self) -> dict[str, dict[str, float | None]]:
        """Every score by forecaster; `None` where there was nothing to score."""
        found: dict[str, dict[str, float | None]] = {}
        for who in (OURS, SEASONAL, LAST, AVERAGE):
            means = {name: _mean(np.concatenate(parts)) for name, parts in self.means[who].items()}
            shares = {name: _ratio(*both) for name, both in self.shares[who].items()}
            found[who] = means | shares
        for own in found.values():
            own["owa"] = _owa(own, found[LAST])
        return found


def _mean(values: Float) -> float | None:
    return float(values.mean()) if len(values) else None


def _ratio(part: float, whole: float) -> float | None:
    return float(part / whole) if whole > 0 else None


def _owa(own: dict[str, float | None], naive: dict[str, float | None]) -> float | None:
    pairs = [(own.get(name), naive.get(name)) for name in ("smape", "mase")]
    ratios = [one / other for one, other in pairs if one is not None and other]
    return sum(ratios) / 2 if len(ratios) == 2 else None


@dataclass(frozen=True, slots=True)
class Rolling:
    """From how many origins, how many steps apart, and how far ahead, in what season."""

    origins: int
    apart: int
    horizon: int
    season: int


def roll(tally: Tally, values: Float, known: Float | None, by: Rolling) -> int:
    """Score forecasts of `values` [n, T] from each origin, the last a horizon before the end; returns how many there were."""
    done = 0
    for number in range(by.origins):
        origin = values.shape[1] - by.horizon - number * by.apart
        if origin < LEAST_VALUES:
            break
        enough = np.isfinite(values[:, :origin]).sum(axis=1) >= LEAST_VALUES
        if not enough.any():
            break
        past, after = values[enough, :origin], values[enough, origin : origin + by.horizon]
        ahead = None if known is None else known[enough, : origin + by.horizon]
        _add(tally, past, after, ahead, by)
        done += 1
    return done


def _add(tally: Tally, past: Float, after: Float, known: Float | None, by: Rolling) -> None:
    told = forecast(past, horizon=by.horizon, season=by.season, known=known)
    scale = scale_of(past, season=by.season)
    scales = [np.where(part > 0, part, np.nan) for part in (scale.step, scale.step_square)]
    for who, mean in (
        (OURS, told.steps.mean),
        (SEASONAL, _repeated(past, by.season, by.horizon)),
        (LAST, _repeated(past, 1, by.horizon)),
        (AVERAGE, told.naive),
    ):
        _points(tally, who, mean, after, scales)
    _bounds(tally, told.steps, after, end="")
    for span, band in told.spans.items():
        _bounds(tally, band, after[:, :span].sum(axis=1), end=f"_{span}")


def _points(tally: Tally, who: str, mean: Float, after: Float, scales: list[Float]) -> None:
    off, size = mean - after, np.abs(after)
    known = np.isfinite(off)
    count = np.where(known.any(axis=1), known.sum(axis=1), np.nan)
    with np.errstate(divide="ignore", invalid="ignore"):
        tally.mean(who, "mase", np.nansum(np.abs(off), axis=1) / count / scales[0])
        tally.mean(who, "rmsse", np.sqrt(np.nansum(off**2, axis=1) / count / scales[1]))
        both = np.abs(mean) + size
        part = np.where(known, np.where(both > 0, 200 * np.abs(off) / both, 0.0), 0.0)
        tally.mean(who, "smape", part.sum(axis=1) / count)
    tally.share(who, "wape", np.abs(off), size)
    tally.share(who, "bias", off, size)
    for span in SPANS:
        if span <= after.shape[1]:
            total = off[:, :span].sum(axis=1)
            tally.share(who, f"wape_{span}", np.abs(total), size[:, :span].sum(axis=1))


def _bounds(tally: Tally, band: Band, after: Float, *, end: str) -> None:
    """Score bounds; of totals, whose scores have an `end`, by how many are inside alone."""
    one = np.where(np.isfinite(after) & np.isfinite(band.low80) & np.isfinite(band.high80), 1.0, np.nan)
    inside = (after >= band.low80) & (after <= band.high80)
    tally.share(OURS, f"cover_80{end}", np.where(inside, one, 0.0), one)
    if end:
        return
    within = (after >= band.low95) & (after <= band.high95)
    tally.share(OURS, "cover_95", np.where(within, one, 0.0), one)
    tally.share(OURS, "above_80", np.where(after > band.high80, one, 0.0), one)
    width = band.high80 - band.low80
    tally.share(OURS, "width_80", width * one, np.abs(after))
    beyond = np.maximum(band.low80 - after, 0) + np.maximum(after - band.high80, 0)
    tally.share(OURS, "interval_score_80", (width + 2 / OUTSIDE * beyond) * one, one)


def _repeated(past: Float, season: int, horizon: int) -> Float:
    """The last known value of each phase again and again [n, horizon]; NaN where a phase was never seen."""
    length = past.shape[1]
    told = np.full((len(past), season), np.nan)
    for step in range(max(0, length - NAIVE_VALUES * season), length):
        known = np.isfinite(past[:, step])
        told[known, step % season] = past[known, step]
    return told[:, (length + np.arange(horizon)) % season]
