"""Any change of a product's body is read for what it says, or refused; it never becomes a wrong number."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fixtures import bodies, read_again
from fixtures.any_bodies import FEW, MANY, TELLING, products
from fixtures.mutations import LITERALS, harmed, in_pairs, written
from ventra.collect.uzum.parse import parse_product, to_observation
from ventra.collect.uzum.scrub import scrub
from ventra.errors import Gone, PageChanged

URL = "https://api.example/v2/product/2001"


def says_what_it_says(raw: bytes) -> None:
    try:
        page = parse_product(raw, URL)
    except (PageChanged, Gone):
        return
    seller = page.seller
    assert read_again.product(raw) == {
        "product_id": page.product_id,
        "orders": page.orders_total,
        "rounded": page.orders_total_rounded,
        "reviews": page.reviews_total,
        "stock": page.stock,
        "rating": page.rating,
        "price": page.price,
        "list_price": page.list_price,
        "seller": [seller.id, seller.orders_total, seller.reviews_total],
        "seller_rating": seller.rating,
        "category": list(page.category),
        "skus": [
            {
                "id": s.sku_id,
                "price": s.price,
                "list_price": s.list_price,
                "stock": s.stock,
                "named": s.characteristics,
            }
            for s in page.skus
        ],
    }
    assert len({sku.sku_id for sku in page.skus}) == len(page.skus)
    assert page.orders_total_rounded <= page.orders_total
    state = to_observation(page, 0).state
    assert (state.rating_x100 is None) == (page.rating is None)
    assert state.rating_x100 != 0


@FEW
@given(harmed(products(), TELLING))
def test_a_product_body_is_read_right_or_refused(raw: bytes) -> None:
    says_what_it_says(raw)


@pytest.mark.full
@MANY
@given(harmed(products(), TELLING))
def test_a_product_body_is_read_right_or_refused_at_length(raw: bytes) -> None:
    says_what_it_says(raw)


@pytest.mark.parametrize("examples", [40, pytest.param(1_500, marks=pytest.mark.full)])
def test_the_recorded_body_is_read_right_or_refused(shared_data: Path, examples: int) -> None:
    recorded = json.loads((shared_data / "uzum" / "product_1772350.json").read_bytes())

    @settings(FEW, max_examples=examples)
    @given(harmed(st.just(recorded), TELLING))
    def reading(raw: bytes) -> None:
        says_what_it_says(raw)

    reading()


@FEW
@given(harmed(products(), TELLING))
def test_whatever_is_kept_of_a_refused_body_leads_to_nobody(raw: bytes) -> None:
    kept = scrub(raw)
    assert bodies.PHONE.encode() not in kept


@st.composite
def harmless(draw: st.DrawFn) -> tuple[bytes, bytes]:
    """A body, and another spelling of the same."""
    body = in_pairs(draw(products()))
    plain = written(body).encode()
    data = body[0][1][0][1]
    order = draw(st.permutations(range(len(data))))
    data[:] = [data[i] for i in order]
    if draw(st.booleans()):
        data.append(("weeklyOrders", draw(st.integers())))
    if draw(st.booleans()):
        body.append(("took:ms", draw(st.floats(0, 9))))
    same = written(body, plain_ascii=draw(st.booleans()))
    if draw(st.booleans()):
        same = same.replace('":', '" :\n').replace(",", " ,\t")
    if draw(st.booleans()):
        same = same.replace('"ordersAmount"', '"\\u006frders\\u0041mount"').replace("Paxta", "Pa\\u003Axta")
    raw = same.encode()
    if draw(st.booleans()):
        raw = raw.replace(b"<p>", b"<p>\x00\x01\x1f\n\t")
    return plain, (b"\xef\xbb\xbf" if draw(st.booleans()) else b"") + raw


@FEW
@given(harmless())
def test_another_spelling_of_a_body_says_the_same(pair: tuple[bytes, bytes]) -> None:
    plain, other = (msgspec.structs.replace(parse_product(raw, URL), unknown_fields=()) for raw in pair)
    assert other == plain


@pytest.mark.parametrize("literal", LITERALS)
@pytest.mark.parametrize("name", ["ordersAmount", "purchasePrice", "availableAmount", "rating", "id"])
def test_each_odd_spelling_of_each_number_is_read_right_or_refused(name: str, literal: str) -> None:
    text = bodies.encoded(bodies.product()).decode()
    at = text.index(f'"{name}": ') + len(name) + 4
    end = min(text.index(sign, at) for sign in ",}")
    says_what_it_says(f"{text[:at]}{literal}{text[end:]}".encode())


@pytest.mark.parametrize("name", ["ordersAmount", "purchasePrice", "id", "payload", "skuList"])
@pytest.mark.parametrize("again", ['"{}":1', '"{}" : 2', '"\\u00{:x}{}":3', '"{}":null', '"a":":","{}":4'])
def test_a_name_that_stands_twice_makes_a_body_unreadable(name: str, again: str) -> None:
    text = bodies.encoded(bodies.product()).decode().replace('": ', '":')
    spelled = again.format(ord(name[0]), name[1:]) if "{:x}" in again else again.format(name)
    before = text.replace(f'"{name}":', f'{spelled},"{name}":', 1)
    behind = text.replace(f'"{name}":', f'"{name}":0,{spelled},"z":', 1)
    for raw in (before, behind):
        with pytest.raises(PageChanged, match="twice"):
            parse_product(raw.encode(), URL)
