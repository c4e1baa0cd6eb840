"""What each answer of the marketplace means to the client; a refusal is never got round."""

from __future__ import annotations

import asyncio
import gzip
import time
from collections.abc import AsyncIterator

import pytest
from aiohttp import web

from fixtures import bodies, market
from fixtures.market import CAPTCHA, Market
from ventra.collect.uzum.client import UzumClient, user_agent
from ventra.collect.uzum.search import parse_search
from ventra.errors import Challenged, Gone, PageChanged, SourceError, Throttled, TimedOut


@pytest.fixture
async def client(shop: Market, redis_url: str) -> AsyncIterator[UzumClient]:
    async with market.client_of(shop, redis_url, total_seconds=1.0) as opened:
        yield opened


def always(status: int, body: str = "", **headers: str) -> market.Handler:
    async def answer(request: web.Request) -> web.Response:
        return web.Response(
            status=status, text=body, headers={k.replace("_", "-"): v for k, v in headers.items()}
        )

    return answer


async def test_a_product_is_asked_without_a_token_and_as_what_we_are(
    shop: Market, client: UzumClient
) -> None:
    shop.products[5] = bodies.product(5)
    assert await client.fetch_product(5) == bodies.encoded(bodies.product(5))
    headers = shop.asked[0].headers
    assert headers["User-Agent"] == "Mozilla/5.0 (compatible; VENTRA/0.1; +x)"
    assert headers["Accept-Language"] == "uz-UZ"
    assert "Authorization" not in headers
    assert shop.tokens_given == 0


def test_the_user_agent_names_an_address() -> None:
    expected = "Mozilla/5.0 (compatible; VENTRA/0.1.0; +https://ventra.example)"
    assert user_agent("0.1.0", "https://ventra.example") == expected


async def test_many_searches_share_one_token(shop: Market, client: UzumClient) -> None:
    shop.categories[9] = [5, 6]
    pages = await asyncio.gather(*(client.fetch_search(0, category_id=9) for _ in range(5)))
    assert parse_search(pages[0]).product_ids == (5, 6)
    assert shop.tokens_given == 1
    asked = next(request for request in shop.asked if request.path == "/token")
    assert (asked.headers["Origin"], asked.headers["Referer"]) == ("https://uzum.uz", "https://uzum.uz/")
    assert "App-Version" not in asked.headers


async def test_a_token_is_renewed_five_minutes_before_it_ends(shop: Market, redis_url: str) -> None:
    shop.categories[9] = [5]
    shop.token_seconds = 3600
    now = [time.time()]
    async with market.client_of(shop, redis_url, now=lambda: now[0]) as client:
        await client.fetch_search(0, category_id=9)
        now[0] += 3600 - 310
        await client.fetch_search(0, category_id=9)
        assert shop.tokens_given == 1
        now[0] += 20
        await client.fetch_search(0, category_id=9)
        assert shop.tokens_given == 2


async def test_a_refused_token_is_renewed_once(shop: Market, client: UzumClient) -> None:
    shop.categories[9] = [5]
    await client.fetch_search(0, category_id=9)
    shop.tokens_taken = set()
    assert parse_search(await client.fetch_search(0, category_id=9)).product_ids == (5,)
    assert shop.tokens_given == 2


@pytest.mark.parametrize("status", [401, 200])
async def test_a_fresh_token_that_is_refused_is_a_refusal(
    shop: Market, client: UzumClient, status: int
) -> None:
    async def refuse(request: web.Request) -> web.Response | None:
        text = '{"data":null,"errors":[{"message":"x","extensions":{"code":"UNAUTHORIZED"}}]}'
        return None if request.path == "/token" else web.Response(status=status, text=text)

    shop.first = refuse
    with pytest.raises(Challenged):
        await client.fetch_search(0, category_id=9)
    assert shop.tokens_given == 2


@pytest.mark.parametrize(
    "answer",
    [
        always(302, Location="https://uzum.uz/showcaptcha?x"),
        always(307, Location="/elsewhere"),
        always(403, '{"message":"RBAC: access denied"}'),
        always(401),
        always(200, CAPTCHA),
        always(429, CAPTCHA),
        always(503, CAPTCHA),
        always(200, "<!doctype html><title>uzum</title>"),
        always(200, '{"type":"captcha","captcha":{"img-url":"x"}}'),
    ],
)
async def test_a_challenge_is_an_answer_and_nothing_is_followed(
    shop: Market, client: UzumClient, answer: market.Handler
) -> None:
    shop.first = answer
    with pytest.raises(Challenged):
        await client.fetch_product(5)
    assert len(shop.asked) == 1


async def test_a_product_that_is_called_captcha_is_no_challenge(shop: Market, client: UzumClient) -> None:
    shop.products[5] = bodies.product(5, title="captcha showcaptcha", description="<a>SmartCaptcha</a>")
    assert b"SmartCaptcha" in await client.fetch_product(5)


@pytest.mark.parametrize(
    ("header", "seconds"), [("37", 37), ("-5", None), ("soon", None), ("999999999", 86_400)]
)
async def test_a_429_says_how_long_to_wait(
    shop: Market, client: UzumClient, header: str, seconds: int | None
) -> None:
    shop.first = always(429, "{}", Retry_After=header)
    with pytest.raises(Throttled) as throttled:
        await client.fetch_product(5)
    assert throttled.value.retry_after_seconds == seconds


async def test_a_date_in_retry_after_counts_from_now(shop: Market, client: UzumClient) -> None:
    shop.first = always(429, "", Retry_After="Wed, 21 Oct 2015 07:28:00 GMT")
    with pytest.raises(Throttled) as throttled:
        await client.fetch_product(5)
    assert throttled.value.retry_after_seconds == 0


async def test_only_the_marketplaces_own_not_found_is_gone(shop: Market, client: UzumClient) -> None:
    with pytest.raises(Gone):
        await client.fetch_product(404)
    for body in ("", "<html>nginx</html>", '{"message":"no route"}'):
        shop.first = always(404, body)
        with pytest.raises(PageChanged):
            await client.fetch_product(404)


@pytest.mark.parametrize("status", [500, 502, 503, 504])
async def test_an_error_of_theirs_is_a_failure(shop: Market, client: UzumClient, status: int) -> None:
    shop.first = always(status, "<html>Bad gateway</html>")
    with pytest.raises(SourceError) as failed:
        await client.fetch_product(5)
    assert failed.value.outcome == "failed"


async def test_a_request_they_do_not_understand_any_more_is_a_change(
    shop: Market, client: UzumClient
) -> None:
    shop.first = always(400, '{"errors":[{"message":"VALIDATION_INVALID_TYPE_VARIABLE"}]}')
    with pytest.raises(PageChanged, match="HTTP 400"):
        await client.fetch_product(5)


async def test_a_slow_drip_is_timed_out(shop: Market, client: UzumClient) -> None:
    async def drip(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        while True:
            await response.write(b" ")
            await asyncio.sleep(0.05)

    shop.first = drip
    begun = time.monotonic()
    with pytest.raises(TimedOut):
        await client.fetch_product(5)
    assert time.monotonic() - begun < 3


@pytest.mark.parametrize("packed", [True, False])
async def test_a_body_without_end_is_cut_off_also_when_packed(
    shop: Market, client: UzumClient, packed: bool
) -> None:
    raw = b" " * (9 * 1024 * 1024)

    async def flood(request: web.Request) -> web.Response:
        body, headers = (gzip.compress(raw), {"Content-Encoding": "gzip"}) if packed else (raw, {})
        return web.Response(body=body, headers=headers)

    shop.first = flood
    with pytest.raises(PageChanged, match="larger"):
        await client.fetch_product(5)


async def test_a_connection_that_breaks_is_a_failure(shop: Market, client: UzumClient) -> None:
    async def hang_up(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Length": "1000"})
        await response.prepare(request)
        await response.write(b'{"payload":')
        assert request.transport is not None
        request.transport.close()
        return response

    shop.first = hang_up
    with pytest.raises(SourceError) as failed:
        await client.fetch_product(5)
    assert failed.value.outcome == "failed"
