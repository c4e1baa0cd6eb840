"""The category each product stands in, for many products at once."""

from __future__ import annotations

from typing import Any

import numpy as np

from ventra.core.columns import Int64
from ventra.core.profile import MARKET
from ventra.infra.columns import whole, whole_numbers


async def leaves_of(db: Any, product: Int64) -> Int64:
    """The lowest known category of each product, `MARKET` where none is known; `product` ascends."""
    sent = await db.fetchrow(
        f"SELECT {whole('product_id')}, {whole('category_id')} FROM products "
        "WHERE product_id = ANY($1::bigint[]) AND category_id IS NOT NULL",
        product.tolist(),
    )
    known, category = map(whole_numbers, sent)
    leaves = np.full(len(product), MARKET, np.int64)
    leaves[np.searchsorted(product, known)] = category
    return leaves
