"""Daily sales from what was seen: steps between looks (`core/steps`), cut at midnights (`core/pieces`), added up by day.

All functions work on columns sorted by product and time. A day's number depends on its own looks and those next to them; where a
look does not show the counter or a variant, on the next that does, up to 3 days away; and on what the 7 days before a step say of
the product (`core/trailing`): its variants' rates, whether its counter is rounded, whether orders are of several units. So it
never depends on a look more than `BACK_DAYS` before or `AHEAD_DAYS` after the day. `RULE` names this version of the rule.

- A step that spans midnight is split by the profile of the day.
- A stretch with a whole day nobody looked stays one known total (a *span*); that day itself has no number.
- A part of a day that no step covers is unknown: a day covered for half or more of its sales is scaled up (*imputed*), else it
  has none.
- A counter that falls sells nothing, and what it regains within a day was sold before: there stock speaks instead.
- Variants that something came to are taken to have sold as in the days before.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, replace
from functools import partial
from typing import Self

import numpy as np
import numpy.typing as npt

from ventra.core.basis import IMPUTED, INFERRED, MEASURED
from ventra.core.calibration import Calibration, in_force
from ventra.core.columns import Columns, Int64, Seen, run_starts
from ventra.core.credible import credible
from ventra.core.day import day_number_of, start_of_day_us
from ventra.core.doubts import doubts
from ventra.core.event_kinds import Events
from ventra.core.events import events_of
from ventra.core.grid import grid_of
from ventra.core.pieces import TINY, Pieces, cut_at_midnight, pieces_of_variants
from ventra.core.profile import Profile
from ventra.core.revenue import Prices, Sold, of_steps, of_variants, revenue
from ventra.core.sold_out import out_shares
from ventra.core.steps import Bool, Float, Steps, sku_steps, step_prices, steps_of
from ventra.core.variants import sku_pairs

Int8 = npt.NDArray[np.int8]

RULE = 4
BACK_DAYS, AHEAD_DAYS = 14, 4
"""How far from a day looks may lie that its number depends on: 7, 3 and 3 days back, 3 ahead, and the day that each begins in."""
BRIDGED_DAYS, LEARNED_DAYS = 4, 14
"""How many days before and after a look numbers may depend on it: before it only where looks are bridged."""
LEAST_COVER = 0.5
FULL_COVER = 0.995
MEASURED_SHARE = 0.9
FILLED_SHARE = 0.1
_DAYS = 1_000_000


@dataclass(frozen=True, slots=True, eq=False)
class Days:
    """Sales by product (and sku) and day [d]; 80 % bounds, revenue in soʻm (NaN unknown), basis, looks, through (µs).

    `begin_error` and `end_error` are the standard errors, in units, of what was shared out at the day's two midnights: what one
    day has too much there its neighbour has too little. `out_share` is the part of a product's day's expected sales that met an
    empty shelf (0-1); variants have none.
    """

    key: Int64
    day: Int64
    units: Float
    low: Float
    high: Float
    revenue: Float
    revenue_low: Float
    revenue_high: Float
    basis: Int8
    looks: Int64
    through: Int64
    begin_error: Float
    end_error: Float
    out_share: Float

    def take(self, which: Bool | Int64) -> Self:
        """The days that a mask or indexes name."""
        return type(self)(*(getattr(self, field.name)[which] for field in fields(self)))

    @classmethod
    def joined(cls, parts: Sequence[Self]) -> Self:
        """All days of several, in their order."""
        return cls(*(np.concatenate([getattr(one, field.name) for one in parts]) for field in fields(cls)))


@dataclass(frozen=True, slots=True, eq=False)
class Spans:
    """Stretches that hold a whole day nobody looked [s]: product, begin and end (µs), units known for the whole, basis."""

    product: Int64
    begin: Int64
    end: Int64
    units: Float
    basis: Int8


@dataclass(frozen=True, slots=True, eq=False)
class Sales:
    """What a set of observations says of daily sales."""

    products: Days
    skus: Days
    spans: Spans
    events: Events


def estimate(
    seen: Seen, *, now_us: int, profile: Profile, category: Int64, calibration: Calibration | None = None
) -> Sales:
    """Daily sales of every product in `seen` (sorted by product and time). `now_us` tells which day is still open.

    `category` belongs to the products in their order (`MARKET` where unknown) and chooses the row of the profile. How
    wide intervals are is said by `calibration`, the one in force where none is given.
    """
    calibration = calibration or in_force()
    seen = credible(seen, now_us=now_us)
    starts = run_starts(seen.products.key[:, 0])
    rank = np.cumsum(starts) - 1
    grid = grid_of(seen, profile, category)
    pairs = sku_pairs(seen, grid)
    steps = steps_of(seen, grid, pairs)
    skus = sku_steps(seen, steps, pairs)
    pieces, over = cut_at_midnight(steps, grid, profile)
    product = seen.products.key[starts, 0]
    every = np.arange(len(pieces.step))
    of_products = _Parts(
        subject=grid.owner[pieces.step],
        piece=every,
        part=np.ones(len(every)),
        exact=np.ones(len(every), bool),
        prices=of_steps(skus, *step_prices(seen, grid, skus)).take(pieces.step),
    )
    piece, inside = pieces_of_variants(pieces, skus, steps.known)
    of_skus = _Parts(
        subject=skus.variant[inside],
        piece=piece,
        part=skus.part[inside],
        exact=skus.exact[inside],
        prices=of_variants(skus, inside),
    )
    looks = _looks_by_day(rank, seen.products, now_us, profile, profile.rows_of(category))
    rank_of_variant = np.searchsorted(product, pairs.key[:, 0])
    reaches = [partial(calibration.of_days, variants=of_variant) for of_variant in (False, True)]
    whole = _by_day(
        of_products, pieces, steps, product.reshape(-1, 1), np.arange(len(product)), looks, reaches[0]
    )
    parts = _by_day(of_skus, pieces, steps, pairs.key, rank_of_variant, looks, reaches[1])
    events, out = events_of(seen, grid, pairs, steps, profile)
    owner = np.searchsorted(product, whole.key[:, 0])
    whole = replace(whole, out_share=out_shares(grid, out, profile, owner, whole.day))
    spans = np.flatnonzero(over)
    basis = np.where(steps.by_counter[spans], MEASURED, INFERRED).astype(np.int8)
    return Sales(
        whole,
        parts,
        Spans(product[grid.owner[spans]], grid.begin[spans], grid.end[spans], steps.units[spans], basis),
        events,
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Parts:
    """What each subject (by number) had of pieces: its part of the piece's units, whether that is exact, and prices then."""

    subject: Int64
    piece: Int64
    part: Float
    exact: Bool
    prices: Prices


@dataclass(frozen=True, slots=True, eq=False)
class _Looks:
    """Looks by product number and day: ascending codes of both, how many, the last instant (µs); the moment of computing.

    `row` [n] is the row of the profile that speaks for each product.
    """

    code: Int64
    count: Int64
    last: Int64
    now_us: int
    profile: Profile
    row: Int64


def _looks_by_day(rank: Int64, looked: Columns, now_us: int, profile: Profile, row: Int64) -> _Looks:
    code = rank * _DAYS + day_number_of(looked.at)
    first = np.flatnonzero(run_starts(code))
    count = np.diff(first, append=len(code))
    return _Looks(code[first], count, looked.at[first + count - 1], now_us, profile, row)


def _by_day(
    parts: _Parts,
    pieces: Pieces,
    steps: Steps,
    key: Int64,
    product: Int64,
    looks_by_day: _Looks,
    reach: Callable[[Int8, Float, Int64], Float],
) -> Days:
    """Add up parts by subject and day, each with its own uncertainty, and say how the day came by its number.

    `key` [n, 1 or 2] holds the subjects' keys, ascending, and `product` their products' numbers; `reach` tells from basis, units
    and looks how many standard errors the interval goes down and up.
    """
    piece, part = parts.piece, parts.part
    step, day, edge = pieces.step[piece], pieces.day[piece], pieces.edge[piece]
    total, share, by_counter = steps.units[step], pieces.chance[piece] * part, steps.by_counter[step]
    units = total * pieces.share[piece] * part
    sure, by_split, by_step, alike = doubts(steps, pieces, piece, part, parts.exact)
    error = by_split + by_step
    at_edge = [np.where(edge == side, alike, 0.0) for side in (-1, 1)]
    rows, group = _numbered(parts.subject * _DAYS + day)
    subject, day = rows // _DAYS, rows % _DAYS

    def added(values: Float | Bool) -> Float:
        return np.bincount(group, values, len(rows)).astype(np.float64, copy=False)

    begin, through, looks = _extent(product[subject], day, looks_by_day)
    asked = looks_by_day.profile.mass(looks_by_day.row[product[subject]], begin, through)
    cover = np.minimum(1.0, added(pieces.covered[piece]) / np.maximum(asked, TINY))
    point, mean, floor = added(units), added(total * share), added(np.where(sure, units, 0.0))
    scale = np.where(cover >= FULL_COVER, 1.0, 1 / np.maximum(cover, 1e-9))
    unseen = point * (scale - 1)
    units_out = np.round(point * scale, 2)
    counted = added(np.where(sure & by_counter, units, 0.0))
    all_counted = added(~by_counter) == 0
    filled = added(steps.filled[step] * share) > FILLED_SHARE * point
    basis = np.where(
        (scale > 1) | filled,
        IMPUTED,
        np.where(all_counted & (counted >= MEASURED_SHARE * point), MEASURED, INFERRED),
    ).astype(np.int8)
    spread = np.sqrt(added(error) * scale**2 + unseen + unseen**2)
    below, above = (reach(basis, units_out, looks) * spread[:, None]).T
    low = np.minimum(np.round(np.maximum(mean * scale - below, floor), 2), units_out)
    ceiling = np.where(scale == 1.0, added(np.where(sure, units, steps.high[step])), np.inf)
    high = np.maximum(np.round(np.minimum(mean * scale + above, ceiling), 2), units_out)
    errors = [np.where(low < high, np.round(np.sqrt(added(part)) * scale, 2), 0.0) for part in at_edge] + [
        np.zeros(len(rows))
    ]
    earned = revenue(Sold(group, units, pieces.chance[piece], parts.prices), scale, units_out, low, high)
    days = Days(key[subject], day, units_out, low, high, *earned, basis, looks, through, *errors)
    return days.take((cover >= LEAST_COVER) & (start_of_day_us(day) <= looks_by_day.now_us))


def _numbered(code: Int64) -> tuple[Int64, Int64]:
    """The different codes, ascending, and for each code which of them it is."""
    # Codes come as a few ascending stretches laid end to end, which the stable sort only has to merge.
    order = np.argsort(code, kind="stable")
    ordered = code[order]
    first = run_starts(ordered)
    group = np.empty(len(code), np.int64)
    group[order] = np.cumsum(first) - 1
    return ordered[first], group


def _extent(product: Int64, day: Int64, looks: _Looks) -> tuple[Int64, Int64, Int64]:
    """Begin and end (µs) of what a day's number must speak of, and the looks in it; an open day ends at its last look."""
    begin, end = start_of_day_us(day), start_of_day_us(day + 1)
    if len(day) == 0:
        return begin, end, day
    asked = product * _DAYS + day
    found = np.minimum(np.searchsorted(looks.code, asked), len(looks.code) - 1)
    has = looks.code[found] == asked
    is_open = end > looks.now_us
    return begin, np.where(is_open & has, looks.last[found], end), np.where(has, looks.count[found], 0)
