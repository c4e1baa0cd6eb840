"""The watchlist over HTTP: what an organisation tracks, and what it says of it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any, Literal

from litestar import MediaType, Response, get, patch, post
from litestar.di import NamedDependency, Provide
from litestar.params import FromQuery, JSONBody, QueryParameter

from ventra.accounts.guard import asker_of
from ventra.accounts.routes.handed import MOST_ID, Asked, Asking, Pool
from ventra.catalog import listing, tracking, watchlist
from ventra.catalog.routes.catalogue import (
    CursorWord,
    Id,
    InCategory,
    Limit,
    Money,
    OfSeller,
    OnShelf,
    Query,
    Reading,
    one_of,
)
from ventra.catalog.store import facets, marks
from ventra.catalog.store import watchlist as kept
from ventra.catalog.store.watchlist import Wanted
from ventra.catalog.watchlist_answers import (
    Facets,
    ManyDone,
    ManyProducts,
    SaidOfProduct,
    Saying,
    SayingOfMany,
    TagList,
    Watchlist,
)
from ventra.core.rights import Access
from ventra.infra.db import transaction

TAGS = ["watchlist"]
InList = Annotated[
    int | None, QueryParameter(name="list", ge=1, le=MOST_ID, description="only what is in this list")
]
Tagged = Annotated[str | None, QueryParameter(max_length=200)]
Marked = FromQuery[Literal["mine", "rival", "none"] | None]
Sort = Annotated[
    str,
    QueryParameter(max_length=20, description=f"one of {', '.join(kept.ORDERS)}; `-` before it: descending"),
]
MOST_TAGS_LISTED = 500


def asked_for(
    q: Query = None,
    list_id: InList = None,
    tag: Tagged = None,
    mark: Marked = None,
    category: InCategory = None,
    seller: OfSeller = None,
    on_shelf: OnShelf = None,
    in_stock: FromQuery[bool | None] = None,
    price_min: Money = None,
    price_max: Money = None,
) -> Wanted:
    """What of the watchlist a page or a file shows. `BadInput` for a tag that cannot be, or a lowest price above the highest."""
    return watchlist.wanted(
        q=q,
        list_id=list_id,
        tag=tag,
        mark=mark,
        category_id=category,
        seller_id=seller,
        state=on_shelf,
        in_stock=in_stock,
        price_min=price_min,
        price_max=price_max,
    )


AskedFor = NamedDependency[Wanted]
NARROWED = {"wanted": Provide(asked_for, sync_to_thread=False)}


@get(
    "/watchlist",
    operation_id="read_watchlist",
    tags=TAGS,
    summary="What the organisation tracks",
    access=Access.VIEWER,
    dependencies=NARROWED,
)
async def read_watchlist(
    shelf: Reading,
    who: Asked,
    wanted: AskedFor,
    sort: Sort = "-units_7",
    limit: Limit = 50,
    cursor: CursorWord = None,
) -> Response[Watchlist]:
    """A page of tracked products, each as in `/products`, with mark, note, tags, and the lists it is in."""
    one_of(sort, kept.SORTS)
    async with transaction(shelf.pool, org_id=who.org) as db:
        if wanted.list_id is not None:
            await listing.must_be(db, who.org, wanted.list_id)
        body: Any = await kept.find(
            db,
            who.org,
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
    "/watchlist/facets",
    operation_id="read_watchlist_facets",
    tags=TAGS,
    summary="The categories and shops of what is tracked",
    access=Access.VIEWER,
)
async def read_watchlist_facets(pool: Pool, who: Asked) -> Facets:
    """Those of most tracked products first."""
    async with transaction(pool, org_id=who.org) as db:
        return await facets.of_tracked(db, who.org)


@get(
    "/watchlist/tags",
    operation_id="list_tags",
    tags=TAGS,
    summary="The organisation's tags",
    access=Access.VIEWER,
)
async def list_tags(pool: Pool, who: Asked) -> TagList:
    """Those of most products first."""
    async with transaction(pool, org_id=who.org) as db:
        return TagList(await marks.tags_of(db, who.org, at_most=MOST_TAGS_LISTED))


@patch(
    "/watchlist/products/{product_id:int}",
    operation_id="mark_product",
    tags=TAGS,
    summary="Mark, note and tag a product",
    access=Access.ANALYST,
)
async def mark_product(
    request: Asking, pool: Pool, who: Asked, product_id: Id, data: JSONBody[Saying]
) -> SaidOfProduct:
    """What is left out stays. Everybody in the organisation sees it."""
    return await watchlist.say(pool, who, product_id, data, asker=asker_of(request))


@post(
    "/watchlist/mark",
    operation_id="mark_products",
    tags=TAGS,
    summary="Mark and tag many products",
    status_code=200,
    access=Access.ANALYST,
)
async def mark_products(request: Asking, pool: Pool, who: Asked, data: JSONBody[SayingOfMany]) -> ManyDone:
    """All that are tracked, or none; the answer names those that are not."""
    return await watchlist.say_of_many(pool, who, data, asker=asker_of(request))


@post(
    "/watchlist/track",
    operation_id="track_products",
    tags=TAGS,
    summary="Track many products",
    status_code=200,
    access=Access.ANALYST,
)
async def track_products(request: Asking, pool: Pool, who: Asked, data: JSONBody[ManyProducts]) -> ManyDone:
    """All that were ever met, or none where the plan does not allow them; what was said of them within 30 days is back."""
    return await tracking.track_many(pool, who, data.product_ids, True, asker=asker_of(request))


@post(
    "/watchlist/untrack",
    operation_id="untrack_products",
    tags=TAGS,
    summary="Stop tracking many products",
    status_code=200,
    access=Access.ANALYST,
)
async def untrack_products(request: Asking, pool: Pool, who: Asked, data: JSONBody[ManyProducts]) -> ManyDone:
    """What is said of them is kept for 30 days, and back when they are tracked again."""
    return await tracking.track_many(pool, who, data.product_ids, False, asker=asker_of(request))


ROUTES = (
    read_watchlist,
    read_watchlist_facets,
    list_tags,
    mark_product,
    mark_products,
    track_products,
    untrack_products,
)
