"""Links to lists over HTTP: made, listed, revoked, and opened by anybody."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from litestar import MediaType, Response, delete, get, post
from litestar.params import JSONBody

from ventra.accounts.answers import Done
from ventra.accounts.guard import asker_of
from ventra.accounts.routes.cookies import NO_STORE
from ventra.accounts.routes.handed import Asked, Asking, Given, Pool
from ventra.catalog import sharing
from ventra.catalog.routes.catalogue import Id, Reading
from ventra.catalog.store import share_links
from ventra.catalog.watchlist_answers import SharedList, SharedWish, ShareLinks, ShareMade, ShareWish
from ventra.core.rights import Access
from ventra.infra.db import transaction

TAGS = ["watchlist"]


@get(
    "/watchlist/links",
    operation_id="list_share_links",
    tags=TAGS,
    summary="Links that show lists",
    access=Access.VIEWER,
)
async def list_share_links(pool: Pool, who: Asked) -> ShareLinks:
    """The newest first; a link itself is shown once, when it is made."""
    async with transaction(pool, org_id=who.org) as db:
        return ShareLinks(await share_links.listed(db, who.org, datetime.now(UTC)))


@post(
    "/watchlist/links",
    operation_id="make_share_link",
    tags=TAGS,
    summary="Make a link that shows a list",
    status_code=201,
    access=Access.ANALYST,
)
async def make_share_link(
    request: Asking, pool: Pool, means: Given, who: Asked, data: JSONBody[ShareWish]
) -> Response[ShareMade]:
    """Whoever has it sees the products, without an account, until it ends; never marks, notes or tags."""
    number, secret, expires_at = await sharing.make(
        pool, who, data, asker=asker_of(request), now=datetime.now(UTC)
    )
    # Behind the # it stays out of every log and every Referer.
    return Response(ShareMade(number, f"{means.web_url}/shared#{secret}", expires_at), headers=NO_STORE)


@delete(
    "/watchlist/links/{link_id:int}",
    operation_id="revoke_share_link",
    tags=TAGS,
    summary="Revoke a link",
    status_code=200,
    access=Access.ANALYST,
)
async def revoke_share_link(request: Asking, pool: Pool, who: Asked, link_id: Id) -> Done:
    """It shows nothing any more, at once."""
    await sharing.revoke(pool, who, link_id, asker=asker_of(request), now=datetime.now(UTC))
    return Done()


@post(
    "/shared",
    operation_id="open_share_link",
    tags=TAGS,
    summary="What does a link show?",
    status_code=200,
    access=Access.OPEN,
)
async def open_share_link(
    request: Asking, shelf: Reading, means: Given, data: JSONBody[SharedWish]
) -> Response[SharedList]:
    """A page of its products. It ends when it is revoked or too old, its list deleted or its organisation suspended."""
    body: Any = await sharing.look(shelf, means, data, asker=asker_of(request), now=datetime.now(UTC))
    return Response(body, media_type=MediaType.JSON, headers=NO_STORE)


ROUTES = (list_share_links, make_share_link, revoke_share_link, open_share_link)
