"""A shop as the product body and `GET /api/shop/{slug}` show it; its totals are those of the last midnight in Tashkent."""

from __future__ import annotations

from typing import Any

import numpy as np

from ventra.core.day import day_number_of, start_of_day_us
from ventra.simulator.market import Market
from ventra.simulator.prices import Int64


class Shops:
    """The shops of a market, by place and by slug."""

    def __init__(self, market: Market) -> None:
        self._market = market
        self._order = np.argsort(market.catalogue.seller, kind="stable")
        self._sorted = market.catalogue.seller[self._order]
        self._by_slug = {one.slug: place for place, one in enumerate(market.catalogue.sellers)}
        self._by_id = {one.seller_id: place for place, one in enumerate(market.catalogue.sellers)}
        self._totals: dict[tuple[int, int], tuple[int, int]] = {}
        self._day = -1

    def place_of(self, slug: str) -> int | None:
        """The shop with this slug."""
        return self._by_slug.get(slug)

    def place_of_id(self, seller_id: int) -> int | None:
        """The shop with this number."""
        return self._by_id.get(seller_id)

    def products(self, shop: int) -> Int64:
        """Places of a shop's products."""
        low, high = np.searchsorted(self._sorted, (shop, shop + 1))
        return np.sort(self._order[low:high]).astype(np.int64)

    def body(self, shop: int, at_us: int) -> dict[str, Any]:
        """The shop's card with its totals."""
        one = self._market.catalogue.sellers[shop]
        orders, reviews = self._totals_of(shop, at_us)
        return {
            "id": one.seller_id,
            "title": one.title,
            "link": one.slug,
            "banner": None,
            "avatar": None,
            "description": one.title,
            "hasCharityProducts": False,
            "registrationDate": one.registered_ms,
            "rating": one.rating if reviews else 0,
            "reviews": reviews,
            "orders": orders,
            "official": False,
            "contacts": [],
            "categories": [],
            "currentCategory": None,
            "filters": [],
            "appliedFilters": [],
            "priceFilter": None,
            "totalProducts": 0,
            "parents": [],
            "products": [],
            "sellerAccountId": one.account_id,
            "info": None,
        }

    def _totals_of(self, shop: int, at_us: int) -> tuple[int, int]:
        """Orders and reviews of all its products, and of those it sold before this market began."""
        day = int(day_number_of(at_us))
        if day != self._day:
            self._totals.clear()
            self._day = day
        found = self._totals.get((shop, day))
        if found is None:
            places = self.products(shop)
            before = self._market.catalogue.sellers[shop].orders_before
            orders, reviews = before, before // 9
            if len(places):
                midnight = max(int(start_of_day_us(day)), self._market.start_us)
                states = self._market.state_at(places, midnight)
                orders, reviews = orders + int(states.orders.sum()), reviews + int(states.reviews.sum())
            found = self._totals[shop, day] = (orders, reviews)
        return found
