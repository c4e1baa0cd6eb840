"""Looks at each part once a minute and counts how it was, so that the status page can say how it has been."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from ventra.costs.exchange import state_of
from ventra.errors import Unavailable
from ventra.infra import samples
from ventra.infra.db import transaction
from ventra.infra.months import ahead_seconds
from ventra.infra.room import Room
from ventra.status import disk, store
from ventra.status.judge import (
    BOT,
    COLLECTION,
    DATABASE,
    OFF,
    OUTLOOK,
    QUEUE,
    RATES,
    SALES,
    UNKNOWN,
    WELL,
    WORKER,
    Facts,
    Verdict,
    judge_bot,
    judge_collection,
    judge_database,
    judge_outlook,
    judge_queue,
    judge_rates,
    judge_sales,
)

MOST_MINUTES = 3 * 24 * 60


class Outage:
    """The minutes in which Postgres did not answer this worker: they can only be counted once it is back."""

    def __init__(self) -> None:
        self._minutes: set[datetime] = set()

    def note(self, now: datetime) -> None:
        """It does not answer now."""
        if len(self._minutes) < MOST_MINUTES:
            self._minutes.add(now.replace(second=0, microsecond=0))

    def since(self, looked_at: datetime | None) -> list[datetime]:
        """Those minutes that nobody has counted: another worker that looked since has told of the same outage."""
        return sorted(minute for minute in self._minutes if looked_at is None or minute > looked_at)

    def told(self) -> None:
        """They are counted."""
        self._minutes.clear()


async def watch(
    pool: Any, *, collect: str, ask_queue: Callable[[], Awaitable[object]], outage: Outage, room: Room
) -> None:
    """Look at each part, keep how it is, and count the look. Run twice it counts one look more, which no share minds."""
    queue = judge_queue(await _answers(ask_queue))
    async with transaction(pool) as db:
        if not await store.has_parts(db):
            return
        before = (await store.looked(db)).get(DATABASE)
        missed = outage.since(before.checked_at if before else None)
        room.note_used(await samples.used_bytes(db))
        facts = await store.facts(db, collect=collect)
        facts = replace(
            facts,
            rates=await state_of(db, facts.now),
            disk=(await disk.read(db)).state,
            room_left=room.is_left(),
            months_ahead=timedelta(seconds=await ahead_seconds(db)),
        )
        verdicts = _verdicts(facts, queue)
        await store.keep(db, verdicts, _figures(facts), seen_again=bool(missed))
        looks = [
            (part, None, one.state == WELL)
            for part, one in verdicts.items()
            if one.state not in (OFF, UNKNOWN)
        ]
        await store.count(db, [*looks, *((DATABASE, minute, False) for minute in missed)])
    outage.told()


async def _answers(ask: Callable[[], Awaitable[object]]) -> bool:
    try:
        await ask()
    except Unavailable:
        return False
    return True


def _verdicts(facts: Facts, queue: Verdict) -> dict[str, Verdict]:
    return {
        DATABASE: judge_database(facts),
        QUEUE: queue,
        WORKER: Verdict(WELL, "worker.well"),
        COLLECTION: judge_collection(facts),
        SALES: judge_sales(facts),
        OUTLOOK: judge_outlook(facts),
        BOT: judge_bot(facts),
        RATES: judge_rates(facts),
    }


def _figures(facts: Facts) -> dict[str, dict[str, Any]]:
    """What the page shows beside the parts, as it was at this look."""
    return {
        COLLECTION: {"oldest_due_at": facts.oldest_due_at, "last_ok_at": facts.last_ok_at},
        SALES: {"closed_through": facts.closed_through},
        OUTLOOK: {"judged_through": facts.judged_through},
    }
