"""What sells: finding, narrowing, ordering; all of it in the address."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from playwright.async_api import expect

from browser.opened import Site

pytestmark = pytest.mark.browser


async def test_search_narrows_while_typing_and_lives_in_the_address(site: Site) -> None:
    page = await site.open("/browse")
    await expect(page.get_by_text("60 товаров")).to_be_visible()
    await page.keyboard.press("/")
    await page.keyboard.type("наушники", delay=20)
    await expect(page.get_by_text("60 товаров")).to_have_count(0)
    await expect(page.get_by_role("row")).to_have_count(1 + 8)
    await page.wait_for_url(f"**/browse?q={quote('наушники')}")
    await page.reload()
    await expect(page.get_by_role("searchbox")).to_have_value("наушники")
    await expect(page.get_by_role("row")).to_have_count(1 + 8)


async def test_words_are_searched_by_meaning_and_say_where_they_lie(site: Site) -> None:
    page = await site.open("/browse?q=наушники", width=360)
    await expect(page.get_by_label("Порядок")).to_have_value("")
    where = page.get_by_role("list", name="Где найдено")
    await expect(where.get_by_role("button")).to_have_text(["Кухня8", "Чайники7", "Toshkent Savdo Uyi1"])
    await where.get_by_role("button", name="Чайники").click()
    await page.wait_for_url("**category=123*")
    await expect(where).to_have_count(0)
    assert [each for each in site.shape.asked if "/search?" in each and "category=123" in each]
    await page.get_by_label("Порядок").select_option("-units_7")
    await page.wait_for_url("**sort=-units_7*")
    assert [each for each in site.shape.asked if "/products?" in each and "sort=-units_7" in each]


async def test_a_search_that_found_nothing_is_cleared_without_losing_the_field(site: Site) -> None:
    page = await site.open("/browse?q=zzzz")
    await expect(page.get_by_text("Ничего не найдено")).to_be_visible()
    await page.get_by_role("searchbox").click()
    site.shape.mode = "slow"
    await page.keyboard.press("Control+A")
    await page.keyboard.press("Delete")
    await page.wait_for_url(site.origin + "/browse")
    await expect(page.get_by_role("searchbox")).to_be_focused()
    await expect(page.get_by_role("heading", name="Товаров пока нет")).to_have_count(0)
    await expect(page.get_by_text("60 товаров")).to_be_visible()
    await expect(page.get_by_role("searchbox")).to_be_focused()


async def test_a_shared_address_shows_the_same_view(site: Site) -> None:
    # The list stood at the root once: what was sent then leads to it.
    page = await site.open("/?stock=in&sort=-price&category=123&lang=ru")
    await page.wait_for_url("**/browse?*")
    await expect(page.get_by_role("button", name="В наличии")).to_have_attribute("aria-pressed", "true")
    await expect(page.get_by_label("Порядок")).to_have_value("-price")
    await expect(page.get_by_label("Категория")).to_have_value("123")
    await expect(page.get_by_role("columnheader", name="Цена")).to_have_attribute("aria-sort", "descending")
    asked = next(each for each in site.shape.asked if "/products?" in each)
    assert "in_stock=true" in asked
    assert "sort=-price" in asked
    assert "category=123" in asked


async def test_more_is_added_below_what_is_there(site: Site) -> None:
    page = await site.open("/browse", width=360)
    await expect(page.get_by_role("article")).to_have_count(50)
    await page.get_by_role("button", name="Показать ещё").click()
    await expect(page.get_by_role("article")).to_have_count(60)
    await expect(page.get_by_role("button", name="Показать ещё")).to_have_count(0)


async def test_a_change_of_language_keeps_the_place(site: Site) -> None:
    page = await site.open("/browse?q=choynak&sort=price")
    await expect(page.get_by_role("heading", level=1)).to_have_text("Что продаётся сейчас")
    await page.get_by_label("Язык").select_option("uz-Cyrl")
    await expect(page.get_by_role("heading", level=1)).to_have_text("Ҳозир нима сотилмоқда")
    assert page.url.endswith("/browse?q=choynak&sort=price")
    await page.reload()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Ҳозир нима сотилмоқда")


async def test_a_title_from_the_marketplace_is_text(site: Site) -> None:
    page = await site.open("/browse")
    await expect(page.get_by_text("<script>alert(1)</script>").first).to_be_visible()
    assert await page.locator("main img, main script").count() == 0


async def test_numbers_say_their_range_their_mark_and_their_age(site: Site) -> None:
    page = await site.open("/browse", width=360)
    card = page.get_by_role("article").first
    await expect(card.get_by_role("img", name="измерено").first).to_be_visible()
    text = (await card.inner_text()).replace("\u00a0", " ")
    assert "(1 216–1 318)" in text
    assert "14 мин назад" in text
    assert "до " in text


async def test_prices_and_a_shop_narrow_the_list_and_come_back_with_the_address(site: Site) -> None:
    page = await site.open("/browse", width=360)
    await page.get_by_text("Ещё фильтры").click()
    await page.get_by_label("Цена от, сум").fill("10 000")
    await page.get_by_label("Цена до, сум").fill("90000")
    await page.keyboard.press("Enter")
    await page.wait_for_url("**/browse?from=10000&to=90000")
    await page.get_by_role("combobox", name="Магазин").fill("tosh")
    await page.get_by_role("listbox", name="Найденные магазины").get_by_role("option").wait_for()
    await page.keyboard.press("Enter")
    await page.wait_for_url("**seller=77*")
    chip = page.get_by_role("button", name="Toshkent Savdo Uyi")
    await expect(chip).to_be_visible()
    await page.reload()
    await expect(page.get_by_label("Цена до, сум")).to_have_value("90000")
    asked = [each for each in site.shape.asked if "/products?" in each][-1]
    assert all(part in asked for part in ("price_min=10000", "price_max=90000", "seller=77"))
    await chip.click()
    await page.wait_for_url("**/browse?from=10000&to=90000")


async def test_a_lowest_price_above_the_highest_is_not_asked_for(site: Site) -> None:
    page = await site.open("/browse?from=900&to=5")
    await expect(page.get_by_label("Цена от, сум")).to_have_value("900")
    await expect(page.get_by_label("Цена до, сум")).to_have_value("")
    assert all("price_max" not in each for each in site.shape.asked)


async def test_what_an_address_should_not_hold_is_not_asked_for(site: Site) -> None:
    page = await site.open("/browse?category=-1&seller=x&stock=all&sort=nothing&q=&lang=ru")
    await expect(page.get_by_text("60 товаров")).to_be_visible()
    (asked,) = [each for each in site.shape.asked if "/products?" in each]
    assert not any(word in asked for word in ("category", "seller", "in_stock", "nothing"))
    page = await site.open("/p/1700001?range=abc&what=1&sku=zz&day=never&why=open")
    await page.locator(".u-over").first.wait_for()
    await expect(page.get_by_role("button", name="28 дней", exact=True)).to_have_attribute(
        "aria-pressed", "true"
    )
    await expect(page.get_by_role("dialog")).to_have_count(0)
