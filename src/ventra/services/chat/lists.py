"""Short lists: what sells and grows in the market, and what there is to know of what an organisation tracks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import quote

from ventra.catalog.answers import ProductRow
from ventra.catalog.store import lists, watchlist
from ventra.catalog.store.lists import ProductFilter
from ventra.catalog.store.watchlist import Wanted
from ventra.core.day import TASHKENT
from ventra.core.estimate import Estimate
from ventra.core.talk import Button, Reply
from ventra.core.text import search_words
from ventra.core.written import UNKNOWN, count, day_short, money
from ventra.infra.db import transaction
from ventra.services.chat import numbers
from ventra.services.chat.asked import Asked
from ventra.services.chat.list_texts import LIST_TEXTS
from ventra.services.chat.number_texts import NUMBER_TEXTS

ROWS = 8
CARD = "p:card:"
LONGEST_QUERY = 200


async def top(asked: Asked) -> Reply:
    """What sells most in the market."""
    rows = await _market(asked, "-units_7")
    return listed(
        asked, "top", [one for one in rows if one.figures.days_7.point], _sold, "/browse?sort=-units_7"
    )


async def rising(asked: Asked) -> Reply:
    """What surely grows."""
    rows = [one for one in await _market(asked, "-growth") if one.figures.growth_7.verdict == "up"]
    return listed(asked, "rising", rows, _grown, "/browse?sort=-growth")


async def find(asked: Asked, text: str) -> Reply:
    """Products whose titles hold these words."""
    query = text[:LONGEST_QUERY]
    if not search_words(query):
        return Reply(asked.words(LIST_TEXTS, "find.how"))
    rows = await _market(asked, "-units_7", query, state=None)
    return listed(asked, "find", rows, _sold, f"/browse?q={quote(query)}", query=query)


async def today(asked: Asked) -> Reply:
    """What of one's own list sells today."""
    rows = await tracked(asked, Wanted(), "-units_today")
    return listed(asked, "today", rows, _today, "/watchlist?sort=-units_today")


async def rivals(asked: Asked) -> Reply:
    """How what is marked a rival's sells."""
    rows = await tracked(asked, Wanted(mark="rival"), "-units_7")
    return listed(asked, "rivals", rows, _rival, "/watchlist?mark=rival")


async def found(asked: Asked, text: str, at_most: int) -> list[ProductRow]:
    """What a search finds; without words, what sells most."""
    return await _market(asked, "-units_7", text[:LONGEST_QUERY], at_most=at_most)


async def _market(
    asked: Asked, sort: str, query: str = "", *, state: str | None = "active", at_most: int = ROWS
) -> list[ProductRow]:
    wanted = ProductFilter(q=query if search_words(query) else None, state=state)
    async with transaction(asked.pool, org_id=asked.org_id) as db:
        places = await lists.in_order(db, lists.where_of(wanted), sort=sort, limit=at_most)
        return await _rows(db, asked, [one for one, _ in places])


async def tracked(asked: Asked, wanted: Wanted, sort: str, *, at_most: int = ROWS) -> list[ProductRow]:
    """What of the organisation's own list is wanted, in an order."""
    assert asked.who is not None
    org_id = asked.who.org
    async with transaction(asked.pool, org_id=org_id) as db:
        ids = await watchlist.in_order(db, org_id, wanted, sort=sort, at_most=at_most)
        return await _rows(db, asked, ids)


async def _rows(db: Any, asked: Asked, ids: list[int]) -> list[ProductRow]:
    rows = {
        one.product_id: one for one in await lists.load(db, ids, now=asked.now, simulated=asked.simulated)
    }
    return [rows[one] for one in ids if one in rows]


def listed(
    asked: Asked,
    name: str,
    rows: Sequence[ProductRow],
    line: Callable[[Asked, ProductRow], tuple[str, list[Estimate]]],
    path: str,
    **facts: object,
) -> Reply:
    """A list of products, a line of words and its estimates each, or a word where there is none."""
    if not rows:
        return Reply(asked.words(LIST_TEXTS, f"{name}.empty", **facts))
    told, estimates = [asked.words(LIST_TEXTS, f"{name}.title", **facts)], []
    for n, row in enumerate(rows, 1):
        words, of_row = line(asked, row)
        called = asked.link(f"/p/{row.product_id}?range=7", asked.called(row.product_id, row.titles))
        told.append(f"{n}. {called}\n{words} · {_seen(asked, row)}")
        estimates += of_row
    told.append(numbers.legend(estimates, asked.language))
    shown = enumerate(rows, 1) if asked.private else ()
    buttons = [Button(str(n), f"{CARD}{row.product_id}") for n, row in shown]
    buttons += asked.opens(path, asked.words(LIST_TEXTS, "all"))
    return Reply("\n\n".join(filter(None, told)), tuple(buttons), per_row=4)


def _sold(asked: Asked, row: ProductRow) -> tuple[str, list[Estimate]]:
    week = row.figures.days_7
    return f"{seven(asked, row)}: {numbers.units(week, asked.language)} · {price(asked, row)}", [week]


def _grown(asked: Asked, row: ProductRow) -> tuple[str, list[Estimate]]:
    week = row.figures.days_7
    grown = numbers.growth(row.figures.growth_7, asked.language)
    return f"📈 {grown} · {seven(asked, row)}: {numbers.units(week, asked.language)}", [week]


def _today(asked: Asked, row: ProductRow) -> tuple[str, list[Estimate]]:
    figures, parts = row.figures, []
    through = figures.today.through
    if figures.today.point is not None and through is not None:
        label = asked.words(NUMBER_TEXTS, "today", time=f"{through.astimezone(TASHKENT):%H:%M}")
        parts.append(f"{label}: {numbers.units(figures.today, asked.language)}")
    parts.append(f"{yesterday(asked, row)}: {numbers.units(figures.day_1, asked.language)}")
    return " · ".join(parts), [figures.today, figures.day_1]


def _rival(asked: Asked, row: ProductRow) -> tuple[str, list[Estimate]]:
    told, estimates = _sold(asked, row)
    grown = row.figures.growth_7
    more = [] if grown.point is None else [numbers.growth(grown, asked.language)]
    return " · ".join([told, stocked(asked, row), *more]), estimates


def seven(asked: Asked, row: ProductRow) -> str:
    """What the number of seven days is called, with the day it ends with."""
    as_of = row.figures.as_of
    return asked.words(
        NUMBER_TEXTS, "days_7", day=UNKNOWN if as_of is None else day_short(as_of, asked.language)
    )


def yesterday(asked: Asked, row: ProductRow) -> str:
    """What the last closed day is called: its date, once it is not yesterday."""
    as_of = row.figures.as_of
    if as_of is None or (asked.now.astimezone(TASHKENT).date() - as_of).days == 1:
        return asked.words(NUMBER_TEXTS, "yesterday")
    return day_short(as_of, asked.language)


def price(asked: Asked, row: ProductRow) -> str:
    """The price, and the one before a discount struck through."""
    told = money(row.price_uzs, asked.language)
    if row.list_price_uzs and row.price_uzs and row.list_price_uzs > row.price_uzs:
        return f"{told} <s>{count(row.list_price_uzs, asked.language, 0)}</s>"
    return told


def stocked(asked: Asked, row: ProductRow) -> str:
    """How much is there."""
    told = asked.words(NUMBER_TEXTS, "stock")
    if row.stock is None:
        return f"{told}: {asked.words(NUMBER_TEXTS, 'unknown')}"
    if row.stock == 0:
        return f"{told}: {asked.words(NUMBER_TEXTS, 'sold_out')}"
    return f"{told}: {asked.words(NUMBER_TEXTS, 'pieces', n=count(row.stock, asked.language, 0))}"


def _seen(asked: Asked, row: ProductRow) -> str:
    if row.seen_at is None:
        return asked.words(NUMBER_TEXTS, "never_seen")
    return numbers.age(row.seen_at, asked.now, asked.language)
