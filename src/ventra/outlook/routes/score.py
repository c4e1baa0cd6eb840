"""Scores over HTTP: of a product, opened into its parts; of a leaf category's goods; and what they are made of."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any

from litestar import get
from litestar.di import NamedDependency
from litestar.params import PathParameter, QueryParameter

from ventra.accounts.routes.handed import Asking
from ventra.catalog.shelf import Shelf
from ventra.core.rights import Access
from ventra.core.texts import language_of
from ventra.infra.db import transaction
from ventra.outlook import score_read
from ventra.outlook.score_answers import CategoryParts, CategoryScores, ProductScore
from ventra.outlook.score_recipes import asked

Pool = NamedDependency[Any]
Reading = NamedDependency[Shelf]
Id = Annotated[int, PathParameter(ge=0, le=2**63 - 1)]
Weights = Annotated[
    str | None,
    QueryParameter(
        max_length=400, description="weights of parts, as in `velocity:3,growth:1`; others weigh nothing"
    ),
]
Recipe = Annotated[
    int | None, QueryParameter(ge=1, le=2**63 - 1, description="one of the organisation's recipes instead")
]


@get(
    "/products/{product_id:int}/score",
    operation_id="read_product_score",
    access=Access.OPEN,
    tags=["outlook"],
    summary="A product's score, opened into its parts",
)
async def read_product_score(
    request: Asking, shelf: Reading, product_id: Id, weights: Weights = None, recipe: Recipe = None
) -> ProductScore:
    """Where it stands within its leaf category as of the last night; with weights or a recipe worked out anew."""
    org_id = await shelf.org_id()
    language = language_of(request.headers.get("accept-language"))
    async with transaction(shelf.pool, org_id=org_id) as db:
        by = await asked(db, org_id, text=weights, recipe=recipe)
        return await score_read.of_product(db, product_id, by, language)


@get(
    "/categories/{category_id:int}/scores",
    operation_id="list_category_scores",
    access=Access.OPEN,
    tags=["outlook"],
    summary="A leaf category's products by score",
)
async def list_category_scores(
    shelf: Reading,
    category_id: Id,
    weights: Weights = None,
    recipe: Recipe = None,
    limit: Annotated[int, QueryParameter(ge=1, le=500, description="how many on a page")] = 50,
    cursor: Annotated[
        str | None, QueryParameter(max_length=1000, description="`next_cursor` of the page before")
    ] = None,
) -> CategoryScores:
    """A page of them, the most points first, by the default weights or by others."""
    org_id = await shelf.org_id()
    async with transaction(shelf.pool, org_id=org_id) as db:
        by = await asked(db, org_id, text=weights, recipe=recipe)
        return await score_read.of_category(
            db,
            category_id,
            by,
            limit=limit,
            cursor=cursor,
            now=datetime.now(UTC),
            simulated=shelf.simulated,
        )


@get(
    "/categories/{category_id:int}/score-parts",
    operation_id="read_category_score_parts",
    access=Access.OPEN,
    tags=["outlook"],
    summary="What the scores of a leaf category are made of",
)
async def read_category_score_parts(pool: Pool, category_id: Id) -> CategoryParts:
    """Percentiles of the parts of all its products, at most 2,000: whoever has them can make scores by any weights."""
    async with transaction(pool) as db:
        return await score_read.parts_of_category(db, category_id)


ROUTES = (read_product_score, list_category_scores, read_category_score_parts)
