"""What every answer of the api has in common: problems, languages, ETag, compression, headers, who may change things."""

from __future__ import annotations

import asyncio
import gzip
import logging
from contextlib import asynccontextmanager
from urllib.parse import urlsplit, urlunsplit

import httpx
import pytest

from fixtures import rows
from fixtures.api import api_settings, running_api, sign_in_operator
from ventra.core.error_texts import ERROR_TEXTS
from ventra.core.texts import LANGUAGES, language_of, say
from ventra.errors import VentraError
from ventra.services import api as api_service
from ventra.services import docs_page, openapi, opening, problems

pytestmark = pytest.mark.once

PRODUCTS = "/api/v1/products"


@pytest.mark.parametrize(
    ("accept", "title"),
    [
        (None, "Topilmadi."),
        ("uz-UZ", "Topilmadi."),
        ("uz-Cyrl-UZ,uz;q=0.9", "Топилмади."),
        ("de, ru;q=0.8, en;q=0.9", "Not found."),
        ("ru-RU,ru;q=0.9,en-US;q=0.8", "Не найдено."),
        ("de;q=x,,;q=9", "Topilmadi."),
    ],
)
async def test_a_problem_is_titled_in_the_askers_language(api, accept, title):
    answer = await api.get("/api/v1/nothing", headers={"accept-language": accept} if accept else {})
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert (answer.status_code, problem["title"], problem["status"]) == (404, title, 404)
    assert (problem["key"], problem["request_id"]) == ("error.not_found", answer.headers["x-request-id"])


def test_every_failure_has_a_text_in_every_language():
    def all_kinds(kind):
        return {kind} | {found for one in kind.__subclasses__() for found in all_kinds(one)}

    for kind in all_kinds(VentraError):
        for language in LANGUAGES:
            assert say(ERROR_TEXTS, kind.key, language)
    for entry in ERROR_TEXTS.values():
        assert set(entry) == {"uz", "ru", "en"}
        assert not set("'’`") & set(entry["uz"]), "Uzbek is written with oʻ gʻ and ʼ"


def test_the_better_weight_wins_and_nonsense_is_uzbek():
    assert language_of("en;q=0.3, ru;q=0.7") == "ru"
    assert language_of("UZ_cyrl") == "uz-Cyrl"
    assert language_of("x" * 10_000) == "uz"


async def test_a_request_id_is_taken_over_when_it_is_one(api):
    given = {"x-request-id": "abc-12345678"}
    assert (await api.get("/api/v1/health", headers=given)).headers["x-request-id"] == "abc-12345678"
    bad = {"x-request-id": "a b\tc<script>"}
    assert "<" not in (await api.get("/api/v1/health", headers=bad)).headers["x-request-id"]


async def test_health_names_the_commit_where_one_was_told(database_url, redis_url):
    async with running_api(database_url, redis_url) as client:
        assert (await client.get("/api/v1/health")).json()["commit"] is None
    async with running_api(database_url, redis_url, RELEASE_COMMIT="0123abc") as client:
        assert (await client.get("/api/v1/health")).json()["commit"] == "0123abc"


async def test_a_wrong_method_is_405_and_says_which_are_right(api):
    answer = await api.put(PRODUCTS)
    assert (answer.status_code, answer.json()["key"]) == (405, "error.method")
    assert "GET" in answer.headers["allow"]


async def test_what_nobody_foresaw_shows_nothing_of_the_inside(api, db, caplog):
    await db.execute("ALTER TABLE products RENAME COLUMN photo_key TO gone_missing")
    await rows.insert(db, "products", product_id=1, bucket=0)
    with caplog.at_level(logging.ERROR):
        answer = await api.get(PRODUCTS)
    problem = answer.json()
    assert (answer.status_code, problem["key"], problem["detail"]) == (500, "error.internal", "")
    assert "photo_key" not in answer.text


async def test_an_unchanged_answer_is_304_and_a_changed_one_is_not(api, db):
    first = await api.get(PRODUCTS)
    assert first.headers["etag"].startswith('W/"')
    assert first.headers["cache-control"] == "no-cache"
    again = await api.get(PRODUCTS, headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    await rows.product(db, 1)
    changed = await api.get(PRODUCTS, headers={"if-none-match": first.headers["etag"]})
    assert changed.status_code == 200


async def test_a_large_answer_is_compressed_for_those_who_take_it(api, db):
    for n in range(20):
        await rows.product(db, n)
    plain = await api.get(PRODUCTS, headers={"accept-encoding": "identity"})
    assert "content-encoding" not in plain.headers
    assert "Accept-Encoding" in plain.headers["vary"]
    refused = await api.get(PRODUCTS, headers={"accept-encoding": "gzip;q=0"})
    assert "content-encoding" not in refused.headers
    async with api.stream("GET", PRODUCTS, headers={"accept-encoding": "br, gzip"}) as small:
        raw = b"".join([chunk async for chunk in small.aiter_raw()])
    assert small.headers["content-encoding"] == "gzip"
    assert int(small.headers["content-length"]) == len(raw) < len(plain.content) / 5
    assert gzip.decompress(raw) == plain.content
    assert small.headers["etag"] == plain.headers["etag"]


async def test_head_answers_as_get_without_a_body(api):
    answer = await api.head("/api/v1/health")
    assert (answer.status_code, answer.content) == (200, b"")
    assert int(answer.headers["content-length"]) > 0


async def test_every_answer_carries_the_security_headers(api):
    for path in ("/api/v1/health", "/api/v1/nothing", "/nothing"):
        answer = await api.get(path)
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "default-src" in answer.headers["content-security-policy"]
        assert "server" not in answer.headers


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 404),
        ({"origin": "http://localhost:5173"}, 404),
        ({"origin": "http://127.0.0.1:3000"}, 404),
        ({"origin": "https://evil.example"}, 403),
        ({"origin": "null"}, 403),
        ({"host": "evil.example"}, 403),
    ],
)
async def test_only_our_own_page_may_change_things(api, headers, status):
    answer = await api.post(f"{PRODUCTS}/1/track", headers=headers)
    assert answer.status_code == status


async def test_a_name_that_leads_to_loopback_reads_nothing(api):
    assert (await api.get("/api/v1/health", headers={"host": "rebound.example:3000"})).status_code == 403
    assert (await api.get("/api/v1/health", headers={"host": "[::1]:3000"})).status_code == 200


async def test_in_production_only_the_public_page_may_change_things(database_url, redis_url):
    env = {"NODE_ENV": "production", "WEB_URL": "https://ventra.example"}
    async with running_api(database_url, redis_url, **env) as api:
        for origin, let_through in (("https://ventra.example", True), ("http://localhost:5173", False)):
            answer = await api.post(f"{PRODUCTS}/1/track", headers={"origin": origin, "host": "api.internal"})
            # Nobody has signed in: that answer comes from behind the door.
            assert (answer.json()["key"] == "error.sign_in") is let_through
            assert answer.status_code == (401 if let_through else 403)


async def test_a_large_body_where_none_is_wanted_is_refused_unread(api):
    answer = await api.post(f"{PRODUCTS}/1/track", content=b"x" * 1_000_000)
    assert answer.status_code in (404, 413)


@asynccontextmanager
async def relay(url):
    """The address of a switch between the api and a store; `off()` cuts all connections, `on()` lets new ones through."""
    target, lines = urlsplit(url), set()

    async def pipe(reader, writer):
        try:
            while data := await reader.read(65536):
                writer.write(data)
                await writer.drain()
        except OSError:
            pass
        finally:
            writer.close()

    async def join(reader, writer):
        there_reader, there_writer = await asyncio.open_connection(target.hostname, target.port)
        lines.update((writer, there_writer))
        await asyncio.gather(pipe(reader, there_writer), pipe(there_reader, writer))

    server = await asyncio.start_server(join, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]

    async def off():
        nonlocal server
        server.close()
        for writer in lines:
            writer.transport.abort()
        lines.clear()

    async def on():
        nonlocal server
        server = await asyncio.start_server(join, "127.0.0.1", port)

    user = target.netloc.rpartition("@")[0]
    yield urlunsplit(target._replace(netloc=f"{user}@127.0.0.1:{port}")), off, on
    await off()


async def test_without_postgres_it_says_503_and_comes_back_by_itself(database_url, redis_url):
    async with relay(database_url) as (url, off, on), running_api(url, redis_url) as api:
        assert (await api.get(PRODUCTS)).status_code == 200
        await off()
        away = await api.get(PRODUCTS)
        assert (away.status_code, away.headers["retry-after"], away.json()["key"]) == (
            503,
            "5",
            "error.unavailable",
        )
        ready = await api.get("/api/v1/health/ready")
        assert (ready.status_code, ready.json()["status"], ready.headers["retry-after"]) == (
            503,
            "not_ready",
            "5",
        )
        assert ready.json()["checks"]["database"]["ok"] is False
        assert (await api.get("/api/v1/health")).status_code == 200
        await on()
        assert (await api.get(PRODUCTS)).status_code == 200
        assert (await api.get("/api/v1/health/ready")).status_code == 200


async def test_started_before_postgres_it_lives_and_recovers_by_itself(database_url, redis_url, monkeypatch):
    monkeypatch.setattr(opening, "OPEN_AGAIN_SECONDS", 0.05)
    async with relay(database_url) as (url, off, on):
        await off()
        settings = api_settings(url, redis_url)
        app = api_service.create_app(settings)
        transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
        async with (
            opening.kept_open(app, settings, pytest.fail),
            httpx.AsyncClient(transport=transport, base_url="http://localhost") as api,
        ):
            assert (await api.get("/api/v1/health")).status_code == 200
            assert (await api.get("/api/v1/meta")).status_code == 200
            away = await api.get(PRODUCTS)
            assert (away.status_code, away.headers["retry-after"]) == (503, "5")
            assert (await api.get("/api/v1/health/ready")).json()["status"] == "not_ready"
            await on()
            async with asyncio.timeout(10):
                while (await api.get(PRODUCTS)).status_code != 200:
                    await asyncio.sleep(0.05)
            assert (await api.get("/api/v1/health/ready")).json()["status"] == "ready"


@pytest.mark.parametrize("query", ["q=%ED%A0%80", "q=%FF%FE", "q=%00", "q=%F0%9F", "cursor=%FF", "sort=%00"])
async def test_broken_unicode_in_the_address_is_never_a_failure_of_ours(api, query):
    assert (await api.get(f"{PRODUCTS}?{query}")).status_code in (200, 400)


async def test_without_redis_reads_go_on_and_readiness_says_so(database_url, redis_url):
    async with relay(redis_url) as (url, off, on), running_api(database_url, url) as api:
        await sign_in_operator(api)
        await off()
        assert (await api.get(PRODUCTS)).status_code == 200
        assert (await api.get("/api/v1/data-health")).json()["queue"] is None
        ready = await api.get("/api/v1/health/ready")
        assert (ready.status_code, ready.json()["checks"]["redis"]["ok"]) == (503, False)
        assert ready.json()["checks"]["database"]["ok"] is True
        await on()
        assert (await api.get("/api/v1/health/ready")).status_code == 200


async def test_readiness_tells_lag_and_age_of_the_last_good_visit(api, db):
    checks = (await api.get("/api/v1/health/ready")).json()["checks"]
    assert (checks["queue"]["lag_seconds"], checks["visits"]["last_ok_age_seconds"]) == (None, None)
    await db.execute("INSERT INTO sources (host, last_ok_at) VALUES ('x', now() - interval '40 seconds')")
    await db.execute(
        "INSERT INTO watch (product_id, tracked, due_at) VALUES (1, true, now() - interval '70 seconds')"
    )
    checks = (await api.get("/api/v1/health/ready")).json()["checks"]
    assert checks["queue"]["lag_seconds"] in range(70, 80)
    assert checks["visits"]["last_ok_age_seconds"] in range(40, 50)


async def test_the_description_names_every_operation_and_is_the_same_twice(api):
    answer = await api.get("/api/v1/openapi.json")
    document = answer.json()
    assert document["openapi"].startswith("3.1")
    assert answer.content == openapi.document()
    names = [one["operationId"] for path in document["paths"].values() for one in path.values()]
    assert len(names) == len(set(names)) == 250
    for path in document["paths"].values():
        for operation in path.values():
            assert operation["summary"]
            assert operation["description"]
            assert list(operation["responses"]["default"]["content"]) == [problems.MEDIA_TYPE]
    sorts = document["paths"]["/api/v1/products/{product_id}/sales"]["get"]["parameters"]
    assert {"from", "to", "window", "by", "product_id"} == {one["name"] for one in sorts}


async def test_the_description_is_a_page_without_script_or_anything_from_outside(api):
    page = await api.get("/api/v1/docs")
    assert page.headers["content-type"].startswith("text/html")
    assert "list_products" in page.text
    for forbidden in ("<script", "<style", "style=", "http://", "https://"):
        assert forbidden not in page.text
    style = await api.get("/api/v1/docs.css")
    assert style.headers["content-type"].startswith("text/css")


def test_the_page_escapes_what_the_description_says():
    document = {
        "info": {"title": "<i>", "version": "1", "description": "<b>"},
        "paths": {},
        "components": {"schemas": {"<x>": {"description": "<y>", "properties": {"<z>": {"type": "<w>"}}}}},
    }
    assert not {"<i>", "<b>", "<x>", "<y>", "<z>", "<w>"} & set(
        docs_page.page(document, style_url="/s", document_url="/d").replace("><", "> <").split()
    )
