"""Bodies whose parts contradict each other: what cannot be true of what we take them for is refused, the rest kept as sent."""

from __future__ import annotations

import copy
import json
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any

import numpy as np
import pytest

from fixtures import bodies
from ventra.collect.uzum.judge import judge
from ventra.collect.uzum.parse import parse_product, to_observation
from ventra.collect.uzum.search import parse_search
from ventra.core.columns import seen_from
from ventra.core.profile import MARKET, flat
from ventra.core.sales import estimate
from ventra.errors import PageChanged, Throttled
from ventra.infra.http import Answer

URL = "https://api.example/v2/product/2001"
HOUR_US = 3_600_000_000


def parsed(body: dict[str, Any]) -> Any:
    return parse_product(bodies.encoded(body), URL)


def test_a_displayed_counter_above_the_exact_one_is_a_changed_page() -> None:
    with pytest.raises(PageChanged, match="rOrdersAmount is larger than ordersAmount"):
        parsed(bodies.product(ordersAmount=699, rOrdersAmount=700))
    page = parsed(bodies.product(ordersAmount=729, rOrdersAmount=729))
    assert (page.orders_total, page.orders_total_rounded) == (729, 729)


def test_a_sum_of_stock_that_differs_from_its_variants_is_kept_beside_them() -> None:
    page = parsed(bodies.product(totalAvailableAmount=5))
    assert (page.stock, sum(sku.stock for sku in page.skus)) == (5, 18)


def test_sales_without_a_counter_go_by_the_variants_and_not_by_the_contradicting_sum() -> None:
    first, second = bodies.product(totalAvailableAmount=90), bodies.product(totalAvailableAmount=10)
    second["payload"]["data"]["skuList"][3]["availableAmount"] -= 2
    second["payload"]["data"] |= {"ordersAmount": 700}
    looks = [to_observation(parsed(body), hours * HOUR_US) for hours, body in ((19, first), (43, second))]
    sales = estimate(
        seen_from(looks), now_us=500 * HOUR_US, profile=flat(), category=np.full(1, MARKET, np.int64)
    )
    assert sales.products.units.tolist() == [2]


@pytest.mark.parametrize("where", ["axis", "value"])
def test_a_characteristic_that_stands_twice_would_rename_the_others_and_is_a_changed_page(where: str) -> None:
    body = bodies.product()
    axes = body["payload"]["data"]["characteristics"]
    twice = axes if where == "axis" else axes[0]["values"]
    twice.insert(2, copy.deepcopy(twice[0]))
    with pytest.raises(PageChanged, match="has one twice"):
        parsed(body)


def test_two_shades_of_one_name_are_two_values() -> None:
    body = bodies.product()
    body["payload"]["data"]["characteristics"][0]["values"][1]["title"] = "Qora"
    assert parsed(body).skus[5].characteristics["Rang"] == "Qora"


@pytest.mark.parametrize("rating", ["0.001", "0.0099", "1e-400"])
def test_a_rating_that_would_be_kept_as_zero_is_a_changed_page(rating: str) -> None:
    raw = bodies.encoded(bodies.product(rating=1234.5)).replace(b"1234.5", rating.encode())
    with pytest.raises(PageChanged):
        parse_product(raw, URL)


def test_lists_in_lists_without_end_are_not_looked_into() -> None:
    body = bodies.encoded(bodies.product(photos=[{"photoKey": "a"}, "deep"]))
    for depth in (200, *range(850, 1_000)):
        raw = body.replace(b'"deep"', b"[" * depth + b"]" * depth)
        try:
            assert parse_product(raw, URL).orders_total == 729
        except PageChanged:
            assert depth > 800


def test_a_colon_spelled_as_a_number_does_not_hide_a_name_that_stands_twice() -> None:
    plain = bodies.encoded(bodies.product(description="a@b"))
    for colon in (b":", b"\\u003a", b"\\u003A", b"\\u003d"):
        raw = plain.replace(b"a@b", colon)
        assert parse_product(raw, URL).orders_total == 729
        with pytest.raises(PageChanged, match="twice"):
            parse_product(raw.replace(b'"ordersAmount"', b'"ordersAmount": 5, "ordersAmount"'), URL)


def test_a_card_of_a_kind_that_nobody_knows_is_not_passed_over() -> None:
    page = bodies.search([7])
    page["data"]["makeSearch"]["items"][0]["catalogCard"]["__typename"] = "OfferCard"
    with pytest.raises(PageChanged, match="__typename"):
        parse_search(bodies.encoded(page))


def test_a_429_inside_a_200_is_throttling_on_every_path_but_never_beside_data() -> None:
    error = {"message": "HTTP fetch failed from 'search-gateway': 429: Too Many Requests"}
    for data in ({"payload": None}, {"data": {"makeSearch": None}}, {}):
        with pytest.raises(Throttled, match="429 inside 200"):
            judge(Answer(200, {}, {}, bodies.encoded(data | {"errors": [error]})), URL)
    for data in (bodies.search([1]), {"payload": {"data": {}}}):
        judge(Answer(200, {}, {}, bodies.encoded(data | {"errors": [error]})), URL)


@pytest.mark.parametrize("off_seconds", [-86_400, 0, 86_400])
def test_a_date_in_retry_after_counts_from_the_marketplaces_own_clock(off_seconds: int) -> None:
    theirs = datetime.now(UTC).timestamp() + off_seconds
    headers = {name: format_datetime(datetime.fromtimestamp(at, UTC), usegmt=True) for name, at in
               (("Date", theirs), ("Retry-After", theirs + 40))}  # fmt: skip
    with pytest.raises(Throttled) as throttled:
        judge(Answer(429, headers, {}, json.dumps({}).encode()), URL)
    assert throttled.value.retry_after_seconds == 40
