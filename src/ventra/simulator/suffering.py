"""Lets each answer of the marketplace suffer the fault that is on for it, and logs what really went out."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

import msgspec
from aiohttp import web

from ventra.simulator.faults import Faults, Wish
from ventra.simulator.marketplace import Marketplace, language_of
from ventra.simulator.product_body import local_time
from ventra.simulator.replies import Reply, dripped, http_date, refused, truncated
from ventra.simulator.served import ServedLog, line_as_changed
from ventra.simulator.spoil import at_time, page_before, spoiled, with_cards_again

Says = Callable[[web.Request, int], Awaitable[Reply]]
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

_REFUSING = ("429", "429-inside", "500", "hang", "captcha")
_UNAUTHORIZED = msgspec.json.encode(
    {
        "data": {"makeSearch": None},
        "errors": [{"message": "Unauthorized", "extensions": {"code": "UNAUTHORIZED"}}],
    }
)


class Suffering:
    """Stands between a marketplace and whoever asks it."""

    def __init__(self, here: Marketplace, log: ServedLog | None) -> None:
        self._here, self._log = here, log
        self.faults = Faults()

    def handler(self, path: str, says: Says) -> Handler:
        """The handler of a path that says what it should unless a fault is on."""

        async def answer(request: web.Request) -> web.StreamResponse:
            skew_seconds = self.faults.skew_seconds(path)
            wish = self.faults.take(path)
            now_seconds = self._here.now_seconds(skew_seconds)
            if wish is not None and wish.kind in _REFUSING:
                response = await refused(wish, now_seconds)
                response.headers["Date"] = http_date(now_seconds)
                return response
            if wish is not None and wish.kind == "expired-token":
                self._here.tokens.end(request.headers.get("Authorization"))
            reply = self._dated(await says(request, skew_seconds), skew_seconds)
            return await self._sent(path, wish, request, reply)

        return answer

    async def _sent(
        self, path: str, wish: Wish | None, request: web.Request, reply: Reply
    ) -> web.StreamResponse:
        if wish is None:
            return self._logged(reply)
        if wish.kind == "drip":
            stream = await dripped(request, reply)
            self._write(reply)
            return stream
        if wish.kind == "truncated":
            return await truncated(request, reply, right_length=wish.length != "wrong")
        return self._logged(await self._changed(path, wish, request, reply))

    async def _changed(self, path: str, wish: Wish, request: web.Request, reply: Reply) -> Reply:
        """The reply as a fault leaves it that changes what is said."""
        if path == "token":
            return replace(reply, cookies=_other_cookies(wish, reply))
        if wish.kind == "expired-token":
            inside = wish.inside and path == "search" and reply.status == 401
            return Reply(body=_UNAUTHORIZED) if inside else reply
        if wish.kind == "duplicate-cards":
            return await self._with_cards_again(request, reply)
        if not reply.body:
            return reply
        body = spoiled(path, wish, reply.body)
        line = None if reply.line is None else line_as_changed(reply.line, body, wish.kind)
        return replace(reply, body=body, line=line)

    async def _with_cards_again(self, request: web.Request, reply: Reply) -> Reply:
        body = _object(reply.body)
        if (body.get("data") or {}).get("makeSearch") is None:
            return reply
        asked = page_before(await request.read())
        before = None if asked is None else _object(self._here.found(asked, language_of(request)).body)
        return replace(reply, body=msgspec.json.encode(with_cards_again(body, before)))

    def _dated(self, reply: Reply, skew_seconds: int) -> Reply:
        """The reply with the time as the marketplace's clock has it."""
        headers = {**reply.headers, "Date": http_date(self._here.now_seconds(skew_seconds))}
        if not skew_seconds or not reply.body:
            return replace(reply, headers=headers)
        told = local_time(self._here.now_us() + skew_seconds * 1_000_000)
        return replace(reply, headers=headers, body=at_time(reply.body, told))

    def _logged(self, reply: Reply) -> web.Response:
        self._write(reply)
        return reply.response()

    def _write(self, reply: Reply) -> None:
        if self._log is not None and reply.line is not None:
            self._log.write(reply.line)


def _other_cookies(wish: Wish, reply: Reply) -> dict[str, str]:
    made = reply.cookies.get("access_token")
    if made is None or wish.kind == "missing":
        return {}
    if wish.kind == "renamed":
        return {"session_token": made}
    return {"access_token": "no-token" if wish.value is msgspec.UNSET else str(wish.value)}


def _object(body: bytes) -> dict[str, Any]:
    found: dict[str, Any] = msgspec.json.decode(body) if body else {}
    return found
