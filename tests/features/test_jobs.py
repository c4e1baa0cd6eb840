"""Jobs with a cadence: rows of Postgres, one worker at a time, reasons of failure kept."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from ventra.catalog.store import watch
from ventra.errors import Unavailable
from ventra.infra import db, store
from ventra.infra.job_rules import JobRule
from ventra.infra.months import months_from
from ventra.infra.queue import Queue
from ventra.jobs import (
    QUEUED,
    RULES,
    clean,
    imports,
    outlook,
    partitions,
    rules_for,
    sweep,
    visit,
)
from ventra.jobs.means import Means
from ventra.outlook.look import RULE as OUTLOOK_RULE
from ventra.services import cadence
from ventra.services.cadence import Cadence

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


HOST = "api.example"


@asynccontextmanager
async def means_of(database_url: str, queue: Any = None, **more: Any) -> AsyncIterator[Means]:
    pool = await db.open_pool(database_url, at_most=4)
    settled: dict[str, Any] = {
        "client": SimpleNamespace(urls=SimpleNamespace(api_host=HOST)),
        "import_files": None,
        "collect": "all",
        "product_per_second": 2.0,
    } | more
    try:
        yield Means(pool=pool, queue=queue, **settled)
    finally:
        await pool.close()


@asynccontextmanager
async def running(means: Means, *rules: JobRule, drain_seconds: float = 5) -> AsyncIterator[asyncio.Event]:
    stop = asyncio.Event()
    task = asyncio.create_task(Cadence(means, rules).run(stop, drain_seconds=drain_seconds))
    try:
        yield stop
    finally:
        stop.set()
        await asyncio.wait_for(task, 20)


async def until(met: Callable[[], Any], seconds: float = 10) -> None:
    end = time.monotonic() + seconds
    while True:
        found = met()
        if await found if isinstance(found, Awaitable) else found:
            return
        assert time.monotonic() < end, "it did not happen in time"
        await asyncio.sleep(0.05)


async def row(means: Means, job: str) -> Any:
    return await means.pool.fetchrow("SELECT * FROM job_schedule WHERE job = $1", job)


async def test_a_job_runs_at_its_cadence_and_says_when_it_was_done(database_url: str) -> None:
    times: list[float] = []

    async def tick(means: Means) -> None:
        times.append(time.monotonic())

    async with means_of(database_url) as means, running(means, JobRule("tick", 2, tick, "ticks")):
        await until(lambda: len(times) == 2)
        assert 1.5 < times[1] - times[0] < 4
        await asyncio.sleep(0.2)
        known = await row(means, "tick")
        assert known["failures"] == 0
        assert known["finished_at"] > known["started_at"] - timedelta(seconds=1)
        assert known["leased_until"] is None
        assert known["due_at"] - known["started_at"] == timedelta(seconds=2)


async def test_two_workers_never_run_one_job_at_once(database_url: str) -> None:
    inside = most = runs = 0

    async def work(means: Means) -> None:
        nonlocal inside, most, runs
        inside, runs = inside + 1, runs + 1
        most = max(most, inside)
        await asyncio.sleep(0.3)
        inside -= 1

    rule = JobRule("work", 1, work, "works")
    async with (
        means_of(database_url) as one,
        means_of(database_url) as two,
        running(one, rule),
        running(two, rule),
        running(two, rule),
    ):
        await until(lambda: runs >= 4)
    assert most == 1


async def test_a_failed_job_keeps_its_reason_without_secrets_and_waits_longer_each_time(
    database_url: str,
) -> None:
    tries: list[float] = []

    async def broken(means: Means) -> None:
        tries.append(time.monotonic())
        raise ValueError("no postgresql://u:hunter2@host/db")

    async with means_of(database_url) as means:
        async with running(means, JobRule("broken", 1, broken, "fails")):
            await until(lambda: len(tries) == 2, 12)
            await asyncio.sleep(0.3)
        assert 4.5 < tries[1] - tries[0] < 8
        known = await row(means, "broken")
        assert known["failures"] == 2
        assert known["last_error"] == "ValueError: no postgresql://u:***@host/db"
        assert timedelta(seconds=8) < known["due_at"] - known["started_at"] < timedelta(seconds=12)
        kept = await means.pool.fetch("SELECT * FROM job_failures")
        assert len(kept) == 2
        assert "in broken" in kept[0]["trace"]
        assert "hunter2" not in str([dict(one) for one in kept])


async def test_an_outage_is_one_failure_and_work_goes_on_soon_after(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cadence, "FIRST_WAIT_SECONDS", 0.5)
    tries = 0

    async def needs_redis(means: Means) -> None:
        nonlocal tries
        tries += 1
        if tries < 3:
            raise Unavailable("Redis does not answer")

    async with means_of(database_url) as means, running(means, JobRule("needy", 1, needs_redis, "needs")):
        await until(lambda: tries >= 3, 25)
        await asyncio.sleep(0.3)
        assert await means.pool.fetchval("SELECT count(*) FROM job_failures") == 1
        assert (await row(means, "needy"))["failures"] == 0


async def test_failures_of_one_cause_do_not_fill_the_disk(database_url: str) -> None:
    async with means_of(database_url) as means, db.transaction(means.pool) as connection:
        for _ in range(store.MOST_FAILURES + 5):
            await store.record_failure(connection, job="j", job_id="1", payload={}, error="e", trace="t")
        assert await connection.fetchval("SELECT count(*) FROM job_failures") == store.MOST_FAILURES


async def test_the_job_of_a_worker_that_died_runs_again_when_its_lease_has_run_out(database_url: str) -> None:
    async with means_of(database_url) as means:
        async with db.transaction(means.pool) as connection:
            await store.plan_jobs(connection, ["work"])
            (dead,) = await store.claim_jobs(connection, ["work"], lease_seconds=1.5)
            assert await store.claim_jobs(connection, ["work"], lease_seconds=30) == []
        runs: list[int] = []

        async def work(means: Means) -> None:
            runs.append(1)

        async with running(means, JobRule("work", 3600, work, "works")):
            await until(lambda: runs == [1])
        async with db.transaction(means.pool) as connection:
            await store.finish_job(connection, dead, every_seconds=1, took_ms=1)
        assert (await row(means, "work"))["due_at"] > datetime.now(UTC) + timedelta(minutes=50)


async def test_a_long_job_keeps_its_lease(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cadence, "LEASE_SECONDS", 3.0)
    monkeypatch.setattr(cadence, "KEEP_SECONDS", 0.5)
    starts = 0

    async def long(means: Means) -> None:
        nonlocal starts
        starts += 1
        await asyncio.sleep(5)

    rule = JobRule("long", 1, long, "is long")
    async with (
        means_of(database_url) as one,
        means_of(database_url) as two,
        running(one, rule, drain_seconds=0.1),
        running(two, rule, drain_seconds=0.1),
    ):
        await asyncio.sleep(4.5)
        assert starts == 1


async def test_a_job_whose_lease_went_to_another_ends_here(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cadence, "KEEP_SECONDS", 0.5)
    ended = asyncio.Event()

    async def long(means: Means) -> None:
        try:
            await asyncio.sleep(600)
        finally:
            ended.set()

    async with means_of(database_url) as means, running(means, JobRule("long", 1, long, "is long")):
        await until(lambda: _lease_is(means, "long", 1))
        await means.pool.execute(
            "UPDATE job_schedule SET lease = 7, leased_until = now() + interval '1 hour'"
        )
        await asyncio.wait_for(ended.wait(), 5)
        await asyncio.sleep(0.3)
        assert (await row(means, "long"))["lease"] == 7


async def _lease_is(means: Means, job: str, lease: int) -> bool:
    known = await row(means, job)
    return known is not None and known["lease"] == lease and known["leased_until"] is not None


async def test_a_job_that_does_not_end_in_time_goes_back_when_the_worker_stops(database_url: str) -> None:
    inside = asyncio.Event()

    async def long(means: Means) -> None:
        inside.set()
        await asyncio.sleep(600)

    async with means_of(database_url) as means:
        async with running(means, JobRule("long", 3600, long, "is long"), drain_seconds=0.2):
            await asyncio.wait_for(inside.wait(), 5)
        known = await row(means, "long")
        assert known["leased_until"] is None
        assert known["due_at"] <= datetime.now(UTC) + timedelta(seconds=1)
        assert known["failures"] == 0


async def test_a_worker_waits_for_the_schema(empty_database_url: str) -> None:
    runs: list[int] = []

    async def work(means: Means) -> None:
        runs.append(1)

    async with means_of(empty_database_url) as means, running(means, JobRule("work", 1, work, "works")):
        await asyncio.sleep(1.5)
        assert runs == []


async def test_the_sweep_leases_no_more_than_can_be_visited_in_time(
    database_url: str, redis_url: str
) -> None:
    queue = Queue(redis_url, "test")
    try:
        async with means_of(database_url, queue, clock=lambda: datetime.now(UTC)) as means:
            async with db.transaction(means.pool) as connection:
                await watch.register(connection, list(range(1, 401)))
            await sweep(means)
            leased = "SELECT count(*) FROM watch WHERE leased_until > now() + interval '20 seconds'"
            assert await means.pool.fetchval(leased) == 30
            assert (await queue.counts()).waiting == 3
            await sweep(means)
            assert await means.pool.fetchval(leased) == 30
    finally:
        await queue.close()


async def test_the_sweep_leases_nothing_while_the_marketplace_rests(
    database_url: str, redis_url: str
) -> None:
    queue = Queue(redis_url, "test")
    try:
        async with means_of(database_url, queue, clock=lambda: datetime.now(UTC)) as means:
            async with db.transaction(means.pool) as connection:
                await watch.register(connection, [1, 2, 3])
                await connection.execute("INSERT INTO sources (host, state) VALUES ($1, 'stopped')", HOST)
            leased = "SELECT count(*) FROM watch WHERE leased_until IS NOT NULL"
            await sweep(means)
            assert await means.pool.fetchval(leased) == 0
            await means.pool.execute("UPDATE sources SET state = 'ok'")
            await sweep(means)
            assert await means.pool.fetchval(leased) == 3
    finally:
        await queue.close()


async def test_the_sweep_leases_nothing_while_redis_is_away(database_url: str) -> None:
    queue = Queue("redis://127.0.0.1:1/0", "test")
    try:
        async with means_of(database_url, queue) as means:
            async with db.transaction(means.pool) as connection:
                await watch.register(connection, [1, 2, 3])
            with pytest.raises(Unavailable):
                await sweep(means)
            assert await means.pool.fetchval("SELECT count(*) FROM watch WHERE leased_until IS NOT NULL") == 0
    finally:
        await queue.close()


async def test_tracked_collecting_sweeps_only_what_is_tracked(database_url: str, redis_url: str) -> None:
    queue = Queue(redis_url, "test")
    try:
        async with means_of(database_url, queue, collect="tracked") as means:
            async with db.transaction(means.pool) as connection:
                await watch.register(connection, [1, 2, 3])
                await watch.track(connection, 2, True, datetime.now(UTC))
            await sweep(means)
            found = await means.pool.fetch("SELECT product_id FROM watch WHERE leased_until IS NOT NULL")
            assert [one["product_id"] for one in found] == [2]
    finally:
        await queue.close()


def test_collecting_that_is_off_visits_and_discovers_nothing() -> None:
    whole = {rule.name for rule in RULES}
    assert whole - {rule.name for rule in rules_for("off")} == {"sweep", "discover", "follow", "positions"}
    assert "discover" not in {rule.name for rule in rules_for("tracked")}
    assert {rule.name for rule in rules_for("all")} == whole


async def test_months_are_made_ahead_and_making_them_again_is_harmless(database_url: str) -> None:
    far = datetime(2031, 12, 31, 23, tzinfo=UTC)
    assert [f"{m:%Y-%m-%d}" for m in months_from(far, 2)] == ["2031-12-01", "2032-01-01", "2032-02-01"]
    async with means_of(database_url, clock=lambda: far) as means:
        await partitions(means)
        await partitions(means)
        for month in ("2031_12", "2032_01", "2032_02", "2032_03"):
            for parent in ("observations", "sku_observations", "sales_days", "sku_sales_days"):
                assert await means.pool.fetchval("SELECT to_regclass($1)", f"{parent}_{month}") is not None


async def test_only_what_is_old_is_cleaned(database_url: str) -> None:
    async with means_of(database_url, clock=lambda: NOW) as means:
        for days in (29, 31, 89, 91):
            at = NOW - timedelta(days=days)
            await means.pool.execute(
                "INSERT INTO quarantine (seen_at, url, reason, body) VALUES ($1, 'u', 'r', '')", at
            )
            await means.pool.execute(
                "INSERT INTO job_failures (job, job_id, error, trace, failed_at) VALUES ('j', '1', 'e', 't', $1)",
                at,
            )
            await means.pool.execute("INSERT INTO visit_counts VALUES ($1, 'h', 'ok', 1)", at)
        for state in ("done", "running"):
            number = await means.pool.fetchval(
                "INSERT INTO imports (file_name, state, finished_at) VALUES ('f', $1, $2) RETURNING id",
                state,
                NOW - timedelta(hours=1),
            )
            await means.pool.execute("INSERT INTO import_parts VALUES ($1, 1, 'x')", number)
        await means.pool.execute(
            "INSERT INTO imports (file_name, state, created_at) VALUES ('old', 'receiving', $1), ('new', 'receiving', $2)",
            NOW - timedelta(days=2),
            NOW,
        )
        await clean(means)
        counts = {
            name: await means.pool.fetchval(f"SELECT count(*) FROM {name}")
            for name in ("quarantine", "job_failures", "visit_counts", "import_parts", "imports")
        }
        assert counts == {
            "quarantine": 1,
            "job_failures": 1,
            "visit_counts": 3,
            "import_parts": 1,
            "imports": 3,
        }


def test_the_page_on_jobs_says_what_the_code_does(checkout: Path) -> None:
    page = (checkout / "docs" / "jobs.md").read_text(encoding="utf-8")
    found = re.findall(r"^\| `(\w+)` \| (\d+) (s|min|h) \| (.+?) \| (.+?) \|$", page, re.MULTILINE)
    unit = {"s": 1, "min": 60, "h": 3600}
    assert [
        (name, int(n) * unit[u], tuple(re.findall(r"`(\w+)`", on)), what) for name, n, u, on, what in found
    ] == [(rule.name, rule.every_seconds, rule.collecting, rule.what) for rule in RULES]
    assert re.findall(r"^\| `(\w+)` \| ([^|`]+?) \|$", page, re.MULTILINE)[: len(QUEUED)] == [
        (rule.name, rule.what) for rule in QUEUED
    ]


async def test_the_importer_is_started_only_when_a_file_waits(database_url: str) -> None:
    started = 0

    async def import_files() -> None:
        nonlocal started
        started += 1

    async with means_of(database_url, import_files=import_files) as means:
        await imports(means)
        await means.pool.execute(
            "INSERT INTO imports (file_name, state) VALUES ('a', 'receiving'), ('b', 'done')"
        )
        await imports(means)
        assert started == 0
        await means.pool.execute("INSERT INTO imports (file_name) VALUES ('c')")
        await imports(means)
        assert started == 1


def test_what_is_queued_has_someone_to_run_it() -> None:
    assert [(rule.name, rule.run) for rule in QUEUED] == [("visit", visit)]


async def test_the_market_is_judged_when_it_is_due_and_by_nobody_where_nothing_can(database_url: str) -> None:
    asked: list[int] = []

    async def refresh() -> bool:
        asked.append(1)
        return True

    async with means_of(database_url) as means:
        await outlook(means)
    async with means_of(database_url, refresh_outlook=refresh, clock=lambda: NOW) as means:
        await outlook(means)
        assert asked == [1]
        async with db.transaction(means.pool) as connection:
            await connection.execute(
                "INSERT INTO outlook_runs (day, rule, began_at, finished_at, folders, products) "
                "VALUES ('2026-11-22', $1, now(), now(), 64, 0)",
                OUTLOOK_RULE,
            )
        await outlook(means)
        assert asked == [1]
