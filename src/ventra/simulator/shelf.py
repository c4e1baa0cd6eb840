"""What happens on a shelf within a week, event by event: sales never exceed stock, and every piece is accounted for."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
import numpy.typing as npt

from ventra.simulator.prices import Int64

Int32 = npt.NDArray[np.int32]
Kinds = npt.NDArray[np.uint8]

SECOND_BITS = 20
"""A week's 604,800 seconds fit in 20 bits, so variant and second sort as one number."""

_APART = np.int64(1) << 42


class Kind(IntEnum):
    """Why stock moved; at the same second, in this order."""

    RETURN = 0
    RESTOCK = 1
    WRITE_OFF = 2
    SALE = 3


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """Movements somebody wanted: variant (within the group), second of the week, kind and pieces (positive)."""

    sku: Int64
    second: Int64
    kind: Kinds
    pieces: Int64


@dataclass(frozen=True, slots=True, eq=False)
class Movements:
    """Movements that happened, by variant and time. `sold` counts the variant's units since the week began."""

    key: Int64
    kind: Kinds
    pieces: Int32
    stock: Int32
    sold: Int32

    @property
    def sku(self) -> Int64:
        """The variant (within the group) of each movement."""
        return self.key >> SECOND_BITS

    @property
    def second(self) -> Int64:
        """The second of the week of each movement."""
        return self.key & ((1 << SECOND_BITS) - 1)

    def last_by(self, sku: Int64, second: Int64) -> tuple[Int64, npt.NDArray[np.bool_]]:
        """For each (variant, second): the last movement at or before it, and whether there is one this week."""
        place = np.searchsorted(self.key, (sku << SECOND_BITS) | second, side="right") - 1
        there = (place >= 0) & (self.key[place] >> SECOND_BITS == sku) if len(self.key) else place >= 0
        return place, there


def together(plans: list[Plan]) -> Plan:
    """Several plans as one."""
    return Plan(
        np.concatenate([one.sku for one in plans]),
        np.concatenate([one.second for one in plans]),
        np.concatenate([one.kind for one in plans]),
        np.concatenate([one.pieces for one in plans]),
    )


def happen(plan: Plan, opening_stock: Int32) -> Movements:
    """What of a plan can happen: stock never falls below zero, and who comes to an empty shelf gets what is left."""
    key = (plan.sku << SECOND_BITS) | plan.second
    order = np.argsort(key * 4 + plan.kind, kind="stable")
    key, kind, pieces, sku = key[order], plan.kind[order], plan.pieces[order], plan.sku[order]
    outward = kind >= Kind.WRITE_OFF
    delta = np.where(outward, -pieces, pieces)
    first = np.ones(len(key), bool)
    first[1:] = sku[1:] != sku[:-1]
    wished = opening_stock[sku] + _since_first(delta, first)
    # The shortage so far is the lowest point below zero; each variant lies below the one before, so one pass serves all.
    shortage = -(np.minimum.accumulate(np.minimum(wished, 0) - sku * _APART) + sku * _APART)
    before = np.where(first, 0, np.concatenate((np.zeros(1, np.int64), shortage[:-1])))[: len(key)]
    done = pieces - np.where(outward, shortage - before, 0)
    keep = done > 0
    sold = _since_first(np.where(kind == Kind.SALE, done, 0), first)
    return Movements(
        key[keep],
        kind[keep],
        done[keep].astype(np.int32),
        (wished + shortage)[keep].astype(np.int32),
        sold[keep].astype(np.int32),
    )


def _since_first(values: Int64, first: npt.NDArray[np.bool_]) -> Int64:
    """Running sum that starts anew at each `first`."""
    if not len(values):
        return values
    total = np.cumsum(values)
    starts = np.flatnonzero(first)
    base = (total - values)[starts]
    return np.asarray(total - np.repeat(base, np.diff(np.append(starts, len(values)))), np.int64)
