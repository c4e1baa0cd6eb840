"""A product body becomes a page that says what the body says, or is refused as a whole."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fixtures import bodies
from ventra.collect.uzum.parse import parse_output, parse_product, to_observation
from ventra.core.product import ProductPage
from ventra.errors import Gone, PageChanged, VentraError

URL = "https://api.example/v2/product/2001"
USED = (
    "id", "category", "rating", "reviewsAmount", "ordersAmount", "rOrdersAmount", "totalAvailableAmount", "photos",
    "characteristics", "skuList", "seller",
)  # fmt: skip
USED_OF_SKU = ("id", "characteristics", "availableAmount", "purchasePrice", "stock")
USED_OF_SELLER = ("id", "title", "link", "orders", "reviews", "rating")


def parsed(body: dict[str, Any]) -> ProductPage:
    return parse_product(bodies.encoded(body), URL)


def with_sku(**fields: Any) -> dict[str, Any]:
    return bodies.product(skuList=[bodies.sku(1, **fields)])


def test_the_recorded_body_is_read_as_it_stands(shared_data: Path) -> None:
    page = parse_product((shared_data / "uzum" / "product_1772350.json").read_bytes(), URL)
    output = parse_output(page)
    assert page.unknown_fields == ()
    assert list(output) == [
        "product_id", "titles", "category", "seller", "rating", "reviews_total", "orders_total",
        "orders_total_rounded", "stock", "price", "list_price", "skus",
    ]  # fmt: skip
    assert output["product_id"] == 1772350
    assert output["titles"]["uz"].startswith("Televizor uchun 32")
    assert output["titles"]["ru"].startswith("Кронштейны для телевизора")
    assert output["category"] == [10020, 10129, 11384, 11587]
    assert output["seller"] == {
        "id": 74885, "title": "Aeris.uz", "slug": "aeris", "orders_total": 133, "reviews_total": 36, "rating": 4.8,
    }  # fmt: skip
    assert (output["orders_total"], output["orders_total_rounded"], output["reviews_total"]) == (32, 30, 7)
    assert (output["stock"], output["price"], output["list_price"], output["rating"]) == (
        27,
        440000,
        440000,
        4.4,
    )
    assert output["skus"] == [
        {
            "sku_id": 6120890, "characteristics": {}, "price": 440000, "list_price": 440000, "stock": 27,
            "fulfilment": "FBO",
        }
    ]  # fmt: skip


def test_variants_carry_their_characteristics_by_name_and_their_fulfilment() -> None:
    page = parsed(bodies.product())
    assert [sku.characteristics for sku in page.skus][5] == {"Rang": "Oq", "Oʻlcham": "M"}
    assert {sku.fulfilment for sku in page.skus} == {"FBO", "FBS"}
    assert page.photo_key == "c0ffee27s4fup34akmng"
    assert [node.parent_id for node in page.categories] == [None, 10_014, 10_011]


def test_the_price_is_the_cheapest_in_stock_and_of_the_lowest_id_among_equals() -> None:
    dear, cheap, sold_out = (
        bodies.sku(9, price=900, stock=1),
        bodies.sku(8, price=500, stock=2, fullPrice=700),
        bodies.sku(3, price=100, stock=0),
    )
    twin = bodies.sku(7, price=500, stock=1, fullPrice=600)
    page = parsed(bodies.product(skuList=[dear, cheap, sold_out, twin]))
    assert (page.price, page.list_price) == (500, 600)


def test_without_anything_in_stock_the_cheapest_of_all_is_the_price() -> None:
    page = parsed(
        bodies.product(skuList=[bodies.sku(1, price=900, stock=0), bodies.sku(2, price=800, stock=0)])
    )
    assert page.price == 800


def test_an_observation_says_the_same_as_the_page_with_variants_in_order() -> None:
    page = parsed(bodies.product(skuList=[bodies.sku(5, price=7), bodies.sku(2, price=9)]))
    seen = to_observation(page, 1_700_000_000_000_000)
    assert [sku.sku_id for sku in seen.skus] == [2, 5]
    assert (seen.state.rating_x100, seen.state.orders_total, seen.state.price_uzs) == (470, 729, 7)


@pytest.mark.parametrize("field", USED)
def test_a_field_that_is_missing_or_renamed_is_a_changed_page(field: str) -> None:
    body = bodies.product()
    body["payload"]["data"][f"{field}2"] = body["payload"]["data"].pop(field)
    with pytest.raises(PageChanged, match=f"no {field}"):
        parsed(body)


@pytest.mark.parametrize("field", USED_OF_SKU)
def test_a_missing_field_of_a_variant_is_a_changed_page(field: str) -> None:
    body = with_sku()
    del body["payload"]["data"]["skuList"][0][field]
    with pytest.raises(PageChanged, match=rf"no skuList\[\]\.{field}"):
        parsed(body)


@pytest.mark.parametrize("field", USED_OF_SELLER)
def test_a_missing_field_of_the_seller_is_a_changed_page(field: str) -> None:
    shop = bodies.seller()
    del shop[field]
    with pytest.raises(PageChanged, match=f"no seller.{field}"):
        parsed(bodies.product(seller=shop))


@pytest.mark.parametrize("value", [True, None, "32", 3.5, -1, 2**53 + 2, [], {}])
@pytest.mark.parametrize(
    "field", ["ordersAmount", "rOrdersAmount", "reviewsAmount", "totalAvailableAmount", "id"]
)
def test_a_counter_of_another_type_is_never_taken(field: str, value: object) -> None:
    with pytest.raises(PageChanged, match=field):
        parsed(bodies.product(**{field: value}))


@pytest.mark.parametrize("value", [True, None, "405000", 405000.5, -1, -0.5, 2**53 + 2, 1e300])
def test_money_that_is_not_whole_soum_is_never_taken(value: object) -> None:
    with pytest.raises(PageChanged, match="purchasePrice"):
        parsed(with_sku(purchasePrice=value))


def test_money_written_as_a_whole_float_is_the_same_money() -> None:
    price = parsed(with_sku(purchasePrice=405000.0)).price
    assert (price, type(price)) == (405_000, int)


def test_a_list_price_may_be_unknown_but_not_malformed() -> None:
    body = with_sku()
    del body["payload"]["data"]["skuList"][0]["fullPrice"]
    assert parsed(body).list_price is None
    assert parsed(with_sku(fullPrice=None)).list_price is None
    with pytest.raises(PageChanged, match="fullPrice"):
        parsed(with_sku(fullPrice="500000"))


@pytest.mark.parametrize("rating", [0, 0.0, None])
def test_nobody_has_rated_is_unknown_and_not_zero(rating: float | None) -> None:
    page = parsed(bodies.product(rating=rating))
    assert page.rating is None
    assert to_observation(page, 0).state.rating_x100 is None


@pytest.mark.parametrize(("axis", "value"), [(2, 0), (0, 3), (-1, 0), (0, -1), (True, 0), ("0", 0)])
def test_a_characteristic_that_points_nowhere_is_a_changed_page(axis: object, value: object) -> None:
    pointer = {"charIndex": axis, "valueIndex": value}
    with pytest.raises(PageChanged, match=r"charIndex|valueIndex"):
        parsed(with_sku(characteristics=[pointer]))


def test_a_new_way_of_fulfilment_is_unknown_and_reported() -> None:
    page = parsed(with_sku(kind="FBX"))
    assert page.skus[0].fulfilment is None
    assert page.unknown_fields == ("payload.data.skuList[].stock.type=FBX",)


def test_new_fields_are_reported_by_their_path_and_free_text_is_not_looked_into() -> None:
    body = with_sku(loyalty={"points": 3}, vat={"anything": 1})
    body["payload"]["data"]["weeklyOrders"] = 12
    body["extra"] = 1
    assert parsed(body).unknown_fields == (
        "extra",
        "payload.data.skuList[].loyalty",
        "payload.data.weeklyOrders",
    )


def test_a_body_of_2023_has_one_title_which_counts_as_uzbek() -> None:
    body = bodies.product()
    del body["payload"]["data"]["localizableTitle"]
    assert (parsed(body).titles.uz, parsed(body).titles.ru) == ("Erkaklar futbolkasi", None)


def test_the_reviewer_never_leaves_the_parser() -> None:
    assert bodies.REVIEWER not in repr(parsed(bodies.product()))
    assert bodies.PHONE not in repr(parsed(bodies.product()))


def test_raw_control_characters_in_a_description_do_not_stop_the_reading() -> None:
    raw = bodies.encoded(bodies.product(description="a@b")).replace(b"a@b", b"a\x01\n\tb")
    assert parse_product(raw, URL).orders_total == 729


def test_text_that_no_store_can_take_is_made_storable() -> None:
    raw = json.dumps(bodies.product(localizableTitle={"uz": "a\ud800b\x00", "ru": None})).encode()
    assert parse_product(raw, URL).titles.uz == "a\ufffdb\ufffd"


@pytest.mark.parametrize(
    "raw",
    [b"", b"{", b"null", b"[]", b"<html>", b"\xff\xfe", b'{"payload":{"data":null}}', b"[" * 100_000, b"NaN"],
)
def test_what_is_no_product_is_a_changed_page(raw: bytes) -> None:
    with pytest.raises(PageChanged):
        parse_product(raw, URL)


def test_every_cut_of_a_body_is_a_changed_page() -> None:
    raw = bodies.encoded(with_sku())
    for end in range(0, len(raw) - 1, 37):
        with pytest.raises(PageChanged):
            parse_product(raw[:end], URL)


def test_a_category_nested_without_end_is_a_changed_page() -> None:
    category: dict[str, Any] | None = None
    for depth in range(400):
        category = {"id": depth + 1, "title": "x", "parent": category}
    with pytest.raises(PageChanged, match="deeper"):
        parsed(bodies.product(category=category))


def test_not_found_is_gone_and_any_other_error_is_not() -> None:
    with pytest.raises(Gone):
        parse_product(bodies.encoded(bodies.NOT_FOUND), URL)
    with pytest.raises(PageChanged, match="bad-request-001"):
        parse_product(b'{"payload":null,"errors":[{"code":"bad-request-001"}]}', URL)


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place in a body, by the keys that lead to it."""
    below = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(place for key, inner in below for place in places(inner, (*path, key)))]


BODY = bodies.product()
PLACES = places(BODY)[1:]
ANYTHING = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=5)
    | st.sampled_from([0, 2**53, 2**64, -1]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


def mutated(place: tuple[Any, ...], deed: str, value: Any) -> Any:
    body = copy.deepcopy(BODY)
    holder = body
    for key in place[:-1]:
        holder = holder[key]
    if deed == "replace":
        holder[place[-1]] = value
    else:
        taken = holder.pop(place[-1])
        if deed == "rename" and isinstance(holder, dict):
            holder[f"{place[-1]}New"] = taken
    return body


def expected(body: Any) -> dict[str, Any]:
    """The numbers as they stand in a body, read without any of our code."""
    data = body["payload"]["data"]
    skus = data["skuList"]
    shown = min(
        [s for s in skus if s["availableAmount"] > 0] or skus, key=lambda s: (s["purchasePrice"], s["id"])
    )
    return {
        "product_id": data["id"],
        "orders": data["ordersAmount"],
        "rounded": data["rOrdersAmount"],
        "reviews": data["reviewsAmount"],
        "stock": data["totalAvailableAmount"],
        "rating": data["rating"] or None,
        "price": shown["purchasePrice"],
        "list_price": shown.get("fullPrice"),
        "skus": [(s["id"], s["purchasePrice"], s.get("fullPrice"), s["availableAmount"]) for s in skus],
        "seller": (data["seller"]["id"], data["seller"]["orders"], data["seller"]["reviews"]),
    }


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(PLACES), st.sampled_from(["replace", "delete", "rename"]), ANYTHING)
def test_any_change_of_a_body_is_read_right_or_refused(place: tuple[Any, ...], deed: str, value: Any) -> None:
    body = mutated(place, deed, value)
    try:
        page = parse_product(json.dumps(body).encode(), URL)
    except VentraError:
        return
    assert expected(body) == {
        "product_id": page.product_id,
        "orders": page.orders_total,
        "rounded": page.orders_total_rounded,
        "reviews": page.reviews_total,
        "stock": page.stock,
        "rating": page.rating,
        "price": page.price,
        "list_price": page.list_price,
        "skus": [(s.sku_id, s.price, s.list_price, s.stock) for s in page.skus],
        "seller": (page.seller.id, page.seller.orders_total, page.seller.reviews_total),
    }
