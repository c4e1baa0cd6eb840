"""How much an order may come to: the same plan, were demand as low, or as high, as the forecast's interval still allows.

An order is no estimate, it is what the terms and the forecast come to; what is not known is the level of demand. Its 80 %
interval is the mean × (1 ± z e), where e is the error of the level (`core/demand_ahead.py`).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from ventra.core.demand_ahead import DemandAhead
from ventra.core.estimate import Z80
from ventra.core.reorder import Plan, reorder
from ventra.core.reorder_terms import TermColumns
from ventra.core.run_out import StockNow

Float = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Ends:
    """The low and the high end of what is ordered now, and of the order when it falls due [n]; NaN where there is no plan."""

    low: Float
    high: Float
    next_low: Float
    next_high: Float


def ends(plan: Plan, stock: StockNow, on_order: Float, ahead: DemandAhead, terms: TermColumns) -> Ends:
    """Around the plan of the same stock, demand and terms; what is ordered now lies between its ends."""
    low, high = (reorder(stock, on_order, _at(ahead, side), terms) for side in (-Z80, Z80))
    return Ends(
        np.minimum(low.pieces, plan.pieces),
        np.maximum(high.pieces, plan.pieces),
        np.minimum(low.next_pieces, plan.next_pieces),
        np.maximum(high.next_pieces, plan.next_pieces),
    )


def _at(ahead: DemandAhead, side: float) -> DemandAhead:
    """Demand whose level is so many standard errors off."""
    times = np.maximum(1 + side * ahead.level_error, 0.0)
    return replace(ahead, mean=ahead.mean * times[:, None])
