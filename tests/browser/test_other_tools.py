"""Another tool's table on the page, over the real api: from the file to the watchlist."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.async_api import expect

from browser.opened import CUT, SIDEWAYS, keep_picture
from browser.visitor import Visitor

pytestmark = pytest.mark.browser
TABLE = (
    "Дата;Ссылка на товар;Название;Продано, шт;Выручка\n"
    "2026-11-26;https://uzum.uz/ru/product/choynak-1700009;Чайник стеклянный с ситечком и подставкой;4;360 000\n"
    "2026-11-26;https://uzum.uz/ru/product/piyola-1700010;Пиала;0;\n"
    "2026-11-26;пиала;Пиала;1;1\n"
)


async def test_a_table_becomes_watched_products(owner: Visitor, checkout: Path) -> None:
    page = owner.page
    await owner.go("/watchlist?lang=en")
    await page.get_by_role("link", name="From another tool").click()
    await expect(page.get_by_role("heading", name="From another tool")).to_be_visible()
    file = {"name": "savdo.csv", "mimeType": "text/csv", "buffer": TABLE.encode("cp1251")}
    await page.locator("input[type=file]").set_input_files(file)
    await expect(page.get_by_text("Lines that can be read: 2; products in them: 2.")).to_be_visible()
    for at, name in enumerate(("day", "product", "title", "sold", "revenue"), 1):
        await expect(page.get_by_label(f"Column {at} is")).to_have_value(name)
    await page.get_by_text("Lines that cannot be read: 1").click()
    await expect(page.get_by_text("no number or link of a product")).to_be_visible()
    # A column is taken back, and nothing can be read any more.
    await page.get_by_label("Column 2 is").select_option("")
    await expect(page.get_by_role("button", name="Watch these products: 0")).to_be_disabled()
    await page.get_by_label("Column 2 is").select_option("product")
    await page.get_by_label("Tag (if you like)").fill("Raqib")
    await page.get_by_label("Keep the columns under a name (if you like)").fill("Bozor tahlili")
    pictures = checkout / "test-results" / "page"
    for width in (1280, 360):
        await page.set_viewport_size({"width": width, "height": 800})
        await keep_picture(page, pictures / f"other-tools-{width}.png", lang="ru", width=width)
        assert await page.evaluate(SIDEWAYS) == []
        assert await page.evaluate(CUT) == []
    await page.get_by_role("button", name="Watch these products: 2").click()
    await expect(page.get_by_text("Watched: 2.")).to_be_visible()
    await expect(page.get_by_text("Bozor tahlili")).to_be_visible()
    await page.locator("input[type=file]").set_input_files(file)
    await expect(page.get_by_text("Read as “Bozor tahlili”, by the heads of its columns.")).to_be_visible()
