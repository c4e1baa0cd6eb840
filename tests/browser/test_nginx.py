"""The web service's nginx: the same headers as the api, the built page, limits, and what it says when the api does not."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest

from browser.serving import shaped
from browser.shared_loop import here
from fakes.api_shape import ApiShape
from fixtures.nginx import Served, free_port, web_service
from ventra.core.error_texts import ERROR_TEXTS
from ventra.core.texts import LANGUAGES, say

pytestmark = pytest.mark.nginx
AWAY = "error.unavailable"


@here()
async def client() -> AsyncIterator[aiohttp.ClientSession]:
    plain = {"Accept-Encoding": "identity"}
    timeout = aiohttp.ClientTimeout(total=20)
    async with aiohttp.ClientSession(timeout=timeout, auto_decompress=False, headers=plain) as session:
        yield session


@here(scope="module")
async def shape(web: Path) -> AsyncIterator[tuple[ApiShape, str]]:
    """The stand-in api that all of these tests ask."""
    async with shaped(web) as found:
        yield found


@here(scope="module")
async def served(nginx: str, web: Path, shape: tuple[ApiShape, str]) -> AsyncIterator[Served]:
    """The page in front of the stand-in api."""
    async with web_service(web, shape[1]) as started:
        yield started


@here(scope="module")
async def alone(nginx: str, web: Path) -> AsyncIterator[Served]:
    """The page in front of an api that is away."""
    async with web_service(web, f"127.0.0.1:{free_port()}") as started:
        yield started


async def test_every_answer_carries_each_header_once(
    served: Served, client: aiohttp.ClientSession, web: Path
) -> None:
    headers: dict[str, str] = json.loads((web / "headers.json").read_text())
    script = next((web / "dist" / "assets").glob("index-*.js")).name
    for path in ("/", "/p/1700001", f"/assets/{script}", "/assets/none.js", "/api/v1/meta", "/healthz"):
        async with client.get(served.address + path) as answer:
            for name, value in headers.items():
                assert answer.headers.getall(name, []) == [value], f"{name} of {path}"


async def test_behind_an_edge_that_ends_tls_a_browser_is_told_to_keep_to_it(
    served: Served, client: aiohttp.ClientSession
) -> None:
    for path in ("/", "/assets/none.js", "/api/v1/meta"):
        async with client.get(served.address + path, headers={"X-Forwarded-Proto": "https"}) as answer:
            assert answer.headers.getall("Strict-Transport-Security") == ["max-age=31536000"]
        async with client.get(served.address + path) as answer:
            assert "Strict-Transport-Security" not in answer.headers


async def test_a_deep_link_gives_the_page_and_is_asked_for_anew(
    served: Served, client: aiohttp.ClientSession, web: Path
) -> None:
    async with client.get(f"{served.address}/p/1700001?range=7") as answer:
        assert await answer.read() == (web / "dist" / "index.html").read_bytes()
        assert answer.headers["Cache-Control"] == "no-cache"
        assert answer.headers["Content-Type"] == "text/html; charset=utf-8"


async def test_scripts_come_compressed_and_are_kept_for_ever(
    served: Served, client: aiohttp.ClientSession, web: Path
) -> None:
    script = next((web / "dist" / "assets").glob("index-*.js"))
    asked = {"Accept-Encoding": "gzip"}
    async with client.get(f"{served.address}/assets/{script.name}", headers=asked) as answer:
        assert answer.headers["Content-Encoding"] == "gzip"
        assert await answer.read() == script.with_name(f"{script.name}.gz").read_bytes()
        assert "immutable" in answer.headers["Cache-Control"]


async def test_the_worker_and_the_manifest_are_asked_for_anew_and_say_what_they_are(
    served: Served, client: aiohttp.ClientSession
) -> None:
    for path, kind in (("/sw.js", "javascript"), ("/manifest.webmanifest", "application/manifest+json")):
        async with client.get(served.address + path) as answer:
            assert answer.status == 200
            assert answer.headers.getall("Cache-Control") == ["no-cache"]
            assert kind in answer.headers["Content-Type"]
            assert "worker-src 'self'; manifest-src 'self'" in answer.headers["Content-Security-Policy"]


async def test_hidden_files_are_not_for_the_world(served: Served, client: aiohttp.ClientSession) -> None:
    for path in ("/.vite/manifest.json", "/.env", "/assets/../.env", "/away/api"):
        async with client.get(served.address + path) as answer:
            assert answer.status == 404, path


async def test_questions_reach_the_api_with_their_query_and_body(
    served: Served, client: aiohttp.ClientSession, shape: tuple[ApiShape, str]
) -> None:
    async with client.get(f"{served.address}/api/v1/products?q=choynak&limit=2") as answer:
        assert len((await answer.json())["items"]) == 2
    async with client.post(f"{served.address}/api/v1/imports?name=a.csv", data=b"x" * 2_000_000) as answer:
        assert answer.status == 201
    assert shape[0].received == {1: ("a.csv", 2_000_000)}


@pytest.mark.parametrize("language", LANGUAGES)
async def test_only_a_file_to_import_may_be_large(
    served: Served, client: aiohttp.ClientSession, language: str
) -> None:
    asked = {"Accept-Language": language}
    async with client.post(f"{served.address}/api/v1/products", data=b"x" * 70_000, headers=asked) as answer:
        problem = json.loads(await answer.read())
        assert (answer.status, answer.content_type) == (413, "application/problem+json")
    assert (problem["status"], problem["key"]) == (413, "error.too_large")
    assert problem["title"] == say(ERROR_TEXTS, "error.too_large", language)


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("", "uz"),
        ("uz", "uz"),
        ("uz-Cyrl-UZ,uz;q=0.9", "uz-Cyrl"),
        ("ru-RU,ru;q=0.9,en;q=0.8", "ru"),
        ("de-DE, fr, en;q=0.5", "en"),
    ],
)
async def test_a_program_is_told_that_the_api_is_away(
    alone: Served, client: aiohttp.ClientSession, accepted: str, language: str
) -> None:
    asked = {"Accept": "application/json", "Accept-Language": accepted, "X-Request-Id": "abc-12345678"}
    async with client.get(f"{alone.address}/api/v1/products", headers=asked) as answer:
        problem = json.loads(await answer.read())
        assert (answer.status, answer.content_type) == (502, "application/problem+json")
        assert (answer.headers["Retry-After"], answer.headers["Cache-Control"]) == ("5", "no-store")
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
    title = say(ERROR_TEXTS, AWAY, language)
    assert problem == {
        "type": "about:blank", "title": title, "status": 502, "detail": "", "key": AWAY, "request_id": "abc-12345678",
    }  # fmt: skip


async def test_a_person_is_shown_a_page_that_tries_again(
    alone: Served, client: aiohttp.ClientSession, web: Path
) -> None:
    asked = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
    async with client.get(f"{alone.address}/api/v1/docs", headers=asked) as answer:
        text = await answer.text()
        assert (answer.status, answer.content_type) == (502, "text/html")
        assert (answer.headers["Retry-After"], answer.headers["Cache-Control"]) == ("5", "no-store")
    for language in LANGUAGES:
        assert re.search(f'<section lang="{language}">\\s*<p>{say(ERROR_TEXTS, AWAY, language)}</p>', text)
    assert '<meta http-equiv="refresh" content="10" />' in text
    assert not re.search(r"<script|<style|style=|https?://", text), "the policy allows nothing inline"
    async with client.get(f"{alone.address}/") as answer:
        assert answer.status == 200, "the page itself needs no api"


async def test_the_log_tells_a_request_without_its_secrets(
    alone: Served, client: aiohttp.ClientSession
) -> None:
    secret = "s3cr3t-value"
    asked = {
        "Cookie": f"session={secret}",
        "Authorization": f"Bearer {secret}",
        "X-Forwarded-For": "203.0.113.7",
    }
    async with client.get(f"{alone.address}/api/v1/meta?token={secret}", headers=asked) as answer:
        assert answer.status == 502
    told = await alone.told("/api/v1/meta")
    assert (told["status"], told["api_status"], told["method"]) == (502, "502", "GET")
    assert told["forwarded_for"] == "203.0.113.7, 127.0.0.1"
    assert secret not in alone.log + alone.words


async def test_it_tells_of_requests_where_it_may_not_open_its_own_output(
    nginx: str, web: Path, client: aiohttp.ClientSession
) -> None:
    async with web_service(web, f"127.0.0.1:{free_port()}", closed_output=True) as started:
        for path in ("/p/1", "/p/2"):
            async with client.get(started.address + path) as answer:
                assert answer.status == 200
            assert (await started.told(path))["status"] == 200
        started.process.terminate()
        assert await started.process.wait() == 0
