"""Sums of a whole shop laid on its goods: by shares, in whole soʻm, so that the parts add up to the sum exactly."""

from __future__ import annotations

import numpy as np

from ventra.core.columns import Int64
from ventra.core.profile import Float


def spread(amount_uzs: Int64, group: Int64, weight: Float) -> tuple[Int64, Int64]:
    """Amounts of groups [g] laid on rows [n] by weight, and what of each [g] could be laid on none.

    `group` [n] says which group each row is of; a weight of NaN or below 0 counts as 0. Each part is rounded towards 0 and
    the soʻm that are left go to the largest remainders, of alike ones to the first (Hamilton's rule). A group without weight
    keeps its amount.
    """
    share = np.where(np.isfinite(weight) & (weight > 0), weight, 0.0)
    whole = np.bincount(group, share, len(amount_uzs))
    laid = whole > 0
    amount = np.where(laid, amount_uzs, 0)
    sign = np.where(amount < 0, -1, 1)
    asked = np.abs(amount)[group] * share / np.where(laid, whole, 1.0)[group]
    parts = np.floor(asked).astype(np.int64)
    missing = np.abs(amount) - _sum(parts, group, len(amount_uzs))
    on = np.flatnonzero(share > 0)
    order = on[np.lexsort(((parts - asked)[on], group[on]))]
    of = group[order]
    rank = np.arange(len(order)) - np.searchsorted(of, np.arange(len(amount_uzs)))[of]
    parts[order] += rank < missing[of]
    return np.asarray(sign[group] * parts, np.int64), np.asarray(np.where(laid, 0, amount_uzs), np.int64)


def _sum(parts: Int64, group: Int64, count: int) -> Int64:
    total = np.zeros(count, np.int64)
    np.add.at(total, group, parts)
    return total
