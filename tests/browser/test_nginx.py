"""The web service's nginx: the same headers as the api, the built page, and /api passed on."""

from __future__ import annotations

import asyncio
import json
import socket
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest

from fakes.api_shape import ApiShape

pytestmark = pytest.mark.nginx
START_SECONDS = 10


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def rendered(web: Path, home: Path, port: int, upstream: str) -> str:
    """The template as the container's entrypoint fills it in, inside a complete nginx.conf on loopback."""
    server = (web / "nginx.conf.template").read_text()
    for name, value in {
        "PORT": str(port),
        "API_UPSTREAM": upstream,
        "NGINX_LOCAL_RESOLVERS": "127.0.0.1",
    }.items():
        server = server.replace(f"${{{name}}}", value)
    server = server.replace(f"listen {port}", f"listen 127.0.0.1:{port}").replace(f"listen [::]:{port};", "")
    server = server.replace("/etc/nginx/ventra", str(web)).replace("/usr/share/nginx/html", str(web / "dist"))
    temporary = " ".join(
        f"{kind}_temp_path {home}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    user = "user root;" if home.owner() == "root" else ""
    return (
        f"{user} daemon off; pid {home}/pid; error_log {home}/error.log; worker_processes 1;\n"
        "events { worker_connections 64; }\n"
        f"http {{ access_log off; {temporary}\n"
        "types { text/html html; text/javascript js; text/css css; image/svg+xml svg; }\n"
        f"{server} }}\n"
    )


@pytest.fixture
async def served(
    nginx: str, web: Path, shape: tuple[ApiShape, str], tmp_path: Path
) -> AsyncIterator[tuple[aiohttp.ClientSession, str]]:
    """A client, and the address nginx listens on."""
    port = free_port()
    config = tmp_path / "nginx.conf"
    config.write_text(rendered(web, tmp_path, port, shape[1]))
    process = await asyncio.create_subprocess_exec(nginx, "-c", str(config), "-p", str(tmp_path))
    address = f"http://127.0.0.1:{port}"
    timeout = aiohttp.ClientTimeout(total=5)
    plain = {"Accept-Encoding": "identity"}
    async with aiohttp.ClientSession(timeout=timeout, auto_decompress=False, headers=plain) as client:
        try:
            await answering(client, address)
            yield client, address
        finally:
            process.terminate()
            await process.wait()


async def answering(client: aiohttp.ClientSession, address: str) -> None:
    for _ in range(START_SECONDS * 20):
        try:
            async with client.get(f"{address}/healthz") as answer:
                assert answer.status == 200
                return
        except aiohttp.ClientConnectionError:
            await asyncio.sleep(0.05)
    raise AssertionError("nginx did not start")


async def test_every_answer_carries_each_header_once(
    served: tuple[aiohttp.ClientSession, str], web: Path
) -> None:
    client, address = served
    headers: dict[str, str] = json.loads((web / "headers.json").read_text())
    script = next((web / "dist" / "assets").glob("index-*.js")).name
    for path in ("/", "/p/1700001", f"/assets/{script}", "/assets/none.js", "/api/v1/meta", "/healthz"):
        async with client.get(address + path) as answer:
            for name, value in headers.items():
                assert answer.headers.getall(name, []) == [value], f"{name} of {path}"


async def test_a_deep_link_gives_the_page_and_is_asked_for_anew(
    served: tuple[aiohttp.ClientSession, str], web: Path
) -> None:
    client, address = served
    async with client.get(f"{address}/p/1700001?range=7") as answer:
        assert await answer.read() == (web / "dist" / "index.html").read_bytes()
        assert answer.headers["Cache-Control"] == "no-cache"


async def test_scripts_come_compressed_and_are_kept_for_ever(
    served: tuple[aiohttp.ClientSession, str], web: Path
) -> None:
    client, address = served
    script = next((web / "dist" / "assets").glob("index-*.js"))
    async with client.get(f"{address}/assets/{script.name}", headers={"Accept-Encoding": "gzip"}) as answer:
        assert answer.headers["Content-Encoding"] == "gzip"
        assert await answer.read() == script.with_name(f"{script.name}.gz").read_bytes()
        assert "immutable" in answer.headers["Cache-Control"]


async def test_questions_reach_the_api_with_their_query_and_body(
    served: tuple[aiohttp.ClientSession, str], shape: tuple[ApiShape, str]
) -> None:
    client, address = served
    async with client.get(f"{address}/api/v1/products?q=choynak&limit=2") as answer:
        assert len((await answer.json())["items"]) == 2
    async with client.post(f"{address}/api/v1/imports?name=a.csv", data=b"x" * 2_000_000) as answer:
        assert answer.status == 201
    assert shape[0].received == {1: ("a.csv", 2_000_000)}
