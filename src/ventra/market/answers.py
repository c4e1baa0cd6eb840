"""What categories and shops answer of the market: typed values that are the OpenAPI schema as well. Terms: docs/market.md."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

import msgspec

from ventra.catalog.answers import CategoryName, SellerName
from ventra.core.day_state import DayState
from ventra.core.estimate import Estimate, Ranged
from ventra.core.product import Titles
from ventra.core.shares import Level

Verdict = Literal["up", "down"]


class MarketGrowth(msgspec.Struct, frozen=True):
    """Units of 7 closed days against the 7 before, on days observed in both weeks, over the `compared` products that have enough.

    0.25 is a quarter more. There is no verdict where the interval holds 0.
    """

    point: float | None
    low: float | None
    high: float | None
    verdict: Verdict | None
    compared: int


class MarketSize(msgspec.Struct, frozen=True, kw_only=True):
    """Sums over active products; `counted_7` and `counted_28` of them have a number of units in that window."""

    products: int
    counted_7: int
    counted_28: int
    days_7: Estimate
    days_28: Estimate
    revenue_7: Estimate
    revenue_28: Estimate
    growth: MarketGrowth


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """A part of a market in 28 closed days; `share` is of the revenue whose owner is known, 0-1."""

    products: int
    days_28: Estimate
    revenue_28: Estimate
    share: Ranged


class SellerPart(Part, frozen=True, kw_only=True):
    """What one shop sells of a category."""

    seller: SellerName


class CategoryPart(Part, frozen=True, kw_only=True):
    """What a shop sells in one category."""

    category: CategoryName


class RestPart(Part, frozen=True, kw_only=True):
    """All `members` that are not named one by one, together."""

    members: int


class PriceSegment(Part, frozen=True, kw_only=True):
    """Products whose price now is at least `from_uzs` and below `to_uzs`; null: no such bound."""

    from_uzs: int | None
    to_uzs: int | None


class Hhi(msgspec.Struct, frozen=True):
    """Concentration of revenue by shop in 28 closed days: Herfindahl-Hirschman index, 0-10 000, and the word for it."""

    index: Ranged
    level: Level


class ChildCategory(msgspec.Struct, frozen=True, kw_only=True):
    """A category directly below, with all below it."""

    category: CategoryName
    products: int
    days_28: Estimate
    revenue_28: Estimate
    growth: MarketGrowth


class Market(msgspec.Struct, frozen=True, kw_only=True):
    """What a category and a shop have in common. Windows end with `as_of`.

    `newcomers` were first seen here within 30 days; `watched_since` is when the first of all these products was. `unpriced`
    products are in no segment, for their price is not known.
    """

    as_of: date | None
    size: MarketSize
    newcomers: int
    watched_since: datetime | None
    segments: list[PriceSegment]
    unpriced: int


class CategoryMarket(Market, frozen=True, kw_only=True):
    """A category with all below it: its size, who shares it, and its prices. `path` leads from the topmost to it."""

    category_id: int
    titles: Titles
    path: list[CategoryName]
    sellers: int
    concentration: Hhi | None
    leaders: list[SellerPart]
    others: RestPart | None
    children: list[ChildCategory]


class CategoryDay(msgspec.Struct, frozen=True, gc=False):
    """A closed day: units and revenue of the goods that are known, so many of them each.

    Where some are not known the sum is *imputed*, and a floor for the whole. `provisional` until 48 hours after the day ended.
    """

    day: date
    units: Estimate
    revenue: Estimate
    state: DayState | Literal["no_data"]
    units_known: int
    revenue_known: int


class CategorySales(msgspec.Struct, frozen=True, rename={"first": "from", "last": "to"}, kw_only=True):
    """Daily sales of all goods on sale now below a category: every closed day is there, today is not.

    Of its `products` at least `least_known` must be known of a day for it to stand beside others in a line: with fewer, the sum
    looks like a fall that is none. `first_day` is the first one that anything is known of.
    """

    category_id: int
    first: date
    last: date
    first_day: date | None
    products: int
    least_known: int
    days: list[CategoryDay]


class PriceMove(msgspec.Struct, frozen=True, kw_only=True):
    """A product whose price is another than before the period: `change` is −0.1 for a tenth less."""

    product_id: int
    titles: Titles
    photo_url: str | None
    price_then_uzs: int
    price_now_uzs: int
    change: float | None
    seen_at: datetime


class PriceMoves(msgspec.Struct, frozen=True, kw_only=True):
    """Prices now against those seen last before the Tashkent day `since` began, the largest change first.

    `up`, `down` and `same` count products; `unknown` ones were not seen on both sides of that moment.
    """

    days: Literal[7, 28]
    since: date
    up: int
    down: int
    same: int
    unknown: int
    items: list[PriceMove]


class SellerMarket(Market, frozen=True, kw_only=True):
    """A shop: what it sells, in which categories, at what prices, and how its prices moved; counters are lifetime totals."""

    seller_id: int
    title: str | None
    slug: str | None
    orders_total: int | None
    reviews_total: int | None
    rating: float | None
    seen_at: datetime | None
    categories: list[CategoryPart]
    others: RestPart | None
    moves: PriceMoves
