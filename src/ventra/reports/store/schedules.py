"""Schedules of reports: what is made by itself, when it is due, and where it is brought through the outbox of alerts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from ventra.core.product import Titles
from ventra.core.report_times import Rhythm
from ventra.reports.report_answers import Run, RunDelivery, Schedule, ScheduleChannel, ScheduleWish
from ventra.reports.store.reports import COLUMNS, NAMES, report_of

if TYPE_CHECKING:
    from ventra.reports.store.reports import ReportLease

BY_HAND = "try "
"""What a run is called that somebody asked for; others are called by the day they were due."""
MOST_RUNS = 20
COLUMNS_CHANGED = frozenset(
    ("days", "language", "every", "hour", "weekday", "month_day", "only_changed", "paused", "next_at")
)
_SCHEDULE = """
SELECT r.schedule_id, r.kind, r.subject_id, r.days, r.language, r.every, r.hour, r.weekday, r.month_day, r.only_changed, r.paused,
       CASE WHEN NOT r.paused THEN r.next_at END AS next_at,
       CASE r.kind WHEN 'watchlist' THEN l.name WHEN 'category' THEN c.title_uz ELSE s.title END AS title_uz,
       CASE r.kind WHEN 'watchlist' THEN l.name WHEN 'category' THEN c.title_ru ELSE s.title END AS title_ru
  FROM report_schedules r
"""
_CHANNELS = """
SELECT n.schedule_id, h.channel_id, h.kind, h.name, h.user_id, h.ended_at IS NOT NULL AS ended
  FROM report_schedule_channels n JOIN alert_channels h USING (org_id, channel_id)
 WHERE n.org_id = $1 AND ($2::bigint IS NULL OR n.schedule_id = $2) ORDER BY h.channel_id
"""
_LAST = f"""
SELECT DISTINCT ON (r.schedule_id) {COLUMNS} FROM reports r {NAMES}
 WHERE r.org_id = $1 AND r.schedule_id IS NOT NULL ORDER BY r.schedule_id, r.asked_at DESC
"""


def by_hand(run: str | None) -> bool:
    """Whether somebody asked for this run."""
    return run is not None and run.startswith(BY_HAND)


async def listed(db: Any, org_id: int, person: int | None, number: int | None = None) -> list[Schedule]:
    """All of an organisation, or one of them, as a person sees them: other people's own channels are counted alone."""
    rows = await db.fetch(
        f"{_SCHEDULE} {NAMES} WHERE r.org_id = $1 AND ($2::bigint IS NULL OR r.schedule_id = $2) ORDER BY r.schedule_id",
        org_id,
        number,
    )
    channels = await db.fetch(_CHANNELS, org_id, number)
    last = {row["schedule_id"]: report_of(row) for row in await db.fetch(_LAST, org_id)}
    return [_schedule(row, channels, person, last.get(row["schedule_id"])) for row in rows]


def _schedule(row: Mapping[str, Any], channels: Sequence[Any], person: int | None, last: Any) -> Schedule:
    values = {name: value for name, value in row.items() if name not in ("title_uz", "title_ru")}
    own = [one for one in channels if one["schedule_id"] == row["schedule_id"]]
    seen = [one for one in own if one["user_id"] in (None, person)]
    return Schedule(
        **values,
        titles=None if row["subject_id"] is None else Titles(uz=row["title_uz"], ru=row["title_ru"]),
        channels=[
            ScheduleChannel(
                channel_id=one["channel_id"],
                kind=one["kind"],
                name=one["name"],
                mine=one["user_id"] is not None,
                ended=one["ended"],
            )
            for one in seen
        ],
        others=len(own) - len(seen),
        last=last,
    )


async def count(db: Any, org_id: int) -> int:
    """How many an organisation has."""
    return int(await db.fetchval("SELECT count(*) FROM report_schedules WHERE org_id = $1", org_id))


async def add(db: Any, org_id: int, made_by: int | None, wish: ScheduleWish, next_at: datetime) -> int:
    """A new schedule; its number."""
    return int(
        await db.fetchval(
            "INSERT INTO report_schedules (org_id, made_by, kind, subject_id, days, language, every, hour, weekday, month_day, "
            "only_changed, next_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) RETURNING schedule_id",
            org_id,
            made_by,
            wish.kind,
            wish.subject_id,
            wish.days,
            wish.language,
            wish.every,
            wish.hour,
            wish.weekday,
            wish.month_day,
            wish.only_changed,
            next_at,
        )
    )


async def change(db: Any, org_id: int, number: int, values: Mapping[str, Any]) -> None:
    """Set columns of a schedule."""
    if not COLUMNS_CHANGED.issuperset(values):
        raise ValueError("not to be changed")
    if values:
        places = ", ".join(f"{name} = ${place}" for place, name in enumerate(values, 3))
        await db.execute(
            f"UPDATE report_schedules SET {places} WHERE org_id = $1 AND schedule_id = $2",
            org_id,
            number,
            *values.values(),
        )


async def remove(db: Any, org_id: int, number: int) -> bool:
    """Delete a schedule; its reports stay for their time. Whether there was one."""
    done = await db.execute(
        "DELETE FROM report_schedules WHERE org_id = $1 AND schedule_id = $2", org_id, number
    )
    return bool(done == "DELETE 1")


async def set_channels(db: Any, org_id: int, person: int | None, number: int, channels: Sequence[int]) -> int:
    """Let a schedule bring to these of the channels that a person sees, beside those he does not; how many there are of them."""
    await db.execute(
        """
        DELETE FROM report_schedule_channels n USING alert_channels h
         WHERE n.org_id = $1 AND n.schedule_id = $3 AND h.org_id = n.org_id AND h.channel_id = n.channel_id
           AND (h.user_id = $2 OR h.user_id IS NULL) AND n.channel_id <> ALL($4::bigint[])
        """,
        org_id,
        person,
        number,
        list(channels),
    )
    await db.execute(
        """
        INSERT INTO report_schedule_channels (org_id, schedule_id, channel_id)
        SELECT org_id, $3, channel_id FROM alert_channels
         WHERE org_id = $1 AND (user_id = $2 OR user_id IS NULL) AND channel_id = ANY($4::bigint[])
        ON CONFLICT DO NOTHING
        """,
        org_id,
        person,
        number,
        list(channels),
    )
    return int(
        await db.fetchval(
            "SELECT count(*) FROM alert_channels WHERE org_id = $1 AND (user_id = $2 OR user_id IS NULL) "
            "AND channel_id = ANY($3::bigint[])",
            org_id,
            person,
            list(channels),
        )
    )


async def due(db: Any, now: datetime, *, most: int) -> list[tuple[int, int, Rhythm]]:
    """Schedules of any organisation whose time has come, held until the transaction ends: organisation, number and rhythm.

    Those of a suspended one wait until it is let in again.
    """
    rows = await db.fetch(
        "SELECT s.org_id, s.schedule_id, s.every, s.hour, s.weekday, s.month_day FROM report_schedules s "
        "WHERE NOT s.paused AND s.next_at <= $1 "
        "AND NOT EXISTS (SELECT FROM organisations o WHERE o.org_id = s.org_id AND o.suspended_at IS NOT NULL) "
        "ORDER BY s.next_at LIMIT $2 FOR UPDATE SKIP LOCKED",
        now,
        most,
    )
    return [
        (row["org_id"], row["schedule_id"],
         Rhythm(row["every"], row["hour"], weekday=row["weekday"], month_day=row["month_day"]))
        for row in rows
    ]  # fmt: skip


async def run(db: Any, numbers: Sequence[int], runs: Sequence[str], next_at: Sequence[datetime]) -> int:
    """Let reports of these schedules wait, each run once, and say when the next is due; how many are new."""
    done = await db.execute(_RUN, list(numbers), list(runs))
    await db.execute(
        "UPDATE report_schedules s SET next_at = n.next_at "
        "FROM unnest($1::bigint[], $2::timestamptz[]) AS n(schedule_id, next_at) WHERE s.schedule_id = n.schedule_id",
        list(numbers),
        list(next_at),
    )
    return int(done.rsplit(" ", 1)[-1])


_RUN = """
INSERT INTO reports (org_id, made_by, schedule_id, run, kind, subject_id, days, language)
SELECT s.org_id, s.made_by, s.schedule_id, n.run, s.kind, s.subject_id, s.days, s.language
  FROM unnest($1::bigint[], $2::text[]) AS n(schedule_id, run) JOIN report_schedules s USING (schedule_id)
ON CONFLICT (org_id, schedule_id, run) WHERE schedule_id IS NOT NULL DO NOTHING
"""


async def try_now(db: Any, org_id: int, number: int, name: str) -> UUID | None:
    """A run of a schedule by hand; `None` when there is no such schedule of the organisation."""
    await db.execute(
        f"{_RUN.replace('USING (schedule_id)', 'USING (schedule_id) WHERE s.org_id = $3')}",
        [number],
        [BY_HAND + name],
        org_id,
    )
    found: UUID | None = await db.fetchval(
        "SELECT report_id FROM reports WHERE org_id = $1 AND schedule_id = $2 AND run = $3",
        org_id,
        number,
        BY_HAND + name,
    )
    return found


async def tried_since(db: Any, org_id: int, since: datetime) -> int:
    """How many runs an organisation asked for by hand since."""
    return int(
        await db.fetchval(
            "SELECT count(*) FROM reports WHERE org_id = $1 AND asked_at >= $2 AND run LIKE $3",
            org_id,
            since,
            f"{BY_HAND}%",
        )
    )


async def bring(db: Any, lease: ReportLease, digest: str, now: datetime) -> int:
    """Let a report that is made wait for its schedule's channels, once for each; how many."""
    done = await db.execute(
        """
        INSERT INTO alert_deliveries (org_id, channel_id, what, key, due_at)
        SELECT n.org_id, n.channel_id, 'report', $3, $4
          FROM report_schedule_channels n JOIN alert_channels h USING (org_id, channel_id)
         WHERE n.org_id = $1 AND n.schedule_id = $2 AND h.ended_at IS NULL
        ON CONFLICT (channel_id, what, key) DO NOTHING
        """,
        lease.org_id,
        lease.schedule_id,
        str(lease.report_id),
        now,
    )
    await db.execute(
        "UPDATE report_schedules SET digest = $3 WHERE org_id = $1 AND schedule_id = $2",
        lease.org_id,
        lease.schedule_id,
        digest,
    )
    return int(done.rsplit(" ", 1)[-1])


async def runs(db: Any, org_id: int, person: int | None, number: int) -> list[Run]:
    """The newest reports of a schedule, each with what became of it at the channels that a person sees."""
    rows = await db.fetch(
        f"SELECT {COLUMNS} FROM reports r {NAMES} WHERE r.org_id = $1 AND r.schedule_id = $2 "
        f"ORDER BY r.asked_at DESC LIMIT {MOST_RUNS}",
        org_id,
        number,
    )
    brought = await db.fetch(
        """
        SELECT d.key, d.delivery_id, h.channel_id, h.kind, h.name, d.state, d.due_at, d.sent_at, d.tries, d.error
          FROM alert_channels h JOIN alert_deliveries d ON d.channel_id = h.channel_id AND d.what = 'report' AND d.key = ANY($3)
         WHERE h.org_id = $1 AND d.org_id = $1 AND (h.user_id = $2 OR h.user_id IS NULL) ORDER BY d.delivery_id
        """,
        org_id,
        person,
        [str(row["report_id"]) for row in rows],
    )
    return [_run(row, brought) for row in rows]


def _run(row: Mapping[str, Any], brought: Sequence[Mapping[str, Any]]) -> Run:
    own = [one for one in brought if one["key"] == str(row["report_id"])]
    return Run(
        report=report_of(row),
        day=None if by_hand(row["run"]) else date.fromisoformat(row["run"]),
        deliveries=[
            RunDelivery(**{name: one[name] for name in RunDelivery.__struct_fields__}) for one in own
        ],
    )
