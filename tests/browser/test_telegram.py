"""Telegram on the page: signing in over its own page, linking a chat by the real bot, and the Mini App."""

from __future__ import annotations

import base64
import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from urllib.parse import parse_qs, quote, urlsplit

import asyncpg
import pytest
from playwright.async_api import expect

from browser.opened import CUT, SIDEWAYS
from browser.shared_loop import here
from browser.visitor import PASSWORD, Visitor
from fakes.telegram import TOKEN, FakeTelegram
from fakes.telegram_signing import init_data, widget_fields
from fixtures.bot import answers, faked, listening, until

pytestmark = pytest.mark.browser
EMAIL = "anvar@dokon.uz"
LOLA = {"id": 77, "first_name": "Lola", "username": "lola"}


@here()
async def server(impatient: None) -> AsyncIterator[FakeTelegram]:
    """Telegram on the loop of the page's tests."""
    async with faked() as fake:
        yield fake


def now() -> int:
    return int(datetime.now(UTC).timestamp())


async def test_telegram_signs_in_over_its_own_page(visitors: list[Visitor]) -> None:
    lola, page = visitors[0], visitors[0].page
    await lola.go("/sign-in?lang=en")
    asked = await page.get_by_role("link", name="Sign in with Telegram").get_attribute("href")
    place = urlsplit(asked or "")
    assert (place.scheme, place.netloc, place.path) == ("https", "oauth.telegram.org", "/auth")
    told = parse_qs(place.query)
    assert (told["bot_id"], told["origin"]) == ([TOKEN.split(":")[0]], [lola.origin])
    # Numbers come as numbers, as Telegram writes them there.
    signed = widget_fields(TOKEN, LOLA | {"auth_date": now()})
    fields = signed | {"id": 77, "auth_date": int(signed["auth_date"])}
    result = base64.urlsafe_b64encode(json.dumps(fields).encode()).decode().rstrip("=")
    await page.goto("about:blank")
    await page.goto(f"{told['return_to'][0]}#tgAuthResult={result}")
    await expect(page.get_by_label("Account of Lola")).to_be_visible()
    assert "tgAuthResult" not in page.url
    await lola.sign_out()
    forged = base64.urlsafe_b64encode(json.dumps(fields | {"id": 78}).encode()).decode()
    await page.goto("about:blank")
    await page.goto(f"{lola.origin}/sign-in?lang=en#tgAuthResult={forged}")
    await expect(page.get_by_role("link", name="Sign in with Telegram")).to_be_visible()
    await expect(page.get_by_label("Account of")).to_have_count(0)


async def test_a_chat_is_linked_and_unlinked_from_the_account(
    visitors: list[Visitor], database_url: str, server: FakeTelegram
) -> None:
    owner, page = visitors[0], visitors[0].page
    async with listening(database_url, server.url):
        await until(lambda: server.called("getUpdates"))
        await owner.sign_up(EMAIL)
        await owner.go("/account?lang=en")
        part = page.locator("section", has=page.get_by_role("heading", name="Telegram", exact=True))
        await part.locator("input[name=password]").fill(PASSWORD)
        await part.get_by_role("button", name="Link Telegram").click()
        address = await part.get_by_role("link", name="Open the bot").get_attribute("href")
        await expect(part.get_by_role("img", name="A code that opens the bot")).to_be_visible()
        for width in (360, 1280):
            await page.set_viewport_size({"width": width, "height": 800})
            assert await page.evaluate(SIDEWAYS) == []
            assert await page.evaluate(CUT) == []
        ali = server.person(7, "en")
        ali.says(f"/start {parse_qs(urlsplit(address or '').query)['start'][0]}")
        await answers(ali, 1)
        ali.presses(0)
        await expect(part.get_by_text("A Telegram is linked.")).to_be_visible()
        await part.locator("summary").click()
        await part.locator("input[name=password]").fill(PASSWORD)
        await part.get_by_role("button", name="Unlink Telegram").click()
        await expect(part.get_by_text("The Telegram is unlinked.")).to_be_visible()


async def test_the_mini_app_signs_in_and_keeps_what_opens_doors_in_memory(visitors: list[Visitor]) -> None:
    lola, page = visitors[0], visitors[0].page
    await lola.go("/mini?lang=en")
    await expect(page.get_by_text("This page is opened from Telegram")).to_be_visible()
    data = quote(init_data(TOKEN, LOLA | {"language_code": "ru"}, auth_date=now(), query_id="q"), safe="")
    await page.goto("about:blank")
    await lola.go(f"/mini?lang=en#tgWebAppData={data}&tgWebAppVersion=8.0")
    await expect(page.get_by_label("Account of Lola")).to_be_visible()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Today")
    assert "tgWebAppData" not in page.url
    assert await lola.context.cookies() == []
    kept = await page.evaluate("JSON.stringify(localStorage) + JSON.stringify(sessionStorage)")
    assert "access" not in kept
    assert "eyJ" not in kept
    await page.get_by_label("Account of Lola").click()
    await page.get_by_role("link", name="Account", exact=True).click()
    await expect(page.get_by_role("heading", name="Account", level=1)).to_be_visible()
    await page.get_by_label("Your name").fill("Lola Karimova")
    await lola.press("Save")
    await expect(page.get_by_label("Account of Lola Karimova")).to_be_visible()


AROUND = """
  window.told = [];
  window.TelegramWebviewProxy = { postEvent: (event, data) => window.told.push([event, JSON.parse(data)]) };
"""
LAST = "(event) => window.told.filter(([name]) => name === event).at(-1)?.[1]"
PRESS = "(event) => window.Telegram.WebView.receiveEvent(event, null)"


async def test_the_mini_app_takes_telegrams_light_its_buttons_and_its_links(
    visitors: list[Visitor], db: asyncpg.Connection
) -> None:
    lola, page = visitors[0], visitors[0].page
    await page.add_init_script(AROUND)
    data = quote(init_data(TOKEN, LOLA, auth_date=now(), start_param="p1700001_90"), safe="")
    dark = quote(json.dumps({"bg_color": "#17212b"}), safe="")
    await lola.go(f"/mini?lang=en#tgWebAppData={data}&tgWebAppVersion=8.0&tgWebAppThemeParams={dark}")
    await expect(page.get_by_role("heading", level=1)).to_have_text("Choynak")
    assert "range=90" in page.url
    assert await page.locator("html").get_attribute("data-theme") == "dark"
    header = await page.evaluate(LAST, "web_app_set_header_color")
    assert header == {
        "color": await page.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--paper')")
    }
    await page.evaluate(
        "window.TelegramGameProxy.receiveEvent('theme_changed', {theme_params: {bg_color: '#ffffff'}})"
    )
    assert await page.locator("html").get_attribute("data-theme") == "light"
    button = await page.evaluate(LAST, "web_app_setup_main_button")
    assert (button["is_visible"], button["is_active"], button["text"]) == (True, True, "Track")
    await page.evaluate(PRESS, "main_button_pressed")
    await expect(page.get_by_role("button", name="Tracked")).to_be_visible()
    assert await page.evaluate(LAST, "web_app_setup_main_button") == {"is_visible": False}
    assert await page.evaluate(LAST, "web_app_setup_back_button") == {"is_visible": True}
    await page.evaluate(PRESS, "back_button_pressed")
    await expect(page.get_by_role("heading", level=1)).to_have_text("Today")
    assert await page.evaluate(LAST, "web_app_setup_back_button") == {"is_visible": False}
    # Nobody chose that light: it is Telegram's, and of this device.
    assert await page.evaluate("localStorage.getItem('ventra.theme')") is None
    assert await db.fetchval("SELECT count(*) FROM users WHERE theme IS NOT NULL") == 0
