"""The web service in front of the real api: what goes through, in both directions, and an api that moves."""

from __future__ import annotations

import asyncio
import os
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web as aiohttp_web

from browser.shared_loop import here
from fixtures.names import name_server, relay
from fixtures.nginx import free_port, web_service
from ventra.services.client_address import client_of

pytestmark = pytest.mark.nginx
NAME = "api.test.internal"
AGAIN_WITHIN_SECONDS = 5
PATIENCE_SECONDS = 60


@here()
async def client() -> AsyncIterator[aiohttp.ClientSession]:
    timeout = aiohttp.ClientTimeout(total=PATIENCE_SECONDS)
    async with aiohttp.ClientSession(timeout=timeout) as session:
        yield session


@here()
async def api_port(database_url: str, redis_url: str, client: aiohttp.ClientSession) -> AsyncIterator[int]:
    """Port of a real api process on 127.0.0.1."""
    port = free_port()
    env = os.environ | {
        "DATABASE_URL": database_url, "REDIS_URL": redis_url, "JWT_SECRET": "b" * 40, "PORT": str(port),
        "WEB_URL": "http://localhost", "NODE_ENV": "test", "TRUSTED_PROXY_HOPS": "1",
    }  # fmt: skip
    process = subprocess.Popen([sys.executable, "-m", "ventra.services.api"], env=env)
    try:
        await until_served(client, f"http://127.0.0.1:{port}")
        yield port
    finally:
        process.terminate()
        process.wait(30)


async def until_served(client: aiohttp.ClientSession, address: str) -> float:
    """Ask until the api answers; the seconds it took."""
    started = time.monotonic()
    while time.monotonic() - started < PATIENCE_SECONDS:
        try:
            async with client.get(f"{address}/api/v1/health") as answer:
                if answer.status == 200 and (await answer.json())["status"]:
                    return time.monotonic() - started
        except aiohttp.ClientConnectionError:
            pass
        await asyncio.sleep(0.05)
    raise AssertionError(f"{address} is not served")


@dataclass(slots=True)
class Echo:
    """An api that says what it was asked with; `/api/slow` answers when told to go, `/api/away` is its own 503."""

    address: str = ""
    waiting: int = 0
    go: asyncio.Event = field(default_factory=asyncio.Event)


@here()
async def echo() -> AsyncIterator[Echo]:
    """The stand-in, on a free port."""
    echo = Echo()

    async def answer(request: aiohttp_web.Request) -> aiohttp_web.Response:
        if request.path == "/api/slow":
            echo.waiting += 1
            await echo.go.wait()
        if request.path == "/api/away":
            return aiohttp_web.json_response({"key": "its own"}, status=503, headers={"Retry-After": "77"})
        return aiohttp_web.json_response([request.raw_path, list(request.headers.items())])

    app = aiohttp_web.Application()
    app.router.add_route("*", "/{path:.*}", answer)
    runner = aiohttp_web.AppRunner(app)
    await runner.setup()
    site = aiohttp_web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    assert runner.addresses
    echo.address = f"127.0.0.1:{runner.addresses[0][1]}"
    yield echo
    await runner.cleanup()


async def test_the_real_api_answers_through_it(
    nginx: str, web: Path, api_port: int, client: aiohttp.ClientSession
) -> None:
    async with web_service(web, f"http://127.0.0.1:{api_port}/") as served:
        async with client.get(f"{served.address}/p/1700001") as page:
            assert "VENTRA" in await page.text()
        async with client.get(f"{served.address}/api/v1/products?q=%D1%87%D0%B0%D0%B9&limit=5") as products:
            assert (products.status, (await products.json())["items"]) == (200, [])
            request_id = products.headers["X-Request-Id"]
        async with client.get(f"{served.address}/api/v1/nothing") as missing:
            assert (missing.status, missing.content_type) == (404, "application/problem+json")
        told = await served.told("/api/v1/products")
        assert (told["request_id"], told["api_status"]) == (request_id, "200")


async def test_an_event_arrives_while_its_stream_is_open(
    nginx: str, web: Path, api_port: int, client: aiohttp.ClientSession
) -> None:
    async with web_service(web, f"127.0.0.1:{api_port}") as served:
        asked = {"Accept": "text/event-stream", "Accept-Encoding": "gzip, br"}
        async with client.get(f"{served.address}/api/v1/events", headers=asked) as stream:
            assert (stream.status, stream.content_type) == (200, "text/event-stream")
            assert "Content-Encoding" not in stream.headers
            while not (line := await stream.content.readline()).startswith(b"event:"):
                assert line
            assert not stream.content.at_eof()


async def test_an_api_that_moved_is_served_again_within_seconds(
    nginx: str, web: Path, api_port: int, client: aiohttp.ClientSession
) -> None:
    port = free_port()
    moves = ["127.0.0.1", "127.0.0.2"] + (["::1"] if socket.has_dualstack_ipv6() else [])
    async with name_server() as names:
        names.addresses[NAME] = moves[:1]
        resolv_conf = f"search test.internal\nnameserver 127.0.0.1:{names.port}\n"
        async with web_service(web, f"{NAME}:{port}", resolv_conf=resolv_conf) as served:
            async with relay(moves[0], port, api_port):
                await until_served(client, served.address)
            for address in moves[1:]:
                async with client.get(f"{served.address}/api/v1/health") as gone:
                    assert gone.status == 502
                async with relay(address, port, api_port):
                    names.addresses[NAME] = [address]
                    seconds = await until_served(client, served.address)
                    print(f"the api moved to {address}: served again after {seconds:.2f} s")
                    assert seconds <= AGAIN_WITHIN_SECONDS
            names.addresses.clear()
            async with client.get(f"{served.address}/api/v1/health") as gone:
                assert gone.status == 502, "nobody has this name any more"


async def test_what_a_client_makes_up_about_itself_is_not_believed(
    nginx: str, web: Path, echo: Echo, client: aiohttp.ClientSession
) -> None:
    forged = {
        "X-Forwarded-For": "6.6.6.6", "X-Real-IP": "6.6.6.6", "Forwarded": "for=6.6.6.6", "X-Forwarded-Proto": "gopher",
        "X-Request-Id": "<script>",
    }  # fmt: skip
    async with web_service(web, echo.address) as served:
        async with client.get(f"{served.address}/api/a%2Fb/../c?d=%20e", headers=forged) as answer:
            path, pairs = await answer.json()
        told = {name.lower(): value for name, value in pairs}
        assert told["x-forwarded-for"] == "6.6.6.6, 127.0.0.1"
        assert client_of("10.0.0.1", [told["x-forwarded-for"]], 1) == "127.0.0.1"
        assert (told["x-real-ip"], told["x-forwarded-proto"]) == ("127.0.0.1", "http")
        assert "forwarded" not in told
        assert "<" not in told["x-request-id"]
        assert told["host"] == f"127.0.0.1:{served.port}"
        assert path.endswith("?d=%20e")
        given = {"X-Forwarded-Proto": "https", "X-Railway-Request-Id": "edge-id-12345678"}
        async with client.get(f"{served.address}/api/x", headers=given) as answer:
            told = {name.lower(): value for name, value in (await answer.json())[1]}
        assert (told["x-forwarded-proto"], told["x-request-id"]) == ("https", "edge-id-12345678")


async def test_what_the_api_says_itself_goes_through_as_it_is(
    nginx: str, web: Path, echo: Echo, client: aiohttp.ClientSession
) -> None:
    asked = {"Accept": "text/html"}
    async with (
        web_service(web, echo.address) as served,
        client.get(f"{served.address}/api/away", headers=asked) as answer,
    ):
        assert (answer.status, answer.headers["Retry-After"]) == (503, "77")
        assert await answer.json() == {"key": "its own"}


async def test_told_to_stop_it_finishes_what_it_is_answering(
    nginx: str, web: Path, echo: Echo, client: aiohttp.ClientSession
) -> None:
    async with web_service(web, echo.address) as served:
        slow = [asyncio.create_task(client.get(f"{served.address}/api/slow")) for _ in range(3)]
        async with asyncio.timeout(PATIENCE_SECONDS):
            while echo.waiting < len(slow):
                await asyncio.sleep(0.02)
        served.process.terminate()
        await refused(served.port)
        echo.go.set()
        for request in slow:
            async with await request as answer:
                assert answer.status == 200
        assert await asyncio.wait_for(served.process.wait(), PATIENCE_SECONDS) == 0


async def refused(port: int) -> None:
    """Wait until nobody listens any more."""
    for _ in range(PATIENCE_SECONDS * 20):
        try:
            _, line = await asyncio.open_connection("127.0.0.1", port)
        except ConnectionError:
            return
        line.close()
        await asyncio.sleep(0.05)
    raise AssertionError("it still listens")


async def test_an_ipv6_upstream_is_reached_by_its_address(
    nginx: str, web: Path, api_port: int, client: aiohttp.ClientSession
) -> None:
    if not socket.has_dualstack_ipv6():
        pytest.skip("no IPv6 here")
    port = free_port(socket.AF_INET6)
    async with relay("::1", port, api_port), web_service(web, f"http://[::1]:{port}") as served:
        await until_served(client, served.address)
        await until_served(client, f"http://[::1]:{served.port}")
