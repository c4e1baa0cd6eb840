"""Visits: look at products, keep what was seen as it comes, say when each is next. Twice is a no-op."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta

from ventra.catalog.store import watch
from ventra.collect.keep import VisitReport, keep
from ventra.collect.look import Clock, Look, Looks, hold, look_at, look_once, never, utc_now
from ventra.collect.patience import patiently
from ventra.collect.store import sources
from ventra.collect.store.switch import Switch
from ventra.collect.uzum.client import UzumClient
from ventra.core.product import ProductPage
from ventra.errors import Challenged, SourceError, Throttled, Unavailable
from ventra.infra.db import Pool, transaction

CLOSED_SECONDS = 60
KEEP_SECONDS = 1.0
"""How long an answer waits at most before it is kept: about what a killed worker loses and asks again."""
LEASE_SECONDS = 30
"""How long a product taken may go without a sign of life before another takes it."""
PROLONG_SECONDS = 10


async def visit(
    pool: Pool,
    client: UzumClient,
    leases: Sequence[watch.Lease],
    *,
    clock: Clock = utc_now,
    stopping: Callable[[], bool] = never,
    kept: Callable[[Sequence[int]], Awaitable[None]] | None = None,
) -> VisitReport:
    """Visit the leased products that are still ours; what was not asked by the time of `stopping` goes back.

    `kept` is told of products as soon as what was seen of them is kept, while others are still being looked at. While Postgres
    is away the batch waits for it with what it has seen. Raises `Unavailable` when Postgres stays away or this worker stops
    meanwhile, and without Redis (what was seen by then is kept).
    """
    batch = _Batch(pool, client.urls.api_host, clock, stopping, kept)
    closed = await patiently(lambda: batch.begin(leases), stopping=stopping)
    if not batch.left:
        return batch.report(closed)
    looks = Looks()
    looking = asyncio.create_task(look_at(client, list(batch.left), clock, stopping, looks))
    try:
        while not looking.done():
            await asyncio.wait({looking}, timeout=KEEP_SECONDS)
            await batch.keep(looks.take())
    finally:
        looking.cancel()
        await asyncio.gather(looking, return_exceptions=True)
    await batch.keep(looks.take())
    looking.result()
    not_asked = await batch.give_back(looks)
    if isinstance(looks.ended, Unavailable):
        raise looks.ended
    return batch.report(not_asked)


async def still_collected(
    pool: Pool, leases: list[watch.Lease], switch: Switch, setting: str
) -> list[watch.Lease]:
    """Those of the products that are collected, as the switch stands now; the others go back."""
    async with transaction(pool) as db:
        collecting = await switch.obey(db, setting)
        if collecting == "all":
            return leases
        return await watch.give_back(db, leases, but_tracked=collecting == "tracked")


class _Batch:
    """A batch under way: which leases are still to be settled, and what the kept looks came to."""

    def __init__(
        self,
        pool: Pool,
        host: str,
        clock: Clock,
        stopping: Callable[[], bool],
        kept: Callable[[Sequence[int]], Awaitable[None]] | None,
    ) -> None:
        self._pool, self._host, self._clock, self._stopping = pool, host, clock, stopping
        self._kept = kept
        self.left: dict[int, watch.Lease] = {}
        self._outcomes: Counter[str] = Counter()
        self._counts = [0, 0, 0]
        self._prolonged_at = clock()

    async def begin(self, leases: Sequence[watch.Lease]) -> int:
        """Find the leases that still hold, for as long as we show life; all go back, and are counted, while the host rests."""
        now = self._clock()
        async with transaction(self._pool) as db:
            mine = [held.lease for held in await watch.held(db, leases)]
            source = await sources.source_of(db, self._host, now)
            if not source.open_at(now):
                rest = max(source.resume_at or now, now + timedelta(seconds=CLOSED_SECONDS))
                await watch.release(db, mine, not_before=rest)
                return len(mine)
            await watch.prolong(db, mine, until=now + timedelta(seconds=LEASE_SECONDS))
        self.left, self._prolonged_at = {lease.product_id: lease for lease in mine}, now
        return 0

    async def keep(self, seen: list[Look]) -> None:
        """Keep looks and settle their leases; show life for the rest."""
        now = self._clock()
        silent = now - self._prolonged_at >= timedelta(seconds=PROLONG_SECONDS)
        if not seen and not silent:
            return
        answered = {look.product_id for look in seen}
        done = [self.left[look.product_id] for look in seen]
        rest = [lease for product_id, lease in self.left.items() if product_id not in answered]

        async def step() -> VisitReport:
            async with transaction(self._pool) as db:
                report = await keep(db, self._host, seen, done, self._clock())
                if silent and rest:
                    await watch.prolong(db, rest, until=self._clock() + timedelta(seconds=LEASE_SECONDS))
                return report

        report = await patiently(step, stopping=self._stopping)
        self.left = {lease.product_id: lease for lease in rest}
        self._prolonged_at = now if silent else self._prolonged_at
        self._outcomes.update(report.outcomes)
        told = (report.taken, report.known, report.conflicts)
        self._counts = [a + b for a, b in zip(self._counts, told, strict=True)]
        if self._kept is not None and answered:
            await self._kept(sorted(answered))

    async def give_back(self, looks: Looks) -> int:
        """What was not asked is due again; says how much that was."""
        wait_seconds = (looks.ended.retry_after_seconds if looks.ended else None) or 1
        rest = list(self.left.values())
        if rest:

            async def step() -> None:
                async with transaction(self._pool) as db:
                    not_before = self._clock() + timedelta(seconds=wait_seconds)
                    await watch.release(db, rest, not_before=not_before)

            await patiently(step, stopping=self._stopping)
        return len(rest)

    def report(self, not_asked: int) -> VisitReport:
        """What the whole batch came to."""
        taken, known, conflicts = self._counts
        return VisitReport(dict(self._outcomes), taken, known, conflicts, not_asked)


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
