"""Sales that an organisation announced for products."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from ventra.outlook.announced_answers import AnnouncedSale

MOST_SALES = 20
"""Of a product that are not over, by one organisation."""
_COLUMNS = "sale_id, product_id, first_day, last_day, price_uzs, made_at"


async def listed(db: Any, org_id: int, product_id: int, *, from_day: date) -> list[AnnouncedSale]:
    """Those of a product that last until a day or longer, by their first day."""
    rows = await db.fetch(
        f"SELECT {_COLUMNS} FROM announced_sales WHERE org_id = $1 AND product_id = $2 AND last_day >= $3 "
        "ORDER BY first_day, sale_id LIMIT $4",
        org_id,
        product_id,
        from_day,
        MOST_SALES,
    )
    return [_sale(row) for row in rows]


async def of_number(db: Any, org_id: int, sale_id: int) -> AnnouncedSale | None:
    """One of them, held until the transaction ends; `None` when there is none."""
    row = await db.fetchrow(
        f"SELECT {_COLUMNS} FROM announced_sales WHERE org_id = $1 AND sale_id = $2 FOR UPDATE",
        org_id,
        sale_id,
    )
    return None if row is None else _sale(row)


async def add(
    db: Any, org_id: int, made_by: int | None, product_id: int, *, first: date, last: date, price: int
) -> AnnouncedSale:
    """A new one."""
    row = await db.fetchrow(
        "INSERT INTO announced_sales (org_id, made_by, product_id, first_day, last_day, price_uzs) "
        f"VALUES ($1, $2, $3, $4, $5, $6) RETURNING {_COLUMNS}",
        org_id,
        made_by,
        product_id,
        first,
        last,
        price,
    )
    return _sale(row)


async def change(db: Any, org_id: int, sale_id: int, *, first: date, last: date, price: int) -> AnnouncedSale:
    """Give one other days and another price."""
    row = await db.fetchrow(
        "UPDATE announced_sales SET first_day = $3, last_day = $4, price_uzs = $5 "
        f"WHERE org_id = $1 AND sale_id = $2 RETURNING {_COLUMNS}",
        org_id,
        sale_id,
        first,
        last,
        price,
    )
    return _sale(row)


async def remove(db: Any, org_id: int, sale_id: int) -> None:
    """Take one back."""
    await db.execute("DELETE FROM announced_sales WHERE org_id = $1 AND sale_id = $2", org_id, sale_id)


def _sale(row: Mapping[str, Any]) -> AnnouncedSale:
    return AnnouncedSale(**row)
