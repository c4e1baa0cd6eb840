"""The catalogue over HTTP: products, categories, sellers, and what is tracked."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any, Literal

from litestar import MediaType, Response, delete, get, post
from litestar.di import NamedDependency
from litestar.params import FromQuery, PathParameter, QueryParameter

from ventra.accounts.guard import asker_of
from ventra.accounts.routes.handed import MOST_ID, Asked, Asking, Pool
from ventra.catalog import tracking
from ventra.catalog.answers import (
    CategoryList,
    CategoryWithChildren,
    Product,
    ProductList,
    Seller,
    SellerList,
    Tracked,
)
from ventra.catalog.shelf import Shelf
from ventra.catalog.store import categories, lists, products, sellers
from ventra.catalog.store.lists import ProductFilter
from ventra.core.rights import Access
from ventra.errors import BadInput, SignInNeeded
from ventra.infra.db import glance, transaction

LONGEST_QUERY = 200
Reading = NamedDependency[Shelf]
Id = Annotated[int, PathParameter(ge=0, le=MOST_ID)]
Query = Annotated[
    str | None,
    QueryParameter(
        max_length=LONGEST_QUERY, description="words of the title, from their beginning, in either script"
    ),
]
Money = Annotated[int | None, QueryParameter(ge=0, le=MOST_ID, description="whole soʻm")]
InCategory = Annotated[
    int | None, QueryParameter(ge=0, le=MOST_ID, description="a category with all below it")
]
OfSeller = Annotated[int | None, QueryParameter(ge=0, le=MOST_ID)]
OnShelf = Annotated[Literal["active", "gone"] | None, QueryParameter(name="state")]
Limit = Annotated[int, QueryParameter(ge=1, le=500, description="how many on a page")]
CursorWord = Annotated[
    str | None, QueryParameter(max_length=1000, description="`next_cursor` of the page before")
]


@get(
    "/products",
    operation_id="list_products",
    access=Access.OPEN,
    tags=["products"],
    summary="Products by filter and order",
)
async def list_products(
    shelf: Reading,
    q: Query = None,
    category: InCategory = None,
    seller: OfSeller = None,
    on_shelf: OnShelf = None,
    in_stock: FromQuery[bool | None] = None,
    price_min: Money = None,
    price_max: Money = None,
    tracked: FromQuery[bool | None] = None,
    sort: Annotated[
        str,
        QueryParameter(
            max_length=20, description=f"one of {', '.join(lists.ORDERS)}; `-` before it: descending"
        ),
    ] = "-units_7",
    limit: Limit = 50,
    cursor: CursorWord = None,
) -> Response[ProductList]:
    """A page of products. What is unknown comes last in both directions; `total` counts all that match."""
    one_of(sort, lists.SORTS)
    if price_min is not None and price_max is not None and price_min > price_max:
        raise BadInput("price_min is above price_max", field="price_min")
    wanted = ProductFilter(
        q=q,
        category_id=category,
        seller_id=seller,
        state=on_shelf,
        in_stock=in_stock,
        price_min=price_min,
        price_max=price_max,
        tracked=tracked,
    )
    org_id = await shelf.org_id()
    if tracked is not None and org_id is None:
        raise SignInNeeded("what is tracked is known of who has signed in")
    async with transaction(shelf.pool, org_id=org_id) as db:
        body: Any = await lists.find(
            db,
            wanted,
            sort=sort,
            limit=limit,
            cursor=cursor,
            now=datetime.now(UTC),
            simulated=shelf.simulated,
            rows=shelf.rows,
        )
    return Response(body, media_type=MediaType.JSON)


@get(
    "/products/{product_id:int}",
    operation_id="read_product",
    access=Access.OPEN,
    tags=["products"],
    summary="One product",
)
async def read_product(shelf: Reading, product_id: Id) -> Product:
    """A product with its variants, its place in the catalogue, and how it is watched."""
    async with glance(shelf.pool, org_id=await shelf.org_id()) as db:
        return await products.read(db, product_id, now=datetime.now(UTC), simulated=shelf.simulated)


@post(
    "/products/{product_id:int}/track",
    operation_id="track_product",
    access=Access.ANALYST,
    tags=["products"],
    summary="Track a product",
    status_code=200,
)
async def track_product(request: Asking, pool: Pool, who: Asked, product_id: Id) -> Tracked:
    """Visit this product from now on; asking twice is asking once."""
    return await tracking.track(pool, who, product_id, True, asker=asker_of(request))


@delete(
    "/products/{product_id:int}/track",
    operation_id="untrack_product",
    access=Access.ANALYST,
    tags=["products"],
    summary="Stop tracking a product",
    status_code=200,
)
async def untrack_product(request: Asking, pool: Pool, who: Asked, product_id: Id) -> Tracked:
    """No longer visit this product for its own sake; what was seen stays."""
    return await tracking.track(pool, who, product_id, False, asker=asker_of(request))


@get(
    "/categories",
    operation_id="list_categories",
    access=Access.OPEN,
    tags=["catalogue"],
    summary="The category tree",
)
async def list_categories(pool: Pool) -> CategoryList:
    """Every category, parents before their children, with the products below each."""
    async with transaction(pool) as db:
        return await categories.tree(db)


@get(
    "/categories/{category_id:int}",
    operation_id="read_category",
    access=Access.OPEN,
    tags=["catalogue"],
    summary="One category and its children",
)
async def read_category(pool: Pool, category_id: Id) -> CategoryWithChildren:
    """A category and those directly below it."""
    async with transaction(pool) as db:
        return await categories.read(db, category_id)


@get(
    "/sellers",
    operation_id="list_sellers",
    access=Access.OPEN,
    tags=["catalogue"],
    summary="Shops by name and order",
)
async def list_sellers(
    pool: Pool,
    q: Query = None,
    sort: Annotated[
        str, QueryParameter(max_length=20, description=f"one of {', '.join(sellers.SORTS)}")
    ] = "-units_7",
    limit: Limit = 50,
    cursor: CursorWord = None,
) -> SellerList:
    """A page of shops with the sum of their products' last 7 closed days."""
    one_of(sort, sellers.SORTS)
    async with transaction(pool) as db:
        return await sellers.find(db, q=q, sort=sort, limit=limit, cursor=cursor)


@get(
    "/sellers/{seller_id:int}",
    operation_id="read_seller",
    access=Access.OPEN,
    tags=["catalogue"],
    summary="One shop",
)
async def read_seller(pool: Pool, seller_id: Id) -> Seller:
    """A shop, when it was last seen, and when its first product was."""
    async with transaction(pool) as db:
        return await sellers.read(db, seller_id)


def one_of(sort: str, allowed: tuple[str, ...]) -> None:
    """Raise `BadInput` for an order that there is not."""
    if sort not in allowed:
        raise BadInput(f"sort is one of {', '.join(allowed)}", field="sort")


ROUTES = (
    list_products,
    read_product,
    track_product,
    untrack_product,
    list_categories,
    read_category,
    list_sellers,
    read_seller,
)
