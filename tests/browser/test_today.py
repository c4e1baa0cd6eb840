"""Home: three questions, each with its answer large, or with the next step where there is none yet."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from playwright.async_api import Page, expect

from browser.opened import Site
from fixtures.seldom import DESK, PHONE

pytestmark = pytest.mark.browser


async def words(page: Page, name: str) -> str:
    """What stands under a question, once it is there."""
    part = page.get_by_role("region", name=name)
    await expect(part.get_by_role("listitem").first).to_be_visible()
    return (await part.inner_text()).replace("\u00a0", " ")


@PHONE
async def test_the_three_questions_are_answered(site: Site, width: int) -> None:
    page = await site.open("/", width=width)
    what = await words(page, "Что продавать?")
    assert "(1 216–1 318)" in what
    assert "▲ ×15" in what
    assert "(+310 %…×72)" in what
    assert "▼" not in what
    rivals = await words(page, "Мои конкуренты")
    assert "▼ Цена 1 290 000 сум → 990 000 сум (−23 %)" in rivals
    assert "✕ нет в наличии" in rivals.lower()
    assert "Всего изменений: 23" in rivals
    shop = await words(page, "Мой магазин")
    assert "Все мои (4)" in shop


async def test_how_far_back_changes_are_told_is_in_the_address(site: Site) -> None:
    page = await site.open("/")
    rivals = page.get_by_role("region", name="Мои конкуренты")
    await rivals.get_by_role("button", name="1 день").click()
    await page.wait_for_url("**/?changes=1")
    await expect(rivals).to_contain_text("Цены и остатки всех отслеживаемых товаров (10) прежние.")
    await page.reload()
    await expect(rivals.get_by_role("button", name="1 день")).to_have_attribute("aria-pressed", "true")


async def test_an_answer_leads_to_the_whole_list_and_to_the_product(site: Site) -> None:
    page = await site.open("/", width=360)
    what = page.get_by_role("region", name="Что продавать?")
    await what.get_by_role("link", name="Все, в этом порядке").nth(1).click()
    await page.wait_for_url("**/browse?sort=-growth")
    await expect(page.get_by_label("Порядок")).to_have_value("-growth")
    await page.go_back()
    await what.get_by_role("listitem").first.get_by_role("link").click()
    await page.wait_for_url("**/p/1700001")


async def test_a_search_from_home_finds_in_the_list(site: Site) -> None:
    page = await site.open("/")
    await page.get_by_role("searchbox").fill("наушники")
    await page.keyboard.press("Enter")
    await page.wait_for_url(f"**/browse?q={quote('наушники')}")
    await expect(page.get_by_role("row")).to_have_count(1 + 8)


async def test_who_is_not_signed_in_sees_the_market_and_what_signing_in_gives(site: Site) -> None:
    site.shape.asker = "nobody"
    page = await site.open("/")
    await words(page, "Что продавать?")
    await page.get_by_role("region", name="Мои конкуренты").get_by_role("link", name="Войти").click()
    await page.wait_for_url("**/sign-in?*")


@DESK
async def test_growth_stands_below_seven_days_in_lists_and_on_the_product(site: Site, width: int) -> None:
    page = await site.open("/browse?sort=-growth", width=width)
    row = page.get_by_role("row").nth(1) if width > 1000 else page.get_by_role("article").first
    await expect(row).to_contain_text("▲ ×15")
    await row.get_by_role("link").first.click()
    await expect(page.get_by_role("region", name="Показатели продаж")).to_contain_text("(+310\u00a0%…×72)")
