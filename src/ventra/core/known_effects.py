"""What things known ahead do to sales: prices, adverts, promotions, feast days, a shop that is shut.

A regression on logarithms, one a series, its slopes drawn towards the middle of all series' (ridge towards a common value; Hoerl
and Kennard, 1970), with errors beyond one and a half usual ones counting less (Huber, 1964). Weekday, a line through time and the
year stand in it so that they do not pass for effects; of a flag each weekday may have its own. Of a column of amounts all above
0 the logarithm is taken, its product with each flag added, and what the other series show at that time, as rivals' prices count
too. A flag under which nothing was ever sold shuts the series instead.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ventra.core.same_phase import middle

Float = npt.NDArray[np.float64]
Bool = npt.NDArray[np.bool_]

LEAST_SHUT, SHUT = 10, 0.98
"""Values under a flag from which on, and the share of zeros among them with which, the flag shuts."""
ROUNDS = 4
HUBER = 1.5
FREE, DRAWN, DRAWN_MORE, DRAWN_TOGETHER = 1e-3, 1.0, 10.0, 20.0
"""Ridge in values' worth: of nuisances, of effects, of their products, and of all towards the middle of the series."""
LONGEST_WEEK = 14
YEAR = 365.25


@dataclass(frozen=True, slots=True, eq=False)
class Effects:
    """How many times its usual each value of n series is, `factor` [n, T + horizon], and where it is `shut`, by what is known."""

    factor: Float
    shut: Bool


def effects(values: Float, known: Float, *, season: int) -> Effects:
    """From `values` [n, T] (NaN unknown) and `known` [n, T + horizon, columns], where NaN counts as the usual."""
    shut, left = _shut(values, known)
    flat = np.ones(known.shape[:2])
    open_values = np.where(shut[:, : values.shape[1]], np.nan, values)
    sold = np.where(open_values > 0, open_values, np.nan)
    if not left or not np.isfinite(sold).any():
        return Effects(flat, shut)
    shown, plain = _columns(known[:, :, left], values.shape[1], season)
    if shown.shape[2] == 0:
        return Effects(flat, shut)
    slopes = _slopes(np.log(sold), shown, plain, season)
    factor = np.einsum("ntp,np->nt", shown, slopes)
    # No further out than anything that was seen: a price never tried is not extrapolated.
    reach = np.abs(factor[:, : values.shape[1]]).max(axis=1, keepdims=True)
    return Effects(np.exp(np.clip(factor, -reach, reach)), shut)


def _shut(values: Float, known: Float) -> tuple[Bool, list[int]]:
    """Where a flag says that nothing is sold, and which columns are left to learn from."""
    shut, left = np.zeros(known.shape[:2], dtype=bool), []
    past = known[:, : values.shape[1]]
    for place in range(known.shape[2]):
        column = known[:, :, place]
        states = np.unique(column[np.isfinite(column)])
        if len(states) < 2:
            continue
        closes = [state for state in states if len(states) == 2 and _closes(values, past[:, :, place], state)]
        for state in closes[:1]:
            shut |= column == state
        if not closes:
            left.append(place)
    return shut, left


def _closes(values: Float, flag: Float, state: float) -> bool:
    under, other = (np.isfinite(values) & part for part in (flag == state, flag != state))
    nothing, elsewhere = ((values[part] == 0).sum() for part in (under, other))
    return bool(
        under.sum() >= LEAST_SHUT and nothing >= SHUT * under.sum() and elsewhere < SHUT / 2 * other.sum()
    )


def _columns(known: Float, past: int, season: int) -> tuple[Float, int]:
    """What the regression goes by [n, T + horizon, p], each about its mean so far, and how many of it are columns as given."""
    count, length, _ = known.shape
    flags: list[Float] = []
    amounts: list[Float] = []
    for place in range(known.shape[2]):
        column = known[:, :, place]
        is_flag = len(np.unique(column[np.isfinite(column)])) == 2
        if not is_flag and np.nanmin(column) > 0:
            column = np.log(column)
        seen = np.isfinite(column[:, :past])
        usual = np.where(seen, column[:, :past], 0).sum(axis=1) / np.maximum(seen.sum(axis=1), 1)
        off = column - usual[:, None]
        (flags if is_flag else amounts).append(np.where(np.isfinite(off), off, 0.0))
    shown = [*amounts, *flags]
    plain = len(shown)
    if len(amounts) == 1:
        shown += [amounts[0] * flag for flag in flags]
    if count > 1:
        shown += [(one.sum(axis=0) - one) / (count - 1) for one in amounts if np.ptp(one, axis=0).max() > 0]
    if 1 < season <= LONGEST_WEEK:
        day = np.arange(length) % season
        shown += [flag * (day == one) for flag in flags for one in range(season)]
    return (np.stack(shown, axis=2) if shown else np.zeros((count, length, 0))), plain


def _slopes(logs: Float, shown: Float, plain: int, season: int) -> Float:
    """Slopes [n, p] of `shown`: each series by itself, then once more towards the middle of all."""
    count, length = logs.shape
    nuisances = _nuisances(length, season)
    free = nuisances.shape[1]
    design = np.concatenate([np.broadcast_to(nuisances, (count, length, free)), shown[:, :length]], axis=2)
    ridge = np.full(design.shape[2], FREE)
    ridge[free:], ridge[free + plain :] = DRAWN, DRAWN_MORE
    towards = np.zeros(design.shape[2])
    found = _fit(logs, design, ridge, towards)
    if count > 2:
        towards[free:] = np.median(found[:, free:], axis=0)
        ridge[free:] = DRAWN_TOGETHER
        found = _fit(logs, design, ridge, towards)
    return found[:, free:]


def _nuisances(length: int, season: int) -> Float:
    step = np.arange(length)
    columns = [np.ones(length), step / length - 0.5]
    if 1 < season <= LONGEST_WEEK:
        columns += [(step % season == day).astype(float) for day in range(1, season)]
    if season == 7 and length > YEAR:
        turns = [2 * np.pi * times * step / YEAR for times in (1, 2)]
        columns += [wave(turn) for turn in turns for wave in (np.sin, np.cos)]
    return np.stack(columns, axis=1)


def _fit(logs: Float, design: Float, ridge: Float, towards: Float) -> Float:
    """Weighted least squares [n, p] with a ridge in units of each column's own mean square."""
    told = np.isfinite(logs)
    target = np.where(told, logs, 0.0)
    weight = told.astype(float)
    found = np.zeros((len(logs), design.shape[2]))
    for _ in range(ROUNDS):
        weighed = design * weight[:, :, None]
        normal = np.matmul(weighed.transpose(0, 2, 1), design)
        square = np.einsum("npp->np", normal) / np.maximum(weight.sum(axis=1), 1)[:, None]
        drawn = ridge * np.maximum(square, 1e-9)
        right = np.einsum("ntp,nt->np", weighed, target) + drawn * towards
        normal = normal + drawn[:, :, None] * np.eye(design.shape[2])
        found = np.linalg.solve(normal, right[:, :, None])[:, :, 0]
        off = np.where(told, np.abs(target - np.einsum("ntp,np->nt", design, found)), np.nan)
        usual = 1.4826 * np.nan_to_num(middle(off[:, :, None])[:, 0])
        with np.errstate(divide="ignore", invalid="ignore"):
            weight = np.where(told, 1 / np.maximum(1, off / (HUBER * usual[:, None] + 1e-9)), 0.0)
    return found
