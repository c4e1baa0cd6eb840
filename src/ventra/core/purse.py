"""One sum of money for many orders: what is most urgent is bought first."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from ventra.core.reorder import CASH, Int8
from ventra.core.reorder_terms import TermColumns

Float = npt.NDArray[np.float64]


def shared(
    pieces: Float, binds: Int8, urgency: Float, terms: TermColumns, cash_uzs: float
) -> tuple[Float, Int8]:
    """Orders of rows [n] cut to what `cash_uzs` buys together, and what binds each; lower `urgency` goes first, NaN last.

    An order that cannot be paid whole is cut to packs, or left out where it would be below its least; what then remains goes
    to the next. What has no known cost is left as it is and takes nothing. `ValueError` for a sum that is not 0 or more.
    """
    if not cash_uzs >= 0:
        raise ValueError(f"cash_uzs: {cash_uzs!r} is not 0 or more")
    bought, why, left = pieces.copy(), binds.copy(), float(cash_uzs)
    for row in np.argsort(urgency, kind="stable"):
        cost = float(terms.cost_uzs[row])
        if not (pieces[row] > 0 and cost > 0):
            continue
        pack = terms.pack_pieces[row]
        if pieces[row] * cost > left:
            fits = left // (cost * pack) * pack
            bought[row] = fits if fits >= terms.least_pieces[row] else 0.0
            why[row] = CASH
        left -= float(bought[row]) * cost
    return bought, why
