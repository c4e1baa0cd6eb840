"""A product's page: days by tap and by key, gaps, totals of outages, and why."""

from __future__ import annotations

import re

import pytest
from playwright.async_api import Page, expect

from browser.opened import Site, settled

pytestmark = pytest.mark.browser
PATH = "/p/1700001"


@pytest.mark.parametrize(("search", "questions"), [("", ["detail"]), ("?range=all", ["", "sales"])])
async def test_a_product_and_its_days_come_in_one_answer_where_the_days_are_known_beforehand(
    site: Site, search: str, questions: list[str]
) -> None:
    page = await site.open(f"{PATH}{search}")
    await page.get_by_role("region", name="По дням").locator(".uplot canvas").wait_for()
    # What is forecast stands beside days of its own, which end with yesterday.
    asked = [line.split("?")[0] for line in site.shape.asked if f"to={site.day(1)}" not in line]
    found = [
        line.partition("/products/1700001")[2].lstrip("/") for line in asked if "/products/1700001" in line
    ]
    assert [one for one in found if one in ("", "detail", "sales")] == questions


async def test_days_are_read_out_by_keyboard(site: Site) -> None:
    page = await site.open(f"{PATH}?day={site.day(3)}")
    slider = page.get_by_role("slider").first
    await slider.focus()
    await page.keyboard.press("ArrowLeft")
    await expect(page.get_by_text(site.shown(4)).first).to_be_visible()
    await page.wait_for_url(f"**day={site.day(4)}")
    spoken = await slider.get_attribute("aria-valuetext") or ""
    assert site.shown(4) in spoken
    assert "продано" in spoken
    await page.keyboard.press("End")
    await expect(page.get_by_text("день не закончился")).to_be_visible()


async def test_a_tap_on_the_drawing_chooses_that_day(site: Site) -> None:
    page = await site.open(PATH, width=360)
    await page.get_by_role("slider").first.scroll_into_view_if_needed()
    await settled(page)
    # Through the drawing's own handle: it may be drawn anew between looking where it is and the tap.
    await page.locator(".u-over").first.click(position={"x": 1, "y": 60}, force=True)
    await page.wait_for_url(f"**day={site.day(27)}")


async def test_the_bars_show_revenue_or_one_variant(site: Site) -> None:
    page = await site.open(f"{PATH}?day={site.day(5)}")
    readout = page.locator("dl", has_text="Просмотры")
    whole = await readout.inner_text()
    await page.get_by_role("button", name="Выручка").click()
    await page.wait_for_url("**what=revenue")
    await page.get_by_label("Вариант", exact=True).select_option("Koʻk, 2,5 litr")
    await page.wait_for_url("**sku=17000011")
    await expect(page.get_by_text("цена — товара в целом")).to_be_visible()
    await expect(readout).not_to_have_text(whole)
    await expect(readout.get_by_role("img", name="выведено").first).to_be_visible()
    await page.reload()
    await expect(page.get_by_label("Вариант", exact=True)).to_have_value("17000011")
    await expect(page.get_by_role("button", name="Выручка")).to_have_attribute("aria-pressed", "true")
    await page.get_by_role("button", name="90 дней").click()
    await page.wait_for_url(re.compile(r"(?=.*range=90)(?=.*sku=)(?=.*what=revenue)"))
    await page.get_by_label("Вариант", exact=True).select_option("Все варианты")
    await expect(page.get_by_text("цена — товара в целом")).to_have_count(0)


async def test_a_day_nobody_looked_at_is_unknown_and_not_zero(site: Site) -> None:
    page = await site.open(f"{PATH}?range=90&day={site.day(33)}")
    readout = page.locator("dl", has_text="Просмотры")
    await expect(readout.get_by_text("неизвестно").first).to_be_visible()
    await expect(readout.get_by_role("img", name="нет данных").first).to_be_visible()
    assert "никто не смотрел" in (
        await page.get_by_role("slider").first.get_attribute("aria-valuetext") or ""
    )


async def test_an_outage_shows_its_total_and_splits_it_over_no_day(site: Site) -> None:
    page = await site.open(f"{PATH}?day={site.day(19)}")
    await expect(page.get_by_text("Всего за отрезок: 96 (91–101)")).to_be_visible()
    await expect(page.locator("dl", has_text="Просмотры").get_by_text("неизвестно").first).to_be_visible()


async def test_the_drawing_is_drawn(site: Site) -> None:
    page = await site.open(PATH)
    await page.locator(".uplot canvas").wait_for()
    assert await inked(page) > 0.03


async def inked(page: Page) -> float:
    """The part of the canvas that is not empty."""
    part: float = await page.evaluate(
        """() => {
          const canvas = document.querySelector('.uplot canvas');
          const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
          let drawn = 0;
          for (let at = 3; at < data.length; at += 4) if (data[at]) drawn++;
          return drawn / (data.length / 4);
        }"""
    )
    return part


async def test_the_same_days_can_be_read_as_a_table(site: Site) -> None:
    page = await site.open(f"{PATH}?range=90", width=360)
    await page.get_by_text("Таблицей", exact=True).click()
    rows = page.locator("details[open] tbody tr")
    await expect(rows).to_have_count(90)
    await expect(rows.filter(has_text=site.shown(33))).to_contain_text("неизвестно")


async def test_why_is_said_in_words_and_closes_on_escape(site: Site) -> None:
    page = await site.open(f"{PATH}?day={site.day(3)}", width=360)
    await page.get_by_role("button", name="Откуда это число?").click()
    sheet = page.get_by_role("dialog")
    await expect(sheet.get_by_text("Счётчик заказов между двумя просмотрами вырос")).to_be_visible()
    await expect(sheet.get_by_text("Между просмотрами была полночь")).to_be_visible()
    await expect(sheet.get_by_role("row")).to_have_count(1 + 6)
    await page.keyboard.press("Escape")
    await expect(sheet).to_have_count(0)
    await expect(page).to_have_url(re.compile("day=[0-9-]+$"))


async def test_why_says_what_makes_the_range_wide(site: Site) -> None:
    page = await site.open(f"{PATH}?day={site.day(3)}&why=open", width=360)
    wide = page.get_by_role("dialog").locator("section", has_text="Почему интервал такой широкий")
    await expect(wide.get_by_role("listitem")).to_have_text(
        [
            re.compile(r"^полночь между просмотрами68\s%$"),
            re.compile(r"^округлённый счётчик23\s%$"),
            re.compile(r"^остаток упал не так, как при продажах9\s%$"),
        ]
    )


async def test_why_of_an_exact_day_speaks_of_no_range(site: Site) -> None:
    page = await site.open(f"{PATH}?day={site.day(5)}&why=open", width=360)
    sheet = page.get_by_role("dialog")
    await expect(sheet.get_by_text("Счётчик заказов между двумя просмотрами вырос")).to_be_visible()
    await expect(sheet.get_by_text("Почему интервал такой широкий")).to_have_count(0)


async def test_the_way_to_the_market_tells_it_nothing(site: Site) -> None:
    page = await site.open(PATH)
    link = page.get_by_role("link", name="Открыть на маркетплейсе")
    await expect(link).to_have_attribute("rel", "noopener noreferrer")
    await expect(link).to_have_attribute("href", "https://uzum.uz/product/1700001")


async def test_tracking_is_asked_for_and_taken_back(site: Site) -> None:
    page = await site.open(PATH)
    await page.get_by_role("button", name="Отслеживать").click()
    await expect(page.get_by_role("button", name="Отслеживается")).to_be_enabled()
    assert site.shape.tracked == {1_700_001}
    await page.get_by_role("button", name="Отслеживается").click()
    await expect(page.get_by_role("button", name="Отслеживать")).to_be_enabled()
    assert site.shape.tracked == set()


async def test_a_product_that_is_not_there_leads_home(site: Site) -> None:
    page = await site.open("/p/9")
    await expect(page.get_by_text("Такой товар не найден")).to_be_visible()
    await page.get_by_role("main").get_by_role("link", name="На главную").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Сегодня")


async def test_what_happened_is_listed_with_how_likely_it_is_and_why(site: Site) -> None:
    page = await site.open(f"{PATH}?range=90", width=360)
    events = page.get_by_role("region", name="События")
    await expect(events.get_by_role("listitem")).to_have_count(6)
    first = events.get_by_role("listitem").first
    await expect(first).to_contain_text("Пополнение")
    await expect(first).to_contain_text("почти наверняка")
    await expect(first).to_contain_text("выросли остатки сразу нескольких вариантов")
    await events.get_by_role("button", name="Показать ещё").click()
    await expect(events.get_by_role("listitem")).to_have_count(11)
    await expect(events.get_by_role("button", name="Показать ещё")).to_have_count(0)


async def test_small_events_come_when_asked_for_and_open_into_each_of_them(site: Site) -> None:
    page = await site.open(PATH, width=360)
    events = page.get_by_role("region", name="События")
    await expect(events.get_by_text("Возврат")).to_have_count(0)
    await events.get_by_role("button", name="Показать и мелкие: 11 событий").click()
    row = events.get_by_role("listitem").filter(has_text="5 раз")
    await expect(row).to_contain_text("Возврат")
    await expect(row).to_contain_text("всего 7 шт.")
    await expect(row).to_contain_text(f"{site.shown(3)} 06:00 – 21:00")
    await expect(row).to_contain_text("2 варианта")
    await row.get_by_role("button", name="Показать каждое").click()
    await expect(row.get_by_role("listitem")).to_have_count(5)
    await expect(row.get_by_role("listitem").first).to_contain_text("Несколько штук вернулось")
    await row.get_by_role("button", name="Свернуть").click()
    await expect(row.get_by_role("listitem")).to_have_count(0)
    await events.get_by_role("button", name="Без мелких").click()
    await expect(events.get_by_text("Возврат")).to_have_count(0)


async def test_the_parts_of_a_row_that_cannot_be_had_say_so_and_can_be_asked_for_again(site: Site) -> None:
    page = await site.open(PATH)
    events = page.get_by_role("region", name="События")
    await events.get_by_role("button", name="Показать и мелкие").click()
    row = events.get_by_role("listitem").filter(has_text="5 раз")
    site.shape.mode = "broken"
    await row.get_by_role("button", name="Показать каждое").click()
    await expect(row.get_by_role("alert")).to_be_visible()
    site.shape.mode = "ok"
    await row.get_by_role("alert").get_by_role("button").click()
    await expect(row.get_by_role("listitem")).to_have_count(5)


async def test_a_day_of_small_events_alone_says_them_when_it_is_chosen(site: Site) -> None:
    page = await site.open(f"{PATH}?day={site.day(3)}")
    await expect(page.get_by_role("slider").first).to_have_attribute("aria-valuetext", re.compile("Возврат$"))
    day = page.get_by_role("list").filter(has_text="Возврат")
    await expect(day).to_contain_text("5 раз")
    await expect(day).to_contain_text("7 шт.")


async def test_days_without_events_say_so(site: Site) -> None:
    page = await site.open("/p/1700002")
    await expect(page.get_by_text("За эти дни кроме продаж ничего не видно.")).to_be_visible()


async def test_a_day_out_of_stock_says_what_that_means(site: Site) -> None:
    page = await site.open(f"{PATH}?day={site.day(6)}")
    await expect(page.get_by_text("могли продать больше")).to_be_visible()
    assert "Часть дня не было в наличии" in (
        await page.get_by_role("slider").first.get_attribute("aria-valuetext") or ""
    )


async def test_the_events_of_a_day_stand_behind_its_number(site: Site) -> None:
    page = await site.open(f"{PATH}?day={site.day(13)}&why=open")
    sheet = page.get_by_role("dialog")
    await expect(sheet.get_by_text("События этого дня")).to_be_visible()
    await expect(sheet.get_by_text("Всплеск заказов")).to_be_visible()


async def test_small_events_behind_a_number_are_folded_too(site: Site) -> None:
    page = await site.open(f"{PATH}?day={site.day(3)}&why=open")
    happened = page.get_by_role("dialog").get_by_role("listitem").filter(has_text="Возврат")
    await expect(happened).to_have_count(1)
    await expect(happened).to_contain_text("5 раз")


async def test_why_says_that_it_is_about_the_whole_product_where_a_variant_is_shown(site: Site) -> None:
    page = await site.open(f"{PATH}?sku=17000011&day={site.day(3)}&why=open")
    await expect(page.get_by_role("dialog")).to_contain_text("Ниже — о товаре в целом")
    assert [each for each in site.shape.asked if "/products/1700001/detail" in each] == []
    page = await site.open(f"{PATH}?day={site.day(3)}&why=open")
    await expect(page.get_by_role("dialog")).to_contain_text("Откуда")
    await expect(page.get_by_role("dialog")).not_to_contain_text("о товаре в целом")
