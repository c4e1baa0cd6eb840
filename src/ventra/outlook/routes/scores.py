"""Scores over HTTP: of one product, opened into its parts, and of a leaf category; with anybody's own weights."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any

from litestar import get
from litestar.di import NamedDependency
from litestar.params import PathParameter, QueryParameter

from ventra.catalog.shelf import Shelf
from ventra.core.rights import Access
from ventra.infra.db import transaction
from ventra.outlook import standing
from ventra.outlook.score_answers import CategoryScores, ProductScore

Reading = NamedDependency[Shelf]
Pool = NamedDependency[Any]
Id = Annotated[int, PathParameter(ge=0, le=2**63 - 1)]
Own = Annotated[
    str | None,
    QueryParameter(
        max_length=200,
        description="one's own, such as `velocity:5,growth:3`: what is left out weighs nothing, only proportions count",
    ),
]


@get(
    "/products/{product_id:int}/score",
    operation_id="read_product_score",
    access=Access.OPEN,
    tags=["outlook"],
    summary="Where a product stands in its category",
)
async def read_product_score(pool: Pool, product_id: Id, weights: Own = None) -> ProductScore:
    """Its score with what it is made of, as of the last night; with other weights it is worked out for this answer."""
    given = standing.weights_of(weights)
    async with transaction(pool) as db:
        return await standing.of_product(db, product_id, given)


@get(
    "/categories/{category_id:int}/scores",
    operation_id="list_category_scores",
    access=Access.OPEN,
    tags=["outlook"],
    summary="A leaf category by score",
)
async def list_category_scores(
    shelf: Reading,
    category_id: Id,
    weights: Own = None,
    limit: Annotated[int, QueryParameter(ge=1, le=500, description="how many on a page")] = 50,
    cursor: Annotated[
        str | None, QueryParameter(max_length=1000, description="`next_cursor` of the page before")
    ] = None,
) -> CategoryScores:
    """Its own products by points, the most first, each with the percentiles of its parts, which a page can weigh anew."""
    given = standing.weights_of(weights)
    async with transaction(shelf.pool, org_id=await shelf.org_id()) as db:
        return await standing.of_category(
            db,
            category_id,
            given,
            limit=limit,
            cursor=cursor,
            now=datetime.now(UTC),
            simulated=shelf.simulated,
        )


ROUTES = (read_product_score, list_category_scores)
