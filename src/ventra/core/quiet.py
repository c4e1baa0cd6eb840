"""When something may be brought to somebody: quiet hours in their own time zone, and snoozing."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo

from ventra.core.day import TASHKENT

MINUTES_A_DAY = 1440


@lru_cache(maxsize=256)
def zone_of(name: str) -> tzinfo:
    """The zone of a name; Tashkent's for one that this machine does not know."""
    try:
        return ZoneInfo(name)
    except (LookupError, ValueError, OSError):
        return TASHKENT


def is_zone(name: str) -> bool:
    """Whether a name is that of a time zone, as `Asia/Tashkent`."""
    try:
        return bool(ZoneInfo(name))
    except (LookupError, ValueError, OSError):
        return False


def minute_of(now: datetime, zone: str) -> int:
    """Minutes since midnight in a zone."""
    there = now.astimezone(zone_of(zone))
    return there.hour * 60 + there.minute


def held_until(
    now: datetime,
    *,
    zone: str,
    quiet_from: int | None,
    quiet_to: int | None,
    snoozed_until: datetime | None = None,
) -> datetime | None:
    """Until when what is due now has to wait; `None` when it may go.

    Quiet hours last from `quiet_from` until before `quiet_to`, minutes after midnight, and may go over midnight; without one of
    both, or with both the same, there are none. The end of a snooze may fall into them.
    """
    at = max(now, snoozed_until) if snoozed_until is not None else now
    end = _quiet_until(at, zone, quiet_from, quiet_to)
    if end is not None:
        return end
    return at if at > now else None


def _quiet_until(at: datetime, zone: str, quiet_from: int | None, quiet_to: int | None) -> datetime | None:
    if quiet_from is None or quiet_to is None or quiet_from == quiet_to:
        return None
    minute = minute_of(at, zone)
    over_midnight = quiet_from > quiet_to
    within = minute >= quiet_from or minute < quiet_to if over_midnight else quiet_from <= minute < quiet_to
    if not within:
        return None
    there = at.astimezone(zone_of(zone))
    day = there.date() + timedelta(days=1 if over_midnight and minute >= quiet_from else 0)
    hours, minutes = divmod(quiet_to, 60)
    end = datetime(day.year, day.month, day.day, hours, minutes, tzinfo=there.tzinfo).astimezone(UTC)
    # Where clocks are put back meanwhile, the end on the wall can lie before now.
    return max(end, at + timedelta(minutes=1))
