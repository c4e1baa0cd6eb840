"""Pure: how a category that holds more than a search shows is cut into parts, and when each part is walked again."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import isqrt

import msgspec

from ventra.collect.uzum.search import PriceRange, SubCategory

HOUR, DAY = 3_600, 86_400
SHORTEST_SECONDS, LONGEST_SECONDS = 6 * HOUR, 7 * DAY
MANY_NEWCOMERS, MANY_SHARE = 20, 0.02
TOGETHER = 0.7
"""Parts are joined when they fill no more than this of what a search shows, so that they do not part again at once."""
COVERED = 0.98
"""What parts must hold of the whole to be believed; the shelf changes while it is counted."""
TOP_UZS = 2**31
"""Above any price: the marketplace's numbers have 32 bits."""
EVERYTHING = PriceRange(0, TOP_UZS)


class Part(msgspec.Struct, frozen=True):
    """A range of prices within a category, and how many results it held when last asked (`None`: not yet)."""

    prices: PriceRange
    total: int | None


def cut_at(prices: PriceRange, shown_uzs: Sequence[int | None]) -> int | None:
    """Where to cut a range in two: at the median of the prices shown, else in the geometric middle; `None` for one price.

    Prices are skewed, so the arithmetic middle would need many more cuts. A price that many goods share ends up alone in
    its range after two cuts.
    """
    if prices.below - prices.low < 2:
        return None
    inside = sorted(one for one in shown_uzs if one is not None and prices.low <= one < prices.below)
    if not inside:
        return min(max(isqrt(max(prices.low, 1) * prices.below), prices.low + 1), prices.below - 1)
    median = inside[len(inside) // 2]
    return median if median > prices.low else median + 1


def is_ignored(prices: PriceRange, shown_uzs: Sequence[int | None]) -> bool:
    """Whether a page shows that its price filter was not applied: most cards lie outside, or say no price at all.

    A few outside are no proof: a price may have changed since the marketplace last sorted its shelf.
    """
    outside = sum(one is None or not prices.low <= one < prices.below for one in shown_uzs)
    return outside * 2 > len(shown_uzs)


def covers(parts: Sequence[SubCategory], total: int) -> bool:
    """Whether sub-categories hold what their category does, so that walking them is walking it."""
    return bool(parts) and sum(one.total for one in parts) >= total * COVERED


def not_covered(parts: Sequence[int | None], total: int) -> int:
    """How many results of a whole its parts do not hold; 0 while one of them has not been counted."""
    if any(one is None for one in parts):
        return 0
    held = sum(one for one in parts if one is not None)
    return total - held if held < total * COVERED else 0


def joined(parts: Sequence[Part], window: int) -> list[tuple[PriceRange, list[PriceRange]]]:
    """Neighbouring ranges that have become small: the range that takes their place, and which these are."""
    found: list[tuple[PriceRange, list[PriceRange]]] = []
    run: list[Part] = []
    for part in [*sorted(parts, key=lambda one: one.prices.low), None]:
        if part is not None and _fits([*run, part], window):
            run.append(part)
            continue
        if len(run) > 1:
            whole = PriceRange(run[0].prices.low, run[-1].prices.below)
            found.append((whole, [one.prices for one in run]))
        run = [] if part is None else [part]
    return found


def _fits(run: Sequence[Part], window: int) -> bool:
    if any(one.prices.below != after.prices.low for one, after in pairwise(run)):
        return False
    held = [one.total for one in run]
    return all(one is not None for one in held) and sum(filter(None, held)) <= window * TOGETHER


def walk_again_after(every_seconds: int, *, newcomers: int, total: int, first: bool) -> int:
    """Seconds until the next walk: longer each time nothing was new, shorter where much is, else daily."""
    if first:
        return DAY
    if newcomers == 0:
        return min(LONGEST_SECONDS, max(every_seconds, DAY) * 3 // 2)
    if newcomers >= max(MANY_NEWCOMERS, total * MANY_SHARE):
        return max(SHORTEST_SECONDS, min(every_seconds, DAY) // 2)
    return DAY
