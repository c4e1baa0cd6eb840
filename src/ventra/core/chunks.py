"""Observations cut between products, so that the memory of work on them is bounded."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from ventra.core.columns import Seen, in_order, run_starts


def chunks(seen: Seen, rows: int) -> Iterator[Seen]:
    """Parts of `seen` (sorted by product and time) of about so many product rows each; no product is cut."""
    products, skus, row_of_sku = seen.products, seen.skus, seen.row_of_sku
    if not in_order(skus.key[:, 0]):
        order = np.argsort(skus.key[:, 0], kind="stable")
        skus, row_of_sku = skus.take(order), row_of_sku[order]
    starts = np.flatnonzero(run_starts(products.key[:, 0])) if len(products) else np.zeros(0, np.int64)
    begin = 0
    while begin < len(products):
        later = starts[starts >= begin + rows]
        end = int(later[0]) if len(later) else len(products)
        first = np.searchsorted(skus.key[:, 0], products.key[begin, 0], side="left")
        last = np.searchsorted(skus.key[:, 0], products.key[end - 1, 0], side="right")
        held = row_of_sku[first:last]
        yield Seen(
            products.take(np.arange(begin, end)),
            skus.take(np.arange(first, last)),
            np.where(held >= 0, held - begin, -1),
        )
        begin = end
