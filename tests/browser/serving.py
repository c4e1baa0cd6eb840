"""The real api with the page, or its stand-in, in this process on a port: a process of its own takes three seconds to begin."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

import uvicorn

from fakes.api_shape import ApiShape, real_now, serve
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


@asynccontextmanager
async def shaped(web: Path) -> AsyncIterator[tuple[ApiShape, str]]:
    """The stand-in api over the built page, and its address."""
    headers = json.loads((web / "headers.json").read_text())
    shape = ApiShape(web / "dist", headers, real_now())
    runner, port = await serve(shape)
    yield shape, f"http://127.0.0.1:{port}"
    await runner.cleanup()
