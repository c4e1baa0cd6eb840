"""What a search finds: cards of colour groups, so that a product with three colours shows up three times."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from ventra.simulator.catalogue import Catalogue
from ventra.simulator.categories import leaves_below
from ventra.simulator.chance import Purpose, chance
from ventra.simulator.market import Market
from ventra.simulator.prices import Int64
from ventra.simulator.shop import Shops
from ventra.simulator.titles import titles_of

SORTS = ("BY_RELEVANCE_DESC", "BY_ORDERS_NUMBER_DESC", "BY_PRICE_ASC", "BY_PRICE_DESC", "BY_RATING_DESC")
BY_PRICE = {"BY_PRICE_ASC": 1, "BY_PRICE_DESC": -1}
MOST_REMEMBERED = 64
_PLAIN = str.maketrans({"ʻ": None, "'": None, "‘": None, "’": None, "ʼ": None, "`": None, ",": " "})


@dataclass(frozen=True, slots=True)
class Query:
    """What is searched for; everything given must hold."""

    text: str = ""
    category_id: int | None = None
    shop_id: int | None = None
    sort: str = "BY_RELEVANCE_DESC"
    prices: tuple[int, int] | None = None
    """Lowest and highest price of what is shown, both inside."""


class Search:
    """The cards of a market. `card` numbers them: a product's place times 16, plus the colour."""

    def __init__(self, market: Market, shops: Shops) -> None:
        self._market, self._shops = market, shops
        catalogue = market.catalogue
        count = np.maximum(catalogue.colours[:, 0], 1).astype(np.int64)
        self._product = np.repeat(np.arange(len(catalogue)), count)
        colour = np.arange(len(self._product)) - np.repeat(np.cumsum(count) - count, count)
        self._card = self._product * 16 + colour
        mood = chance(market.spec.seed, Purpose.SELLERS, 1).normal(0, 0.7, len(self._card))
        self._relevance = np.log(market.habits.rate[self._product]) + mood - 0.8 * colour
        self._words: list[str] = []
        self._remembered: OrderedDict[Query, Int64] = OrderedDict()

    def cards(self, query: Query, at_us: int) -> Int64:
        """All cards that a query finds at an instant, in its order; prices are those of the instant."""
        unpriced = replace(query, prices=None)
        found = self._remembered.get(unpriced)
        if found is None:
            found = self._remembered[unpriced] = self._ordered(unpriced)
            if len(self._remembered) > MOST_REMEMBERED:
                self._remembered.popitem(last=False)
        found = found[self._market.on_sale(found >> 4, np.full(len(found), at_us, np.int64))]
        if query.prices is not None or query.sort in BY_PRICE:
            price = self.prices(found, at_us)
            if query.sort in BY_PRICE:
                order = np.argsort(BY_PRICE[query.sort] * price, kind="stable")
                found, price = found[order], price[order]
            if query.prices is not None:
                found = found[(query.prices[0] <= price) & (price <= query.prices[1])]
        return found

    def prices(self, cards: Int64, at_us: int) -> Int64:
        """What each card costs at an instant."""
        if not len(cards):
            return np.zeros(0, np.int64)
        places, row = np.unique(cards >> 4, return_inverse=True)
        return self._market.state_at(places, at_us).price[row]

    def _ordered(self, query: Query) -> Int64:
        catalogue = self._market.catalogue
        keep = np.ones(len(catalogue), bool)
        if query.category_id is not None:
            keep &= np.isin(catalogue.leaf, leaves_below(query.category_id))
        if query.shop_id is not None:
            shop = self._shops.place_of_id(query.shop_id)
            keep &= catalogue.seller == (-1 if shop is None else shop)
        if query.text.strip():
            keep &= self._with_words(query.text)
        rows = np.flatnonzero(keep[self._product])
        return self._card[rows[np.lexsort((self._card[rows], self._rank(query.sort)[rows]))]]

    def _rank(self, sort: str) -> npt.NDArray[np.float64]:
        habits = self._market.habits
        match sort:
            case "BY_ORDERS_NUMBER_DESC":
                return -habits.orders_before[self._product].astype(np.float64)
            case "BY_RATING_DESC":
                return -habits.quality[self._product]
            case _:
                return -self._relevance

    def _with_words(self, text: str) -> npt.NDArray[np.bool_]:
        if not self._words:
            self._words = [_searchable(self._market.catalogue, place) for place in range(len(self._market))]
        wanted = [f" {word}" for word in _plain(text).split()]
        return np.array([all(word in title for word in wanted) for title in self._words], bool)


def _searchable(catalogue: Catalogue, place: int) -> str:
    both = titles_of(catalogue, place)
    return f" {_plain(both.uz)} {_plain(both.ru)}"


def _plain(text: str) -> str:
    return text.lower().translate(_PLAIN)
