"""The Seller API is read by its recorded document and by what life adds to it; it is never written to."""

from __future__ import annotations

import ast
import inspect
from datetime import UTC, datetime, timedelta

import pytest
from redis.asyncio import Redis

from fakes.uzum_seller import NOW_MS, TOKEN, expense, fbs_order, invoice, item, returned, uzum_seller
from ventra.errors import Challenged, PageChanged, SourceError, Throttled
from ventra.infra import uzum_seller as client_of
from ventra.infra.budget import Budget, HeldBack, Rate
from ventra.infra.http import Answer
from ventra.infra.outside import KeyRefused
from ventra.infra.seller_fields import Fields
from ventra.infra.seller_papers import expense as expense_of
from ventra.infra.seller_rows import fbs_order as fbs_order_of
from ventra.infra.seller_rows import order_item
from ventra.infra.uzum_seller import LANE, NoRight, NotReading, SellerApi, reading_session

AGENT = "Mozilla/5.0 (compatible; VENTRA/test)"
NOW = datetime.fromtimestamp(NOW_MS / 1000, UTC)
MONTH_AGO = NOW - timedelta(days=30)


@pytest.fixture
def fake(shared_data):
    with uzum_seller(shared_data / "uzum" / "seller_openapi.json") as running:
        yield running


@pytest.fixture
async def api(fake, redis_url):
    """A client with a key that is good; `api.other(...)` is one with another key or agent."""
    async with reading_session(fake.url) as http, Redis.from_url(redis_url) as redis:
        budget = Budget(redis, {LANE: Rate(1000, burst=1000)})

        def other(key=TOKEN, agent=AGENT):
            return SellerApi(http, fake.url, key, budget=budget, lane_of=f"seller {key}", agent=agent)

        made = other()
        made.other = other
        made.http = http
        yield made


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "QUERY"])
async def test_nothing_but_a_question_leaves(api, fake, method) -> None:
    with pytest.raises(NotReading):
        await api.http.request(method, f"{fake.url}/v1/product/51/sendPriceData", json={"price": 1})
    assert (fake.asked, fake.faults) == ([], [])


async def test_no_other_host_and_no_other_path_is_asked(api, fake) -> None:
    with pytest.raises(NotReading):
        await api.http.get("http://127.0.0.1:9/v1/shops")
    for path in ("/v1/product/51/sendPriceData", "/v2/fbs/sku/stocks", "/v1/shops/../fbs", "http://x.uz/"):
        with pytest.raises(NotReading):
            await api._get(path)
    with pytest.raises(TypeError):
        await api._get("/v1/shops", None, method="POST")
    assert fake.asked == []


def test_the_client_has_one_way_out_and_that_is_get() -> None:
    calls = [one for one in ast.walk(ast.parse(inspect.getsource(client_of))) if isinstance(one, ast.Call)]
    out = [one for one in calls if getattr(one.func, "id", "") == "fetch"]
    assert [ast.literal_eval(one.args[1]) for one in out] == ["GET"]
    called = {one.func.attr for one in calls if isinstance(one.func, ast.Attribute)}
    assert not called & {"post", "put", "patch", "delete", "request", "ws_connect"}


async def test_each_list_is_read_out_of_its_own_envelope_as_the_document_has_it(api, fake) -> None:
    fake.items, fake.fbs, fake.returns = [item(1)], [fbs_order(5)], [returned(7)]
    fake.invoices, fake.expenses = [invoice(8)], [expense(9)]
    assert [(one.shop_id, one.title) for one in await api.shops()] == [(51, "Choynak")]
    sku = (await api.skus(51, 0)).rows[0]
    assert (sku.sku_id, sku.code, sku.fbo, sku.fbs, sku.commission) == (10011, "SELLER-1001-1", 7, 3, 15.0)
    sold = (await api.orders(51, MONTH_AGO, NOW, 0)).rows[0]
    assert (sold.price, sold.commission, sold.profit, sold.ordered_at) == (
        90_000,
        13_500,
        70_500,
        NOW - timedelta(days=1),
    )
    assert (await api.fbs_orders(51, "CREATED", MONTH_AGO, NOW, 0)).rows[0].units == 2
    assert (await api.returns(0)).rows[0].items[0].done == 1
    brought = (await api.invoices(0)).rows[0]
    assert (brought.sent, brought.accepted, brought.items[0].purchase_price) == (10, 9, 41_000)
    assert (await api.expenses(51, MONTH_AGO, NOW, 0)).rows[0].kind == "OUTCOME"
    assert fake.faults == []
    for end in ("shops", "orders", "return", "invoice"):
        fake.mode[end] = "live"
    assert (await api.orders(51, MONTH_AGO, NOW, 0)).rows[0].price == 90_000, "sellPrice, as it is in life"
    assert (
        len(await api.shops()) == len((await api.returns(0)).rows) == len((await api.invoices(0)).rows) == 1
    )


async def test_the_token_goes_without_bearer_and_with_a_browsers_name(api, fake) -> None:
    with pytest.raises(KeyRefused):
        await api.other(f"Bearer {TOKEN}").shops()
    with pytest.raises(KeyRefused, match="seller-api refuses the key") as refused:
        await api.other(agent="python-requests/2").shops()
    assert refused.value.facts["said"] == "RBAC: access denied"
    assert TOKEN not in str(refused.value)


async def test_questions_are_in_seconds_and_answers_in_milliseconds(api, fake) -> None:
    fake.items = [item(1, days_ago=2), item(2, days_ago=40)]
    assert [one.item_id for one in (await api.orders(51, MONTH_AGO, NOW, 0)).rows] == [1]
    empty = await api._get(
        "/v1/finance/orders", shopIds=51, page=0, size=100, dateFrom=NOW_MS - 86_400_000, dateTo=NOW_MS
    )
    assert empty["orderItems"] == [], "what milliseconds would bring: nothing, and no word of it"
    in_seconds = Fields(
        "x", {"at": NOW_MS // 1000, "ms": NOW_MS, "text": "2026-11-28T15:00:00", "day": "2026-11-28"}
    )
    assert in_seconds.instant("at") == in_seconds.instant("ms") == NOW
    assert in_seconds.instant("text").hour == 10, "without a zone it is Tashkent's"
    assert in_seconds.instant("day") == datetime(2026, 11, 27, 19, tzinfo=UTC)
    for absurd in (0, 12, NOW_MS * 1000, -NOW_MS, "28.11.2026", True, {}):
        with pytest.raises(PageChanged):
            Fields("x", {"at": absurd}).instant("at")


async def test_what_was_cancelled_is_read_with_no_units_and_no_status_is_asked_for(api, fake) -> None:
    fake.items = [
        item(1, status="CANCELED", amount=0, cancelled=1),
        item(2, status="PARTIALLY_CANCELLED", amount=0),
    ]
    read = (await api.orders(51, MONTH_AGO, NOW, 0)).rows
    assert [(one.amount, one.cancelled, one.status) for one in read] == [
        (0, 1, "CANCELED"),
        (0, 0, "PARTIALLY_CANCELLED"),
    ]
    assert "statuses" not in fake.asked[-1]


async def test_pages_are_no_larger_than_allowed_and_read_to_the_last(api, fake) -> None:
    fake.items = [item(number) for number in range(250)]
    fake.fbs = [fbs_order(number) for number in range(50)]
    pages = [await api.orders(51, MONTH_AGO, NOW, page) for page in range(3)]
    assert [(len(one.rows), one.last) for one in pages] == [(100, False), (100, False), (50, True)]
    orders = [await api.fbs_orders(51, "CREATED", MONTH_AGO, NOW, page) for page in range(2)]
    assert [(len(one.rows), one.last) for one in orders] == [(50, False), (0, True)]
    with pytest.raises(PageChanged, match="400") as refused:
        await api._get("/v2/fbs/orders", shopIds=51, size=51, page=0)
    assert "size is more than 50" in refused.value.facts["said"]


async def test_nothing_of_a_buyer_is_taken(api, fake) -> None:
    fake.items, fake.fbs = [item(1)], [fbs_order(5)]
    read = repr(
        [await api.orders(51, MONTH_AGO, NOW, 0), await api.fbs_orders(51, "CREATED", MONTH_AGO, NOW, 0)]
    )
    for personal in ("Aziza", "998", "Amir Temur"):
        assert personal not in read


async def test_refusals_are_told_apart_and_a_slow_down_holds_this_key_alone(api, fake) -> None:
    fake.mode = {"orders": "denied", "/return": "elsewhere", "/invoice": "changed", "expenses": "busy"}
    with pytest.raises(NoRight):
        await api.fbs_orders(51, "CREATED", MONTH_AGO, NOW, 0)
    with pytest.raises(Challenged):
        await api.returns(0)
    with pytest.raises(PageChanged):
        await api.invoices(0)
    with pytest.raises(SourceError, match="503"):
        await api.expenses(51, MONTH_AGO, NOW, 0)
    fake.mode = {"shops": "slow"}
    with pytest.raises(Throttled) as slow:
        await api.shops()
    assert slow.value.retry_after_seconds == 7
    fake.mode, asked = {}, len(fake.asked)
    with pytest.raises(HeldBack):
        await api.shops()
    assert len(fake.asked) == asked
    fake.tokens["another"] = [52]
    assert [one.shop_id for one in await api.other("another").shops()] == [52]


@pytest.mark.parametrize(
    "spoilt",
    [
        {"id": None},
        {"amount": "two"},
        {"amount": True},
        {"date": "yesterday"},
        {"commission": 1.5},
        {"status": []},
        {"date": "0001-01-01T00:00:00"},
        {"amount": 2_000_000_000},
        {"amount": -1},
        {"amountReturns": -1},
        {"productId": 2**62},
        {"sellPrice": 9 * 10**18, "sellerPrice": None},
    ],
)
def test_a_row_of_another_shape_is_refused_whole(spoilt) -> None:
    with pytest.raises(PageChanged):
        order_item(item(1) | spoilt)


def test_what_no_table_keeps_is_refused_at_the_door() -> None:
    much = {"orderItems": [{"amount": 2**31 - 1}] * 2}
    for read, row in ((fbs_order_of, fbs_order(5) | much), (expense_of, expense(9) | {"type": "CORRECTION"})):
        with pytest.raises(PageChanged):
            read(row)


def test_a_key_that_is_told_back_is_not_kept_with_what_they_say() -> None:
    key = "k" * 3000
    for body in (
        f"unknown token {key}".encode(),
        b'{"errors": [{"message": "unknown token %b"}]}' % key.encode(),
    ):
        assert client_of._said(Answer(401, {}, {}, body), key) == "unknown token …"


async def test_what_is_not_sent_is_unknown_and_not_none_at_all(api, fake) -> None:
    fake.cards[51] = [{"productId": 1, "skuList": [{"skuId": 2, "purchasePrice": 0, "quantityFbs": 0}]}]
    sku = (await api.skus(51, 0)).rows[0]
    assert (sku.fbo, sku.fbs, sku.purchase_price, sku.price) == (None, 0, None, None)
