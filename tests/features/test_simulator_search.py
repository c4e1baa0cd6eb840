"""Searching the simulated marketplace: cards and window, refusals, product page and suggestions."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
from aiohttp.test_utils import TestClient

from fixtures.simulated import FIRST, NOON, Clock, graphql, guest, serving, small_market, with_variants
from ventra.collect.uzum.search import QUERY, PriceRange, parse_bold, parse_search, search_request
from ventra.core.day import to_us
from ventra.simulator.market import Market, MarketSpec
from ventra.simulator.product_body import rounded_down
from ventra.simulator.titles import titles_of


@pytest.fixture(scope="module")
def market() -> Market:
    return small_market()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def client(market: Market, clock: Clock) -> AsyncIterator[TestClient]:
    async with serving(market, clock) as one:
        yield one


@pytest.fixture(scope="module")
def wide() -> Market:
    return Market(MarketSpec(seed=22, products=8_000, first_day=FIRST))


async def test_paging_a_category_finds_every_product_on_sale_and_some_twice(
    market: Market, client: TestClient
) -> None:
    headers = await guest(client)
    cards: list[int] = []
    for offset in range(0, 2_000, 100):
        status, body = await graphql(client, search_request(offset, category_id=1), headers)
        assert status == 200
        page = parse_search(body)
        cards += [
            item["catalogCard"]["productId"] for item in json.loads(body)["data"]["makeSearch"]["items"]
        ]
        if page.cards < 100:
            break
    places = list(range(len(market)))
    on_sale = market.state_at(places, [to_us(NOON)] * len(places)).on_sale
    assert set(cards) == set(market.catalogue.product_id[on_sale].tolist())
    assert page.total == len(cards) > 1.2 * len(set(cards))


async def test_a_search_narrows_by_category_shop_and_words(market: Market, client: TestClient) -> None:
    headers = await guest(client)
    place = with_variants(market)
    product_id = int(market.catalogue.product_id[place])
    leaf = market.catalogue.category_path(place)[-1]
    shop = market.catalogue.sellers[int(market.catalogue.seller[place])].seller_id
    word = titles_of(market.catalogue, place).uz.split()[0].replace("ʻ", "’").upper()
    everything = parse_search((await graphql(client, search_request(0, category_id=1), headers))[1]).total
    for narrow in (
        {"categoryId": str(leaf)},
        {"shopId": shop},
        {"text": word},
        {"categoryId": leaf, "text": word},
    ):
        body = search_request(0)
        body["variables"]["queryInput"] |= narrow
        page = parse_search((await graphql(client, body, headers))[1])
        assert product_id in page.product_ids
        assert 0 < page.total < everything / 2
    for nothing in (
        {"text": "qwertyuiop"},
        {"categoryId": "99999"},
        {"shopId": "1"},
        {"offerCategoryId": "-10091"},
    ):
        body = search_request(0)
        body["variables"]["queryInput"] |= nothing
        assert parse_search((await graphql(client, body, headers))[1]).total == 0


async def test_a_card_says_what_the_product_costs_now(market: Market, client: TestClient) -> None:
    headers = await guest(client)
    body = search_request(0, category_id=1) | {"query": QUERY.replace("id }", "id ordersQuantity }")}
    _, raw = await graphql(client, body, headers)
    for item in json.loads(raw)["data"]["makeSearch"]["items"][:20]:
        card = item["catalogCard"]
        state = market.state_at(market.catalogue.place_of(card["productId"]), NOON)
        assert (card["minSellPrice"], card["minFullPrice"]) == (state.price[0], state.list_price[0])
        assert card["feedbackQuantity"] == state.reviews[0]
        assert card["ordersQuantity"] == rounded_down(int(state.orders[0]))
    _, raw = await graphql(client, search_request(0, category_id=1), headers)
    assert b"ordersQuantity" not in raw


async def test_a_price_filter_shows_what_costs_that_now_and_the_facet_the_whole_span(
    market: Market, client: TestClient
) -> None:
    headers = await guest(client)
    prices = PriceRange(50_000, 120_000)
    whole = parse_bold((await graphql(client, search_request(0, category_id=1, wide=True), headers))[1])
    assert whole.priced
    body = search_request(0, category_id=1, prices=prices, wide=True)
    raw = (await graphql(client, body, headers))[1]
    page = parse_bold(raw).page
    assert 0 < page.total < (whole.page.total or 0)
    span = json.loads(raw)["data"]["makeSearch"]["facets"][0]["range"]
    assert 50_000 <= span["min"] <= min(page.prices_uzs) <= max(page.prices_uzs) <= span["max"] < 120_000
    totals = []
    for part in (PriceRange(0, 50_000), prices, PriceRange(120_000, 2**31)):
        answer = await graphql(client, search_request(0, category_id=1, prices=part), headers)
        totals.append(parse_search(answer[1]).total)
    assert sum(totals) == whole.page.total


async def test_an_order_by_price_is_that_of_the_prices_shown(client: TestClient) -> None:
    headers = await guest(client)
    for order, down in (("BY_PRICE_ASC", False), ("BY_PRICE_DESC", True)):
        body = search_request(0, category_id=1, order=order)
        shown = parse_search((await graphql(client, body, headers))[1]).prices_uzs
        assert list(shown) == sorted(shown, reverse=down)


@pytest.mark.parametrize(
    "wrong",
    [
        {"id": 7, "type": "RANGED_VALUE", "range": {"min": 1, "max": 2}},
        {"id": 0, "type": "VALUES", "range": {"min": 1, "max": 2}},
        {"id": 0, "type": "RANGED_VALUE"},
        "price",
    ],
)
async def test_a_filter_this_market_does_not_have_is_refused(client: TestClient, wrong: Any) -> None:
    body = search_request(0, category_id=1)
    body["variables"]["queryInput"]["filters"] = [wrong]
    status, raw = await graphql(client, body, await guest(client))
    assert status == 400
    assert parse_bold(raw).page.refused


async def test_a_smaller_window_can_be_asked_for(market: Market, clock: Clock) -> None:
    async with serving(market, clock, window=300) as client:
        headers = await guest(client)
        last = parse_search((await graphql(client, search_request(200, category_id=1), headers))[1])
        assert last.cards == 100
        beyond = parse_search((await graphql(client, search_request(300, category_id=1), headers))[1])
        assert beyond.beyond_window


async def test_the_window_ends_at_ten_thousand_results(wide: Market, clock: Clock) -> None:
    async with serving(wide, clock) as client:
        headers = await guest(client)
        page = parse_search((await graphql(client, search_request(9_900, category_id=1), headers))[1])
        assert page.total > 10_000
        assert page.cards == 100
        beyond = parse_search((await graphql(client, search_request(9_901, category_id=1), headers))[1])
        assert beyond.beyond_window
        assert beyond.total is None


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"pagination": {"offset": 0, "limit": 101}}, 200),
        ({"pagination": {"offset": "0", "limit": 48}}, 400),
        ({"filters": None}, 400),
        ({"sort": "BY_MOOD"}, 400),
        ({"showAdultContent": True}, 400),
        ({"categoryId": "toys"}, 400),
    ],
)
async def test_a_wrong_query_is_refused(client: TestClient, change: dict[str, Any], status: int) -> None:
    headers = await guest(client)
    body = search_request(0, category_id=1)
    body["variables"]["queryInput"] |= change
    got, raw = await graphql(client, body, headers)
    told = json.loads(raw)
    assert got == status
    assert told["errors"][0]["message"]
    assert (told.get("data") or {}).get("makeSearch") is None
    assert "offset is outside" not in told["errors"][0]["message"]


async def test_the_product_page_rounds_orders_and_tells_the_weeks_buyers(
    market: Market, client: TestClient
) -> None:
    headers = await guest(client)
    places = list(range(len(market)))
    now, before = (
        market.state_at(places, [to_us(at)] * len(places)) for at in (NOON, NOON - timedelta(days=7))
    )
    place = int((now.orders - before.orders).argmax())
    body = {"query": "query P($id: Int!){ productPage(id: $id) { product { id } } }"}
    wanted = {"id": int(market.catalogue.product_id[place])}
    _, raw = await graphql(client, body | {"variables": wanted}, headers)
    page = json.loads(raw)["data"]["productPage"]
    assert page["product"]["ordersQuantity"] == rounded_down(int(now.orders[place]))
    assert [sku["availableAmount"] for sku in page["product"]["skuList"]] == market.state_at(
        place, NOON
    ).sku_stock.tolist()
    digits = "".join(letter for letter in page["actions"][0]["text"] if letter.isdigit())
    assert int(digits) == now.orders[place] - before.orders[place]
    status, raw = await graphql(client, body | {"variables": {"id": 1}}, headers)
    assert status == 200
    assert "/productPage/product" in json.loads(raw)["errors"][0]["message"]


async def test_suggestions_begin_as_the_text_does(client: TestClient) -> None:
    headers = await guest(client)
    body = {"query": "query S{ getSuggestions(query: $GetSuggestionsInput) { blocks { __typename } } }"}
    _, raw = await graphql(client, body | {"variables": {"GetSuggestionsInput": {"text": "smart"}}}, headers)
    blocks = {one["__typename"]: one for one in json.loads(raw)["data"]["getSuggestions"]["blocks"]}
    assert "smartfon" in blocks["TextSuggestionsBlock"]["values"]
    assert all(one.startswith("smart") for one in blocks["TextSuggestionsBlock"]["values"])
    _, raw = await graphql(client, body | {"variables": {"GetSuggestionsInput": {"text": ""}}}, headers)
    blocks = {one["__typename"]: one for one in json.loads(raw)["data"]["getSuggestions"]["blocks"]}
    assert len(blocks["RecommendedSuggestionsBlock"]["content"]) == 45
