"""Every page on a phone and a desk, in two languages and both lights: nothing sticks out, and a picture is kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from browser.axe import grave_faults
from browser.opened import Site, cut_texts, keep_picture, settled, sideways

pytestmark = pytest.mark.browser

PAGES = {
    "home": "/?",
    "browse": "/browse?",
    "product": "/p/1700001?",
    "gone": "/p/1700008?range=all&",
    "category": "/c/12?",
    "category_new": "/c/123?goods=new&",
    "seller": "/s/77?days=28&",
    "why": "/p/1700001?day={known_day}&why=open&",
    "compare": "/compare?ids=1700001,1700002,1700004,1700006&day={known_day}&",
    "compare_one_measure": "/compare?ids=1700003,1700007&what=price&range=all&",
    "compare_nothing": "/compare?",
    "health": "/health?",
    "status": "/status?",
    "accuracy": "/accuracy?",
    "accuracy_of_a_file": "/accuracy?source=file&span=week&",
    "how": "/how?",
    "gallery": "/gallery?",
    "import": "/import?",
    "lost": "/nowhere?",
}
WIDTHS = (1280, 360, 320)
LOOKS = [("uz", "light"), ("ru", "dark"), ("uz-Cyrl", "dark")]
HEADING = {"uz": "Bugun", "ru": "Сегодня", "uz-Cyrl": "Бугун"}


@pytest.mark.parametrize("name", PAGES)
async def test_nothing_sticks_out_sideways_and_axe_finds_no_grave_fault(
    name: str, site: Site, checkout: Path, web: Path
) -> None:
    pictures = checkout / "test-results" / "page"
    path = PAGES[name].format(known_day=site.day(3))
    for lang, scheme in LOOKS:
        page = await site.open(f"{path}lang={lang}", scheme=scheme)
        # The gallery shows what stands for an answer that is waited for.
        await (page.locator("main h2").last.wait_for() if name == "gallery" else settled(page))
        assert await page.locator("html").get_attribute("lang") == lang
        for width in WIDTHS:
            await page.set_viewport_size({"width": width, "height": 800})
            picture = pictures / f"{name}-{width}-{lang}-{scheme}.png"
            await keep_picture(page, picture, lang=lang, width=width, whole=name != "why")
            assert await sideways(page) == [], f"{name} at {width} px in {lang}"
            assert await cut_texts(page) == [], f"{name} at {width} px in {lang}"
            # Cyrillic Uzbek looks as the others do: what it may change is where lines end.
            if width != WIDTHS[-1] and lang != "uz-Cyrl":
                assert await grave_faults(page, web) == [], f"{name} at {width} px, {scheme}"
        await page.context.close()


@pytest.mark.parametrize("lang", HEADING)
async def test_the_page_speaks_the_language_asked_for(lang: str, site: Site) -> None:
    page = await site.open(f"/?lang={lang}", locale="en-US")
    assert await page.locator("h1").inner_text() == HEADING[lang]


async def test_every_control_has_a_name(site: Site) -> None:
    for path in (
        "/",
        "/browse",
        f"/p/1700001?day={site.day(3)}&why=open",
        "/c/12",
        "/s/77",
        "/compare?ids=1700001,1700002",
        "/health",
        "/status",
        "/accuracy",
        "/how",
        "/import",
    ):
        page = await site.open(path, width=360)
        await settled(page)
        nameless = await page.evaluate(
            """() => [...document.querySelectorAll('a, button, input, select, summary, [role]')]
              .filter(e => !(e.getAttribute('aria-label') || e.textContent.trim() || e.labels?.length
                || e.hasAttribute('aria-labelledby'))).map(e => e.outerHTML.slice(0, 120))"""
        )
        assert nameless == []
        await page.context.close()


async def test_dark_is_chosen_by_the_switch_and_outlives_a_reload(site: Site) -> None:
    page = await site.open("/", scheme="light")
    background = "getComputedStyle(document.documentElement).backgroundColor"
    light = await page.evaluate(background)
    switch = page.get_by_role("button", name="Оформление")
    await switch.click()
    await switch.click()
    dark = await page.evaluate(background)
    assert dark != light
    await page.reload()
    assert await page.evaluate(background) == dark
