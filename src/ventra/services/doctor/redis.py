"""Redis: whether it answers, and whether it keeps what it is given."""

from __future__ import annotations

import re
from typing import Any

from redis.exceptions import ResponseError

from ventra.services.doctor.causes import place, redis_away
from ventra.services.doctor.check import checks_of
from ventra.services.doctor.finding import Blocked, Verdict, ok, problem, warning
from ventra.services.doctor.patient import REDIS, REDIS_AWAY, Patient

check = checks_of("redis")
OLDEST_VERSION = 7
FULL_SHARE = 0.8


async def _info(patient: Patient) -> dict[str, Any]:
    """What Redis says of itself, asked once. INFO is allowed where CONFIG is not."""

    async def ask() -> dict[str, Any]:
        try:
            return dict(await (await patient.redis()).info())
        except REDIS_AWAY as away:
            raise Blocked(REDIS, redis_away(away, patient.get("REDIS_URL"))) from away

    return await patient.once("redis_info", ask)


@check(
    "redis",
    looks_at="Redis answers at `REDIS_URL`, and can be written to",
    why="the queue and the request budget are in it: without it nothing is visited",
    mend="start Redis, or correct REDIS_URL",
)
async def redis(patient: Patient) -> Verdict:
    """Says which of the many causes it is when it does not answer."""
    info = await _info(patient)
    where = place(patient.get("REDIS_URL"))
    if info.get("role") == "slave":
        return problem(
            f"Redis at {where} is a replica: it takes no writes", "point REDIS_URL at the primary server"
        )
    return ok(f"answers at {where}")


@check(
    "redis_version",
    looks_at=f"Redis is {OLDEST_VERSION} or newer (or a Valkey that speaks as one)",
    why="the queue's scripts use commands that older ones do not have",
    mend="move to the image redis:7",
)
async def redis_version(patient: Patient) -> Verdict:
    """Valkey names the Redis that it speaks as."""
    info = await _info(patient)
    version = str(info.get("redis_version", "unknown"))
    words = f"Redis {version}" + (f" (Valkey {info['valkey_version']})" if "valkey_version" in info else "")
    major = re.match(r"\d+", version)
    return ok(words) if major and int(major[0]) >= OLDEST_VERSION else problem(f"{words} is too old")


@check(
    "redis_eviction",
    looks_at="Redis throws nothing away when its memory is full (`maxmemory-policy noeviction`)",
    why="evicting takes queued jobs away without a word: visits stand still and nobody knows why",
    mend="redis-cli CONFIG SET maxmemory-policy noeviction; and --maxmemory-policy noeviction in its start command",
)
async def redis_eviction(patient: Patient) -> Verdict:
    """The policy as INFO tells it."""
    policy = (await _info(patient)).get("maxmemory_policy")
    if policy is None:
        return warning("Redis does not tell its maxmemory-policy")
    return ok(str(policy)) if policy == "noeviction" else problem(f"maxmemory-policy is {policy}")


@check(
    "redis_persistence",
    looks_at="Redis keeps its data over a restart (`appendonly yes`, or snapshots), and the last time it could",
    why="a restart then loses what is queued; it is found again after its lease, minutes later",
    mend="start Redis with --appendonly yes and a volume at /data",
)
async def redis_persistence(patient: Patient) -> Verdict:
    """The append-only file, else the snapshots."""
    info = await _info(patient)
    broken = [
        name for name in ("aof_last_write_status", "rdb_last_bgsave_status") if info.get(name, "ok") != "ok"
    ]
    if broken:
        return problem(
            f"Redis could not write to its disk the last time ({', '.join(broken)})",
            "look at its volume and its log: the disk may be full",
        )
    if info.get("aof_enabled"):
        return ok("append-only file")
    try:
        saves = (await (await patient.redis()).config_get("save")).get("save")
    except ResponseError:
        saves = "unknown" if info.get("rdb_last_save_time", 0) > 0 else ""
    if saves:
        return ok("snapshots; an append-only file would lose less")
    return warning("Redis keeps nothing over a restart")


@check(
    "redis_memory",
    looks_at="Redis has memory left below its `maxmemory`",
    why="with noeviction a full Redis refuses every new job",
    mend="give Redis more memory, or raise maxmemory",
)
async def redis_memory(patient: Patient) -> Verdict:
    """Without a limit the machine's memory is the limit."""
    info = await _info(patient)
    used, most = int(info.get("used_memory", 0)), int(info.get("maxmemory", 0))
    words = f"{used / 2**20:.0f} MB used"
    if not most:
        return ok(f"{words}, no limit set")
    words += f" of {most / 2**20:.0f} MB"
    if used >= most * 0.95:
        return problem(words)
    return warning(words) if used >= most * FULL_SHARE else ok(words)


CHECKS = (redis, redis_version, redis_eviction, redis_persistence, redis_memory)
