"""The market is judged by a process of the worker's with others beside it; killed, it leaves none, and the next one goes on."""

from __future__ import annotations

import asyncio
import json
import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import numpy as np
import psutil
import pytest

from fixtures.sold import goods, sold
from ventra.core.bucket import FOLDERS
from ventra.core.day import last_closed_day
from ventra.infra.db import transaction
from ventra.outlook.judge import JudgeBy
from ventra.outlook.look import RULE
from ventra.outlook.means import Means
from ventra.outlook.refresh import refresh
from ventra.services.processes.many import ProcessesDied, ProcessHung, side_by_side

pytestmark = pytest.mark.once
BLOCKED = 20


async def inline(work: Any, *values: Any) -> Any:
    return work(*values)


async def stocked(pool: Any, closed: date) -> None:
    rng = np.random.default_rng(3)
    async with transaction(pool) as db:
        await goods(db, range(1, 301), category=2, seller=1)
        await sold(db, {one: rng.poisson(4.0, 90).astype(float) for one in range(1, 301)}, closed)


async def outlooks(pool: Any) -> list[str]:
    async with transaction(pool) as db:
        rows = await db.fetch("SELECT o::text AS row FROM product_outlooks o ORDER BY product_id")
    return [row["row"] for row in rows]


async def until(met: Callable[[], Any], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not (await found if asyncio.iscoroutine(found := met()) else found):
        assert time.monotonic() < end, "it did not happen in time"
        await asyncio.sleep(0.05)


def environment(database_url: str, redis_url: str) -> dict[str, str]:
    return {"PATH": os.environ["PATH"], "DATABASE_URL": database_url, "REDIS_URL": redis_url}


async def test_a_killed_one_leaves_no_process_and_the_next_goes_on_where_it_was(
    pool: Any, database_url: str, redis_url: str
) -> None:
    closed = last_closed_day(datetime.now(UTC))
    await stocked(pool, closed)
    await refresh(Means(pool, inline, JudgeBy(0.1, 0.5)))
    whole = await outlooks(pool)
    async with transaction(pool) as db:
        await db.execute("DELETE FROM product_outlooks")
        await db.execute("DELETE FROM outlook_runs")
        await db.execute(
            "INSERT INTO outlook_runs (day, rule, began_at, folders) VALUES ($1, $2, now(), $3)",
            closed,
            RULE,
            FOLDERS,
        )

    async def done() -> int:
        async with transaction(pool) as db:
            return int(await db.fetchval("SELECT count(*) FROM outlook_progress"))

    async def reached() -> bool:
        return await done() == BLOCKED

    command = [sys.executable, "-m", "ventra.services.outlooker"]
    env = environment(database_url, redis_url)
    async with pool.acquire() as db, db.transaction():
        # Who wants to note this folder waits for us.
        await db.execute("INSERT INTO outlook_progress VALUES ($1, $2, 0, now())", closed, BLOCKED)
        process = subprocess.Popen(command, env=env, stdout=subprocess.PIPE)
        await until(reached)
        children = psutil.Process(process.pid).children(recursive=True)
        assert children
        process.send_signal(signal.SIGKILL)
        process.wait(10)
        await until(lambda: not any(one.is_running() and one.status() != "zombie" for one in children), 10)
        reached_so_far = await done()
        await db.execute("DELETE FROM outlook_progress WHERE folder = $1", BLOCKED)
    assert reached_so_far == BLOCKED
    ended = await asyncio.to_thread(subprocess.run, command, env=env, stdout=subprocess.PIPE, timeout=120)
    assert (ended.returncode, json.loads(ended.stdout)["done"]) == (0, 1)
    assert await outlooks(pool) == whole
    again = await asyncio.to_thread(subprocess.run, command, env=env, stdout=subprocess.PIPE, timeout=120)
    assert (again.returncode, json.loads(again.stdout)["done"]) == (0, 0)
    async with transaction(pool) as db:
        scored = await db.fetch("SELECT product_id FROM product_scores ORDER BY product_id")
        on_sale = await db.fetch(
            "SELECT product_id FROM products WHERE state = 'active' AND category_id IS NOT NULL ORDER BY product_id"
        )
    assert scored == on_sale
    assert scored


async def test_an_operator_judges_the_market_by_a_command(
    pool: Any, database_url: str, redis_url: str
) -> None:
    await stocked(pool, last_closed_day(datetime.now(UTC)))
    env = environment(database_url, redis_url)

    def told(*more: str) -> Any:
        command = [sys.executable, "-m", "ventra.services.cli", "outlook", "refresh", "--json", *more]
        ended = subprocess.run(command, env=env, capture_output=True, timeout=120, check=True)
        return json.loads(ended.stdout)

    assert await asyncio.to_thread(told) == {"refreshed": True}
    assert len(await outlooks(pool)) == 300
    assert await asyncio.to_thread(told) == {"refreshed": False}
    assert await asyncio.to_thread(told, "--again") == {"refreshed": True}


async def test_a_process_that_hangs_is_ended_and_the_work_is_said_to_have_failed() -> None:
    began = time.monotonic()
    with side_by_side(2, most_seconds=3) as apart:
        assert await apart(abs, -2) == 2
        with pytest.raises(ProcessHung, match="sleep took longer than 3 s"):
            await apart(time.sleep, 120)
        with pytest.raises(ProcessesDied):
            await apart(abs, -2)
    await until(lambda: not multiprocessing.active_children(), 10)
    assert time.monotonic() - began < 60
