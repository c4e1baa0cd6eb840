"""The budget holds over all workers, and without Redis nothing is asked."""

from __future__ import annotations

import asyncio
import socket
import time

import pytest
from redis.asyncio import Redis

from ventra.errors import Unavailable
from ventra.infra.budget import Budget, HeldBack, Rate

HOST = "api.example"


async def test_two_workers_together_stay_within_the_rate(redis_url: str) -> None:
    workers = [Redis.from_url(redis_url) for _ in range(2)]
    budgets = [Budget(redis, {"product": Rate(20)}) for redis in workers]
    begun, sent = time.monotonic(), []

    async def work(budget: Budget) -> None:
        for _ in range(8):
            await budget.wait("product", HOST)
            sent.append(time.monotonic())

    await asyncio.gather(*(work(budget) for budget in budgets))
    took = max(sent) - begun
    assert len(sent) == 16
    assert 15 / 20 - 0.05 <= took <= 15 / 20 + 1.0
    for redis in workers:
        await redis.aclose()


async def test_slots_are_handed_out_one_after_the_other_and_dear_requests_cost_more(redis_url: str) -> None:
    async with Redis.from_url(redis_url) as redis:
        budget = Budget(redis, {"search": Rate(0.2)})
        waits = [await budget.reserve("search", HOST, cost) for cost in (1, 2, 1)]
        assert waits == [pytest.approx(0, abs=0.1), pytest.approx(5, abs=0.2), pytest.approx(15, abs=0.2)]
        assert await budget.reserve("search", "other.example") == pytest.approx(0, abs=0.1)


async def test_after_a_rest_a_burst_may_go_at_once_and_no_more(redis_url: str) -> None:
    async with Redis.from_url(redis_url) as redis:
        budget = Budget(redis, {"product": Rate(1, burst=3)})
        waits = [await budget.reserve("product", HOST) for _ in range(4)]
        assert waits == [pytest.approx(w, abs=0.1) for w in (0, 0, 0, 1)]


async def test_requests_that_come_together_take_their_slots_in_one_round_trip(redis_url: str) -> None:
    async with Redis.from_url(redis_url) as redis:
        budget = Budget(redis, {"product": Rate(10)})
        before = await _scripts_run(redis)
        waits = await asyncio.gather(*(budget.reserve("product", HOST) for _ in range(40)))
        assert waits == [pytest.approx(place / 10, abs=0.1) for place in range(40)]
        assert await _scripts_run(redis) - before <= 3


async def test_of_requests_that_come_together_those_too_far_ahead_are_refused_and_cost_nothing(
    redis_url: str,
) -> None:
    async with Redis.from_url(redis_url) as redis:
        budget = Budget(redis, {"product": Rate(1, burst=2)}, longest_wait_seconds=3)
        asked = (budget.reserve("product", HOST) for _ in range(8))
        answers = await asyncio.gather(*asked, return_exceptions=True)
        assert answers[:5] == [pytest.approx(w, abs=0.1) for w in (0, 0, 1, 2, 3)]
        refused = [answer.retry_after_seconds for answer in answers[5:] if isinstance(answer, HeldBack)]
        assert refused == [5, 6, 7]
        await asyncio.sleep(1.1)
        assert await budget.reserve("product", HOST) == pytest.approx(2.9, abs=0.2)


async def test_many_waiting_at_once_in_two_workers_are_let_out_at_the_rate_and_no_faster(
    redis_url: str,
) -> None:
    workers = [Redis.from_url(redis_url) for _ in range(2)]
    sent: list[float] = []

    async def send(budget: Budget) -> None:
        await budget.wait("product", HOST)
        sent.append(time.monotonic())

    budgets = [Budget(redis, {"product": Rate(50, burst=4)}) for redis in workers]
    await asyncio.gather(*(send(budget) for budget in budgets for _ in range(30)))
    begun = min(sent)
    for place, at in enumerate(sorted(sent)):
        assert at - begun >= (place - 3) / 50 - 0.05
    assert max(sent) - begun <= 56 / 50 + 1.0
    for redis in workers:
        await redis.aclose()


async def test_a_pause_holds_every_one_of_many_that_wait_and_the_next_that_come(redis_url: str) -> None:
    async with Redis.from_url(redis_url) as redis, Redis.from_url(redis_url) as elsewhere:
        budget, sent = Budget(redis, {"product": Rate(20)}), []

        async def send() -> None:
            await budget.wait("product", HOST)
            sent.append(time.monotonic())

        waiting = [asyncio.create_task(send()) for _ in range(40)]
        await asyncio.sleep(0.3)
        await Budget(elsewhere, {}).pause(HOST, 30)
        paused_at = time.monotonic()
        ended = await asyncio.gather(*waiting, send(), return_exceptions=True)
        assert all(isinstance(one, HeldBack) for one in ended[len(sent) :])
        assert 4 <= len(sent) <= 9
        assert max(sent) <= paused_at + 0.05


async def test_one_that_is_told_to_end_takes_no_other_with_it(redis_url: str) -> None:
    async with Redis.from_url(redis_url) as redis:
        budget = Budget(redis, {"product": Rate(100)})
        waiting = [asyncio.create_task(budget.reserve("product", HOST)) for _ in range(6)]
        await asyncio.sleep(0)
        for one in waiting[::2]:
            one.cancel()
        ended = await asyncio.gather(*waiting, return_exceptions=True)
        assert [isinstance(one, asyncio.CancelledError) for one in ended] == [True, False] * 3


async def test_a_slot_too_far_ahead_is_not_taken(redis_url: str) -> None:
    async with Redis.from_url(redis_url) as redis:
        budget = Budget(redis, {"search": Rate(0.2)}, longest_wait_seconds=7)
        for _ in range(2):
            await budget.reserve("search", HOST)
        for _ in range(3):
            with pytest.raises(HeldBack) as held:
                await budget.reserve("search", HOST)
            assert 8 <= (held.value.retry_after_seconds or 0) <= 11


async def test_a_pause_holds_what_was_already_waiting(redis_url: str) -> None:
    async with Redis.from_url(redis_url) as redis:
        budget = Budget(redis, {"product": Rate(2)})
        await budget.wait("product", HOST)
        waiting = asyncio.create_task(budget.wait("product", HOST))
        await asyncio.sleep(0.1)
        await budget.pause(HOST, 30)
        with pytest.raises(HeldBack):
            await waiting
        with pytest.raises(HeldBack) as held:
            await budget.reserve("product", HOST)
        assert 25 <= (held.value.retry_after_seconds or 0) <= 31
        await budget.unpause(HOST)
        await budget.reserve("product", HOST)


async def test_a_shorter_pause_does_not_end_a_longer_one(redis_url: str) -> None:
    async with Redis.from_url(redis_url) as redis:
        budget = Budget(redis, {"product": Rate(2)})
        await budget.pause(HOST, 30)
        await budget.pause(HOST, 1)
        assert await redis.pttl("ventra:budget:{api.example}:pause") > 20_000


async def test_without_redis_nothing_may_be_asked() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
    async with Redis.from_url(f"redis://127.0.0.1:{port}/0", socket_connect_timeout=1) as redis:
        with pytest.raises(Unavailable):
            await Budget(redis, {"product": Rate(2)}).wait("product", HOST)


async def test_without_redis_each_of_many_that_ask_together_is_told() -> None:
    async with Redis.from_url("redis://127.0.0.1:1/0", socket_connect_timeout=1) as redis:
        budget = Budget(redis, {"product": Rate(2)})
        for _ in range(2):
            asked = (budget.reserve("product", HOST) for _ in range(5))
            ended = await asyncio.gather(*asked, return_exceptions=True)
            assert [type(one) for one in ended] == [Unavailable] * 5


async def _scripts_run(redis: Redis) -> int:
    """How many scripts the server was asked to run, by name or in full."""
    told = await redis.info("commandstats")
    return sum(told.get(f"cmdstat_{name}", {"calls": 0})["calls"] for name in ("evalsha", "eval"))
