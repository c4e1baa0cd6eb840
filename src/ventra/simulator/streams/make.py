"""Streams: single products, each under one named trouble, with what was truly sold and what an oracle would say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import date
from itertools import product
from typing import Self

import numpy as np

from ventra.core.columns import Columns, Int64, Seen
from ventra.core.day import US_PER_SECOND, start_of_day_us, to_day_number
from ventra.simulator.chance import Purpose, chance
from ventra.simulator.habits import Floats
from ventra.simulator.streams.flow import Flow
from ventra.simulator.streams.kinds import BANDS, GAPS, TROUBLES, USUAL_UNITS_A_DAY, Kind, Trouble
from ventra.simulator.streams.oracle import Told, tell
from ventra.simulator.streams.rate import CATEGORY_TILTS, SLOT_SECONDS
from ventra.simulator.streams.shown import shown
from ventra.simulator.streams.story import Story, live, troubles_of
from ventra.simulator.streams.visits import visits

FIRST_DAY = to_day_number(date(2026, 3, 2))
LEAST_DAYS = 14
MOST_GAP_HOURS, MOST_PER_CELL = 36, 100
"""With longer gaps an outage might take the first or the last look."""
_FIRST_PRODUCT_ID, _MOST_VARIANTS = 800_000_000, 10
"""Far from the simulated market's products, and from the real marketplace's."""


@dataclass(frozen=True, slots=True, eq=False)
class Ledger:
    """All that truly happened, by product, variant and time: `pieces` is the change of stock, `order` the order's number or -1,
    `price_uzs` what the variant cost then.

    A cancellation changes no stock; the pieces' way back is a row of its own.
    """

    product: Int64
    sku: Int64
    at_us: Int64
    kind: Int64
    pieces: Int64
    order: Int64
    price_uzs: Int64

    @classmethod
    def joined(cls, parts: Sequence[Self]) -> Self:
        """All rows of several ledgers, in their order."""
        return cls(*(np.concatenate([getattr(one, field.name) for one in parts]) for field in fields(cls)))


@dataclass(frozen=True, slots=True, eq=False)
class Streams:
    """Observations of `product` [n], ascending, each of a band, gap and trouble (indexes into BANDS and TROUBLES), and the truth.

    Truth has a row for each product and Tashkent day that lies wholly between its first and its last look; the same by variant,
    for days on which it was on sale. The oracle is NaN on a day nobody looked. `category` is a small number, whose buyers keep
    hours of their own. `bursts` [b, 3] are product, begin and end (µs) of stretches in which the seller buys of itself.
    """

    seen: Seen
    product: Int64
    band: Int64
    gap_hours: Int64
    trouble: Int64
    category: Int64
    truth_product: Int64
    truth_day: Int64
    truth_units: Int64
    oracle_units: Floats
    truth_sku_product: Int64
    truth_sku: Int64
    truth_sku_day: Int64
    truth_sku_units: Int64
    oracle_sku_units: Floats
    ledger: Ledger
    bursts: Int64


def make_streams(
    seed: int,
    *,
    per_cell: int = 1,
    days: int = 56,
    gaps: Sequence[int] = GAPS,
    troubles: Sequence[str] = TROUBLES,
    bands: Sequence[str] = BANDS,
) -> Streams:
    """Streams of each trouble, band and gap (hours), `per_cell` of each. A stream is the same whichever others are asked for.

    `ValueError` for a trouble or band that is not known, no gap, or a size out of range.
    """
    if days < LEAST_DAYS or not 1 <= per_cell <= MOST_PER_CELL:
        raise ValueError(f"streams take at least {LEAST_DAYS} days, and 1 to {MOST_PER_CELL} a cell")
    if not gaps or not troubles or not bands or not all(1 <= gap <= MOST_GAP_HOURS for gap in gaps):
        raise ValueError(f"streams take a trouble, a band, and gaps of 1 to {MOST_GAP_HOURS} hours")
    which = sorted({TROUBLES.index(Trouble(one)) for one in troubles})
    paces = sorted({BANDS.index(one) for one in bands})
    cells = product(which, paces, sorted(set(gaps)), range(per_cell))
    return _joined([_stream(seed, days, *cell) for cell in cells])


@dataclass(frozen=True, slots=True, eq=False)
class _Stream:
    cell: tuple[int, int, int, int, int]
    """Product, band, gap, trouble, category."""
    seen: Seen
    sku_ids: Int64
    told: Told
    ledger: Ledger
    bursts: Int64


def _stream(seed: int, days: int, trouble: int, band: int, gap_hours: int, copy: int) -> _Stream:
    rng = chance(seed, Purpose.STREAM, trouble, band, gap_hours, copy)
    code = ((trouble * len(BANDS) + band) * (MOST_GAP_HOURS + 1) + gap_hours) * MOST_PER_CELL + copy
    product_id = _FIRST_PRODUCT_ID + code
    start_us = start_of_day_us(FIRST_DAY)
    category = int(rng.integers(0, len(CATEGORY_TILTS)))
    units_a_day = USUAL_UNITS_A_DAY[band] * 2.0 ** rng.uniform(-1, 1)
    troubles = troubles_of(rng, TROUBLES[trouble])
    story = live(rng, troubles, category, units_a_day, days, start_us)
    second = visits(rng, troubles, gap_hours, days)
    sku_ids = product_id * _MOST_VARIANTS + np.arange(len(story.variants))
    return _Stream(
        (product_id, band, gap_hours, trouble, category),
        shown(rng, story, second, product_id, sku_ids, start_us),
        sku_ids,
        tell(story, second),
        _ledger(story, product_id, sku_ids, start_us),
        _bursts(story, product_id, start_us),
    )


def _ledger(story: Story, product_id: int, sku_ids: Int64, start_us: int) -> Ledger:
    flow: Flow = story.flow
    rows = np.flatnonzero(flow.kind != Kind.OPENING)
    return Ledger(
        np.full(len(rows), product_id, np.int64),
        sku_ids[flow.variant[rows]],
        start_us + flow.second[rows] * US_PER_SECOND,
        flow.kind[rows],
        flow.change[rows],
        flow.order[rows],
        story.variants.prices_of(flow.variant[rows], flow.second[rows]),
    )


def _bursts(story: Story, product_id: int, start_us: int) -> Int64:
    """Unbroken half-hours in which the seller buys of itself."""
    own = np.concatenate((np.zeros(1, bool), story.rate.own > 0, np.zeros(1, bool)))
    edges = start_us + np.flatnonzero(own[1:] != own[:-1]).reshape(-1, 2) * SLOT_SECONDS * US_PER_SECOND
    return np.column_stack((np.full(len(edges), product_id, np.int64), edges))


def _joined(streams: list[_Stream]) -> Streams:
    product_id, band, gap_hours, trouble, category = np.array([one.cell for one in streams], np.int64).T
    by_product = [_by_product(one) for one in streams]
    by_sku = [_by_sku(one) for one in streams]
    truth_product, truth_day, truth_units, oracle_units = map(np.concatenate, zip(*by_product, strict=True))
    sku_product, sku, sku_day, sku_units, oracle_sku = map(np.concatenate, zip(*by_sku, strict=True))
    return Streams(
        seen=joined_seen([one.seen for one in streams]),
        product=product_id,
        band=band,
        gap_hours=gap_hours,
        trouble=trouble,
        category=category,
        truth_product=truth_product,
        truth_day=truth_day,
        truth_units=truth_units,
        oracle_units=oracle_units,
        truth_sku_product=sku_product,
        truth_sku=sku,
        truth_sku_day=sku_day,
        truth_sku_units=sku_units,
        oracle_sku_units=oracle_sku,
        ledger=Ledger.joined([one.ledger for one in streams]),
        bursts=np.concatenate([one.bursts for one in streams]),
    )


def joined_seen(parts: Sequence[Seen]) -> Seen:
    """What was seen of several products, in their order."""
    products = [one.products for one in parts]
    begins = np.cumsum([0, *map(len, products[:-1])]).tolist()
    rows = [one.row_of_sku + begin for one, begin in zip(parts, begins, strict=True)]
    skus = Columns.joined([one.skus for one in parts])
    return Seen(Columns.joined(products), skus, np.concatenate(rows))


def _by_product(one: _Stream) -> tuple[Int64, Int64, Int64, Floats]:
    day, told = one.told.day, one.told
    product_id = np.full(len(day), one.cell[0], np.int64)
    return product_id, day + FIRST_DAY, told.units.sum(axis=0), told.oracle.sum(axis=0)


def _by_sku(one: _Stream) -> Iterator[Int64 | Floats]:
    variant, place = np.nonzero(one.told.on_sale)
    yield np.full(len(variant), one.cell[0], np.int64)
    yield one.sku_ids[variant]
    yield one.told.day[place] + FIRST_DAY
    yield one.told.units[variant, place]
    yield one.told.oracle[variant, place]
