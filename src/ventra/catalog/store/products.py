"""One product: all that is known of it, and whether it is tracked."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

import msgspec
import numpy as np

from ventra.catalog.answers import MARKET_URL, CategoryName, Product, Tracked, Variant, Visits
from ventra.catalog.store.rows import PRODUCT_COLUMNS, PRODUCT_TABLES, category_of, fit_of, product_parts
from ventra.catalog.store.tracking import track
from ventra.core.basis import NO_DATA
from ventra.core.day import day_of, to_day_number
from ventra.core.estimate import Estimate, estimate
from ventra.core.own_view import OwnFit, units_of
from ventra.core.product import Titles
from ventra.core.windows import DayValues, last_windows
from ventra.errors import NotFound
from ventra.infra.packing import Packing

FULFILMENTS = ("FBO", "FBS", "DBS")
WINDOWS = (7, 28)
MOST_WINDOWS = 1_000
"""Products whose variants' windows are remembered, some 4 KB each."""


_PATH = "ARRAY(SELECT ROW(t.category_id, t.title_uz, t.title_ru) FROM categories t WHERE t.category_id = ANY(c.path))"
_VARIANTS = (
    "ARRAY(SELECT ROW(sku_id, characteristics::text, fulfilment, price_uzs, list_price_uzs, stock, seen_at) "
    "FROM variants v WHERE v.product_id = p.product_id ORDER BY sku_id)"
)
_DAYS = Packing(
    sku_id="int8", day="day", units="float8", units_low="float8", units_high="float8", basis="int2",
    begin_error="float8", end_error="float8",
)  # fmt: skip
_SKU_DAYS = (
    f"(SELECT {_DAYS.sql} FROM sku_sales_days d WHERE d.bucket = p.bucket AND d.product_id = p.product_id "
    f"AND d.day > coalesce(f.as_of, $2) - {max(WINDOWS)} AND d.day <= coalesce(f.as_of, $2) AND d.basis <> {NO_DATA})"
)


def question(*, of_days: str = "", beside: str = "") -> str:
    """The statement that reads product $1, yesterday being $2; `product_of` understands its row.

    `of_days` are more aggregates over all of its `sales_days d`, `beside` more columns; theirs are the arguments from $3 on.
    """
    known = (
        f"SELECT count(*) FILTER (WHERE d.basis <> {NO_DATA}) AS days_known, "
        f"min(d.day) FILTER (WHERE d.basis <> {NO_DATA}) AS first_day {of_days} "
        "FROM sales_days d WHERE d.bucket = p.bucket AND d.product_id = p.product_id"
    )
    return (
        f"SELECT {PRODUCT_COLUMNS}, w.product_id IS NOT NULL AS watched, w.every_seconds, w.due_at, w.last_visit, "
        f"w.last_outcome, c.path, {_PATH} AS above, {_VARIANTS} AS variants, {_SKU_DAYS} AS sku_days, k.* {beside} "
        f"FROM {PRODUCT_TABLES} CROSS JOIN LATERAL ({known}) k WHERE p.product_id = $1"
    )


_READ = question()


async def read(db: Any, product_id: int, *, now: datetime, simulated: bool) -> Product:
    """A product, in one question; `NotFound` when VENTRA has never met it."""
    row = await db.fetchrow(_READ, product_id, yesterday_of(now))
    if row is None:
        raise NotFound(f"no product {product_id}", product_id=product_id)
    return product_of(row, now=now, simulated=simulated)


def product_of(row: Mapping[str, Any], *, now: datetime, simulated: bool) -> Product:
    """A product of a row of `question`."""
    return Product(
        **product_parts(row, now=now, simulated=simulated),
        variants=_variants(row, row["as_of"] or yesterday_of(now), fit_of(row)),
        market_url=MARKET_URL.format(product_id=row["product_id"]),
        category_path=_path(row),
        visits=(
            Visits(row["every_seconds"], row["due_at"], row["last_visit"], row["last_outcome"])
            if row["watched"]
            else None
        ),
        days_known=row["days_known"],
        first_day=row["first_day"],
    )


def _path(row: Mapping[str, Any]) -> list[CategoryName]:
    """From the topmost category to the product's; of one never met there is only its id."""
    if not row["path"]:
        category = category_of(row)
        return [] if category is None else [category]
    titles = {category_id: Titles(uz, ru) for category_id, uz, ru in row["above"]}
    return [CategoryName(one, titles.get(one, Titles(None, None))) for one in row["path"]]


def yesterday_of(now: datetime) -> date:
    """The last day that has ended."""
    return day_of(now) - timedelta(days=1)


async def must_exist(db: Any, product_id: int) -> None:
    """`NotFound` when VENTRA has never met the product."""
    if not await db.fetchval("SELECT true FROM products WHERE product_id = $1", product_id):
        raise NotFound(f"no product {product_id}", product_id=product_id)


async def set_tracked(db: Any, product_id: int, *, tracked: bool, org_id: int) -> Tracked:
    """Track a product for an organisation or stop; twice is once. A product newly tracked is due at once.

    The answer says what was asked: others may go on tracking it.
    """
    await must_exist(db, product_id)
    await track(db, product_id, tracked, org_id=org_id)
    return Tracked(product_id, tracked)


def _variants(row: Mapping[str, Any], as_of: date, fit: OwnFit | None) -> list[Variant]:
    sku_ids = tuple(variant[0] for variant in row["variants"])
    return [
        Variant(
            sku_id=sku_id,
            characteristics={str(name): str(value) for name, value in msgspec.json.decode(traits).items()},
            fulfilment=fulfilment if fulfilment in FULFILMENTS else None,
            price_uzs=price_uzs,
            list_price_uzs=list_price_uzs,
            stock=stock,
            seen_at=seen_at,
            units_7=units_of(fit, week),
            units_28=units_of(fit, month),
        )
        for (sku_id, traits, fulfilment, price_uzs, list_price_uzs, stock, seen_at), (week, month) in zip(
            row["variants"], _windows(sku_ids, row["sku_days"], to_day_number(as_of)), strict=True
        )
    ]


@lru_cache(MOST_WINDOWS)
def _windows(sku_ids: tuple[int, ...], packed: bytes | None, last_day: int) -> list[tuple[Estimate, ...]]:
    """Each variant's last 7 and 28 days, from the packed days of all; remembered by what they are made of."""
    place = {sku_id: place for place, sku_id in enumerate(sku_ids)}
    rows = [(place[sku_id], *rest) for sku_id, *rest in _DAYS.rows(packed) if sku_id in place]
    table = np.array(rows, np.float64).reshape(-1, 8)
    days = DayValues(
        subject=table[:, 0].astype(np.int64),
        day=table[:, 1].astype(np.int64),
        point=table[:, 2],
        low=table[:, 3],
        high=table[:, 4],
        basis=table[:, 5].astype(np.int8),
        begin_error=table[:, 6],
        end_error=table[:, 7],
    )
    several = np.full(len(sku_ids), len(sku_ids) > 1)
    sums = last_windows(
        days, subjects=len(sku_ids), last_day=last_day, lengths=WINDOWS, one_of_several=several
    )
    parts = (part.tolist() for part in (sums.point, sums.low, sums.high, sums.basis, sums.known))
    return [
        tuple(
            estimate(point, low, high, basis=basis, days=length, known_days=known)
            for length, point, low, high, basis, known in zip(WINDOWS, *of_sku, strict=True)
        )
        for of_sku in zip(*parts, strict=True)
    ]
