"""What the parts of a card are written with: texts, marketplace text and marks, each fit to stand in HTML."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape

from ventra.core.texts import Language, say
from ventra.reports.texts import CARD_TEXTS

_STEERING = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]+")
"""Characters that show nothing and turn the letters after them around, or break the line."""
MARKS = {
    "measured": '<circle cx="6" cy="6" r="4.5" fill="currentColor"/>',
    "inferred": (
        '<circle cx="6" cy="6" r="4.2" fill="none" stroke="currentColor" stroke-width="1.4"/>'
        '<path d="M6 1.8a4.2 4.2 0 0 0 0 8.4z" fill="currentColor"/>'
    ),
    "imputed": (
        '<circle cx="6" cy="6" r="4.2" fill="none" stroke="currentColor" stroke-width="1.4" '
        'stroke-dasharray="2.2 1.6"/>'
    ),
    "no_data": '<path d="M2 6h8" stroke="currentColor" stroke-width="1.8" stroke-linecap="round"/>',
}


@dataclass(frozen=True, slots=True)
class Words:
    """The card's texts in one language, escaped with all that is filled in."""

    language: Language

    def __call__(self, key: str, **facts: object) -> str:
        return escape(say(CARD_TEXTS, f"card.{key}", self.language, **facts))


def shown(text: str) -> str:
    """Text of the marketplace as it may stand in the page."""
    return escape(_STEERING.sub(" ", text).strip())


def mark(basis: str) -> str:
    """How a number was come by, as a shape."""
    return f'<svg viewBox="0 0 12 12" class="mark" aria-hidden="true">{MARKS[basis]}</svg>'
