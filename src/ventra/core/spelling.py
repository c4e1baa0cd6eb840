"""Words that are spelled alike: what somebody may have meant who mistyped one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from zlib import crc32

import numpy as np
import numpy.typing as npt

Int = npt.NDArray[np.int64]

VOWELS = "aeiou"
_VOWELS = re.compile(f"[{VOWELS}]")

LONGEST_SHORT = 4
"""Letters up to which one slip is all that is forgiven."""
LOOKED_AT = 48
"""Words of most common pieces whose distance is measured."""


class Spellings:
    """Words by their pieces of two letters, for finding those that are spelled like another."""

    def __init__(self, words: Sequence[str]) -> None:
        self._words = words
        piece: list[int] = []
        word: list[int] = []
        for number, one in enumerate(words):
            found = pieces(one)
            piece += found
            word += [number] * len(found)
        order = np.argsort(np.array(piece, np.int64), kind="stable")
        self._piece: Int = np.array(piece, np.int64)[order]
        self._word: Int = np.array(word, np.int64)[order]
        self._size: Int = np.bincount(self._word, minlength=len(words))

    def like(self, word: str, *, slips: int = 2, at_most: int = 4) -> list[tuple[str, float]]:
        """Other words within so many slips of this one, the likeliest first, each with a likeness within (0, 1)."""
        asked = np.array(pieces(word), np.int64)
        low = np.searchsorted(self._piece, asked, "left")
        high = np.searchsorted(self._piece, asked, "right")
        met = np.concatenate([self._word[a:b] for a, b in zip(low, high, strict=True)])
        if len(met) == 0:
            return []
        number, common = np.unique(met, return_counts=True)
        alike = common / (self._size[number] + len(asked))
        best = number[np.argsort(-alike, kind="stable")[:LOOKED_AT]]
        most = min(slips, 1 if len(word) <= LONGEST_SHORT else 2)
        found = []
        for one in (self._words[place] for place in best.tolist()):
            if one != word and abs(len(one) - len(word)) <= most and (far := distance(word, one)) <= most:
                found.append((one, 1 - far / (1 + max(len(word), len(one)))))
        return sorted(found, key=lambda pair: -pair[1])[:at_most]


def pieces(word: str) -> list[int]:
    """The pieces of a word, as numbers: each two letters that follow each other, the ends marked, with and without vowels."""
    edged, bare = f"^{word}$", f"~{_VOWELS.sub('', word)}~"
    found = [edged[at : at + 2] for at in range(len(edged) - 1)] + [
        bare[at : at + 2] for at in range(len(bare) - 1)
    ]
    return sorted({crc32(piece.encode()) for piece in found})


def distance(one: str, other: str) -> float:
    """Slips between two words: a letter too many, too few, another, or two that changed places (Damerau).

    A vowel for a vowel is half a slip: that is how unstressed ones are heard.
    """
    before: list[float] = []
    row: list[float] = [float(at) for at in range(len(other) + 1)]
    for at, letter in enumerate(one, 1):
        older, before, row = before, row, [float(at)]
        for there, meant in enumerate(other, 1):
            slips = min(before[there] + 1, row[-1] + 1, before[there - 1] + _slip(letter, meant))
            if older and there > 1 and letter == other[there - 2] and one[at - 2] == meant:
                slips = min(slips, older[there - 2] + 1)
            row.append(slips)
    return row[-1]


def _slip(letter: str, meant: str) -> float:
    if letter == meant:
        return 0.0
    return 0.5 if letter in VOWELS and meant in VOWELS else 1.0
