"""The central bank's rates: fetched a few times a day with their past, and how fresh they are."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from ventra.core.day import day_of
from ventra.costs.exchange import SOURCE, judge
from ventra.costs.store import outside
from ventra.costs.store.outside import Outside
from ventra.errors import PageChanged, SourceError
from ventra.infra.central_bank import CentralBank
from ventra.infra.db import transaction
from ventra.infra.logs import logger
from ventra.sourcing.answers import Rates
from ventra.sourcing.resting import open_again_at, why_of
from ventra.sourcing.store import rates as store
from ventra.sourcing.store import sources

SETTING = "CBU_URL"
EVERY = timedelta(hours=6)
"""The bank sets rates once a day, in the afternoon, and holds to no minute."""
PAST_DAYS = 90
PAST_A_TIME = 5
"""Days of the past asked about in one go."""
AHEAD = timedelta(days=7)
_log = logger(__name__)


async def refresh(pool: Any, bank: CentralBank | None, *, clock: Callable[[], datetime]) -> int:
    """Ask for the newest rates when it is time, and for a few missing days of the past; how many rates were kept.

    A bank that does not answer is no failure of ours: it is left alone for ever longer, and what is known goes on to hold.
    """
    now = clock()
    async with transaction(pool) as db:
        await sources.tell_missing(db, {SOURCE: [] if bank else [SETTING]})
        state = (await outside.of(db, SOURCE))[SOURCE]
    if bank is None or not state.open(now):
        return 0
    kept = 0
    try:
        if state.ok_at is None or state.ok_at <= now - EVERY:
            kept += await _newest(pool, bank, now)
        for day in await _missing_days(pool, now):
            found = await bank.rates(day)
            async with transaction(pool) as db:
                await store.keep(db, found)
                await store.note_asked(db, day)
            kept += len(found)
    except SourceError as failed:
        await _note(pool, state, failed, now)
    return kept


async def _missing_days(pool: Any, now: datetime) -> list[date]:
    today = day_of(now)
    async with transaction(pool) as db:
        return await store.days_not_asked(
            db, today - timedelta(days=PAST_DAYS), today - timedelta(days=1), at_most=PAST_A_TIME
        )


async def _newest(pool: Any, bank: CentralBank, now: datetime) -> int:
    found = await bank.rates()
    if not found:
        raise PageChanged(SOURCE, "no rates at all")
    if max(one.day for one in found) > day_of(now) + AHEAD:
        raise PageChanged(SOURCE, "rates of a day far ahead")
    async with transaction(pool) as db:
        await store.keep(db, found)
        await sources.note_answer(db, SOURCE, now)
    return len(found)


async def _note(pool: Any, state: Outside, failed: SourceError, now: datetime) -> None:
    open_at = open_again_at(state.failures, failed, now)
    if state.failures == 0:
        _log.warning("the central bank's rates are not to be had", because=str(failed), again_at=str(open_at))
    async with transaction(pool) as db:
        await sources.note_failure(db, SOURCE, now, open_at=open_at, why=why_of(failed))


async def read(db: Any, now: datetime) -> Rates:
    """The newest rates, and how fresh they are."""
    items = await store.newest(db, day_of(now))
    state = (await outside.of(db, SOURCE))[SOURCE]
    day = max((one.day for one in items), default=None)
    found = judge(state, day, now)
    return Rates(
        state=found,
        why=None if found == "fresh" else state.why,  # type: ignore[arg-type]
        day=day,
        asked_at=state.asked_at,
        ok_at=state.ok_at,
        open_at=state.open_at,
        items=items,
    )
