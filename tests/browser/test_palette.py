"""The palette and the keys of every page, by keyboard alone; what it says while there is nothing to choose."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.async_api import Locator, Page, expect

from browser.opened import Site, cut_texts, keep_picture, settled, sideways
from fixtures.seldom import seldom

pytestmark = pytest.mark.browser
FIELD = "Поиск и команды"


async def opened(page: Page) -> Locator:
    """The palette, opened by its key."""
    await expect(page.get_by_role("heading", level=1)).to_be_visible()
    await page.keyboard.press("Control+k")
    field = page.get_by_role("combobox", name=FIELD)
    await expect(field).to_be_focused()
    return field


def options(page: Page) -> Locator:
    """What the palette offers; the choices of languages in the head are options too."""
    return page.get_by_role("dialog").get_by_role("option")


def chosen(page: Page) -> Locator:
    return page.get_by_role("dialog").get_by_role("option", selected=True)


async def test_from_the_key_to_a_product_without_a_mouse(site: Site) -> None:
    page = await site.open("/how")
    field = await opened(page)
    await page.keyboard.type("футболка", delay=15)
    await expect(chosen(page)).to_contain_text("Футболка детская хлопковая")
    assert await field.get_attribute("aria-activedescendant") == await chosen(page).get_attribute("id")
    second = options(page).nth(1)
    await page.keyboard.press("ArrowDown")
    await expect(second).to_have_attribute("aria-selected", "true")
    href = await second.get_attribute("href")
    await page.keyboard.press("Enter")
    await page.wait_for_url(site.origin + str(href))
    await expect(page.get_by_role("dialog")).to_have_count(0)
    await expect(page.get_by_role("heading", level=1)).to_have_text("Футболка детская хлопковая")


async def test_enter_before_the_answer_takes_what_comes_first(site: Site) -> None:
    page = await site.open("/how")
    await opened(page)
    site.shape.mode = "slow"
    await page.keyboard.type("футболка")
    await page.keyboard.press("Enter")
    site.shape.mode = "ok"
    await page.wait_for_url("**/p/1700001")


async def test_the_ends_of_the_list_and_the_way_back(site: Site) -> None:
    page = await site.open("/how")
    button = page.get_by_role("banner").get_by_role("button", name=FIELD)
    await button.press("Enter")
    await expect(page.get_by_role("combobox", name=FIELD)).to_be_focused()
    offered = options(page)
    await page.keyboard.press("End")
    await expect(offered.last).to_have_attribute("aria-selected", "true")
    await page.keyboard.press("ArrowDown")
    await expect(offered.first).to_have_attribute("aria-selected", "true")
    await page.keyboard.press("ArrowUp")
    await expect(offered.last).to_have_attribute("aria-selected", "true")
    await page.keyboard.press("Home")
    await expect(offered.first).to_have_attribute("aria-selected", "true")
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("dialog")).to_have_count(0)
    await expect(button).to_be_focused()


async def test_another_tab_is_opened_and_this_one_stays(site: Site) -> None:
    page = await site.open("/how")
    await opened(page)
    await page.keyboard.type("футболка")
    await expect(chosen(page)).to_contain_text("Футболка")
    async with page.context.expect_page() as opening:
        await page.keyboard.press("Control+Enter")
    other = await opening.value
    await expect(other).to_have_url(re.compile("/p/1700001$"))
    await expect(page.get_by_role("combobox", name=FIELD)).to_be_focused()


async def test_shops_and_categories_are_found_in_either_script_and_gone_to(site: Site) -> None:
    page = await site.open("/how")
    await opened(page)
    await page.keyboard.type("toshk")
    await expect(page.get_by_role("group", name="Магазины").get_by_role("option")).to_contain_text(
        "Toshkent Savdo Uyi"
    )
    await page.keyboard.press("Enter")
    await page.wait_for_url("**/s/77")
    await opened(page)
    await page.keyboard.type("чойнаклар")
    category = page.get_by_role("group", name="Категории").get_by_role("option")
    await expect(category).to_contain_text("Чайники")
    await expect(category).to_contain_text("Дом › Кухня")
    await category.click()
    await page.wait_for_url("**/c/123")


async def test_what_was_gone_to_is_offered_again_until_sign_out(site: Site) -> None:
    page = await site.open("/how")
    for words in ("футболка", "наушники", "футболка"):
        await opened(page)
        await page.keyboard.type(words)
        await expect(chosen(page)).to_contain_text(re.compile(words, re.IGNORECASE))
        await page.keyboard.press("Enter")
        await expect(page.get_by_role("dialog")).to_have_count(0)
    await page.reload()
    await opened(page)
    recent = page.get_by_role("group", name="Недавнее").get_by_role("option")
    await expect(recent).to_have_count(2)
    await expect(recent.first).to_contain_text("Футболка")
    await page.keyboard.type("выйти")
    await expect(chosen(page)).to_have_text("Выйти")
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")
    await page.wait_for_url(site.origin + "/")
    await page.wait_for_function("localStorage.getItem('ventra.recent') === null")


async def test_a_pasted_number_leads_to_the_first_step_with_it_filled_in(site: Site) -> None:
    page = await site.open("/how")
    await opened(page)
    await page.keyboard.insert_text("https://uzum.uz/ru/product/choynak-1772350?skuId=5")
    await page.keyboard.press("Enter")
    await expect(page.get_by_label("Адрес")).to_have_value(
        "https://uzum.uz/ru/product/choynak-1772350?skuId=5"
    )


async def test_language_and_light_are_switched(site: Site) -> None:
    page = await site.open("/how")
    await opened(page)
    await page.keyboard.type("тёмн")
    await expect(chosen(page)).to_have_text("Оформление: тёмное")
    await page.keyboard.press("Enter")
    await expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    await opened(page)
    await page.keyboard.type("o'zbek")
    await expect(chosen(page)).to_have_text("Язык: Oʻzbekcha")
    await page.keyboard.press("Enter")
    await expect(page.locator("html")).to_have_attribute("lang", "uz")
    await page.keyboard.press("Control+k")
    await expect(page.get_by_role("group", name="Sahifalar")).to_be_visible()


async def test_it_says_that_it_waits_that_there_is_nothing_and_that_the_api_is_away(site: Site) -> None:
    page = await site.open("/how")
    await opened(page)
    status = page.get_by_role("dialog").get_by_role("status")
    site.shape.mode = "slow"
    await page.keyboard.type("zzzz")
    await expect(status).to_have_text("Загружается…")
    await expect(status).to_contain_text("Ничего не найдено")
    site.shape.mode = "away"
    await page.keyboard.type("z")
    await expect(status).to_contain_text("Сервер сейчас не отвечает")
    site.shape.mode = "ok"
    await expect(status).to_contain_text("Ничего не найдено")
    site.shape.mode = "broken"
    await page.keyboard.type("z")
    await expect(status).to_contain_text("Soʻrovda xato bor.")


async def test_single_keys_lead_on_but_never_out_of_a_field(site: Site) -> None:
    page = await site.open("/how")
    await expect(page.get_by_role("heading", level=1)).to_be_visible()
    await page.keyboard.press("?")
    panel = page.get_by_role("dialog", name="Сочетания клавиш")
    await expect(panel).to_contain_text("Открыть в новой вкладке")
    await page.keyboard.press("Escape")
    await expect(panel).to_have_count(0)
    await page.keyboard.press("g")
    await page.keyboard.press("h")
    await page.wait_for_url(site.origin + "/")
    field = page.get_by_role("searchbox")
    await expect(field).to_be_visible()
    await page.keyboard.press("/")
    await expect(field).to_be_focused()
    await page.keyboard.type("g h?/")
    await expect(field).to_have_value("g h?/")
    await page.get_by_role("heading", level=1).click()
    await page.keyboard.press("g")
    await page.keyboard.press("w")
    await page.wait_for_url("**/watchlist")


async def test_a_page_without_a_search_field_opens_the_palette_for_it(site: Site) -> None:
    page = await site.open("/how")
    await expect(page.get_by_role("heading", level=1)).to_be_visible()
    await page.keyboard.press("/")
    await expect(page.get_by_role("combobox", name=FIELD)).to_be_focused()
    await expect(page.get_by_role("combobox", name=FIELD)).to_have_value("")


async def test_a_palette_that_cannot_be_fetched_leaves_the_page_as_it_is(site: Site) -> None:
    page = await site.open("/how")
    await expect(page.get_by_role("heading", level=1)).to_be_visible()
    await page.route("**/assets/Palette-*", lambda route: route.abort())
    async with page.expect_event("requestfailed"):
        await page.keyboard.press("Control+k")
    await expect(page.get_by_role("heading", level=1)).to_be_visible()
    await page.unroute("**/assets/Palette-*")
    await page.reload()
    await opened(page)
    site.forgive("ERR_FAILED")


@pytest.mark.parametrize("lang", ["ru", "uz-Cyrl", *seldom("uz", "en")])
async def test_nothing_sticks_out_of_the_palette(lang: str, site: Site, checkout: Path) -> None:
    pictures = checkout / "test-results" / "page"
    page = await site.open(f"/how?lang={lang}", scheme="dark" if lang == "ru" else "light")
    await settled(page)
    await page.keyboard.press("Control+k")
    for typed in ("", "o"):
        await page.get_by_role("dialog").get_by_role("combobox").fill(typed)
        await expect(options(page).first).to_be_visible()
        for width in (1280, 360, 320):
            await page.set_viewport_size({"width": width, "height": 800})
            picture = pictures / f"palette{typed and '-found'}-{width}-{lang}.png"
            await keep_picture(page, picture, lang=lang, width=width, whole=False)
            assert await sideways(page) == [], f"{width} px in {lang}"
            assert await cut_texts(page) == [], f"{width} px in {lang}"
