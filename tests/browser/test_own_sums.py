"""My shop's sums: what was earned, variants, purchases, claims, the way to the cabinet's total, and the money to come."""

from __future__ import annotations

import re

import pytest
from playwright.async_api import Locator, Page, expect

from browser.opened import Site, cut_texts, settled, sideways

pytestmark = pytest.mark.browser
NBSP = "\u00a0"


async def part(page: Page, name: str) -> Locator:
    """A part, chosen by its name."""
    await page.get_by_role("navigation", name="Разделы магазина").get_by_role("button", name=name).click()
    await settled(page)
    assert await sideways(page) == []
    assert await cut_texts(page) == []
    return page.get_by_role("region", name=name)


async def test_what_was_earned_is_told_with_what_is_not_known_and_leads_to_purchases(site: Site) -> None:
    page = await site.open("/", width=360)
    await expect(page.get_by_text("Выручка вчера")).to_be_visible()
    await page.get_by_role("link", name="Все суммы моего магазина").click()
    earned = page.get_by_role("region", name="Заработано")
    await expect(earned).to_contain_text("Для 30 % выручки не известна себестоимость.")
    await expect(earned).to_contain_text(f"Прибыль там, где она известна: 2{NBSP}310{NBSP}000{NBSP}сум")
    await expect(earned).to_contain_text(f"Заказы прочитаны за дни после {site.shown(26)}")
    chart = earned.get_by_role("slider", name="График по дням")
    await chart.press("Home")
    await expect(earned).to_contain_text("Заказы этого дня не прочитаны.")
    await settled(page)
    assert await sideways(page) == []
    assert await cut_texts(page) == []
    await expect(earned.get_by_role("button", name="Экспорт")).to_be_visible()
    await page.get_by_role("button", name="Свои дни").click()
    await page.get_by_label("С какого дня").fill(site.day(3))
    await expect(page).to_have_url(re.compile(rf"from={site.day(3)}&to={site.day(1)}"))
    await page.get_by_label("Где закупки нет").click()
    await expect(page).to_have_url(re.compile("cost=own"))
    assert any("cabinet=false" in one and f"from={site.day(3)}" in one for one in site.shape.asked)
    await earned.get_by_role("button", name="Внести закупки").click()
    bought = page.get_by_role("region", name="Закупки")
    await bought.get_by_role("button", name="Внести закупку").click()
    await bought.get_by_role("combobox", name="Какой вариант").fill("72")
    await bought.get_by_role("option").click()
    await bought.get_by_label("Штук", exact=True).fill("1 200")
    await bought.get_by_label("Цена штуки, сум").fill("39 000")
    await bought.get_by_role("button", name="Сохранить").click()
    rows = bought.get_by_role("listitem")
    await expect(rows).to_have_count(2)
    await expect(rows.first).to_contain_text(f"46{NBSP}800{NBSP}000{NBSP}сум")
    await rows.first.get_by_role("button", name=re.compile("^Удалить")).click()
    await expect(rows).to_have_count(1)
    await page.get_by_role("button", name="Отменить").click()
    await expect(rows).to_have_count(2)
    await bought.get_by_role("button", name="Из файла").click()
    await bought.locator("input[type=file]").set_input_files(
        {"name": "xarid.csv", "mimeType": "text/csv", "buffer": b"Kod;Sana;Soni;Qancha"}
    )
    await expect(bought).to_contain_text("Не указано, в каком столбце: Цена штуки, сум")
    await bought.get_by_label("Что в столбце 4").select_option("cost")
    await expect(bought.get_by_text("1 строка не прочитана")).to_be_visible()
    await settled(page)
    assert await sideways(page) == []
    await bought.get_by_role("button", name="Принять 1 строку").click()
    await expect(rows).to_have_count(3)
    assert site.shape.own_sums.files[-1] == {
        "name": "xarid.csv", "columns": "sku:0,day:1,pieces:2,cost:3", "keep": "true",
    }  # fmt: skip


async def test_variants_sort_claims_move_and_the_difference_adds_up(site: Site) -> None:
    page = await site.open("/my-shop", width=1280)
    goods = await part(page, "По вариантам")
    await expect(goods.get_by_role("button", name="Экспорт")).to_be_visible()
    await goods.get_by_role("button", name="Рентаб.").click()
    await expect(page).to_have_url(re.compile("sort=-margin"))
    await expect(goods.get_by_role("row").nth(1)).to_contain_text("CH-71")
    await expect(goods.get_by_role("row").nth(3)).to_contain_text("себестоимость не известна")
    await goods.get_by_label("Найти среди своих товаров").fill("ch-72")
    await expect(goods.get_by_role("row")).to_have_count(2)
    await expect(goods.get_by_role("link")).to_have_attribute("href", re.compile(r"/p/\d+"))
    losses = await part(page, "Потери")
    await expect(losses.get_by_role("listitem").first).to_contain_text("осталось 2 дня")
    await expect(losses.get_by_role("listitem").nth(1)).to_contain_text("срок вышел")
    claim = losses.get_by_label("Претензия: Choynak, oq").first
    await claim.select_option("claimed")
    await expect(losses).to_contain_text("Открыто: 1.")
    await page.get_by_role("button", name="Отменить").click()
    await expect(losses).to_contain_text("Открыто: 2.")
    assert site.shape.own_sums.claims["missing-71"]["state"] == "open"
    way = await part(page, "Сверка с кабинетом")
    ends = await way.get_by_role("row").all_inner_texts()
    amounts = [_sums(one) for one in ends]
    assert amounts[0][-1] + sum(one[0] for one in amounts[1:-1]) == amounts[-1][-1] == amounts[-2][-1]
    cash = await part(page, "План денег")
    await cash.get_by_label("Срочно").click()
    await expect(page).to_have_url(re.compile("pay=urgent"))
    await expect(cash.get_by_role("row").nth(2)).to_contain_text(f"1,8{NBSP}млн")
    await part(page, "Дозаказ")
    narrow = await site.open("/my-shop?part=cash&lang=uz-Cyrl", width=360)
    await settled(narrow)
    assert await sideways(narrow) == []
    assert await cut_texts(narrow) == []
    site.shape.mode = "broken"
    await page.get_by_role("button", name="Закупки").click()
    await expect(page.get_by_role("region", name="Закупки").get_by_role("alert")).to_be_visible()


def _sums(text: str) -> list[int]:
    """Each sum of money in a row, in the order in which they stand."""
    found = re.findall(rf"([−+]?)((?:\d|{NBSP})+){NBSP}сум", text)
    return [int(digits.replace(NBSP, "")) * (-1 if sign == "−" else 1) for sign, digits in found]
