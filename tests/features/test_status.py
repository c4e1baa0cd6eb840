"""How each part is judged, what the job `watch` counts of it, and that an outage is counted once the database is back."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any

import asyncpg
import pytest

from features.test_jobs import means_of, until
from fixtures import rows
from ventra.collect.store import switch
from ventra.errors import Unavailable
from ventra.infra.queue import Queue
from ventra.jobs import RULES, clean, close, watch_all
from ventra.jobs.means import Means
from ventra.services.cadence import Cadence
from ventra.status import judge, store
from ventra.status.judge import Facts, Verdict
from ventra.status.watch import Outage

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
LONG_AGO, JUST_NOW = NOW - timedelta(hours=2), NOW - timedelta(minutes=1)


def facts(**more: Any) -> Facts:
    known: dict[str, Any] = {
        "now": NOW, "collecting": True, "watching": True, "oldest_due_at": None, "last_ok_at": None, "stopped": False,
        "has_figures": True, "closed_through": date(2026, 11, 22), "close_failures": 0, "bot_on": None,
        "bot_started_at": None, "poller_until": None,
    }  # fmt: skip
    return Facts(**(known | more))


@pytest.mark.parametrize(
    ("seen", "state", "reason"),
    [
        ({"collecting": False, "oldest_due_at": LONG_AGO}, "off", "collection.off"),
        ({"watching": False}, "off", "collection.nothing"),
        ({}, "well", "collection.well"),
        ({"oldest_due_at": JUST_NOW}, "well", "collection.well"),
        ({"oldest_due_at": LONG_AGO, "last_ok_at": JUST_NOW}, "well", "collection.well"),
        ({"oldest_due_at": LONG_AGO, "last_ok_at": LONG_AGO}, "down", "collection.silent"),
        ({"oldest_due_at": LONG_AGO}, "down", "collection.silent"),
        ({"oldest_due_at": LONG_AGO, "stopped": True}, "down", "collection.stopped"),
    ],
)
def test_collection_is_well_while_visits_succeed_or_none_waits(
    seen: dict[str, Any], state: str, reason: str
) -> None:
    assert judge.judge_collection(facts(**seen)) == Verdict(state, reason)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("seen", "state", "reason"),
    [
        ({"has_figures": False}, "off", "sales.nothing"),
        ({"closed_through": None}, "unknown", "sales.unknown"),
        ({}, "well", "sales.well"),
        ({"closed_through": date(2026, 11, 21)}, "down", "sales.late"),
        # 01:10 in Tashkent on the 24th: the 23rd can be closed for 40 minutes and need not be yet; at 01:40 it is late.
        ({"now": datetime(2026, 11, 23, 20, 10, tzinfo=UTC)}, "well", "sales.well"),
        ({"now": datetime(2026, 11, 23, 20, 40, tzinfo=UTC)}, "down", "sales.late"),
        ({"close_failures": 3}, "trouble", "sales.failing"),
    ],
)
def test_sales_are_well_when_yesterday_was_closed_on_time(
    seen: dict[str, Any], state: str, reason: str
) -> None:
    assert judge.judge_sales(facts(**seen)) == Verdict(state, reason)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("seen", "state", "reason"),
    [
        ({"has_figures": False}, "off", "outlook.nothing"),
        ({}, "unknown", "outlook.unknown"),
        ({"judging": True}, "well", "outlook.running"),
        ({"judged_through": date(2026, 11, 22)}, "well", "outlook.well"),
        ({"judged_through": date(2026, 11, 21)}, "trouble", "outlook.late"),
        ({"judged_through": date(2026, 11, 21), "judging": True}, "trouble", "outlook.late"),
        # What is not closed yet cannot be judged, and some hours after it is it need not be.
        (
            {"judged_through": date(2026, 11, 21), "closed_through": date(2026, 11, 21)},
            "well",
            "outlook.well",
        ),
        (
            {"judged_through": date(2026, 11, 21), "now": datetime(2026, 11, 22, 23, tzinfo=UTC)},
            "well",
            "outlook.well",
        ),
        ({"judged_through": date(2026, 11, 22), "judging_failures": 3}, "trouble", "outlook.failing"),
    ],
)
def test_the_outlook_is_in_trouble_when_the_night_is_late_or_fails(
    seen: dict[str, Any], state: str, reason: str
) -> None:
    assert judge.judge_outlook(facts(**seen)) == Verdict(state, reason)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("seen", "state"),
    [
        ({}, "off"),
        ({"bot_on": False, "poller_until": LONG_AGO}, "off"),
        ({"poller_until": NOW + timedelta(seconds=20)}, "well"),
        ({"poller_until": LONG_AGO}, "down"),
        ({"bot_on": True}, "down"),
        ({"bot_on": True, "bot_started_at": JUST_NOW, "poller_until": LONG_AGO}, "well"),
    ],
)
def test_the_bot_is_well_while_one_process_polls(seen: dict[str, Any], state: str) -> None:
    assert judge.judge_bot(facts(**seen)).state == state


def test_everything_is_down_with_the_database_only() -> None:
    assert judge.overall("down", ["down", "unknown"]) == "down"
    assert judge.overall("well", ["well", "off", "unknown"]) == "well"
    assert judge.overall("well", ["well", "down"]) == "trouble"
    assert judge.overall("well", ["trouble", "off"]) == "trouble"


@asynccontextmanager
async def watching(database_url: str, redis_url: str, **more: Any) -> AsyncIterator[tuple[Means, Any]]:
    queue = Queue(redis_url, "ventra")
    db = await asyncpg.connect(database_url)
    try:
        async with means_of(database_url, queue, **more) as means:
            yield means, db
    finally:
        await db.close()
        await queue.close()


async def states(db: Any) -> dict[str, str]:
    return {
        row["component"]: row["reason"]
        for row in await db.fetch("SELECT component, reason FROM status_parts")
    }


async def counted(db: Any) -> dict[str, tuple[int, int]]:
    found = await db.fetch(
        "SELECT component, sum(checks) AS n, sum(good) AS good FROM status_hours GROUP BY 1"
    )
    return {row["component"]: (row["n"], row["good"]) for row in found}


async def test_each_look_counts_what_there_is_and_nothing_of_what_is_off(
    database_url: str, redis_url: str
) -> None:
    async with watching(database_url, redis_url, collect="tracked") as (means, db):
        await watch_all(means)
        assert await states(db) == {
            "database": "database.well", "queue": "queue.well", "worker": "worker.well",
            "collection": "collection.nothing", "sales": "sales.nothing", "outlook": "outlook.nothing", "bot": "bot.off",
            "rates": "rates.never",
        }  # fmt: skip
        assert await counted(db) == {"database": (1, 1), "queue": (1, 1), "worker": (1, 1)}
        await rows.insert(db, "watch", product_id=1, due_at=LONG_AGO)
        await rows.figures(db, 1, 3.0)
        await close(means)
        await store.note_release(db, "bot", commit=None, started_at=LONG_AGO, on=True)
        await watch_all(means)
        # What nobody tracks is not visited with `tracked`, so it may wait for ever.
        assert (await states(db))["collection"] == "collection.nothing"
        await db.execute("UPDATE watch SET tracked = true")
        await watch_all(means)
        assert await states(db) == {
            "database": "database.well", "queue": "queue.well", "worker": "worker.well",
            "collection": "collection.silent", "sales": "sales.well", "outlook": "outlook.unknown", "bot": "bot.silent",
            "rates": "rates.never",
        }  # fmt: skip
        assert (await counted(db))["collection"] == (1, 0)
        assert (await counted(db))["sales"] == (2, 2)
        assert (await counted(db))["bot"] == (2, 0)
        await rows.insert(db, "sources", host="x", last_ok_at=datetime.now(UTC))
        before = await db.fetchval("SELECT since FROM status_parts WHERE component = 'queue'")
        await watch_all(means)
        assert (await states(db))["collection"] == "collection.well"
        assert (await counted(db))["collection"] == (2, 1)
        assert await db.fetchval("SELECT since FROM status_parts WHERE component = 'queue'") == before


async def test_redis_that_is_away_is_counted_and_stops_nothing(database_url: str) -> None:
    class Away:
        async def counts(self) -> None:
            raise Unavailable("Redis does not answer", dependency="redis")

    db = await asyncpg.connect(database_url)
    async with means_of(database_url, Away()) as means:
        await watch_all(means)
        assert (await states(db))["queue"] == "queue.away"
        assert (await counted(db))["queue"] == (1, 0)
    await db.close()


async def test_minutes_without_the_database_are_counted_when_it_is_back_and_only_once(
    database_url: str, redis_url: str
) -> None:
    async with watching(database_url, redis_url) as (means, db):
        await watch_all(means)
        await db.execute(
            "UPDATE status_parts SET checked_at = now() - interval '3 hours', since = now() - interval '9 days'"
        )
        now = datetime.now(UTC)
        another = Outage()
        for minutes in (130, 70, 69, 69, 68):
            means.outage.note(now - timedelta(minutes=minutes))
            another.note(now - timedelta(minutes=minutes))
        await watch_all(means)
        assert (await counted(db))["database"] == (6, 2)
        assert await db.fetchval("SELECT count(*) FROM status_hours WHERE component = 'database'") >= 2
        # The database is well since it is back, and the worker since it was seen again.
        for part in ("database", "worker"):
            age = await db.fetchval("SELECT now() - since FROM status_parts WHERE component = $1", part)
            assert age < timedelta(minutes=5)
        # Another worker saw the same outage; it looked later, so it has nothing to add.
        assert another.since(await db.fetchval("SELECT max(checked_at) FROM status_parts")) == []
        await watch_all(means)
        assert (await counted(db))["database"] == (7, 3)


async def test_a_worker_notes_the_minutes_in_which_the_database_is_away() -> None:
    class Gone:
        def acquire(self, **_: Any) -> Any:
            raise OSError("refused")

    means = Means(
        pool=Gone(), queue=None, client=None, collect="off", product_per_second=1, import_files=None  # type: ignore[arg-type]
    )  # fmt: skip
    stop = asyncio.Event()
    running = asyncio.create_task(Cadence(means, RULES).run(stop))
    await until(lambda: means.outage.since(None), 30)
    stop.set()
    await asyncio.wait_for(running, 30)


async def test_hours_are_kept_for_ninety_days(database_url: str, redis_url: str) -> None:
    async with watching(database_url, redis_url) as (means, db):
        for days in (10, 89, 91):
            await rows.insert(
                db,
                "status_hours",
                component="queue",
                hour=datetime.now(UTC) - timedelta(days=days),
                checks=1,
                good=1,
            )
        await clean(means)
        assert await db.fetchval("SELECT count(*) FROM status_hours") == 2


async def test_closing_says_how_far_and_when_figures_changed(database_url: str, redis_url: str) -> None:
    async with watching(database_url, redis_url) as (means, db):
        await close(means)
        told = await store.changes(db)
        assert (told.sales.closed_through, told.sales.changed_at) == (rows.yesterday(), None)
        await rows.product(db, 1)
        for hours in (30, 29, 1):
            await rows.look(db, 1, datetime.now(UTC) - timedelta(hours=hours), orders_total=100 - hours)
        await close(means)
        assert (await store.changes(db)).sales.changed_at is not None


async def test_collecting_that_the_operator_switched_off_is_off_and_no_trouble(
    database_url: str, redis_url: str
) -> None:
    async with watching(database_url, redis_url, collect="tracked") as (means, db):
        await rows.insert(db, "watch", product_id=1, tracked=True, due_at=LONG_AGO)
        await switch.turn(db, "off")
        await means.switch.obey(db, means.collect)
        await watch_all(means)
        kept = await db.fetchrow("SELECT state, reason FROM status_parts WHERE component = 'collection'")
        assert (kept["state"], kept["reason"]) == ("off", "collection.switched_off")
        assert "collection" not in await counted(db)


async def test_collecting_just_switched_on_is_given_time_for_what_was_due_all_along(
    database_url: str, redis_url: str
) -> None:
    async with watching(database_url, redis_url, collect="tracked") as (means, db):
        await rows.insert(db, "watch", product_id=1, tracked=True, due_at=LONG_AGO)
        await means.switch.obey(db, means.collect)
        await watch_all(means)
        assert (await states(db))["collection"] == "collection.well"
        await db.execute("UPDATE installation SET changed_at = now() - interval '1 hour'")
        await watch_all(means)
        assert (await states(db))["collection"] == "collection.silent"
