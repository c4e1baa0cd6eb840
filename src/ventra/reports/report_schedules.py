"""Reports made by themselves: set up, paused, tried, and their runs begun when their time has come."""

from __future__ import annotations

from datetime import datetime, timedelta
from secrets import token_hex
from typing import Any

from msgspec import UNSET

from ventra.accounts.store import organisations
from ventra.accounts.who import Who
from ventra.core.day import day_of
from ventra.core.report_times import Rhythm, latest_run, next_run
from ventra.errors import BadInput, Conflict, NotFound, TooMany
from ventra.infra.db import Connection, transaction
from ventra.reports.report_answers import Report, ReportWish, Run, Schedule, ScheduleChange, ScheduleWish
from ventra.reports.report_ask import check
from ventra.reports.report_read import must_be
from ventra.reports.store import reports
from ventra.reports.store import schedules as store

MOST_SCHEDULES = 20
MOST_AT_ONCE = 200
MOST_TRIES, TRIED_WITHIN = 10, timedelta(hours=1)
_RHYTHM = frozenset(("every", "hour", "weekday", "month_day", "paused"))
_PLAIN = ("days", "language", "every", "hour", "weekday", "month_day", "only_changed", "paused")


async def listed(pool: Any, who: Who) -> list[Schedule]:
    """All of the organisation, each with its last report."""
    async with transaction(pool, org_id=who.org) as db:
        return await store.listed(db, who.org, _person(who))


async def make(pool: Any, who: Who, wish: ScheduleWish, *, now: datetime) -> Schedule:
    """A new schedule. `NotFound` for a subject or channel that is not there, `Conflict` where there are too many."""
    report = ReportWish(kind=wish.kind, subject_id=wish.subject_id, days=wish.days, language=wish.language)
    check(report)
    rhythm = Rhythm(wish.every, wish.hour, weekday=wish.weekday, month_day=wish.month_day)
    async with transaction(pool, org_id=who.org) as db:
        await must_be(db, who.org, report)
        await organisations.hold(db, who.org)
        if await store.count(db, who.org) >= MOST_SCHEDULES:
            raise Conflict(f"there are {MOST_SCHEDULES} schedules already: delete one first")
        number = await store.add(db, who.org, _person(who), wish, next_run(rhythm, now))
        await _set_channels(db, who, number, wish.channels)
        return await _read(db, who, number)


async def change(pool: Any, who: Who, number: int, wish: ScheduleChange, *, now: datetime) -> Schedule:
    """Set a schedule otherwise; what is left out stays. One that goes on again makes nothing up that its pause left out."""
    values = {name: value for name in _PLAIN if (value := getattr(wish, name)) is not UNSET}
    async with transaction(pool, org_id=who.org) as db:
        before = await _read(db, who, number)
        every, hour, weekday, month_day = (
            values.get(name, getattr(before, name)) for name in ("every", "hour", "weekday", "month_day")
        )
        if _RHYTHM.intersection(values):
            rhythm = Rhythm(every, hour, weekday=weekday, month_day=month_day)
            values["next_at"] = next_run(rhythm, now)
        await store.change(db, who.org, number, values)
        if wish.channels is not UNSET:
            await _set_channels(db, who, number, wish.channels)
        return await _read(db, who, number)


async def delete(pool: Any, who: Who, number: int) -> None:
    """Make nothing by itself any more. `NotFound`."""
    async with transaction(pool, org_id=who.org) as db:
        if not await store.remove(db, who.org, number):
            raise _none_such()


async def send_now(pool: Any, who: Who, number: int, *, now: datetime) -> Report:
    """Make a schedule's report now and bring it, whatever the last one said. `TooMany` after ten within an hour."""
    async with transaction(pool, org_id=who.org) as db:
        if await store.tried_since(db, who.org, now - TRIED_WITHIN) >= MOST_TRIES:
            raise TooMany(retry_after_seconds=int(TRIED_WITHIN.total_seconds()), limit="report-tries")
        report_id = await store.try_now(db, who.org, number, token_hex(8))
        if report_id is None:
            raise _none_such()
        return await reports.read(db, who.org, report_id)


async def runs(pool: Any, who: Who, number: int) -> list[Run]:
    """The newest reports of a schedule with what became of them. `NotFound`."""
    async with transaction(pool, org_id=who.org) as db:
        await _read(db, who, number)
        return await store.runs(db, who.org, _person(who), number)


async def plan(pool: Any, now: datetime) -> int:
    """Begin the runs whose time has come, of several that were missed the last alone; how many are new."""
    async with transaction(pool) as db:
        due = await store.due(db, now, most=MOST_AT_ONCE)
        if not due:
            return 0
        return await store.run(
            db,
            [number for _, number, _ in due],
            [day_of(latest_run(rhythm, now)).isoformat() for _, _, rhythm in due],
            [next_run(rhythm, now) for _, _, rhythm in due],
        )


async def _read(db: Connection, who: Who, number: int) -> Schedule:
    found = await store.listed(db, who.org, _person(who), number)
    if not found:
        raise _none_such()
    return found[0]


async def _set_channels(db: Connection, who: Who, number: int, channels: list[int]) -> None:
    wanted = sorted(set(channels))
    if await store.set_channels(db, who.org, _person(who), number, wanted) < len(wanted):
        raise BadInput("names a channel that is neither one's own nor the organisation's", field="channels")


def _person(who: Who) -> int | None:
    return who.user_id if who.session_id else None


def _none_such() -> NotFound:
    return NotFound("there is no schedule of this number")
