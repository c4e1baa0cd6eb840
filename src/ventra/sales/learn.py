"""Learning the profile of the day from the counters of the last four weeks; a new version is kept when it says something new."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Literal

import numpy as np

from ventra.catalog.store.leaves import leaves_of
from ventra.collect.store.around import counters_between, moved_counters
from ventra.core.columns import Columns, Int64, Seen, run_starts
from ventra.core.counters import Counters
from ventra.core.day import (
    day_number_of,
    day_of,
    from_day_number,
    last_closed_day,
    start_of_day_us,
    to_day_number,
)
from ventra.core.learning import NOTHING, Heard, hear, learn
from ventra.core.profile import Profile
from ventra.infra.db import transaction
from ventra.sales.store import profiles
from ventra.sales.store.profiles import LearnedFrom

DAYS = 28
MOST_LOOKS = 2_000_000
"""So many say it well; those of the first buckets, which are a fair sample of products."""
LEAST_UNITS, LEAST_DAYS = 2_000, 3
LEAST_MOVED = 0.02
"""Share of the market's sales that must lie at other hours than in the newest version."""
AGAIN_AFTER = timedelta(days=7)
PRODUCTS_AT_ONCE = 250

Outcome = Literal["kept", "alike", "little"]


@dataclass(frozen=True, slots=True)
class Lesson:
    """What came of it: the newest profile then, how far the market's day had moved (0-1), and from what that is known.

    `kept`: a new version. `alike`: the one before still holds. `little`: too little was seen to tell.
    """

    outcome: Outcome
    profile: Profile
    moved: float
    learned: LearnedFrom

    @property
    def in_short(self) -> dict[str, str | int | float]:
        """For a line in the log."""
        moved, learned = round(self.moved, 3), self.learned
        return {
            "outcome": self.outcome,
            "version": self.profile.version,
            "moved": moved,
            "looks": learned.looks,
            "units": learned.units,
        }


async def learn_when_due(pool: Any, *, now: datetime, stopping: Callable[[], bool]) -> Lesson | None:
    """`learn_profile` where there is no profile yet, and a week after it was last tried; else None."""
    async with transaction(pool) as db:
        tried = await profiles.last_tried(db)
    if tried is not None and now - tried < AGAIN_AFTER:
        return None
    return await learn_profile(pool, now=now, stopping=stopping)


async def learn_profile(
    pool: Any, *, now: datetime, stopping: Callable[[], bool] = lambda: False
) -> Lesson | None:
    """Learn from the closed days before `now`, and keep what is new; None when it was told to stop before the end."""
    last = to_day_number(last_closed_day(now))
    told = await _listen(pool, last - DAYS + 1, last, stopping)
    if told is None:
        return None
    if told.units < LEAST_UNITS or len(told.days) < LEAST_DAYS:
        async with transaction(pool) as db:
            await profiles.note_tried(db, now)
            return Lesson("little", await profiles.newest(db), 0.0, told.learned(last))
    found = await asyncio.to_thread(learn, told.heard, version=0)
    async with transaction(pool) as db:
        await profiles.wait_to_add(db)
        await profiles.note_tried(db, now)
        newest = await profiles.newest(db)
        moved = found.differs_from(newest)
        if newest.version and moved < LEAST_MOVED:
            return Lesson("alike", newest, moved, told.learned(last))
        profile = replace(found, version=newest.version + 1, counters=newest.counters)
        await profiles.add(db, profile, told.learned(last), made_at=now)
    return Lesson("kept", profile, moved, told.learned(last))


async def know_counters(pool: Any, counters: Counters, *, now: datetime) -> Profile | None:
    """From here on close days by what is known of counters: a new version beside the newest's hours; None where that has it."""
    async with transaction(pool) as db:
        await profiles.wait_to_add(db)
        newest = await profiles.newest(db)
        if newest.counters == counters:
            return None
        today = day_of(now)
        learned = await profiles.learned_from(db, newest.version) or LearnedFrom(
            today, today, looks=0, units=0
        )
        profile = replace(newest, version=newest.version + 1, counters=counters)
        await profiles.add(db, profile, learned, made_at=now)
    return profile


@dataclass(frozen=True, slots=True)
class _Told:
    """What was heard, of how many looks, and the days (numbers, ascending) on which these were."""

    heard: Heard
    looks: int
    days: Int64

    @property
    def units(self) -> int:
        return int(self.heard.units.sum())

    def learned(self, last: int) -> LearnedFrom:
        """As it is kept; `last` stands for the days where there was no look."""
        days = self.days if len(self.days) else np.array([last])
        return LearnedFrom(
            from_day_number(days[0]), from_day_number(days[-1]), looks=self.looks, units=self.units
        )


async def _listen(pool: Any, first: int, last: int, stopping: Callable[[], bool]) -> _Told | None:
    """Hear counters from day `first` to `last`, some products a transaction, until there are enough looks."""
    low, high = start_of_day_us(first), start_of_day_us(last + 1)
    nobody = np.zeros(0, np.int64)
    told = _Told(NOTHING, 0, nobody)
    after = (-1, -1)
    while told.looks < MOST_LOOKS:
        if stopping():
            return None
        async with transaction(pool) as db:
            some = await moved_counters(db, low, high, after=after, at_most=PRODUCTS_AT_ONCE)
            if not some:
                break
            product = np.sort(np.array([one for _, one in some], np.int64))
            seen = await counters_between(db, product, low, high)
            category = await leaves_of(db, product)
        told, after = await asyncio.to_thread(_more, told, seen, product, category), some[-1]
    return told


def _more(told: _Told, counters: Columns, product: Int64, category: Int64) -> _Told:
    """What was told before, and what these counters say; `category` belongs to `product` (ascending)."""
    looked_at = counters.key[run_starts(counters.key[:, 0]), 0]
    nothing = np.zeros(0, np.int64)
    seen = Seen(counters, Columns(nothing.reshape(0, 2), nothing, nothing.reshape(0, 3), nothing), nothing)
    heard = hear(seen, category[np.searchsorted(product, looked_at)])
    days = np.union1d(told.days, day_number_of(counters.at))
    return _Told(told.heard.and_(heard), told.looks + len(counters), days)
