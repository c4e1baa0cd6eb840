"""Whether two listings offer the same goods, and why: what must agree agrees, and enough else does."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import msgspec

from ventra.core.search_model import Model
from ventra.core.search_question import EMPTY
from ventra.core.search_terms import MEASURES, is_model

ALIKE = 0.6
"""The share of what both titles say that must be common where a brand or a model is."""
ALIKE_UNBRANDED = 0.8
LEAST_WORDS = 5
"""Words of one language that must be common where neither a brand, a model nor the picture is."""
ALIKE_PICTURED = 0.3
FAR_PRICE = 2.5
"""Prices further apart than this are not of the same goods: an accessory names what it is for."""


class Reason(msgspec.Struct, frozen=True, kw_only=True):
    """Why two listings are taken for the same goods; `null` is not known of one of them."""

    models: list[str] = []
    brands: list[str] = []
    words: list[str] = []
    overlap: float = 0.0
    """The share of what both titles say that is common, each word as telling as it is rare."""
    price_ratio: float | None = None
    """The dearer by the cheaper."""
    picture: bool | None = None
    category: bool | None = None
    other_seller: bool | None = None


@dataclass(frozen=True, eq=False)
class Goods:
    """One listing as it is compared; `titles` are the terms of each of its titles, a language each."""

    product_id: int
    titles: tuple[tuple[str, ...], ...]
    seller_id: int | None
    category_id: int | None
    price_uzs: int | None
    photo_key: str | None

    @cached_property
    def terms(self) -> tuple[str, ...]:
        """The terms of all its titles, each once."""
        return tuple(dict.fromkeys(term for title in self.titles for term in title))

    @cached_property
    def models(self) -> set[str]:
        """Terms that name a model."""
        return {term for term in self.terms if is_model(term)}

    @cached_property
    def numbers(self) -> set[str]:
        """Bare numbers: `15` of an iPhone 15, `256` of its memory."""
        return {term for term in self.terms if term.isdigit()}

    @cached_property
    def amounts(self) -> set[str]:
        """Amounts with their units."""
        return {term for term in self.terms if not term.isalpha() and not term.isdigit()} - self.models

    @cached_property
    def words(self) -> tuple[str, ...]:
        """All that is none of these and says something."""
        empty = EMPTY | MEASURES
        return tuple(term for term in self.terms if term.isalpha() and len(term) > 1 and term not in empty)


def same(one: Goods, other: Goods, model: Model) -> Reason | None:
    """Why they are the same, or `None` where they are not, or too little says so."""
    picture = _agree(one.photo_key, other.photo_key)
    if _contradict(one.models, other.models) or _contradict(one.numbers, other.numbers):
        return None
    if one.models != other.models and not picture:
        return None
    if _contradict(one.amounts, other.amounts):
        return None
    brands, others = ({term for term in of.words if term in model.brands} for of in (one, other))
    if brands and others and not brands & others:
        return None
    ratio = _ratio(one.price_uzs, other.price_uzs)
    if ratio is not None and ratio > FAR_PRICE:
        return None
    common, overlap = _overlap(one, other, model)
    reason = Reason(
        models=sorted(one.models & other.models),
        brands=sorted(brands & others),
        words=common,
        overlap=round(overlap, 3),
        price_ratio=None if ratio is None else round(ratio, 2),
        picture=picture,
        category=_agree(one.category_id, other.category_id),
        other_seller=None if (agree := _agree(one.seller_id, other.seller_id)) is None else not agree,
    )
    said = max(len({*common} & {*title}) for title in one.titles)
    return reason if _enough(reason, said) else None


def likeness(reason: Reason) -> float:
    """How sure it is, within [0, 1], for comparing one reason with another; no probability."""
    return min(1.0, reason.overlap + 0.2 * bool(reason.picture) + 0.1 * bool(reason.models))


def _enough(reason: Reason, words: int) -> bool:
    """Whether the reason suffices; `words` of one language are common, as two titles say everything twice."""
    if reason.picture and reason.overlap >= ALIKE_PICTURED:
        return True
    least = ALIKE_UNBRANDED if reason.category is False else ALIKE
    if reason.models or reason.brands:
        return reason.overlap >= least and words > 1
    return reason.overlap >= ALIKE_UNBRANDED and words >= LEAST_WORDS


def _contradict(one: set[str], other: set[str]) -> bool:
    """Whether each says something that the other does not; saying less is no contradiction."""
    return bool(one - other) and bool(other - one)


def _overlap(one: Goods, other: Goods, model: Model) -> tuple[list[str], float]:
    """The common words, and the share of all that is said which they are; a translation is the same word."""
    common: list[str] = []
    shares = []
    for here, there in pairwise((one, other, one)):
        said = set(there.words)
        met = [word for word in here.words if word in said or said & model.means.get(word, {}).keys()]
        all_of = sum(model.weight(word) for word in here.words)
        shares.append(sum(model.weight(word) for word in met) / all_of if all_of else 0.0)
        common = common or met
    low, high = min(shares), max(shares)
    return common, 2 * low * high / (low + high) if low + high else 0.0


def _ratio(one: int | None, other: int | None) -> float | None:
    return max(one, other) / min(one, other) if one and other else None


def _agree(one: object, other: object) -> bool | None:
    return None if one is None or other is None else one == other
