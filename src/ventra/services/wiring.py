"""Opens what a service talks to, once, and closes it in the opposite order."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

from redis.asyncio import Redis

from ventra.infra import db
from ventra.infra.room import Room
from ventra.settings import VARIABLES, Settings

REQUEST_SECONDS, WORK_SECONDS = 15.0, 60.0
"""How long a statement may take: while somebody waits for the answer, and where nobody does."""


@dataclass(frozen=True, slots=True)
class Parts:
    """What is open in this process. `redis` connects on first use, so that its absence never stops a start."""

    settings: Settings
    pool: Any
    redis: Redis


@asynccontextmanager
async def opened(
    settings: Settings, *, pool_at_most: int = 10, command_seconds: float = WORK_SECONDS
) -> AsyncIterator[Parts]:
    """Open Postgres and Redis for a service; `Unavailable` when Postgres does not answer."""
    async with AsyncExitStack() as stack:
        pool = await db.open_pool(
            settings["DATABASE_URL"], at_most=pool_at_most, command_seconds=command_seconds
        )
        stack.push_async_callback(pool.close)
        redis = Redis.from_url(settings["REDIS_URL"], socket_timeout=5, socket_connect_timeout=2)
        stack.push_async_callback(redis.aclose)
        yield Parts(settings=settings, pool=pool, redis=redis)


def room_of(settings: Settings) -> Room:
    """The disk of Postgres, as far as the settings tell."""
    volume_gb = settings["DATABASE_VOLUME_GB"]
    return Room(settings["DATABASE_FOLDER"], None if volume_gb is None else int(volume_gb * 1e9))


def secrets_of(settings: Settings) -> list[str]:
    """Values that no log may show: the secret variables, and the passwords inside addresses."""
    values = [str(settings[one.name]) for one in VARIABLES if one.secret and settings[one.name]]
    passwords = [urlsplit(value).password or "" for value in values if "://" in value]
    return [one for one in (*values, *passwords, *map(unquote, passwords)) if one]
