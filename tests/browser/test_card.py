"""A report card from the product's page: asked for, waited for, downloaded; and what stands there when it fails."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.async_api import Locator, Page, expect

from browser.opened import Site, sideways
from fakes.api_shape_cards import PNG
from fixtures.seldom import DESK

pytestmark = pytest.mark.browser


async def opened(site: Site, width: int = 360) -> tuple[Page, Locator]:
    """The product's page with the sheet of its report cards."""
    page = await site.open("/p/1700001", width=width)
    await page.get_by_role("button", name="Отчёт").click()
    sheet = page.get_by_role("dialog")
    await expect(sheet).to_be_visible()
    return page, sheet


@DESK
async def test_a_card_is_made_and_downloaded(site: Site, tmp_path: Path, width: int) -> None:
    page, sheet = await opened(site, width)
    await sheet.get_by_role("button", name="Собрать: Картинка (PNG)").click()
    await expect(sheet.get_by_text("Собирается…")).to_be_visible()
    link = sheet.get_by_role("link", name="Скачать: Картинка (PNG)")
    await expect(link).to_be_visible(timeout=30_000)
    async with page.expect_download() as download:
        await link.click()
    saved = tmp_path / "card.png"
    await (await download.value).save_as(saved)
    assert saved.read_bytes() == PNG
    assert (await download.value).suggested_filename == "ventra-1700001-ru.png"
    await expect(sheet.get_by_role("button", name="Собрать: Лист (PDF, A4)")).to_be_enabled()
    assert await sideways(page) == []
    assert "POST /api/v1/products/1700001/card" in site.shape.asked


async def test_a_card_that_fails_says_why_and_can_be_asked_for_again(site: Site) -> None:
    site.shape.cards.fails_with = "Там, где собираются отчёты, нет Chromium."
    page, sheet = await opened(site)
    await sheet.get_by_role("button", name="Собрать: Лист (PDF, A4)").click()
    await expect(sheet.get_by_role("alert")).to_contain_text("нет Chromium", timeout=30_000)
    assert await sideways(page) == []
    site.shape.cards.fails_with = None
    await sheet.get_by_role("button", name="Попробовать снова: Лист (PDF, A4)").click()
    await expect(sheet.get_by_role("link", name="Скачать: Лист (PDF, A4)")).to_be_visible(timeout=30_000)
    await expect(sheet.get_by_role("alert")).to_have_count(0)


async def test_an_api_that_is_away_is_said_and_the_sheet_closes_on_escape(site: Site) -> None:
    page, sheet = await opened(site)
    site.shape.mode = "away"
    await sheet.get_by_role("button", name="Собрать: Картинка (PNG)").click()
    await expect(sheet.get_by_role("alert")).to_contain_text("Сервер сейчас не отвечает")
    site.shape.mode = "ok"
    await page.keyboard.press("Escape")
    await expect(sheet).to_have_count(0)
