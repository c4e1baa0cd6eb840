"""The real api with the page, in this process on a port: a process of its own takes three seconds to begin."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

import uvicorn

from ventra.services.api import create_app
from ventra.services.opening import kept_open
from ventra.services.serving import KEEP_ALIVE_SECONDS, Server
from ventra.services.sockets import listening
from ventra.settings import Settings

GRACE_SECONDS = 5


class _Server(Server):
    """Signals stay the test run's."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


@asynccontextmanager
async def served(settings: Settings) -> AsyncIterator[None]:
    """Serve at the settings' PORT, from ready until the block ends."""
    app = create_app(settings)
    config = uvicorn.Config(
        app, log_config=None, access_log=False, server_header=False, proxy_headers=False, lifespan="on",
        timeout_keep_alive=KEEP_ALIVE_SECONDS, timeout_graceful_shutdown=GRACE_SECONDS,
    )  # fmt: skip
    server = _Server(app, config)
    with listening("PORT", settings["PORT"], production=False) as at:
        async with kept_open(app, settings, server.fail):
            serving = asyncio.create_task(server.serve(sockets=[at]))
            while not server.started and not serving.done():
                await asyncio.sleep(0.01)
            yield
            server.should_exit = True
            await serving
    assert server.failure is None, server.failure
