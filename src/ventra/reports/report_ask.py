"""Reports are asked for, once more where they failed, and handed out."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from ventra.accounts.who import Who
from ventra.errors import BadInput, Conflict, TooMany
from ventra.infra.db import transaction
from ventra.reports.report_answers import Report, ReportWish
from ventra.reports.report_read import must_be
from ventra.reports.store import reports as store

MOST_WAITING = 5
"""Reports of one organisation that wait or are being made."""
MOST_ASKED, ASKED_WITHIN = 50, timedelta(days=1)
WAIT_SECONDS, LONG_WAIT_SECONDS = 60, 3600


async def ask(pool: Any, who: Who, wish: ReportWish, *, now: datetime) -> Report:
    """A report that waits to be made; the same wish that waits already is the same report.

    `NotFound` for a subject that is not known, `TooMany` where too many wait or were asked for today.
    """
    check(wish)
    async with transaction(pool, org_id=who.org) as db:
        await must_be(db, who.org, wish)
        waiting, asked = await store.waiting(db, who.org, now - ASKED_WITHIN)
        if waiting >= MOST_WAITING:
            raise TooMany(retry_after_seconds=WAIT_SECONDS, limit="reports")
        if asked >= MOST_ASKED:
            raise TooMany(retry_after_seconds=LONG_WAIT_SECONDS, limit="reports")
        number = await store.add(db, who.org, who.user_id if who.session_id else None, wish)
        return await store.read(db, who.org, number)


def check(wish: ReportWish) -> None:
    """`BadInput` for a category's or shop's report that names none."""
    if wish.kind != "watchlist" and wish.subject_id is None:
        raise BadInput("is missing: which category or shop", field="subject_id")


async def again(pool: Any, who: Who, report_id: UUID) -> Report:
    """Make one that failed once more. `Conflict` for one that has not failed, or the like of which waits."""
    async with transaction(pool, org_id=who.org) as db:
        await store.read(db, who.org, report_id)
        if not await store.again(db, who.org, report_id):
            raise Conflict("it has not failed, or the same is being made already")
        return await store.read(db, who.org, report_id)


async def file_of(db: Any, org_id: int, report_id: UUID) -> tuple[Report, bytes]:
    """A report's file; `Conflict` while there is none."""
    report = await store.read(db, org_id, report_id)
    body = await store.body(db, org_id, report_id)
    if body is None:
        raise Conflict(report.error or "the report is not ready yet", state=report.state)
    return report, body
