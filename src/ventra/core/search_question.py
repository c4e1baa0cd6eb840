"""What somebody asks for: each thing said, with all it may be called and spelled, and what must be met exactly."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ventra.core.search_model import LEAST_SPELLED, Model
from ventra.core.search_terms import is_model, terms

_LITTLE = (
    "uchun bilan va ham yoki dlya i s so v vo na iz ot po k za u do pod bez ili "
    "the a an for with of and in on to or"
)
EMPTY = frozenset(_LITTLE.split())
"""Words that say nothing by themselves."""
SPELLED = 0.8
"""What a word weighs that is spelled like the one typed, beside that one, times their likeness."""
PART = 0.4
"""What the bare number weighs where an amount is asked for."""
HEAD = 0.7
"""What `s25` weighs where `s25fe` is asked for."""
LIKE_KNOWN = 0.5
"""What a word weighs that is a slip away from a known one, beside that one: titles are mistyped too."""
LONG_ENOUGH = 6
LONGEST_PHRASE = 4
MET = 0.85
"""How well a name must fit for a brand or a model to be met."""
HEAD_OF = re.compile(r"[^\W\d_]+\d+")
MOST_THINGS = 12
LEAST_SURE = 0.15


@dataclass(frozen=True, slots=True)
class Thing:
    """One thing that was said: what it is called with how well that fits, how telling it is, whether it is a brand or model.

    A name of several terms with spaces between is met where a title has them all.
    """

    called: dict[str, float]
    weight: float
    exact: bool


@dataclass(frozen=True, slots=True)
class Question:
    """A query understood: its things in the order said, and its terms as a vector takes them."""

    things: tuple[Thing, ...]
    told: dict[str, float]


def understand(text: str, model: Model) -> Question:
    """The things of a query. Of a word that no title has, those spelled like it are meant; of all, their translations too."""
    said = terms(text)
    amounts = {term for term in said if not term.isalpha() and not term.isdigit()}
    meant = [
        term
        for term in said
        if term not in EMPTY and not _inside(term, amounts) and (len(term) > 1 or term.isdigit())
    ]
    phrases = _phrases(said, model)
    things = [_thing(term, phrases.get(term, {}), model) for term in (meant or said)[:MOST_THINGS]]
    things = _numbers_after_brands(things)
    told: dict[str, float] = {}
    for thing in things:
        for name, surely in thing.called.items():
            for term in (several := name.split()):
                told[term] = max(told.get(term, 0.0), thing.weight * surely / len(several))
    return Question(tuple(things), told)


def _phrases(said: tuple[str, ...], model: Model) -> dict[str, dict[str, float]]:
    """What each term may be called as a part of a phrase that means something: `washing machine`."""
    found: dict[str, dict[str, float]] = {}
    for length in range(2, LONGEST_PHRASE + 1):
        for at in range(len(said) - length + 1):
            parts = said[at : at + length]
            for term in parts:
                found.setdefault(term, {}).update(model.means.get(" ".join(parts), {}))
    return found


def _inside(term: str, amounts: set[str]) -> bool:
    """Whether a number or a letter or two are told already by an amount or a model that they are a part of."""
    if not (term.isdigit() or len(term) <= 2):
        return False
    return any(amount.startswith(term) or amount.endswith(term) for amount in amounts if amount != term)


def _thing(term: str, as_a_part: dict[str, float], model: Model) -> Thing:
    called = {term: 1.0} | as_a_part
    known = model.counts.get(term, 0) > 0 or term in model.means or bool(as_a_part)
    if term.isalpha() and len(term) >= (LONG_ENOUGH if known else LEAST_SPELLED):
        for meant, likeness in model.spellings.like(term, slips=1 if known else 2):
            called.setdefault(meant, likeness * (LIKE_KNOWN if known else SPELLED))
    for meant, surely in list(called.items()):
        for other, likely in model.means.get(meant, {}).items():
            if (much := surely * likely) >= LEAST_SURE:
                called[other] = max(called.get(other, 0.0), much)
    if not term.isalpha() and not term.isdigit():
        called.setdefault(*_part(term))
    count = sum(_count(name, model) * surely for name, surely in called.items())
    return Thing(called, model.idf(count), is_model(term) or term in model.brands)


def _part(term: str) -> tuple[str, float]:
    """What is left of an amount without its unit, or of a model without its last letters."""
    head = HEAD_OF.match(term)
    if is_model(term):
        return (head[0] if head else term), HEAD
    return "".join(letter for letter in term if letter.isdigit()), PART


def _count(name: str, model: Model) -> int:
    """In how many titles a name stands, at most."""
    return min((model.counts.get(term, 0) for term in name.split()), default=0)


def _numbers_after_brands(things: list[Thing]) -> list[Thing]:
    """`iPhone 15`: a bare number that follows a brand is a model too."""
    out: list[Thing] = []
    for thing in things:
        first = next(iter(thing.called))
        follows = bool(out) and out[-1].exact and first.isdigit()
        out.append(Thing(thing.called, thing.weight, thing.exact or follows))
    return out
