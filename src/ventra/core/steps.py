"""Steps: two neighbouring looks of one product, the units sold between them, and what each variant had of them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ventra.core.columns import (
    MISSING,
    ORDERS,
    PRICE,
    SKU_PRICE,
    SKU_STOCK,
    STOCK,
    Columns,
    Int64,
    Seen,
    in_order,
    run_starts,
)
from ventra.core.day import day_number_of

MOST_NOUGHTS = 6
LEAST_COVER = 1 / 3
Float = npt.NDArray[np.float64]
Bool = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Steps:
    """Neighbouring looks [m] of one product: row indexes, instants (µs), units, whether the counter says it, cover 0-1.

    `low` and `high` bound the units: apart where a rounded counter is all that tells.
    """

    first: Int64
    second: Int64
    product: Int64
    begin: Int64
    end: Int64
    units: Float
    low: Float
    high: Float
    by_counter: Bool
    known: Bool
    cover: Float


@dataclass(frozen=True, slots=True, eq=False)
class SkuSteps:
    """Variants [k] inside steps: step index, variant number, its part of the step's units, the price then (soʻm; low, high)."""

    step: Int64
    variant: Int64
    part: Float
    exact: Bool
    price_low: Float
    price_high: Float


@dataclass(frozen=True, slots=True, eq=False)
class SkuPairs:
    """Variants [k] with known stock at both ends of a step, by product, sku and time.

    Step index, number of the variant, pieces gone (negative: came), its rows at both ends. `key` [v, 2] is product and sku of
    each variant number, ascending.
    """

    step: Int64
    variant: Int64
    fall: Int64
    row: Int64
    next_row: Int64
    key: Int64


def steps_of(seen: Seen, pairs: SkuPairs | None = None) -> Steps:
    """All pairs of neighbouring looks, with the units sold between them as far as they can be known."""
    p = seen.products
    first = np.flatnonzero(p.key[1:, 0] == p.key[:-1, 0])
    second = first + 1
    before, after = p.state[first, ORDERS], p.state[second, ORDERS]
    rise = np.where((before != MISSING) & (after != MISSING), after - before, -1)
    rising = (rise >= 0) & ~_on_its_way_back(p, first)
    fall, cover, has_stock = _stock_falls(seen, first, sku_pairs(seen) if pairs is None else pairs)
    slack = np.where(rising, _slack(p, first, fall > 0), 0)
    by_counter = rising & (slack == 0)
    least, most = np.maximum(rise - slack, 0), rise + slack
    by_stock = has_stock & (cover == 1) & (least <= fall) & (fall <= most)
    told = np.clip(np.where(has_stock, fall / np.maximum(cover, LEAST_COVER), rise), least, most)
    sure = ~rising | by_stock
    return Steps(
        first=first,
        second=second,
        product=p.key[first, 0],
        begin=p.at[first],
        end=p.at[second],
        units=np.where(sure, fall, told).astype(np.float64),
        low=np.where(sure, fall, least).astype(np.float64),
        high=np.where(sure, fall, most).astype(np.float64),
        by_counter=by_counter,
        known=rising | has_stock,
        cover=np.where(rising, 1.0, cover),
    )


def _slack(p: Columns, first: Int64, fell: Bool) -> Int64:
    """By how much a rise may be wrong because the counter is shown rounded down: one less than its last place, else 0.

    A counter is taken to be rounded to as many noughts as both its values end in, and for a step within one day all values of
    that day, when it moved, or stood still while stock fell. An exact one passes for rounded once in a hundred moves over
    midnight; then stock, within these bounds, says nearly the same.
    """
    orders = p.state[:, ORDERS]
    noughts = np.zeros(len(orders), np.int64)
    for power in range(1, MOST_NOUGHTS + 1):
        noughts += orders % 10**power == 0
    noughts[orders == MISSING] = MOST_NOUGHTS
    day = day_number_of(p.at)
    starts = run_starts(p.key[:, 0], day)
    of_day = np.minimum.reduceat(noughts, np.flatnonzero(starts)) if len(starts) else noughts
    within = of_day[np.cumsum(starts) - 1]
    both = np.minimum(noughts[first], noughts[first + 1])
    ends = np.where(day[first] == day[first + 1], within[first], both)
    before, after = orders[first], orders[first + 1]
    seen_so = (before > 0) & (after > 0) & ((after != before) | fell)
    return np.where(seen_so, 10**ends - 1, 0)


def _on_its_way_back(p: Columns, first: Int64) -> Bool:
    """Steps within one day that begin with a counter lower than the day, or the look before it, has shown already.

    What a counter regains after a fall was counted before and is no sale. Only looks that the day depends on are asked.
    """
    orders = p.state[:, ORDERS]
    before, after = orders[first], orders[first + 1]
    falls = first[(before != MISSING) & (after != MISSING) & (after < before)]
    if len(falls) == 0:
        return np.zeros(len(first), bool)
    day, fallen = day_number_of(p.at), np.zeros(len(p), bool)
    for row in falls.tolist():
        low = row + 1
        while (
            low < len(p)
            and p.key[low, 0] == p.key[row, 0]
            and day[low] == day[row + 1]
            and orders[low] < orders[row]
        ):
            fallen[low] = True
            low += 1
    return np.asarray(fallen[first] & (day[first] == day[first + 1]))


def _stock_falls(seen: Seen, first: Int64, pairs: SkuPairs) -> tuple[Float, Float, Bool]:
    """Per step: pieces that left stock, the share of variants that were not restocked, and whether stock was seen at all."""
    m = len(first)
    fall = np.bincount(pairs.step, np.maximum(pairs.fall, 0), m)
    risen = np.bincount(pairs.step, pairs.fall < 0, m)
    count = np.bincount(pairs.step, minlength=m)
    before, after = seen.products.state[first, STOCK], seen.products.state[first + 1, STOCK]
    plain = (count == 0) & (before != MISSING) & (after != MISSING)
    change = np.where(plain, before - after, 0)
    fall = np.where(plain, np.maximum(change, 0), fall)
    cover: Float = np.where(count > 0, 1 - risen / np.maximum(count, 1), np.where(change < 0, 0.0, 1.0))
    return fall.astype(np.float64), cover, plain | (count > 0)


def sku_pairs(seen: Seen) -> SkuPairs:
    """Match each variant's sighting with its sighting at the product's next look."""
    p, s = seen.products, seen.skus
    has_next = np.zeros(len(p) + 1, bool)
    has_next[: max(len(p) - 1, 0)] = p.key[1:, 0] == p.key[:-1, 0]
    step_of_row = np.cumsum(has_next) - 1
    product, sku, row, stock = s.key[:, 0], s.key[:, 1], seen.row_of_sku, s.state[:, SKU_STOCK]
    order = None if in_order(product, sku, s.at) else np.lexsort((s.at, sku, product))
    if order is not None:
        product, sku, row, stock = product[order], sku[order], row[order], stock[order]
    starts = run_starts(product, sku)
    joined = ~starts[1:] & (row[:-1] >= 0) & (row[1:] == row[:-1] + 1)
    joined &= (stock[:-1] != MISSING) & (stock[1:] != MISSING) & has_next[row[:-1]]
    a = np.flatnonzero(joined)
    return SkuPairs(
        step=step_of_row[row[a]],
        variant=np.cumsum(starts)[a] - 1,
        fall=stock[a] - stock[a + 1],
        row=a if order is None else order[a],
        next_row=a + 1 if order is None else order[a + 1],
        key=np.column_stack((product[starts], sku[starts])),
    )


def sku_steps(seen: Seen, steps: Steps, pairs: SkuPairs) -> SkuSteps:
    """Share each step's units among its variants: by what left their stock, evenly where nothing visibly left."""
    m = len(steps.first)
    gone = np.maximum(pairs.fall, 0).astype(np.float64)
    total = np.bincount(pairs.step, gone, m)
    risen = np.bincount(pairs.step, pairs.fall < 0, m)
    count = np.bincount(pairs.step, minlength=m)
    of_step = total[pairs.step]
    weight = np.where(of_step > 0, gone, 1.0)
    units = steps.units[pairs.step]
    part = weight / np.where(total > 0, total, np.maximum(count, 1))[pairs.step]
    exact = ((units == of_step) & (risen == 0)[pairs.step]) | (units == 0) | (count == 1)[pairs.step]
    low, high = _price_range(
        seen.skus.state[pairs.row, SKU_PRICE], seen.skus.state[pairs.next_row, SKU_PRICE]
    )
    return SkuSteps(pairs.step, pairs.variant, part, exact, low, high)


def step_prices(seen: Seen, steps: Steps, skus: SkuSteps) -> tuple[Float, Float]:
    """Price of a unit sold in each step (low, high; NaN unknown): its variants' prices by their parts, else the product's."""
    state = seen.products.state
    low, high = _price_range(state[steps.first, PRICE], state[steps.second, PRICE])
    m = len(steps.first)
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
