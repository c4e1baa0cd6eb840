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

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import Self

import numpy as np
import numpy.typing as npt

from ventra.core.basis import IMPUTED, INFERRED, MEASURED
from ventra.core.calibration import Calibration, in_force
from ventra.core.columns import Int64, Seen
from ventra.core.day import start_of_day_us
from ventra.core.day_sums import Parts, day_sums, of_products
from ventra.core.event_kinds import Events
from ventra.core.events import events_of
from ventra.core.laid import Laid, laid_out
from ventra.core.pieces import pieces_of_variants
from ventra.core.profile import Profile
from ventra.core.revenue import Prices, Sold, of_steps, of_variants, revenue
from ventra.core.sold_out import out_shares
from ventra.core.steps import Bool, Float, sku_steps, step_prices

Int8 = npt.NDArray[np.int8]

RULE = 5
BACK_DAYS, AHEAD_DAYS = 21, 4
"""How far from a day looks may lie that its number depends on: twice 7 and twice 3 days back, 3 ahead, and a day's rest."""
BRIDGED_DAYS, LEARNED_DAYS = 4, 21
"""How many days before and after a look numbers may depend on it: before it only where looks are bridged."""
LEAST_COVER = 0.5
MEASURED_SHARE = 0.9
FILLED_SHARE = 0.1


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
    laid = laid_out(seen, now_us=now_us, profile=profile, category=category)
    seen, grid, pairs, product = laid.seen, laid.grid, laid.pairs, laid.product
    steps, pieces = laid.steps, laid.pieces
    skus = sku_steps(seen, steps, pairs)
    prices = of_steps(skus, *step_prices(seen, grid, skus)).take(pieces.step)
    piece, inside = pieces_of_variants(pieces, skus, steps.known)
    of_skus = Parts(skus.variant[inside], piece, skus.part[inside], skus.exact[inside])
    rank_of_variant = np.searchsorted(product, pairs.key[:, 0])
    every = np.arange(len(product))
    whole = _by_day(of_products(laid), prices, laid, product.reshape(-1, 1), every, calibration)
    parts = _by_day(of_skus, of_variants(skus, inside), laid, pairs.key, rank_of_variant, calibration)
    events, out = events_of(seen, grid, pairs, steps, profile)
    owner = np.searchsorted(product, whole.key[:, 0])
    whole = replace(whole, out_share=out_shares(grid, out, profile, owner, whole.day))
    spans = np.flatnonzero(laid.over)
    basis = np.where(steps.by_counter[spans], MEASURED, INFERRED).astype(np.int8)
    return Sales(
        whole,
        parts,
        Spans(product[grid.owner[spans]], grid.begin[spans], grid.end[spans], steps.units[spans], basis),
        events,
    )


def _by_day(
    parts: Parts,
    prices: Prices,
    laid: Laid,
    key: Int64,
    product: Int64,
    calibration: Calibration,
) -> Days:
    """Add up parts by subject and day, each with its own uncertainty, and say how the day came by its number.

    `prices` are those of `parts`; `key` [n, 1 or 2] holds the subjects' keys, ascending, and `product` their products' numbers.
    """
    sums, steps, chance = day_sums(parts, laid, product), laid.steps, laid.pieces.chance[parts.piece]
    added, units, sure, day = sums.added, sums.units, sums.sure, sums.day
    point, scale, unseen, error = sums.point, sums.scale, sums.unseen, sums.by_split + sums.by_step
    step, edge = laid.pieces.step[parts.piece], laid.pieces.edge[parts.piece]
    share, by_counter = chance * parts.part, steps.by_counter[step]
    at_edge = [np.where(edge == side, sums.alike, 0.0) for side in (-1, 1)]
    mean, floor = added(steps.units[step] * share), added(np.where(sure, units, 0.0))
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
    errors = calibration.of_days(basis, units_out, sums.looks, added(parts.part < 1) > 0)
    below, above = (errors * spread[:, None]).T
    low = np.minimum(np.round(np.maximum(mean * scale - below, floor), 2), units_out)
    ceiling = np.where(scale == 1.0, added(np.where(sure, units, steps.high[step])), np.inf)
    high = np.maximum(np.round(np.minimum(mean * scale + above, ceiling), 2), units_out)
    edges = [np.where(low < high, np.round(np.sqrt(added(part)) * scale, 2), 0.0) for part in at_edge]
    earned = revenue(Sold(sums.group, units, chance, prices), scale, units_out, low, high)
    days = Days(
        key[sums.subject], day, units_out, low, high, *earned, basis, sums.looks, sums.through,
        begin_error=edges[0], end_error=edges[1], out_share=np.zeros(len(day)),
    )  # fmt: skip
    return days.take((sums.cover >= LEAST_COVER) & (start_of_day_us(day) <= laid.looks.now_us))
