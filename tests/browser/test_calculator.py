"""The calculator: with one thumb and without an account, from a product, and scenarios side by side."""

from __future__ import annotations

import re
from pathlib import Path

import asyncpg
import pytest
from playwright.async_api import Locator, Page, expect

from browser.axe import grave_faults
from browser.opened import cut_texts, sideways
from browser.visitor import Visitor
from fixtures import rows

pytestmark = pytest.mark.browser
EXACT = "commission_pct:15,logistics:4000,quantity:100,units_a_day:5"


def profit(page: Page) -> Locator:
    return page.get_by_role("region", name="Result").locator("p").nth(1)


async def test_a_thumb_works_out_what_is_left_without_an_account(
    visitors: list[Visitor], db: asyncpg.Connection, web: Path
) -> None:
    guest = visitors[1]
    page = guest.page
    await page.set_viewport_size({"width": 360, "height": 740})
    await rows.latest(db, 1700001, price_uzs=150_000, stock=7, orders_total=1_204)
    await rows.figures(db, 1700001, 35.0)
    await guest.go("/p/1700001?lang=en")
    await page.get_by_role("link", name="Calculate").click()
    await expect(page.get_by_role("link", name="Choynak")).to_be_visible()
    price = page.get_by_label(re.compile("^Price, "))
    await expect(price).to_have_value(re.compile(r"150.000"))
    await expect(page.get_by_text("Put in a price and what a unit costs you.")).to_be_visible()

    await page.get_by_label(re.compile("^Purchase price, ")).fill("80 000")
    docked = page.locator(".docked")
    await expect(docked).to_be_in_viewport()
    # Rates that are ranges make the profit one.
    await expect(docked).to_contain_text(re.compile(r"▲ 38.250.soʻm.*…"))
    await page.get_by_label(re.compile("^Commission, ")).fill("15")
    await page.get_by_label(re.compile("^Logistics, ")).fill("4000")
    await expect(docked).to_contain_text(re.compile(r"▲ 42.000.soʻm"))
    more = page.get_by_role("button", name="Price: more", exact=True)
    box = await more.bounding_box()
    assert box is not None
    assert min(box["width"], box["height"]) >= 44
    await more.click()
    await more.click()
    await expect(docked).to_contain_text(re.compile(r"▲ 43.680.soʻm"))
    await expect(page).to_have_url(re.compile("price%3A152000"))
    await docked.click()
    await expect(profit(page)).to_be_in_viewport()
    await expect(page.get_by_role("region", name="Result")).to_contain_text(
        re.compile(r"Break-even price100.000.soʻm")
    )

    await page.get_by_label(re.compile("^Price, ")).fill("90000")
    await expect(docked).to_contain_text(re.compile(r"Loss a unit▼ .8.400.soʻm"))
    await page.get_by_role("button", name="Price: range", exact=True).click()
    await page.get_by_label("at most").first.fill("110 000")
    await expect(docked).to_contain_text("…")
    await expect(page.get_by_role("region", name="Result")).to_contain_text("Chance of a loss")
    await page.reload()
    await expect(docked).to_contain_text("…")
    await expect(page.get_by_text("older than 90 days").first).to_be_attached()
    assert await sideways(page) == []
    assert await cut_texts(page) == []
    assert await grave_faults(page, web) == []


async def test_scenarios_are_kept_and_laid_side_by_side_and_a_rate_is_ones_own(
    visitors: list[Visitor],
) -> None:
    owner = visitors[0]
    page = owner.page
    await owner.sign_up("sotuvchi@dokon.uz")
    for name, price in (("Arzon", 120_000), ("Qimmat", 150_000)):
        await owner.go(f"/calculator?lang=en&in={EXACT},price:{price},purchase:80000")
        await page.get_by_label("A name for the scenario").fill(name)
        await page.get_by_role("button", name="Keep", exact=True).click()
        await expect(page.get_by_role("button", name=name, exact=True)).to_be_visible()
    for name in ("Arzon", "Qimmat"):
        await page.get_by_role("checkbox", name=f"Compare: {name}").check()
    beside = page.get_by_role("region", name="Side by side")
    await expect(beside.get_by_role("columnheader")).to_have_text(["Now", "Arzon", "Qimmat"])
    await expect(
        beside.get_by_role("row", name=re.compile("^Profit (?!of)")).get_by_role("cell")
    ).to_have_text([re.compile(r"★ 42.000"), re.compile(r"^16.800"), re.compile(r"★ 42.000")])
    await page.get_by_role("button", name="Arzon", exact=True).click()
    await expect(profit(page)).to_contain_text(re.compile(r"16.800"))

    await page.get_by_label(re.compile("^Commission, ")).fill("10")
    await page.get_by_role("button", name="Keep as our own rate").first.click()
    sheet = page.get_by_role("dialog")
    await sheet.get_by_label("Where from").fill("Shartnoma 12")
    await sheet.get_by_role("button", name="Save").click()
    await expect(sheet).to_have_count(0)
    await page.get_by_label(re.compile("^Commission, ")).fill("")
    await expect(page.get_by_text("else your own rate: 10")).to_be_visible()
    await expect(page.get_by_text("Shartnoma 12")).to_be_visible()
    await page.get_by_role("button", name="All rates and their versions").click()
    await page.get_by_role("button", name="Back to the common rate").click()
    await expect(page.get_by_text(re.compile(r"else by the rate: 17.5"))).to_be_visible()
    assert await sideways(page) == []
