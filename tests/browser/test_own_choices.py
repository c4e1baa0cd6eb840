"""Language and theme go with the account, from one browser to another; a failure disturbs nobody."""

from __future__ import annotations

import asyncio
import re

import pytest
from playwright.async_api import Page, Route, expect

from browser.visitor import PASSWORD, Visitor

pytestmark = pytest.mark.browser
EMAIL = "anvar@dokon.uz"
ACCOUNT = "**/api/v1/account"
THEME = re.compile("^(Appearance|Оформление|Koʻrinish)")


async def dark(page: Page) -> bool:
    return bool(await page.evaluate("document.documentElement.dataset.theme === 'dark'"))


async def make_dark(page: Page) -> None:
    """From the system's, over light."""
    for _ in range(2):
        await page.get_by_role("banner").get_by_role("button", name=THEME).click()
    assert await dark(page)


async def saved(visitor: Visitor) -> tuple[str, str]:
    """What the account keeps."""
    person = await visitor.page.evaluate("fetch('/api/v1/session').then(r => r.json()).then(s => s.person)")
    return person["language"], person["theme"]


async def until_saved(visitor: Visitor, language: str, theme: str) -> None:
    for _ in range(400):
        if await saved(visitor) == (language, theme):
            return
        await visitor.page.wait_for_timeout(50)
    raise AssertionError(f"the account keeps {await saved(visitor)}")


async def test_what_is_chosen_on_one_device_is_there_on_the_next(visitors: list[Visitor]) -> None:
    first, second = visitors
    await first.sign_up(EMAIL)
    await first.go("/")
    await first.page.get_by_label("Language").select_option("ru")
    await expect(first.page.get_by_label("Язык")).to_have_value("ru")
    await make_dark(first.page)
    await until_saved(first, "ru", "dark")

    await second.go("/sign-in")
    await expect(second.page.get_by_label("Language")).to_have_value("en")
    await second.fill(email=EMAIL, password=PASSWORD)
    await second.press("Sign in")
    await expect(second.page.get_by_label("Язык")).to_have_value("ru")
    assert await dark(second.page)
    await second.page.reload()
    await expect(second.page.get_by_label("Язык")).to_have_value("ru")

    # What the second changes, the first has when it comes back.
    await second.page.get_by_label("Язык").select_option("uz-Cyrl")
    await until_saved(second, "uz-Cyrl", "dark")
    await first.page.reload()
    await expect(first.page.locator("header select").first).to_have_value("uz-Cyrl")


async def test_a_link_in_another_language_changes_nothing_in_the_account(visitors: list[Visitor]) -> None:
    first, _ = visitors
    await first.sign_up(EMAIL)
    await first.go("/?lang=ru")
    await expect(first.page.get_by_label("Язык")).to_have_value("ru")
    await expect(first.page.get_by_label(EMAIL)).to_be_visible()
    await first.page.wait_for_timeout(500)
    assert (await saved(first))[0] == "en"
    await first.go("/")
    await expect(first.page.get_by_label("Language")).to_have_value("en")


async def test_the_last_of_two_quick_choices_stays(visitors: list[Visitor]) -> None:
    first, _ = visitors
    await first.sign_up(EMAIL)
    known, settled = asyncio.Event(), asyncio.Event()

    async def hold(route: Route, until: asyncio.Event) -> None:
        await until.wait()
        await route.continue_()

    await first.page.route("**/api/v1/session", lambda route: hold(route, known))
    await first.page.route("**/OwnChoices*.js", lambda route: hold(route, settled))
    await first.go("/")
    switch = first.page.get_by_role("banner").get_by_role("button", name=THEME)
    await switch.click()
    known.set()
    await expect(first.page.get_by_label(EMAIL)).to_be_visible()
    await switch.click()
    assert await dark(first.page)
    settled.set()
    await until_saved(first, "en", "dark")
    assert await dark(first.page)


async def test_a_choice_that_cannot_be_saved_holds_here_and_is_saved_later(visitors: list[Visitor]) -> None:
    first, _ = visitors
    await first.sign_up(EMAIL)
    await first.go("/")
    tried: list[str] = []

    async def refuse(route: Route) -> None:
        if route.request.method != "PATCH":
            await route.continue_()
            return
        tried.append(route.request.post_data or "")
        await route.fulfill(status=500, json={"title": "broken"})

    await first.page.route(ACCOUNT, refuse)
    await make_dark(first.page)
    await expect(first.page.get_by_role("alert")).to_have_count(0)
    for _ in range(400):
        if '{"theme":"dark"}' in tried:
            break
        await first.page.wait_for_timeout(50)
    assert tried[-1] == '{"theme":"dark"}'
    assert (await saved(first))[1] is None
    await first.page.unroute(ACCOUNT)
    await first.page.reload()
    assert await dark(first.page)
    await until_saved(first, "en", "dark")
