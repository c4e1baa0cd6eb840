"""Doctor on Redis: each cause by its name, and whether it keeps what it is given."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
import redis

from fixtures.doctor import examined, found_by
from ventra.services.processes.children import free_port

ALL = ("redis", "redis_version", "redis_eviction", "redis_persistence", "redis_memory")


@pytest.fixture
def settable(redis_url: str) -> Iterator[redis.Redis]:
    """The session's Valkey, whose configuration is put back."""
    names = ("maxmemory-policy", "maxmemory", "appendonly", "save")
    with redis.Redis.from_url(redis_url, decode_responses=True) as client:
        before = {name: client.config_get(name)[name] for name in names}
        yield client
        for name, value in before.items():
            client.config_set(name, value)


async def test_a_redis_as_it_should_be_is_fine_in_every_way(redis_url: str, settable: redis.Redis) -> None:
    settable.config_set("appendonly", "yes")
    found = await examined({"REDIS_URL": redis_url}, *ALL)
    assert {each.name: each.state for each in found} == dict.fromkeys(ALL, "ok")
    assert "Valkey" in next(each.what for each in found if each.name == "redis_version")


async def test_an_evicting_redis_is_named_with_the_command_that_mends_it(
    redis_url: str, settable: redis.Redis
) -> None:
    settable.config_set("maxmemory-policy", "allkeys-lru")
    found = await found_by("redis_eviction", {"REDIS_URL": redis_url})
    assert (found.state, found.what) == ("problem", "maxmemory-policy is allkeys-lru")
    assert "CONFIG SET maxmemory-policy noeviction" in str(found.mend)


async def test_what_redis_keeps_over_a_restart(redis_url: str, settable: redis.Redis) -> None:
    assert (await found_by("redis_persistence", {"REDIS_URL": redis_url})).state == "warning"
    settable.config_set("save", "3600 1")
    assert (await found_by("redis_persistence", {"REDIS_URL": redis_url})).what.startswith("snapshots")


async def test_a_full_redis(redis_url: str, settable: redis.Redis) -> None:
    used = settable.info("memory")["used_memory"]
    settable.config_set("maxmemory", used + 1000)
    assert (await found_by("redis_memory", {"REDIS_URL": redis_url})).state == "problem"
    settable.config_set("maxmemory", used * 10)
    assert (await found_by("redis_memory", {"REDIS_URL": redis_url})).state == "ok"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"host": "redis.nowhere.invalid"}, "is not known here"),
        ({"port": None}, "refuses connections"),
        ({"password": "Rq7vZx5tLm2k"}, "refuses the password"),
        ({"scheme": "rediss"}, "over TLS"),
    ],
)
async def test_why_redis_does_not_answer_is_named(
    redis_url: str, change: dict[str, object], words: str
) -> None:
    parts = urlsplit(redis_url)
    scheme, password = change.get("scheme", "redis"), change.get("password", parts.password)
    port = free_port() if "port" in change else parts.port
    environ = {"REDIS_URL": f"{scheme}://:{password}@{change.get('host', parts.hostname)}:{port}/0"}
    # A Redis without TLS waits for the rest of what it takes for a command: only time tells.
    limit_seconds = 1 if scheme == "rediss" else 40
    found = await found_by("redis", environ, limit_seconds=limit_seconds)
    assert (found.state, words in found.what) == ("problem", True), found
    rest = await examined(environ, "redis", "redis_eviction", limit_seconds=limit_seconds)
    assert [each.state for each in rest] == ["problem", "skipped"]


async def test_a_service_without_redis_needs_none() -> None:
    assert (await found_by("redis", {})).state == "skipped"


async def test_an_old_redis_and_a_replica() -> None:
    """A server that says of itself what the test wants."""
    told = "redis_version:6.2.14\r\nrole:slave\r\nmaxmemory_policy:noeviction\r\n"

    async def answer(said: asyncio.StreamReader, out: asyncio.StreamWriter) -> None:
        while head := await said.readline():
            words = []
            for _ in range(int(head[1:])):
                words.append(await said.readexactly(int((await said.readline())[1:]) + 2))
            match words[0].strip().upper():
                case b"INFO":
                    out.write(f"${len(told)}\r\n{told}\r\n".encode())
                case b"PING":
                    out.write(b"+PONG\r\n")
                case b"HELLO":
                    out.write(b"-ERR unknown command\r\n")
                case _:
                    out.write(b"+OK\r\n")
        out.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    environ = {"REDIS_URL": f"redis://127.0.0.1:{server.sockets[0].getsockname()[1]}"}
    found = await examined(environ, "redis", "redis_version", "redis_eviction")
    server.close()
    states = {each.name: (each.state, each.what) for each in found}
    assert states["redis_version"] == ("problem", "Redis 6.2.14 is too old")
    assert states["redis"][1].endswith("is a replica: it takes no writes")
    assert states["redis_eviction"][0] == "ok"
