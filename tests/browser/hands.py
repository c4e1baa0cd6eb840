"""Two ways to do the same on a page: with a pointer, and with the keyboard alone."""

from __future__ import annotations

from typing import Protocol

from playwright.async_api import Locator, Page, expect

MOST_TABS = 80
"""Whatever is on a page is reached sooner."""
GONE_MS, MOST_TRIES = 100, 20

FOCUS = """() => {
  const at = document.activeElement;
  if (!at || at === document.body || at.id === 'content') return '';
  const style = getComputedStyle(at), own = at.getBoundingClientRect();
  const name = at.outerHTML.slice(0, 120);
  if (at.closest('.palette input')) return '';
  const wide = parseFloat(style.outlineWidth), off = parseFloat(style.outlineOffset);
  if (style.outlineStyle === 'none' || wide < 1) return `no outline: ${name}`;
  // A pixel of the canvas says what a colour is, however it is written.
  const pen = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
  const rgba = (colour) => {
    pen.clearRect(0, 0, 1, 1); pen.fillStyle = colour; pen.fillRect(0, 0, 1, 1);
    return [...pen.getImageData(0, 0, 1, 1).data];
  };
  let under = off < 0 ? at : at.parentElement;
  while (under.parentElement && rgba(getComputedStyle(under).backgroundColor)[3] < 255) under = under.parentElement;
  const light = (colour) => {
    const [r, g, b] = rgba(colour).map((part) => {
      const share = part / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b + 0.05;
  };
  const pair = [light(style.outlineColor), light(getComputedStyle(under).backgroundColor)];
  const contrast = Math.max(...pair) / Math.min(...pair);
  if (style.outlineStyle !== 'auto' && contrast < 3) return `outline of ${contrast.toFixed(1)}:1: ${name}`;
  const reach = Math.max(off + wide, 0);
  for (let box = at.parentElement; box; box = box.parentElement) {
    if (!/hidden|clip/.test(getComputedStyle(box).overflow) || box === document.body) continue;
    const edge = box.getBoundingClientRect();
    const over = [own.top - reach < edge.top, own.bottom + reach > edge.bottom,
      own.left - reach < edge.left, own.right + reach > edge.right].filter(Boolean).length;
    if (over > 1) return `outline cut on ${over} sides: ${name}`;
  }
  const lines = [...at.getClientRects()];
  const seen = lines.some(({ left, right, top, bottom }) => [[0.5, 0.5], [0.1, 0.15], [0.9, 0.15], [0.1, 0.85], [0.9, 0.85]]
    .some(([x, y]) => {
      const hit = document.elementFromPoint(left + (right - left) * x, top + (bottom - top) * y);
      return hit && (at.contains(hit) || hit.contains(at));
    }));
  return seen ? '' : `covered or out of sight: ${name}`;
}"""
"""What is wrong with how the focus shows; nothing where it is seen."""

LOST = "document.activeElement === null || document.activeElement === document.body"
STANDS = """(wanted) => {
  const at = document.activeElement;
  if (at === wanted) return 'here';
  if (!at || at === document.body) return 'nowhere';
  return wanted.compareDocumentPosition(at) & Node.DOCUMENT_POSITION_FOLLOWING ? 'behind' : 'before';
}"""


class Hand(Protocol):
    """Presses, writes and chooses on a page."""

    page: Page

    async def press(self, what: Locator) -> None: ...
    async def write(self, into: Locator, text: str) -> None: ...
    async def choose(self, select: Locator, value: str) -> None: ...
    async def close(self, words: str) -> None: ...
    async def step_back(self, words: str) -> None: ...
    async def find(self, words: str, typed: str, choice: str) -> None: ...
    async def go(self, words: str, way: str) -> None: ...
    async def kept(self) -> None: ...


class Pointer:
    """A finger or a mouse."""

    def __init__(self, page: Page) -> None:
        self.page = page

    async def press(self, what: Locator) -> None:
        await what.click()

    async def write(self, into: Locator, text: str) -> None:
        await into.fill(text)

    async def choose(self, select: Locator, value: str) -> None:
        await select.select_option(value)

    async def close(self, words: str) -> None:
        """Close the panel that is open, by its button of this name."""
        await self.page.get_by_role("dialog").get_by_role("button", name=words).click()
        await expect(self.page.get_by_role("dialog")).to_have_count(0)

    async def step_back(self, words: str) -> None:
        """Choose the day before, by the button of this name."""
        await self.page.get_by_role("button", name=words, exact=True).click()

    async def find(self, words: str, typed: str, choice: str) -> None:
        """Open the search of this name, write, and take the choice."""
        await self.page.get_by_role("banner").get_by_role("button", name=words).click()
        await self.page.get_by_role("combobox", name=words).fill(typed)
        await self.page.get_by_role("dialog").get_by_role("option", name=choice).first.click()

    async def go(self, words: str, way: str) -> None:
        """Follow a way of the bar."""
        await self.page.locator("nav:visible").get_by_role("link", name=way, exact=True).click()

    async def kept(self) -> None:
        """A pointer needs no focus."""


class Keyboard:
    """Keys alone. Wherever the focus goes it is seen, and it is never lost; `presses` counts what it took."""

    def __init__(self, page: Page) -> None:
        self.page, self.presses = page, list[tuple[str, int]]()

    async def reach(self, what: Locator) -> None:
        """Tab until it has the focus, back where it stands before."""
        await expect(what).to_be_visible()
        came_round = False
        for count in range(MOST_TABS):
            stands = await what.evaluate(STANDS)
            if stands == "here":
                self.presses.append((str(what), count))
                return
            if stands == "nowhere" and count:
                assert not came_round, f"the focus is lost on the way to {what}"
                came_round = True
            await self.page.keyboard.press("Shift+Tab" if stands == "behind" else "Tab")
            fault = await self.page.evaluate(FOCUS)
            assert fault == "", fault
        raise AssertionError(f"{MOST_TABS} times Tab, and not at {what}")

    async def press(self, what: Locator) -> None:
        await self.reach(what)
        kind = await what.evaluate("(one) => one.type ?? one.tagName")
        await self.page.keyboard.press("Space" if kind == "checkbox" else "Enter")
        await self.kept()

    async def write(self, into: Locator, text: str) -> None:
        await self.reach(into)
        await self.page.keyboard.press("Control+a")
        await self.page.keyboard.type(text)

    async def choose(self, select: Locator, value: str) -> None:
        await self.reach(select)
        values = await select.locator("option").evaluate_all("(all) => all.map((one) => one.value)")
        by = values.index(value) - values.index(await select.input_value())
        for _ in range(abs(by)):
            await self.page.keyboard.press("ArrowDown" if by > 0 else "ArrowUp")
        await expect(select).to_have_value(value)
        await self.kept()

    async def close(self, words: str) -> None:
        await self.page.keyboard.press("Escape")
        await expect(self.page.get_by_role("dialog")).to_have_count(0)
        await self.kept()

    async def step_back(self, words: str) -> None:
        await self.reach(self.page.get_by_role("slider").first)
        await self.page.keyboard.press("ArrowLeft")

    async def find(self, words: str, typed: str, choice: str) -> None:
        await self.page.keyboard.press("Control+k")
        await expect(self.page.get_by_role("combobox", name=words)).to_be_focused()
        await self.page.keyboard.type(typed)
        chosen = self.page.get_by_role("dialog").get_by_role("option", selected=True)
        await expect(chosen).to_contain_text(choice)
        await self.page.keyboard.press("Enter")
        await expect(self.page.get_by_role("dialog")).to_have_count(0)
        await self.kept()

    async def go(self, words: str, way: str) -> None:
        await self.find(words, way, way)

    async def kept(self) -> None:
        """The focus is somewhere, also once what had it has gone."""
        await self.page.wait_for_timeout(GONE_MS)
        for _ in range(MOST_TRIES):
            if not await self.page.evaluate(LOST):
                return
            await self.page.wait_for_timeout(GONE_MS)
        had = self.presses[-1][0] if self.presses else "the page"
        raise AssertionError(f"the focus is lost after {had}")
