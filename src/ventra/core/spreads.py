"""How far from a forecast what comes may be: intervals for amounts by what errors were before, for counts by a law of counts.

*Amounts*: errors at past origins, each over its series' usual error, are put together over all series of a class and steps of
one week ahead; their quantiles are the bounds (conformal prediction over rolling origins; Lei and others, 2018). *Counts*: a
negative binomial about the forecast, its variance so many times the mean as errors were, the series' own drawn towards its
class; bounds are whole pieces. *Totals of amounts* are told from weeks, by how large and how alike their errors are.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from ventra.core.smoothing import known_mean

Float = npt.NDArray[np.float64]

LEVELS = (0.1, 0.9, 0.025, 0.975)
"""The quantiles that bounds are: of 80 % and of 95 %."""
SHARES = ((0.8, 1.2816), (0.95, 1.96))
"""The same as shares between them, with the deviates that a normal would have there."""
DRAWN_VALUES, DRAWN_UNITS = 14.0, 10.0
"""How much a series' usual error, and its dispersion, are drawn towards those of its class: in values and in units."""
LEAST_DISPERSION, MOST_COUNTED = 1.02, 150.0
FLOOR = 0.01
PIECE, MOST_OFF = 7, 1.0
"""Steps in a piece that totals are told from; usual errors beyond which one is cut where pieces are held against one another."""


def of_amounts(off: Float, said: Float, mean: Float, *, block: int) -> Float:
    """Bounds [4, n, H] about `mean` [n, H] in the order of `LEVELS`, from errors `off` and forecasts `said` [n, origins, H].

    `block`: how many neighbouring steps ahead are taken together. NaN where no error is known.
    """
    level = known_mean(np.abs(mean), 1)
    usual = _usual(off, said, level, alike=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        scaled = off / (usual[:, None, None] * _width(said, level))
    bounds = np.full((len(LEVELS), *mean.shape), np.nan)
    for begin in range(0, mean.shape[1], block):
        part = slice(begin, min(begin + block, mean.shape[1]))
        told = scaled[:, :, part]
        told = np.sort(told[np.isfinite(told)])
        if len(told):
            # Series err together: what is known of the quantiles is as much as there are steps and origins.
            few = 1 + 0.5 / (off.shape[1] * (part.stop - part.start))
            reach = few * usual[:, None] * np.where(mean == 0, 0.0, _width(mean, level))[:, part]
            bounds[:, :, part] = mean[:, part] + _quantiles(told)[:, None, None] * reach
    return bounds


def of_totals(off: Float, said: Float, mean: Float, *, span: int) -> Float:
    """Bounds [4, n] about the total of the first `span` steps of `mean` [n, H], by errors and forecasts as for amounts.

    Totals of many steps overlap from origin to origin, so that one odd week is in half of them. So how far off a total may be is
    told from the errors of weeks, of which the odd one is one of many, and from how the weeks of one origin err together or make
    up for one another. NaN where no week's error is known.
    """
    piece = PIECE if span % PIECE == 0 else span
    many = span // piece
    off, said, ahead = (_pieces(part, piece) for part in (off, said, mean))
    level = known_mean(np.abs(ahead), 1)
    usual = _usual(off, said, level, alike=off.shape[2])
    with np.errstate(divide="ignore", invalid="ignore"):
        scaled = off / (usual[:, None, None] * _width(said, level))
    size = np.abs(scaled[np.isfinite(scaled)])
    if not len(size):
        return np.full((len(LEVELS), len(mean)), np.nan)
    ahead = ahead[:, :many]
    reach = usual[:, None] * np.where(ahead == 0, 0.0, _width(ahead, level))
    apart = np.sqrt((reach**2).sum(axis=1) * _together(scaled[:, :, :many]))
    # Few errors are further out than their quantiles say, as Student's t is; series err together, and tell as much as the root
    # of their number would by themselves.
    seen = (off.shape[1] + off.shape[2] - 1) / many * np.sqrt(len(off))
    ends = [np.quantile(size, share) * (1 + (z * z + 1) / 4 / seen) for share, z in SHARES]
    signs = np.array([-ends[0], ends[0], -ends[1], ends[1]])
    return np.asarray(ahead.sum(axis=1) + signs[:, None] * apart)


def _pieces(values: Float, piece: int) -> Float:
    """Sums of whole pieces of neighbouring steps along the last axis."""
    whole = values.shape[-1] // piece
    return np.asarray(values[..., : whole * piece].reshape(*values.shape[:-1], whole, piece).sum(axis=-1))


def _together(scaled: Float) -> float:
    """How many times the squares of pieces' errors the square of their sum is, large ones cut; 1 where none is known."""
    known = scaled[np.isfinite(scaled).all(axis=2)]
    cut = np.clip(known, -MOST_OFF, MOST_OFF)
    squares = (cut**2).sum()
    return float((cut.sum(axis=1) ** 2).sum() / squares) if squares > 0 else 1.0


def _usual(off: Float, said: Float, level: Float, *, alike: int) -> Float:
    """The usual error of each series [n] over the root of what was said, drawn towards that of its class.

    So many neighbours as are `alike` tell as much as one.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        unit = np.abs(off) / _width(said, level)
    usual = known_mean(unit.reshape(len(off), off.shape[1] * off.shape[2]), 1)
    with np.errstate(divide="ignore", invalid="ignore"):
        root = np.sqrt(level)
        relative = usual / root
    seen = np.isfinite(off).reshape(len(off), off.shape[1] * off.shape[2]).sum(axis=1) / alike
    shared = known_mean(relative[None], 1)[0]
    return np.asarray((np.nan_to_num(usual) * seen + DRAWN_VALUES * shared * root) / (seen + DRAWN_VALUES))


def _width(said: Float, level: Float) -> Float:
    """How wide errors are about what was said, up to a factor: as its root, but never as if nothing could be sold."""
    least = FLOOR * level.reshape(-1, *[1] * (said.ndim - 1))
    return np.sqrt(np.maximum(np.abs(said), least))


def _quantiles(told: Float) -> Float:
    """Quantiles of sorted values, each taken so far out that one more value would be beyond it as often as it says."""
    count = len(told)
    levels = np.array(LEVELS)
    return np.asarray(np.interp(levels * (count + 1) - 1, np.arange(count), told))


def of_counts(off: Float, said: Float, mean: Float) -> Float:
    """Bounds [4, n, H] in whole pieces about `mean` [n, H] in the order of `LEVELS`, by errors and forecasts as for amounts."""
    told = np.isfinite(off) & np.isfinite(said)
    square = np.where(told, off, 0.0) ** 2
    units = np.where(told, said, 0.0)
    squares, sold = (
        part.reshape(len(off), off.shape[1] * off.shape[2]).sum(axis=1) for part in (square, units)
    )
    shared = squares.sum() / max(sold.sum(), 1e-9) if told.any() else 2.0
    dispersion = (squares + DRAWN_UNITS * shared) / (sold + DRAWN_UNITS)
    return count_quantiles(mean, np.maximum(dispersion, LEAST_DISPERSION)[:, None], LEVELS)


def count_quantiles(mean: Float, dispersion: Float, levels: tuple[float, ...]) -> Float:
    """Quantiles [levels, ...] of a negative binomial whose variance is `dispersion` (above 1) times its `mean`; NaN stays NaN."""
    mean, dispersion = np.broadcast_arrays(mean, dispersion)
    known = np.isfinite(mean)
    few = known & (mean <= MOST_COUNTED)
    found = np.full((len(levels), *mean.shape), np.nan)
    found[:, known & ~few] = _many(mean[known & ~few], dispersion[known & ~few], levels)
    size = np.maximum(mean[few], 0.0) / (dispersion[few] - 1)
    more = 1 - 1 / dispersion[few]
    each = np.exp(-size * np.log(dispersion[few]))
    below = each.copy()
    quantile = np.zeros((len(levels), len(size)))
    number = 0
    wanted = np.array(levels)[:, None]
    while (rest := below < wanted.max()).any() and number < 10 * MOST_COUNTED:
        quantile += below[None] < wanted
        each = each * (number + size) / (number + 1) * more
        below = below + each
        number += 1
        if not each[rest].any():
            break
    found[:, few] = quantile
    return found


def _many(mean: Float, dispersion: Float, levels: tuple[float, ...]) -> Float:
    """The same of large means: normal with a correction for the skew (Cornish and Fisher, 1938), in whole pieces."""
    deviates = {0.1: -1.2816, 0.9: 1.2816, 0.025: -1.96, 0.975: 1.96}
    told = []
    for level in levels:
        z = deviates[level]
        told.append(mean + z * np.sqrt(dispersion * mean) + (z * z - 1) / 6 * (2 * dispersion - 1))
    return np.maximum(np.round(np.array(told)), 0.0)
