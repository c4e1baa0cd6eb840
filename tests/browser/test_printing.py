"""What is printed: light whatever the screen is, the frame and what can be pressed left out, long tables whole."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from browser.opened import SIDEWAYS, Site, settled

pytestmark = pytest.mark.browser
A4_PX = 794
INK = "getComputedStyle(document.body.parentElement).color"
LIGHT_INK = "rgb(28, 34, 36)"
DRAWN = "document.querySelector('.uplot canvas').toDataURL()"


@pytest.mark.parametrize("path", ["/p/1700001", "/", "/browse", "/compare?ids=1700001,1700002"])
async def test_a_page_is_printed_light_and_without_its_frame(site: Site, path: str) -> None:
    page = await site.open(path, width=A4_PX, scheme="dark")
    await settled(page)
    assert await page.evaluate(INK) != LIGHT_INK
    await page.emulate_media(media="print", color_scheme="dark")
    await expect(page.get_by_role("heading", level=1)).to_be_visible()
    for frame in (page.get_by_role("banner"), page.get_by_role("contentinfo")):
        await expect(frame).to_have_count(0)
    await expect(page.locator(".button:visible")).to_have_count(0)
    assert await page.evaluate(INK) == LIGHT_INK
    assert await page.evaluate(SIDEWAYS) == []


async def test_a_drawing_is_printed_in_the_colours_of_paper(site: Site) -> None:
    drawn = {}
    for scheme in ("light", "dark"):
        page = await site.open("/p/1700001", scheme=scheme)
        await page.locator(".uplot canvas").wait_for()
        await settled(page)
        screen = await page.evaluate(DRAWN)
        await page.emulate_media(media="print", color_scheme="dark" if scheme == "dark" else "light")
        await page.wait_for_timeout(500)
        drawn[scheme] = (screen, await page.evaluate(DRAWN))
    assert drawn["light"][0] != drawn["dark"][0]
    assert drawn["light"][1] == drawn["dark"][1]


async def test_the_table_of_days_is_printed_whole(site: Site) -> None:
    page = await site.open("/p/1700001?range=90", width=A4_PX)
    await page.get_by_text("Таблицей", exact=True).click()
    table = page.locator("details[open] > div")
    await expect(table).to_be_visible()
    hidden = "(box) => box.scrollHeight - box.clientHeight"
    assert await table.evaluate(hidden) > 0
    await page.emulate_media(media="print")
    assert await table.evaluate(hidden) <= 0
