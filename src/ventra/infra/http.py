"""Requests to the outside: one aiohttp session a process; every answer is bounded in time and in size."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import aiohttp

from ventra.errors import PageChanged, SourceError, TimedOut

CONNECT_SECONDS = 5
TOTAL_SECONDS = 20
MOST_BYTES = 8 * 1024 * 1024
_CHUNK_BYTES = 64 * 1024


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer as received: header names are case-insensitive, `cookies` holds what it set."""

    status: int
    headers: Mapping[str, str]
    cookies: Mapping[str, str]
    body: bytes


@asynccontextmanager
async def session(
    *, at_most: int = 32, traces: Sequence[aiohttp.TraceConfig] = ()
) -> AsyncIterator[aiohttp.ClientSession]:
    """The process's session: keeps connections, no cookies, and follows nothing by itself; `traces` look at each request."""
    connector = aiohttp.TCPConnector(limit=at_most, limit_per_host=at_most, keepalive_timeout=30)
    async with aiohttp.ClientSession(
        connector=connector,
        cookie_jar=aiohttp.DummyCookieJar(),
        timeout=aiohttp.ClientTimeout(total=TOTAL_SECONDS),
        trace_configs=list(traces),
    ) as opened:
        yield opened


async def fetch(
    http: aiohttp.ClientSession,
    method: str,
    url: str,
    *,
    headers: Mapping[str, str],
    json: Any = None,
    form: Mapping[str, str] | None = None,
    connect_seconds: float = CONNECT_SECONDS,
    total_seconds: float = TOTAL_SECONDS,
    most_bytes: int = MOST_BYTES,
) -> Answer:
    """One request and its whole answer, redirects included as answers; `form` is sent as a browser sends one.

    Raises `TimedOut` when it is not complete in time (a slow drip too), `SourceError` when the connection fails or breaks,
    `PageChanged` when the body, unpacked, is larger than `most_bytes`.
    """
    limits = aiohttp.ClientTimeout(total=total_seconds, sock_connect=connect_seconds)
    try:
        async with http.request(
            method, url, headers=headers, json=json, data=form, timeout=limits, allow_redirects=False
        ) as response:
            body = await _bounded(response, url, most_bytes)
            cookies = {name: morsel.value for name, morsel in response.cookies.items()}
            return Answer(response.status, response.headers.copy(), cookies, body)
    except TimeoutError as late:
        raise TimedOut(f"{url}: no complete answer within {total_seconds:g} s", where=url) from late
    except (aiohttp.ClientError, OSError, ValueError) as broken:
        raise SourceError(f"{url}: {type(broken).__name__}", where=url) from broken


async def _bounded(response: aiohttp.ClientResponse, url: str, most_bytes: int) -> bytes:
    parts: list[bytes] = []
    size = 0
    async for part in response.content.iter_chunked(_CHUNK_BYTES):
        size += len(part)
        if size > most_bytes:
            raise PageChanged(url, f"body is larger than {most_bytes} bytes")
        parts.append(part)
    return b"".join(parts)
