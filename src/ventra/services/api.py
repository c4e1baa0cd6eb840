"""The api: `/api/v1` and, in the embedded run, the page. Runs on PORT; SIGTERM lets running requests end."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import msgspec
import uvloop
from litestar import Litestar, MediaType, Response, get
from litestar.config.cors import CORSConfig
from litestar.datastructures import State
from litestar.exceptions import HTTPException

from ventra import settings as settings_of
from ventra.errors import SettingWrong, Unavailable, VentraError
from ventra.infra.db import transaction
from ventra.services import docs_page, openapi
from ventra.services.doors import close_doors, open_doors
from ventra.services.edge import Doors, Edge
from ventra.services.metrics_page import read_metrics, scrape_of
from ventra.services.privacy import warn_of_nobody
from ventra.services.problems import answer
from ventra.services.router import BASE, router
from ventra.services.serving import serve
from ventra.services.static_page import StaticPage
from ventra.services.strong_keys import must_be_strong
from ventra.services.telling import begin_telling
from ventra.services.wiring import Parts
from ventra.settings import API, Settings
from ventra.status.answers import Changes
from ventra.status.events import Events
from ventra.status.store import changes

MOST_BODY_BYTES = 64 * 1024
HEADERS_FILE, MINI_FILE = Path("apps/web/headers.json"), Path("apps/web/mini.json")
POLICY, FRAMES = "Content-Security-Policy", "frame-ancestors"
CHECKOUT = Path(__file__).resolve().parents[3]
API_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}


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
    """The whole api. Without `parts` it is alive and answers 503 until `app.state.parts` is set."""
    web_url: str | None = settings["WEB_URL"]
    events = Events(lambda: _changes(app))
    app = Litestar(
        [router(), read_openapi, read_docs, read_docs_style, read_metrics],
        on_shutdown=[events.close, close_doors],
        state=State(
            {
                "parts": None,
                "means": None,
                "embeddings": None,
                "asking": None,
                "guard": None,
                "settings": settings,
                "events": events,
            }
        ),
        exception_handlers={HTTPException: answer, Exception: answer},
        cors_config=CORSConfig(allow_origins=[web_url]) if web_url else None,
        request_max_body_size=MOST_BODY_BYTES,
        openapi_config=None,
        logging_config=None,
        debug=False,
    )
    if parts is not None:
        open_doors(app, parts)
    app.state.scrape = scrape_of(app, settings)
    page = StaticPage(settings["WEB_DIST"]) if settings["WEB_DIST"] else None
    app.asgi_handler = app.state.edge = Edge(
        app.asgi_handler,
        headers=security_headers(settings),
        mini_headers=mini_headers(settings),
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


def security_headers(settings: Settings) -> dict[str, str]:
    """Headers of every answer, defined once with the page; without a page to serve, stricter ones of the api alone.

    Raises `SettingWrong` when a page is to be served and its headers cannot be read.
    """
    return API_HEADERS if settings["WEB_DIST"] is None else _beside_the_page(settings, HEADERS_FILE)


def mini_headers(settings: Settings) -> dict[str, str]:
    """The headers that are others for the Mini App: Telegram's own page may put it into a frame. Raises as `security_headers`."""
    if settings["WEB_DIST"] is None:
        return {}
    policy = security_headers(settings).get(POLICY, "")
    frames = _beside_the_page(settings, MINI_FILE)[FRAMES]
    return {POLICY: policy.replace(f"{FRAMES} 'none'", f"{FRAMES} {frames}")}


def _beside_the_page(settings: Settings, file: Path) -> dict[str, str]:
    places = [settings["WEB_DIST"].resolve().parent / file.name, CHECKOUT / file]
    for place in places:
        if place.is_file():
            try:
                return msgspec.json.decode(place.read_bytes(), type=dict[str, str])
            except msgspec.MsgspecError as wrong:
                raise SettingWrong("WEB_DIST", f"{place} does not hold headers: {wrong}") from None
    raise SettingWrong("WEB_DIST", f"the page's headers are missing: {places[0]}")


def main() -> int:
    """`python -m ventra.services.api`: 2 when a setting is wrong, 1 when it cannot start otherwise."""
    try:
        settings = settings_of.read(API, os.environ)
        must_be_strong(settings)
        begin_telling(settings)
        warn_of_nobody(settings)
        return uvloop.run(serve(create_app(settings), settings))
    except VentraError as wrong:
        print(f"api: {wrong}", file=sys.stderr)
        return 2 if isinstance(wrong, SettingWrong) else 1


if __name__ == "__main__":
    sys.exit(main())
