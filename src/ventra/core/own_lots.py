"""What goods that were sold had cost: lots are used up in the order in which they were bought, first in, first out.

Every row is of one SKU and one Tashkent day. Within a day lots come first, then what came back, then what left, so goods
bought on a day can be sold on it. A piece that comes back takes its own cost with it and is the first to leave again; of a
day's sales those that left last are taken to come back. What was sold beyond all lots has no cost: it is counted, and never
costs 0.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
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
    came_of = left.sku[back.row] if len(back.row) else np.zeros(0, np.int64)
    sku = np.concatenate((lots.sku, came_of, left.sku))
    day = np.concatenate((lots.day, back.day, left.day))
    kind = np.repeat((_BOUGHT, _BACK, _LEFT), (len(lots.sku), len(back.row), len(left.sku)))
    place = np.concatenate([np.arange(len(part)) for part in (lots.sku, back.row, left.sku)])
    # What comes back on the very day it left can only do so after it has.
    same_day = np.zeros(len(sku), np.int64)
    if len(back.row):
        same_day[len(lots.sku) : len(lots.sku) + len(back.row)] = 2 * (left.day[back.row] == back.day)
    order = np.lexsort((place, kind + same_day, day, sku))
    names = np.unique(sku)
    taken: list[list[tuple[int, int]]] = [[] for _ in range(len(left.sku))]
    held, held_uzs = np.zeros(len(names), np.int64), np.zeros(len(names), np.int64)
    shelf: deque[tuple[int, int]] = deque()
    current = None
    walk = zip(sku[order].tolist(), kind[order].tolist(), place[order].tolist(), strict=True)
    for name, what, at in walk:
        if name != current:
            _note(names, current, shelf, held, held_uzs)
            shelf, current = deque(), name
        if what == _BOUGHT:
            shelf.append((int(lots.pieces[at]), int(lots.cost_uzs[at])))
        elif what == _BACK:
            shelf.extendleft(_given_back(taken[int(back.row[at])], int(back.pieces[at])))
        else:
            taken[at] = _take(shelf, int(left.pieces[at]))
    _note(names, current, shelf, held, held_uzs)
    known = [[(pieces, cost) for pieces, cost in row if cost != UNKNOWN] for row in taken]
    return Costed(
        pieces=_sums([[pieces for pieces, _ in row] for row in known]),
        cost_uzs=_sums([[pieces * cost for pieces, cost in row] for row in known]),
        without=_sums([[pieces for pieces, cost in row if cost == UNKNOWN] for row in taken]),
        sku=names,
        held=held,
        held_uzs=held_uzs,
    )


def with_fallback(cost_uzs: Int64, without: Int64, each_uzs: Float) -> tuple[Float, Int64]:
    """The cost of rows where pieces `without` one cost `each_uzs`, and how many pieces that was said of.

    NaN where a piece has no cost even so; a row of which nothing stayed away costs 0.
    """
    said = np.isfinite(each_uzs)
    priced = np.where(said, without, 0)
    cost = cost_uzs + priced * np.where(said, each_uzs, 0.0)
    return np.where((without > 0) & ~said, np.nan, cost), priced


def _take(shelf: deque[tuple[int, int]], wanted: int) -> list[tuple[int, int]]:
    """Pieces off the front of the shelf with what each cost; what it does not hold has no cost."""
    found = []
    while wanted and shelf:
        pieces, cost = shelf.popleft()
        used = min(pieces, wanted)
        if used < pieces:
            shelf.appendleft((pieces - used, cost))
        found.append((used, cost))
        wanted -= used
    if wanted:
        found.append((wanted, UNKNOWN))
    return found


def _given_back(taken: list[tuple[int, int]], pieces: int) -> list[tuple[int, int]]:
    """The last of what was taken, taken out of it: the last first, so that laid before the shelf the oldest lies foremost."""
    found = []
    while pieces:
        held, cost = taken.pop()
        used = min(held, pieces)
        if used < held:
            taken.append((held - used, cost))
        found.append((used, cost))
        pieces -= used
    return found


def _note(names: Int64, sku: int | None, shelf: deque[tuple[int, int]], held: Int64, held_uzs: Int64) -> None:
    if sku is None:
        return
    at = int(np.searchsorted(names, sku))
    known = [(pieces, cost) for pieces, cost in shelf if cost != UNKNOWN]
    held[at] = sum(pieces for pieces, _ in known)
    held_uzs[at] = sum(pieces * cost for pieces, cost in known)


def _sums(rows: Sequence[Sequence[int]]) -> Int64:
    return np.array([sum(row) for row in rows], np.int64)


def _must_have_left(left: Left, back: Back) -> None:
    if not len(back.row):
        return
    came = np.bincount(back.row, back.pieces, len(left.sku))
    if (came > left.pieces).any():
        raise ValueError("more pieces came back than had left")
    if (back.day < left.day[back.row]).any():
        raise ValueError("pieces came back before they left")
