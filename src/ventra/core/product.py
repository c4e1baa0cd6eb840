"""A product page as a value: what the parser makes of the marketplace's body, in our own words."""

from __future__ import annotations

import msgspec


class Titles(msgspec.Struct, frozen=True):
    """The two languages the marketplace writes titles in; either may be unknown."""

    uz: str | None = None
    ru: str | None = None


class Seller(msgspec.Struct, frozen=True):
    """A shop as its product pages show it; counters are lifetime totals."""

    id: int
    title: str
    slug: str
    orders_total: int | None
    reviews_total: int | None
    rating: float | None
    account_id: int | None = None
    """The account that the shop belongs to; several shops may have the same one."""


class Sku(msgspec.Struct, frozen=True):
    """A variant: `characteristics` maps names to value titles as sent; money in whole soʻm."""

    sku_id: int
    characteristics: dict[str, str]
    price: int
    list_price: int | None
    stock: int
    fulfilment: str | None


class CategoryNode(msgspec.Struct, frozen=True):
    """One step of a category path."""

    id: int
    title: str
    parent_id: int | None


class ProductPage(msgspec.Struct, frozen=True):
    """A complete product body (`formats.md`, "Product body, out"); `categories` and `photo_key` serve the catalogue."""

    product_id: int
    titles: Titles
    category: tuple[int, ...]
    seller: Seller
    rating: float | None
    reviews_total: int
    orders_total: int | None
    orders_total_rounded: int | None
    stock: int
    price: int
    list_price: int | None
    skus: tuple[Sku, ...]
    categories: tuple[CategoryNode, ...]
    photo_key: str | None
    unknown_fields: tuple[str, ...] = ()
