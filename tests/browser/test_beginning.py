"""What the head of the page asks for before its scripts are there: each thing once, and all of it used."""

from __future__ import annotations

import asyncio
from collections import Counter
from urllib.parse import urlsplit

import pytest
from playwright.async_api import Page, Request, Route, expect

from browser.opened import SIDEWAYS, Site

pytestmark = pytest.mark.browser
PRODUCT = "/api/v1/products/1700001"
TITLE = "Футболка детская хлопковая"
PREFETCHED = """[...document.querySelectorAll('link[rel=modulepreload]')].map((link) => link.getAttribute('href'))
  .filter((file) => file.startsWith('/'))"""
"""Those of the page's own; what a part fetches for itself is written with its origin."""
LEFT = "[...(window.ventraEarly ?? new Map()).keys()]"


def counted(page: Page) -> Counter[str]:
    """How often each path is asked for from now on, and each with what is asked of it."""
    asked: Counter[str] = Counter()

    def note(request: Request) -> None:
        parts = urlsplit(request.url)
        asked.update((parts.path, f"{parts.path}?{parts.query}"))

    page.on("request", note)
    return asked


async def until_asked(page: Page, asked: Counter[str], path: str) -> None:
    """Waits until somebody asked."""
    async with asyncio.timeout(10):
        while not asked[path]:
            await page.wait_for_timeout(20)


async def holding_the_scripts(page: Page) -> asyncio.Event:
    """The page's scripts come once this is set."""
    held = asyncio.Event()

    async def hold(route: Route) -> None:
        await held.wait()
        await route.continue_()

    await page.route("**/assets/vendor-*.js", hold)
    return held


async def test_a_product_is_asked_for_before_the_scripts_are_there_and_once(site: Site) -> None:
    page = await site.open("/nowhere")
    held = await holding_the_scripts(page)
    asked = counted(page)
    await page.goto(site.origin + "/p/1700001?lang=ru", wait_until="commit")
    for path in (f"{PRODUCT}/detail", "/api/v1/session", "/api/v1/meta"):
        await until_asked(page, asked, path)
    # Its title is there before the scripts are, and pushes nothing down.
    await expect(page.locator(".first-title")).to_have_text(TITLE)
    assert await page.evaluate(SIDEWAYS) == []
    held.set()
    await expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
    await expect(page.locator("canvas").first).to_be_visible()
    for path in (f"{PRODUCT}/detail", "/api/v1/session", "/api/v1/meta"):
        assert asked[path] == 1, path
    (days,) = (one.partition("?")[2] for one in asked if one.startswith(f"{PRODUCT}/detail?"))
    assert asked[PRODUCT] == asked[f"{PRODUCT}/sales?{days}"] == 0
    assert await page.evaluate(LEFT) == []


async def test_every_file_that_is_fetched_ahead_is_fetched_once(site: Site) -> None:
    page = await site.open("/nowhere")
    asked = counted(page)
    await page.goto(site.origin + "/p/1700001?lang=ru")
    await expect(page.locator("canvas").first).to_be_visible()
    ahead: list[str] = await page.evaluate(PREFETCHED)
    for name in ("ProductPage", "Below", "Chart", "EventSection"):
        assert any(f"/{name}-" in file for file in ahead), name
    assert {file: asked[file] for file in ahead} == dict.fromkeys(ahead, 1)


async def test_an_early_question_without_an_answer_is_asked_again(site: Site) -> None:
    page = await site.open("/nowhere")
    lost: list[str] = []

    async def lose_the_first(route: Route) -> None:
        path = urlsplit(route.request.url).path
        if path in lost:
            await route.continue_()
        else:
            lost.append(path)
            await route.abort()

    await page.route(f"**{PRODUCT}/detail*", lose_the_first)
    await page.goto(site.origin + "/p/1700001?lang=ru")
    await expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
    assert lost == [f"{PRODUCT}/detail"]
    site.forgive("ERR_FAILED")


async def test_what_was_seen_before_is_shown_at_once_and_asked_for_anew(site: Site) -> None:
    page = await site.open("/p/1700001?lang=ru")
    await expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
    await expect(page.locator("canvas").first).to_be_visible()
    await page.goto(site.origin + "/nowhere?lang=ru")
    held = await holding_the_scripts(page)
    asked = counted(page)
    await page.goto(site.origin + "/p/1700001?lang=ru", wait_until="commit")
    await expect(page.locator(".first-title")).to_have_text(TITLE)
    assert not [path for path in asked if path.startswith(PRODUCT)]
    held.set()
    await expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
    await expect(page.locator("canvas").first).to_be_visible()
    await until_asked(page, asked, PRODUCT)
    assert (asked[PRODUCT], asked[f"{PRODUCT}/detail"]) == (1, 0)
    assert await page.evaluate(LEFT) == []
