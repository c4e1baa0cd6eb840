"""What own shops sold, by goods and Tashkent day, in whole columns: orders, pieces that came back, stock, defects.

Rows whose variant is not known stand for their product: under the number -1 - product, so that it never meets a variant's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ventra.core.columns import Int64
from ventra.core.day import from_day_number, from_us, start_of_day_us
from ventra.core.profile import Float
from ventra.infra.columns import fraction_numbers, fractions, whole, whole_numbers

FAR = 1 << 16
"""More days than there are, so that goods and day make one number."""
UNMATCHED = "-1 - coalesce(i.product_id, 0)"
"""SQL: the number under which a row without a variant is kept."""
DAY_OF = "((({}) AT TIME ZONE 'UTC-5')::date - DATE '1970-01-01')::bigint"
"""SQL: the Tashkent day number of an instant."""

LOGISTICS = """CASE WHEN i.profit IS NULL OR i.price IS NULL OR i.commission IS NULL THEN i.logistics
    ELSE i.price * i.amount - i.commission - i.profit END"""
"""SQL: what the marketplace took of a row beside the commission: as its profit has it, for the field itself is often 0."""
_GONE = """CASE WHEN i.cancelled IS NULL AND i.status IN ('CANCELED', 'PARTIALLY_CANCELLED') THEN 'NaN'::float8
    ELSE coalesce(i.cancelled, 0) END"""


_PAIR = f"i.sku_id * {FAR} + {DAY_OF.format('i.ordered_at')}"
"""SQL: goods and day of a row as one number."""


def _known(expression: str) -> str:
    """SQL: of rows that count, NaN where it is not known; 0 of the others."""
    return f"CASE WHEN i.amount > 0 THEN coalesce(({expression})::float8, 'NaN') ELSE 0 END"


# Rows come as they are and are added up here: to sort them by goods and day takes Postgres ten times as long.
_SOLD = f"""
SELECT {whole("i.shop_id")}, {whole(_PAIR.replace("i.sku_id", f"coalesce(i.sku_id, {UNMATCHED})"))}, {fractions(_GONE)},
       {fractions("i.returned::float8")}, {fractions("i.amount::float8")},
       {fractions(_known("i.price * i.amount"))}, {fractions(_known("i.commission"))}, {fractions(_known(LOGISTICS))},
       {fractions(_known("coalesce(nullif(i.purchase_price, 0), nullif(k.purchase_price, 0)) * i.amount"))}
FROM own_order_items i JOIN own_shops s ON s.org_id = i.org_id AND s.shop_id = i.shop_id AND s.enabled
LEFT JOIN own_skus k ON k.org_id = i.org_id AND k.sku_id = i.sku_id
WHERE i.org_id = $1 AND ($2::bigint IS NULL OR i.shop_id = $2) AND i.ordered_at >= $3 AND i.ordered_at < $4
  AND ($5::bigint[] IS NULL OR i.sku_id = ANY($5::bigint[]))
"""
# Of what was sold before only what it took off lots is needed.
_PAST = f"""
SELECT {whole(_PAIR)}, {whole("i.returned::bigint")}, {whole("i.amount::bigint")}
FROM own_order_items i JOIN own_shops s ON s.org_id = i.org_id AND s.shop_id = i.shop_id AND s.enabled
WHERE i.org_id = $1 AND ($2::bigint IS NULL OR i.shop_id = $2) AND i.ordered_at < $3 AND i.sku_id = ANY($4::bigint[])
"""
_CAME = "f.returned_at, CASE WHEN i.changed_at > i.first_seen_at THEN i.changed_at END"
# When a buyer sent goods back is told of FBS orders alone; of others it is when their row was seen to change.
_BACK = f"""
SELECT {whole("sku")}, {whole("day")}, {whole("back")}, {whole("pieces")}
FROM (
    SELECT i.sku_id AS sku, {DAY_OF.format("i.ordered_at")} AS day,
           {DAY_OF.format(f"greatest(i.ordered_at, coalesce({_CAME}, i.issued_at, i.ordered_at))")} AS back,
           sum(i.returned) AS pieces
    FROM own_order_items i JOIN own_shops s ON s.org_id = i.org_id AND s.shop_id = i.shop_id AND s.enabled
    LEFT JOIN own_fbs_orders f ON f.org_id = i.org_id AND f.order_id = i.order_id
    WHERE i.org_id = $1 AND i.sku_id = ANY($2::bigint[]) AND i.ordered_at < $3 AND i.returned > 0
      AND ($4::bigint IS NULL OR i.shop_id = $4)
    GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
) b
"""
# By how much defects rose stands with the day; of goods with days of which it was not worked out yet, it is here.
_SPOILED = f"""
SELECT {whole("d.sku_id")}, {whole("k.shop_id")}, {whole("d.day - DATE '1970-01-01'")}, {whole("d.more::bigint")},
       {fractions("coalesce(nullif(k.purchase_price, 0)::float8, 'NaN')")}
FROM (
    SELECT sku_id, day, spoiled AS more FROM own_stock_days WHERE org_id = $1 AND spoiled > 0
    UNION ALL
    SELECT sku_id, day, more FROM (
        SELECT sku_id, day, spoiled, defected - lag(defected) OVER (PARTITION BY sku_id ORDER BY day) AS more FROM own_stock_days
        WHERE org_id = $1 AND defected IS NOT NULL AND sku_id IN (
            SELECT sku_id FROM own_stock_days
            WHERE org_id = $1 AND spoiled IS NULL AND ($6::bigint[] IS NULL OR sku_id = ANY($6::bigint[]))
        )
    ) w WHERE spoiled IS NULL AND more > 0
) d JOIN own_skus k ON k.org_id = $1 AND k.sku_id = d.sku_id
JOIN own_shops s ON s.org_id = k.org_id AND s.shop_id = k.shop_id AND s.enabled
WHERE ($2::bigint IS NULL OR k.shop_id = $2) AND d.day <= $4
  AND (d.day >= $3 OR d.sku_id = ANY($5::bigint[])) AND ($6::bigint[] IS NULL OR d.sku_id = ANY($6::bigint[]))
"""
# Days and pieces of a variant make one number each: a column less to send of each of hundreds of thousands of rows.
_STOCK = f"""
SELECT k.sku_id, k.shop_id, d.held FROM (
    SELECT sku_id, {whole("((day - DATE '1970-01-01')::bigint << 32) | fbo")} AS held
    FROM own_stock_days WHERE org_id = $1 AND day = ANY($3::date[]) AND fbo > 0
      AND ($2::bigint IS NULL OR sku_id IN (SELECT sku_id FROM own_skus WHERE org_id = $1 AND shop_id = $2))
    GROUP BY sku_id
) d JOIN own_skus k ON k.org_id = $1 AND k.sku_id = d.sku_id
JOIN own_shops s ON s.org_id = k.org_id AND s.shop_id = k.shop_id AND s.enabled
ORDER BY k.sku_id
"""


@dataclass(frozen=True, slots=True, eq=False)
class SoldDays:
    """Goods and days [n] in order of goods and day; `cabinet` is what `units` cost by the cabinet's purchase prices."""

    shop: Int64
    sku: Int64
    day: Int64
    ordered: Float
    cancelled: Float
    returned: Float
    units: Float
    revenue: Float
    commission: Float
    logistics: Float
    cabinet: Float


@dataclass(frozen=True, slots=True, eq=False)
class Spoiled:
    """How many more pieces [n] of a variant were defective on a day than on the day seen before, and what the cabinet says that
    one was bought for (NaN: nothing).
    """

    sku: Int64
    shop: Int64
    day: Int64
    pieces: Int64
    cabinet: Float


@dataclass(frozen=True, slots=True)
class Asked:
    """Whose goods, of which shop (none: all that are enabled), which variants (none: all), and from which day to which."""

    org_id: int
    first: int
    last: int
    shop_id: int | None = None
    sku_ids: Sequence[int] | None = None


async def sold(db: Any, asked: Asked, with_past: Sequence[int]) -> SoldDays:
    """Rows of the days asked for; of the goods `with_past` also of all days before, with units and what came back alone."""
    begin, end = (from_us(start_of_day_us(day)) for day in (asked.first, asked.last + 1))
    now = await db.fetchrow(_SOLD, asked.org_id, asked.shop_id, begin, end, _listed(asked.sku_ids))
    past = await db.fetchrow(_PAST, asked.org_id, asked.shop_id, begin, list(with_past))
    pair = np.concatenate((whole_numbers(past[0]), whole_numbers(now[1])))
    returned, units = (whole_numbers(past[at]).astype(np.float64) for at in (1, 2))
    # Of which shop what was sold before is, nobody asks.
    shop = np.concatenate((np.zeros(len(units), np.int64), whole_numbers(now[0])))
    known = [np.zeros(len(units)), returned, units, *(np.zeros(len(units)) for _ in range(4))]
    cancelled, back, kept, *rest = (
        np.concatenate((before, fraction_numbers(now[2 + at]))) for at, before in enumerate(known)
    )
    pairs, first, group = np.unique(pair, return_index=True, return_inverse=True)
    sums = [
        np.bincount(group, one, len(pairs)).astype(np.float64)
        for one in (kept + back + cancelled, cancelled, back, kept, *rest)
    ]
    return SoldDays(shop[first], pairs // FAR, pairs % FAR, *sums)


async def back(db: Any, asked: Asked, sku_ids: Sequence[int]) -> tuple[Int64, Int64, Int64, Int64]:
    """Pieces that came back of goods ordered until the last day: variant, day of the order, day they came back, pieces."""
    end = from_us(start_of_day_us(asked.last + 1))
    row = await db.fetchrow(_BACK, asked.org_id, list(sku_ids), end, asked.shop_id)
    sku, day, came, pieces = map(whole_numbers, row)
    return sku, day, came, pieces


async def spoiled(db: Any, asked: Asked, with_past: Sequence[int]) -> Spoiled:
    """Pieces that became defective by the days asked for."""
    first, last = from_day_number(asked.first), from_day_number(asked.last)
    row = await db.fetchrow(
        _SPOILED, asked.org_id, asked.shop_id, first, last, list(with_past), _listed(asked.sku_ids)
    )
    sku, shop, day, pieces = map(whole_numbers, row[:4])
    return Spoiled(sku, shop, day, pieces, fraction_numbers(row[4]))


async def stock(db: Any, asked: Asked, days: Sequence[int]) -> tuple[Int64, Int64, Int64, Int64]:
    """What lay in the warehouse on days: variant, shop, day and pieces."""
    if not days:
        nothing = np.zeros(0, np.int64)
        return nothing, nothing, nothing, nothing
    rows = await db.fetch(_STOCK, asked.org_id, asked.shop_id, [from_day_number(day) for day in days])
    held = whole_numbers(b"".join(row["held"] for row in rows))
    counts = [len(row["held"]) // held.itemsize for row in rows]
    sku, shop = (
        np.repeat(np.array([row[name] for row in rows], np.int64), counts) for name in ("sku_id", "shop_id")
    )
    return sku, shop, held >> 32, held & 0xFFFFFFFF


def _listed(numbers: Sequence[int] | None) -> list[int] | None:
    return None if numbers is None else list(numbers)
