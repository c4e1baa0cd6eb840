"""Addresses for spreadsheets over HTTP: made, listed, taken back, and read by anybody who has one."""

from __future__ import annotations

from datetime import UTC, datetime

from litestar import Response, delete, get, post
from litestar.params import JSONBody
from litestar.response import Stream

from ventra.accounts.answers import Done
from ventra.accounts.guard import asker_of
from ventra.accounts.routes.cookies import NO_STORE
from ventra.accounts.routes.handed import Asked, Asking, Given, Number, Pool
from ventra.catalog.routes.catalogue import Reading
from ventra.core.rights import Access
from ventra.exports import links, store
from ventra.exports.answers import ExportLinkMade, ExportLinks, ExportLinkWish
from ventra.exports.routes.asked_filters import FileName
from ventra.exports.routes.stream import Turns, sent
from ventra.exports.sending import MEDIA_TYPES
from ventra.infra.db import transaction

TAGS = ["exports"]
ENDING = ".csv"
CSV = MEDIA_TYPES["csv"]


@get(
    "/export-links",
    operation_id="list_export_links",
    tags=TAGS,
    summary="Addresses for spreadsheets",
    access=Access.VIEWER,
)
async def list_export_links(pool: Pool, who: Asked) -> ExportLinks:
    """The newest first; an address itself is shown once, when it is made."""
    async with transaction(pool, org_id=who.org) as db:
        return ExportLinks(await store.listed(db, who.org, datetime.now(UTC)))


@post(
    "/export-links",
    operation_id="make_export_link",
    tags=TAGS,
    summary="Make an address for a spreadsheet",
    status_code=201,
    access=Access.ANALYST,
)
async def make_export_link(
    request: Asking, shelf: Reading, means: Given, who: Asked, data: JSONBody[ExportLinkWish]
) -> Response[ExportLinkMade]:
    """Whoever has it gets the table as CSV, as it is then, until it ends; never what the organisation wrote itself."""
    number, secret, expires_at = await links.make(
        shelf, who, data, web_url=means.web_url, asker=asker_of(request), now=datetime.now(UTC)
    )
    url = f"{means.web_url}/api/v1/shared/exports/{secret}{ENDING}"
    return Response(ExportLinkMade(number, url, expires_at), headers=NO_STORE)


@delete(
    "/export-links/{link_id:int}",
    operation_id="revoke_export_link",
    tags=TAGS,
    summary="Take an address back",
    status_code=200,
    access=Access.ANALYST,
)
async def revoke_export_link(request: Asking, shelf: Reading, who: Asked, link_id: Number) -> Done:
    """It shows nothing any more, at once."""
    await links.revoke(shelf, who, link_id, asker=asker_of(request), now=datetime.now(UTC))
    return Done()


@get(
    "/shared/exports/{file:str}",
    operation_id="read_export_link",
    tags=TAGS,
    summary="What an address for a spreadsheet shows",
    media_type=CSV,
    gives_files=(CSV,),
    access=Access.OPEN,
)
async def read_export_link(
    request: Asking, shelf: Reading, means: Given, turns: Turns, file: FileName
) -> Stream:
    """CSV in UTF-8, for a spreadsheet to import; 404 once it has ended. Each address 60 times an hour."""
    secret = file.removesuffix(ENDING)
    file_found = await links.look(shelf, means, secret, asker=asker_of(request), now=datetime.now(UTC))
    return await sent(file_found, turns)


ROUTES = (list_export_links, make_export_link, revoke_export_link, read_export_link)
