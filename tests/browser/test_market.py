"""A category's and a shop's page: what is said, what is chosen, where it leads, and what stands there when nothing does."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import asyncpg
import pytest
from playwright.async_api import expect

from browser.opened import Site
from browser.visitor import Visitor
from fixtures import rows
from fixtures.seldom import PHONE

pytestmark = pytest.mark.browser


async def test_a_category_says_its_size_its_growth_and_who_sells(site: Site) -> None:
    page = await site.open("/c/12")
    await expect(page.get_by_role("heading", level=1)).to_have_text("Кухня")
    size = page.get_by_role("region", name="Объём и рост")
    for known in ("980 млн", "9 812", "+12 %", "(+4…+21\u00a0%)", "▲", "сравнено товаров: 48 из 60"):
        await expect(size).to_contain_text(known)
    await expect(size).to_contain_text("есть у 52 товаров из 60")
    sellers = page.get_by_role("region", name="Кто здесь продаёт")
    await expect(sellers).to_contain_text(re.compile(r"1\s842.*1\s701–1\s990.*умеренная"))
    first = sellers.get_by_role("listitem").first
    await expect(first).to_contain_text(re.compile(r"34\s%.*31 … 38\s%"))
    await expect(sellers.get_by_role("listitem").nth(7)).to_contain_text("0\u00a0%")
    await expect(sellers.get_by_role("listitem").nth(8)).to_contain_text("доля неизвестна")
    await expect(sellers.get_by_role("listitem").last).to_contain_text("Ещё 22 магазина")
    await first.get_by_role("link", name="Toshkent Savdo Uyi").click()
    await expect(page).to_have_url(re.compile("/s/77$"))
    await expect(page.get_by_role("heading", level=1)).to_have_text("Toshkent Savdo Uyi")


async def test_a_leafs_goods_stand_by_score_and_open_into_its_parts(site: Site) -> None:
    page = await site.open("/c/123")
    part = page.get_by_role("region", name="Товары по баллу")
    items = part.get_by_role("list", name="Товары по баллу").locator(":scope > li")
    await expect(items).to_have_count(20)
    first = items.first
    await expect(first).to_contain_text(re.compile(r"\d+ \(\d+–\d+\)"))
    await expect(first).to_contain_text(re.compile("мест"))
    await expect(first.get_by_role("list", name="Из чего состоит балл")).to_have_count(0)
    await first.get_by_role("button", name=re.compile("Из чего состоит балл")).click()
    opened = first.get_by_role("list", name="Из чего состоит балл")
    await expect(opened.get_by_role("listitem")).to_have_count(7)
    await part.get_by_role("button", name=re.compile("Показать ещё")).click()
    await expect(items).to_have_count(40)
    best = await items.first.get_by_role("link").inner_text()
    await part.get_by_role("button", name="Свои веса").click()
    for at, slider in enumerate(await part.get_by_role("slider").all()):
        await slider.fill("100" if at == 4 else "0")
    await page.wait_for_url("**weights=price_room*")
    await expect(items.first.get_by_role("link")).not_to_have_text(best)
    await items.first.get_by_role("button", name=re.compile("Из чего состоит балл")).click()
    assert any("/score?weights=price_room" in line for line in site.shape.asked), (
        "parts go by the same weights"
    )
    await page.reload()
    await expect(part.get_by_role("slider").nth(4)).to_have_value("100")
    await part.get_by_role("button", name="Обычные веса").click()
    await expect(items.first.get_by_role("link")).to_have_text(best)
    await page.goto(page.url.replace("/c/123", "/c/12"))
    await expect(page.get_by_role("heading", level=1)).to_have_text("Кухня")
    await expect(part).to_have_count(0)


async def test_a_term_explains_itself_on_a_tap_and_by_key(site: Site) -> None:
    page = await site.open("/c/12", width=360)
    term = page.get_by_role("button", name="Концентрация (HHI)")
    line = page.get_by_text("Индекс Херфиндаля")
    await expect(line).to_be_hidden()
    await term.click()
    await expect(line).to_be_visible()
    await expect(term).to_have_attribute("aria-expanded", "true")
    await term.press("Enter")
    await expect(line).to_be_hidden()


async def test_children_and_the_path_lead_through_the_tree(site: Site) -> None:
    page = await site.open("/c/12")
    below = page.get_by_role("region", name="Внутри этой категории")
    for told in ("▼", "явного изменения нет", "−12\u00a0%"):
        await expect(below).to_contain_text(told)
    await below.get_by_role("link", name="Чайники").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Чайники")
    await expect(page.get_by_role("region", name="Внутри этой категории")).to_have_count(0)
    await page.get_by_role("navigation", name="Место категории").get_by_role("link", name="Дом").click()
    await expect(page).to_have_url(re.compile("/c/1$"))


async def test_leaders_and_newcomers_are_asked_for_and_live_in_the_address(site: Site) -> None:
    page = await site.open("/c/123")
    goods = page.get_by_role("region", name="Товары", exact=True)
    await expect(goods.get_by_role("list").last.get_by_role("listitem")).to_have_count(10)
    assert any("category=123" in one and "sort=-revenue_28" in one for one in site.shape.asked)
    await goods.get_by_role("button", name="Новые за 30 дней").click()
    await expect(page).to_have_url(re.compile(r"goods=new"))
    await expect(goods).to_contain_text("не обязательно новое на рынке")
    await expect(goods).to_contain_text("Впервые замечен")
    await goods.get_by_role("link", name="Все товары (60)").click()
    await expect(page.get_by_label("Категория")).to_have_value("123")
    await page.get_by_role("link", name="Об этой категории").click()
    await expect(page).to_have_url(re.compile("/c/123"))


async def test_price_moves_are_chosen_by_period_and_shown_bit_by_bit(site: Site) -> None:
    page = await site.open("/s/77", width=360)
    moves = page.get_by_role("region", name="Изменения цен")
    await expect(moves).to_contain_text(f"до {site.shown(7)}")
    await expect(moves).to_contain_text("Подорожало: 15, подешевело: 15, без изменений: 11.")
    listed = moves.get_by_role("listitem")
    await expect(listed).to_have_count(20)
    await expect(listed.first).to_contain_text("+50\u00a0%")
    await expect(listed.nth(1)).to_contain_text("−33\u00a0%")
    await moves.get_by_role("button", name="Показать ещё").click()
    await expect(listed).to_have_count(30)
    await moves.get_by_role("button", name="28 дней").click()
    await expect(page).to_have_url(re.compile(r"days=28"))
    await expect(moves).to_contain_text(f"до {site.shown(28)}")
    await expect(listed).to_have_count(20)


async def test_a_products_shop_and_category_lead_to_their_pages(site: Site) -> None:
    page = await site.open("/p/1700001")
    await page.get_by_role("link", name="Toshkent Savdo Uyi").click()
    await expect(page).to_have_url(re.compile("/s/77"))
    await page.go_back()
    await page.get_by_role("navigation", name="Место в каталоге").get_by_role("link", name="Чайники").click()
    await expect(page).to_have_url(re.compile("/c/123"))


@PHONE
async def test_the_shop_in_a_list_is_a_link_of_its_own(site: Site, width: int) -> None:
    page = await site.open("/browse", width=width)
    await page.get_by_role("link", name="Toshkent Savdo Uyi").first.click()
    await expect(page).to_have_url(re.compile("/s/77"))


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/c/999", "Такой категории нет"),
        ("/c/x", "Такой категории нет"),
        ("/s/5", "Такого магазина нет"),
        ("/s/-1", "Такого магазина нет"),
    ],
)
async def test_what_is_not_there_is_said(site: Site, path: str, words: str) -> None:
    page = await site.open(path)
    await expect(page.get_by_role("main").get_by_text(words)).to_be_visible()
    await page.get_by_role("link", name="На главную").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Сегодня")


@pytest.mark.parametrize(
    ("path", "words"),
    [("/c/123", "Здесь пока нет товаров"), ("/s/77", "У этого магазина здесь пока нет товаров")],
)
async def test_empty_is_no_zero(site: Site, path: str, words: str) -> None:
    site.shape.mode = "empty"
    page = await site.open(path)
    await expect(page.get_by_role("main").get_by_text(words)).to_be_visible()
    await expect(page.get_by_role("main").get_by_text("Ни один день ещё не закрыт")).to_be_visible()
    await expect(page.get_by_role("region", name="Объём и рост")).to_have_count(0)


@pytest.mark.parametrize("path", ["/c/123", "/s/77"])
async def test_slow_away_and_broken_are_told_apart(site: Site, path: str) -> None:
    site.shape.mode = "slow"
    page = await site.open(path)
    await expect(page.get_by_role("status", name="Загружается…").first).to_be_visible()
    await page.context.close()
    site.shape.mode = "away"
    page = await site.open(path)
    await expect(page.get_by_role("main").get_by_text("Сервер сейчас не отвечает")).to_be_visible()
    site.shape.mode = "ok"
    await expect(page.get_by_role("heading", level=1)).to_be_visible()
    await page.context.close()
    site.shape.mode = "broken"
    page = await site.open(path)
    await expect(page.get_by_role("alert")).to_contain_text("Soʻrovda xato bor.")


async def test_the_real_api_fills_both_pages(visitors: list[Visitor], db: asyncpg.Connection) -> None:
    await rows.insert(db, "categories", category_id=5, title_uz="Oshxona", path=[5])
    await rows.insert(db, "categories", category_id=6, parent_id=5, title_uz="Choynaklar", path=[5, 6])
    await rows.insert(db, "sellers", seller_id=8, title="Lavido", slug="lavido")
    for place, (units, then, now) in enumerate(
        ((60, 90_000, 100_000), (20, 50_000, 50_000), (None, 70_000, 70_000))
    ):
        product_id = 1700100 + place
        await rows.product(db, product_id, f"Choynak {place}", category_id=6, seller_id=8)
        await rows.look(db, product_id, datetime.now(UTC) - timedelta(days=9), price_uzs=then)
        await rows.look(db, product_id, datetime.now(UTC), price_uzs=now)
        if units is not None:
            money = dict.fromkeys(("revenue_28", "revenue_28_low", "revenue_28_high"), units * now)
            month = dict.fromkeys(("units_28", "units_28_low", "units_28_high"), float(units))
            weeks = {
                "growth_before": 10.0,
                "growth_now": 15.0,
                "growth_before_error": 0.5,
                "growth_now_error": 0.5,
            }
            await rows.figures(db, product_id, units / 4, basis_28=1, known_28=28, **month, **money, **weeks)
    page = visitors[0].page
    await visitors[0].go("/c/5?lang=en")
    await expect(page.get_by_role("heading", level=1)).to_have_text("Oshxona")
    size = page.get_by_role("region", name="Size and growth")
    for known in ("7 M", "+50 %", "▲", "2 of 3 products compared", "2 of 3 products have a number"):
        await expect(size).to_contain_text(known)
    await expect(page.get_by_role("region", name="Who sells here")).to_contain_text("highly concentrated")
    await (
        page.get_by_role("region", name="Within this category").get_by_role("link", name="Choynaklar").click()
    )
    await expect(page.get_by_role("heading", level=1)).to_have_text("Choynaklar")
    await page.get_by_role("link", name="Lavido").first.click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Lavido")
    moves = page.get_by_role("region", name="Price moves")
    await expect(moves).to_contain_text("Up: 1, down: 0, unchanged: 2.")
    await expect(moves.get_by_role("listitem")).to_contain_text(re.compile(r"Choynak 0.*\+11\s%"))
