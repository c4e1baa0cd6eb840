"""A system without a product leads to a link, a file and one's own shop, and says what becomes of what is given."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from browser.opened import Site, cut_texts, keep_picture, settled, sideways
from fixtures.seldom import seldom

pytestmark = pytest.mark.browser

PRODUCT = "https://uzum.uz/uz/product/choynak-1700001"
SHOP = "https://uzum.uz/uz/shop/choynak-uyi"


async def give(page: Page, way: str, link: str) -> None:
    card = page.get_by_role("listitem").filter(has=page.get_by_role("heading", name=way, exact=True))
    await card.get_by_label("Адрес").fill(link)
    await card.get_by_role("button", name="Следить").click()


@pytest.mark.parametrize("asker", ["operator", "nobody", "viewer"])
@pytest.mark.parametrize("lang", ["ru", "uz-Cyrl", *seldom("uz", "en")])
async def test_the_three_ways_fit_a_phone_and_a_desk(
    site: Site, checkout: Path, asker: str, lang: str
) -> None:
    site.shape.mode, site.shape.asker = "empty", asker
    site.shape.collecting.switched_to = "off"
    pictures = checkout / "test-results" / "page"
    page = await site.open(f"/?lang={lang}")
    await settled(page)
    await expect(page.get_by_role("heading", level=3)).to_have_count(3)
    for width in (1280, 360, 320):
        await page.set_viewport_size({"width": width, "height": 800})
        await keep_picture(page, pictures / f"steps-{asker}-{width}-{lang}.png", lang=lang, width=width)
        assert await sideways(page) == [], f"{width} px in {lang}"
        assert await cut_texts(page) == [], f"{width} px in {lang}"


async def test_a_file_leads_to_the_import_page(site: Site) -> None:
    site.shape.mode = "empty"
    page = await site.open("/")
    await page.get_by_role("main").get_by_role("link", name="Загрузить свой файл").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Загрузить файл")


async def test_a_link_to_a_product_turns_into_the_way_to_it(site: Site) -> None:
    site.shape.mode = "empty"
    page = await site.open("/", width=360)
    await give(page, "Ссылка", PRODUCT)
    await expect(page.get_by_text("Посмотрим на него в течение минуты.")).to_be_visible()
    await page.get_by_role("link", name="Открыть товар").click()
    await expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert page.url.split("?")[0].endswith("/p/1700001")
    assert site.shape.following.links == [PRODUCT]


async def test_a_product_that_does_not_come_is_waited_for_two_minutes_and_no_longer(site: Site) -> None:
    site.shape.mode = "empty"
    site.shape.following.looks_until_seen = 10_000
    page = await site.open("/", width=360)
    await page.clock.install()
    await give(page, "Ссылка", PRODUCT)
    await expect(page.get_by_text("Посмотрим на него в течение минуты.")).to_be_visible()
    await page.clock.fast_forward(121_000)
    await expect(page.get_by_text("За две минуты товар не удалось увидеть.")).to_be_visible()
    asked = len([one for one in site.shape.asked if one.endswith("/products/1700001")])
    await page.clock.fast_forward(60_000)
    await expect(page.get_by_role("main").get_by_role("link", name="Состояние данных")).to_be_visible()
    assert len([one for one in site.shape.asked if one.endswith("/products/1700001")]) == asked


async def test_a_link_of_somebody_else_is_refused_at_the_field(site: Site) -> None:
    site.shape.mode = "empty"
    page = await site.open("/")
    await give(page, "Ссылка", "https://example.com/product/1")
    field = page.get_by_label("Адрес").first
    await expect(field).to_have_attribute("aria-invalid", "true")
    await expect(page.get_by_role("alert")).to_contain_text(
        "Это не адрес товара или магазина на Uzum Market."
    )
    await give(page, "Ссылка", PRODUCT)
    await expect(page.get_by_role("alert")).to_have_count(0)


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("waiting", "Магазин Choynak uyi ждёт своей очереди."),
        ("walking", "Магазин Choynak uyi читается; найдено товаров: 212."),
        ("done", "Магазин Choynak uyi прочитан; найдено товаров: 212."),
        ("unknown", "Маркетплейс не знает магазина Choynak uyi."),
        ("failed", "Магазин Choynak uyi не удалось прочитать."),
    ],
)
async def test_one_s_own_shop_says_how_far_it_is(site: Site, state: str, words: str) -> None:
    site.shape.mode = "empty"
    site.shape.following.shop_state = state
    page = await site.open("/", width=360)
    await give(page, "Свой магазин", SHOP)
    await expect(page.get_by_text(words)).to_be_visible()


async def test_with_collecting_off_the_way_to_the_switch_is_shown_and_nothing_is_promised(site: Site) -> None:
    site.shape.mode = "empty"
    site.shape.collecting.switched_to = "off"
    site.shape.following.looks_until_seen = 10_000
    page = await site.open("/", width=360)
    await give(page, "Ссылка", PRODUCT)
    await expect(page.get_by_text("пока его не включат, ничего не посещается")).to_have_count(2)
    await expect(page.get_by_text("в течение минуты")).to_have_count(0)
    await page.get_by_role("link", name="К переключателю").click()
    await expect(page.get_by_role("button", name="Выключено")).to_be_in_viewport()


async def test_nobody_follows_before_signing_in_and_the_command_for_files_is_told(site: Site) -> None:
    site.shape.mode, site.shape.asker = "empty", "nobody"
    page = await site.open("/")
    await expect(page.get_by_text("ventra import FILE").first).to_be_visible()
    await expect(page.get_by_role("main").get_by_role("link", name="Войти")).to_have_count(2)
    await expect(page.get_by_role("button", name="Следить")).to_have_count(0)


async def test_an_api_that_is_away_when_a_link_is_given_says_so(site: Site) -> None:
    site.shape.mode = "empty"
    page = await site.open("/")
    await expect(page.get_by_role("heading", level=3)).to_have_count(3)
    site.shape.mode = "away"
    await give(page, "Ссылка", PRODUCT)
    await expect(page.get_by_role("alert")).to_contain_text("Сервер сейчас не отвечает")
