"""One product: all that is known of it, and whether it is tracked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import numpy as np

from ventra.catalog.answers import MARKET_URL, CategoryName, Product, Tracked, Variant, Visits
from ventra.catalog.store.rows import PRODUCT_COLUMNS, PRODUCT_TABLES, product_parts
from ventra.catalog.store.tracking import FIRST_ORGANISATION, track
from ventra.core.basis import NO_DATA
from ventra.core.bucket import bucket_of
from ventra.core.day import day_of, to_day_number
from ventra.core.estimate import Estimate, estimate
from ventra.core.product import Titles
from ventra.core.windows import DayValues, window_sums
from ventra.errors import NotFound

FULFILMENTS = ("FBO", "FBS", "DBS")
LONGEST_WINDOW = 28


async def read(db: Any, product_id: int, *, now: datetime, simulated: bool) -> Product:
    """A product; `NotFound` when VENTRA has never met it."""
    row = await db.fetchrow(
        f"SELECT {PRODUCT_COLUMNS}, w.product_id IS NOT NULL AS watched, w.every_seconds, w.due_at, "
        "w.last_visit, w.last_outcome, c.path AS category_path, k.days_known, k.first_day "
        f"FROM {PRODUCT_TABLES} CROSS JOIN LATERAL ("
        "SELECT count(*) AS days_known, min(d.day) AS first_day FROM sales_days d "
        f"WHERE d.bucket = p.bucket AND d.product_id = p.product_id AND d.basis <> {NO_DATA}) k "
        "WHERE p.product_id = $1",
        product_id,
    )
    if row is None:
        raise NotFound(f"no product {product_id}", product_id=product_id)
    as_of = row["as_of"] or date.fromordinal(day_of(now).toordinal() - 1)
    visits = (
        Visits(row["every_seconds"], row["due_at"], row["last_visit"], row["last_outcome"])
        if row["watched"]
        else None
    )
    return Product(
        **product_parts(row, now=now, simulated=simulated),
        variants=await _variants(db, product_id, as_of),
        market_url=MARKET_URL.format(product_id=product_id),
        category_path=await _path(db, row["category_path"], row["category_id"]),
        visits=visits,
        days_known=row["days_known"],
        first_day=row["first_day"],
    )


async def must_exist(db: Any, product_id: int) -> None:
    """`NotFound` when VENTRA has never met the product."""
    if not await db.fetchval("SELECT true FROM products WHERE product_id = $1", product_id):
        raise NotFound(f"no product {product_id}", product_id=product_id)


async def set_tracked(
    db: Any, product_id: int, *, tracked: bool, org_id: int = FIRST_ORGANISATION
) -> Tracked:
    """Track a product for an organisation or stop; twice is once. A product newly tracked is due at once.

    The answer says what was asked: others may go on tracking it.
    """
    await must_exist(db, product_id)
    await track(db, product_id, tracked, org_id=org_id)
    return Tracked(product_id, tracked)


async def _path(db: Any, path: Sequence[int] | None, category_id: int | None) -> list[CategoryName]:
    ids = list(path or ([] if category_id is None else [category_id]))
    rows = await db.fetch(
        "SELECT n.id, c.title_uz, c.title_ru FROM unnest($1::bigint[]) WITH ORDINALITY AS n(id, place) "
        "LEFT JOIN categories c ON c.category_id = n.id ORDER BY n.place",
        ids,
    )
    return [CategoryName(row["id"], Titles(row["title_uz"], row["title_ru"])) for row in rows]


async def _variants(db: Any, product_id: int, as_of: date) -> list[Variant]:
    rows = await db.fetch(
        "SELECT sku_id, characteristics, fulfilment, price_uzs, list_price_uzs, stock, seen_at "
        "FROM variants WHERE product_id = $1 ORDER BY sku_id",
        product_id,
    )
    sku_ids = [row["sku_id"] for row in rows]
    days = await _sku_days(db, product_id, sku_ids, as_of)
    weeks, months = (_sums(days, len(sku_ids), as_of, length) for length in (7, LONGEST_WINDOW))
    return [
        Variant(
            sku_id=row["sku_id"],
            characteristics={str(name): str(value) for name, value in row["characteristics"].items()},
            fulfilment=row["fulfilment"] if row["fulfilment"] in FULFILMENTS else None,
            price_uzs=row["price_uzs"],
            list_price_uzs=row["list_price_uzs"],
            stock=row["stock"],
            seen_at=row["seen_at"],
            units_7=week,
            units_28=month,
        )
        for row, week, month in zip(rows, weeks, months, strict=True)
    ]


async def _sku_days(db: Any, product_id: int, sku_ids: list[int], as_of: date) -> DayValues:
    """The variants' known days of the longest window; subjects are places in `sku_ids`."""
    rows = await db.fetch(
        "SELECT n.place - 1 AS subject, d.day - date '1970-01-01' AS day, d.units, d.units_low, d.units_high, "
        "d.basis FROM unnest($3::bigint[]) WITH ORDINALITY AS n(sku_id, place) "
        "JOIN sku_sales_days d ON d.bucket = $1 AND d.product_id = $2 AND d.sku_id = n.sku_id "
        f"WHERE d.day > $4::date - {LONGEST_WINDOW} AND d.day <= $4::date AND d.basis <> {NO_DATA}",
        bucket_of(product_id),
        product_id,
        sku_ids,
        as_of,
    )
    table = np.array([tuple(row) for row in rows], np.float64).reshape(-1, 6)
    return DayValues(
        subject=table[:, 0].astype(np.int64),
        day=table[:, 1].astype(np.int64),
        point=table[:, 2],
        low=table[:, 3],
        high=table[:, 4],
        basis=table[:, 5].astype(np.int8),
    )


def _sums(days: DayValues, subjects: int, as_of: date, length: int) -> list[Estimate]:
    """Each subject's window that ends with `as_of`."""
    first_day = to_day_number(as_of) - length + 1
    sums = window_sums(days, subjects=subjects, first_day=first_day, length=length)
    columns = (sums.point[:, 0], sums.low[:, 0], sums.high[:, 0], sums.basis[:, 0], sums.known[:, 0])
    return [
        estimate(point, low, high, basis=basis, days=length, known_days=known)
        for point, low, high, basis, known in zip(*(column.tolist() for column in columns), strict=True)
    ]
