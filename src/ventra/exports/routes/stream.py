"""Files as answers: sent while they are read, and broken off when nobody takes them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from typing import Any

from litestar import Request
from litestar.di import NamedDependency
from litestar.response import Stream
from litestar.response.base import ASGIResponse
from litestar.types import Message, Receive, Scope, Send

from ventra.accounts.routes.cookies import NO_STORE
from ventra.exports import turns
from ventra.exports.take import Taken
from ventra.exports.turns import Turn
from ventra.infra.at_once import AtOnce
from ventra.infra.logs import logger

Turns = NamedDependency[AtOnce]
_log = logger(__name__)


class NotTaken(Exception):
    """Whoever asked for a file has not taken a piece of it in the time there is for one."""


class FileStream(Stream):
    """A file on its way, with its turn."""

    __slots__ = ("turn",)

    def __init__(self, file: Taken, turn: Turn) -> None:
        disposition = f'attachment; filename="{file.name}"'
        headers = NO_STORE | {"Content-Disposition": disposition}
        super().__init__(file.pieces, media_type=file.media_type, headers=headers)
        self.turn = turn

    def to_asgi_response(self, app: Any, request: Request[Any, Any, Any], **more: Any) -> ASGIResponse:
        """The answer as Litestar sends it, with a time for each piece."""
        # A route gives files of several kinds: the file's own goes before what the route says.
        sends = super().to_asgi_response(app, request, **(more | {"media_type": self.media_type}))
        return _InTime(sends, self.turn, self.iterator)


async def sent(file: Taken, at_once: AtOnce) -> Stream:
    """A file as an answer, kept by nobody on the way; `ManyAtOnce` when its organisation takes enough of them home already."""
    return FileStream(file, await turns.turn_of(at_once, file.org_id))


class _InTime(ASGIResponse):
    """Another answer, each message of which must be taken in time; its turn ends with it, however it ends."""

    __slots__ = ("inner", "pieces", "turn")

    def __init__(self, inner: ASGIResponse, turn: Turn, pieces: Any) -> None:
        super().__init__(status_code=inner.status_code)
        self.headers = inner.headers
        self.inner, self.turn, self.pieces = inner, turn, pieces

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def in_time(message: Message) -> None:
            try:
                async with asyncio.timeout(turns.LONGEST_WRITE_SECONDS):
                    await send(message)
            except TimeoutError:
                raise NotTaken from None
            await self.turn.goes_on()

        try:
            await self.inner(scope, receive, in_time)
        except* NotTaken:
            _log.info("a file was broken off: nobody reads it", after_seconds=turns.LONGEST_WRITE_SECONDS)
        finally:
            if isinstance(self.pieces, AsyncGenerator):
                await self.pieces.aclose()
            await self.turn.end()
