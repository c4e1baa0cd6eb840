"""Reports that wait are made one after the other by a worker."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime
from typing import Any

from ventra.errors import NotFound
from ventra.infra import store as failures
from ventra.infra.browser import Renderer, RenderFailed
from ventra.infra.db import transaction
from ventra.infra.logs import logger, scrub
from ventra.infra.roles import APP_ROLE
from ventra.reports.report_read import read
from ventra.reports.report_sheet import report_sheet
from ventra.reports.store import reports as store
from ventra.reports.store import schedules
from ventra.reports.store.reports import ReportLease

MOST_TRIES = 2
LEASE_SECONDS = 120.0
"""Longer than reading, and a run of Chromium twice over where it has no sandbox to run in."""
_log = logger(__name__)


async def make_waiting(
    pool: Any,
    renderer: Renderer | None,
    *,
    simulated: bool,
    clock: Callable[[], datetime],
    stopping: Callable[[], bool],
) -> int:
    """Make every report that waits until told to stop; says how many were taken. Without a `renderer` they fail."""
    taken = 0
    while not stopping():
        lease: ReportLease | None = None
        try:
            async with transaction(pool) as db:
                lease = await store.take(db, lease_seconds=LEASE_SECONDS, most_tries=MOST_TRIES)
            if lease is None:
                break
            await _make(pool, renderer, lease, simulated=simulated, now=clock())
        except asyncio.CancelledError:
            if lease is not None:
                await asyncio.shield(_give_back(pool, lease))
            raise
        taken += 1
    return taken


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
        await _note(pool, lease, failure)
        return
    async with transaction(pool) as db:
        # In one transaction: a report that is made waits for its channels, and one that is not does not.
        if (
            await store.finish(db, lease, file, digest=digest, through=through)
            and lease.schedule_id is not None
        ):
            await schedules.bring(db, lease, digest, now)


async def _note(pool: Any, lease: ReportLease, failure: RenderFailed) -> None:
    """Try once more what may have been chance; keep why, for the operator."""
    again_ = lease.tries < MOST_TRIES and failure.why != "too_big"
    words = scrub(str(failure))
    _log.warning("a report could not be made", report=str(lease.report_id), again=again_, because=words)
    async with transaction(pool) as db:
        if again_:
            await store.give_back(db, lease, counted=True)
            return
        await store.fail(db, lease, failure.why)
        payload = {"kind": lease.kind, "days": lease.days, "language": lease.language}
        await failures.record_failure(
            db, job="reports", job_id=str(lease.report_id), payload=payload, error=words[:500], trace=words
        )


async def _fail(pool: Any, lease: ReportLease, error: str) -> None:
    async with transaction(pool) as db:
        await store.fail(db, lease, error)


async def _give_back(pool: Any, lease: ReportLease) -> None:
    async with transaction(pool, wait_seconds=2) as db:
        await store.give_back(db, lease, counted=False)
