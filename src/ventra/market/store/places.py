"""Where a category stands, with those above and below it, and what a shop shows of itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ventra.catalog.answers import CategoryName
from ventra.catalog.store import names
from ventra.catalog.store.rows import rating
from ventra.core.product import Titles
from ventra.errors import NotFound

MOST_CHILDREN = 200


@dataclass(frozen=True, slots=True)
class Place:
    """A category, the way to it from the topmost one, and those directly below it."""

    titles: Titles
    path: list[CategoryName]
    children: list[CategoryName]


@dataclass(frozen=True, slots=True)
class Shop:
    """A shop with its lifetime counters, as its product pages showed them last."""

    title: str | None
    slug: str | None
    orders_total: int | None
    reviews_total: int | None
    rating: float | None
    seen_at: datetime | None


async def place(db: Any, category_id: int) -> Place:
    """Where a category stands; `NotFound` when it is not known."""
    path = await db.fetchval("SELECT path FROM categories WHERE category_id = $1", category_id)
    if path is None:
        raise NotFound(f"no category {category_id}", category_id=category_id)
    way = [*(one for one in path if one != category_id), category_id]
    named = await names.categories(db, way)
    rows = await db.fetch(
        "SELECT category_id, title_uz, title_ru FROM categories WHERE parent_id = $1 "
        f"ORDER BY category_id LIMIT {MOST_CHILDREN}",
        category_id,
    )
    return Place(
        named[category_id].titles, [named[one] for one in way], [names.category_name(row) for row in rows]
    )


async def shop(db: Any, seller_id: int) -> Shop:
    """A shop; `NotFound` when it is not known."""
    row = await db.fetchrow(
        "SELECT title, slug, orders_total, reviews_total, rating_x100, seen_at FROM sellers WHERE seller_id = $1",
        seller_id,
    )
    if row is None:
        raise NotFound(f"no seller {seller_id}", seller_id=seller_id)
    return Shop(
        row["title"],
        row["slug"],
        row["orders_total"],
        row["reviews_total"],
        rating(row["rating_x100"]),
        row["seen_at"],
    )
