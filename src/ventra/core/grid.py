"""Neighbouring looks of each product: the steps that all evidence is laid out on."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ventra.core.columns import Int64, Seen, run_starts
from ventra.core.day import US_PER_DAY
from ventra.core.profile import Float, Profile
from ventra.core.trailing import Before, days_before

REACH_US = 3 * US_PER_DAY
"""How far apart two sightings of a value may lie for looks without it in between to be bridged."""


@dataclass(frozen=True, slots=True, eq=False)
class Grid:
    """Steps [m]: row of the first look (the next row is the second), number of its product, instants (µs).

    `mass` is how much of a day's sales the step is expected to hold; `row` the row of the profile that says so;
    `week` the steps of the days that end with each; `on_cancel` what its counter does on a cancelled order (`core/counters`).
    """

    first: Int64
    owner: Int64
    begin: Int64
    end: Int64
    mass: Float
    row: Int64
    week: Before
    on_cancel: npt.NDArray[np.int8]

    def __len__(self) -> int:
        return len(self.first)


def grid_of(seen: Seen, profile: Profile, category: Int64) -> Grid:
    """The steps of all products of `seen`, whose categories are given in their order."""
    p = seen.products
    starts = run_starts(p.key[:, 0])
    first = np.flatnonzero(~starts[1:])
    owner = (np.cumsum(starts) - 1)[first]
    begin, end, row = p.at[first], p.at[first + 1], profile.rows_of(category)[owner]
    mass, week = profile.mass(row, begin, end), days_before(owner, end)
    return Grid(first, owner, begin, end, mass, row, week, profile.counters.of_steps(p.source, first))
