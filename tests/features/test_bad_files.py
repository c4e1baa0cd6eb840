"""What a file may hold and cannot be: each has one outcome, the same in every kind of file, and none stops the rest."""

from __future__ import annotations

import csv
import json
import random
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from ventra.collect.importing import Summary, import_file, reject_line
from ventra.collect.reading import Reject
from ventra.core.credible import AHEAD_US
from ventra.core.day import start_of_day_us, to_day_number
from ventra.infra.db import open_pool
from ventra.sales.close import close_touched

pytestmark = pytest.mark.once

NOW = datetime(2026, 10, 10, 8, tzinfo=UTC)
KINDS = ("ndjson", "csv", "parquet")
FIRST = datetime(2026, 9, 1, 19, tzinfo=UTC)
"""A midnight in Tashkent."""


def record(hour: int, orders: int | None, **more: Any) -> dict[str, Any]:
    stock = 500 - (orders or 0)
    return {
        "seen_at": (FIRST + timedelta(hours=hour)).isoformat(),
        "product_id": 1,
        "orders_total": orders,
        "price": 1000,
        "stock": stock,
        "skus": [{"sku_id": 10, "stock": stock, "price": 1000}],
        "category_id": 5,
    } | more


def write(folder: Path, kind: str, rows: list[dict[str, Any]]) -> Path:
    path = folder / f"looks.{kind}"
    if kind == "ndjson":
        path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    elif kind == "csv":
        with path.open("w", newline="") as out:
            writer = csv.DictWriter(out, list(rows[0]))
            writer.writeheader()
            writer.writerows(row | {"skus": json.dumps(row["skus"])} for row in rows)
    else:
        import pyarrow as pa
        import pyarrow.parquet as pq

        told = [row | {"seen_at": datetime.fromisoformat(row["seen_at"])} for row in rows]
        pq.write_table(pa.Table.from_pylist(told), path)
    return path


async def take(pool: Any, path: Path) -> tuple[Summary, list[Reject]]:
    rejects: list[Reject] = []
    return await import_file(pool, path, path.name, now=NOW, refuse=rejects.append), rejects


REFUSED = {
    "a counter above 2^53": ({"orders_total": 2**53 + 1}, "orders_total"),
    "a counter of 2^62": ({"orders_total": 2**62}, "orders_total"),
    "a negative counter": ({"orders_total": -1}, "orders_total"),
    "the least counter there is": ({"orders_total": -(2**63)}, "orders_total"),
    "a negative price": ({"price": -1}, "price"),
    "a price above 2^53": ({"price": 10**16}, "price"),
    "a stock of 2^53": ({"stock": 2**53}, "stock"),
    "a variant's stock of 2^53": ({"skus": [{"sku_id": 10, "stock": 2**53, "price": 1}]}, "stock"),
    "a variant's negative stock": ({"skus": [{"sku_id": 10, "stock": -1, "price": 1}]}, "stock"),
    "product 0": ({"product_id": 0}, "product_id"),
    "a negative product": ({"product_id": -(2**63)}, "product_id"),
    "a product above 2^53": ({"product_id": 2**53 + 1}, "product_id"),
    "variant 0": ({"skus": [{"sku_id": 0, "stock": 1, "price": 1}]}, "sku_id"),
    "a category that is none": ({"category_id": -1}, "category_id"),
    "a variant twice": ({"skus": [{"sku_id": 10, "stock": n, "price": 1} for n in (1, 2)]}, "sku_id twice"),
    "a look of the future": (
        {"seen_at": (NOW + timedelta(microseconds=AHEAD_US + 1)).isoformat()},
        "seen_at: lies before 2015 or in the future",
    ),
    "a look of another century": ({"seen_at": "9999-12-31T23:59:59+00:00"}, "seen_at"),
    "a look from before there was a shop": ({"seen_at": "1970-01-01T00:00:00+00:00"}, "seen_at"),
}


@pytest.mark.parametrize("kind", KINDS)
async def test_what_cannot_be_is_refused_alike_in_every_kind_of_file(
    database_url: str, tmp_path: Path, kind: str
) -> None:
    pool = await open_pool(database_url)
    for change, said in REFUSED.values():
        rows = [record(0, 10), record(3, 11) | change, record(6, 12)]
        summary, (reject,) = await take(pool, write(tmp_path, kind, rows))
        assert (summary.read, summary.taken + summary.known, summary.rejected) == (3, 2, 1)
        assert reject.line == (3 if kind == "csv" else 2)
        assert said in reject.reason
        assert set(json.loads(reject_line(reject))) == {"line", "reason", "record"}
        alone, (reject,) = await take(pool, write(tmp_path, kind, [record(3, 11) | change]))
        assert (alone.taken, said in reject.reason) == (0, True)
    assert await pool.fetchval("SELECT sum(looks) FROM observations") == 2
    await pool.close()


TAKEN: dict[str, dict[str, Any]] = {
    "a counter of 2^53": {"orders_total": 2**53},
    "a price of 0": {"price": 0, "skus": [{"sku_id": 10, "stock": 480, "price": 0}]},
    "an absurd price": {"price": 10**15, "skus": [{"sku_id": 10, "stock": 480, "price": 10**15}]},
    "an absurd stock": {"skus": [{"sku_id": 10, "stock": 2**31 - 1, "price": 1000}]},
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("what", TAKEN)
async def test_what_can_be_kept_is_taken_as_it_is_and_makes_no_number(
    database_url: str, tmp_path: Path, kind: str, what: str
) -> None:
    pool = await open_pool(database_url)
    rows = [record(12 * n, 10 + 2 * n) for n in range(11)]
    rows[5] = rows[5] | TAKEN[what]
    summary, rejects = await take(pool, write(tmp_path, kind, rows))
    assert (summary.taken, rejects) == (11, [])
    await close_touched(pool, now=NOW)
    for table in ("sales_days", "sku_sales_days"):
        days = await pool.fetch(f"SELECT units, units_low, units_high, revenue_uzs FROM {table} ORDER BY day")
        assert [row["units"] for row in days] == [4.0] * 5
        assert all(row["units_low"] <= 4 <= row["units_high"] <= 6 for row in days)
        assert {row["revenue_uzs"] for row in days} <= {4000, None}
    await pool.close()


@pytest.mark.parametrize("kind", KINDS)
async def test_lines_twice_are_known_and_the_first_of_two_that_disagree_stays(
    database_url: str, tmp_path: Path, kind: str
) -> None:
    pool = await open_pool(database_url)
    rows = [record(0, 10), record(3, 11), record(3, 11), record(3, 14), record(6, 12)]
    summary, (reject,) = await take(pool, write(tmp_path, kind, rows))
    assert (summary.read, summary.taken, summary.known, summary.rejected) == (5, 3, 1, 1)
    assert reject.line == (5 if kind == "csv" else 4)
    assert json.loads(reject_line(reject))["record"]["orders_total"] == 14
    assert await pool.fetchval("SELECT max(orders_total) FROM observations") == 12
    await pool.close()


async def test_looks_that_come_in_any_order_and_in_pieces_close_to_the_same_days(
    database_url: str, tmp_path: Path
) -> None:
    pool = await open_pool(database_url)
    rows = [record(5 * n, 10 + n + (n > 20) * 7, price=1000 + 50 * (n % 3)) for n in range(40)]
    rows[9] = rows[9] | {"orders_total": None}
    rows[15] = rows[15] | {"orders_total": 20}
    found = []
    for seed in range(4):
        await pool.execute(
            "TRUNCATE observations, sku_observations, product_latest, variants, products, sales_touched, "
            "sales_days, sku_sales_days, sales_spans, sales_figures CASCADE"
        )
        mixed = rows.copy()
        if seed:
            random.Random(seed).shuffle(mixed)
        for at in range(0, len(mixed), 40 if seed == 0 else 11):
            await take(pool, write(tmp_path, "ndjson", mixed[at : at + (40 if seed == 0 else 11)]))
            await close_touched(pool, now=NOW)
        tables = ("sales_days", "sku_sales_days", "sales_spans", "sales_figures")
        found.append([await pool.fetch(f"SELECT * FROM {table} ORDER BY {table}::text") for table in tables])
    assert len(found[0][0]) > 5
    assert all(one == found[0] for one in found)
    await pool.close()


async def test_a_look_minutes_ahead_is_taken_and_makes_no_day_of_the_future(
    database_url: str, tmp_path: Path
) -> None:
    pool = await open_pool(database_url)
    midnight = datetime(2026, 10, 10, 19, tzinfo=UTC)
    now = midnight - timedelta(minutes=1)
    rows = [record(0, n, seen_at=(midnight - timedelta(hours=24 - 3 * n)).isoformat()) for n in range(8)]
    rows.append(record(0, 8, seen_at=(midnight + timedelta(minutes=3)).isoformat()))
    path, rejects = write(tmp_path, "ndjson", rows), []
    summary = await import_file(pool, path, path.name, now=now, refuse=rejects.append)
    assert (summary.taken, rejects) == (9, [])
    await close_touched(pool, now=now)
    days = await pool.fetchval("SELECT array_agg(day - date '1970-01-01') FROM sales_days")
    assert days == [to_day_number(now.date())]
    assert start_of_day_us(days[0]) < now.timestamp() * 1e6 < start_of_day_us(days[0] + 1)
    await pool.close()
