"""One product over a year, as a page asks for it: against its share of a batch in which many such are computed together."""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np

from bench.result import Result
from ventra.core.columns import MISSING, ORDERS, PRICE, STOCK, Columns, Seen
from ventra.core.day import US_PER_DAY, start_of_day_us
from ventra.core.profile import MARKET, flat
from ventra.core.sales import estimate
from ventra.core.windows import DayValues, window_sums

FIRST_DAY, DAYS, LOOKS_A_DAY, VARIANTS = 20_000, 365, 8, 4
PRODUCTS = 40
ROUNDS = 9
SOLD_A_LOOK, OPENING_STOCK = 1.5, 20_000
PRICE_UZS = 49_000
MOST_TIMES = 2.0
HOPED_MS = 20.0


def one_product(database: str, keys: str) -> list[Result]:
    """Days and weeks of one product in turns with those of all; the least of each counts, for others use the machine too."""
    alone, together = _looks(1), _looks(PRODUCTS)
    took_alone, took_together = np.inf, np.inf
    for _ in range(ROUNDS):
        took_alone = min(took_alone, _seconds(lambda: _computed(alone, 1)))
        took_together = min(took_together, _seconds(lambda: _computed(together, PRODUCTS)))
    share = took_together / PRODUCTS
    beside = (
        f"{took_alone * 1e3:.1f} ms against {share * 1e3:.1f} ms; {DAYS} days of {LOOKS_A_DAY} looks at {VARIANTS} variants "
        f"(hoped: {HOPED_MS:g} ms)"
    )
    return [
        Result(
            "a product's year alone, against in a batch", took_alone / share, MOST_TIMES, False, "x", beside
        )
    ]


def _seconds(work: Callable[[], None]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _computed(seen: Seen, products: int) -> None:
    now_us = start_of_day_us(FIRST_DAY + DAYS + 9)
    days = estimate(seen, now_us=now_us, profile=flat(), category=np.full(products, MARKET)).products
    if len(days.day) < products * (DAYS - 1):
        raise RuntimeError(f"{len(days.day)} days of {products} products")
    edges = (days.begin_error, days.end_error)
    values = DayValues(days.key[:, 0] - 1, days.day, days.units, days.low, days.high, days.basis, *edges)
    window_sums(values, subjects=products, first_day=FIRST_DAY, length=7, count=DAYS // 7)


def _looks(products: int) -> Seen:
    """Products 1 to n, each looked at every three hours or so; every variant's stock is shown each time."""
    rng, looks = np.random.default_rng(3), DAYS * LOOKS_A_DAY
    every_us = US_PER_DAY // LOOKS_A_DAY
    at = (
        start_of_day_us(FIRST_DAY)
        + np.arange(looks) * every_us
        + rng.integers(0, every_us, (products, looks))
    )
    sold = rng.poisson(SOLD_A_LOOK, (products, looks, VARIANTS))
    stock = OPENING_STOCK - np.cumsum(sold, axis=1)
    state = np.full((products, looks, 7), MISSING)
    state[:, :, ORDERS] = 1003 + np.cumsum(sold.sum(axis=2), axis=1)
    state[:, :, PRICE], state[:, :, STOCK] = PRICE_UZS, stock.sum(axis=2)
    product = np.repeat(np.arange(1, products + 1), looks)
    sku_state = np.full((products, looks, VARIANTS, 3), MISSING)
    sku_state[..., 0], sku_state[..., 1] = stock, PRICE_UZS
    owner = np.repeat(product, VARIANTS)
    sku = np.column_stack((owner, owner * 10 + np.tile(np.arange(VARIANTS), products * looks)))
    rows = products * looks
    none = np.zeros(rows * VARIANTS, np.int64)
    return Seen(
        Columns(product.reshape(-1, 1), at.reshape(-1), state.reshape(-1, 7), np.ones(rows, np.int64)),
        Columns(sku, np.repeat(at.reshape(-1), VARIANTS), sku_state.reshape(-1, 3), none),
        np.repeat(np.arange(rows), VARIANTS),
    )
