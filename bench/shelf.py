"""A shelf seen eight times on one day and once just before it: its looks as columns, and as rows in Parquet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from ventra.core.columns import MISSING, Columns, Int64, Seen
from ventra.core.day import start_of_day_us, to_day_number

DAY = date(2026, 9, 15)
AFTER = datetime(2026, 9, 16, 9, tzinfo=UTC)
"""A moment at which `DAY` is closed."""
LOOKS = 9
VARIANTS_OF_TEN = (1, 1, 1, 2, 2, 3, 3, 3, 4, 5)
SELL, RESTOCKED, REPRICED = 0.2, 0.02, 0.05
SOLD_A_LOOK = 1.0
EVERY_US = 3 * 3_600_000_000


@dataclass(frozen=True, slots=True, eq=False)
class Shelf:
    """Products [p] and variants [s] in the order of ids, their looks [p, LOOKS] (µs), counters, prices and stocks at each."""

    product: Int64
    at: Int64
    orders: Int64
    product_of_sku: Int64
    price: Int64
    stock: Int64

    def seen(self, first: int, last: int) -> Seen:
        """The looks at products `first` to `last` (excluded), by product and time, as visits would have brought them."""
        sku, end = np.searchsorted(self.product_of_sku, (first, last))
        owner = self.product_of_sku[sku:end] - first
        stock, price = self.stock[sku:end], self.price[sku:end]
        shape = (last - first, LOOKS)
        whole, cheapest = np.zeros(shape, np.int64), np.full(shape, 2**60)
        np.add.at(whole, owner, stock)
        np.minimum.at(cheapest, owner, price)
        state = np.full((last - first, LOOKS, 7), MISSING)
        state[:, :, 0], state[:, :, 2], state[:, :, 3] = self.orders[first:last], 9, 450
        state[:, :, 4], state[:, :, 5], state[:, :, 6] = cheapest, cheapest + 6000, whole
        products = Columns(
            np.repeat(self.product[first:last], LOOKS).reshape(-1, 1),
            self.at[first:last].reshape(-1),
            state.reshape(-1, 7),
            np.ones(len(state) * LOOKS, np.int64),
        )
        number = np.arange(sku, end) - np.searchsorted(self.product_of_sku, self.product_of_sku[sku:end])
        ids = np.column_stack((self.product[first + owner], self.product[first + owner] * 10 + number))
        sku_state = np.stack((stock, price, np.full_like(price, MISSING)), axis=2)
        row = (owner[:, None] * LOOKS + np.arange(LOOKS)).reshape(-1)
        skus = Columns(
            np.repeat(ids, LOOKS, axis=0),
            self.at[first:last][owner].reshape(-1),
            sku_state.reshape(-1, 3),
            np.zeros(len(row), np.int64),
        )
        return Seen(products, skus, row)

    def batches(self, size: int) -> Iterator[Seen]:
        """All looks, `size` products at a time."""
        for first in range(0, len(self.product), size):
            yield self.seen(first, min(first + size, len(self.product)))


def shelf(products: int, seed: int = 7) -> Shelf:
    """A fifth sells, a few are restocked or change their price, the rest stands still."""
    rng = np.random.default_rng(seed)
    ids = np.sort(rng.choice(20 * products, products, replace=False) + 1)
    starts = start_of_day_us(to_day_number(DAY)) + (np.arange(LOOKS) - 1) * EVERY_US
    at = starts + rng.integers(0, EVERY_US // 1000, (products, 1)) * 1000
    sold = rng.poisson(SOLD_A_LOOK, (products, LOOKS)) * (rng.random(products) < SELL)[:, None]
    sold[:, 0] = 0
    count = rng.choice(VARIANTS_OF_TEN, products)
    first_sku = np.cumsum(count) - count
    owner = np.repeat(np.arange(products), count)
    gone = np.zeros((len(owner), LOOKS), np.int64)
    np.add.at(
        gone, (first_sku[:, None] + rng.integers(0, count[:, None], sold.shape), np.arange(LOOKS)), sold
    )
    gone = np.cumsum(gone, axis=1)
    stock = gone[:, -1:] - gone + rng.integers(0, 40, (len(owner), 1))
    looks = np.arange(LOOKS)
    stock += 50 * _from_some_look(rng, len(owner), RESTOCKED, looks)
    price = rng.integers(20, 900, (products, 1)) * 1000 * np.ones(LOOKS, np.int64)
    price -= 2000 * _from_some_look(rng, products, REPRICED, looks)
    orders = rng.integers(0, 5000, (products, 1)) + np.cumsum(sold, axis=1)
    return Shelf(
        ids,
        at,
        orders,
        owner,
        price[owner] + 1000 * (np.arange(len(owner)) - first_sku[owner])[:, None],
        stock,
    )


def _from_some_look(rng: np.random.Generator, rows: int, share: float, looks: Int64) -> Int64:
    """For each row 0, and for a share of the rows 1 from a look of their own on."""
    since = np.where(rng.random(rows) < share, rng.integers(1, len(looks), rows), len(looks))
    return (looks >= since[:, None]).astype(np.int64)


def lay_out(all_looks: Shelf, folder: Path) -> tuple[Path, Path]:
    """Parquet files of all looks in the order in which they happened: a row a product and look, a row a variant and look."""
    whole = all_looks.seen(0, len(all_looks.product))
    products, skus = whole.products, whole.skus
    utc = pa.timestamp("us", tz="UTC")
    order = np.argsort(products.at, kind="stable")
    looks = pa.table(
        {
            "product_id": products.key[order, 0],
            "seen_at": pa.array(products.at[order]).cast(utc),
            "orders_total": products.state[order, 0],
            "price_uzs": products.state[order, 4],
            "stock": products.state[order, 6],
        }
    )
    order = np.argsort(skus.at, kind="stable")
    variants = pa.table(
        {
            "product_id": skus.key[order, 0],
            "sku_id": skus.key[order, 1],
            "seen_at": pa.array(skus.at[order]).cast(utc),
            "stock": skus.state[order, 0],
            "price_uzs": skus.state[order, 1],
        }
    )
    paths = folder / "looks.parquet", folder / "variants.parquet"
    for table, path in zip((looks, variants), paths, strict=True):
        pq.write_table(table, path)
    return paths
