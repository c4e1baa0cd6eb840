"""Pure: one page of `makeSearch`, what to send for it and what its answer means."""

from __future__ import annotations

from typing import Any

import msgspec

from ventra.collect.uzum.door import MAX_COUNT, Fields, decode
from ventra.collect.uzum.inside import code_of, errors_in, is_429, message_of
from ventra.errors import PageChanged, Throttled

PAGE_LIMIT = 100
LAST_OFFSET = 9_800
"""The marketplace lets at most 10,000 results be paged; reports differ on whether 9,900 still answers, so we stop before."""

CARDS = ("SkuGroupCard", "ProductCard")
PRICE_FILTER_ID, RANGED = 0, "RANGED_VALUE"
"""The facet "price" of every recorded answer. How the site sends it back is not public: see `docs/decisions/0010`."""
LIST_ORDERS = ("BY_RELEVANCE_DESC", "BY_ORDERS_NUMBER_DESC", "BY_PRICE_ASC", "BY_PRICE_DESC")
"""Orders in which a list can be read; the first two are confirmed, the others are asked boldly."""
CONFIRMED_ORDERS = 2

_CARDS = "total items { catalogCard { __typename ... on SkuGroupCard { productId } minSellPrice id } }"
_AROUND = (
    "categoryTree { category { id parent { id } } total } facets { filter { id type } range { min max } }"
)
_QUERY = "query getMakeSearch($queryInput: MakeSearchQueryInput!) { makeSearch(query: $queryInput) { %s } }"
QUERY = _QUERY % _CARDS
WIDE_QUERY = _QUERY % f"{_CARDS} {_AROUND}"


class PriceRange(msgspec.Struct, frozen=True):
    """Prices from `low` up to, and without, `below`, in whole soʻm."""

    low: int
    below: int


class SearchPage(msgspec.Struct, frozen=True):
    """What a page of a search shows. `total` counts cards, not products; several cards may show one product.

    `prices_uzs` has one price a card, `None` where the card gives none. `other_cards` are of a kind that names no product.
    """

    total: int | None
    product_ids: tuple[int, ...]
    cards: int
    beyond_window: bool = False
    partial_errors: int = 0
    prices_uzs: tuple[int | None, ...] = ()
    other_cards: int = 0
    refused: bool = False


class SubCategory(msgspec.Struct, frozen=True):
    """A category that a search lists around its results, and how many of them lie in it."""

    category_id: int
    parent_id: int
    total: int


class WidePage(msgspec.Struct, frozen=True):
    """A page with what stands around it: categories that have a parent, and whether prices can be filtered."""

    page: SearchPage
    listed: tuple[SubCategory, ...] = ()
    priced: bool = False

    def below(self, category_id: int) -> tuple[SubCategory, ...]:
        """The sub-categories right below one; the list may also show those beside and above it."""
        return tuple(one for one in self.listed if one.parent_id == category_id)


def search_request(
    offset: int,
    *,
    category_id: int | None = None,
    shop_id: int | None = None,
    text: str | None = None,
    prices: PriceRange | None = None,
    order: str = LIST_ORDERS[0],
    wide: bool = False,
) -> dict[str, Any]:
    """The body to POST for a page of a category, a shop or a text."""
    query_input: dict[str, Any] = {
        "showAdultContent": "TRUE",
        "filters": [] if prices is None else [_price_filter(prices)],
        "sort": order,
        "pagination": {"offset": offset, "limit": PAGE_LIMIT},
    }
    if category_id is not None:
        query_input["categoryId"] = str(category_id)
    if shop_id is not None:
        query_input["shopId"] = str(shop_id)
    if text is not None:
        query_input["text"] = text
    query = WIDE_QUERY if wide else QUERY
    return {"operationName": "getMakeSearch", "query": query, "variables": {"queryInput": query_input}}


def is_bold(prices: PriceRange | None, order: str, wide: bool) -> bool:
    """Whether a request has a part whose shape nobody has confirmed."""
    return prices is not None or wide or order not in LIST_ORDERS[:CONFIRMED_ORDERS]


def _price_filter(prices: PriceRange) -> dict[str, Any]:
    """The facet as the answers show it, with both ends inside the range."""
    ends = {"min": prices.low, "max": min(prices.below - 1, MAX_COUNT)}
    return {"id": PRICE_FILTER_ID, "type": RANGED, "range": ends}


def parse_search(body: bytes, url: str = "makeSearch") -> SearchPage:
    """A page of results. Data beside errors is kept; without data the errors speak: a 429 inside a 200 is `Throttled`, a
    message about the offset the end of the window, anything else `PageChanged`."""
    found = _parsed(body, url).page
    if found.refused:
        raise PageChanged(url, "the query is refused")
    return found


def parse_bold(body: bytes, url: str = "makeSearch") -> WidePage:
    """As `parse_search`, with what stands around the page; a query that is refused as a whole is `page.refused`."""
    return _parsed(body, url)


def _parsed(body: bytes, url: str) -> WidePage:
    root = Fields(url, "body", decode(body, url))
    errors = errors_in(root)
    data = root.raw.get("data")
    found = data.get("makeSearch") if isinstance(data, dict) else None
    if found is None:
        return WidePage(_without_data(errors, url))
    result = Fields(url, "makeSearch", found)
    if result.take("items") is None and errors:
        return WidePage(_without_data(errors, url))
    return WidePage(_page(result, len(errors)), _below(result), _priced(result))


def _page(result: Fields, partial_errors: int) -> SearchPage:
    cards = [
        Fields(result.where, "makeSearch.items[]", item).object("catalogCard")
        for item in result.items("items")
    ]
    groups = [card for card in cards if _shows_a_product(card)]
    ids = (card.whole("productId", low=1) for card in groups)
    return SearchPage(
        total=result.count("total"),
        product_ids=tuple(dict.fromkeys(ids)),
        cards=len(cards),
        partial_errors=partial_errors,
        prices_uzs=tuple(card.money("minSellPrice") if card.has("minSellPrice") else None for card in cards),
        other_cards=len(cards) - len(groups),
    )


def _below(result: Fields) -> tuple[SubCategory, ...]:
    if not result.has("categoryTree"):
        return ()
    entries = [(entry, entry.object("category")) for entry in result.objects("categoryTree")]
    return tuple(
        SubCategory(_id(category), _id(category.object("parent")), entry.whole("total"))
        for entry, category in entries
        if category.has("parent")
    )


def _id(category: Fields) -> int:
    """A category's number, which the marketplace also writes as text."""
    value = category.take("id")
    if isinstance(value, str) and value.isdecimal() and len(value) <= 16:
        return int(value)
    return category.whole("id", low=1)


def _priced(result: Fields) -> bool:
    """Whether the page offers its price filter."""
    if not result.has("facets"):
        return False
    filters = [facet.object("filter") for facet in result.objects("facets")]
    return any(
        one.take("type") == RANGED and one.take("id") in (PRICE_FILTER_ID, str(PRICE_FILTER_ID))
        for one in filters
    )


def _shows_a_product(card: Fields) -> bool:
    """Whether a card says which product it is of; one of a kind nobody knows would else be passed over in silence."""
    kind = card.text("__typename")
    if kind not in CARDS:
        raise card.wrong("__typename", "is a kind of card that nobody knows")
    return kind == "SkuGroupCard"


def refused(body: bytes, url: str) -> bool:
    """Whether a GraphQL answer says that the token is not taken; it may say so with HTTP 200."""
    if b"nauthorized" not in body and b"UNAUTHORIZED" not in body:
        return False
    root = Fields(url, "body", decode(body, url))
    data = root.raw.get("data")
    empty = not isinstance(data, dict) or all(value is None for value in data.values())
    return empty and any(
        code_of(e) == "UNAUTHORIZED" or message_of(e) == "Unauthorized" for e in errors_in(root)
    )


def _without_data(errors: list[dict[str, Any]], url: str) -> SearchPage:
    if any(is_429(error) for error in errors):
        raise Throttled(f"{url}: 429 inside 200", where=url)
    empty = SearchPage(total=None, product_ids=(), cards=0, partial_errors=len(errors))
    if any("VALIDATION" in str(code_of(error)) for error in errors):
        return msgspec.structs.replace(empty, refused=True)
    if any("offset" in message_of(error).lower() for error in errors):
        return msgspec.structs.replace(empty, beyond_window=True)
    raise PageChanged(url, f"no makeSearch; {len(errors)} errors")
