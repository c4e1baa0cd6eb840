"""Where a counter that is shown rounded down stands: within what it shows and cuts off, moved on by what left the stock.

At each look the true counter is what it was plus what was sold, kept within what is shown there. So each look is a function of
the place before, x → min(max(x + s, a), b), and two in a row are one of the same form. The place after all looks of three days is
thus found from functions over 1, 2, 4, 8 … looks, however many there are.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ventra.core.columns import Int64
from ventra.core.day import US_PER_DAY
from ventra.core.profile import Float
from ventra.core.trailing import days_before

ANCHORED_US = 3 * US_PER_DAY
"""How far back a step looks for where its counter stood."""


@dataclass(frozen=True, slots=True, eq=False)
class Kept:
    """Functions x → min(max(x + `more`, `least`), `most`) of the counter's place [m]."""

    more: Float
    least: Float
    most: Float

    def then(self, after: Kept) -> Kept:
        """One after the other."""
        return Kept(
            self.more + after.more,
            np.clip(self.least + after.more, after.least, after.most),
            np.clip(self.most + after.more, after.least, after.most),
        )

    def take(self, which: Int64) -> Kept:
        """Those that indexes name."""
        return Kept(self.more[which], self.least[which], self.most[which])

    def of(self, place: Float) -> Float:
        """The place after."""
        return np.minimum(np.maximum(place + self.more, self.least), self.most)


def places(group: Int64, end: Int64, steps: Kept, start: Float) -> Float:
    """The counter's place at the end of each step [m], from the steps of the same group in the days before that end with it.

    `start` [m] is where it was at the beginning of each step for all that is known then.
    """
    before = days_before(group, end, ANCHORED_US)
    place, left, at = start[before.since], before.until - before.since, before.since.copy()
    power, doubled = 1, steps
    sizes = [doubled]
    while 2 * power <= int(left.max(initial=0)):
        n = len(group)
        nxt = np.minimum(np.arange(n) + power, n - 1)
        doubled = doubled.then(doubled.take(nxt))
        sizes.append(doubled)
        power *= 2
    for level in range(len(sizes) - 1, -1, -1):
        size = 1 << level
        now = (left & size) > 0
        moved = sizes[level].take(np.minimum(at, len(group) - 1)).of(place)
        place = np.where(now, moved, place)
        at = np.where(now, at + size, at)
    return place
