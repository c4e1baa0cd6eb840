"""Links that show a list to whoever has them, from being made to being revoked; and how all of the watchlist's pages fit."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import pytest
from playwright.async_api import expect

from browser.opened import CUT, SIDEWAYS, keep_picture
from browser.visitor import Visitor
from browser.watched import bulk, product, said, undo
from fixtures.seldom import DESK, LOOKS

pytestmark = pytest.mark.browser
TWO_FRAMES = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
"""A list takes another form for another width in the frame after it."""
NAMELESS = """() => [...document.querySelectorAll('a, button, input, select, textarea, summary, [role=group]')]
  .filter(e => !(e.getAttribute('aria-label') || e.textContent.trim() || e.labels?.length
    || e.hasAttribute('aria-labelledby'))).map(e => e.outerHTML.slice(0, 120))"""


@DESK
async def test_a_link_opens_for_nobody_else_s_account_until_it_is_revoked(
    owner: Visitor, visitors: list[Visitor], width: int
) -> None:
    page, nobody = owner.page, visitors[1].page
    for one in (page, nobody):
        await one.set_viewport_size({"width": width, "height": 800})
    await owner.go("/watchlist?lang=en")
    await product(page, "Choynak").get_by_role("button", name="Mine", exact=True).click()
    bar = await bulk(page, "Choynak", "Lagan")
    await bar.get_by_role("button", name="Lists…").click()
    await page.get_by_role("dialog").get_by_label("Name of a new list").fill("Yozgi")
    await page.get_by_role("dialog").get_by_role("button", name="Make and put in").click()
    await said(page, "Put in “Yozgi”: 2 products")
    await owner.go("/watchlist/lists?lang=en")
    await page.get_by_role("link", name="Share the list Yozgi").click()
    await expect(page.get_by_label("Days, 1 to 90")).to_have_value("7")
    await owner.press("Make the link")
    link = (await page.locator("pre").inner_text()).strip()
    assert link.startswith(f"{owner.origin}/shared#")
    await expect(page.get_by_role("button", name="Copy")).to_be_visible()

    asked: list[str] = []
    nobody.on("request", lambda request: asked.append(request.url))
    await nobody.goto(link.replace("/shared", "/shared?lang=en"))
    await expect(nobody.get_by_role("heading", level=1)).to_have_text("Yozgi")
    for words in ("This page is public", "A list of anvar, open until", "2 products", "Lagan"):
        await expect(nobody.get_by_role("main")).to_contain_text(words)
    for hidden in ("Kosa", "Mine"):
        await expect(nobody.get_by_text(hidden, exact=True)).to_have_count(0)
    assert not [url for url in asked if link.split("#")[1] in url.split("#")[0]], "a secret left the page"
    await nobody.get_by_label("Language").select_option("ru")
    await expect(nobody.get_by_text("Это публичная страница")).to_be_visible()
    await nobody.reload()
    await expect(nobody.get_by_text("Это публичная страница")).to_be_visible()
    await expect(nobody.get_by_role("link", name="Войти")).to_have_attribute("href", "/sign-in?lang=ru")

    await page.reload()
    await expect(page.get_by_text("times")).to_be_visible()
    await expect(page.locator("pre")).to_have_count(0)
    await owner.press("Revoke Yozgi")
    await page.get_by_role("dialog").get_by_role("button", name="Revoke").click()
    await expect(page.get_by_text("There are no open links")).to_be_visible()
    await expect(page.get_by_text("Ended links (1)")).to_be_visible()
    await nobody.reload()
    await expect(nobody.get_by_text("По этой ссылке больше ничего не открывается")).to_be_visible()
    await nobody.goto("about:blank")
    await nobody.goto(f"{owner.origin}/shared?lang=en")
    await expect(nobody.get_by_text("The link is incomplete")).to_be_visible()


async def test_a_list_with_an_open_link_is_deleted_only_after_a_question(owner: Visitor) -> None:
    page = owner.page
    await owner.go("/watchlist/lists?lang=en")
    await page.get_by_label("Name of a new list").fill("Yozgi")
    await owner.press("Make the list")
    await page.get_by_role("link", name="Share the list Yozgi").click()
    await owner.press("Make the link")
    await expect(page.locator("pre")).to_be_visible()
    await page.get_by_role("link", name="Lists", exact=True).click()
    await expect(page.get_by_text("1 public link")).to_be_visible()
    await owner.press("Delete Yozgi")
    await expect(page.get_by_role("dialog")).to_contain_text("1 public link to it ends for good")
    await page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    await undo(page)
    await page.get_by_role("link", name="Links", exact=True).click()
    await expect(page.get_by_text("There are no open links")).to_be_visible()


@LOOKS
async def test_the_watchlist_fits_a_phone_and_a_desk(
    owner: Visitor, visitors: list[Visitor], checkout: Path, lang: str, scheme: Literal["light", "dark"]
) -> None:
    pictures = checkout / "test-results" / "page"
    made = await owner.page.evaluate(
        """async () => {
          const {page_proof} = await (await fetch('/api/v1/session')).json();
          const send = async (method, path, body) => (await fetch('/api/v1/watchlist' + path, {method, body: JSON.stringify(body),
            headers: {'Content-Type': 'application/json', 'X-Page-Proof': page_proof}})).json();
          const {list_id} = await send('POST', '/lists', {name: 'Yozgi'});
          await send('POST', `/lists/${list_id}/put-in`, {product_ids: [1700011, 1700013]});
          await send('PATCH', '/products/1700011', {mark: 'mine', note: 'Yozda arzon\\nqishda yoʻq', tags: ['yoz']});
          await send('PATCH', '/products/1700012', {mark: 'rival'});
          await send('POST', '/links', {});
          return (await send('POST', '/links', {list_id})).link;
        }"""
    )
    views = {
        "products": (owner.page, f"{owner.origin}/watchlist?lang={lang}"),
        "lists": (owner.page, f"{owner.origin}/watchlist/lists?lang={lang}"),
        "links": (owner.page, f"{owner.origin}/watchlist/links?lang={lang}"),
        "shared": (visitors[1].page, made.replace("/shared", f"/shared?lang={lang}")),
    }
    for name, (page, address) in views.items():
        await page.emulate_media(color_scheme=scheme)
        await page.goto(address)
        await expect(page.locator("main").get_by_text("Yozgi").last).to_be_visible()
        if name == "products":
            await page.get_by_role("checkbox").nth(1).check()
            await page.locator("section[aria-label] button").nth(1).click()
        for width in (1280, 360, 320):
            await page.set_viewport_size({"width": width, "height": 800})
            await page.evaluate(TWO_FRAMES)
            picture = pictures / f"watchlist-{name}-{scheme}-{width}-{lang}.png"
            await keep_picture(page, picture, lang=lang, width=width, whole=name != "products")
            assert await page.evaluate(SIDEWAYS) == [], f"{name} at {width} px"
            assert await page.evaluate(CUT) == [], f"{name} at {width} px"
            assert await page.evaluate(NAMELESS) == [], f"{name} at {width} px"
