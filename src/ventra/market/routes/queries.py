"""Watched queries and positions over HTTP."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

from litestar import delete, get, post
from litestar.params import JSONBody, PathParameter, QueryParameter

from ventra.accounts.answers import Done
from ventra.accounts.guard import asker_of
from ventra.accounts.routes.handed import Asked, Asking, Number, Pool
from ventra.core.rights import Access
from ventra.infra.db import transaction
from ventra.market import query_watch
from ventra.market.query_answers import Positions, QueryWish, WatchedQueries, WatchedQuery

TAGS = ["market"]
Id = Annotated[int, PathParameter(ge=0, le=2**63 - 1)]


@get(
    "/watched-queries",
    operation_id="list_watched_queries",
    tags=TAGS,
    summary="Queries the organisation watches, and where tracked products stand in them",
    access=Access.VIEWER,
)
async def list_watched_queries(pool: Pool, who: Asked) -> WatchedQueries:
    """With what the marketplace suggests after each text; nobody outside knows how often it is searched for."""
    async with transaction(pool, org_id=who.org) as db:
        return await query_watch.listed(db, who.org)


@post(
    "/watched-queries",
    operation_id="watch_query",
    tags=TAGS,
    summary="Watch a query, in Uzbek, in Russian, or both",
    status_code=201,
    access=Access.ANALYST,
)
async def watch_query(request: Asking, pool: Pool, who: Asked, data: JSONBody[QueryWish]) -> WatchedQuery:
    """It is looked up once a day, within the budget of searches."""
    return await query_watch.add(pool, who, data, asker=asker_of(request))


@delete(
    "/watched-queries/{query_id:int}",
    operation_id="unwatch_query",
    tags=TAGS,
    summary="Watch a query no more",
    status_code=200,
    access=Access.ANALYST,
)
async def unwatch_query(request: Asking, pool: Pool, who: Asked, query_id: Number) -> Done:
    """Watched again, it has what was seen of it before."""
    await query_watch.remove(pool, who, query_id, asker=asker_of(request))
    return Done()


@get(
    "/products/{product_id:int}/positions",
    operation_id="read_positions",
    tags=TAGS,
    summary="Where a product stood in the organisation's watched queries",
    access=Access.VIEWER,
)
async def read_positions(
    pool: Pool,
    who: Asked,
    product_id: Id,
    days: Annotated[int, QueryParameter(ge=1, le=400, description="how far back")] = 28,
) -> Positions:
    """Observed ranks alone: a look that did not show the product has no rank, a day without a look has nothing."""
    async with transaction(pool, org_id=who.org) as db:
        return await query_watch.positions(db, who.org, product_id, days=days, now=datetime.now(UTC))


ROUTES = (list_watched_queries, watch_query, unwatch_query, read_positions)
