"""Tables of things that organisations keep under names: one build, each with a content of its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar, Generic, Protocol, TypeVar

from msgspec import convert

from ventra.infra.db import Connection


class Named(Protocol):
    """How a thing is answered: a struct whose fields are columns of its table."""

    __struct_fields__: ClassVar[tuple[str, ...]]

    @property
    def name(self) -> str:
        """As it was given."""


Thing = TypeVar("Thing", bound=Named)


@dataclass(frozen=True, slots=True)
class Table(Generic[Thing]):
    """Where a thing is kept: `org_id`, `made_by`, `name`, `folded` (unique in an organisation) and what `answer` has."""

    name: str
    number: str
    """The column that numbers them."""
    content: str
    """The column of what is kept, as JSON."""
    answer: type[Thing]
    most: int
    """Of an organisation."""

    @property
    def columns(self) -> str:
        """Of an answer."""
        return ", ".join(self.answer.__struct_fields__)

    @property
    def touch(self) -> str:
        """What else a change sets, where it is kept when the last one was."""
        return ", changed_at = now()" if "changed_at" in self.answer.__struct_fields__ else ""


async def listed(db: Connection, org_id: int, table: Table[Thing]) -> list[Thing]:
    """All of an organisation's, by name."""
    rows = await db.fetch(
        f"SELECT {table.columns} FROM {table.name} WHERE org_id = $1 ORDER BY folded LIMIT $2",
        org_id,
        table.most,
    )
    return [convert(dict(row), table.answer) for row in rows]


async def count(db: Connection, org_id: int, table: Table[Thing]) -> int:
    """How many an organisation has."""
    found: int = await db.fetchval(f"SELECT count(*) FROM {table.name} WHERE org_id = $1", org_id)
    return found


async def of_number(
    db: Connection, org_id: int, table: Table[Thing], number: int, *, hold: bool = False
) -> Thing | None:
    """One of them, with `hold` until the transaction ends; `None` when there is none."""
    row = await db.fetchrow(
        f"SELECT {table.columns} FROM {table.name} WHERE org_id = $1 AND {table.number} = $2"
        f"{' FOR UPDATE' if hold else ''}",
        org_id,
        number,
    )
    return None if row is None else convert(dict(row), table.answer)


async def add(
    db: Connection,
    org_id: int,
    table: Table[Thing],
    made_by: int | None,
    *,
    name: str,
    folded: str,
    content: Any,
) -> Thing | None:
    """A new one; `None` when there is one of that name."""
    row = await db.fetchrow(
        f"INSERT INTO {table.name} (org_id, made_by, name, folded, {table.content}) VALUES ($1, $2, $3, $4, $5) "
        f"ON CONFLICT (org_id, folded) DO NOTHING RETURNING {table.columns}",
        org_id,
        made_by,
        name,
        folded,
        content,
    )
    return None if row is None else convert(dict(row), table.answer)


async def change(
    db: Connection, org_id: int, table: Table[Thing], number: int, *, name: str, folded: str, content: Any
) -> Thing | None:
    """Give one another name and, but for `None`, another content; `None` when there is another of that name."""
    row = await db.fetchrow(
        f"UPDATE {table.name} SET name = $3, folded = $4, {table.content} = coalesce($5, {table.content}){table.touch} "
        f"WHERE org_id = $1 AND {table.number} = $2 AND NOT EXISTS ("
        f"SELECT FROM {table.name} WHERE org_id = $1 AND folded = $4 AND {table.number} <> $2) "
        f"RETURNING {table.columns}",
        org_id,
        number,
        name,
        folded,
        content,
    )
    return None if row is None else convert(dict(row), table.answer)


async def remove(db: Connection, org_id: int, table: Table[Thing], number: int) -> str | None:
    """Delete one; what it was called, `None` when there is none."""
    name: str | None = await db.fetchval(
        f"DELETE FROM {table.name} WHERE org_id = $1 AND {table.number} = $2 RETURNING name", org_id, number
    )
    return name
