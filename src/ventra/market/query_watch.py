"""An organisation watches what is searched for on the marketplace, and sees where its goods stand."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from ventra.accounts.noting import note
from ventra.accounts.store import organisations
from ventra.accounts.who import Asker, Who
from ventra.core.one_line import one_line, same
from ventra.core.product import Titles
from ventra.errors import BadInput, Conflict, NotFound
from ventra.infra.db import transaction
from ventra.market.query_answers import (
    Position,
    PositionLook,
    Positions,
    QueryForm,
    QueryWish,
    RankedProduct,
    WatchedQueries,
    WatchedQuery,
)
from ventra.market.store import watched_queries as kept
from ventra.market.store.watched_queries import MOST_QUERIES

LONGEST = 100
Row = Mapping[str, Any]


async def add(pool: Any, who: Who, wish: QueryWish, *, asker: Asker) -> WatchedQuery:
    """Watch a query. `BadInput` without a text, `Conflict` when it is watched already, or too many are."""
    uz, ru = _text(wish.text_uz, "text_uz"), _text(wish.text_ru, "text_ru")
    if uz is None and ru is None:
        raise BadInput("a query has a text in Uzbek, in Russian, or both", field="text_uz")
    async with transaction(pool, org_id=who.org) as db:
        await organisations.hold(db, who.org)
        if await kept.count(db, who.org) >= MOST_QUERIES:
            raise Conflict(f"{MOST_QUERIES} queries are watched already: take one out first")
        folded = f"{same(uz or '')}\n{same(ru or '')}"
        number = await kept.add(db, who.org, who.user_id, uz=uz, ru=ru, folded=folded)
        if number is None:
            raise Conflict("this query is watched already")
        await note(db, who, asker, "query_watched", str(number), text=uz or ru)
        every = _queries(await kept.listed(db, who.org))
    return next(one for one in every.items if one.query_id == number)


async def remove(pool: Any, who: Who, query_id: int, *, asker: Asker) -> None:
    """Watch it no more; `NotFound` when it was not watched."""
    async with transaction(pool, org_id=who.org) as db:
        if not await kept.remove(db, who.org, query_id):
            raise NotFound("no query of this number is watched")
        await note(db, who, asker, "query_unwatched", str(query_id))


async def listed(db: Any, org_id: int) -> WatchedQueries:
    """An organisation's queries with their last looks."""
    return _queries(await kept.listed(db, org_id))


async def positions(db: Any, org_id: int, product_id: int, *, days: int, now: datetime) -> Positions:
    """Where a product stood in an organisation's queries within so many days."""
    found: dict[tuple[int, str], Position] = {}
    for row in await kept.positions(db, org_id, product_id, now=now, days=days):
        key = row["query_id"], row["language"]
        if key not in found:
            found[key] = Position(query_id=key[0], language=row["language"], text=row["text"], looks=[])
        found[key].looks.append(PositionLook(row["seen_at"], row["rank"], row["shown"]))
    every = list(found.values())
    every.sort(key=lambda one: all(look.rank is None for look in one.looks))
    return Positions(product_id, every)


def _queries(rows: list[Row]) -> WatchedQueries:
    found: dict[int, WatchedQuery] = {}
    for row in rows:
        one = found.setdefault(
            row["query_id"], WatchedQuery(query_id=row["query_id"], forms=[], made_at=row["made_at"])
        )
        one.forms.append(_form(row))
    return WatchedQueries(list(found.values()))


def _form(row: Row) -> QueryForm:
    columns = [row[name] or [] for name in ("ids", "ranks", "befores", "uz", "ru")]
    failing = row["last_outcome"] not in (None, "ok")
    return QueryForm(
        language=row["language"],
        text=row["text"],
        state="failing" if failing else "waiting" if row["seen_at"] is None else "seen",
        seen_at=row["seen_at"],
        before_at=row["before_at"],
        shown=row["shown"] or 0,
        total=row["total"],
        products=[
            RankedProduct(product_id=one, titles=Titles(uz, ru), rank=rank, rank_before=before)
            for one, rank, before, uz, ru in zip(*columns, strict=True)
        ],
        ideas=[one for one in row["ideas"] or [] if same(one) != same(row["text"])],
    )


def _text(text: str | None, field: str) -> str | None:
    return None if text is None else one_line(text, field=field, longest=LONGEST) or None
