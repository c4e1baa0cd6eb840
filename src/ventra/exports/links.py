"""Addresses from which a spreadsheet fetches a table as CSV, for a while and without an account."""

from __future__ import annotations

from datetime import datetime, timedelta

from ventra.accounts import links as secrets
from ventra.accounts.means import SECRETS, Means
from ventra.accounts.noting import note
from ventra.accounts.store import organisations
from ventra.accounts.who import Asker, Who
from ventra.catalog.shelf import Shelf
from ventra.core.one_line import one_line
from ventra.errors import BadInput, Conflict, NotAllowed, NotFound
from ventra.exports import store, take
from ventra.exports.answers import ExportLinkWish
from ventra.exports.registry import table_of
from ventra.exports.store import Kept
from ventra.exports.take import Asked, Taken
from ventra.infra.db import transaction
from ventra.infra.limits import Limit, network_of
from ventra.infra.roles import GATE_ROLE

MOST_OPEN = 100
LONGEST_NAME = 80
OPENINGS = Limit("export-link", per_seconds=3600, times=60)
"""Of one address, whoever asks."""


class Ended(NotFound):
    """An address that shows nothing, any more or ever; `field` is its place."""

    field = "file"


async def make(
    shelf: Shelf, who: Who, wish: ExportLinkWish, *, web_url: str, asker: Asker, now: datetime
) -> tuple[int, str, datetime]:
    """An address: its number, its secret, which nobody keeps, and when it ends.

    Raises `BadInput` for what the table has not, and for columns that an organisation wrote itself: those it never shows.
    """
    if who.user_id is None:
        raise NotAllowed("an address ends with the membership of whoever made it", needs="person")
    table, name = table_of(wish.table, field="table"), one_line(wish.name, field="name", longest=LONGEST_NAME)
    if not table.shared:
        raise BadInput(f"no address shows {table.name}: it is the organisation's own", field="table")
    private = [column.name for column in table.chosen(wish.columns) if column.private]
    if private:
        raise BadInput(f"an address never shows {', '.join(private)}", field="columns")
    kept = Kept(wish.table, wish.filters, table.wished(wish.filters, wish.sort), wish.columns, wish.language)
    # What cannot be met is refused now, and not found out in the spreadsheet.
    await take.take(shelf, who.org, _asked(kept), "csv", web_url=web_url, now=now, shared=True)
    secret, expires_at = secrets.new_secret(), now + timedelta(days=wish.days)
    async with transaction(shelf.pool, org_id=who.org) as db:
        await organisations.hold(db, who.org)
        if await store.still_open(db, who.org, now) >= MOST_OPEN:
            raise Conflict(f"{MOST_OPEN} addresses are open already: revoke one first")
        digest = secrets.digest(secret)
        number = await store.add(
            db, who.org, digest, kept, name=name, made_by=who.user_id, expires_at=expires_at
        )
        await note(db, who, asker, "export_shared", str(number), table=wish.table, days=wish.days)
    return number, secret, expires_at


async def revoke(shelf: Shelf, who: Who, link_id: int, *, asker: Asker, now: datetime) -> None:
    """Let an address show nothing any more. `NotFound` when there is no open one of this number."""
    async with transaction(shelf.pool, org_id=who.org) as db:
        if not await store.revoke(db, who.org, link_id, now):
            raise NotFound("there is no open address of this number")
        await note(db, who, asker, "export_share_revoked", str(link_id))


async def look(shelf: Shelf, means: Means, secret: str, *, asker: Asker, now: datetime) -> Taken:
    """The table as it is now, of the organisation that the address is of. `Ended` when it shows nothing (any more)."""
    network = [(SECRETS, network_of(asker.address))]
    async with transaction(shelf.pool, role=GATE_ROLE) as db:
        found = await store.whose(db, secrets.digest(secret), now)
    if found is None:
        await means.limits.take(network)
        raise _ended()
    org_id, link_id = found
    await means.limits.take([(OPENINGS, str(link_id))])
    async with transaction(shelf.pool, org_id=org_id) as db:
        kept = await store.opened(db, org_id, link_id, now)
    if kept is None:
        raise _ended()
    return await take.take(shelf, org_id, _asked(kept), "csv", web_url=means.web_url, now=now, shared=True)


def _asked(kept: Kept) -> Asked:
    return Asked(table_of(kept.source, field="table"), kept.filters, kept.sort, kept.columns, kept.language)


def _ended() -> Ended:
    return Ended("this address has ended, or was taken back: ask for a new one")
