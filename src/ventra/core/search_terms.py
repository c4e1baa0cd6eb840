"""What a title or a query says, as terms: roots of words, models, and amounts with their units."""

from __future__ import annotations

import re
from collections.abc import Iterable
from zlib import crc32

from ventra.core.stems import stem
from ventra.core.text import LONGEST_WORD, fold

MOST_TERMS = 64
"""Of one title; the rest of a longer one is left out."""

_UNITS = {
    "gr": "g", "gramm": "g", "gram": "g", "kgr": "kg", "litr": "l", "lit": "l", "litra": "l", "litrov": "l", "ltr": "l",
    "dona": "sht", "shtuk": "sht", "ta": "sht", "tali": "sht", "pcs": "sht", "gbayt": "gb", "gigabayt": "gb",
    "tb": "tb", "sm": "sm", "cm": "sm", "w": "vt", "watt": "vt", "vatt": "vt", "v": "vt", "gts": "hz", "gerts": "hz",
    "mah": "mah", "mach": "mah", "ma": "mah", "dyuym": "inch", "inch": "inch",
}  # fmt: skip
MEASURES = frozenset({*_UNITS.values(), "g", "kg", "mg", "l", "ml", "mm", "m", "mp", "gb", "mb", "k", "d"})
_SPLIT = re.compile(r"\d+|[^\W\d_]+")
_LONGEST_MODEL_HEAD = 2


def terms(text: str) -> tuple[str, ...]:
    """Terms in order, each once: roots, numbers, `400g` for 400 g however spaced, `a17` for models, however spaced too."""
    parts = [part for word in fold(text).split() for part in _parts(word[:LONGEST_WORD])]
    found: list[str] = []
    for place, part in enumerate(parts):
        found += part
        if place and (joined := _joined(parts[place - 1][0], part[0])):
            found.append(joined)
    return tuple(dict.fromkeys(found))[:MOST_TERMS]


def title_terms(uz: str | None, ru: str | None) -> tuple[str, ...]:
    """The terms of a product by both its titles, each once."""
    return tuple(dict.fromkeys((*terms(uz or ""), *terms(ru or ""))))


def _parts(word: str) -> list[list[str]]:
    """A word as the terms at each of its places: `note14` is two words, `256gb` an amount, `x9c` a model."""
    if word.isalpha():
        return [[stem(word)]]
    pieces = _SPLIT.findall(word)
    if len(pieces) == 1:
        return [[pieces[0]]]
    if len(pieces) == 2:
        head, tail = pieces
        if head.isdigit() and len(tail) <= 5:
            unit = _UNITS.get(tail, tail)
            return [[head, head + unit]] if unit in MEASURES else [[head + tail, head]]
        if head.isalpha() and len(head) > _LONGEST_MODEL_HEAD:
            return [[stem(head)], [tail]]
    if len(pieces) == 3 and pieces[0].isalpha():
        return [[word, pieces[0] + pieces[1]]]
    return [[word]]


def _joined(before: str, after: str) -> str | None:
    """An amount with its unit, or a model's letters with its number, where a space stands between."""
    if before.isdigit() and after.isalpha() and len(after) <= 8:
        unit = _UNITS.get(after, after)
        return before + unit if unit in MEASURES or len(unit) == 1 else None
    if before.isalpha() and len(before) <= _LONGEST_MODEL_HEAD and after.isdigit():
        return before + after
    return None


def is_model(term: str) -> bool:
    """Whether a term names a model: letters and digits together, unless it is an amount."""
    if term.isalpha() or term.isdigit() or not term.isalnum():
        return False
    head, tail = _SPLIT.match(term), _SPLIT.findall(term)[-1]
    amount = head is not None and head[0].isdigit() and head[0] + tail == term and tail in MEASURES
    return not amount


def key(term: str) -> int:
    """The number of a term within 32 bits, as the index keeps it: signed, the same on every machine."""
    number = crc32(term.encode())
    return number - (1 << 32) if number >= 1 << 31 else number


def keys(found: Iterable[str]) -> list[int]:
    """The numbers of terms, sorted, each once."""
    return sorted({key(term) for term in found})
