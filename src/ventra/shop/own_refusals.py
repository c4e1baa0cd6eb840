"""Pure: what a failure of the Seller API says of a key, and when it is tried again."""

from __future__ import annotations

from datetime import datetime, timedelta

from ventra.errors import Challenged, PageChanged, SourceError, Throttled, TimedOut
from ventra.infra.outside import KeyRefused
from ventra.infra.uzum_seller import NoRight
from ventra.shop.own_answers import OwnWhy

FIRST = timedelta(minutes=1)
LONGEST = timedelta(hours=6)
CHALLENGED_REST = timedelta(hours=6)


def why_of(failed: SourceError) -> OwnWhy:
    """The word for a failure."""
    match failed:
        case KeyRefused():
            return "key_refused"
        case NoRight():
            return "no_right"
        case Challenged():
            return "challenged"
        case Throttled():
            return "throttled"
        case TimedOut():
            return "timed_out"
        case PageChanged():
            return "changed"
        case _:
            return "failed"


def said(failed: SourceError) -> str | None:
    """The words of the other side, where it said any."""
    told = failed.facts.get("said")
    return told if isinstance(told, str) else None


def of_one_list(failed: SourceError) -> bool:
    """Whether it concerns the list alone, so that the others are read on."""
    return isinstance(failed, NoRight | PageChanged)


def again_at(failures: int, failed: SourceError, now: datetime) -> datetime:
    """When to try again, `failures` having gone before: twice as long each time, never sooner than they ask for."""
    if isinstance(failed, Challenged):
        return now + CHALLENGED_REST
    wait: timedelta = min(LONGEST, FIRST * 2 ** min(failures, 20))
    return now + max(wait, timedelta(seconds=failed.retry_after_seconds or 0))
