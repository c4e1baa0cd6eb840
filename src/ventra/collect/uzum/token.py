"""The guest token that every visitor of the marketplace gets: fetched when needed, renewed before it ends by its own word."""

from __future__ import annotations

import asyncio
import base64
import binascii
from collections.abc import Awaitable, Callable

import msgspec

from ventra.errors import PageChanged

EARLY_SECONDS = 300
SHORTEST_LIFE_SECONDS = 60


class _Claims(msgspec.Struct):
    exp: int


def expiry_of(token: str, where: str = "token") -> int:
    """The epoch second at which a JWT ends, as it says itself. Its signature is the marketplace's business, not ours."""
    parts = token.split(".")
    if len(parts) != 3:
        raise PageChanged(where, "the guest token is no JWT")
    padded = parts[1] + "=" * (-len(parts[1]) % 4)
    try:
        return msgspec.json.decode(base64.b64decode(padded, altchars=b"-_", validate=True), type=_Claims).exp
    except (msgspec.MsgspecError, binascii.Error, ValueError) as wrong:
        raise PageChanged(where, "the guest token has no exp") from wrong


class GuestToken:
    """One token for the process. `fetch` asks for a new one, `now` is the epoch second."""

    def __init__(self, fetch: Callable[[], Awaitable[str]], now: Callable[[], float]) -> None:
        self._fetch, self._now = fetch, now
        self._token: str | None = None
        self._renew_at = 0.0
        self._lock = asyncio.Lock()

    async def get(self) -> str:
        """A token that is good for some minutes yet; many callers at once cause one request."""
        async with self._lock:
            if self._token is None or self._now() >= self._renew_at:
                token = await self._fetch()
                # A clock that runs ahead of the marketplace's must not make us ask without end.
                self._renew_at = max(expiry_of(token) - EARLY_SECONDS, self._now() + SHORTEST_LIFE_SECONDS)
                self._token = token
            return self._token

    def refuse(self, token: str) -> None:
        """The marketplace did not take this token: the next `get` asks for another, unless one came meanwhile."""
        if token == self._token:
            self._token = None
