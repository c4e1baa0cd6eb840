"""How much of a kind somebody has under way at once: counted in Redis for all processes together."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from redis.asyncio import Redis

from ventra.errors import Unavailable
from ventra.infra.limits import WAIT_SECONDS
from ventra.infra.redis_failure import redis_named

# A place is held until an instant by Redis's clock, so that one of a process that was killed is free again by itself.
_HOLD = """
local clock = redis.call('TIME')
local now = tonumber(clock[1])
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now)
if not redis.call('ZSCORE', KEYS[1], ARGV[1]) and redis.call('ZCARD', KEYS[1]) >= tonumber(ARGV[2]) then return 0 end
redis.call('ZADD', KEYS[1], now + tonumber(ARGV[3]), ARGV[1])
redis.call('EXPIRE', KEYS[1], ARGV[3])
return 1
"""


@dataclass(frozen=True, slots=True)
class Place:
    """One of somebody's places, until it is given back or was not held for its time."""

    key: str
    token: str


class AtOnce:
    """`most` places for each subject; one that is not held again within `held_seconds` is free."""

    def __init__(self, redis: Redis, name: str, *, most: int, held_seconds: int) -> None:
        self.most, self.held_seconds = most, held_seconds
        self._name, self._redis = name, redis
        self._hold = redis.register_script(_HOLD)

    async def take(self, subject: str) -> Place | None:
        """A place; `None` when all are taken. Raises `Unavailable` when Redis does not answer within a second."""
        place = Place(f"ventra:at-once:{self._name}:{subject}", uuid4().hex)
        return place if await self._held(place) else None

    async def hold(self, place: Place) -> None:
        """Hold it for another while, as far as Redis can be asked."""
        try:
            await self._held(place)
        except Unavailable:
            return

    async def give_back(self, place: Place) -> None:
        """Let another have it; where Redis cannot be asked it is free after its time."""
        try:
            with redis_named():
                async with asyncio.timeout(WAIT_SECONDS):
                    await self._redis.zrem(place.key, place.token)
        except Unavailable:
            return

    async def _held(self, place: Place) -> bool:
        arguments: list[Any] = [place.token, self.most, self.held_seconds]
        with redis_named():
            async with asyncio.timeout(WAIT_SECONDS):
                return bool(await self._hold(keys=[place.key], args=arguments))
