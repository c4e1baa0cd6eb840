"""Keeps what visits saw: loads the neighbourhood, merges by `core/runs.py`, writes the difference. Twice is a no-op."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt

from ventra.collect.store.kept import AT, NOTHING, SKU_STATE, STATE, US, neighbourhood
from ventra.collect.store.rows import writing
from ventra.core import runs
from ventra.core.bucket import bucket_of
from ventra.core.columns import MISSING, Columns, Int64, Seen, seen_from
from ventra.core.day import from_us
from ventra.core.observation import Observation
from ventra.infra.statements import Statement, write_together


@dataclass(frozen=True, slots=True, eq=False)
class MergeReport:
    """How many observations were new, already known, and refused because the same instant was kept with other values."""

    taken: int
    known: int
    conflicts: int
    conflicting: npt.NDArray[np.bool_]


async def merge(db: Any, observations: Sequence[Observation]) -> MergeReport:
    """Merge a batch of visits inside the caller's transaction; see `merge_columns`."""
    return await merge_columns(db, seen_from(observations))


async def merge_columns(db: Any, new: Seen) -> MergeReport:
    """Merge columns of observations inside the caller's transaction.

    Locks the products in sorted order (making rows for those never met), so batches that share products wait for each other and
    cannot dead-lock. Marks the days whose sales must be computed again.
    """
    if len(new.products) == 0:
        return MergeReport(0, 0, 0, np.zeros(0, bool))
    products = np.unique(new.products.key[:, 0])
    months = _months(new.products.at)
    first_seen, months_made = await _lock(db, products, months)
    met_before = products[first_seen != MISSING]
    old = await neighbourhood(db, new, met_before) if len(met_before) else NOTHING
    merged = runs.merge(old.seen, new)
    statements: list[Statement] = []
    if merged.taken.any() or not np.array_equal(merged.products.source, old.seen.products.source):
        if not months_made:
            await _make_months(db, months)
        statements += writing("observations", STATE, runs.encode(merged.products), old.product_runs)
        statements += writing("sku_observations", SKU_STATE, runs.encode(merged.skus), old.sku_runs)
    if merged.taken.any():
        statements += [
            _touching(*runs.touched_days(merged)),
            *_keeping_latest(merged),
            *_keeping_first(merged.products, first_seen),
        ]
    await write_together(db, statements)
    return MergeReport(
        int(merged.taken.sum()), int(merged.known.sum()), int(merged.conflicting.sum()), merged.conflicting
    )


async def _lock(db: Any, products: Int64, months: Sequence[date]) -> tuple[Int64, bool]:
    """Lock all products; since when each has been seen (µs, MISSING for those never met), and whether all months are made."""
    await db.execute(
        "INSERT INTO products (product_id, bucket) SELECT * FROM unnest($1::bigint[], $2::smallint[]) "
        "ON CONFLICT DO NOTHING",
        products.tolist(),
        bucket_of(products).tolist(),
    )
    rows = await db.fetch(
        f"SELECT {US.format('first_seen')} AS first_seen, (SELECT bool_and({_MADE}) FROM unnest($2::date[]) m) AS months_made "
        "FROM products WHERE product_id = ANY($1) ORDER BY product_id FOR NO KEY UPDATE",
        products.tolist(),
        months,
    )
    first = [MISSING if row["first_seen"] is None else row["first_seen"] for row in rows]
    return np.array(first, np.int64), rows[0]["months_made"]


_MADE = "to_regclass('sku_sales_days' || to_char(m, '_YYYY_MM')) IS NOT NULL"


def _months(at: Int64) -> list[date]:
    """The months of these instants and of the Tashkent days beside them."""
    months = np.unique(
        np.concatenate((at - 86_400_000_000, at + 86_400_000_000))
        .astype("datetime64[us]")
        .astype("datetime64[M]")
    )
    return [from_us(int(month.astype("datetime64[us]").astype(np.int64))).date() for month in months]


async def _make_months(db: Any, months: Sequence[date]) -> None:
    """Partitions for months that have none yet."""
    await db.execute(f"SELECT ventra_make_month(m) FROM unnest($1::date[]) m WHERE NOT {_MADE}", months)


def _touching(product: Int64, day: Int64) -> Statement:
    return Statement(
        "INSERT INTO sales_touched (bucket, product_id, day, mark) "
        "SELECT b, p, date '1970-01-01' + d, nextval('sales_touched_mark') "
        "FROM unnest($1::smallint[], $2::bigint[], $3::int[]) AS t(b, p, d) "
        "ON CONFLICT (bucket, product_id, day) DO UPDATE SET mark = excluded.mark",
        [bucket_of(product).tolist(), product.tolist(), day.tolist()],
    )


def _keeping_latest(merged: runs.Merged) -> list[Statement]:
    """The newest state of each product and variant, for lists; older sightings never overwrite newer ones."""
    newest, skus = _last_of(merged.products), _last_of(merged.skus)
    columns = ["product_id", "seen_at", *[name.strip() for name in STATE.split(",")]]
    sku_columns = ["product_id", "sku_id", "seen_at", *[name.strip() for name in SKU_STATE.split(",")]]
    return [
        Statement(
            _latest_sql(
                "product_latest", "product_id", columns, "product_latest.seen_at <= excluded.seen_at"
            ),
            [c.tolist() for c in (newest.key[:, 0], newest.at, *newest.state.T)],
        ),
        Statement(
            _latest_sql(
                "variants", "product_id, sku_id", sku_columns, "variants.seen_at <= excluded.seen_at"
            ),
            [c.tolist() for c in (*skus.key.T, skus.at, *skus.state.T)],
        ),
    ]


def _keeping_first(products: Columns, first_seen: Int64) -> list[Statement]:
    """Since when each of the locked products has been seen, where that is earlier than what its row says."""
    first = products.take(
        np.flatnonzero(np.append(True, (products.key[1:] != products.key[:-1]).any(axis=1)))
    )
    earlier = (first_seen == MISSING) | (first.at < first_seen)
    if not earlier.any():
        return []
    update = (
        f"UPDATE products SET first_seen = {AT.format('n.at')} FROM unnest($1::bigint[], $2::bigint[]) AS n(id, at) "
        "WHERE product_id = n.id"
    )
    return [Statement(update, [first.key[earlier, 0].tolist(), first.at[earlier].tolist()])]


def _last_of(columns: Columns) -> Columns:
    if len(columns) == 0:
        return columns
    return columns.take(np.flatnonzero(np.append((columns.key[1:] != columns.key[:-1]).any(axis=1), True)))


def _latest_sql(table: str, key: str, columns: list[str], newer: str) -> str:
    picked = ", ".join(
        AT.format("r.seen_at") if c == "seen_at" else f"nullif(r.{c}, {MISSING})" for c in columns
    )
    kept = ", ".join(f"{c} = excluded.{c}" for c in columns if c not in key.split(", "))
    return (
        f"INSERT INTO {table} ({', '.join(columns)}) SELECT {picked} "
        f"FROM unnest({', '.join(f'${i + 1}::bigint[]' for i in range(len(columns)))}) AS r({', '.join(columns)}) "
        f"ORDER BY {key} ON CONFLICT ({key}) DO UPDATE SET {kept} WHERE {newer}"
    )
