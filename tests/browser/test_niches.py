"""The niche finder, a niche's parts and rivals, in Chromium: what is said, what is chosen, what is kept and taken back."""

from __future__ import annotations

import re

import pytest
from playwright.async_api import expect

from browser.opened import SIDEWAYS, Site

pytestmark = pytest.mark.browser


async def test_the_finder_orders_filters_and_keeps_what_it_looks_for(site: Site) -> None:
    page = await site.open("/niches")
    await expect(page.get_by_role("heading", level=1)).to_have_text("Ниши")
    rows = page.get_by_role("row")
    await expect(rows.nth(1)).to_contain_text(re.compile(r"1\(1…2\).*Чайники.*980\sмлн"))
    await expect(rows.nth(3)).to_contain_text("—")
    await page.get_by_role("button", name="Насыщенность, 0–100").click()
    await expect(page).to_have_url(re.compile(r"sort=-saturation$"))
    await expect(page.get_by_role("columnheader", name="Насыщенность")).to_have_attribute(
        "aria-sort", "descending"
    )
    await page.get_by_label("По чему").select_option("growth")
    await page.get_by_label("Не меньше (%)").fill("10")
    await page.get_by_role("button", name="Добавить фильтр").click()
    await expect(page).to_have_url(re.compile(r"want=growth%3A0\.1%3A|want=growth:0\.1:"))
    await expect(page.get_by_text("Таких ниш нет")).to_be_visible()
    await page.get_by_text("Сохранить этот поиск как рецепт").click()
    await page.get_by_label("Название рецепта").fill("Растущие")
    await page.get_by_role("button", name="Сохранить", exact=True).click()
    kept = page.get_by_role("group", name="Сохранённые рецепты").get_by_role("button", name="Растущие")
    await expect(kept).to_have_attribute("aria-pressed", "true")
    await page.get_by_role("button", name="Убрать фильтр: Рост, 7 дн.").click()
    await expect(kept).to_have_attribute("aria-pressed", "false")
    await kept.click()
    await expect(page).to_have_url(re.compile("want=growth"))
    await page.get_by_text("Как считается насыщенность?").click()
    await page.get_by_role("button", name="Виды", exact=True).click()
    await expect(page.get_by_role("dialog")).to_contain_text("Вид помнит, что искали")
    await page.get_by_role("dialog").get_by_label("Название вида").fill("Растущие")
    async with page.expect_request(lambda asked: asked.url.endswith("/views")) as sent:
        await page.get_by_role("dialog").get_by_role("button", name="Сохранить то, что показано").click()
    view = (await sent.value).post_data_json
    assert (view["page"], view["name"]) == ("niches", "Растущие")
    assert "want=growth" in view["query"]


async def test_a_category_and_a_cluster_say_how_crowded_they_are_and_open_the_formula(site: Site) -> None:
    page = await site.open("/c/12", width=360)
    part = page.get_by_role("region", name="Насколько тесно в этой нише")
    for known in ("38", "За последние 90 дн. пришло магазинов: 7, ушло: 2", "из 24 пришедших", "Сезоны года"):
        await expect(part).to_contain_text(known)
    await part.get_by_text("Как считается насыщенность?").click()
    await expect(part).to_contain_text("неизвестно, не учтено")
    await expect(part).to_contain_text("вес 25")
    other = await site.open("/niches/same/900", width=360)
    await expect(
        other.get_by_role("region", name="Кто продаёт").get_by_role("listitem").first
    ).to_contain_text("tp-18")
    await expect(other.get_by_role("region", name="Насколько тесно в этой нише")).to_be_visible()
    missing = await site.open("/niches/same/7")
    await expect(missing.get_by_text("Такой группы товаров нет")).to_be_visible()


async def test_rivals_are_taken_out_put_back_and_added_and_their_history_has_gaps(site: Site) -> None:
    page = await site.open("/p/1700001")
    part = page.get_by_role("region", name="Конкуренты")
    first = part.get_by_role("list").first.get_by_role("listitem").first
    for told in ("тот же товар: tp-18", "Со вчера: Цена ▼ −9", "изменилось фото"):
        await expect(first).to_contain_text(told)
    await expect(part).to_contain_text("не видели с обеих сторон")
    await first.get_by_role("button", name="Не конкурент").click()
    await expect(part.get_by_text("Убранные: 1")).to_be_visible()
    await part.get_by_text("Убранные: 1").click()
    await part.get_by_role("button", name="Вернуть").click()
    await expect(part.get_by_text("Убранные: 1")).to_have_count(0)
    await part.get_by_label("Добавить конкурента").fill("https://uzum.uz/ru/product/choynak-1700030?skuId=5")
    await part.get_by_role("button", name="Добавить", exact=True).click()
    await expect(part).to_contain_text("добавлен вами")
    assert any(
        one.startswith("PUT ") and one.endswith("/products/1700001/rivals/1700030")
        for one in site.shape.asked
    )
    await part.get_by_text("История цены, остатка и доли").click()
    drawn = part.get_by_role("img", name=re.compile("^Цена"))
    path = await drawn.locator("path").last.get_attribute("d")
    assert path
    assert path.count("M") == 2, "days nobody looked part the line"
    await expect(part.get_by_role("row", name=re.compile("Этот товар"))).to_contain_text("—")
    await expect(part).to_contain_text("Место 9 из 83 показанных")
    await expect(part).to_contain_text("Нет среди первых 83")


async def test_similar_goods_say_why_they_are_the_same_and_where_there_are_none(site: Site) -> None:
    page = await site.open("/p/1700001", width=360)
    part = page.get_by_role("region", name="Похожие товары")
    same = part.get_by_role("list", name="Кто ещё продаёт этот же товар").get_by_role("listitem")
    await expect(same).to_have_count(2)
    await expect(same.first).to_contain_text("оба называют: tp-18")
    await expect(same.first).to_contain_text("2 общих слова, 84 % сказанного · та же картинка")
    await expect(same.first).to_contain_text("цены различаются в 1,3 раза")
    await expect(same.last).to_contain_text("та же цена")
    near = part.get_by_role("list", name="Близкие по смыслу").get_by_role("listitem")
    await expect(near).to_have_count(5)
    await part.get_by_role("button", name="Показать все: 7").click()
    await expect(near).to_have_count(7)
    assert await page.evaluate(SIDEWAYS) == []
    await part.get_by_role("link", name="Рынок этого товара").click()
    await expect(page).to_have_url(re.compile(r"/niches/same/1700\d+$"))
    site.shape.mode = "empty"
    other = await site.open("/p/1700002")
    await expect(other.get_by_role("region", name="Похожие товары")).to_contain_text("Похожих нет")


async def test_my_rivals_lead_from_home_and_queries_are_watched_in_both_languages(site: Site) -> None:
    page = await site.open("/", width=360)
    await page.get_by_role("link", name="Все мои конкуренты").click()
    await expect(page).to_have_url(re.compile("/rivals$"))
    own = page.get_by_role("region", name="Отслеживаемые товары").get_by_role("listitem").first
    for told in ("4 конкурента", "2 дешевле", "1 снизил цену со вчера"):
        await expect(own).to_contain_text(told)
    queries = page.get_by_role("region", name="Отслеживаемые запросы")
    await expect(queries).to_contain_text(re.compile(r"№ 9.*▲ 5"))
    await expect(queries).to_contain_text("Отслеживаемых товаров нет среди первых 83")
    await queries.get_by_role("button", name="Отслеживать запрос «чайник elektr»").click()
    await expect(queries).to_contain_text("В очереди: ещё не проверялся")
    await queries.get_by_label("Запрос по-узбекски").fill("piyola")
    await queries.get_by_label("Запрос по-русски").fill("пиала")
    await queries.get_by_role("button", name="Отслеживать", exact=True).click()
    await expect(queries).to_contain_text("“пиала”")
    await queries.get_by_role("button", name="Не отслеживать: piyola, пиала").click()
    await expect(queries.get_by_text("“пиала”")).to_have_count(0)


async def test_a_shop_says_which_other_shops_are_the_same_sellers_and_by_what(site: Site) -> None:
    page = await site.open("/s/77", width=360)
    part = page.get_by_role("region", name="Другие магазины этого продавца")
    await expect(part.get_by_role("listitem").first).to_contain_text("тот же аккаунт")
    await expect(part.get_by_role("listitem").last).to_contain_text("только то же название")
