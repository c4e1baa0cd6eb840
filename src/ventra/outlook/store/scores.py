"""Scores: what they are made of, their rows, and those of one product and of a leaf category."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from ventra.core.bucket import bucket_of
from ventra.core.columns import Int64
from ventra.core.percentiles import Placed
from ventra.core.score_parts import NAMES
from ventra.errors import NotFound
from ventra.infra.columns import (
    Columns,
    copy_in,
    double_rows,
    doubles,
    fraction_numbers,
    fractions,
    whole,
    whole_numbers,
)
from ventra.outlook.score_market import Shown

Row = Mapping[str, Any]
_NUMBERS = (
    "l.price_uzs::float8", "l.rating_x100 / 100.0::float8", "l.reviews_total::float8", "l.stock::float8",
    *(f"f.{name}{end}::float8" for name in ("units_28", "revenue_28", "growth_7") for end in ("", "_low", "_high")),
)  # fmt: skip
_SHOWN = (
    "SELECT "
    + ", ".join(
        [
            whole("p.product_id"),
            whole("coalesce(p.category_id, -1)"),
            whole("coalesce(p.seller_id, -1)"),
            *(fractions(f"coalesce({one}, 'NaN')") for one in _NUMBERS),
        ]
    )
    + " FROM products p LEFT JOIN product_latest l ON l.product_id = p.product_id "
    "LEFT JOIN sales_figures f ON f.product_id = p.product_id WHERE p.state = 'active'"
)


async def shown(db: Any) -> Shown:
    """What lists show of all active products."""
    sent = await db.fetchrow(_SHOWN)
    product, leaf, seller = map(whole_numbers, sent[:3])
    order = np.argsort(product)
    numbers = [fraction_numbers(one)[order] for one in sent[3:]]
    price, rating, reviews, stock = numbers[:4]
    units, revenue, growth = (Placed(*numbers[at : at + 3]) for at in (4, 7, 10))
    places = product[order], leaf[order], seller[order]
    return Shown(*places, price, rating, reviews, stock, units, revenue, growth)


async def replace(db: Any, columns: Columns) -> None:
    """Make all scores be these."""
    await db.execute("DELETE FROM product_scores")
    if len(columns["product_id"].values):
        await copy_in(db, "product_scores", columns)


async def of_product(db: Any, product_id: int) -> Row | None:
    """A product's row, where there is one; `NotFound` when VENTRA has never met it."""
    row: Row | None = await db.fetchrow(
        "SELECT s.*, p.product_id AS met FROM products p LEFT JOIN product_scores s ON s.bucket = $2 "
        "AND s.product_id = p.product_id WHERE p.product_id = $1",
        product_id,
        int(bucket_of(product_id)),
    )
    if row is None:
        raise NotFound(f"no product {product_id}", product_id=product_id)
    return None if row["product_id"] is None else row


async def of_leaf(db: Any, category_id: int) -> tuple[Int64, Placed]:
    """The products of a leaf category, ascending, and the percentiles of their parts [n, parts]."""
    ends = ("part", "part_low", "part_high")
    sent = await db.fetchrow(
        f"SELECT {whole('product_id')}, {', '.join(map(doubles, ends))} FROM product_scores WHERE category_id = $1",
        category_id,
    )
    product = whole_numbers(sent[0])
    order = np.argsort(product)
    parts = [double_rows(one, len(NAMES))[order] for one in sent[1:]]
    return product[order], Placed(*parts)


async def must_exist(db: Any, category_id: int) -> None:
    """`NotFound` when there is no such category."""
    if not await db.fetchval("SELECT EXISTS (SELECT FROM categories WHERE category_id = $1)", category_id):
        raise NotFound(f"no category {category_id}", category_id=category_id)
