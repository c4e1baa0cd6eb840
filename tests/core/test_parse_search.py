"""A page of a search, the category tree and pasted addresses, read from bodies; personal data scrubbed from them."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

import pytest

from fixtures import bodies
from ventra.collect.uzum.address import ProductLink, ShopLink, link_of, product_id_of
from ventra.collect.uzum.scrub import scrub
from ventra.collect.uzum.search import PriceRange, parse_bold, parse_search, refused, search_request
from ventra.collect.uzum.shop import parse_shop
from ventra.collect.uzum.token import expiry_of
from ventra.collect.uzum.tree import parse_tree
from ventra.errors import BadInput, Gone, PageChanged, Throttled

OFFER_ERROR = {
    "message": "Entity fetcher returned null or completed empty",
    "path": ["makeSearch", "offerCategory"],
}


def found(body: Any) -> Any:
    return parse_search(bodies.encoded(body))


def test_cards_of_one_product_count_once() -> None:
    page = found(bodies.search([7, 5, 7], total=300))
    assert (page.total, page.product_ids, page.cards) == (300, (7, 5), 3)


def test_data_beside_an_error_is_kept(shared_data: Path) -> None:
    recorded = parse_search((shared_data / "uzum" / "graphql_2026-02" / "002.json").read_bytes())
    assert (recorded.total, recorded.product_ids, recorded.partial_errors) == (0, (), 1)
    assert found(bodies.search([7], errors=[OFFER_ERROR])).product_ids == (7,)


@pytest.mark.parametrize(
    "error",
    [
        {"message": "HTTP fetch failed from 'search-gateway': 429: Too Many Requests"},
        {"message": "subgraph failed", "extensions": {"http": {"status": 429}}},
    ],
)
@pytest.mark.parametrize("data", [None, {"makeSearch": None}, {"makeSearch": {"items": None, "total": None}}])
def test_a_429_inside_a_200_is_throttling(error: Any, data: Any) -> None:
    with pytest.raises(Throttled):
        found({"data": data, "errors": [error]})


def test_an_error_about_the_offset_is_the_end_of_the_window() -> None:
    page = found({"data": None, "errors": [{"message": "offset + limit must not exceed 10000"}]})
    assert page.beyond_window
    assert page.total is None


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"data": None},
        {"data": {"makeSearch": {"total": 1}}},
        {"data": {"makeSearch": {"total": "1", "items": []}}},
        {"data": {"makeSearch": {"total": 1, "items": [{"catalogCard": None}]}}},
        {"data": {"makeSearch": {"total": 1, "items": [{"catalogCard": {"__typename": "SkuGroupCard"}}]}}},
        {"errors": [{"message": "Cannot query field"}]},
        {"errors": "429"},
    ],
)
def test_an_answer_that_is_no_page_of_results_is_a_changed_page(body: Any) -> None:
    with pytest.raises(PageChanged):
        found(body)


def test_only_an_answer_without_data_can_say_that_the_token_is_refused() -> None:
    unauthorised = {"data": None, "errors": [{"message": "x", "extensions": {"code": "UNAUTHORIZED"}}]}
    assert refused(bodies.encoded(unauthorised), "u")
    assert refused(b'{"errors":[{"message":"Unauthorized"}]}', "u")
    assert not refused(bodies.encoded(bodies.search([1], errors=unauthorised["errors"])), "u")


def test_the_recorded_tree_is_read_whole(shared_data: Path) -> None:
    nodes = parse_tree((shared_data / "uzum" / "root_categories_2023-02.json").read_bytes())
    assert len(nodes) == 1383
    assert sum(node.parent_id is None for node in nodes) == 20
    by_id = {node.id: node for node in nodes}
    assert by_id[10044].path == (10020, 10044)
    assert all(
        node.path[-1] == node.id and (node.parent_id is None or node.parent_id in by_id) for node in nodes
    )
    assert {node.id for node in nodes if node.leaf}.isdisjoint(node.parent_id for node in nodes)


@pytest.mark.parametrize(
    "body",
    [{}, {"payload": []}, {"payload": [{"id": 1}]}, {"payload": [{"id": "1", "title": "x", "children": []}]}],
)
def test_a_body_that_is_no_tree_is_a_changed_page(body: Any) -> None:
    with pytest.raises(PageChanged):
        parse_tree(bodies.encoded(body))


@pytest.mark.parametrize(
    "text",
    [
        "1772350",
        " 1772350\n",
        "https://uzum.uz/uz/product/televizor-32-dan-1772350?skuId=6120890",
        "https://uzum.uz/ru/product/x-1772350/",
        "https://uzum.uz/product/1772350#reviews",
        "http://www.uzum.uz/product/x-1772350",
        "uzum.uz/uz/product/%D0%BA%D1%80%D0%BE%D0%BD-1772350",
    ],
)
def test_every_form_of_a_products_address_is_understood(text: str) -> None:
    assert product_id_of(text) == 1772350


@pytest.mark.parametrize(
    "text",
    [
        "", "0", "-5", "1e3", "٣", "9" * 16, "https://uzum.uz/uz/category/tv--10020", "https://evil.example/product/5",
        "https://uzum.uz.evil.example/product/5", "ftp://uzum.uz/product/5", "https://uzum.uz/product/5/../../6",
        "https://[", "https://uzum.uz/product/slug", "javascript:alert(5)",
    ],
)  # fmt: skip
def test_anything_else_is_bad_input(text: str) -> None:
    with pytest.raises(BadInput):
        product_id_of(text)


@pytest.mark.parametrize(
    ("text", "link"),
    [
        ("1772350", ProductLink(1772350)),
        ("https://uzum.uz/uz/product/x-1772350?skuId=6120890", ProductLink(1772350)),
        ("https://uzum.uz/product/1772350", ProductLink(1772350)),
        ("https://uzum.uz/shop/lavido", ShopLink("lavido")),
        ("uzum.uz/uz/shop/lavido/", ShopLink("lavido")),
        ("https://uzum.uz/ru/seller/my_shop-2.uz?page=2#top", ShopLink("my_shop-2.uz")),
        (" http://m.uzum.uz/uz/seller/A ", ShopLink("A")),
    ],
)
def test_a_link_leads_to_a_product_or_a_shop(text: str, link: ProductLink | ShopLink) -> None:
    assert link_of(text) == link


def test_of_a_shops_card_only_number_and_name_are_taken(shared_data: Path) -> None:
    seller = bodies.product()["payload"]["data"]["seller"]
    seller |= {"contacts": [{"type": "PHONE", "value": bodies.PHONE}]}
    card = parse_shop(bodies.encoded({"payload": seller}))
    assert (card.seller_id, card.slug, card.title) == (seller["id"], seller["link"], seller["title"])
    assert bodies.PHONE not in str(card)


@pytest.mark.parametrize(
    "body", [{}, {"payload": {}}, {"payload": {"id": "5", "link": "x", "title": "x"}}, {"payload": []}]
)
def test_a_body_that_is_no_shop_is_a_changed_page(body: Any) -> None:
    with pytest.raises(PageChanged):
        parse_shop(bodies.encoded(body))
    with pytest.raises(Gone):
        parse_shop(bodies.encoded(bodies.NOT_FOUND))


def test_a_price_range_is_asked_for_as_the_facet_is_shown() -> None:
    body = search_request(0, category_id=5, prices=PriceRange(1_000, 5_000))
    asked = body["variables"]["queryInput"]["filters"]
    assert asked == [{"id": 0, "type": "RANGED_VALUE", "range": {"min": 1_000, "max": 4_999}}]


def test_a_query_that_is_refused_is_an_answer_only_where_it_was_bold() -> None:
    body = bodies.encoded(
        {"errors": [{"message": "x", "extensions": {"code": "VALIDATION_INVALID_TYPE_VARIABLE"}}]}
    )
    assert parse_bold(body).page.refused
    with pytest.raises(PageChanged):
        parse_search(body)


def test_the_recorded_facet_is_the_price_filter_we_know(shared_data: Path) -> None:
    assert parse_bold((shared_data / "uzum" / "graphql_2026-02" / "002.json").read_bytes()).priced


def test_sub_categories_are_those_right_below_what_was_asked_for() -> None:
    body = bodies.search([7])
    entries = [(11, 10, 9), ("12", 11, 5), (13, "11", 4), (14, 12, 2)]
    body["data"]["makeSearch"]["categoryTree"] = [
        {"category": {"id": one, "parent": {"id": above}}, "total": total} for one, above, total in entries
    ] + [{"category": {"id": 10, "parent": None}, "total": 9}]
    assert [one.category_id for one in parse_bold(bodies.encoded(body)).below(11)] == [12, 13]


def test_personal_data_is_scrubbed_and_the_shape_stays() -> None:
    kept = scrub(bodies.encoded(bodies.product(bestOpinion={"buyerName": bodies.REVIEWER, "stars": 5})))
    assert bodies.REVIEWER not in kept.decode()
    assert bodies.PHONE not in kept.decode()
    data = json.loads(kept)["payload"]["data"]
    assert set(bodies.product()["payload"]["data"]) <= set(data)
    assert (data["ordersAmount"], data["localizableTitle"]["uz"]) == (729, "Erkaklar futbolkasi")
    assert data["skuList"][0]["purchasePrice"] == 405_000


def test_a_reviewer_under_any_new_name_is_scrubbed() -> None:
    kept = scrub(bodies.encoded(bodies.product(opinions=[{"who": bodies.REVIEWER, "price": "405000"}])))
    assert bodies.REVIEWER not in kept.decode()
    assert "405000" in kept.decode()


def test_of_a_body_that_cannot_be_scrubbed_only_size_and_hash_are_kept() -> None:
    raw = bodies.encoded(bodies.product())[:-20]
    kept = json.loads(scrub(raw))
    assert (set(kept), kept["bytes"]) == ({"bytes", "sha256"}, len(raw))


def jwt(claims: Any) -> str:
    middle = base64.urlsafe_b64encode(json.dumps(claims).encode()).decode().rstrip("=")
    return f"eyJhbGciOiJFZERTQSJ9.{middle}.c2ln"


def test_a_token_ends_when_it_says() -> None:
    assert expiry_of(jwt({"iss": "Uzum ID", "exp": 1_700_000_000, "sub": "ÿ?>"})) == 1_700_000_000


@pytest.mark.parametrize("token", ["", "a.b", "a.!.c", "a.bnVsbA.c", jwt({}), jwt({"exp": "soon"}), "a.é.c"])
def test_a_token_that_does_not_say_when_it_ends_is_a_change(token: str) -> None:
    with pytest.raises(PageChanged):
        expiry_of(token)
