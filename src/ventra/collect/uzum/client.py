"""Asks the marketplace, inside the budget, as what we are; an answer that is a refusal is raised as one and never got round."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import aiohttp

from ventra.collect.uzum.judge import judge
from ventra.collect.uzum.search import LIST_ORDERS, PriceRange, is_bold, refused, search_request
from ventra.collect.uzum.suggest import suggest_request
from ventra.collect.uzum.token import GuestToken
from ventra.errors import Challenged, PageChanged
from ventra.infra.budget import Budget
from ventra.infra.http import CONNECT_SECONDS, TOTAL_SECONDS, Answer, fetch

PRODUCT, SEARCH, TOKEN = "product", "search", "token"
"""The lanes of the budget: product REST and tree, GraphQL, guest tokens."""

CLIENT_VERSION = "1.63.2"
_LANGUAGES = {"uz": "uz-UZ", "ru": "ru-RU"}


@dataclass(frozen=True, slots=True)
class Urls:
    """Where the marketplace answers, as the settings say."""

    api: str
    graphql: str
    token: str

    @property
    def api_host(self) -> str:
        """Host (with port, where one is given) of the product REST."""
        return urlsplit(self.api).netloc

    @property
    def graphql_host(self) -> str:
        """Host of the GraphQL endpoint."""
        return urlsplit(self.graphql).netloc


def user_agent(version: str, contact: str | None) -> str:
    """Who we say we are: `Mozilla/5.0 (compatible; VENTRA/x.y; +address)`."""
    address = f"; +{contact}" if contact else ""
    return f"Mozilla/5.0 (compatible; VENTRA/{version}{address})"


class UzumClient:
    """The marketplace's public interfaces. Every method waits for its slot in the budget and raises a `SourceError`."""

    def __init__(
        self,
        http: aiohttp.ClientSession,
        budget: Budget,
        urls: Urls,
        agent: str,
        *,
        now: Callable[[], float] = time.time,
        connect_seconds: float = CONNECT_SECONDS,
        total_seconds: float = TOTAL_SECONDS,
    ) -> None:
        self.urls, self.budget = urls, budget
        self._http, self._agent = http, agent
        self._connect_seconds, self._total_seconds = connect_seconds, total_seconds
        self._token = GuestToken(self._new_token, now)
        self._installation = str(uuid.uuid4())

    def product_url(self, product_id: int) -> str:
        """Address of a product's body."""
        return f"{self.urls.api.rstrip('/')}/v2/product/{product_id}"

    async def fetch_product(self, product_id: int, stopping: Callable[[], bool] | None = None) -> bytes:
        """A product's body; asked without a token, and not once `stopping` says so. `Gone` where it does not exist."""
        answer = await self._send(PRODUCT, "GET", self.product_url(product_id), {}, stopping=stopping)
        if answer.status == 401:
            raise Challenged(f"{self.product_url(product_id)}: HTTP 401", where=self.product_url(product_id))
        return answer.body

    async def fetch_tree(self, language: str = "uz") -> bytes:
        """The whole category tree, titles in `uz` or `ru`."""
        url = f"{self.urls.api.rstrip('/')}/main/root-categories?eco=false"
        return (await self._with_token(PRODUCT, "GET", url, language=language)).body

    def shop_url(self, slug: str) -> str:
        """Address of a shop's card."""
        return f"{self.urls.api.rstrip('/')}/shop/{slug}"

    async def fetch_shop(self, slug: str) -> bytes:
        """A shop's card by its slug; `Gone` when the marketplace says there is none."""
        return (await self._with_token(PRODUCT, "GET", self.shop_url(slug))).body

    async def fetch_search(
        self,
        offset: int,
        *,
        category_id: int | None = None,
        shop_id: int | None = None,
        text: str | None = None,
        prices: PriceRange | None = None,
        order: str = LIST_ORDERS[0],
        wide: bool = False,
        language: str = "uz",
    ) -> bytes:
        """One page of `makeSearch`. Where a part of the request is bold, a body that refuses it is an answer too."""
        body = search_request(
            offset,
            category_id=category_id,
            shop_id=shop_id,
            text=text,
            prices=prices,
            order=order,
            wide=wide,
        )
        bold = is_bold(prices, order, wide)
        url = self.urls.graphql
        return (await self._with_token(SEARCH, "POST", url, language=language, json=body, bold=bold)).body

    async def fetch_suggestions(self, text: str, *, language: str = "uz") -> bytes:
        """What is suggested to who types a text, in `uz` or `ru`; out of the budget of searches."""
        body = suggest_request(text)
        return (await self._with_token(SEARCH, "POST", self.urls.graphql, language=language, json=body)).body

    async def _with_token(
        self, lane: str, method: str, url: str, *, language: str = "uz", json: Any = None, bold: bool = False
    ) -> Answer:
        for _ in range(2):
            token = await self._token.get()
            headers = {"Authorization": f"Bearer {token}"}
            answer = await self._send(lane, method, url, headers, language, json, bold)
            if answer.status != 401 and not refused(answer.body, url):
                return answer
            self._token.refuse(token)
        raise Challenged(f"{url}: a fresh guest token is refused", where=url)

    async def _new_token(self) -> str:
        url = self.urls.token
        answer = await self._send(
            TOKEN, "POST", url, {"Origin": "https://uzum.uz", "Referer": "https://uzum.uz/"}, json={}
        )
        if answer.status == 401:
            raise Challenged(f"{url}: HTTP 401", where=url)
        token = answer.cookies.get("access_token")
        if not token:
            raise PageChanged(url, "no access_token cookie")
        return token

    async def _send(
        self,
        lane: str,
        method: str,
        url: str,
        extra: Mapping[str, str],
        language: str = "uz",
        json: Any = None,
        bold: bool = False,
        stopping: Callable[[], bool] | None = None,
    ) -> Answer:
        await self.budget.wait(lane, urlsplit(url).netloc, stopping=stopping)
        headers = self._headers(lane, language) | dict(extra)
        answer = await fetch(
            self._http,
            method,
            url,
            headers=headers,
            json=json,
            connect_seconds=self._connect_seconds,
            total_seconds=self._total_seconds,
        )
        judge(answer, url, bold=bold)
        return answer

    def _headers(self, lane: str, language: str) -> dict[str, str]:
        headers = {"User-Agent": self._agent, "Accept": "application/json"}
        if lane == TOKEN:
            return headers
        headers |= {"Accept-Language": _LANGUAGES[language], "x-iid": self._installation}
        if lane == SEARCH:
            headers |= {
                "apollographql-client-name": "web-customers",
                "apollographql-client-version": CLIENT_VERSION,
            }
        return headers
