"""Offers at AliExpress over its open platform's affiliate API: signed requests, and its refusals, which come with status 200."""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final

import aiohttp

from ventra.errors import PageChanged, SourceError, Throttled
from ventra.infra.http import Answer
from ventra.infra.outside import (
    Found,
    KeyRefused,
    Offer,
    amount,
    ask,
    decoded,
    retry_after_seconds,
    text,
    throttled,
    web_address,
)

WHO = "aliexpress"
METHOD: Final = "aliexpress.affiliate.product.query"
CURRENCY, LANGUAGE, COUNTRY = "USD", "EN", "UZ"
MOST = 50
"""What a page of theirs holds."""
MOST_ORDERS = 10**12
NOTHING_FOUND = 405
_REFUSED = ("sign", "appkey", "app-key", "permission", "invalidsession", "illegalaccess")
_SLOW = ("limit", "flow", "frequen", "throttl", "toomany")
_REFUSED_NUMBERS, _SLOW_NUMBERS = {"11", "25", "28", "29"}, {"7"}


def signature(fields: Mapping[str, str], secret: str) -> str:
    """HMAC-SHA256 in capital hex over names and values one behind the other, in the order of the names; `sign` is left out."""
    told = "".join(f"{name}{fields[name]}" for name in sorted(fields) if name != "sign")
    return hmac.new(secret.encode(), told.encode(), hashlib.sha256).hexdigest().upper()


class AliExpress:
    """Asks AliExpress with the operator's own key."""

    def __init__(
        self,
        http: aiohttp.ClientSession,
        url: str,
        key: str,
        secret: str,
        *,
        agent: str,
        clock: Callable[[], datetime],
    ) -> None:
        self._http, self._url, self._agent, self._clock = http, url, agent, clock
        self._key, self._secret = key, secret

    async def search(self, query: str) -> Found:
        """Offers for some words, those sold most first, at most `MOST`, priced for Uzbekistan in US dollars.

        Raises `KeyRefused`, `Throttled`, `TimedOut`, `SourceError`, and `PageChanged` for an answer that is not understood.
        """
        fields = {
            "app_key": self._key,
            "method": METHOD,
            "format": "json",
            "v": "2.0",
            "sign_method": "sha256",
            "timestamp": str(int(self._clock().timestamp() * 1000)),
            "keywords": query,
            "page_no": "1",
            "page_size": str(MOST),
            "target_currency": CURRENCY,
            "target_language": LANGUAGE,
            "ship_to_country": COUNTRY,
            "sort": "LAST_VOLUME_DESC",
        }
        fields["sign"] = signature(fields, self._secret)
        answer = await ask(self._http, WHO, "POST", self._url, agent=self._agent, form=fields)
        if answer.status == 429:
            raise throttled(WHO, answer)
        if answer.status in (401, 403):
            raise KeyRefused(f"{WHO} refuses the key", where=WHO)
        if answer.status != 200:
            raise SourceError(f"{WHO} answers {answer.status}", where=WHO)
        return _read(decoded(WHO, answer), answer)


def _read(body: Any, answer: Answer) -> Found:
    if not isinstance(body, dict):
        raise PageChanged(WHO, "the answer is no object")
    refusal = body.get("error_response", body if "code" in body and "message" in body else None)
    if isinstance(refusal, dict):
        raise _refusal(refusal, answer)
    result = _inside(body, "aliexpress_affiliate_product_query_response", "resp_result")
    code = result.get("resp_code")
    if code == NOTHING_FOUND:
        return Found([], 0)
    if code != 200:
        raise SourceError(f"{WHO} answers with the code {code!r:.20}", where=WHO)
    shown = _inside(result, "result", "products").get("product")
    if not isinstance(shown, list):
        raise PageChanged(WHO, "no list of products")
    offers = [offer for offer in map(_offer, shown[:MOST]) if offer is not None]
    if shown and not offers:
        raise PageChanged(WHO, "none of the products can be read")
    return Found(offers, min(len(shown), MOST) - len(offers))


def _inside(body: dict[str, Any], *names: str) -> dict[str, Any]:
    for name in names:
        found = body.get(name)
        if not isinstance(found, dict):
            raise PageChanged(WHO, f"no {name}")
        body = found
    return body


def _refusal(refusal: Mapping[str, Any], answer: Answer) -> SourceError:
    codes = [str(refusal.get(name) or "").lower() for name in ("code", "sub_code")]
    told = " ".join(codes).replace("_", "").replace(" ", "")
    if any(word in told for word in _SLOW) or set(codes) & _SLOW_NUMBERS:
        return Throttled(
            f"{WHO} asks us to slow down", where=WHO, retry_after_seconds=retry_after_seconds(answer)
        )
    if any(word in told for word in _REFUSED) or set(codes) & _REFUSED_NUMBERS:
        return KeyRefused(f"{WHO} refuses the key or its signature: {' '.join(codes):.60}", where=WHO)
    return SourceError(f"{WHO} refuses: {' '.join(codes):.60}", where=WHO)


def _offer(shown: Any) -> Offer | None:
    """A product of theirs; `None` for one without an id, a title or a plain price."""
    if not isinstance(shown, dict):
        return None
    item, title = str(shown.get("product_id") or ""), text(shown.get("product_title"))
    price, currency = amount(shown.get("target_sale_price")), shown.get("target_sale_price_currency")
    if price is None:
        price, currency = amount(shown.get("sale_price")), shown.get("sale_price_currency")
    if not item.isdigit() or title is None or price is None:
        return None
    if not isinstance(currency, str) or not re.fullmatch(r"[A-Z]{3}", currency):
        return None
    stars = amount(str(shown.get("evaluate_rate") or "").rstrip("%"))
    sold = shown.get("lastest_volume")
    return Offer(
        item=item[:30],
        title=title,
        price=price,
        currency=currency,
        link=web_address(shown.get("promotion_link")) or web_address(shown.get("product_detail_url")),
        picture=web_address(shown.get("product_main_image_url")),
        seller=text(shown.get("shop_name"), 200) or text(str(shown.get("shop_id") or ""), 200),
        rating=None if stars is None or stars > 100 else float(round(stars / 20, 2)),
        orders=sold
        if isinstance(sold, int) and not isinstance(sold, bool) and 0 <= sold <= MOST_ORDERS
        else None,
    )
