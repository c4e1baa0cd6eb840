"""Reports that wait are made one after the other by a worker."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from ventra.errors import NotFound
from ventra.infra.browser import Renderer, RenderFailed
from ventra.infra.db import transaction
from ventra.infra.one_by_one import one_by_one
from ventra.infra.roles import APP_ROLE
from ventra.reports.once_more import MOST_TRIES, once_more
from ventra.reports.report_read import read
from ventra.reports.report_sheet import report_sheet
from ventra.reports.store import reports as store
from ventra.reports.store import schedules
from ventra.reports.store.reports import ReportLease

LEASE_SECONDS = 120.0
"""Longer than reading, and a run of Chromium twice over where it has no sandbox to run in."""


async def make_waiting(
    pool: Any,
    renderer: Renderer | None,
    *,
    simulated: bool,
    clock: Callable[[], datetime],
    stopping: Callable[[], bool],
) -> int:
    """Make every report that waits until told to stop; says how many were taken. Without a `renderer` they fail."""
    return await one_by_one(
        pool,
        lambda db: store.take(db, lease_seconds=LEASE_SECONDS, most_tries=MOST_TRIES),
        lambda lease: _make(pool, renderer, lease, simulated=simulated, now=clock()),
        lambda db, lease: store.give_back(db, lease, counted=False),
        stopping=stopping,
    )


async def _make(
    pool: Any, renderer: Renderer | None, lease: ReportLease, *, simulated: bool, now: datetime
) -> None:
    if renderer is None:
        await _fail(pool, lease, "no_browser")
        return
    try:
        # As the organisation: whatever a statement forgets, no other's rows are seen.
        async with transaction(pool, role=APP_ROLE, org_id=lease.org_id) as db:
            facts = await read(db, lease.org_id, lease.wish, now=now, simulated=simulated)
    except NotFound:
        await _fail(pool, lease, "no_subject")
        return
    digest, through = facts.digest, facts.head.last
    async with transaction(pool) as db:
        if lease.only_changed and lease.said == digest and not schedules.by_hand(lease.run):
            await store.same(db, lease, digest=digest, through=through)
            return
        await store.step(db, lease, store.DRAWS)
    try:
        file = await renderer.render(report_sheet(facts, lease.language), "pdf")
    except RenderFailed as failure:
        wish = {"kind": lease.kind, "days": lease.days, "language": lease.language}
        await once_more(pool, store, lease, failure, job="reports", job_id=str(lease.report_id), payload=wish)
        return
    async with transaction(pool) as db:
        # In one transaction: a report that is made waits for its channels, and one that is not does not.
        if (
            await store.finish(db, lease, file, digest=digest, through=through)
            and lease.schedule_id is not None
        ):
            await schedules.bring(db, lease, digest, now)


async def _fail(pool: Any, lease: ReportLease, error: str) -> None:
    async with transaction(pool) as db:
        await store.fail(db, lease, error)
