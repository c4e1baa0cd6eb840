"""Closing in pieces, twice, side by side and by two at once: the same rows as from working every day out one by one."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import numpy as np
import pytest
from tests.fixtures.alone import daily, market_of_all
from tests.fixtures.bought import EVENING, MORNING

from ventra.collect.store.observations import merge
from ventra.core.day import from_day_number, start_of_day_us, to_day_number, to_us
from ventra.core.observation import Observation, ProductState, SkuState
from ventra.core.profile import Profile
from ventra.infra.db import open_pool, transaction
from ventra.sales import close
from ventra.sales.close import close_touched, recompute
from ventra.sales.store import profiles
from ventra.sales.store import touched as marks

FIRST = to_day_number(date(2026, 8, 29))
LAST = FIRST + 6
NOW = datetime(2026, 9, 4, 20, tzinfo=UTC)
TABLES = ("sales_days", "sku_sales_days", "sales_spans", "sales_events", "sales_figures")


def market(seed: int, products: int = 30) -> list[Observation]:
    """A week over a month's end: gaps of days, restocks, counters that are missing, variants that come and go."""
    rnd, found = random.Random(seed), []
    for product in rnd.sample(range(1, 10_000_000), products):
        orders, stock = (
            rnd.randrange(50),
            {product * 10 + n: rnd.randrange(30) for n in range(rnd.randint(1, 3))},
        )
        blind, minute = rnd.random() < 0.3, rnd.randrange(600)
        while minute < 7 * 1440:
            for sku in stock:
                sold = min(stock[sku], rnd.choice((0, 0, 1, 3)))
                orders, stock[sku] = orders + sold, stock[sku] - sold or rnd.choice((0, 40))
            skus = tuple(
                SkuState(sku, left if rnd.random() < 0.95 else None, 1000 * rnd.choice((5, 5, 6)))
                for sku, left in stock.items()
                if rnd.random() < 0.9
            )
            state = ProductState(None if blind else orders, None, 1, None, 5000, None, sum(stock.values()))
            found.append(Observation(product, start_of_day_us(FIRST) + minute * 60_000_000, state, skus))
            minute += rnd.choice((90, 180, 180, 600, 3000))
    return found


async def keep(pool: Any, part: list[Observation]) -> None:
    async with transaction(pool) as db:
        await merge(db, part)


async def stored(pool: Any) -> tuple[dict[tuple[int, ...], tuple[Any, ...]], list[tuple[Any, ...]]]:
    """The kept rows in the shape of `daily`; variants' rows keep neither looks nor through."""
    numbers = "units, units_low, units_high, revenue_uzs, revenue_low_uzs, revenue_high_uzs, basis"
    rows = {}
    for row in await pool.fetch(f"SELECT product_id, day, {numbers}, looks, through FROM sales_days"):
        product, day, *values, through = row
        rows[product, to_day_number(day)] = (*values, to_us(through))
    for row in await pool.fetch(f"SELECT product_id, sku_id, day, {numbers} FROM sku_sales_days"):
        product, sku, day, *values = row
        rows[product, sku, to_day_number(day)] = tuple(values)
    spans = [
        (row["product_id"], to_us(row["seen_from"]), to_us(row["seen_to"]), row["units"], row["basis"])
        for row in await pool.fetch("SELECT * FROM sales_spans ORDER BY product_id, seen_from")
    ]
    return rows, spans


def expected(
    looks: list[Observation],
    profile: Profile | None = None,
    category_of: Callable[[int], int] = market_of_all,
) -> tuple[dict[tuple[int, ...], tuple[Any, ...]], list[tuple[Any, ...]]]:
    rows, spans = daily(looks, to_us(NOW), profile, category_of)
    told = {}
    for key, (units, low, high, *revenue, basis, looks_then, through) in rows.items():
        money = [None if uzs != uzs else int(uzs) for uzs in revenue]
        row = (units, low, high, *money, basis)
        told[key] = row if len(key) == 3 else (*row, looks_then, through)
    return told, spans


async def versions(pool: Any) -> list[list[Any]]:
    return [await pool.fetch(f"SELECT ctid, xmin FROM {table} ORDER BY 1") for table in TABLES]


@pytest.mark.parametrize("days_a_batch", [1, 7, 4000])
async def test_days_closed_in_pieces_are_those_worked_out_one_by_one(
    database_url: str, monkeypatch: pytest.MonkeyPatch, days_a_batch: int
) -> None:
    monkeypatch.setattr(close, "DAYS_A_BATCH", days_a_batch)
    pool = await open_pool(database_url)
    looks = market(days_a_batch)
    parts = looks[::]
    random.Random(1).shuffle(parts)
    for at in range(0, len(parts), 150):
        await keep(pool, parts[at : at + 150])
        await close_touched(pool, now=NOW)
    rows, spans = expected(looks)
    found, found_spans = await stored(pool)
    assert found == rows
    assert found_spans == spans
    assert await pool.fetchval("SELECT count(*) FROM sales_touched") == 0
    assert (
        await pool.fetchval("SELECT count(*) FROM sales_figures WHERE as_of = $1", from_day_number(LAST))
        == 30
    )
    astray = await pool.fetchval(
        "SELECT count(*) FROM sales_figures f LEFT JOIN sales_days d ON d.product_id = f.product_id AND d.day = f.as_of "
        "WHERE f.units_1 IS DISTINCT FROM d.units OR f.revenue_1_low IS DISTINCT FROM d.revenue_low_uzs"
    )
    assert astray == 0
    await pool.close()


async def test_each_products_days_are_split_by_its_category_and_else_by_the_market(database_url: str) -> None:
    pool = await open_pool(database_url)
    looks = market(11)
    await keep(pool, looks)
    learned = profiles.LearnedFrom(from_day_number(FIRST), from_day_number(LAST), looks=9, units=9)
    async with transaction(pool) as db:
        two = Profile(1, np.array([4]), np.stack((EVENING, MORNING)))
        await profiles.add(db, two, learned, made_at=NOW)
        await db.execute("UPDATE products SET category_id = 4 + product_id % 3 WHERE product_id % 3 < 2")
    await close_touched(pool, now=NOW)
    rows, spans = expected(looks, two, lambda product: 4 + product % 3)
    found, found_spans = await stored(pool)
    assert found == rows
    assert found != expected(looks)[0]
    assert found_spans == spans
    before = await versions(pool)
    await recompute(pool, from_day_number(FIRST), from_day_number(LAST), now=NOW)
    assert await versions(pool) == before
    await pool.close()


async def test_closing_again_rewrites_no_row_of_any_table(database_url: str) -> None:
    pool = await open_pool(database_url)
    await keep(pool, market(5))
    await close_touched(pool, now=NOW)
    before = await versions(pool)
    assert all(before)
    assert await recompute(pool, from_day_number(FIRST), from_day_number(LAST), now=NOW) > 30
    assert await versions(pool) == before
    await pool.close()


async def test_two_who_close_at_once_leave_the_rows_of_one(database_url: str) -> None:
    pools = [await open_pool(database_url) for _ in range(2)]
    looks = market(8)
    await keep(pools[0], looks)
    await asyncio.gather(*(close_touched(pool, now=NOW) for pool in pools))
    assert (await stored(pools[0]))[0] == expected(looks)[0]
    assert await pools[0].fetchval("SELECT count(*) FROM sales_touched") == 0
    for pool in pools:
        await pool.close()


async def test_a_day_touched_while_it_is_closed_stays_marked(database_url: str) -> None:
    pool = await open_pool(database_url)
    looks = market(9, products=1)
    await keep(pool, looks[1:])
    async with transaction(pool) as db:
        touched = await marks.take_touched(db, (0, 1023), days_at_most=1000)
        await keep(pool, looks[:1])
        await marks.settle(db, touched)
    again = await pool.fetch("SELECT day FROM sales_touched")
    assert again
    assert len(again) < len(touched.day)
    await pool.close()


async def test_what_is_taken_at_once_is_bounded_by_the_days_it_reaches_over(database_url: str) -> None:
    pool = await open_pool(database_url)
    await pool.execute(
        "INSERT INTO sales_touched SELECT 3, p, date '2026-01-01' + d, 1 "
        "FROM (VALUES (5, 0), (5, 1), (7, 0), (7, 90), (9, 4)) AS t(p, d)"
    )
    async with transaction(pool) as db:
        taken = await marks.take_touched(db, (0, 1023), days_at_most=50)
        alone = await marks.take_touched(db, (3, 3), days_at_most=1)
        nothing = await marks.take_touched(db, (4, 1023), days_at_most=50)
    assert taken.product.tolist() == [5, 5]
    assert alone.product.tolist() == [5]
    assert nothing.product.tolist() == []
    await pool.close()


async def test_a_variant_that_was_not_there_after_all_leaves_the_day(database_url: str) -> None:
    pool = await open_pool(database_url)

    def look(hour: int, *skus: int) -> Observation:
        state = ProductState(hour, None, 0, None, 1000, None, 90)
        at = start_of_day_us(FIRST) + hour * 3_600_000_000
        return Observation(1, at, state, tuple(SkuState(sku, 90 - hour, 1000) for sku in skus))

    await keep(pool, [look(0, 10, 11), look(85, 10, 11)])
    await close_touched(pool, now=NOW)
    assert await pool.fetchval("SELECT array_agg(DISTINCT sku_id ORDER BY sku_id) FROM sku_sales_days") == [
        10,
        11,
    ]
    await keep(pool, [look(40, 10)])
    await close_touched(pool, now=NOW)
    assert await pool.fetchval("SELECT array_agg(DISTINCT sku_id ORDER BY sku_id) FROM sku_sales_days") == [
        10
    ]
    await pool.close()


async def test_all_figures_move_on_after_midnight_some_at_a_time(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(close, "PRODUCTS_A_BATCH", 4)
    pool = await open_pool(database_url)
    await keep(pool, market(3))
    for day in (5, 6, 7):
        await close_touched(pool, now=NOW.replace(day=day))
        as_of = await pool.fetch("SELECT as_of, count(*) FROM sales_figures GROUP BY 1")
        assert list(map(tuple, as_of)) == [(date(2026, 9, day), 30)]
    await pool.close()


async def test_a_touched_day_of_which_nothing_was_seen_loses_its_row(database_url: str) -> None:
    pool = await open_pool(database_url)
    await keep(pool, market(4, products=1))
    await close_touched(pool, now=NOW)
    days = await pool.fetchval("SELECT count(*) FROM sales_days")
    await pool.execute("DELETE FROM observations")
    await recompute(pool, from_day_number(FIRST), from_day_number(LAST), now=NOW)
    assert days > 0
    for table in ("sales_days", "sku_sales_days", "sales_spans", "sales_touched"):
        assert await pool.fetchval(f"SELECT count(*) FROM {table}") == 0, table
    await pool.close()
