"""Prepared statements are kept where each line is a session of its own, and nowhere else; losing one is got over."""

from __future__ import annotations

import asyncio

import asyncpg
import pytest

from fakes.pooler import Inventing, Pooler
from fixtures import rows
from fixtures.api import running_api
from ventra.catalog.store import products
from ventra.core.day import from_us
from ventra.errors import NotFound, Unavailable
from ventra.infra.db import glance, open_pool, transaction

KEPT = "SELECT name, statement, generic_plans, custom_plans FROM pg_prepared_statements"
READS = ("", "/detail", "/sales?window=7", "/prices", "/stock")


@pytest.fixture
async def pooler(database_url):
    found = Pooler(database_url)
    yield found
    await found.stop()


async def kept(pool, about):
    async with transaction(pool) as db:
        return [row for row in await db.fetch(KEPT) if about in row["statement"]]


async def test_straight_to_postgres_a_statement_is_prepared_once(database_url):
    pool = await open_pool(database_url, at_most=1)
    for number in range(3):
        async with transaction(pool) as db:
            assert await db.fetchval("SELECT $1::int + 40", number) == number + 40
    (statement,) = await kept(pool, "+ 40")
    assert (statement["generic_plans"], statement["custom_plans"]) == (0, 3), "planned for the values at hand"
    await pool.close()


async def test_a_glance_is_planned_once_for_all_values(database_url):
    pool = await open_pool(database_url, at_most=1)
    for product_id in range(7):
        with pytest.raises(NotFound):
            async with glance(pool) as db:
                await products.read(db, product_id, now=from_us(0), simulated=False)
    (statement,) = await kept(pool, "sku_sales_days")
    assert (statement["generic_plans"], statement["custom_plans"]) == (7, 0)
    await pool.close()


async def test_a_plan_that_is_kept_reads_nothing_whole_however_small_it_was(database_url):
    pool = await open_pool(database_url, at_most=1)
    with pytest.raises(NotFound):
        async with glance(pool) as db:
            await products.read(db, 1, now=from_us(0), simulated=False)
    (statement,) = await kept(pool, "sku_sales_days")
    async with transaction(pool) as db:
        await db.execute("SET LOCAL plan_cache_mode = force_generic_plan")
        plan = await db.fetch(f"EXPLAIN EXECUTE {statement['name']}(1, '2026-11-25')")
    words = "\n".join(row[0] for row in plan)
    assert "Index Scan" in words
    assert "Seq Scan" not in words
    await pool.close()


async def test_a_glance_changes_nothing_and_its_end_leaves_the_line_usable(database_url):
    pool = await open_pool(database_url, at_most=1)
    with pytest.raises(asyncpg.ReadOnlySQLTransactionError):
        async with glance(pool) as db:
            await db.execute("DELETE FROM products")
    async with glance(pool) as db:
        assert await db.fetchval("SHOW plan_cache_mode") == "force_generic_plan"
    async with transaction(pool) as db:
        assert await db.fetchval("SHOW plan_cache_mode") == "force_custom_plan"
        assert await db.fetchval("SHOW transaction_read_only") == "off"
    await pool.close()


async def test_a_glance_that_is_given_up_gives_its_line_back(database_url):
    pool = await open_pool(database_url, at_most=1)
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.2), glance(pool) as db:
            await db.execute("SELECT pg_sleep(30)")
    async with glance(pool) as db:
        assert await db.fetchval("SELECT 1") == 1
    await pool.close()


async def test_no_two_lines_name_a_statement_alike(database_url):
    pools = [await open_pool(database_url, at_most=1) for _ in range(2)]
    one, other = [{row["name"] for row in await kept(pool, "")} for pool in pools]
    assert one
    assert not one & other
    for pool in pools:
        await pool.close()


@pytest.mark.parametrize("kind", [Pooler, Inventing])
async def test_behind_a_pooler_nothing_is_kept(database_url, kind):
    pooler = kind(database_url)
    pool = await open_pool(await pooler.start(), at_most=2)
    for number in range(3):
        async with transaction(pool) as db:
            await db.fetchval("SELECT $1::int + 40", number)
    assert await kept(pool, "+ 40") == []
    await pool.close()
    await pooler.stop()


async def test_behind_a_pooler_every_read_answers_as_straight(database_url, redis_url, pooler):
    straight = await asyncpg.connect(database_url)
    await rows.product(straight, 1, "Choynak")
    await rows.latest(straight, 1, price_uzs=50_000)
    await rows.day(straight, 1, rows.yesterday(), 3.0)
    await straight.close()
    pooled = await pooler.start()
    async with running_api(database_url, redis_url) as one, running_api(pooled, redis_url) as other:
        for path in (*(f"/api/v1/products/1{read}" for read in READS), "/api/v1/products", "/api/v1/sellers"):
            answers = await asyncio.gather(*(other.get(path) for _ in range(6)))
            assert {answer.status_code for answer in answers} == {200}
            assert {answer.text for answer in answers} == {(await one.get(path)).text}


async def test_a_statement_that_is_lost_is_said_once_and_then_done_without(database_url):
    pool = await open_pool(database_url, at_most=1)
    for _ in range(2):
        async with transaction(pool) as db:
            await db.fetchval("SELECT 41")
    async with transaction(pool) as db:
        await db.execute("DEALLOCATE ALL")
    with pytest.raises(Unavailable):
        async with transaction(pool) as db:
            await db.fetchval("SELECT 41")
    for _ in range(3):
        async with glance(pool) as db:
            assert await db.fetchval("SELECT 41") == 41
    assert await kept(pool, "41") == []
    await pool.close()


async def test_a_table_that_changes_its_shape_is_read_again(database_url):
    pool = await open_pool(database_url, at_most=1)
    owner = await asyncpg.connect(database_url)
    await owner.execute("CREATE TABLE shape (value int); INSERT INTO shape VALUES (5)")

    async def value():
        async with glance(pool) as db:
            return await db.fetchval("SELECT value FROM shape")

    assert await value() == 5
    await owner.execute("ALTER TABLE shape ALTER value TYPE text")
    with pytest.raises(Unavailable):
        await value()
    assert await value() == "5"
    await owner.close()
    await pool.close()


async def test_months_that_come_are_read_by_a_plan_made_before(database_url):
    pool = await open_pool(database_url, at_most=1)
    owner = await asyncpg.connect(database_url)
    await rows.product(owner, 1)

    async def days_known():
        async with glance(pool) as db:
            return (await products.read(db, 1, now=from_us(0), simulated=False)).days_known

    assert await days_known() == 0
    await rows.day(owner, 1, rows.days_ago(1200), 2.0)
    assert await days_known() == 1
    await owner.close()
    await pool.close()
