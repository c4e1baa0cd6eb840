"""Pure: how long somebody outside is left alone after a failure, and what that failure is called."""

from __future__ import annotations

from datetime import datetime, timedelta

from ventra.errors import PageChanged, SourceError, Throttled, TimedOut
from ventra.infra.outside import AccountSpent, KeyRefused
from ventra.sourcing.answers import Why

FIRST = timedelta(minutes=1)
LONGEST = timedelta(hours=6)
KEY_REST = timedelta(hours=1)
"""A key that was refused may be a new one by then; the worker reads its settings anew when it starts."""
CHANGED_REST = timedelta(hours=6)


def why_of(failed: SourceError) -> Why:
    """The word for a failure."""
    match failed:
        case KeyRefused():
            return "key_refused"
        case AccountSpent():
            return "account_spent"
        case Throttled():
            return "throttled"
        case TimedOut():
            return "timed_out"
        case PageChanged():
            return "changed"
        case _:
            return "failed"


def open_again_at(failures: int, failed: SourceError, now: datetime) -> datetime:
    """Until when they are left alone, `failures` having gone before: twice as long each time, never shorter than they ask for."""
    match failed:
        case KeyRefused():
            return now + KEY_REST
        case AccountSpent() | PageChanged():
            return now + CHANGED_REST
        case _:
            wait: timedelta = min(LONGEST, FIRST * 2 ** min(failures, 20))
            asked_for = timedelta(seconds=failed.retry_after_seconds or 0)
            return now + max(wait, asked_for)
