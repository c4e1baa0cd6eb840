"""Rows of the machinery itself: when each job is due, what failed, and what services tell each other.

Every instant is the database's own, so that workers' clocks need not agree.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import msgspec

from ventra.errors import StoreFull
from ventra.infra.db import Connection

WEB_URL, BOT_USERNAME = "web_url", "bot_username"
MAIL, ON, OFF = "mail", "on", "off"
"""Whether the worker sends letters by mail."""
COLLECTED = "collected"
"""What the worker visits by itself: `off`, `tracked` or `all`."""
MOST_FAILURES = 100
NO_ROOM = "database.full"
NO_ROOM_HOLDS = timedelta(minutes=5)
"""The worker looks every minute; what an older look said holds no more."""


class SchemaFacts(msgspec.Struct, frozen=True):
    """What a database says of its schema: its revision, the oldest release each revision allows, and pgvector's version."""

    revision: str | None
    history: dict[str, str]
    vector: str | None
    vector_available: str | None


async def read_schema(db: Connection) -> SchemaFacts:
    """Read it, also from a database that no migration has run on."""
    has_revision, has_history, vector, available = await db.fetchrow(
        """
        SELECT to_regclass('alembic_version') IS NOT NULL, to_regclass('schema_history') IS NOT NULL,
               (SELECT extversion FROM pg_extension WHERE extname = 'vector'),
               (SELECT default_version FROM pg_available_extensions WHERE name = 'vector')
        """
    )
    revision = await db.fetchval("SELECT version_num FROM alembic_version") if has_revision else None
    rows = await db.fetch("SELECT revision, oldest_release FROM schema_history") if has_history else []
    return SchemaFacts(revision, {row["revision"]: row["oldest_release"] for row in rows}, vector, available)


class Claim(msgspec.Struct, frozen=True):
    """The right to run a job once. It is lost when `lease` in the row has moved on."""

    job: str
    lease: int


async def plan_jobs(db: Connection, jobs: Sequence[str]) -> None:
    """Give a row to each job that has none; it is due at once."""
    await db.execute(
        "INSERT INTO job_schedule (job) SELECT unnest($1::text[]) ON CONFLICT (job) DO NOTHING", sorted(jobs)
    )


async def claim_jobs(db: Connection, jobs: Sequence[str], *, lease_seconds: float) -> list[Claim]:
    """Lease those of `jobs` that are due and that nobody holds."""
    rows = await db.fetch(
        """
        WITH due AS (
            SELECT job FROM job_schedule
             WHERE job = ANY($1::text[]) AND due_at <= now() AND (leased_until IS NULL OR leased_until <= now())
             ORDER BY due_at FOR UPDATE SKIP LOCKED)
        UPDATE job_schedule s SET lease = s.lease + 1, leased_until = now() + $2::interval, started_at = now()
          FROM due WHERE s.job = due.job
        RETURNING s.job, s.lease
        """,
        list(jobs),
        timedelta(seconds=lease_seconds),
    )
    return [Claim(row["job"], row["lease"]) for row in rows]


async def keep_claims(db: Connection, claims: Sequence[Claim], *, lease_seconds: float) -> set[Claim]:
    """Prolong leases; gives those that still hold."""
    rows = await db.fetch(
        """
        UPDATE job_schedule s SET leased_until = now() + $3::interval
          FROM unnest($1::text[], $2::bigint[]) AS n(job, lease)
         WHERE s.job = n.job AND s.lease = n.lease AND s.leased_until IS NOT NULL
        RETURNING s.job, s.lease
        """,
        [one.job for one in claims],
        [one.lease for one in claims],
        timedelta(seconds=lease_seconds),
    )
    return {Claim(row["job"], row["lease"]) for row in rows}


async def finish_job(db: Connection, claim: Claim, *, every_seconds: float, took_ms: int) -> None:
    """The job is done: due again `every_seconds` after it began, at the earliest now."""
    await db.execute(
        """
        UPDATE job_schedule
           SET due_at = greatest(started_at + $3::interval, now()), finished_at = now(), took_ms = $4, leased_until = NULL,
               failures = 0, last_error = NULL
         WHERE job = $1 AND lease = $2 AND leased_until IS NOT NULL
        """,
        claim.job,
        claim.lease,
        timedelta(seconds=every_seconds),
        took_ms,
    )


async def fail_job(
    db: Connection, claim: Claim, *, error: str, first_wait: float, longest_wait: float
) -> int:
    """The job failed: due again after a wait that doubles; says how many times in a row (0: the lease was lost)."""
    failures = await db.fetchval(
        """
        UPDATE job_schedule
           SET failures = failures + 1, last_error = $3, leased_until = NULL,
               due_at = now() + least($4::float8 * 2 ^ least(failures, 20), $5::float8) * interval '1 second'
         WHERE job = $1 AND lease = $2 AND leased_until IS NOT NULL
        RETURNING failures
        """,
        claim.job,
        claim.lease,
        error,
        first_wait,
        longest_wait,
    )
    return int(failures or 0)


async def give_back_job(db: Connection, claim: Claim) -> None:
    """The job was not finished and is nobody's fault: whoever comes next runs it."""
    await db.execute(
        "UPDATE job_schedule SET leased_until = NULL, due_at = now() WHERE job = $1 AND lease = $2 AND leased_until IS NOT NULL",
        claim.job,
        claim.lease,
    )


async def record_failure(
    db: Connection, *, job: str, job_id: str, payload: Any, error: str, trace: str
) -> None:
    """Keep why a job failed, for the operator, at most `MOST_FAILURES` an hour and job; texts are scrubbed before."""
    await db.execute(
        """
        INSERT INTO job_failures (job, job_id, payload, error, trace)
        SELECT $1, $2, $3, $4, $5
         WHERE (SELECT count(*) FROM job_failures WHERE failed_at > now() - interval '1 hour' AND job = $1) < $6
        """,
        job,
        job_id,
        payload,
        error,
        trace,
        MOST_FAILURES,
    )


async def files_wait(db: Connection) -> bool:
    """Whether a file waits to be imported. For the holder of the job's lease: what runs elsewhere was left by the dead."""
    await db.execute("UPDATE imports SET state = 'waiting', leased_until = NULL WHERE state = 'running'")
    return bool(await db.fetchval("SELECT EXISTS (SELECT FROM imports WHERE state = 'waiting')"))


async def must_have_room(db: Connection) -> None:
    """Raise `StoreFull` while the worker says that the disk of Postgres takes no more."""
    if await db.fetchval(
        "SELECT EXISTS (SELECT FROM status_parts WHERE component = 'database' AND reason = $1 "
        "AND checked_at > now() - $2::interval)",
        NO_ROOM,
        NO_ROOM_HOLDS,
    ):
        raise StoreFull("the disk of Postgres has no room left for more", dependency="postgres")


async def set_installation(db: Connection, key: str, value: str) -> None:
    """Tell the other services a fact of this installation, such as `WEB_URL`."""
    await db.execute(
        """
        INSERT INTO installation AS i (key, value) VALUES ($1, $2)
        ON CONFLICT (key) DO UPDATE SET value = $2, changed_at = now() WHERE i.value <> $2
        """,
        key,
        value,
    )


async def get_installation(db: Connection, key: str) -> str | None:
    """What a service told, or `None`."""
    value = await db.fetchval("SELECT value FROM installation WHERE key = $1", key)
    return None if value is None else str(value)


async def language_of_chat(db: Connection, chat_id: int, at_first: str) -> str:
    """The language a chat is kept in; a chat seen for the first time is kept in `at_first`."""
    return str(
        await db.fetchval(
            """
            INSERT INTO telegram_chats AS c (chat_id, language) VALUES ($1, $2)
            ON CONFLICT (chat_id) DO UPDATE SET chat_id = c.chat_id RETURNING language
            """,
            chat_id,
            at_first,
        )
    )


async def choose_language(db: Connection, chat_id: int, language: str) -> None:
    """Keep a chat in a language from now on."""
    await db.execute(
        """
        INSERT INTO telegram_chats (chat_id, language) VALUES ($1, $2)
        ON CONFLICT (chat_id) DO UPDATE SET language = $2
        """,
        chat_id,
        language,
    )


async def forget_chat(db: Connection, chat_id: int) -> bool:
    """Delete what is kept of a chat; says whether there was anything."""
    return bool(await db.execute("DELETE FROM telegram_chats WHERE chat_id = $1", chat_id) == "DELETE 1")


class Poller(msgspec.Struct, frozen=True):
    """The right to poll for a bot; updates before `next_update_id` are handled, which Telegram may not know yet."""

    bot_id: int
    lease: int
    next_update_id: int | None


async def claim_poller(db: Connection, bot_id: int, *, lease_seconds: float) -> Poller | None:
    """Become the bot's poller; `None` while another one is."""
    row = await db.fetchrow(
        """
        INSERT INTO telegram_pollers AS p (bot_id, lease, leased_until) VALUES ($1, 1, now() + $2::interval)
        ON CONFLICT (bot_id) DO UPDATE SET lease = p.lease + 1, leased_until = now() + $2::interval
         WHERE p.leased_until IS NULL OR p.leased_until <= now()
        RETURNING lease, next_update_id
        """,
        bot_id,
        timedelta(seconds=lease_seconds),
    )
    return None if row is None else Poller(bot_id, row["lease"], row["next_update_id"])


async def keep_poller(
    db: Connection, poller: Poller, next_update_id: int | None, *, lease_seconds: float
) -> bool:
    """Note what is handled (`None`: Telegram knows it all) and prolong the lease; False when another is the poller."""
    status = await db.execute(
        """
        UPDATE telegram_pollers SET next_update_id = $3, leased_until = now() + $4::interval
         WHERE bot_id = $1 AND lease = $2
        """,
        poller.bot_id,
        poller.lease,
        next_update_id,
        timedelta(seconds=lease_seconds),
    )
    return bool(status == "UPDATE 1")


async def release_poller(db: Connection, poller: Poller) -> None:
    """Let another be the poller at once."""
    await db.execute(
        "UPDATE telegram_pollers SET leased_until = NULL WHERE bot_id = $1 AND lease = $2",
        poller.bot_id,
        poller.lease,
    )
