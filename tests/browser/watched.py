"""The watchlist's page, by what is on it and what is done there."""

from __future__ import annotations

import asyncpg
from playwright.async_api import Locator, Page, expect

OWNER = "anvar@dokon.uz"
TITLES = {1700011: "Choynak", 1700012: "Kosa", 1700013: "Lagan"}


async def track(db: asyncpg.Connection, product_ids: list[int]) -> None:
    """Have the newest organisation track these."""
    await db.execute(
        "INSERT INTO trackers (org_id, product_id) SELECT (SELECT max(org_id) FROM organisations), unnest($1::bigint[])",
        product_ids,
    )


def product(page: Page, title: str) -> Locator:
    """A product's row of the table, or its card."""
    return page.locator("main tbody, main article", has=page.get_by_role("link", name=title, exact=True))


async def said(page: Page, words: str) -> None:
    """The word of what was just done."""
    await expect(page.get_by_role("status").filter(has_text=words)).to_be_visible()


async def undo(page: Page) -> None:
    """Take back what was just done."""
    await page.get_by_role("button", name="Undo", exact=True).click()
    await said(page, "Undone.")


async def bulk(page: Page, *titles: str) -> Locator:
    """Select these, and the bar of what can be done with them."""
    for title in titles:
        await page.get_by_role("checkbox", name=f"Select: {title}", exact=True).check()
    return page.get_by_role("region", name="What to do with the selected products")
