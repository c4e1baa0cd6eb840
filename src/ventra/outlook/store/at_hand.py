"""Stock of products and of their variants, what these sold lately, and for how long their shelves were not empty."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np

from ventra.core.basis import NO_DATA
from ventra.core.bucket import bucket_of
from ventra.core.day import from_us, month_start_us, start_of_day_us, to_day_number
from ventra.core.windows import DayValues, last_windows
from ventra.errors import NotFound
from ventra.infra.columns import fraction_numbers, fractions, whole, whole_numbers
from ventra.outlook.at_hand import AtHand, VariantAtHand

DAYS = 28
_LATE = 14
"""Figures end with the last closed day, or so many days before it at most; those that end earlier speak of another time."""
Row = Mapping[str, Any]
Key = tuple[int, int]

_PRODUCTS = """
SELECT p.product_id, l.stock, l.price_uzs, l.seen_at, c.weekday FROM products p
LEFT JOIN product_latest l USING (product_id) LEFT JOIN category_outlooks c ON c.category_id = p.category_id
WHERE p.product_id = ANY($1::bigint[]) ORDER BY p.product_id
"""
_VARIANTS = "SELECT product_id, sku_id, characteristics, stock FROM variants WHERE product_id = ANY($1::bigint[]) ORDER BY 1, 2"
_VALUES = ("units", "units_low", "units_high", "begin_error", "end_error")
_UNITS = f"""
SELECT {whole("d.product_id")}, {whole("d.sku_id")}, {whole("d.day - n.as_of")}, {whole("d.basis")},
       {", ".join(fractions(f"d.{name}") for name in _VALUES)}
FROM (
    SELECT u.*, coalesce(f.as_of, $3) AS as_of FROM unnest($1::smallint[], $2::bigint[]) AS u(bucket, product_id)
    LEFT JOIN sales_figures f USING (product_id)
) n JOIN sku_sales_days d ON d.bucket = n.bucket AND d.product_id = n.product_id
WHERE d.day > n.as_of - {DAYS} AND d.day <= n.as_of AND d.day BETWEEN $4 AND $3 AND d.basis <> {NO_DATA}
"""
# A row is one state, up to the next one; those that reach into a stretch begin in its first month (UTC) at the earliest.
_IN_STOCK = """
SELECT product_id, sku_id, coalesce(sum(until - since) FILTER (WHERE stock > 0), interval '0') AS full, sum(until - since) AS told
FROM (
    SELECT o.product_id, o.sku_id, o.stock, greatest(o.seen_from, $3) AS since,
           least(coalesce(lead(o.seen_from) OVER mine, o.seen_to), $4) AS until
    FROM unnest($1::smallint[], $2::bigint[]) AS n(bucket, product_id)
    JOIN sku_observations o ON o.bucket = n.bucket AND o.product_id = n.product_id
    WHERE o.seen_from >= $5 AND o.seen_from < $4 WINDOW mine AS (PARTITION BY o.product_id, o.sku_id ORDER BY o.seen_from)
) s WHERE until > since AND stock IS NOT NULL GROUP BY product_id, sku_id
"""
_OUTLOOKS = """
SELECT o.product_id, o.as_of, o.beats_naive, o.naive, o.mean, o.low80_28, o.high80_28, o.dispersion
FROM unnest($1::smallint[], $2::bigint[]) AS n(bucket, product_id) JOIN product_outlooks o USING (bucket, product_id)
"""


async def of_products(db: Any, product_ids: Sequence[int], closed: date) -> list[AtHand]:
    """Products that were ever met, ascending; their days end with `closed`, or where their figures do."""
    products = await db.fetch(_PRODUCTS, list(product_ids))
    variants: dict[int, list[Row]] = {row["product_id"]: [] for row in products}
    for row in await db.fetch(_VARIANTS, list(variants)):
        variants[row["product_id"]].append(row)
    several = [one for one, rows in variants.items() if len(rows) > 1]
    keys = [(one, row["sku_id"]) for one in several for row in variants[one]]
    units = await _units(db, several, keys, closed)
    in_stock = await _in_stock(db, several, closed)
    return [
        AtHand(
            row["product_id"],
            _number(row["stock"]),
            _number(row["price_uzs"]),
            row["seen_at"],
            row["weekday"],
            [_variant(one, units, in_stock) for one in variants[row["product_id"]]],
        )
        for row in products
    ]


async def of_product(db: Any, product_id: int, closed: date) -> AtHand:
    """One product likewise; `NotFound` when VENTRA has never met it."""
    for found in await of_products(db, [product_id], closed):
        return found
    raise not_met(product_id)


def not_met(product_id: int) -> NotFound:
    """Says that there is no such product."""
    return NotFound(f"no product {product_id}", product_id=product_id)


async def outlooks(db: Any, product_ids: Sequence[int]) -> dict[int, Row]:
    """What the last night foresees of products, of those that it knew."""
    rows = await db.fetch(_OUTLOOKS, _buckets(product_ids), list(product_ids))
    return {row["product_id"]: row for row in rows}


async def _units(db: Any, product_ids: list[int], keys: list[Key], closed: date) -> dict[Key, float]:
    """Each variant's units of 28 closed days, NaN where too few of these are known."""
    if not keys:
        return {}
    first = date.fromordinal(closed.toordinal() - DAYS - _LATE)
    sent = await db.fetchrow(_UNITS, _buckets(product_ids), product_ids, closed, first)
    product, sku, ago, basis = map(whole_numbers, sent[:4])
    point, low, high, begin, end = map(fraction_numbers, sent[4:])
    place = {key: place for place, key in enumerate(keys)}
    subject = [place.get(key, -1) for key in zip(product.tolist(), sku.tolist(), strict=True)]
    days = DayValues(
        np.array(subject, np.int64), ago, point, low, high, basis.astype(np.int8), begin, end
    ).take(np.flatnonzero(np.array(subject, np.int64) >= 0))
    sums = last_windows(
        days, subjects=len(keys), last_day=0, lengths=(DAYS,), one_of_several=np.ones(len(keys), bool)
    )
    return dict(zip(keys, sums.point[:, 0].tolist(), strict=True))


async def _in_stock(db: Any, product_ids: list[int], closed: date) -> dict[Key, float]:
    """The part of the 28 days up to `closed` in which each variant was seen with stock."""
    if not product_ids:
        return {}
    begin = start_of_day_us(to_day_number(closed) - DAYS + 1)
    end = start_of_day_us(to_day_number(closed) + 1)
    bounds = [from_us(int(at)) for at in (begin, end, month_start_us(int(begin)))]
    rows = await db.fetch(_IN_STOCK, _buckets(product_ids), product_ids, *bounds)
    return {(row["product_id"], row["sku_id"]): row["full"] / row["told"] for row in rows}


def _variant(row: Row, units: Mapping[Key, float], in_stock: Mapping[Key, float]) -> VariantAtHand:
    key = row["product_id"], row["sku_id"]
    return VariantAtHand(
        row["sku_id"],
        {str(name): str(value) for name, value in row["characteristics"].items()},
        _number(row["stock"]),
        units.get(key, np.nan),
        in_stock.get(key, np.nan),
    )


def _buckets(product_ids: Sequence[int]) -> list[int]:
    found: list[int] = bucket_of(np.array(product_ids, np.int64)).tolist()
    return found


def _number(value: int | None) -> float:
    return np.nan if value is None else float(value)
