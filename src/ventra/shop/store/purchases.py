"""Purchases of an organisation: kept one by one or from a file, changed, deleted and put back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from ventra.core.own_purchase_columns import PurchaseRow
from ventra.errors import NotFound
from ventra.shop.purchase_answers import Purchase

MOST = 200_000
"""Purchases of an organisation."""
BACK_FOR = timedelta(days=30)
"""For so long what was deleted can be put back."""
_SHOWN = """
SELECT p.purchase_id, p.sku_id, coalesce(k.full_title, k.title) AS title, k.code, p.day, p.pieces, p.cost_uzs, p.note, p.made_at
FROM own_purchases p LEFT JOIN own_skus k ON k.org_id = p.org_id AND k.sku_id = p.sku_id
WHERE p.org_id = $1 AND p.deleted_at IS NULL
"""


async def read(db: Any, org_id: int, purchase_id: int) -> Purchase:
    """One of them; `NotFound` where there is none."""
    row = await db.fetchrow(f"{_SHOWN} AND p.purchase_id = $2", org_id, purchase_id)
    if row is None:
        raise NotFound("there is no purchase of this number")
    return Purchase(**row)


async def page(
    db: Any, org_id: int, sku_id: int | None, *, after: tuple[date, int] | None, limit: int
) -> list[Purchase]:
    """So many of them beyond a place, the newest day first."""
    day, purchase_id = after or (None, None)
    rows = await db.fetch(
        f"{_SHOWN} AND ($2::bigint IS NULL OR p.sku_id = $2) AND ($3::date IS NULL OR (p.day, p.purchase_id) < ($3, $4)) "
        "ORDER BY p.day DESC, p.purchase_id DESC LIMIT $5",
        org_id,
        sku_id,
        day,
        purchase_id,
        limit,
    )
    return [Purchase(**row) for row in rows]


async def count(db: Any, org_id: int, sku_id: int | None = None) -> int:
    """How many there are."""
    found: int = await db.fetchval(
        "SELECT count(*) FROM own_purchases WHERE org_id = $1 AND deleted_at IS NULL AND ($2::bigint IS NULL OR sku_id = $2)",
        org_id,
        sku_id,
    )
    return found


async def add(
    db: Any, org_id: int, made_by: int | None, rows: Sequence[PurchaseRow], batch: str | None = None
) -> list[int]:
    """New ones, in their order; their numbers."""
    columns = [
        [getattr(row, name) for row in rows] for name in ("sku_id", "day", "pieces", "cost_uzs", "note")
    ]
    made = await db.fetch(
        "INSERT INTO own_purchases (org_id, made_by, batch, sku_id, day, pieces, cost_uzs, note) "
        "SELECT $1, $2, $3, r.* FROM unnest($4::bigint[], $5::date[], $6::integer[], $7::bigint[], $8::text[]) AS r "
        "RETURNING purchase_id",
        org_id,
        made_by,
        batch,
        *columns,
    )
    return [row["purchase_id"] for row in made]


async def has_batch(db: Any, org_id: int, batch: str) -> bool:
    """Whether a file was taken in already, and anything of it is still there."""
    found: bool = await db.fetchval(
        "SELECT EXISTS (SELECT FROM own_purchases WHERE org_id = $1 AND batch = $2 AND deleted_at IS NULL)",
        org_id,
        batch,
    )
    return found


async def change(
    db: Any,
    org_id: int,
    purchase_id: int,
    *,
    day: date | None,
    pieces: int | None,
    cost_uzs: int | None,
    note: str | None,
) -> bool:
    """Have it otherwise where something is given; whether there is one."""
    done = await db.fetchval(
        "UPDATE own_purchases SET day = coalesce($3, day), pieces = coalesce($4, pieces), cost_uzs = coalesce($5, cost_uzs), "
        "note = coalesce($6, note) WHERE org_id = $1 AND purchase_id = $2 AND deleted_at IS NULL RETURNING true",
        org_id,
        purchase_id,
        day,
        pieces,
        cost_uzs,
        note,
    )
    return bool(done)


async def delete(db: Any, org_id: int, purchase_id: int) -> bool:
    """It counts nothing any more; those that can no longer be put back are gone for good. Whether there is one."""
    await db.execute(
        "DELETE FROM own_purchases WHERE org_id = $1 AND deleted_at < now() - $2::interval", org_id, BACK_FOR
    )
    done = await db.fetchval(
        "UPDATE own_purchases SET deleted_at = now() WHERE org_id = $1 AND purchase_id = $2 AND deleted_at IS NULL "
        "RETURNING true",
        org_id,
        purchase_id,
    )
    return bool(done)


async def restore(db: Any, org_id: int, purchase_id: int) -> bool:
    """It counts again; whether there is one that was deleted lately."""
    done = await db.fetchval(
        "UPDATE own_purchases SET deleted_at = NULL WHERE org_id = $1 AND purchase_id = $2 "
        "AND deleted_at > now() - $3::interval RETURNING true",
        org_id,
        purchase_id,
        BACK_FOR,
    )
    return bool(done)


async def known_sku(db: Any, org_id: int, sku_id: int) -> bool:
    """Whether a variant is of the organisation's own shops."""
    found: bool = await db.fetchval(
        "SELECT EXISTS (SELECT FROM own_skus WHERE org_id = $1 AND sku_id = $2)", org_id, sku_id
    )
    return found
