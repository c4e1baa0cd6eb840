"""Daily sales of one product as rows keep them, and what was seen of it."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import msgspec
import numpy as np

from ventra.catalog.answers import Product
from ventra.catalog.store import products
from ventra.catalog.store.rows import OWN_FIT, fit_of
from ventra.core.bucket import bucket_of
from ventra.core.columns import MISSING, Columns, Int64, Seen, rows_of_skus
from ventra.core.day import day_of, from_day_number, from_us, month_start_us, start_of_day_us, to_day_number
from ventra.core.event_kinds import Kind
from ventra.core.instants import decode_many
from ventra.core.own_view import OwnFit
from ventra.core.profile import Float
from ventra.errors import NotFound
from ventra.infra.packing import EPOCH_2000_US, Packing

_A_DAY = {
    "day": "day", "units": "float8", "units_low": "float8", "units_high": "float8",
    "revenue_uzs": "int8", "revenue_low_uzs": "int8", "revenue_high_uzs": "int8", "basis": "int2",
}  # fmt: skip
_SKU_DAYS = Packing(**_A_DAY)
_DAYS = Packing(
    **_A_DAY, looks="int4", through="instant", begin_error="float8", end_error="float8", out_share="float4"
)
_SPANS = (
    "ARRAY(SELECT ROW(s.seen_from, s.seen_to, s.units, s.units_low, s.units_high, s.basis) FROM sales_spans s "
    "WHERE s.bucket = p.bucket AND s.product_id = p.product_id AND s.seen_from < ${1} AND s.seen_to > ${0} "
    "ORDER BY s.seen_from) AS spans"
)
_BURSTS = (
    "ARRAY(SELECT e.seen_from FROM sales_events e WHERE e.bucket = p.bucket AND e.product_id = p.product_id "
    f"AND e.seen_from >= ${{0}} AND e.seen_from < ${{1}} AND e.kind = {Kind.BURST:d}) AS bursts"
)
_HISTORY = (
    f"SELECT l.seen_at, (SELECT {_DAYS.sql} FROM sales_days d WHERE d.bucket = p.bucket AND d.product_id = p.product_id "
    f"AND d.day BETWEEN $2 AND $3) AS days, {_SPANS.format(4, 5)}, {_BURSTS.format(4, 5)}, "
    f"{OWN_FIT} AS own_fit FROM products p LEFT JOIN product_latest l ON l.product_id = p.product_id WHERE p.product_id = $1"
)
_DETAIL = products.question(
    of_days=f", {_DAYS.sql} FILTER (WHERE d.day BETWEEN $3 AND $4) AS days",
    beside=f", {_SPANS.format(5, 6)}, {_BURSTS.format(5, 6)}",
)
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


class KnownDay(msgspec.Struct, frozen=True, gc=False):
    """A Tashkent day that has a number: units and revenue with bounds, basis, looks, until when (µs), and what made it.

    `edges` are the standard errors of what it shares with its neighbours at its midnights, `out_share` the part of its demand
    that met an empty shelf (0-1), `burst` whether far more was ordered within hours than explained.
    """

    number: int
    units: tuple[float, float, float]
    revenue: tuple[int | None, int | None, int | None]
    basis: int
    looks: int = 0
    through_us: int = 0
    version: str = ""
    profile: int = 0
    edges: tuple[float, float] = (0.0, 0.0)
    out_share: float = 0.0
    burst: bool = False


@dataclass(frozen=True, slots=True)
class KnownSpan:
    """A stretch with unlooked days and its one known total."""

    seen_from: datetime
    seen_to: datetime
    units: tuple[float, float, float]
    basis: int


@dataclass(frozen=True, slots=True)
class History:
    """A product's known days and spans, when it was last looked at, and how whoever asks sees its estimates."""

    last_seen: datetime | None
    days: list[KnownDay]
    spans: list[KnownSpan]
    fit: OwnFit | None = None


async def history(db: Any, product_id: int, first: date, last: date) -> History:
    """All of a product's sales from `first` to `last`, in one question; `NotFound` when VENTRA has never met it."""
    row = await db.fetchrow(_HISTORY, product_id, first, last, *_reach_of(first, last))
    if row is None:
        raise NotFound(f"no product {product_id}", product_id=product_id)
    return _history(row)


async def detail(
    db: Any, product_id: int, first: date, last: date, *, now: datetime, simulated: bool
) -> tuple[Product, History]:
    """A product with its sales from `first` to `last`, in one question; `NotFound` when VENTRA has never met it."""
    row = await db.fetchrow(
        _DETAIL, product_id, products.yesterday_of(now), first, last, *_reach_of(first, last)
    )
    if row is None:
        raise NotFound(f"no product {product_id}", product_id=product_id)
    return products.product_of(row, now=now, simulated=simulated), _history(row)


async def day(db: Any, product_id: int, day: date) -> KnownDay | None:
    """A day of a product, and what made it; None when it has no number."""
    row = await db.fetchrow(
        f"SELECT {_DAYS.sql} AS days, min(rule) AS rule, min(profile) AS profile FROM sales_days "
        "WHERE bucket = $1 AND product_id = $2 AND day = $3",
        bucket_of(product_id),
        product_id,
        day,
    )
    found = _days(row["days"])
    if not found:
        return None
    rule, profile = row["rule"], row["profile"]
    return msgspec.structs.replace(found[0], version=f"{rule}.{profile}", profile=profile)


async def fit(db: Any, product_id: int) -> OwnFit | None:
    """How whoever asks sees the estimates of a product."""
    row = await db.fetchrow(
        f"SELECT {OWN_FIT} AS own_fit FROM products p WHERE p.product_id = $1", product_id
    )
    return None if row is None else fit_of(row)


async def fits(db: Any, product_ids: Sequence[int]) -> dict[int, OwnFit]:
    """How whoever asks sees the days of products, where their own shop corrects them."""
    rows = await db.fetch(
        f"SELECT p.product_id, {OWN_FIT} AS own_fit FROM products p WHERE p.product_id = ANY($1::bigint[])",
        list(product_ids),
    )
    found = {row["product_id"]: fit_of(row) for row in rows}
    return {product_id: fit for product_id, fit in found.items() if fit is not None}


async def units_in_stock(
    db: Any, product_id: int, first: int, last: int, *, least_out: float
) -> tuple[Int64, Float]:
    """Known days from day number `first` to `last` of whose demand less than `least_out` (0-1) met an empty shelf, oldest first,
    and the units of each."""
    rows = await db.fetch(
        "SELECT day - date '1970-01-01' AS number, units FROM sales_days WHERE bucket = $1 AND product_id = $2 "
        "AND day BETWEEN $3 AND $4 AND out_share < $5 ORDER BY day",
        bucket_of(product_id),
        product_id,
        from_day_number(first),
        from_day_number(last),
        least_out,
    )
    numbers = np.array([row["number"] for row in rows], np.int64)
    return numbers, np.array([row["units"] for row in rows], np.float64)


async def sku_days(db: Any, product_id: int, first: date, last: date) -> dict[int, list[KnownDay]]:
    """The variants' known days from `first` to `last`; every variant ever seen is there."""
    rows = await db.fetch(
        f"SELECT v.sku_id, (SELECT {_SKU_DAYS.sql} FROM sku_sales_days d WHERE d.bucket = $1 AND d.product_id = $2 "
        "AND d.sku_id = v.sku_id AND d.day BETWEEN $3 AND $4) AS days FROM variants v WHERE v.product_id = $2 "
        "ORDER BY v.sku_id",
        bucket_of(product_id),
        product_id,
        first,
        last,
    )
    return {
        row["sku_id"]: [
            KnownDay(number, (units, low, high), _money(revenue, least, most), basis)
            for number, units, low, high, revenue, least, most, basis in _SKU_DAYS.rows(row["days"])
        ]
        for row in rows
    }


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


def _history(row: Mapping[str, Any]) -> History:
    bursts = {to_day_number(day_of(at)) for at in row["bursts"]}
    return History(
        last_seen=row["seen_at"],
        days=_days(row["days"], bursts),
        spans=[
            KnownSpan(seen_from, seen_to, (units, low, high), basis)
            for seen_from, seen_to, units, low, high, basis in row["spans"]
        ],
        fit=fit_of(row),
    )


def _reach_of(first: date, last: date) -> tuple[datetime, datetime]:
    """The first instant of the first day and the first after the last."""
    begin, after = to_day_number(first), to_day_number(last) + 1
    return from_us(start_of_day_us(begin)), from_us(start_of_day_us(after))


def _days(packed: bytes | None, bursts: Container[int] = ()) -> list[KnownDay]:
    return [
        KnownDay(
            number,
            (units, low, high),
            _money(revenue, least, most),
            basis,
            looks,
            EPOCH_2000_US + through,
            edges=(begin, end),
            out_share=out,
            burst=number in bursts,
        )
        for number, units, low, high, revenue, least, most, basis, looks, through, begin, end, out in _DAYS.rows(
            packed
        )
    ]


def _money(*values: int) -> Any:
    """Revenue with its bounds; what is not known is None."""
    return values if MISSING not in values else tuple(None if one == MISSING else one for one in values)


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
