"""A crawl under every fault of the simulator: counted, nothing false kept, and it goes on by itself, or stops for a challenge."""

from __future__ import annotations

import zlib
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from fixtures.faulty import Crawl, crawling, on_sale
from fixtures.simulated import small_market
from ventra.collect.store import sources
from ventra.infra import db as postgres
from ventra.infra.db import transaction
from ventra.sales.close import close_touched
from ventra.simulator.faults import FIELDS, STRIKES
from ventra.simulator.market import Market
from ventra.simulator.words import words

pytestmark = pytest.mark.once

PRODUCTS = 16
AT_ONCE = 8
Wish = dict[str, Any]

FAILS: list[tuple[str, Wish]] = [
    ("failed", {"kind": "500"}),
    ("timed_out", {"kind": "hang"}),
    ("timed_out", {"kind": "drip"}),
    ("changed", {"kind": "truncated", "length": "right"}),
    ("failed", {"kind": "truncated", "length": "wrong"}),
    ("changed", {"kind": "renamed"}),
    ("changed", {"kind": "missing", "path": "product", "field": "skuList.availableAmount"}),
    ("changed", {"kind": "wrong-type"}),
    ("changed", {"kind": "wrong-type", "path": "product", "field": "rating", "value": 0.001}),
]
ODD: list[Wish] = [
    {"kind": "wrong-type", "path": "product", "field": field, "value": value}
    for field, value in (
        ("ordersAmount", None), ("ordersAmount", -1), ("totalAvailableAmount", 3.5), ("reviewsAmount", 2**31),
        ("skuList.purchasePrice", 1e300), ("skuList", []), ("id", 2**40), ("rOrdersAmount", 2**40), ("seller.orders", "1 000"),
    )
] + [
    {"kind": "missing", "path": "product", "field": field}
    for field in FIELDS["product"] if field not in ("localizableTitle", "skuList.fullPrice")
]  # fmt: skip
SLOWS: list[Wish] = [
    {"kind": "429"},
    {"kind": "429", "retry_after": 90},
    {"kind": "429", "retry_after": 90, "dated": True},
    {"kind": "429-inside"},
]
HARMLESS: list[Wish] = [
    {"kind": "control-characters"},
    {"kind": "falling-counter"},
    {"kind": "falling-counter", "by": 10**9},
    {"kind": "clock", "seconds": 40},
    {"kind": "clock", "seconds": -86_400},
    {"kind": "clock", "seconds": 86_400},
    {"kind": "duplicate-cards"},
    {"kind": "expired-token"},
]


def named(wish: Any) -> str | None:
    if isinstance(wish, str):
        return None
    return " ".join(str(value) for name, value in wish.items() if name != "path")


@pytest.fixture(scope="module")
def market() -> Market:
    return small_market()


@pytest.fixture(scope="module")
def product_ids(market: Market) -> list[int]:
    return on_sale(market, PRODUCTS)


@pytest.fixture
async def crawl(
    market: Market, product_ids: list[int], database_url: str, redis_url: str, tmp_path: Path
) -> AsyncIterator[Crawl]:
    pool = await postgres.open_pool(database_url)
    try:
        async with crawling(pool, market, redis_url, tmp_path / "served.ndjson") as one:
            await one.track(product_ids)
            yield one
    finally:
        await pool.close()


async def assert_only_what_was_served_is_kept(crawl: Crawl) -> None:
    assert await crawl.kept() == crawl.served()


async def assert_it_goes_on(crawl: Crawl, within: timedelta) -> None:
    """After the fault every product is visited without anybody's help, and the host is well again."""
    await crawl.heal()
    begun = crawl.now
    for _ in range(4):
        await crawl.pass_time(seconds=within.total_seconds() / 4)
        await crawl.step()
    assert await left(crawl, begun) == 0
    assert await crawl.value("SELECT count(*) FROM watch WHERE last_outcome <> 'ok' OR failures > 0") == 0
    assert await crawl.value("SELECT count(*) FROM watch WHERE leased_until IS NOT NULL") == 0
    assert await crawl.value("SELECT state FROM sources") == "ok"
    await assert_only_what_was_served_is_kept(crawl)


async def left(crawl: Crawl, since: Any) -> int:
    found: int = await crawl.value(
        "SELECT count(*) FROM watch WHERE last_visit IS NULL OR last_visit <= $1", since
    )
    return found


async def assert_quarantine_names_nobody(crawl: Crawl, pages: int) -> None:
    rows = await crawl.pool.fetch("SELECT product_id, body FROM quarantine")
    assert len(rows) == pages
    for row in rows:
        page = zlib.decompress(row["body"]).decode()
        assert not any(buyer in page for buyer in words().buyers)


def test_every_kind_of_fault_is_crawled_under() -> None:
    under = {wish["kind"] for _, wish in FAILS} | {wish["kind"] for wish in SLOWS + HARMLESS} | {"captcha"}
    assert under == set(STRIKES)


@pytest.mark.parametrize(("outcome", "wish"), FAILS, ids=named)
async def test_a_failure_is_counted_and_the_crawl_goes_on(crawl: Crawl, outcome: str, wish: Wish) -> None:
    await crawl.fault(**wish)
    report = await crawl.step()
    assert (report.outcomes, report.taken, report.not_asked) == ({outcome: PRODUCTS}, 0, 0)
    assert await crawl.counted() == {outcome: PRODUCTS}
    assert await crawl.kept() == []
    assert await crawl.value("SELECT count(*) FROM products") == 0
    changed = outcome == "changed"
    await assert_quarantine_names_nobody(crawl, PRODUCTS if changed else 0)
    assert await crawl.value("SELECT count(*) FROM alarms WHERE key = 'page_changed'") == changed
    await assert_it_goes_on(crawl, timedelta(hours=7) if changed else timedelta(minutes=20))
    assert (await crawl.counted())["ok"] == len(crawl.served()) >= PRODUCTS


@pytest.mark.parametrize("wish", SLOWS, ids=named)
async def test_a_429_slows_the_crawl_which_goes_on_after_it(crawl: Crawl, wish: Wish) -> None:
    await crawl.fault(**wish, path="product")
    report = await crawl.step()
    assert set(report.outcomes) == {"throttled"}
    assert 1 <= report.outcomes["throttled"] == len(crawl.asked) <= AT_ONCE
    assert report.not_asked == PRODUCTS - len(crawl.asked)
    assert await crawl.counted() == report.outcomes
    waits = await crawl.value("SELECT resume_at - since FROM sources WHERE state = 'slowed'")
    assert waits.total_seconds() == wish.get("retry_after", 60)
    sent = len(crawl.asked)
    await crawl.pass_time(seconds=50)
    await crawl.step()
    assert len(crawl.asked) == sent
    assert await crawl.kept() == []
    await assert_it_goes_on(crawl, timedelta(minutes=30))


@pytest.mark.parametrize("path", ["product", "all"])
async def test_a_challenge_stops_the_crawl_until_an_operator_lets_it_go_on(crawl: Crawl, path: str) -> None:
    assert (await crawl.step()).outcomes == {"ok": PRODUCTS}
    await crawl.pass_time(hours=2)
    await crawl.fault(kind="captcha", path=path)
    report = await crawl.step()
    sent = len(crawl.asked)
    assert set(report.outcomes) == {"challenged"}
    assert 1 <= report.outcomes["challenged"] == sent - PRODUCTS <= AT_ONCE
    assert await crawl.counted() == {"ok": PRODUCTS} | report.outcomes
    assert await crawl.value("SELECT state FROM sources") == "stopped"
    assert (
        await crawl.value("SELECT count(*) FROM alarms WHERE key = 'challenged' AND cleared_at IS NULL") == 1
    )
    await crawl.heal()
    for _ in range(3):
        await crawl.pass_time(days=2)
        assert (await crawl.step()).outcomes == {}
    assert len(crawl.asked) == sent
    assert "/showcaptcha" not in crawl.asked
    await assert_only_what_was_served_is_kept(crawl)
    async with transaction(crawl.pool) as db:
        assert await sources.resume(db, crawl.client.urls.api_host)
    assert await crawl.value("SELECT count(*) FROM alarms WHERE cleared_at IS NULL") == 0
    await assert_it_goes_on(crawl, timedelta(minutes=30))


@pytest.mark.parametrize("wish", HARMLESS, ids=named)
async def test_a_fault_that_leaves_a_page_right_changes_nothing_of_what_is_kept(
    crawl: Crawl, wish: Wish
) -> None:
    assert (await crawl.step()).outcomes == {"ok": PRODUCTS}
    await crawl.fault(**wish)
    for _ in range(2):
        await crawl.pass_time(hours=2)
        assert (await crawl.step()).outcomes == {"ok": PRODUCTS}
    assert await crawl.value("SELECT count(*) FROM quarantine") == 0
    assert len(await crawl.kept()) == 3 * PRODUCTS
    await assert_it_goes_on(crawl, timedelta(hours=3))


@pytest.mark.parametrize("by", [3, 10**9])
async def test_a_counter_that_falls_for_a_while_is_kept_as_seen_and_sells_nothing_that_was_not_sold(
    crawl: Crawl, market: Market, by: int
) -> None:
    begun = crawl.now
    for hours, faulty in ((0, False), (8, False), (5, True), (5, True), (4, False), (4, False), (6, False)):
        await crawl.pass_time(hours=hours)
        await (crawl.fault(kind="falling-counter", by=by) if faulty else crawl.heal())
        assert (await crawl.step()).outcomes == {"ok": PRODUCTS}
    await assert_only_what_was_served_is_kept(crawl)
    await close_touched(crawl.pool, now=crawl.now)
    least = "SELECT least(min(units), min(units_low), min(revenue_uzs), min(revenue_low_uzs)) FROM {}"
    assert await crawl.value(least.format("sales_days")) >= 0
    assert await crawl.value(least.format("sku_sales_days")) >= 0
    assert await crawl.value("SELECT sum(units) FROM sales_days") <= 2 * sold(market, begun, crawl.now)


def sold(market: Market, begun: datetime, ended: datetime) -> int:
    places = [market.catalogue.place_of(product_id) for product_id in on_sale(market, PRODUCTS)]
    first, last = (market.state_at(places, at).orders.sum() for at in (begun, ended))
    return int(last - first)


async def test_a_fault_now_and_then_costs_only_the_answers_it_strikes(crawl: Crawl) -> None:
    for every, kind in enumerate(("500", "missing", "truncated", "wrong-type"), start=2):
        await crawl.fault(kind=kind, path="product", every=every)
    report = await crawl.step()
    assert sum(report.outcomes.values()) == PRODUCTS
    assert report.outcomes["ok"] == report.taken == len(crawl.served())
    assert {"ok", "failed", "changed"} == set(report.outcomes)
    await assert_only_what_was_served_is_kept(crawl)
    await assert_it_goes_on(crawl, timedelta(hours=7))


async def test_every_field_of_another_type_or_gone_makes_its_page_no_page(
    crawl: Crawl, market: Market
) -> None:
    await crawl.track(on_sale(market, len(ODD) + 3))
    for wish in ODD:
        await crawl.fault(**wish, times=1)
    report = await crawl.step()
    assert (report.outcomes, report.taken) == ({"changed": len(ODD), "ok": 3}, 3)
    await assert_only_what_was_served_is_kept(crawl)
    await assert_quarantine_names_nobody(crawl, len(ODD))
