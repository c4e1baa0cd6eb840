"""What the simulated marketplace says to each request, before any fault gets at it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import msgspec
from aiohttp import web

from ventra.core.day import to_us
from ventra.simulator.graphql import GraphQL
from ventra.simulator.market import Market
from ventra.simulator.product_body import NOT_FOUND, ProductBodies, local_time
from ventra.simulator.replies import Reply
from ventra.simulator.served import line_of
from ventra.simulator.shop import Shops
from ventra.simulator.titles import Language
from ventra.simulator.token import Tokens
from ventra.simulator.tree import amounts, tree_body

Clock = Callable[[], datetime]

BAD_TOKEN = msgspec.json.encode(
    {
        "payload": None,
        "errors": [{"code": "bad-request-001", "message": "Unauthorized", "detailMessage": None}],
    }
)


class Marketplace:
    """A market, its clock, and what is made of them once. `skew_seconds` is by how much its clock is off for an answer:
    that changes the time it tells and what it thinks of tokens, never what it has sold."""

    def __init__(self, market: Market, clock: Clock, token_seconds: int, window: int) -> None:
        self.market, self.clock = market, clock
        self.tokens = Tokens(market.spec.seed, token_seconds)
        self._shops = Shops(market)
        self._amounts = amounts(market.catalogue)
        self._bodies = ProductBodies(market, self._shops, self._amounts)
        self._graphql = GraphQL(market, self._shops, window)

    def now_us(self) -> int:
        """Now by the given clock; after its last day the market stands still."""
        return min(max(to_us(self.clock()), self.market.start_us), self.market.end_us - 1)

    def now_seconds(self, skew_seconds: int = 0) -> int:
        """Now in epoch seconds, by the marketplace's own clock."""
        return to_us(self.clock()) // 1_000_000 + skew_seconds

    def accepts(self, request: web.Request, skew_seconds: int) -> bool:
        """Whether a request carries a good guest token."""
        return self.tokens.accepts(request.headers.get("Authorization"), self.now_seconds(skew_seconds))

    async def product(self, request: web.Request, skew_seconds: int) -> Reply:
        """`GET /api/v2/product/{id}`."""
        place = self.market.catalogue.place_of(int(request.match_info["id"]))
        if place is None:
            return Reply(404, NOT_FOUND)
        state = self.market.state_at(place, self.now_us())
        line = line_of(self.market.catalogue, state)
        if not state.on_sale[0]:
            return Reply(404, NOT_FOUND, line=line)
        return Reply(body=self._bodies.body(place, state, language_of(request)), line=line)

    async def tree(self, request: web.Request, skew_seconds: int) -> Reply:
        """`GET /api/main/root-categories`."""
        if not self.accepts(request, skew_seconds):
            return Reply(401, BAD_TOKEN)
        return self._payload(tree_body(self._amounts, language_of(request)))

    async def shop(self, request: web.Request, skew_seconds: int) -> Reply:
        """`GET /api/shop/{slug}`."""
        if not self.accepts(request, skew_seconds):
            return Reply(401, BAD_TOKEN)
        place = self._shops.place_of(request.match_info["slug"])
        if place is None:
            return Reply(404, NOT_FOUND)
        return self._payload(self._shops.body(place, self.now_us()))

    async def search(self, request: web.Request, skew_seconds: int) -> Reply:
        """`POST` to GraphQL."""
        if not self.accepts(request, skew_seconds):
            return Reply(401, headers={"x-ext-authz-check-result": "denied"})
        return self.found(await request.read(), language_of(request))

    def found(self, asked: bytes, language: Language) -> Reply:
        """What GraphQL answers to a posted body."""
        status, body = self._graphql.answer(asked, self.now_us(), language)
        return Reply(status, msgspec.json.encode(body))

    async def token(self, request: web.Request, skew_seconds: int) -> Reply:
        """`POST /api/auth/token`: 204 and a cookie, for who comes from the site's own pages."""
        if "App-Version" in request.headers or "Version" in request.headers:
            return Reply(400, msgspec.json.encode({"error": "unallowed_app"}))
        if not request.headers.get("Origin") or not request.headers.get("Referer"):
            return Reply(400, msgspec.json.encode({"error": "insufficient_headers"}))
        return Reply(204, cookies={"access_token": self.tokens.make(self.now_seconds(skew_seconds))})

    def _payload(self, payload: object) -> Reply:
        return Reply(body=msgspec.json.encode({"payload": payload, "timestamp": local_time(self.now_us())}))


def language_of(request: web.Request) -> Language:
    """The language of titles: Russian when it is asked for first, else Uzbek."""
    return "ru" if request.headers.get("Accept-Language", "").lower().startswith("ru") else "uz"
