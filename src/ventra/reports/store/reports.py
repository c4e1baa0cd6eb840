"""Reports as rows: asked for by the api or by a schedule, taken by a worker under a lease, kept with their file for a time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from ventra.core.product import Titles
from ventra.core.texts import Language, say
from ventra.errors import NotFound
from ventra.infra.kept import KEPT
from ventra.reports.report_answers import Report, ReportDays, ReportKind, ReportWish
from ventra.reports.report_failures import FAILED_TEXTS, NAMED

MOST_KEPT = 60
"""Files of an organisation; the oldest go first."""
READS, DRAWS, DONE = 1, 2, 3
COLUMNS = """
    r.report_id, r.kind, r.subject_id, r.days, r.language, r.schedule_id, r.run, r.state, r.step, r.asked_at, r.finished_at,
    r.through, r.bytes, r.error,
    CASE r.kind WHEN 'watchlist' THEN l.name WHEN 'category' THEN c.title_uz ELSE s.title END AS title_uz,
    CASE r.kind WHEN 'watchlist' THEN l.name WHEN 'category' THEN c.title_ru ELSE s.title END AS title_ru
"""
NAMES = """
    LEFT JOIN product_lists l ON r.kind = 'watchlist' AND l.org_id = r.org_id AND l.list_id = r.subject_id
    LEFT JOIN categories c ON r.kind = 'category' AND c.category_id = r.subject_id
    LEFT JOIN sellers s ON r.kind = 'seller' AND s.seller_id = r.subject_id
"""
_SELECT = f"SELECT {COLUMNS} FROM reports r {NAMES}"


@dataclass(frozen=True, slots=True)
class ReportLease:
    """The right to make a report; it is lost when `tries` in the row has moved on. `said`: digest of what was brought last."""

    org_id: int
    report_id: UUID
    kind: ReportKind
    subject_id: int | None
    days: ReportDays
    language: Language
    schedule_id: int | None
    run: str | None
    tries: int
    only_changed: bool
    said: str | None

    @property
    def wish(self) -> ReportWish:
        """What is to be made."""
        return ReportWish(kind=self.kind, subject_id=self.subject_id, days=self.days, language=self.language)


async def add(db: Any, org_id: int, made_by: int | None, wish: ReportWish) -> UUID:
    """A report that waits; the one that waits already for the same wish."""
    found: UUID | None = await db.fetchval(
        """
        INSERT INTO reports (org_id, made_by, kind, subject_id, days, language) VALUES ($1, $2, $3, $4, $5, $6)
        ON CONFLICT (org_id, kind, coalesce(subject_id, 0), days, language)
              WHERE state IN ('waiting', 'running') AND run IS NULL
              DO UPDATE SET kind = excluded.kind
        RETURNING report_id
        """,
        org_id,
        made_by,
        wish.kind,
        wish.subject_id,
        wish.days,
        wish.language,
    )
    if found is None:
        raise AssertionError("an upsert returns its row")
    return found


async def waiting(db: Any, org_id: int, since: datetime) -> tuple[int, int]:
    """How many of an organisation's wait or are being made, and how many were asked for by people since."""
    row = await db.fetchrow(
        "SELECT count(*) FILTER (WHERE state IN ('waiting', 'running')), "
        "count(*) FILTER (WHERE run IS NULL AND asked_at >= $2) FROM reports WHERE org_id = $1",
        org_id,
        since,
    )
    return row[0], row[1]


async def listed(db: Any, org_id: int) -> list[Report]:
    """All of an organisation, the newest first."""
    rows = await db.fetch(
        f"{_SELECT} WHERE r.org_id = $1 ORDER BY r.asked_at DESC LIMIT {2 * MOST_KEPT}", org_id
    )
    return [report_of(row) for row in rows]


async def read(db: Any, org_id: int, report_id: UUID) -> Report:
    """A report; `NotFound` when there is none, or none any more."""
    row = await db.fetchrow(f"{_SELECT} WHERE r.org_id = $1 AND r.report_id = $2", org_id, report_id)
    if row is None:
        raise _none_such()
    return report_of(row)


async def body(db: Any, org_id: int, report_id: UUID) -> bytes | None:
    """A report's file; `None` while there is none."""
    found: bytes | None = await db.fetchval(
        "SELECT body FROM reports WHERE org_id = $1 AND report_id = $2", org_id, report_id
    )
    return found


async def remove(db: Any, org_id: int, report_id: UUID) -> None:
    """Delete a report with its file. `NotFound`."""
    done = await db.execute("DELETE FROM reports WHERE org_id = $1 AND report_id = $2", org_id, report_id)
    if done == "DELETE 0":
        raise _none_such()


async def again(db: Any, org_id: int, report_id: UUID) -> bool:
    """Let one that failed wait anew; whether it had failed."""
    done = await db.execute(
        """
        UPDATE reports r SET state = 'waiting', step = 0, tries = 0, error = NULL, finished_at = NULL, asked_at = now()
         WHERE org_id = $1 AND report_id = $2 AND state = 'failed' AND (run IS NOT NULL OR NOT EXISTS (
               SELECT FROM reports o WHERE o.org_id = r.org_id AND o.state IN ('waiting', 'running') AND o.run IS NULL
                  AND (o.kind, coalesce(o.subject_id, 0), o.days, o.language)
                      = (r.kind, coalesce(r.subject_id, 0), r.days, r.language)))
        """,
        org_id,
        report_id,
    )
    return bool(done == "UPDATE 1")


async def take(db: Any, *, lease_seconds: float, most_tries: int) -> ReportLease | None:
    """Lease the report that waits longest, also one whose worker died; one that was tried often enough has failed."""
    await db.execute(
        "UPDATE reports SET state = 'failed', error = 'failed', finished_at = now(), leased_until = NULL "
        "WHERE state = 'running' AND leased_until <= now() AND tries >= $1",
        most_tries,
    )
    row = await db.fetchrow(
        """
        WITH next AS (
            SELECT org_id, report_id FROM reports
             WHERE state = 'waiting' OR (state = 'running' AND leased_until <= now())
             ORDER BY asked_at LIMIT 1 FOR UPDATE SKIP LOCKED),
        taken AS (
            UPDATE reports r SET state = 'running', step = $2, tries = r.tries + 1, leased_until = now() + $1::interval
              FROM next WHERE r.org_id = next.org_id AND r.report_id = next.report_id
            RETURNING r.*)
        SELECT t.org_id, t.report_id, t.kind, t.subject_id, t.days, t.language, t.schedule_id, t.run, t.tries,
               coalesce(s.only_changed, false) AS only_changed, s.digest AS said
          FROM taken t LEFT JOIN report_schedules s ON s.org_id = t.org_id AND s.schedule_id = t.schedule_id
        """,
        timedelta(seconds=lease_seconds),
        READS,
    )
    return None if row is None else ReportLease(**dict(row))


async def step(db: Any, lease: ReportLease, step: int) -> None:
    """Say how far it is."""
    await db.execute(f"UPDATE reports SET step = $4 {_LEASED}", *_held(lease), step)


async def finish(db: Any, lease: ReportLease, file: bytes, *, digest: str, through: date) -> bool:
    """The report is made: keep its file, and of all the organisation's the newest; whether the lease still held."""
    done = await db.execute(
        f"UPDATE reports SET state = 'done', step = {DONE}, body = $4, bytes = $5, digest = $6, through = $7, "
        f"finished_at = now(), leased_until = NULL {_LEASED}",
        *_held(lease),
        file,
        len(file),
        digest,
        through,
    )
    await db.execute(
        "DELETE FROM reports WHERE org_id = $1 AND report_id IN (SELECT report_id FROM reports "
        f"WHERE org_id = $1 AND state NOT IN ('waiting', 'running') ORDER BY asked_at DESC OFFSET {MOST_KEPT})",
        lease.org_id,
    )
    return bool(done == "UPDATE 1")


async def same(db: Any, lease: ReportLease, *, digest: str, through: date) -> None:
    """The report would say what the last one said."""
    await db.execute(
        f"UPDATE reports SET state = 'same', step = {DONE}, digest = $4, through = $5, finished_at = now(), "
        f"leased_until = NULL {_LEASED}",
        *_held(lease),
        digest,
        through,
    )


async def fail(db: Any, lease: ReportLease, error: str) -> None:
    """The report cannot be made; `error` is one of `FAILED_TEXTS`."""
    await db.execute(
        f"UPDATE reports SET state = 'failed', error = $4, finished_at = now(), leased_until = NULL {_LEASED}",
        *_held(lease),
        error,
    )


async def give_back(db: Any, lease: ReportLease, *, counted: bool) -> None:
    """Let the report wait again; a try that is nobody's fault is not `counted`."""
    await db.execute(
        f"UPDATE reports SET state = 'waiting', step = 0, leased_until = NULL, tries = tries - $4::int {_LEASED}",
        *_held(lease),
        0 if counted else 1,
    )


_LEASED = "WHERE org_id = $1 AND report_id = $2 AND tries = $3 AND state = 'running'"


def _held(lease: ReportLease) -> tuple[int, UUID, int]:
    return lease.org_id, lease.report_id, lease.tries


def _none_such() -> NotFound:
    return NotFound("no such report: it is kept for a month, and can be asked for again")


def report_of(row: Mapping[str, Any]) -> Report:
    """A row of `COLUMNS` as it is answered."""
    values = {name: row[name] for name in Report.__struct_fields__ if name not in ("titles", "kept_until")}
    if values["error"] is not None:
        values["error"] = say(FAILED_TEXTS, values["error"], values["language"], **NAMED)
    titles = None if row["subject_id"] is None else Titles(uz=row["title_uz"], ru=row["title_ru"])
    return Report(**values, titles=titles, kept_until=row["asked_at"] + KEPT["reports"].age)
