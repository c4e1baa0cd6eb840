"""How often somebody may ask: counted in Redis for all processes together; the great mass of reads in the process first."""

from __future__ import annotations

import asyncio
import math
import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Any

from redis.asyncio import Redis

from ventra.errors import TooMany, Unavailable
from ventra.infra.logs import logger
from ventra.infra.metrics import LIMITS_OPEN
from ventra.infra.redis_failure import redis_named

WAIT_SECONDS = 1.0
"""How long Redis is waited for; whoever asks is a person at a page."""
ASK_AGAIN_SECONDS = 1.0
MOST_SUBJECTS = 50_000
LONGEST_SUBJECT = 64

# GCRA (ITU-T I.371): one number a lane, the instant at which it is empty again. It may lie a window ahead and no further.
# Every lane is looked at before any is touched. The server's clock is the only one asked; where that is set back, no lane is
# fuller than full. Numbers go out through %.0f because Lua writes large ones as 1.8e+15.
_LOOK = """
local clock = redis.call('TIME')
local now = tonumber(clock[1]) * 1000000 + tonumber(clock[2])
local empty, longest, which = {}, 0, 0
for lane, key in ipairs(KEYS) do
  local costs, window = tonumber(ARGV[lane * 2 - 1]), tonumber(ARGV[lane * 2])
  local at = tonumber(redis.call('GET', key) or '0')
  at = math.min(math.max(at, now), now + window)
  empty[lane] = at + costs
  local wait = at + costs - window - now
  if wait > longest then longest, which = wait, lane end
end
"""
_ANSWER = "return {string.format('%.0f', longest), which}\n"
_TAKE = f"""{_LOOK}
if which == 0 then
  for lane, key in ipairs(KEYS) do
    local milliseconds = math.ceil((empty[lane] - now) / 1000)
    redis.call('SET', key, string.format('%.0f', empty[lane]), 'PX', string.format('%.0f', milliseconds))
  end
end
{_ANSWER}"""
_PEEK = f"{_LOOK}{_ANSWER}"
_GIVE_BACK = """
local clock = redis.call('TIME')
local now = tonumber(clock[1]) * 1000000 + tonumber(clock[2])
for lane, key in ipairs(KEYS) do
  local at = tonumber(redis.call('GET', key) or '0') - tonumber(ARGV[lane * 2 - 1])
  if at <= now then
    redis.call('DEL', key)
  else
    local milliseconds = math.ceil((at - now) / 1000)
    redis.call('SET', key, string.format('%.0f', at), 'PX', string.format('%.0f', milliseconds))
  end
end
"""

_log = logger(__name__)


@dataclass(frozen=True, slots=True)
class Limit:
    """A rate: `times` in `per_seconds` in the long run, and all of them at once after a rest."""

    name: str
    per_seconds: int
    times: int

    def __post_init__(self) -> None:
        if self.per_seconds < 1 or self.times < 1:
            raise ValueError(f"the limit {self.name} lets nobody through")


Asked = Sequence[tuple[Limit, str]]
"""Lanes: a limit, and whose share of it (an address, a user's id, an e-mail)."""


class Limits:
    """The shared count. Subjects are in Redis as hashes alone, and leave it as soon as their lane is empty."""

    def __init__(self, redis: Redis) -> None:
        self._take = redis.register_script(_TAKE)
        self._peek = redis.register_script(_PEEK)
        self._give_back = redis.register_script(_GIVE_BACK)

    async def take(self, asked: Asked, *, cost: int = 1) -> None:
        """Take from every lane, or from none.

        Raises `TooMany`, naming the lane that is longest exhausted, and `Unavailable` when Redis does not answer within a
        second: whether that closes the door is for the caller to say.
        """
        waits, limit = await self._look(self._take, asked, cost)
        if limit is not None:
            raise TooMany(retry_after_seconds=math.ceil(waits), limit=limit.name)

    async def peek(self, asked: Asked, *, cost: int = 1) -> float:
        """Seconds until `take` would pass, 0 for at once; nothing is taken. Raises `Unavailable`."""
        return (await self._look(self._peek, asked, cost))[0]

    async def give_back(self, asked: Asked, *, cost: int = 1) -> None:
        """Undo one taking, such as that of a try which succeeded. Raises `Unavailable`."""
        await _run(self._give_back, _lanes(asked, cost))

    async def _look(self, script: Any, asked: Asked, cost: int) -> tuple[float, Limit | None]:
        lanes = _lanes(asked, cost)
        wait_us, which = await _run(script, lanes) or (0, 0)
        return int(wait_us) / 1_000_000, list(lanes.values())[which - 1][0] if which else None


def _lanes(asked: Asked, cost: int) -> dict[str, tuple[Limit, int]]:
    """Each lane's key with its limit and what is taken; a lane that is named twice is taken from twice."""
    lanes: dict[str, tuple[Limit, int]] = {}
    for limit, subject in asked:
        key = _key(limit, subject)
        costs = cost + (lanes[key][1] if key in lanes else 0)
        if not 1 <= costs <= limit.times:
            raise ValueError(f"{costs} of {limit.name} can never be had")
        lanes[key] = limit, costs
    return lanes


async def _run(script: Any, lanes: dict[str, tuple[Limit, int]]) -> Any:
    if not lanes:
        return None
    arguments: list[int] = []
    for limit, costs in lanes.values():
        step_us = max(1, limit.per_seconds * 1_000_000 // limit.times)
        arguments += [step_us * costs, step_us * limit.times]
    with redis_named():
        async with asyncio.timeout(WAIT_SECONDS):
            return await script(keys=list(lanes), args=arguments)


def _key(limit: Limit, subject: str) -> str:
    hashed = blake2b(subject.encode("utf-8", "surrogatepass"), digest_size=16, key=limit.name.encode()[:64])
    return f"ventra:limit:{limit.name}:{hashed.hexdigest()}"


class LightLimits:
    """Limits for reading, which most askers never come near: only who uses more than `share` of a rate in this process is
    counted in Redis.

    Of one limit somebody gets at most `share` of it in each process beyond what Redis gives. Without Redis everybody is let
    through ("open for reading"), and `open_since` tells since which instant of the monotonic clock; else it is None.
    """

    def __init__(
        self, limits: Limits, *, share: float = 0.1, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.open_since: float | None = None
        self._limits = limits
        self._share = share
        self._clock = clock
        self._empty_at: OrderedDict[tuple[str, str], float] = OrderedDict()
        self._ask_again_at = float("-inf")

    async def take(self, limit: Limit, subject: str) -> None:
        """Count one; raises `TooMany` when the limit is used up."""
        if self._is_slow(limit, subject):
            return
        if self.open_since is not None and self._clock() < self._ask_again_at:
            LIMITS_OPEN.inc()
            return
        # Whoever comes while this one waits for Redis does not wait beside him.
        self._ask_again_at = self._clock() + WAIT_SECONDS + ASK_AGAIN_SECONDS
        try:
            await self._limits.take([(limit, subject)])
        except Unavailable as away:
            self._open(away)
        except TooMany:
            self._close()
            raise
        else:
            self._close()

    def _is_slow(self, limit: Limit, subject: str) -> bool:
        """Count one in this process; whether the asker stays within the share of a process."""
        now, key = self._clock(), (limit.name, subject)
        step_seconds = limit.per_seconds / (limit.times * self._share)
        ahead_seconds = max(self._empty_at.pop(key, now) - now, 0) + step_seconds
        # After a window of rest even the fastest is slow again.
        self._empty_at[key] = now + min(ahead_seconds, 2 * limit.per_seconds)
        if len(self._empty_at) > MOST_SUBJECTS:
            self._empty_at.popitem(last=False)
        return ahead_seconds <= limit.per_seconds

    def _open(self, away: Unavailable) -> None:
        LIMITS_OPEN.inc()
        self._ask_again_at = self._clock() + ASK_AGAIN_SECONDS
        if self.open_since is None:
            self.open_since = self._clock()
            _log.warning("reading is not limited: Redis does not count", because=str(away))

    def _close(self) -> None:
        if self.open_since is not None:
            _log.info("reading is limited again", after_seconds=round(self._clock() - self.open_since, 1))
            self.open_since = None


def network_of(address: str) -> str:
    """Whom an address stands for: an IPv4 one for itself, an IPv6 one for its /64, which one household or server has."""
    found = _address(address)
    if isinstance(found, IPv6Address):
        return str(ip_network((found.packed, 64), strict=False))
    return address[:LONGEST_SUBJECT] if found is None else str(found)


def neighbourhood_of(address: str) -> str:
    """What one party can easily have many addresses of: an IPv4 one's /24, an IPv6 one's /48."""
    found = _address(address)
    if found is None:
        return address[:LONGEST_SUBJECT]
    return str(ip_network((found.packed, 48 if isinstance(found, IPv6Address) else 24), strict=False))


def _address(text: str) -> IPv4Address | IPv6Address | None:
    try:
        found = ip_address(text)
    except ValueError:
        return None
    return (isinstance(found, IPv6Address) and found.ipv4_mapped) or found
