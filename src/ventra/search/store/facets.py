"""What was found, by category, shop, price and stock."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from ventra.catalog.answers import CategoryName, SellerName
from ventra.core.product import Titles
from ventra.core.segments import QUANTILES, bounds
from ventra.infra.db import Connection
from ventra.search.answers import CategoryFacet, FoundFacets, PriceFacet, SellerFacet

MOST = 20
_OF = """
SELECT p.category_id, c.title_uz, c.title_ru, p.seller_id, s.title, s.slug, l.price_uzs, l.stock
  FROM products p
  LEFT JOIN product_latest l USING (product_id)
  LEFT JOIN categories c ON c.category_id = p.category_id
  LEFT JOIN sellers s ON s.seller_id = p.seller_id
 WHERE p.product_id = ANY($1::bigint[])
"""


async def facets(db: Connection, product_ids: Sequence[int]) -> FoundFacets:
    """Of these products."""
    rows = await db.fetch(_OF, list(product_ids))
    categories = Counter(row["category_id"] for row in rows if row["category_id"] is not None)
    sellers = Counter(row["seller_id"] for row in rows if row["seller_id"] is not None)
    named = {row["category_id"]: Titles(row["title_uz"], row["title_ru"]) for row in rows}
    shops = {row["seller_id"]: (row["title"], row["slug"]) for row in rows}
    stocks = [row["stock"] for row in rows if row["stock"] is not None]
    return FoundFacets(
        categories=[CategoryFacet(CategoryName(one, named[one]), n) for one, n in _largest(categories)],
        sellers=[SellerFacet(SellerName(one, *shops[one]), n) for one, n in _largest(sellers)],
        prices=_prices([row["price_uzs"] for row in rows if row["price_uzs"] is not None]),
        in_stock=sum(stock > 0 for stock in stocks),
        out_of_stock=sum(stock <= 0 for stock in stocks),
    )


def _largest(counts: Counter[int]) -> list[tuple[int, int]]:
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:MOST]


def _prices(prices: list[int]) -> list[PriceFacet]:
    if not prices:
        return []
    between = bounds([round(price) for price in np.quantile(prices, QUANTILES).tolist()])
    ends = [None, *between, None]
    return [
        PriceFacet(
            low,
            high,
            sum((low is None or price >= low) and (high is None or price < high) for price in prices),
        )
        for low, high in pairwise(ends)
    ]
