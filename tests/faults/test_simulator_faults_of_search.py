"""The walk over the categories under every fault of the simulator: counted, nothing doubled or lost, and it goes on."""

from __future__ import annotations

import zlib
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from fixtures.faulty import T0, Crawl, crawling
from fixtures.simulated import small_market
from ventra.collect.discover import DiscoverReport, discover
from ventra.collect.store import sources
from ventra.infra import db as postgres
from ventra.infra.db import transaction
from ventra.simulator.market import Market

pytestmark = pytest.mark.once

Wish = dict[str, Any]
TOKEN, SEARCH = "/api/auth/token", "/graphql/"


@pytest.fixture(scope="module")
def market() -> Market:
    return small_market()


@pytest.fixture
async def crawl(market: Market, database_url: str, redis_url: str, tmp_path: Path) -> AsyncIterator[Crawl]:
    pool = await postgres.open_pool(database_url)
    try:
        async with crawling(pool, market, redis_url, tmp_path / "served.ndjson") as one:
            yield one
    finally:
        await pool.close()


async def walk(crawl: Crawl, steps: int = 1) -> DiscoverReport:
    for _ in range(steps):
        report = await discover(crawl.pool, crawl.client, clock=crawl.clock, pages_at_most=3)
    return report


async def walk_to_the_end(crawl: Crawl) -> None:
    """Steps until no category is due; what failed is due again after a while."""
    for _ in range(200):
        report = await walk(crawl)
        if report.category_id is None:
            return
    raise AssertionError("the walk does not end")


async def found(crawl: Crawl) -> set[int]:
    return {row["product_id"] for row in await crawl.pool.fetch("SELECT product_id FROM watch")}


def sold(market: Market) -> set[int]:
    state = market.state_at(list(range(len(market))), T0)
    return {int(one) for one in market.catalogue.product_id[state.on_sale]}


@pytest.mark.parametrize(
    "wish",
    [
        {"kind": "duplicate-cards"},
        {"kind": "control-characters"},
        {"kind": "clock", "seconds": 86_400},
        {"kind": "clock", "seconds": -86_400},
    ],
    ids=lambda wish: wish["kind"],
)
async def test_cards_that_come_again_double_nothing_and_lose_nothing(
    crawl: Crawl, market: Market, wish: Wish
) -> None:
    await crawl.fault(**wish)
    await walk_to_the_end(crawl)
    assert await found(crawl) == sold(market)
    assert await crawl.value("SELECT count(*) FROM watch") == len(sold(market))
    assert await crawl.value("SELECT sum(found) FROM shelves") == len(sold(market))
    assert set(await crawl.counted()) == {"ok"}
    assert crawl.asked.count(TOKEN) == 1


@pytest.mark.parametrize("inside", [False, True])
@pytest.mark.parametrize("path", ["search", "tree"])
async def test_a_token_that_ended_early_is_renewed_once_and_the_walk_goes_on(
    crawl: Crawl, path: str, inside: bool
) -> None:
    await crawl.fault(kind="expired-token", path=path, times=1, inside=inside)
    report = await walk(crawl)
    assert (report.outcome, report.tree_read, report.pages > 0) == ("ok", True, True)
    assert crawl.asked.count(TOKEN) == 2
    assert set(await crawl.counted()) == {"ok"}


async def test_a_token_that_is_refused_for_ever_is_a_refusal_and_stops_the_walk(crawl: Crawl) -> None:
    await crawl.fault(kind="expired-token", path="search")
    assert (await walk(crawl)).outcome == "challenged"
    assert crawl.asked.count(SEARCH) == 2
    assert await crawl.value("SELECT state FROM sources") == "stopped"


@pytest.mark.parametrize(
    ("outcome", "wish"),
    [
        ("throttled", {"kind": "429"}),
        ("throttled", {"kind": "429-inside"}),
        ("failed", {"kind": "500"}),
        ("timed_out", {"kind": "hang"}),
        ("timed_out", {"kind": "drip"}),
        ("changed", {"kind": "truncated", "length": "right"}),
        ("failed", {"kind": "truncated", "length": "wrong"}),
        ("changed", {"kind": "renamed"}),
        ("changed", {"kind": "missing"}),
        ("changed", {"kind": "wrong-type"}),
    ],
    ids=lambda wish: " ".join(wish.values()) if isinstance(wish, dict) else None,
)
@pytest.mark.parametrize("path", ["search", "tree", "token"])
async def test_a_failure_is_counted_and_the_walk_goes_on_where_it_stood(
    crawl: Crawl, outcome: str, path: str, wish: Wish
) -> None:
    if path == "token" and wish["kind"] in ("drip", "truncated"):
        wish, outcome = {"kind": "hang"}, "timed_out"
    await crawl.fault(**wish, path=path)
    report = await walk(crawl)
    assert (report.outcome, report.pages, report.new) == (outcome, 0, 0)
    assert (await crawl.counted())[outcome] == 1
    assert await found(crawl) == set()
    quarantined = await crawl.pool.fetch("SELECT body FROM quarantine")
    assert len(quarantined) == (outcome == "changed")
    assert all(zlib.decompress(row["body"]) for row in quarantined)
    assert await crawl.value("SELECT count(*) FROM sources WHERE state = 'slowed'") == (
        outcome == "throttled"
    )
    sent = len(crawl.asked)
    if outcome == "throttled":
        assert (await walk(crawl)).pages == 0
        assert len(crawl.asked) == sent
    await crawl.heal()
    await crawl.pass_time(hours=7)
    report = await walk(crawl)
    assert (report.outcome, report.pages > 0, report.new > 0) == ("ok", True, True)
    assert await crawl.value("SELECT state FROM sources") == "ok"


@pytest.mark.parametrize("path", ["search", "tree", "token"])
async def test_a_challenge_stops_the_walk_until_an_operator_lets_it_go_on(crawl: Crawl, path: str) -> None:
    await crawl.fault(kind="captcha", path=path)
    assert (await walk(crawl)).outcome == "challenged"
    assert (
        await crawl.value("SELECT count(*) FROM alarms WHERE key = 'challenged' AND cleared_at IS NULL") == 1
    )
    await crawl.heal()
    sent = len(crawl.asked)
    for _ in range(3):
        await crawl.pass_time(days=2)
        await walk(crawl)
    assert len(crawl.asked) == sent
    async with transaction(crawl.pool) as db:
        assert await sources.resume(db, crawl.client.urls.api_host)
    await crawl.pass_time(minutes=2)
    assert (await walk(crawl)).new > 0
