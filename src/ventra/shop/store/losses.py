"""What goods of own shops should be where: what moved in and out of the warehouse by day, and papers and orders that lie
still.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from ventra.core.columns import Int64
from ventra.core.profile import Float
from ventra.infra.columns import fraction_numbers, fractions, whole, whole_numbers
from ventra.shop.store.sold_days import DAY_OF

Row = Mapping[str, Any]
LOOKED_BACK = timedelta(days=90)
"""So far back stock is compared, and papers and orders are looked at; what is older can no longer be claimed."""
STILL = timedelta(days=7)
"""What has not moved for so long is stuck."""
# The list of returns does not always say of which shop they are.
_RETURNED = """r.org_id = $1 AND ($2::bigint IS NULL OR r.shop_id = $2)
  AND NOT EXISTS (SELECT FROM own_shops s WHERE s.org_id = r.org_id AND s.shop_id = r.shop_id AND NOT s.enabled)"""
_OPEN = "s.org_id = $1 AND s.enabled AND ($2::bigint IS NULL OR s.shop_id = $2)"
_STOCK = f"""
SELECT {whole("sku_id")}, {whole("day")}, {fractions("fbo::float8")}, {fractions("coalesce(defected, 0)::float8")},
       {fractions("coalesce(pending, 0)::float8")}
FROM (
    SELECT d.sku_id, d.day - DATE '1970-01-01' AS day, d.fbo, d.defected, k.pending
    FROM own_shops s JOIN own_skus k ON k.org_id = s.org_id AND k.shop_id = s.shop_id
    JOIN own_stock_days d ON d.org_id = k.org_id AND d.sku_id = k.sku_id
    WHERE {_OPEN} AND d.day > $3::date AND d.fbo IS NOT NULL
      AND EXISTS (SELECT FROM own_invoice_items n WHERE n.org_id = k.org_id AND n.sku_id = k.sku_id)
      AND NOT EXISTS (
          SELECT FROM own_order_items i WHERE i.org_id = k.org_id AND i.product_id = k.product_id AND i.sku_id IS NULL
      )
    ORDER BY 1, 2
) d
"""
_MOVED = f"""
SELECT {whole("sku_id")}, {whole("day")}, {fractions("pieces")} FROM ({{}}) m
"""
# An invoice that was accepted without saying how many pieces of a variant leaves its balance unknown.
_ACCEPTED = f"""
    SELECT n.sku_id, {DAY_OF.format("coalesce(v.accepted_at, v.created_at, v.seen_at)")} AS day,
           sum(coalesce(n.accepted, CASE WHEN v.accepted_at IS NULL THEN 0 ELSE 'NaN'::float8 END)) AS pieces
    FROM own_shops s JOIN own_invoices v ON v.org_id = s.org_id AND v.shop_id = s.shop_id
    JOIN own_invoice_items n ON n.org_id = v.org_id AND n.invoice_id = v.invoice_id
    WHERE {_OPEN} GROUP BY 1, 2
"""
# Where a shop sends orders itself and of a row it is not known which warehouse it left, the balance is not known from then on.
_SOLD = f"""
    SELECT i.sku_id, {DAY_OF.format("i.ordered_at")} AS day,
           sum(CASE WHEN i.scheme IS NULL AND b.both THEN 'NaN'::float8 ELSE i.amount END) AS pieces
    FROM own_shops s JOIN own_order_items i ON i.org_id = s.org_id AND i.shop_id = s.shop_id
    CROSS JOIN LATERAL (
        SELECT EXISTS (SELECT FROM own_fbs_orders f WHERE f.org_id = s.org_id AND f.shop_id = s.shop_id) AS both
    ) b
    WHERE {_OPEN} AND i.sku_id IS NOT NULL AND i.amount > 0 AND coalesce(i.scheme, 'FBO') = 'FBO' GROUP BY 1, 2
"""
_GIVEN_BACK = f"""
    SELECT n.sku_id, {DAY_OF.format("coalesce(r.assembled_at, r.created_at)")} AS day,
           sum(coalesce(n.packed, n.amount, 0))::float8 AS pieces
    FROM own_returns r JOIN own_return_items n ON n.org_id = r.org_id AND n.return_id = r.return_id
    WHERE {_RETURNED} AND n.sku_id IS NOT NULL AND r.kind <> 'FBS' AND r.cancelled_at IS NULL GROUP BY 1, 2
"""
_SHORT = f"""
SELECT v.invoice_id, v.number, v.accepted_at AS since, n.sku_id, n.product_id, coalesce(n.sku_title, n.product_title) AS title,
       n.sent - n.accepted AS pieces
FROM own_shops s JOIN own_invoices v ON v.org_id = s.org_id AND v.shop_id = s.shop_id
JOIN own_invoice_items n ON n.org_id = v.org_id AND n.invoice_id = v.invoice_id
WHERE {_OPEN} AND v.accepted_at > $3 AND n.sent > n.accepted
"""
_RETURNS = f"""
SELECT r.return_id, r.number, r.kind, r.stock, coalesce(r.assembled_at, r.created_at) AS since,
       coalesce(r.packed, r.total) AS pieces
FROM own_returns r WHERE {_RETURNED} AND r.created_at > $3 AND r.completed_at IS NULL AND r.cancelled_at IS NULL
  AND coalesce(r.assembled_at, r.created_at) < $4 AND coalesce(r.packed, r.total) > 0
"""
_ORDERS = f"""
SELECT f.order_id, f.status, coalesce(f.at_point_at, f.delivered_at, f.delivering_at, f.accepted_at) AS since, f.units AS pieces
FROM own_shops s JOIN own_fbs_orders f ON f.org_id = s.org_id AND f.shop_id = s.shop_id
WHERE {_OPEN} AND f.created_at > $3 AND f.units > 0 AND f.status IN
    ('DELIVERING', 'DELIVERED', 'ACCEPTED_AT_DP', 'DELIVERED_TO_CUSTOMER_DELIVERY_POINT', 'PENDING_CANCELLATION')
  AND coalesce(f.at_point_at, f.delivered_at, f.delivering_at, f.accepted_at) < $4
"""
# Goods of an order that had left come back to the seller with papers of kind FBS, which name variants and no orders.
_NOT_BACK = f"""
SELECT i.sku_id, f.order_id, i.product_id, coalesce(f.returned_at, f.cancelled_at) AS since,
       sum(i.returned + coalesce(i.cancelled, 0))::bigint AS pieces,
       coalesce((SELECT sum(coalesce(n.packed, n.amount)) FROM own_return_items n JOIN own_returns r USING (org_id, return_id)
           WHERE n.org_id = $1 AND n.sku_id = i.sku_id AND r.kind = 'FBS' AND r.completed_at > $3), 0)::bigint AS come
FROM own_shops s JOIN own_fbs_orders f ON f.org_id = s.org_id AND f.shop_id = s.shop_id
JOIN own_order_items i ON i.org_id = f.org_id AND i.order_id = f.order_id AND i.sku_id IS NOT NULL
WHERE {_OPEN} AND f.created_at > $3 AND coalesce(f.scheme, 'FBS') = 'FBS'
  AND (f.returned_at IS NOT NULL OR f.cancelled_at IS NOT NULL AND f.delivering_at IS NOT NULL)
GROUP BY 1, 2, 3, 4 HAVING sum(i.returned + coalesce(i.cancelled, 0)) > 0 ORDER BY 1, 4, 2
"""


@dataclass(frozen=True, slots=True, eq=False)
class Moved:
    """Pieces of variants that moved on days [m]; NaN where nobody said how many."""

    sku: Int64
    day: Int64
    pieces: Float


@dataclass(frozen=True, slots=True, eq=False)
class Warehouse:
    """Stock, defective and pending pieces of variants by day [n] in their order, and what moved since there were any."""

    sku: Int64
    day: Int64
    stock: Float
    defected: Float
    pending: Float
    accepted: Moved
    sold: Moved
    given_back: Moved


async def warehouse(db: Any, org_id: int, shop_id: int | None, now: datetime) -> Warehouse:
    """Of variants of which a delivery is known, but for products that have orders of which the variant is not."""
    row = await db.fetchrow(_STOCK, org_id, shop_id, (now - LOOKED_BACK).date())
    sku, day = map(whole_numbers, row[:2])
    stock, defected, pending = map(fraction_numbers, row[2:])
    moved = [
        await db.fetchrow(_MOVED.format(inner), org_id, shop_id) for inner in (_ACCEPTED, _SOLD, _GIVEN_BACK)
    ]
    accepted, sold, given_back = (
        Moved(whole_numbers(one[0]), whole_numbers(one[1]), fraction_numbers(one[2])) for one in moved
    )
    return Warehouse(sku, day, stock, defected, pending, accepted, sold, given_back)


async def short(db: Any, org_id: int, shop_id: int | None, now: datetime) -> list[Row]:
    """Variants of which less was accepted than sent."""
    rows: list[Row] = await db.fetch(_SHORT, org_id, shop_id, now - LOOKED_BACK)
    return rows


async def returns_stuck(db: Any, org_id: int, shop_id: int | None, now: datetime) -> list[Row]:
    """Goods that were to go back to the seller and still lie there."""
    rows: list[Row] = await db.fetch(_RETURNS, org_id, shop_id, now - LOOKED_BACK, now - STILL)
    return rows


async def orders_stuck(db: Any, org_id: int, shop_id: int | None, now: datetime) -> list[Row]:
    """Orders that the seller sent and that have not moved since."""
    rows: list[Row] = await db.fetch(_ORDERS, org_id, shop_id, now - LOOKED_BACK, now - STILL)
    return rows


async def to_come_back(db: Any, org_id: int, shop_id: int | None, now: datetime) -> list[Row]:
    """Pieces of orders that came back or were cancelled on the way, oldest first by variant, and what of it has come."""
    rows: list[Row] = await db.fetch(_NOT_BACK, org_id, shop_id, now - LOOKED_BACK)
    return rows
