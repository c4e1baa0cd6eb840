"""A market of streams of which some double within the last two weeks; the rest stays, though promotions, stock-outs and gaps may
make it look otherwise. For trends, as streams are for sales: what is there to be found is known.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from ventra.core.columns import Int64, Seen
from ventra.core.day import start_of_day_us
from ventra.simulator.chance import Purpose, chance
from ventra.simulator.habits import DAY_SECONDS, Floats
from ventra.simulator.prices import real_price
from ventra.simulator.streams.flow import Plan
from ventra.simulator.streams.kinds import Kind, Trouble
from ventra.simulator.streams.make import FIRST_DAY, joined_seen
from ventra.simulator.streams.rate import CATEGORY_TILTS, make_rate
from ventra.simulator.streams.shown import shown
from ventra.simulator.streams.story import lived
from ventra.simulator.streams.supply import supplied
from ventra.simulator.streams.variants import Variants, make_variants
from ventra.simulator.streams.visits import visits

Bool = npt.NDArray[np.bool_]

BEGINS, TAKES = (11.0, 14.0), (0.0, 7.0)
"""So many days before the end of the span a doubling begins, and so many it takes."""
UNITS_A_DAY = (0.3, 150.0)
GAPS = (3, 8, 24)
TROUBLES = (
    Trouble.NONE, Trouble.NONE, Trouble.OUTAGE, Trouble.OUTAGE, Trouble.RESTOCK, Trouble.ROUNDED_COUNTER,
    Trouble.NO_COUNTER, Trouble.MISSING_FIELDS, Trouble.CANCELS_LOWER_COUNTER, Trouble.RETURNS,
)  # fmt: skip
"""What a planted stream may have, each as likely."""
_COMES_BACK = (Trouble.CANCELS_LOWER_COUNTER, Trouble.RETURNS)
_SHARE_OF_FALLS = 0.05
_PROMOTED, _EMPTY = 0.4, 0.35
"""How likely a product has promotions, and runs out now and then."""
_PROMOTION_DAYS, _DEPTH, _LIFT = (3, 10), (0.15, 0.4), 4.0
_EMPTY_DAYS, _LEFT = (1, 7), 5
_FIRST_PRODUCT_ID, _MOST_VARIANTS = 900_000_000, 10


@dataclass(frozen=True, slots=True, eq=False)
class Planted:
    """Observations of `product` [n], ascending, over days that end with `last_day`, the last closed one.

    `units_a_day` is wanted on a usual day before anything is planted; `begins` is how many days before the end of the span a
    doubling begins and `takes` how many days it takes, NaN for none (a few halve instead, which is no rise); `promoted` [n, days]
    are days at a price cut, `empty` those on which the shelf is left empty, `sold` is how many units truly went; `trouble` is an
    index into those it was made with.
    """

    seen: Seen
    product: Int64
    category: Int64
    units_a_day: Floats
    begins: Floats
    takes: Floats
    promoted: Bool
    empty: Bool
    sold: Int64
    trouble: Int64
    gap_hours: Int64
    last_day: int

    @property
    def doubles(self) -> Bool:
        """Which products rise."""
        return np.isfinite(self.begins)


def make_planted(
    seed: int,
    *,
    products: int,
    share: float = 0.1,
    days: int = 90,
    troubles: Sequence[Trouble] = TROUBLES,
) -> Planted:
    """A market of so many products, of which about `share` double, each with one of `troubles`."""
    return _joined([_stream(seed, number, share, days, troubles) for number in range(products)], days)


@dataclass(frozen=True, slots=True, eq=False)
class _One:
    seen: Seen
    category: int
    units_a_day: float
    begins: float
    takes: float
    promoted: Bool
    empty: Bool
    sold: Int64
    trouble: int
    gap_hours: int


def _stream(seed: int, number: int, share: float, days: int, kinds: Sequence[Trouble]) -> _One:
    rng = chance(seed, Purpose.STREAM, number, _FIRST_PRODUCT_ID)
    category = int(rng.integers(0, len(CATEGORY_TILTS)))
    least, most = np.log(UNITS_A_DAY)
    units_a_day = float(np.exp(rng.uniform(least, most)))
    begins, takes, times = _planted(rng, share, days)
    promoted, depth = _promotions(rng, days)
    trouble, gap_hours = int(rng.integers(0, len(kinds))), int(rng.choice(GAPS))
    troubles = frozenset((kinds[trouble],))
    empty = _stretches(rng, days, _EMPTY_DAYS, 2) & (rng.random() < _EMPTY)
    # What comes back would fill the shelf.
    empty &= kinds[trouble] not in _COMES_BACK
    start_us = start_of_day_us(FIRST_DAY)
    variants = _cut(make_variants(rng, troubles, days), promoted, depth)
    times = times * np.where(promoted, 1 + _LIFT * depth, 1.0)
    rate = make_rate(rng, troubles, category, units_a_day, days, start_us, times)
    supply = _Supply(empty) if empty.any() else supplied
    story = lived(rng, troubles, variants, rate, units_a_day, days, supply)
    second = visits(rng, troubles, gap_hours, days)
    product_id = _FIRST_PRODUCT_ID + number
    sku_ids = product_id * _MOST_VARIANTS + np.arange(len(variants))
    seen = shown(rng, story, second, product_id, sku_ids, start_us)
    flow = story.flow
    sale = flow.kind == Kind.SALE
    sold = np.bincount(flow.second[sale] // DAY_SECONDS, -flow.change[sale], days).astype(np.int64)
    return _One(seen, category, units_a_day, begins, takes, promoted, empty, sold, trouble, gap_hours)


def _planted(rng: np.random.Generator, share: float, days: int) -> tuple[float, float, Floats]:
    """When a doubling begins and how long it takes (NaN for none), and by day how many times the usual is wanted."""
    begins, takes = float(rng.uniform(*BEGINS)), float(rng.uniform(*TAKES))
    fate = rng.random()
    done = np.clip((np.arange(days) + 0.5 - (days - begins)) / max(takes, 0.5), 0.0, 1.0)
    if fate < share:
        return begins, takes, 2.0**done
    return np.nan, np.nan, 2.0**-done if fate > 1 - _SHARE_OF_FALLS else np.ones(days)


def _promotions(rng: np.random.Generator, days: int) -> tuple[Bool, float]:
    promoted = _stretches(rng, days, _PROMOTION_DAYS, 3)
    return promoted & (rng.random() < _PROMOTED), float(rng.uniform(*_DEPTH))


def _stretches(rng: np.random.Generator, days: int, lengths: tuple[int, int], most: int) -> Bool:
    """One to `most` stretches of days, anywhere after the first week."""
    day, found = np.arange(days), np.zeros(days, bool)
    for _ in range(int(rng.integers(1, most + 1))):
        first = int(rng.integers(7, days))
        found |= (day >= first) & (day < first + int(rng.integers(lengths[0], lengths[1] + 1)))
    return found


def _cut(variants: Variants, promoted: Bool, depth: float) -> Variants:
    """One price for each variant, but for the days at a cut one."""
    edges = np.flatnonzero(np.diff(np.concatenate((np.zeros(1, bool), promoted))))
    second = np.concatenate((np.array([-1]), edges * DAY_SECONDS))
    cut = np.arange(len(second)) % 2 == 1
    tags = []
    for variant in range(len(variants)):
        usual = float(variants.tags[variants.tags[:, 0] == variant][0, 2])
        price = real_price(np.where(cut, usual * (1 - depth), usual), np.zeros(len(second), np.int8))
        tags.append(np.column_stack((np.full(len(second), variant), second, price)))
    return replace(variants, tags=np.concatenate(tags))


@dataclass(frozen=True, slots=True)
class _Supply:
    """Deliveries that bring just what is wanted until the shelf is to be empty."""

    empty: Bool

    def __call__(
        self,
        rng: np.random.Generator,
        troubles: frozenset[Trouble],
        variants: Variants,
        units_a_day: float,
        wanted: Plan,
        days: int,
    ) -> list[Plan]:
        """As `supplied`."""
        edges = np.flatnonzero(np.diff(np.concatenate((np.zeros(1, bool), self.empty)))) * DAY_SECONDS
        edges = np.append(edges, days * DAY_SECONDS + 1) if len(edges) % 2 == 0 else edges
        plans = []
        for variant in range(len(variants)):
            sold = np.searchsorted(np.sort(wanted.second[wanted.variant == variant]), edges)
            until = sold[0::2]
            since = np.concatenate((np.zeros(1, np.int64), sold[1::2]))[: len(until)]
            arrives = np.concatenate((np.array([-1]), edges[1::2]))[: len(until)]
            pieces = until - since + np.where(edges[0::2] > days * DAY_SECONDS, _LEFT, 0)
            kinds = np.where(arrives < 0, Kind.OPENING, Kind.RESTOCK).astype(np.int64)
            nobody = np.full(len(until), -1)
            plans.append(Plan(np.full(len(until), variant), arrives, kinds, pieces, nobody))
        return plans


def _joined(streams: list[_One], days: int) -> Planted:
    columns = {
        name: np.array([getattr(one, name) for one in streams])
        for name in (
            "category",
            "units_a_day",
            "begins",
            "takes",
            "promoted",
            "empty",
            "sold",
            "trouble",
            "gap_hours",
        )
    }
    product = _FIRST_PRODUCT_ID + np.arange(len(streams), dtype=np.int64)
    return Planted(
        joined_seen([one.seen for one in streams]), product, last_day=FIRST_DAY + days - 2, **columns
    )
