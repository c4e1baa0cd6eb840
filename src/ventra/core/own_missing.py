"""Goods that should lie in the marketplace's warehouse and do not: how many, since when, and until when that can be claimed.

> missing = accepted - sold and kept - given back to the seller - defective - pending - in stock

Pieces that a buyer sent back are no longer sold, so they are expected in stock again. The balance is drawn for every day on
which stock was seen; what is missing now is missing since the first day of the last stretch of days on which anything was.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from ventra.core.columns import Int64, run_starts
from ventra.core.profile import Float

Scheme = Literal["FBO", "FBS"]
CLAIM_DAYS: Final[dict[Scheme, int]] = {"FBO": 10, "FBS": 14}
"""Days in which a loss can be claimed, about: sellers' reports of November 2026; no published rule states them, so check the
contract.
"""
_FAR = 1 << 16
"""More days than there are, so that an SKU and a day make one number."""


@dataclass(frozen=True, slots=True, eq=False)
class Balance:
    """Pieces of SKUs by day [n], rows in order of SKU and day; all but `stock`, `defected` and `pending` are of all days
    until then.

    NaN is unknown.
    """

    sku: Int64
    day: Int64
    accepted: Float
    sold: Float
    given_back: Float
    defected: Float
    pending: Float
    stock: Float

    @property
    def missing(self) -> Float:
        """Pieces that are not where they should be [n]; below 0 there are more than known of."""
        return self.accepted - self.sold - self.given_back - self.defected - self.pending - self.stock


@dataclass(frozen=True, slots=True, eq=False)
class Missing:
    """SKUs of which pieces are missing on their last day [k]: how many, since which day, and whether that day is the first
    seen.

    Where it is, they may have been missing longer.
    """

    sku: Int64
    pieces: Int64
    since: Int64
    or_earlier: Int64


def until(sku: Int64, day: Int64, moved_sku: Int64, moved_day: Int64, pieces: Float) -> Float:
    """Of what moved on days, the pieces of each row's SKU up to and with its day [n]; 0 where nothing did, NaN after an
    unknown.
    """
    order = np.lexsort((moved_day, moved_sku))
    code = moved_sku[order] * _FAR + moved_day[order]
    total = np.append(0.0, np.cumsum(np.nan_to_num(pieces[order])))
    unknown = np.append(0, np.cumsum(np.isnan(pieces[order])))
    first = np.searchsorted(code, sku * _FAR)
    last = np.searchsorted(code, sku * _FAR + day, side="right")
    return np.where(unknown[last] > unknown[first], np.nan, total[last] - total[first])


def missing_now(balance: Balance) -> Missing:
    """What is missing by the last day of each SKU; days of which a part is not known are left out."""
    gone = balance.missing
    seen = np.isfinite(gone)
    sku, day, gone = balance.sku[seen], balance.day[seen], gone[seen]
    if not len(sku):
        nothing = np.zeros(0, np.int64)
        return Missing(nothing, nothing, nothing, nothing)
    starts = run_starts(sku)
    last = np.append(starts[1:], True)
    short = gone > 0
    # A stretch begins where a SKU does, or where what came before it was whole.
    begins = short & (starts | ~np.append(False, short[:-1]))
    begun = np.maximum.accumulate(np.where(begins, np.arange(len(sku)), -1))
    at = np.flatnonzero(last & short)
    return Missing(
        sku=sku[at],
        pieces=gone[at].astype(np.int64),
        since=day[begun[at]],
        or_earlier=starts[begun[at]].astype(np.int64),
    )


def not_come(sku: Int64, pieces: Int64, come: Int64) -> Int64:
    """Of pieces that are to come back [n], oldest first within a SKU, those that have not; `come` [n] is what came of the
    whole SKU.

    What came is held to be of the oldest. Rows of a SKU stand together.
    """
    if not len(sku):
        return np.zeros(0, np.int64)
    total = np.cumsum(pieces)
    starts = np.flatnonzero(run_starts(sku))
    before = np.append(0, total)[starts]
    until = total - np.repeat(before, np.diff(np.append(starts, len(sku))))
    return np.asarray(np.clip(until - come, 0, pieces), np.int64)


def deadline(since: int, scheme: Scheme) -> int:
    """The last day on which a loss that shows since a day can be claimed."""
    return since + CLAIM_DAYS[scheme]
