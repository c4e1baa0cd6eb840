"""Where sales go, in Chromium: what rises and why, a product's forecast and stock, trends of many, how good forecasts were."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

import asyncpg
import numpy as np
import pytest
from playwright.async_api import Locator, Page, expect

from browser.opened import Site, cut_texts, settled, sideways
from browser.visitor import Visitor
from fakes.api_shape_outlook import NOT_SHOWN, UNJUDGED, UNTOLD
from fixtures.sold import goods, sold
from ventra.core.day import last_closed_day
from ventra.infra.db import open_pool
from ventra.infra.roles import WORKER_ROLE
from ventra.outlook.judge import JudgeBy
from ventra.outlook.refresh import Means, refresh

pytestmark = pytest.mark.browser


def outlook(page: Page) -> Locator:
    """The product page's part."""
    return page.get_by_role("region", name="Прогноз и тренд")


async def test_what_rises_says_why_it_stands_where_it_stands(site: Site) -> None:
    page = await site.open("/rising")
    await expect(page.get_by_role("heading", level=1)).to_have_text("Что растёт")
    part = page.get_by_role("region", name="Товары")
    said = part.get_by_role("status").filter(has_text="Проверено")
    await expect(said).to_contain_text("Проверено 1\u00a0204, растут 53.")
    await expect(said).to_contain_text("не больше 10\u00a0% ложных")
    await expect(part).to_contain_text(f"По дням до {site.shown(1)} включительно")
    first = part.get_by_role("row").nth(1)
    for known in (
        "▲", "не меньше +62\u00a0%", "ложных не больше 0,1\u00a0%", "+120\u00a0%", "(+89…+151\u00a0%)", "+40\u00a0%",
        "184", "(169–199)", site.shown(11), "×1,8 (×1,5–×2,2)", "нет",
    ):  # fmt: skip
        await expect(first).to_contain_text(known)
    gradual = part.get_by_role("row").nth(3)
    await expect(gradual).to_contain_text("постепенно, не с одного дня")
    await expect(gradual).to_contain_text("7\u00a0%")
    await expect(part.get_by_role("row").nth(5)).to_contain_text("пока неизвестно")
    await first.get_by_role("link").first.click()
    await expect(page).to_have_url(re.compile("/p/1700001"))


async def test_an_announced_sale_moves_the_forecast_and_is_taken_back(site: Site) -> None:
    page = await site.open("/p/1700001")
    part = outlook(page)
    await expect(part).to_contain_text("Как построен прогноз: Каждый день недели сам по себе.")
    await expect(part.get_by_role("listitem").filter(has_text="вс").first).to_contain_text("…")
    await part.get_by_role("button", name="Объявить акцию").click()
    later = "n => new Date(Date.now() + n * 864e5).toISOString().slice(0, 10)"
    first, last = await page.evaluate(later, 3), await page.evaluate(later, 5)
    await part.get_by_label("Первый день").fill(first)
    await part.get_by_label("Последний день").fill(last)
    await part.get_by_label("Цена, сум").fill("25000")
    await part.get_by_role("button", name="Объявить", exact=True).click()
    await expect(part.get_by_role("status").filter(has_text="С учётом акций")).to_be_visible()
    await expect(part.get_by_role("listitem").filter(has_text="25\u00a0000")).to_have_count(1)
    await part.get_by_text("Дни таблицей").click()
    third = part.get_by_role("row").nth(4).get_by_role("cell").first
    raised = await third.inner_text()
    await part.get_by_label("Учитывать объявленные акции").uncheck()
    await expect(third).not_to_have_text(raised)
    assert not await sideways(page)
    await part.get_by_role("button", name="Изменить:").click()
    await expect(part.get_by_label("Первый день")).to_have_value(first)
    await part.get_by_label("Цена, сум").fill("26000")
    await part.get_by_role("button", name="Сохранить", exact=True).click()
    await expect(part.get_by_role("listitem").filter(has_text="26\u00a0000")).to_have_count(1)
    assert any(line.startswith("PATCH ") for line in site.shape.asked)
    await part.get_by_role("button", name="Отменить:").click()
    await expect(part.get_by_role("button", name="Отменить:")).to_have_count(0)


async def test_kind_filters_and_order_live_in_the_address(site: Site) -> None:
    page = await site.open("/rising")
    await settled(page)
    await page.get_by_label("Категория").select_option("12")
    await page.get_by_label("Не меньше штук в день").fill("5")
    await page.get_by_label("Не меньше штук в день").press("Enter")
    await page.get_by_label("Порядок").select_option("-since")
    await expect(page).to_have_url(re.compile(r"/rising\?category=12&least=5&sort=-since$"))
    await page.reload()
    await settled(page)
    assert any("kind=products&category=12&min_units=5&sort=-since" in one for one in site.shape.asked)
    await expect(page.get_by_label("Порядок")).to_have_value("-since")
    kinds = page.get_by_role("navigation", name="Что показать")
    await kinds.get_by_role("link", name="Новинки").click()
    # Newcomers have no change of level to be ordered by.
    await expect(page).to_have_url(re.compile(r"/rising\?category=12&least=5&kind=newcomers$"))
    await expect(kinds.get_by_role("link", name="Новинки")).to_have_attribute("aria-current", "page")
    fresh = page.get_by_role("region", name="Новинки").get_by_role("row").nth(1)
    for known in ("23", "(19–28)", site.shown(9), "8 дней наблюдений"):
        await expect(fresh).to_contain_text(known)


async def test_headings_sort_the_most_first_and_then_the_least(site: Site) -> None:
    page = await site.open("/rising")
    table = page.get_by_role("region", name="Товары").get_by_role("table")
    heading = table.get_by_role("columnheader", name=re.compile("7 дней"))
    await heading.get_by_role("button").click()
    await expect(heading).to_have_attribute("aria-sort", "descending")
    await expect(page).to_have_url(re.compile(r"/rising\?sort=-growth_7$"))
    await expect(page.get_by_label("Порядок")).to_have_value("-growth_7")
    await heading.get_by_role("button").click()
    await expect(heading).to_have_attribute("aria-sort", "ascending")
    await settled(page)
    assert any("kind=products" in one and "sort=growth_7" in one for one in site.shape.asked)


async def test_the_list_goes_on_and_each_kind_leads_to_its_pages(site: Site) -> None:
    page = await site.open("/rising", width=360)
    listed = page.get_by_role("region", name="Товары").get_by_role("listitem")
    await expect(listed).to_have_count(50)
    await page.get_by_role("button", name="Показать ещё (50 / 53)").click()
    await expect(listed).to_have_count(53)
    kinds = page.get_by_role("navigation", name="Что показать")
    await kinds.get_by_role("link", name="Ниши").click()
    await page.get_by_role("region", name="Ниши").get_by_role("link", name="Кухня").click()
    await expect(page).to_have_url(re.compile("/c/12"))
    await page.go_back()
    await kinds.get_by_role("link", name="Магазины").click()
    await expect(page.get_by_text("сложено 14 товаров")).to_be_visible()


async def test_everything_is_reached_by_keys_and_terms_explain_themselves(site: Site) -> None:
    page = await site.open("/rising", width=360)
    await settled(page)
    kind = page.get_by_role("navigation", name="Что показать").get_by_role("link", name="Ниши")
    await kind.focus()
    await page.keyboard.press("Enter")
    await expect(page).to_have_url(re.compile("kind=categories"))
    term = page.get_by_role("button", name="Что значит «растёт»?")
    await term.focus()
    await page.keyboard.press("Enter")
    await expect(page.get_by_text("Каждую ночь каждый товар проверяется")).to_be_visible()
    await page.keyboard.press("Tab")
    await expect(page.get_by_role("button", name="Доля ложных")).to_be_focused()


async def test_before_the_first_night_it_says_how_long_that_takes_and_how_far_it_is(site: Site) -> None:
    site.shape.night = "first_running"
    page = await site.open("/rising", width=360)
    await expect(page.get_by_text("Ещё ничего не посчитано")).to_be_visible()
    await expect(page.get_by_text("около трёх недель")).to_be_visible()
    await expect(page.get_by_role("progressbar")).to_have_attribute("value", "41")
    await expect(page.get_by_text("готово 41 из 64 частей")).to_be_visible()
    site.shape.night = "running"
    await page.reload()
    part = page.get_by_role("region", name="Товары")
    await expect(part).to_contain_text(f"По дням до {site.shown(2)} включительно")
    await expect(part).to_contain_text(f"Считается {site.shown(1)}")


async def test_nothing_found_nothing_rising_slow_away_and_broken_are_told_apart(site: Site) -> None:
    page = await site.open("/rising?least=1000")
    await expect(page.get_by_text("Ничего не найдено")).to_be_visible()
    await page.get_by_role("button", name="Сбросить фильтры").click()
    await expect(page.get_by_role("row").nth(1)).to_be_visible()
    for mode, words in (
        ("empty", "Сегодня ничто не растёт достоверно"),
        ("away", "Сервер сейчас не отвечает"),
        ("broken", "Soʻrovda xato bor."),
    ):
        site.shape.mode = mode
        other = await site.open("/rising")
        await expect(other.get_by_role("main").get_by_text(words).first).to_be_visible()
        await other.context.close()


async def test_ways_lead_there_from_the_bar_home_and_the_palette(site: Site) -> None:
    page = await site.open("/")
    way = page.get_by_role("link", name="Что растёт на всём рынке")
    await expect(way).to_contain_text("из 1\u00a0204 проверенных товаров достоверно растут 53")
    await way.click()
    await expect(page).to_have_url(re.compile("/rising$"))
    await page.goto(f"{site.origin}/accuracy")
    await page.get_by_role("navigation", name="Разделы").get_by_role("link", name="Растёт").first.click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Что растёт")


async def test_a_product_tells_its_trend_and_what_comes_next(site: Site) -> None:
    page = await site.open("/p/1700001")
    part = outlook(page)
    for known in (
        "▲ растёт", "один раз из 50\u00a0000", "ложных не больше 0,1\u00a0%", "Место 1 в списке растущих", "+120\u00a0%",
        site.shown(11), "Ускорение", "+21\u00a0%", "Следующие 7 дней, шт.", "95\u00a0%:",
    ):  # fmt: skip
        await expect(part).to_contain_text(known)
    drawing = part.get_by_role("slider", name="Проданное и ожидаемое по дням")
    await expect(drawing).to_have_attribute("aria-valuemax", "55")
    await expect(drawing).to_have_attribute("aria-valuetext", re.compile(r"ожидается .*80\s%.*95\s%"))
    await drawing.focus()
    await page.keyboard.press("ArrowLeft")
    await expect(part.get_by_text(re.compile(rf"{re.escape(site.shown(1))}: продано"))).to_be_visible()
    await page.keyboard.press("End")
    await expect(part.get_by_text(re.compile(rf"{re.escape(site.shown(-27))}: ожидается"))).to_be_visible()
    await part.get_by_text("Дни таблицей").click()
    await expect(part.get_by_role("row")).to_have_count(29)


async def test_stock_runs_out_between_dates_and_what_is_unknown_is_said(site: Site) -> None:
    page = await site.open("/p/1700001", width=360)
    part = page.get_by_role("region", name="Когда закончится")
    await expect(part).to_contain_text(re.compile(r"Остаток: 412 · хватит на 17 дн\. \(14.*22\)"))
    await expect(part).to_contain_text(f"Закончится между {site.shown(-14)} и {site.shown(-22)}")
    for said in (
        "хватит больше чем на 28 дн.",
        "Неизвестно: не виден остаток",
        "Вероятность",
        "пуста 2,4 дн.",
    ):
        await expect(part).to_contain_text(said)
    lost = part.get_by_role("region", name="Упущено из-за пустой полки")
    await expect(lost).to_contain_text("31")
    await expect(lost).to_contain_text("(19–43)")


async def test_what_does_not_beat_the_average_is_no_forecast_and_what_is_missing_is_said(site: Site) -> None:
    page = await site.open(f"/p/{NOT_SHOWN}")
    await expect(outlook(page)).to_contain_text("Прогноз не точнее среднего. Среднее —")
    await expect(outlook(page).get_by_role("slider")).to_have_count(0)
    await page.goto(f"{site.origin}/p/{UNTOLD}")
    await expect(outlook(page)).to_contain_text("не известно ни одного дня")
    await page.goto(f"{site.origin}/p/{UNJUDGED}")
    await expect(outlook(page)).to_contain_text("со всем рынком его сравнит следующая ночь")


async def test_a_category_and_a_shop_tell_where_they_go(site: Site) -> None:
    page = await site.open("/c/12")
    part = page.get_by_role("region", name="Куда идёт")
    await expect(part).to_contain_text("сложено 60 товаров")
    await part.get_by_role("link", name="Место 1 в списке растущих").click()
    await expect(page).to_have_url(re.compile("kind=categories"))
    await page.goto(f"{site.origin}/s/77")
    await expect(part).to_contain_text("▼ падает")
    await expect(part).to_contain_text("−22\u00a0%")
    await expect(part).to_contain_text("Среди достоверно растущих на всём рынке его нет.")


async def test_forecasts_stand_beside_the_naive_one_once_they_have_met_their_days(site: Site) -> None:
    site.shape.mode = "empty"
    page = await site.open("/accuracy")
    part = page.get_by_role("region", name="Насколько точны прогнозы")
    await expect(part).to_contain_text("Ни один прогноз ещё не дожил до своих дней")
    site.shape.mode = "ok"
    await page.reload()
    table = part.get_by_role("table", name=re.compile("На 7 дней вперёд"))
    row = table.get_by_role("row", name=re.compile("Все показанные"))
    for known in (
        "0,61",
        "наивный: 1,02",
        "42\u00a0%",
        "наивный: 61\u00a0%",
        "80\u00a0%: 80,3\u00a0%",
        "95\u00a0%: 94,7\u00a0%",
    ):
        await expect(row).to_contain_text(known)
    far = part.get_by_role("table", name=re.compile("На 28 дней вперёд"))
    await expect(far.get_by_role("row", name=re.compile("50 и больше"))).to_contain_text("—")


@pytest.mark.parametrize("width", [360, 320])
async def test_long_words_stay_within_a_narrow_phone(site: Site, width: int) -> None:
    for path in ("/rising?kind=sellers&", "/rising?least=1000&", f"/p/{UNJUDGED}?", "/c/12?"):
        page = await site.open(f"{path}lang=uz-Cyrl", width=width)
        await settled(page)
        assert await sideways(page) == [], path
        assert await cut_texts(page) == [], path
        await page.context.close()


async def test_the_real_api_fills_the_pages_after_a_night(
    visitors: list[Visitor], db: asyncpg.Connection, database_url: str
) -> None:
    rng = np.random.default_rng(8)
    steady, doubled = range(100, 130), range(200, 206)
    units = {one: rng.poisson(6.0, 90).astype(float) for one in steady}
    for one in doubled:
        units[one] = np.concatenate((rng.poisson(one - 190, 81), rng.poisson(3 * (one - 190), 9)))
    await db.execute("INSERT INTO categories (category_id, title_uz, path) VALUES (1, 'Uy', '{1}')")
    await db.execute("INSERT INTO sellers (seller_id, title) VALUES (1, 'Lavido')")
    await goods(db, steady, category=1, seller=1)
    await goods(db, doubled, category=1, seller=1)
    await sold(db, units, last_closed_day(datetime.now(UTC)))
    page = visitors[0].page
    await visitors[0].go("/rising?lang=en")
    await expect(page.get_by_text("Nothing has been judged yet")).to_be_visible()
    pool = await open_pool(database_url, role=WORKER_ROLE)
    await refresh(Means(pool, _inline, JudgeBy(0.1, 0.5)))
    await pool.close()
    await page.reload()
    rows = page.get_by_role("region", name="Products").get_by_role("row")
    await expect(page.get_by_role("region", name="Products")).to_contain_text("of 36 tested rise")
    for known in ("▲ at least +", "at most", "false"):
        await expect(rows.nth(1)).to_contain_text(known)
    await rows.nth(1).get_by_role("link").first.click()
    part = page.get_by_role("region", name="Outlook")
    await expect(part).to_contain_text("It passed the test over the whole market")
    await expect(part.get_by_role("region", name="Forecast")).to_contain_text(
        re.compile("Next 7 days|No better than the average")
    )
    await visitors[0].go("/c/1?lang=en")
    await expect(page.get_by_role("region", name="Where it goes")).to_contain_text("36 products added up")
    await visitors[0].go("/accuracy?lang=en")
    await expect(page.get_by_text("No forecast has met its days yet")).to_be_visible()


async def _inline(work: Any, *values: Any) -> Any:
    return work(*values)
