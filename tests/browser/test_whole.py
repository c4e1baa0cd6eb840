"""The page over the real api and a simulated past: what stands on the screen is what the api says, from the list to the why."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import asyncpg
import httpx
import pytest
from playwright.async_api import Browser, expect

from browser.opened import SIDEWAYS, Watched
from browser.shared_loop import here
from fixtures.seldom import PHONE
from ventra.core.day import day_of
from ventra.services.admin_command import sign_in_link
from ventra.services.processes.children import free_port
from ventra.services.seed import seed_history
from ventra.status.store import note_closed

pytestmark = pytest.mark.browser
PRODUCTS, DAYS = 80, 12


@here()
async def origin(database_url: str, redis_url: str, web: Path, tmp_path: Path) -> AsyncIterator[str]:
    """Address of an api process that serves the page over a small market's past."""
    first_day = day_of(datetime.now(UTC)) - timedelta(days=DAYS)
    await seed_history(
        direct_url=database_url,
        home=tmp_path,
        seed=3,
        products=PRODUCTS,
        first_day=first_day,
        say=lambda words: None,
    )
    port = free_port()
    origin = f"http://127.0.0.1:{port}"
    env = os.environ | {
        "DATABASE_URL": database_url, "REDIS_URL": redis_url, "JWT_SECRET": "b" * 40, "PORT": str(port), "WEB_URL": origin,
        "WEB_DIST": str(web / "dist"), "VENTRA_SIMULATED": "1", "NODE_ENV": "test",
    }  # fmt: skip
    process = subprocess.Popen([sys.executable, "-m", "ventra.services.api"], env=env)
    try:
        async with httpx.AsyncClient() as client:
            for _ in range(300):
                try:
                    if (await client.get(f"{origin}/api/v1/health")).status_code == 200:
                        break
                except httpx.TransportError:
                    await asyncio.sleep(0.2)
        yield origin
    finally:
        process.terminate()
        process.wait(20)


@PHONE
async def test_from_the_list_to_the_why_the_page_says_what_the_api_says(
    origin: str, browser: Browser, database_url: str, width: int
) -> None:
    watched = Watched(origin)
    async with httpx.AsyncClient(base_url=f"{origin}/api/v1") as api:
        listed = (await api.get("/products")).json()
        best = next(one for one in listed["items"] if (one["figures"]["day_1"]["point"] or 0) >= 20)
        yesterday = best["figures"]["as_of"]
        why = (await api.get(f"/products/{best['product_id']}/why", params={"day": yesterday})).json()
        found = (await api.get("/products", params={"q": best["titles"]["ru"]})).json()
    assert best["product_id"] in [one["product_id"] for one in found["items"]]
    context = await browser.new_context(viewport={"width": width, "height": 800}, locale="ru-RU")
    page = await context.new_page()
    page.on("console", watched.console)
    page.on("pageerror", watched.error)
    page.on("request", watched.request)
    await page.goto(f"{origin}/?lang=ru")
    await expect(page.get_by_text("симул", exact=False).first).to_be_visible()
    link = page.locator(f"a[href*='/p/{best['product_id']}']:visible").first
    await expect(link).to_contain_text(best["titles"]["ru"])
    await link.click()
    await expect(page.get_by_role("heading", level=1)).to_have_text(best["titles"]["ru"])
    point = f"{round(best['figures']['days_7']['point']):,}".replace(",", "\u00a0")
    await expect(page.locator("body")).to_contain_text(point)
    await page.locator(".uplot canvas").first.wait_for()
    assert await page.evaluate(SIDEWAYS) == []
    await page.goto(f"{origin}/p/{best['product_id']}?lang=ru&day={yesterday}")
    await page.get_by_role("button", name="Откуда это число?").click()
    await expect(page.get_by_role("dialog").locator("ol > li")).to_have_count(len(why["steps"]))
    await page.goto(await sign_in_link(database_url, "operator@example.com", origin))
    await expect(page.get_by_text("Вы вошли.")).to_be_visible()
    await page.goto(f"{origin}/health?lang=ru")
    await expect(page.locator("body")).to_contain_text(str(listed["total"]))
    await page.goto(f"{origin}/status?lang=ru")
    await expect(page.get_by_text("Его ещё не видели.")).to_be_visible()
    assert await page.evaluate(SIDEWAYS) == []
    assert watched.faults == []
    await context.close()


async def test_figures_that_change_are_asked_for_by_an_open_page(
    origin: str, browser: Browser, database_url: str
) -> None:
    page = await browser.new_page()
    await page.goto(f"{origin}/browse?lang=ru")
    await expect(page.get_by_role("row").nth(1)).to_be_visible()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    db = await asyncpg.connect(database_url)
    async with asyncio.timeout(60):
        while not any("/api/v1/products?" in url for url in asked):
            # The stream's first word says how things stand; the page asks again at the second.
            await note_closed(db, through=day_of(datetime.now(UTC)), changed_at=datetime.now(UTC))
            await asyncio.sleep(1)
    await db.close()
    await page.close()
