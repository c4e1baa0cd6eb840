"""Privacy and terms as a reader meets them: every language, small and large, with figures that are the api's."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.async_api import Page, expect

from browser.opened import Site, cut_texts, settled, sideways
from fixtures.seldom import PHONE, seldom

pytestmark = pytest.mark.browser
TITLES = {
    "uz": ("Maxfiylik", "Foydalanish shartlari"),
    "uz-Cyrl": ("Махфийлик", "Фойдаланиш шартлари"),
    "ru": ("Конфиденциальность", "Условия использования"),
    "en": ("Privacy", "Terms of use"),
}


async def opened(site: Site, path: str, **how: Any) -> Page:
    page: Page = await site.open(path, **how)
    await settled(page)
    await expect(page.get_by_role("main").locator("section").first).to_be_visible()
    return page


@PHONE
@pytest.mark.parametrize("language", ["ru", "uz-Cyrl", *seldom("uz", "en")])
async def test_both_pages_read_well_in_every_language_and_width(
    site: Site, language: str, width: int
) -> None:
    for path, title in zip(("/privacy", "/terms"), TITLES[language], strict=True):
        page = await opened(site, f"{path}?lang={language}", width=width)
        await expect(page.get_by_role("heading", level=1)).to_have_text(title)
        assert await sideways(page) == []
        assert await cut_texts(page) == []
        text = await page.get_by_role("main").inner_text()
        assert "{" not in text, "no place is left open"
        assert "privacy." not in text
        assert "terms." not in text
        await page.context.close()


async def test_the_contents_lead_to_each_section(site: Site) -> None:
    page = await opened(site, "/privacy?lang=en")
    links = page.get_by_role("navigation", name="On this page").get_by_role("link")
    headings = page.get_by_role("main").get_by_role("heading", level=2)
    assert await links.all_inner_texts() == await headings.all_inner_texts()
    await links.filter(has_text="Cookies").click()
    await expect(page.get_by_role("heading", name="Cookies")).to_be_in_viewport()
    assert page.url.endswith("#cookies")


async def test_the_figures_are_what_the_api_says_and_parties_those_that_are_set(site: Site) -> None:
    site.shape.privacy["kept_days"]["invitations"] = 41
    site.shape.privacy["seconds"]["session"] = 12 * 3600
    site.shape.privacy["reads_per_minute"] = 321
    page = await opened(site, "/privacy?lang=en")
    main = page.get_by_role("main")
    await expect(main).to_contain_text("it is kept another 41 days")
    await expect(main).to_contain_text("a session lives 12 h without use")
    await expect(main).to_contain_text("up to 6 months")
    await expect(main).to_contain_text("run by Choynak MCHJ")
    await expect(page.get_by_role("link", name="maxfiylik@choynak.uz")).to_have_attribute(
        "href", "mailto:maxfiylik@choynak.uz"
    )
    await expect(main.get_by_text("Telegram")).to_have_count(0)
    terms = await opened(site, "/terms?lang=en")
    await expect(terms.get_by_role("main")).to_contain_text("one address may ask 321 times a minute")


async def test_who_has_not_named_themselves_is_said_to_have_not(site: Site) -> None:
    site.shape.privacy |= {"operator_name": None, "operator_contact": None, "reads_per_minute": None}
    nobody = {"mail": False, "telegram": False, "error_reports": False, "backup_months": None}
    site.shape.privacy["parties"] = nobody
    page = await opened(site, "/privacy?lang=en")
    await expect(page.get_by_role("main")).to_contain_text("has not named themselves here")
    await expect(page.get_by_role("main")).to_contain_text("Nobody else is set up here")
    terms = await opened(site, "/terms?lang=en")
    await expect(terms.get_by_role("main")).to_contain_text("has not named themselves here")
    await expect(terms.get_by_role("main")).to_contain_text("there is no limit")


@pytest.mark.parametrize(
    ("contact", "leads"),
    [("https://choynak.uz/aloqa", "https://choynak.uz/aloqa"), ("javascript:alert(1)", None), ("+998 71 000", None)],
)  # fmt: skip
async def test_a_contact_leads_where_it_may_and_stands_as_it_is_otherwise(
    site: Site, contact: str, leads: str | None
) -> None:
    site.shape.privacy["operator_contact"] = contact
    page = await opened(site, "/privacy?lang=en")
    await expect(page.get_by_role("main")).to_contain_text(contact)
    link = page.get_by_role("link", name=contact)
    if leads is None:
        await expect(link).to_have_count(0)
    else:
        await expect(link).to_have_attribute("href", leads)


async def test_the_ways_there_are_in_the_footer_and_on_sign_up(site: Site) -> None:
    page: Page = await site.open("/?lang=en")
    footer = page.get_by_role("contentinfo")
    await footer.get_by_role("link", name="Privacy").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Privacy")
    await footer.get_by_role("link", name="Terms of use").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Terms of use")
    site.shape.asker = "nobody"
    page = await site.open("/sign-up?lang=en")
    said = page.get_by_role("main").get_by_text("By signing up you accept the")
    await expect(said.get_by_role("link", name="Terms of use")).to_have_attribute("href", "/terms?lang=en")
    await expect(said.get_by_role("link", name="Privacy")).to_have_attribute("href", "/privacy?lang=en")


async def test_the_words_follow_the_language_switch_and_printing_leaves_the_frame_out(site: Site) -> None:
    page = await opened(site, "/privacy")
    await page.get_by_label("Язык").select_option("uz")
    await expect(page.get_by_role("heading", level=1)).to_have_text("Maxfiylik")
    await expect(page.get_by_role("heading", level=2).first).to_have_text("Bu serverni kim yuritadi")
    await page.emulate_media(media="print")
    for frame in (page.get_by_role("banner"), page.get_by_role("contentinfo"), page.get_by_role("button")):
        await expect(frame).to_have_count(0)
    await expect(page.get_by_role("main")).to_contain_text("2026")
