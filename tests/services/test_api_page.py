"""The built page as the api serves it in the embedded run."""

from __future__ import annotations

import gzip

import pytest

from fixtures.api import api_settings, running_api
from ventra.errors import SettingWrong
from ventra.services import api as api_service
from ventra.services.static_page import StaticPage

pytestmark = pytest.mark.once

POLICY = "content-security-policy"
HTML = {"accept": "text/html,application/xhtml+xml"}


@pytest.fixture
def dist(tmp_path):
    folder = tmp_path / "web" / "dist"
    (folder / "assets").mkdir(parents=True)
    (folder / "index.html").write_text("<!doctype html><title>VENTRA</title>")
    (folder / "favicon.svg").write_text("<svg/>")
    script = folder / "assets" / "index-DdKx81_a.js"
    script.write_text("console.log(1)" * 200)
    (folder / "assets" / "index-DdKx81_a.js.gz").write_bytes(gzip.compress(b"ready made"))
    (folder / "assets" / "index-DdKx81_a.js.br").write_bytes(b"brotli made")
    (tmp_path / "web" / "headers.json").write_text(
        '{"Content-Security-Policy": "default-src \'self\'", "X-Test": "once"}'
    )
    (tmp_path / "web" / "secret.txt").write_text("secret")
    (folder / "link.txt").symlink_to(tmp_path / "web" / "secret.txt")
    return folder


@pytest.fixture
async def api(database_url, redis_url, dist):
    async with running_api(database_url, redis_url, WEB_DIST=str(dist)) as client:
        yield client


async def test_the_page_is_asked_for_anew_and_hashed_files_never_again(api):
    page = await api.get("/", headers=HTML)
    assert "VENTRA" in page.text
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert page.headers["cache-control"] == "no-cache"
    script = await api.get("/assets/index-DdKx81_a.js")
    assert script.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert script.headers["content-type"].startswith("text/javascript")
    assert (await api.get("/favicon.svg")).headers["cache-control"] == "no-cache"


async def test_telegrams_own_page_alone_may_frame_the_mini_app(database_url, redis_url, dist, checkout):
    policy = checkout / "apps" / "web" / "headers.json"
    (dist.parent / "headers.json").write_bytes(policy.read_bytes())
    async with running_api(database_url, redis_url, WEB_DIST=str(dist)) as client:
        for path in ("/", "/mini/", "/mini.html", "/api/v1/health"):
            assert "frame-ancestors 'none'" in (await client.get(path, headers=HTML)).headers[POLICY]
        mini = await client.get("/mini", headers=HTML)
        assert "VENTRA" in mini.text
        assert "frame-ancestors https://web.telegram.org" in mini.headers[POLICY]
        assert mini.headers[POLICY].count("frame-ancestors") == 1
        again = await client.get("/mini", headers=HTML | {"if-none-match": mini.headers["etag"]})
        assert (again.status_code, again.headers[POLICY]) == (304, mini.headers[POLICY])


async def test_the_pages_headers_come_from_the_one_file(api):
    for path in ("/", "/api/v1/health"):
        answer = await api.get(path)
        assert (answer.headers["x-test"], answer.headers["content-security-policy"]) == (
            "once",
            "default-src 'self'",
        )


@pytest.mark.parametrize(
    ("accepts", "encoding"), [("gzip, br", "br"), ("gzip", "gzip"), ("br;q=0, gzip", "gzip"), ("", None)]
)
async def test_ready_made_encodings_go_to_those_who_take_them(api, accepts, encoding):
    async with api.stream("GET", "/assets/index-DdKx81_a.js", headers={"accept-encoding": accepts}) as answer:
        raw = b"".join([chunk async for chunk in answer.aiter_raw()])
    assert answer.headers.get("content-encoding") == encoding
    assert int(answer.headers["content-length"]) == len(raw)
    assert answer.headers["vary"] == "Accept-Encoding"


async def test_a_deep_link_opens_the_page_and_anything_else_is_a_problem(api):
    deep = await api.get("/products/123?tab=why", headers=HTML)
    assert "VENTRA" in deep.text
    for path, headers in (
        ("/assets/gone-12345678.js", HTML),
        ("/products/1", {"accept": "*/*"}),
        ("/api/v1/nope", HTML),
        ("/api", HTML),
    ):
        answer = await api.get(path, headers=headers)
        assert (answer.status_code, answer.json()["key"]) == (404, "error.not_found")


async def test_a_file_seen_before_is_304(api):
    etag = (await api.get("/favicon.svg")).headers["etag"]
    again = await api.get("/favicon.svg", headers={"if-none-match": etag})
    assert (again.status_code, again.content) == (304, b"")
    head = await api.head("/")
    assert (head.status_code, head.content) == (200, b"")


def test_no_path_leads_out_of_the_folder(dist):
    page = StaticPage(dist)
    for path in (
        "/../headers.json",
        "/link.txt",
        "//etc/passwd",
        "/assets/../../secret.txt",
        "/./index.html",
        "\x00",
        "/assets",
    ):
        assert page.find(path, wants_html=False) is None


def test_a_page_without_its_files_stops_the_start_and_is_named(tmp_path, dist, monkeypatch):
    with pytest.raises(SettingWrong, match="WEB_DIST"):
        StaticPage(tmp_path)
    (dist.parent / "headers.json").unlink()
    monkeypatch.setattr(api_service, "CHECKOUT", tmp_path)
    with pytest.raises(SettingWrong, match="headers"):
        api_service.security_headers(api_settings("postgresql://x/y", "redis://x", WEB_DIST=str(dist)))
