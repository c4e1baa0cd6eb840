"""Ids through the queue in batches, enqueued, run and gone, against BullMQ's own no-op jobs of one id each."""

from __future__ import annotations

import asyncio
import statistics
import time
from collections.abc import Awaitable, Callable
from typing import Any

import bullmq
import uvloop
from redis.asyncio import Redis

from bench.result import Result
from ventra.infra.queue import Job, Queue, run_worker

JOBS, A_BATCH, ROUNDS, AT_ONCE = 1_500, 100, 3, 4
LEAST = 50.0
LONGEST_SECONDS = 60.0


def queueing(database: str, keys: str) -> list[Result]:
    """Both sides in turns over one Redis, as many jobs and as many of them at a time on either."""
    ours, bare = uvloop.run(_measure(keys))
    ratio = statistics.median(a / b for a, b in zip(ours, bare, strict=True))
    beside = f"{statistics.median(ours):,.0f} ids/s in batches of {A_BATCH} against {statistics.median(bare):,.0f} no-op jobs/s"
    return [Result("ids through the queue against bare jobs", ratio, LEAST, True, "x", beside)]


async def _measure(keys: str) -> tuple[list[float], list[float]]:
    ours, bare = [], []
    for number in range(ROUNDS + 1):
        ours.append(await _ours(keys, number))
        bare.append(await _bare(keys, number))
    return ours[1:], bare[1:]


async def _ours(keys: str, number: int) -> float:
    """Ids a second through our queue; the handler counts them."""
    queue, stop = Queue(keys, f"ours-{number}"), asyncio.Event()
    seen, ended = 0, asyncio.Event()

    async def count(payload: Any) -> None:
        nonlocal seen
        seen += len(payload["leases"])
        if seen == JOBS * A_BATCH:
            ended.set()

    async def failed(job: Job, failure: Exception) -> None:
        raise failure

    jobs = [
        Job(
            "visit",
            f"visit-{n}-{number}",
            {"leases": [[n * A_BATCH + k, number + 1] for k in range(A_BATCH)]},
        )
        for n in range(JOBS)
    ]
    running = asyncio.create_task(
        run_worker(keys, f"ours-{number}", {"visit": count}, AT_ONCE, failed, stop=stop)
    )
    try:
        return JOBS * A_BATCH / await _timed(lambda: queue.add_bulk(jobs), ended)
    finally:
        stop.set()
        await running
        await queue.close()


async def _bare(keys: str, number: int) -> float:
    """Jobs a second through BullMQ as it comes."""
    redis, working = Redis.from_url(keys, decode_responses=True), Redis.from_url(keys, decode_responses=True)
    gone = {"removeOnComplete": True, "removeOnFail": True}
    queue = bullmq.Queue(f"bare-{number}", {"connection": redis})
    seen, ended = 0, asyncio.Event()

    async def count(job: Any, token: str) -> None:
        nonlocal seen
        seen += 1
        if seen == JOBS:
            ended.set()

    jobs = [{"name": "one", "data": n, "opts": gone} for n in range(JOBS)]
    worker = bullmq.Worker(
        f"bare-{number}", count, {"connection": working, "autorun": False, "concurrency": AT_ONCE, **gone}
    )
    running = asyncio.create_task(worker.run())
    try:
        return JOBS / await _timed(lambda: queue.addBulk(jobs), ended)
    finally:
        await worker.close(force=True)
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        for one in (redis, working):
            await one.aclose()


async def _timed(enqueue: Callable[[], Awaitable[Any]], ended: asyncio.Event) -> float:
    """Seconds from before the first is enqueued until the last has run; the worker waits for work when it begins."""
    await asyncio.sleep(0.3)
    began = time.perf_counter()
    await enqueue()
    await asyncio.wait_for(ended.wait(), LONGEST_SECONDS)
    return time.perf_counter() - began
