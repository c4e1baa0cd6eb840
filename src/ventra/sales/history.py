"""What was seen over time, as steps of equal values: pure functions on columns of one product or variant."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from ventra.core.columns import (
    LIST_PRICE,
    MISSING,
    ORDERS,
    ORDERS_ROUNDED,
    PRICE,
    RATING_X100,
    REVIEWS,
    SKU_PRICE,
    SKU_STOCK,
    STOCK,
    Columns,
    Int64,
    Seen,
)
from ventra.core.day import day_number_of, from_us
from ventra.core.observation import SOURCES
from ventra.sales.answers import PriceStep, Sighting, SkuSeen, StockStep, VariantStock


@dataclass(frozen=True, slots=True)
class Run:
    """Equal values over neighbouring looks: first and last instant (µs), the values, and how many looks."""

    first_us: int
    last_us: int
    values: tuple[int, ...]
    looks: int


def price_steps(seen: Columns) -> list[PriceStep]:
    """Prices of one product; looks that saw no price say nothing."""
    return [
        PriceStep(
            from_us(run.first_us), from_us(run.last_us), known(run.values[0]), known(run.values[1]), run.looks
        )
        for run in runs_of(seen.at, seen.state[:, [PRICE, LIST_PRICE]])
    ]


def stock_steps(seen: Columns) -> list[StockStep]:
    """Stock of one product; looks that saw no stock say nothing."""
    return _stock_steps(seen.at, seen.state[:, [STOCK]])


def variant_stock(skus: Columns) -> list[VariantStock]:
    """Stock of each variant of one product, by `sku_id`."""
    order = np.lexsort((skus.at, skus.key[:, 1]))
    sku_ids, at, stock = skus.key[order, 1], skus.at[order], skus.state[order][:, [SKU_STOCK]]
    found, first = np.unique(sku_ids, return_index=True)
    ends = np.append(first[1:], len(sku_ids))
    return [
        VariantStock(sku_id, _stock_steps(at[begin:end], stock[begin:end]))
        for sku_id, begin, end in zip(found.tolist(), first.tolist(), ends.tolist(), strict=True)
    ]


def _stock_steps(at: Int64, stock: Int64) -> list[StockStep]:
    return [
        StockStep(from_us(run.first_us), from_us(run.last_us), run.values[0], run.looks)
        for run in runs_of(at, stock)
    ]


def runs_of(at: Int64, values: Int64) -> Iterator[Run]:
    """Runs of equal values [n, k] over ascending instants [n]; rows whose first value is missing are passed over.

    A run ends where a value changes, and where a whole Tashkent day without a look follows.
    """
    there = values[:, 0] != MISSING
    at, values = at[there], values[there]
    if len(at) == 0:
        return
    day = day_number_of(at)
    breaks = (values[1:] != values[:-1]).any(axis=1) | (day[1:] - day[:-1] > 1)
    first = np.concatenate((np.zeros(1, np.int64), np.flatnonzero(breaks) + 1))
    ends = np.append(first[1:], len(at))
    for begin, end in zip(first.tolist(), ends.tolist(), strict=True):
        yield Run(int(at[begin]), int(at[end - 1]), tuple(values[begin].tolist()), end - begin)


def sightings(seen: Seen, *, newest_at_most: int) -> list[Sighting]:
    """What the newest looks saw, newest first, variants by `sku_id`."""
    count = len(seen.products)
    rows = range(count - 1, max(count - newest_at_most, 0) - 1, -1)
    skus: dict[int, list[SkuSeen]] = {row: [] for row in rows}
    by_id = np.argsort(seen.skus.key[:, 1], kind="stable")
    for place, row in zip(by_id.tolist(), seen.row_of_sku[by_id].tolist(), strict=True):
        if row in skus:
            state = seen.skus.state[place].tolist()
            sku_id = int(seen.skus.key[place, 1])
            skus[row].append(SkuSeen(sku_id, known(state[SKU_STOCK]), known(state[SKU_PRICE])))
    return [_sighting(seen.products, row, skus[row]) for row in rows]


def _sighting(seen: Columns, row: int, skus: list[SkuSeen]) -> Sighting:
    state = [known(value) for value in seen.state[row].tolist()]
    rating_x100 = state[RATING_X100]
    return Sighting(
        seen_at=from_us(int(seen.at[row])),
        source=SOURCES[int(seen.source[row])],
        orders_total=state[ORDERS],
        orders_rounded=state[ORDERS_ROUNDED],
        reviews_total=state[REVIEWS],
        rating=None if rating_x100 is None else rating_x100 / 100,
        price_uzs=state[PRICE],
        list_price_uzs=state[LIST_PRICE],
        stock=state[STOCK],
        skus=skus,
    )


def known(value: int) -> int | None:
    """A value of a column, unknown as None."""
    return None if value == MISSING else value
