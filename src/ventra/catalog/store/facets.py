"""By what a watchlist can be narrowed: the categories and shops of what is tracked."""

from __future__ import annotations

import msgspec

from ventra.catalog.answers import CategoryName, SellerName
from ventra.core.product import Titles
from ventra.infra.db import Connection

MOST = 500


class CategoryFacet(CategoryName, frozen=True):
    """A category, and how many tracked products are in it itself."""

    products: int


class SellerFacet(SellerName, frozen=True):
    """A shop, and how many of its products are tracked."""

    products: int


class Facets(msgspec.Struct, frozen=True):
    """The categories and shops of tracked products, those of most products first; at most 500 of each."""

    categories: list[CategoryFacet]
    sellers: list[SellerFacet]


async def of_tracked(db: Connection, org_id: int) -> Facets:
    """What an organisation tracks, by category and by shop."""
    categories = await db.fetch(
        """
        SELECT c.category_id, c.title_uz, c.title_ru, count(*) AS products
          FROM trackers t JOIN products p ON p.product_id = t.product_id JOIN categories c ON c.category_id = p.category_id
         WHERE t.org_id = $1 GROUP BY c.category_id ORDER BY count(*) DESC, c.category_id LIMIT $2
        """,
        org_id,
        MOST,
    )
    sellers = await db.fetch(
        """
        SELECT s.seller_id, s.title, s.slug, count(*) AS products
          FROM trackers t JOIN products p ON p.product_id = t.product_id JOIN sellers s ON s.seller_id = p.seller_id
         WHERE t.org_id = $1 GROUP BY s.seller_id ORDER BY count(*) DESC, s.seller_id LIMIT $2
        """,
        org_id,
        MOST,
    )
    return Facets(
        [
            CategoryFacet(row["category_id"], Titles(row["title_uz"], row["title_ru"]), row["products"])
            for row in categories
        ],
        [SellerFacet(**row) for row in sellers],
    )


async def names(
    db: Connection, *, category_id: int | None, seller_id: int | None
) -> tuple[Titles | None, str | None]:
    """What a category and a shop are called; `None` for one that is not asked for or has no name."""
    row = await db.fetchrow(
        "SELECT (SELECT title_uz FROM categories WHERE category_id = $1) AS uz, "
        "(SELECT title_ru FROM categories WHERE category_id = $1) AS ru, "
        "(SELECT title FROM sellers WHERE seller_id = $2) AS seller",
        category_id,
        seller_id,
    )
    titles = Titles(row["uz"], row["ru"])
    return (titles if titles.uz or titles.ru else None), row["seller"]
