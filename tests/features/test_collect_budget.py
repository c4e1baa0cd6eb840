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
