"""What the simulator's faults do to an answer, and what its log says of it afterwards."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

import aiohttp
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
from ventra.collect.uzum.search import parse_search, refused, search_request
from ventra.collect.uzum.token import expiry_of
from ventra.collect.uzum.tree import parse_tree
from ventra.errors import PageChanged
from ventra.simulator.faults import FIELDS
from ventra.simulator.market import Market

CARDS = search_request(0, category_id=1)


@pytest.fixture(scope="module")
def market() -> Market:
    return small_market()


@pytest.fixture(scope="module")
def product_id(market: Market) -> int:
    return int(market.catalogue.product_id[with_variants(market)])


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "served.ndjson"


@pytest.fixture
async def client(market: Market, log: Path) -> AsyncIterator[TestClient]:
    async with serving(market, Clock(), log_path=log) as one:
        yield one


async def fault(client: TestClient, **wish: Any) -> None:
    async with client.post("/_simulator/faults", json=wish) as answer:
        assert answer.status == 201, await answer.text()


def last_line(log: Path) -> dict[str, Any]:
    line: dict[str, Any] = json.loads(log.read_bytes().splitlines()[-1])
    return line


async def data_of(client: TestClient, product_id: int) -> dict[str, Any]:
    _, body = await product(client, product_id)
    data: dict[str, Any] = json.loads(body, strict=False)["payload"]["data"]
    return data


@pytest.mark.parametrize(
    ("wish", "named"),
    [
        ({"kind": "earthquake"}, "earthquake"),
        ({"kind": "429", "path": "basket"}, "basket"),
        ({"kind": "429", "times": 0}, "times"),
        ({"kind": "429", "every": 0}, "every"),
        ({"kind": "429", "often": 3}, "often"),
        ({"kind": "500", "retry_after": 3}, "retry_after"),
        ({"kind": "duplicate-cards", "path": "product"}, "search"),
        ({"kind": "missing", "path": "product", "field": "ordersCount"}, "ordersAmount"),
        ({"kind": "missing", "field": "ordersAmount"}, "path"),
        ({"kind": "truncated", "length": "long"}, "long"),
        ({"kind": "clock"}, "seconds"),
        ({"kind": "clock", "seconds": "1"}, "seconds"),
        ({}, "kind"),
        ([], "array"),
    ],
)
async def test_a_wish_that_cannot_be_meant_is_refused_and_says_why(
    client: TestClient, wish: Any, named: str
) -> None:
    async with client.post("/_simulator/faults", json=wish) as answer:
        assert answer.status == 400
        assert named in (await answer.json())["error"]
    async with client.get("/_simulator/health") as answer:
        assert (await answer.json())["faults"] == []


async def test_every_nth_answer_suffers(client: TestClient, product_id: int) -> None:
    await fault(client, kind="500", path="product", every=3, times=2)
    assert [(await product(client, product_id))[0] for _ in range(9)] == [200, 200, 500] * 2 + [200] * 3


@pytest.mark.parametrize(
    "field", [name for name in FIELDS["product"] if name not in ("localizableTitle", "skuList.fullPrice")]
)
@pytest.mark.parametrize("kind", ["missing", "wrong-type"])
async def test_a_field_that_is_gone_or_of_another_type_is_no_page(
    client: TestClient, product_id: int, kind: str, field: str
) -> None:
    value = {"value": -1} if kind == "wrong-type" and field.endswith(("title", "link")) else {}
    await fault(client, kind=kind, path="product", field=field, times=1, **value)
    with pytest.raises(PageChanged):
        parse_product((await product(client, product_id))[1], "body")
    assert parse_product((await product(client, product_id))[1], "body").product_id == product_id


@pytest.mark.parametrize("value", ["32", None, [], -1, 3.5, 1e300, 2**70, True])
async def test_the_log_says_what_a_changed_answer_said(
    client: TestClient, product_id: int, log: Path, value: Any
) -> None:
    await fault(client, kind="wrong-type", path="product", field="ordersAmount", value=value, times=1)
    assert (await data_of(client, product_id))["ordersAmount"] == value
    line = last_line(log)
    assert (line["fault"], line["orders_total"]) == ("wrong-type", value)
    await product(client, product_id)
    assert "fault" not in last_line(log)


async def test_a_counter_that_falls_is_logged_as_served(
    client: TestClient, product_id: int, log: Path
) -> None:
    before = parse_product((await product(client, product_id))[1], "body").orders_total
    assert before is not None
    await fault(client, kind="falling-counter", path="product", by=3, times=1)
    page = parse_product((await product(client, product_id))[1], "body")
    assert page.orders_total == max(before - 3, 0) == last_line(log)["orders_total"]
    assert page.orders_total_rounded is not None
    assert page.orders_total_rounded <= page.orders_total


async def test_raw_control_characters_stand_in_texts_and_the_page_is_read(
    client: TestClient, product_id: int, log: Path
) -> None:
    plain = parse_product((await product(client, product_id))[1], "body")
    await fault(client, kind="control-characters")
    status, body = await product(client, product_id)
    assert b"\x01\x02\t\n\x1f\x00" in body
    with pytest.raises(json.JSONDecodeError):
        json.loads(body)
    page = parse_product(body, "body")
    assert (status, page.orders_total, page.skus) == (200, plain.orders_total, plain.skus)
    assert (last_line(log)["orders_total"], last_line(log)["fault"]) == (
        page.orders_total,
        "control-characters",
    )
    headers = await guest(client)
    assert parse_search((await graphql(client, CARDS, headers))[1]).cards == 100
    async with client.get("/api/main/root-categories", headers=headers) as answer:
        assert len(parse_tree(await answer.read())) > 40


@pytest.mark.parametrize("length", ["right", "wrong"])
async def test_an_answer_that_is_cut_off_is_not_logged(
    client: TestClient, product_id: int, log: Path, length: str
) -> None:
    await fault(client, kind="truncated", path="product", length=length, times=1)
    if length == "right":
        with pytest.raises(PageChanged, match="cut off"):
            parse_product((await product(client, product_id))[1], "body")
    else:
        with pytest.raises(aiohttp.ClientPayloadError):
            await product(client, product_id)
    assert log.read_bytes() == b""


async def test_a_drip_begins_at_once_and_takes_a_minute(
    client: TestClient, product_id: int, log: Path
) -> None:
    await fault(client, kind="drip", path="product", times=1)
    async with client.get(f"/api/v2/product/{product_id}", timeout=aiohttp.ClientTimeout(total=3)) as answer:
        assert await answer.content.readexactly(4) == b'{"pa'
        assert int(answer.headers["Content-Length"]) > 1_000
    await asyncio.sleep(0.1)
    assert log.read_bytes() == b""


@pytest.mark.parametrize("inside", [False, True])
async def test_a_token_that_ended_early_stays_refused_until_another_is_fetched(
    client: TestClient, inside: bool
) -> None:
    headers = await guest(client)
    await fault(client, kind="expired-token", path="search", times=1, inside=inside)
    status, body = await graphql(client, CARDS, headers)
    assert (status, refused(body, "u") if inside else body) == ((200, True) if inside else (401, b""))
    assert (await graphql(client, CARDS, headers))[0] == 401
    assert (await graphql(client, CARDS, await guest(client)))[0] == 200


async def test_cards_come_twice_on_a_page_and_again_on_the_next(client: TestClient) -> None:
    headers = await guest(client)
    second = search_request(100, category_id=1)
    plain = [parse_search((await graphql(client, body, headers))[1]) for body in (CARDS, second)]
    await fault(client, kind="duplicate-cards")
    spoiled = [parse_search((await graphql(client, body, headers))[1]) for body in (CARDS, second)]
    assert [page.total for page in spoiled] == [page.total for page in plain]
    assert [page.cards for page in spoiled] == [200, 210]
    assert spoiled[0].product_ids == plain[0].product_ids
    assert set(spoiled[1].product_ids) > set(plain[1].product_ids)
    assert set(spoiled[1].product_ids) <= set(plain[0].product_ids) | set(plain[1].product_ids)


@pytest.mark.parametrize("seconds", [-86_400, 90, 86_400])
async def test_a_clock_that_is_off_shows_in_every_time_but_not_in_what_was_sold(
    client: TestClient, product_id: int, log: Path, seconds: int
) -> None:
    told = NOON + timedelta(seconds=seconds)
    right = parse_product((await product(client, product_id))[1], "body")
    await fault(client, kind="clock", seconds=seconds)
    async with client.get(f"/api/v2/product/{product_id}") as answer:
        body = await answer.read()
        assert parsedate_to_datetime(answer.headers["Date"]) == told
    assert json.loads(body)["timestamp"].startswith(told.strftime("%Y-%m-%dT%H:%M:%S."))
    assert parse_product(body, "body") == right
    assert last_line(log)["at"] == "2026-09-20T07:00:01Z"
    await fault(client, kind="429", path="product", retry_after=40, dated=True, times=1)
    async with client.get(f"/api/v2/product/{product_id}") as answer:
        assert parsedate_to_datetime(answer.headers["Retry-After"]) == told + timedelta(seconds=40)
        assert parsedate_to_datetime(answer.headers["Date"]) == told
    token = (await guest(client))["Authorization"].removeprefix("Bearer ")
    assert datetime.fromtimestamp(expiry_of(token), UTC) == told + timedelta(hours=6)


@pytest.mark.parametrize("kind", ["renamed", "missing", "wrong-type"])
async def test_a_token_may_come_wrong(client: TestClient, kind: str) -> None:
    await fault(client, kind=kind, path="token", times=1)
    async with client.post("/api/auth/token", json={}, headers=SITE) as answer:
        assert answer.status == 204
        given = answer.cookies.get("access_token")
    assert (given.value if given else None) == ("no-token" if kind == "wrong-type" else None)
