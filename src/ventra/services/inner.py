"""The health page of a service that has no other: worker and bot, on HEALTH_PORT, for the platform and its operator alone."""

from __future__ import annotations

import socket
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager

import msgspec
from aiohttp import web

from ventra import __version__
from ventra.errors import SettingWrong
from ventra.infra.logs import logger
from ventra.infra.machine import watch_disk
from ventra.infra.metrics import CONTENT_TYPE, tell_build
from ventra.services.scrape import Reader, Scrape
from ventra.services.sockets import listening
from ventra.settings import BOT, WORKER, Settings

PORTS = {WORKER: 3001, BOT: 3002}
END_SECONDS = 1.0
NO_STORE = {"Cache-Control": "no-store"}
_log = logger(__name__)

Reasons = Callable[[], Awaitable[list[str]]]


class Alive(msgspec.Struct, frozen=True):
    """The process answers."""

    status: str
    service: str
    version: str
    commit: str | None


class Ready(msgspec.Struct, frozen=True):
    """Whether the service does its work, and if not, why."""

    status: str
    reasons: list[str]


class Beat:
    """When something that repeats was last through."""

    def __init__(self) -> None:
        self._at: float | None = None

    def __call__(self) -> None:
        self._at = time.monotonic()

    @property
    def age_seconds(self) -> float | None:
        """Seconds since; None while it has never been."""
        return None if self._at is None else time.monotonic() - self._at


def inner_socket(settings: Settings) -> socket.socket | None:
    """Where the health page listens. A taken port stops the start in production and is a warning elsewhere."""
    port = settings["HEALTH_PORT"] or PORTS[settings.service]
    try:
        return listening("HEALTH_PORT", port, production=settings.production)
    except SettingWrong as taken:
        if settings.production:
            raise
        _log.warning("no health page", because=str(taken))
        return None


@asynccontextmanager
async def inner_pages(
    settings: Settings, at: socket.socket | None, why_not_ready: Reasons, readers: Sequence[Reader]
) -> AsyncIterator[None]:
    """Serve `/health`, `/health/ready` and `/metrics` at this socket for as long as the block lasts."""
    if at is None:
        yield
        return
    tell_build(settings.service, __version__, settings["RELEASE_COMMIT"])
    watch_disk(settings["VENTRA_HOME"])
    scrape = Scrape(settings["METRICS_TOKEN"], readers)
    alive = Alive("alive", settings.service, __version__, settings["RELEASE_COMMIT"])

    async def health(_: web.Request) -> web.Response:
        return _json(alive, 200)

    async def ready(_: web.Request) -> web.Response:
        reasons = await why_not_ready()
        if reasons:
            return _json(Ready("not_ready", reasons), 503)
        return _json(Ready("ready", []), 200)

    async def metrics(request: web.Request) -> web.Response:
        refused = scrape.refusal(request.headers.get("Authorization", ""))
        if refused == 404:
            raise web.HTTPNotFound
        if refused is not None:
            raise web.HTTPUnauthorized(headers={"WWW-Authenticate": "Bearer"})
        return web.Response(body=await scrape.page(), headers=NO_STORE | {"Content-Type": CONTENT_TYPE})

    app = web.Application()
    app.router.add_get("/health", health)
    app.router.add_get("/health/ready", ready)
    app.router.add_get("/metrics", metrics)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=END_SECONDS)
    await runner.setup()
    try:
        await web.SockSite(runner, at).start()
        yield
    finally:
        await runner.cleanup()


def _json(body: msgspec.Struct, status: int) -> web.Response:
    return web.Response(
        body=msgspec.json.encode(body), status=status, content_type="application/json", headers=NO_STORE
    )
