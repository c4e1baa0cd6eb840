"""Loading a file from the page."""

from __future__ import annotations

import pytest
from playwright.async_api import FilePayload, expect

from browser.opened import Site

pytestmark = pytest.mark.browser


def file(name: str, body: bytes = b'{"product_id":1}\n') -> FilePayload:
    return {"name": name, "mimeType": "application/octet-stream", "buffer": body}


async def test_a_file_is_sent_as_it_is_and_its_summary_shown(site: Site) -> None:
    page = await site.open("/import", width=360)
    await page.locator("input[type=file]").set_input_files(file("week 1.ndjson", b"x" * 4096))
    await expect(page.get_by_text("Готово")).to_be_visible()
    assert site.shape.received == {1: ("week 1.ndjson", 4096)}
    for name, count in (("Прочитано", "120"), ("Принято", "100"), ("Уже известно", "17"), ("Отклонено", "3")):
        await expect(page.locator("dl > div", has_text=name)).to_contain_text(count)
    link = page.get_by_role("link", name="Скачать отклонённые записи")
    await expect(link).to_have_attribute("href", "/api/v1/imports/1/rejects")
    await page.reload()
    await expect(page.get_by_text("Готово")).to_be_visible()


async def test_a_file_of_another_kind_is_not_sent(site: Site) -> None:
    page = await site.open("/import")
    await page.locator("input[type=file]").set_input_files(file("week.xlsx"))
    await expect(page.get_by_role("alert")).to_contain_text("Такой файл не читается")
    assert site.shape.received == {}


async def test_an_upload_that_meets_no_api_says_so(site: Site) -> None:
    page = await site.open("/import")
    await expect(page.get_by_role("heading", level=1)).to_be_visible()
    site.shape.mode = "away"
    await page.locator("input[type=file]").set_input_files(file("week.csv"))
    await expect(page.get_by_role("alert")).to_contain_text("Сервер сейчас не отвечает")
