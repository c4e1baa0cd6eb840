"""How far a touched day reaches: days whose numbers depend on looks at it are computed again with it."""

from __future__ import annotations

import numpy as np

from ventra.core.columns import MISSING, ORDERS, SKU_STOCK, Int64, Seen, run_starts
from ventra.core.credible import credible
from ventra.core.day import day_number_of
from ventra.core.sales import BRIDGED_DAYS, LEARNED_DAYS
from ventra.core.steps import Bool
from ventra.sales.store.touched import Touched

_DAYS = 1_000_000


def reached(touched: Touched, seen: Seen) -> Touched:
    """The touched days, and every day with looks that depends on one whose looks changed; marks of those that were added are 0.

    Looks after a touched day have learned from it. Days before it depend on it where looks that did not show the counter or a
    variant are bridged over it.
    """
    product, _, _ = touched.by_product()
    looked = _looked_days(seen, product)
    marked = np.searchsorted(product, touched.product) * _DAYS + touched.day
    changed = marked[touched.mark > 0]
    if len(looked) == 0 or len(changed) == 0:
        return touched
    ahead = np.searchsorted(changed, looked, side="right") - 1
    behind = np.minimum(np.searchsorted(changed, looked, side="left"), len(changed) - 1)
    learns = (ahead >= 0) & (looked - changed[np.maximum(ahead, 0)] <= LEARNED_DAYS)
    bridged = _bridges(seen, product)[looked // _DAYS]
    leans = bridged & (changed[behind] >= looked) & (changed[behind] - looked <= BRIDGED_DAYS)
    code = np.union1d(marked, looked[learns | leans])
    mark = np.zeros(len(code), np.int64)
    mark[np.searchsorted(code, marked)] = touched.mark
    return Touched(product[code // _DAYS], code % _DAYS, mark)


def _looked_days(seen: Seen, product: Int64) -> Int64:
    """Codes of the products' days with looks, ascending."""
    p = seen.products
    code = np.searchsorted(product, p.key[:, 0]) * _DAYS + day_number_of(p.at)
    days: Int64 = code[run_starts(code)] if len(code) else code
    return days


def _bridges(seen: Seen, product: Int64) -> Bool:
    """Which products have looks that show the counter and others that do not, or looks that lack a variant's stock."""
    seen = credible(seen)
    p, count = seen.products, len(product)
    owner = np.searchsorted(product, p.key[:, 0])
    looks = np.bincount(owner, minlength=count)
    counted = np.bincount(owner, p.state[:, ORDERS] != MISSING, count)
    held = (seen.row_of_sku >= 0) & (seen.skus.state[:, SKU_STOCK] != MISSING)
    shown = np.bincount(seen.row_of_sku[held], minlength=len(p))
    least = np.full(count, np.iinfo(np.int64).max)
    np.minimum.at(least, owner, shown)
    key = seen.skus.key[held]
    variants = np.bincount(np.searchsorted(product, key[run_starts(*key.T), 0]), minlength=count)
    found: Bool = ((counted > 0) & (counted < looks)) | (least < variants)
    return found
