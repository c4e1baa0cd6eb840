"""Shelves that hold more than a search shows: sub-categories, prices, and what is done where neither parts them."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from aiohttp import web

from fixtures import bodies, market
from fixtures.market import Market
from fixtures.shelf import PricedShelf
from ventra.collect.answers import Discovery
from ventra.collect.discover import DiscoverReport, discover
from ventra.collect.store import shelf_parts
from ventra.collect.uzum.client import UzumClient
from ventra.infra import db as postgres
from ventra.infra.db import Pool

T0 = datetime(2026, 11, 5, 12, tzinfo=UTC)
LAST = 200
"""The last offset asked for, of a market that shows 300 results."""
GOODS = {number: 1_000 + number for number in range(1, 701)}


@pytest.fixture
async def shop() -> AsyncIterator[Market]:
    async with market.running() as running:
        running.tree = bodies.tree((10, "Kiyim", ((11, "Erkaklar"),)))
        yield running


def stocked(shop: Market, goods: dict[int, int], **more: Any) -> PricedShelf:
    shelf = PricedShelf({11: goods}, **more)
    shop.first = shelf.answer
    return shelf


async def walk_all(pool: Pool, client: UzumClient, now: datetime = T0) -> list[DiscoverReport]:
    reports = []
    while not reports or reports[-1].category_id is not None:
        reports.append(await discover(pool, client, clock=lambda: now, window=LAST))
        assert len(reports) < 200
    return reports


async def watched(pool: Pool) -> set[int]:
    return {row["product_id"] for row in await pool.fetch("SELECT product_id FROM watch")}


async def asked(shop: Market) -> list[dict[str, Any]]:
    return [(await one.json())["variables"]["queryInput"] for one in shop.asked if one.path == "/graphql"]


async def test_a_large_category_is_walked_by_ranges_of_prices(
    pool: Pool, client: UzumClient, shop: Market
) -> None:
    stocked(shop, GOODS)
    await walk_all(pool, client)
    assert await watched(pool) == set(GOODS)
    assert await pool.fetchval("SELECT sum(cards_total) FROM shelves WHERE NOT split") == len(GOODS)
    assert await pool.fetchval("SELECT max(missed) FROM shelves") == 0


async def test_a_price_that_holds_more_than_a_search_shows_says_what_it_may_have_missed(
    pool: Pool, client: UzumClient, shop: Market
) -> None:
    many = GOODS | dict.fromkeys(range(1001, 1501), 50000)
    stocked(shop, many)
    await walk_all(pool, client)
    found = await watched(pool)
    row = await pool.fetchrow("SELECT price_from, price_below, missed FROM shelves WHERE missed > 0")
    assert tuple(row) == (50_000, 50_001, 200)
    assert set(GOODS) < found
    assert len(set(many) - found) <= row["missed"]
    await walk_all(pool, client, T0 + timedelta(days=2))
    assert await pool.fetchval("SELECT max(missed) FROM shelves WHERE NOT split") == 200
    orders = {one["sort"] for one in await asked(shop) if one["filters"]}
    assert orders == {"BY_RELEVANCE_DESC", "BY_ORDERS_NUMBER_DESC"}


@pytest.mark.parametrize("filters", ["ignored", "refused"])
async def test_a_filter_that_does_nothing_is_not_believed(
    pool: Pool, client: UzumClient, shop: Market, filters: str
) -> None:
    stocked(shop, GOODS, filters=filters)
    await walk_all(pool, client)
    row = await pool.fetchrow("SELECT split, missed, filter_ignored_at FROM shelves")
    assert await pool.fetchval("SELECT count(*) FROM shelves") == 1
    assert tuple(row) == (False, 400, T0)
    found = await watched(pool)
    cheapest_and_dearest = set(range(1, 301)) | set(range(401, 701))
    assert cheapest_and_dearest <= found
    assert len(set(GOODS) - found) <= row["missed"]
    assert await pool.fetchval("SELECT count(*) FROM quarantine") == 0
    assert await pool.fetchval("SELECT count(*) FROM alarms") == 0
    async with postgres.transaction(pool) as db:
        health = await shelf_parts.told(db, T0)
    assert health == Discovery(shelves=1, waiting=0, results=700, missed=400, unparted=1)


async def test_a_filter_that_did_nothing_is_tried_again_after_a_week(
    pool: Pool, client: UzumClient, shop: Market
) -> None:
    shelf = stocked(shop, GOODS, filters="ignored")
    await walk_all(pool, client)
    shelf.filters = "honoured"
    for days in (2, 9):
        await walk_all(pool, client, T0 + timedelta(days=days))
        parts = await pool.fetchval("SELECT count(*) FROM shelves WHERE NOT split")
        assert (parts == 1) is (days == 2)
    assert await watched(pool) == set(GOODS)
    assert await pool.fetchval("SELECT max(missed) FROM shelves") == 0


async def test_an_order_the_marketplace_does_not_know_is_left_out(
    pool: Pool, client: UzumClient, shop: Market
) -> None:
    stocked(shop, GOODS, filters="refused", unknown_orders=("BY_PRICE_ASC", "BY_PRICE_DESC"))
    reports = await walk_all(pool, client)
    assert reports[-2].finished
    assert await pool.fetchval("SELECT missed FROM shelves") == 400
    assert await pool.fetchval("SELECT count(*) FROM quarantine") == 0


async def test_sub_categories_that_only_a_search_lists_are_walked_instead(
    pool: Pool, client: UzumClient, shop: Market
) -> None:
    halves = {111: dict(list(GOODS.items())[:250]), 112: dict(list(GOODS.items())[250:])}
    shelf = stocked(shop, {}, below={11: [111, 112]})
    shelf.categories |= halves
    await walk_all(pool, client)
    assert await watched(pool) == set(GOODS)
    rows = await pool.fetch(
        "SELECT category_id, leaf_id, split FROM shelves WHERE price_from = 0 AND price_below = 2^31"
    )
    assert sorted(map(tuple, rows)) == [(11, 11, True), (111, 11, True), (112, 11, True)]
    assert {one["categoryId"] for one in await asked(shop) if one["filters"]} == {"111", "112"}


async def test_sub_categories_that_do_not_hold_it_all_are_not_walked(
    pool: Pool, client: UzumClient, shop: Market
) -> None:
    shelf = stocked(shop, {}, below={11: [111, 112]})
    shelf.categories |= {111: dict(list(GOODS.items())[:250]), 112: dict(list(GOODS.items())[250:])}

    async def short(request: Any) -> Any:
        answer = await shelf.answer(request)
        return answer if answer is None or b'"id": 112' not in answer.body else _without(answer, 112)

    shop.first = short
    await walk_all(pool, client)
    assert await watched(pool) == set(GOODS)
    assert {one["categoryId"] for one in await asked(shop)} == {"11"}


def _without(answer: Any, category_id: int) -> Any:
    body = json.loads(answer.body)
    found = body["data"]["makeSearch"]
    found["categoryTree"] = [one for one in found["categoryTree"] if one["category"]["id"] != category_id]
    return web.json_response(body)


async def test_ranges_are_joined_when_a_category_shrinks_and_the_whole_when_it_fits(
    pool: Pool, client: UzumClient, shop: Market
) -> None:
    shelf = stocked(shop, GOODS)
    await walk_all(pool, client)
    parts = await pool.fetchval("SELECT count(*) FROM shelves WHERE NOT split")
    shelf.categories[11] = {one: price for one, price in GOODS.items() if one <= 250 or one > 600}
    for days in (2, 4):
        await walk_all(pool, client, T0 + timedelta(days=days))
    assert 1 < await pool.fetchval("SELECT count(*) FROM shelves WHERE NOT split") < parts
    shelf.categories[11] = {one: price for one, price in GOODS.items() if one <= 100} | {900: 5_000}
    for days in (6, 8):
        await walk_all(pool, client, T0 + timedelta(days=days))
    assert await pool.fetch("SELECT split, cards_total FROM shelves") == [(False, 101)]
    assert 900 in await watched(pool)


async def test_what_the_parts_do_not_hold_is_told(pool: Pool, client: UzumClient, shop: Market) -> None:
    shelf = stocked(shop, GOODS)

    async def some_without_price(request: Any) -> Any:
        query = (await request.json())["variables"]["queryInput"] if request.path == "/graphql" else None
        hidden = query is not None and query["filters"]
        shelf.categories[11] = {one: at for one, at in GOODS.items() if one <= 650 or not hidden}
        return await shelf.answer(request)

    shop.first = some_without_price
    await walk_all(pool, client)
    await walk_all(pool, client, T0 + timedelta(days=2))
    assert await pool.fetchval("SELECT missed FROM shelves WHERE split") == 50


async def test_a_product_that_was_gone_and_is_shown_again_is_visited_at_once(
    pool: Pool, client: UzumClient, shop: Market
) -> None:
    stocked(shop, {5: 1_000, 6: 1_000, 7: 1_000})
    later = T0 + timedelta(days=6)
    await pool.execute(
        "INSERT INTO watch (product_id, due_at, last_outcome, failures) VALUES (5, $1, 'gone', 4), (6, $1, 'ok', 0)",
        later,
    )
    await walk_all(pool, client)
    rows = await pool.fetch("SELECT product_id, due_at <= $1 AS due, failures FROM watch ORDER BY 1", T0)
    assert [tuple(row)[:2] for row in rows][:2] == [(5, True), (6, False)]
    assert rows[0]["failures"] == 4
    assert len(rows) == 3


async def test_cards_that_name_no_product_count_as_missed(
    pool: Pool, client: UzumClient, shop: Market
) -> None:
    async def other_kind(request: Any) -> Any:
        if request.path != "/graphql":
            return None
        body = bodies.search([1, 2, 3])
        body["data"]["makeSearch"]["items"][1]["catalogCard"]["__typename"] = "ProductCard"
        return web.json_response(body)

    shop.first = other_kind
    await walk_all(pool, client)
    assert await watched(pool) == {1, 3}
    await walk_all(pool, client, T0 + timedelta(days=2))
    assert await pool.fetchval("SELECT missed FROM shelves") == 1


async def test_categories_the_release_before_has_walked_wait_for_their_time(
    pool: Pool, client: UzumClient, shop: Market
) -> None:
    shop.tree = bodies.tree((10, "Kiyim", ((11, "A"), (12, "B"), (13, "C"))))
    await pool.execute(
        "INSERT INTO discovery (category_id, listed_at, due_at, cards_total, walked_at)"
        " VALUES (11, $1, $2, 50, $1), (12, $1, $2, 12000, $1)",
        T0 - timedelta(hours=5),
        T0 + timedelta(hours=19),
    )
    shelf = stocked(shop, {1: 1_000})
    shelf.categories |= {12: {2: 1_000}, 13: {3: 1_000}}
    await walk_all(pool, client)
    assert await watched(pool) == {2, 3}
