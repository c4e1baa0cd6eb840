"""Price segments of many niches: what sells at which price, by the bounds of `core/segments.py`."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ventra.core.columns import Int64
from ventra.core.niche_goods import quantiles
from ventra.core.segments import QUANTILES, bounds

Float = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class NicheSegments:
    """A niche's segments: `bounds` between them, and of each its products and the units of 28 days of those that are known."""

    bounds: list[int]
    products: list[int]
    units: list[float]

    def busiest(self) -> tuple[int | None, int | None, float] | None:
        """From which price, to below which, and what part of the units is sold there; `None` where nothing is sold."""
        whole = sum(self.units)
        if not whole > 0:
            return None
        place = max(range(len(self.units)), key=lambda one: self.units[one])
        ends = [None, *self.bounds, None]
        return ends[place], ends[place + 1], self.units[place] / whole


def niche_segments(group: Int64, price: Float, units: Float, *, groups: int) -> list[NicheSegments]:
    """Segments of niches 0..groups-1 from their goods [m]; goods without a price are in none, a niche without prices has none."""
    held = np.flatnonzero(np.isfinite(price))
    order = held[np.lexsort((price[held], group[held]))]
    of, sorted_price, sold = group[order], price[order], np.nan_to_num(units[order])
    cuts = quantiles(of, sorted_price, np.array(QUANTILES), groups=groups)
    ends = np.searchsorted(of, np.arange(groups + 1))
    found = []
    for one in range(groups):
        rows = slice(ends[one], ends[one + 1])
        if rows.start == rows.stop:
            found.append(NicheSegments([], [], []))
            continue
        edges = bounds([int(value) for value in cuts[one]])
        # Rows are in the order of price: each bound is one look-up, and a segment the stretch between two of them.
        places = [0, *np.searchsorted(sorted_price[rows], edges).tolist(), rows.stop - rows.start]
        total = np.concatenate(([0.0], np.cumsum(sold[rows])))[places]
        found.append(NicheSegments(edges, np.diff(places).tolist(), np.diff(total).round(2).tolist()))
    return found
