"""What is known of products at the instants at which rules are judged: the newest look, looks before it, the last closed
days. Columns in, columns out; the same for one product's year and for a batch of visits.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from ventra.core.columns import Int64
from ventra.core.day import US_PER_DAY, US_PER_SECOND
from ventra.core.rule_kinds import Float

STRETCHES = (1, 7)
"""Days that facts look back over."""
BEFORE_US = 7 * US_PER_DAY
"""How much older than a stretch the look before it may be: what it showed held when the stretch began."""
LOOKED = ("price", "list_price", "stock", "rating", "reviews")
DAILY = ("units_1", "units_1_low", "units_1_high", "usual_low", "usual_high", "units_7", "units_7_low", "units_7_high",
         "growth_7", "growth_7_low", "growth_7_high", "basis_1", "basis_7")  # fmt: skip
MOVED = ("photo", "title")
BAD_STARS, ROUNDED_BY = 3, 0.05
"""A bad review has so many stars at most; the marketplace shows ratings to one decimal."""


@dataclass(frozen=True, slots=True, eq=False)
class Looks:
    """Looks [l] by subject and time (µs), with what each showed [l]: the names of `LOOKED`, NaN where it was not told."""

    subject: Int64
    at: Int64
    shown: Mapping[str, Float]


@dataclass(frozen=True, slots=True, eq=False)
class Moments:
    """Instants [m] of subjects, by subject and time, at each of which facts are asked for."""

    subject: Int64
    at: Int64


def look_facts(looks: Looks, moments: Moments) -> dict[str, Float]:
    """What the newest look showed at each moment, and the extremes over stretches that end there; NaN before the first look."""
    last = _place(looks, moments, "right") - 1
    none = (
        (last < 0) | (looks.subject[np.maximum(last, 0)] != moments.subject)
        if len(looks.at)
        else np.ones(len(last), bool)
    )
    if len(looks.at) == 0:
        return _nothing(len(moments.at))
    facts = {name: np.where(none, np.nan, looks.shown[name][last]) for name in LOOKED}
    facts["age_hours"] = np.where(none, np.nan, (moments.at - looks.at[last]) / (3600 * US_PER_SECOND))
    for days in STRETCHES:
        first = _first_of(looks, moments, days)
        span = (np.minimum(first, last), last)
        for name, of, way in (("price_max", "price", np.fmax), ("price_min", "price", np.fmin), ("stock_min", "stock", np.fmin),
                              ("reviews_min", "reviews", np.fmin), ("rating_max", "rating", np.fmax)):  # fmt: skip
            facts[f"{name}_{days}"] = np.where(none, np.nan, _extreme(looks.shown[of], *span, way))
        bad = _bad_reviews(looks.shown["reviews"], looks.shown["rating"], *span)
        facts[f"bad_reviews_{days}"] = np.where(none, np.nan, bad)
    return facts


def _nothing(count: int) -> dict[str, Float]:
    names = [f"{name}_{days}" for days in STRETCHES
             for name in ("price_max", "price_min", "stock_min", "reviews_min", "rating_max", "bad_reviews")]  # fmt: skip
    return {name: np.full(count, np.nan) for name in (*LOOKED, "age_hours", *names)}


def _place(looks: Looks, moments: Moments, side: Literal["left", "right"], back_us: int = 0) -> Int64:
    """Where each moment, so much earlier, would stand among the looks of its subject."""
    if len(looks.at) == 0:
        return np.zeros(len(moments.at), np.int64)
    begin = min(int(looks.at.min()), int(moments.at.min()) if len(moments.at) else 0) - 2 * (
        BEFORE_US + 7 * US_PER_DAY
    )
    wide = int(max(looks.at.max(), moments.at.max() if len(moments.at) else 0)) - begin + 1
    code = looks.subject * wide + (looks.at - begin)
    place = np.searchsorted(code, moments.subject * wide + (moments.at - back_us - begin), side=side)
    return np.asarray(place, np.int64)


def _first_of(looks: Looks, moments: Moments, days: int) -> Int64:
    """The first look that counts for a stretch: the one before it, unless far older or another's; else the first within."""
    within = _place(looks, moments, "left", days * US_PER_DAY)
    before = np.maximum(within - 1, 0)
    counts = (looks.subject[before] == moments.subject) & (within > 0)
    counts &= looks.at[before] >= moments.at - days * US_PER_DAY - BEFORE_US
    return np.where(counts, before, within)


def _extreme(values: Float, first: Int64, last: Int64, way: np.ufunc) -> Float:
    """The least or the most of `values` from `first` to `last`, both included, by a table of doubling stretches."""
    length = last - first + 1
    power = np.frexp(np.maximum(length, 1))[1].astype(np.int64) - 1
    found = np.full(len(first), np.nan)
    row, step = values, 1
    for level in range(int(power.max(initial=0)) + 1):
        mine = np.flatnonzero(power == level)
        found[mine] = way(row[first[mine]], row[last[mine] - step + 1])
        if step >= len(row):
            break
        row, step = way(row[:-step], row[step:]), 2 * step
    return found


def _bad_reviews(reviews: Float, rating: Float, first: Int64, last: Int64) -> Float:
    """The fewest of the reviews that came meanwhile that can have `BAD_STARS` stars or less, for the mean to be as it is.

    The stars of n reviews whose mean is shown as r sum up to n (r ± 0.05). Reviews that are not bad have four stars or more, so
    k new ones with b bad among them sum up to 4 k - 3 b at least.
    """
    count, before = reviews[last], reviews[first]
    new = count - before
    most = np.minimum(count * (rating[last] + ROUNDED_BY), 5 * count)
    least = np.where(before > 0, np.maximum(before * (rating[first] - ROUNDED_BY), before), 0.0)
    missing = np.ceil(((BAD_STARS + 1) * new - (most - least)) / BAD_STARS - 1e-9)
    return np.where(np.isnan(missing), np.nan, np.where(new > 0, np.clip(missing, 0, None), 0.0))


def moved_facts(subject: Int64, at: Int64, moments: Moments) -> dict[str, Float]:
    """By stretch, how many moves [v] (by subject and time) there were within it at each moment: a name without its kind."""
    facts = {}
    moves = Looks(subject, at, {})
    until = _place(moves, moments, "right")
    for days in STRETCHES:
        facts[f"moves_{days}"] = (until - _place(moves, moments, "right", days * US_PER_DAY)).astype(
            np.float64
        )
    return facts
