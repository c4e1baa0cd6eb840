"""The worker asks suppliers what organisations want to know: from what is kept, within the plan, and again when it failed."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from ventra.accounts.plans import most_of
from ventra.core.day import day_of
from ventra.core.text import fold
from ventra.costs.store import outside
from ventra.errors import SourceError
from ventra.infra.db import transaction
from ventra.infra.logs import logger
from ventra.infra.one_by_one import one_by_one
from ventra.infra.outside import Offer
from ventra.sourcing import fit
from ventra.sourcing.answers import Source
from ventra.sourcing.resting import open_again_at, why_of
from ventra.sourcing.store import answers_kept, offers, requests, sources
from ventra.sourcing.store.requests import RequestLease
from ventra.sourcing.suppliers import SOURCES, Searches, Suppliers

LEASE_SECONDS = 90.0
KEPT_FOR = timedelta(hours=24)
MOST_TRIES = 5
_log = logger(__name__)


async def answer_waiting(
    pool: Any,
    suppliers: Suppliers,
    *,
    clock: Callable[[], datetime],
    stopping: Callable[[], bool],
) -> int:
    """Answer every request that is due, one after the other, until told to stop; how many were taken."""

    async def take(db: Any) -> RequestLease | None:
        now = clock()
        known = await outside.of(db, *SOURCES)
        resting = [name for name, one in known.items() if one.open_at is not None and one.open_at > now]
        return await requests.take(
            db, resting=resting, lease_seconds=LEASE_SECONDS, most_tries=MOST_TRIES, now=now
        )

    return await one_by_one(
        pool,
        take,
        lambda lease: _answer(pool, suppliers, lease, clock),
        lambda db, lease: requests.wait(db, lease, None, until=clock()),
        stopping=stopping,
    )


async def _answer(
    pool: Any, suppliers: Suppliers, lease: RequestLease, clock: Callable[[], datetime]
) -> None:
    now, month = clock(), month_of(clock())
    source: Source = lease.source  # type: ignore[assignment]
    digest = hashlib.sha256(fold(lease.query).encode()).hexdigest()
    async with transaction(pool) as db:
        found: Sequence[Offer] | None = await answers_kept.find(db, source, digest, since=now - KEPT_FOR)
    from_cache = found is not None
    if found is None:
        client = suppliers.searches.get(source)
        if client is None:
            await _fail(pool, lease, "no_key", now)
            return
        if not await _within_budget(pool, lease, month):
            await _fail(pool, lease, "budget", now)
            return
        found = await _ask(pool, client, lease, digest, month, clock)
        if found is None:
            return
    async with transaction(pool) as db:
        numbers = await offers.keep_found(db, lease.org_id, lease.request_id, source, found, now)
    await fit.after_request(pool, suppliers.pictures, lease, numbers, now=now)
    async with transaction(pool) as db:
        await requests.finish(db, lease, offers=len(found), from_cache=from_cache, now=clock())


async def _within_budget(pool: Any, lease: RequestLease, month: date) -> bool:
    """Take one asking from the month's budget; False when there is none left."""
    async with transaction(pool) as db:
        most = await most_of(db, lease.org_id, "supplier_calls")
        if most is not None and await requests.used(db, lease.org_id, month) >= most:
            return False
        await requests.count_call(db, lease.org_id, month, lease.source, 1)
    return True


async def _ask(
    pool: Any,
    client: Searches,
    lease: RequestLease,
    digest: str,
    month: date,
    clock: Callable[[], datetime],
) -> Sequence[Offer] | None:
    """What the source answers, kept for others; `None` when it does not, and then the row says what follows."""
    try:
        found = await client.search(lease.query)
    except SourceError as failed:
        await _note(pool, lease, failed, month, clock())
        return None
    except BaseException:
        await asyncio.shield(_uncount(pool, lease, month))
        raise
    if found.left_out:
        _log.warning("offers that cannot be read", source=lease.source, left_out=found.left_out)
    now = clock()
    async with transaction(pool) as db:
        await sources.note_answer(db, lease.source, now)
        await answers_kept.keep(db, lease.source, digest, found.offers, now)
    return found.offers


async def _note(pool: Any, lease: RequestLease, failed: SourceError, month: date, now: datetime) -> None:
    """A failure costs the organisation nothing; the source rests, and the request waits with it or has failed."""
    why = why_of(failed)
    _log.warning("a supplier did not answer", source=lease.source, why=why, tries=lease.tries)
    async with transaction(pool) as db:
        await requests.count_call(db, lease.org_id, month, lease.source, -1)
        state = (await outside.of(db, lease.source))[lease.source]
        open_at = open_again_at(state.failures, failed, now)
        await sources.note_failure(db, lease.source, now, open_at=open_at, why=why)
        if failed.retry and lease.tries < MOST_TRIES:
            await requests.wait(db, lease, why, until=open_at)
        else:
            await requests.fail(db, lease, why, now)


async def _uncount(pool: Any, lease: RequestLease, month: date) -> None:
    async with transaction(pool, wait_seconds=2) as db:
        await requests.count_call(db, lease.org_id, month, lease.source, -1)


async def _fail(pool: Any, lease: RequestLease, why: str, now: datetime) -> None:
    async with transaction(pool) as db:
        await requests.fail(db, lease, why, now)


def month_of(now: datetime) -> date:
    """The first day of the Tashkent month."""
    return day_of(now).replace(day=1)
