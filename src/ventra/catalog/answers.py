"""What the catalogue answers over HTTP: typed values that are the OpenAPI schema as well."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

import msgspec

from ventra.core.estimate import Estimate, Figures
from ventra.core.product import Titles

PHOTO_URL = "https://images.uzum.uz/{key}/t_product_240_high.jpg"
MARKET_URL = "https://uzum.uz/product/{product_id}"


def photo_url(key: str | None, *, simulated: bool) -> str | None:
    """Where a product's photo is; in a simulated market nothing outside is pointed at."""
    return PHOTO_URL.format(key=key) if key and not simulated else None


class CategoryName(msgspec.Struct, frozen=True):
    """A category by id and name."""

    category_id: int
    titles: Titles


class SellerName(msgspec.Struct, frozen=True):
    """A shop by id and name."""

    seller_id: int
    title: str | None
    slug: str | None


class ProductRow(msgspec.Struct, frozen=True, kw_only=True):
    """A product as lists show it: its newest sighting and its figures."""

    product_id: int
    titles: Titles
    state: Literal["active", "gone"]
    photo_url: str | None
    category: CategoryName | None
    seller: SellerName | None
    price_uzs: int | None
    list_price_uzs: int | None
    stock: int | None
    orders_total: int | None
    orders_rounded: int | None
    reviews_total: int | None
    rating: float | None
    seen_at: datetime | None
    first_seen: datetime | None
    tracked: bool
    figures: Figures


class ProductList(msgspec.Struct, frozen=True):
    """A page of products; `total` counts all that match."""

    items: list[ProductRow]
    next_cursor: str | None
    total: int


class Variant(msgspec.Struct, frozen=True, kw_only=True):
    """A variant of a product: its newest sighting and its last 7 and 28 closed days."""

    sku_id: int
    characteristics: dict[str, str]
    fulfilment: Literal["FBO", "FBS", "DBS"] | None
    price_uzs: int | None
    list_price_uzs: int | None
    stock: int | None
    seen_at: datetime
    units_7: Estimate
    units_28: Estimate


class Visits(msgspec.Struct, frozen=True):
    """How often a product is visited, when next, and how the last visit went."""

    every_seconds: int
    due_at: datetime
    last_visit: datetime | None
    last_outcome: str | None


class Product(ProductRow, frozen=True, kw_only=True):
    """A product with its variants, where it stands in the catalogue, and how it is watched."""

    variants: list[Variant]
    market_url: str
    category_path: list[CategoryName]
    visits: Visits | None
    days_known: int
    first_day: date | None


class Tracked(msgspec.Struct, frozen=True):
    """Whether a product is tracked."""

    product_id: int
    tracked: bool


class Category(msgspec.Struct, frozen=True, kw_only=True):
    """A category; `products` includes those of all its descendants, `path` leads from the topmost to it."""

    category_id: int
    parent_id: int | None
    titles: Titles
    path: list[int]
    products: int
    leaf: bool


class CategoryList(msgspec.Struct, frozen=True):
    """The whole tree, parents before their children."""

    items: list[Category]


class CategoryWithChildren(Category, frozen=True, kw_only=True):
    """A category and those directly below it."""

    children: list[Category]


class SellerRow(msgspec.Struct, frozen=True, kw_only=True):
    """A shop with its lifetime counters and the sum of its products' last 7 closed days."""

    seller_id: int
    title: str | None
    slug: str | None
    products: int
    orders_total: int | None
    reviews_total: int | None
    rating: float | None
    units_7: Estimate
    revenue_7: Estimate


class SellerList(msgspec.Struct, frozen=True):
    """A page of shops; `total` counts all that match."""

    items: list[SellerRow]
    next_cursor: str | None
    total: int


class Seller(SellerRow, frozen=True, kw_only=True):
    """A shop, when it was last seen, and when its first product was."""

    seen_at: datetime | None
    first_seen: datetime | None
