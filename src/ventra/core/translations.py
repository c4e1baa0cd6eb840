"""What means the same in the other language, learned from pairs of titles: IBM model 1 both ways, with a wish for the diagonal.

Brown et al., "The mathematics of statistical machine translation", 1993; the diagonal as in Dyer et al., "A simple, fast, and
effective reparameterization of IBM model 2", 2013. Terms that stand in both titles of a pair explain themselves and are left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Int = npt.NDArray[np.int64]
Float = npt.NDArray[np.float64]

ROUNDS = 6
DIAGONAL = 2.0
"""How much less likely it is, per length of the title, that a term is translated elsewhere than at its own place."""
LEAST = 0.12
"""Of how much each must be the other's translation, both ways taken together."""
MOST_PER_TERM = 6
LONGEST = 16
"""Terms of a title that are aligned; products of lengths make the work."""
PRIOR = 0.1
"""Seen once proves little: what each term would have to be seen before its translation is believed in full."""


@dataclass(frozen=True, slots=True, eq=False)
class Translations:
    """`source[i]` also means `target[i]` with `weight[i]` within (0, 1], sorted by source, the surest first."""

    source: Int
    target: Int
    weight: Float


def learn(pairs: Sequence[tuple[Sequence[int], Sequence[int]]], *, size: int) -> Translations:
    """Translations both ways between terms 0..size-1, of pairs of titles in two languages.

    The weight is the geometric mean of how likely either is given the other, discounted where they were seen together seldom.
    """
    left, right, where, near = _cells(pairs)
    if len(left) == 0:
        return Translations(np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0))
    cell, place = np.unique(left * size + right, return_inverse=True)
    there = _chances(place, near, _groups(where, right, size), cell // size, len(cell))
    back = _chances(place, near, _groups(where, left, size), cell % size, len(cell))
    times = np.bincount(place, minlength=len(cell))
    weight = np.sqrt(there * back) * times / (times + PRIOR * 2)
    kept = weight >= LEAST
    one, other, weight = cell[kept] // size, cell[kept] % size, weight[kept]
    return _surest(np.concatenate((one, other)), np.concatenate((other, one)), np.tile(weight, 2))


def _cells(pairs: Sequence[tuple[Sequence[int], Sequence[int]]]) -> tuple[Int, Int, Int, Float]:
    """Every term of one title beside every term of the other: both, their pair, and how near to the diagonal they stand."""
    left, right, where, near = [], [], [], []
    for number, (one, other) in enumerate(pairs):
        both = set(one) & set(other)
        first = [(place / len(one), term) for place, term in enumerate(one) if term not in both][:LONGEST]
        second = [(place / len(other), term) for place, term in enumerate(other) if term not in both][
            :LONGEST
        ]
        for at, term in first:
            for there, meant in second:
                left.append(term)
                right.append(meant)
                where.append(number)
                near.append(abs(at - there))
    return (
        np.array(left, np.int64),
        np.array(right, np.int64),
        np.array(where, np.int64),
        np.exp(-DIAGONAL * np.array(near)),
    )


def _groups(where: Int, meant: Int, size: int) -> Int:
    """The number of each cell's explained occurrence: one term of one title."""
    found: Int = np.unique(where * size + meant, return_inverse=True)[1]
    return found


def _chances(place: Int, near: Float, occurrence: Int, explaining: Int, cells: int) -> Float:
    """How likely each cell's explained term is, given the explaining one, after some rounds of expectation and maximisation."""
    chance = np.ones(cells)
    for _ in range(ROUNDS):
        share = chance[place] * near
        share /= np.bincount(occurrence, share)[occurrence]
        counts = np.bincount(place, share, minlength=cells)
        totals = np.bincount(explaining, counts)
        chance = counts / totals[explaining]
    return chance


def _surest(source: Int, target: Int, weight: Float) -> Translations:
    """At most so many of each source, the surest first."""
    order = np.lexsort((target, -weight, source))
    source, target, weight = source[order], target[order], weight[order]
    first = np.searchsorted(source, source)
    kept = np.arange(len(source)) - first < MOST_PER_TERM
    return Translations(source[kept], target[kept], weight[kept])
