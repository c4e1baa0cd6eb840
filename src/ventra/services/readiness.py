"""Why a worker or a bot does not do its work now, in words for the operator; nothing to say means that it does."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import Any, TypeVar

from redis.asyncio import Redis
from redis.exceptions import RedisError

from ventra.errors import Unavailable
from ventra.infra import schema
from ventra.infra.db import transaction
from ventra.infra.metrics import readings
from ventra.services.inner import Beat

T = TypeVar("T")
CHECK_SECONDS = 3.0
TURN_SECONDS = 60.0
"""A worker looks for due jobs every second; after trouble it waits up to 30 s."""
DATABASE_AWAY = "the database does not answer"
REDIS_AWAY = "Redis does not answer"
OFF = "TELEGRAM_BOT_TOKEN is not set: the bot is off"
NO_SCHEMA = "the schema is not there yet: its migrations have not run"


@dataclass(slots=True)
class WorkerState:
    """What a worker has open, and when it last looked for due jobs."""

    pool: Any = None
    redis: Redis | None = None
    turned: Beat = field(default_factory=Beat)

    def open_pool(self) -> Any:
        """The pool. Raises `Unavailable` while there is none."""
        return _there(self.pool, DATABASE_AWAY)

    def open_redis(self) -> Redis:
        """Redis. Raises `Unavailable` before it was first opened."""
        return _there(self.redis, REDIS_AWAY)

    async def why_not_ready(self) -> list[str]:
        """Reasons, none when jobs run."""
        found = await asyncio.gather(_database(self.pool), _redis(self.redis))
        reasons = [reason for reason in found if reason]
        age = self.turned.age_seconds
        if age is None:
            reasons.append("it has not looked for due jobs yet")
        elif age > TURN_SECONDS:
            reasons.append(f"it last looked for due jobs {age:.0f} s ago")
        return reasons


@dataclass(slots=True)
class BotState:
    """What a bot has open, and why it does not listen (None while it polls or stands by)."""

    pool: Any = None
    waiting: str | None = "it has not begun to listen yet"
    polling: bool = False
    off: bool = False
    """Without a token nobody is answered, whatever else is well."""

    async def read(self) -> None:
        """For metrics: whether this process polls, and whether Postgres answers it."""
        readings.put("ventra_bot_polling", float(self.polling))
        readings.put("ventra_database_up", float(await _database(self.pool) != DATABASE_AWAY))

    async def why_not_ready(self) -> list[str]:
        """Reasons, none when people are answered, by this process or by the one it stands by."""
        if self.off:
            return [OFF]
        if self.pool is None and self.waiting:
            return [self.waiting]
        database = await _database(self.pool)
        return [reason for reason in (database, self.waiting) if reason]


def _there(part: T | None, away: str) -> T:
    if part is None:
        raise Unavailable(away)
    return part


async def _database(pool: Any) -> str | None:
    if pool is None:
        return DATABASE_AWAY
    try:
        async with asyncio.timeout(CHECK_SECONDS), transaction(pool, wait_seconds=2) as db:
            return None if (await schema.standing(db)).fits else NO_SCHEMA
    except (Unavailable, OSError, TimeoutError):
        return DATABASE_AWAY


async def _redis(redis: Redis | None) -> str | None:
    try:
        async with asyncio.timeout(CHECK_SECONDS):
            return None if redis is not None and await redis.ping() else REDIS_AWAY
    except (RedisError, OSError, TimeoutError):
        return REDIS_AWAY
