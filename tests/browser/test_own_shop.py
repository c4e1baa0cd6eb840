"""My shop: how it is connected is told, keys are given, replaced and deleted, shops switched off."""

from __future__ import annotations

import re

import pytest
from playwright.async_api import expect

from browser.opened import Site, cut_texts, settled, sideways

pytestmark = pytest.mark.browser


async def test_a_shop_is_connected_and_the_page_says_how_it_stands(site: Site) -> None:
    page = await site.open("/", width=360)
    await page.get_by_role("link", name="Все суммы моего магазина").click()
    await settled(page)
    await expect(page.get_by_role("heading", level=1)).to_have_text("Мой магазин")
    keys = page.get_by_role("list", name="Ключи")
    good, bad = keys.locator(":scope > li").nth(0), keys.locator(":scope > li").nth(1)
    await expect(good).to_contain_text("читается")
    await expect(good).to_contain_text(re.compile(r"Заказы\s*читается с \d\d"))
    await expect(good).to_contain_text("нет права на этот список")
    await expect(bad).to_contain_text("Uzum не принимает этот ключ")
    await expect(bad).to_contain_text("RBAC: access denied")
    assert await sideways(page) == []
    assert await cut_texts(page) == []
    await bad.get_by_role("button", name="Попробовать сейчас").click()
    await expect(bad).to_contain_text("проверяется")
    await bad.get_by_role("button", name="Заменить ключ").click()
    await page.get_by_role("dialog").get_by_label("Ключ API").fill("another-key-7777")
    async with page.expect_response(re.compile("/own-shop/keys/2$")) as sent:
        await page.get_by_role("dialog").get_by_role("button", name="Сохранить").click()
    assert (await sent.value).request.post_data_json == {"key": "another-key-7777"}
    await expect(bad).to_contain_text("…7777")
    shops = page.get_by_role("list", name="Магазины")
    await expect(shops).to_contain_text("ключ удалён, данные сохранены")
    await shops.get_by_label("Читать").first.click()
    await expect(shops.get_by_label("Читать").first).not_to_be_checked()
    await good.get_by_role("button", name="Удалить", exact=True).click()
    asked = page.get_by_role("dialog")
    await expect(asked).to_contain_text("удалённое не вернуть")
    await asked.get_by_role("button", name="Удалить ключ и все данные").click()
    await expect(keys.locator(":scope > li")).to_have_count(1)
    assert site.shape.own_shop.deleted == {1: True}


async def test_without_a_key_the_page_says_where_one_is_found_and_who_may_give_it(site: Site) -> None:
    site.shape.mode = "empty"
    page = await site.open("/my-shop", width=1280)
    await expect(page.get_by_text("Магазин ещё не подключён")).to_be_visible()
    await expect(page.get_by_text("VENTRA только читает")).to_be_visible()
    await page.get_by_label("Название").fill("Asosiy")
    await page.get_by_label("Ключ API").fill("seller-key-of-mine-5555")
    await page.get_by_role("button", name="Подключить").click()
    await expect(page.get_by_role("list", name="Ключи")).to_contain_text("…5555")
    site.shape.asker = "viewer"
    viewer = await site.open("/my-shop")
    await expect(viewer.get_by_text("Ключи добавляет менеджер или владелец")).to_be_visible()
    await expect(viewer.get_by_label("Ключ API")).to_have_count(0)
    site.shape.asker = "nobody"
    nobody = await site.open("/my-shop")
    await expect(nobody.get_by_role("link", name="Войти").last).to_be_visible()
