"""The outermost layer of the api: request ids, security headers, the page, ETag, compression, and who may change things."""

from __future__ import annotations

import asyncio
import gzip
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import msgspec

from ventra.core.texts import language_of
from ventra.errors import VentraError
from ventra.infra.logs import about, logger
from ventra.infra.metrics import IN_FLIGHT, OTHER, request_done
from ventra.services.client_address import client_of
from ventra.services.problems import MEDIA_TYPE, ForeignPage, headers_of, problem_of
from ventra.services.static_page import StaticPage, accepting
from ventra.services.told_path import told_path

COMPRESS_FROM_BYTES = 1024
COMPRESS_ASIDE_FROM_BYTES = 256 * 1024
GZIP_LEVEL = 5
SLOW_MS = 1000
PAGE = "page"
MINI = "/mini"
"""Where the page is Telegram's Mini App: it may stand in a frame there."""
LOOPBACK_NAMES = frozenset({"localhost", "127.0.0.1", "[::1]"})
_REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")
_COMPRESSIBLE = re.compile(r"^(application/(json|problem\+json|x-ndjson)|text/)")
_log = logger(__name__)


@dataclass(frozen=True, slots=True)
class Doors:
    """Who is let in: on a developer's machine only loopback names, and changes only from our own page.

    A browser names the page a change comes from in `Origin`; without that header it is not a browser's page.
    """

    production: bool
    web_url: str | None

    def refuse(self, method: str, headers: Mapping[bytes, str]) -> VentraError | None:
        """Why a request may not come in, or None."""
        ours = {self.web_url} if self.web_url else set()
        host = _name(headers.get(b"host", ""))
        if not self.production and host and host not in LOOPBACK_NAMES | {_host(url) for url in ours}:
            return ForeignPage("this address is not ours", host=host)
        origin = headers.get(b"origin")
        if method in ("GET", "HEAD", "OPTIONS") or origin is None or origin in ours:
            return None
        if not self.production and _host(origin) in LOOPBACK_NAMES:
            return None
        return ForeignPage("changes come from our own page only", origin=origin)


class Edge:
    """Wraps the application; everything that answers goes through here."""

    def __init__(
        self,
        app: Any,
        *,
        headers: Mapping[str, str],
        doors: Doors,
        page: StaticPage | None,
        trusted_hops: int = 0,
        mini_headers: Mapping[str, str] | None = None,
    ) -> None:
        self._app = app
        self._headers = _raw(headers)
        self._mini_headers = _raw({**headers, **(mini_headers or {})})
        self._doors = doors
        self._page = page
        self._trusted_hops = trusted_hops

    def end_connections(self) -> None:
        """From now on every answer says that it is the last one on its connection: this process ends."""
        for headers in (self._headers, self._mini_headers):
            headers.append((b"connection", b"close"))

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        asked = {name: value.decode("latin-1") for name, value in scope["headers"]}
        given = asked.get(b"x-request-id", "")
        request_id = given if _REQUEST_ID.fullmatch(given) else uuid4().hex
        client = self._client(scope)
        scope.setdefault("state", {}).update(request_id=request_id, client=client)
        headers = self._mini_headers if scope["path"] == MINI else self._headers
        out = Answer(send, asked, method=scope["method"], headers=headers, request_id=request_id)
        # A server that is told HEAD leaves the body out by itself, so its own scope stays as it is.
        inner = {**scope, "method": "GET"} if scope["method"] == "HEAD" else scope
        scope["state"]["head"] = inner is not scope
        started = time.perf_counter()
        IN_FLIGHT.inc()
        with about(request_id=request_id):
            try:
                await self._serve(inner, receive, out, asked)
            finally:
                took = time.perf_counter() - started
                IN_FLIGHT.dec()
                route = inner.get("path_template", OTHER)
                request_done(scope["method"], route, out.status or 500, None if out.endless else took)
            took_ms = round(took * 1000, 1)
            said = _log.info if took_ms >= SLOW_MS and not out.endless else _log.debug
            said(
                "answered",
                method=scope["method"],
                path=told_path(scope["path"]),
                status=out.status,
                took_ms=took_ms,
                client=client,
            )

    def _client(self, scope: Any) -> str:
        peer = (scope.get("client") or ("",))[0]
        told = [value.decode("latin-1") for name, value in scope["headers"] if name == b"x-forwarded-for"]
        return client_of(peer, told, self._trusted_hops)

    async def _serve(self, scope: Any, receive: Any, out: Answer, asked: Mapping[bytes, str]) -> None:
        method, path = scope["method"], scope["path"]
        refused = self._doors.refuse(method, asked)
        if refused is not None:
            await out.problem(refused)
            return
        if self._page is not None and method == "GET" and not _is_api(path):
            asset = self._page.find(path, wants_html="text/html" in asked.get(b"accept", ""))
            if asset is not None:
                scope["path_template"] = PAGE
                await self._page.send(asset, scope, out)
                return
        await self._app(scope, receive, out)


class Answer:
    """Sends an answer on: whole bodies get an ETag and are compressed, streams pass through."""

    def __init__(
        self,
        send: Any,
        asked: Mapping[bytes, str],
        *,
        method: str,
        headers: list[tuple[bytes, bytes]],
        request_id: str,
    ) -> None:
        self._send = send
        self._asked = asked
        self._method = method
        self._headers = [*headers, (b"x-request-id", request_id.encode())]
        self._request_id = request_id
        self._start: Any = None
        self.status = 0
        self.endless = False
        """A stream of events: open for as long as somebody listens, so never slow."""

    async def __call__(self, message: Any) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            self._start = message
            return
        if message["type"] != "http.response.body" or self._start is None:
            await self._send(self._body_of(message))
            return
        start, self._start = self._start, None
        cookies = [pair for pair in start["headers"] if pair[0] == b"set-cookie"]
        headers = {name: value for name, value in start["headers"] if name != b"set-cookie"}
        self.endless = headers.get(b"content-type", b"").startswith(b"text/event-stream")
        body = message.get("body", b"")
        if not message.get("more_body", False) and b"content-encoding" not in headers:
            body = await self._finish(headers, body)
        every = [*headers.items(), *cookies, *self._missing(headers)]
        await self._send({**start, "status": self.status, "headers": every})
        await self._send(self._body_of({**message, "body": body}))

    async def problem(self, error: VentraError) -> None:
        """Answer with a failure found before the application was asked."""
        problem = problem_of(
            error, language=language_of(self._asked.get(b"accept-language")), request_id=self._request_id
        )
        headers = {"content-type": MEDIA_TYPE} | headers_of(error)
        raw = [(name.lower().encode(), value.encode()) for name, value in headers.items()]
        await self({"type": "http.response.start", "status": error.status, "headers": raw})
        await self({"type": "http.response.body", "body": msgspec.json.encode(problem), "more_body": False})

    async def _finish(self, headers: dict[bytes, bytes], body: bytes) -> bytes:
        """A whole body: 304 when the asker has it already, compressed when that pays."""
        if self._method in ("GET", "HEAD") and self.status == 200 and b"etag" not in headers:
            headers[b"etag"] = b'W/"' + blake2b(body, digest_size=12).hexdigest().encode() + b'"'
            headers.setdefault(b"cache-control", b"no-cache")
            if headers[b"etag"].decode() in self._asked.get(b"if-none-match", ""):
                self.status = 304
                headers.pop(b"content-length", None)
                return b""
        compressible = _COMPRESSIBLE.match(headers.get(b"content-type", b"").decode("latin-1"))
        if compressible and len(body) >= COMPRESS_FROM_BYTES:
            vary = headers.get(b"vary", b"")
            if b"Accept-Encoding" not in vary:
                headers[b"vary"] = b"Accept-Encoding" + (b", " + vary if vary else b"")
            if "gzip" in accepting(self._asked.get(b"accept-encoding", "")):
                headers[b"content-encoding"] = b"gzip"
                body = await _gzipped(body)
        if self.status not in (204, 304):
            headers[b"content-length"] = str(len(body)).encode()
        return body

    def _missing(self, headers: Mapping[bytes, bytes]) -> list[tuple[bytes, bytes]]:
        return [(name, value) for name, value in self._headers if name not in headers]

    def _body_of(self, message: Any) -> Any:
        return {**message, "body": b""} if self._method == "HEAD" and "body" in message else message


async def _gzipped(body: bytes) -> bytes:
    if len(body) < COMPRESS_ASIDE_FROM_BYTES:
        return gzip.compress(body, GZIP_LEVEL, mtime=0)
    return await asyncio.to_thread(gzip.compress, body, GZIP_LEVEL, mtime=0)


def _raw(headers: Mapping[str, str]) -> list[tuple[bytes, bytes]]:
    return [(name.lower().encode(), value.encode("latin-1")) for name, value in headers.items()]


def _is_api(path: str) -> bool:
    return path in ("/api", "/metrics") or path.startswith("/api/")


def _host(url: str) -> str:
    return _name(urlsplit(url).netloc)


def _name(netloc: str) -> str:
    """A host without its port, in lower case."""
    return re.sub(r":\d+$", "", netloc.strip().lower())
