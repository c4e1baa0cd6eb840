"""Named lists over HTTP."""

from __future__ import annotations

from datetime import UTC, datetime

from litestar import delete, get, patch, post
from litestar.params import JSONBody

from ventra.accounts.answers import Done
from ventra.accounts.guard import asker_of
from ventra.accounts.routes.handed import Asked, Asking, Pool
from ventra.catalog import listing
from ventra.catalog.routes.catalogue import Id
from ventra.catalog.store import named_lists
from ventra.catalog.watchlist_answers import ListMade, ListName, ManyDone, ManyProducts, NamedLists
from ventra.core.rights import Access
from ventra.infra.db import transaction

TAGS = ["watchlist"]


@get(
    "/watchlist/lists",
    operation_id="list_named_lists",
    tags=TAGS,
    summary="The organisation's lists",
    access=Access.VIEWER,
)
async def list_named_lists(pool: Pool, who: Asked) -> NamedLists:
    """By name; those deleted within 30 days come last."""
    async with transaction(pool, org_id=who.org) as db:
        return NamedLists(await named_lists.listed(db, who.org, datetime.now(UTC)))


@post(
    "/watchlist/lists",
    operation_id="make_named_list",
    tags=TAGS,
    summary="Make a list",
    status_code=201,
    access=Access.ANALYST,
)
async def make_named_list(request: Asking, pool: Pool, who: Asked, data: JSONBody[ListName]) -> ListMade:
    """Everybody in the organisation sees it; no two have the same name, whatever its capitals."""
    return ListMade(await listing.make(pool, who, data.name, asker=asker_of(request)))


@patch(
    "/watchlist/lists/{list_id:int}",
    operation_id="rename_named_list",
    tags=TAGS,
    summary="Rename a list",
    access=Access.ANALYST,
)
async def rename_named_list(
    request: Asking, pool: Pool, who: Asked, list_id: Id, data: JSONBody[ListName]
) -> Done:
    """Give it another name."""
    await listing.rename(pool, who, list_id, data.name, asker=asker_of(request))
    return Done()


@delete(
    "/watchlist/lists/{list_id:int}",
    operation_id="delete_named_list",
    tags=TAGS,
    summary="Delete a list",
    status_code=200,
    access=Access.ANALYST,
)
async def delete_named_list(request: Asking, pool: Pool, who: Asked, list_id: Id) -> Done:
    """It can be restored for 30 days; links to it end for good. Its products stay tracked."""
    await listing.delete(pool, who, list_id, asker=asker_of(request), now=datetime.now(UTC))
    return Done()


@post(
    "/watchlist/lists/{list_id:int}/restore",
    operation_id="restore_named_list",
    tags=TAGS,
    summary="Restore a deleted list",
    status_code=200,
    access=Access.ANALYST,
)
async def restore_named_list(request: Asking, pool: Pool, who: Asked, list_id: Id) -> Done:
    """With what was in it."""
    await listing.restore(pool, who, list_id, asker=asker_of(request), now=datetime.now(UTC))
    return Done()


@post(
    "/watchlist/lists/{list_id:int}/put-in",
    operation_id="put_in_named_list",
    tags=TAGS,
    summary="Put products in a list",
    status_code=200,
    access=Access.ANALYST,
)
async def put_in_named_list(
    request: Asking, pool: Pool, who: Asked, list_id: Id, data: JSONBody[ManyProducts]
) -> ManyDone:
    """They are tracked from then on. All that were ever met, or none where the plan does not allow them."""
    return await listing.put_in(pool, who, list_id, data.product_ids, asker=asker_of(request))


@post(
    "/watchlist/lists/{list_id:int}/take-out",
    operation_id="take_out_of_named_list",
    tags=TAGS,
    summary="Take products out of a list",
    status_code=200,
    access=Access.ANALYST,
)
async def take_out_of_named_list(
    request: Asking, pool: Pool, who: Asked, list_id: Id, data: JSONBody[ManyProducts]
) -> ManyDone:
    """They stay tracked; the answer names those that were not in it."""
    return await listing.take_out(pool, who, list_id, data.product_ids, asker=asker_of(request))


ROUTES = (
    list_named_lists,
    make_named_list,
    rename_named_list,
    delete_named_list,
    restore_named_list,
    put_in_named_list,
    take_out_of_named_list,
)
