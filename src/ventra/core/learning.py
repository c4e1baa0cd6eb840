"""Learning the profile of the day from looks: units counted between two looks say how much those hours hold of a day.

What is learned from are sums by category, half-hour of the first look and half-hours to the second, so that a market is gone
through in parts. The shares are found by expectation-maximisation for Poisson counts over overlapping stretches (Richardson 1972,
Lucy 1974); a category is drawn towards the market, and the market towards an even day, as by so many units of theirs.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ventra.core.columns import MISSING, ORDERS, Int64, Seen, run_starts
from ventra.core.counter import MOST_RISE
from ventra.core.credible import MOST_ORDERS
from ventra.core.day import TASHKENT_OFFSET_US, US_PER_DAY
from ventra.core.profile import BIN_US, BINS, MARKET, Float, Profile

LONGEST = 24
"""Half-hours between two looks beyond which they say too little of when."""
PULL_UNITS = 300.0
"""How much the market is drawn to an even day."""
PULL_TO_MARKET_UNITS = 1_000.0
"""How much a category is drawn to the market: more, for most have days much like it (decision 14)."""
ROUNDS = 60
AT_ONCE = 256
"""Categories that are worked on together: that bounds memory."""


@dataclass(frozen=True, slots=True, eq=False)
class Heard:
    """What looks said: by category (ascending) [c], units [c, 48, 24] and units expected were every hour alike."""

    category: Int64
    units: Float
    expected: Float

    def and_(self, other: Heard) -> Heard:
        """Both together."""
        category = np.union1d(self.category, other.category)
        units, expected = (np.zeros((len(category), BINS, LONGEST)) for _ in range(2))
        for one in (self, other):
            place = np.searchsorted(category, one.category)
            units[place] += one.units
            expected[place] += one.expected
        return Heard(category, units, expected)


NOTHING = Heard(np.zeros(0, np.int64), *(np.zeros((0, BINS, LONGEST)) for _ in range(2)))


def hear(seen: Seen, category: Int64) -> Heard:
    """What the counters of products say; `category` belongs to the products of `seen` in their order, `MARKET` where unknown."""
    p = seen.products
    rank = np.cumsum(run_starts(p.key[:, 0])) - 1
    first = np.flatnonzero(p.key[1:, 0] == p.key[:-1, 0])
    before, after = p.state[first, ORDERS], p.state[first + 1, ORDERS]
    units, length = after - before, p.at[first + 1] - p.at[first]
    good = (before != MISSING) & (after != MISSING) & (units >= 0) & (length > 0)
    good &= (units <= MOST_RISE) & (after <= MOST_ORDERS)
    first, units, length, owner = first[good], units[good], length[good], rank[first[good]]
    count = len(category)
    sold = np.bincount(owner, units, count)
    days = np.bincount(owner, length / US_PER_DAY, count)
    rate = sold / np.maximum(days, 1e-9)
    place = ((p.at[first] + TASHKENT_OFFSET_US) % US_PER_DAY + BIN_US // 2) // BIN_US % BINS
    steps = (length + BIN_US // 2) // BIN_US
    short = (steps >= 1) & (steps <= LONGEST) & (rate[owner] > 0)
    named, of = np.unique(category[owner[short]], return_inverse=True)
    cell = (of * BINS + place[short]) * LONGEST + steps[short] - 1
    shape = (len(named), BINS, LONGEST)
    size = len(named) * BINS * LONGEST
    expected = rate[owner[short]] * length[short] / US_PER_DAY
    summed = (np.bincount(cell, of_cell, size).astype(np.float64) for of_cell in (units[short], expected))
    return Heard(named, *(sums.reshape(shape) for sums in summed))


def learn(heard: Heard, *, version: int) -> Profile:
    """The profile that makes what was heard likeliest; a category of which nothing was heard has no row of its own."""
    even = np.full((1, BINS), 1 / BINS)
    market = _shares(
        heard.units.sum(axis=0, keepdims=True), heard.expected.sum(axis=0, keepdims=True), even, PULL_UNITS
    )
    own = np.flatnonzero((heard.category != MARKET) & (heard.units.sum(axis=(1, 2)) > 0))
    rows = [
        _shares(heard.units[some], heard.expected[some], market, PULL_TO_MARKET_UNITS)
        for some in (own[at : at + AT_ONCE] for at in range(0, len(own), AT_ONCE))
    ]
    return Profile(version, heard.category[own], np.concatenate((market, *rows)))


def _shares(units: Float, expected: Float, prior: Float, pull_units: float) -> Float:
    """Shares [c, 48] drawn towards `prior` [1, 48]."""
    place, length = np.divmod(np.arange(BINS * LONGEST), LONGEST)
    inside = ((np.arange(BINS)[None, :] - place[:, None]) % BINS <= length[:, None]).astype(np.float64)
    units, expected = units.reshape(-1, BINS * LONGEST), expected.reshape(-1, BINS * LONGEST)
    # An even hour of `expected` units holds 1 / 48 of a day's: scaled so that shares of 1 / 48 expect just that.
    exposure = expected / (length + 1) * BINS
    share = np.repeat(prior, len(units), axis=0)
    held = exposure @ inside
    pull = pull_units * prior
    for _ in range(ROUNDS):
        told = np.divide(units, share @ inside.T, out=np.zeros_like(units), where=units > 0)
        share = (share * (told @ inside) + pull) / (held + pull_units)
        share /= share.sum(axis=1, keepdims=True)
    share = np.maximum(share, 1e-6)
    scaled: Float = share / share.sum(axis=1, keepdims=True)
    return scaled
