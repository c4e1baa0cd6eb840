"""Takes what is due and puts it on the queue, in batches that a worker visits within their lease."""

from __future__ import annotations

from typing import Any

from ventra.catalog.store import watch
from ventra.collect.look import Clock
from ventra.collect.store import sources
from ventra.collect.visit import LEASE_SECONDS
from ventra.infra.db import transaction
from ventra.infra.queue import Job, Queue

AHEAD_SECONDS = 15
"""How much visiting is queued at most: half a lease, so that what is taken is also visited in time."""


async def queue_due(
    pool: Any, queue: Queue, host: str, *, collect: str, per_second: float, clock: Clock
) -> int:
    """Lease products that are due and queue their visits; how many were taken.

    Never more than the budget (`per_second` visits) gets through within the lease, and nothing while `host` rests.
    """
    size = visits_a_job(per_second)
    counts = await queue.counts()
    room = int(per_second * AHEAD_SECONDS) - (counts.waiting + counts.active + counts.delayed) * size
    if room <= 0:
        return 0
    now = clock()
    async with transaction(pool) as db:
        if not (await sources.source_of(db, host, now)).open_at(now):
            return 0
        leases = await watch.take_due(db, collect=collect, at_most=room, lease_seconds=LEASE_SECONDS, now=now)
    await queue.add_bulk([_visit_job(leases[at : at + size]) for at in range(0, len(leases), size)])
    return len(leases)


def visits_a_job(per_second: float) -> int:
    """A job's size: about five seconds of the budget, so that little is lost when a worker ends in between."""
    return min(100, max(5, int(per_second * 5)))


def _visit_job(leases: list[watch.Lease]) -> Job:
    # A lease is in one batch only, so the first one's number makes the id unique.
    first = leases[0]
    payload = {"leases": [[lease.product_id, lease.lease] for lease in leases]}
    return Job("visit", f"visit-{first.product_id}-{first.lease}", payload)
