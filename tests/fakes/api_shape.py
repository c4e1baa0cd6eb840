"""A stand-in that speaks the api's contract, for what the real one will not do on demand: be away, be empty, break.

`mode` decides what happens next: `ok`, `empty`, `away` (503), `down` (the page too), `slow`, `broken` (a named
problem). It serves the built page with the headers of `apps/web/headers.json`, so Chromium enforces the true policy.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from aiohttp import web

from fakes import api_shape_costs as costs
from fakes import api_shape_market as market
from fakes import api_shape_niches as niches
from fakes import api_shape_outlook as outlook
from fakes import api_shape_own_sums as own_sums
from fakes import api_shape_people as people
from fakes import api_shape_score as scores
from fakes import api_shape_shelf as shelf
from fakes import api_shape_watch as watch
from fakes.api_shape_accuracy import accuracy, history
from fakes.api_shape_alerts import Alerts
from fakes.api_shape_announced import Announced
from fakes.api_shape_cards import Cards
from fakes.api_shape_collecting import Collecting, Following
from fakes.api_shape_events import event_groups, event_parts
from fakes.api_shape_health import data_health, disk_health
from fakes.api_shape_history import HISTORY
from fakes.api_shape_own import OwnShop
from fakes.api_shape_own_truth import OwnTruth
from fakes.api_shape_reorder import Orders
from fakes.api_shape_reports import WAYS as REPORT_WAYS
from fakes.api_shape_reports import Reports
from fakes.api_shape_sourcing import Sourcing
from fakes.api_shape_status import status

SLOW_SECONDS = 1.5
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
MADE = (
    "/imports", "/alert-rules", "/alert-channels", "/niche-recipes", "/watched-queries", "/own-rates", "/own-shop/purchases",
)  # fmt: skip


class ApiShape:
    """The stand-in's state: its mode, what was tracked, and the files it received."""

    def __init__(self, page: Path, headers: dict[str, str], now: datetime) -> None:
        self.page = page
        self.headers = headers
        self.now = now
        self.mode = "ok"
        self.tracked: set[int] = set()
        self.received: dict[int, tuple[str, int]] = {}
        self.asked: list[str] = []
        self._listeners: set[asyncio.Queue[bytes]] = set()
        self.cards = Cards(now)
        self.alerts = Alerts(now)
        self.reports = Reports(now)
        self.collecting = Collecting(now)
        self.following = Following(now)
        self.orders = Orders(now)
        self.recipes = scores.Recipes(now)
        self.rivalry = niches.Rivalry(now)
        self.sourcing = Sourcing(now)
        self.own_shop = OwnShop(now)
        self.own_sums = own_sums.OwnSums(now)
        self.announced = Announced(now)
        self.own_truth = OwnTruth(now)
        self.night = "done"
        """How far the market is judged: `done`, `running`, `waiting`; before the first night `first_…`."""
        self.asker = "operator"
        self.privacy = people.privacy_facts()
        """Who asks: `operator`, a role in an organisation, or `nobody`."""

    def app(self) -> web.Application:
        """The aiohttp application: `/api/v1` and the page."""
        app = web.Application(middlewares=[self._middleware()], client_max_size=1 << 24)
        app.router.add_route("*", "/api/v1/{tail:.*}", self._api)
        app.router.add_get("/{tail:.*}", self._file)
        return app

    def _middleware(self) -> Any:
        @web.middleware
        async def headed(request: web.Request, handler: Handler) -> web.StreamResponse:
            response = await handler(request)
            if not response.prepared:
                response.headers.update(self.headers)
            return response

        return headed

    async def _file(self, request: web.Request) -> web.StreamResponse:
        if self.mode == "down":
            return web.Response(status=503, text="nobody is here")
        file = self.page / request.match_info["tail"]
        known = file.is_file() and file.resolve().is_relative_to(self.page.resolve())
        return web.FileResponse(file if known else self.page / "index.html")

    async def _api(self, request: web.Request) -> web.StreamResponse:
        path = "/" + request.match_info["tail"]
        if path.startswith("/cards/") and path.endswith("/file"):
            return self.cards.file()
        if path.endswith("/report.pdf"):
            return self.reports.file()
        self.asked.append(f"{request.method} {request.path_qs}")
        if self.mode in ("away", "down"):
            return web.Response(status=503, headers={"Retry-After": "1"})
        if self.mode == "slow":
            await asyncio.sleep(SLOW_SECONDS)
        if self.mode == "broken" and path != "/meta":
            return problem(400, "error.bad_input", "Soʻrovda xato bor.", "sort: unknown key")
        if path == "/events":
            return await self._listen(request)
        if self._closed(request, path):
            return problem(403, "error.operator_only", "Faqat operatorga ochiq.", path)
        answer = await self._answer(request, path)
        if answer is None and path == "/follow":
            return problem(400, "error.bad_input", "Soʻrovda xato bor.", "no link of Uzum's", field="link")
        if answer is None:
            return problem(404, "error.not_found", "Topilmadi.", path)
        asked = path.endswith("/card") or (path == "/follow" and request.method == "POST")
        made = request.method == "POST" and path in MADE
        status = 201 if made else 202 if asked else 200
        return web.json_response(
            answer, status=status, dumps=lambda value: json.dumps(value, ensure_ascii=False)
        )

    def _closed(self, request: web.Request, path: str) -> bool:
        if self.collecting.refuses and request.method == "PUT":
            return True
        return self.asker != "operator" and path in ("/collecting", "/data-health", "/capacity")

    async def _listen(self, request: web.Request) -> web.StreamResponse:
        """A stream of events: hello, then what `tell` says, until `hang_up`."""
        stream = web.StreamResponse(headers=self.headers | {"Content-Type": "text/event-stream"})
        await stream.prepare(request)
        told: asyncio.Queue[bytes] = asyncio.Queue()
        self._listeners.add(told)
        try:
            event = b'retry: 100\nevent: hello\ndata: {"version": "0.1.0"}\n\n'
            while event:
                await stream.write(event)
                event = await told.get()
        finally:
            self._listeners.discard(told)
        return stream

    def tell(self, name: str, data: Any) -> None:
        """Tell every open page."""
        for told in self._listeners:
            told.put_nowait(f"event: {name}\ndata: {json.dumps(data)}\n\n".encode())

    def hang_up(self) -> None:
        """End every stream."""
        for told in self._listeners:
            told.put_nowait(b"")

    @property
    def listening(self) -> int:
        """How many pages listen."""
        return len(self._listeners)

    async def _answer(self, request: web.Request, path: str) -> Any:
        parts = path.strip("/").split("/")
        if parts[0].startswith("alert") or parts[2:] == ["mutes"]:
            data = await request.json() if request.can_read_body else None
            return self.alerts.answer(
                request.method, parts, dict(request.query), data, empty=self.mode == "empty"
            )
        if parts[0] == "own-shop":
            data = await request.json() if request.content_type == "application/json" else None
            own = self.own_sums if parts[1:] and parts[1] in own_sums.WAYS else self.own_shop
            return own.answer(request.method, parts, dict(request.query), data, empty=self.mode == "empty")
        if parts[0] in REPORT_WAYS:
            data = await request.json() if request.can_read_body else None
            return self.reports.answer(request.method, parts, data, empty=self.mode == "empty")
        if parts[0] in Sourcing.WAYS or parts[2:3] == ["offers"]:
            data = await request.json() if request.content_type == "application/json" else None
            return self.sourcing.answer(request.method, parts, data, empty=self.mode == "empty")
        match parts:
            case ["account"] if request.method == "PATCH":
                return {"done": True}
            case ["session"]:
                return people.session(self.asker)
            case ["accuracy", "own"]:
                data = await request.json() if request.can_read_body else None
                owner = self.asker in ("owner", "operator")
                return self.own_truth.answer(request.method, data, owner=owner, empty=self.mode == "empty")
            case ["views"]:
                return {"items": []}
            case ["privacy"]:
                return self.privacy
            case ["meta"]:
                return shelf.meta(self.now) | {
                    "collect": self.collecting.collect or "tracked", "uploads": True,
                }  # fmt: skip
            case ["collecting"]:
                put = request.method == "PUT"
                return self.collecting.switch(await request.json()) if put else self.collecting.state()
            case ["capacity"]:
                return self.collecting.capacity()
            case ["follow"]:
                posted = request.method == "POST"
                return self.following.follow(await request.json()) if posted else self.following.shops()
            case ["costs" | "cost-scenarios", *_]:
                data = await request.json() if request.can_read_body else None
                return costs.answer(request.method, parts, self.now, data)
            case ["own-rates"]:
                return {"done": True}
            case ["products", number, "costs"] if int(number) in shelf.PRODUCT_IDS:
                return costs.begun(int(number))
            case ["score-recipes", *number]:
                data = await request.json() if request.can_read_body else None
                return self.recipes.answer(request.method, number, data)
            case ["products", number, ("announced-sales" | "announced-outlook") as what]:
                return self.announced.answer(
                    what, int(number), await request.json() if request.can_read_body else None
                )
            case ["announced-sales", number] if request.method == "PATCH":
                return self.announced.change(int(number), await request.json())
            case ["announced-sales", number]:
                return self.announced.take_back(int(number))
            case ["categories", number, "score-parts"]:
                return scores.parts(int(number), self.now)
            case ["categories", number, "scores"]:
                empty = self.mode == "empty"
                return scores.listed(int(number), self.now, dict(request.query), empty=empty)
            case ["products", number, "score"] if int(number) in shelf.PRODUCT_IDS:
                return scores.product(int(number), self.now, request.headers.get("accept-language"))
            case ["reorder"]:
                return self.orders.own(dict(request.query), empty=self.mode == "empty")
            case ["products", number, "reorder", *rest] if int(number) in shelf.PRODUCT_IDS:
                data = await request.json() if request.can_read_body else None
                return self.orders.answer(request.method, int(number), rest, data)
            case ["products"]:
                return shelf.products(self.now, dict(request.query), empty=self.mode == "empty")
            case ["search"]:
                return shelf.search(self.now, dict(request.query), empty=self.mode == "empty")
            case ["rising" | "outlook", *_] | ["products" | "categories" | "sellers", _, "outlook"]:
                return self._outlook(request, parts)
            case ["niches" | "niche-recipes" | "rivals" | "watched-queries", *_] | ["sellers", _, "shops"]:
                return await self._niches(request, parts)
            case ["products", number, "rivals" | "positions", *_] if int(number) in shelf.PRODUCT_IDS:
                return await self._niches(request, parts)
            case ["products", number, "similar"] if int(number) in shelf.PRODUCT_IDS:
                return niches.similar(int(number), self.now, empty=self.mode == "empty")
            case ["products", number, *rest]:
                if rest == ["card"]:
                    return self.cards.ask(int(number), await request.json())
                return self._product(request, int(number), rest)
            case ["watchlist"]:
                return watch.watchlist(self.now, dict(request.query), empty=self.mode == "empty")
            case ["watchlist", "changes"]:
                return watch.changes(self.now, dict(request.query), empty=self.mode == "empty")
            case ["categories", number, "market"]:
                return market.category(int(number), self.now, empty=self.mode == "empty")
            case ["categories", number, "sales"]:
                return market.sales(int(number), self.now, dict(request.query), empty=self.mode == "empty")
            case ["sellers", number, "market"]:
                return market.seller(int(number), self.now, dict(request.query), empty=self.mode == "empty")
            case ["sellers"]:
                return shelf.sellers(self.now, dict(request.query), empty=self.mode == "empty")
            case ["categories"]:
                return shelf.categories()
            case ["status"]:
                return status(self.now, empty=self.mode == "empty")
            case ["data-health"]:
                return data_health(self.now, empty=self.mode == "empty")
            case ["data-health", "disk"]:
                return disk_health(self.now, empty=self.mode == "empty")
            case ["accuracy"]:
                return accuracy(self.now, empty=self.mode == "empty")
            case ["accuracy", "history"]:
                return history(self.now, empty=self.mode == "empty")
            case ["sources", host, "resume"]:
                return {"host": host, "state": "ok"}
            case ["cards", card_id]:
                return self.cards.read(card_id)
            case ["imports"]:
                body = await request.read()
                self.received[len(self.received) + 1] = (request.query["name"], len(body))
                return {"import_id": len(self.received), "state": "waiting"}
            case ["imports", number]:
                name, size = self.received[int(number)]
                return shelf.imported(int(number), name, size, self.now)
        return None

    def _outlook(self, request: web.Request, parts: list[str]) -> Any:
        empty = self.mode == "empty"
        match parts:
            case ["rising"]:
                first = self.night.startswith("first")
                behind = self.night != "done"
                return outlook.rising(self.now, dict(request.query), empty=empty, first=first, behind=behind)
            case ["outlook", "progress"]:
                return outlook.progress(self.now, state=self.night.removeprefix("first_"))
            case ["outlook", "accuracy"]:
                return outlook.accuracy(self.now, empty=empty)
            case ["products", number, _] if int(number) in shelf.PRODUCT_IDS:
                return outlook.of_product(int(number), self.now, empty=empty)
            case ["categories", number, _]:
                return outlook.of_many("category", int(number), self.now, empty=empty)
            case ["sellers", number, _]:
                return outlook.of_many("seller", int(number), self.now, empty=empty)
        return None

    async def _niches(self, request: web.Request, parts: list[str]) -> Any:
        empty, rivalry = self.mode == "empty", self.rivalry
        data = await request.json() if request.can_read_body else None
        match parts:
            case ["niches"]:
                return niches.found(self.now, dict(request.query), empty=empty)
            case ["niches", kind, number]:
                return niches.detail(kind, int(number), self.now)
            case ["niche-recipes", *number]:
                return rivalry.kept(request.method, number, data)
            case ["rivals"]:
                return rivalry.overview(empty=empty)
            case ["watched-queries", *number]:
                return rivalry.watched(request.method, number, data)
            case ["sellers", number, "shops"]:
                return niches.other_shops(int(number))
            case ["products", number, "rivals"]:
                return rivalry.rivals(int(number))
            case ["products", number, "rivals", "history"]:
                return rivalry.history(int(number))
            case ["products", _, "rivals", rival]:
                return rivalry.choose(int(rival), data["choice"])
            case ["products", number, "positions"]:
                return rivalry.positions(int(number))
        return None

    def _product(self, request: web.Request, product_id: int, rest: list[str]) -> Any:
        if product_id not in shelf.PRODUCT_IDS or (not rest and self.following.not_yet(product_id)):
            return None
        match rest:
            case []:
                return shelf.product(product_id, self.now, tracked=product_id in self.tracked)
            case ["track"]:
                tracked = request.method == "POST"
                self.tracked = self.tracked | {product_id} if tracked else self.tracked - {product_id}
                return {"product_id": product_id, "tracked": tracked}
            case ["detail"]:
                return {
                    "product": shelf.product(product_id, self.now, tracked=product_id in self.tracked),
                    "sales": HISTORY["sales"](product_id, self.now, dict(request.query)),
                }
            case ["events", "groups"]:
                return event_groups(product_id, self.now, dict(request.query))
            case ["events", "groups", day, kind]:
                return event_parts(product_id, self.now, dict(request.query), day, kind)
            case ["sales" | "prices" | "stock" | "why" | "observations" | "events" as what]:
                return HISTORY[what](product_id, self.now, dict(request.query))
        return None


def problem(status: int, key: str, title: str, detail: str, **more: str) -> web.Response:
    """An `application/problem+json` as the real api sends it."""
    body = {
        "type": "about:blank",
        "title": title,
        "status": status,
        "detail": detail,
        "key": key,
        "request_id": "req-1",
    } | more
    return web.json_response(body, status=status, content_type="application/problem+json")


async def serve(shape: ApiShape, port: int = 0) -> tuple[web.AppRunner, int]:
    """Start on loopback; the runner to clean up, and the port."""
    runner = web.AppRunner(shape.app(), access_log=None, handler_cancellation=True, shutdown_timeout=1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", port)
    await site.start()
    return runner, runner.addresses[0][1]


def real_now() -> datetime:
    """The present, to the second."""
    return datetime.now(UTC).replace(microsecond=0)
