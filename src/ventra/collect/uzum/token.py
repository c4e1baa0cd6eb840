"""The guest token that every visitor of the marketplace gets: fetched when needed, renewed before it ends by its own word."""

from __future__ import annotations

import asyncio
import base64
import binascii
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from ventra.collect.uzum.door import Fields, decode
from ventra.errors import PageChanged

EARLY_SECONDS = 300
SHORTEST_LIFE_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Claims:
    """What a token says of itself, in epoch seconds by the marketplace's clock; `made` is `None` where it does not say."""

    ends: int
    made: int | None

    def life_seconds(self, now: float) -> float:
        """How long it is good for. A clock of theirs that is off shifts both of its times, so only what lies between counts."""
        return self.ends - (now if self.made is None else self.made)


def claims_of(token: str, where: str = "token") -> Claims:
    """What a JWT says of its time. Its signature is the marketplace's business, not ours."""
    parts = token.split(".")
    if len(parts) != 3:
        raise PageChanged(where, "the guest token is no JWT")
    padded = parts[1] + "=" * (-len(parts[1]) % 4)
    try:
        raw = base64.b64decode(padded, altchars=b"-_", validate=True)
    except (binascii.Error, ValueError) as wrong:
        raise PageChanged(where, "the guest token is no JWT") from wrong
    claims = Fields(where, "the guest token", decode(raw, where))
    return Claims(claims.whole("exp"), claims.whole("iat") if claims.has("iat") else None)


def expiry_of(token: str, where: str = "token") -> int:
    """The epoch second at which a JWT ends, as it says itself."""
    return claims_of(token, where).ends


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
                # A token that seems to have ended already must not make us ask without end.
                good_for = claims_of(token).life_seconds(self._now()) - EARLY_SECONDS
                self._renew_at = self._now() + max(good_for, SHORTEST_LIFE_SECONDS)
                self._token = token
            return self._token

    def refuse(self, token: str) -> None:
        """The marketplace did not take this token: the next `get` asks for another, unless one came meanwhile."""
        if token == self._token:
            self._token = None
