"""Serves the api: on its port or on a socket it inherits, from ready to drained."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import socket

import uvicorn
from litestar import Litestar

from ventra.errors import VentraError
from ventra.infra import logs
from ventra.services.edge import Edge
from ventra.services.opening import kept_open
from ventra.services.sockets import inherited, listening
from ventra.settings import Settings
from ventra.status.events import Events

GRACE_SECONDS = 10
DRAIN_SECONDS = 1.0
"""How long kept connections get to carry one more request, whose answer says that it is the last."""
KEEP_ALIVE_SECONDS = 75
SIGNALS = (signal.SIGTERM, signal.SIGINT)
_log = logs.logger(__name__)


class Server(uvicorn.Server):
    """Ends without a failed request: nothing new is accepted, kept connections are told, running requests end."""

    def __init__(self, app: Litestar, config: uvicorn.Config) -> None:
        super().__init__(config)
        self._events: Events = app.state.events
        self._edge: Edge = app.state.edge
        self.failure: VentraError | None = None

    def fail(self, failure: VentraError) -> None:
        """End, because of this."""
        self.failure, self.should_exit = failure, True

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Drain, then end. Streams of events would never end by themselves, so they are told first."""
        for server in self.servers:
            server.close()
        self._edge.end_connections()
        self._events.end()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(DRAIN_SECONDS):
                while self.server_state.connections:  # noqa: ASYNC110 - nobody tells when one goes
                    await asyncio.sleep(0.02)
        await super().shutdown(sockets)


async def serve(app: Litestar, settings: Settings) -> int:
    """Run until SIGTERM or SIGINT; returns the exit status, or raises why it cannot go on."""
    at = inherited(os.environ) or listening("PORT", settings["PORT"], production=settings.production)
    server = Server(
        app,
        uvicorn.Config(
            app,
            log_config=None,
            access_log=False,
            server_header=False,
            proxy_headers=False,
            lifespan="on",
            timeout_keep_alive=KEEP_ALIVE_SECONDS,
            timeout_graceful_shutdown=GRACE_SECONDS,
            backlog=512,
        ),
    )
    with at, _Stoppable() as start:
        async with kept_open(app, settings, server.fail):
            start.over()
            await server.serve(sockets=[at])
    if server.failure is not None:
        raise server.failure
    return 0 if server.started or start.stopped else 1


class _Stoppable:
    """A start that a signal ends in good order: whatever it has begun is closed, and nothing is served."""

    def __init__(self) -> None:
        self.stopped = False
        self._loop = asyncio.get_running_loop()
        self._task = asyncio.current_task()

    def __enter__(self) -> _Stoppable:
        for number in SIGNALS:
            self._loop.add_signal_handler(number, self._stop)
        return self

    def _stop(self) -> None:
        self.stopped = True
        if self._task is not None:
            self._task.cancel()

    def over(self) -> None:
        """From here on the server minds the signals. It raises them again once it has ended, which is no failure."""
        for number in SIGNALS:
            self._loop.remove_signal_handler(number)
            signal.signal(number, lambda *_: None)

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> bool:
        return self.stopped and kind is asyncio.CancelledError
