"""The calendar VENTRA counts in: days in Asia/Tashkent (UTC+5, no daylight saving), weeks from Monday.

Instants in columns are int64 microseconds since the Unix epoch, UTC. Days in columns are int32 days since 1970-01-01 in
Tashkent. Both are plain integers, so whole markets move as arrays.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

TASHKENT = timezone(timedelta(hours=5), "UTC+05:00")
US_PER_SECOND = 1_000_000
US_PER_DAY = 86_400 * US_PER_SECOND
TASHKENT_OFFSET_US = 5 * 3600 * US_PER_SECOND
CLOSES_AFTER = timedelta(minutes=30)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_EPOCH_DAY = date(1970, 1, 1)

Int = TypeVar("Int", int, npt.NDArray[Any])


def to_us(at: datetime) -> int:
    """Microseconds since the epoch of an aware datetime; `ValueError` for a naive one."""
    if at.tzinfo is None:
        raise ValueError("an instant needs a time zone")
    delta = at - _EPOCH
    return (delta.days * 86_400 + delta.seconds) * US_PER_SECOND + delta.microseconds


def from_us(us: int) -> datetime:
    """The aware UTC datetime of microseconds since the epoch."""
    return _EPOCH + timedelta(microseconds=int(us))


def day_number_of(us: Int) -> Int:
    """Tashkent day number(s) in which instant(s) in epoch microseconds fall; works on ints and arrays."""
    return (us + TASHKENT_OFFSET_US) // US_PER_DAY


def start_of_day_us(day_number: Int) -> Int:
    """The instant(s), in epoch microseconds, at which Tashkent day number(s) begin."""
    return day_number * US_PER_DAY - TASHKENT_OFFSET_US


def to_day_number(day: date) -> int:
    """Days since 1970-01-01 of a calendar day."""
    return (day - _EPOCH_DAY).days


def from_day_number(number: int) -> date:
    """The calendar day of a day number."""
    return _EPOCH_DAY + timedelta(days=int(number))


def day_of(at: datetime) -> date:
    """The Tashkent calendar day in which an aware instant falls."""
    return at.astimezone(TASHKENT).date()


def last_closed_day(now: datetime) -> date:
    """The newest day that counts as closed: yesterday, from half an hour after midnight in Tashkent."""
    return day_of(now - CLOSES_AFTER) - timedelta(days=1)


def closes_at(day: date) -> datetime:
    """The instant from which a Tashkent day counts as closed; the inverse of `last_closed_day`."""
    return from_us(start_of_day_us(to_day_number(day) + 1)) + CLOSES_AFTER


def month_start_us(us: int) -> int:
    """First instant (UTC) of the UTC month in which an instant falls; observation rows never cross it."""
    at = from_us(us)
    return to_us(datetime(at.year, at.month, 1, tzinfo=UTC))


def next_month_start_us(us: int) -> int:
    """First instant (UTC) of the UTC month after the one in which an instant falls."""
    at = from_us(us)
    return to_us(datetime(at.year + at.month // 12, at.month % 12 + 1, 1, tzinfo=UTC))


def parse_instant(text: str) -> datetime:
    """An RFC 3339 instant with an offset or `Z`; `ValueError` when it is malformed or has no offset."""
    at = datetime.fromisoformat(text)
    if at.tzinfo is None:
        raise ValueError(f"{text!r} has no time zone; write 2026-01-31T10:00:00Z")
    return at.astimezone(UTC)


def format_instant(at: datetime) -> str:
    """RFC 3339 in UTC with `Z`, fractions only where there are any."""
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def format_us(us: int) -> str:
    """RFC 3339 in UTC with `Z` of epoch microseconds."""
    return format_instant(from_us(us))


def month_starts_us(us: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """For each instant, the first instant of its UTC month; vectorised `month_start_us`."""
    months = us.astype("datetime64[us]").astype("datetime64[M]")
    return months.astype("datetime64[us]").astype(np.int64)
