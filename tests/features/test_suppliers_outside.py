"""The clients of those outside: signed as they ask, in odd encodings, and each refusal told apart without a key in its words."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO

import pytest
from PIL import Image

from fakes.suppliers import KEY, SECRET, SERP_KEY, picture, product, result, suppliers
from ventra.core.picture_hash import likeness
from ventra.errors import PageChanged, SourceError, Throttled
from ventra.infra.aliexpress import AliExpress
from ventra.infra.central_bank import CentralBank
from ventra.infra.http import Answer, session
from ventra.infra.outside import AccountSpent, KeyRefused, decoded
from ventra.infra.pictures import Pictures, hash_bytes
from ventra.infra.serpapi import SerpApi

NOW = datetime(2026, 11, 28, 10, tzinfo=UTC)


@pytest.fixture
def outside():
    with suppliers() as fake:
        yield fake


@pytest.fixture
async def http():
    async with session() as opened:
        yield opened


def aliexpress(http, fake, key=KEY, secret=SECRET):
    return AliExpress(http, f"{fake.url}/sync", key, secret, agent="test", clock=lambda: NOW)


async def test_aliexpress_takes_the_signature_and_its_products_are_read(http, outside) -> None:
    outside.products += [product(3, "Без цены", "договорная"), product(4, "Чайник «Роза» 茶壶", "1,204.50")]
    found = await aliexpress(http, outside).search("glass teapot & «чайник» +50%")
    assert [one.price for one in found.offers] == [
        Decimal("3.25"),
        Decimal("0.99"),
        Decimal("23.40"),
        Decimal("1204.50"),
    ]
    assert [one.currency for one in found.offers] == ["USD", "USD", "CNY", "USD"]
    first, last = found.offers[0], found.offers[-1]
    assert (first.rating, first.orders, first.item) == (4.72, 1200, "1005000000000001")
    assert first.picture == "https://ae01.alicdn.com/kf/1.jpg"
    assert last.title == "Чайник «Роза» 茶壶"


@pytest.mark.parametrize(
    ("mode", "failure"),
    [("limit", Throttled), ("busy", SourceError), ("drip", PageChanged), ("changed", PageChanged)],
)
async def test_what_aliexpress_refuses_with_status_200_is_told_apart(http, outside, mode, failure) -> None:
    outside.mode["aliexpress"] = mode
    with pytest.raises(failure) as failed:
        await aliexpress(http, outside).search("teapot")
    assert SECRET not in str(failed.value)
    outside.mode["aliexpress"] = "empty"
    assert (await aliexpress(http, outside).search("teapot")).offers == []


async def test_a_wrong_key_or_secret_is_refused_for_good(http, outside) -> None:
    for client in (aliexpress(http, outside, key="1"), aliexpress(http, outside, secret="other")):
        with pytest.raises(KeyRefused):
            await client.search("teapot")


async def test_google_prices_without_a_known_currency_are_left_out_and_its_refusals_never_show_the_key(
    http, outside
) -> None:
    client = SerpApi(http, f"{outside.url}/serp", SERP_KEY, agent="test")
    outside.results += [
        result("Teapot", "12,50 zł", 12.5),
        result("Teapot", "€9", None),
        result("Vase", "€7.00", 7),
    ]
    found = await client.search("glass teapot")
    assert [(one.price, one.currency) for one in found.offers] == [
        (Decimal("12.5"), "USD"),
        (Decimal(7), "EUR"),
    ]
    assert found.left_out == 2
    for mode, failure in (("spent", AccountSpent), ("limit", Throttled)):
        outside.mode["google"] = mode
        with pytest.raises(failure) as failed:
            await client.search("teapot")
    assert failed.value.retry_after_seconds == 1800
    outside.mode["google"] = "empty"
    assert (await client.search("teapot")).offers == []
    with pytest.raises(KeyRefused):
        await SerpApi(http, f"{outside.url}/serp", "wrong-key-here", agent="test").search("teapot")
    for url in ("http://127.0.0.1:9/serp", f"{outside.url}/nothing"):
        with pytest.raises(SourceError) as broken:
            await SerpApi(http, url, SERP_KEY, agent="test").search("teapot")
        assert SERP_KEY not in f"{broken.value} {broken.value.facts}"


@pytest.mark.parametrize("mode", ["", "windows", "marked"])
async def test_rates_are_read_in_whatever_encoding_they_come(http, outside, mode) -> None:
    outside.mode["central_bank"] = mode
    found = {one.currency: one for one in await CentralBank(http, f"{outside.url}/cbu", "test").rates()}
    assert found["USD"].rate == Decimal("12650.55")
    assert (found["VND"].nominal, found["VND"].day) == (10, date(2026, 11, 27))


@pytest.mark.parametrize(("mode", "failure"), [("busy", SourceError), ("changed", PageChanged)])
async def test_a_rate_that_cannot_be_read_spoils_the_whole_answer(http, outside, mode, failure) -> None:
    outside.mode["central_bank"] = mode
    with pytest.raises(failure):
        await CentralBank(http, f"{outside.url}/cbu", "test").rates()


async def test_pictures_are_asked_of_known_hosts_alone_and_known_again_at_another_size(http, outside) -> None:
    outside.pictures = {
        "a.jpg": picture(1),
        "b.jpg": picture(1, 120, 30),
        "c.jpg": picture(2),
        "d.jpg": b"no picture",
    }
    looks = Pictures(http, "test", hosts=(outside.host,))
    a, b, c, d = [await looks.hash_of(f"{outside.url}/{name}.jpg") for name in "abcd"]
    assert likeness(a, b) > 0.85
    assert likeness(a, c) < 0.5
    assert d is None
    asked = outside.count("picture")
    for url in (
        "http://169.254.169.254/latest",
        "https://alicdn.com.example.org/x.jpg",
        "http://ae01.alicdn.com/x.jpg",
        "http://uzum.uz/x.jpg",
        "https://ae01.alicdn.com:99999/x.jpg",
        "https://169.254.169.254%2f.alicdn.com/x.jpg",
        "https://ae01.alicdn.com/" + "茶" * 900,
    ):
        assert not Pictures(http, "test").may_ask(url)
        assert await looks.hash_of(url) is None
    assert outside.count("picture") == asked
    assert Pictures(http, "test").may_ask("https://ae01.alicdn.com/kf/1.jpg")
    assert hash_bytes(picture(1)[:500]) is None


def test_a_picture_that_grows_out_of_all_measure_is_not_unpacked() -> None:
    for side, read in ((3_900, True), (4_100, False)):
        large = Image.new("L", (side, side))
        large.paste(255, (0, 0, side // 3, side))
        body = BytesIO()
        large.save(body, "PNG")
        assert (hash_bytes(body.getvalue()) is not None) is read


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("application/json", b"[" * 200_000),
        ("text/html; charset=punycode", b"\xff"),
        ("text/x; charset=utf-16", b"\xff"),
    ],
)
def test_an_answer_that_is_no_json_in_any_way_is_said_to_be_none(kind, body) -> None:
    with pytest.raises(PageChanged, match="no JSON"):
        decoded("them", Answer(200, {"Content-Type": kind}, {}, body))
