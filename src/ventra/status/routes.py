"""How all of it is, and what has just changed, over HTTP."""

from __future__ import annotations

import asyncio
from contextlib import aclosing
from typing import Any

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.openapi.datastructures import ResponseSpec
from litestar.response.base import ASGIResponse

from ventra.core.rights import Access
from ventra.infra.db import transaction
from ventra.infra.logs import logger
from ventra.status import disk
from ventra.status.answers import DiskHealth, Status
from ventra.status.events import Events

STUCK_SECONDS = 20.0
"""A reader that takes nothing for so long is dropped."""
EVENT_STREAM = "text/event-stream"
_HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
_log = logger(__name__)


class _Sending(ASGIResponse):
    """Sends a stream on until it ends, its reader leaves, or its reader takes nothing any more."""

    __slots__ = ("_events",)
    _should_set_content_length = False

    def __init__(self, events: Events, **more: Any) -> None:
        super().__init__(media_type=EVENT_STREAM, headers=_HEADERS, **more)
        self._events = events

    async def send_body(self, send: Any, receive: Any) -> None:
        """The stream."""
        sending = asyncio.create_task(self._send(send))
        leaving = asyncio.create_task(_left(receive))
        try:
            await asyncio.wait({sending, leaving}, return_when=asyncio.FIRST_COMPLETED)
            if sending.done():
                sending.result()
        finally:
            sending.cancel()
            leaving.cancel()
            await asyncio.gather(sending, leaving, return_exceptions=True)

    async def _send(self, send: Any) -> None:
        try:
            async with aclosing(self._events.stream()) as stream:
                async for chunk in stream:
                    async with asyncio.timeout(STUCK_SECONDS):
                        await send({"type": "http.response.body", "body": chunk, "more_body": True})
            await send({"type": "http.response.body", "body": b"", "more_body": False})
        except TimeoutError:
            _log.info("a page that takes no events is dropped", seconds=STUCK_SECONDS)


async def _left(receive: Any) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


class EventStream(Response[bytes]):
    """`text/event-stream`."""

    def __init__(self, events: Events) -> None:
        super().__init__(b"", media_type=EVENT_STREAM)
        self._events = events

    def to_asgi_response(self, app: Any, request: Any, **more: Any) -> ASGIResponse:
        """The stream itself, or only its head for who asks for that."""
        only_head = bool(request.scope["state"].get("head")) or more.get("is_head_response", False)
        return _Sending(self._events, is_head_response=only_head)


@get(
    "/status",
    operation_id="read_status",
    access=Access.OPEN,
    unlimited=True,
    tags=["status"],
    summary="How all of it is",
)
async def read_status(
    parts: NamedDependency[Any],
    settings: NamedDependency[Any],
    board: NamedDependency[Any],
    count_queue: NamedDependency[Any],
) -> Response[Status]:
    """Each part: how it is, since when, and the last 30 days. Open to everyone, made anew every few seconds.

    Always 200, also while the database is away: `overall` then is `down`, and what nobody can know is `unknown`.
    """
    pool = None if parts is None else parts.pool
    ask_queue = None if parts is None else count_queue
    found = await board.status(pool, ask_queue, commit=settings["RELEASE_COMMIT"])
    return Response(found, headers={"Cache-Control": "public, max-age=3"})


@get(
    "/events",
    operation_id="listen",
    access=Access.OPEN,
    unlimited=True,
    tags=["status"],
    summary="What has just changed",
    responses={
        200: ResponseSpec(
            str,
            generate_examples=False,
            media_type=EVENT_STREAM,
            description="Events, for as long as one listens",
        )
    },
)
async def listen(events: NamedDependency[Any]) -> EventStream:
    """Server-sent events, so that open pages know when to ask again.

    `hello` (HelloEvent) opens the stream; `visits` (VisitsEvent), `sales` (SalesEvent) and `imports` (ImportEvent) say
    how things stand and then each change, a few seconds late at most. The newest event of a kind replaces those before
    it, so events carry no ids and a reader that comes back has missed nothing. A comment every 15 seconds keeps the line
    open; the stream may end at any time. 503 when too many listen already: ask by hand for a while.
    """
    events.must_have_room()
    return EventStream(events)


@get(
    "/data-health/disk",
    operation_id="read_disk_health",
    access=Access.OPERATOR,
    tags=["operator"],
    summary="What does the database take, and when is its disk full?",
)
async def read_disk_health(pool: NamedDependency[Any]) -> DiskHealth:
    """As the worker measured it, at most ten minutes ago while one runs."""
    async with transaction(pool) as db:
        return await disk.read(db)


ROUTES = (read_status, read_disk_health, listen)
