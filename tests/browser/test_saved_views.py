"""Saved views beyond the watchlist: of the list of products and of a comparison, on their pages and in the palette."""

from __future__ import annotations

import re

import asyncpg
import pytest
from playwright.async_api import Locator, Page, expect

from browser.opened import cut_texts, sideways
from browser.test_watchlist_table import join
from browser.visitor import Visitor
from fixtures import rows
from fixtures.seldom import DESK, PHONE

pytestmark = pytest.mark.browser


def names(page: Page) -> Locator:
    """The products of the list."""
    return page.locator("main tbody th a, main article h2 a")


def views_button(page: Page, name: str = "Views") -> Locator:
    return page.get_by_role("main").get_by_role("button", name=name, exact=True)


async def save(owner: Visitor, name: str) -> Locator:
    """Save what is shown under this name; the panel, still open."""
    await owner.press("Views")
    panel = owner.page.get_by_role("dialog")
    await panel.get_by_label("Name of the view").fill(name)
    await panel.get_by_role("button", name="Save what is shown").click()
    await expect(panel.get_by_text(f"What you see is saved as “{name}”.")).to_be_visible()
    return panel


async def close(page: Page) -> None:
    await page.get_by_role("dialog").get_by_role("button", name="Close").click()
    await expect(page.get_by_role("dialog")).to_have_count(0)


async def palette(page: Page, typed: str) -> Locator:
    """What the palette finds among saved views."""
    await expect(page.get_by_role("heading", level=1)).to_be_visible()
    await page.keyboard.press("Control+k")
    await expect(page.get_by_role("combobox", name="Search and commands")).to_be_focused()
    await page.keyboard.type(typed)
    await expect(page.get_by_role("dialog").get_by_role("status")).to_have_text(
        re.compile("result|Nothing found")
    )
    return page.get_by_role("group", name="Saved views").get_by_role("option")


@PHONE
async def test_a_view_of_the_list_is_saved_left_and_come_back_to(owner: Visitor, width: int) -> None:
    page = owner.page
    await page.set_viewport_size({"width": width, "height": 800})
    await owner.go("/browse?lang=en")
    await expect(page.get_by_text("4 products", exact=True)).to_be_visible()
    await owner.press("Views")
    panel = page.get_by_role("dialog")
    await expect(panel.get_by_text("No views are saved yet. A view keeps the words")).to_be_visible()
    await expect(panel.get_by_text("Nothing is chosen on this page yet.")).to_be_visible()
    await expect(panel.get_by_role("button", name="Save what is shown")).to_have_count(0)
    await close(page)

    await owner.go("/browse?lang=en&sort=-price&from=129001")
    await expect(page.get_by_text("2 products", exact=True)).to_be_visible()
    await save(owner, "Qimmatlar")
    assert await sideways(page) == []
    assert await cut_texts(page) == []
    await close(page)
    await expect(views_button(page, "View: Qimmatlar")).to_be_visible()
    await page.get_by_role("searchbox").fill("kosa")
    await expect(page.get_by_text("1 product", exact=True)).to_be_visible()
    await expect(views_button(page)).to_be_visible()

    await owner.press("Views")
    await panel.get_by_role("button", name="Qimmatlar", exact=True).click()
    await expect(page.get_by_text("2 products", exact=True)).to_be_visible()
    await expect(page.get_by_role("searchbox")).to_have_value("")
    assert await names(page).all_inner_texts() == ["Lagan", "Kosa"]
    assert await sideways(page) == []

    # Nothing found is a view as well, and a way out of it.
    await page.get_by_role("searchbox").fill("zzzz")
    await expect(page.get_by_text("Nothing found", exact=True)).to_be_visible()
    await owner.press("Views")
    await panel.get_by_role("button", name="Rename: Qimmatlar").click()
    await panel.get_by_role("textbox").last.fill("Eng qimmatlar")
    await panel.get_by_role("button", name="Save", exact=True).click()
    await panel.get_by_role("button", name="Delete: Eng qimmatlar").click()
    await panel.get_by_role("button", name="Undo").click()
    await panel.get_by_role("button", name="Eng qimmatlar", exact=True).click()
    await expect(views_button(page, "View: Eng qimmatlar")).to_be_visible()


async def test_a_view_is_gone_to_from_anywhere_by_its_name(owner: Visitor) -> None:
    page = owner.page
    await owner.go("/browse?lang=en&sort=-price&from=129001")
    await expect(page.get_by_text("2 products", exact=True)).to_be_visible()
    await save(owner, "Qimmatlar")
    await close(page)
    await owner.go("/how?lang=en")
    found = await palette(page, "қимм")
    await expect(found).to_have_count(1)
    await expect(found).to_contain_text("What sells")
    await expect(found).to_have_attribute("aria-selected", "true")
    await page.keyboard.press("Enter")
    await page.wait_for_url(re.compile(r"/browse\?.*from=129001"))
    await expect(page.get_by_text("2 products", exact=True)).to_be_visible()
    await expect(views_button(page, "View: Qimmatlar")).to_be_visible()

    # It is of this page alone.
    for path in ("/compare", "/watchlist"):
        await owner.go(f"{path}?lang=en")
        await owner.press("Views")
        await expect(page.get_by_role("dialog").get_by_text("No views are saved yet.")).to_be_visible()


@DESK
async def test_a_comparison_is_saved_whatever_day_is_read_out(owner: Visitor, width: int) -> None:
    page = owner.page
    await page.set_viewport_size({"width": width, "height": 800})
    await owner.go("/compare?lang=en")
    await owner.press("Views")
    panel = page.get_by_role("dialog")
    await expect(panel.get_by_text("A view keeps the products")).to_be_visible()
    await expect(panel.get_by_role("button", name="Save what is shown")).to_have_count(0)
    await close(page)

    await owner.go("/compare?lang=en&ids=1700013,1700011&range=7&what=stock&on=1700011")
    products = page.get_by_role("list", name="What is compared").get_by_role("listitem")
    await expect(products).to_have_count(2)
    await save(owner, "Raqiblar")
    assert await sideways(page) == []
    await close(page)
    await page.get_by_role("button", name="Previous day").click()
    await page.wait_for_url(re.compile("day="))
    await expect(views_button(page, "View: Raqiblar")).to_be_visible()

    await page.get_by_role("button", name="Remove: Lagan").click()
    await expect(products).to_have_count(1)
    await expect(views_button(page)).to_be_visible()
    assert await sideways(page) == []
    found = await palette(page, "raqib")
    await expect(found).to_contain_text("Compare products")
    await found.click()
    await expect(products).to_have_count(2)
    await expect(products.first).to_contain_text("Lagan")
    await expect(views_button(page, "View: Raqiblar")).to_be_visible()
    assert "day=" not in page.url


async def test_the_organisations_view_is_a_colleagues_too_and_a_strangers_never(
    visitors: list[Visitor], owner: Visitor, db: asyncpg.Connection
) -> None:
    await owner.go("/browse?lang=en&q=lagan")
    await expect(owner.page.get_by_text("1 product", exact=True)).to_be_visible()
    panel = await save(owner, "Laganlar")
    await panel.get_by_role("button", name="Share with the organisation: Laganlar").click()
    await expect(panel.get_by_role("region", name="The organisation's")).to_contain_text("Laganlar")

    other = visitors[1]
    asked: list[str] = []
    other.page.on("request", lambda request: asked.append(request.url))
    for path in ("/compare?lang=en", "/browse?lang=en"):
        await other.go(path)
        await expect(other.page.get_by_role("link", name="Sign in", exact=True).first).to_be_visible()
        await expect(views_button(other.page)).to_have_count(0)
    await expect(other.page.get_by_text("4 products", exact=True)).to_be_visible()
    await expect(await palette(other.page, "laganlar")).to_have_count(0)
    assert [url for url in asked if "/api/v1/views" in url] == []
    await other.page.keyboard.press("Escape")

    await other.sign_up("lola@dokon.uz")
    await other.go("/browse?lang=en")
    await expect(await palette(other.page, "laganlar")).to_have_count(0)
    await join(db, "lola@dokon.uz")
    await other.go("/browse?lang=en")
    await expect(views_button(other.page)).to_be_visible()
    found = await palette(other.page, "laganlar")
    await expect(found).to_contain_text("What sells · the organisation's")
    await found.click()
    await expect(other.page.get_by_text("1 product", exact=True)).to_be_visible()
    await expect(views_button(other.page, "View: Laganlar")).to_be_visible()
    await other.press("View: Laganlar")
    await expect(other.page.get_by_role("button", name="Delete: Laganlar")).to_have_count(0)


async def test_what_rises_a_category_and_a_shop_are_saved_and_gone_to_by_name(
    owner: Visitor, db: asyncpg.Connection
) -> None:
    page = owner.page
    await rows.insert(db, "categories", category_id=5, title_uz="Choynaklar", path=[5])
    await rows.insert(db, "sellers", seller_id=8, title="Lavido", slug="lavido")
    await db.execute("UPDATE products SET category_id = 5, seller_id = 8")
    for path, name, place in (
        ("/rising?lang=en&kind=sellers&least=3", "Usti", "Rising"),
        ("/c/5?lang=en&goods=new", "Yangi choynak", "Category"),
        ("/s/8?lang=en&days=28", "Raqib oyi", "Shop"),
    ):
        await owner.go(path)
        await save(owner, name)
        assert await sideways(page) == []
        await close(page)
        await expect(views_button(page, f"View: {name}")).to_be_visible()
        await owner.go("/how?lang=en")
        found = await palette(page, name)
        await expect(found).to_have_count(1)
        await expect(found).to_contain_text(place)
        await found.click()
        await expect(views_button(page, f"View: {name}")).to_be_visible()
        assert page.url.partition("?")[0].endswith(path.partition("?")[0])
