"""Pure: how each part is, judged from facts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from ventra.core.day import last_closed_day
from ventra.costs.answers import RatesState
from ventra.infra.store import NO_ROOM
from ventra.outlook.how_far import is_late
from ventra.status.answers import DiskState, Overall, PartName, State

WELL: Final = "well"
TROUBLE: Final = "trouble"
DOWN: Final = "down"
OFF: Final = "off"
UNKNOWN: Final = "unknown"

DATABASE: Final = "database"
QUEUE: Final = "queue"
WORKER: Final = "worker"
COLLECTION: Final = "collection"
SALES: Final = "sales"
OUTLOOK: Final = "outlook"
BOT: Final = "bot"
RATES: Final = "rates"
PARTS: tuple[PartName, ...] = (DATABASE, QUEUE, WORKER, COLLECTION, SALES, OUTLOOK, BOT, RATES)

SILENT_AFTER = timedelta(minutes=15)
"""Something is due, and for so long no source has given a good answer."""
CLOSED_WITHIN = timedelta(hours=1)
"""How long after a day can be closed it may still be open."""
FAILURES_IN_A_ROW = 3
LEAST_AHEAD = timedelta(days=28)
"""Less than a month of partitions ahead: the job that makes them has not run for two."""
STARTING = timedelta(seconds=90)
WATCHED_WITHIN = timedelta(minutes=3)


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a part is; `reason` is the key of a plain sentence."""

    state: State
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the worker finds when it looks around; null where there is nothing to say."""

    now: datetime
    collecting: bool
    collecting_since: datetime | None = None
    switched: bool = False
    """Whether the operator's switch decides what is collected."""
    watching: bool
    """Whether there is anything to visit."""
    oldest_due_at: datetime | None
    last_ok_at: datetime | None
    stopped: bool
    """Whether a source asked for a check, so that it is left alone."""
    has_figures: bool
    closed_through: date | None
    close_failures: int
    judged_through: date | None = None
    """The day of the last night of the outlook that came to its end."""
    judging: bool = False
    judging_failures: int = 0
    bot_on: bool | None
    bot_started_at: datetime | None
    poller_until: datetime | None
    rates: RatesState = "off"
    """How fresh the central bank's rates are."""
    disk: DiskState = UNKNOWN
    room_left: bool = True
    """Whether the disk of Postgres takes more."""
    months_ahead: timedelta = LEAST_AHEAD


def judge_database(facts: Facts) -> Verdict:
    """It answers, or nobody could look; but it may be about to stop taking what is new."""
    if not facts.room_left:
        return Verdict(TROUBLE, NO_ROOM)
    if facts.months_ahead < LEAST_AHEAD:
        return Verdict(TROUBLE, "database.no_months")
    match facts.disk:
        case "grave":
            return Verdict(TROUBLE, "database.nearly_full")
        case "warn":
            return Verdict(TROUBLE, "database.fills")
        case _:
            return Verdict(WELL, "database.well")


def judge_queue(answers: bool) -> Verdict:
    """Redis answers, or work waits."""
    return Verdict(WELL, "queue.well") if answers else Verdict(DOWN, "queue.away")


def judge_collection(facts: Facts) -> Verdict:
    """Well as long as nothing waits for long, or visits succeed."""
    if not facts.collecting:
        return Verdict(OFF, "collection.switched_off" if facts.switched else "collection.off")
    if not facts.watching:
        return Verdict(OFF, "collection.nothing")
    limit = facts.now - SILENT_AFTER
    # What was due while collecting was off has had no chance before it was switched on.
    begun = facts.collecting_since is not None and facts.collecting_since >= limit
    waits = not begun and facts.oldest_due_at is not None and facts.oldest_due_at < limit
    if not waits or (facts.last_ok_at is not None and facts.last_ok_at >= limit):
        return Verdict(WELL, "collection.well")
    return Verdict(DOWN, "collection.stopped" if facts.stopped else "collection.silent")


def judge_sales(facts: Facts) -> Verdict:
    """Well when yesterday was closed soon after midnight and computing goes on."""
    if not facts.has_figures:
        return Verdict(OFF, "sales.nothing")
    if facts.closed_through is None:
        return Verdict(UNKNOWN, "sales.unknown")
    if facts.closed_through < last_closed_day(facts.now - CLOSED_WITHIN):
        return Verdict(DOWN, "sales.late")
    if facts.close_failures >= FAILURES_IN_A_ROW:
        return Verdict(TROUBLE, "sales.failing")
    return Verdict(WELL, "sales.well")


def judge_outlook(facts: Facts) -> Verdict:
    """Well when the market is judged by yesterday within some hours of its close; late, what it says is merely older."""
    if not facts.has_figures:
        return Verdict(OFF, "outlook.nothing")
    if facts.judging_failures >= FAILURES_IN_A_ROW:
        return Verdict(TROUBLE, "outlook.failing")
    if facts.closed_through is not None and is_late(facts.judged_through, facts.closed_through, facts.now):
        return Verdict(TROUBLE, "outlook.late")
    if facts.judging:
        return Verdict(WELL, "outlook.running")
    return (
        Verdict(UNKNOWN, "outlook.unknown") if facts.judged_through is None else Verdict(WELL, "outlook.well")
    )


def judge_bot(facts: Facts) -> Verdict:
    """Well while one process holds the right to poll, or has just started."""
    if facts.bot_on is False or (facts.bot_on is None and facts.poller_until is None):
        return Verdict(OFF, "bot.off")
    polls = facts.poller_until is not None and facts.poller_until > facts.now
    starts = facts.bot_started_at is not None and facts.now - facts.bot_started_at < STARTING
    return Verdict(WELL, "bot.well") if polls or starts else Verdict(DOWN, "bot.silent")


def judge_rates(facts: Facts) -> Verdict:
    """Well while the central bank was reached lately; old rates go on to hold, and are said to be old."""
    match facts.rates:
        case "fresh":
            return Verdict(WELL, "rates.well")
        case "off":
            return Verdict(OFF, "rates.off")
        case "never":
            return Verdict(UNKNOWN, "rates.never")
        case _:
            return Verdict(TROUBLE, f"rates.{facts.rates}")


def judge_worker(looked_at: datetime | None, now: datetime) -> Verdict:
    """Well when it looked around a moment ago."""
    if looked_at is None:
        return Verdict(DOWN, "worker.never")
    fresh = now - looked_at <= WATCHED_WITHIN
    return Verdict(WELL, "worker.well") if fresh else Verdict(DOWN, "worker.silent")


def overall(database: State, every: Iterable[State]) -> Overall:
    """Down when nothing can be answered; trouble when a part is not as it should be."""
    if database == DOWN:
        return DOWN
    return TROUBLE if any(state in (TROUBLE, DOWN) for state in every) else WELL
