"""The watchlist as its people meet it, over the real api: marks, notes, tags and lists, and what is taken back."""

from __future__ import annotations

import asyncpg
import pytest
from playwright.async_api import expect

from browser.visitor import Visitor
from browser.watched import OWNER, TITLES, bulk, product, said, undo
from fixtures.seldom import PHONE

pytestmark = pytest.mark.browser


@PHONE
async def test_a_product_is_marked_noted_and_tagged_and_found_by_it(owner: Visitor, width: int) -> None:
    page = owner.page
    await page.set_viewport_size({"width": width, "height": 800})
    await owner.go("/?lang=en")
    await page.locator("nav:visible").get_by_role("link", name="Watchlist").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Watchlist")
    choynak = product(page, "Choynak")
    for known in ("129\u00a0000", "84", "sold out"):
        await expect(choynak).to_contain_text(known)

    await choynak.get_by_role("button", name="Mine", exact=True).click()
    await said(page, "Marked as mine: Choynak")
    await expect(choynak.get_by_role("button", name="Mine", pressed=True)).to_be_visible()
    await product(page, "Kosa").get_by_role("button", name="Rival", exact=True).click()
    await said(page, "Marked as a rival's: Kosa")

    await choynak.get_by_role("button", name="Note and tags, lists: Choynak").click()
    panel = page.get_by_role("dialog")
    await panel.get_by_label("Note", exact=False).first.fill("Yozda arzon\n<b>emas</b>")
    await panel.get_by_label("New tag").fill(" yozgi   mavsum ")
    await page.keyboard.press("Enter")
    await panel.get_by_label("New tag").fill("oshxona,")
    await panel.get_by_role("button", name="Save").click()
    await expect(panel).to_have_count(0)
    await expect(choynak).to_contain_text("<b>emas</b>")
    await expect(choynak.get_by_role("link", name="#yozgi mavsum")).to_be_visible()

    # A tag in use is offered for the next product, and narrows the list.
    await product(page, "Lagan").get_by_role("button", name="Note and tags, lists: Lagan").click()
    await page.get_by_role("dialog").get_by_role("button", name="Add the tag oshxona").click()
    await page.get_by_role("dialog").get_by_role("button", name="Save").click()
    await product(page, "Lagan").get_by_role("link", name="#oshxona").click()
    await expect(page.get_by_text("2 products", exact=True)).to_be_visible()
    assert "tag=oshxona" in page.url
    await page.get_by_role("button", name="Mine", exact=True).first.click()
    await expect(page.get_by_text("1 product", exact=True)).to_be_visible()
    await page.reload()
    await expect(product(page, "Choynak")).to_be_visible()
    await expect(product(page, "Lagan")).to_have_count(0)
    await page.get_by_role("searchbox").fill("lagan")
    await expect(page.get_by_text("Nothing found")).to_be_visible()
    await owner.press("Show everything tracked")
    await expect(product(page, "Kosa")).to_be_visible()
    await page.get_by_role("button", name="Unmarked").click()
    await expect(product(page, "Kosa")).to_have_count(0)
    await expect(product(page, "Lagan")).to_be_visible()


async def test_what_is_done_to_many_is_taken_back_exactly(owner: Visitor, db: asyncpg.Connection) -> None:
    page = owner.page
    await owner.go("/watchlist?lang=en")
    await product(page, "Kosa").get_by_role("button", name="Rival", exact=True).click()
    await said(page, "Kosa")
    bar = await bulk(page, "Choynak", "Kosa")
    await bar.get_by_role("button", name="Mine", exact=True).click()
    await said(page, "Marked as mine: 2 products")
    assert await marks(db) == {"Choynak": "mine", "Kosa": "mine"}
    await undo(page)
    assert await marks(db) == {"Kosa": "rival"}
    await expect(product(page, "Kosa").get_by_role("button", name="Rival", pressed=True)).to_be_visible()

    await bar.get_by_role("button", name="Tag…").click()
    await page.get_by_role("dialog").get_by_label("New tag").fill("yoz")
    await page.keyboard.press("Enter")
    await said(page, "Tagged “yoz”: 2 products")
    await bar.get_by_role("button", name="Lists…").click()
    await page.get_by_role("dialog").get_by_label("Name of a new list").fill("Yozgi")
    await page.get_by_role("dialog").get_by_role("button", name="Make and put in").click()
    await said(page, "Put in “Yozgi”: 2 products")
    await expect(product(page, "Kosa").get_by_role("link", name="Yozgi")).to_be_visible()

    # Untracked, they are gone; undone, they have back all that was said of them.
    await bar.get_by_role("button", name="Stop tracking").click()
    await said(page, "No longer tracked: 2 products")
    await expect(page.get_by_text("1 product", exact=True)).to_be_visible()
    assert await db.fetchval("SELECT count(*) FROM trackers WHERE org_id > 1") == 1
    await undo(page)
    for words in ("#yoz", "Yozgi"):
        await expect(product(page, "Kosa").get_by_role("link", name=words)).to_be_visible()
    await expect(product(page, "Kosa").get_by_role("button", name="Rival", pressed=True)).to_be_visible()

    # In the list itself there is a way out of it.
    await product(page, "Kosa").get_by_role("link", name="Yozgi").click()
    await expect(page.get_by_text("2 products", exact=True)).to_be_visible()
    await bar.get_by_role("button", name="Take out of this list").click()
    await expect(page.get_by_text("This list is empty")).to_be_visible()
    await undo(page)
    await expect(page.get_by_text("2 products", exact=True)).to_be_visible()


async def marks(db: asyncpg.Connection) -> dict[str, str]:
    """Marked products by title."""
    found = await db.fetch("SELECT product_id, mark FROM marked_products WHERE mark > ''")
    return {TITLES[row["product_id"]]: row["mark"] for row in found}


async def test_a_list_is_made_renamed_deleted_and_restored(owner: Visitor) -> None:
    page = owner.page
    await owner.go("/watchlist/lists?lang=en")
    await expect(page.get_by_text("There are no lists yet")).to_be_visible()
    for name in ("Yozgi", "yozgi"):
        await page.get_by_label("Name of a new list").fill(name)
        await owner.press("Make the list")
        await expect(page.get_by_role("link", name="Yozgi", exact=True)).to_be_visible()
    await expect(page.get_by_role("alert")).to_contain_text("There is a list of this name already")
    await page.get_by_role("button", name="Rename the list Yozgi").click()
    await expect(page.get_by_label("Name of the list")).to_be_focused()
    await page.get_by_label("Name of the list").fill("Qishki")
    await page.keyboard.press("Enter")
    await page.get_by_role("button", name="Delete the list Qishki").click()
    await said(page, "List deleted: Qishki")
    await expect(page.get_by_text("There are no lists yet")).to_be_visible()
    await owner.open_part("Deleted lists (1)")
    await page.get_by_role("button", name="Restore the list Qishki").click()
    await expect(page.get_by_role("link", name="Qishki", exact=True)).to_be_visible()
    await page.get_by_role("button", name="Delete the list Qishki").click()
    await undo(page)
    await page.get_by_role("link", name="Qishki", exact=True).click()
    await expect(page.get_by_text("This list is empty")).to_be_visible()
    await owner.go("/watchlist?list=999&lang=en")
    await expect(page.get_by_text("There is no such list any more")).to_be_visible()


async def test_a_viewer_reads_and_finds_nothing_to_change(owner: Visitor, db: asyncpg.Connection) -> None:
    page = owner.page
    await owner.go("/watchlist?lang=en")
    await product(page, "Choynak").get_by_role("button", name="Mine", exact=True).click()
    await said(page, "Choynak")
    await db.execute("UPDATE members SET role = 'viewer'")
    await page.reload()
    await expect(product(page, "Choynak").get_by_text("Mine", exact=True)).to_be_visible()
    await expect(page.get_by_role("checkbox")).to_have_count(0)
    await expect(page.locator("tbody button")).to_have_count(0)
    await page.get_by_role("link", name="Lists", exact=True).click()
    await expect(page.get_by_text("There are no lists yet")).to_be_visible()
    await expect(page.locator("main input")).to_have_count(0)
    await page.get_by_role("link", name="Links", exact=True).click()
    await expect(page.get_by_text("There are no open links")).to_be_visible()
    await expect(page.locator("main form")).to_have_count(0)


async def test_who_tracks_nothing_is_led_to_the_first_steps_and_nobody_to_signing_in(
    visitors: list[Visitor], db: asyncpg.Connection
) -> None:
    owner, page = visitors[0], visitors[0].page
    await owner.go("/watchlist?lang=en")
    await expect(page.get_by_text("Sign in to go on")).to_be_visible()
    await expect(page.get_by_role("navigation").get_by_role("link", name="Watchlist")).to_have_count(0)
    await owner.sign_up(OWNER)
    await owner.go("/watchlist?lang=en")
    await expect(page.get_by_text("You track nothing yet")).to_be_visible()
    await page.get_by_role("main").get_by_role("link", name="Begin in three steps").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Begin in three steps")
