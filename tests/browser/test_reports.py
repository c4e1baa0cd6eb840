"""Reports: one asked for and watched until it is there, one that comes by itself, and the ways that lead to it."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.async_api import Request, expect

from browser.opened import Site

pytestmark = pytest.mark.browser


def posted(ending: str) -> Callable[[Request], bool]:
    """Whether something is posted to an address that ends so."""
    return lambda request: request.method == "POST" and request.url.endswith(ending)


async def test_a_report_is_asked_for_watched_and_fetched(site: Site) -> None:
    page = await site.open("/reports", width=360)
    made = page.get_by_role("region", name="Составленные")
    await expect(made.get_by_role("listitem")).to_have_count(2)
    await expect(made).to_contain_text("не собрался вовремя")
    new = page.get_by_role("region", name="Новый отчёт")
    await new.get_by_label("Период").select_option("28")
    async with page.expect_request(posted("/reports")) as sent:
        await new.get_by_role("button", name="Составить сейчас").click()
    assert (await sent.value).post_data_json == {
        "kind": "watchlist", "subject_id": None, "days": 28, "language": "ru",
    }  # fmt: skip
    first = made.get_by_role("listitem").first
    await expect(first.get_by_role("progressbar")).to_be_visible()
    await expect(first).to_contain_text("готов", timeout=15_000)
    async with page.expect_download() as coming:
        await first.get_by_role("button", name="Скачать").click()
    assert (await coming.value).suggested_filename == "ventra-category-1-7d.pdf"
    await made.get_by_role("button", name=re.compile("Удалить.*onerror")).click()
    await expect(made.get_by_role("listitem")).to_have_count(2)
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")


async def test_one_comes_by_itself_says_when_and_what_became_of_it(site: Site) -> None:
    page = await site.open("/reports")
    schedules = page.get_by_role("region", name="Расписания")
    await expect(schedules).to_contain_text("каждую неделю, пн, 09:00")
    await expect(schedules).to_contain_text(re.compile(r"и каналы других: 1"))
    await schedules.get_by_role("button", name="Что отправлено").click()
    await expect(schedules).to_contain_text("Telegram does not answer")
    await schedules.get_by_role("button", name="Приостановить").click()
    await expect(schedules).to_contain_text("На паузе")
    await schedules.get_by_role("button", name="Отправить сейчас").click()
    await expect(schedules).to_contain_text("отправим, когда будет готов")
    new = page.get_by_role("region", name="Новый отчёт")
    await new.get_by_label("Присылать регулярно").check()
    await new.get_by_label("Как часто").select_option("month")
    await new.get_by_label("День месяца").select_option("5")
    await new.get_by_label("Telegram").check()
    async with page.expect_request(posted("/report-schedules")) as sent:
        await new.get_by_role("button", name="Добавить расписание").click()
    assert (await sent.value).post_data_json == {
        "kind": "watchlist", "subject_id": None, "days": 7, "language": "ru", "every": "month", "hour": 9, "weekday": 0,
        "month_day": 5, "only_changed": True, "channels": [1],
    }  # fmt: skip


async def test_the_page_of_a_category_leads_to_its_report_and_nothing_made_yet_is_said(site: Site) -> None:
    page = await site.open("/c/1")
    await page.get_by_role("link", name="Отчёт", exact=True).click()
    await expect(page).to_have_url(re.compile(r"/reports\?kind=category&id=1"))
    new = page.get_by_role("region", name="Новый отчёт")
    await expect(new.get_by_label("О чём")).to_have_value("category")
    async with page.expect_request(posted("/reports")) as sent:
        await new.get_by_role("button", name="Составить сейчас").click()
    assert (await sent.value).post_data_json["subject_id"] == 1
    site.shape.mode = "empty"
    page = await site.open("/reports")
    await expect(page.get_by_text("Отчётов ещё нет")).to_be_visible()
    await expect(page.get_by_text("Ничего не присылается само.")).to_be_visible()
