"""How much we may ask: one budget a lane, kept in Redis and so shared by every worker. Without Redis nothing is asked."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from redis.asyncio import Redis

from ventra.errors import Throttled, Unavailable
from ventra.infra.metrics import budget_refused, budget_waited
from ventra.infra.redis_failure import redis_named
from ventra.infra.together import Together

LONGEST_WAIT_SECONDS = 120.0
PAUSED, FULL, ENDED = "paused", "full", "ended"
LOOK_UP_SECONDS = 0.2
"""How often one who waits for his slot asks whether he is to end."""

# GCRA: one number, the instant at which the lane is free again. As many slots as are wanted are taken in one go, each a step
# after the other, those left out that begin too late. The server's clock is the only one asked, so workers' clocks need not
# agree; should that clock be set back by hours, the lane begins anew. Numbers go out through %.0f because Lua writes large
# ones as 1.8e+15.
_RESERVE = """
local paused_ms = redis.call('PTTL', KEYS[2])
if paused_ms > 0 then return {-1, tostring(paused_ms * 1000)} end
local clock = redis.call('TIME')
local now = tonumber(clock[1]) * 1000000 + tonumber(clock[2])
local step, burst, longest = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local free = tonumber(redis.call('GET', KEYS[1]) or '0')
if free < now then free = now end
if free > now + longest + burst + 3600000000 then free = now end
local first = free - burst - now
local given = math.min(tonumber(ARGV[4]), math.floor((longest - first) / step) + 1)
if given < 1 then return {0, string.format('%.0f', first)} end
free = free + step * given
redis.call('SET', KEYS[1], string.format('%.0f', free), 'PX', string.format('%.0f', (free - now) / 1000 + 1000))
return {given, string.format('%.0f', first)}
"""


@dataclass(frozen=True, slots=True)
class Rate:
    """A lane's budget: requests per second in the long run, and how many may go at once after a rest."""

    per_second: float
    burst: int = 1


_WORDS = {PAUSED: "is paused", FULL: "has no slot soon", ENDED: "is not asked any more"}


class HeldBack(Throttled):
    """Our own budget says not now: nothing was sent. `why` is `paused`, `full` or, for one who was told to stop, `ended`."""

    def __init__(self, host: str, why: str, *, retry_after_seconds: int) -> None:
        super().__init__(f"{host} {_WORDS[why]}", retry_after_seconds=retry_after_seconds, host=host)
        self.why = why


class Budget:
    """The shared budget. A lane is what is rated (`product`, `search`); a pause holds for a host and all its lanes."""

    def __init__(
        self, redis: Redis, rates: Mapping[str, Rate], *, longest_wait_seconds: float = LONGEST_WAIT_SECONDS
    ) -> None:
        self._redis = redis
        self._rates = dict(rates)
        self._longest_us = int(longest_wait_seconds * 1_000_000)
        self._reserve = redis.register_script(_RESERVE)
        self._slots: Together[tuple[str, str, int], float] = Together(self._take)
        self._pauses: Together[str, int] = Together(self._paused_ms)

    async def reserve(self, lane: str, host: str, cost: int = 1) -> float:
        """Take the next free slot and tell in how many seconds it begins; who asks together is served by one round trip.

        Raises `Throttled` while the host is paused or when the slot is too far ahead to be worth taking, `Unavailable`
        without Redis. A slot that is not used is simply lost: we then ask less than we may.
        """
        return await self._slots.one((lane, host, cost))

    async def _take(self, wanted: tuple[str, str, int], many: int) -> list[float | Exception]:
        """The next slots of a lane, in order; those that cannot be had are `HeldBack`."""
        lane, host, cost = wanted
        rate = self._rates[lane]
        step_us = max(1, int(1_000_000 / rate.per_second))
        arguments = [step_us * cost, step_us * (rate.burst - 1), self._longest_us, many]
        keys = [_lane_key(lane, host), _pause_key(host)]
        given, us = await self._ask(self._reserve(keys=keys, args=arguments))
        if given < 0:
            return [_held_back(host, PAUSED, int(us)) for _ in range(many)]
        begins = [max(0, int(us) + place * step_us * cost) for place in range(many)]
        return [
            us / 1_000_000 if place < given else _held_back(host, FULL, us) for place, us in enumerate(begins)
        ]

    async def wait(
        self, lane: str, host: str, cost: int = 1, *, stopping: Callable[[], bool] | None = None
    ) -> float:
        """Reserve a slot and wait for it; says how many seconds that took. Raises as `reserve` does, and also when the
        host was paused meanwhile: what is waiting when a challenge comes is not sent any more. Nor is it once `stopping`
        says so; then the slot is lost."""
        try:
            seconds = await self._wait(lane, host, cost, stopping)
        except HeldBack as held:
            if held.why != ENDED:
                budget_refused(lane, held.why)
            raise
        except Unavailable:
            budget_refused(lane, "away")
            raise
        budget_waited(lane, seconds)
        return seconds

    async def _wait(self, lane: str, host: str, cost: int, stopping: Callable[[], bool] | None) -> float:
        seconds = await self.reserve(lane, host, cost)
        if seconds > 0:
            await _sleep(seconds, host, stopping)
            paused_ms = await self._pauses.one(host)
            if paused_ms > 0:
                raise _held_back(host, PAUSED, paused_ms * 1000)
        return seconds

    async def _paused_ms(self, host: str, many: int) -> list[int]:
        return [await self._ask(self._redis.pttl(_pause_key(host)))] * many

    async def pause(self, host: str, seconds: float) -> None:
        """Let no worker ask this host for a while; a longer pause that already runs stays."""
        milliseconds = max(1, int(seconds * 1000))
        if await self._ask(self._redis.pttl(_pause_key(host))) < milliseconds:
            await self._ask(self._redis.set(_pause_key(host), "1", px=milliseconds))

    async def unpause(self, host: str) -> None:
        """End a pause early."""
        await self._ask(self._redis.delete(_pause_key(host)))

    async def _ask(self, answer: Awaitable[Any]) -> Any:
        with redis_named():
            return await answer


async def _sleep(seconds: float, host: str, stopping: Callable[[], bool] | None) -> None:
    until = time.monotonic() + seconds
    while (left := until - time.monotonic()) > 0:
        await asyncio.sleep(left if stopping is None else min(left, LOOK_UP_SECONDS))
        if stopping is not None and stopping():
            raise _held_back(host, ENDED, 0)


def _held_back(host: str, why: str, wait_us: int) -> HeldBack:
    return HeldBack(host, why, retry_after_seconds=wait_us // 1_000_000 + 1)


def _lane_key(lane: str, host: str) -> str:
    return f"ventra:budget:{{{host}}}:{lane}"


def _pause_key(host: str) -> str:
    return f"ventra:budget:{{{host}}}:pause"
