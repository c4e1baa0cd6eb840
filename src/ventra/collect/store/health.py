"""What the operator sees of collecting: coverage, outcomes, lag, quarantine, alarms, jobs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from ventra.collect.answers import (
    Alarm,
    Coverage,
    DataHealth,
    DayRange,
    JobFailure,
    JobState,
    OutcomeHour,
    Quarantine,
    QuarantinedPage,
    QueueCounts,
    Source,
    UnknownField,
    Waiting,
)
from ventra.collect.store import shelf_parts
from ventra.core.basis import NO_DATA
from ventra.core.day import day_of
from ventra.infra.store import COLLECTED

COVERAGE_DAYS = 60
COVERAGE_SECONDS = 60.0
"""Counting the days of three million products takes longer than a question may; it is done for all who ask at once."""
OUTCOME_HOURS = 48
SHOWN = 20
_NAMES = frozenset(OutcomeHour.__struct_fields__) - {"hour"}

_COUNTS = """
SELECT (SELECT count(*) FROM products) AS products,
       (SELECT count(*) FROM watch WHERE tracked) AS tracked,
       (SELECT coalesce(sum(n), 0)::bigint FROM visit_counts
        WHERE outcome = 'ok' AND hour > $1::timestamptz - interval '24 hours') AS observations_24h,
       (SELECT count(*) FROM quarantine) AS quarantined
"""
_COVERAGE = f"""
SELECT n.day, coalesce(d.known, 0) AS products_known, coalesce(d.looks, 0) AS looks
FROM (SELECT $1::date - n AS day FROM generate_series(0, {COVERAGE_DAYS - 1}) n) n
LEFT JOIN (
    SELECT day, count(*) FILTER (WHERE basis <> {NO_DATA}) AS known, sum(looks)::bigint AS looks
    FROM sales_days WHERE day > $1::date - {COVERAGE_DAYS} AND day <= $1::date GROUP BY day
) d ON d.day = n.day
ORDER BY n.day
"""
_MONTHS = """
SELECT inhrelid::regclass::text AS name FROM pg_inherits WHERE inhparent = 'sales_days'::regclass
ORDER BY inhrelid::regclass::text
"""
_WAITING = f"""
WITH told AS (SELECT coalesce((SELECT value FROM installation WHERE key = '{COLLECTED}'), 'all') AS collect)
SELECT count(*) FILTER (WHERE due_at <= $1 AND NOT leased) AS due,
       extract(epoch FROM $1 - min(due_at) FILTER (WHERE due_at <= $1 AND NOT leased AND tracked))::bigint AS oldest,
       count(*) FILTER (WHERE leased) AS leased
FROM (SELECT tracked, due_at, coalesce(leased_until > $1, false) AS leased FROM watch, told
      WHERE leased_until > $1 OR due_at <= $1 AND (collect = 'all' OR collect = 'tracked' AND tracked)) w
"""


@dataclass(frozen=True, slots=True)
class Covered:
    """What takes long to count: the days that have sales, and how much is known of the last 60."""

    days: DayRange
    coverage: list[Coverage]


async def covered(db: Any, *, now: datetime) -> Covered:
    """Counted over all products; worth remembering for a while."""
    products = await db.fetchval("SELECT count(*) FROM products")
    rows = await db.fetch(_COVERAGE, day_of(now), timeout=COVERAGE_SECONDS)
    coverage = [Coverage(row["day"], row["products_known"], products, row["looks"]) for row in rows]
    return Covered(await _days(db), coverage)


async def _days(db: Any) -> DayRange:
    """The first and the last day with sales, looking at no more months than it must."""
    months = [row["name"] for row in await db.fetch(_MONTHS)]
    return DayRange(await _edge(db, "min", months), await _edge(db, "max", months[::-1]))


async def _edge(db: Any, edge: str, months: list[str]) -> date | None:
    for month in months:
        found: date | None = await db.fetchval(f"SELECT {edge}(day) FROM {month}")
        if found is not None:
            return found
    return None


async def read(db: Any, *, now: datetime, queue: QueueCounts | None, known: Covered) -> DataHealth:
    """Everything at once; `queue` is counted by the caller (None when Redis is away), `known` may be a little old."""
    counts = await db.fetchrow(_COUNTS, now)
    return DataHealth(
        now=now,
        products=counts["products"],
        tracked=counts["tracked"],
        observations_24h=counts["observations_24h"],
        days=known.days,
        coverage=known.coverage,
        outcomes=await _outcomes(db, now),
        sources=await sources(db),
        waiting=await waiting(db, now=now),
        discovery=await shelf_parts.told(db, now),
        queue=queue,
        quarantine=Quarantine(counts["quarantined"], await _quarantined(db)),
        unknown_fields=await _unknown_fields(db),
        alarms=await _alarms(db),
        jobs=await _jobs(db),
        failures=await _failures(db),
    )


async def sources(db: Any) -> list[Source]:
    """Every host we read from."""
    rows = await db.fetch(
        "SELECT host, state, reason, since, resume_at, last_ok_at FROM sources ORDER BY host"
    )
    return [Source(**dict(row)) for row in rows]


async def last_ok_at(db: Any) -> datetime | None:
    """When any source last gave a good answer."""
    at: datetime | None = await db.fetchval("SELECT max(last_ok_at) FROM sources")
    return at


async def waiting(db: Any, *, now: datetime) -> Waiting:
    """Visits that are due and not taken, of what the worker says that it visits, and those that are.

    How late the oldest is counts for tracked goods alone: the rest gives way by design when the budget is too small.
    """
    row = await db.fetchrow(_WAITING, now)
    return Waiting(row["due"], row["oldest"], row["leased"])


async def _outcomes(db: Any, now: datetime) -> list[OutcomeHour]:
    """Every hour of the last 48, also those without a visit."""
    this_hour = now.replace(minute=0, second=0, microsecond=0)
    hours = [this_hour - timedelta(hours=n) for n in range(OUTCOME_HOURS - 1, -1, -1)]
    rows = await db.fetch(
        "SELECT hour, outcome, sum(n)::bigint AS n FROM visit_counts WHERE hour >= $1 GROUP BY hour, outcome",
        hours[0],
    )
    counted: dict[datetime, dict[str, int]] = {hour: {} for hour in hours}
    for row in rows:
        if row["outcome"] in _NAMES and row["hour"] in counted:
            counted[row["hour"]][row["outcome"]] = row["n"]
    return [OutcomeHour(hour, **outcomes) for hour, outcomes in counted.items()]


async def _quarantined(db: Any) -> list[QuarantinedPage]:
    rows = await db.fetch(
        f"SELECT id, seen_at, product_id, url, reason FROM quarantine ORDER BY seen_at DESC, id DESC LIMIT {SHOWN}"
    )
    return [QuarantinedPage(**dict(row)) for row in rows]


async def _unknown_fields(db: Any) -> list[UnknownField]:
    rows = await db.fetch(
        "SELECT source, field, first_seen, product_id FROM unknown_fields "
        "ORDER BY first_seen DESC, source, field LIMIT 100"
    )
    return [UnknownField(**dict(row)) for row in rows]


async def _alarms(db: Any) -> list[Alarm]:
    rows = await db.fetch(
        "SELECT key, raised_at, last_at, times, facts FROM alarms WHERE cleared_at IS NULL "
        "ORDER BY last_at DESC, key LIMIT 100"
    )
    return [Alarm(**dict(row)) for row in rows]


async def _jobs(db: Any) -> list[JobState]:
    rows = await db.fetch(
        "SELECT job, due_at, finished_at, took_ms, failures, last_error FROM job_schedule ORDER BY job"
    )
    return [JobState(**dict(row)) for row in rows]


async def _failures(db: Any) -> list[JobFailure]:
    rows = await db.fetch(
        f"SELECT id, job, failed_at, error FROM job_failures ORDER BY failed_at DESC, id DESC LIMIT {SHOWN}"
    )
    return [JobFailure(**dict(row)) for row in rows]
