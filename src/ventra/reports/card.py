"""Report cards: asked for, made one after the other, and handed out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from ventra.core.texts import Language
from ventra.errors import Busy, Conflict
from ventra.infra.browser import Renderer, RenderFailed
from ventra.infra.db import transaction
from ventra.infra.one_by_one import one_by_one
from ventra.reports import facts as facts_of
from ventra.reports.answers import Card, CardWish, Format
from ventra.reports.facts import CardFacts
from ventra.reports.once_more import MOST_TRIES, once_more
from ventra.reports.sheet import SIZES, sheet
from ventra.reports.store import cards as store
from ventra.reports.store.cards import CardLease

MOST_WAITING = 40
LEASE_SECONDS = 60.0
"""Longer than a run of Chromium may take, twice over where it has no sandbox to run in."""
BUSY_SECONDS = 20


async def ask(db: Any, product_id: int, wish: CardWish, *, now: datetime, simulated: bool) -> Card:
    """The card that is made or being made of these figures, else a new one that waits; `Busy` when too many wait."""
    digest = (await facts_of.read(db, product_id, now=now, simulated=simulated)).digest
    known = await store.find(db, product_id, wish, digest)
    if known is not None:
        return known
    if await store.waiting(db) >= MOST_WAITING:
        raise Busy(f"{MOST_WAITING} cards are waiting already", retry_after_seconds=BUSY_SECONDS)
    added = await store.add(db, product_id, wish, digest) or await store.find(db, product_id, wish, digest)
    if added is None:
        raise Busy("the card was just made by somebody else: ask again", retry_after_seconds=1)
    return added


async def file_of(db: Any, card_id: UUID) -> tuple[Card, bytes]:
    """A card's file; `Conflict` while there is none."""
    card, body = await store.read_file(db, card_id)
    if body is None:
        raise Conflict(card.error or "the card is not ready yet", state=card.state)
    return card, body


async def make_waiting(
    pool: Any,
    renderer: Renderer | None,
    *,
    simulated: bool,
    clock: Callable[[], datetime],
    stopping: Callable[[], bool],
) -> int:
    """Make every card that waits until told to stop; says how many were taken. Without a `renderer` they fail."""
    return await one_by_one(
        pool,
        lambda db: store.take(db, lease_seconds=LEASE_SECONDS, most_tries=MOST_TRIES),
        lambda lease: _make(pool, renderer, lease, simulated=simulated, now=clock()),
        lambda db, lease: store.give_back(db, lease, counted=False),
        stopping=stopping,
    )


async def _make(
    pool: Any, renderer: Renderer | None, lease: CardLease, *, simulated: bool, now: datetime
) -> None:
    if renderer is None:
        async with transaction(pool) as db:
            await store.fail(db, lease, "no_browser")
        return
    async with transaction(pool) as db:
        facts = await facts_of.read(db, lease.product_id, now=now, simulated=simulated)
    try:
        body = await draw(renderer, facts, lease.format, lease.language)
    except RenderFailed as failure:
        wish = {"product_id": lease.product_id, "format": lease.format, "language": lease.language}
        await once_more(pool, store, lease, failure, job="cards", job_id=str(lease.card_id), payload=wish)
        return
    async with transaction(pool) as db:
        await store.finish(db, lease, body, facts.digest)


async def draw(renderer: Renderer, facts: CardFacts, format: Format, language: Language) -> bytes:
    """The card as a file. Raises `RenderFailed`."""
    size = SIZES[format]
    return await renderer.render(sheet(facts, language, format), format, width=size.width, height=size.height)
