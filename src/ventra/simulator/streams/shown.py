"""What each look at a product shows: the truth, as far as the stream's troubles let it through."""

from __future__ import annotations

import numpy as np

from ventra.core.columns import (
    LIST_PRICE,
    MISSING,
    ORDERS,
    ORDERS_ROUNDED,
    PRICE,
    RATING_X100,
    REVIEWS,
    SKU_LIST_PRICE,
    SKU_PRICE,
    SKU_STOCK,
    STOCK,
    Columns,
    Int64,
    Seen,
)
from ventra.core.day import US_PER_SECOND
from ventra.core.observation import IMPORTED
from ventra.simulator.streams.kinds import Trouble
from ventra.simulator.streams.story import Story

LIMITS = (5, 10, 50, 100)
FIRST_DIGIT, FIRST_TWO, TENS, HUNDREDS = range(4)
"""The ways in which a counter is rounded down."""
_MISSING_SHARE = (0.15, 0.30)
_STALE_SHARE, _STALE_SECONDS = 0.3, 20 * 60


def shown(
    rng: np.random.Generator, story: Story, second: Int64, product_id: int, sku_ids: Int64, start_us: int
) -> Seen:
    """Observations of a product at seconds of the span; `sku_ids` [v] ascend."""
    seconds_of_variants = np.maximum(second - _staleness(rng, story.troubles, len(second)), 0)
    stock = np.column_stack(
        [story.flow.stock_at(variant, seconds_of_variants) for variant in range(len(sku_ids))]
    )
    if Trouble.ORDER_LIMIT in story.troubles:
        stock = np.minimum(stock, rng.choice(LIMITS))
    there = story.variants.alive(np.arange(len(sku_ids)), seconds_of_variants[:, None])
    prices = story.variants.prices_uzs(second)
    products = _products(rng, story, second, np.where(there, stock, -1), prices)
    stock = np.where(_hidden(rng, story.troubles, stock.shape), MISSING, stock)
    row, variant = np.nonzero(there)
    skus = np.empty((len(row), 3), np.int64)
    skus[:, SKU_STOCK] = stock[row, variant]
    skus[:, SKU_PRICE] = prices[row, variant]
    skus[:, SKU_LIST_PRICE] = story.variants.list_price_uzs[variant]
    at = start_us + second * US_PER_SECOND
    key, source = np.full((len(at), 1), product_id, np.int64), np.full(len(at), IMPORTED, np.int64)
    sku_key = np.column_stack((np.full(len(row), product_id), sku_ids[variant]))
    return Seen(
        Columns(key, at, products, source),
        Columns(sku_key, at[row], skus, np.zeros(len(row), np.int64)),
        row,
    )


def _products(rng: np.random.Generator, story: Story, second: Int64, stock: Int64, prices: Int64) -> Int64:
    """The product's state at each look; `stock` [looks, variants] is -1 where a variant is not on sale."""
    state = np.full((len(second), 7), MISSING, np.int64)
    state[:, ORDERS] = _counter(rng, story, second)
    state[:, ORDERS_ROUNDED] = MISSING
    state[:, REVIEWS], state[:, RATING_X100] = story.reviews_at(second)
    state[state[:, REVIEWS] == 0, RATING_X100] = MISSING
    state[:, STOCK] = np.maximum(stock, 0).sum(axis=1)
    # Cheapest in stock; of all on sale, when none is. Ties go to the lowest sku.
    best = np.where(stock.max(axis=1, keepdims=True) > 0, stock > 0, stock >= 0)
    cheapest = np.where(best, prices, np.iinfo(np.int64).max).argmin(axis=1)
    state[:, PRICE] = prices[np.arange(len(second)), cheapest]
    state[:, LIST_PRICE] = story.variants.list_price_uzs[cheapest]
    if Trouble.MISSING_FIELDS in story.troubles:
        for column in (ORDERS, STOCK):
            state[rng.random(len(second)) < rng.uniform(*_MISSING_SHARE), column] = MISSING
    return state


def _counter(rng: np.random.Generator, story: Story, second: Int64) -> Int64:
    if Trouble.NO_COUNTER in story.troubles:
        return np.full(len(second), MISSING, np.int64)
    counter = story.orders_at(second)
    if Trouble.ROUNDED_COUNTER not in story.troubles:
        return counter
    return rounded_down(counter, int(rng.integers(0, 4)))


def rounded_down(counter: Int64, way: int) -> Int64:
    """The counter floored to its first digit, its first two, tens or hundreds."""
    digits = np.floor(np.log10(np.maximum(counter, 1))).astype(np.int64)
    power = {FIRST_DIGIT: digits, FIRST_TWO: np.maximum(digits - 1, 0)}.get(way)
    step = np.int64(10 if way == TENS else 100) if power is None else 10**power
    return np.asarray(counter // step * step, np.int64)


def _staleness(rng: np.random.Generator, troubles: frozenset[Trouble], looks: int) -> Int64:
    """How many seconds older than the counter the variants' stock is at each look."""
    if Trouble.MISSING_FIELDS not in troubles:
        return np.zeros(looks, np.int64)
    return np.where(rng.random(looks) < _STALE_SHARE, rng.integers(60, _STALE_SECONDS, looks), 0)


def _hidden(
    rng: np.random.Generator, troubles: frozenset[Trouble], shape: tuple[int, ...]
) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    """Which variants' stock a look lacks: of all, or of some."""
    if Trouble.MISSING_FIELDS not in troubles:
        return np.zeros(shape, bool)
    looks, variants = shape
    lacks = rng.random(looks) < rng.uniform(*_MISSING_SHARE)
    all_of_them = rng.random(looks) < 0.5
    some = rng.random((looks, variants)) < 0.5
    return lacks[:, None] & (all_of_them[:, None] | some)
