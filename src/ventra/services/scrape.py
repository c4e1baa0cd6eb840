"""`/metrics`: who may read it, and what must be asked before it is written, once for a storm of readers."""

from __future__ import annotations

import asyncio
import hmac
import time
from collections.abc import Awaitable, Callable, Sequence

from ventra.infra.logs import logger
from ventra.infra.metrics import exposition

FRESH_SECONDS = 5.0
READ_SECONDS = 3.0
Reader = Callable[[], Awaitable[None]]
_log = logger(__name__)


class Scrape:
    """The page for Prometheus. `readers` put down what only a store knows; none of them can keep the page waiting for long."""

    def __init__(self, token: str | None, readers: Sequence[Reader]) -> None:
        self._token = None if token is None else token.encode()
        self._readers = readers
        self._reading = asyncio.Lock()
        self._read_at = float("-inf")

    def refusal(self, authorization: str) -> int | None:
        """None for who may read it, 401 for a wrong token, 404 where there is no token and so no page."""
        if self._token is None:
            return 404
        scheme, _, given = authorization.partition(" ")
        right = hmac.compare_digest(given.strip().encode("utf-8", "surrogateescape"), self._token)
        return None if right and scheme.lower() == "bearer" else 401

    async def page(self) -> bytes:
        """What is counted and what was read, at most `FRESH_SECONDS` old."""
        async with self._reading:
            if time.monotonic() - self._read_at >= FRESH_SECONDS:
                await asyncio.gather(*(self._bounded(reader) for reader in self._readers))
                self._read_at = time.monotonic()
        return exposition()

    async def _bounded(self, reader: Reader) -> None:
        try:
            async with asyncio.timeout(READ_SECONDS):
                await reader()
        except TimeoutError:
            _log.warning("metrics could not be read in time", reader=reader.__qualname__)
        except Exception as failure:
            # At the edge: what is counted must be readable above all when something is broken.
            _log.error("metrics could not be read", reader=reader.__qualname__, exc_info=failure)
