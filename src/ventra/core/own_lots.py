"""What goods that were sold had cost: lots are used up in the order in which they were bought, first in, first out.

Every row is of one SKU and one Tashkent day. Within a day lots come first, then what came back, then what left, so goods
bought on a day can be sold on it. A piece that comes back takes its own cost with it and is the first to leave again; of a
day's sales those that left last are taken to come back. What was sold beyond all lots has no cost: it is counted, and never
costs 0.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from ventra.core.columns import Int64
from ventra.core.profile import Float

_BOUGHT, _BACK, _LEFT = range(3)
UNKNOWN: Final = -1
"""Stands for the cost of a piece that was never bought, as far as anybody said."""


@dataclass(frozen=True, slots=True, eq=False)
class Lots:
    """What was bought [l]: SKU, day, pieces (> 0) and whole soʻm a piece, 0 or more."""

    sku: Int64
    day: Int64
    pieces: Int64
    cost_uzs: Int64


@dataclass(frozen=True, slots=True, eq=False)
class Left:
    """What left [n], sold or spoiled: SKU, day and pieces; of one SKU and day, rows that stand first left first."""

    sku: Int64
    day: Int64
    pieces: Int64


@dataclass(frozen=True, slots=True, eq=False)
class Back:
    """What came back and can be sold again [b]: the row of `Left` that it left with, the day it came back, and pieces."""

    row: Int64
    day: Int64
    pieces: Int64


@dataclass(frozen=True, slots=True, eq=False)
class Costed:
    """What of each row of `Left` stayed away [n]: pieces with a cost and what they cost, and pieces without one.

    `sku` [k] ascends; of each SKU `held` pieces of its lots are left and have cost `held_uzs`.
    """

    pieces: Int64
    cost_uzs: Int64
    without: Int64
    sku: Int64
    held: Int64
    held_uzs: Int64


def first_in_first_out(lots: Lots, left: Left, back: Back) -> Costed:
    """The cost of what left. `ValueError` for more pieces back than left with their row, or for pieces back before they left.

    What leaves of a SKU without a lot or a piece back in between leaves in one go, and its pieces, in the order in which they
    went, are told apart between its rows by cumulative sums. Rows of which something comes back go by themselves.
    """
    _must_have_left(left, back)
    sku, kind, place, row, amount, each = _in_order(lots, left, back)
    returning = np.zeros(len(left.sku), bool)
    returning[back.row] = True
    alone = kind != _LEFT
    alone[~alone] = returning[place[~alone]]
    plain = ~alone
    go = np.cumsum(alone | np.diff(sku, prepend=-1).astype(bool) | np.diff(alone, prepend=True)) - 1
    begins = np.flatnonzero(np.diff(go, prepend=-1))
    together = np.add.reduceat(amount, begins) if len(begins) else amount
    turns = sku[begins], kind[begins], place[begins], row[begins], together, each[begins], plain[begins]
    taken: dict[int, list[tuple[int, int]]] = {}
    gone: list[tuple[int, int]] = []
    shelves: dict[int, _Shelf] = {}
    shelf = _Shelf()
    # The hottest loop: a turn is a lot, pieces back, or all that left in between.
    for number, what, at, of, count, cost, parted in zip(*(one.tolist() for one in turns), strict=True):
        if number not in shelves:
            shelf = shelves[number] = _Shelf()
        if parted:
            gone += shelf.take(count)
        elif what == _LEFT:
            taken[at] = shelf.take(count)
        elif what == _BACK:
            shelf.put_back(taken[of], count)
        else:
            shelf.lots.append((count, cost))
    summed = np.zeros((len(left.sku), 3), np.int64)
    summed[place[plain]] = _parted(gone, amount[plain])
    if taken:
        summed[[*taken]] = [_summed(found) for found in taken.values()]
    held = np.array([_summed(one.lots[one.at :]) for one in shelves.values()], np.int64).reshape(-1, 3)
    # What happened is in order of the SKUs, and so are the shelves.
    return Costed(
        pieces=summed[:, 0],
        cost_uzs=summed[:, 1],
        without=summed[:, 2],
        sku=np.array([*shelves], np.int64),
        held=held[:, 0],
        held_uzs=held[:, 1],
    )


def _parted(gone: list[tuple[int, int]], amount: Int64) -> Int64:
    """What of pieces that left one after another each of the rows [n] has: pieces with a cost, their cost, and those without
    one [n, 3].
    """
    pieces, each = np.array(gone, np.int64).reshape(-1, 2).T
    bought = each != UNKNOWN
    ends = np.cumsum(pieces)
    until = np.stack((np.where(bought, 1, 0), np.where(bought, each, 0), np.where(bought, 0, 1)), axis=1)
    sums = np.cumsum(until * pieces[:, None], axis=0)
    at = np.cumsum(amount)
    part = np.searchsorted(ends, at)
    reached = sums[part] - until[part] * (ends[part] - at)[:, None]
    return np.asarray(np.diff(reached, axis=0, prepend=np.zeros((1, 3), np.int64)), np.int64)


def with_fallback(cost_uzs: Int64, without: Int64, each_uzs: Float) -> tuple[Float, Int64]:
    """The cost of rows where pieces `without` one cost `each_uzs`, and how many pieces that was said of.

    NaN where a piece has no cost even so; a row of which nothing stayed away costs 0.
    """
    said = np.isfinite(each_uzs)
    priced = np.where(said, without, 0)
    cost = cost_uzs + priced * np.where(said, each_uzs, 0.0)
    return np.where((without > 0) & ~said, np.nan, cost), priced


class _Shelf:
    """Lots of one SKU that are not used up, from `at` on: pieces and what each had cost."""

    __slots__ = ("at", "lots")

    def __init__(self) -> None:
        self.lots: list[tuple[int, int]] = []
        self.at = 0

    def take(self, wanted: int) -> list[tuple[int, int]]:
        """Pieces off the front with what each cost; what is not there has no cost."""
        found, lots, at = [], self.lots, self.at
        while wanted and at < len(lots):
            pieces, cost = lots[at]
            if pieces > wanted:
                lots[at] = pieces - wanted, cost
                found.append((wanted, cost))
                wanted = 0
            else:
                found.append((pieces, cost))
                wanted -= pieces
                at += 1
        self.at = at
        if wanted:
            found.append((wanted, UNKNOWN))
        return found

    def put_back(self, taken: list[tuple[int, int]], pieces: int) -> None:
        """The last pieces of what was taken, out of it and before all others."""
        while pieces:
            held, cost = taken.pop()
            used = min(held, pieces)
            if used < held:
                taken.append((held - used, cost))
            pieces -= used
            if self.at:
                self.at -= 1
                self.lots[self.at] = used, cost
            else:
                self.lots.insert(0, (used, cost))


def _in_order(lots: Lots, left: Left, back: Back) -> list[Int64]:
    """What happened, by SKU, day and kind: SKU, kind, place, the row it came back from, pieces, cost. What is of no piece is left
    out.
    """
    came_of = left.sku[back.row] if len(back.row) else np.zeros(0, np.int64)
    counts = len(lots.sku), len(back.row), len(left.sku)
    nothing = [np.zeros(count, np.int64) for count in counts]
    columns = [
        np.concatenate(parts)
        for parts in (
            (lots.sku, came_of, left.sku),
            (lots.day, back.day, left.day),
            [np.full(count, kind) for count, kind in zip(counts, (_BOUGHT, _BACK, _LEFT), strict=True)],
            [np.arange(count) for count in counts],
            (nothing[0], back.row, nothing[2]),
            (lots.pieces, back.pieces, left.pieces),
            (lots.cost_uzs, nothing[1], nothing[2]),
        )
    ]
    sku, day, kind, place, row, pieces, cost = columns
    # What comes back on the very day it left can only do so after it has.
    late = (kind == _BACK) & (day == left.day[row]) if len(left.sku) else np.zeros(len(sku), bool)
    # The sort is stable, and what is of one kind stands by place.
    order = np.lexsort((4 * day + kind + 2 * late, sku))
    order = order[pieces[order] > 0]
    return [one[order] for one in (sku, kind, place, row, pieces, cost)]


def _summed(found: list[tuple[int, int]]) -> tuple[int, int, int]:
    """Pieces with a cost, what they cost, and pieces without one."""
    pieces = cost = without = 0
    for number, each in found:
        if each == UNKNOWN:
            without += number
        else:
            pieces += number
            cost += number * each
    return pieces, cost, without


def _must_have_left(left: Left, back: Back) -> None:
    if not len(back.row):
        return
    came = np.bincount(back.row, back.pieces, len(left.sku))
    if (came > left.pieces).any():
        raise ValueError("more pieces came back than had left")
    if (back.day < left.day[back.row]).any():
        raise ValueError("pieces came back before they left")
