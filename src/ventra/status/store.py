"""Rows that say how each part is, how it has been, and what has just changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import msgspec

from ventra import __version__
from ventra.collect.store.switch import SWITCH
from ventra.core.day import format_instant, parse_instant
from ventra.infra import store
from ventra.infra.db import Connection
from ventra.status.answers import Changes, ImportEvent, Release, SalesEvent, VisitsEvent
from ventra.status.judge import DATABASE, WATCHED_WITHIN, WORKER, Facts, Verdict

SALES_CHANGED, SALES_THROUGH = "sales_changed_at", "sales_closed_through"
RELEASE, BOT_ON = "release_", "bot_on"
SHOWN_IMPORTS = 20

_CHANGES = f"""
SELECT (SELECT max(last_ok_at) FROM sources) AS last_ok_at,
       (SELECT value FROM installation WHERE key = '{SALES_CHANGED}') AS changed_at,
       (SELECT value FROM installation WHERE key = '{SALES_THROUGH}') AS closed_through,
       (SELECT jsonb_agg(jsonb_build_object('import_id', id, 'state', state, 'read', read))
          FROM (SELECT id, state, read FROM imports ORDER BY id DESC LIMIT {SHOWN_IMPORTS}) newest) AS imports
"""


async def changes(db: Connection) -> Changes:
    """What open pages are told of: one statement over small tables and the newest imports."""
    row = await db.fetchrow(_CHANGES)
    return Changes(
        VisitsEvent(row["last_ok_at"]),
        msgspec.convert(
            {"changed_at": row["changed_at"], "closed_through": row["closed_through"]}, SalesEvent
        ),
        tuple(msgspec.convert(row["imports"] or [], list[ImportEvent])),
    )


async def note_closed(db: Connection, *, through: date, changed_at: datetime | None) -> None:
    """Every day up to `through` is closed; with `changed_at` figures changed then."""
    await store.set_installation(db, SALES_THROUGH, through.isoformat())
    if changed_at is not None:
        await store.set_installation(db, SALES_CHANGED, format_instant(changed_at))


async def note_release(
    db: Connection, service: str, *, commit: str | None, started_at: datetime, on: bool | None = None
) -> None:
    """A service has started: `0.1.0+abc1234 2026-01-31T10:00:00Z`. The bot also says whether it has a token (`on`)."""
    version = f"{__version__}+{commit}" if commit else __version__
    await store.set_installation(db, RELEASE + service, f"{version} {format_instant(started_at)}")
    if on is not None:
        await store.set_installation(db, BOT_ON, "yes" if on else "no")


def release_of(told: str | None) -> Release | None:
    """What `note_release` wrote, read back."""
    if told is None:
        return None
    release, _, started = told.partition(" ")
    version, _, commit = release.partition("+")
    return Release(version, commit or None, parse_instant(started))


_FACTS = f"""
SELECT now() AS now,
       (SELECT changed_at FROM installation WHERE key = '{store.COLLECTED}') AS collecting_since,
       EXISTS (SELECT FROM installation WHERE key = '{SWITCH}') AS switched,
       (SELECT max(last_ok_at) FROM sources) AS last_ok_at,
       EXISTS (SELECT FROM sources WHERE state = 'stopped') AS stopped,
       EXISTS (SELECT FROM sales_figures) AS has_figures,
       (SELECT value FROM installation WHERE key = '{SALES_THROUGH}') AS closed_through,
       coalesce((SELECT failures FROM job_schedule WHERE job = 'close'), 0) AS close_failures,
       (SELECT max(day) FROM outlook_runs WHERE finished_at IS NOT NULL) AS judged_through,
       EXISTS (SELECT FROM outlook_runs WHERE finished_at IS NULL OR anew_at IS NOT NULL) AS judging,
       coalesce((SELECT failures FROM job_schedule WHERE job = 'outlook'), 0) AS judging_failures,
       (SELECT value FROM installation WHERE key = '{BOT_ON}') AS bot_on,
       (SELECT value FROM installation WHERE key = '{RELEASE}bot') AS bot_release,
       (SELECT max(leased_until) FROM telegram_pollers) AS poller_until,
       EXISTS (SELECT FROM watch WHERE tracked OR $1) AS watching,
       (SELECT due_at FROM watch
         WHERE tracked AND due_at <= now() AND (leased_until IS NULL OR leased_until <= now())
         ORDER BY due_at LIMIT 1) AS oldest_due_at
"""


async def facts(db: Connection, *, collect: str) -> Facts:
    """What there is to judge by; `collect` is what the worker visits by itself: `off`, `tracked` or `all`."""
    row = await db.fetchrow(_FACTS, collect == "all")
    bot = release_of(row["bot_release"])
    through = row["closed_through"]
    return Facts(
        now=row["now"],
        collecting=collect != "off",
        collecting_since=row["collecting_since"],
        switched=row["switched"],
        watching=row["watching"],
        oldest_due_at=row["oldest_due_at"],
        last_ok_at=row["last_ok_at"],
        stopped=row["stopped"],
        has_figures=row["has_figures"],
        closed_through=None if through is None else date.fromisoformat(through),
        close_failures=row["close_failures"],
        judged_through=row["judged_through"],
        judging=row["judging"],
        judging_failures=row["judging_failures"],
        bot_on=None if row["bot_on"] is None else row["bot_on"] == "yes",
        bot_started_at=bot.started_at if bot else None,
        poller_until=row["poller_until"],
    )


async def keep(
    db: Connection,
    verdicts: Mapping[str, Verdict],
    told: Mapping[str, Mapping[str, Any]],
    *,
    seen_again: bool,
) -> None:
    """How each part is now, with facts for its figures; `seen_again`: the database was away since it was last looked at."""
    await db.execute(
        """
        INSERT INTO status_parts AS p (component, state, reason, facts)
        SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::jsonb[])
        ON CONFLICT (component) DO UPDATE
           SET state = excluded.state, reason = excluded.reason, facts = excluded.facts, checked_at = now(),
               since = CASE WHEN p.state <> excluded.state
                              OR p.component = $5 AND p.checked_at < now() - $6::interval
                              OR p.component = $7 AND $8 THEN now() ELSE p.since END
        """,
        list(verdicts),
        [one.state for one in verdicts.values()],
        [one.reason for one in verdicts.values()],
        [told.get(part, {}) for part in verdicts],
        WORKER,
        WATCHED_WITHIN,
        DATABASE,
        seen_again,
    )


async def count(db: Connection, checks: Sequence[tuple[str, datetime | None, bool]]) -> None:
    """Count looks: the part, when (null: now), and whether it was well."""
    await db.execute(
        """
        INSERT INTO status_hours AS h (component, hour, checks, good)
        SELECT component, date_trunc('hour', coalesce(at, now())), count(*), count(*) FILTER (WHERE good)
          FROM unnest($1::text[], $2::timestamptz[], $3::boolean[]) AS c(component, at, good) GROUP BY 1, 2 ORDER BY 1, 2
        ON CONFLICT (component, hour) DO UPDATE SET checks = h.checks + excluded.checks, good = h.good + excluded.good
        """,
        [one[0] for one in checks],
        [one[1] for one in checks],
        [one[2] for one in checks],
    )


@dataclass(frozen=True, slots=True)
class Looked:
    """How a part was when the worker last looked."""

    verdict: Verdict
    facts: dict[str, Any]
    since: datetime
    checked_at: datetime


async def has_parts(db: Connection) -> bool:
    """Whether the migration these rows need has run: during a deploy the code may be there first."""
    return bool(await db.fetchval("SELECT to_regclass('status_parts') IS NOT NULL"))


async def looked(db: Connection) -> dict[str, Looked]:
    """Every part that was ever looked at."""
    rows = await db.fetch("SELECT component, state, reason, facts, since, checked_at FROM status_parts")
    return {
        row["component"]: Looked(
            Verdict(row["state"], row["reason"]), row["facts"], row["since"], row["checked_at"]
        )
        for row in rows
    }


async def releases(db: Connection) -> dict[str, Release]:
    """What worker and bot were when they last started."""
    rows = await db.fetch(
        "SELECT key, value FROM installation WHERE key IN ($1, $2)", RELEASE + "worker", RELEASE + "bot"
    )
    found = {row["key"].removeprefix(RELEASE): release_of(row["value"]) for row in rows}
    return {service: release for service, release in found.items() if release is not None}


async def shares(db: Connection, first: date) -> dict[tuple[str, date], float]:
    """For each part and Tashkent day since `first`: the share of looks that found it well."""
    rows = await db.fetch(
        """
        SELECT component, (hour AT TIME ZONE interval '5 hours')::date AS day, sum(good)::float8 / sum(checks) AS share
          FROM status_hours WHERE hour >= $1::date::timestamp AT TIME ZONE interval '5 hours' GROUP BY 1, 2
        """,
        first,
    )
    return {(row["component"], row["day"]): row["share"] for row in rows}
