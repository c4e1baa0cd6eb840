"""The operator's switch on the data-health page, and what it says the budget can watch."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from browser.opened import Site, cut_texts, keep_picture, settled, sideways
from fixtures.seldom import seldom

pytestmark = pytest.mark.browser


async def pressed(page: Page, name: str) -> None:
    button = page.get_by_role("group", name="Что собирается").get_by_role("button", name=name)
    await expect(button).to_have_attribute("aria-pressed", "true")


async def switched(page: Page, name: str) -> None:
    """The choice is shown at once, and can be changed again when the api has taken it."""
    await pressed(page, name)
    await expect(
        page.get_by_role("group", name="Что собирается").get_by_role("button", name=name)
    ).to_be_enabled()


async def test_switching_off_is_asked_about_and_can_be_taken_back(site: Site) -> None:
    page = await site.open("/health", width=360)
    await pressed(page, "Отслеживаемое")
    await expect(page.get_by_text("Так велит настройка сборщика.")).to_be_visible()
    await page.get_by_role("button", name="Выключено").click()
    await page.get_by_role("button", name="Оставить как есть").click()
    assert site.shape.collecting.switched_to is None
    await page.get_by_role("button", name="Выключено").click()
    await page.get_by_role("button", name="Переключить").click()
    await switched(page, "Выключено")
    await expect(page.get_by_text("в настройке: Отслеживаемое")).to_be_visible()
    assert site.shape.collecting.switched_to == "off"
    await page.get_by_role("button", name="Вернуть настройку").click()
    await switched(page, "Отслеживаемое")
    await expect(page.get_by_role("button", name="Вернуть настройку")).to_have_count(0)
    assert site.shape.collecting.switched_to is None


async def test_collecting_everything_is_asked_about_and_tracked_is_not(site: Site) -> None:
    page = await site.open("/health")
    await page.get_by_role("button", name="Всё", exact=False).first.click()
    dialog = page.get_by_role("dialog")
    await expect(dialog).to_contain_text("Собирать всё?")
    await dialog.get_by_role("button", name="Переключить").click()
    await pressed(page, "Всё")
    await page.get_by_role("button", name="Отслеживаемое").click()
    await switched(page, "Отслеживаемое")
    await expect(dialog).to_have_count(0)
    assert site.shape.collecting.switched_to == "tracked"


async def test_going_back_to_a_setting_that_is_off_is_asked_about(site: Site) -> None:
    site.shape.collecting.setting, site.shape.collecting.switched_to = "off", "tracked"
    page = await site.open("/health")
    await page.get_by_role("button", name="Вернуть настройку").click()
    await page.get_by_role("dialog").get_by_role("button", name="Переключить").click()
    await switched(page, "Выключено")
    assert site.shape.collecting.switched_to is None


async def test_while_it_is_switched_the_choice_waits_and_a_refusal_is_said(site: Site) -> None:
    page = await site.open("/health")
    await pressed(page, "Отслеживаемое")
    site.shape.collecting.refuses = True
    site.shape.mode = "slow"
    await page.get_by_role("button", name="Выключено").click()
    await page.get_by_role("button", name="Переключить").click()
    await expect(page.get_by_text("Переключается…")).to_be_visible()
    await expect(page.get_by_role("button", name="Выключено")).to_be_disabled()
    await expect(page.get_by_role("alert").filter(has_text="Faqat operatorga ochiq.")).to_be_visible()
    await pressed(page, "Отслеживаемое")


@pytest.mark.parametrize(
    ("asker", "words"),
    [("nobody", "Войдите, чтобы продолжить"), ("owner", "Это для того, кто запустил систему")],
)
async def test_who_is_not_the_operator_is_told_so_and_shown_nothing(
    site: Site, asker: str, words: str
) -> None:
    site.shape.asker = asker
    page = await site.open("/health", width=360)
    await expect(page.get_by_role("main").get_by_text(words)).to_be_visible()
    await expect(page.get_by_role("button", name="Выключено")).to_have_count(0)
    await expect(page.get_by_role("link", name="Состояние данных")).to_have_count(0)


async def test_the_budget_is_told_in_words_that_promise_no_more_than_there_is(site: Site) -> None:
    page = await site.open("/health", width=360)
    part = page.get_by_role("region", name="На что хватает бюджета")
    await expect(part).to_contain_text("При 2 в секунду: 7 000 товаров каждый час или 170 000 в день.")
    await expect(part).to_contain_text("в 2,1 раза реже нужного, просмотр раз в 2 ч")
    await expect(part).to_contain_text("Хватило бы на всё: 4,2 в секунду.")
    rows = part.get_by_role("listitem").filter(has_text="Бюджет")
    await expect(rows).to_have_count(3)
    await expect(rows.last).to_contain_text("вовремя")


async def test_before_a_worker_ever_ran_the_page_says_that_nothing_is_known(site: Site) -> None:
    site.shape.collecting.setting = None
    page = await site.open("/health")
    await expect(page.get_by_text("Сборщик ещё не запускался, его настройка неизвестна.")).to_be_visible()
    await expect(page.get_by_text("Сборщик ещё не запускался, бюджет неизвестен.")).to_be_visible()


@pytest.mark.parametrize("lang", ["ru", "uz-Cyrl", *seldom("uz", "en")])
async def test_the_switch_and_the_budget_fit_a_phone_and_a_desk(
    site: Site, checkout: Path, lang: str
) -> None:
    site.shape.collecting.switched_to = "all"
    pictures = checkout / "test-results" / "page"
    page = await site.open(f"/health?lang={lang}")
    await settled(page)
    await page.locator("#capacity\\.title").wait_for()
    for width in (1280, 360, 320):
        await page.set_viewport_size({"width": width, "height": 800})
        await page.locator("#collecting").scroll_into_view_if_needed()
        await keep_picture(page, pictures / f"collecting-{width}-{lang}.png", lang=lang, width=width)
        assert await sideways(page) == [], f"{width} px in {lang}"
        assert await cut_texts(page) == [], f"{width} px in {lang}"
