"""Observations as columns: NumPy arrays sorted by product and time, read-only, so that a page and a market run the same code."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Self

import numpy as np
import numpy.typing as npt

from ventra.core.observation import Observation

Int64 = npt.NDArray[np.int64]
MISSING = int(np.iinfo(np.int64).min)
"""Stands for unknown in integer columns; it is never 0."""

ORDERS, ORDERS_ROUNDED, REVIEWS, RATING_X100, PRICE, LIST_PRICE, STOCK = range(7)
"""Places in a product's state; SKU_STOCK, SKU_PRICE, SKU_LIST_PRICE in a variant's."""
SKU_STOCK, SKU_PRICE, SKU_LIST_PRICE = range(3)


@dataclass(frozen=True, slots=True, eq=False)
class Columns:
    """Rows of observed states. `key` [n, 1 or 2] is product (and sku), `at` epoch µs, `state` [n, k] with MISSING for unknown."""

    key: Int64
    at: Int64
    state: Int64
    source: Int64

    def __post_init__(self) -> None:
        for part in fields(self):
            getattr(self, part.name).flags.writeable = False

    def __len__(self) -> int:
        return len(self.at)

    def take(self, which: npt.NDArray[np.bool_] | Int64) -> Self:
        """The rows that a mask or indexes name."""
        return type(self)(self.key[which], self.at[which], self.state[which], self.source[which])

    @classmethod
    def joined(cls, parts: Sequence[Self]) -> Self:
        """All rows of several columns, in their order."""
        return cls(*(np.concatenate([getattr(p, f.name) for p in parts]) for f in fields(cls)))


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """Observations of products and, beside them, of their variants.

    `skus.key` is product and sku; `row_of_sku` is the index of the product row of the same visit, -1 where it is not held.
    """

    products: Columns
    skus: Columns
    row_of_sku: Int64

    def followed_by(self, other: Seen) -> Seen:
        """These observations and then the other ones."""
        rows = np.where(other.row_of_sku >= 0, other.row_of_sku + len(self.products), -1)
        return Seen(
            Columns.joined([self.products, other.products]),
            Columns.joined([self.skus, other.skus]),
            np.concatenate((self.row_of_sku, rows)),
        )

    def fingerprints(self) -> npt.NDArray[np.uint64]:
        """One number for the set of variants (id, stock, price) of each product row; equal sets have equal numbers."""
        marks = np.zeros(len(self.products), np.uint64)
        held = self.row_of_sku >= 0
        parts = (self.skus.key[held, 1], self.skus.state[held, SKU_STOCK], self.skus.state[held, SKU_PRICE])
        mixed = np.zeros(int(held.sum()), np.uint64)
        for part in parts:
            mixed = _mix(mixed ^ part.astype(np.uint64))
        np.add.at(marks, self.row_of_sku[held], mixed)
        return marks


def run_starts(*columns: Int64) -> npt.NDArray[np.bool_]:
    """Where a row differs in any column from the row before it; the first row does."""
    starts = np.ones(len(columns[0]), bool)
    starts[1:] = columns[0][1:] != columns[0][:-1]
    for column in columns[1:]:
        starts[1:] |= column[1:] != column[:-1]
    return starts


def in_order(*columns: Int64) -> bool:
    """Whether rows ascend by the first column, within it by the second, and so on."""
    settled = np.zeros(max(len(columns[0]) - 1, 0), bool)
    for column in columns:
        before, after = column[:-1], column[1:]
        if ((before > after) & ~settled).any():
            return False
        settled |= before < after
    return True


def grouped(rows: Int64) -> tuple[Int64, Int64]:
    """The different rows of [n, k], sorted, and for each row which of them it is; `np.unique(axis=0)`, but fast."""
    order = np.lexsort(rows.T[::-1])
    ordered = rows[order]
    first = np.ones(len(rows), bool)
    first[1:] = (ordered[1:] != ordered[:-1]).any(axis=1)
    group = np.empty(len(rows), np.int64)
    group[order] = np.cumsum(first) - 1
    return ordered[first], group


def rows_of_skus(products: Columns, skus: Columns) -> Int64:
    """For each variant row the index of the product row with its product and instant, -1 where there is none."""
    if len(products) == 0:
        return np.full(len(skus), -1, np.int64)
    product, at, order = products.key[:, 0], products.at, None
    if not in_order(product, at):
        order = np.lexsort((at, product))
        product, at = product[order], at[order]
    starts = np.flatnonzero(run_starts(product))
    rank = np.maximum(np.searchsorted(product[starts], skus.key[:, 0], side="right") - 1, 0)
    found = _halved(at, starts[rank], np.append(starts[1:], len(at))[rank], skus.at)
    hit = (at[found] == skus.at) & (product[found] == skus.key[:, 0])
    return np.where(hit, found if order is None else order[found], -1)


def _halved(at: Int64, low: Int64, high: Int64, asked: Int64) -> Int64:
    """The last place from `low` to `high` (excluded) at which ascending `at` is not above what is asked, `low` where all are."""
    first = low
    for _ in range(int((high - low).max(initial=0)).bit_length()):
        middle = (low + high) >> 1
        below = at[np.minimum(middle, len(at) - 1)] <= asked
        below &= low < high
        low, high = np.where(below, middle + 1, low), np.where(below, high, middle)
    return np.maximum(low - 1, first)


def _mix(x: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    """The finaliser of SplitMix64 (Steele, Lea, Flood 2014), element by element."""
    x = x + np.uint64(0x9E3779B97F4A7C15)
    x = (x ^ (x >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    x = (x ^ (x >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return x ^ (x >> np.uint64(31))


def seen_from(observations: Sequence[Observation]) -> Seen:
    """Columns of observations in their order; variants in the order of their products, sorted by sku."""
    keys, ats, states, sources = [], [], [], []
    sku_keys, sku_ats, sku_states, rows = [], [], [], []
    for row, o in enumerate(observations):
        s = o.state
        keys.append(o.product_id)
        ats.append(o.seen_us)
        states.append(
            (
                s.orders_total,
                s.orders_rounded,
                s.reviews_total,
                s.rating_x100,
                s.price_uzs,
                s.list_price_uzs,
                s.stock,
            )
        )
        sources.append(o.source)
        for sku in o.skus:
            sku_keys.append((o.product_id, sku.sku_id))
            sku_ats.append(o.seen_us)
            sku_states.append((sku.stock, sku.price_uzs, sku.list_price_uzs))
            rows.append(row)
    products = Columns(_column(keys).reshape(-1, 1), _column(ats), _with_missing(states, 7), _column(sources))
    skus = Columns(
        _column(sku_keys).reshape(-1, 2),
        _column(sku_ats),
        _with_missing(sku_states, 3),
        np.zeros(len(sku_ats), np.int64),
    )
    return Seen(products, skus, _column(rows))


def _column(values: Sequence[object]) -> Int64:
    return np.array(values, np.int64)


def _with_missing(rows: Sequence[tuple[int | None, ...]], width: int) -> Int64:
    flat = [MISSING if value is None else value for row in rows for value in row]
    return np.array(flat, np.int64).reshape(-1, width)
