"""The watchlist as a table: columns chosen, narrowed, sorted, taken away as a file, saved under a name, and long."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import asyncpg
import pytest
from playwright.async_api import Page, expect

from browser.opened import cut_texts, sideways
from browser.visitor import Visitor
from browser.watched import TITLES, product, track
from fixtures import rows
from fixtures.seldom import DESK, PHONE
from fixtures.xlsx import sheets

pytestmark = pytest.mark.browser
NAMES = "main tbody th a, main article h2 a"
"""The products of the table, or of the cards."""


async def headings(page: Page) -> list[str]:
    """What the columns are called, or the figures of the first card; of what is shown."""
    await expect(page.locator(NAMES).first).to_be_visible()
    table = await page.locator("thead th").count()
    place = page.locator("thead th") if table else page.locator("main article").first.locator("dt")
    found = [text.strip("↑↓ ") for text in await place.all_inner_texts()]
    return [text for text in found if text not in ("", "Select", "Product")]


async def titles(page: Page) -> list[str]:
    """The products in the order shown."""
    found = page.locator(NAMES)
    await expect(found.first).to_be_visible()
    return await found.all_inner_texts()


async def close_panel(page: Page) -> None:
    await page.get_by_role("dialog").get_by_role("button", name="Close").click()
    await expect(page.get_by_role("dialog")).to_have_count(0)


@DESK
async def test_columns_are_chosen_ordered_sent_and_remembered(owner: Visitor, width: int) -> None:
    page = owner.page
    await page.set_viewport_size({"width": width, "height": 800})
    await owner.go("/watchlist?lang=en")
    await expect(product(page, "Choynak")).to_be_visible()
    usual = ["Price", "7 days, units", "Yesterday", "Today", "Revenue, 7 days", "Stock", "Seen"]
    assert await headings(page) == usual

    await owner.press("Columns")
    panel = page.get_by_role("dialog")
    for name in ("Yesterday", "Today", "Revenue, 7 days", "Seen"):
        await panel.get_by_role("checkbox", name=name, exact=True).uncheck()
    await panel.get_by_role("checkbox", name="Orders, lifetime").check()
    await panel.get_by_role("button", name="Move up: Orders, lifetime").click()
    await panel.get_by_role("button", name="Move up: Orders, lifetime").click()
    await expect(panel.get_by_role("button", name="Move up: Price")).to_be_disabled()
    await close_panel(page)
    chosen = ["Price", "Orders, lifetime", "7 days, units", "Stock"]
    assert await headings(page) == chosen
    assert "cols=price,orders,units_7,stock" in page.url
    await expect(product(page, "Choynak")).to_contain_text("1\u00a0204")
    assert await sideways(page) == []
    assert await cut_texts(page) == []

    # This device has them from now on, and a link that says others shows those.
    await owner.go("/watchlist?lang=en")
    await expect(page).to_have_url(re.compile("cols=price,orders"))
    assert await headings(page) == chosen
    await owner.go("/watchlist?lang=en&cols=rating,note")
    await expect(product(page, "Choynak")).to_be_visible()
    assert await headings(page) == (["Rating", "Note"] if width > 1000 else ["Rating"])
    await owner.go("/watchlist?lang=en")
    await owner.press("Columns")
    await page.get_by_role("dialog").get_by_role("button", name="As at the beginning").click()
    await close_panel(page)
    assert await headings(page) == usual
    assert "cols" not in page.url


@PHONE
async def test_it_is_narrowed_and_sorted_and_the_address_says_so(
    owner: Visitor, db: asyncpg.Connection, width: int
) -> None:
    await rows.insert(db, "categories", category_id=5, title_uz="Oshxona")
    await rows.insert(db, "sellers", seller_id=6, title="Lavido")
    await db.execute("UPDATE products SET category_id = 5, seller_id = 6 WHERE product_id = 1700012")
    await db.execute("UPDATE products SET state = 'gone' WHERE product_id = 1700013")
    page = owner.page
    await page.set_viewport_size({"width": width, "height": 800})
    await owner.go("/watchlist?lang=en")
    assert await titles(page) == ["Choynak", "Kosa", "Lagan"]
    await page.get_by_role("combobox", name="Order").select_option("Stock")
    await expect(product(page, "Lagan")).to_be_visible()
    await expect(page.locator(NAMES).first).to_have_text("Lagan")
    await page.get_by_role("button", name="Turn the order round").click()
    await expect(page.locator(NAMES).first).to_have_text("Choynak")
    assert "sort=stock" in page.url

    await page.get_by_text("More filters", exact=True).click()
    await page.get_by_role("button", name="In stock", exact=True).click()
    await expect(product(page, "Choynak")).to_have_count(0)
    await page.get_by_label("Price to, soʻm").fill("129 001")
    await page.keyboard.press("Enter")
    await expect(product(page, "Lagan")).to_have_count(0)
    assert await titles(page) == ["Kosa"]
    await page.reload()
    assert await titles(page) == ["Kosa"]
    await expect(page.get_by_text("More filters (2 set)")).to_be_visible()
    await page.get_by_role("button", name="In stock", exact=True).click()
    await page.get_by_label("Price to, soʻm").fill("")
    await page.keyboard.press("Enter")
    for label, choice, found in (
        ("Category", "Oshxona (1)", "Kosa"),
        ("Shop", "Lavido (1)", "Kosa"),
    ):
        field = page.get_by_role("combobox", name=label)
        await field.select_option(choice)
        await expect(page.get_by_text("1 product", exact=True)).to_be_visible()
        assert await titles(page) == [found]
        await field.select_option("All")
        await expect(page.get_by_text("3 products", exact=True)).to_be_visible()
    await page.get_by_role("button", name="No longer listed").click()
    await expect(page.get_by_text("1 product", exact=True)).to_be_visible()
    await expect(product(page, "Lagan")).to_contain_text("no longer listed")
    assert await sideways(page) == []


@DESK
async def test_the_file_holds_exactly_what_is_shown(owner: Visitor, tmp_path: Path, width: int) -> None:
    page = owner.page
    await page.set_viewport_size({"width": width, "height": 800})
    await owner.go("/watchlist?lang=en&sort=-price&cols=price,units_7&from=129001")
    assert await titles(page) == ["Lagan", "Kosa"]
    await owner.press("Export")
    panel = page.get_by_role("dialog")
    await expect(panel).to_contain_text("All 2 products of this view")
    head = ["Product number", "Product", "State", "Price, soʻm", "7 days, units"]
    parts = [f"7 days, units: {part}" for part in ("low", "high", "basis")]
    for button, ending in (("CSV", "csv"), ("Excel (XLSX)", "xlsx")):
        async with page.expect_download() as coming:
            await panel.get_by_role("button", name=button).click()
        path = tmp_path / f"file.{ending}"
        await (await coming.value).save_as(path)
        await expect(panel.get_by_text("Saved: ventra-watchlist-")).to_be_visible()
        if ending == "csv":
            with path.open(encoding="utf-8-sig", newline="") as file:
                found: list[list[object]] = [list(row) for row in csv.reader(file)]
        else:
            found = [list(row) for row in sheets(path.read_bytes())["Products"]]
        assert found[0] == head + parts
        assert [row[1] for row in found[1:]] == ["Lagan", "Kosa"]
        assert [float(str(row[3])) for row in found[1:]] == [129_002, 129_001]
        assert [float(str(row[4])) for row in found[1:]] == [82, 83]


async def test_a_file_that_fails_says_so_and_can_be_asked_for_again(owner: Visitor) -> None:
    page = owner.page
    await owner.go("/watchlist?lang=en")
    await page.route("**/exports/watchlist.csv*", lambda route: route.abort())
    await owner.press("Export")
    panel = page.get_by_role("dialog")
    await panel.get_by_role("button", name="CSV").click()
    await expect(panel.get_by_text("The server does not answer right now")).to_be_visible()
    await page.unroute("**/exports/watchlist.csv*")
    async with page.expect_download():
        await panel.get_by_role("button", name="CSV").click()


@PHONE
async def test_a_view_is_saved_shared_and_opened_by_a_colleague(
    visitors: list[Visitor], owner: Visitor, db: asyncpg.Connection, width: int
) -> None:
    page = owner.page
    await page.set_viewport_size({"width": width, "height": 800})
    await owner.go("/watchlist?lang=en&sort=-price&cols=price,stock&from=129001")
    await expect(product(page, "Lagan")).to_be_visible()
    await owner.press("Views")
    panel = page.get_by_role("dialog")
    await panel.get_by_label("Name of the view").fill("Qimmatlar")
    await panel.get_by_role("button", name="Save what is shown").click()
    await expect(panel.get_by_text("What you see is saved as “Qimmatlar”.")).to_be_visible()
    await panel.get_by_role("button", name="Share with the organisation: Qimmatlar").click()
    await expect(panel.get_by_role("region", name="The organisation's")).to_contain_text("Qimmatlar")
    await close_panel(page)
    await expect(page.get_by_role("button", name="View: Qimmatlar")).to_be_visible()

    # Replaced, deleted, and back again.
    await page.get_by_role("button", name="Turn the order round").click()
    await expect(page.get_by_role("button", name="Views", exact=True)).to_be_visible()
    await owner.press("Views")
    await panel.get_by_role("button", name="Replace by what is shown: Qimmatlar").click()
    await expect(panel.get_by_text("What you see is saved as “Qimmatlar”.")).to_be_visible()
    await panel.get_by_role("button", name="Delete: Qimmatlar").click()
    await expect(panel.get_by_text("No views are saved yet.")).to_be_visible()
    await panel.get_by_role("button", name="Undo").click()
    await expect(panel.get_by_role("region", name="The organisation's")).to_contain_text("Qimmatlar")
    assert await sideways(page) == []

    colleague = visitors[1]
    await colleague.sign_up("lola@dokon.uz")
    await join(db, "lola@dokon.uz")
    await colleague.go("/watchlist?lang=en")
    assert await titles(colleague.page) == ["Choynak", "Kosa", "Lagan"]
    await colleague.press("Views")
    theirs = colleague.page.get_by_role("dialog")
    await expect(theirs.get_by_role("button", name="Delete: Qimmatlar")).to_have_count(0)
    await theirs.get_by_role("button", name="Qimmatlar", exact=True).click()
    await expect(colleague.page.get_by_text("2 products", exact=True)).to_be_visible()
    assert await titles(colleague.page) == ["Kosa", "Lagan"]
    assert await headings(colleague.page) == ["Price", "Stock"]


async def join(db: asyncpg.Connection, email: str) -> None:
    """Have somebody be a viewer in the first visitor's organisation, and act for it."""
    await db.execute(
        """
        WITH who AS (SELECT user_id FROM users WHERE email = $1),
             org AS (SELECT org_id FROM trackers ORDER BY org_id DESC LIMIT 1),
             joined AS (INSERT INTO members (org_id, user_id, role) SELECT org_id, user_id, 'viewer' FROM org, who)
        UPDATE sessions SET org_id = (SELECT org_id FROM org) WHERE user_id = (SELECT user_id FROM who)
        """,
        email,
    )


@DESK
async def test_a_long_watchlist_comes_as_one_scrolls_and_is_where_it_was_on_the_way_back(
    owner: Visitor, db: asyncpg.Connection, width: int
) -> None:
    page = owner.page
    await page.set_viewport_size({"width": width, "height": 800})
    many = list(range(1700100, 1700800))
    await db.execute(
        "INSERT INTO products (product_id, bucket, title_uz, title_folded) "
        "SELECT n, 0, 'Piyola ' || n, 'piyola ' || n FROM unnest($1::bigint[]) AS m(n)",
        many,
    )
    await db.execute(
        "INSERT INTO product_latest (product_id, seen_at, price_uzs) SELECT n, now(), n FROM unnest($1::bigint[]) AS m(n)",
        many,
    )
    await track(db, many)
    await owner.go("/watchlist?lang=en&sort=price")
    await expect(page.get_by_text("703 products", exact=True)).to_be_visible()
    assert (await titles(page))[0] == TITLES[1700011]
    shown = page.locator("main tbody:not([aria-hidden]), main article")
    last = page.get_by_role("link", name="Piyola 1700799", exact=True)
    for _ in range(200):
        if await last.count():
            break
        await page.evaluate(SCROLL, 3000)
        await page.wait_for_timeout(50)
    await expect(last).to_be_visible()
    assert await shown.count() < 60
    assert await page.get_by_text("Fetched:").count() == 0

    before = await page.evaluate(WHERE)
    assert before > 10_000
    await last.click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Piyola 1700799")
    await page.go_back()
    await expect(last).to_be_visible()
    assert abs(await page.evaluate(WHERE) - before) < 1_500

    # All that is shown can be ticked, also what is out of sight.
    await page.get_by_role("checkbox", name="Select all shown (703)").check()
    await expect(page.get_by_text("At most 500 products at once.")).to_be_visible()
    await page.get_by_role("button", name="Clear the selection").click()


BOX = "document.querySelector('[data-scroll-restoration-id=watchlist]')"
SCROLL = f"by => ({BOX} ?? window).scrollBy(0, by)"
WHERE = f"() => {BOX}?.scrollTop ?? scrollY"


async def test_on_a_narrow_desk_many_columns_move_under_a_product_that_stays(owner: Visitor) -> None:
    page = owner.page
    await page.set_viewport_size({"width": 1100, "height": 800})
    columns = (
        "mark,price,list_price,stock,units_today,units_1,units_7,units_28,revenue_7,revenue_28,tags,note,seen"
    )
    await owner.go(f"/watchlist?lang=en&cols={columns}")
    await expect(product(page, "Choynak")).to_be_visible()
    assert await sideways(page) == []
    name = page.get_by_role("link", name="Choynak", exact=True)
    left = (await name.bounding_box() or {})["x"]
    await page.evaluate(f"() => {BOX}.scrollBy(600, 0)")
    assert abs((await name.bounding_box() or {})["x"] - left) < 2
    assert await page.evaluate(f"() => {BOX}.scrollLeft") > 300
