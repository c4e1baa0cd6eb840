"""Where a figure of a product comes from, and a figure that is copied as a spreadsheet takes it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.async_api import expect

from browser.axe import grave_faults
from browser.opened import CUT, SIDEWAYS, Site

pytestmark = pytest.mark.browser
PATH = "/p/1700001"
CLIPBOARD = "navigator.clipboard.readText()"


@pytest.mark.parametrize(("name", "days"), [("7 дней", 7), ("28 дней", 28)])
async def test_a_window_tells_of_the_days_it_is_the_sum_of(
    site: Site, web: Path, name: str, days: int
) -> None:
    page = await site.open(PATH, width=360)
    await page.get_by_role("button", name=f"Откуда? {name}").click()
    await page.wait_for_url(f"**why={days}")
    sheet = page.get_by_role("dialog")
    await expect(sheet.get_by_role("listitem")).to_have_count(days)
    await expect(sheet.get_by_role("heading").first).to_contain_text(f"{site.shown(days)} – {site.shown(1)}")
    await expect(sheet).to_contain_text(f"Это сумма {days} закрытых дней")
    assert await page.evaluate(SIDEWAYS) == []
    assert await page.evaluate(CUT) == []
    assert await grave_faults(page, web) == []
    await sheet.get_by_role("button", name=site.shown(2)).click()
    await page.wait_for_url(f"**day={site.day(2)}**")
    await expect(page.get_by_role("dialog").get_by_role("heading").first).to_contain_text(site.shown(2))
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("dialog")).to_have_count(0)


async def test_yesterday_tells_its_own_reasons_and_the_address_keeps_them(site: Site) -> None:
    page = await site.open(PATH)
    await page.get_by_role("button", name="Откуда? Вчера").click()
    await page.wait_for_url(f"**why=open**day={site.day(1)}**")
    await expect(page.get_by_role("dialog").get_by_role("heading").first).to_contain_text(site.shown(1))
    page = await site.open(f"{PATH}?why=28")
    await expect(page.get_by_role("dialog").get_by_role("listitem")).to_have_count(28)
    await page.keyboard.press("Escape")
    await expect(page).not_to_have_url(re.compile("why="))


async def test_a_tap_copies_the_exact_number(site: Site) -> None:
    page = await site.open(PATH)
    await page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=site.origin)
    figures = page.get_by_role("region", name="Показатели продаж")
    copies = figures.get_by_title(re.compile("^Скопировать точное число: "))
    for at in range(await copies.count()):
        promised = (await copies.nth(at).get_attribute("title") or "").rpartition(" ")[2]
        await copies.nth(at).click()
        await expect(figures.get_by_text("Скопировано").first).to_be_visible()
        copied = await page.evaluate(CLIPBOARD)
        assert copied == promised
        assert re.fullmatch(r"\d+(,\d+)?", copied)
    await expect(figures.get_by_text("Скопировано")).to_have_count(0)


async def test_a_clipboard_that_is_forbidden_is_told(site: Site) -> None:
    page = await site.open(PATH)
    await page.evaluate("void (navigator.clipboard.writeText = () => Promise.reject(new Error('forbidden')))")
    await page.get_by_title(re.compile("^Скопировать точное число: ")).first.click()
    await expect(page.get_by_text("Не удалось скопировать")).to_be_visible()
