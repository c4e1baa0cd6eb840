"""Pure: what people are offered while they type into the marketplace's search, what to send for it and what its answer means."""

from __future__ import annotations

from typing import Any

from ventra.collect.uzum.door import Fields, decode
from ventra.collect.uzum.inside import errors_in, is_429
from ventra.core.text import clean
from ventra.errors import PageChanged, Throttled

TEXTS = "TextSuggestionsBlock"
MOST, LONGEST = 20, 100
QUERY = (
    "query Suggestions($GetSuggestionsInput: GetSuggestionsInput!) { getSuggestions(query: $GetSuggestionsInput) "
    "{ blocks { __typename ... on TextSuggestionsBlock { values } } } }"
)


def suggest_request(text: str) -> dict[str, Any]:
    """The body to POST for what is suggested after a text."""
    variables = {"GetSuggestionsInput": {"text": text, "categorySuggestionsLimit": 0}}
    return {"operationName": "Suggestions", "query": QUERY, "variables": variables}


def parse_suggestions(body: bytes, url: str = "getSuggestions") -> tuple[str, ...]:
    """The texts suggested, in their order; blocks of another kind are passed over. Errors as `parse_search` has them."""
    root = Fields(url, "body", decode(body, url))
    data = root.raw.get("data")
    found = data.get("getSuggestions") if isinstance(data, dict) else None
    if found is None:
        errors = errors_in(root)
        if any(is_429(error) for error in errors):
            raise Throttled(f"{url}: 429 inside 200", where=url)
        raise PageChanged(url, f"no getSuggestions; {len(errors)} errors")
    texts: list[str] = []
    for block in Fields(url, "getSuggestions", found).objects("blocks"):
        if block.take("__typename") == TEXTS and block.has("values"):
            texts += [one for one in block.items("values") if isinstance(one, str)]
    plain = (" ".join(clean(one).split()) for one in texts if "\x00" not in one)
    return tuple(dict.fromkeys(one for one in plain if 0 < len(one) <= LONGEST))[:MOST]
