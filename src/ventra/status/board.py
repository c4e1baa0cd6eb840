"""What the status page says: the worker's last look, what this process sees itself, and the last 30 days."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from ventra import __version__
from ventra.collect.remembered import Remembered
from ventra.core.day import day_of, parse_instant
from ventra.errors import Unavailable
from ventra.infra.db import transaction
from ventra.status import store
from ventra.status.answers import Part, PartDay, PartName, Release, Status, StatusFigures
from ventra.status.judge import (
    COLLECTION,
    DATABASE,
    DOWN,
    OUTLOOK,
    PARTS,
    QUEUE,
    SALES,
    TROUBLE,
    UNKNOWN,
    WATCHED_WITHIN,
    WELL,
    WORKER,
    Verdict,
    judge_queue,
    judge_worker,
    overall,
)

DAYS = 30
HOLDS_SECONDS = 4
WAIT_SECONDS = 3.0
NOBODY_KNOWS = Verdict(UNKNOWN, "unknown")
AskQueue = Callable[[], Awaitable[object | None]]


@dataclass(frozen=True, slots=True)
class _Read:
    """What the database says."""

    looked: dict[str, store.Looked] = field(default_factory=dict)
    releases: dict[str, Release] = field(default_factory=dict)
    shares: dict[tuple[str, date], float] = field(default_factory=dict)


class Board:
    """Answers for this process, made anew every few seconds however many ask; remembers what it last read."""

    def __init__(self) -> None:
        self._held: Remembered[Status] = Remembered(HOLDS_SECONDS)
        self._read = _Read()
        self._changed: dict[str, tuple[str, datetime]] = {}

    async def status(self, pool: Any | None, ask_queue: AskQueue | None, *, commit: str | None) -> Status:
        """How all of it is.

        `pool` and `ask_queue` are None until the database has answered once; `ask_queue` gives None when Redis is away.
        """
        return await self._held.get(lambda: self._make(pool, ask_queue, commit))

    async def _make(self, pool: Any | None, ask_queue: AskQueue | None, commit: str | None) -> Status:
        here, queue = await asyncio.gather(self._ask(pool), _judged(ask_queue))
        now = datetime.now(UTC)
        looked = self._read.looked if here else {}
        at = looked[WORKER].checked_at if WORKER in looked else None
        verdicts = self._verdicts(looked, queue, here=here, now=now)
        states = {part: one.state for part, one in verdicts.items()}
        return Status(
            overall=overall(states[DATABASE], states.values()),
            now=now,
            looked_at=at,
            version=__version__,
            commit=commit,
            parts=[self._part(part, verdicts[part], now) for part in PARTS],
            figures=_figures(looked, now),
        )

    async def _ask(self, pool: Any | None) -> bool:
        """Read what the database says; False when it is away, and what it said before is kept."""
        if pool is None:
            return False
        try:
            async with asyncio.timeout(WAIT_SECONDS), transaction(pool, wait_seconds=2) as db:
                if await store.has_parts(db):
                    first = _first_day(datetime.now(UTC))
                    self._read = _Read(
                        await store.looked(db), await store.releases(db), await store.shares(db, first)
                    )
        except (Unavailable, TimeoutError):
            return False
        return True

    def _verdicts(
        self, looked: dict[str, store.Looked], queue: Verdict, *, here: bool, now: datetime
    ) -> dict[str, Verdict]:
        """What this process sees itself goes before what the worker saw; an old look says nothing of now."""
        nobody: dict[str, Verdict] = dict.fromkeys(PARTS, NOBODY_KNOWS)
        if not here:
            return nobody | {DATABASE: Verdict(DOWN, "database.away"), QUEUE: queue}
        of_worker = judge_worker(looked[WORKER].checked_at if WORKER in looked else None, now)
        seen = {
            part: one.verdict if now - one.checked_at <= WATCHED_WITHIN else NOBODY_KNOWS
            for part, one in looked.items()
        }
        database = seen.get(DATABASE, NOBODY_KNOWS)
        if database.state != TROUBLE:
            database = Verdict(WELL, "database.well")
        return nobody | seen | {DATABASE: database, QUEUE: queue, WORKER: of_worker}

    def _part(self, part: PartName, verdict: Verdict, now: datetime) -> Part:
        first = _first_day(now)
        days = [first + timedelta(days=n) for n in range(DAYS)]
        shares = self._read.shares
        return Part(
            part=part,
            state=verdict.state,
            reason=verdict.reason,
            since=self._since(part, verdict, now),
            release=self._read.releases.get(part),
            days=[PartDay(day, shares.get((part, day))) for day in days],
        )

    def _since(self, part: str, verdict: Verdict, now: datetime) -> datetime | None:
        """Since when it is so: as the worker saw it, else since this process saw it change."""
        if verdict.state == UNKNOWN:
            return None
        kept = self._read.looked.get(part)
        if kept is not None and kept.verdict.state == verdict.state:
            self._changed.pop(part, None)
            return kept.since
        if part == WORKER:
            return kept.checked_at if kept is not None else None
        if self._changed.get(part, ("",))[0] != verdict.state:
            self._changed[part] = (verdict.state, now)
        return self._changed[part][1]


async def _judged(ask_queue: AskQueue | None) -> Verdict:
    return NOBODY_KNOWS if ask_queue is None else judge_queue(await ask_queue() is not None)


def _first_day(now: datetime) -> date:
    return day_of(now) - timedelta(days=DAYS - 1)


def _figures(looked: dict[str, store.Looked], now: datetime) -> StatusFigures:
    collection = looked[COLLECTION].facts if COLLECTION in looked else {}
    sales = looked[SALES].facts if SALES in looked else {}
    # As of the look, as long as that is fresh: what was the oldest then has mostly been visited since.
    fresh = COLLECTION in looked and now - looked[COLLECTION].checked_at <= WATCHED_WITHIN
    as_of = looked[COLLECTION].checked_at if fresh else now
    due, last_ok, through = (
        collection.get("oldest_due_at"),
        collection.get("last_ok_at"),
        sales.get("closed_through"),
    )
    judged = looked[OUTLOOK].facts.get("judged_through") if OUTLOOK in looked else None
    return StatusFigures(
        judged_through=None if judged is None else date.fromisoformat(judged),
        lag_seconds=None if due is None else max(int((as_of - parse_instant(due)).total_seconds()), 0),
        last_ok_at=None if last_ok is None else parse_instant(last_ok),
        closed_through=None if through is None else date.fromisoformat(through),
    )
