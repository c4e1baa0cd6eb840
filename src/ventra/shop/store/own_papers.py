"""Papers of own shops with the goods on them: returns to the seller, deliveries to the warehouse."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec

from ventra.infra.seller_papers import Invoice, PaperItem, Return
from ventra.shop.store.upsert import Table, put

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


async def keep_returns(db: Any, org_id: int, returns: Sequence[Return], now: datetime) -> None:
    """Keep returns with their goods; whose shop each is, its goods tell."""
    await put(db, _RETURNS, org_id, [msgspec.structs.asdict(one) for one in returns], now)
    by_number = {one.return_id: one.items for one in returns}
    papers, items = _lines(by_number)
    await db.execute(
        """
        WITH told AS (
            SELECT * FROM unnest($2::bigint[], $3::bigint[], $4::bigint[], $5::text[], $6::text[], $7::int[], $8::int[],
                                 $9::bigint[])
                AS u(return_id, item_id, sku_id, sku_title, product_title, amount, packed, purchase_price)),
        gone AS (
            DELETE FROM own_return_items i WHERE i.org_id = $1 AND i.return_id = ANY ($10::bigint[])
               AND NOT EXISTS (SELECT FROM told n WHERE n.return_id = i.return_id AND n.item_id = i.item_id))
        INSERT INTO own_return_items AS t
               (org_id, return_id, item_id, sku_id, sku_title, product_title, amount, packed, purchase_price)
        SELECT $1, * FROM told ON CONFLICT (org_id, return_id, item_id) DO UPDATE
           SET sku_id = excluded.sku_id, sku_title = excluded.sku_title, product_title = excluded.product_title,
               amount = excluded.amount, packed = excluded.packed, purchase_price = excluded.purchase_price
         WHERE (t.sku_id, t.sku_title, t.product_title, t.amount, t.packed, t.purchase_price) IS DISTINCT FROM
               (excluded.sku_id, excluded.sku_title, excluded.product_title, excluded.amount, excluded.packed,
                excluded.purchase_price)
        """,
        org_id,
        papers,
        [one.item_id for one in items],
        [one.sku_id for one in items],
        [one.sku_title for one in items],
        [one.product_title for one in items],
        [one.amount for one in items],
        [one.done for one in items],
        [one.purchase_price for one in items],
        list(by_number),
    )
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
    by_number = {one.invoice_id: one.items for one in ours}
    papers, items = _lines(by_number)
    await db.execute(
        """
        WITH told AS (
            SELECT * FROM unnest($2::bigint[], $3::bigint[], $4::bigint[], $5::text[], $6::text[], $7::int[], $8::int[],
                                 $9::bigint[])
                AS u(invoice_id, sku_id, product_id, sku_title, product_title, sent, accepted, purchase_price)),
        gone AS (
            DELETE FROM own_invoice_items i WHERE i.org_id = $1 AND i.invoice_id = ANY ($10::bigint[])
               AND NOT EXISTS (SELECT FROM told n WHERE n.invoice_id = i.invoice_id AND n.sku_id = i.sku_id))
        INSERT INTO own_invoice_items AS t
               (org_id, invoice_id, sku_id, product_id, sku_title, product_title, sent, accepted, purchase_price)
        SELECT $1, * FROM told ON CONFLICT (org_id, invoice_id, sku_id) DO UPDATE
           SET product_id = excluded.product_id, sku_title = excluded.sku_title, product_title = excluded.product_title,
               sent = excluded.sent, accepted = excluded.accepted, purchase_price = excluded.purchase_price
         WHERE (t.product_id, t.sku_title, t.product_title, t.sent, t.accepted, t.purchase_price) IS DISTINCT FROM
               (excluded.product_id, excluded.sku_title, excluded.product_title, excluded.sent, excluded.accepted,
                excluded.purchase_price)
        """,
        org_id,
        papers,
        [one.item_id for one in items],
        [one.product_id for one in items],
        [one.sku_title for one in items],
        [one.product_title for one in items],
        [one.amount for one in items],
        [one.done for one in items],
        [one.purchase_price for one in items],
        list(by_number),
    )


def _lines(by_number: dict[int, list[PaperItem]]) -> tuple[list[int], list[PaperItem]]:
    """The goods of papers beside the paper's number; of two with one number the last holds."""
    lines = {(paper, one.item_id): one for paper, items in by_number.items() for one in items}
    return [paper for paper, _ in lines], list(lines.values())
