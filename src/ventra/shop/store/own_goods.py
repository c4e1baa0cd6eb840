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

_RISE = """greatest(d.defected - (
        SELECT p.defected FROM own_stock_days p
        WHERE p.org_id = d.org_id AND p.sku_id = d.sku_id AND p.day < d.day AND p.defected IS NOT NULL
        ORDER BY p.day DESC LIMIT 1), 0)"""
"""SQL: by how many pieces the defects of a stock day rose since the last day before that tells of them; 0 where they did not."""
MOST_DAYS = 5_000
"""Days of which the rise of defects was not worked out yet, and is with a page of their goods: the last ones first."""


async def keep(db: Any, org_id: int, shop_id: int, skus: Sequence[Sku], now: datetime, day: date) -> None:
    """Keep goods as they are seen, and their stock as the last of the day, with what spoiled since the day seen before."""
    rows = [msgspec.structs.asdict(sku) | {"shop_id": shop_id} for sku in skus]
    await put(db, _SKUS, org_id, rows, now)
    await db.execute(
        f"""
        INSERT INTO own_stock_days AS t (org_id, sku_id, day, fbo, fbs, defected, missing, seen_at, spoiled)
        SELECT d.org_id, d.sku_id, d.day, d.fbo, d.fbs, d.defected, d.missing, $4, {_RISE}
        FROM (SELECT *, $3::date AS day FROM own_skus WHERE org_id = $1 AND sku_id = ANY ($2::bigint[])) d
        ON CONFLICT (org_id, sku_id, day) DO UPDATE
           SET fbo = excluded.fbo, fbs = excluded.fbs, defected = excluded.defected, missing = excluded.missing,
               seen_at = excluded.seen_at, spoiled = excluded.spoiled
         WHERE (t.fbo, t.fbs, t.defected, t.missing) IS DISTINCT FROM
               (excluded.fbo, excluded.fbs, excluded.defected, excluded.missing)
            OR t.seen_at < $4 - interval '10 minutes'
        """,
        org_id,
        [sku.sku_id for sku in skus],
        day,
        now,
    )
    await db.execute(
        f"""
        UPDATE own_stock_days d SET spoiled = {_RISE}
          FROM (
              SELECT sku_id, day FROM own_stock_days
               WHERE org_id = $1 AND sku_id = ANY ($2::bigint[]) AND spoiled IS NULL ORDER BY day DESC LIMIT {MOST_DAYS}
          ) n
         WHERE d.org_id = $1 AND d.sku_id = n.sku_id AND d.day = n.day
        """,
        org_id,
        [sku.sku_id for sku in skus],
    )
