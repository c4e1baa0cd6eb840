"""What search is compared with: BM25 over words, and the cosine of folded character n-grams alone."""

from __future__ import annotations

from collections import Counter, defaultdict
from math import log, sqrt

import numpy as np

from ventra.core.text import fold

K1, B = 1.2, 0.75
GRAM = 3


def bm25(titles: dict[int, str], queries: list[str]) -> list[list[int]]:
    """The first ten of each query by BM25 over folded words (Robertson and Zaragoza, 2009)."""
    said = [Counter(fold(title).split()) for title in titles.values()]
    length = np.array([sum(one.values()) for one in said], np.float64)
    posted: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for place, one in enumerate(said):
        for word, times in one.items():
            posted[word].append((place, times))
    answers = []
    for query in queries:
        score = np.zeros(len(said))
        for word in fold(query).split():
            met = posted.get(word, [])
            weight = log(1 + (len(said) - len(met) + 0.5) / (len(met) + 0.5))
            for place, times in met:
                score[place] += (
                    weight * times * (K1 + 1) / (times + K1 * (1 - B + B * length[place] / length.mean()))
                )
        answers.append(_first(list(titles), score))
    return answers


def ngrams(titles: dict[int, str], queries: list[str]) -> list[list[int]]:
    """The first ten of each query by the cosine of folded letter trigrams, weighted by how rare each is."""
    said = [_grams(title) for title in titles.values()]
    met = Counter(gram for one in said for gram in one)
    weight = {gram: log(len(said) / times) + 1 for gram, times in met.items()}
    posted: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for place, one in enumerate(said):
        size = sqrt(sum((times * weight[gram]) ** 2 for gram, times in one.items()))
        for gram, times in one.items():
            posted[gram].append((place, times * weight[gram] / size))
    answers = []
    for query in queries:
        score = np.zeros(len(said))
        for gram, times in _grams(query).items():
            for place, much in posted.get(gram, ()):
                score[place] += times * weight[gram] * much
        answers.append(_first(list(titles), score))
    return answers


def _grams(text: str) -> Counter[str]:
    edged = f" {fold(text)} "
    return Counter(edged[at : at + GRAM] for at in range(len(edged) - GRAM + 1))


def _first(ids: list[int], score: np.ndarray) -> list[int]:
    order = np.argsort(-score, kind="stable")[:10]
    return [ids[place] for place in order.tolist() if score[place] > 0]
