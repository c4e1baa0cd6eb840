"""A product's score on its page: opened into its parts, weighed anew by hand, sent by its address, kept as a recipe."""

from __future__ import annotations

import re

import pytest
from playwright.async_api import expect

from browser.opened import Site, cut_texts, settled, sideways
from fakes.api_shape_score import NO_STOCK, UNKNOWN, night
from fakes.api_shape_shelf import PRODUCT_IDS
from ventra.core.score import scored

pytestmark = pytest.mark.browser
AT = 8
PATH = f"/p/{PRODUCT_IDS[AT]}"


async def test_a_score_is_opened_into_what_it_is_made_of(site: Site) -> None:
    page = await site.open(PATH)
    section = page.locator("section[aria-labelledby=score]")
    made = night().scores
    await expect(section.get_by_text(str(round(made.score.point[AT])), exact=True)).to_be_visible()
    await expect(section.get_by_role("listitem")).to_have_count(7)
    await section.get_by_role("button", name="Скорость продаж").click()
    await expect(section.get_by_text("самый надёжный признак спроса")).to_be_visible()
    await expect(section.get_by_role("slider")).to_have_count(0)


async def test_weights_that_are_moved_change_the_score_at_once_and_live_in_the_address(site: Site) -> None:
    page = await site.open(PATH)
    section = page.locator("section[aria-labelledby=score]")
    await section.get_by_role("button", name="Свои веса").click()
    sliders = section.get_by_role("slider")
    for at in range(7):
        await sliders.nth(at).fill("100" if at == 4 else "0")
    await page.wait_for_url("**weights=price_room*")
    made = scored(night().leaf, night().percentiles, {"price_room": 1})
    await expect(section.get_by_text(str(round(made.score.point[AT])), exact=True)).to_be_visible()
    await expect(section.get_by_text("по своим весам")).to_be_visible()
    assert not any("weights=" in line for line in site.shape.asked)
    await page.reload()
    await expect(section.get_by_text("по своим весам")).to_be_visible()
    await expect(section.get_by_text(str(round(made.score.point[AT])), exact=True)).to_be_visible()
    await section.get_by_role("button", name="Обычные веса").click()
    await page.wait_for_url(re.compile(rf"{PATH}$"))
    usual = round(night().scores.score.point[AT])
    await expect(section.get_by_text(str(usual), exact=True)).to_be_visible()


async def test_weights_without_any_weight_are_told_so(site: Site) -> None:
    page = await site.open(f"{PATH}?weights=rating:10")
    section = page.locator("section[aria-labelledby=score]")
    await section.get_by_role("slider", name="Оценка").fill("0")
    await expect(section.get_by_role("alert")).to_contain_text("больше нуля")


async def test_what_is_not_known_is_left_out_and_said(site: Site) -> None:
    page = await site.open(f"/p/{PRODUCT_IDS[NO_STOCK]}")
    section = page.locator("section[aria-labelledby=score]")
    await expect(section.get_by_text("неизвестно, не учтено")).to_have_count(1)
    await expect(section.get_by_text("их вес разделили остальные")).to_be_visible()
    page = await site.open(f"/p/{PRODUCT_IDS[UNKNOWN]}")
    await expect(page.get_by_text("Балла нет: известно меньше трёх его частей.")).to_be_visible()


async def test_weights_are_kept_as_a_recipe_and_taken_up_again(site: Site) -> None:
    page = await site.open(f"{PATH}?weights=velocity:30,rating:10")
    section = page.locator("section[aria-labelledby=score]")
    await section.get_by_role("textbox", name="Название для этих весов").fill("Быстрое")
    await section.get_by_role("button", name="Сохранить").click()
    chosen = section.get_by_role("button", name="Быстрое", exact=True)
    await expect(chosen).to_have_attribute("aria-pressed", "true")
    await section.get_by_role("button", name="Обычные веса").click()
    await expect(chosen).to_have_attribute("aria-pressed", "false")
    await chosen.click()
    await page.wait_for_url("**weights=velocity*")
    await section.get_by_role("button", name="Удалить: Быстрое").click()
    await expect(chosen).to_have_count(0)


@pytest.mark.parametrize("width", [360, 1280])
async def test_nothing_of_a_score_is_cut_off(site: Site, width: int) -> None:
    page = await site.open(f"{PATH}?weights=velocity:30,rating:10", width=width)
    await page.locator("section[aria-labelledby=score]").get_by_role("slider").first.wait_for()
    await settled(page)
    assert await sideways(page) == []
    assert await cut_texts(page) == []
