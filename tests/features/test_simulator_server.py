"""The simulated marketplace speaks the recorded wire, refuses what the real one refuses, and fails on demand."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from aiohttp.test_utils import TestClient

from fixtures.simulated import (
    NOON,
    SITE,
    Clock,
    graphql,
    guest,
    product,
    serving,
    small_market,
    with_variants,
)
from ventra.collect.uzum.parse import parse_product
from ventra.collect.uzum.search import search_request
from ventra.collect.uzum.token import expiry_of
from ventra.collect.uzum.tree import parse_tree
from ventra.errors import Gone
from ventra.simulator.market import Market
from ventra.simulator.product_body import rounded_down
from ventra.simulator.titles import titles_of


@pytest.fixture(scope="module")
def market() -> Market:
    return small_market()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def client(market: Market, clock: Clock, tmp_path: Path) -> AsyncIterator[TestClient]:
    async with serving(market, clock, log_path=tmp_path / "served.ndjson") as one:
        yield one


def shape(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Every key of a body with the kind of its value; elements of a list share a path."""
    if isinstance(value, dict):
        for key, below in value.items():
            yield from shape(below, f"{path}.{key}")
    elif isinstance(value, list):
        yield path, "list"
        for below in value:
            yield from shape(below, f"{path}[]")
    else:
        kind = (
            "number"
            if isinstance(value, int | float) and not isinstance(value, bool)
            else type(value).__name__
        )
        yield path, kind


FREE = ("characteristics", "badges", "attributes", "discountBadge", "contacts")
"""Parts that the recorded product happens to have empty or null."""


async def test_a_body_has_the_recorded_ones_keys_and_kinds(
    market: Market, client: TestClient, shared_data: Path
) -> None:
    recorded = json.loads((shared_data / "uzum" / "product_1772350.json").read_bytes())
    product_id = int(market.catalogue.product_id[with_variants(market)])
    _, body = await product(client, product_id)
    mine = json.loads(body)

    def plain(raw: Any) -> set[tuple[str, str]]:
        # Category depth differs by product; what one level holds does not.
        named = ((path.replace(".parent", ""), kind) for path, kind in shape(raw))
        return {(path, kind) for path, kind in named if not any(free in path for free in FREE)}

    assert plain(mine) ^ plain(recorded) == set()
    assert list(mine["payload"]["data"]) == list(recorded["payload"]["data"])
    assert list(mine["payload"]["seo"]) == list(recorded["payload"]["seo"])
    assert list(mine["payload"]["data"]["skuList"][0]) == list(recorded["payload"]["data"]["skuList"][0])
    assert mine["payload"]["data"]["topFeedback"]["customer"] not in ("", "—")


async def test_a_body_says_the_state_at_the_instant(market: Market, client: TestClient, clock: Clock) -> None:
    place = with_variants(market)
    product_id = int(market.catalogue.product_id[place])
    totals = []
    for hours in (0, 5, 200):
        clock.now = NOON + timedelta(hours=hours)
        status, body = await product(client, product_id)
        page, state = parse_product(body, "body"), market.state_at(place, clock.now)
        assert status == 200
        assert page.unknown_fields == ()
        assert (page.orders_total, page.reviews_total) == (state.orders[0], state.reviews[0])
        assert page.orders_total_rounded == rounded_down(page.orders_total)
        assert [sku.stock for sku in page.skus] == state.sku_stock.tolist()
        assert [(sku.price, sku.list_price) for sku in page.skus] == list(
            zip(state.sku_price.tolist(), state.sku_list_price.tolist(), strict=True)
        )
        assert (page.price, page.list_price, page.stock) == (
            state.price[0],
            state.list_price[0],
            state.stock[0],
        )
        assert all(len(sku.characteristics) == 2 for sku in page.skus)
        assert page.category == market.catalogue.category_path(place)
        totals.append((page.orders_total, page.seller.orders_total))
    assert totals == sorted(totals)
    assert totals[0][1] < totals[2][1]


async def test_titles_follow_the_language_asked_for(market: Market, client: TestClient) -> None:
    place = with_variants(market)
    product_id, both = int(market.catalogue.product_id[place]), titles_of(market.catalogue, place)
    for language, title in (("ru-RU,ru;q=0.9", both.ru), ("uz-UZ", both.uz), ("", both.uz)):
        _, body = await product(client, product_id, **{"Accept-Language": language})
        data = json.loads(body)["payload"]["data"]
        assert data["title"] == title
        assert data["localizableTitle"] == {"uz": both.uz, "ru": both.ru}


async def test_a_product_that_is_not_or_no_longer_there_is_gone(
    market: Market, client: TestClient, clock: Clock
) -> None:
    delisted = int(market.habits.delist_second.argmin())
    product_id = int(market.catalogue.product_id[delisted])
    end = timedelta(seconds=int(market.habits.delist_second[delisted]))
    clock.now = datetime(2026, 8, 31, 19, tzinfo=UTC) + end - timedelta(seconds=1)
    assert (await product(client, product_id))[0] == 200
    clock.now += timedelta(seconds=1)
    for missing in (product_id, 1, 10**17):
        status, body = await product(client, missing)
        assert status == 404
        with pytest.raises(Gone):
            parse_product(body, "body")


async def test_what_was_served_is_written_down(market: Market, client: TestClient, tmp_path: Path) -> None:
    place = with_variants(market)
    product_id = int(market.catalogue.product_id[place])
    _, body = await product(client, product_id)
    page = parse_product(body, "body")
    line = json.loads((tmp_path / "served.ndjson").read_bytes().splitlines()[-1])
    assert line == {
        "product_id": product_id,
        "at": "2026-09-20T07:00:01Z",
        "orders_total": page.orders_total,
        "reviews_total": page.reviews_total,
        "stock": page.stock,
        "price": page.price,
        "skus": {str(sku.sku_id): sku.stock for sku in page.skus},
    }


async def test_a_token_needs_the_sites_headers_and_ends_when_it_says(
    client: TestClient, clock: Clock
) -> None:
    for missing in SITE:
        headers = {name: value for name, value in SITE.items() if name != missing}
        async with client.post("/api/auth/token", json={}, headers=headers) as answer:
            assert answer.status == 400
            assert b"insufficient_headers" in await answer.read()
            assert "access_token" not in answer.cookies
    headers = await guest(client)
    token = headers["Authorization"].removeprefix("Bearer ")
    expiry = datetime.fromtimestamp(expiry_of(token), UTC)
    assert timedelta(hours=3) <= expiry - clock.now <= timedelta(hours=12)
    clock.now = expiry - timedelta(seconds=1)
    assert (await graphql(client, search_request(0, category_id=1), headers))[0] == 200
    clock.now = expiry
    assert (await graphql(client, search_request(0, category_id=1), headers))[0] == 401


@pytest.mark.parametrize("bearer", [None, "Bearer ", "Bearer a.b.c", "Basic eA==", "Bearer e30.e30.x"])
async def test_without_a_good_token_only_products_are_told(client: TestClient, bearer: str | None) -> None:
    headers = {} if bearer is None else {"Authorization": bearer}
    async with client.post("/", json=search_request(0, category_id=1), headers=headers) as answer:
        assert answer.status == 401
        assert answer.headers["x-ext-authz-check-result"] == "denied"
    for path in ("/api/main/root-categories?eco=false", "/api/shop/aziz-market"):
        async with client.get(path, headers=headers) as answer:
            assert answer.status == 401


async def test_a_token_that_was_altered_is_refused(client: TestClient) -> None:
    token = (await guest(client))["Authorization"]
    head, claims, signature = token.removeprefix("Bearer ").split(".")
    for forged in (f"{head}.{claims}x.{signature}", f"{head}.{claims}.{signature[::-1]}"):
        headers = {"Authorization": f"Bearer {forged}"}
        assert (await graphql(client, search_request(0, category_id=1), headers))[0] == 401


async def test_the_tree_holds_every_category_in_both_languages(market: Market, client: TestClient) -> None:
    headers = await guest(client)
    titles = {}
    for language in ("uz-UZ", "ru-RU"):
        async with client.get(
            "/api/main/root-categories?eco=false", headers=headers | {"Accept-Language": language}
        ) as answer:
            body = await answer.read()
        nodes = parse_tree(body)
        titles[language] = {node.id: node.title for node in nodes}
        assert sum(node.leaf for node in nodes) >= 40
        assert max(len(node.path) for node in nodes) == 4
    assert titles["uz-UZ"].keys() == titles["ru-RU"].keys()
    assert titles["uz-UZ"] != titles["ru-RU"]
    payload = json.loads(body)["payload"]
    assert all("productAmount" not in root and root["path"] == [1, root["id"]] for root in payload)
    child = payload[0]["children"][0]
    assert child["path"] == [1, payload[0]["id"], child["id"]]
    assert set(child) == {
        "id",
        "productAmount",
        "adult",
        "eco",
        "iconLink",
        "title",
        "seoMetaTag",
        "seoHeader",
        "children",
        "path",
    }


async def test_a_shop_is_found_by_its_slug(market: Market, client: TestClient) -> None:
    headers = await guest(client)
    _, body = await product(client, int(market.catalogue.product_id[with_variants(market)]))
    seller = json.loads(body)["payload"]["data"]["seller"]
    async with client.get(f"/api/shop/{seller['link']}", headers=headers) as answer:
        assert json.loads(await answer.read())["payload"] == seller
    async with client.get("/api/shop/nobody-here", headers=headers) as answer:
        assert answer.status == 404
        assert json.loads(await answer.read())["errors"][0]["code"] == "entity-not-found-001"


@pytest.mark.parametrize(
    ("count", "shown"), [(0, 0), (9, 9), (32, 30), (717, 700), (729, 700), (1000, 1000), (12345, 10000)]
)
def test_the_displayed_counter_keeps_its_leading_digit(count: int, shown: int) -> None:
    assert rounded_down(count) == shown
