"""Search by meaning, and what is like a product."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any

from litestar import MediaType, Response, get
from litestar.di import NamedDependency
from litestar.params import FromQuery, QueryParameter

from ventra.catalog.routes.catalogue import (
    LONGEST_QUERY,
    Id,
    InCategory,
    Money,
    OfSeller,
    OnShelf,
    Reading,
)
from ventra.catalog.store.lists import ProductFilter
from ventra.core.rights import Access
from ventra.errors import BadInput, SignInNeeded
from ventra.infra.db import transaction
from ventra.search import answer
from ventra.search.answers import SearchAnswer, Similar
from ventra.search.asked import AskedVectors
from ventra.search.remembered import KeptModel

Learned = NamedDependency[KeptModel]
Asking = NamedDependency[AskedVectors]
Few = Annotated[int, QueryParameter(ge=1, le=100, description="how many at most")]


@get(
    "/search",
    operation_id="search_products",
    access=Access.OPEN,
    tags=["products"],
    summary="Products by what they are, in any of four languages",
)
async def search_products(
    shelf: Reading,
    learned: Learned,
    asking: Asking,
    q: Annotated[
        str,
        QueryParameter(
            max_length=LONGEST_QUERY,
            description="in Uzbek in either script, Russian or English; slips are forgiven, brands and models come first",
        ),
    ],
    category: InCategory = None,
    seller: OfSeller = None,
    on_shelf: OnShelf = None,
    in_stock: FromQuery[bool | None] = None,
    price_min: Money = None,
    price_max: Money = None,
    tracked: FromQuery[bool | None] = None,
    facets: Annotated[
        bool, QueryParameter(description="also what was found by category, shop and price")
    ] = False,
    limit: Few = 24,
) -> Response[SearchAnswer]:
    """Products by meaning, best first: those that have every brand and model asked for, then by words and nearness."""
    if price_min is not None and price_max is not None and price_min > price_max:
        raise BadInput("price_min is above price_max", field="price_min")
    org_id = await shelf.org_id()
    if tracked is not None and org_id is None:
        raise SignInNeeded("what is tracked is known of who has signed in")
    wanted = ProductFilter(
        category_id=category,
        seller_id=seller,
        state=on_shelf,
        in_stock=in_stock,
        price_min=price_min,
        price_max=price_max,
        tracked=tracked,
    )
    model = await learned.for_questions(shelf.pool)
    asked = await asking.of(q, learned.kind)
    async with transaction(shelf.pool, org_id=org_id) as db:
        body: Any = await answer.search(
            db,
            q,
            model,
            wanted,
            limit=limit,
            with_facets=facets,
            now=datetime.now(UTC),
            simulated=shelf.simulated,
            rows=shelf.rows,
            asked=asked,
        )
    return Response(body, media_type=MediaType.JSON)


@get(
    "/products/{product_id:int}/similar",
    operation_id="read_similar_products",
    access=Access.OPEN,
    tags=["products"],
    summary="Who else offers a product, and what is like it",
)
async def read_similar_products(shelf: Reading, product_id: Id, limit: Few = 12) -> Response[Similar]:
    """The cluster of the same goods that a product is in, with the reason for each, and what is near it in meaning."""
    org_id = await shelf.org_id()
    async with transaction(shelf.pool, org_id=org_id) as db:
        body: Any = await answer.similar(
            db, product_id, limit=limit, now=datetime.now(UTC), simulated=shelf.simulated, rows=shelf.rows
        )
    return Response(body, media_type=MediaType.JSON)


ROUTES = (search_products, read_similar_products)
