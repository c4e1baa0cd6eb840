"""Pure: one page of `makeSearch`, what to send for it and what its answer means."""

from __future__ import annotations

from typing import Any

import msgspec

from ventra.collect.uzum.door import Fields, decode
from ventra.collect.uzum.inside import code_of, errors_in, is_429, message_of
from ventra.errors import PageChanged, Throttled

PAGE_LIMIT = 100
LAST_OFFSET = 9_800
"""The marketplace lets at most 10,000 results be paged; reports differ on whether 9,900 still answers, so we stop before."""

CARDS = ("SkuGroupCard", "ProductCard")
QUERY = (
    "query getMakeSearch($queryInput: MakeSearchQueryInput!) { makeSearch(query: $queryInput) { total items { catalogCard {"
    " __typename ... on SkuGroupCard { productId } id } } } }"
)


class SearchPage(msgspec.Struct, frozen=True):
    """What a page of a search shows. `total` counts cards, not products; several cards may show one product."""

    total: int | None
    product_ids: tuple[int, ...]
    cards: int
    beyond_window: bool = False
    partial_errors: int = 0


def search_request(offset: int, *, category_id: int | None = None, text: str | None = None) -> dict[str, Any]:
    """The body to POST for a page of a category or a text."""
    query_input: dict[str, Any] = {
        "showAdultContent": "TRUE",
        "filters": [],
        "sort": "BY_RELEVANCE_DESC",
        "pagination": {"offset": offset, "limit": PAGE_LIMIT},
    }
    if category_id is not None:
        query_input["categoryId"] = str(category_id)
    if text is not None:
        query_input["text"] = text
    return {"operationName": "getMakeSearch", "query": QUERY, "variables": {"queryInput": query_input}}


def parse_search(body: bytes, url: str = "makeSearch") -> SearchPage:
    """A page of results. Data beside errors is kept; without data the errors speak: a 429 inside a 200 is `Throttled`, a
    message about the offset the end of the window, anything else `PageChanged`."""
    root = Fields(url, "body", decode(body, url))
    errors = errors_in(root)
    data = root.raw.get("data")
    found = data.get("makeSearch") if isinstance(data, dict) else None
    if found is None:
        return _without_data(errors, url)
    result = Fields(url, "makeSearch", found)
    if result.take("items") is None and errors:
        return _without_data(errors, url)
    cards = [Fields(url, "makeSearch.items[]", item).object("catalogCard") for item in result.items("items")]
    ids = (card.whole("productId", low=1) for card in cards if _shows_a_product(card))
    return SearchPage(
        total=result.whole("total"),
        product_ids=tuple(dict.fromkeys(ids)),
        cards=len(cards),
        partial_errors=len(errors),
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
    if any("offset" in message_of(error).lower() for error in errors):
        return SearchPage(total=None, product_ids=(), cards=0, beyond_window=True, partial_errors=len(errors))
    raise PageChanged(url, f"no makeSearch; {len(errors)} errors")
