"""Steps: two neighbouring looks of one product, the units sold between them, and what each variant had of them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ventra.core.columns import MISSING, ORDERS, PRICE, SKU_PRICE, SKU_STOCK, STOCK, Columns, Int64, Seen
from ventra.core.day import day_number_of

Float = npt.NDArray[np.float64]
Bool = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Steps:
    """Neighbouring looks [m] of one product: row indexes, instants (µs), units, whether the counter says it, cover 0-1."""

    first: Int64
    second: Int64
    product: Int64
    begin: Int64
    end: Int64
    units: Float
    by_counter: Bool
    known: Bool
    cover: Float


@dataclass(frozen=True, slots=True, eq=False)
class SkuSteps:
    """Variants [k] inside steps: the step's index, sku, its part of the step's units, and the price then (soʻm; low, high)."""

    step: Int64
    sku: Int64
    part: Float
    exact: Bool
    price_low: Float
    price_high: Float


def steps_of(seen: Seen) -> Steps:
    """All pairs of neighbouring looks, with the units sold between them as far as they can be known."""
    p = seen.products
    first = np.flatnonzero(p.key[1:, 0] == p.key[:-1, 0])
    second = first + 1
    before, after = p.state[first, ORDERS], p.state[second, ORDERS]
    rise = np.where((before != MISSING) & (after != MISSING), after - before, -1)
    by_counter = (rise >= 0) & ~_on_its_way_back(p, first)
    fall, cover, has_stock = _stock_falls(seen, first)
    return Steps(
        first=first,
        second=second,
        product=p.key[first, 0],
        begin=p.at[first],
        end=p.at[second],
        units=np.where(by_counter, rise, fall).astype(np.float64),
        by_counter=by_counter,
        known=by_counter | has_stock,
        cover=np.where(by_counter, 1.0, cover),
    )


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


def _stock_falls(seen: Seen, first: Int64) -> tuple[Float, Float, Bool]:
    """Per step: pieces that left stock, the share of variants that were not restocked, and whether stock was seen at all."""
    m = len(first)
    pairs = sku_pairs(seen, first)
    fall = np.bincount(pairs.step, np.maximum(pairs.fall, 0), m)
    risen = np.bincount(pairs.step, pairs.fall < 0, m)
    count = np.bincount(pairs.step, minlength=m)
    before, after = seen.products.state[first, STOCK], seen.products.state[first + 1, STOCK]
    plain = (count == 0) & (before != MISSING) & (after != MISSING)
    change = np.where(plain, before - after, 0)
    fall = np.where(plain, np.maximum(change, 0), fall)
    cover: Float = np.where(count > 0, 1 - risen / np.maximum(count, 1), np.where(change < 0, 0.0, 1.0))
    return fall.astype(np.float64), cover, plain | (count > 0)


@dataclass(frozen=True, slots=True, eq=False)
class SkuPairs:
    """Variants [k] with known stock at both ends of a step: step index, sku, pieces gone (negative: came), both rows."""

    step: Int64
    sku: Int64
    fall: Int64
    row: Int64
    next_row: Int64


def sku_pairs(seen: Seen, first: Int64) -> SkuPairs:
    """Match each variant's sighting with its sighting at the product's next look."""
    s = seen.skus
    step_of_row = np.full(len(seen.products) + 1, -1, np.int64)
    step_of_row[first] = np.arange(len(first))
    order = np.lexsort((s.at, s.key[:, 1], s.key[:, 0]))
    a, b = order[:-1], order[1:]
    row_a, row_b = seen.row_of_sku[a], seen.row_of_sku[b]
    joined = (s.key[a] == s.key[b]).all(axis=1) & (row_a >= 0) & (row_b == row_a + 1)
    joined &= (s.state[a, SKU_STOCK] != MISSING) & (s.state[b, SKU_STOCK] != MISSING)
    joined &= step_of_row[row_a] >= 0
    a, b, row_a = a[joined], b[joined], row_a[joined]
    return SkuPairs(step_of_row[row_a], s.key[a, 1], s.state[a, SKU_STOCK] - s.state[b, SKU_STOCK], a, b)


def sku_steps(seen: Seen, steps: Steps) -> SkuSteps:
    """Share each step's units among its variants: by what left their stock, evenly where nothing visibly left."""
    pairs = sku_pairs(seen, steps.first)
    m = len(steps.first)
    gone = np.maximum(pairs.fall, 0).astype(np.float64)
    total = np.bincount(pairs.step, gone, m)
    risen = np.bincount(pairs.step, pairs.fall < 0, m)
    count = np.bincount(pairs.step, minlength=m)
    weight = np.where(total[pairs.step] > 0, gone, 1.0)
    units = steps.units[pairs.step]
    part = weight / np.where(total > 0, total, np.maximum(count, 1))[pairs.step]
    exact = (
        ((units == total[pairs.step]) & (risen[pairs.step] == 0)) | (units == 0) | (count[pairs.step] == 1)
    )
    low, high = _price_range(
        seen.skus.state[pairs.row, SKU_PRICE], seen.skus.state[pairs.next_row, SKU_PRICE]
    )
    return SkuSteps(pairs.step, pairs.sku, part, exact, low, high)


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
