"""What people ask of sourcing: a request for the worker, and whether an offer is a product."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec

from ventra.accounts.noting import note
from ventra.accounts.plans import most_of, must_allow
from ventra.accounts.store import organisations
from ventra.accounts.who import Asker, Who
from ventra.core.day import day_of
from ventra.core.one_line import one_line
from ventra.costs.store import outside
from ventra.errors import Conflict, NotFound
from ventra.infra.db import transaction
from ventra.sourcing.answers import (
    OfferDecision,
    OpenMatches,
    RequestWish,
    SourceState,
    SupplierBudget,
    SupplierRequest,
    SupplierRequests,
)
from ventra.sourcing.fetch import month_of
from ventra.sourcing.store import matches, requests
from ventra.sourcing.suppliers import SOURCES

MOST_WAITING = 20
"""Requests of one organisation that wait at a time."""
LONGEST_QUERY = 120
NO_KEY = "no key for this source is set at the worker: {}"


async def ask(pool: Any, who: Who, wish: RequestWish, *, now: datetime, asker: Asker) -> SupplierRequest:
    """Leave a request for the worker.

    `BadInput` without words, `Conflict` where the worker has no key or too many wait, `PlanLimit` when the month's budget is used
    up, `NotFound` for a product that is not known.
    """
    query = one_line(wish.query, field="query", longest=LONGEST_QUERY, least=2)
    wish = msgspec.structs.replace(wish, query=query)
    async with transaction(pool, org_id=who.org) as db:
        if wish.product_id is not None:
            await matches.target(db, wish.product_id)
        state = (await outside.of(db, wish.source))[wish.source]
        if state.missing:
            raise Conflict(NO_KEY.format(", ".join(state.missing)), missing=state.missing)
        await organisations.hold(db, who.org)
        waiting = await requests.waiting(db, who.org)
        if waiting >= MOST_WAITING:
            raise Conflict(f"{MOST_WAITING} requests are waiting already: ask again when some are answered")
        used = await requests.used(db, who.org, month_of(now))
        await must_allow(db, who.org, "supplier_calls", used + waiting + 1)
        made = await requests.add(db, who.org, who.user_id, wish)
        await note(db, who, asker, "supplier_asked", str(made.request_id), source=wish.source, query=query)
        return made


async def listed(db: Any, org_id: int, now: datetime) -> SupplierRequests:
    """The newest requests, what can be asked, and what is left to ask."""
    return SupplierRequests(
        items=await requests.listed(db, org_id),
        sources=await states(db),
        budget=await budget(db, org_id, now),
    )


async def states(db: Any) -> list[SourceState]:
    """Each source, whether it can be asked, and how the last asking went."""
    known = await outside.of(db, *SOURCES)
    return [
        SourceState(
            source=name,
            missing=known[name].missing,
            ok_at=known[name].ok_at,
            open_at=known[name].open_at,
            why=known[name].why,  # type: ignore[arg-type]
        )
        for name in SOURCES
    ]


async def budget(db: Any, org_id: int, now: datetime) -> SupplierBudget:
    """The month's budget of an organisation."""
    month = month_of(now)
    return SupplierBudget(
        month, await requests.used(db, org_id, month), await most_of(db, org_id, "supplier_calls")
    )


async def decide(
    pool: Any, who: Who, product_id: int, offer_id: int, said: OfferDecision, *, asker: Asker
) -> None:
    """Say whether an offer is a product; `NotFound` when nobody proposed it."""
    async with transaction(pool, org_id=who.org) as db:
        done = await matches.decide(
            db,
            who.org,
            product_id,
            offer_id,
            state=said.state,
            weight_grams=said.weight_grams,
            user_id=who.user_id,
        )
        if not done:
            raise NotFound("nobody proposed this offer for this product")
        await note(db, who, asker, f"offer_{said.state}", str(offer_id), product_id=product_id)


async def open_ones(db: Any, org_id: int, now: datetime, *, simulated: bool) -> OpenMatches:
    """What waits for a person to say whether it fits."""
    items, waiting = await matches.open_ones(db, org_id, day_of(now), simulated=simulated)
    return OpenMatches(items, waiting)
