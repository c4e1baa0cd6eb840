"""Steps: two neighbouring looks of one product, the units sold between them, and what each variant had of them.

Counter and stock are fused within bounds that both must keep. An exact counter says how many were ordered, and stock when, where
looks in between did not show the counter. A rounded counter bounds what stock says. Without a counter stock speaks alone.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ventra.core.anchor import Kept, places
from ventra.core.cancels import cancels
from ventra.core.columns import MISSING, PRICE, SKU_PRICE, Int64, Seen, run_starts
from ventra.core.counter import CounterSays, counter_says
from ventra.core.falls import MOST_UNITS
from ventra.core.grid import Grid
from ventra.core.reviews import with_reviews
from ventra.core.several import Several, several
from ventra.core.stock import StockSays, stock_says
from ventra.core.variants import SkuPairs

Float = npt.NDArray[np.float64]
Bool = npt.NDArray[np.bool_]
_TINY = 1e-9
COUNTER, SEVERAL, ROUNDED, BETWEEN, STOCK, USUAL, CANCELLED, JUDGED, REVIEWS = range(9)
"""How a step came by its units: an exact counter, one of orders of several units, a rounded one, one that looks in between did
not show; stock, or what variants that something came to usually sell; a counter that falls on cancelled orders, added back; a
fall of stock that may not be a sale, counted in part; reviews, where neither counter nor stock shows what is sold."""


@dataclass(frozen=True, slots=True, eq=False)
class Steps:
    """Steps [m]: units with the least and the most they can be, the error's variance, whether an exact counter says them.

    `known` is whether anything speaks of the step, `cover` for how much of it (0-1), `filled` how many of the units are taken
    from what was usual, `how` one of the words above. `likely` [k] is what each variant of each step likely sold by its stock.
    """

    units: Float
    low: Float
    high: Float
    error: Float
    by_counter: Bool
    known: Bool
    cover: Float
    filled: Float
    how: npt.NDArray[np.int8]
    likely: Float


@dataclass(frozen=True, slots=True, eq=False)
class SkuSteps:
    """Variants [k] inside steps: step index, variant number, its part of the step's units, the price then (soʻm; low, high)."""

    step: Int64
    variant: Int64
    part: Float
    exact: Bool
    price_low: Float
    price_high: Float


def steps_of(seen: Seen, grid: Grid, pairs: SkuPairs) -> Steps:
    """The units of every step as far as they can be known."""
    stock = stock_says(seen, grid, pairs)
    counter = counter_says(seen.products, grid, stock)
    more = several(grid, stock, counter)
    stock, by_reviews = with_reviews(seen.products, grid, stock, counter)
    told = _told(grid, stock, counter, more)
    undone = cancels(seen, grid, counter, stock, pairs)
    exact = counter.exact
    units = np.where(counter.known, told.units, stock.units)
    units = np.where(exact & more.is_so, more.units, units)
    sure = np.where(counter.known, np.where(exact, ~more.is_so | more.exact, told.exact), stock.clean)
    error = np.where(counter.known, np.where(exact, more.error, told.error), stock.error)
    by_counter = np.where(
        exact, np.where(more.is_so, SEVERAL, COUNTER), np.where(counter.direct, ROUNDED, BETWEEN)
    )
    by_stock = np.where(stock.units > stock.gone, USUAL, STOCK)
    low = np.where(counter.known, np.where(counter.direct, told.least, 0.0), stock.gone)
    high = np.where(counter.known, told.most, np.inf)
    low, high = np.where(exact & more.is_so, counter.rise, low), np.where(exact & more.is_so, np.inf, high)
    lowered = undone.is_so & (~counter.known | (exact & ~more.is_so))
    units = np.where(lowered, undone.ordered, units)
    sure &= ~lowered
    error = np.where(lowered, undone.error, error)
    low, high = np.where(lowered, np.maximum(counter.rise, 0), low), np.where(lowered, np.inf, high)
    return Steps(
        units=units,
        low=np.where(sure, units, np.minimum(low, units)),
        high=np.where(sure, units, np.maximum(high, units)),
        error=np.where(sure, 0.0, error),
        by_counter=exact & ~more.is_so & ~lowered,
        known=counter.known | stock.known | lowered,
        cover=np.where(counter.known | lowered, 1.0, stock.cover),
        filled=np.where(counter.known | lowered, 0.0, stock.units - stock.gone),
        how=np.where(
            lowered,
            CANCELLED,
            np.where(
                by_reviews,
                REVIEWS,
                np.where(counter.known, by_counter, np.where(stock.judged, JUDGED, by_stock)),
            ),
        ).astype(np.int8),
        likely=stock.likely,
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Told:
    """What counter and stock say together, by step: units, variance, bounds of the segment's total, whether stock is followed."""

    units: Float
    error: Float
    least: Float
    most: Float
    exact: Bool


def _told(grid: Grid, stock: StockSays, counter: CounterSays, more: Several) -> _Told:
    """Share each segment's total over its steps: what was seen to leave stays, the rest goes where stock did not see it all."""

    def summed(values: Float | Bool) -> Float:
        return np.asarray(np.bincount(counter.segment, values)[counter.segment], np.float64)

    speaks = stock.known & (stock.cover > 0)
    seen_mass, whole_mass = summed(np.where(speaks, grid.mass, 0.0)), summed(grid.mass)
    usual = np.where(
        seen_mass > 0,
        summed(np.where(speaks, stock.units, 0.0)) / np.maximum(seen_mass, _TINY),
        np.maximum(counter.rise, 0) * more.each / np.maximum(whole_mass, _TINY),
    )
    likely = np.where(speaks, stock.units, usual * grid.mass)
    least = counter.least.astype(np.float64)
    most = counter.most * np.where(more.is_so & ~counter.direct, float(MOST_UNITS), 1.0)
    total = np.clip(summed(likely), least, most)
    clean = np.where(stock.clean, stock.units, 0.0)
    gone = summed(clean)
    weight = np.where(stock.clean, 0.0, likely + _TINY * grid.mass)
    open_weight = summed(weight)
    kept = np.where(
        open_weight > 0, np.minimum(total / np.maximum(gone, _TINY), 1.0), total / np.maximum(gone, _TINY)
    )
    part = np.where(
        stock.clean,
        clean * np.where(gone > 0, kept, 1.0),
        np.maximum(total - gone, 0.0) * weight / np.where(open_weight > 0, open_weight, 1.0),
    )
    part = np.where((gone == 0) & (open_weight == 0), total * grid.mass / np.maximum(whole_mass, _TINY), part)
    part = np.where(counter.direct & (least == most), total, part)
    part = np.where(
        ~counter.exact & counter.known & (counter.least < counter.most),
        _anchored(grid, counter, likely),
        part,
    )
    exact = stock.clean & (part == stock.units)
    share = np.clip(part / np.maximum(total, _TINY), 0.0, 1.0)
    width = (most - least) ** 2 / 12
    error = np.where(counter.direct, np.minimum(width, stock.error + likely), total * share * (1 - share))
    return _Told(part, error, least, most.astype(np.float64), exact)


def _anchored(grid: Grid, counter: CounterSays, likely: Float) -> Float:
    """What each step of a rounded counter sold, when its place is kept within what it shows."""
    rough = np.flatnonzero(counter.known & (counter.least < counter.most))
    units = likely.copy()
    if len(rough) == 0:
        return units
    rows = np.flatnonzero(np.isin(grid.owner, grid.owner[rough]))
    owner, end = grid.owner[rows], grid.end[rows]
    kept = Kept(np.nan_to_num(likely[rows]), counter.shown[rows], counter.most_shown[rows])
    first = run_starts(owner)
    ends = []
    for begin in (counter.start[rows], counter.start[rows] + counter.spare[rows]):
        after = places(owner, end, kept, begin)
        ends.append(np.where(first, begin, np.roll(after, 1)))
    lowest, highest = ends
    bound = np.isfinite(kept.least) & np.isfinite(highest)
    least = np.where(bound, kept.least, 0.0) - np.where(bound, highest, 0.0)
    bound = np.isfinite(kept.most) & np.isfinite(lowest)
    most = np.where(bound, np.where(bound, kept.most, 0.0) - np.where(bound, lowest, 0.0), np.inf)
    units[rows] = np.clip(kept.more, np.maximum(least, 0.0), np.maximum(most, 0.0))
    return units


def sku_steps(seen: Seen, steps: Steps, pairs: SkuPairs) -> SkuSteps:
    """Share each step's units among its variants: by what they sold by their stock, evenly where nothing visibly left."""
    m = len(steps.units)
    sold = np.nan_to_num(steps.likely)
    total = np.bincount(pairs.step, sold, m)
    came = np.bincount(pairs.step, pairs.fall < 0, m)
    count = np.bincount(pairs.step, minlength=m)
    of_step = total[pairs.step]
    weight = np.where(of_step > 0, sold, 1.0)
    units = steps.units[pairs.step]
    part = weight / np.where(total > 0, total, np.maximum(count, 1))[pairs.step]
    exact = (
        ((units == of_step) & (came == 0)[pairs.step] & pairs.direct)
        | (units == 0)
        | (count == 1)[pairs.step]
    )
    low, high = _price_range(
        seen.skus.state[pairs.row, SKU_PRICE], seen.skus.state[pairs.next_row, SKU_PRICE]
    )
    return SkuSteps(pairs.step, pairs.variant, part, exact, low, high)


def step_prices(seen: Seen, grid: Grid, skus: SkuSteps) -> tuple[Float, Float]:
    """Price of a unit sold in each step (low, high; NaN unknown): its variants' prices by their parts, else the product's."""
    state = seen.products.state
    low, high = _price_range(state[grid.first, PRICE], state[grid.first + 1, PRICE])
    m = len(grid)
    priced = np.bincount(skus.step, np.isfinite(skus.price_low) * skus.part, m)
    by_sku = np.bincount(skus.step, np.nan_to_num(skus.price_low) * skus.part, m)
    by_sku_high = np.bincount(skus.step, np.nan_to_num(skus.price_high) * skus.part, m)
    use = priced > 1 - 1e-9
    return np.where(use, by_sku, low), np.where(use, by_sku_high, high)


def _price_range(before: Int64, after: Int64) -> tuple[Float, Float]:
    known_a, known_b = before != MISSING, after != MISSING
    a = np.where(known_a, before, np.where(known_b, after, 0)).astype(np.float64)
    b = np.where(known_b, after, np.where(known_a, before, 0)).astype(np.float64)
    unknown = ~(known_a | known_b)
    return np.where(unknown, np.nan, np.minimum(a, b)), np.where(unknown, np.nan, np.maximum(a, b))
