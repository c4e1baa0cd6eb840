"""A seller's whole day over the real api, on a phone and at a desk; by keyboard alone; and while the api is away."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import asyncpg
import httpx
import pytest
from playwright.async_api import Browser, BrowserContext, Page, Route, expect

from browser import seller_day
from browser.hands import Keyboard, Pointer
from browser.opened import Watched, settled
from browser.seller_day import Day
from browser.serving import served
from browser.shared_loop import here
from browser.visitor import PASSWORD
from browser.words import Words
from fixtures.seldom import seldom
from ventra import settings as settings_of
from ventra.core.day import day_of
from ventra.services.processes.children import free_port
from ventra.services.seed import seed_history
from ventra.settings import API

pytestmark = pytest.mark.browser
PRODUCTS, DAYS = 40, 12
PATIENCE_MS = 20_000
MOST_PRESSES, USUAL_PRESSES = 60, 15
"""How often Tab is pressed for one thing, at most and on average."""


@dataclass
class Shelf:
    """The api that all of these tests ask, and what of its market sells best and is called like nothing else."""

    origin: str
    database_url: str
    goods: list[dict[str, object]]
    sellers: int = 0

    async def seller(self) -> str:
        """A new seller, who tracks two of the goods and runs this VENTRA herself."""
        self.sellers += 1
        email = f"seller{self.sellers}@dokon.uz"
        async with httpx.AsyncClient(base_url=f"{self.origin}/api/v1") as api:
            answer = await api.post("/account", json={"email": email, "password": PASSWORD, "keep": "body"})
            assert answer.status_code == 201, answer.text
        db = await asyncpg.connect(self.database_url)
        await db.execute("UPDATE users SET operator = true WHERE email = $1", email)
        await db.execute(
            "INSERT INTO trackers (org_id, product_id) SELECT (SELECT max(org_id) FROM organisations), unnest($1::bigint[])",
            [one["product_id"] for one in self.goods[1:]],
        )
        await db.close()
        return email


@here(scope="module")
async def shelf(
    shared_database_url: str, valkey: str, web: Path, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Shelf]:
    """An api over a small market's past."""
    await seed_history(
        direct_url=shared_database_url,
        home=tmp_path_factory.mktemp("day"),
        seed=3,
        products=PRODUCTS,
        first_day=day_of(datetime.now(UTC)) - timedelta(days=DAYS),
        say=lambda words: None,
    )
    port = free_port()
    origin = f"http://localhost:{port}"
    env = {
        "DATABASE_URL": shared_database_url, "REDIS_URL": valkey, "JWT_SECRET": "b" * 40, "PORT": str(port), "WEB_URL": origin,
        "WEB_DIST": str(web / "dist"), "NODE_ENV": "test", "READS_PER_MINUTE": "0",
    }  # fmt: skip
    async with served(settings_of.read(API, env)):
        async with httpx.AsyncClient(base_url=f"{origin}/api/v1") as api:
            items = (await api.get("/products", params={"sort": "-units_7"})).json()["items"]
        own = [one for one in items if sum(one["titles"] == two["titles"] for two in items) == 1]
        yield Shelf(origin, shared_database_url, own[:3])


@dataclass
class Opened:
    """The seller's browser and a stranger's, and what went wrong in them."""

    page: Page
    nobody: Page
    watched: Watched
    context: BrowserContext


async def opened(browser: Browser, origin: str, lang: str, width: int) -> Opened:
    watched, pages = Watched(origin), []
    for _ in range(2):
        context = await browser.new_context(
            viewport={"width": width, "height": 800}, locale=f"{lang}-UZ", service_workers="block"
        )
        context.set_default_timeout(PATIENCE_MS)
        page = await context.new_page()
        page.on("console", watched.console)
        page.on("pageerror", watched.error)
        page.on("request", watched.request)
        pages.append(page)
    return Opened(pages[0], pages[1], watched, pages[0].context)


async def day_of_seller(
    shelf: Shelf, web: Path, found: Opened, hand: Pointer | Keyboard, lang: str, width: int
) -> Day:
    goods = [(int(str(one["product_id"])), str(dict(one["titles"])[lang])) for one in shelf.goods]  # type: ignore[call-overload]
    email = await shelf.seller()
    return Day(hand, Words(web, lang), found.watched, shelf.origin, email, width, web, goods)


async def live(day: Day, nobody: Page) -> None:
    await seller_day.sign_in(day)
    await seller_day.find_product(day)
    await seller_day.be_told(day)
    await seller_day.keep_watch(day)
    await seller_day.compare(day)
    await seller_day.look_round(day)
    await seller_day.see_to_it(day)
    await seller_day.share(day, nobody)
    await seller_day.sign_out(day)


@pytest.mark.parametrize(("lang", "width"), [("uz", 360), *seldom(("ru", 1280))])
async def test_a_seller_s_day_from_sign_in_to_share_link(
    shelf: Shelf, browser: Browser, web: Path, checkout: Path, lang: str, width: int
) -> None:
    found = await opened(browser, shelf.origin, lang, width)
    day = await day_of_seller(shelf, web, found, Pointer(found.page), lang, width)
    day.pictures = checkout / "test-results" / "page"
    await live(day, found.nobody)


async def test_the_same_day_by_keyboard_alone(shelf: Shelf, browser: Browser, web: Path) -> None:
    found = await opened(browser, shelf.origin, "ru", 1280)
    keyboard = Keyboard(found.page)
    day = await day_of_seller(shelf, web, found, keyboard, "ru", 1280)
    await live(day, found.nobody)
    longest = max(keyboard.presses, key=lambda one: one[1])
    assert longest[1] <= MOST_PRESSES, f"{longest} of {keyboard.presses}"
    taken = sum(count for _, count in keyboard.presses)
    assert taken / len(keyboard.presses) <= USUAL_PRESSES, keyboard.presses


SKIP = "document.activeElement.getAttribute('href') === '#content'"
WITHIN = "document.getElementById('content').contains(document.activeElement)"


async def test_the_first_key_leads_past_the_head_and_keeps_the_secret_of_a_link(
    shelf: Shelf, browser: Browser
) -> None:
    found = await opened(browser, shelf.origin, "ru", 1280)
    page = found.page
    for path in ("/", "/shared#not-a-secret-of-anybody"):
        await page.goto(shelf.origin + path)
        await expect(page.get_by_role("heading", level=1)).to_be_attached()
        # Until its answers are there, a page may hold nothing that a key could lead to.
        await settled(page)
        await page.keyboard.press("Tab")
        assert await page.evaluate(SKIP)
        await page.keyboard.press("Enter")
        await expect(page.locator("#content")).to_be_focused()
        await page.keyboard.press("Tab")
        assert await page.evaluate(WITHIN)
        assert page.url == shelf.origin + path


async def test_the_api_goes_away_in_the_middle_of_the_day_and_comes_back(
    shelf: Shelf, browser: Browser, web: Path
) -> None:
    found = await opened(browser, shelf.origin, "uz", 1280)
    day = await day_of_seller(shelf, web, found, Pointer(found.page), "uz", 1280)
    page, words = day.page, day.words
    await seller_day.sign_in(day)
    await day.hand.go("", words("nav.watchlist"))
    row = day.row(day.goods[1][1])
    await expect(row).to_contain_text(seller_day.RANGE)
    before = await page.locator("main tbody").all_inner_texts()
    await found.context.route("**/api/v1/**", lambda route: route.abort())

    # What is done meanwhile is taken back with words, and what was shown stays.
    await day.button("mark.mine", row).click()
    await expect(page.get_by_role("status").filter(has_text=words("away.title"))).to_be_visible()
    await expect(page.get_by_text(words("away.banner"))).to_be_visible()
    await expect(row.get_by_role("button", name=words("mark.mine"), pressed=False)).to_be_visible()
    assert await page.locator("main tbody").all_inner_texts() == before
    await day.button(
        "watch.only_mine", page.get_by_role("group", name=words("watch.mark"), exact=True)
    ).click()
    await expect(page.locator("main [aria-busy=true] tbody")).to_have_count(2)
    await expect(page.get_by_role("heading", level=1)).to_have_text(words("watch.title"))
    await found.context.unroute("**/api/v1/**")
    await expect(page.get_by_text(words("away.banner"))).to_have_count(0)
    await expect(page.get_by_text(words("watch.nothing_text"))).to_be_visible()
    found.watched.faults[:] = [fault for fault in found.watched.faults if "ERR_FAILED" not in fault]

    # A slow answer is waited for with skeletons, of the page that was gone to.
    held = asyncio.Event()

    async def hold(route: Route) -> None:
        await held.wait()
        await route.continue_()

    await found.context.route("**/api/v1/products**", hold)
    await day.hand.go("", words("nav.browse"))
    await expect(
        page.get_by_role("main").get_by_role("status", name=words("state.loading")).first
    ).to_be_visible()
    held.set()
    await day.stop("browse", "/browse$", words("home.title"))
