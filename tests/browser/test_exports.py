"""Tables taken home from their pages: as files, and at an address that holds until it is revoked."""

from __future__ import annotations

from pathlib import Path

import pyarrow.parquet as pq
import pytest
from playwright.async_api import expect

from browser.opened import CUT, SIDEWAYS, keep_picture
from browser.visitor import Visitor
from browser.watched import product

pytestmark = pytest.mark.browser


async def test_a_table_goes_home_as_a_file_and_at_an_address_until_it_is_revoked(
    owner: Visitor, visitors: list[Visitor], tmp_path: Path, checkout: Path
) -> None:
    page, nobody = owner.page, visitors[1].context.request
    await owner.go("/watchlist?lang=en&cols=price,note")
    await product(page, "Choynak").get_by_role("button", name="Mine", exact=True).click()
    await owner.press("Export")
    panel = page.get_by_role("dialog")
    async with page.expect_download() as coming:
        await panel.get_by_role("button", name="Parquet").click()
    await (await coming.value).save_as(tmp_path / "file.parquet")
    assert pq.read_table(tmp_path / "file.parquet").schema.names == ["id", "title", "state", "price", "note"]
    await panel.get_by_label("Name").fill("Mening jadvalim")
    await expect(panel.get_by_label("Days, 1 to 365")).to_have_value("90")
    await panel.get_by_role("button", name="Make an address").click()
    address = (await panel.locator("pre").inner_text()).strip()
    await expect(panel.get_by_text("=IMPORTDATA")).to_contain_text(address)
    read = address.replace(address.split("/api/")[0], owner.origin)
    answer = await nobody.get(read)
    assert answer.status == 200
    head = (await answer.text()).splitlines()[0]
    assert head == 'Product number,Product,State,"Price, soʻm"', "a note is in no address"

    await page.set_viewport_size({"width": 360, "height": 800})
    await panel.get_by_role("link", name="All addresses").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Exports")
    row = page.get_by_role("listitem").filter(has_text="Mening jadvalim")
    await expect(row).to_contain_text("Readonce")
    for lang, title in (("ru", "Экспорт"), ("uz", "Eksport")):
        await owner.go(f"/exports?lang={lang}")
        await expect(page.get_by_role("heading", level=1)).to_have_text(title)
        await expect(page.get_by_role("listitem").filter(has_text="Mening jadvalim")).to_be_visible()
        for width in (360, 1280):
            await page.set_viewport_size({"width": width, "height": 800})
            picture = checkout / "test-results" / "page" / f"exports-{width}-{lang}.png"
            await keep_picture(page, picture, lang=lang, width=width)
            assert await page.evaluate(SIDEWAYS) == []
            assert await page.evaluate(CUT) == []
    await owner.go("/exports?lang=en")
    await owner.press("Revoke Mening jadvalim")
    await page.get_by_role("dialog").get_by_role("button", name="Revoke").click()
    await expect(page.get_by_text("No address is open")).to_be_visible()
    assert (await nobody.get(read)).status == 404


async def test_each_list_leads_to_its_table_and_so_does_the_page_of_all(
    owner: Visitor, checkout: Path
) -> None:
    page = owner.page
    await owner.go("/browse?lang=en&q=kosa")
    await owner.press("Export")
    panel = page.get_by_role("dialog")
    await panel.locator("summary").click()
    await panel.get_by_label("Stock", exact=True).uncheck()
    await keep_picture(
        page, checkout / "test-results" / "page" / "exports-panel-1280-uz.png", lang="uz", width=1280
    )
    async with page.expect_download() as coming:
        await panel.get_by_role("button", name="CSV").click()
    lines = Path(await (await coming.value).path()).read_text(encoding="utf-8-sig").splitlines()
    assert ("Stock" in lines[0], len(lines)) == (False, 2)
    await page.keyboard.press("Escape")
    for address in ("/rising", "/niches"):
        await owner.go(f"{address}?lang=en")
        await expect(
            page.get_by_role("main").get_by_role("button", name="Export", exact=True)
        ).to_be_visible()
    await owner.go("/exports?lang=en")
    await page.get_by_label("Table").select_option("sales_days")
    await expect(page.get_by_label("First day")).to_be_visible()
    async with page.expect_download() as coming:
        await owner.press("CSV")
    assert (await coming.value).suggested_filename.startswith("ventra-sales-days-20")
