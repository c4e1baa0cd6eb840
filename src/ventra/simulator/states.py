"""Exact states of products at instants, as columns; a product's variants lie end to end."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
import numpy.typing as npt

from ventra.simulator.catalogue import Catalogue
from ventra.simulator.prices import Int64
from ventra.simulator.week import Group, Week, price_of, reviews_by

Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class States:
    """One row for each (product, instant) asked for. `rating_x10` 0 is *not rated*; `on_sale` False answers 404.

    Row r's variants are `sku_from[r]:sku_from[r + 1]` of the columns named `sku_…`; `sku_place` is the variant's place
    in the catalogue.
    """

    place: Int64
    at_us: Int64
    on_sale: Bools
    orders: Int64
    reviews: Int64
    rating_x10: Int64
    stock: Int64
    price: Int64
    list_price: Int64
    discount_milli: Int64
    sku_from: Int64
    sku_place: Int64
    sku_stock: Int64
    sku_price: Int64
    sku_list_price: Int64

    def __len__(self) -> int:
        return len(self.place)

    def take(self, rows: Int64) -> States:
        """Some rows, in the order given, with their variants."""
        counts = np.diff(self.sku_from)[rows]
        sku_from = np.concatenate((np.zeros(1, np.int64), np.cumsum(counts)))
        inner = np.arange(sku_from[-1]) + np.repeat(self.sku_from[:-1][rows] - sku_from[:-1], counts)
        columns = {
            f.name: getattr(self, f.name)[inner if f.name.startswith("sku_") else rows]
            for f in fields(self)
            if f.name != "sku_from"
        }
        return States(**columns, sku_from=sku_from)


def joined(pieces: list[States]) -> States:
    """Several columns of states laid end to end."""
    if len(pieces) == 1:
        return pieces[0]
    columns = {
        f.name: np.concatenate([getattr(one, f.name) for one in pieces])
        for f in fields(States)
        if f.name != "sku_from"
    }
    counts = np.concatenate([np.diff(one.sku_from) for one in pieces])
    return States(**columns, sku_from=np.concatenate((np.zeros(1, np.int64), np.cumsum(counts))))


def states_in(
    catalogue: Catalogue,
    group: Group,
    week: Week,
    product: Int64,
    second: Int64,
    at_us: Int64,
    on_sale: Bools,
) -> States:
    """States of products (counted within the group) at seconds of one week."""
    counts = np.diff(group.first_sku)[product]
    sku_from = np.concatenate((np.zeros(1, np.int64), np.cumsum(counts)))
    sku = np.arange(sku_from[-1]) + np.repeat(group.first_sku[product] - sku_from[:-1], counts)
    row_product, row_second = np.repeat(product, counts), np.repeat(second, counts)
    last, moved = week.moves.last_by(sku, row_second)
    opening = week.opening
    if len(week.moves.key):
        stock = np.where(moved, week.moves.stock[last], opening.stock[sku]).astype(np.int64)
        sold = np.where(moved, week.moves.sold[last], 0).astype(np.int64)
    else:
        stock, sold = opening.stock[sku].astype(np.int64), np.zeros(len(sku), np.int64)
    place = sku + group.skus.start
    style = catalogue.style[group.products][row_product]
    price = price_of(week, row_product, row_second, catalogue.sku_price[place], style)
    list_price = np.maximum(price, catalogue.sku_list_price[place])
    shown = _shown(sku_from, stock, price)
    written, stars = reviews_by(week.reviews, product, second)
    reviews = opening.reviews[product] + written
    total_stars = opening.stars[product] + stars
    starts = sku_from[:-1]
    return States(
        place=product + group.products.start,
        at_us=at_us,
        on_sale=on_sale,
        orders=opening.orders[product] + np.add.reduceat(sold, starts),
        reviews=reviews,
        rating_x10=np.where(reviews > 0, np.rint(total_stars * 10 / np.maximum(reviews, 1)), 0).astype(
            np.int64
        ),
        stock=np.add.reduceat(stock, starts),
        price=price[shown],
        list_price=list_price[shown],
        discount_milli=week.discount[product, second // 86_400].astype(np.int64),
        sku_from=sku_from,
        sku_place=place,
        sku_stock=stock,
        sku_price=price,
        sku_list_price=list_price,
    )


def _shown(sku_from: Int64, stock: Int64, price: Int64) -> Int64:
    """Each row's variant that sets its price: the cheapest in stock, of all when none is; ties go to the lowest sku id."""
    row = np.repeat(np.arange(len(sku_from) - 1), np.diff(sku_from))
    order = np.lexsort((np.arange(len(price)), price, stock == 0, row))
    return np.asarray(order[sku_from[:-1]], np.int64)
