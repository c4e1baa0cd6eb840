"""Filters of the finder as they stand in an address: `measure:least:most`, with commas between them."""

from __future__ import annotations

from math import isfinite
from typing import get_args

from ventra.errors import BadInput
from ventra.market.niche_answers import MOST_WANTS, Measure, Want

MEASURES: tuple[Measure, ...] = get_args(Measure)
LONGEST = 80


def wants_of(words: str | None) -> list[Want]:
    """The filters that words name; `BadInput` for one that names none, and for more than `MOST_WANTS`."""
    found = [_want(word) for word in ([] if words is None else words.split(","))]
    if len(found) > MOST_WANTS:
        raise BadInput(f"{MOST_WANTS} filters at most", field="want")
    return found


def _want(word: str) -> Want:
    parts = word.split(":") if len(word) <= LONGEST else []
    if len(parts) != 3 or parts[0] not in MEASURES:
        raise BadInput("want is measure:least:most, and measure one of " + ", ".join(MEASURES), field="want")
    measure = next(one for one in MEASURES if one == parts[0])
    return Want(measure=measure, least=_end(parts[1]), most=_end(parts[2]))


def _end(word: str) -> float | None:
    if not word:
        return None
    try:
        value = float(word)
    except ValueError:
        value = float("nan")
    if not isfinite(value):
        raise BadInput(f"{word} is no number", field="want")
    return value
