"""The built page, open in Chromium over the stand-in api; and what Chromium held against it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from playwright.async_api import ConsoleMessage, Page, Request, expect

from fakes.api_shape import ApiShape
from fakes.api_shape_shelf import today_of

PICTURED_LANGUAGES, PICTURED_WIDTHS = ("uz", "ru"), (1280, 360)

SIDEWAYS = """() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  return [...document.querySelectorAll('body *')].filter((element) => element.getBoundingClientRect().right > width + 1)
    .map((element) => element.outerHTML.slice(0, 160));
}"""

CUT = """() => {
  const found = [], pen = document.createElement('canvas').getContext('2d');
  const wide = (text, style) => { pen.font = style.font; return pen.measureText(text).width; };
  const inner = (element, style) => element.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
  for (const field of document.querySelectorAll('select, input[placeholder]')) {
    const style = getComputedStyle(field), select = field.tagName === 'SELECT';
    // The arrow of a select takes about three letters.
    const room = inner(field, style) - (select ? 34 : 0);
    const texts = !select ? [field.placeholder] : field.options.length > 12 ? [field.selectedOptions[0].text]
      : [...field.options].map((option) => option.text);
    for (const text of texts) if (wide(text.trim(), style) > room) found.push(`${text} in ${room} px`);
  }
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let text = texts.nextNode(); text; text = texts.nextNode()) {
    const cell = text.parentElement.closest('dd, dt, td, th, li, button, a, .sheet, main, header, footer, nav');
    if (!text.data.trim() || !cell || text.parentElement.closest('.sr-only, pre, svg, option, dialog')) continue;
    const range = document.createRange();
    range.selectNodeContents(text);
    const { right, width } = range.getBoundingClientRect(), over = right - cell.getBoundingClientRect().right;
    if (width > 0 && over > 1) found.push(`${text.data.trim().slice(0, 60)}: ${over} px over`);
  }
  return found;
}"""


@dataclass
class Watched:
    """What went wrong in a page, as Chromium tells it."""

    origin: str
    faults: list[str] = field(default_factory=list)

    def console(self, message: ConsoleMessage) -> None:
        # A refusal of the api is the page's business, and Chromium reports it as an error of its own.
        if message.type == "error" and "the server responded with a status of" not in message.text:
            self.faults.append(message.text)

    def error(self, error: Exception) -> None:
        self.faults.append(str(error))

    def request(self, request: Request) -> None:
        if not request.url.startswith((self.origin, "data:", "blob:")):
            self.faults.append(f"asked outside: {request.url}")


@dataclass(frozen=True)
class Site:
    """The stand-in api with the page, and how to open the page in it."""

    shape: ApiShape
    origin: str
    open: Callable[..., Awaitable[Page]]
    watched: Watched

    def day(self, age: int) -> str:
        """The day so many days before today."""
        return self._day(age).isoformat()

    def shown(self, age: int) -> str:
        """That day as the page writes it."""
        return self._day(age).strftime("%d.%m.%Y")

    def forgive(self, words: str) -> None:
        """What this test provoked itself is no fault; that nothing was provoked is one."""
        kept = [fault for fault in self.watched.faults if words not in fault]
        assert len(kept) < len(self.watched.faults), f"nothing said {words!r}"
        self.watched.faults[:] = kept

    def _day(self, age: int) -> date:
        return today_of(self.shape.now) - timedelta(days=age)


async def settled(page: Page) -> None:
    """Every answer is there, and so is the drawing, where there is one."""
    await page.locator("main").wait_for()
    await expect(page.locator(".skeleton")).to_have_count(0)


async def keep_picture(page: Page, path: Path, *, lang: str, width: int, whole: bool = True) -> None:
    """The page as it is now, in both sizes and in the two languages that are read most."""
    if lang in PICTURED_LANGUAGES and width in PICTURED_WIDTHS:
        path.parent.mkdir(parents=True, exist_ok=True)
        await page.screenshot(path=path, full_page=whole)


async def resized(page: Page, width: int) -> None:
    """The window that wide, and what follows its width drawn anew."""
    await page.set_viewport_size({"width": width, "height": 800})
    await page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")


async def sideways(page: Page) -> list[str]:
    """What makes the page wider than its window."""
    found: list[str] = await page.evaluate(SIDEWAYS)
    return found


async def cut_texts(page: Page) -> list[str]:
    """Texts that do not fit where they stand: a choice, a hint in a field, words that leave their cell."""
    found: list[str] = await page.evaluate(CUT)
    return found
