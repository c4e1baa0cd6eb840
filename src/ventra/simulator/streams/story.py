"""What truly happens to one product over the span: who buys, what moves stock, what is undone and reviewed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from ventra.simulator.habits import DAY_SECONDS
from ventra.simulator.prices import Int64
from ventra.simulator.streams.after import Reviews, reviewed, undone
from ventra.simulator.streams.flow import Flow, Plan, happen
from ventra.simulator.streams.kinds import Kind, Trouble
from ventra.simulator.streams.rate import Rate, come, make_rate
from ventra.simulator.streams.supply import supplied
from ventra.simulator.streams.variants import Variants, make_variants

CHANCES_OF_PIECES = (0.62, 0.22, 0.10, 0.04, 0.02)
"""Of one to five units in an order, where orders hold several; 1.62 on average."""
_PIECES = np.arange(1, len(CHANCES_OF_PIECES) + 1)
_FALLS_WHEN_CANCELLED = Trouble.CANCELS_LOWER_COUNTER
_UNDISTURBED = (Kind.OPENING, Kind.APPEARS, Kind.GOES, Kind.CANCELLATION)
"""These happen also while a variant is not on sale."""
_BEYOND_TELLING = (
    {Trouble.ROUNDED_COUNTER, Trouble.NO_COUNTER},
    {Trouble.CANCELS_LOWER_COUNTER, Trouble.CANCELS_KEEP_COUNTER},
    {Trouble.NO_COUNTER, Trouble.FBS},
    {Trouble.NO_COUNTER, Trouble.ORDER_LIMIT},
)
"""Pairs that contradict each other, or of which nobody could tell what was sold."""

Supply = Callable[[np.random.Generator, frozenset[Trouble], Variants, float, Plan, int], list[Plan]]
"""From chance, troubles, variants, units a day, what is wanted and the days: what else moves stock."""


@dataclass(frozen=True, slots=True, eq=False)
class Story:
    """Times are seconds from the span's start; `orders_before` and `reviews_before` stand on the counters then."""

    troubles: frozenset[Trouble]
    days: int
    variants: Variants
    rate: Rate
    flow: Flow
    reviews: Reviews
    orders_before: int
    reviews_before: int

    def orders_at(self, second: Int64) -> Int64:
        """The exact order counter at seconds."""
        placed = np.sort(self.flow.second[self.flow.kind == Kind.SALE])
        counter = self.orders_before + np.searchsorted(placed, second, side="right")
        if _FALLS_WHEN_CANCELLED in self.troubles:
            cancelled = np.sort(self.flow.second[self.flow.kind == Kind.CANCELLATION])
            counter = counter - np.searchsorted(cancelled, second, side="right")
        return np.asarray(counter, np.int64)

    def reviews_at(self, second: Int64) -> tuple[Int64, Int64]:
        """The review counter and the rating in hundredths (of whole tenths) at seconds."""
        new = np.searchsorted(self.reviews.second, second, side="right")
        stars = np.concatenate((np.zeros(1, np.int64), np.cumsum(self.reviews.stars)))[new]
        count = self.reviews_before + new
        rating = np.rint(10 * (4.6 * self.reviews_before + stars) / np.maximum(count, 1))
        return np.asarray(count, np.int64), (rating * 10).astype(np.int64)


def troubles_of(rng: np.random.Generator, trouble: Trouble) -> frozenset[Trouble]:
    """The troubles a stream has: its own, or with `everything` three to six that can go together."""
    if trouble is not Trouble.EVERYTHING:
        return frozenset((trouble,))
    single = [one for one in Trouble if one not in (Trouble.NONE, Trouble.EVERYTHING)]
    several: set[Trouble] = set()
    most = int(rng.integers(3, 7))
    for place in rng.permutation(len(single)).tolist():
        more = several | {single[place]}
        if len(several) < most and not any(pair <= more for pair in _BEYOND_TELLING):
            several = more
    return frozenset(several)


def live(
    rng: np.random.Generator,
    troubles: frozenset[Trouble],
    category: int,
    units_a_day: float,
    days: int,
    start_us: int,
) -> Story:
    """The story of a product that sells about `units_a_day`."""
    variants = make_variants(rng, troubles, days)
    rate = make_rate(rng, troubles, category, units_a_day, days, start_us)
    return lived(rng, troubles, variants, rate, units_a_day, days)


def lived(
    rng: np.random.Generator,
    troubles: frozenset[Trouble],
    variants: Variants,
    rate: Rate,
    units_a_day: float,
    days: int,
    supply: Supply = supplied,
) -> Story:
    """The story of these variants, wanted at this rate; `supply` says what keeps the shelf."""
    several = Trouble.ORDERS_OF_SEVERAL in troubles
    pieces_an_order = float(_PIECES @ CHANCES_OF_PIECES) if several else 1.0
    buyers = come(rng, rate, pieces_an_order)
    n, chances = len(buyers.second), variants.share / variants.share.sum()
    pieces = rng.choice(_PIECES, n, p=CHANCES_OF_PIECES) if several else np.ones(n, np.int64)
    wanted = Plan.of(Kind.SALE, rng.choice(len(variants), n, p=chances), buyers.second, pieces, np.arange(n))
    planned = [wanted, *supply(rng, troubles, variants, units_a_day, wanted, days)]
    first = happen(_possible(Plan.joined(planned), variants, days))
    # Pieces that come back only let more be sold, so what is undone of the first pass stands in the second.
    planned += undone(rng, troubles, first, wanted, days)
    flow = happen(_possible(Plan.joined(planned), variants, days))
    sold = flow.order[flow.kind == Kind.SALE]
    reviews = reviewed(rng, buyers.second[sold], buyers.own[sold])
    orders_before = int(units_a_day * rng.uniform(10, 700)) + int(rng.integers(0, 20))
    reviews_before = int(rng.binomial(orders_before, 0.1))
    return Story(troubles, days, variants, rate, flow, reviews, orders_before, reviews_before)


def _possible(plan: Plan, variants: Variants, days: int) -> Plan:
    """Without what lies beyond the span or meets a variant that is not on sale."""
    there = variants.alive(plan.variant, plan.second) | np.isin(plan.kind, _UNDISTURBED)
    return plan.take(there & (plan.second < days * DAY_SECONDS))
