"""Discovery over a simulated market with a small window finds all that is on sale, whatever happens on the way."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest

from fixtures.shelf import RunningClock, simulated
from fixtures.simulated import Clock
from ventra.collect.discover import DiscoverReport, discover
from ventra.collect.uzum.client import UzumClient
from ventra.core.day import to_us
from ventra.infra.db import Pool
from ventra.simulator.market import Market, MarketSpec

WINDOW = 200
LAST = WINDOW - 100


@pytest.fixture(scope="module")
def market() -> Market:
    return Market(MarketSpec(seed=21, products=3_000, first_day=date(2026, 9, 1)))


def on_sale(market: Market, clock: Clock) -> set[int]:
    """Products on sale now."""
    places = np.arange(len(market), dtype=np.int64)
    shown = market.on_sale(places, np.full(len(market), to_us(clock.now), np.int64))
    return set(market.catalogue.product_id[shown].tolist())


async def watched(pool: Pool) -> set[int]:
    rows = await pool.fetch("SELECT product_id FROM watch")
    return {row["product_id"] for row in rows}


async def walk_all(pool: Pool, client: UzumClient, clock: Clock, *, pages: int = 10) -> list[DiscoverReport]:
    reports = []
    for _ in range(2_000):
        reports.append(await discover(pool, client, clock=clock, pages_at_most=pages, window=LAST))
        if reports[-1].category_id is None:
            return reports
    raise AssertionError("the walk does not end")


async def parts_hold_the_whole(pool: Pool) -> bool:
    """Whether the ranges that are walked of each category lie end to end, from nothing to above any price."""
    rows = await pool.fetch(
        "SELECT category_id, array_agg(price_from ORDER BY price_from) AS low,"
        " array_agg(price_below ORDER BY price_from) AS below"
        " FROM shelves WHERE NOT split GROUP BY 1"
    )
    return all([*row["below"][:-1]] == [*row["low"][1:]] and row["low"][0] == 0 for row in rows)


async def test_every_product_on_sale_is_found_though_leaves_hold_more_than_a_search_shows(
    pool: Pool, market: Market, redis_url: str
) -> None:
    clock = Clock()
    async with simulated(market, clock, redis_url, window=WINDOW) as client:
        reports = await walk_all(pool, client, clock)
    assert await watched(pool) == on_sale(market, clock)
    assert sum(report.new for report in reports) == len(on_sale(market, clock))
    assert await pool.fetchval("SELECT count(*) FROM shelves WHERE split") >= 3
    assert await pool.fetchval("SELECT max(cards_total) FROM shelves WHERE NOT split") <= LAST
    assert await pool.fetchval("SELECT sum(missed) FROM shelves") == 0
    assert await parts_hold_the_whole(pool)


async def test_a_split_shelf_is_walked_again_without_being_split_again(
    pool: Pool, market: Market, redis_url: str
) -> None:
    clock = Clock()
    async with simulated(market, clock, redis_url, window=WINDOW) as client:
        await walk_all(pool, client, clock)
        parts = await pool.fetch("SELECT category_id, price_from FROM shelves ORDER BY 1, 2")
        clock.now += timedelta(days=1, minutes=1)
        again = await walk_all(pool, client, clock)
    assert sum(report.split for report in again) <= 1
    left = await pool.fetch("SELECT category_id, price_from FROM shelves ORDER BY 1, 2")
    assert len(left) in range(len(parts) - 2, len(parts) + 2)
    assert on_sale(market, clock) <= await watched(pool)


@pytest.mark.parametrize("seed", range(2))
async def test_a_walk_that_is_killed_between_any_two_steps_finds_everything(
    pool: Pool, market: Market, redis_url: str, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        pass

    clock, chance = Clock(), random.Random(seed)
    async with simulated(market, clock, redis_url, window=WINDOW) as client:
        fetch = client.fetch_search

        async def dying(*args: Any, **more: Any) -> bytes:
            if chance.random() < 0.1:
                raise Killed
            body = await fetch(*args, **more)
            if chance.random() < 0.1:
                raise Killed
            return body

        monkeypatch.setattr(client, "fetch_search", dying)
        for _ in range(2_000):
            try:
                report = await discover(pool, client, clock=clock, pages_at_most=3, window=LAST)
            except Killed:
                clock.now += timedelta(seconds=30)
                continue
            waiting = await pool.fetchval("SELECT count(*) FROM shelves WHERE leased_until IS NOT NULL")
            if report.category_id is None and not waiting:
                break
            if report.category_id is None:
                clock.now += timedelta(minutes=2)
    assert on_sale(market, clock) == await watched(pool)
    assert await parts_hold_the_whole(pool)


async def test_prices_that_move_between_pages_hide_nothing_for_longer_than_a_walk(
    pool: Pool, market: Market, redis_url: str
) -> None:
    clock = RunningClock(timedelta(seconds=20))
    async with simulated(market, clock, redis_url, window=WINDOW) as client:
        began = on_sale(market, clock)
        for _ in range(2):
            await walk_all(pool, client, clock)
            clock.now += timedelta(days=1)
        both = began & on_sale(market, clock)
    assert both <= await watched(pool)
