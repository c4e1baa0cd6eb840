"""List figures: today so far and the windows of 1, 7 and 28 closed days, one row a product."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np

from ventra.core.columns import Int64
from ventra.infra.columns import Columns
from ventra.sales.store.rows import add, put, taken


async def stale_figures(db: Any, closed: date, *, after: int, at_most: int) -> Int64:
    """Products above `after` whose list figures end before `closed`, ascending."""
    rows = await db.fetch(
        "SELECT product_id FROM sales_figures WHERE product_id > $1 AND as_of < $2 ORDER BY product_id LIMIT $3",
        after,
        closed,
        at_most,
    )
    return np.array([row["product_id"] for row in rows], np.int64)


async def write_figures(db: Any, columns: Columns) -> None:
    """Write figures, named as in the table; those of an older day never take the place of newer ones."""
    product = columns["product_id"].values
    rows = await db.fetch("SELECT product_id FROM sales_figures WHERE product_id = ANY($1)", product.tolist())
    there = np.isin(product, np.array([row["product_id"] for row in rows], np.int64))
    await add(db, "sales_figures", taken(columns, ~there))
    await put(db, "sales_figures", ("product_id",), taken(columns, there), only="t.as_of <= excluded.as_of")
