"""Titles as people search for them: one Latin skeleton for Uzbek in both scripts and for Russian.

The skeleton is for comparing and never for showing. It is coarse on purpose where keyboards are: `ў oʻ o'`
are `o`, `қ q к` are `k`, `ҳ х h x` are `h`, `е э ye` are `e`.
"""

from __future__ import annotations

import re
import unicodedata

from ventra.core.cyrillic import APOSTROPHES, to_cyrillic

__all__ = ["APOSTROPHES", "clean", "fold", "search_words", "to_cyrillic"]

MOST_WORDS = 16
LONGEST_WORD = 64

_CYRILLIC = "абвгдежзийклмнопрстуфхцчшщыэюяёўқғҳіїєґәөүұңһҷӣӯ"
_LATIN = (
    "a b v g d e j z i y k l m n o p r s t u f h ts ch sh sh i e yu ya yo o k g h i i e g a o u u n h j i u"
)
_LETTERS = dict(zip(_CYRILLIC, _LATIN.split(), strict=True)) | {
    "ъ": "", "ь": "", "q": "k", "x": "h", "ı": "i", "ø": "o", "æ": "ae", "ł": "l", "đ": "d", "ð": "d",
    "þ": "t",
}  # fmt: skip
_DROPPED = {"Cc", "Cf", "Cs", "Mn", "Mc", "Me"}
# Postgres stores neither, and a lone surrogate cannot even be sent to it.
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_SOFT_E = re.compile("y+e")
_LONG_SHCH = re.compile("sh(?:ch)+")
_HISSED_YO = re.compile("(sh|ch|j|ts)y+o")


class _Skeleton(dict[int, str]):
    """What each character becomes, worked out on first sight."""

    def __missing__(self, code: int) -> str:
        folded = chr(code)
        for _ in range(4):
            before = folded
            folded = "".join(map(_one, before))
            if folded == before:
                break
        self[code] = folded
        return folded


def _one(char: str) -> str:
    if char in APOSTROPHES:
        return ""
    if char.isspace():
        return " "
    parts = unicodedata.normalize("NFKC", char).casefold()
    return "".join(_letter(part) for part in parts)


def _letter(char: str) -> str:
    if char in _LETTERS:
        return _LETTERS[char]
    if char in APOSTROPHES:
        return ""
    bare = unicodedata.normalize("NFKD", char)
    kept = "".join(part for part in bare if unicodedata.category(part) not in _DROPPED)
    return "".join(part if part.isalnum() else " " for part in kept)


_skeleton = _Skeleton()


def clean(text: str) -> str:
    """Marketplace text that any store can take; otherwise as sent. Escaping is the duty of whoever shows it."""
    return _UNSTORABLE.sub("\ufffd", text)


def fold(text: str) -> str:
    """The skeleton of a text: lower-case words and digits single-spaced; idempotent, never raises."""
    spelled = unicodedata.normalize("NFC", text).translate(_skeleton)
    # Russian writes `ё` as `е` at will; after these it is never an Uzbek `yo`.
    spelled = _HISSED_YO.sub(r"\1e", _LONG_SHCH.sub("sh", _SOFT_E.sub("e", spelled)))
    return " ".join(spelled.split())


def search_words(text: str) -> list[str]:
    """The folded words of a query, each once, fit for a prefix `tsquery`: letters and digits, bounded."""
    return list(dict.fromkeys(word[:LONGEST_WORD] for word in fold(text).split()))[:MOST_WORDS]
