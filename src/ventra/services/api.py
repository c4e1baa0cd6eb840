"""The api: `/api/v1` and, in the embedded run, the page. Runs on PORT; SIGTERM lets running requests end."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from pathlib import Path

import msgspec
import uvicorn
from litestar import Litestar, MediaType, Response, get
from litestar.config.cors import CORSConfig
from litestar.datastructures import State
from litestar.exceptions import HTTPException

from ventra import settings as settings_of
from ventra.errors import SettingWrong, Unavailable, VentraError
from ventra.infra import logs, store
from ventra.infra.db import transaction
from ventra.services import docs_page, openapi
from ventra.services.edge import Doors, Edge
from ventra.services.metrics_page import read_metrics, scrape_of
from ventra.services.problems import answer
from ventra.services.router import BASE, router
from ventra.services.sockets import listening
from ventra.services.static_page import StaticPage
from ventra.services.telling import begin_telling
from ventra.services.wiring import Parts, opened
from ventra.settings import API, Settings
from ventra.status.answers import Changes
from ventra.status.events import Events
from ventra.status.store import changes

MOST_BODY_BYTES = 64 * 1024
GRACE_SECONDS = 10
KEEP_ALIVE_SECONDS = 75
OPEN_AGAIN_SECONDS = 2
HEADERS_FILE = Path("apps/web/headers.json")
CHECKOUT = Path(__file__).resolve().parents[3]
API_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}

_log = logs.logger(__name__)


@get(f"{BASE}/openapi.json", include_in_schema=False)
async def read_openapi() -> Response[bytes]:
    """The description of the API."""
    return Response(openapi.document(), media_type=MediaType.JSON)


@get(f"{BASE}/docs", include_in_schema=False)
async def read_docs() -> Response[str]:
    """The same as a page."""
    body = docs_page.page(
        openapi.described(), style_url=f"{BASE}/docs.css", document_url=f"{BASE}/openapi.json"
    )
    return Response(body, media_type=MediaType.HTML)


@get(f"{BASE}/docs.css", include_in_schema=False)
async def read_docs_style() -> Response[str]:
    """The page's style sheet."""
    return Response(docs_page.STYLE, media_type=MediaType.CSS)


def create_app(settings: Settings, parts: Parts | None = None) -> Litestar:
    """The whole api. Opens its own parts at start and closes them at the end, unless it is handed opened ones."""
    web_url: str | None = settings["WEB_URL"]
    events = Events(lambda: _changes(app))
    app = Litestar(
        [router(), read_openapi, read_docs, read_docs_style, read_metrics],
        lifespan=[] if parts else [_opening(settings)],
        on_shutdown=[events.close],
        state=State({"parts": parts, "settings": settings, "events": events}),
        exception_handlers={HTTPException: answer, Exception: answer},
        cors_config=CORSConfig(allow_origins=[web_url]) if web_url else None,
        request_max_body_size=MOST_BODY_BYTES,
        openapi_config=None,
        logging_config=None,
        debug=False,
    )
    app.state.scrape = scrape_of(app, settings)
    page = StaticPage(settings["WEB_DIST"]) if settings["WEB_DIST"] else None
    app.asgi_handler = Edge(
        app.asgi_handler,
        headers=security_headers(settings),
        doors=Doors(production=settings.production, web_url=web_url),
        page=page,
        trusted_hops=settings["TRUSTED_PROXY_HOPS"],
    )
    return app


async def _changes(app: Litestar) -> Changes:
    if app.state.parts is None:
        raise Unavailable("Postgres has not answered yet", dependency="postgres")
    async with transaction(app.state.parts.pool, wait_seconds=2) as db:
        return await changes(db)


def _opening(settings: Settings) -> Callable[[Litestar], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def hold(app: Litestar) -> AsyncIterator[None]:
        async with AsyncExitStack() as stack:
            if not await _opened_now(app, settings, stack):
                waiting = asyncio.create_task(_open_later(app, settings, stack))
                stack.push_async_callback(_ended, waiting)
            yield

    return hold


async def _opened_now(app: Litestar, settings: Settings, stack: AsyncExitStack) -> bool:
    try:
        parts = await stack.enter_async_context(opened(settings))
        await _tell_address(parts)
        app.state.parts = parts
    except Unavailable as away:
        _log.warning("not ready yet", because=str(away))
        return False
    return True


async def _tell_address(parts: Parts) -> None:
    """The bot has no variable for the page's address: it reads it from Postgres."""
    async with transaction(parts.pool) as db:
        if parts.settings["WEB_URL"] and await store.has_schema(db):
            await store.set_installation(db, store.WEB_URL, parts.settings["WEB_URL"])


async def _open_later(app: Litestar, settings: Settings, stack: AsyncExitStack) -> None:
    """Try again until Postgres answers; meanwhile the api is alive and says 503."""
    while True:
        await asyncio.sleep(OPEN_AGAIN_SECONDS)
        if await _opened_now(app, settings, stack):
            return


async def _ended(task: asyncio.Task[None]) -> None:
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


def security_headers(settings: Settings) -> dict[str, str]:
    """Headers of every answer, defined once with the page; without a page to serve, stricter ones of the api alone.

    Raises `SettingWrong` when a page is to be served and its headers cannot be read.
    """
    if settings["WEB_DIST"] is None:
        return API_HEADERS
    places = [settings["WEB_DIST"].resolve().parent / HEADERS_FILE.name, CHECKOUT / HEADERS_FILE]
    for place in places:
        if place.is_file():
            try:
                return msgspec.json.decode(place.read_bytes(), type=dict[str, str])
            except msgspec.MsgspecError as wrong:
                raise SettingWrong("WEB_DIST", f"{place} does not hold headers: {wrong}") from None
    raise SettingWrong("WEB_DIST", f"the page's headers are missing: {places[0]}")


class Server(uvicorn.Server):
    """Tells the streams of events to end before it waits for open answers: they would never end by themselves."""

    def __init__(self, app: Litestar, config: uvicorn.Config) -> None:
        super().__init__(config)
        self._events: Events = app.state.events

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End the streams, then let running requests end."""
        self._events.end()
        await super().shutdown(sockets)


def serve(settings: Settings) -> int:
    """Run until SIGTERM or SIGINT; returns the exit status."""
    app = create_app(settings)
    server = Server(
        app,
        uvicorn.Config(
            app,
            log_config=None,
            access_log=False,
            server_header=False,
            proxy_headers=False,
            lifespan="on",
            timeout_keep_alive=KEEP_ALIVE_SECONDS,
            timeout_graceful_shutdown=GRACE_SECONDS,
            backlog=512,
        ),
    )
    # The server raises the signal again once it has stopped; an orderly stop is no failure.
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: None)
    with listening("PORT", settings["PORT"], production=settings.production) as at:
        server.run(sockets=[at])
    return 0 if server.started else 1


def main() -> int:
    """`python -m ventra.services.api`."""
    try:
        settings = settings_of.read(API, os.environ)
        begin_telling(settings)
        return serve(settings)
    except VentraError as wrong:
        print(f"api: {wrong}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
