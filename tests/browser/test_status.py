"""The public status page, and open views that refresh when the stream of events says so."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest
from playwright.async_api import Locator, Page, expect

from browser.opened import Site, settled
from fixtures.seldom import PHONE

pytestmark = pytest.mark.browser
PATIENCE_SECONDS = 40
HIDE = """(state) => {
  Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => state });
  document.dispatchEvent(new Event('visibilitychange'));
}"""


async def until(met: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE_SECONDS):
        while not met():
            await asyncio.sleep(0.05)


def times(site: Site, question: str) -> int:
    return sum(question in asked for asked in site.shape.asked)


@PHONE
async def test_each_part_says_how_it_is_and_how_it_has_been(site: Site, width: int) -> None:
    page = await site.open("/status", width=width)
    await expect(page.get_by_role("heading", level=1)).to_have_text("Состояние сервиса")
    await expect(page.get_by_text("Есть сбои в отдельных частях")).to_be_visible()
    await expect(page.locator("dl")).to_contain_text("33 мин")
    await expect(page.locator("dl")).to_contain_text(site.shown(1))
    part = part_of(page, "Сбор данных")
    await expect(part).to_contain_text("не работает")
    await expect(part).to_contain_text("За 15 минут не удался ни один визит.")
    await expect(part.get_by_role("img")).to_have_accessible_name(
        f"{site.shown(29)} – сегодня: 94,4 % проверок без сбоев"
    )
    await expect(part.get_by_role("img").locator("> span")).to_have_count(30)
    await part.get_by_text("Таблицей").click()
    await expect(part.get_by_role("row", name=site.shown(3))).to_contain_text("0 %")
    await expect(part.get_by_role("row", name=site.shown(17))).to_contain_text("не наблюдали")
    # Something went wrong, so it was not a hundred.
    await expect(part_of(page, "База данных")).to_contain_text("99,9 %")
    await expect(part_of(page, "Обработчик")).to_contain_text("версия 0.1.0 (0123abc)")
    await expect(part_of(page, "Telegram-бот")).to_contain_text("не используется")


def part_of(page: Page, name: str) -> Locator:
    return page.get_by_role("listitem").filter(has=page.get_by_role("heading", name=name))


async def test_every_page_leads_to_the_status(site: Site) -> None:
    page = await site.open("/health")
    await page.get_by_role("contentinfo").get_by_role("link", name="Состояние сервиса").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Состояние сервиса")
    await page.go_back()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Состояние данных")
    await page.get_by_role("link", name="Как работает сам сервис").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Состояние сервиса")


async def test_a_server_that_cannot_be_reached_is_said_and_found_again(site: Site) -> None:
    site.shape.mode = "away"
    page = await site.open("/status")
    await expect(page.get_by_text("Сервер недоступен")).to_be_visible()
    site.shape.mode = "ok"
    await expect(page.get_by_text("Есть сбои в отдельных частях")).to_be_visible()
    await expect(page.get_by_text("Сервер недоступен")).to_have_count(0)
    site.shape.mode = "away"
    await page.reload()
    await expect(page.get_by_text("Сервер недоступен")).to_be_visible()
    await expect(page.get_by_text("Ниже то, что было известно на")).to_be_visible()
    await expect(page.get_by_text("Есть сбои в отдельных частях")).to_have_count(0)
    await expect(part_of(page, "База данных")).to_be_visible()


async def test_new_figures_are_on_the_page_without_a_reload(site: Site) -> None:
    page = await site.open("/browse")
    await settled(page)
    await until(lambda: site.shape.listening == 1)
    site.shape.tell("sales", {"changed_at": "2026-11-23T10:00:00Z", "closed_through": site.day(1)})
    asked = times(site, "/products?sort")
    site.shape.mode = "empty"
    site.shape.tell("sales", {"changed_at": "2026-11-23T10:01:00Z", "closed_through": site.day(1)})
    await expect(page.get_by_text("Товаров пока нет")).to_be_visible()
    assert times(site, "/products?sort") == asked + 1


async def test_an_import_moves_on_when_the_stream_says_so(site: Site) -> None:
    site.shape.received[1] = ("week.csv", 10)
    page = await site.open("/import?id=1")
    await expect(page.get_by_text("Готово")).to_be_visible()
    await until(lambda: site.shape.listening == 1)
    asked = times(site, "/imports/1")
    site.shape.tell("imports", {"import_id": 1, "state": "running", "read": 5})
    await until(lambda: times(site, "/imports/1") == asked + 1)


async def test_a_hidden_tab_does_not_listen_and_a_broken_stream_is_opened_again(site: Site) -> None:
    page = await site.open("/")
    await until(lambda: site.shape.listening == 1)
    await page.evaluate(HIDE, "hidden")
    await until(lambda: site.shape.listening == 0)
    await page.evaluate(HIDE, "visible")
    await until(lambda: site.shape.listening == 1)
    before = times(site, "/events")
    site.shape.hang_up()
    await until(lambda: times(site, "/events") == before + 1 and site.shape.listening == 1)
