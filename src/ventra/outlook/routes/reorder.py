"""When to order again and how much, over HTTP; and on what terms goods come."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

from litestar import delete, get, put
from litestar.di import NamedDependency
from litestar.params import FromQuery, JSONBody, PathParameter, QueryParameter

from ventra.accounts.guard import asker_of
from ventra.accounts.routes.handed import Asked, Asking, Pool
from ventra.catalog.shelf import Shelf
from ventra.core.reorder_terms import LIMITS
from ventra.core.rights import Access
from ventra.errors import BadInput
from ventra.outlook import reorder, reorder_own, reorder_terms
from ventra.outlook.reorder_answers import ProductReorder, ReorderList, ReorderTermsWish

Reading = NamedDependency[Shelf]
Id = Annotated[int, PathParameter(ge=0, le=2**63 - 1)]
TAGS = ["outlook"]
MOST_CASH = int(LIMITS["cash_uzs"][1])


@get(
    "/products/{product_id:int}/reorder",
    operation_id="read_product_reorder",
    access=Access.OPEN,
    tags=TAGS,
    summary="When to order a product again, and how much",
)
async def read_product_reorder(shelf: Reading, product_id: Id) -> ProductReorder:
    """By variant, on the organisation's terms, or on assumed ones where it set none: a date and a number of pieces, each as a
    range.
    """
    org_id = await shelf.org_id()
    return await reorder.of_product(shelf.pool, org_id, product_id, now=datetime.now(UTC))


@put(
    "/products/{product_id:int}/reorder/terms",
    operation_id="keep_reorder_terms",
    access=Access.ANALYST,
    tags=TAGS,
    summary="Say on what terms a product comes again",
)
async def keep_reorder_terms(
    request: Asking, pool: Pool, who: Asked, product_id: Id, data: JSONBody[ReorderTermsWish]
) -> ProductReorder:
    """For the whole organisation, of a product that it tracks; what is left out is as assumed. Answers with the new plan."""
    await reorder_terms.keep(pool, who, product_id, data, asker=asker_of(request))
    return await reorder.of_product(pool, who.org, product_id, now=datetime.now(UTC))


@delete(
    "/products/{product_id:int}/reorder/terms",
    operation_id="forget_reorder_terms",
    access=Access.ANALYST,
    tags=TAGS,
    summary="Have the assumed terms again",
    status_code=200,
)
async def forget_reorder_terms(request: Asking, pool: Pool, who: Asked, product_id: Id) -> ProductReorder:
    """Answers with the new plan."""
    await reorder_terms.forget(pool, who, product_id, asker=asker_of(request))
    return await reorder.of_product(pool, who.org, product_id, now=datetime.now(UTC))


@get(
    "/reorder",
    operation_id="list_reorder",
    access=Access.VIEWER,
    tags=TAGS,
    summary="What to order of one's own goods",
)
async def list_reorder(
    shelf: Reading,
    who: Asked,
    cash_uzs: Annotated[
        int | None,
        QueryParameter(
            ge=0, le=MOST_CASH, description="one sum of money for all orders, in soʻm; none: no limit"
        ),
    ] = None,
    due: FromQuery[bool | None] = None,
    sort: Annotated[
        str,
        QueryParameter(
            max_length=20, description=f"one of {', '.join(reorder_own.SORTS)}; `-` before it: descending"
        ),
    ] = "urgency",
    limit: Annotated[int, QueryParameter(ge=1, le=200, description="how many on a page")] = 50,
    cursor: Annotated[
        str | None, QueryParameter(max_length=1000, description="`next_cursor` of the page before")
    ] = None,
) -> ReorderList:
    """A page of the goods that the organisation marked as its own, each with its plan, within one purse for all of them.

    `urgency` is by how many days stock outlasts an order given now; the purse buys in that order. What is unknown comes last
    in both directions.
    """
    if sort not in reorder_own.SORTS:
        raise BadInput(f"sort is one of {', '.join(reorder_own.SORTS)}", field="sort")
    return await reorder_own.page(
        shelf.pool,
        who.org,
        cash_uzs=cash_uzs,
        due=due,
        sort=sort,
        limit=limit,
        cursor=cursor,
        now=datetime.now(UTC),
        simulated=shelf.simulated,
    )


ROUTES = (read_product_reorder, keep_reorder_terms, forget_reorder_terms, list_reorder)
