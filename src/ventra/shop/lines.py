"""Accounts as lines of an answer: whole soʻm and pieces, null where a figure is not known."""

from __future__ import annotations

from math import isfinite
from typing import Any

import numpy as np

from ventra.core.columns import Int64
from ventra.core.own_days import Account
from ventra.shop.sums_answers import CostBasis, OwnLine, OwnTotal


def line(of: Account, at: int) -> dict[str, Any]:
    """The fields of `OwnLine` of a row."""
    units, by_purchase, by_cabinet = (float(one[at]) for one in (of.units, of.by_purchase, of.by_cabinet))
    costed = by_purchase + by_cabinet > 0 or units == 0
    margin = float(of.margin_pct[at])
    return {
        "ordered": number(of.ordered[at]),
        "cancelled": number(of.cancelled[at]),
        "returned": int(of.returned[at]),
        "units": int(units),
        "revenue_uzs": number(of.revenue[at]),
        "commission_uzs": number(of.commission[at]),
        "logistics_uzs": number(of.logistics[at]),
        "storage_uzs": int(of.storage[at]),
        "other_uzs": number(of.other[at]),
        "left_uzs": number(of.left[at]),
        "cost_uzs": number(of.cost[at]),
        "spoiled_uzs": number(of.spoiled[at]),
        "profit_uzs": number(of.profit[at]),
        "margin_pct": round(margin, 2) if isfinite(margin) else None,
        "known_profit_uzs": number(of.costed_profit[at]) if costed else None,
        "revenue_without_cost_uzs": number(of.uncosted_revenue[at]),
        "cost_basis": _basis(by_purchase, by_cabinet),
    }


def line_of_all(of: Account) -> OwnLine:
    """All rows together."""
    return OwnLine(**line(of.added(np.zeros(len(of.units), np.int64), 1), 0))


def totals(of: Account, group: Int64, count: int, apart_uzs: Int64) -> list[dict[str, Any]]:
    """The fields of `OwnTotal` of each group [count]: `apart_uzs` [count] is taken off what is left and off profits."""
    added = of.added(group, count)
    return [_without(line(added, at), int(apart_uzs[at])) for at in range(count)]


def total(of: Account, apart_uzs: int) -> OwnTotal:
    """All rows together, without the expenses that lie on none."""
    none = np.zeros(len(of.units), np.int64)
    return OwnTotal(**totals(of, none, 1, np.array([apart_uzs], np.int64))[0])


def number(value: float | np.float64) -> int | None:
    """A whole number, null where it is not known."""
    return round(float(value)) if isfinite(value) else None


def _without(fields: dict[str, Any], apart: int) -> dict[str, Any]:
    for name in ("left_uzs", "profit_uzs", "known_profit_uzs"):
        if fields[name] is not None:
            fields[name] -= apart
    profit, revenue = fields["profit_uzs"], fields["revenue_uzs"]
    fields["margin_pct"] = round(100 * profit / revenue, 2) if profit is not None and revenue else None
    return fields | {"apart_uzs": apart}


def _basis(by_purchase: float, by_cabinet: float) -> CostBasis:
    if by_purchase > 0:
        return "both" if by_cabinet > 0 else "purchases"
    return "cabinet" if by_cabinet > 0 else "none"
