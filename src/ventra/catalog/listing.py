"""Named lists of an organisation: made, renamed, deleted and restored, and filled."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from ventra.accounts.noting import note
from ventra.accounts.store import organisations
from ventra.accounts.who import Asker, Who
from ventra.catalog.store import named_lists as kept
from ventra.catalog.tracking import track_known, unknown
from ventra.catalog.watchlist_answers import ManyDone
from ventra.core.one_line import one_line, same
from ventra.errors import Conflict, NotFound
from ventra.infra.db import Connection, transaction

LONGEST_NAME = 80


async def make(pool: Any, who: Who, name: str, *, asker: Asker) -> int:
    """A new list; its number. `Conflict` when there is one of that name, or too many."""
    called = _called(name)
    async with transaction(pool, org_id=who.org) as db:
        await _must_have_room(db, who.org)
        number = await kept.add(db, who.org, called, same(called))
        if number is None:
            raise _taken(called)
        await note(db, who, asker, "list_made", str(number), name=called)
    return number


async def rename(pool: Any, who: Who, list_id: int, name: str, *, asker: Asker) -> None:
    """Give a list another name. `NotFound` when there is none, `Conflict` when another has it."""
    called = _called(name)
    async with transaction(pool, org_id=who.org) as db:
        await organisations.hold(db, who.org)
        before = await must_be(db, who.org, list_id)
        if await kept.taken(db, who.org, same(called), but=list_id):
            raise _taken(called)
        await kept.rename(db, who.org, list_id, called, same(called))
        await note(db, who, asker, "list_renamed", str(list_id), before=before, after=called)


async def delete(pool: Any, who: Who, list_id: int, *, asker: Asker, now: datetime) -> None:
    """Delete a list, which can be restored for a while; its links end for good."""
    async with transaction(pool, org_id=who.org) as db:
        await organisations.hold(db, who.org)
        name = await kept.remove(db, who.org, list_id, now)
        if name is None:
            raise _none_such()
        await note(db, who, asker, "list_deleted", str(list_id), name=name)


async def restore(pool: Any, who: Who, list_id: int, *, asker: Asker, now: datetime) -> None:
    """Have a deleted list again, with what was in it. `Conflict` when another has its name meanwhile."""
    async with transaction(pool, org_id=who.org) as db:
        await organisations.hold(db, who.org)
        name = await kept.deleted_name(db, who.org, list_id, now)
        if name is None:
            raise NotFound("there is no list of this number that can be restored")
        await _must_have_room(db, who.org)
        if await kept.taken(db, who.org, same(name), but=list_id):
            raise _taken(name)
        await kept.restore(db, who.org, list_id)
        await note(db, who, asker, "list_restored", str(list_id), name=name)


async def put_in(pool: Any, who: Who, list_id: int, product_ids: Sequence[int], *, asker: Asker) -> ManyDone:
    """Have products in a list, and track them; where the plan does not allow them all, none is put in."""
    async with transaction(pool, org_id=who.org) as db:
        await organisations.hold(db, who.org)
        await must_be(db, who.org, list_id)
        done = await track_known(db, who.org, product_ids)
        if done:
            await kept.put_in(db, who.org, list_id, done)
            await note(db, who, asker, "list_filled", str(list_id), products=done)
    return ManyDone(done, unknown(product_ids, done))


async def take_out(
    pool: Any, who: Who, list_id: int, product_ids: Sequence[int], *, asker: Asker
) -> ManyDone:
    """Have products in a list no more; they stay tracked. Unknown are those that were not in it."""
    async with transaction(pool, org_id=who.org) as db:
        await organisations.hold(db, who.org)
        await must_be(db, who.org, list_id)
        done = await kept.take_out(db, who.org, list_id, product_ids)
        if done:
            await note(db, who, asker, "list_thinned", str(list_id), products=done)
    return ManyDone(done, unknown(product_ids, done))


async def must_be(db: Connection, org_id: int, list_id: int) -> str:
    """A list's name. `NotFound` when the organisation has none of this number."""
    name = await kept.name_of(db, org_id, list_id)
    if name is None:
        raise _none_such()
    return name


async def _must_have_room(db: Connection, org_id: int) -> None:
    await organisations.hold(db, org_id)
    if await kept.count(db, org_id) >= kept.MOST_LISTS:
        raise Conflict(f"there are {kept.MOST_LISTS} lists already: delete one first")


def _called(name: str) -> str:
    return one_line(name, field="name", longest=LONGEST_NAME, least=1)


def _taken(name: str) -> Conflict:
    return Conflict(f"there is a list of this name already: {name}")


def _none_such() -> NotFound:
    return NotFound("there is no list of this number")
