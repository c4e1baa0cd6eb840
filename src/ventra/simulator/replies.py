"""Sends what the marketplace says, whole or as a fault wants it: slow, cut off, refused, or never."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from functools import lru_cache
from typing import Any

import msgspec
from aiohttp import web

from ventra.simulator.faults import Wish

HANG_SECONDS = 3_600
DRIP_SECONDS = 60.0
BYTE_SECONDS = 0.05
JSON = "application/json"
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


@dataclass(frozen=True, slots=True)
class Reply:
    """What a handler says; `line` is what the log keeps of it once it has been sent whole."""

    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    cookies: Mapping[str, str] = field(default_factory=dict)
    line: dict[str, Any] | None = None

    def response(self) -> web.Response:
        """The whole of it."""
        kind = JSON if self.body else None
        made = web.Response(status=self.status, body=self.body, headers=self.headers, content_type=kind)
        for name, value in self.cookies.items():
            made.set_cookie(name, value, httponly=True, path="/")
        return made


async def refused(wish: Wish, now_seconds: int) -> web.Response:
    """An answer that tells nothing of what was asked for; `now_seconds` is the marketplace's own idea of the time."""
    match wish.kind:
        case "429-inside":
            return web.Response(body=_THROTTLED, content_type=JSON)
        case "429":
            return web.Response(status=429, headers=_retry_after(wish, now_seconds))
        case "captcha":
            return web.Response(status=302, headers={"Location": "/showcaptcha"})
        case "hang":
            await asyncio.sleep(HANG_SECONDS)
    return web.Response(status=500, text="Internal Server Error")


async def dripped(request: web.Request, reply: Reply) -> web.StreamResponse:
    """A body that takes a minute at least, byte by byte."""
    stream = await _begun(request, reply)
    pause_seconds = max(BYTE_SECONDS, DRIP_SECONDS / max(len(reply.body), 1))
    for place in range(len(reply.body)):
        await stream.write(reply.body[place : place + 1])
        await asyncio.sleep(pause_seconds)
    await stream.write_eof()
    return stream


async def truncated(request: web.Request, reply: Reply, *, right_length: bool) -> web.StreamResponse:
    """The first half of a body: with its own length, or with the whole one's before the connection is closed."""
    half = reply.body[: len(reply.body) // 2]
    if right_length:
        return web.Response(status=reply.status, body=half, headers=reply.headers, content_type=JSON)
    stream = await _begun(request, reply)
    await stream.write(half)
    if request.transport is not None:
        request.transport.close()
    return stream


@lru_cache(maxsize=64)
def http_date(now_seconds: int) -> str:
    """An instant as HTTP headers write it."""
    return format_datetime(datetime.fromtimestamp(now_seconds, UTC), usegmt=True)


async def _begun(request: web.Request, reply: Reply) -> web.StreamResponse:
    headers = {**reply.headers, "Content-Length": str(len(reply.body)), "Content-Type": JSON}
    stream = web.StreamResponse(status=reply.status, headers=headers)
    await stream.prepare(request)
    return stream


def _retry_after(wish: Wish, now_seconds: int) -> dict[str, str]:
    if wish.retry_after is None:
        return {}
    return {"Retry-After": http_date(now_seconds + wish.retry_after) if wish.dated else str(wish.retry_after)}
