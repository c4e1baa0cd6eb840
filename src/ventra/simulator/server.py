"""The simulated marketplace over HTTP on loopback: one port that serves the paths of all the real one's hosts."""

from __future__ import annotations

from pathlib import Path

import msgspec
from aiohttp import web

from ventra.simulator.faults import Faults, Wish
from ventra.simulator.graphql import WINDOW
from ventra.simulator.market import Market
from ventra.simulator.marketplace import Clock, Marketplace
from ventra.simulator.replies import JSON
from ventra.simulator.served import ServedLog
from ventra.simulator.suffering import Suffering
from ventra.simulator.token import LIFE_SECONDS


class Controls:
    """What a tester asks of the simulator itself, under `/_simulator/`."""

    def __init__(self, here: Marketplace, faults: Faults) -> None:
        self._here, self._faults = here, faults

    async def add_fault(self, request: web.Request) -> web.Response:
        """`POST /_simulator/faults`."""
        try:
            wish = msgspec.json.decode(await request.read(), type=Wish)
        except (msgspec.MsgspecError, ValueError) as wrong:
            return _json({"error": str(wrong)}, 400)
        self._faults.add(wish)
        return _json({"faults": self._faults.listed()}, 201)

    async def clear_faults(self, request: web.Request) -> web.Response:
        """`DELETE /_simulator/faults`."""
        self._faults.clear()
        return _json({"faults": []})

    async def health(self, request: web.Request) -> web.Response:
        """`GET /_simulator/health`: which market this is, what time it is there, which faults are on."""
        spec = self._here.market.spec
        told = {
            "status": "alive",
            "now": self._here.clock(),
            "seed": spec.seed,
            "products": spec.products,
            "first_day": spec.first_day,
            "faults": self._faults.listed(),
        }
        return _json(told)


def _json(told: object, status: int = 200) -> web.Response:
    return web.Response(body=msgspec.json.encode(told), status=status, content_type=JSON)


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
    here = Marketplace(market, clock, token_seconds, window)
    through = Suffering(here, log)
    controls = Controls(here, through.faults)
    search = through.handler("search", here.search)
    app = web.Application()
    app.add_routes(
        [
            web.get(r"/api/v2/product/{id:\d{1,18}}", through.handler("product", here.product)),
            web.get("/api/main/root-categories", through.handler("tree", here.tree)),
            web.get("/api/shop/{slug}", through.handler("shop", here.shop)),
            web.post("/api/auth/token", through.handler("token", here.token)),
            *(web.post(path, search) for path in ("/", "/graphql", "/graphql/")),
            web.get("/showcaptcha", _captcha),
            web.get("/_simulator/health", controls.health),
            web.post("/_simulator/faults", controls.add_fault),
            web.delete("/_simulator/faults", controls.clear_faults),
        ]
    )

    async def close_log(_: web.Application) -> None:
        if log is not None:
            log.close()

    app.on_cleanup.append(close_log)
    return app
