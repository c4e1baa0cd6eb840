"""Rows of orders one by one: what the cabinet has of each for the way from its profit to ours, and money that is still to be
paid.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from ventra.core.columns import Int64
from ventra.core.day import US_PER_DAY, from_us, start_of_day_us
from ventra.core.profile import Float
from ventra.core.steps import Bool
from ventra.infra.columns import fraction_numbers, fractions, whole, whole_numbers
from ventra.shop.store.sold_days import DAY_OF, LOGISTICS, UNMATCHED, Asked

_WALKED = f"""
SELECT {whole("sku")}, {whole("day")}, {whole("utc_day")}, {fractions("profit")}, {fractions("remains")},
       {whole("issued")}, {whole("cancelled")}, {whole("returned")}
FROM (
    SELECT coalesce(i.sku_id, {UNMATCHED}) AS sku, {DAY_OF.format("i.ordered_at")} AS day,
           ((i.ordered_at AT TIME ZONE 'UTC')::date - DATE '1970-01-01')::bigint AS utc_day,
           coalesce(i.profit::float8, 'NaN') AS profit,
           CASE WHEN i.amount > 0 THEN coalesce((i.price * i.amount - i.commission - ({LOGISTICS}))::float8, 'NaN')
               ELSE 0 END AS remains,
           (i.issued_at IS NOT NULL)::integer::bigint AS issued,
           (coalesce(i.cancelled, 0) > 0 OR i.status IN ('CANCELED', 'PARTIALLY_CANCELLED'))::integer::bigint AS cancelled,
           (i.returned > 0)::integer::bigint AS returned
    FROM own_order_items i JOIN own_shops s ON s.org_id = i.org_id AND s.shop_id = i.shop_id AND s.enabled
    WHERE i.org_id = $1 AND ($2::bigint IS NULL OR i.shop_id = $2) AND i.ordered_at >= $3 AND i.ordered_at < $4
) r
"""
# What was withdrawn of a row is taken off it; what is under way was ordered on a day, from which it takes its time.
_TO_PAY = f"""
SELECT {DAY_OF.format("i.ordered_at")} AS day, i.issued_at IS NOT NULL AND i.status <> 'PROCESSING' AS ready,
       sum(i.profit - coalesce(i.withdrawn, 0))::bigint AS amount
FROM own_order_items i JOIN own_shops s ON s.org_id = i.org_id AND s.shop_id = i.shop_id AND s.enabled
WHERE i.org_id = $1 AND ($2::bigint IS NULL OR i.shop_id = $2) AND i.amount > 0 AND i.profit > coalesce(i.withdrawn, 0)
  AND i.status IN ('TO_WITHDRAW', 'PROCESSING', 'PARTIALLY_CANCELLED')
GROUP BY 1, 2 ORDER BY 1, 2
"""
_HABITS = """
SELECT sum(i.amount) FILTER (WHERE i.ordered_at < $4) AS kept,
       sum(i.amount + i.returned + coalesce(i.cancelled, 0)) FILTER (WHERE i.ordered_at < $4) AS sent,
       percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM i.issued_at - i.ordered_at) / 86400)
           FILTER (WHERE i.issued_at >= i.ordered_at) AS days
FROM own_order_items i JOIN own_shops s ON s.org_id = i.org_id AND s.shop_id = i.shop_id AND s.enabled
WHERE i.org_id = $1 AND ($2::bigint IS NULL OR i.shop_id = $2) AND i.ordered_at >= $3
"""
_TAKE_HOME = """
SELECT k.product_id, i.profit / nullif(i.pieces, 0) AS each
FROM (
    SELECT DISTINCT k.product_id
    FROM own_skus k JOIN own_shops s ON s.org_id = k.org_id AND s.shop_id = k.shop_id AND s.enabled
    WHERE k.org_id = $1 AND ($2::bigint IS NULL OR k.shop_id = $2)
) k LEFT JOIN (
    SELECT i.product_id, sum(i.profit) FILTER (WHERE i.amount > 0)::float8 AS profit,
           sum(i.amount + i.returned + coalesce(i.cancelled, 0))::float8 AS pieces
    FROM own_order_items i JOIN own_shops s ON s.org_id = i.org_id AND s.shop_id = i.shop_id AND s.enabled
    WHERE i.org_id = $1 AND ($2::bigint IS NULL OR i.shop_id = $2) AND i.ordered_at >= $3 GROUP BY 1
) i USING (product_id) ORDER BY 1
"""
SETTLED = timedelta(days=21)
"""Of orders so old it is known whether the buyer kept them."""
HABITS = timedelta(days=90)


@dataclass(frozen=True, slots=True, eq=False)
class Walked:
    """Rows of orders [n]: goods, day in Tashkent and in UTC, the cabinet's profit, what remains by us, and what is true of
    them.
    """

    sku: Int64
    day: Int64
    utc_day: Int64
    profit: Float
    remains: Float
    issued: Bool
    cancelled: Bool
    returned: Bool


@dataclass(frozen=True, slots=True)
class Habits:
    """Of orders of the last 90 days: pieces that buyers kept and pieces that were ordered, of those that are settled, and the
    median of days until a buyer has them; none where nothing tells.
    """

    kept: float
    sent: float
    days: float | None


async def walked(db: Any, asked: Asked) -> Walked:
    """Rows that fall in the days asked for, by days in Tashkent or in UTC."""
    begin = from_us(start_of_day_us(asked.first))
    end = from_us(start_of_day_us(asked.last + 1) + US_PER_DAY)
    row = await db.fetchrow(_WALKED, asked.org_id, asked.shop_id, begin, end)
    sku, day, utc_day = map(whole_numbers, row[:3])
    profit, remains = map(fraction_numbers, row[3:5])
    issued, cancelled, returned = (whole_numbers(one) > 0 for one in row[5:])
    return Walked(sku, day, utc_day, profit, remains, issued, cancelled, returned)


async def to_pay(db: Any, org_id: int, shop_id: int | None) -> list[Mapping[str, Any]]:
    """Money that is ready to be withdrawn, and money of orders under way, by the day of the order."""
    rows: list[Mapping[str, Any]] = await db.fetch(_TO_PAY, org_id, shop_id)
    return rows


async def habits(db: Any, org_id: int, shop_id: int | None, now: datetime) -> Habits:
    """How much of what is ordered stays with buyers, and how long it takes to reach them."""
    row = await db.fetchrow(_HABITS, org_id, shop_id, now - HABITS, now - SETTLED)
    return Habits(
        float(row["kept"] or 0), float(row["sent"] or 0), None if row["days"] is None else float(row["days"])
    )


async def take_home(db: Any, org_id: int, shop_id: int | None, since: datetime) -> dict[int, float | None]:
    """By product what an ordered piece brought on average, soʻm, whether or not it was kept; none where nothing was ordered."""
    rows = await db.fetch(_TAKE_HOME, org_id, shop_id, since)
    return {row["product_id"]: row["each"] for row in rows}
