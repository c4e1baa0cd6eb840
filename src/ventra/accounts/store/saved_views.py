"""Views of a page under a name: a person's own in an organisation, and those that all of it see."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

import msgspec

from ventra.infra.db import Connection

MOST_VIEWS = 100
"""Of one page: of a person's own in an organisation, and of the organisation's."""
Page = Literal["watchlist", "browse", "compare", "rising", "category", "seller", "niches"]
"""The pages whose address says all that they show."""
_COLUMNS = "view_id, page, name, query, user_id IS NULL AS team, made_at"


class SavedView(msgspec.Struct, frozen=True):
    """A page's address after the question mark, under a name; `team`: everybody in the organisation has it."""

    view_id: int
    page: Page
    name: str
    query: str
    team: bool
    made_at: datetime


async def listed(db: Connection, org_id: int, user_id: int | None, page: str) -> list[SavedView]:
    """A person's own views of a page and the organisation's, by name; for nobody the organisation's alone."""
    rows = await db.fetch(
        f"SELECT {_COLUMNS} FROM saved_views WHERE org_id = $1 AND (user_id = $2 OR user_id IS NULL) AND page = $3 "
        "ORDER BY user_id IS NULL, folded, view_id LIMIT $4",
        org_id,
        user_id,
        page,
        2 * MOST_VIEWS,
    )
    return [SavedView(**row) for row in rows]


async def of_person(db: Connection, user_id: int) -> list[SavedView]:
    """All of a person's own, in every organisation."""
    rows = await db.fetch(
        f"SELECT {_COLUMNS} FROM saved_views WHERE user_id = $1 ORDER BY org_id, page, folded", user_id
    )
    return [SavedView(**row) for row in rows]


async def count(db: Connection, org_id: int, user_id: int | None, page: str) -> int:
    """How many a person has of a page, or with `None` the organisation."""
    found: int = await db.fetchval(
        "SELECT count(*) FROM saved_views WHERE org_id = $1 AND user_id IS NOT DISTINCT FROM $2 AND page = $3",
        org_id,
        user_id,
        page,
    )
    return found


async def add(
    db: Connection, org_id: int, user_id: int | None, page: str, *, name: str, folded: str, query: str
) -> int | None:
    """A new view, the organisation's where `user_id` is `None`; its number, `None` when there is one of that name."""
    made: int | None = await db.fetchval(
        "INSERT INTO saved_views (org_id, user_id, page, name, folded, query) VALUES ($1, $2, $3, $4, $5, $6) "
        "ON CONFLICT (org_id, coalesce(user_id, 0), page, folded) DO NOTHING RETURNING view_id",
        org_id,
        user_id,
        page,
        name,
        folded,
        query,
    )
    return made


async def of_number(db: Connection, org_id: int, user_id: int | None, view_id: int) -> SavedView | None:
    """A view of this person's or of the organisation's, held until the transaction ends; `None` when there is none."""
    row = await db.fetchrow(
        f"SELECT {_COLUMNS} FROM saved_views "
        "WHERE org_id = $1 AND view_id = $2 AND (user_id = $3 OR user_id IS NULL) FOR UPDATE",
        org_id,
        view_id,
        user_id,
    )
    return None if row is None else SavedView(**row)


async def taken(
    db: Connection, org_id: int, user_id: int | None, page: str, folded: str, *, but: int
) -> bool:
    """Whether another view of the same page and the same people has that name."""
    found = await db.fetchval(
        "SELECT true FROM saved_views WHERE org_id = $1 AND user_id IS NOT DISTINCT FROM $2 AND page = $3 "
        "AND folded = $4 AND view_id <> $5",
        org_id,
        user_id,
        page,
        folded,
        but,
    )
    return bool(found)


async def change(
    db: Connection, org_id: int, view_id: int, *, name: str, folded: str, query: str, user_id: int | None
) -> None:
    """Give a view another name and query, and to `user_id`, or with `None` to the organisation."""
    await db.execute(
        "UPDATE saved_views SET name = $3, folded = $4, query = $5, user_id = $6 WHERE org_id = $1 AND view_id = $2",
        org_id,
        view_id,
        name,
        folded,
        query,
        user_id,
    )


async def remove(db: Connection, org_id: int, view_id: int) -> None:
    """Delete a view."""
    await db.execute("DELETE FROM saved_views WHERE org_id = $1 AND view_id = $2", org_id, view_id)
