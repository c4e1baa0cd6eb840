"""The walk over the categories: small steps, resumable, and polite."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from aiohttp import web

from fixtures import bodies, market
from fixtures.market import CAPTCHA, Market
from ventra import jobs
from ventra.collect.discover import DiscoverReport, discover
from ventra.collect.uzum.client import UzumClient
from ventra.infra.db import Pool
from ventra.jobs.means import Means

T0 = datetime(2026, 11, 5, 12, tzinfo=UTC)


@pytest.fixture
async def shop() -> AsyncIterator[Market]:
    async with market.running() as running:
        running.tree = bodies.tree((10, "Kiyim", ((11, "Erkaklar"), (12, "Ayollar"))))
        running.categories = {11: list(range(1, 251)), 12: [5, 900]}
        yield running


async def step(pool: Pool, client: UzumClient, now: datetime = T0, pages: int = 10) -> DiscoverReport:
    return await discover(pool, client, clock=lambda: now, pages_at_most=pages)


async def offsets(shop: Market) -> list[tuple[int, int]]:
    asked = [
        (await request.json())["variables"]["queryInput"]
        for request in shop.asked
        if request.path == "/graphql"
    ]
    return [(int(query["categoryId"]), query["pagination"]["offset"]) for query in asked]


async def test_every_leaf_is_walked_and_every_product_watched_once(
    pool: Pool, client: UzumClient, shop: Market
) -> None:
    reports = [await step(pool, client) for _ in range(3)]
    assert [(r.category_id, r.pages, r.new, r.finished) for r in reports] == [
        (11, 3, 250, True),
        (12, 1, 1, True),
        (None, 0, 0, False),
    ]
    assert await offsets(shop) == [(11, 0), (11, 100), (11, 200), (12, 0)]
    assert await pool.fetchval("SELECT count(*) FROM watch WHERE NOT tracked") == 251
    assert await pool.fetchval("SELECT count(*) FROM products") == 0
    counts = await pool.fetch("SELECT host, outcome, sum(n)::int AS n FROM visit_counts GROUP BY 1, 2")
    assert sum(row["n"] for row in counts if row["outcome"] == "ok") == 6


async def test_a_job_walks_small_categories_one_after_the_other(
    pool: Pool, client: UzumClient, shop: Market
) -> None:
    settled: dict[str, Any] = {"queue": None, "import_files": None, "collect": "all"}
    means = Means(pool=pool, client=client, clock=lambda: T0, product_per_second=2.0, **settled)
    await jobs.discover(means)
    assert await offsets(shop) == [(11, 0), (11, 100), (11, 200), (12, 0)]
    shop.categories[12].append(901)
    asked = len(shop.asked)
    await jobs.discover(replace(means, clock=lambda: T0 + timedelta(days=2), stopping=lambda: True))
    assert len(shop.asked) == asked


async def test_the_tree_gives_the_catalogue_titles_in_both_languages(
    pool: Pool, client: UzumClient, shop: Market
) -> None:
    russian = bodies.tree((10, "Одежда", ((11, "Мужская"), (12, "Женская"))))

    async def speak(request: web.Request) -> web.Response | None:
        wanted = request.path.startswith("/api/main/") and request.headers["Accept-Language"] == "ru-RU"
        return web.json_response(russian) if wanted else None

    shop.first = speak
    assert (await step(pool, client, pages=1)).tree_read
    rows = await pool.fetch(
        "SELECT category_id, parent_id, path, title_uz, title_ru FROM categories ORDER BY 1"
    )
    assert [tuple(row) for row in rows] == [
        (10, None, [10], "Kiyim", "Одежда"),
        (11, 10, [10, 11], "Erkaklar", "Мужская"),
        (12, 10, [10, 12], "Ayollar", "Женская"),
    ]


async def test_a_walk_goes_on_where_it_stood(pool: Pool, client: UzumClient, shop: Market) -> None:
    first = await step(pool, client, pages=2)
    assert (first.category_id, first.pages, first.finished) == (11, 2, False)
    second = await step(pool, client, pages=2)
    assert (second.category_id, second.pages, second.finished) == (11, 1, True)
    assert await offsets(shop) == [(11, 0), (11, 100), (11, 200)]
    assert await pool.fetchval("SELECT count(*) FROM watch") == 250


async def test_after_a_day_the_tree_is_read_and_walked_anew(
    pool: Pool, client: UzumClient, shop: Market
) -> None:
    for _ in range(2):
        await step(pool, client)
    assert not (await step(pool, client, T0 + timedelta(hours=23))).tree_read
    shop.categories[12].append(901)
    shop.tree = bodies.tree((10, "Kiyim", ((12, "Ayollar"),)))
    report = await step(pool, client, T0 + timedelta(hours=25))
    assert (report.tree_read, report.category_id, report.new) == (True, 12, 1)
    assert (await step(pool, client, T0 + timedelta(hours=25))).category_id is None


async def test_no_more_than_the_window_is_paged(pool: Pool, client: UzumClient, shop: Market) -> None:
    shop.tree = bodies.tree((10, "Kiyim", ((11, "Erkaklar"),)))
    shop.categories = {11: list(range(1, 12_001))}
    reports = [await step(pool, client, pages=500) for _ in range(2)]
    assert [(r.finished, r.split) for r in reports] == [(False, True), (True, False)]
    assert max(await offsets(shop)) == (11, 9_800)
    assert await pool.fetchval("SELECT cards_total FROM shelves") == 12_000
    assert await pool.fetchval("SELECT missed FROM shelves") == 12_000 - 9_900


async def test_an_earlier_end_of_the_window_ends_the_walk(
    pool: Pool, client: UzumClient, shop: Market
) -> None:
    async def reject(request: web.Request) -> web.Response | None:
        if (
            request.path != "/graphql"
            or (await request.json())["variables"]["queryInput"]["pagination"]["offset"] < 200
        ):
            return None
        return web.json_response({"data": None, "errors": [{"message": "offset is too large"}]})

    shop.first = reject
    report = await step(pool, client)
    assert (report.pages, report.finished, report.new) == (3, True, 200)


async def test_throttling_inside_a_200_rests_the_search_and_keeps_the_place(
    pool: Pool, client: UzumClient, shop: Market
) -> None:
    async def throttle(request: web.Request) -> web.Response | None:
        if (
            request.path != "/graphql"
            or (await request.json())["variables"]["queryInput"]["pagination"]["offset"] < 100
        ):
            return None
        return web.json_response({"data": None, "errors": [{"message": "429: Too Many Requests"}]})

    shop.first = throttle
    report = await step(pool, client)
    assert (report.outcome, report.pages, report.new) == ("throttled", 1, 100)
    assert await pool.fetchval("SELECT next_offset FROM shelves WHERE category_id = 11") == 100
    assert await pool.fetchval("SELECT state FROM sources") == "slowed"
    sent = len(shop.asked)
    assert (await step(pool, client)).pages == 0
    assert len(shop.asked) == sent


async def test_a_challenge_on_the_tree_stops_everything(pool: Pool, client: UzumClient, shop: Market) -> None:
    async def challenge(request: web.Request) -> web.Response | None:
        return web.Response(text=CAPTCHA, content_type="text/html") if "/main/" in request.path else None

    shop.first = challenge
    assert (await step(pool, client)).outcome == "challenged"
    sent = len(shop.asked)
    assert await pool.fetchval("SELECT count(*) FROM alarms WHERE key = 'challenged'") == 1
    await step(pool, client, T0 + timedelta(days=3))
    assert len(shop.asked) == sent


async def test_a_tree_of_another_shape_is_quarantined_and_nothing_is_walked(
    pool: Pool, client: UzumClient, shop: Market
) -> None:
    shop.tree = {"payload": {"categories": []}}
    assert (await step(pool, client)).outcome == "changed"
    assert await pool.fetchval("SELECT count(*) FROM quarantine") == 1
    assert await pool.fetchval("SELECT count(*) FROM shelves") == 0
