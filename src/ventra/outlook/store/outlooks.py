"""Outlooks into their tables: a folder of products at a time, and what rises with all categories and shops at once."""

from __future__ import annotations

from typing import Any

import numpy as np

from ventra.core.columns import Int64
from ventra.infra.columns import Columns, copy_in, whole, whole_numbers
from ventra.outlook.store.goods import buckets_of

TREND = (
    "as_of", "rule", "size", "growth_7_days", "growth_28_days", "p_value", "least_growth", "change_day", "censored",
    *(f"weekday{end}" for end in ("", "_low", "_high")), "verdict", "q_value", "rises",
    *(f"{name}{end}" for name in ("level", "growth_7", "growth_28", "acceleration", "change_factor")
      for end in ("", "_low", "_high")),
)  # fmt: skip
"""Columns that every outlook has, without its rank."""
NEW = ("first_seen", "new_velocity", "new_low", "new_high", "new_days")
_NO_NEW = "NULL::date, NULL::float8, NULL::float8, NULL::float8, NULL::smallint"


def _risen(kind: str, table: str, key: str, *, rank: str = "rank", products: str = "products") -> str:
    new = _NO_NEW if products == "products" else ", ".join(NEW)
    return (
        f"INSERT INTO rising (kind, subject_id, products, rank, {', '.join(TREND)}, {', '.join(NEW)}) "
        f"SELECT '{kind}', {key}, {products}, {rank}, {', '.join(TREND)}, {new} FROM {table} WHERE {rank} IS NOT NULL"
    )


_OF_PRODUCTS = ("product_outlooks", "product_id")
_RISING = (
    _risen("products", *_OF_PRODUCTS, products="NULL::int"),
    _risen("newcomers", *_OF_PRODUCTS, products="NULL::int", rank="new_rank"),
    _risen("categories", "category_outlooks", "category_id"),
    _risen("sellers", "seller_outlooks", "seller_id"),
)


async def replace_folder(db: Any, folder: int, columns: Columns) -> None:
    """Make the products of a folder have these outlooks, and no others."""
    await db.execute("DELETE FROM product_outlooks WHERE bucket BETWEEN $1 AND $2", *buckets_of(folder))
    await _add(db, "product_outlooks", columns)


async def replace_groups(db: Any, categories: Columns, sellers: Columns) -> None:
    """Make categories and shops have these outlooks and no others, and list what rises of them and of all products."""
    for table, columns in (("category_outlooks", categories), ("seller_outlooks", sellers)):
        await db.execute(f"DELETE FROM {table}")
        await _add(db, table, columns)
    await db.execute("DELETE FROM rising")
    for statement in _RISING:
        await db.execute(statement)


async def _add(db: Any, table: str, columns: Columns) -> None:
    if len(next(iter(columns.values())).values):
        await copy_in(db, table, columns)


async def groups_on_sale(db: Any) -> tuple[Int64, Int64]:
    """The categories that active products stand in, and their shops; both ascending."""
    sent = await db.fetchrow(
        "SELECT "
        + ", ".join(
            f"(SELECT {whole(name)} FROM (SELECT DISTINCT {name} FROM products WHERE state = 'active' "
            f"AND {name} IS NOT NULL) n)"
            for name in ("category_id", "seller_id")
        )
    )
    categories, sellers = (np.sort(whole_numbers(one)) for one in sent)
    return categories, sellers


async def paths_of(db: Any, category: Int64) -> list[list[int]]:
    """The way to each category from the topmost one, itself at its end; of one that is not known there is only that."""
    rows = await db.fetch(
        "SELECT category_id, path FROM categories WHERE category_id = ANY($1::bigint[])", category.tolist()
    )
    above = {row["category_id"]: list(row["path"]) for row in rows}
    return [[*(step for step in above.get(one, ()) if step != one), one] for one in category.tolist()]
