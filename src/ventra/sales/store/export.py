"""Reads daily sales for exports, a batch of products at a time in the order of their ids."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np

from ventra.core.bucket import bucket_of
from ventra.core.columns import Int64

TABLES = {"product": ("sales_days", ("product_id",)), "variant": ("sku_sales_days", ("product_id", "sku_id"))}


async def first_day(db: Any) -> date | None:
    """The first day any product has a number for."""
    day: date | None = await db.fetchval("SELECT min(day) FROM sales_days")
    return day


async def subjects_after(db: Any, by: str, product_id: int, *, products: int) -> Int64:
    """The next products that were ever seen (or all variants of them), sorted; [n, 1] or [n, 2]."""
    ids = [
        row["product_id"]
        for row in await db.fetch(
            "SELECT product_id FROM products WHERE product_id > $1 AND first_seen IS NOT NULL ORDER BY product_id LIMIT $2",
            product_id,
            products,
        )
    ]
    if by == "product":
        return np.array(ids, np.int64).reshape(-1, 1)
    rows = await db.fetch(
        "SELECT product_id, sku_id FROM variants WHERE product_id = ANY($1) ORDER BY product_id, sku_id", ids
    )
    return np.array([tuple(row) for row in rows], np.int64).reshape(-1, 2)


async def days_between(db: Any, by: str, products: Int64, first: date, last: date) -> list[Any]:
    """Stored days of products in a stretch, with `day` as a number."""
    table, keys = TABLES[by]
    rows: list[Any] = await db.fetch(
        f"SELECT {', '.join('d.' + key for key in keys)}, d.day - date '1970-01-01' AS day, units, units_low, units_high, "
        f"revenue_uzs, revenue_low_uzs, revenue_high_uzs, basis, begin_error, end_error "
        "FROM unnest($1::smallint[], $2::bigint[]) AS n(b, p) "
        f"JOIN {table} d ON d.bucket = n.b AND d.product_id = n.p AND d.day BETWEEN $3 AND $4",
        bucket_of(products).tolist(),
        products.tolist(),
        first,
        last,
    )
    return rows
