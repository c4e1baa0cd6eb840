"""The niche finder and one niche over HTTP."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any

from litestar import get
from litestar.di import NamedDependency
from litestar.params import PathParameter, QueryParameter

from ventra.catalog.shelf import Shelf
from ventra.core.rights import Access
from ventra.infra.db import transaction
from ventra.market import niche_find
from ventra.market.niche_answers import NicheDetail, NicheKind, NicheList, NicheWish
from ventra.market.niche_wants import wants_of
from ventra.market.store.niche_found import SORTS

Pool = NamedDependency[Any]
Reading = NamedDependency[Shelf]
Id = Annotated[int, PathParameter(ge=0, le=2**63 - 1)]


@get(
    "/niches",
    operation_id="find_niches",
    access=Access.OPEN,
    tags=["market"],
    summary="Niches by size, growth, shops, prices, seasons, reviews and saturation",
)
async def find_niches(
    pool: Pool,
    kind: Annotated[
        NicheKind, QueryParameter(description="categories, or clusters of the same goods")
    ] = "category",
    category: Annotated[
        int | None, QueryParameter(ge=0, le=2**63 - 1, description="a category with all below it")
    ] = None,
    leaf: Annotated[bool, QueryParameter(description="only categories with none below")] = True,
    want: Annotated[
        str | None,
        QueryParameter(
            max_length=1000,
            description="`measure:least:most`, one end may be empty, several with commas: `growth:0.1:,hhi::1500`; all must hold",
        ),
    ] = None,
    sure: Annotated[bool, QueryParameter(description="whole intervals must hold, not only points")] = False,
    sort: Annotated[
        str,
        QueryParameter(max_length=20, description=f"one of {', '.join(SORTS)}; `-` before it: descending"),
    ] = "-revenue",
    limit: Annotated[int, QueryParameter(ge=1, le=200, description="how many on a page")] = 50,
    cursor: Annotated[
        str | None, QueryParameter(max_length=1000, description="`next_cursor` of the page before")
    ] = None,
) -> NicheList:
    """As the last night measured them. A place is told with the first and last it may be: intervals that overlap are a tie."""
    wish = NicheWish(kind=kind, category=category, leaf=leaf, sure=sure, sort=sort, wants=wants_of(want))
    niche_find.checked(wish)
    async with transaction(pool) as db:
        return await niche_find.page(db, wish, limit=limit, cursor=cursor)


@get(
    "/niches/{niche_kind:str}/{niche_id:int}",
    operation_id="read_niche",
    access=Access.OPEN,
    tags=["market"],
    summary="One niche: its shops that came and left, prices, seasons, and what its saturation is made of",
)
async def read_niche(shelf: Reading, niche_kind: NicheKind, niche_id: Id) -> NicheDetail:
    """As the last night measured it; who came and who left is read now."""
    async with transaction(shelf.pool, org_id=await shelf.org_id()) as db:
        now = datetime.now(UTC)
        return await niche_find.one(db, niche_kind, niche_id, now=now, simulated=shelf.simulated)


ROUTES = (find_niches, read_niche)
