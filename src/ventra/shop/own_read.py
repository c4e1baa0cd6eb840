"""The worker reads own shops: all lists every quarter of an hour, page by page, gone on with after whatever ended it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from ventra.errors import SourceError
from ventra.infra.budget import HeldBack
from ventra.infra.db import transaction
from ventra.infra.logs import logger
from ventra.infra.one_by_one import one_by_one
from ventra.infra.outside import KeyRefused
from ventra.infra.secrets import SecretUnreadable, Vault
from ventra.infra.uzum_seller import SellerApi, SellerDoor
from ventra.shop import own_refusals, own_steps
from ventra.shop.own_page import LeaseLost, Reading, read_page
from ventra.shop.own_sealing import about
from ventra.shop.own_steps import Feed
from ventra.shop.store import own_keys, own_progress
from ventra.shop.store.own_keys import KeyLease

LEASE_SECONDS = 300.0
TURN_SECONDS = 60.0
"""A key is read with for so long, then others have their turn; the longest answer and a page fit into the lease beside it."""
OFF_REST = timedelta(hours=1)
_log = logger(__name__)


async def read_due(
    pool: Any,
    door: SellerDoor | None,
    vault: Vault | None,
    *,
    clock: Callable[[], datetime],
    stopping: Callable[[], bool],
    turn_seconds: float = TURN_SECONDS,
) -> int:
    """Read with keys that are due until there is none or the turn is over; how many were read with."""
    until = clock() + timedelta(seconds=turn_seconds)

    def over() -> bool:
        return stopping() or clock() >= until

    return await one_by_one(
        pool,
        lambda db: own_keys.take(db, clock(), LEASE_SECONDS),
        lambda lease: _with_key(pool, door, vault, lease, clock, over),
        lambda db, lease: own_keys.give_back(db, lease, next_at=clock()),
        stopping=over,
    )


async def _with_key(
    pool: Any,
    door: SellerDoor | None,
    vault: Vault | None,
    lease: KeyLease,
    clock: Callable[[], datetime],
    over: Callable[[], bool],
) -> None:
    if door is None or vault is None:
        await _fail(pool, lease, "failing", "off", None, clock() + OFF_REST)
        return
    try:
        key = vault.open(lease.sealed, about=about(lease.key_id)).decode()
    except SecretUnreadable:
        # The worker may have been given the key of ours before the next try.
        await _fail(pool, lease, "failing", "unreadable", None, clock() + OFF_REST)
        return
    api = door.opened(key, lane_of=f"seller-key-{lease.key_id}", stopping=over)
    try:
        whole = await _round(pool, api, lease, clock, over)
    except LeaseLost:
        _log.info("a key of an own shop changed while it was read with", key=lease.key_id)
    except HeldBack as held:
        await _give_back(pool, lease, clock() + timedelta(seconds=held.retry_after_seconds or 0))
    except KeyRefused as refused:
        await _fail(pool, lease, "refused", "key_refused", own_refusals.said(refused), clock())
    except SourceError as failed:
        why, again_at = own_refusals.why_of(failed), own_refusals.again_at(lease.failures, failed, clock())
        await _fail(pool, lease, "failing", why, own_refusals.said(failed), again_at)
    else:
        now = clock()
        async with transaction(pool) as db:
            await own_keys.read_well(
                db, lease, done_at=now if whole else None, next_at=now + own_steps.ROUND if whole else now
            )


async def _round(
    pool: Any, api: SellerApi, lease: KeyLease, clock: Callable[[], datetime], over: Callable[[], bool]
) -> bool:
    """Read all lists that are due; False where the turn ended before."""
    opened = await api.shops()
    async with transaction(pool) as db:
        if not await own_keys.hold(db, lease):
            raise LeaseLost
        shops = await own_progress.keep_shops(db, lease.org_id, lease.key_id, opened)
        known = await own_progress.feeds(db, lease.org_id, lease.key_id)
    reading = Reading(pool, api, lease, shops, clock)
    for feed in own_steps.lists_of(shops, known, clock()):
        if not await _read_list(reading, feed, over):
            return False
    return True


async def _read_list(reading: Reading, feed: Feed, over: Callable[[], bool]) -> bool:
    """Read a list to the end of its round; False where the turn ended before. What concerns it alone is noted with it."""
    feed = own_steps.begun(feed, reading.clock())
    while feed.round_at is not None:
        if over():
            return False
        try:
            feed = await read_page(reading, feed)
        except SourceError as failed:
            if not own_refusals.of_one_list(failed):
                raise
            why = own_refusals.why_of(failed)
            _log.warning("a list of an own shop cannot be read", list=feed.feed, why=why)
            async with transaction(reading.pool) as db:
                if not await own_keys.hold(db, reading.lease):
                    raise LeaseLost from failed
                left = own_steps.failed(feed, why, reading.clock())
                await own_progress.keep_feed(db, reading.lease.org_id, reading.lease.key_id, left)
            return True
    return True


async def _fail(
    pool: Any, lease: KeyLease, state: str, why: str, said: str | None, next_at: datetime
) -> None:
    _log.warning("an own shop cannot be read", key=lease.key_id, state=state, why=why)
    async with transaction(pool) as db:
        await own_keys.fail(db, lease, state=state, why=why, said=said, next_at=next_at)


async def _give_back(pool: Any, lease: KeyLease, next_at: datetime) -> None:
    async with transaction(pool, wait_seconds=2) as db:
        await own_keys.give_back(db, lease, next_at=next_at)
