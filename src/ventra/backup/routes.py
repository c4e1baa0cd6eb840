"""Taking all of an organisation home, over HTTP: for its owners."""

from __future__ import annotations

from litestar import get, post
from litestar.response import Stream

from ventra.accounts.guard import asker_of
from ventra.accounts.routes.cookies import NO_STORE
from ventra.accounts.routes.handed import Asked, Asking, Pool
from ventra.backup import home_asked
from ventra.backup.answers import HomeFile, HomeFiles
from ventra.backup.store import home_files
from ventra.core.day import day_of
from ventra.core.rights import Access
from ventra.infra.db import transaction

TAGS = ["team"]
GZIP = "application/gzip"


@post(
    "/organisation/take-home",
    operation_id="take_home",
    tags=TAGS,
    summary="Have all of the organisation as a file",
    status_code=202,
    access=Access.OWNER,
)
async def take_home(request: Asking, pool: Pool, who: Asked) -> HomeFile:
    """A worker makes it, and `ventra bring-in` brings it into another installation. While one is being made, it is that one."""
    return await home_asked.ask(pool, who, asker=asker_of(request))


@get(
    "/organisation/take-home",
    operation_id="read_home_file",
    tags=TAGS,
    summary="How far the organisation's file is",
    access=Access.OWNER,
)
async def read_home_file(pool: Pool, who: Asked) -> HomeFiles:
    """The newest, for a day."""
    async with transaction(pool, org_id=who.org) as db:
        return HomeFiles(await home_files.newest(db, who.org))


@get(
    "/organisation/take-home/file",
    operation_id="fetch_home_file",
    tags=TAGS,
    summary="The organisation's file",
    media_type=GZIP,
    gives_files=(GZIP,),
    access=Access.OWNER,
)
async def fetch_home_file(request: Asking, pool: Pool, who: Asked) -> Stream:
    """A tar, compressed with gzip; 409 while it is being made."""
    file, pieces = await home_asked.fetch(pool, who, asker=asker_of(request))
    name = f"ventra-organisation-{day_of(file.finished_at or file.asked_at)}.tar.gz"
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Content-Length": str(file.size_bytes),
    }
    return Stream(pieces, media_type=GZIP, headers=NO_STORE | headers)


ROUTES = (take_home, read_home_file, fetch_home_file)
