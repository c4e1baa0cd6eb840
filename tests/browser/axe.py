"""What axe-core holds against a page: the rules of WCAG 2.2 AA that a machine can check."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from playwright.async_api import Page

GRAVE = ("serious", "critical")
_RUN = """async () => {
  const { violations } = await axe.run(document, { resultTypes: ["violations"] });
  return violations.map(({ id, impact, nodes }) => [id, impact, nodes.map((node) => node.html.slice(0, 160))]);
}"""


async def grave_faults(page: Page, web: Path) -> list[str]:
    """Each serious or critical fault, with the elements that have it."""
    if not await page.evaluate("typeof axe === 'object'"):
        await page.evaluate(_source(web))
    found = await page.evaluate(_RUN)
    return [f"{rule}: {html}" for rule, impact, html in found if impact in GRAVE]


@cache
def _source(web: Path) -> str:
    # Ends with a value that can be told across: the script's own is the whole of axe.
    return (web / "node_modules" / "axe-core" / "axe.min.js").read_text() + "\nvoid 0;"
