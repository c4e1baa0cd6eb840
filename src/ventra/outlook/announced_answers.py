"""Announced sales over HTTP: typed values that are the OpenAPI schema as well. Terms: docs/outlook.md."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from msgspec import Meta, Struct

from ventra.outlook.answers import OutlookForecast

MOST_PRICE = 10_000_000_000
Price = Annotated[int, Meta(ge=1, le=MOST_PRICE)]


class AnnouncedSale(Struct, frozen=True):
    """Days, the last one included, on which a product will cost `price_uzs`."""

    sale_id: int
    product_id: int
    first_day: date
    last_day: date
    price_uzs: int
    made_at: datetime


class AnnouncedSales(Struct, frozen=True):
    """What the organisation announced of a product and is not over yet, by its first day."""

    items: list[AnnouncedSale]


class SaleWish(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A sale to announce."""

    first_day: date
    last_day: date
    price_uzs: Price


class SaleChange(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What to change of an announced sale; what is left out stays."""

    first_day: date | None = None
    last_day: date | None = None
    price_uzs: Price | None = None


class AnnouncedOutlook(Struct, frozen=True, kw_only=True):
    """A product's forecast with what the organisation announced of it, as of the last closed day.

    `price_uzs` is what it was paid with last, which holds on all days without a sale. `felt`: the product's own past tells what
    a price does to its sales, so that the forecast moved. Where it is false, the forecast is the one without any sale: it sells
    too little, its price never changed, or no announced day is within the days forecast. Null where nothing can be forecast.
    """

    product_id: int
    closed_through: date
    price_uzs: int | None
    felt: bool
    sales: list[AnnouncedSale]
    forecast: OutlookForecast | None
