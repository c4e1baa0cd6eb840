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
    """The cost of what left. `ValueError` for more pieces back than left with their row, or for pieces back before they left."""
    _must_have_left(left, back)
    events = _in_order(lots, left, back)
    taken: dict[int, list[tuple[int, int]]] = {row: [] for row in back.row.tolist()}
    pieces, cost, without = ([0] * len(left.sku) for _ in range(3))
    shelves: dict[int, _Shelf] = {}
    shelf = _Shelf()
    # The hottest loop: a turn is a row of goods and a day, or a lot.
    for sku, what, at, row, amount, each in zip(*events, strict=True):
        if sku not in shelves:
            shelf = shelves[sku] = _Shelf()
        if what == _LEFT:
            found = shelf.take(amount)
            if at in taken:
                taken[at] = found
            else:
                pieces[at], cost[at], without[at] = _summed(found)
        elif what == _BACK:
            shelf.put_back(taken[row], amount)
        else:
            shelf.lots.append((amount, each))
    for row, found in taken.items():
        pieces[row], cost[row], without[row] = _summed(found)
    held = [_summed(one.lots[one.at :]) for _, one in sorted(shelves.items())]
    return Costed(
        pieces=np.array(pieces, np.int64),
        cost_uzs=np.array(cost, np.int64),
        without=np.array(without, np.int64),
        sku=np.array(sorted(shelves), np.int64),
        held=np.array([one[0] for one in held], np.int64),
        held_uzs=np.array([one[1] for one in held], np.int64),
    )


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


def _in_order(lots: Lots, left: Left, back: Back) -> list[list[int]]:
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
    order = np.lexsort((place, kind + 2 * late, day, sku))
    order = order[pieces[order] > 0]
    return [one[order].tolist() for one in (sku, kind, place, row, pieces, cost)]


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
