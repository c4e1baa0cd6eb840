"""Offers at Google Shopping through SerpAPI. Its key travels in the address, so no failure ever names that."""

from __future__ import annotations

import hashlib
from typing import Any
from urllib.parse import urlencode

import aiohttp

from ventra.core.price_columns import currency_of
from ventra.errors import PageChanged, SourceError
from ventra.infra.http import Answer
from ventra.infra.outside import (
    AccountSpent,
    Found,
    KeyRefused,
    Offer,
    amount,
    ask,
    decoded,
    text,
    throttled,
    web_address,
)

WHO = "google"
COUNTRY, LANGUAGE = "us", "en"
"""Google Shopping has no page for Uzbekistan; prices are those of the United States, in dollars."""
MOST = 60
_SPENT = ("run out of searches", "plan searches", "searches left")
_NOTHING = "hasn't returned any results"


class SerpApi:
    """Asks SerpAPI with the operator's own key."""

    def __init__(self, http: aiohttp.ClientSession, url: str, key: str, *, agent: str) -> None:
        self._http, self._url, self._key, self._agent = http, url, key, agent

    async def search(self, query: str) -> Found:
        """Offers for some words, in Google's order, at most `MOST`.

        Raises `KeyRefused`, `AccountSpent`, `Throttled`, `TimedOut`, `SourceError`, and `PageChanged` for an answer that is not
        understood.
        """
        asked = {"engine": "google_shopping", "q": query, "gl": COUNTRY, "hl": LANGUAGE, "api_key": self._key}
        answer = await ask(self._http, WHO, "GET", f"{self._url}?{urlencode(asked)}", agent=self._agent)
        return _read(answer)


def _read(answer: Answer) -> Found:
    body = decoded(WHO, answer) if answer.status in (200, 429) else None
    said = (text(body.get("error")) or "") if isinstance(body, dict) else ""
    if answer.status in (401, 403):
        raise KeyRefused(f"{WHO}: SerpAPI refuses the key", where=WHO)
    if any(words in said.lower() for words in _SPENT):
        raise AccountSpent(f"{WHO}: the account at SerpAPI has no searches left", where=WHO)
    if answer.status == 429:
        raise throttled(WHO, answer)
    if answer.status != 200:
        raise SourceError(f"{WHO}: SerpAPI answers {answer.status}", where=WHO)
    if not isinstance(body, dict):
        raise PageChanged(WHO, "the answer is no object")
    if _NOTHING in said:
        return Found([], 0)
    if said:
        raise SourceError(f"{WHO}: SerpAPI could not search", where=WHO)
    shown = body.get("shopping_results")
    if not isinstance(shown, list):
        raise PageChanged(WHO, "no shopping_results")
    offers = [offer for offer in map(_offer, shown[:MOST]) if offer is not None]
    if shown and not offers:
        raise PageChanged(WHO, "none of the results can be read")
    return Found(offers, min(len(shown), MOST) - len(offers))


def _offer(shown: Any) -> Offer | None:
    """A result; `None` for one without a title, a plain price or a currency we know by its sign."""
    if not isinstance(shown, dict):
        return None
    title, price = text(shown.get("title")), amount(shown.get("extracted_price"))
    currency = currency_of(text(shown.get("price")) or "")
    if title is None or price is None or currency is None:
        return None
    seller = text(shown.get("source"), 200)
    named = text(str(shown.get("product_id") or ""), 60)
    stars = shown.get("rating")
    return Offer(
        item=named or hashlib.sha256(f"{title}\n{seller}".encode()).hexdigest()[:32],
        title=title,
        price=price,
        currency=currency,
        link=web_address(shown.get("product_link")) or web_address(shown.get("link")),
        picture=web_address(shown.get("thumbnail")),
        seller=seller,
        rating=float(stars) if isinstance(stars, int | float) and 0 <= stars <= 5 else None,
    )
