"""Three steps for who has just signed up: a link is pasted, what is known is shown, and it is tracked."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import asyncpg
import pytest
from playwright.async_api import expect

from browser.opened import CUT, SIDEWAYS, keep_picture
from browser.visitor import Visitor
from browser.watched import track
from fixtures import rows
from fixtures.seldom import LOOKS

pytestmark = pytest.mark.browser
OWNER = "anvar@dokon.uz"
NEVER_MET = "https://uzum.uz/ru/product/kosa-1700002"


async def visited(db: asyncpg.Connection) -> None:
    """What the worker leaves behind after its first visit."""
    await rows.product(db, 1700002, "Kosa")
    await rows.latest(db, 1700002, price_uzs=129_000, stock=40, orders_total=1_204)


async def test_a_product_never_met_is_seen_and_then_tracked(
    visitors: list[Visitor], db: asyncpg.Connection
) -> None:
    owner, page = visitors[0], visitors[0].page
    await owner.sign_up(OWNER)
    await expect(page.get_by_role("heading", level=1)).to_have_text("Begin in three steps")
    await page.get_by_label("Address").fill("hello")
    await owner.press("Look")
    await expect(page.get_by_role("alert")).to_contain_text("not an address")
    await page.get_by_label("Address").fill(NEVER_MET)
    await owner.press("Look")
    await expect(page.get_by_text("We ask the marketplace")).to_be_visible()
    await visited(db)
    await expect(page.get_by_text("Kosa")).to_be_visible()
    for known in ("129\u00a0000", "1\u00a0204", "The first daily estimate is due"):
        await expect(page.get_by_role("main")).to_contain_text(known)
    await owner.press("Track")
    await expect(page.get_by_text("Tracked. From now on")).to_be_visible()
    await page.get_by_role("link", name="Open the product").click()
    await expect(page.get_by_role("button", name="Tracked", pressed=True)).to_be_visible()
    owners = await db.fetch("SELECT org_id FROM trackers WHERE product_id = 1700002 AND org_id > 1")
    assert len(owners) == 1
    await owner.go("/?lang=en")
    rivals = page.get_by_role("region", name="My rivals")
    await expect(rivals.get_by_role("link", name="To the watchlist")).to_be_visible()
    await expect(page.get_by_text("You track nothing yet")).to_have_count(0)


async def test_what_was_watched_before_shows_its_estimate_and_a_shop_is_followed(
    visitors: list[Visitor], db: asyncpg.Connection
) -> None:
    owner, page = visitors[0], visitors[0].page
    await rows.latest(db, 1700001, price_uzs=55_000, stock=3, orders_total=9)
    await rows.figures(db, 1700001, 84.0)
    await rows.day(db, 1700001, rows.yesterday(), 12)
    await rows.insert(db, "sellers", seller_id=9, title="Choynak uyi", slug="choynak-uyi")
    await owner.sign_up(OWNER)
    await page.get_by_label("Address").fill("1700001")
    await owner.press("Look")
    await expect(page.get_by_text("Sold in the last 7 days")).to_be_visible()
    await expect(page.get_by_role("main")).to_contain_text("84")
    await page.get_by_label("Address").fill("https://uzum.uz/uz/shop/choynak-uyi")
    await owner.press("Look at another")
    await expect(page.get_by_text("Choynak uyi")).to_be_visible()
    await owner.press("Follow the shop")
    await expect(page.get_by_text("waits for its turn")).to_be_visible()
    assert await db.fetchval("SELECT count(*) FROM shop_followers") == 1


async def test_who_tracks_nothing_is_led_there_from_home(
    visitors: list[Visitor], db: asyncpg.Connection
) -> None:
    owner, page = visitors[0], visitors[0].page
    await owner.sign_up(OWNER)
    await owner.go("/?lang=en")
    rivals = page.get_by_role("region", name="My rivals")
    await rivals.get_by_role("link", name="Begin in three steps").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Begin in three steps")
    await track(db, [1700001])
    await owner.go("/?lang=en")
    await expect(rivals.get_by_role("link", name="To the watchlist")).to_be_visible()
    await expect(rivals.get_by_role("link", name="Begin in three steps")).to_have_count(0)


@LOOKS
async def test_the_steps_fit_a_phone_and_a_desk(
    visitors: list[Visitor],
    db: asyncpg.Connection,
    checkout: Path,
    lang: str,
    scheme: Literal["light", "dark"],
) -> None:
    owner, page = visitors[0], visitors[0].page
    pictures = checkout / "test-results" / "page"
    await visited(db)
    await owner.sign_up(OWNER)
    await page.emulate_media(color_scheme=scheme)
    for state in ("empty", "known"):
        if state == "empty":
            await owner.go(f"/start?lang={lang}")
            await expect(page.get_by_role("listitem")).to_have_count(3)
        else:
            await page.locator("input[name=link]").fill(NEVER_MET)
            await page.get_by_role("main").get_by_role("button").first.click()
            await expect(page.get_by_text("Kosa")).to_be_visible()
        for width in (1280, 360, 320):
            await page.set_viewport_size({"width": width, "height": 800})
            name = f"start-{state}-{scheme}-{width}-{lang}.png"
            await keep_picture(page, pictures / name, lang=lang, width=width)
            assert await page.evaluate(SIDEWAYS) == [], f"{state} at {width} px"
            assert await page.evaluate(CUT) == [], f"{state} at {width} px"
