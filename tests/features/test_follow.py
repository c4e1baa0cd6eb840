"""Following a link: a product, or a whole shop whose goods the worker tracks."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import numpy as np
import pytest

from fixtures.shelf import simulated
from fixtures.simulated import Clock, small_market
from ventra import jobs
from ventra.collect.follow import FollowReport, follow_link, follow_shops
from ventra.collect.uzum.client import UzumClient
from ventra.core.day import to_us
from ventra.errors import BadInput
from ventra.infra.db import Pool, transaction
from ventra.jobs import rules_for
from ventra.jobs.means import Means
from ventra.simulator.market import Market


@pytest.fixture(scope="module")
def market() -> Market:
    return small_market()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def client(market: Market, clock: Clock, redis_url: str) -> AsyncIterator[UzumClient]:
    async with simulated(market, clock, redis_url, window=300) as opened:
        yield opened


def largest_shop(market: Market) -> int:
    return int(np.bincount(market.catalogue.seller).argmax())


def goods(market: Market, shop: int, clock: Clock) -> set[int]:
    """What a shop sells now."""
    places = np.flatnonzero(market.catalogue.seller == shop)
    shown = market.on_sale(places, np.full(len(places), to_us(clock.now), np.int64))
    return set(market.catalogue.product_id[places[shown]].tolist())


async def follow(pool: Pool, link: str, clock: Clock) -> None:
    async with transaction(pool) as db:
        await follow_link(db, link, clock())


async def step(pool: Pool, client: UzumClient, clock: Clock, **more: int) -> FollowReport:
    return await follow_shops(pool, client, clock=clock, window=200, **more)


async def tracked(pool: Pool) -> set[int]:
    return {row["product_id"] for row in await pool.fetch("SELECT product_id FROM watch WHERE tracked")}


async def test_all_goods_of_a_followed_shop_are_tracked_and_due(
    pool: Pool, client: UzumClient, market: Market, clock: Clock
) -> None:
    shop = largest_shop(market)
    one = market.catalogue.sellers[shop]
    await follow(pool, f"https://uzum.uz/uz/shop/{one.slug}?utm_source=x", clock)
    assert await tracked(pool) == set()
    report = await step(pool, client, clock)
    assert (report.shop, report.finished, report.outcome) == (one.slug, True, "ok")
    expected = goods(market, shop, clock)
    assert await tracked(pool) == expected
    assert await pool.fetchval("SELECT count(*) FROM watch WHERE due_at <= $1", clock()) == len(expected)
    row = await pool.fetchrow("SELECT seller_id, title, state, found, missed FROM followed_shops")
    assert tuple(row) == (one.seller_id, one.title, "done", len(expected), 0)
    assert (await step(pool, client, clock)).shop is None


async def test_a_followed_shop_brings_no_more_goods_than_the_plan_allows(
    pool: Pool, client: UzumClient, market: Market, clock: Clock
) -> None:
    shop = largest_shop(market)
    link = f"https://uzum.uz/uz/shop/{market.catalogue.sellers[shop].slug}"
    await pool.execute("INSERT INTO plans (plan, products) VALUES ('small', 3)")
    await pool.execute(
        "INSERT INTO organisations (org_id, name, plan) VALUES (5, 'A', 'small'), (6, 'B', 'own')"
    )
    for org_id in (5, 6):
        async with transaction(pool) as db:
            await follow_link(db, link, clock(), org_id=org_id)
    assert (await step(pool, client, clock)).finished
    found = await pool.fetch("SELECT org_id, count(*) FROM trackers GROUP BY org_id ORDER BY org_id")
    assert [tuple(row) for row in found] == [(5, 3), (6, len(goods(market, shop, clock)))]


async def test_new_goods_are_found_a_day_later_and_what_was_untracked_stays_so(
    pool: Pool, client: UzumClient, market: Market, clock: Clock
) -> None:
    shop = largest_shop(market)
    await follow(pool, f"https://uzum.uz/shop/{market.catalogue.sellers[shop].slug}", clock)
    await step(pool, client, clock)
    dropped, forgotten = sorted(goods(market, shop, clock))[:2]
    await pool.execute("UPDATE watch SET tracked = false WHERE product_id = $1", dropped)
    await pool.execute("DELETE FROM watch WHERE product_id = $1", forgotten)
    await pool.execute("DELETE FROM followed_products WHERE product_id = $1", forgotten)
    clock.now += timedelta(hours=23)
    assert (await step(pool, client, clock)).shop is None
    clock.now += timedelta(hours=2)
    assert (await step(pool, client, clock)).finished
    assert forgotten in await tracked(pool)
    assert dropped not in await tracked(pool)


async def test_a_shop_goes_on_where_it_stood(
    pool: Pool, client: UzumClient, market: Market, clock: Clock
) -> None:
    shop = largest_shop(market)
    await follow(pool, f"uzum.uz/ru/seller/{market.catalogue.sellers[shop].slug}", clock)
    reports = [await step(pool, client, clock, pages_at_most=1) for _ in range(2)]
    assert [(r.pages, r.finished) for r in reports] == [(1, False), (1, True)]
    assert await tracked(pool) == goods(market, shop, clock)


async def test_a_shop_of_a_killed_worker_is_taken_again(
    pool: Pool, client: UzumClient, market: Market, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        pass

    shop = largest_shop(market)
    await follow(pool, f"https://uzum.uz/shop/{market.catalogue.sellers[shop].slug}", clock)
    with monkeypatch.context() as patched:

        async def die(*_: object, **__: object) -> bytes:
            raise Killed

        patched.setattr(client, "fetch_search", die)
        with pytest.raises(Killed):
            await step(pool, client, clock)
    assert (await step(pool, client, clock)).shop is None
    clock.now += timedelta(minutes=2, seconds=1)
    assert (await step(pool, client, clock)).finished
    assert await tracked(pool) == goods(market, shop, clock)


async def test_a_shop_that_does_not_exist_is_told_and_asked_for_once_a_week(
    pool: Pool, client: UzumClient, clock: Clock
) -> None:
    await follow(pool, "https://uzum.uz/shop/no-such-shop", clock)
    assert (await step(pool, client, clock)).outcome == "gone"
    assert await pool.fetchval("SELECT state FROM followed_shops") == "unknown"
    clock.now += timedelta(days=6)
    assert (await step(pool, client, clock)).shop is None
    await follow(pool, "https://uzum.uz/shop/no-such-shop", clock)
    assert await pool.fetchval("SELECT state FROM followed_shops") == "waiting"
    assert (await step(pool, client, clock)).outcome == "gone"


async def test_a_shop_that_sells_more_than_a_search_shows_says_what_may_be_missing(
    pool: Pool, client: UzumClient, market: Market, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop = largest_shop(market)
    await follow(pool, f"https://uzum.uz/shop/{market.catalogue.sellers[shop].slug}", clock)
    fetch = client.fetch_search

    async def of_everything(offset: int, **_: object) -> bytes:
        return await fetch(offset, category_id=1)

    monkeypatch.setattr(client, "fetch_search", of_everything)
    assert (await step(pool, client, clock)).finished
    row = await pool.fetchrow("SELECT cards_total, missed, found FROM followed_shops")
    assert row["missed"] == row["cards_total"] - 300
    assert 0 < row["found"] <= 300


async def test_the_workers_job_walks_a_followed_shop_where_only_tracked_goods_are_visited(
    pool: Pool, client: UzumClient, market: Market, clock: Clock
) -> None:
    assert {"sweep", "follow"} < {rule.name for rule in rules_for("tracked")}
    assert "follow" not in {rule.name for rule in rules_for("off")}
    shop = largest_shop(market)
    await follow(pool, f"https://uzum.uz/shop/{market.catalogue.sellers[shop].slug}", clock)
    settled: dict[str, Any] = {"queue": None, "import_files": None, "collect": "tracked"}
    await jobs.follow(Means(pool=pool, client=client, clock=clock, product_per_second=2.0, **settled))
    assert await tracked(pool) == goods(market, shop, clock)


async def test_a_product_is_tracked_and_due_at_once(pool: Pool, clock: Clock) -> None:
    await pool.execute(
        "INSERT INTO watch (product_id, due_at) VALUES (1772350, $1)", clock() + timedelta(days=1)
    )
    await follow(pool, "https://uzum.uz/uz/product/televizor-1772350?skuId=6120890", clock)
    await follow(pool, "42", clock)
    rows = await pool.fetch("SELECT product_id, tracked, due_at <= $1 AS due FROM watch ORDER BY 1", clock())
    assert [tuple(row) for row in rows] == [(42, True, True), (1772350, True, True)]


@pytest.mark.parametrize(
    "link",
    ["", "0", "https://uzum.uz/uz/category/tv--10020", "https://evil.example/shop/lavido", "https://uzum.uz/shop/",
     "https://uzum.uz/shop/..", "https://uzum.uz/shop/a/b", "https://uzum.uz/shop/a%2f..%2fb", "lavido", "https://["],
)  # fmt: skip
async def test_what_leads_nowhere_is_refused_with_what_is_expected(
    pool: Pool, clock: Clock, link: str
) -> None:
    with pytest.raises(BadInput, match=r"such as https://uzum\.uz|no product's number") as told:
        await follow(pool, link, clock)
    assert told.value.field == "link"
