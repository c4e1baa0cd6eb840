"""What search answers: typed values that are the OpenAPI schema as well. Terms: docs/search.md."""

from __future__ import annotations

from typing import Literal

import msgspec

from ventra.catalog.answers import CategoryName, ProductRow, SellerName
from ventra.core.same_goods import Reason

Way = Literal["exact", "words", "meaning"]


class Hit(msgspec.Struct, frozen=True):
    """Why a product was found: it has every brand and model asked for, or words of the query, or is near in meaning alone.

    `words` is the share of the query its title says, a translation counting less.
    """

    product_id: int
    way: Way
    words: float
    nearness: float | None


class CategoryFacet(msgspec.Struct, frozen=True):
    """How many of what was found are in a category."""

    category: CategoryName
    products: int


class SellerFacet(msgspec.Struct, frozen=True):
    """How many of what was found a shop sells."""

    seller: SellerName
    products: int


class PriceFacet(msgspec.Struct, frozen=True):
    """How many of what was found cost from `low_uzs` up to just below `high_uzs`; `null` is open."""

    low_uzs: int | None
    high_uzs: int | None
    products: int


class FoundFacets(msgspec.Struct, frozen=True):
    """What was found by category, shop, price and stock, the largest first; goods of which that is unknown are in none."""

    categories: list[CategoryFacet]
    sellers: list[SellerFacet]
    prices: list[PriceFacet]
    in_stock: int
    out_of_stock: int


class SearchAnswer(msgspec.Struct, frozen=True):
    """Products best first. `total` are those that were met and ranked: of what is common the catalogue has more.

    `hits` are parallel to `items`; `version` is the model's that understood the query, 0 before the first.
    """

    items: list[ProductRow]
    next_cursor: None
    total: int
    hits: list[Hit]
    facets: FoundFacets | None
    version: int


class SimilarProduct(msgspec.Struct, frozen=True):
    """A product near another one: the cosine of their vectors, up to 1, and whether both are in one cluster."""

    product: ProductRow
    nearness: float
    same_goods: bool


class ClusterMember(msgspec.Struct, frozen=True):
    """A product of a cluster, how alike it is to the one all were compared with, and why; that one has no reason."""

    product: ProductRow
    likeness: float
    reason: Reason | None


class GoodsCluster(msgspec.Struct, frozen=True):
    """The same goods by different sellers; `sellers` are those known."""

    cluster_id: int
    sellers: int
    members: list[ClusterMember]


class Similar(msgspec.Struct, frozen=True):
    """What is like a product: the cluster it is in, `null` where nobody else offers the same, and what is near it."""

    product_id: int
    cluster: GoodsCluster | None
    items: list[SimilarProduct]
