"""An organisation's keys and its audit log over HTTP."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

from litestar import Response, delete, get, post
from litestar.params import JSONBody, QueryParameter

from ventra.accounts import found, keys
from ventra.accounts.answers import Done
from ventra.accounts.guard import asker_of
from ventra.accounts.routes.cookies import NO_STORE
from ventra.accounts.routes.handed import MOST_ID, Asked, Asking, Number, Pool
from ventra.accounts.store import audit
from ventra.accounts.store import keys as kept_keys
from ventra.accounts.team_answers import Deeds, KeyMade, Keys, KeyWish
from ventra.core.rights import Access
from ventra.infra.db import transaction

TAGS = ["team"]


@get("/organisation/keys", operation_id="list_keys", tags=TAGS, summary="Keys", access=Access.MANAGER)
async def list_keys(pool: Pool, who: Asked) -> Keys:
    """The newest first; a key itself is shown once, when it is made."""
    async with transaction(pool, org_id=who.org) as db:
        return Keys(await kept_keys.listed(db, who.org, datetime.now(UTC)))


@post(
    "/organisation/keys",
    operation_id="make_key",
    tags=TAGS,
    summary="Make a key",
    status_code=201,
    access=Access.MANAGER,
)
async def make_key(request: Asking, pool: Pool, who: Asked, data: JSONBody[KeyWish]) -> Response[KeyMade]:
    """For a program that acts for the organisation; it may no more than whoever makes it, and ends when they leave."""
    number, text = await keys.make(
        pool,
        who,
        name=data.name,
        scope=data.scope,
        days=data.days,
        per_minute=data.per_minute,
        asker=asker_of(request),
        now=datetime.now(UTC),
    )
    return Response(KeyMade(number, text), headers=NO_STORE)


@delete(
    "/organisation/keys/{key_id:int}",
    operation_id="revoke_key",
    tags=TAGS,
    summary="Revoke a key",
    status_code=200,
    access=Access.MANAGER,
)
async def revoke_key(request: Asking, pool: Pool, who: Asked, key_id: Number) -> Done:
    """It opens nothing any more, at once."""
    await keys.revoke(pool, who, key_id, asker=asker_of(request), now=datetime.now(UTC))
    return Done()


@get(
    "/organisation/audit",
    operation_id="read_audit_log",
    tags=TAGS,
    summary="Who did what",
    access=Access.OWNER,
)
async def read_audit_log(
    pool: Pool,
    who: Asked,
    before: Annotated[
        int | None, QueryParameter(ge=1, le=MOST_ID, description="`next_before` of the page before")
    ] = None,
    limit: Annotated[int, QueryParameter(ge=1, le=500, description="how many on a page")] = 50,
) -> Deeds:
    """The newest first."""
    async with transaction(pool, org_id=who.org) as db:
        return await audit.page(db, who.org, before=before, limit=limit)


@get(
    "/organisation/audit.csv",
    operation_id="export_audit_log",
    tags=TAGS,
    summary="The audit log as a file",
    media_type="text/csv",
    access=Access.OWNER,
)
async def export_audit_log(pool: Pool, who: Asked) -> Response[str]:
    """All of it, as CSV; what a spreadsheet would take for a formula is written as text."""
    body = await found.audit_csv(pool, who)
    headers = NO_STORE | {"Content-Disposition": 'attachment; filename="audit.csv"'}
    return Response(body, media_type="text/csv", headers=headers)


ROUTES = (list_keys, make_key, revoke_key, read_audit_log, export_audit_log)
