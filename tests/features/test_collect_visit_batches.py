"""A batch of visits as a whole: few statements, no write that changes nothing, and what was seen outlives Redis."""

from __future__ import annotations

import asyncio
import os
import signal
import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from fixtures import bodies, market
from fixtures.market import Market
from ventra.catalog.store import watch
from ventra.collect.uzum.client import UzumClient
from ventra.collect.visit import visit
from ventra.errors import Unavailable
from ventra.infra import db as postgres
from ventra.infra.budget import Rate
from ventra.infra.db import Pool, transaction
from ventra.infra.statements import Statement, write_together
from ventra.services.embedded.redis import EmbeddedRedis

T0 = datetime(2026, 11, 5, 12, 0, tzinfo=UTC)
MOST_STATEMENTS = 26
"""Of a batch, those that begin and end its two transactions included."""


@pytest.fixture
async def pool(database_url: str) -> AsyncIterator[Pool]:
    opened = await postgres.open_pool(database_url, at_most=1)
    yield opened
    await opened.close()


async def leased(pool: Pool, product_ids: list[int], at: datetime) -> list[watch.Lease]:
    async with transaction(pool) as db:
        await watch.register(db, product_ids)
        await db.execute("UPDATE watch SET due_at = $1 WHERE product_id = ANY($2)", at, product_ids)
        return await watch.take_due(db, collect="all", at_most=100, lease_seconds=300, now=at)


async def visited(pool: Pool, client: UzumClient, product_ids: list[int], at: datetime) -> dict[str, int]:
    leases = await leased(pool, product_ids, at)
    return (await visit(pool, client, leases, clock=lambda: at)).outcomes


async def versions(pool: Pool, table: str) -> list[Any]:
    """A row's version changes with each write, also one that changes nothing."""
    return [tuple(row) for row in await pool.fetch(f"SELECT ctid::text, xmin::text FROM {table} ORDER BY 1")]


async def test_a_batch_takes_as_few_statements_as_a_single_visit(
    pool: Pool, client: UzumClient, shop: Market
) -> None:
    shop.products = {n: bodies.product(n, ordersAmount=700) for n in range(1, 61)}
    await visited(pool, client, list(shop.products), T0)
    shop.products = {n: bodies.product(n, ordersAmount=700 + n % 2) for n in range(1, 61)}
    asked: list[str] = []
    async with pool.acquire() as connection:
        connection.add_query_logger(lambda record: asked.append(record.query))
    taken = []
    for ids, minutes in (([1], 10), (list(range(1, 61)), 20)):
        asked.clear()
        assert await visited(pool, client, ids, T0 + timedelta(minutes=minutes)) == {"ok": len(ids)}
        taken.append(len(asked))
    assert taken[0] == taken[1]
    setting_up = 6
    assert taken[1] - setting_up <= MOST_STATEMENTS


async def test_pages_that_say_what_is_known_write_no_catalogue_row(
    pool: Pool, client: UzumClient, shop: Market
) -> None:
    shop.products = {n: bodies.product(n) for n in (1, 2)}
    await visited(pool, client, [1, 2], T0)
    before = [await versions(pool, table) for table in ("products", "categories")]
    await visited(pool, client, [1, 2], T0 + timedelta(hours=1))
    after = [await versions(pool, table) for table in ("products", "categories")]
    assert after == before
    assert await pool.fetchval("SELECT sum(looks) FROM observations") == 4


@pytest.mark.parametrize(
    ("change", "column", "expected"),
    [
        ({"localizableTitle": {"uz": "Boshqa", "ru": None}}, "title_uz", "Boshqa"),
        ({"photos": [{"photoKey": "other1", "photo": {}}]}, "photo_key", "other1"),
        ({"seller": bodies.seller(id=77)}, "seller_id", 77),
    ],
)
async def test_a_page_that_says_something_new_is_written(
    pool: Pool, client: UzumClient, shop: Market, change: dict[str, Any], column: str, expected: Any
) -> None:
    shop.products = {1: bodies.product(1), 2: bodies.product(2)}
    await visited(pool, client, [1, 2], T0)
    shop.products[2] = bodies.product(2, **change)
    await visited(pool, client, [1, 2], T0 + timedelta(hours=1))
    found = {
        row["product_id"]: row[column]
        for row in await pool.fetch(f"SELECT product_id, {column} FROM products")
    }
    assert found[2] == expected
    assert found[1] != expected


async def test_words_to_search_by_follow_titles_that_came_from_elsewhere(
    pool: Pool, client: UzumClient, shop: Market
) -> None:
    shop.products[1] = bodies.product(1)
    await visited(pool, client, [1], T0)
    await pool.execute("UPDATE products SET title_folded = 'x'")
    await visited(pool, client, [1], T0 + timedelta(hours=1))
    assert "futbolka" in await pool.fetchval("SELECT title_folded FROM products")


async def test_a_variant_that_is_delivered_otherwise_says_so_and_keeps_what_a_page_leaves_out(
    pool: Pool, client: UzumClient, shop: Market
) -> None:
    kinds = []
    for hours, kind in enumerate(("FBO", "FBS", None)):
        shop.products[1] = bodies.product(1, skuList=[bodies.sku(5, kind=kind)])
        await visited(pool, client, [1], T0 + timedelta(hours=hours))
        kinds.append(await pool.fetchval("SELECT fulfilment FROM variants WHERE sku_id = 5"))
    assert kinds == ["FBO", "FBS", "FBS"]


async def test_what_was_seen_before_redis_went_is_kept_and_the_rest_goes_back(
    pool: Pool, shop: Market, open_home: Path
) -> None:
    server = EmbeddedRedis(open_home)
    url = await asyncio.to_thread(server.start)
    shop.products = {n: bodies.product(n) for n in range(1, 61)}

    async def end_redis(request: web.Request) -> None:
        if len(shop.asked) == 20:
            os.kill(server.pid or 0, signal.SIGKILL)

    shop.first = end_redis
    async with market.client_of(shop, url) as client:
        with pytest.raises(Unavailable):
            await visited(pool, client, list(shop.products), T0)
    await asyncio.to_thread(server.stop)
    seen = {int(path.rsplit("/", 1)[1]) for path in shop.paths()}
    assert 20 <= len(seen) <= 40
    kept = {row["product_id"] for row in await pool.fetch("SELECT product_id FROM observations")}
    assert kept == seen
    left = await pool.fetch(
        "SELECT product_id FROM watch WHERE last_outcome IS NULL AND leased_until IS NULL"
    )
    assert {row["product_id"] for row in left} == set(shop.products) - seen


async def test_once_told_to_stop_nothing_more_is_asked_and_what_waits_for_its_slot_goes_back_at_once(
    pool: Pool, shop: Market, redis_url: str
) -> None:
    shop.products = {n: bodies.product(n) for n in range(1, 11)}
    leases = await leased(pool, list(shop.products), T0)
    async with market.client_of(shop, redis_url, rates={"product": Rate(1, burst=2)}) as client:
        begun = time.monotonic()
        report = await visit(pool, client, leases, clock=lambda: T0, stopping=lambda: len(shop.asked) >= 2)
        took = time.monotonic() - begun
    assert (report.outcomes, report.not_asked, len(shop.asked)) == ({"ok": 2}, 8, 2)
    assert took < 3
    assert await pool.fetchval("SELECT count(*) FROM watch WHERE leased_until IS NOT NULL") == 0
    assert await pool.fetchval("SELECT count(*) FROM observations") == 2


async def test_statements_written_together_keep_their_own_values_and_answer_for_each_other(
    pool: Pool,
) -> None:
    async with transaction(pool) as db:
        await db.execute("CREATE TEMP TABLE a (k int PRIMARY KEY, v text); CREATE TEMP TABLE b (v int)")
        await write_together(db, [])
        await write_together(
            db,
            [
                Statement("INSERT INTO a SELECT * FROM unnest($1::int[], $2::text[])", [[1, 2], ["x", "y"]]),
                Statement("INSERT INTO b SELECT unnest($1::int[])", [[7, 8, 9]]),
                Statement("INSERT INTO a VALUES ($2, $1)", ["z", 3]),
            ],
        )
        assert [tuple(row) for row in await db.fetch("SELECT * FROM a ORDER BY k")] == [
            (1, "x"),
            (2, "y"),
            (3, "z"),
        ]
        assert await db.fetchval("SELECT sum(v) FROM b") == 24
        await db.execute("SAVEPOINT before")
        with pytest.raises(postgres.Answered):
            await write_together(
                db,
                [
                    Statement("INSERT INTO b VALUES ($1)", [1]),
                    Statement("INSERT INTO a VALUES ($1, $2)", [1, "again"]),
                ],
            )
        await db.execute("ROLLBACK TO before")
        assert await db.fetchval("SELECT count(*) FROM b") == 3
