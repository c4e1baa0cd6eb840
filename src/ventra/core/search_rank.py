"""In what order found products are shown: by words, by words and length, by vectors, the ranks fused; brands and models first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ventra.core.search_model import Model
from ventra.core.search_question import MET, Question
from ventra.core.search_terms import key

Float = npt.NDArray[np.float64]
Int = npt.NDArray[np.int64]
Bool = npt.NDArray[np.bool_]

LENGTH = 0.2
"""How much a title longer than others counts against it: `b` of BM25."""
RANK = 20.0
"""How soon a rank loses its weight: `k` of reciprocal rank fusion (Cormack et al., 2009)."""
BY_WORDS, BY_LENGTH, BY_VECTOR = 0.4, 0.4, 0.2


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """Candidates: their terms as numbers, the cosine of each vector to the question's, and how much each is bought."""

    product_id: Int
    terms: Sequence[Sequence[int]]
    cosine: Float
    popularity: Int


@dataclass(frozen=True, slots=True, eq=False)
class Ranked:
    """Products best first: fused score, share of the question said, whether all exact was met, cosine (NaN: none)."""

    product_id: Int
    score: Float
    words: Float
    exact: Bool
    cosine: Float


def rank(question: Question, found: Found, model: Model) -> Ranked:
    """Order candidates; equal ones by how much they are bought, then by id, so that the order is always the same."""
    words, exact = _by_words(question, found)
    length = np.array([len(of_title) for of_title in found.terms])
    longer = np.maximum(1 - LENGTH + LENGTH * length / max(1.0, model.average), 0.5)
    cosine = np.nan_to_num(found.cosine, nan=-1.0)
    score = (
        BY_WORDS / (RANK + _places(words))
        + BY_LENGTH / (RANK + _places(words / longer))
        + BY_VECTOR / (RANK + _places(cosine))
    )
    first = exact & (words > 0)
    order = np.lexsort((found.product_id, -found.popularity, -np.round(score, 9), -first.astype(np.int8)))
    return Ranked(found.product_id[order], score[order], words[order], exact[order], found.cosine[order])


def _places(score: Float) -> Float:
    """Each one's place from 1, the highest score first; equal scores share the best place."""
    lower_is_better = np.sort(-score)
    return np.searchsorted(lower_is_better, -score).astype(np.float64) + 1


def _by_words(question: Question, found: Found) -> tuple[Float, Bool]:
    """How much of the question each title says, as a share, and whether it says every brand and model of it."""
    meant: dict[int, list[tuple[int, float]]] = {}
    several: list[tuple[frozenset[int], int, float]] = []
    for place, thing in enumerate(question.things):
        for name, surely in thing.called.items():
            numbers = [key(term) for term in name.split()]
            if len(numbers) == 1:
                meant.setdefault(numbers[0], []).append((place, surely))
            else:
                several.append((frozenset(numbers), place, surely))
    best = np.zeros((len(found.product_id), len(question.things)))
    for row, of_title in enumerate(found.terms):
        for term in of_title:
            for place, surely in meant.get(term, ()):
                best[row, place] = max(best[row, place], surely)
        for all_of, place, surely in several:
            if surely > best[row, place] and all_of.issubset(of_title):
                best[row, place] = surely
    weight = np.array([thing.weight for thing in question.things])
    share: Float = (best @ weight) / max(1e-9, float(weight.sum()))
    sought = np.array([thing.exact for thing in question.things], bool)
    exact: Bool = np.full(len(share), sought.any()) & (best[:, sought] >= MET).all(axis=1)
    return share, exact
