"""Views that people name over HTTP: listed, made, changed, deleted."""

from __future__ import annotations

from litestar import delete, get, patch, post
from litestar.params import FromQuery, JSONBody

from ventra.accounts import saved_views
from ventra.accounts.answers import Done
from ventra.accounts.guard import asker_of
from ventra.accounts.routes.handed import Asked, Asking, Number, Pool
from ventra.accounts.store import saved_views as kept
from ventra.accounts.view_answers import Page, SavedView, SavedViews, ViewChange, ViewMade, ViewWish
from ventra.core.rights import Access
from ventra.infra.db import transaction

TAGS = ["views"]


@get("/views", operation_id="list_views", tags=TAGS, summary="Saved views of a page", access=Access.VIEWER)
async def list_views(pool: Pool, who: Asked, page: FromQuery[Page] = "watchlist") -> SavedViews:
    """One's own and the organisation's; a key sees the organisation's alone."""
    person = who.user_id if who.session_id else None
    async with transaction(pool, org_id=who.org) as db:
        return SavedViews(await kept.listed(db, who.org, person, page))


@post(
    "/views",
    operation_id="make_view",
    tags=TAGS,
    summary="Save a view under a name",
    status_code=201,
    access=Access.VIEWER,
)
async def make_view(request: Asking, pool: Pool, who: Asked, data: JSONBody[ViewWish]) -> ViewMade:
    """For oneself; an analyst or more may for everybody in the organisation."""
    return ViewMade(await saved_views.make(pool, who, data, asker=asker_of(request)))


@patch(
    "/views/{view_id:int}",
    operation_id="change_view",
    tags=TAGS,
    summary="Rename, change or share a view",
    access=Access.VIEWER,
)
async def change_view(
    request: Asking, pool: Pool, who: Asked, view_id: Number, data: JSONBody[ViewChange]
) -> SavedView:
    """What is left out stays. A view for everybody is an analyst's or more to change."""
    return await saved_views.change(pool, who, view_id, data, asker=asker_of(request))


@delete(
    "/views/{view_id:int}",
    operation_id="delete_view",
    tags=TAGS,
    summary="Delete a view",
    status_code=200,
    access=Access.VIEWER,
)
async def delete_view(request: Asking, pool: Pool, who: Asked, view_id: Number) -> Done:
    """To have it again, save it again."""
    await saved_views.delete(pool, who, view_id, asker=asker_of(request))
    return Done()


ROUTES = (list_views, make_view, change_view, delete_view)
