"""Titles as vectors: the n-grams of their terms, each thrown at places and signs that its hash says.

No model file: two machines give the same vector. Weinberger et al., "Feature hashing for large scale multitask learning", 2009.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

import numpy as np
import numpy.typing as npt

Vectors = npt.NDArray[np.float32]
Int = npt.NDArray[np.int64]

DIMENSIONS = 256
PLACES = 4
"""Into how many dimensions each n-gram goes."""
SHORTEST, LONGEST = 3, 4
WHOLE = 2.0
"""What a whole term weighs beside one of its n-grams."""
REMEMBERED = 50_000


def vectors(titles: Sequence[Mapping[str, float]]) -> Vectors:
    """One vector of length 1 a title, [titles, DIMENSIONS], of its terms and what each weighs; of none it is all 0."""
    known: dict[str, int] = {}
    title, term, weight = [], [], []
    for number, weights in enumerate(titles):
        for one, much in weights.items():
            title.append(number)
            term.append(known.setdefault(one, len(known)))
            weight.append(much)
    out = np.zeros((len(titles), DIMENSIONS), np.float32)
    if known:
        of_term = np.stack([term_vector(one) for one in known])
        starts = np.flatnonzero(np.diff(np.array(title, np.int64), prepend=-1))
        parts = of_term[np.array(term, np.int64)] * np.array(weight, np.float32)[:, None]
        out[np.array(title, np.int64)[starts]] = np.add.reduceat(parts, starts, axis=0)
    length = np.linalg.norm(out, axis=1, keepdims=True)
    out /= np.where(length > 0, length, 1)
    return out


def shortened(given: npt.NDArray[np.float64]) -> Vectors:
    """Vectors of a model of another length, [texts, length], at `DIMENSIONS`, of length 1: cut, or filled up with 0.

    What is cut keeps its meaning where the model was taught that its first dimensions say most (Kusupati et al., "Matryoshka
    representation learning", 2022); filling up changes no cosine. Every row needs something that is not 0 in what is kept.
    """
    kept = np.zeros((len(given), DIMENSIONS))
    kept[:, : given.shape[1]] = given[:, :DIMENSIONS]
    # By the largest first: squares of what is far from 1 leave the range of floats.
    kept /= np.abs(kept).max(axis=1, keepdims=True)
    kept /= np.linalg.norm(kept, axis=1, keepdims=True)
    return kept.astype(np.float32)


@lru_cache(REMEMBERED)
def term_vector(term: str) -> Vectors:
    """A term's vector of length 1."""
    edged = f"^{term}$"
    grams = [edged[at : at + n] for n in range(SHORTEST, LONGEST + 1) for at in range(len(edged) - n + 1)]
    out = np.zeros(DIMENSIONS, np.float32)
    for gram in grams:
        _throw(out, gram, 1.0)
    _throw(out, f"={term}", WHOLE)
    out /= np.linalg.norm(out)
    out.flags.writeable = False
    return out


def _throw(out: Vectors, gram: str, much: float) -> None:
    number = _mixed(gram)
    for _ in range(PLACES):
        out[number % DIMENSIONS] += much if number & 0x10000 else -much
        number = (number * 6364136223846793005 + 1442695040888963407) >> 17 & 0xFFFFFFFFFFFF


def _mixed(gram: str) -> int:
    """A number of 48 bits that differs much where grams differ little (FNV-1a)."""
    number = 0xCBF29CE484222325
    for byte in gram.encode():
        number = (number ^ byte) * 0x100000001B3 & 0xFFFFFFFFFFFFFFFF
    return number >> 16
