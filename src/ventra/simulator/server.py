"""The simulated marketplace over HTTP on loopback: one port that serves the paths of all the real one's hosts."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from pathlib import Path

import msgspec
from aiohttp import web

from ventra.core.day import to_us
from ventra.simulator.faults import RENAMED, Faults, Wish
from ventra.simulator.graphql import WINDOW, GraphQL
from ventra.simulator.market import Market
from ventra.simulator.product_body import NOT_FOUND, ProductBodies, local_time
from ventra.simulator.served import ServedLog
from ventra.simulator.shop import Shops
from ventra.simulator.titles import Language
from ventra.simulator.token import LIFE_SECONDS, Tokens
from ventra.simulator.tree import amounts, tree_body

Clock = Callable[[], datetime]
Handler = Callable[[web.Request], Awaitable[web.Response]]

HANG_SECONDS = 3_600
_JSON = "application/json"
_BAD_TOKEN = msgspec.json.encode(
    {
        "payload": None,
        "errors": [{"code": "bad-request-001", "message": "Unauthorized", "detailMessage": None}],
    }
)
_THROTTLED = msgspec.json.encode(
    {
        "data": {"makeSearch": None},
        "errors": [
            {
                "message": "HTTP fetch failed from 'search-gateway': 429: Too Many Requests",
                "path": ["makeSearch"],
                "extensions": {
                    "code": "SUBREQUEST_HTTP_ERROR",
                    "service": "search-gateway",
                    "http": {"status": 429},
                },
            }
        ],
    }
)


class Marketplace:
    """What the handlers share: the market, its clock, and what is made of them once."""

    def __init__(
        self, market: Market, clock: Clock, log: ServedLog | None, token_seconds: int, window: int = WINDOW
    ) -> None:
        self.market, self._clock, self.log = market, clock, log
        self.faults, self.tokens = Faults(), Tokens(market.spec.seed, token_seconds)
        self.shops = Shops(market)
        self.amounts = amounts(market.catalogue)
        self.bodies = ProductBodies(market, self.shops, self.amounts)
        self.graphql = GraphQL(market, self.shops, window)

    def now_us(self) -> int:
        """Now by the given clock; after its last day the market stands still."""
        return min(max(to_us(self._clock()), self.market.start_us), self.market.end_us - 1)

    def now_seconds(self) -> int:
        """Now in epoch seconds, for tokens."""
        return to_us(self._clock()) // 1_000_000

    def accepts(self, request: web.Request) -> bool:
        """Whether a request carries a good guest token."""
        return self.tokens.accepts(request.headers.get("Authorization"), self.now_seconds())

    async def product(self, request: web.Request) -> web.Response:
        """`GET /api/v2/product/{id}`."""
        place = self.market.catalogue.place_of(int(request.match_info["id"]))
        if place is None:
            return _json(NOT_FOUND, 404)
        state = self.market.state_at(place, self.now_us())
        gone = not state.on_sale[0]
        body = NOT_FOUND if gone else self.bodies.body(place, state, language_of(request))
        if self.log is not None:
            self.log.served(self.market.catalogue, state)
        return _json(body, 404 if gone else 200)

    async def tree(self, request: web.Request) -> web.Response:
        """`GET /api/main/root-categories`."""
        if not self.accepts(request):
            return _json(_BAD_TOKEN, 401)
        return self._payload(tree_body(self.amounts, language_of(request)))

    async def shop(self, request: web.Request) -> web.Response:
        """`GET /api/shop/{slug}`."""
        if not self.accepts(request):
            return _json(_BAD_TOKEN, 401)
        place = self.shops.place_of(request.match_info["slug"])
        if place is None:
            return _json(NOT_FOUND, 404)
        return self._payload(self.shops.body(place, self.now_us()))

    async def search(self, request: web.Request) -> web.Response:
        """`POST` to GraphQL."""
        if not self.accepts(request):
            return web.Response(status=401, headers={"x-ext-authz-check-result": "denied"})
        status, body = self.graphql.answer(await request.read(), self.now_us(), language_of(request))
        return _json(msgspec.json.encode(body), status)

    async def token(self, request: web.Request) -> web.Response:
        """`POST /api/auth/token`: 204 and a cookie, for who comes from the site's own pages."""
        if "App-Version" in request.headers or "Version" in request.headers:
            return _json(msgspec.json.encode({"error": "unallowed_app"}), 400)
        if not request.headers.get("Origin") or not request.headers.get("Referer"):
            return _json(msgspec.json.encode({"error": "insufficient_headers"}), 400)
        made = self.tokens.make(self.now_seconds())
        answer = web.Response(status=204)
        answer.set_cookie("access_token", made, httponly=True, path="/")
        return answer

    async def add_fault(self, request: web.Request) -> web.Response:
        """`POST /_simulator/faults`."""
        try:
            wish = msgspec.json.decode(await request.read(), type=Wish)
        except msgspec.MsgspecError as wrong:
            return _json(msgspec.json.encode({"error": str(wrong)}), 400)
        self.faults.add(wish)
        return _json(msgspec.json.encode({"faults": self.faults.listed()}), 201)

    async def clear_faults(self, request: web.Request) -> web.Response:
        """`DELETE /_simulator/faults`."""
        self.faults.clear()
        return _json(msgspec.json.encode({"faults": []}))

    async def health(self, request: web.Request) -> web.Response:
        """`GET /_simulator/health`: which market this is, what time it is there, which faults are on."""
        spec = self.market.spec
        told = {
            "status": "alive",
            "now": self._clock(),
            "seed": spec.seed,
            "products": spec.products,
            "first_day": spec.first_day,
            "faults": self.faults.listed(),
        }
        return _json(msgspec.json.encode(told))

    def _payload(self, payload: object) -> web.Response:
        return _json(msgspec.json.encode({"payload": payload, "timestamp": local_time(self.now_us())}))

    def faulty(self, path: str, handler: Handler) -> Handler:
        """A handler that first suffers what is switched on for its path."""

        async def answer(request: web.Request) -> web.Response:
            wish = self.faults.take(path)
            if wish is None:
                return await handler(request)
            if wish.kind == "renamed":
                return _renamed(path, await handler(request))
            return await _broken(wish)

        return answer


def language_of(request: web.Request) -> Language:
    """The language of titles: Russian when it is asked for first, else Uzbek."""
    return "ru" if request.headers.get("Accept-Language", "").lower().startswith("ru") else "uz"


async def _broken(wish: Wish) -> web.Response:
    match wish.kind:
        case "429-inside":
            return _json(_THROTTLED)
        case "429":
            headers = {} if wish.retry_after is None else {"Retry-After": str(wish.retry_after)}
            return web.Response(status=429, headers=headers)
        case "captcha":
            return web.Response(status=302, headers={"Location": "/showcaptcha"})
        case "hang":
            await asyncio.sleep(HANG_SECONDS)
    return web.Response(status=500, text="Internal Server Error")


def _renamed(path: str, answer: web.Response) -> web.Response:
    if path == "token":
        morsel = answer.cookies.get("access_token")
        other = web.Response(status=answer.status)
        if morsel is not None:
            other.set_cookie("session_token", morsel.value, httponly=True, path="/")
        return other
    body = answer.body if isinstance(answer.body, bytes) else b""
    return _json(body.replace(*RENAMED[path]), answer.status)


def _json(body: bytes, status: int = 200) -> web.Response:
    return web.Response(body=body, status=status, content_type=_JSON)


async def _captcha(request: web.Request) -> web.Response:
    page = "<!doctype html><title>SmartCaptcha</title><form>I am not a robot</form>"
    return web.Response(text=page, content_type="text/html")


def make_app(
    market: Market,
    clock: Clock,
    *,
    log_path: Path | None = None,
    token_seconds: int = LIFE_SECONDS,
    window: int = WINDOW,
) -> web.Application:
    """The application; `clock` returns the aware instant at which the market is looked at, `window` is how many results of a
    search can be paged."""
    log = ServedLog(log_path) if log_path is not None else None
    here = Marketplace(market, clock, log, token_seconds, window)
    app = web.Application()
    search = here.faulty("search", here.search)
    app.add_routes(
        [
            web.get(r"/api/v2/product/{id:\d{1,18}}", here.faulty("product", here.product)),
            web.get("/api/main/root-categories", here.faulty("tree", here.tree)),
            web.get("/api/shop/{slug}", here.faulty("shop", here.shop)),
            web.post("/api/auth/token", here.faulty("token", here.token)),
            *(web.post(path, search) for path in ("/", "/graphql", "/graphql/")),
            web.get("/showcaptcha", _captcha),
            web.get("/_simulator/health", here.health),
            web.post("/_simulator/faults", here.add_fault),
            web.delete("/_simulator/faults", here.clear_faults),
        ]
    )

    async def close_log(_: web.Application) -> None:
        if log is not None:
            log.close()

    app.on_cleanup.append(close_log)
    return app
