"""The job queue over a real server that is killed, emptied and away."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
import redis

from ventra.errors import Unavailable
from ventra.infra.queue import Job, Queue, run_worker
from ventra.services.embedded.redis import EmbeddedRedis
from ventra.services.processes.children import free_port


class Log:
    """What a worker did, in order."""

    def __init__(self) -> None:
        self.ran: list[Any] = []
        self.failed: list[tuple[Job, Exception]] = []

    async def note(self, payload: Any) -> None:
        self.ran.append(payload)

    async def fail(self, payload: Any) -> None:
        self.ran.append(payload)
        raise ValueError(f"cannot do {payload}")

    async def on_failed(self, job: Job, failure: Exception) -> None:
        self.failed.append((job, failure))


@asynccontextmanager
async def working(url: str, log: Log, drain_seconds: float = 5, **more: Any) -> AsyncIterator[asyncio.Event]:
    stop = asyncio.Event()
    handlers = {"note": log.note, "fail": log.fail} | more
    task = asyncio.create_task(
        run_worker(url, "test", handlers, 4, log.on_failed, stop=stop, drain_seconds=drain_seconds)
    )
    try:
        yield stop
    finally:
        stop.set()
        await asyncio.wait_for(task, 20)


@asynccontextmanager
async def queue_at(url: str) -> AsyncIterator[Queue]:
    queue = Queue(url, "test")
    try:
        yield queue
    finally:
        await queue.close()


async def until(met: Callable[[], bool], seconds: float = 15) -> None:
    end = time.monotonic() + seconds
    while not met():
        assert time.monotonic() < end, "it did not happen in time"
        await asyncio.sleep(0.02)


async def test_each_job_runs_once_with_its_payload(redis_url: str) -> None:
    log = Log()
    async with queue_at(redis_url) as queue, working(redis_url, log):
        await queue.add_bulk([Job("note", f"visit:{n}:1", [n, 1]) for n in range(50)])
        await until(lambda: len(log.ran) >= 50)
        await asyncio.sleep(0.3)
        assert sorted(log.ran) == [[n, 1] for n in range(50)]
        counts = await queue.counts()
        assert (counts.waiting, counts.active, counts.delayed) == (0, 0, 0)


async def test_a_job_that_is_queued_already_is_not_queued_twice(redis_url: str) -> None:
    async with queue_at(redis_url) as queue:
        await queue.add_bulk([Job("note", "a:1", 1), Job("note", "a:1", 1)])
        await queue.add_bulk([Job("note", "a:1", 1), Job("note", "a:2", 2)])
        assert (await queue.counts()).waiting == 2


async def test_a_failed_job_is_told_and_its_id_can_come_again(redis_url: str) -> None:
    log = Log()
    async with queue_at(redis_url) as queue, working(redis_url, log):
        await queue.add_bulk([Job("fail", "f:1", 7)])
        await until(lambda: len(log.failed) == 1)
        job, failure = log.failed[0]
        assert (job.name, job.id, job.payload, str(failure)) == ("fail", "f:1", 7, "cannot do 7")
        await asyncio.sleep(0.3)
        await queue.add_bulk([Job("fail", "f:1", 7), Job("unheard", "u:1", 1)])
        await until(lambda: len(log.failed) == 3)
        assert log.ran == [7, 7]
        assert {type(failure) for _, failure in log.failed} == {ValueError, LookupError}


async def test_redis_away_is_named() -> None:
    async with queue_at(f"redis://127.0.0.1:{free_port()}/0") as queue:
        with pytest.raises(Unavailable):
            await queue.add_bulk([Job("note", "a:1", 1)])
        with pytest.raises(Unavailable):
            await queue.counts()


async def test_a_worker_that_starts_without_redis_works_once_it_is_there(open_home: Path) -> None:
    server, log = EmbeddedRedis(open_home), Log()
    url = await asyncio.to_thread(server.start)
    server.stop()
    async with working(url, log):
        await asyncio.sleep(0.5)
        await asyncio.to_thread(server.start)
        try:
            async with queue_at(url) as queue:
                await queue.add_bulk([Job("note", "a:1", 1)])
                await until(lambda: log.ran == [1])
        finally:
            await asyncio.to_thread(server.stop)


async def test_queued_jobs_outlive_the_kill_of_redis_and_the_worker_goes_on(open_home: Path) -> None:
    server, log = EmbeddedRedis(open_home), Log()
    url = await asyncio.to_thread(server.start)
    try:
        async with working(url, log), queue_at(url) as queue:
            await queue.add_bulk([Job("note", "a:1", 1)])
            await until(lambda: log.ran == [1])
            assert server.pid is not None
            os.kill(server.pid, signal.SIGKILL)
            await asyncio.to_thread(server.stop)
            with pytest.raises(Unavailable):
                await queue.counts()
            await asyncio.to_thread(server.start)
            await queue.add_bulk([Job("note", "a:2", 2)])
            await until(lambda: log.ran == [1, 2])
    finally:
        await asyncio.to_thread(server.stop)


async def test_an_emptied_redis_stops_nobody_even_in_mid_job(redis_url: str) -> None:
    log, inside, go = Log(), asyncio.Event(), asyncio.Event()

    async def wait(payload: Any) -> None:
        inside.set()
        await go.wait()

    async with working(redis_url, log, wait=wait), queue_at(redis_url) as queue:
        await queue.add_bulk([Job("wait", "w:1", 1)])
        await asyncio.wait_for(inside.wait(), 10)
        with redis.Redis.from_url(redis_url) as client:
            client.flushall()
            client.script_flush()
        go.set()
        await queue.add_bulk([Job("note", "a:1", 1)])
        await until(lambda: log.ran == [1])


async def test_a_job_that_does_not_end_goes_back_when_the_worker_stops(redis_url: str) -> None:
    log, inside, runs = Log(), asyncio.Event(), []

    async def hang(payload: Any) -> None:
        runs.append(payload)
        inside.set()
        if len(runs) == 1:
            await asyncio.sleep(600)

    async with queue_at(redis_url) as queue:
        await queue.add_bulk([Job("hang", "h:1", 1)])
        async with working(redis_url, log, drain_seconds=0.5, hang=hang) as stop:
            await asyncio.wait_for(inside.wait(), 10)
            asked = time.monotonic()
            stop.set()
        assert time.monotonic() - asked < 4
        assert log.failed == []
        async with working(redis_url, log, hang=hang):
            await until(lambda: runs == [1, 1], 20)


WORKER = """
import asyncio, sys
from ventra.infra.queue import run_worker

async def hang(payload):
    print("inside", payload, flush=True)
    await asyncio.sleep(600)

async def failed(job, failure):
    print("failed", failure, flush=True)

asyncio.run(run_worker(sys.argv[1], "test", {"hang": hang}, 2, failed, stop=asyncio.Event()))
"""


async def test_the_job_of_a_killed_worker_runs_again(redis_url: str) -> None:
    log = Log()
    async with queue_at(redis_url) as queue:
        await queue.add_bulk([Job("hang", "h:1", [1, 4])])
        worker = subprocess.Popen(
            [sys.executable, "-c", textwrap.dedent(WORKER), redis_url], stdout=subprocess.PIPE, text=True
        )
        try:
            assert worker.stdout is not None
            assert (await asyncio.to_thread(worker.stdout.readline)).strip() == "inside [1, 4]"
        finally:
            worker.kill()
            worker.communicate(timeout=10)
        async with working(redis_url, log, hang=log.note):
            await until(lambda: log.ran == [[1, 4]], 25)
        assert log.failed == []
