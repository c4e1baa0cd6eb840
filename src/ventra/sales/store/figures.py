"""List figures: today so far and the windows of 1, 7 and 28 closed days, one row a product."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from ventra.core.bucket import bucket_of
from ventra.core.columns import Int64


async def recent_days(db: Any, product: Int64, first: date, last: date) -> list[Any]:
    """Stored days of products in a stretch: product, day number, units and revenue with bounds, basis, through."""
    rows: list[Any] = await db.fetch(
        "SELECT d.product_id, d.day - date '1970-01-01' AS day, units, units_low, units_high, revenue_uzs, "
        "revenue_low_uzs, revenue_high_uzs, basis, through FROM unnest($1::smallint[], $2::bigint[]) AS n(b, p) "
        "JOIN sales_days d ON d.bucket = n.b AND d.product_id = n.p AND d.day BETWEEN $3 AND $4",
        bucket_of(product).tolist(),
        product.tolist(),
        first,
        last,
    )
    return rows


async def write_figures(db: Any, as_of: date, columns: Mapping[str, list[Any]]) -> None:
    """Upsert figures; `columns` are named as in the table and begin with `product_id`."""
    kinds = {"product_id": "bigint", "today_through": "timestamptz"}

    def kind(name: str) -> str:
        if name in kinds:
            return kinds[name]
        if "revenue" in name:
            return "bigint"
        return "smallint" if "basis" in name or name.startswith("known") else "double precision"

    names = list(columns)
    await db.execute(
        f"INSERT INTO sales_figures AS f (as_of, {', '.join(names)}) SELECT $1::date, r.* "
        f"FROM unnest({', '.join(f'${i + 2}::{kind(name)}[]' for i, name in enumerate(names))}) AS r({', '.join(names)}) "
        f"ORDER BY product_id ON CONFLICT (product_id) DO UPDATE SET as_of = excluded.as_of, "
        f"{', '.join(f'{name} = excluded.{name}' for name in names[1:])} WHERE f.as_of <= excluded.as_of",
        as_of,
        *columns.values(),
    )
