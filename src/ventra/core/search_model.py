"""What search learns from a catalogue: how common terms are, which are brands, and what means the same in another language."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from math import log

import msgspec
import numpy as np

from ventra.core.search_terms import terms
from ventra.core.spelling import Spellings
from ventra.core.translations import learn as learn_translations

RULE = 2
"""How titles become terms and vectors; raised whenever that changes."""
LEAST_SPELLED = 3
"""Letters of a word whose slips are worth looking for."""
MANY = 20_000
"""Titles from which on a word of one title alone is not taken for what somebody meant."""
NO_BRANDS = frozenset(
    terms(
        "2g 3g 4g 5g amoled anc fhd full gps hd hdmi ips lcd led lte mp3 nfc oled pd ps "
        "qled ram rgb ssd tws type uhd usb wi fi wifi"
    )
)
"""What stands in Latin letters in titles of every language and names what goods can do, not who makes them."""
GIVEN = 0.9
"""What a translation weighs that was given and not learned, term for term."""
SYNONYM = 0.6
"""What a word of the same language weighs that was given beside another."""


class Pair(msgspec.Struct, frozen=True, array_like=True):
    """The same said twice, as terms in order."""

    one: tuple[str, ...]
    other: tuple[str, ...]


class Given(msgspec.Struct, frozen=True):
    """What is known without any catalogue: pairs, words of one language that mean the same, and brands."""

    pairs: Sequence[Pair] = ()
    synonyms: Sequence[Pair] = ()
    brands: frozenset[str] = frozenset()


class _Kept(msgspec.Struct, frozen=True, array_like=True):
    """A model as it is stored."""

    products: int
    average: float
    terms: str
    counts: bytes
    brands: list[str]
    source: bytes
    target: bytes
    weight: bytes


@dataclass(frozen=True, eq=False)
class Model:
    """A learned catalogue of `products` titles, `average` terms long. `version` 0 is of no catalogue."""

    products: int
    average: float
    counts: Mapping[str, int]
    brands: frozenset[str]
    means: Mapping[str, Mapping[str, float]]
    """What else a term may be called, and how surely, within (0, 1]. Several terms with spaces between are one meaning."""
    version: int = 0
    kind: str = ""
    """Whose vectors products get with this version: ours where it is empty."""
    _weights: dict[str, float] = field(default_factory=dict)

    def idf(self, count: float) -> float:
        """How telling a term is that stands in so many titles: Robertson's weight, never below 0."""
        return log(1 + (self.products - min(count, self.products) + 0.5) / (count + 0.5))

    def weight(self, term: str) -> float:
        """How telling a term is."""
        if (known := self._weights.get(term)) is None:
            known = self._weights[term] = self.idf(self.counts.get(term, 0))
        return known

    def told(self, found: Iterable[str], *, share: float) -> dict[str, float]:
        """Terms as vectors take them: each as telling as it is, and a share of that for what else it may be called."""
        out: dict[str, float] = {}
        for term in found:
            much = self.weight(term)
            out[term] = out.get(term, 0.0) + much
            for other, surely in self.means.get(term, {}).items():
                for one in (several := other.split()):
                    out[one] = out.get(one, 0.0) + much * surely * share / len(several)
        return out

    @cached_property
    def spellings(self) -> Spellings:
        """The words that can be meant by a mistyped one: those that some title has, or that have a translation."""
        words = [word for word in {*self.counts, *self.means} if self._is_spelled(word)]
        return Spellings(sorted(words, key=lambda word: (-self.counts.get(word, 0), word)))

    def _is_spelled(self, word: str) -> bool:
        """Of many titles a word that stands in one alone is more likely a slip itself."""
        if not word.isalpha() or len(word) < LEAST_SPELLED:
            return False
        return self.products < MANY or self.counts.get(word, 0) > 1 or word in self.means


def learn(
    titles: Mapping[str, int],
    *,
    products: int,
    average: float,
    pairs: Sequence[Pair],
    latin: Mapping[str, tuple[int, int]],
    given: Given,
) -> Model:
    """A model of how many titles have each term, of pairs in two languages and of what is given.

    `latin` says of terms of Russian titles in how many they stand, and in how many of those in Latin letters: brands do.
    """
    brands = {
        term
        for term, (all_of, in_latin) in latin.items()
        if in_latin >= 2 and in_latin * 2 >= all_of and len(term) > 1 and term not in NO_BRANDS
    }
    means = _means(pairs, given)
    return Model(products, average, dict(titles), frozenset(brands | given.brands), means)


def _means(pairs: Sequence[Pair], given: Given) -> dict[str, dict[str, float]]:
    numbers: dict[str, int] = {}
    numbered = [
        tuple([numbers.setdefault(term, len(numbers)) for term in side] for side in (pair.one, pair.other))
        for pair in pairs
    ]
    found = learn_translations([(one, other) for one, other in numbered], size=max(1, len(numbers)))
    names = list(numbers)
    means: dict[str, dict[str, float]] = {}
    for source, target, weight in zip(
        found.source.tolist(), found.target.tolist(), found.weight.tolist(), strict=True
    ):
        means.setdefault(names[source], {})[names[target]] = weight
    for pairs_of, weight in ((given.synonyms, SYNONYM), (given.pairs, GIVEN)):
        for pair in pairs_of:
            one, other = " ".join(pair.one), " ".join(pair.other)
            if one != other:
                for term, meant in ((one, other), (other, one)):
                    of_term = means.setdefault(term, {})
                    of_term[meant] = max(of_term.get(meant, 0.0), weight)
    return means


def packed(model: Model) -> bytes:
    """A model as bytes, the same for the same model."""
    names = sorted({*model.counts, *model.means, *(one for of in model.means.values() for one in of)})
    place = {name: at for at, name in enumerate(names)}
    links = [
        (place[term], place[other], weight)
        for term in sorted(model.means)
        for other, weight in model.means[term].items()
    ]
    kept = _Kept(
        model.products,
        model.average,
        "\n".join(names),
        np.array([model.counts.get(name, 0) for name in names], "<i4").tobytes(),
        sorted(model.brands),
        np.array([one for one, _, _ in links], "<i4").tobytes(),
        np.array([one for _, one, _ in links], "<i4").tobytes(),
        np.array([one for _, _, one in links], "<f4").tobytes(),
    )
    return zlib.compress(msgspec.msgpack.encode(kept), 6)


def unpacked(body: bytes, *, version: int, kind: str = "") -> Model:
    """The model of `packed` bytes."""
    kept = msgspec.msgpack.decode(zlib.decompress(body), type=_Kept)
    names = kept.terms.split("\n") if kept.terms else []
    counts = np.frombuffer(kept.counts, "<i4").tolist()
    means: dict[str, dict[str, float]] = {}
    links = (
        np.frombuffer(part, kind).tolist()
        for part, kind in ((kept.source, "<i4"), (kept.target, "<i4"), (kept.weight, "<f4"))
    )
    for source, target, weight in zip(*links, strict=True):
        means.setdefault(names[source], {})[names[target]] = weight
    return Model(
        kept.products,
        kept.average,
        {name: count for name, count in zip(names, counts, strict=True) if count},
        frozenset(kept.brands),
        means,
        version,
        kind,
    )
