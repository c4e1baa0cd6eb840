"""Links that show a list or a whole watchlist to whoever has them, for a while and without an account."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from ventra.accounts import links
from ventra.accounts.means import SECRETS, Means
from ventra.accounts.noting import note
from ventra.accounts.store import organisations
from ventra.accounts.who import Asker, Who
from ventra.catalog.encoded import encoded, encoded_list, joined
from ventra.catalog.listing import must_be
from ventra.catalog.shelf import Shelf
from ventra.catalog.store import lists, share_links, watchlist
from ventra.catalog.store.watchlist import Wanted
from ventra.catalog.watchlist_answers import SharedHead, SharedWish, ShareWish
from ventra.errors import BadInput, Conflict, LinkSpent, NotFound
from ventra.infra.db import transaction
from ventra.infra.limits import network_of
from ventra.infra.roles import GATE_ROLE

MOST_OPEN = 100
ENDED = "this link has ended, or was taken back: ask for a new one"


async def make(
    pool: Any, who: Who, wish: ShareWish, *, asker: Asker, now: datetime
) -> tuple[int, str, datetime]:
    """A link to a list or to everything: its number, its secret, which nobody keeps, and when it ends."""
    secret, expires_at = links.new_secret(), now + timedelta(days=wish.days)
    async with transaction(pool, org_id=who.org) as db:
        await organisations.hold(db, who.org)
        if wish.list_id is not None:
            await must_be(db, who.org, wish.list_id)
        if await share_links.still_open(db, who.org, now) >= MOST_OPEN:
            raise Conflict(f"{MOST_OPEN} links are open already: revoke one first")
        number = await share_links.add(
            db,
            who.org,
            links.digest(secret),
            list_id=wish.list_id,
            made_by=who.user_id,
            expires_at=expires_at,
        )
        await note(db, who, asker, "shared", str(number), list_id=wish.list_id, days=wish.days)
    return number, secret, expires_at


async def revoke(pool: Any, who: Who, link_id: int, *, asker: Asker, now: datetime) -> None:
    """Let a link show nothing any more. `NotFound` when there is no open one of this number."""
    async with transaction(pool, org_id=who.org) as db:
        if not await share_links.revoke(db, who.org, link_id, now):
            raise NotFound("there is no open link of this number")
        await note(db, who, asker, "share_revoked", str(link_id))


async def look(shelf: Shelf, means: Means, wish: SharedWish, *, asker: Asker, now: datetime) -> bytes:
    """A page of what a link shows, as nobody sees it: a `SharedList` as JSON. `LinkSpent` when it shows nothing any more."""
    if wish.sort not in lists.SORTS:
        raise BadInput(f"sort is one of {', '.join(lists.SORTS)}", field="sort")
    await means.limits.take([(SECRETS, network_of(asker.address))])
    async with transaction(shelf.pool, role=GATE_ROLE) as db:
        found = await share_links.whose(db, links.digest(wish.secret), now)
    if found is None:
        raise LinkSpent(ENDED, field="secret")
    org_id, link_id = found
    async with transaction(shelf.pool, org_id=org_id) as db:
        shown = await share_links.opened(db, org_id, link_id, now, counted=wish.cursor is None)
        if shown is None:
            raise LinkSpent(ENDED, field="secret")
        page = await watchlist.places(
            db,
            org_id,
            Wanted(list_id=shown.list_id),
            sort=wish.sort,
            limit=wish.limit,
            cursor=wish.cursor,
        )
    async with transaction(shelf.pool) as db:
        rows = await lists.rows_of(db, page.product_ids, now=now, simulated=shelf.simulated, rows=shelf.rows)
    head = SharedHead(shown.organisation, shown.list_name, shown.expires_at)
    items = [rows[one] for one in page.product_ids if one in rows]
    return joined(encoded(head), encoded_list(items, page.next_cursor, page.total))
