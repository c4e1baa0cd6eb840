"""The door of every route: who asks, how often they may, and whether they may at all. Shut unless a route says otherwise."""

from __future__ import annotations

from datetime import UTC, datetime
from http.cookies import CookieError, SimpleCookie
from typing import Any

from litestar.connection import ASGIConnection
from litestar.handlers.base import BaseRouteHandler

from ventra.accounts import links
from ventra.accounts.means import Means
from ventra.accounts.store import sessions
from ventra.accounts.tokens import Claim
from ventra.accounts.who import NOBODY, Asker, Who, must_be_allowed
from ventra.core.rights import Access
from ventra.errors import NotAllowed, SignInNeeded, Unavailable
from ventra.infra.db import transaction
from ventra.infra.limits import LightLimits, Limit, network_of
from ventra.infra.roles import GATE_ROLE

ACCESS_COOKIE, REFRESH_COOKIE, DEVICE_COOKIE = "ventra_access", "ventra_refresh", "ventra_device"
PAGE_PROOF = "x-page-proof"
READING = ("GET", "HEAD", "OPTIONS")
ACCESS = "access"
"""Name of the option by which a handler says what it asks for."""
UNLIMITED = "unlimited"
"""Name of the option of what a platform or a page asks all the time: no limit counts it."""
BLIND = "blind"
"""Name of the option of what does not care who asks: whoever renews a session still shows the token that has ended."""
PERSONS_PER_MINUTE = 1200
_Connection = ASGIConnection[Any, Any, Any, Any]


class Guard:
    """`pool` gives the pool, or raises `Unavailable`; `per_minute`: what one network may ask without an account, 0 for ever."""

    def __init__(self, pool: Any, means: Means, light: LightLimits, *, per_minute: int) -> None:
        self._pool, self._means, self._light = pool, means, light
        self._strangers = Limit("read", per_seconds=60, times=per_minute) if per_minute else None
        self._persons = Limit("person", per_seconds=60, times=max(PERSONS_PER_MINUTE, per_minute))

    async def admit(self, connection: _Connection, handler: BaseRouteHandler) -> None:
        """Let a request through to its handler, or raise why not. What only reads the market asks nothing of Postgres."""
        needed = handler.opt.get(ACCESS)
        if not isinstance(needed, Access):
            raise NotAllowed("this route is not open to anybody", needs=ACCESS)
        state = connection.scope["state"]
        shown = None if handler.opt.get(BLIND) else _shown(connection, self._means)
        try:
            claim = None if shown is None or shown.key else self._claim(connection, shown)
        except SignInNeeded:
            # A browser goes on sending a cookie that is no good any more; what is open to all is open to it too.
            if shown is None or not shown.cookie or needed is not Access.OPEN:
                raise
            shown = claim = None
        state["shown"], state["claim"], state["open"] = shown, claim, needed is Access.OPEN
        if not handler.opt.get(UNLIMITED):
            await self._count(connection, claim, shown)
        if needed is not Access.OPEN:
            must_be_allowed(await self.who(connection), needed)

    async def who(self, connection: _Connection) -> Who:
        """Who asks, asked of Postgres once a request. `SignInNeeded` when what was shown is not good any more."""
        state = connection.scope["state"]
        if "who" not in state:
            state["who"] = await self._find(state["claim"], state["shown"], is_open=state["open"])
            who: Who = state["who"]
            if who.per_minute is not None:
                limit = Limit("key", per_seconds=60, times=who.per_minute)
                await self._light.take(limit, f"{who.key_id}")
        found: Who = state["who"]
        return found

    async def _find(self, claim: Claim | None, shown: _Shown | None, *, is_open: bool) -> Who:
        if shown is None:
            return NOBODY
        now = datetime.now(UTC)
        async with transaction(self._pool(), role=GATE_ROLE) as db:
            if claim is not None:
                found = await sessions.who(db, claim.session_id, now, user_id=claim.user_id)
            else:
                digest = links.parse_api_key(shown.text)
                found = None if digest is None else await sessions.who_holds(db, digest, now)
        if found is None and shown.cookie and is_open:
            return NOBODY
        if found is None:
            raise SignInNeeded("this session or key has ended: sign in, or make a new key")
        return found

    def _claim(self, connection: _Connection, shown: _Shown) -> Claim:
        claim = self._means.signer.read(shown.text, datetime.now(UTC))
        if shown.cookie and connection.scope.get("method") not in READING:
            proof = connection.headers.get(PAGE_PROOF, "")
            if not self._means.signer.proves_page(claim.session_id, proof):
                raise NotAllowed(
                    "a change from a page carries the page's proof: reload the page", needs=PAGE_PROOF
                )
        return claim

    async def _count(self, connection: _Connection, claim: Claim | None, shown: _Shown | None) -> None:
        if shown is not None and shown.key:
            # Its own limit is counted where it is looked up; what only looks like a key must not go uncounted.
            await self.who(connection)
            return
        if self._strangers is None:
            return
        if claim is not None:
            await self._light.take(self._persons, str(claim.user_id))
            return
        await self._light.take(self._strangers, network_of(connection.scope["state"]["client"]))


class _Shown:
    """What a request shows of who asks: a key, or a token in a header or a cookie."""

    __slots__ = ("cookie", "key", "text")

    def __init__(self, text: str, *, cookie: bool) -> None:
        self.text, self.cookie = text, cookie
        self.key = text.startswith(links.KEY_BEGINS)


def _shown(connection: _Connection, means: Means) -> _Shown | None:
    header = connection.headers.get("authorization")
    if header is not None:
        kind, _, text = header.partition(" ")
        if kind.lower() != "bearer" or not text.strip():
            raise SignInNeeded("Authorization is: Bearer and a token or a key")
        return _Shown(text.strip(), cookie=False)
    cookie = cookie_of(connection, ACCESS_COOKIE, means)
    return None if cookie is None else _Shown(cookie, cookie=True)


def cookie_name(name: str, means: Means) -> str:
    """A cookie's name: where it travels over https alone, browsers hold it to that by its beginning."""
    if not means.secure:
        return name
    return f"__Secure-{name}" if name == REFRESH_COOKIE else f"__Host-{name}"


def cookie_of(connection: _Connection, name: str, means: Means) -> str | None:
    """A cookie's value, as it was set."""
    try:
        found = SimpleCookie(connection.headers.get("cookie", "")).get(cookie_name(name, means))
    except CookieError:
        return None
    return None if found is None else found.value


def asker_of(connection: _Connection) -> Asker:
    """Where a request comes from."""
    state = connection.scope["state"]
    device = connection.headers.get("user-agent", "").encode("ascii", "replace").decode()
    return Asker(str(state.get("client", "")), device[:200], str(state.get("request_id", "")))


async def admit(connection: _Connection, handler: BaseRouteHandler) -> None:
    """The guard of all routes."""
    guard: Guard | None = connection.app.state.guard
    if guard is not None:
        await guard.admit(connection, handler)
    elif handler.opt.get(ACCESS) is not Access.OPEN:
        raise Unavailable("Postgres has not answered yet", dependency="postgres")
