"""The category tree with how many products stand below each node."""

from __future__ import annotations

from typing import Any

from ventra.catalog.answers import Category, CategoryList, CategoryWithChildren
from ventra.core.product import Titles
from ventra.errors import NotFound

_TREE = """
WITH own AS (
    SELECT category_id, count(*) AS n FROM products WHERE category_id IS NOT NULL GROUP BY category_id
), below AS (
    SELECT above.category_id, sum(own.n)::bigint AS n
    FROM own JOIN categories c ON c.category_id = own.category_id
    CROSS JOIN LATERAL (
        SELECT unnest(c.path) AS category_id UNION SELECT c.category_id
    ) above
    GROUP BY above.category_id
)
SELECT c.category_id, c.parent_id, c.title_uz, c.title_ru, c.path, coalesce(below.n, 0) AS products,
       NOT EXISTS (SELECT FROM categories child WHERE child.parent_id = c.category_id) AS leaf
FROM categories c LEFT JOIN below ON below.category_id = c.category_id
"""


async def tree(db: Any) -> CategoryList:
    """Every category, parents before their children."""
    return CategoryList([_category(row) for row in await db.fetch(_TREE + " ORDER BY c.path, c.category_id")])


async def read(db: Any, category_id: int) -> CategoryWithChildren:
    """A category with those directly below it; `NotFound` when it is not known."""
    rows = await db.fetch(
        _TREE + " WHERE c.category_id = $1 OR c.parent_id = $1 ORDER BY c.category_id", category_id
    )
    found = [_category(row) for row in rows]
    this = next((category for category in found if category.category_id == category_id), None)
    if this is None:
        raise NotFound(f"no category {category_id}", category_id=category_id)
    return CategoryWithChildren(
        category_id=this.category_id,
        parent_id=this.parent_id,
        titles=this.titles,
        path=this.path,
        products=this.products,
        leaf=this.leaf,
        children=[category for category in found if category.category_id != category_id],
    )


def _category(row: Any) -> Category:
    return Category(
        category_id=row["category_id"],
        parent_id=row["parent_id"],
        titles=Titles(row["title_uz"], row["title_ru"]),
        path=list(row["path"]),
        products=row["products"],
        leaf=row["leaf"],
    )
