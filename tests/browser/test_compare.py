"""Comparing products: by address, by search, up to six; the drawing, the day read out, the table."""

from __future__ import annotations

import re

import pytest
from playwright.async_api import Locator, Page, expect

from browser.opened import Site
from browser.test_product import inked
from browser.visitor import Visitor
from browser.watched import bulk

pytestmark = pytest.mark.browser
THREE = "/compare?ids=1700001,1700002,1700004"


def products(page: Page) -> Locator:
    return page.get_by_role("list", name="Что сравнивается").get_by_role("listitem")


def offered(page: Page, which: str = "") -> Locator:
    """What the field offers to add."""
    return page.locator(f"main [role=option]{which}")


async def test_an_address_shows_its_products_drawn_read_out_and_in_a_table(site: Site) -> None:
    page = await site.open(f"{THREE}&range=90&day={site.day(3)}")
    await expect(products(page)).to_have_count(3)
    await page.locator(".uplot canvas").wait_for()
    assert await inked(page) > 0.02
    await expect(page.get_by_role("region", name="Выбранный день")).to_contain_text(site.shown(3))
    columns = page.get_by_role("columnheader")
    await expect(columns).to_have_count(3)
    await expect(columns.first).to_contain_text("Футболка детская хлопковая")
    units = page.get_by_role("row", name="Продано за 7 дней")
    await expect(units.get_by_role("img", name="измерено").first).to_be_visible()
    await expect(units.get_by_role("cell").first).to_contain_text(re.compile(r"\(.+–.+\)"))
    for name in (
        "Цена",
        "Остаток",
        "Продано за 28 дней",
        "Выручка за 7 дней",
        "Всего заказов",
        "Отзывы",
        "Оценка",
    ):
        await expect(page.get_by_role("row", name=name).first).to_be_visible()
    await expect(page.get_by_role("row", name="Увидено").last).to_contain_text("мин назад")


async def test_nothing_to_compare_says_how_to_begin_and_search_begins_it(site: Site) -> None:
    page = await site.open("/compare")
    await expect(page.get_by_text("Пока нечего сравнивать")).to_be_visible()
    field = page.get_by_role("combobox", name="Добавить товар")
    await expect(field).to_be_visible()
    await page.keyboard.press("/")
    await expect(field).to_be_focused()
    await page.keyboard.type("футболка", delay=15)
    await expect(offered(page, "[aria-selected=true]")).to_contain_text("Футболка")
    await page.keyboard.press("Enter")
    await page.wait_for_url("**/compare?ids=1700001")
    await expect(page.get_by_text("Добавьте хотя бы ещё один товар")).to_be_visible()
    await expect(field).to_have_value("")
    await page.keyboard.type("наушники", delay=15)
    await expect(offered(page, "[aria-selected=true]")).to_contain_text("Наушники")
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("ArrowUp")
    await page.keyboard.press("Enter")
    await expect(products(page)).to_have_count(2)
    # What is compared already is not offered again.
    await page.keyboard.type("футболка", delay=15)
    await expect(offered(page).first).to_be_visible()
    await expect(offered(page).filter(has_text="1700001")).to_have_count(0)
    await page.keyboard.press("Escape")
    await expect(offered(page)).to_have_count(0)


async def test_products_are_moved_singled_out_and_taken_away(site: Site) -> None:
    page = await site.open(THREE)
    await expect(products(page).first).to_contain_text("Футболка")
    await products(page).first.get_by_role("button", name="Ниже").click()
    await page.wait_for_url("**ids=1700002,1700001,1700004")
    await expect(products(page).nth(1)).to_contain_text("Футболка")
    await expect(products(page).first.get_by_role("button", name="Выше")).to_be_disabled()
    single = products(page).nth(1).get_by_role("button", name="Показать интервал")
    await expect(single).to_have_attribute("aria-pressed", "false")
    await single.click()
    await expect(single).to_have_attribute("aria-pressed", "true")
    await page.wait_for_url("**on=1700001**")
    await products(page).nth(1).get_by_role("button", name="Убрать").click()
    await expect(products(page)).to_have_count(2)
    await expect(page).to_have_url(re.compile(r"ids=1700002,1700004(?!.*on=)"))


async def test_measure_and_period_are_part_of_the_address(site: Site) -> None:
    page = await site.open(THREE)
    await page.get_by_role("button", name="Цена").click()
    await page.get_by_role("button", name="7 дней").click()
    await page.wait_for_url(re.compile(r"(?=.*range=7)(?=.*what=price)"))
    await expect(page.get_by_text("целый день никто не смотрел")).to_be_visible()
    await page.reload()
    await expect(page.get_by_role("button", name="Цена")).to_have_attribute("aria-pressed", "true")
    await page.locator(".uplot canvas").wait_for()
    assert any("/prices?" in each for each in site.shape.asked)
    await page.get_by_role("button", name="Всё").click()
    await expect(page.get_by_role("slider")).to_have_attribute("aria-valuemax", "59")


async def test_a_day_is_chosen_by_keys_and_spoken_for_each_product(site: Site) -> None:
    page = await site.open(f"{THREE}&day={site.day(3)}")
    slider = page.get_by_role("slider")
    await slider.focus()
    await page.keyboard.press("ArrowLeft")
    await page.wait_for_url(f"**day={site.day(4)}")
    spoken = await slider.get_attribute("aria-valuetext") or ""
    assert site.shown(4) in spoken
    assert all(f"{place}: " in spoken for place in (1, 2, 3))
    await page.get_by_role("button", name="Следующий день").click()
    await page.wait_for_url(f"**day={site.day(3)}")


async def test_more_than_six_are_refused_with_words(site: Site) -> None:
    ids = ",".join(str(1_700_001 + n) for n in range(8))
    page = await site.open(f"/compare?ids={ids}")
    await expect(products(page)).to_have_count(6)
    await expect(page.get_by_text("ещё 2 из этого адреса пропущены")).to_be_visible()
    await expect(page.get_by_role("combobox", name="Добавить товар")).to_be_disabled()
    await expect(page.get_by_text("Уберите одну, чтобы добавить другую")).to_be_visible()
    await page.get_by_role("button", name="Убрать пропущенные").click()
    await expect(page.get_by_text("из этого адреса")).to_have_count(0)


async def test_a_product_that_is_not_there_and_an_api_that_is_away_are_said(site: Site) -> None:
    page = await site.open("/compare?ids=1700001,9")
    await expect(products(page).nth(1)).to_contain_text("Такой товар не найден")
    await page.locator(".uplot canvas").wait_for()
    site.shape.mode = "away"
    page = await site.open("/compare?ids=1700003")
    await expect(page.get_by_role("main").get_by_text("Сервер сейчас не отвечает").first).to_be_visible()
    site.shape.mode = "ok"
    await page.locator(".uplot canvas").wait_for()


async def test_the_way_leads_here_from_a_product(site: Site) -> None:
    page = await site.open("/p/1700001")
    await page.get_by_role("link", name="Сравнить с…").click()
    await page.wait_for_url("**/compare?ids=1700001")
    await expect(products(page)).to_have_count(1)


async def test_its_category_comes_with_one_tap_and_shapes_are_laid_side_by_side(site: Site) -> None:
    page = await site.open(f"/compare?ids=1700001&day={site.day(1)}")
    await products(page).first.get_by_role("button", name="Добавить его категорию: Чайники").click()
    await page.wait_for_url("**ids=1700001,c123**")
    await expect(products(page).nth(1)).to_contain_text("Категория, 60 товаров")
    await expect(page.get_by_role("button", name="Добавить его категорию")).to_have_count(0)
    shapes = page.get_by_role("group", name="Как показаны линии")
    percent = shapes.get_by_role("button", name="В % от среднего")
    await expect(percent).to_have_attribute("aria-pressed", "true")
    await page.locator(".uplot canvas").wait_for()
    await expect(page.get_by_text("100 % — обычный день самой линии")).to_be_visible()
    chosen = page.get_by_role("region", name="Выбранный день")
    await expect(chosen.get_by_role("definition").nth(1)).to_contain_text(
        re.compile(r"\d+\s%.*\(.+–.+\)", re.DOTALL)
    )
    assert re.search(
        r"2: \d+\s%, \d+", await page.get_by_role("slider").get_attribute("aria-valuetext") or ""
    )
    await shapes.get_by_role("button", name="Как есть").click()
    await page.wait_for_url("**as=amount**")
    await expect(page.get_by_text("100 % — обычный день самой линии")).to_have_count(0)
    await page.reload()
    await expect(percent).to_have_attribute("aria-pressed", "false")
    await products(page).nth(1).get_by_role("button", name="Убрать").click()
    await expect(page).to_have_url(re.compile(r"ids=1700001(?!.*as=)"))


async def test_a_part_of_a_category_says_so_and_too_small_a_part_is_a_gap(site: Site) -> None:
    page = await site.open(f"/compare?ids=1700001,c123&day={site.day(3)}")
    value = page.get_by_role("region", name="Выбранный день").get_by_role("definition").nth(1)
    await expect(value).to_contain_text("известно о 51 из 60 товаров; всего не меньше")
    await expect(value).to_contain_text("%")
    await expect(value.get_by_role("img", name="восполнено")).to_be_visible()
    await page.get_by_role("button", name="Следующий день").click()
    await expect(value).to_contain_text("известно о 31 из 60 товаров")
    await expect(value).to_contain_text("для линии слишком мало")
    await expect(value).not_to_contain_text("%")
    await expect(page.get_by_text("меньше четырёх из каждых пяти товаров")).to_be_visible()


async def test_a_category_has_no_price_and_says_it_and_its_totals_keep_their_ranges(site: Site) -> None:
    page = await site.open("/compare?ids=1700001,c123&what=price")
    await expect(page.get_by_role("group", name="Как показаны линии")).to_have_count(0)
    chosen = page.get_by_role("region", name="Выбранный день")
    await expect(chosen).to_contain_text("у категории нет своей цены")
    await page.get_by_role("button", name="Остаток").click()
    await expect(chosen).to_contain_text("остаток категории не складывается")
    await expect(page.get_by_role("row", name="Цена").get_by_role("cell").nth(1)).to_have_text(
        "не для категории"
    )
    month = page.get_by_role("row", name="Продано за 28 дней").get_by_role("cell").nth(1)
    await expect(month).to_contain_text(
        re.compile(r"9\s812.*\(.+–.+\).*известно о 52 из 60 товаров", re.DOTALL)
    )
    assert not any("c123" in each or "/products/123" in each for each in site.shape.asked)


async def test_categories_are_found_by_words_and_led_to_from_their_page_and_a_products(site: Site) -> None:
    page = await site.open("/compare")
    await page.get_by_role("combobox", name="Добавить товар или категорию").click()
    await page.keyboard.type("choynaklar", delay=15)
    await offered(page).filter(has_text="Категория, ").first.click()
    await page.wait_for_url("**/compare?ids=c123")
    await page.locator(".uplot canvas").wait_for()
    page = await site.open("/c/123")
    await page.get_by_role("link", name="Сравнить с товаром").click()
    await page.wait_for_url("**/compare?ids=c123")
    await expect(products(page).first).to_contain_text("Чайники")
    page = await site.open("/p/1700001")
    await page.get_by_role("link", name="Сравнить с категорией").click()
    await page.wait_for_url("**/compare?ids=1700001,c123")
    page = await site.open("/compare?ids=1700001,c9")
    await expect(products(page).nth(1)).to_contain_text("Такая категория не найдена")
    await page.locator(".uplot canvas").wait_for()


async def test_what_is_ticked_on_the_watchlist_is_compared(owner: Visitor) -> None:
    await owner.go("/watchlist?lang=en")
    bar = await bulk(owner.page, "Choynak", "Kosa")
    await bar.get_by_role("link", name="Compare").click()
    await expect(owner.page.get_by_role("heading", level=1)).to_have_text("Compare products")
    await expect(owner.page.get_by_role("columnheader")).to_have_count(2)
