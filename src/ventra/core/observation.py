"""What one visit saw of one product, as a value. `None` is unknown and never 0."""

from __future__ import annotations

from typing import Literal

import msgspec

from ventra.core.product import Titles

REST, PRODUCT_PAGE, IMPORTED = 1, 2, 9
"""Where an observation came from: product REST, GraphQL product page, a file. The same visit from two sources keeps the lower."""
SourceName = Literal["rest", "product_page", "file"]
SOURCES: dict[int, SourceName] = {REST: "rest", PRODUCT_PAGE: "product_page", IMPORTED: "file"}
"""What people call them."""


class SkuState(msgspec.Struct, frozen=True, order=True, gc=False):
    """One variant as seen: stock in pieces, prices in whole soʻm."""

    sku_id: int
    stock: int | None
    price_uzs: int | None
    list_price_uzs: int | None = None


class ProductState(msgspec.Struct, frozen=True, gc=False):
    """A product's public counters as seen: orders are lifetime totals, `orders_rounded` the displayed, rounded ones."""

    orders_total: int | None
    orders_rounded: int | None
    reviews_total: int | None
    rating_x100: int | None
    price_uzs: int | None
    list_price_uzs: int | None
    stock: int | None


class Observation(msgspec.Struct, frozen=True, gc=False):
    """One visit: the instant (epoch microseconds UTC), the product's state and its variants', sorted by `sku_id`."""

    product_id: int
    seen_us: int
    state: ProductState
    skus: tuple[SkuState, ...] = ()
    source: int = REST


class Known(msgspec.Struct, frozen=True, gc=False):
    """What a visit or a file also tells of a product for the catalogue; `None` leaves the catalogue as it is."""

    product_id: int
    titles: Titles | None = None
    category_id: int | None = None
    seller_id: int | None = None
