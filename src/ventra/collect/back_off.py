"""Pure: when a product is visited next, and what a host's answers mean for asking it at all."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from datetime import datetime, timedelta

import msgspec

from ventra.collect.store.sources import OK, SLOWED, STOPPED, Source

MINUTE, HOUR = 60, 3_600
RETRY_SECONDS = MINUTE
LONGEST_RETRY_SECONDS = 6 * HOUR
CHANGED_SECONDS = 6 * HOUR
JITTER = 0.05
LASTING_SECONDS = 6 * HOUR
"""A host that throttles us this long without one good answer between is not slow, it refuses: we stop."""


def next_visit(
    outcome: str,
    *,
    product_id: int,
    every_seconds: int,
    failures: int,
    now: datetime,
    retry_after_seconds: int = 0,
) -> tuple[datetime, int]:
    """When a product is due after a visit, and how many visits in a row have gone wrong by then.

    `every_seconds` is the interval aimed at, for a product that is gone the one until it is asked again.
    """
    match outcome:
        case "ok":
            return now + timedelta(seconds=every_seconds * _jitter(product_id, now)), 0
        case "gone":
            wait = every_seconds
        case "changed":
            wait = CHANGED_SECONDS
        case "challenged":
            # The host stops as a whole; the product is due as soon as the operator lets it go on.
            return now + timedelta(seconds=RETRY_SECONDS), failures
        case _:
            wait = min(LONGEST_RETRY_SECONDS, RETRY_SECONDS * 2 ** min(failures, 20))
    seconds = max(wait, retry_after_seconds) * _jitter(product_id, now)
    return now + timedelta(seconds=seconds), failures + 1


def _jitter(product_id: int, now: datetime) -> float:
    """A factor near 1, the same for the same product and instant, that spreads visits which began together."""
    spread = zlib.crc32(f"{product_id} {now.timestamp():.0f}".encode()) / 0xFFFFFFFF
    return 1 + JITTER * (2 * spread - 1)


def after_answers(
    source: Source, outcomes: Mapping[str, int], now: datetime, *, reason: str, retry_after_seconds: int = 0
) -> Source:
    """What a batch of answers makes of a host: a challenge stops it, a 429 slows it for ever longer, good answers free it."""
    last_ok_at = now if outcomes.get("ok") or outcomes.get("gone") else source.last_ok_at
    if source.state == STOPPED:
        return msgspec.structs.replace(source, last_ok_at=last_ok_at)
    if outcomes.get("challenged"):
        return Source(source.host, STOPPED, reason, now, None, last_ok_at)
    if outcomes.get("throttled"):
        return _slower(source, now, last_ok_at, reason, retry_after_seconds)
    if source.state == SLOWED and last_ok_at == now:
        return Source(source.host, OK, None, now, None, last_ok_at)
    return msgspec.structs.replace(source, last_ok_at=last_ok_at)


def _slower(
    source: Source, now: datetime, last_ok_at: datetime | None, reason: str, retry_after_seconds: int
) -> Source:
    since = source.since if source.state == SLOWED else now
    slow_seconds = (now - since).total_seconds()
    if slow_seconds >= LASTING_SECONDS:
        return Source(
            source.host,
            STOPPED,
            f"throttled for {slow_seconds / HOUR:.0f} h: {reason}",
            now,
            None,
            last_ok_at,
        )
    # Waiting again as long as it has lasted doubles the pause each time.
    pause = max(RETRY_SECONDS, slow_seconds, retry_after_seconds)
    return Source(source.host, SLOWED, reason, since, now + timedelta(seconds=pause), last_ok_at)
