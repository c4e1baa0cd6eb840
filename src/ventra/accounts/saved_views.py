"""People name what a page shows them: for themselves, or for everybody in their organisation."""

from __future__ import annotations

from typing import Any

from ventra.accounts.noting import note
from ventra.accounts.store import organisations
from ventra.accounts.store import saved_views as kept
from ventra.accounts.store.saved_views import MOST_VIEWS, SavedView
from ventra.accounts.view_answers import ViewChange, ViewWish
from ventra.accounts.who import Asker, Who
from ventra.core.one_line import one_line, same
from ventra.core.rights import ANALYST, at_least
from ventra.errors import Conflict, NotAllowed, NotFound
from ventra.infra.db import Connection, transaction

LONGEST_NAME, LONGEST_QUERY = 80, 2000


async def make(pool: Any, who: Who, wish: ViewWish, *, asker: Asker) -> int:
    """A new view; its number.

    Raises `NotAllowed` for who may make none for all, `Conflict` when there is one of that name, or too many.
    """
    name, query = _called(wish.name), _asked(wish.query)
    owner = _owner(who, team=wish.team)
    async with transaction(pool, org_id=who.org) as db:
        await _must_have_room(db, who.org, owner, wish.page)
        number = await kept.add(db, who.org, owner, wish.page, name=name, folded=same(name), query=query)
        if number is None:
            raise _taken(name)
        if wish.team:
            await note(db, who, asker, "view_made", str(number), name=name)
    return number


async def change(pool: Any, who: Who, view_id: int, wish: ViewChange, *, asker: Asker) -> SavedView:
    """Rename a view, have it show something else, or give it to all; what is left out stays. As `make`, and `NotFound`."""
    async with transaction(pool, org_id=who.org) as db:
        await organisations.hold(db, who.org)
        view = await _must_be(db, who, view_id)
        name = view.name if wish.name is None else _called(wish.name)
        query = view.query if wish.query is None else _asked(wish.query)
        owner = _owner(who, team=view.team or wish.team)
        if owner is None and not view.team:
            await _must_have_room(db, who.org, owner, view.page)
        if await kept.taken(db, who.org, owner, view.page, same(name), but=view_id):
            raise _taken(name)
        await kept.change(db, who.org, view_id, name=name, folded=same(name), query=query, user_id=owner)
        if owner is None:
            await note(
                db, who, asker, "view_changed" if view.team else "view_shared", str(view_id), name=name
            )
    return SavedView(view_id, view.page, name, query, owner is None, view.made_at)


async def delete(pool: Any, who: Who, view_id: int, *, asker: Asker) -> None:
    """Delete a view. `NotFound` when there is none of this number, `NotAllowed` for one of all and who may not."""
    async with transaction(pool, org_id=who.org) as db:
        view = await _must_be(db, who, view_id)
        _owner(who, team=view.team)
        await kept.remove(db, who.org, view_id)
        if view.team:
            await note(db, who, asker, "view_deleted", str(view_id), name=view.name)


def _owner(who: Who, *, team: bool) -> int | None:
    """Whose a view is: a person's own, or nobody's where all have it, which takes an analyst or more."""
    if not team:
        return who.person
    if not at_least(who.role, ANALYST):
        raise NotAllowed(f"a view for all takes the role of {ANALYST} or more", needs=ANALYST)
    return None


async def _must_be(db: Connection, who: Who, view_id: int) -> SavedView:
    view = await kept.of_number(db, who.org, who.user_id if who.session_id else None, view_id)
    if view is None:
        raise NotFound("there is no view of this number")
    return view


async def _must_have_room(db: Connection, org_id: int, owner: int | None, page: str) -> None:
    await organisations.hold(db, org_id)
    if await kept.count(db, org_id, owner, page) >= MOST_VIEWS:
        raise Conflict(f"there are {MOST_VIEWS} views already: delete one first")


def _called(name: str) -> str:
    return one_line(name, field="name", longest=LONGEST_NAME, least=1)


def _asked(query: str) -> str:
    return one_line(query, field="query", longest=LONGEST_QUERY)


def _taken(name: str) -> Conflict:
    return Conflict(f"there is a view of this name already: {name}")
