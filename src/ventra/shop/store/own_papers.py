"""Papers of own shops with the goods on them: returns to the seller, deliveries to the warehouse."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec

from ventra.infra.seller_papers import Invoice, Return
from ventra.shop.store.upsert import Lines, Table, put, put_lines

_RETURNS = Table(
    "own_returns",
    "return_id",
    {
        "return_id": "bigint", "kind": "text", "status": "text", "number": "text", "created_at": "timestamptz",
        "assembled_at": "timestamptz", "completed_at": "timestamptz", "cancelled_at": "timestamptz", "stock": "text",
        "storage_from": "timestamptz", "storage_to": "timestamptz", "storage": "text", "total": "int", "packed": "int",
    },
)  # fmt: skip
_INVOICES = Table(
    "own_invoices",
    "invoice_id",
    {
        "invoice_id": "bigint", "shop_id": "bigint", "number": "text", "status": "text", "created_at": "timestamptz",
        "accepted_at": "timestamptz", "stock": "text", "full_price": "bigint", "sent": "int", "accepted": "int",
    },
)  # fmt: skip
_RETURN_ITEMS = Lines(
    "own_return_items",
    "return_id",
    "item_id",
    {
        "return_id": "bigint", "item_id": "bigint", "sku_id": "bigint", "sku_title": "text", "product_title": "text",
        "amount": "int", "packed": "int", "purchase_price": "bigint",
    },
)  # fmt: skip
_INVOICE_ITEMS = Lines(
    "own_invoice_items",
    "invoice_id",
    "sku_id",
    {
        "invoice_id": "bigint", "sku_id": "bigint", "product_id": "bigint", "sku_title": "text", "product_title": "text",
        "sent": "int", "accepted": "int", "purchase_price": "bigint",
    },
)  # fmt: skip


async def keep_returns(db: Any, org_id: int, returns: Sequence[Return], now: datetime) -> None:
    """Keep returns with their goods; whose shop each is, its goods tell."""
    await put(db, _RETURNS, org_id, [msgspec.structs.asdict(one) for one in returns], now)
    papers = {paper.return_id: paper.items for paper in returns}
    items = [
        msgspec.structs.asdict(one) | {"return_id": number, "packed": one.done}
        for number, its in papers.items()
        for one in its
    ]
    await put_lines(db, _RETURN_ITEMS, org_id, list(papers), items)
    await say_shops(db, org_id)


async def say_shops(db: Any, org_id: int) -> None:
    """Say of returns without a shop whose goods they hold, where those are of one shop."""
    await db.execute(
        """
        UPDATE own_returns r SET shop_id = m.shop_id FROM (
            SELECT r.return_id, min(k.shop_id) AS shop_id FROM own_returns r
              JOIN own_return_items i ON i.org_id = r.org_id AND i.return_id = r.return_id
              JOIN own_skus k ON k.org_id = i.org_id AND k.sku_id = i.sku_id
             WHERE r.org_id = $1 AND r.shop_id IS NULL
             GROUP BY r.return_id HAVING count(DISTINCT k.shop_id) = 1) m
         WHERE r.org_id = $1 AND r.return_id = m.return_id
        """,
        org_id,
    )


async def keep_invoices(
    db: Any, org_id: int, shops: Sequence[int], invoices: Sequence[Invoice], now: datetime
) -> None:
    """Keep deliveries of these shops with their goods."""
    ours = [one for one in invoices if one.shop_id in shops]
    await put(db, _INVOICES, org_id, [msgspec.structs.asdict(one) for one in ours], now)
    papers = {paper.invoice_id: paper.items for paper in ours}
    items = [
        msgspec.structs.asdict(one) | {"invoice_id": number, "sent": one.amount, "accepted": one.done}
        for number, its in papers.items()
        for one in its
    ]
    await put_lines(db, _INVOICE_ITEMS, org_id, list(papers), items)
