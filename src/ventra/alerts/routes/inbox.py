"""Alerts over HTTP: what was found, and what of it was seen."""

from __future__ import annotations

from typing import Annotated

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import JSONBody, QueryParameter

from ventra.accounts.routes.handed import MOST_ID, Asked, Pool
from ventra.alerts import inbox
from ventra.alerts.answers import Alerts, ReadThrough, Unread
from ventra.core.rights import Access

TAGS = ["alerts"]
OfProduct = Annotated[int | None, QueryParameter(ge=1, le=MOST_ID, description="only of this product")]
OfRule = Annotated[int | None, QueryParameter(ge=1, le=MOST_ID, description="only by this rule")]
Limit = Annotated[int, QueryParameter(ge=1, le=100)]
CursorWord = Annotated[
    str | None, QueryParameter(max_length=1000, description="`next_cursor` of the page before")
]
OnlyOpen = Annotated[bool, QueryParameter(name="open", description="only what holds now")]


@get("/alerts", operation_id="list_alerts", tags=TAGS, summary="Alerts", access=Access.VIEWER)
async def list_alerts(
    pool: Pool,
    who: Asked,
    simulated: NamedDependency[bool],
    cursor: CursorWord = None,
    limit: Limit = 20,
    open_only: OnlyOpen = False,
    product_id: OfProduct = None,
    rule_id: OfRule = None,
) -> Alerts:
    """Newest first, also those of which nobody was told."""
    return await inbox.page(
        pool,
        who,
        limit=limit,
        cursor=cursor,
        open_only=open_only,
        product_id=product_id,
        rule_id=rule_id,
        simulated=simulated,
    )


@get(
    "/alerts/unread",
    operation_id="count_unread_alerts",
    tags=TAGS,
    summary="How many are unread",
    access=Access.PERSON,
)
async def count_unread_alerts(pool: Pool, who: Asked) -> Unread:
    """How many the person has not seen on the page, a thousand at most."""
    return await inbox.unread(pool, who)


@post(
    "/alerts/read",
    operation_id="read_alerts",
    tags=TAGS,
    summary="Have seen alerts",
    status_code=200,
    access=Access.PERSON,
)
async def read_alerts(pool: Pool, who: Asked, data: JSONBody[ReadThrough]) -> Unread:
    """The person has seen all up to this one."""
    return await inbox.read(pool, who, data.alert_id)


ROUTES = (list_alerts, count_unread_alerts, read_alerts)
