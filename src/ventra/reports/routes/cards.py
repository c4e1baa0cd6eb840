"""Report cards over HTTP: asked for, looked after, fetched."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, PathParameter

from ventra.core.day import day_of
from ventra.core.rights import Access
from ventra.infra.db import transaction
from ventra.reports import card as cards
from ventra.reports.answers import Card, CardWish
from ventra.reports.store import cards as store

MEDIA_TYPES = {"png": "image/png", "pdf": "application/pdf"}
Pool = NamedDependency[Any]
Simulated = NamedDependency[bool]
ProductId = Annotated[int, PathParameter(ge=0, le=2**63 - 1)]


@post(
    "/products/{product_id:int}/card",
    operation_id="ask_card",
    access=Access.OPEN,
    tags=["reports"],
    summary="Ask for a product's report card",
    status_code=202,
)
async def ask_card(pool: Pool, simulated: Simulated, product_id: ProductId, data: JSONBody[CardWish]) -> Card:
    """A picture (PNG) or a sheet (PDF) to forward. The same figures again are the same card, for as long as it is kept."""
    async with transaction(pool) as db:
        return await cards.ask(db, product_id, data, now=datetime.now(UTC), simulated=simulated)


@get(
    "/cards/{card_id:uuid}",
    operation_id="read_card",
    access=Access.OPEN,
    tags=["reports"],
    summary="How far a report card is",
)
async def read_card(pool: Pool, card_id: FromPath[UUID]) -> Card:
    """Kept for an hour. A card that failed says why, in its own language."""
    async with transaction(pool) as db:
        return await store.read(db, card_id)


@get(
    "/cards/{card_id:uuid}/file",
    operation_id="read_card_file",
    access=Access.OPEN,
    tags=["reports"],
    summary="A report card's file",
    media_type="application/octet-stream",
    gives_files=tuple(MEDIA_TYPES.values()),
)
async def read_card_file(pool: Pool, card_id: FromPath[UUID]) -> Response[bytes]:
    """The PNG or PDF itself; 409 while it is not done."""
    async with transaction(pool) as db:
        card, body = await cards.file_of(db, card_id)
    made = day_of(card.finished_at or card.asked_at)
    name = f"ventra-{card.product_id}-{card.language}-{made}.{card.format}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-cache"}
    return Response(body, media_type=MEDIA_TYPES[card.format], headers=headers)


ROUTES = (ask_card, read_card, read_card_file)
