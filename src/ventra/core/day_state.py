"""How settled a day's number is (`formats.md`, "Closing a day")."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Literal

from ventra.core.day import day_of, from_us, start_of_day_us, to_day_number

DayState = Literal["open", "provisional", "final"]
PROVISIONAL_AT_MOST = timedelta(hours=48)
SURELY_FINAL_DAYS = 2
"""A day older than this ended more than 48 h ago, whatever the hour."""


def day_states(days: Sequence[date], *, now: datetime, last_seen: datetime | None) -> list[DayState]:
    """The state of each of many days."""
    unsettled_from = day_of(now) - timedelta(days=SURELY_FINAL_DAYS)
    return ["final" if day < unsettled_from else day_state(day, now=now, last_seen=last_seen) for day in days]


def day_state(day: date, *, now: datetime, last_seen: datetime | None) -> DayState:
    """*Open* while it runs, *final* after the first later visit and at most 48 h, *provisional* between."""
    if day >= day_of(now):
        return "open"
    end = from_us(start_of_day_us(to_day_number(day) + 1))
    if now - end >= PROVISIONAL_AT_MOST or (last_seen is not None and last_seen >= end):
        return "final"
    return "provisional"
