"""What own shops sold: rows of the finance list, and the orders that they send themselves."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec

from ventra.infra.seller_papers import Expense
from ventra.infra.seller_rows import FbsOrder, OrderItem
from ventra.shop.store.upsert import Table, put

_ITEMS = Table(
    "own_order_items",
    "item_id",
    {
        "item_id": "bigint", "order_id": "bigint", "shop_id": "bigint", "product_id": "bigint", "sku_title": "text",
        "product_title": "text", "ordered_at": "timestamptz", "issued_at": "timestamptz", "status": "text", "amount": "int",
        "returned": "int", "cancelled": "int", "price": "bigint", "purchase_price": "bigint", "commission": "bigint",
        "profit": "bigint", "logistics": "bigint", "withdrawn": "bigint", "return_cause": "text",
    },
    first_seen=True,
)  # fmt: skip
_ORDERS = Table(
    "own_fbs_orders",
    "order_id",
    {
        "order_id": "bigint", "shop_id": "bigint", "scheme": "text", "status": "text", "units": "int", "price": "bigint",
        "created_at": "timestamptz", "accept_until": "timestamptz", "deliver_until": "timestamptz",
        "accepted_at": "timestamptz", "delivering_at": "timestamptz", "delivered_at": "timestamptz",
        "at_point_at": "timestamptz", "completed_at": "timestamptz", "cancelled_at": "timestamptz",
        "returned_at": "timestamptz", "cancel_reason": "text", "invoice_number": "bigint",
    },
)  # fmt: skip
_EXPENSES = Table(
    "own_expenses",
    "payment_id",
    {
        "payment_id": "bigint", "shop_id": "bigint", "name": "text", "source": "text", "kind": "text", "price": "bigint",
        "amount": "int", "status": "text", "code": "text", "created_at": "timestamptz", "service_at": "timestamptz",
        "updated_at": "timestamptz",
    },
)  # fmt: skip


async def keep_items(db: Any, org_id: int, shop_id: int, items: Sequence[OrderItem], now: datetime) -> None:
    """Keep rows of a shop, and which variant each is of."""
    rows = [msgspec.structs.asdict(one) for one in items if one.shop_id in (None, shop_id)]
    await put(db, _ITEMS, org_id, [row | {"shop_id": shop_id} for row in rows], now)
    await match(db, org_id, [row["item_id"] for row in rows])


async def match(db: Any, org_id: int, items: Sequence[int] | None) -> None:
    """Say which variant of their product rows are of, by its full title, its title or the seller's code; with None all unsure.

    A row that fits none of them, or several, stays without.
    """
    which = (
        "i.item_id = ANY ($2::bigint[])" if items is not None else "i.sku_id IS NULL AND $2::bigint[] IS NULL"
    )
    await db.execute(
        f"""
        UPDATE own_order_items i SET sku_id = m.sku_id FROM (
            SELECT i.item_id, CASE WHEN count(DISTINCT k.sku_id) = 1 THEN min(k.sku_id) END AS sku_id
              FROM own_order_items i JOIN own_skus k ON k.org_id = i.org_id AND k.product_id = i.product_id
               AND lower(i.sku_title) IN (lower(k.full_title), lower(k.title), lower(k.code))
             WHERE i.org_id = $1 AND {which} GROUP BY i.item_id) m
         WHERE i.org_id = $1 AND i.item_id = m.item_id AND i.sku_id IS DISTINCT FROM m.sku_id
        """,
        org_id,
        items,
    )


async def keep_orders(db: Any, org_id: int, shop_id: int, orders: Sequence[FbsOrder], now: datetime) -> None:
    """Keep FBS and DBS orders of a shop; rows of the finance list that are of them are marked so."""
    rows = [msgspec.structs.asdict(one) for one in orders if one.shop_id in (None, shop_id)]
    await put(db, _ORDERS, org_id, [row | {"shop_id": shop_id} for row in rows], now)


async def mark_schemes(db: Any, org_id: int, shop_id: int, since: datetime, until: datetime) -> None:
    """Say of the rows of this time, all of whose FBS orders are read, how each was sold.

    What is no FBS order is FBO; where there are such orders and not one is found among the rows, their numbers are others,
    and nothing is said.
    """
    await db.execute(
        """
        UPDATE own_order_items i SET scheme = coalesce(f.scheme, 'FBS') FROM own_fbs_orders f
         WHERE i.org_id = $1 AND i.shop_id = $2 AND i.ordered_at >= $3 AND f.org_id = $1 AND f.order_id = i.order_id
           AND coalesce(f.scheme, 'FBS') IN ('FBS', 'DBS') AND i.scheme IS DISTINCT FROM coalesce(f.scheme, 'FBS')
        """,
        org_id,
        shop_id,
        since,
    )
    await db.execute(
        """
        UPDATE own_order_items i SET scheme = 'FBO'
         WHERE i.org_id = $1 AND i.shop_id = $2 AND i.ordered_at >= $3 AND i.ordered_at < $4 AND i.scheme IS NULL
           AND (NOT EXISTS (SELECT FROM own_fbs_orders WHERE org_id = $1 AND shop_id = $2)
                OR EXISTS (SELECT FROM own_order_items WHERE org_id = $1 AND shop_id = $2 AND scheme IN ('FBS', 'DBS')))
        """,
        org_id,
        shop_id,
        since,
        until,
    )


async def keep_expenses(
    db: Any, org_id: int, shop_id: int, payments: Sequence[Expense], now: datetime
) -> None:
    """Keep what a shop was charged or given."""
    rows = [msgspec.structs.asdict(one) for one in payments if one.shop_id in (None, shop_id)]
    await put(db, _EXPENSES, org_id, [row | {"shop_id": shop_id} for row in rows], now)
