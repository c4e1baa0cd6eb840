"""What was found, as an organisation reads it."""

from __future__ import annotations

from typing import Any

from ventra.accounts.who import Who
from ventra.alerts.answers import Alert, Alerts, Unread
from ventra.alerts.store import inbox as store
from ventra.catalog import cursor as places
from ventra.errors import NotFound
from ventra.infra.db import transaction

ORDER = "alerts"


async def page(
    pool: Any,
    who: Who,
    *,
    limit: int = 20,
    cursor: str | None = None,
    open_only: bool = False,
    product_id: int | None = None,
    rule_id: int | None = None,
    simulated: bool = False,
) -> Alerts:
    """A page of alerts, newest first. Raises `BadInput` for a cursor that no page gave."""
    before = None if cursor is None else places.read(cursor, sort=ORDER, kind=int)[1]
    person = who.user_id if who.session_id else None
    async with transaction(pool, org_id=who.org) as db:
        found = await store.page(
            db,
            who.org,
            person,
            before=before,
            limit=limit + 1,
            open_only=open_only,
            product_id=product_id,
            rule_id=rule_id,
            simulated=simulated,
        )
        unread = 0 if person is None else await store.unread(db, who.org, person)
    items = found[:limit]
    more = places.write(ORDER, None, items[-1].alert_id) if len(found) > limit else None
    return Alerts(items, more, unread)


async def one(pool: Any, who: Who, alert_id: int, *, simulated: bool = False) -> Alert:
    """One alert. `NotFound` for one that is not there, or another organisation's."""
    async with transaction(pool, org_id=who.org) as db:
        found = await store.one(db, who.org, who.user_id, alert_id, simulated=simulated)
    if found is None:
        raise NotFound("there is no alert of this number")
    return found


async def unread(pool: Any, who: Who) -> Unread:
    """How many the person has not seen yet, a thousand at most."""
    async with transaction(pool, org_id=who.org) as db:
        return Unread(await store.unread(db, who.org, who.person))


async def read(pool: Any, who: Who, alert_id: int) -> Unread:
    """The person has seen those up to this one."""
    async with transaction(pool, org_id=who.org) as db:
        await store.read_through(db, who.org, who.person, alert_id)
        return Unread(await store.unread(db, who.org, who.person))
