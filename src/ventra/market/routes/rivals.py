"""Rivals over HTTP: of a product, of all one's own, their history, what is chosen, and a seller's other shops."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any

from litestar import get, put
from litestar.di import NamedDependency
from litestar.params import JSONBody, PathParameter, QueryParameter

from ventra.accounts.answers import Done
from ventra.accounts.guard import asker_of
from ventra.accounts.routes.handed import Asked, Asking
from ventra.catalog.shelf import Shelf
from ventra.core.rights import Access
from ventra.errors import BadInput
from ventra.infra.db import transaction
from ventra.market import other_shops, rival_choose, rival_find, rival_history
from ventra.market.rival_answers import OtherShops, RivalHistory, Rivals, RivalsOverview, RivalWish

Pool = NamedDependency[Any]
Reading = NamedDependency[Shelf]
Id = Annotated[int, PathParameter(ge=0, le=2**63 - 1)]
TAGS = ["market"]


@get(
    "/products/{product_id:int}/rivals",
    operation_id="read_rivals",
    access=Access.OPEN,
    tags=TAGS,
    summary="A product's rivals, why they are, and what changed of them",
)
async def read_rivals(shelf: Reading, product_id: Id) -> Rivals:
    """The same goods of other shops, and the best sellers of its leaf and price segment; with what one's organisation chose."""
    org_id = await shelf.org_id()
    async with transaction(shelf.pool, org_id=org_id) as db:
        return await rival_find.of_product(
            db, product_id, org_id=org_id, now=datetime.now(UTC), simulated=shelf.simulated
        )


@get(
    "/products/{product_id:int}/rivals/history",
    operation_id="read_rival_history",
    access=Access.OPEN,
    tags=TAGS,
    summary="Price, stock and share of the niche over time, beside rivals",
)
async def read_rival_history(
    shelf: Reading,
    product_id: Id,
    weeks: Annotated[
        int, QueryParameter(ge=1, le=26, description="closed weeks, ending with the last closed day")
    ] = 8,
    rivals: Annotated[
        str | None, QueryParameter(max_length=200, description="ids with commas; by default the first ones")
    ] = None,
) -> RivalHistory:
    """One's own product first. A day nobody looked at is null."""
    org_id, named = await shelf.org_id(), _ids(rivals)
    async with transaction(shelf.pool, org_id=org_id) as db:
        return await rival_history.read(
            db,
            product_id,
            weeks=weeks,
            rivals=named,
            org_id=org_id,
            now=datetime.now(UTC),
            simulated=shelf.simulated,
        )


@put(
    "/products/{product_id:int}/rivals/{rival_id:int}",
    operation_id="choose_rival",
    access=Access.ANALYST,
    tags=TAGS,
    summary="Add a rival, take one out, or take that back",
)
async def choose_rival(
    request: Asking, pool: Pool, who: Asked, product_id: Id, rival_id: Id, data: JSONBody[RivalWish]
) -> Done:
    """Kept for the organisation; others see what is proposed."""
    await rival_choose.choose(pool, who, product_id, rival_id, data.choice, asker=asker_of(request))
    return Done()


@get(
    "/rivals",
    operation_id="read_rivals_overview",
    access=Access.VIEWER,
    tags=TAGS,
    summary="What the rivals of one's own products did",
)
async def read_rivals_overview(shelf: Reading, who: Asked) -> RivalsOverview:
    """Of products marked as one's own; where none is, of all that are tracked. Those whose rivals moved come first."""
    async with transaction(shelf.pool, org_id=who.org) as db:
        return await rival_find.overview(db, who.org, now=datetime.now(UTC), simulated=shelf.simulated)


@get(
    "/sellers/{seller_id:int}/shops",
    operation_id="read_other_shops",
    access=Access.OPEN,
    tags=TAGS,
    summary="Other shops that are the same seller's",
)
async def read_other_shops(pool: Pool, seller_id: Id) -> OtherShops:
    """By the account that the marketplace names; the same name alone is told apart. What nothing tells of is left out."""
    async with transaction(pool) as db:
        return await other_shops.read(db, seller_id)


def _ids(words: str | None) -> list[int]:
    parts = [] if words is None else words.split(",")
    if not all(part.isascii() and part.isdigit() and len(part) < 20 and int(part) < 2**63 for part in parts):
        raise BadInput("rivals are product ids with commas between them", field="rivals")
    return [int(part) for part in parts]


ROUTES = (read_rivals, read_rival_history, choose_rival, read_rivals_overview, read_other_shops)
