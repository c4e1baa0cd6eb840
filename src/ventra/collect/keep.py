"""Keeps what a batch of visits saw, and says when each product is next; all inside one transaction of the caller's."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import structlog

from ventra.catalog.store import pages, watch
from ventra.catalog.store.leases import shown
from ventra.collect.back_off import next_visit
from ventra.collect.look import Look
from ventra.collect.note import note_answers
from ventra.collect.store import visits
from ventra.collect.store.observations import merge
from ventra.collect.uzum.parse import to_observation
from ventra.collect.uzum.scrub import scrub
from ventra.core.day import to_us
from ventra.core.pace import Aim, Shown, has_changed, seconds_between, while_gone
from ventra.infra.db import Connection
from ventra.infra.metrics import QUARANTINED, observed

log = structlog.get_logger(__name__)

REST, PRODUCT = "rest", "product"


@dataclass(frozen=True, slots=True)
class VisitReport:
    """What a batch of visits came to. `not_asked` were given back because the host or the budget said no."""

    outcomes: dict[str, int]
    taken: int = 0
    known: int = 0
    conflicts: int = 0
    not_asked: int = 0


async def keep(
    db: Connection, host: str, looks: Sequence[Look], leases: Sequence[watch.Lease], now: datetime
) -> VisitReport:
    """Keep a batch inside the caller's transaction: observations first, since that locks the products in order."""
    if not looks:
        return VisitReport({})
    seen = [(look.page, look.seen_at) for look in looks if look.page is not None]
    shown_before = await shown(db, [page.product_id for page, _ in seen])
    merged = await merge(db, [to_observation(page, to_us(at)) for page, at in seen])
    await pages.upsert_pages(db, seen)
    await pages.mark_gone(db, [look.product_id for look in looks if look.outcome == "gone"], now)
    await _keep_surprises(db, looks, now)
    await _settle(db, looks, leases, shown_before, now)
    await pages.upsert_sellers(db, seen)
    await note_answers(db, host, [look.error for look in looks], now, kind=PRODUCT)
    observed(new=merged.taken, known=merged.known, conflicts=merged.conflicts)
    if merged.conflicts:
        log.warning("seen twice at one instant with other values", conflicts=merged.conflicts)
    outcomes = dict(Counter(look.outcome for look in looks))
    return VisitReport(outcomes, merged.taken, merged.known, merged.conflicts)


async def _keep_surprises(db: Connection, looks: Sequence[Look], now: datetime) -> None:
    """Pages nobody understood go to quarantine, fields nobody knew are reported once."""
    changed = [
        visits.ChangedPage(
            look.seen_at, look.product_id, look.url, look.error.detail, scrub(look.body or b"")
        )
        for look in looks
        if look.error is not None and look.outcome == "changed"
    ]
    if changed:
        await visits.quarantine(db, changed)
        QUARANTINED.inc(len(changed))
    fields = [(name, look.product_id) for look in looks if look.page for name in look.page.unknown_fields]
    if fields:
        for name in await visits.report_unknown(db, REST, fields, now):
            log.warning("unknown field", source=REST, field=name)


async def _settle(
    db: Connection,
    looks: Sequence[Look],
    leases: Sequence[watch.Lease],
    shown_before: Mapping[int, Shown],
    now: datetime,
) -> None:
    """Say when each product is next; one whose lease went to another meanwhile is left to that one."""
    by_product = {look.product_id: look for look in looks}
    mine = [lease for lease in leases if lease.product_id in by_product]
    settled = []
    for held in await watch.held(db, mine, lock=True):
        look = by_product[held.lease.product_id]
        settled.append(_settled(held, look, shown_before.get(look.product_id), now))
    await watch.settle(db, settled, now)


def _settled(held: watch.Held, look: Look, before: Shown | None, now: datetime) -> watch.Settled:
    was_gone = held.last_outcome == "gone"
    # Failures of another kind say nothing of how long a product has been gone.
    failures = held.failures if was_gone or look.outcome != "gone" else 0
    every_seconds = held.every_seconds
    if look.page is not None:
        every_seconds = seconds_between(
            Aim(
                tracked=held.tracked,
                asked_seconds=held.asked_seconds,
                units_a_day=held.units_a_day,
                changed=has_changed(before, Shown(look.page.price, look.page.stock)),
                before_seconds=None if was_gone else held.every_seconds,
            )
        )
    elif look.outcome == "gone":
        every_seconds = while_gone(failures)
    due_at, failures = next_visit(
        look.outcome,
        product_id=look.product_id,
        every_seconds=every_seconds,
        failures=failures,
        now=now,
        retry_after_seconds=(look.error.retry_after_seconds or 0) if look.error else 0,
    )
    return watch.Settled(held.lease, due_at, failures, look.outcome, every_seconds)
