"""Notes what a host's answers mean for the host itself: counted, slowed or stopped, and the operator told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

import structlog

from ventra.collect.back_off import after_answers
from ventra.collect.store import sources, visits
from ventra.errors import Challenged, PageChanged, SourceError, Throttled
from ventra.infra.db import Connection
from ventra.infra.metrics import visits_done

log = structlog.get_logger(__name__)


async def note_answers(
    db: Connection, host: str, errors: Sequence[SourceError | None], now: datetime, *, kind: str
) -> sources.Source:
    """Keep the outcomes of requests (`None` is a good one) inside the caller's transaction; returns the host's new state.

    `kind` is what was asked for: `product`, `tree`, `shop` or `search`.
    """
    outcomes = Counter("ok" if error is None else error.outcome for error in errors)
    visits_done(kind, outcomes)
    await visits.count_outcomes(db, host, outcomes, now)
    before = await sources.locked(db, host, now)
    told = next((e for kind in (Challenged, Throttled) for e in errors if isinstance(e, kind)), None)
    wait_seconds = max((e.retry_after_seconds or 0 for e in errors if isinstance(e, Throttled)), default=0)
    reason = told.detail if told else ""
    after = after_answers(before, outcomes, now, reason=reason, retry_after_seconds=wait_seconds)
    if after != before:
        await sources.save(db, after)
    if after.state == sources.STOPPED != before.state:
        await visits.raise_alarm(db, "challenged", {"host": host, "reason": after.reason}, now)
        log.error("source stopped until an operator resumes it", host=host, reason=after.reason)
    await _tell_of_changes(db, host, [error for error in errors if isinstance(error, PageChanged)], now)
    return after


async def _tell_of_changes(db: Connection, host: str, changed: Sequence[PageChanged], now: datetime) -> None:
    """One alarm for however many pages; its facts show one of them."""
    if not changed:
        return
    facts = {"host": host, "url": changed[0].where, "reason": changed[0].what, "pages": len(changed)}
    if await visits.raise_alarm(db, "page_changed", facts, now):
        log.error("pages changed shape", **facts)
