"""The oracle: it knows the units between any two visits and every event, and only not the hour of each sale within the gap.

A gap's units are split at midnight by the expected rate of each variant on both sides, which is zero while the variant is out
of stock. How good a day is by chance is not known to it, nor is that an event.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ventra.simulator.habits import DAY_SECONDS, Floats
from ventra.simulator.prices import Int64
from ventra.simulator.streams.kinds import Kind
from ventra.simulator.streams.story import Story


@dataclass(frozen=True, slots=True, eq=False)
class Told:
    """By variant and whole looked-at day: true units, the oracle's (NaN on a day nobody looked), and whether it was on sale."""

    day: Int64
    units: Int64
    oracle: Floats
    on_sale: np.ndarray[tuple[int, int], np.dtype[np.bool_]]


def tell(story: Story, second: Int64) -> Told:
    """Truth and oracle of a product looked at at `second`, for the days (from 0) between its first and its last look."""
    variants = len(story.variants)
    day = np.arange(-(-second[0] // DAY_SECONDS), second[-1] // DAY_SECONDS)
    sale = story.flow.kind == Kind.SALE
    variant, at, units = story.flow.variant[sale], story.flow.second[sale], -story.flow.change[sale]
    truth = _table(variant, at // DAY_SECONDS, units, (variants, story.days))[:, day].astype(np.int64)
    gap = np.searchsorted(second, at, side="left") - 1
    between = (gap >= 0) & (gap < len(second) - 1)
    in_gap = _table(variant[between], gap[between], units[between], (variants, len(second) - 1))
    cuts = np.union1d(second, day * DAY_SECONDS)
    cuts = np.union1d(cuts, (day + 1) * DAY_SECONDS)
    in_stock = np.stack([_expected(story, variant, cuts) for variant in range(variants)])
    oracle = split(in_gap, second, cuts, in_stock, story.rate.until(cuts))[:, day]
    looked = np.isin(day, second // DAY_SECONDS)
    return Told(day, truth, np.where(looked, oracle, np.nan), _on_sale(story, day))


def split(in_gap: Floats, second: Int64, cuts: Int64, in_stock: Floats, always: Floats) -> Floats:
    """Units by variant and day (from 0 to that of the last look) of units by variant and gap between the looks at `second`.

    `cuts` holds the looks and the midnights between them, `in_stock` [variants, cuts] what was expected of each variant until
    then; `always` [cuts] the same without stock-outs, for a gap in which nothing was expected.
    """
    variants, gaps = in_gap.shape
    gap = np.searchsorted(second, cuts[:-1], side="right") - 1
    day = cuts[:-1] // DAY_SECONDS
    row = np.repeat(np.arange(variants), len(gap)).reshape(variants, -1)
    piece = np.diff(in_stock, axis=1)
    whole = _table(row, np.tile(gap, (variants, 1)), piece, (variants, gaps))
    plain = np.diff(always)
    never = np.bincount(gap, plain, gaps)
    share = np.where(
        whole[:, gap] > 0, piece / np.where(whole > 0, whole, 1.0)[:, gap], (plain / never[gap])[None, :]
    )
    units = in_gap[:, gap] * share
    return _table(row, np.tile(day, (variants, 1)), units, (variants, int(day[-1]) + 1))


def _expected(story: Story, variant: int, second: Int64) -> Floats:
    """Units expected of a variant from the span's start until each second, none of them while it is out of stock."""
    first, last = np.searchsorted(story.flow.variant, (variant, variant + 1))
    when, stock = story.flow.second[first:last], story.flow.stock[first:last]
    rate = story.rate.until
    begun, open_after = rate(when), stock > 0
    grown = np.where(open_after[:-1], np.diff(begun), 0.0)
    at_change = np.concatenate((np.zeros(1), np.cumsum(grown)))
    place = np.searchsorted(when, second, side="right") - 1
    known = np.maximum(place, 0)
    since = np.where(open_after[known], rate(second) - begun[known], 0.0)
    units = np.where(place < 0, 0.0, at_change[known] + since) * story.variants.share[variant]
    return np.asarray(units, np.float64)


def _on_sale(story: Story, day: Int64) -> np.ndarray[tuple[int, int], np.dtype[np.bool_]]:
    """Whether each variant was on sale in any part of each day."""
    there = np.zeros((len(story.variants), len(day)), bool)
    for variant, first, last in story.variants.lives.tolist():
        there[variant] |= (day * DAY_SECONDS < last) & ((day + 1) * DAY_SECONDS > first)
    return there


def _table(row: Int64, column: Int64, values: Int64 | Floats, shape: tuple[int, int]) -> Floats:
    """Values added up by row and column."""
    total = np.bincount((row * shape[1] + column).ravel(), values.ravel(), shape[0] * shape[1])
    return total.reshape(shape).astype(np.float64, copy=False)
