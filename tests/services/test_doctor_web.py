"""Doctor on the way people come: the public address, what stands behind it, and what its answers carry."""

from __future__ import annotations

import os
import shutil
import ssl
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from urllib.request import urlopen

import pytest
from aiohttp import web

from fixtures.doctor import PRODUCTION, examined, found_by
from fixtures.nginx import PARTS, free_port, web_service
from ventra.settings import API, WORKER

pytestmark = pytest.mark.once

COMMIT = "0123456789abcdef0123456789abcdef01234567"
HEADERS = {
    "Content-Security-Policy": "default-src 'self'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}
ALIVE = f'{{"status":"alive","version":"0.1.0","commit":"{COMMIT}"}}'


@asynccontextmanager
async def answering(
    status: int = 200,
    body: str = ALIVE,
    *,
    tls: ssl.SSLContext | None = None,
    cookie: str = "",
    **headers: str,
) -> AsyncIterator[str]:
    """A server that always answers so; its address."""

    async def answer(_: web.Request) -> web.Response:
        response = web.Response(status=status, text=body, headers=headers)
        if cookie:
            response.headers.add("Set-Cookie", cookie)
        return response

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", answer)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0, ssl_context=tls).start()
    try:
        yield f"{'https' if tls else 'http'}://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


def at(url: str, **more: str) -> dict[str, str]:
    return {"NODE_ENV": "production", "WEB_URL": url, **more}


@pytest.mark.parametrize(
    ("status", "body", "words"),
    [
        (502, "<html>Bad gateway", "does not reach the api"),
        (404, '{"title":"not found"}', "not as the api"),
        (200, "<html>another site", "not as the api"),
        (301, "", "sends on to another address"),
        (500, '{"status":"alive"}', "not that the api is alive"),
    ],
)
async def test_what_stands_at_the_public_address_is_told(status: int, body: str, words: str) -> None:
    async with answering(status, body) as url:
        found = await found_by("web", at(url))
    assert (found.state, words in found.what) == ("problem", True), found
    assert "API_UPSTREAM" in str(found.mend) or status == 301


async def test_an_api_of_another_commit_is_told() -> None:
    async with answering() as url:
        assert (await found_by("web", at(url, RELEASE_COMMIT=COMMIT))).state == "ok"
        assert (await found_by("web", at(url, RELEASE_COMMIT="f" * 40))).state == "warning"


async def test_an_address_where_nobody_is_is_a_problem_in_production_and_a_warning_on_a_laptop() -> None:
    url = f"http://127.0.0.1:{free_port()}"
    refused = await found_by("web", at(url))
    assert (refused.state, "refuses connections" in refused.what) == ("problem", True)
    assert (await found_by("web", {"WEB_URL": url})).state == "warning"
    unknown = await found_by("web", at("https://ventra.nowhere.invalid"))
    assert "is not known here" in unknown.what
    rest = await examined(at(url), "web", "web_headers", "cookies", "web_clock")
    assert [each.state for each in rest] == ["problem", "skipped", "skipped", "skipped"]


async def test_a_certificate_that_nobody_trusts_and_a_server_without_tls(tmp_path: Path) -> None:
    if shutil.which("openssl") is None:
        pytest.skip("openssl is not installed")
    made = ["-keyout", str(tmp_path / "key"), "-out", str(tmp_path / "cert")]
    how = ["-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=localhost", "-days", "2"]
    subprocess.run(["openssl", "req", *how, *made], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "cert", tmp_path / "key")
    async with answering(tls=context) as url:
        assert "certificate" in (await found_by("web", at(url))).what
    async with answering() as url:
        assert "does not speak TLS" in (await found_by("web", at(url.replace("http:", "https:")))).what


async def test_security_headers() -> None:
    async with answering(**HEADERS) as url:
        assert (await found_by("web_headers", {"WEB_URL": url})).state == "ok"
        production = await found_by("web_headers", at(url))
        assert (production.state, production.what) == ("warning", "missing: strict-transport-security")
    async with answering(**HEADERS, **{"Strict-Transport-Security": "max-age=31536000"}) as url:
        assert (await found_by("web_headers", at(url))).state == "ok"


@pytest.mark.parametrize(
    ("cookie", "state"),
    [
        ("", "skipped"), ("session=abc; Path=/", "problem"), ("session=abc; Secure; HttpOnly", "problem"),
        ("session=abc; Secure; HttpOnly; SameSite=Lax", "ok"),
    ],
)  # fmt: skip
async def test_cookies_are_judged_when_there_are_any_and_never_shown(cookie: str, state: str) -> None:
    async with answering(cookie=cookie) as url:
        found = await found_by("cookies", at(url))
    assert found.state == state
    assert "abc" not in found.what
    if not cookie:
        assert "no sessions yet" in found.what


@contextmanager
def an_api(**environ: str) -> Iterator[int]:
    """A real api; its port."""
    port = free_port()
    told = {"PATH": os.environ["PATH"], "PORT": str(port), "RELEASE_COMMIT": COMMIT, **environ}
    child = subprocess.Popen(
        [sys.executable, "-m", "ventra.services.api"], env=told, stderr=subprocess.DEVNULL
    )
    try:
        end = time.monotonic() + 60
        while True:
            try:
                with urlopen(f"http://127.0.0.1:{port}/api/v1/health", timeout=5):
                    break
            except OSError:
                assert child.poll() is None, "the api has ended"
                assert time.monotonic() < end, "the api does not answer"
                time.sleep(0.05)
        yield port
    finally:
        child.terminate()
        child.wait(30)


async def test_the_real_api_is_fine_and_says_what_is_away(database_url: str, redis_url: str) -> None:
    told = {
        "DATABASE_URL": database_url,
        "JWT_SECRET": PRODUCTION["JWT_SECRET"],
        "WEB_URL": "http://localhost",
    }
    with an_api(**told, REDIS_URL=redis_url) as port:
        environ = told | {"WEB_URL": f"http://127.0.0.1:{port}", "REDIS_URL": redis_url, "PORT": str(port)}
        found = await examined(environ, "web", "web_headers", "cookies", "web_clock", "service", service=API)
        assert [each.state for each in found] == ["ok", "ok", "ok", "ok", "skipped"], found
    with an_api(**told, REDIS_URL="redis://127.0.0.1:1") as port:
        environ |= {"PORT": str(port)}
        found = await examined(environ, "service", service=API)
        assert (found[0].state, "redis is away" in found[0].what) == ("problem", True)
    stopped = await found_by("service", environ | {"NODE_ENV": "production"}, service=API)
    assert (stopped.state, f"port {port}" in stopped.what) == ("problem", True)


async def test_a_service_is_not_asked_where_none_is_named() -> None:
    assert (await found_by("service", {})).state == "skipped"
    async with answering(200, "<html>") as url:
        needed = {
            "DATABASE_URL": "postgresql://u:p@db/v",
            "REDIS_URL": "redis://redis",
            "HEALTH_PORT": url.rsplit(":", 1)[1],
        }
        assert "something else" in (await found_by("service", needed, service=WORKER)).what


@pytest.mark.nginx
async def test_our_own_web_that_does_not_find_the_api(checkout: Path, tmp_path: Path) -> None:
    for part in PARTS:
        shutil.copy(checkout / "apps" / "web" / part, tmp_path / part)
    (tmp_path / "dist").mkdir()
    for page in ("index.html", "away.html"):
        (tmp_path / "dist" / page).write_text("<!doctype html>")
    async with web_service(tmp_path, f"127.0.0.1:{free_port()}") as served:
        found = await found_by("web", at(served.address))
    assert (found.state, "does not reach the api" in found.what) == ("problem", True), found
    assert "API_UPSTREAM" in str(found.mend)
