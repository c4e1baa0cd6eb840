"""The root of a word as search compares it: one for Uzbek in both scripts, for Russian and for words lent between them.

It works on the skeleton of `core/text.py`, without knowing the language, and errs on the side of one root too many letters
long: what it leaves apart, alike spelling still brings together (`core/spelling.py`).
"""

from __future__ import annotations

import re
from functools import lru_cache

LEAST_ROOT = 4
"""Letters that an ending must leave, so that short words stay whole."""
REMEMBERED = 200_000

_SOUNDS = (
    (re.compile("dj|zh"), "j"),
    (re.compile("ts(?=[aeiouy]|$)"), "s"),
    (re.compile("ph"), "f"),
    (re.compile("ck|c(?![hiey])"), "k"),
    (re.compile("c(?!h)"), "s"),
    (re.compile("w"), "v"),
    (re.compile("yo(?=[bdfghjklmnpqrstvz])"), "e"),
    (re.compile("[iy]y$|yi$"), "i"),
    (re.compile("ia"), "iya"),
    (re.compile(r"([bdfghjklmnpqrstvz])\1"), r"\1"),
)
_UZBEK = re.compile("(?:larning|laridan|lardan|lari|lar|(?<=g)i|ning|dagi|dan|si|li|lik|siz)$")
_PLURAL = re.compile("(?:lari?|(?<=g)i)$")
_RUSSIAN = re.compile(
    "(?:yami|ami|imi|ogo|ego|omu|emu|uyu|yuyu|aya|yaya|yah|ah|yam|am|iye|iya|oye|eye|oe|ee|ie|ov|ev|oy|ey|om|em|im|ih|iy|iyu|"
    "yu|ya|a|o|e|i|u|y)$"
)
_ENGLISH = re.compile("e?s$")
_NUMBERED = re.compile(r"\d")


@lru_cache(REMEMBERED)
def stem(word: str) -> str:
    """The root of a folded word; one with a digit in it is a model or an amount, and stays as it is."""
    if _NUMBERED.search(word):
        return word
    for sound, spelled in _SOUNDS:
        word = sound.sub(spelled, word)
    for _ in range(3):
        cut = _UZBEK.sub("", word)
        if cut == word or len(cut) < (LEAST_ROOT - 1 if _PLURAL.search(word) else LEAST_ROOT):
            break
        word = cut
    for ending in (_RUSSIAN, _ENGLISH):
        cut = ending.sub("", word)
        if len(cut) >= LEAST_ROOT:
            word = cut
    # Uzbek says `chelagi` of a `chelak`, `qoshigʻi` of a `qoshiq`.
    return word[:-1] + "k" if len(word) > 3 and word.endswith("g") else word
