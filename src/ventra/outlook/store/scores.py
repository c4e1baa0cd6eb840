"""Goods of leaf categories as columns, their scores into the table, and which leaves are still to be scored."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import numpy as np

from ventra.core.basis import NO_DATA
from ventra.core.bucket import bucket_of
from ventra.core.columns import Int64
from ventra.core.percentiles import Placed
from ventra.core.score_parts import NAMES
from ventra.errors import NotFound
from ventra.infra.columns import (
    Columns,
    copy_in,
    fraction_numbers,
    fractions,
    real_rows,
    reals,
    whole,
    whole_numbers,
)
from ventra.outlook.score_leaf import LeafGoods, hundredths

Row = Mapping[str, Any]
DAYS = 28
NOBODY = -1
_WINDOW = f"CASE WHEN f.basis_28 <> {NO_DATA} THEN f.{{0}}_28{{1}} END"
_ENDS = ("", "_low", "_high")


def _daily(shown: str, average: str) -> str:
    """Units a day of the next 28: as forecast, or where the average is as good, that."""
    return f"CASE WHEN o.beats_naive THEN {shown} ELSE {average} END"


_VALUES = (
    *(f"{_WINDOW.format('units', end)} / {DAYS}" for end in _ENDS),
    *(f"f.growth_7{end}" for end in _ENDS),
    *(_WINDOW.format("revenue", end) for end in _ENDS),
    _daily(f"o.mean_28 / {DAYS}", "o.naive"),
    _daily(f"o.low80_28 / {DAYS}", f"least(o.low80_28 / {DAYS}, o.naive)"),
    _daily(f"o.high80_28 / {DAYS}", f"greatest(o.high80_28 / {DAYS}, o.naive)"),
    *("l.price_uzs", "l.rating_x100 / 100.0", "l.reviews_total", "l.stock"),
)
_PICKED = ", ".join(
    [
        *map(
            whole,
            (
                "p.product_id",
                "p.category_id",
                f"coalesce(p.seller_id, {NOBODY})",
                f"coalesce(f.basis_28, {NO_DATA})",
            ),
        ),
        *(fractions(f"coalesce(({value})::float8, 'NaN')") for value in _VALUES),
    ]
)
_GOODS = f"""
SELECT {_PICKED} FROM products p
LEFT JOIN sales_figures f ON f.product_id = p.product_id
LEFT JOIN product_latest l ON l.product_id = p.product_id
LEFT JOIN product_outlooks o ON o.bucket = p.bucket AND o.product_id = p.product_id
WHERE p.category_id = ANY($1::bigint[]) AND p.state = 'active'
"""


async def goods_of(db: Any, leaves: Sequence[int]) -> LeafGoods:
    """The active goods of these leaves, by leaf and product."""
    sent = await db.fetchrow(_GOODS, leaves)
    product, leaf, seller, basis = map(whole_numbers, sent[:4])
    order = np.lexsort((product, leaf))
    values = [fraction_numbers(one)[order] for one in sent[4:]]
    velocity, growth, revenue, daily = (Placed(*values[at : at + 3]) for at in range(0, 12, 3))
    return LeafGoods(
        product[order],
        leaf[order],
        seller[order],
        basis[order],
        velocity,
        growth,
        revenue,
        daily,
        *values[12:],
    )


_LEFT = """
SELECT p.category_id, count(*) AS products FROM products p
LEFT JOIN score_leaves s ON s.category_id = p.category_id AND s.rule = $1 AND s.done_at >= $2
WHERE p.state = 'active' AND p.category_id IS NOT NULL AND s.category_id IS NULL
GROUP BY p.category_id ORDER BY p.category_id
"""


async def leaves_left(db: Any, *, rule: int, since: datetime) -> list[tuple[int, int]]:
    """The leaves that were not scored by this rule since then, and how many active products each has."""
    return [(row["category_id"], row["products"]) for row in await db.fetch(_LEFT, rule, since)]


_DUE = """
SELECT EXISTS (
    SELECT FROM categories c, (SELECT finished_at FROM outlook_runs WHERE day = $1) r
    WHERE r.finished_at IS NOT NULL
      AND EXISTS (SELECT FROM products p WHERE p.category_id = c.category_id AND p.state = 'active')
      AND NOT EXISTS (
        SELECT FROM score_leaves s WHERE s.category_id = c.category_id AND s.rule = $2 AND s.done_at >= r.finished_at)
)
"""


async def is_due(db: Any, closed: date, *, rule: int) -> bool:
    """Whether the market is judged by this day, and a leaf with goods is not scored since."""
    found: bool = await db.fetchval(_DUE, closed, rule)
    return found


async def replace(db: Any, leaves: Sequence[int], columns: Columns, *, rule: int, now: datetime) -> None:
    """Make the goods of these leaves have these scores and no others, and note that they are done."""
    product, leaf = columns["product_id"].values, columns["category_id"].values
    await db.execute(
        "DELETE FROM product_scores WHERE category_id = ANY($1::bigint[]) "
        "OR (bucket, product_id) IN (SELECT * FROM unnest($3::smallint[], $2::bigint[]))",
        leaves,
        product.tolist(),
        bucket_of(product).tolist(),
    )
    if len(product):
        await copy_in(db, "product_scores", columns)
    await db.execute(
        "INSERT INTO score_leaves (category_id, rule, products, done_at) SELECT l, $3, n, $4 "
        "FROM unnest($1::bigint[], $2::int[]) u (l, n) ON CONFLICT (category_id) DO UPDATE SET "
        "rule = excluded.rule, products = excluded.products, done_at = excluded.done_at",
        leaves,
        [int((leaf == one).sum()) for one in leaves],
        rule,
        now,
    )


async def sweep(db: Any) -> None:
    """Drop the scores of goods that are gone or stand elsewhere."""
    await db.execute(
        "DELETE FROM product_scores s WHERE NOT EXISTS (SELECT FROM products p WHERE p.product_id = s.product_id "
        "AND p.category_id = s.category_id AND p.state = 'active')"
    )


async def of_product(db: Any, product_id: int) -> Row | None:
    """Its row, where there is one, and how many of its leaf have one."""
    row: Row | None = await db.fetchrow(
        "SELECT s.*, (SELECT count(*) FROM product_scores o WHERE o.category_id = s.category_id) AS in_leaf "
        "FROM product_scores s WHERE s.bucket = $2 AND s.product_id = $1",
        product_id,
        int(bucket_of(product_id)),
    )
    return row


@dataclass(frozen=True, slots=True, eq=False)
class KeptParts:
    """The products of a leaf [n], ascending, with the percentiles of their parts [n, parts]."""

    product: Int64
    parts: Placed
    as_of: date | None


async def parts_of_leaf(db: Any, category_id: int) -> KeptParts:
    """What scores of a leaf by any weights are made of."""
    sent = await db.fetchrow(
        f"SELECT max(as_of), {whole('product_id')}, {', '.join(reals(f'percentile{end}') for end in _ENDS)} "
        "FROM product_scores WHERE category_id = $1",
        category_id,
    )
    product = whole_numbers(sent[1])
    order = np.argsort(product)
    parts = Placed(*(real_rows(one, len(NAMES))[order] for one in sent[2:]))
    return KeptParts(product[order], hundredths(parts), sent[0])


async def count_of_leaf(db: Any, category_id: int) -> int:
    """How many products of a leaf are scored or told why not."""
    found: int = await db.fetchval("SELECT count(*) FROM product_scores WHERE category_id = $1", category_id)
    return found


async def leaf_of(db: Any, product_id: int) -> int | None:
    """The category a product stands in; `NotFound` when VENTRA has never met it."""
    row = await db.fetchrow("SELECT category_id FROM products WHERE product_id = $1", product_id)
    if row is None:
        raise NotFound(f"no product {product_id}", product_id=product_id)
    leaf: int | None = row["category_id"]
    return leaf


async def must_be_category(db: Any, category_id: int) -> None:
    """`NotFound` when there is no such category."""
    if not await db.fetchval("SELECT true FROM categories WHERE category_id = $1", category_id):
        raise NotFound(f"no category {category_id}", category_id=category_id)
