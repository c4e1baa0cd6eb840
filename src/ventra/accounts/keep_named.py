"""An organisation keeps things under names, no two of a kind under the same and only so many; its members share them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from ventra.accounts.noting import note
from ventra.accounts.store import named, organisations
from ventra.accounts.store.named import Table, Thing
from ventra.accounts.who import Asker, Who
from ventra.core.one_line import one_line, same
from ventra.errors import Conflict, NotFound
from ventra.infra.db import transaction

LONGEST_NAME = 80
Content = TypeVar("Content")


@dataclass(frozen=True, slots=True)
class Kind(Generic[Thing, Content]):
    """One kind of such things."""

    table: Table[Thing]
    called: str
    """What an answer calls one; in the plural with an s."""
    deed: str
    """What the audit log calls one: `deed` and `_made`, `_changed` or `_deleted`."""
    checked: Callable[[Content], Any]
    """What is kept of a content; raises `BadInput` for one that cannot be."""


async def listed(pool: Any, who: Who, kind: Kind[Thing, Any]) -> list[Thing]:
    """All that the organisation has of a kind, by name."""
    async with transaction(pool, org_id=who.org) as db:
        return await named.listed(db, who.org, kind.table)


async def make(
    pool: Any, who: Who, kind: Kind[Thing, Content], name: str, content: Content, *, asker: Asker
) -> Thing:
    """A new one. `BadInput` for what cannot be kept, `Conflict` when there is one of that name, or too many."""
    name, kept = _name(name), kind.checked(content)
    async with transaction(pool, org_id=who.org) as db:
        await organisations.hold(db, who.org)
        if await named.count(db, who.org, kind.table) >= kind.table.most:
            raise Conflict(f"there are {kind.table.most} {kind.called}s already: delete one first")
        thing = await named.add(
            db, who.org, kind.table, who.user_id, name=name, folded=same(name), content=kept
        )
        if thing is None:
            raise _taken(kind, name)
        await note(db, who, asker, f"{kind.deed}_made", str(getattr(thing, kind.table.number)), name=name)
        return thing


async def change(
    pool: Any,
    who: Who,
    kind: Kind[Thing, Content],
    number: int,
    name: str | None,
    content: Content | None,
    *,
    asker: Asker,
) -> Thing:
    """Rename one or give it another content; what is `None` stays. As `make`, and `NotFound`."""
    async with transaction(pool, org_id=who.org) as db:
        await organisations.hold(db, who.org)
        thing = await named.of_number(db, who.org, kind.table, number, hold=True)
        if thing is None:
            raise missing(kind)
        name = thing.name if name is None else _name(name)
        kept = None if content is None else kind.checked(content)
        changed = await named.change(
            db, who.org, kind.table, number, name=name, folded=same(name), content=kept
        )
        if changed is None:
            raise _taken(kind, name)
        await note(db, who, asker, f"{kind.deed}_changed", str(number), name=name)
        return changed


async def delete(pool: Any, who: Who, kind: Kind[Thing, Any], number: int, *, asker: Asker) -> None:
    """Delete one; `NotFound` when there is none of this number."""
    async with transaction(pool, org_id=who.org) as db:
        name = await named.remove(db, who.org, kind.table, number)
        if name is None:
            raise missing(kind)
        await note(db, who, asker, f"{kind.deed}_deleted", str(number), name=name)


def missing(kind: Kind[Any, Any]) -> NotFound:
    """What is raised where there is none of a number."""
    return NotFound(f"there is no {kind.called} of this number")


def _taken(kind: Kind[Any, Any], name: str) -> Conflict:
    return Conflict(f"there is a {kind.called} of this name already: {name}")


def _name(name: str) -> str:
    return one_line(name, field="name", longest=LONGEST_NAME, least=1)
