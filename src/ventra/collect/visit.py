"""Visits: look at products, keep what was seen, say when each is next. One transaction a batch; twice is a no-op."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta

from ventra.catalog.store import watch
from ventra.collect.keep import VisitReport, keep
from ventra.collect.look import Clock, hold, look_at, look_once, never, utc_now
from ventra.collect.store import sources
from ventra.collect.uzum.client import UzumClient
from ventra.core.product import ProductPage
from ventra.errors import Challenged, SourceError, Throttled, Unavailable
from ventra.infra.db import Pool, transaction

CLOSED_SECONDS = 60


async def visit(
    pool: Pool,
    client: UzumClient,
    leases: Sequence[watch.Lease],
    *,
    clock: Clock = utc_now,
    stopping: Callable[[], bool] = never,
) -> VisitReport:
    """Visit the leased products that are still ours; what was not asked by the time of `stopping` goes back.

    Raises `Unavailable` (what was seen by then is kept) without Redis.
    """
    host = client.urls.api_host
    async with transaction(pool) as db:
        mine = [held.lease for held in await watch.held(db, leases)]
        source = await sources.source_of(db, host, clock())
        if not source.open_at(clock()):
            rest = max(source.resume_at or clock(), clock() + timedelta(seconds=CLOSED_SECONDS))
            await watch.release(db, mine, not_before=rest)
            return VisitReport({}, not_asked=len(mine))
    looks = await look_at(client, [lease.product_id for lease in mine], clock, stopping)
    asked = {look.product_id for look in looks.seen}
    left = [lease for lease in mine if lease.product_id not in asked]
    async with transaction(pool) as db:
        report = await keep(db, host, looks.seen, mine, clock())
        if left:
            wait_seconds = (looks.ended.retry_after_seconds if looks.ended else None) or 1
            await watch.release(db, left, not_before=clock() + timedelta(seconds=wait_seconds))
    if isinstance(looks.ended, Unavailable):
        raise looks.ended
    return replace(report, not_asked=len(left))


async def visit_one(
    pool: Pool, client: UzumClient, product_id: int, *, clock: Clock = utc_now
) -> tuple[ProductPage, VisitReport]:
    """Visit one product now, whoever holds its lease. What went wrong is kept and raised."""
    host = client.urls.api_host
    async with transaction(pool) as db:
        source = await sources.source_of(db, host, clock())
    if source.state == sources.STOPPED:
        raise Challenged(
            f"{host} is stopped since {source.since:%Y-%m-%d %H:%M} UTC: {source.reason}", host=host
        )
    if not source.open_at(clock()):
        raise Throttled(
            f"{host} rests until {source.resume_at:%Y-%m-%d %H:%M} UTC: {source.reason}", host=host
        )
    look = await look_once(client, product_id, clock)
    if isinstance(look.error, (Challenged, Throttled)):
        await hold(client, host, look.error)
    async with transaction(pool) as db:
        report = await keep(db, host, [look], [], clock())
    if look.page is None:
        raise look.error or SourceError(f"{look.url}: no page")
    return look.page, report
