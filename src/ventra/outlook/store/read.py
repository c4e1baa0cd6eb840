"""Outlooks of one product, category or shop, as rows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ventra.core.bucket import bucket_of
from ventra.errors import NotFound

Row = Mapping[str, Any]


async def of_product(db: Any, product_id: int) -> Row | None:
    """Its row of the last night, where there is one."""
    row: Row | None = await db.fetchrow(
        "SELECT * FROM product_outlooks WHERE bucket = $2 AND product_id = $1",
        product_id,
        int(bucket_of(product_id)),
    )
    return row


async def of_category(db: Any, category_id: int) -> Row | None:
    """Its row of the last night; `NotFound` when there is no such category."""
    row: Row | None = await db.fetchrow(
        "SELECT o.* FROM categories c LEFT JOIN category_outlooks o ON o.category_id = c.category_id WHERE c.category_id = $1",
        category_id,
    )
    if row is None:
        raise NotFound(f"no category {category_id}", category_id=category_id)
    return None if row["category_id"] is None else row


async def of_seller(db: Any, seller_id: int) -> Row | None:
    """Its row of the last night; `NotFound` when it is not known."""
    row: Row | None = await db.fetchrow(
        "SELECT o.* FROM sellers s LEFT JOIN seller_outlooks o ON o.seller_id = s.seller_id WHERE s.seller_id = $1",
        seller_id,
    )
    if row is None:
        raise NotFound(f"no seller {seller_id}", seller_id=seller_id)
    return None if row["seller_id"] is None else row
