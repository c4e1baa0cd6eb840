"""Goods of own shops and their stock by day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

import msgspec

from ventra.infra.seller_rows import Sku
from ventra.shop.store.upsert import Table, put

_SKUS = Table(
    "own_skus",
    "sku_id",
    {
        "sku_id": "bigint", "shop_id": "bigint", "product_id": "bigint", "product_title": "text", "title": "text",
        "full_title": "text", "code": "text", "barcode": "text", "category": "text", "size_group": "text", "price": "bigint",
        "purchase_price": "bigint", "commission": "float8", "fbo": "int", "fbs": "int", "sold": "int", "returned": "int",
        "defected": "int", "missing": "int", "pending": "int", "storage_amount": "bigint", "archived": "bool",
        "blocked": "bool",
    },
    changed=False,
    seen_again=timedelta(minutes=10),
)  # fmt: skip


async def keep(db: Any, org_id: int, shop_id: int, skus: Sequence[Sku], now: datetime, day: date) -> None:
    """Keep goods as they are seen, and their stock as the last of the day."""
    rows = [msgspec.structs.asdict(sku) | {"shop_id": shop_id} for sku in skus]
    await put(db, _SKUS, org_id, rows, now)
    await db.execute(
        """
        INSERT INTO own_stock_days AS t (org_id, sku_id, day, fbo, fbs, defected, missing, seen_at)
        SELECT org_id, sku_id, $3, fbo, fbs, defected, missing, $4 FROM own_skus WHERE org_id = $1 AND sku_id = ANY ($2::bigint[])
        ON CONFLICT (org_id, sku_id, day) DO UPDATE
           SET fbo = excluded.fbo, fbs = excluded.fbs, defected = excluded.defected, missing = excluded.missing,
               seen_at = excluded.seen_at
         WHERE (t.fbo, t.fbs, t.defected, t.missing) IS DISTINCT FROM
               (excluded.fbo, excluded.fbs, excluded.defected, excluded.missing)
            OR t.seen_at < $4 - interval '10 minutes'
        """,
        org_id,
        [sku.sku_id for sku in skus],
        day,
        now,
    )
