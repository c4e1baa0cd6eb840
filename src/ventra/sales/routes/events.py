"""What happened to a product besides sales, over HTTP."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Annotated

from litestar import get
from litestar.params import PathParameter, QueryParameter

from ventra.catalog import cursor as cursors
from ventra.catalog.store.products import must_exist
from ventra.core.day import to_us
from ventra.core.rights import Access
from ventra.infra.db import transaction
from ventra.sales import folding, happenings
from ventra.sales.answers import EventGroupList, EventKind, EventList
from ventra.sales.asked import before, instants_of, must_have_been, period
from ventra.sales.routes.parameters import FirstDay, LastDay
from ventra.sales.routes.product import Id, Pool
from ventra.sales.store import events

_NEWEST_BEGUN, _NEWEST_DAY = "-seen_from", "-day"


@get(
    "/products/{product_id:int}/events",
    operation_id="list_events",
    access=Access.OPEN,
    tags=["history"],
    summary="Events",
)
async def list_events(
    pool: Pool,
    product_id: Id,
    first: FirstDay = None,
    last: LastDay = None,
    limit: Annotated[int, QueryParameter(ge=1, le=500)] = 100,
    cursor: Annotated[str | None, QueryParameter(max_length=1000)] = None,
) -> EventList:
    """What happened besides sales, newest first: restocks, returns, stock set by hand, bursts of orders and more."""
    begin_us, end_us = instants_of(*period(first, last, datetime.now(UTC)))
    end_us = before(cursor, _NEWEST_BEGUN, product_id, end_us)
    async with transaction(pool) as db:
        await must_exist(db, product_id)
        known = (
            await events.of_product(db, product_id, begin_us, end_us, at_least=limit + 1)
            if end_us > begin_us
            else []
        )
    page, more = happenings.page_of(known, limit)
    following = cursors.write(_NEWEST_BEGUN, to_us(page[-1].seen_from), product_id) if more else None
    return EventList(happenings.answered(page), following)


@get(
    "/products/{product_id:int}/events/groups",
    operation_id="list_event_groups",
    access=Access.OPEN,
    tags=["history"],
    summary="Events, small ones folded",
)
async def list_event_groups(
    pool: Pool,
    product_id: Id,
    first: FirstDay = None,
    last: LastDay = None,
    limit: Annotated[int, QueryParameter(ge=1, le=500)] = 100,
    cursor: Annotated[str | None, QueryParameter(max_length=1000)] = None,
) -> EventGroupList:
    """What happened besides sales, by whole days, newest first; small movements of a kind in a day are one row."""
    begin_us, end_us = instants_of(*period(first, last, datetime.now(UTC)))
    end_us = before(cursor, _NEWEST_DAY, product_id, end_us)
    async with transaction(pool) as db:
        await must_exist(db, product_id)
        groups, rest_us = await folding.groups_of(db, product_id, begin_us, end_us, limit)
    return EventGroupList(groups, _written(_NEWEST_DAY, rest_us, product_id))


@get(
    "/products/{product_id:int}/events/groups/{day:date}/{kind:str}",
    operation_id="list_event_parts",
    access=Access.OPEN,
    tags=["history"],
    summary="The events of a folded row",
)
async def list_event_parts(
    pool: Pool,
    product_id: Id,
    day: Annotated[date, PathParameter(description="the Tashkent day of the row")],
    kind: Annotated[EventKind, PathParameter(description="the kind of the row")],
    limit: Annotated[int, QueryParameter(ge=1, le=500)] = 100,
    cursor: Annotated[str | None, QueryParameter(max_length=1000)] = None,
) -> EventList:
    """The small movements of a kind in a day, newest first: the parts of one row of `/events/groups`."""
    must_have_been(day, datetime.now(UTC))
    begin_us, end_us = instants_of(day, day)
    end_us = before(cursor, _NEWEST_BEGUN, product_id, end_us)
    async with transaction(pool) as db:
        await must_exist(db, product_id)
        parts, rest_us = await folding.parts_of(db, product_id, kind, begin_us, end_us, limit)
    return EventList(parts, _written(_NEWEST_BEGUN, rest_us, product_id))


def _written(sort: str, rest_us: int | None, product_id: int) -> str | None:
    return None if rest_us is None else cursors.write(sort, rest_us, product_id)


ROUTES = (list_events, list_event_groups, list_event_parts)
