"""The operator's switch of collecting: it holds without a restart, and what was queued before goes back unseen."""

from __future__ import annotations

import asyncio
from typing import Any

from features.test_jobs import means_of, running, until
from ventra.catalog.store import watch
from ventra.collect.store import switch
from ventra.infra import db, store
from ventra.infra.job_rules import JobRule
from ventra.infra.queue import Queue
from ventra.jobs import sweep, visit
from ventra.jobs.means import Means

LEASED = "SELECT coalesce(array_agg(product_id ORDER BY product_id), '{}') FROM watch WHERE leased_until IS NOT NULL"
COLLECTED = "SELECT value FROM installation WHERE key = 'collected'"


class NeverAsked:
    """A client that no test may ask."""

    @property
    def urls(self) -> Any:
        raise AssertionError("the marketplace was about to be asked")


async def turn(means: Means, to: str | None) -> None:
    async with db.transaction(means.pool) as connection:
        await switch.turn(connection, to)


async def leased(means: Means) -> list[watch.Lease]:
    """Products 1 (tracked) and 2 (not), both leased."""
    async with db.transaction(means.pool) as connection:
        await watch.register(connection, [1], tracked=True)
        await watch.register(connection, [2])
        return await watch.take_due(connection, collect="all", at_most=9, lease_seconds=99, now=means.clock())


def payload(leases: list[watch.Lease]) -> dict[str, Any]:
    return {"leases": [[lease.product_id, lease.lease] for lease in leases]}


async def test_visits_queued_before_collecting_was_switched_off_go_back_unseen(database_url: str) -> None:
    async with means_of(database_url, client=NeverAsked()) as means:
        leases = await leased(means)
        due = await means.pool.fetch("SELECT product_id, due_at FROM watch ORDER BY product_id")
        await turn(means, "off")
        await visit(means, payload(leases))
        assert await means.pool.fetchval(LEASED) == []
        assert await means.pool.fetch("SELECT product_id, due_at FROM watch ORDER BY product_id") == due
        assert await means.pool.fetchval("SELECT count(*) FROM watch WHERE last_visit IS NOT NULL") == 0


async def test_switched_to_tracked_the_others_go_back_and_tracked_ones_stay(database_url: str) -> None:
    async with means_of(database_url) as means:
        leases = await leased(means)
        async with db.transaction(means.pool) as connection:
            assert await watch.give_back(connection, leases, but_tracked=True) == leases[:1]
        assert await means.pool.fetchval(LEASED) == [1]


async def test_a_lease_that_went_to_another_worker_is_not_given_back(database_url: str) -> None:
    async with means_of(database_url, client=NeverAsked()) as means:
        leases = await leased(means)
        await means.pool.execute("UPDATE watch SET lease = lease + 1")
        await turn(means, "off")
        await visit(means, payload(leases))
        assert await means.pool.fetchval(LEASED) == [1, 2]


async def test_the_switch_starts_and_stops_a_job_without_a_restart(database_url: str) -> None:
    ran: list[str] = []

    async def sweeps(means: Means) -> None:
        ran.append(means.collecting)

    rule = JobRule("sweeps", 1, sweeps, "sweeps", ("tracked", "all"))
    async with means_of(database_url, collect="off") as means, running(means, rule):
        await until(lambda: is_told(means, "off"))
        assert await means.pool.fetchval("SELECT count(*) FROM job_schedule") == 0
        await turn(means, "all")
        await until(lambda: ran)
        assert await is_told(means, "all")
        await turn(means, None)
        await until(lambda: is_told(means, "off"))
        await asyncio.sleep(0.3)
        times = len(ran)
        await asyncio.sleep(2.5)
        assert len(ran) == times
        assert set(ran) == {"all"}


async def test_a_job_that_is_switched_off_while_it_runs_ends_and_is_free_to_run_again(
    database_url: str,
) -> None:
    begun: list[str] = []
    ended: list[str] = []

    async def walk(means: Means) -> None:
        begun.append(means.collecting)
        try:
            await asyncio.sleep(60)
        finally:
            ended.append(means.collecting)

    rule = JobRule("walk", 1, walk, "walks", ("all",))
    async with means_of(database_url, collect="all") as means, running(means, rule, drain_seconds=0):
        await until(lambda: begun)
        await turn(means, "tracked")
        await until(lambda: ended)
        await until(lambda: is_told(means, "tracked"))
        row = await means.pool.fetchrow("SELECT leased_until, failures FROM job_schedule WHERE job = 'walk'")
        assert (row["leased_until"], row["failures"]) == (None, 0)
        await turn(means, "all")
        await until(lambda: len(begun) == 2, 5)


async def test_visits_under_way_ask_no_further_product_once_switched_off(database_url: str) -> None:
    async with means_of(database_url) as means:
        assert not means.giving_back()
        await turn(means, "off")
        async with db.transaction(means.pool) as connection:
            await means.switch.obey(connection, means.collect)
        assert means.giving_back()


async def test_the_sweep_takes_what_the_switch_says(database_url: str, redis_url: str) -> None:
    queue = Queue(redis_url, "test")
    try:
        async with means_of(database_url, queue, collect="all") as means:
            async with db.transaction(means.pool) as connection:
                await watch.register(connection, [1], tracked=True)
                await watch.register(connection, [2])
                await switch.turn(connection, "tracked")
                await means.switch.obey(connection, means.collect)
            await sweep(means)
            assert await means.pool.fetchval(LEASED) == [1]
    finally:
        await queue.close()


async def test_what_is_told_survives_a_rollback_and_two_workers_do_not_correct_each_other(
    database_url: str,
) -> None:
    async with (
        means_of(database_url, collect="all") as one,
        means_of(database_url) as two,
        one.pool.acquire() as connection,
    ):
        rolled_back = connection.transaction()
        await rolled_back.start()
        await one.switch.obey(connection, "all")
        await rolled_back.rollback()
        assert await connection.fetchval(COLLECTED) is None
        for _ in range(2):
            await one.switch.obey(connection, "all")
            assert await connection.fetchval(COLLECTED) == "all"
        await two.switch.obey(connection, "tracked")
        await one.switch.obey(connection, "all")
        assert await connection.fetchval(COLLECTED) == "tracked"


async def is_told(means: Means, collecting: str) -> bool:
    async with db.transaction(means.pool) as connection:
        return await store.get_installation(connection, store.COLLECTED) == collecting
