"""What a look may hold and still cannot be: it is kept as seen, and read as not shown, so that no number is made of it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from ventra.core.columns import MISSING, ORDERS, PRICE, SKU_PRICE, SKU_STOCK, STOCK, Columns, Seen, run_starts

AHEAD_US = 5 * 60 * 1_000_000
"""A look may be this far in the future: clocks differ."""
MOST_ORDERS = 10**8
"""Orders that one product has had at most: three for everybody in the country."""
MOST_PIECES, MOST_PIECES_OF_ALL = 10**6, 10**7
"""Pieces in stock of one variant, and of all of a product's."""
MOST_PRICE_UZS = 10**10
"""What a piece costs at most. The least is 1 soʻm: nothing is sold for 0."""
_PRODUCTS = ((ORDERS, 0, MOST_ORDERS), (PRICE, 1, MOST_PRICE_UZS), (STOCK, 0, MOST_PIECES_OF_ALL))
_SKUS = ((SKU_STOCK, 0, MOST_PIECES), (SKU_PRICE, 1, MOST_PRICE_UZS))


def credible(seen: Seen, *, now_us: int | None = None) -> Seen:
    """The same looks, without counters, stocks and prices beyond what can be; a value is judged by itself alone.

    With `now_us` also without looks of the future: until then they say nothing of any day.
    """
    if now_us is not None and len(seen.products) and seen.products.at.max() > now_us + AHEAD_US:
        seen = _until(seen, now_us + AHEAD_US)
    products, skus = _within(seen.products, _PRODUCTS), _within(seen.skus, _SKUS)
    if products is seen.products and skus is seen.skus:
        return seen
    return Seen(products, skus, seen.row_of_sku)


def _within(columns: Columns, limits: tuple[tuple[int, int, int], ...]) -> Columns:
    wrong = []
    for place, least, most in limits:
        value = columns.state[:, place]
        wrong.append((value != MISSING) & ((value < least) | (value > most)))
    if not any(one.any() for one in wrong):
        return columns
    state = columns.state.copy()
    for (place, _, _), beyond in zip(limits, wrong, strict=True):
        state[beyond, place] = MISSING
    return replace(columns, state=state)


def _until(seen: Seen, last_us: int) -> Seen:
    """The looks up to an instant; every product keeps its place, with its first look where all are later."""
    keep = (seen.products.at <= last_us) | run_starts(seen.products.key[:, 0])
    row = np.cumsum(keep) - 1
    held = (seen.row_of_sku >= 0) & keep[seen.row_of_sku]
    return Seen(seen.products.take(keep), seen.skus.take(held), row[seen.row_of_sku[held]])
