"""The page's own words, as they lie in `shared/texts`: what a reader of a language is to find there."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path


@dataclass(frozen=True)
class Words:
    """Words of one language: `words("product.track")`, `words("history.days", n=7)`."""

    web: Path
    lang: str

    def __call__(self, key: str, **parts: object) -> str:
        said = _books(self.web, self.lang)[key]
        if isinstance(said, dict):
            said = said[_form(int(str(parts["n"])))]
        for name, part in parts.items():
            said = said.replace(f"{{{name}}}", str(part))
        # Where a long word may break is no part of it.
        return said.replace("\u00ad", "")


@cache
def _books(web: Path, lang: str) -> dict[str, str | dict[str, str]]:
    texts = web / "src" / "shared" / "texts"
    found: dict[str, str | dict[str, str]] = {}
    for book in (*sorted(texts.glob(f"*/{lang}.json")), texts / f"{lang}.json"):
        found |= json.loads(book.read_text())
    return found


def _form(n: int) -> str:
    """The Russian form of a number."""
    if n % 10 == 1 and n % 100 != 11:
        return "one"
    return "few" if n % 10 in (2, 3, 4) and n % 100 not in (12, 13, 14) else "many"
