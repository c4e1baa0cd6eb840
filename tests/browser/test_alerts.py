"""Alerts on the page: what was found, rules with their dry run, mutes and channels."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from browser.axe import grave_faults
from browser.opened import Site, cut_texts, keep_picture, settled, sideways
from fixtures.seldom import seldom
from ventra.core.rule_kinds import KINDS

pytestmark = pytest.mark.browser
PATHS = {
    "alerts": "/alerts?",
    "rules": "/alerts/rules?",
    "new_rule": "/alerts/rules/new?scope=product&scope_id=1700001&",
    "channels": "/alerts/channels?",
}


async def said(page: Page, words: str) -> None:
    """The word of what was just done."""
    await expect(page.get_by_role("status").filter(has_text=words)).to_be_visible()


async def undo(page: Page) -> None:
    """Take back what was just done."""
    await page.get_by_role("button", name="Undo", exact=True).click()
    await said(page, "Undone.")


@pytest.mark.parametrize("name", PATHS)
@pytest.mark.parametrize(("lang", "scheme"), [("ru", "dark"), ("uz-Cyrl", "light"), *seldom(("uz", "light"))])
async def test_nothing_sticks_out_and_axe_finds_no_grave_fault(
    name: str, lang: str, scheme: str, site: Site, checkout: Path, web: Path
) -> None:
    page = await site.open(f"{PATHS[name]}lang={lang}", scheme=scheme)
    await settled(page)
    if name == "new_rule":
        await page.locator("section[aria-labelledby=trial] button").click()
        await expect(page.locator("section[aria-labelledby=trial] ol")).to_be_visible()
    for summary in await page.locator("main summary").all():
        await summary.click()
    await settled(page)
    for width in (1280, 360, 320):
        await page.set_viewport_size({"width": width, "height": 800})
        picture = checkout / "test-results" / "page" / f"{name}-{width}-{lang}-{scheme}.png"
        await keep_picture(page, picture, lang=lang, width=width)
        assert await sideways(page) == [], f"{name} at {width} px in {lang}"
        assert await cut_texts(page) == [], f"{name} at {width} px in {lang}"
        if width != 320 and lang != "uz-Cyrl":
            assert await grave_faults(page, web) == [], f"{name} at {width} px, {scheme}"


async def test_what_was_found_is_read_filtered_and_led_on_from(site: Site) -> None:
    page = await site.open("/alerts?lang=en")
    rows = page.locator("main ul > li.sheet")
    await expect(rows).to_have_count(len(KINDS))
    await expect(page.get_by_text("new", exact=True)).to_have_count(len(KINDS) - 22)
    await expect(rows.first).to_contain_text("−12\u00a0%")
    await expect(page.get_by_text("<b>mavsum</b>", exact=False)).to_have_count(0)
    await expect(rows.get_by_text("<img src=x onerror=alert(1)>", exact=False).first).to_be_visible()
    await page.get_by_role("button", name="Still so").click()
    await page.wait_for_url(re.compile("open=yes"))
    await expect(rows).to_have_count(sum(1 for one in site.shape.alerts.found() if one["closed_at"] is None))
    assert site.shape.alerts.read_through == len(KINDS)
    await page.get_by_role("combobox", name="Rule").select_option("1")
    await page.wait_for_url(re.compile("rule=1"))
    await page.reload()
    await expect(page.get_by_role("combobox", name="Rule")).to_have_value("1")
    why = page.get_by_role("link", name=re.compile("^Why")).first
    assert re.search(r"/p/\d+\?range=7&(day=.*&)?why=", await why.get_attribute("href") or "")


async def test_a_product_is_snoozed_and_stopped_and_that_is_taken_back(site: Site) -> None:
    page = await site.open("/alerts?lang=en", width=360)
    await page.get_by_role("button", name=re.compile("^Snooze a day")).first.click()
    await said(page, "Snoozed a day")
    await undo(page)
    await page.get_by_role("button", name=re.compile("^Stop for this product")).first.click()
    await said(page, "Stopped")
    kept = [one for mutes in site.shape.alerts.mutes.values() for one in mutes]
    assert [one["until"] for one in kept] == [None]


async def test_nothing_found_leads_on(site: Site) -> None:
    site.shape.mode = "empty"
    page = await site.open("/alerts?lang=en")
    await page.get_by_role("link", name="The first rule").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("New rule")


async def test_a_rule_is_tried_and_made(site: Site) -> None:
    page = await site.open("/alerts/rules/new?lang=en&scope=product&kind=price_down")
    await page.get_by_role("button", name="Save the rule").click()
    await expect(page.get_by_text("Choose which one.")).to_be_visible()
    await page.get_by_role("combobox", name="Which product").fill("choynak")
    await page.get_by_role("listbox").get_by_role("option").first.click()
    limit = page.get_by_label("Limit", exact=True)
    await limit.fill("0")
    await expect(page.get_by_text("Write a number from")).to_be_visible()
    await limit.fill("7,5")
    await page.get_by_role("button", name="Try it").click()
    await expect(page.get_by_text("Would have fired 7 times")).to_be_visible()
    await expect(page.get_by_text("Messages: 5.")).to_be_visible()
    await expect(page.get_by_text("It holds now for 3 products")).to_be_visible()
    await limit.fill("8")
    await expect(page.get_by_text("The rule has changed")).to_be_visible()
    await page.get_by_role("button", name="Another condition").click()
    await page.get_by_role("button", name="Any", exact=True).click()
    await page.get_by_role("button", name="Save the rule").click()
    await page.wait_for_url(re.compile(r"/alerts/rules(\?|$)"))
    sent = next(data for deed, data in site.shape.alerts.deeds if deed == "POST /alert-rules")
    assert (sent["scope"], sent["needs_all"], len(sent["conditions"])) == ("product", False, 2)
    assert sent["conditions"][0] == {"kind": "price_down", "unit": "percent", "days": 1, "limit": 8}


async def test_a_rule_is_switched_changed_deleted_and_restored(site: Site) -> None:
    page = await site.open("/alerts/rules?lang=en", width=360)
    await expect(page.get_by_text("ready-made")).to_have_count(2)
    await expect(page.get_by_text("7 times in 30 days")).to_be_visible()
    switch = page.get_by_role("switch").first
    await switch.click()
    await said(page, "Switched off")
    await expect(switch).not_to_be_checked()
    assert site.shape.alerts.rules[0]["enabled"] is False
    await undo(page)
    await expect(switch).to_be_checked()
    # What comes with tracking is switched off; only one's own is deleted.
    delete = page.get_by_role("button", name=re.compile("^Delete"))
    await expect(delete).to_have_count(1)
    await delete.click()
    await said(page, "Deleted")
    await expect(page.get_by_role("switch")).to_have_count(2)
    await undo(page)
    await expect(page.get_by_role("switch")).to_have_count(3)
    # What fails is shown as it is.
    site.shape.alerts.refuses = True
    await switch.click()
    await expect(page.get_by_role("status").filter(has_text="✕")).to_be_visible()
    await expect(switch).to_be_checked()
    site.shape.alerts.refuses = False
    await page.get_by_role("link", name=re.compile("^Change")).nth(2).click()
    await page.get_by_label("Limit", exact=True).fill("3")
    await page.get_by_role("button", name="Save", exact=True).click()
    await page.wait_for_url(re.compile(r"/alerts/rules(\?|$)"))
    assert site.shape.alerts.rules[2]["conditions"][0]["limit"] == 3


async def test_a_product_page_mutes_a_rule_and_the_bell_counts(site: Site) -> None:
    site.shape.tracked.add(1700001)
    page = await site.open("/p/1700001?lang=en")
    await expect(page.locator("header").get_by_role("link", name="Alerts")).to_contain_text(
        str(len(KINDS) - 22)
    )
    await page.get_by_role("main").get_by_role("button", name="Alerts").click()
    panel = page.get_by_role("dialog")
    await panel.get_by_role("button", name=re.compile("^Mute(?! this)")).first.click()
    await expect(panel.get_by_text("Muted")).to_be_visible()
    await panel.get_by_role("button", name="Undo", exact=True).click()
    await expect(panel.get_by_text("Muted")).to_have_count(0)
    await panel.get_by_role("link", name="3 rules watch this product").click()
    await page.wait_for_url(re.compile(r"/alerts/rules\?product=1700001"))
    await expect(page.get_by_role("switch")).to_have_count(3)
    assert "product_id=1700001" in next(one for one in reversed(site.shape.asked) if "/alert-rules" in one)
    await page.get_by_role("main").get_by_role("link", name="Show all").click()
    await expect(page.get_by_role("main").get_by_text("3 rules watch")).to_have_count(0)
    await page.go_back()
    await page.go_back()
    await page.get_by_role("main").get_by_role("button", name="Alerts").click()
    await panel.get_by_role("link", name="New rule for this product").click()
    await page.wait_for_url(re.compile("scope=product&scope_id=1700001"))


async def test_channels_are_set_tested_resumed_and_added(site: Site) -> None:
    page = await site.open("/alerts/channels?lang=en")
    telegram = page.get_by_role("listitem", name="Telegram", exact=True)
    await telegram.get_by_role("button", name="Send a test").click()
    await expect(telegram.get_by_text("A test is on its way")).to_be_visible()
    await telegram.get_by_text("Settings", exact=True).click()
    await telegram.get_by_label("Quiet from").fill("23:30")
    await telegram.get_by_label("Daily digest").check()
    await telegram.get_by_role("button", name="Save").click()
    await expect(telegram.get_by_text("Saved")).to_be_visible()
    assert site.shape.alerts.channels[0]["quiet_from"] == 23 * 60 + 30
    assert site.shape.alerts.channels[0]["digest_at"] == 9 * 60
    hook = page.get_by_role("listitem", name=re.compile("^Webhook"))
    await expect(hook.get_by_text("The address refused.")).to_be_visible()
    await hook.get_by_text("Brought lately").click()
    await expect(hook.get_by_text("connection refused: <b>ombor</b>")).to_be_visible()
    await hook.get_by_role("button", name="Resume").click()
    await expect(hook.get_by_text("The address refused.")).to_have_count(0)
    await expect(page.get_by_text("Confirm your e-mail address first.")).to_be_visible()
    await page.get_by_label("Address of a webhook").fill("https://dokon.example/hook")
    await page.get_by_role("button", name="Add the webhook").click()
    await expect(page.get_by_text("whsec_birmarta")).to_be_visible()
    await page.get_by_role("button", name="Get a code for a group").click()
    await expect(page.get_by_text("/start ABC123")).to_be_visible()
    await page.reload()
    await expect(page.get_by_role("heading", level=1)).to_be_visible()
    await expect(page.get_by_text("whsec_birmarta")).to_have_count(0)
