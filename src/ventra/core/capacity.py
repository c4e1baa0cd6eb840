"""Pure: what a request budget can watch, what is asked of it, and what another budget or another choice would bring.

Rates are visits per second, intervals are seconds, and a stretch says how many times less often a product is looked at
than it should be: 1 is on time.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from ventra.core.pace import BANDS, UNTRACKED_SHARE

Collect = Literal["off", "tracked", "all"]
HOUR_SECONDS, DAY_SECONDS = 3_600, 86_400
BAND_SECONDS = BANDS
"""Upper ends of the bands that products are counted in by how often they should be looked at; the last has no end."""
REST_SHARE = 1 / UNTRACKED_SHARE
"""The part of the budget that goes to products nobody tracks, as far as they ask for it, where all are collected."""
FACTORS = (0.5, 2.0, 5.0)
ROUNDED_BY = 0.05


class Demand(msgspec.Struct, frozen=True):
    """What products ask for together: `per_second` is the sum of 1 ÷ the interval aimed at for each."""

    products: int = 0
    per_second: float = 0.0


class Reach(msgspec.Struct, frozen=True):
    """`stretch`: how many times less often a product is looked at than it should be (1: on time).

    `interval_seconds`: the mean time between two looks at one of them, products ÷ visits a second.
    """

    stretch: float
    interval_seconds: float


class Prospect(msgspec.Struct, frozen=True):
    """What a choice and a budget (visits a second) bring; null for products that are not looked at, or where there are none."""

    collect: Collect
    per_second: float
    tracked: Reach | None
    rest: Reach | None


def looks_in(per_second: float, seconds: int) -> int:
    """How many visits a budget pays for in a stretch of time, whole ones."""
    return int(round(per_second * seconds, 6))


def in_words(count: int) -> int:
    """A count for words: the roundest one that is at most `ROUNDED_BY` smaller, so that no more is promised than there is."""
    step: int = 10 ** max(len(str(count)) - 1, 0)
    while count % step > count * ROUNDED_BY:
        step //= 10
    return count // step * step


def enough(collect: Collect, tracked: Demand, rest: Demand) -> float:
    """The smallest budget with which everything that is collected is looked at on time."""
    match collect:
        case "off":
            return 0.0
        case "tracked":
            return tracked.per_second
        case "all":
            return tracked.per_second + rest.per_second


def prospect(collect: Collect, per_second: float, tracked: Demand, rest: Demand) -> Prospect:
    """Tracked products come first; where all are collected, `REST_SHARE` of the budget goes to the rest all the same.

    stretch = demand ÷ what of the budget it gets, at least 1.
    """
    if collect == "off":
        return Prospect(collect, per_second, None, None)
    kept = min(rest.per_second, per_second * REST_SHARE) if collect == "all" else 0.0
    for_tracked = min(tracked.per_second, per_second - kept)
    for_rest = min(rest.per_second, per_second - for_tracked) if collect == "all" else 0.0
    return Prospect(collect, per_second, _reach(tracked, for_tracked), _reach(rest, for_rest))


def by_collect(per_second: float, tracked: Demand, rest: Demand) -> list[Prospect]:
    """What each choice brings with this budget."""
    choices: tuple[Collect, ...] = ("off", "tracked", "all")
    return [prospect(collect, per_second, tracked, rest) for collect in choices]


def by_budget(collect: Collect, per_second: float, tracked: Demand, rest: Demand) -> list[Prospect]:
    """What half, twice and five times the budget bring with this choice; nothing where nothing is collected."""
    factors = () if collect == "off" else FACTORS
    return [prospect(collect, per_second * factor, tracked, rest) for factor in factors]


def _reach(demand: Demand, given: float) -> Reach | None:
    if given <= 0 or demand.products == 0:
        return None
    return Reach(max(1.0, demand.per_second / given), demand.products / given)
