"""What Postgres knows of how the whole installation fares, read for metrics: quick to ask at any size of the tables."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import msgspec

from ventra.infra.months import ahead_seconds
from ventra.infra.store import BOT_USERNAME


class JobVital(msgspec.Struct, frozen=True):
    """A job with a cadence: when it last came to a good end, and how often it has failed since."""

    done_at: datetime | None
    failures: int


class Vitals(msgspec.Struct, frozen=True):
    """What changes by the minute. `bot_polled` is None where no bot has ever polled."""

    now: datetime
    jobs: Mapping[str, JobVital]
    bot_polled: bool | None
    alarms_open: int
    stopped: Mapping[str, bool]
    """Whether each source is stopped."""


class SlowVitals(msgspec.Struct, frozen=True):
    """What changes by the day."""

    backup_age_seconds: float | None
    partitions_ahead_seconds: float
    size_bytes: int


async def read_vitals(db: Any) -> Vitals:
    """Read what changes by the minute."""
    row = await db.fetchrow(
        """
        SELECT now() AS now,
               (SELECT count(*) FROM alarms WHERE cleared_at IS NULL) AS alarms_open,
               CASE WHEN EXISTS (SELECT FROM installation WHERE key = $1)
                    THEN EXISTS (SELECT FROM telegram_pollers WHERE leased_until > now()) END AS bot_polled
        """,
        BOT_USERNAME,
    )
    jobs = await db.fetch("SELECT job, finished_at, failures FROM job_schedule")
    sources = await db.fetch("SELECT host, state = 'stopped' AS stopped FROM sources")
    return Vitals(
        now=row["now"],
        jobs={job["job"]: JobVital(job["finished_at"], job["failures"]) for job in jobs},
        bot_polled=row["bot_polled"],
        alarms_open=row["alarms_open"],
        stopped={source["host"]: source["stopped"] for source in sources},
    )


async def read_slow_vitals(db: Any) -> SlowVitals:
    """Read what changes by the day."""
    row = await db.fetchrow(
        """
        SELECT (SELECT extract(epoch FROM now() - max(finished_at))::float8 FROM backups WHERE state = 'done') AS backup,
               pg_database_size(current_database()) AS size
        """
    )
    return SlowVitals(row["backup"], await ahead_seconds(db), row["size"])
