"""Closing days on a real Postgres: the same bytes each time, late looks reopen only the days they touch."""

from __future__ import annotations

import csv
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from ventra.collect.store.observations import merge
from ventra.core.day import from_day_number, from_us, last_closed_day, start_of_day_us, to_day_number
from ventra.core.observation import Observation, ProductState, SkuState
from ventra.infra.db import open_pool, transaction
from ventra.sales.close import close_touched, recompute
from ventra.sales.export import Wish, export_sales

FIRST = to_day_number(date(2026, 9, 1))
HOUR = 3_600_000_000
NOW = datetime(2026, 10, 10, 8, tzinfo=UTC)


def look(day: int, hour: float, orders: int, product: int = 1, price: int = 1000) -> Observation:
    state = ProductState(orders, None, 0, None, price, None, 500 - orders)
    return Observation(
        product,
        start_of_day_us(FIRST + day) + int(hour * HOUR),
        state,
        (SkuState(product * 10, 500 - orders, price),),
    )


def month(product: int = 1, days: int = 38) -> list[Observation]:
    """Three a day, seen at midnight and noon, and once more when the last day ends."""
    return [look(d, h, 3 * d + (h > 0), product) for d in range(days) for h in (0, 12)] + [
        look(days, 0, 3 * days, product)
    ]


async def keep(pool: Any, part: list[Observation]) -> None:
    async with transaction(pool) as db:
        await merge(db, part)


async def days_of(pool: Any, product: int = 1) -> dict[int, float]:
    rows = await pool.fetch("SELECT day, units FROM sales_days WHERE product_id = $1 ORDER BY day", product)
    return {to_day_number(row["day"]) - FIRST: row["units"] for row in rows}


async def test_days_add_up_and_figures_follow(database_url: str) -> None:
    pool = await open_pool(database_url)
    await keep(pool, month())
    await close_touched(pool, now=NOW)
    days = await days_of(pool)
    assert set(days.values()) == {3.0}
    row = await pool.fetchrow("SELECT * FROM sales_figures")
    assert row["as_of"] == date(2026, 10, 9)
    assert row["basis_1"] == 0
    assert row["units_1"] is None
    assert row["known_7"] == 6
    assert (row["growth_days"], row["growth_now"], row["growth_before"], row["growth_7"]) == (6, 21, 21, 0)
    assert -0.5 < row["growth_7_low"] < 0 < row["growth_7_high"] < 1
    assert 4 < row["growth_now_error"] < 9
    assert row["units_7"] == 21
    assert row["units_28"] == 84
    assert row["units_28_low"] <= 84 <= row["units_28_high"]
    await pool.close()


async def test_computing_again_gives_the_same_bytes(database_url: str, tmp_path: Path) -> None:
    pool = await open_pool(database_url)
    await keep(pool, month() + month(2))
    await close_touched(pool, now=NOW)
    wish = Wish(None, last_closed_day(NOW))
    await export_sales(pool, wish, tmp_path / "a.csv")
    versions = await pool.fetch("SELECT xmin FROM sales_days ORDER BY product_id, day")
    await recompute(pool, date(2026, 9, 5), date(2026, 9, 20), now=NOW)
    await export_sales(pool, wish, tmp_path / "b.csv")
    assert (tmp_path / "a.csv").read_bytes() == (tmp_path / "b.csv").read_bytes()
    assert await pool.fetch("SELECT xmin FROM sales_days ORDER BY product_id, day") == versions
    await pool.close()


async def test_a_late_look_reopens_only_the_days_beside_it(database_url: str) -> None:
    pool = await open_pool(database_url)
    outage = [one for one in month() if not 10 <= (one.seen_us - start_of_day_us(FIRST)) // (24 * HOUR) < 14]
    await keep(pool, outage)
    await close_touched(pool, now=NOW)
    assert set(range(10, 14)).isdisjoint(await days_of(pool))
    span = await pool.fetchrow("SELECT units, seen_from, seen_to FROM sales_spans")
    assert span["units"] == 3 * 14 - (3 * 9 + 1)
    before = await pool.fetch("SELECT day, xmin FROM sales_days ORDER BY day")
    await keep(pool, [look(12, 6, 37)])
    touched = await pool.fetch("SELECT day FROM sales_touched ORDER BY day")
    assert [to_day_number(r["day"]) - FIRST for r in touched] == [9, 10, 11, 12, 13, 14]
    await close_touched(pool, now=NOW)
    after = await pool.fetch("SELECT day, xmin FROM sales_days ORDER BY day")
    changed = set(map(tuple, after)) - set(map(tuple, before))
    assert {to_day_number(day) - FIRST for day, _ in changed} <= {9, 10, 11, 12, 13, 14}
    assert 12 in await days_of(pool)
    assert 11 not in await days_of(pool)
    assert await pool.fetchval("SELECT count(*) FROM sales_spans") == 2
    await pool.close()


async def test_a_day_that_was_open_is_closed_after_midnight(database_url: str) -> None:
    pool = await open_pool(database_url)
    await keep(pool, [look(0, 0, 0), look(0, 12, 6), look(0, 18, 9)])
    evening = from_us(start_of_day_us(FIRST) + 19 * HOUR)
    await close_touched(pool, now=evening)
    row = await pool.fetchrow("SELECT units, through FROM sales_days")
    assert (row["units"], row["through"]) == (9, from_us(start_of_day_us(FIRST) + 18 * HOUR))
    assert await pool.fetchval("SELECT today_units FROM sales_figures") == 9
    await close_touched(pool, now=evening + timedelta(hours=5, minutes=29))
    assert await pool.fetchval("SELECT today_units FROM sales_figures") == 9
    await close_touched(pool, now=evening + timedelta(hours=5, minutes=31))
    row = await pool.fetchrow("SELECT units, units_low, basis, through FROM sales_days")
    assert (row["units"], row["units_low"], row["basis"]) == (12, 9, 3)
    assert row["through"] == from_us(start_of_day_us(FIRST + 1))
    figures = await pool.fetchrow("SELECT today_units, units_1, as_of FROM sales_figures")
    assert tuple(figures) == (None, 12, from_day_number(FIRST))
    await pool.close()


async def test_unknown_days_are_rows_without_numbers_and_windows_say_no_data(
    database_url: str, tmp_path: Path
) -> None:
    pool = await open_pool(database_url)
    await keep(
        pool,
        [
            one
            for one in month(days=15)
            if not 8 <= (one.seen_us - start_of_day_us(FIRST)) // (24 * HOUR) < 12
        ],
    )
    await close_touched(pool, now=NOW)
    await export_sales(pool, Wish(None, from_day_number(FIRST + 13)), tmp_path / "days.csv")
    rows = list(csv.DictReader((tmp_path / "days.csv").open()))
    assert len(rows) == 14
    assert [r["basis"] for r in rows][8:12] == ["no_data"] * 4
    assert {r["units"] for r in rows[8:12]} == {""}
    assert rows[0] | {"x": 0} == {
        "product_id": "1",
        "day": "2026-09-01",
        "units": "3",
        "units_low": "3",
        "units_high": "3",
        "revenue": "3000",
        "revenue_low": "3000",
        "revenue_high": "3000",
        "basis": "measured",
        "x": 0,
    }
    await export_sales(
        pool, Wish(None, from_day_number(FIRST + 13), window=7, by="variant"), tmp_path / "w.csv"
    )
    weeks = list(csv.DictReader((tmp_path / "w.csv").open()))
    assert [(r["sku_id"], r["day"], r["units"], r["basis"]) for r in weeks] == [
        ("10", "2026-09-01", "21", "measured"),
        ("10", "2026-09-08", "", "no_data"),
    ]
    await pool.close()


async def test_the_only_variant_of_a_product_has_the_products_week(database_url: str, tmp_path: Path) -> None:
    pool = await open_pool(database_url)
    await keep(pool, [look(d, hour, 5 * d + (hour > 6) * 2) for d in range(16) for hour in (6, 18)])
    await close_touched(pool, now=NOW)
    weeks = []
    for by in ("product", "variant"):
        wish = Wish(from_day_number(FIRST + 1), from_day_number(FIRST + 14), window=7, by=by)
        await export_sales(pool, wish, tmp_path / f"{by}.csv")
        weeks.append([row | {"sku_id": ""} for row in csv.DictReader((tmp_path / f"{by}.csv").open())])
    assert weeks[0] == weeks[1]
    assert all(float(row["units_low"]) < 35 < float(row["units_high"]) for row in weeks[1])
    days = await pool.fetch("SELECT units_high - units AS width, end_error FROM sku_sales_days ORDER BY day")
    assert all(row["end_error"] > 0 for row in days[:-1])
    assert float(weeks[1][0]["units_high"]) - 35 < 7**0.5 * days[2]["width"]
    await pool.close()


async def test_an_absurd_price_has_no_revenue_and_stops_nobody_elses_day(database_url: str) -> None:
    pool = await open_pool(database_url)
    await keep(
        pool,
        [
            look(0, 0, 0, price=2**53),
            look(0, 12, 400, price=2**53),
            look(1, 0, 400, price=2**53),
            *month(2, 1),
        ],
    )
    await close_touched(pool, now=NOW)
    rows = await pool.fetch(
        "SELECT units, revenue_uzs FROM sales_days WHERE day = $1 ORDER BY product_id", from_day_number(FIRST)
    )
    assert [tuple(row) for row in rows] == [(400, None), (3, 3000)]
    assert await pool.fetchval("SELECT count(*) FROM sales_touched") == 0
    await pool.close()


async def test_revenue_beyond_what_can_be_kept_is_unknown_with_all_its_bounds(database_url: str) -> None:
    pool = await open_pool(database_url)
    looks = [look(0, h, n * 450_000, price=10**10) for n, h in enumerate((0, 12))]
    await keep(pool, [*looks, look(1, 12, 1_350_000, price=10**10), look(2, 0, 1_350_000, price=10**10)])
    await close_touched(pool, now=NOW)
    for row in await pool.fetch("SELECT * FROM sales_days"):
        told = {row["revenue_uzs"] is None, row["revenue_low_uzs"] is None, row["revenue_high_uzs"] is None}
        assert len(told) == 1
    assert await pool.fetchval("SELECT count(*) FROM sales_days WHERE revenue_uzs IS NULL") > 0
    await pool.close()


async def test_parquet_holds_what_csv_holds(database_url: str, tmp_path: Path) -> None:
    import pyarrow.parquet as pq

    pool = await open_pool(database_url)
    await keep(pool, month(days=5))
    await close_touched(pool, now=NOW)
    wish = Wish(None, from_day_number(FIRST + 6))
    assert await export_sales(pool, wish, tmp_path / "a.csv") == await export_sales(
        pool, wish, tmp_path / "a.parquet"
    )
    table = pq.read_table(tmp_path / "a.parquet").to_pylist()
    for row, said in zip(table, csv.DictReader((tmp_path / "a.csv").open()), strict=True):
        assert {
            k: "" if v is None else f"{v:g}" if isinstance(v, float) else str(v) for k, v in row.items()
        } == said
    await pool.close()
