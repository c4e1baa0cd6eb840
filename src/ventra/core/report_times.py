"""When a report that is made by itself is due: daily, weekly or monthly at an hour of Tashkent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal

from ventra.core.day import TASHKENT, day_of

Every = Literal["day", "week", "month"]
LONGEST_DAYS = 32
"""Within so many days each kind comes round once at least."""


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How often, and at which full hour; `weekday` (0 is Monday) matters weekly, `month_day` (1-28) monthly."""

    every: Every
    hour: int
    weekday: int = 0
    month_day: int = 1

    def on(self, day: date) -> bool:
        """Whether a day of Tashkent has a run."""
        if self.every == "week":
            return day.weekday() == self.weekday
        return self.every == "day" or day.day == self.month_day

    def at(self, day: date) -> datetime:
        """The instant of a day's run."""
        return datetime.combine(day, time(self.hour), TASHKENT)


def next_run(rhythm: Rhythm, after: datetime) -> datetime:
    """The first run later than an instant."""
    return _first(rhythm, after, 1)


def latest_run(rhythm: Rhythm, until: datetime) -> datetime:
    """The last run at an instant or before it: of several that were missed, the one that is made up."""
    return _first(rhythm, until, -1)


def _first(rhythm: Rhythm, instant: datetime, way: int) -> datetime:
    today = day_of(instant)
    for count in range(LONGEST_DAYS + 1):
        day = today + timedelta(days=way * count)
        at = rhythm.at(day)
        if rhythm.on(day) and (at > instant if way > 0 else at <= instant):
            return at
    raise AssertionError("each kind comes round within a month")
