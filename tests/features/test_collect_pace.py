"""What a visit makes of a product's interval: by what it sells, what has changed, who tracks it and what somebody asked for."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from fixtures import bodies, market, rows
from fixtures.market import Market
from ventra.catalog.store import watch
from ventra.collect.uzum.client import UzumClient
from ventra.collect.visit import visit
from ventra.core.pace import DAY, HOUR, TRACKED_SECONDS
from ventra.infra import db as postgres
from ventra.infra.db import Pool, transaction

START = datetime(2026, 11, 5, 12, tzinfo=UTC)


class Shelf:
    """One product that is visited over and over, on a clock that stands at `now`."""

    def __init__(self, pool: Pool, client: UzumClient, shop: Market) -> None:
        self.pool, self.client, self.shop, self.now = pool, client, shop, START

    async def visit(self, body: Any) -> int:
        """What is shown now, seen a minute after the last look; the interval aimed at since."""
        self.now += timedelta(minutes=1)
        self.shop.products = {} if body is None else {1: body}
        async with transaction(self.pool) as db:
            await watch.register(db, [1])
            await db.execute("UPDATE watch SET due_at = $1 WHERE product_id = 1", self.now)
            leases = await watch.take_due(db, collect="all", at_most=10, lease_seconds=60, now=self.now)
        await visit(self.pool, self.client, leases, clock=lambda: self.now)
        every_seconds: int = await self.pool.fetchval("SELECT every_seconds FROM watch WHERE product_id = 1")
        return every_seconds

    async def wait(self) -> float:
        """Seconds until it is due."""
        due_at: datetime = await self.pool.fetchval("SELECT due_at FROM watch WHERE product_id = 1")
        return (due_at - self.now).total_seconds()


@pytest.fixture
async def shelf(database_url: str, redis_url: str) -> AsyncIterator[Shelf]:
    pool = await postgres.open_pool(database_url)
    async with market.running() as shop, market.client_of(shop, redis_url) as client:
        yield Shelf(pool, client, shop)
    await pool.close()


@pytest.mark.parametrize(
    ("units_7", "today", "hours"),
    [(7.0, None, 8), (7 * 16.0, None, 2), (0.0, None, 24), (None, 4.0, 4), (7.0, 64.0, 1), (None, None, 4)],
)
async def test_the_interval_follows_what_the_product_sells(
    shelf: Shelf, units_7: float | None, today: float | None, hours: float
) -> None:
    await rows.figures(shelf.pool, 1, units_7, today_units=today)
    assert await shelf.visit(bodies.product(1)) == hours * HOUR
    assert await shelf.wait() == pytest.approx(hours * HOUR, rel=0.06)


async def test_a_newcomer_that_shows_nothing_new_is_looked_at_less_and_less(shelf: Shelf) -> None:
    hours = [await shelf.visit(bodies.product(1)) / HOUR for _ in range(5)]
    assert hours == [4, 8, 16, 24, 24]


async def test_another_price_or_a_restock_brings_the_next_look_nearer_and_a_sale_does_not(
    shelf: Shelf,
) -> None:
    await rows.figures(shelf.pool, 1, 7.0)
    skus = [bodies.sku(11, price=100_000, stock=10)]
    cheaper = [bodies.sku(11, price=90_000, stock=9)]
    restocked = [bodies.sku(11, price=90_000, stock=50)]

    def page(skus: list[Any], stock: int, orders: int) -> Any:
        return bodies.product(1, skuList=skus, totalAvailableAmount=stock, ordersAmount=orders)

    assert await shelf.visit(page(skus, 10, 700)) == 8 * HOUR
    assert await shelf.visit(page(skus, 9, 701)) == 8 * HOUR
    assert await shelf.visit(page(cheaper, 9, 701)) == 4 * HOUR
    assert await shelf.visit(page(cheaper, 9, 701)) == 8 * HOUR
    assert await shelf.visit(page(restocked, 50, 701)) == 4 * HOUR


async def test_what_is_tracked_is_due_every_quarter_of_an_hour(shelf: Shelf) -> None:
    await rows.figures(shelf.pool, 1, 0.0)
    async with transaction(shelf.pool) as db:
        await watch.track(db, 1, True, START)
    assert await shelf.visit(bodies.product(1)) == TRACKED_SECONDS
    assert await shelf.wait() == pytest.approx(TRACKED_SECONDS, rel=0.06)


async def test_nobody_waits_longer_than_they_asked(shelf: Shelf) -> None:
    await rows.figures(shelf.pool, 1, 0.0)
    assert await shelf.visit(bodies.product(1)) == DAY
    async with transaction(shelf.pool) as db:
        await watch.register(db, [1], every_seconds=2 * HOUR)
    assert await shelf.pool.fetchval("SELECT due_at < now() + interval '2 hours 1 second' FROM watch")
    assert [await shelf.visit(bodies.product(1)) for _ in range(2)] == [2 * HOUR, 2 * HOUR]
    async with transaction(shelf.pool) as db:
        await watch.register(db, [1])
    assert await shelf.visit(bodies.product(1)) == 2 * HOUR


async def test_a_failure_leaves_the_interval_and_comes_back_sooner(shelf: Shelf) -> None:
    await rows.figures(shelf.pool, 1, 7.0)
    assert await shelf.visit(b"{") == 4 * HOUR
    assert await shelf.wait() == pytest.approx(6 * HOUR, rel=0.06)
    assert await shelf.visit(bodies.product(1)) == 8 * HOUR


async def test_a_gone_product_is_asked_ever_less_and_returns_at_its_pace(shelf: Shelf) -> None:
    await rows.figures(shelf.pool, 1, 7 * 4.0)
    await shelf.visit(bodies.product(1))
    assert [await shelf.visit(None) / DAY for _ in range(7)] == [1, 2, 4, 8, 16, 30, 30]
    assert await shelf.pool.fetchval("SELECT state FROM products") == "gone"
    assert await shelf.visit(bodies.product(1)) == 4 * HOUR
    assert await shelf.pool.fetchval("SELECT state FROM products") == "active"
    assert await shelf.visit(None) == DAY


async def test_failures_before_do_not_make_a_product_gone_for_longer(shelf: Shelf) -> None:
    for _ in range(4):
        await shelf.visit(b"{")
    assert await shelf.visit(None) == DAY


async def test_what_discovery_meets_again_is_due_at_once_and_no_more_often_for_it(shelf: Shelf) -> None:
    for _ in range(3):
        await shelf.visit(None)
    async with transaction(shelf.pool) as db:
        await watch.register(db, [2])
        assert await watch.seen_again(db, [1, 2, 3, 1], shelf.now) == 1
        assert await watch.seen_again(db, [1, 2, 3], shelf.now) == 0
    assert await shelf.wait() == 0
    assert await shelf.visit(None) == 8 * DAY
    async with transaction(shelf.pool) as db:
        await watch.seen_again(db, [1], shelf.now)
    assert await shelf.visit(bodies.product(1)) == 4 * HOUR
