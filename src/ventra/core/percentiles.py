"""Where values stand among those of their group, 0-100, and who shares a rank."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ventra.core.columns import Int64

Float = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Placed:
    """Values with 80 % intervals [n] or [n, parts]; NaN unknown."""

    point: Float
    low: Float
    high: Float


def percentiles(group: Int64, values: Placed, *, least: int) -> Placed:
    """The percentile of each value [n] within its group, and of both ends of its interval; NaN with fewer than `least` known.

    100 × (others that are below + half of those that are equal) ÷ others: 0 is the lowest of all, 100 the highest, all equal are
    at 50. The ends are laid among the points of the others, as if they stood still.
    """
    rows = np.flatnonzero(~np.isnan(values.point))
    found = np.full((3, len(group)), np.nan)
    if len(rows) == 0:
        return Placed(*found)
    mine = group[rows]
    order = np.lexsort((values.point[rows], mine))
    sorted_group = mine[order]
    first = np.searchsorted(sorted_group, mine, side="left")
    count = np.searchsorted(sorted_group, mine, side="right") - first
    ends = [
        values.point[rows],
        np.fmin(values.low, values.point)[rows],
        np.fmax(values.high, values.point)[rows],
    ]
    ranked = np.unique(np.concatenate(ends), return_inverse=True)[1].reshape(3, -1)
    size = int(ranked.max()) + 1
    code = sorted_group.astype(np.int64) * size + ranked[0][order]
    for place, rank in enumerate(ranked):
        asked = mine * size + rank
        below = np.searchsorted(code, asked, side="left") - first
        upto = np.searchsorted(code, asked, side="right") - first
        # Its own point is one of those it is laid among: it counts as neither below nor equal.
        own = rank - ranked[0]
        under = below - (own > 0)
        equal = upto - below - (own == 0)
        found[place, rows] = 100 * (under + equal / 2) / np.maximum(count - 1, 1)
    found[:, rows[count < least]] = np.nan
    return Placed(*found)


def tied_ranks(group: Int64, values: Placed) -> tuple[Int64, Int64]:
    """The rank of each row within its group and how many share it [n]; 0 and 0 where there is no value.

    The highest point leads. Going down, everyone shares the leader's rank up to the first whose interval ends below where that of
    anyone among them begins; that one leads the next. So each has one rank, those who share it overlap all with one another, and
    nobody shares it with one surely better; two neighbours that overlap may still be parted. A rank is 1 + how many stand above
    its first; those who share rank r hold the places r to r + tied − 1.
    """
    rank, tied = np.zeros(len(group), np.int64), np.zeros(len(group), np.int64)
    rows = np.flatnonzero(np.isfinite(values.point))
    if len(rows) == 0:
        return rank, tied
    order = rows[np.lexsort((-values.high[rows], -values.point[rows], group[rows]))]
    groups, lows, highs = (part[order].tolist() for part in (group, values.low, values.high))
    leads, at, bar = [], 0, lows[0]
    for place, (of, low, high) in enumerate(zip(groups, lows, highs, strict=True)):
        if of != groups[at] or high < bar:
            at, bar = place, low
        bar = max(bar, low)
        leads.append(at)
    leader = np.array(leads, np.int64)
    first = np.searchsorted(group[order], group[order], side="left")
    rank[order] = leader - first + 1
    tied[order] = np.bincount(leader, minlength=len(order))[leader]
    return rank, tied
