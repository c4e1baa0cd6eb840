"""The simulated marketplace fails on demand, and its command ends when it is told to."""

from __future__ import annotations

import asyncio
import socket
import subprocess
import sys
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp.test_utils import TestClient

from fixtures.simulated import SITE, Clock, graphql, guest, product, serving, small_market, with_variants
from ventra.collect.uzum.parse import parse_product
from ventra.collect.uzum.search import parse_search, search_request
from ventra.errors import PageChanged, Throttled
from ventra.simulator.market import Market


@pytest.fixture(scope="module")
def market() -> Market:
    return small_market()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def client(market: Market, clock: Clock) -> AsyncIterator[TestClient]:
    async with serving(market, clock) as one:
        yield one


async def fault(client: TestClient, **wish: Any) -> None:
    async with client.post("/_simulator/faults", json=wish) as answer:
        assert answer.status == 201


async def test_faults_come_as_often_as_asked_and_only_where_asked(market: Market, client: TestClient) -> None:
    product_id = int(market.catalogue.product_id[with_variants(market)])
    await fault(client, kind="429", path="product", times=2, retry_after=7)
    async with client.get(f"/api/v2/product/{product_id}") as answer:
        assert (answer.status, answer.headers["Retry-After"]) == (429, "7")
    headers = await guest(client)
    assert (await graphql(client, search_request(0, category_id=1), headers))[0] == 200
    assert [(await product(client, product_id))[0] for _ in range(3)] == [429, 200, 200]
    await fault(client, kind="500", path="all")
    assert [(await product(client, product_id))[0] for _ in range(3)] == [500, 500, 500]
    async with client.delete("/_simulator/faults") as answer:
        assert answer.status == 200
    assert (await product(client, product_id))[0] == 200


async def test_each_fault_looks_like_the_real_one(market: Market, client: TestClient) -> None:
    product_id = int(market.catalogue.product_id[with_variants(market)])
    headers = await guest(client)
    await fault(client, kind="captcha", path="product", times=1)
    async with client.get(f"/api/v2/product/{product_id}", allow_redirects=False) as answer:
        assert (answer.status, answer.headers["Location"]) == (302, "/showcaptcha")
    await fault(client, kind="429-inside", path="search", times=1)
    status, raw = await graphql(client, search_request(0, category_id=1), headers)
    assert status == 200
    with pytest.raises(Throttled):
        parse_search(raw)
    await fault(client, kind="renamed", path="all", times=3)
    with pytest.raises(PageChanged, match="ordersAmount"):
        parse_product((await product(client, product_id))[1], "body")
    with pytest.raises(PageChanged):
        parse_search((await graphql(client, search_request(0, category_id=1), headers))[1])
    async with client.post("/api/auth/token", json={}, headers=SITE) as answer:
        assert answer.status == 204
        assert "access_token" not in answer.cookies
    await fault(client, kind="hang", path="product", times=1)
    with pytest.raises(asyncio.TimeoutError):
        async with client.get(f"/api/v2/product/{product_id}", timeout=aiohttp.ClientTimeout(total=0.3)):
            pass
    async with client.post("/_simulator/faults", json={"kind": "earthquake"}) as answer:
        assert answer.status == 400


def test_the_command_serves_and_ends_at_once_when_told(tmp_path: Path) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [
        sys.executable,
        "-m",
        "ventra.simulator",
        "--port",
        str(port),
        "--seed",
        "1",
        "--products",
        "50",
    ]
    log = tmp_path / "deep" / "served.ndjson"
    yesterday = (datetime.now(UTC) - timedelta(days=2)).date().isoformat()
    running = subprocess.Popen(
        [*command, "--first-day", yesterday, "--log", str(log)], stderr=subprocess.PIPE, text=True
    )
    try:
        assert running.stderr is not None
        assert str(port) in running.stderr.readline()
        with socket.create_connection(("127.0.0.1", port), timeout=5) as line:
            line.sendall(b"GET /_simulator/health HTTP/1.1\r\nHost: x\r\n\r\n")
            assert b'"products":50' in line.recv(4096)
            running.terminate()
            assert running.wait(timeout=5) == 0
    finally:
        running.kill()
        running.wait()
    assert log.exists()
    future = [*command, "--first-day", "2999-01-01"]
    assert subprocess.run(future, capture_output=True, timeout=20, check=False).returncode == 2
