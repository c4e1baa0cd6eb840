"""Looks up watched texts on the marketplace, one a step, and keeps which products were shown in which order."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from ventra.collect.ask import Parts, ask
from ventra.collect.look import Clock, never, utc_now
from ventra.collect.note import note_answers
from ventra.collect.store import sources
from ventra.collect.uzum.client import UzumClient
from ventra.collect.uzum.search import parse_search
from ventra.collect.uzum.suggest import parse_suggestions
from ventra.errors import SourceError
from ventra.infra.budget import HeldBack
from ventra.infra.db import transaction
from ventra.market.store import search_looks
from ventra.market.store.search_looks import DueText

EVERY = timedelta(days=1)
IDEAS_EVERY = timedelta(days=7)
LEASE = timedelta(minutes=5)
"""Longer than the budget may have both requests wait."""
TURN = timedelta(seconds=30)
RETRY, LONGEST_RETRY = timedelta(minutes=10), timedelta(days=1)
SEARCH, SUGGEST = "search", "suggest"


@dataclass(frozen=True, slots=True)
class LookReport:
    """What a step came to; `text` is `None` when none was due."""

    text: str | None = None
    shown: int = 0
    outcome: str = "ok"


async def look_up(
    pool: Any, client: UzumClient, *, clock: Clock = utc_now, stopping: Callable[[], bool] = never
) -> int:
    """Steps for as long as a turn; the budget sets their pace. Returns how many brought an answer."""
    until, done = clock() + TURN, 0
    while clock() < until and not stopping():
        report = await look(pool, client, clock=clock)
        if report.text is None or report.outcome != "ok":
            break
        done += 1
    return done


async def look(pool: Any, client: UzumClient, *, clock: Clock = utc_now) -> LookReport:
    """One step: the first page of the search that is longest due, and now and then what is suggested after its text."""
    parts = Parts(pool, client, clock)
    async with transaction(pool) as db:
        if not (await sources.source_of(db, client.urls.graphql_host, clock())).open_at(clock()):
            return LookReport()
        due = await search_looks.take(db, now=clock(), lease=LEASE)
    if due is None:
        return LookReport()
    try:
        shown = await _search(parts, due)
    except SourceError as error:
        await _put_back(parts, due, error)
        return LookReport(due.text, outcome=error.outcome)
    if due.ideas_at is None or clock() - due.ideas_at >= IDEAS_EVERY:
        try:
            await _suggest(parts, due)
        except SourceError as error:
            # The search has its answer and is not asked again for want of ideas: they wait for the next one.
            return LookReport(due.text, shown, error.outcome)
    return LookReport(due.text, shown)


async def _search(parts: Parts, due: DueText) -> int:
    urls = parts.client.urls
    fetching = parts.client.fetch_search(0, text=due.text, language=due.language)
    page = await ask(parts, urls.graphql_host, urls.graphql, fetching, parse_search, kind=SEARCH)
    now = parts.clock()
    async with transaction(parts.pool) as db:
        await note_answers(db, urls.graphql_host, [None], now, kind=SEARCH)
        await search_looks.keep(db, due, page.product_ids, page.total, now=now, due_at=now + EVERY)
    return len(page.product_ids)


async def _suggest(parts: Parts, due: DueText) -> None:
    urls = parts.client.urls
    fetching = parts.client.fetch_suggestions(due.text, language=due.language)
    ideas = await ask(parts, urls.graphql_host, urls.graphql, fetching, parse_suggestions, kind=SUGGEST)
    now = parts.clock()
    async with transaction(parts.pool) as db:
        await note_answers(db, urls.graphql_host, [None], now, kind=SUGGEST)
        await search_looks.keep_ideas(db, due, ideas, now=now)


async def _put_back(parts: Parts, due: DueText, error: SourceError) -> None:
    """Our own budget's no is no failure; after any other the text waits, longer each time."""
    now, failures = parts.clock(), due.failures + 1
    wait = min(RETRY * 2 ** min(due.failures, 8), LONGEST_RETRY)
    outcome = error.outcome
    if isinstance(error, HeldBack):
        failures, wait, outcome = due.failures, timedelta(), "ok"
    wait = max(wait, timedelta(seconds=error.retry_after_seconds or 0))
    async with transaction(parts.pool) as db:
        await search_looks.put_back(db, due, outcome, due_at=now + wait, failures=failures)
