"""What search knows before it has met any title: the words of everyday goods and the brands in the files beside."""

from __future__ import annotations

from functools import cache
from itertools import combinations
from pathlib import Path

from ventra.core.search_model import Given, Pair
from ventra.core.search_terms import terms

HERE = Path(__file__).parent / "lexicon"


@cache
def given() -> Given:
    """The pairs, synonyms and brands of `goods.txt` and `brands.txt`."""
    pairs, synonyms, brands = [], [], set()
    for line in _lines("goods.txt"):
        languages = [[terms(one) for one in said.split(", ")] for said in line.split(" | ")]
        for one, other in combinations(languages, 2):
            pairs += [Pair(a, b) for a in one for b in other]
        for said in languages:
            synonyms += [Pair(a, b) for a, b in combinations(said, 2)]
    for line in _lines("brands.txt"):
        name, heard = line.split(" | ")
        pairs += [Pair(terms(name), terms(one)) for one in heard.split(", ")]
        brands |= {term for said in (name, heard) for term in terms(said) if len(term) > 1}
    return Given(pairs, synonyms, frozenset(brands))


def _lines(name: str) -> list[str]:
    text = (HERE / name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]
