"""What is sold in the days to come, of many series at once: the mean, 80 % and 95 % intervals, and whether it beats the naive.

Several ways of smoothing each forecast from origins in the past, and share the weight by how far off they were there
(`core/ensemble.py`); the intervals come from the same errors (`core/spreads.py`). What is known ahead is taken out before and put
back after (`core/known_effects.py`). Beside all stands the naive forecast, the mean of the last 28 known values: where the errors
of the forecast at those origins were not below its errors, `beats_naive` says so, and the average is what should be shown; but
where the level shifted within those values, their average is of two levels and of no use.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
import numpy.typing as npt

from ventra.core import ensemble, spreads
from ventra.core.known_effects import Effects, effects
from ventra.core.level_since import level_since
from ventra.core.smoothing import Ahead, known_mean
from ventra.core.ways import LONG_SEASON, Kind, kinds, ways

Float = npt.NDArray[np.float64]
Bool = npt.NDArray[np.bool_]
Int64 = npt.NDArray[np.int64]

HORIZON, WEEK = 28, 7
SPANS = (7, 28)
ORIGINS = 10
"""Origins in the past that ways are compared over."""
LEAST_PAST = 14
"""Values an origin must have behind it."""
NAIVE_VALUES = 28
IDLE_SEASONS = 8
RELEARNED = 3
"""Past origins after which what is known ahead is learned anew; between them the last lesson stands."""
KNOWN_SEASONS = 4
"""Long seasons from which on one is told apart from what is known ahead."""
POWER, COUNT_POWER, LONG_POWER = 3.0, 16.0, 10.0
ROWS = 500
"""Series worked on together, as their forecasts from all origins by all ways are held at once."""


@dataclass(frozen=True, slots=True, eq=False)
class Band:
    """A mean and the bounds of its 80 % and 95 % intervals, of one shape; NaN where nothing can be said."""

    mean: Float
    low80: Float
    high80: Float
    low95: Float
    high95: Float


@dataclass(frozen=True, slots=True, eq=False)
class Forecast:
    """Of n series and H steps: `steps` [n, H], totals of the first 7 and 28 steps [n] by their length where H reaches so far.

    `naive` [n, H] is the mean of the last 28 known values, `beats_naive` [n] whether errors before were below the naive's,
    `model` [n] the index in `MODELS` (`core/ways.py`) of the way that counts most, `error` [n] what it was off by at
    past origins (NaN: too short to have any).
    """

    steps: Band
    spans: Mapping[int, Band]
    naive: Float
    beats_naive: Bool
    model: Int64
    error: Float


@dataclass(frozen=True, slots=True, eq=False)
class _Asked:
    """How far ahead, in what season, over which totals, at most how many origins in the past, and what holds for all alike."""

    horizon: int
    season: int
    spans: tuple[int, ...]
    origins: int
    times: Float | None

    def past(self, values: Float) -> tuple[int, ...]:
        """Where the past is cut: a short season apart, else a horizon, the last one a horizon before the end."""
        length = values.shape[1]
        short = self.season <= LONG_SEASON
        apart = self.season if short and self.season > 1 else self.horizon
        begun = length - int(np.isfinite(values).sum(axis=1).max(initial=0))
        least = begun + max(LEAST_PAST, 2 * self.season if short else 0)
        return tuple(range(length - self.horizon, least - 1, -apart)[: self.origins][::-1])

    def for_all(self, origin: int) -> Float:
        """How many times what was usual lately each step after an origin is for all series alike [H]."""
        if self.times is None:
            return np.ones(self.horizon)
        lately = self.times[max(0, origin - NAIVE_VALUES) : origin].mean() if origin else 1.0
        return np.asarray(self.times[origin : origin + self.horizon] / lately)

    @property
    def block(self) -> int:
        """How many neighbouring steps are as far off as one another."""
        return max(1, min(WEEK, self.horizon // 4 if self.season > LONG_SEASON else self.season))


def forecast(
    values: Float,
    *,
    horizon: int = HORIZON,
    season: int = WEEK,
    known: Float | None = None,
    times: Float | None = None,
    counted: bool | None = None,
    origins: int = ORIGINS,
    spans: Sequence[int] = SPANS,
) -> Forecast:
    """The next `horizon` steps of `values` [n, T], which end at the same step and are NaN where nothing is known.

    `known` [n, T + horizon, columns] is what is known ahead of each; `times` [T + horizon] how many times its usual each step is
    for all alike, as on feast days. `counted` says that values are counts, be they estimated, or that none is; else it shows.
    Raises `ValueError` where the length of what is known is another.
    """
    count, length = values.shape
    told = (
        known is None or known.shape[:2] == (count, length + horizon),
        times is None or len(times) == length + horizon,
    )
    if not all(told):
        raise ValueError("what is known ahead must reach from the first value to the last step forecast")
    if known is not None and season > LONG_SEASON and length < KNOWN_SEASONS * season:
        season = 1
    asked = _Asked(horizon, season, tuple(span for span in spans if span <= horizon), origins, times)
    parts, rows = [], []
    for kind, chosen in kinds(values, season, counted=counted) or [("amounts", np.arange(0))]:
        for begin in range(0, max(len(chosen), 1), ROWS):
            some = chosen[begin : begin + ROWS]
            parts.append(_together(values[some], None if known is None else known[some], kind, asked))
            rows.append(some)
    return _in_order(parts, np.concatenate(rows))


def _together(values: Float, known: Float | None, kind: Kind, asked: _Asked) -> Forecast:
    """The forecast of series of one kind."""
    counted, past = kind != "amounts", asked.past(values)
    since = _since(values, kind, asked.season)
    said, model = _said(values, known, kind, asked, past, since)
    naive = np.stack([_naive(values, origin) for origin in (*past, values.shape[1])], axis=1)
    off = ensemble.errors(said[:, :-1], values, past)
    naive_off = ensemble.errors(np.repeat(naive[:, :-1, None], asked.horizon, axis=2), values, past)
    error, naive_error = (_size(part, squared=counted) for part in (off, naive_off))
    ahead = np.where(np.isfinite(said[:, -1]), said[:, -1], naive[:, -1:])
    spans = {
        span: Band(*_total(off, said[:, :-1], ahead, counted=counted, span=span)) for span in asked.spans
    }
    return Forecast(
        Band(*_band(off, said[:, :-1], ahead, counted=counted, block=asked.block)),
        spans,
        np.repeat(naive[:, -1:], asked.horizon, axis=1),
        _beats(error, naive_error, origins=len(past)) | (since > max(values.shape[1] - NAIVE_VALUES, 0)),
        model,
        error,
    )


def _since(values: Float, kind: Kind, season: int) -> Int64:
    if kind == "few" or not 1 < season <= LONG_SEASON:
        return np.zeros(len(values), dtype=np.int64)
    return level_since(values, season=season)


def _said(
    values: Float, known: Float | None, kind: Kind, asked: _Asked, past: tuple[int, ...], since: Int64
) -> tuple[Float, Int64]:
    """What all ways together say [n, origins, H], from the past origins and then from the end; and the model that counts most."""
    length = values.shape[1]
    now = _effects(values, known, kind, asked, length)
    plain = np.where(now.shut[:, :length], np.nan, values / now.factor[:, :length])
    from_ = Ahead((*past, length), asked.horizon)
    told, models = ways(plain, from_, kind, season=asked.season, steady=known is not None, since=since)
    if (plain[np.isfinite(plain)] >= 0).all():
        told = np.maximum(told, 0.0)
    short = 1 < asked.season <= LONG_SEASON
    power = COUNT_POWER if kind != "amounts" else POWER if short else LONG_POWER
    weight = ensemble.weights(told[:, :-1], plain, past, squared=kind != "amounts", power=power)
    said = ensemble.combined(told, weight)
    said *= _known_then(values, known, kind, asked, from_)
    if not len(values):
        return said, np.zeros(0, dtype=np.int64)
    return said, np.array(models, dtype=np.int64)[weight.argmax(axis=1)]


def _idle(past: Float, season: int) -> Bool:
    """Phases from the end of `past` on in which the last eight known seasons sold nothing at all [n, season]: a weekday off."""
    seasons = min(IDLE_SEASONS, past.shape[1] // season)
    last = past[:, past.shape[1] - seasons * season :].reshape(len(past), seasons, season)
    return np.asarray((last == 0).all(axis=1) & (seasons == IDLE_SEASONS))


def _known_then(values: Float, known: Float | None, kind: Kind, asked: _Asked, ahead: Ahead) -> Float:
    """How many times its usual each step ahead of each origin is [n, origins, H], by what could be learned by then alone.

    So the errors of past origins are as large as those to come.
    """
    times = np.ones((len(values), len(ahead.origins), asked.horizon))
    by_weekday = kind == "amounts" and 1 < asked.season <= LONG_SEASON
    for place, origin in enumerate(ahead.origins):
        past = values[:, :origin]
        if place % RELEARNED == 0 or origin == values.shape[1]:
            then = _effects(past, known, kind, asked, values.shape[1])
        times[:, place] = (then.factor * ~then.shut)[:, origin + ahead.steps]
        times[:, place] *= asked.for_all(origin)
        if by_weekday:
            times[:, place] *= ~_idle(past, asked.season)[:, ahead.steps % asked.season]
    return times


def _effects(past: Float, known: Float | None, kind: Kind, asked: _Asked, length: int) -> Effects:
    """What is known of all steps, as it could be learned from `past`, the first of `length` steps."""
    if known is None or kind == "few":
        whole = (len(past), length + asked.horizon)
        return Effects(np.ones(whole), np.zeros(whole, dtype=bool))
    return effects(past, known, season=asked.season)


def _naive(values: Float, origin: int) -> Float:
    """The mean of the last 28 known values before an origin [n]; NaN where there are none."""
    before = values[:, :origin][:, ::-1]
    last = np.cumsum(np.isfinite(before), axis=1) <= NAIVE_VALUES
    return known_mean(np.where(last, before, np.nan), 1)


def _size(off: Float, *, squared: bool) -> Float:
    """The mean absolute error, or the root of the mean squared one, over all that is known of `off` [n, origins, H]."""
    flat = np.abs(off.reshape(len(off), off.shape[1] * off.shape[2]))
    return np.sqrt(known_mean(flat**2, 1)) if squared else known_mean(flat, 1)


def _beats(error: Float, naive: Float, *, origins: int) -> Bool:
    """Whether errors are below the naive ones, by a series' own origins and by all of its kind: few origins are luck."""
    known = (error > 0) & (naive > 0)
    ratio = np.log(np.where(known, error, 1.0) / np.where(known, naive, 1.0))
    shared = ratio[known].mean() if known.any() else 0.0
    own = ensemble.OWN * min(origins / ensemble.MANY, 1.0)
    exact = (error == 0) & (naive > 0)
    return np.asarray(exact | (known & (own * ratio + (1 - own) * shared < 0)))


def _band(off: Float, said: Float, mean: Float, *, counted: bool, block: int) -> tuple[Float, ...]:
    """A mean and its bounds, step by step."""
    told = spreads.of_counts(off, said, mean) if counted else spreads.of_amounts(off, said, mean, block=block)
    return _about(mean, told)


def _total(off: Float, said: Float, mean: Float, *, counted: bool, span: int) -> tuple[Float, ...]:
    """The total of the first steps and its bounds."""
    whole = mean[:, :span].sum(axis=1)
    if not counted:
        return _about(whole, spreads.of_totals(off, said, mean, span=span))
    sums = [part[..., :span].sum(axis=-1, keepdims=True) for part in (off, said, mean)]
    return _about(whole, spreads.of_counts(*sums)[:, :, 0])


def _about(mean: Float, bounds: Float) -> tuple[Float, ...]:
    """A mean and its bounds, never on the wrong side of it, nor below nothing where nothing is below."""
    low80, high80, low95, high95 = bounds
    least = np.where(mean >= 0, 0.0, -np.inf)
    low80, low95 = (np.maximum(np.minimum(low, mean), least) for low in (low80, low95))
    high80, high95 = np.maximum(high80, mean), np.maximum(high95, mean)
    return mean, low80, high80, np.minimum(low95, low80), np.maximum(high95, high80)


def _in_order(parts: Sequence[Forecast], rows: Int64) -> Forecast:
    """Parts put together, each row where it came from."""
    order = np.argsort(rows)

    def bands(of: Sequence[Band]) -> Band:
        return Band(
            *(np.concatenate([getattr(one, each.name) for one in of])[order] for each in fields(Band))
        )

    def column(name: str) -> npt.NDArray[Any]:
        return np.concatenate([getattr(part, name) for part in parts])[order]

    return Forecast(
        bands([part.steps for part in parts]),
        {span: bands([part.spans[span] for part in parts]) for span in parts[0].spans},
        *(column(each.name) for each in fields(Forecast)[2:]),
    )
