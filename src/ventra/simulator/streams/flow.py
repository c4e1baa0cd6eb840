"""What of a plan can happen: stock never falls below zero, and every piece is accounted for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Self

import numpy as np
import numpy.typing as npt

from ventra.simulator.prices import Int64
from ventra.simulator.streams.kinds import OUTWARD, SETS, Kind

NO_ORDER = -1
_APART = np.int64(1) << 42


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """What somebody wants to happen: variant, second, kind, pieces (of a set: the stock it leaves) and order number."""

    variant: Int64
    second: Int64
    kind: Int64
    pieces: Int64
    order: Int64

    @classmethod
    def of(cls, kind: Kind, variant: Int64, second: Int64, pieces: Int64, order: Int64 | None = None) -> Self:
        """Rows of one kind; without an order where none is given."""
        n = len(second)
        order = np.full(n, NO_ORDER, np.int64) if order is None else order
        return cls(variant, second, np.full(n, kind, np.int64), pieces, order)

    @classmethod
    def joined(cls, parts: Sequence[Self]) -> Self:
        """Several plans as one."""
        return cls(*(np.concatenate([getattr(one, field.name) for one in parts]) for field in fields(cls)))

    def take(self, which: npt.NDArray[np.bool_] | Int64) -> Self:
        """The rows that a mask or indexes name."""
        return type(self)(*(getattr(self, field.name)[which] for field in fields(self)))


@dataclass(frozen=True, slots=True, eq=False)
class Flow:
    """What happened, by variant and time: `change` of stock (sales negative), stock afterwards, and the order it belongs to."""

    variant: Int64
    second: Int64
    kind: Int64
    change: Int64
    stock: Int64
    order: Int64

    def stock_at(self, variant: int, second: Int64) -> Int64:
        """A variant's stock at seconds; 0 before it opens or appears."""
        first, last = np.searchsorted(self.variant, (variant, variant + 1))
        place = first + np.searchsorted(self.second[first:last], second, side="right") - 1
        return np.where(place >= first, self.stock[np.maximum(place, 0)], 0)


def happen(plan: Plan) -> Flow:
    """Who comes to an empty shelf gets what is left. The first row of each variant must be a set."""
    plan = plan.take(np.lexsort((plan.kind, plan.second, plan.variant)))
    sets, outward = np.isin(plan.kind, SETS), np.isin(plan.kind, OUTWARD)
    delta = np.where(outward, -plan.pieces, plan.pieces)
    total, segment = np.cumsum(delta), np.cumsum(sets) - 1
    wished = total - (total - delta)[sets][segment]
    # Short is the lowest point below zero since the last set; each segment lies below the one before, so one pass serves all.
    short = segment * -_APART
    short = short - np.minimum.accumulate(np.minimum(wished, 0) + short)
    stock = wished + short
    lost = np.where(outward & ~sets, short - _before(short), 0)
    same_variant = plan.variant == _before(plan.variant, none=-1)
    held = np.where(same_variant, _before(stock), 0)
    change = np.where(sets, stock - held, delta + lost)
    keep = sets | (change != 0) | (plan.kind == Kind.CANCELLATION)
    return Flow(
        plan.variant[keep],
        plan.second[keep],
        plan.kind[keep],
        change[keep],
        stock[keep],
        plan.order[keep],
    )


def _before(values: Int64, none: int = 0) -> Int64:
    return np.concatenate((np.array([none]), values[:-1]))
