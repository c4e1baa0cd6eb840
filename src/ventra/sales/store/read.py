"""Daily sales of one product as rows keep them, and what was seen of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import numpy as np

from ventra.core.bucket import bucket_of
from ventra.core.columns import MISSING, Columns, Seen, rows_of_skus
from ventra.core.day import from_us, month_start_us
from ventra.core.instants import decode_many
from ventra.errors import NotFound

_DAY = "day, units, units_low, units_high, revenue_uzs, revenue_low_uzs, revenue_high_uzs, basis"
_KNOWN = f"{_DAY}, looks, through, rule, profile"
_STATE = (
    "orders_total",
    "orders_rounded",
    "reviews_total",
    "rating_x100",
    "price_uzs",
    "list_price_uzs",
    "stock",
)
_SKU_STATE = ("stock", "price_uzs", "list_price_uzs")
_US = "(extract(epoch FROM seen_from) * 1000000)::bigint AS seen_us"


@dataclass(frozen=True, slots=True)
class KnownDay:
    """A day that has a number: units and revenue with bounds, basis, looks, until when, and what made it."""

    day: date
    units: tuple[float, float, float]
    revenue: tuple[int | None, int | None, int | None]
    basis: int
    looks: int = 0
    through: datetime | None = None
    version: str = ""


@dataclass(frozen=True, slots=True)
class KnownSpan:
    """A stretch with unlooked days and its one known total."""

    seen_from: datetime
    seen_to: datetime
    units: tuple[float, float, float]
    basis: int


@dataclass(frozen=True, slots=True)
class History:
    """A product's known days and spans, and when it was last looked at."""

    last_seen: datetime | None
    days: list[KnownDay]
    spans: list[KnownSpan]


async def history(
    db: Any, product_id: int, first: date, last: date, *, spans_from: datetime, spans_to: datetime
) -> History:
    """All of a product's sales from `first` to `last`, in one question; `NotFound` when VENTRA has never met it."""
    rows = await db.fetch(
        f"SELECT l.seen_at, {_KNOWN}, ARRAY(SELECT ROW(seen_from, seen_to, s.units, s.units_low, s.units_high, s.basis) "
        "FROM sales_spans s WHERE bucket = $1 AND product_id = $2 AND seen_from < $6 AND seen_to > $5 ORDER BY seen_from) "
        "AS spans FROM products p LEFT JOIN product_latest l ON l.product_id = p.product_id "
        "LEFT JOIN sales_days d ON d.bucket = $1 AND d.product_id = $2 AND d.day BETWEEN $3 AND $4 "
        "WHERE p.product_id = $2 ORDER BY d.day",
        bucket_of(product_id),
        product_id,
        first,
        last,
        spans_from,
        spans_to,
    )
    if not rows:
        raise NotFound(f"no product {product_id}", product_id=product_id)
    return History(
        last_seen=rows[0]["seen_at"],
        days=[_known_day(row) for row in rows if row["day"] is not None],
        spans=[
            KnownSpan(seen_from, seen_to, (units, low, high), basis)
            for seen_from, seen_to, units, low, high, basis in rows[0]["spans"]
        ],
    )


async def days(db: Any, product_id: int, first: date, last: date) -> list[KnownDay]:
    """The product's known days from `first` to `last`."""
    rows = await db.fetch(
        f"SELECT {_KNOWN} FROM sales_days "
        "WHERE bucket = $1 AND product_id = $2 AND day BETWEEN $3 AND $4 ORDER BY day",
        bucket_of(product_id),
        product_id,
        first,
        last,
    )
    return [_known_day(row) for row in rows]


async def sku_days(db: Any, product_id: int, first: date, last: date) -> dict[int, list[KnownDay]]:
    """The variants' known days from `first` to `last`; every variant ever seen is there."""
    rows = await db.fetch(
        f"SELECT v.sku_id, {_DAY} FROM (SELECT sku_id FROM variants WHERE product_id = $2) v "
        "LEFT JOIN sku_sales_days d ON d.bucket = $1 AND d.product_id = $2 AND d.sku_id = v.sku_id "
        "AND d.day BETWEEN $3 AND $4 ORDER BY v.sku_id, d.day",
        bucket_of(product_id),
        product_id,
        first,
        last,
    )
    found: dict[int, list[KnownDay]] = {}
    for row in rows:
        known = found.setdefault(row["sku_id"], [])
        if row["day"] is not None:
            known.append(KnownDay(*_numbers(row)))
    return found


async def looks_between(db: Any, product_id: int, begin_us: int, end_us: int) -> Columns:
    """The product's states at every look from `begin_us` up to, not including, `end_us`."""
    rows = await db.fetch(
        f"SELECT product_id, source, {_US}, seen, {', '.join(_STATE)} FROM observations "
        "WHERE bucket = $1 AND product_id = $2 AND seen_from >= $3 AND seen_from < $4 AND seen_to >= $5 "
        "ORDER BY seen_from",
        *_reach(product_id, begin_us, end_us),
    )
    return _between(_columns(rows, ("product_id",), _STATE), begin_us, end_us)


async def sku_looks_between(db: Any, product_id: int, begin_us: int, end_us: int) -> Columns:
    """The variants' states at every look of a stretch of time, by variant and time."""
    rows = await db.fetch(
        f"SELECT product_id, sku_id, 0 AS source, {_US}, seen, {', '.join(_SKU_STATE)} FROM sku_observations "
        "WHERE bucket = $1 AND product_id = $2 AND seen_from >= $3 AND seen_from < $4 AND seen_to >= $5 "
        "ORDER BY sku_id, seen_from",
        *_reach(product_id, begin_us, end_us),
    )
    return _between(_columns(rows, ("product_id", "sku_id"), _SKU_STATE), begin_us, end_us)


async def newest_looks(db: Any, product_id: int, begin_us: int, end_us: int, *, at_least: int) -> Seen:
    """The newest looks of a stretch of time with their variants: `at_least` so many where there are, and whole rows."""
    rows = await db.fetch(
        f"SELECT product_id, source, {_US}, seen, {', '.join(_STATE)} FROM observations "
        "WHERE bucket = $1 AND product_id = $2 AND seen_from >= $3 AND seen_from < $4 AND seen_to >= $5 "
        f"ORDER BY seen_from DESC LIMIT {at_least:d}",
        *_reach(product_id, begin_us, end_us),
    )
    products = _between(_columns(rows[::-1], ("product_id",), _STATE), begin_us, end_us)
    products = products.take(np.arange(max(len(products) - at_least, 0), len(products)))
    if len(products) == 0:
        return Seen(products, _columns([], ("product_id", "sku_id"), _SKU_STATE), np.zeros(0, np.int64))
    skus = await sku_looks_between(db, product_id, int(products.at[0]), int(products.at[-1]) + 1)
    return Seen(products, skus, rows_of_skus(products, skus))


def _known_day(row: Mapping[str, Any]) -> KnownDay:
    return KnownDay(*_numbers(row), row["looks"], row["through"], f"{row['rule']}.{row['profile']}")


def _numbers(
    row: Mapping[str, Any],
) -> tuple[date, tuple[float, float, float], tuple[int | None, int | None, int | None], int]:
    units = (row["units"], row["units_low"], row["units_high"])
    revenue = (row["revenue_uzs"], row["revenue_low_uzs"], row["revenue_high_uzs"])
    return row["day"], units, revenue, row["basis"]


def _reach(product_id: int, begin_us: int, end_us: int) -> tuple[object, ...]:
    """Arguments that find every row with a look in a stretch: rows never cross a month, so none starts before it."""
    begin = from_us(begin_us)
    return bucket_of(product_id), product_id, from_us(month_start_us(begin_us)), from_us(end_us), begin


def _columns(rows: list[Any], keys: tuple[str, ...], state: tuple[str, ...]) -> Columns:
    seen_us = np.array([row["seen_us"] for row in rows], np.int64)
    at, counts = decode_many(seen_us, [row["seen"] for row in rows])
    key = np.array([[row[name] for name in keys] for row in rows], np.int64).reshape(-1, len(keys))
    values = [[MISSING if row[name] is None else row[name] for name in state] for row in rows]
    table = np.array(values, np.int64).reshape(-1, len(state))
    source = np.array([row["source"] for row in rows], np.int64)
    return Columns(
        np.repeat(key, counts, axis=0), at, np.repeat(table, counts, axis=0), np.repeat(source, counts)
    )


def _between(columns: Columns, begin_us: int, end_us: int) -> Columns:
    return columns.take((columns.at >= begin_us) & (columns.at < end_us))
