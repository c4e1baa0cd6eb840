"""What an expense of a shop is for, by the words that it comes with: the marketplace names its charges freely and in two
languages.
"""

from __future__ import annotations

from typing import Final, Literal

from ventra.core.text import fold

ExpenseKind = Literal["storage", "advertising", "logistics", "fine", "in_orders", "other"]
KINDS: Final[tuple[ExpenseKind, ...]] = ("storage", "advertising", "logistics", "fine", "in_orders", "other")
"""`in_orders` is what rows of orders carry already, the commission of a sale: it is shown and not taken off twice."""

_WORDS: Final[tuple[tuple[ExpenseKind, tuple[str, ...]], ...]] = (
    ("storage", ("хранен", "storage", "saqlash", "сақлаш")),
    (
        "advertising",
        ("реклам", "продвиж", "буст", "advert", "promo", "boost", "marketing", "маркетинг", "reklama"),
    ),
    ("logistics", ("логист", "доставк", "logist", "delivery", "yetkazib")),
    ("fine", ("штраф", "fine", "penalty", "jarima", "жарима")),
    ("in_orders", ("комисси", "commission", "komissiya")),
)
_FOLDED = tuple((kind, tuple(fold(word) for word in words)) for kind, words in _WORDS)


def kind_of(*said: str | None) -> ExpenseKind:
    """The first kind with which a word begins in what is said: name, source and code of an expense; `other` where none does."""
    said_words = " ".join(fold(one) for one in said if one).split()
    return next(
        (kind for kind, words in _FOLDED if any(one.startswith(words) for one in said_words)), "other"
    )
