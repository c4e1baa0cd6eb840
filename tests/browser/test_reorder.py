"""When to order again, in Chromium: a product's plan on terms that are changed and taken back, and own goods within a purse."""

from __future__ import annotations

import re

import pytest
from playwright.async_api import Locator, Page, expect

from browser.opened import Site, cut_texts, settled, sideways
from fakes.api_shape_outlook import UNTOLD

pytestmark = pytest.mark.browser
ONE = 1700001


def block(page: Page) -> Locator:
    """The product page's part."""
    return page.get_by_role("region", name="Дозаказ")


async def test_a_product_says_when_and_how_much_on_terms_that_are_changed_and_taken_back(site: Site) -> None:
    site.shape.tracked.add(ONE)
    page = await site.open(f"/p/{ONE}", width=360)
    part = block(page)
    for known in (
        "Заказать сейчас", "120", "(84–168)", "цена закупки не указана", "поставка 14 ± 4 дн.",
        f"Заказать между {site.shown(-6)} и {site.shown(-15)}", "Слишком мало известно, сколько продаётся этот вариант",
        "(19–43)",
    ):  # fmt: skip
        await expect(part).to_contain_text(known)
    await part.get_by_role("button", name="Эти условия предположены").click()
    await expect(part.get_by_text("Это не измерено")).to_be_visible()
    await part.get_by_text("Как посчитано?").first.click()
    await part.get_by_role("button", name="Точка заказа").first.click()
    await expect(part.get_by_text("пора заказывать.").first).to_be_visible()
    await part.get_by_role("button", name="Изменить условия").click()
    panel = page.get_by_role("dialog", name="Условия заказа")
    await panel.get_by_role("textbox", name="Срок поставки, дн.").fill("400")
    await panel.get_by_role("textbox", name="Минимальный заказ, шт.").fill("1 200")
    await panel.get_by_role("textbox", name="Цена штуки, сум").fill("25 000")
    await panel.get_by_role("button", name="Сохранить").click()
    await expect(panel.get_by_role("alert")).to_contain_text("Введите число от 0 до 365")
    await panel.get_by_role("textbox", name="Срок поставки, дн.").fill("20")
    await panel.get_by_role("button", name="Сохранить").click()
    await expect(panel).to_have_count(0)
    await expect(part).to_contain_text("поставка 20 ± 4 дн.")
    await expect(part).to_contain_text("Увеличено до минимального заказа.")
    await expect(part).to_contain_text("30\u00a0000\u00a0000\u00a0сум")
    await page.get_by_role("button", name="Отменить").click()
    await expect(part).to_contain_text("поставка 14 ± 4 дн.")
    # What the api refuses is taken back, and said.
    site.shape.orders.refuses = True
    await part.get_by_role("button", name="Изменить условия").click()
    await panel.get_by_role("button", name="Сохранить").click()
    await expect(page.get_by_role("status").filter(has_text="✕")).to_be_visible()
    await expect(part.get_by_role("button", name="Эти условия предположены")).to_be_visible()
    await settled(page)
    assert await sideways(page) == []
    assert await cut_texts(page) == []
    await page.goto(f"{site.origin}/p/{UNTOLD}")
    await expect(part).to_contain_text("Спрос пока не известен")


async def test_own_goods_share_a_purse_and_whoever_has_none_is_told_how(site: Site) -> None:
    site.shape.orders.answer("PUT", ONE, ["terms"], {"cost_uzs": 25_000})
    page = await site.open("/reorder")
    await expect(page.get_by_role("heading", level=1)).to_have_text("Что дозаказать")
    part = page.get_by_role("region", name="Что дозаказать")
    await expect(part.get_by_role("listitem")).to_have_count(3)
    await expect(part).to_contain_text("2 из 3 товаров")
    await expect(part).to_contain_text("Без цены закупки и вне сумм: 1 товар.")
    await expect(part.get_by_role("listitem").nth(2)).to_contain_text("Спрос пока не известен")
    await page.get_by_label("Кошелёк, сум").fill("2000000")
    await page.get_by_label("Кошелёк, сум").press("Enter")
    await expect(part).to_contain_text("на всё нужно 6\u00a0300\u00a0000\u00a0сум")
    await page.get_by_role("button", name="Только то, что пора").click()
    await page.get_by_label("Порядок").select_option("-cost")
    await expect(page).to_have_url(re.compile(r"/reorder\?purse=2000000&due=yes&sort=-cost$"))
    assert any("cash_uzs=2000000&due=true&sort=-cost" in one for one in site.shape.asked)
    await expect(part.get_by_role("listitem")).to_have_count(2)
    first = part.get_by_role("listitem").first
    await first.get_by_text(re.compile("Условия и .* вариант")).click()
    await expect(first).to_contain_text("Урезано: на большее не хватает денег.")
    narrow = await site.open("/reorder?lang=uz-Cyrl", width=320)
    await settled(narrow)
    assert await sideways(narrow) == []
    assert await cut_texts(narrow) == []
    site.shape.mode = "empty"
    other = await site.open("/reorder")
    await expect(other.get_by_text("Нет товаров, отмеченных как свои")).to_be_visible()
    site.shape.mode, site.shape.asker = "ok", "nobody"
    stranger = await site.open("/reorder")
    await expect(stranger.get_by_role("main").get_by_role("link", name="Войти")).to_be_visible()
