"""From the profit that the cabinet shows for a span to ours, by named causes that add up to the difference exactly.

The cabinet adds up `sellerProfit` of rows that buyers got, by days in UTC, as its numbers come over the wire; costs of goods
and charges to the whole shop are no part of it. Each row is walked through once, so no soʻm is told twice and none is left
over.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ventra.core.profile import Float
from ventra.core.steps import Bool

CAUSES = (
    "day_boundary",
    "not_issued",
    "cancelled",
    "returned",
    "reckoned_otherwise",
    "storage",
    "other_expenses",
    "no_cost_known",
    "cost_of_goods",
    "spoiled",
)
"""In the order in which they are walked."""


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """Rows of orders [n]: `profit` by the cabinet and `left` by us (NaN counts nothing), and what is true of them.

    `in_theirs` and `in_ours`: whether the row falls in the span by the cabinet's days, and by days in Tashkent. `issued`: the
    buyer got it.
    """

    profit: Float
    left: Float
    in_theirs: Bool
    in_ours: Bool
    issued: Bool
    cancelled: Bool
    returned: Bool


@dataclass(frozen=True, slots=True)
class Taken:
    """What our profit of the span has taken off beyond the rows, whole soʻm, as numbers to be taken off.

    `without_cost` is what is left of goods of which no cost is known: our profit leaves them out.
    """

    storage: int
    other: int
    without_cost: int
    cost: int
    spoiled: int


@dataclass(frozen=True, slots=True)
class Difference:
    """The cabinet's profit, ours, and by cause how much that adds to the cabinet's (below 0: takes off)."""

    theirs: int
    ours: int
    causes: dict[str, int]
    rows: dict[str, int]


def walked(rows: Rows, taken: Taken) -> Difference:
    """The way from one to the other; of causes that rows have, how many rows."""
    profit = np.where(np.isfinite(rows.profit), rows.profit, 0.0)
    theirs = rows.in_theirs & rows.issued
    ours_issued = rows.in_ours & rows.issued
    rest = rows.in_ours & ~rows.issued
    moved = theirs != ours_issued
    gap = np.where(rows.in_ours, np.nan_to_num(rows.left) - profit, 0.0)
    cancelled = rows.in_ours & rows.cancelled & ~rows.returned
    returned = rows.in_ours & rows.returned
    plain = rows.in_ours & ~rows.cancelled & ~rows.returned
    causes = {
        "day_boundary": _sum(profit, ours_issued) - _sum(profit, theirs),
        "not_issued": _sum(profit, rest),
        "cancelled": _sum(gap, cancelled),
        "returned": _sum(gap, returned),
        "reckoned_otherwise": _sum(gap, plain),
        "storage": -taken.storage,
        "other_expenses": -taken.other,
        "no_cost_known": -taken.without_cost,
        "cost_of_goods": -taken.cost,
        "spoiled": -taken.spoiled,
    }
    counted = {
        "day_boundary": moved,
        "not_issued": rest,
        "cancelled": cancelled & (gap != 0),
        "returned": returned & (gap != 0),
        "reckoned_otherwise": plain & (gap != 0),
    }
    begin = _sum(profit, theirs)
    return Difference(
        theirs=begin,
        ours=begin + sum(causes.values()),
        causes=causes,
        rows={name: int(np.count_nonzero(which)) for name, which in counted.items()},
    )


def _sum(values: Float, which: Bool) -> int:
    return int(np.rint(values[which].sum()))
