"""The accuracy page in Chromium: figures in words, what is measured, the order asked for, and what a file may be called."""

from __future__ import annotations

import re

import pytest
from playwright.async_api import Page, expect

from browser.opened import Site, settled, sideways
from fakes.api_shape_accuracy import ODD_TROUBLE
from fakes.api_shape_own_truth import ODD_TITLE
from fixtures.seldom import PHONE

pytestmark = pytest.mark.browser


async def first_group(page: Page) -> str:
    """The first trouble in the table."""
    table = page.get_by_role("table", name="По виду трудности")
    return await table.locator("tbody tr th").first.inner_text()


async def test_it_says_how_far_off_in_words_of_what_and_that_a_simulator_is_no_market(site: Site) -> None:
    page = await site.open("/accuracy", width=360)
    await settled(page)
    figures = page.get_by_role("region", name="Коротко")
    await expect(figures.locator("dl > div").nth(0)).to_contain_text("0,7")
    await expect(figures.locator("dl > div").nth(0)).to_contain_text("2,2 — если все виды товаров")
    await expect(figures.locator("dl > div").nth(2)).to_contain_text("8,4")
    await expect(page.get_by_text("Симулятор — не рынок.")).to_be_visible()
    await expect(page.get_by_text("зерно 7")).to_be_visible()
    await expect(page.get_by_text("правило 3")).to_be_visible()


async def test_before_the_first_measurement_it_says_so_and_fills_by_itself(site: Site) -> None:
    site.shape.mode = "empty"
    page = await site.open("/accuracy")
    await expect(page.get_by_text("Точность измеряется")).to_be_visible()
    site.shape.mode = "ok"
    await expect(page.get_by_role("region", name="Коротко")).to_be_visible()


async def test_the_table_sorts_by_a_score_and_the_address_keeps_it(site: Site) -> None:
    page = await site.open("/accuracy")
    await settled(page)
    assert (await first_group(page)).startswith("Отмены остаются")
    table = page.get_by_role("table", name="По виду трудности")
    await table.get_by_role("button", name="Ошибка (WAPE)").click()
    await expect(page).to_have_url(f"{site.origin}/accuracy?sort=wape")
    assert (await first_group(page)).startswith("Несколько трудностей сразу")
    await page.reload()
    await settled(page)
    assert (await first_group(page)).startswith("Несколько трудностей сразу")


async def test_a_week_and_a_month_have_figures_of_its_own_and_every_rule_a_number(site: Site) -> None:
    page = await site.open("/accuracy", width=360)
    bars = page.get_by_role("table", name="Поровну каждая штука")
    await expect(bars.get_by_role("row", name="VENTRA")).to_contain_text("6,5")
    await page.get_by_role("button", name="7 дней", exact=True).click()
    await expect(bars.get_by_role("row", name="VENTRA")).to_contain_text("3,3")
    await expect(bars.get_by_role("row")).to_have_count(6)
    await page.get_by_role("button", name="28 дней", exact=True).click()
    await expect(bars.get_by_role("row", name="VENTRA")).to_contain_text("1,6")
    await expect(page).to_have_url(re.compile("span=month$"))


async def test_a_term_is_explained_in_a_sentence_where_it_stands(site: Site) -> None:
    page = await site.open("/accuracy", width=360)
    words = page.get_by_text("из 100 штук 6 стоят не в тот день")
    await expect(words).to_be_hidden()
    await page.locator("summary", has_text="Ошибка (WAPE)").click()
    await expect(words).to_be_visible()


@PHONE
async def test_what_a_file_calls_its_troubles_is_shown_as_text(site: Site, width: int) -> None:
    page = await site.open("/accuracy?source=file", width=width)
    await settled(page)
    await expect(page.get_by_text(ODD_TROUBLE)).to_be_visible()
    await expect(page.get_by_text("<b>looks.parquet")).to_be_visible()
    await expect(page.locator("main img")).to_have_count(0)
    await expect(page).to_have_title("Насколько точны числа · VENTRA")


async def test_the_result_can_be_taken_along_whole(site: Site) -> None:
    page = await site.open("/accuracy")
    link = page.get_by_role("link", name="Полный результат, JSON")
    await expect(link).to_have_attribute("href", "/api/v1/accuracy/2/report")
    await expect(link).to_have_attribute("download", "ventra-accuracy-2.json")


async def test_it_is_found_from_the_foot_of_every_page_and_from_the_why_of_a_number(site: Site) -> None:
    page = await site.open(f"/p/1700001?day={site.day(3)}&why=open")
    await page.get_by_role("link", name="Насколько точны такие числа обычно?").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Насколько точны числа")
    await page.goto(f"{site.origin}/status")
    await page.get_by_role("contentinfo").get_by_role("link", name="Насколько точны числа").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Насколько точны числа")


async def test_a_refusal_is_shown_and_can_be_tried_again(site: Site) -> None:
    site.shape.mode = "broken"
    page = await site.open("/accuracy")
    alert = page.get_by_role("alert").first
    await expect(alert).to_contain_text("Soʻrovda xato bor.")
    site.shape.mode = "ok"
    await alert.get_by_role("button", name="Попробовать снова").click()
    await expect(page.get_by_role("region", name="Коротко")).to_be_visible()


async def test_an_own_shop_is_laid_beside_our_estimate_and_its_owner_alone_switches_what_follows(
    site: Site,
) -> None:
    site.shape.asker = "owner"
    page = await site.open("/accuracy", width=360)
    own = page.get_by_role("region", name="Правда вашего магазина и наша оценка")
    teapots = own.get_by_role("region", name="Choynaklar")
    await expect(teapots).to_contain_text("штуки × 1,36")
    days = teapots.get_by_role("listitem").filter(has_text="Дни")
    await expect(days).to_contain_text("25,7 % → 6,6 %")
    await expect(days).to_contain_text("−26 % → +1,2 %")
    await expect(teapots.get_by_role("listitem")).to_have_count(6)
    await expect(own.get_by_text(ODD_TITLE)).to_be_visible()
    await expect(own.get_by_text("Дней пока мало")).to_be_visible()
    assert await sideways(page) == []
    switch = own.get_by_role("checkbox", name="Исправлять то, что мы видим")
    await expect(switch).not_to_be_checked()
    await switch.click()
    await expect(teapots).to_contain_text("исправлено")
    await expect(switch).to_be_checked()
    site.shape.asker = "viewer"
    await page.reload()
    await expect(own).to_contain_text("Исправление включено. Изменить это может владелец")
    await expect(switch).to_have_count(0)
    site.shape.own_truth.connected = False
    await page.reload()
    await expect(own.get_by_role("link", name="Подключить магазин")).to_have_attribute("href", "/my-shop")
    site.shape.asker = "nobody"
    await page.reload()
    await settled(page)
    await expect(own).to_have_count(0)
