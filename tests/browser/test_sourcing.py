"""Where to buy: what is missing is said, an offer is confirmed with its weight, and a price list's columns by a person."""

from __future__ import annotations

import re

import pytest
from playwright.async_api import expect

from browser.opened import Site

pytestmark = pytest.mark.browser


async def test_the_page_says_how_old_rates_are_what_is_missing_and_what_waits(site: Site) -> None:
    page = await site.open("/sourcing", width=360)
    rates = page.get_by_role("region", name="Курсы Центрального банка")
    await expect(rates).to_contain_text(re.compile(r"12\s650,55"))
    await expect(rates).to_contain_text("Последние известные курсы")
    await expect(rates).to_contain_text("не ответил вовремя")
    asked = page.get_by_role("region", name="Спросить поставщиков")
    await expect(asked).to_contain_text("SERPAPI_API_KEY")
    await expect(asked).to_contain_text("12 из 100")
    await expect(asked.get_by_role("listitem").last).to_contain_text("ключ не принят")
    await asked.get_by_role("button", name="Показать").click()
    link = asked.get_by_role("link", name=re.compile("Heat resistant"))
    assert "noopener" in (await link.get_attribute("rel") or "")
    await asked.get_by_label("Что искать").fill("glass teapot")
    async with page.expect_response(re.compile("/supplier-requests$")) as sent:
        await asked.get_by_role("button", name="Спросить", exact=True).click()
    assert (await sent.value).request.post_data_json == {
        "source": "aliexpress", "query": "glass teapot", "product_id": None,
    }  # fmt: skip
    waiting = page.get_by_role("region", name=re.compile("Нужно подтвердить: 1"))
    await expect(waiting).to_contain_text("модель —")
    await expect(waiting).to_contain_text(re.compile(r"73 % \(61…81 %\)"))
    to_costs = waiting.get_by_role("link", name="Посчитать с комиссией и налогами")
    assert "abroad.price" in (await to_costs.get_attribute("href") or "")
    await waiting.get_by_role("button", name="Другой товар").click()
    await expect(page.get_by_text("Подтверждать нечего.")).to_be_visible()
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")


async def test_a_price_list_is_kept_once_its_columns_are_confirmed(site: Site) -> None:
    page = await site.open("/sourcing")
    lists = page.get_by_role("region", name="Прайс-листы")
    await expect(lists.get_by_label("Столбец 2")).to_have_value("price")
    await lists.get_by_text("Непрочитанные строки: 1").click()
    await expect(lists).to_contain_text("Строка 3: не число «qimmat»")
    async with page.expect_response(re.compile("/price-lists/5$")) as sent:
        await lists.get_by_label("Столбец 3").select_option("weight")
    said = (await sent.value).request.post_data_json
    assert (said["columns"], said["keep"]) == ({"title": 0, "price": 1, "weight": 2}, False)
    await lists.get_by_role("button", name="Добавить строк: 1").click()
    await expect(lists).to_contain_text("Shisha choynak")
    await expect(lists).to_contain_text("используется")


async def test_a_products_offer_gets_its_cost_here_with_its_weight(site: Site) -> None:
    page = await site.open("/p/1700001", width=360)
    block = page.get_by_role("region", name="Где закупить")
    await block.get_by_role("button", name="Посмотреть предложения").click()
    await expect(block).to_contain_text(
        "Цена в Ташкенте неизвестна: укажите вес. продаётся в США, а цену доставки"
    )
    await block.get_by_text("Ваша цена доставки из США").click()
    await block.get_by_label("За 1 кг, USD, от").fill("10")
    await block.get_by_label("За 1 кг, USD, до").fill("14")
    async with page.expect_request(lambda asked: asked.url.endswith("/own-rates")) as sent:
        await block.get_by_role("button", name="Сохранить").click()
    rate = (await sent.value).post_data_json
    assert rate == {"key": "freight.air_us.per_kg", "rate": {"low": 10, "likely": 12, "high": 14}}
    await expect(block).to_contain_text("Центральный банк не отвечает")
    await block.get_by_label("Вес в упаковке, г").fill("600")
    await block.get_by_role("button", name="Это он").click()
    await expect(block).to_contain_text(re.compile(r"автодорогой\s*74\s300"))
    await expect(block).to_contain_text("50 % (38 %…57 %)")
    await block.get_by_text("Что остаётся при ценах рынка").click()
    await expect(block.get_by_role("listitem").filter(has_text="не больше 29 %")).not_to_have_count(0)
    await expect(block).to_contain_text("38 % (−3 %…57 %)")
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    await block.get_by_role("link", name="Посчитать с комиссией и налогами").click()
    await expect(page).to_have_url(re.compile("/calculator.*product=1700001"))
    await expect(page.get_by_label(re.compile("^Закупочная цена, "))).to_have_value(re.compile(r"74\s300"))
    await expect(page.get_by_label(re.compile("^Цена продажи, "))).to_have_value(re.compile(r"149\s000"))
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")


async def test_an_offer_from_abroad_goes_by_the_central_banks_rate_and_says_when_it_is_not_todays(
    site: Site,
) -> None:
    page = await site.open("/sourcing", width=360)
    waiting = page.get_by_role("region", name=re.compile("Нужно подтвердить: 1"))
    await waiting.get_by_role("link", name="Посчитать с комиссией и налогами").click()
    await expect(page.get_by_label(re.compile("^Цена продажи, "))).to_have_value(re.compile(r"149\s000"))
    await page.get_by_label(re.compile("^Вес в упаковке, ")).fill("0,6")
    await expect(page.get_by_text("1 курс может быть не сегодняшним").first).to_be_visible()
    await page.get_by_text("Курс валюты", exact=True).click()
    await expect(page.get_by_text("курс Центрального банка на день").first).to_be_visible()
    await expect(page.get_by_text("более свежий неизвестен").first).to_be_visible()
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
