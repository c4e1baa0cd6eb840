"""The one GraphQL endpoint: reads which operation is asked for, refuses what the marketplace refuses, answers the rest."""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from ventra.simulator.cards import PRICE_FILTER_ID, search_result
from ventra.simulator.market import Market
from ventra.simulator.product_page import product_page, suggestions
from ventra.simulator.search import SORTS, Query, Search
from ventra.simulator.shop import Shops
from ventra.simulator.titles import Language

MOST_A_PAGE = 100
WINDOW = 10_000


class _Pagination(msgspec.Struct, frozen=True):
    offset: int
    limit: int


class _Range(msgspec.Struct, frozen=True):
    min: int
    max: int


class _Filter(msgspec.Struct, frozen=True):
    """The price filter, the only one this market has."""

    id: int
    type: Literal["RANGED_VALUE"]
    range: _Range


class _SearchInput(msgspec.Struct, frozen=True, rename="camel"):
    """The keys of `MakeSearchQueryInput` that change what is found; the marketplace insists on the first three."""

    filters: list[_Filter]
    sort: str
    pagination: _Pagination
    show_adult_content: str = "NONE"
    text: str = ""
    category_id: str | int | None = None
    shop_id: str | int | None = None
    offer_category_id: str | int | None = None


class _Variables(msgspec.Struct, frozen=True, rename="camel"):
    query_input: _SearchInput | None = None
    id: int | None = None
    product_id: int | None = None
    suggestions: dict[str, Any] | None = msgspec.field(default=None, name="GetSuggestionsInput")


class _Request(msgspec.Struct, frozen=True, rename="camel"):
    query: str
    variables: _Variables = _Variables()
    operation_name: str | None = None


Answer = tuple[int, dict[str, Any]]


class GraphQL:
    """Answers (HTTP status and body) of one market."""

    def __init__(self, market: Market, shops: Shops, window: int = WINDOW) -> None:
        self._market, self._shops, self._window = market, shops, window
        self._search = Search(market, shops)

    def answer(self, raw: bytes, at_us: int, language: Language) -> Answer:
        """The answer to a posted body."""
        try:
            asked = msgspec.json.decode(raw, type=_Request)
        except msgspec.MsgspecError as wrong:
            return 400, _errors(str(wrong), "VALIDATION_INVALID_TYPE_VARIABLE")
        if "makeSearch" in asked.query:
            return self._make_search(asked, at_us, language)
        if "productPage" in asked.query:
            return self._product_page(asked, at_us, language)
        if "getSuggestions" in asked.query:
            text = str((asked.variables.suggestions or {}).get("text", ""))
            blocks = suggestions(self._market, self._shops, text, at_us, language)
            return 200, {"data": {"getSuggestions": {"blocks": blocks}}}
        return 400, _errors("Cannot query this field on type Query", "GRAPHQL_VALIDATION_FAILED")

    def _make_search(self, asked: _Request, at_us: int, language: Language) -> Answer:
        wish = asked.variables.query_input
        if wish is None or wish.sort not in SORTS:
            return 400, _errors("invalid type for variable: 'queryInput'", "VALIDATION_INVALID_TYPE_VARIABLE")
        try:
            category_id, shop_id = _number(wish.category_id), _number(wish.shop_id)
            query = Query(wish.text, category_id, shop_id, wish.sort, _prices(wish.filters))
        except ValueError:
            return 400, _errors("invalid type for variable: 'queryInput'", "VALIDATION_INVALID_TYPE_VARIABLE")
        offset, limit = wish.pagination.offset, wish.pagination.limit
        if not 0 <= limit <= MOST_A_PAGE:
            return 200, _failed("makeSearch", f"limit must be between 0 and {MOST_A_PAGE}")
        if offset < 0 or offset + limit > self._window:
            return 200, _failed("makeSearch", f"offset is outside the window of {self._window} results")
        cards = self._search.cards(query, at_us)
        if wish.offer_category_id is not None:
            cards = cards[:0]
        found = search_result(
            self._market,
            query,
            cards,
            cards[offset : offset + limit],
            at_us,
            language,
            prices=self._search.prices(cards, at_us) if "facets" in asked.query else None,
            with_orders="ordersQuantity" in asked.query,
        )
        return 200, {"data": {"makeSearch": found}}

    def _product_page(self, asked: _Request, at_us: int, language: Language) -> Answer:
        wanted = asked.variables.id if asked.variables.id is not None else asked.variables.product_id
        place = None if wanted is None else self._market.catalogue.place_of(wanted)
        state = None if place is None else self._market.state_at(place, at_us)
        if state is None or not state.on_sale[0]:
            return 200, _failed(
                "productPage",
                "The field at path '/productPage/product' was declared as a non null type, but is null",
            )
        return 200, {"data": {"productPage": product_page(self._market, self._shops, state, language)}}


def _prices(filters: list[_Filter]) -> tuple[int, int] | None:
    """The prices that all filters allow; `ValueError` for a filter that this market does not have."""
    if any(one.id != PRICE_FILTER_ID for one in filters):
        raise ValueError("no such filter")
    if not filters:
        return None
    return max(one.range.min for one in filters), min(one.range.max for one in filters)


def _number(value: str | int | None) -> int | None:
    return None if value is None or value == "" else int(value)


def _errors(message: str, code: str) -> dict[str, Any]:
    return {"errors": [{"message": message, "extensions": {"code": code}}]}


def _failed(field: str, message: str) -> dict[str, Any]:
    where = {"classification": "DataFetchingException", "service": "discovery"}
    return {"data": {field: None}, "errors": [{"message": message, "path": [field], "extensions": where}]}
