"""How often somebody may ask, over a real Redis: against a model, over processes, without Redis, and lightly for reading."""

from __future__ import annotations

import asyncio
import contextlib
import math
import os
import signal
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from redis.asyncio import Redis

from ventra.errors import TooMany, Unavailable
from ventra.infra import limits as limits_module
from ventra.infra.limits import LightLimits, Limit, Limits, neighbourhood_of, network_of
from ventra.infra.metrics import LIMITS_OPEN
from ventra.services.embedded.redis import EmbeddedRedis
from ventra.services.problems import headers_of, problem_of

MAIL = Limit("mail", per_seconds=600, times=3)
ADDRESS = Limit("address", per_seconds=3600, times=6)
RARE = Limit("rare", per_seconds=100, times=1)
SOMEBODY = "somebody@example.uz"


class Counting(Redis):
    """Counts what the server is asked."""

    asked = 0

    async def execute_command(self, *arguments: Any, **options: Any) -> Any:
        self.asked += 1
        return await super().execute_command(*arguments, **options)


class Model:
    """Tokens that grow back: what GCRA comes to, counted another way. Time is told and not measured."""

    def __init__(self) -> None:
        self.tokens: dict[tuple[Limit, str], float] = {}

    def wait(self, asked: list[tuple[Limit, str]], cost: int) -> float:
        return max(
            (cost - self.tokens.get(lane, lane[0].times)) * lane[0].per_seconds / lane[0].times
            for lane in asked
        )

    def add(self, lane: tuple[Limit, str], tokens: float) -> None:
        self.tokens[lane] = min(self.tokens.get(lane, lane[0].times) + tokens, lane[0].times)

    def rest(self, seconds: int) -> None:
        for lane in self.tokens:
            self.add(lane, seconds * lane[0].times / lane[0].per_seconds)


async def rest(redis: Redis, seconds: int) -> None:
    """As though all had been taken so much earlier."""
    async for key in redis.scan_iter("ventra:limit:*"):
        if (at := await redis.get(key)) is not None:
            await redis.set(key, int(at) - seconds * 1_000_000, keepttl=True)


lanes = st.lists(st.sampled_from([MAIL, ADDRESS, RARE]), min_size=1, max_size=3, unique=True)
deeds = st.lists(
    st.one_of(
        st.tuples(st.just("take"), lanes, st.integers(1, 3)),
        st.tuples(st.just("give_back"), lanes, st.just(1)),
        st.tuples(st.just("rest"), st.just([]), st.sampled_from([20, 50, 100, 200, 700])),
    ),
    min_size=1,
    max_size=25,
)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(deeds)
async def test_it_counts_as_the_model_does(redis_url: str, deeds: list[tuple[str, list[Limit], int]]) -> None:
    async with Redis.from_url(redis_url) as redis:
        await redis.flushdb()
        limits, model = Limits(redis), Model()
        for deed, of, number in deeds:
            asked = [(limit, SOMEBODY) for limit in of]
            cost = min([number, *(limit.times for limit in of)])
            if deed == "rest":
                await rest(redis, number)
                model.rest(number)
            elif deed == "give_back":
                await limits.give_back(asked)
                for lane in asked:
                    model.add(lane, 1)
            else:
                await _both_take(limits, model, asked, cost)


async def _both_take(limits: Limits, model: Model, asked: list[tuple[Limit, str]], cost: int) -> None:
    expected = model.wait(asked, cost)
    assert await limits.peek(asked, cost=cost) == pytest.approx(max(expected, 0), abs=0.9)
    # Fractions of a token add up to a little less than whole ones.
    if expected < 1e-6:
        await limits.take(asked, cost=cost)
        for lane in asked:
            model.add(lane, -cost)
    else:
        with pytest.raises(TooMany) as refused:
            await limits.take(asked, cost=cost)
        assert refused.value.retry_after_seconds == pytest.approx(math.ceil(expected), abs=1)
        assert model.wait(
            [(limit, who) for limit, who in asked if limit.name == refused.value.limit], cost
        ) == (pytest.approx(expected))


async def test_two_processes_share_one_count(redis_url: str) -> None:
    async with Redis.from_url(redis_url) as one, Redis.from_url(redis_url, decode_responses=True) as other:
        doors = [Limits(one), Limits(other)]
        passed = await asyncio.gather(
            *(doors[turn % 2].take([(ADDRESS, "192.0.2.7")]) for turn in range(20)), return_exceptions=True
        )
        assert [outcome for outcome in passed if outcome is None] == [None] * ADDRESS.times
        assert all(isinstance(outcome, TooMany) for outcome in passed if outcome is not None)


async def test_of_several_lanes_all_are_taken_from_or_none(redis_url: str) -> None:
    async with Redis.from_url(redis_url) as redis:
        limits = Limits(redis)
        await limits.take([(RARE, SOMEBODY)])
        for _ in range(10):
            with pytest.raises(TooMany) as refused:
                await limits.take([(MAIL, SOMEBODY), (RARE, SOMEBODY), (ADDRESS, "192.0.2.7")])
            assert (refused.value.limit, refused.value.retry_after_seconds) == ("rare", 100)
        assert await limits.peek([(MAIL, SOMEBODY)], cost=MAIL.times) == 0
        assert await limits.peek([(ADDRESS, "192.0.2.7")], cost=ADDRESS.times) == 0


@pytest.mark.parametrize("lanes", [[MAIL, RARE], [RARE, MAIL]])
async def test_of_exhausted_lanes_the_one_to_wait_for_longest_is_named(
    redis_url: str, lanes: list[Limit]
) -> None:
    async with Redis.from_url(redis_url) as redis:
        limits = Limits(redis)
        await limits.take([(MAIL, SOMEBODY)], cost=MAIL.times)
        await limits.take([(RARE, SOMEBODY)])
        with pytest.raises(TooMany) as refused:
            await limits.take([(limit, SOMEBODY) for limit in lanes])
        assert (refused.value.limit, refused.value.retry_after_seconds) == ("mail", 200)


async def test_all_lanes_are_one_question(redis_url: str) -> None:
    async with Counting.from_url(redis_url) as redis:
        limits = Limits(redis)
        await limits.take([(MAIL, "first")])
        redis.asked = 0
        await limits.take([(MAIL, SOMEBODY), (RARE, SOMEBODY), (ADDRESS, "192.0.2.7")])
        await limits.take([])
        assert redis.asked == 1


async def test_a_lane_named_twice_is_taken_from_twice_and_more_than_all_is_never_asked(
    redis_url: str,
) -> None:
    async with Redis.from_url(redis_url) as redis:
        limits = Limits(redis)
        await limits.take([(MAIL, SOMEBODY), (MAIL, SOMEBODY)])
        assert await limits.peek([(MAIL, SOMEBODY)]) == 0
        assert await limits.peek([(MAIL, SOMEBODY)], cost=2) == pytest.approx(200, abs=1)
        with pytest.raises(ValueError, match="can never be had"):
            await limits.take([(MAIL, SOMEBODY)], cost=4)
        with pytest.raises(ValueError, match="lets nobody through"):
            Limit("none", per_seconds=60, times=0)


async def test_what_was_taken_comes_back_with_time(redis_url: str) -> None:
    quick = Limit("quick", per_seconds=1, times=2)
    async with Redis.from_url(redis_url) as redis:
        limits = Limits(redis)
        await limits.take([(quick, SOMEBODY)], cost=2)
        with pytest.raises(TooMany):
            await limits.take([(quick, SOMEBODY)])
        await asyncio.sleep(await limits.peek([(quick, SOMEBODY)]) + 0.01)
        await limits.take([(quick, SOMEBODY)])


async def test_redis_holds_no_subject_in_clear_and_nothing_for_ever(redis_url: str) -> None:
    async with Redis.from_url(redis_url, decode_responses=True) as redis:
        limits = Limits(redis)
        await limits.take([(MAIL, SOMEBODY), (ADDRESS, SOMEBODY), (ADDRESS, "\udcff")])
        held = await redis.keys("*")
        assert len({key.rpartition(":")[2] for key in held}) == 3
        assert not any("somebody" in key or "example" in key for key in held)
        lives = {key: await redis.pttl(key) for key in held}
        assert all(0 < life <= 600_000 for life in lives.values()), lives
        await limits.give_back([(MAIL, SOMEBODY), (ADDRESS, SOMEBODY), (ADDRESS, "\udcff")])
        assert await redis.keys("*") == []


async def test_a_clock_set_back_makes_nobody_wait_longer_than_a_window(redis_url: str) -> None:
    async with Redis.from_url(redis_url) as redis:
        limits = Limits(redis)
        await limits.take([(RARE, SOMEBODY)])
        await rest(redis, -86_400)
        assert await limits.peek([(RARE, SOMEBODY)]) == pytest.approx(100, abs=1)


@asynccontextmanager
async def own_redis(home: Path) -> AsyncIterator[tuple[EmbeddedRedis, Redis]]:
    """A server to be killed, and a client as the api has one."""
    server = EmbeddedRedis(home)
    try:
        async with Redis.from_url(server.start(), socket_timeout=5, socket_connect_timeout=2) as redis:
            yield server, redis
    finally:
        server.stop()


def kill(server: EmbeddedRedis) -> None:
    os.kill(server.pid, signal.SIGKILL)
    server.stop()


async def test_a_redis_killed_in_the_middle_is_said_and_got_over(open_home: Path) -> None:
    async with own_redis(open_home) as (server, redis):
        limits = Limits(redis)
        await limits.take([(RARE, SOMEBODY)])
        asking = [asyncio.create_task(_ask_until_away(limits)) for _ in range(4)]
        await asyncio.sleep(0.2)
        kill(server)
        for done in await asyncio.gather(*asking):
            assert isinstance(done, Unavailable)
        for deed in (limits.take, limits.peek, limits.give_back):
            begun = time.monotonic()
            with pytest.raises(Unavailable, match="Redis does not answer"):
                await deed([(MAIL, SOMEBODY)])
            assert time.monotonic() - begun < 1.5
        server.start()
        await limits.take([(MAIL, SOMEBODY)])


async def _ask_until_away(limits: Limits) -> Exception:
    wide = Limit("wide", per_seconds=60, times=1_000_000)
    try:
        while True:
            await limits.take([(wide, uuid4().hex)])
    except Unavailable as away:
        return away


async def test_an_answer_that_comes_too_late_is_never_taken_for_another_ones(open_home: Path) -> None:
    async with own_redis(open_home) as (_, redis):
        limits = Limits(redis)
        await limits.take([(RARE, SOMEBODY)])
        await redis.client_pause(1500, all=True)
        late = await asyncio.gather(
            *(limits.take([(RARE, SOMEBODY)]) for _ in range(5)), return_exceptions=True
        )
        assert {type(outcome) for outcome in late} == {Unavailable}
        await asyncio.sleep(0.7)
        assert [await limits.peek([(MAIL, f"guest {number}")]) for number in range(10)] == [0] * 10
        assert await limits.peek([(RARE, SOMEBODY)]) > 90


async def test_who_is_refused_is_told_when_to_come_again(redis_url: str) -> None:
    async with Redis.from_url(redis_url) as redis:
        limits = Limits(redis)
        await limits.take([(RARE, SOMEBODY)])
        with pytest.raises(TooMany) as refused:
            await limits.take([(RARE, SOMEBODY)])
    told = problem_of(refused.value, language="uz-Cyrl", request_id="1")
    assert (told.status, told.key, told.facts) == (429, "error.too_many", {"limit": "rare"})
    assert told.title == "Жуда кўп марта сўралди. Бироздан кейин қайта уриниб кўринг."
    assert headers_of(refused.value)["Retry-After"] == "100"
    assert refused.value.retry


async def test_a_redis_that_says_nothing_is_waited_for_a_second() -> None:
    async def say_nothing(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()
        writer.close()

    silent = await asyncio.start_server(say_nothing, "127.0.0.1", 0)
    port = silent.sockets[0].getsockname()[1]
    async with silent, Redis.from_url(f"redis://127.0.0.1:{port}/0") as redis:
        begun = time.monotonic()
        with pytest.raises(Unavailable):
            await Limits(redis).take([(MAIL, SOMEBODY)])
        assert 0.9 < time.monotonic() - begun < 2


class Clock:
    """A clock that a test moves."""

    now = 1000.0

    def __call__(self) -> float:
        return self.now


READS = Limit("reads", per_seconds=60, times=600)


async def test_slow_askers_are_never_asked_about(redis_url: str) -> None:
    async with Counting.from_url(redis_url) as redis:
        clock = Clock()
        light = LightLimits(Limits(redis), clock=clock)
        for _ in range(500):
            clock.now += 1.0  # a tenth of what the limit allows
            for asker in range(5):
                await light.take(READS, f"192.0.2.{asker}")
        assert redis.asked == 0


async def test_who_asks_fast_is_counted_in_redis_over_all_processes(redis_url: str) -> None:
    async with Counting.from_url(redis_url) as one, Redis.from_url(redis_url) as other:
        clock = Clock()
        first, second = LightLimits(Limits(one), clock=clock), LightLimits(Limits(other), clock=clock)
        await _reads(first, 60)
        assert one.asked == 0
        await _reads(first, 300)
        assert one.asked == pytest.approx(300, abs=2)
        taken = await _reads_until_refused(second)
        assert taken == pytest.approx(60 + 300, abs=20)  # the limit gives ten anew a second
        await first.take(READS, "somebody else")
        clock.now += 10 * READS.per_seconds
        one.asked = 0
        await _reads(first, 60)
        assert one.asked == 0
        await one.flushdb()  # as though all limits had been rested from
        one.asked = 0
        await _reads(first, 5)
        assert one.asked == 5


async def _reads(light: LightLimits, times: int) -> None:
    for _ in range(times):
        await light.take(READS, SOMEBODY)


async def _reads_until_refused(light: LightLimits) -> int:
    for taken in range(600):
        try:
            await light.take(READS, SOMEBODY)
        except TooMany:
            return taken
    return 600


async def test_the_table_of_askers_is_bounded_and_keeps_those_who_ask(
    redis_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits_module, "MOST_SUBJECTS", 100)
    async with Counting.from_url(redis_url) as redis:
        light = LightLimits(Limits(redis), clock=Clock())
        for number in range(1000):
            await light.take(READS, f"passer-by {number}")
            if number >= 500 and number % 5 == 0:
                await light.take(READS, SOMEBODY)
        assert len(light._empty_at) == 100
        assert redis.asked == 500 // 5 - 60


async def test_without_redis_reading_is_open_and_nobody_waits_for_it_again_and_again(
    open_home: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    always = Limit("always", per_seconds=3600, times=2)
    async with own_redis(open_home) as (server, redis):
        clock = Clock()
        light = LightLimits(Limits(redis), clock=clock)
        await light.take(always, SOMEBODY)
        kill(server)
        counted = LIMITS_OPEN._value.get()
        begun = time.monotonic()
        for _ in range(500):
            await light.take(always, SOMEBODY)
        assert time.monotonic() - begun < 2.5
        assert (light.open_since, LIMITS_OPEN._value.get() - counted) == (1000.0, 500)
        clock.now += 1.1
        await light.take(always, SOMEBODY)
        server.start()
        clock.now += 1.1
        await light.take(always, SOMEBODY)
        assert light.open_since is None
        with pytest.raises(TooMany):
            await light.take(always, SOMEBODY)
        kill(server)
        await light.take(always, SOMEBODY)
        assert light.open_since == clock.now
        server.start()
        clock.now += 1.1
        with contextlib.suppress(TooMany):
            while True:
                await Limits(redis).take([(always, SOMEBODY)])
        with pytest.raises(TooMany):
            await light.take(always, SOMEBODY)
        assert light.open_since is None
    said = capfd.readouterr().out
    assert said.count("reading is not limited") == said.count("reading is limited again") == 2


async def test_while_one_asks_whether_redis_is_back_nobody_else_waits() -> None:
    async def say_nothing(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()
        writer.close()

    silent = await asyncio.start_server(say_nothing, "127.0.0.1", 0)
    port = silent.sockets[0].getsockname()[1]
    async with silent, Redis.from_url(f"redis://127.0.0.1:{port}/0") as redis:
        light = LightLimits(Limits(redis))
        await light.take(RARE, SOMEBODY)
        await asyncio.sleep(1.1)
        took = await asyncio.gather(*(_seconds_of(light.take(RARE, SOMEBODY)) for _ in range(100)))
        assert len([seconds for seconds in took if seconds > 0.5]) == 1


async def _seconds_of(waiting: Any) -> float:
    begun = time.monotonic()
    await waiting
    return time.monotonic() - begun


@pytest.mark.parametrize(
    ("address", "network", "neighbourhood"),
    [
        ("192.0.2.77", "192.0.2.77", "192.0.2.0/24"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64", "2001:db8:1::/48"),
        ("2001:DB8:1:2::", "2001:db8:1:2::/64", "2001:db8:1::/48"),
        ("fe80::1%eth0", "fe80::/64", "fe80::/48"),
        ("::ffff:192.0.2.77", "192.0.2.77", "192.0.2.0/24"),
        ("unix:" + "x" * 100, "unix:" + "x" * 59, "unix:" + "x" * 59),
        ("", "", ""),
    ],
)
def test_an_address_stands_for_its_network_and_its_neighbourhood(
    address: str, network: str, neighbourhood: str
) -> None:
    assert (network_of(address), neighbourhood_of(address)) == (network, neighbourhood)
