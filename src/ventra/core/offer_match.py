"""How well a supplier's offer fits a product: by title, model, picture and price. A person has the last word.

Each part is 0-1, or NaN where there is nothing to compare. The score is the weighted mean of the parts that are known; its low
and its high are what it would be if all that is not known spoke against the match, or for it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from ventra.core.text import fold

PARTS: Final = ("title", "model", "picture", "price")
WEIGHTS = np.array([0.45, 0.2, 0.25, 0.1])
"""Titles are always there; a picture is worth more than a model number, for many goods have none; a price says least."""
PROPOSED_FROM = 0.35
"""A match below this is not shown: one part that fits by chance makes no more than this."""
MOST_WORDS = 40
PLAUSIBLE = (0.12, 0.95)
"""What goods cost at a supplier as a part of what they sell for here, both ends still likely: cheaper is another thing or a
part of it, dearer nobody would bring."""
IMPLAUSIBLE = (0.02, 2.5)
_MODEL = re.compile(r"(?=[^\W_]*\d)(?=[^\W_]*[^\W\d_])[^\W_]{2,20}|\d{3,8}")
_UNITS = "ml|l|litr|g|gr|kg|mg|mm|sm|cm|m|w|v|vt|sht|dona|pcs|gb|tb|mah|kvt|kw|hz|inch|h"
_UNIT, _MEASURE = re.compile(_UNITS), re.compile(rf"\d+(?:{_UNITS})")


@dataclass(frozen=True, slots=True, eq=False)
class Scores:
    """Scores of pairs, arrays of one length: `parts` has a column for each of `PARTS`, NaN where not known."""

    parts: Any
    point: Any
    low: Any
    high: Any


def scores(parts: Any) -> Scores:
    """Scores from parts, shape (pairs, 4), each 0-1 or NaN; all NaN gives a NaN point with 0 and 1 around it."""
    given = np.asarray(parts, dtype=np.float64).reshape(-1, len(PARTS))
    known = ~np.isnan(given)
    sums = np.where(known, given, 0.0) @ WEIGHTS
    weight = known @ WEIGHTS
    with np.errstate(invalid="ignore", divide="ignore"):
        point = np.where(weight > 0, sums / weight, np.nan)
    return Scores(given, point, sums, sums + (1.0 - weight))


def title_likeness(titles: Any, others: Any) -> Any:
    """Cosine between titles placed as search places them, at least 0, shape (titles, others); NaN where either says nothing."""
    alike = titles @ others.T
    known = titles.any(axis=1)[:, None] & others.any(axis=1)[None, :]
    return np.where(known, np.clip(alike, 0, 1), np.nan)


def models(title: str) -> frozenset[str]:
    """What looks like a model or article number in a title: `wh1000xm4`, `5430`; measures such as `500ml` are none."""
    words = fold(title.replace("-", "")).split()[:MOST_WORDS]
    return frozenset(
        word
        for word, after in zip(words, [*words[1:], ""], strict=True)
        if _MODEL.fullmatch(word)
        and not _MEASURE.fullmatch(word)
        and not (word.isdigit() and _UNIT.fullmatch(after))
    )


def model_likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """The share of the smaller set's model numbers that the other names too; NaN where either names none."""
    if not one or not other:
        return float("nan")
    return len(one & other) / min(len(one), len(other))


def price_likeness(cost_uzs: Any, price_uzs: Any) -> Any:
    """How likely goods that cost this would sell for that, 0-1: 1 within `PLAUSIBLE`, falling in the logarithm to 0 at
    `IMPLAUSIBLE`; NaN where either is not known.
    """
    with np.errstate(invalid="ignore", divide="ignore"):
        ratio = np.log(np.asarray(cost_uzs, dtype=np.float64) / np.asarray(price_uzs, dtype=np.float64))
    places = np.log([IMPLAUSIBLE[0], *PLAUSIBLE, IMPLAUSIBLE[1]])
    found = np.interp(ratio, places, [0.0, 1.0, 1.0, 0.0])
    return np.where(np.isfinite(ratio), found, np.nan)
