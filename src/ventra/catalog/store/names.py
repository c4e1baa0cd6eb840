"""What products, categories and shops are called."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ventra.catalog.answers import CategoryName, SellerName
from ventra.core.product import Titles


async def products(db: Any, ids: Iterable[int]) -> dict[int, Titles]:
    """Titles of products by id; those that were never met are left out."""
    rows = await db.fetch(
        "SELECT product_id, title_uz, title_ru FROM products WHERE product_id = ANY($1::bigint[])", list(ids)
    )
    return {row["product_id"]: Titles(row["title_uz"], row["title_ru"]) for row in rows}


async def categories(db: Any, ids: Iterable[int]) -> dict[int, CategoryName]:
    """Categories by id; one that is not known has no titles."""
    wanted = list(ids)
    rows = await db.fetch(
        "SELECT category_id, title_uz, title_ru FROM categories WHERE category_id = ANY($1::bigint[])", wanted
    )
    unnamed = {one: CategoryName(one, Titles()) for one in wanted}
    return unnamed | {row["category_id"]: category_name(row) for row in rows}


async def sellers(db: Any, ids: Iterable[int]) -> dict[int, SellerName]:
    """Shops by id; one that is not known has no title."""
    wanted = list(ids)
    rows = await db.fetch(
        "SELECT seller_id, title, slug FROM sellers WHERE seller_id = ANY($1::bigint[])", wanted
    )
    unnamed = {one: SellerName(one, None, None) for one in wanted}
    return unnamed | {
        row["seller_id"]: SellerName(row["seller_id"], row["title"], row["slug"]) for row in rows
    }


def category_name(row: Mapping[str, Any]) -> CategoryName:
    """A category of a row that has its number and titles."""
    return CategoryName(row["category_id"], Titles(row["title_uz"], row["title_ru"]))
