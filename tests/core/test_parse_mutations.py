"""Any change of a body of the marketplace's shape is read for what it says, or refused; it never becomes a wrong number."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from fixtures import bodies, read_again
from fixtures.mutations import COUNTS, LITERALS, PRICES, harmed, in_pairs, written
from ventra.collect.uzum.judge import LONGEST_RETRY_AFTER_SECONDS, judge
from ventra.collect.uzum.parse import parse_product, to_observation
from ventra.collect.uzum.scrub import scrub
from ventra.collect.uzum.search import parse_search
from ventra.collect.uzum.token import claims_of
from ventra.collect.uzum.tree import parse_tree
from ventra.errors import Gone, PageChanged, SourceError, Throttled
from ventra.infra.http import Answer

URL = "https://api.example/v2/product/2001"
NOISY = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example]
FEW = settings(max_examples=350, deadline=None, derandomize=True, suppress_health_check=NOISY)
MANY = settings(max_examples=15_000, deadline=None, suppress_health_check=NOISY)
"""Few and always the same with every change; many and others each time with `make test-full`."""

NAMES = (
    "id ordersAmount rOrdersAmount reviewsAmount totalAvailableAmount rating skuList availableAmount purchasePrice fullPrice"
    " charIndex valueIndex characteristics values title category parent seller orders reviews payload data stock type"
)
TELLING = frozenset(NAMES.split())


@st.composite
def products(draw: st.DrawFn) -> Any:
    """Bodies of one to many variants with any characteristics, both ways of fulfilment, all numbers drawn."""
    colours, sizes = draw(st.integers(1, 3)), draw(st.integers(1, 4))
    axes = [
        {"id": 7, "title": "Rang", "values": [{"id": i, "title": bodies.COLOURS[i]} for i in range(colours)]},
        {"id": 9, "title": "Oʻlcham", "values": [{"id": i, "title": bodies.SIZES[i]} for i in range(sizes)]},
    ]
    skus = [
        bodies.sku(
            1_000 + 4 * c + s,
            price=draw(PRICES),
            stock=draw(st.integers(0, 50)),
            kind=draw(st.sampled_from(("FBO", "FBS"))),
            fullPrice=draw(st.none() | PRICES),
            characteristics=[{"charIndex": 0, "valueIndex": c}, {"charIndex": 1, "valueIndex": s}],
        )
        for c in range(colours)
        for s in range(sizes)
    ]
    orders = draw(COUNTS)
    return bodies.product(
        ordersAmount=orders,
        rOrdersAmount=draw(st.integers(0, orders)),
        reviewsAmount=draw(COUNTS),
        totalAvailableAmount=draw(COUNTS),
        rating=draw(st.integers(0, 50)) / 10,
        characteristics=axes,
        skuList=skus,
        seller=bodies.seller(orders=draw(COUNTS), reviews=draw(COUNTS)),
    )


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


@st.composite
def searches(draw: st.DrawFn) -> Any:
    """Pages of results with cards of one product beside each other, and with errors now and then."""
    ids = draw(st.lists(st.integers(1, 40), max_size=12))
    error = {"message": draw(st.sampled_from(("429: Too Many Requests", "bad offset", "Unauthorized", "x")))}
    body = bodies.search(ids, total=draw(COUNTS), errors=[error] if draw(st.booleans()) else None)
    if draw(st.integers(0, 3)) == 0:
        body["data"]["makeSearch"] = None
    return body


SEARCH_NAMES = frozenset(
    ["data", "makeSearch", "total", "items", "catalogCard", "productId", "__typename", "errors", "message"]
)


def search_says_what_it_says(raw: bytes) -> None:
    try:
        page = parse_search(raw)
    except (PageChanged, Throttled):
        return
    if page.beyond_window:
        assert (page.total, page.product_ids, page.cards) == (None, (), 0)
        assert any("offset" in error["message"] for error in read_again.read(raw)["errors"])
        return
    told = {"total": page.total, "ids": list(page.product_ids), "cards": page.cards}
    assert read_again.search(raw) == told


@FEW
@given(harmed(searches(), SEARCH_NAMES))
def test_a_page_of_results_is_read_right_or_refused(raw: bytes) -> None:
    search_says_what_it_says(raw)


@pytest.mark.full
@MANY
@given(harmed(searches(), SEARCH_NAMES))
def test_a_page_of_results_is_read_right_or_refused_at_length(raw: bytes) -> None:
    search_says_what_it_says(raw)


TREES = st.just(
    bodies.tree(
        (10, "Kiyim", ((11, "Erkaklar"), (12, "Ayollar"))), (20, "Uy", ()), (30, "Bogʻ", ((31, "Urugʻ"),))
    )
)


@FEW
@given(harmed(TREES, frozenset(["payload", "id", "title", "children"])))
def test_a_category_tree_is_read_right_or_refused(raw: bytes) -> None:
    try:
        nodes = parse_tree(raw)
    except PageChanged:
        return
    told = [(node.id, node.title, node.path, node.leaf) for node in nodes]
    assert read_again.tree(raw) == told
    assert len({node.id for node in nodes}) == len(nodes)


WAITS = st.sampled_from((
    "5", "-5", "1e3", "٣", "999999999", "Wed, 21 Oct 2026 07:28:00 GMT", "Wed, 21 Oct 99999 07:28:00 GMT", "soon", "",
    "Wed, 21 Oct 2026 07:28:00 +9999999999999999", "Wed, 21 Oct 0001 00:00:00 +2359", "Fri, 31 Dec 9999 23:59:59 -2359",
)) | st.text(max_size=30)  # fmt: skip
TEXTS = (
    b"",
    b"<html>captcha",
    b'{"type":"captcha"}',
    b"<!doctype html>",
    b"\xff",
    b"null",
    b"[]",
    b"429",
    b'{"errors":"429"}',
)
ANSWERED = (
    harmed(searches(), SEARCH_NAMES)
    | harmed(products(), TELLING)
    | st.sampled_from(TEXTS)
    | st.binary(max_size=20)
)


@FEW
@given(
    st.sampled_from((200, 204, 301, 302, 400, 401, 403, 404, 410, 418, 429, 500, 503, 599)),
    st.dictionaries(st.sampled_from(("Retry-After", "Date")), WAITS),
    ANSWERED,
)
def test_an_answer_is_data_or_a_refusal_that_has_a_name(
    status: int, headers: dict[str, str], raw: bytes
) -> None:
    refusal = refusal_in(Answer(status, headers, {}, raw))
    if refusal is None:
        assert status in (200, 204, 401)
        return
    wait = refusal.retry_after_seconds
    assert wait is None or 0 <= wait <= LONGEST_RETRY_AFTER_SECONDS
    assert not (status == 200 and isinstance(refusal, Gone))


def refusal_in(answer: Answer) -> SourceError | None:
    try:
        judge(answer, URL)
    except SourceError as refusal:
        return refusal
    return None


CLAIMS = st.fixed_dictionaries(
    {"iss": st.just("Uzum ID"), "iat": COUNTS, "sub": st.text(max_size=8), "exp": st.integers(0, 2**53)}
)


@FEW
@given(harmed(CLAIMS, frozenset(("exp", "iat"))), st.sampled_from(("=", "")))
@example(b'{"exp":1,"exp":2}', "")
def test_a_token_ends_when_it_says_or_is_refused(raw: bytes, padding: str) -> None:
    middle = base64.urlsafe_b64encode(raw).decode().rstrip("=")
    try:
        claims = claims_of(f"e30.{middle}.c2ln")
    except PageChanged:
        return
    told = read_again.read(raw)
    assert claims.ends == read_again.whole(told["exp"])
    assert claims.made == (None if told.get("iat") is None else read_again.whole(told["iat"]))


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
