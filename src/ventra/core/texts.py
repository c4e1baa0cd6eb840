"""Texts by key in four languages: Uzbek is written once, in Latin, and spelled in Cyrillic by rule."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Final, Literal

from ventra.core.cyrillic import to_cyrillic

Language = Literal["uz", "uz-Cyrl", "ru", "en"]
UZ: Final = "uz"
UZ_CYRL: Final = "uz-Cyrl"
RU: Final = "ru"
EN: Final = "en"
LANGUAGES: tuple[Language, ...] = (UZ, UZ_CYRL, RU, EN)
LONGEST_HEADER = 200
Texts = Mapping[str, Mapping[str, str]]

_in_cyrillic = lru_cache(maxsize=2048)(to_cyrillic)


class _Facts(dict[str, object]):
    """Facts for a text; one that is missing shows as its name instead of failing the answer."""

    def __missing__(self, name: str) -> str:
        return f"{{{name}}}"


def say(texts: Texts, key: str, language: str, **facts: object) -> str:
    """The text of a key in one of `LANGUAGES`, its placeholders filled; `KeyError` for a key that is not there."""
    entry = texts[key]
    text = _in_cyrillic(entry[UZ]) if language == UZ_CYRL else entry[language]
    return text.format_map(_Facts(facts))


def language_of(accept_language: str | None) -> Language:
    """The best of `LANGUAGES` for an Accept-Language header; Uzbek when it names none of them."""
    wanted: list[tuple[float, int, Language]] = []
    for place, part in enumerate((accept_language or "")[:LONGEST_HEADER].split(",")):
        tag, _, weight = part.strip().partition(";q=")
        language = _known(tag.strip().lower())
        if language is not None:
            wanted.append((-_weight(weight), place, language))
    return min(wanted)[2] if wanted else UZ


def _known(tag: str) -> Language | None:
    subtags = tag.replace("_", "-").split("-")
    if subtags[0] == UZ:
        return UZ_CYRL if "cyrl" in subtags[1:] else UZ
    found: dict[str, Language] = {RU: RU, EN: EN}
    return found.get(subtags[0])


def _weight(text: str) -> float:
    try:
        return min(max(float(text), 0.0), 1.0)
    except ValueError:
        return 1.0
