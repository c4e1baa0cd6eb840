"""What counting a request costs: the whole api in this process, with its metrics and with them taken out."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import Any

import structlog

from bench.result import Result
from ventra import settings as settings_of
from ventra.infra import logs, metrics
from ventra.services import edge
from ventra.services.api import create_app
from ventra.settings import API

ROUNDS = 150
A_ROUND = 60
MOST_TIMES = 1.25


def metering(database: str, keys: str) -> list[Result]:
    """The cheapest request there is, so that what is added shows most; the best round of each, taken in turns."""
    logs.configure("api", production=True, level="warning")
    told = {
        "DATABASE_URL": database,
        "REDIS_URL": keys,
        "JWT_SECRET": "b" * 48,
        "WEB_URL": "http://localhost:3000",
    }
    app = create_app(settings_of.read(API, told))
    try:
        with_us, without_us = asyncio.run(_compare(app))
    finally:
        structlog.reset_defaults()
    beside = f"{with_us:.1f} µs with, {without_us:.1f} µs without; a scrape takes {_scrape_ms():.1f} ms"
    return [
        Result(
            "a request counted, against one not counted",
            with_us / without_us,
            MOST_TIMES,
            False,
            "times",
            beside,
        )
    ]


class _Nothing:
    def inc(self) -> None:
        """Do not count."""

    def dec(self) -> None:
        """Do not count."""


async def _compare(app: Any) -> tuple[float, float]:
    counting: Any = edge
    counted = (counting.IN_FLIGHT, counting.request_done)
    not_counted: tuple[Any, Callable[..., None]] = (_Nothing(), lambda *_: None)
    best = {True: float("inf"), False: float("inf")}
    await _round(app)
    try:
        for _ in range(ROUNDS):
            for counts in (True, False):
                counting.IN_FLIGHT, counting.request_done = counted if counts else not_counted
                best[counts] = min(best[counts], await _round(app))
    finally:
        counting.IN_FLIGHT, counting.request_done = counted
    return best[True], best[False]


async def _round(app: Any) -> float:
    """Microseconds of the processor a request; who else runs here does not count."""
    began = time.thread_time()
    for _ in range(A_ROUND):
        await app(_scope(), _receive, _send)
    return (time.thread_time() - began) / A_ROUND * 1e6


def _scope() -> dict[str, Any]:
    path = "/api/v1/health"
    return {
        "type": "http", "http_version": "1.1", "scheme": "http", "method": "GET", "path": path, "raw_path": path.encode(),
        "query_string": b"", "root_path": "", "headers": [(b"host", b"localhost")], "client": ("127.0.0.1", 1),
        "server": ("localhost", 3000), "state": {}, "extensions": {},
    }  # fmt: skip


async def _receive() -> dict[str, Any]:
    return {"type": "http.request", "body": b"", "more_body": False}


async def _send(message: Any) -> None:
    pass


def _scrape_ms() -> float:
    began = time.perf_counter()
    metrics.exposition()
    return (time.perf_counter() - began) * 1e3
