"""The digest, asked for now: what sold on the last closed day, what grew and shrank, what runs out."""

from __future__ import annotations

from ventra.accounts.who import Who
from ventra.catalog.answers import ProductRow
from ventra.catalog.store import lists, watchlist
from ventra.catalog.store.watchlist import Wanted
from ventra.core.talk import Reply
from ventra.infra.db import transaction
from ventra.services.chat import numbers
from ventra.services.chat.asked import Asked
from ventra.services.chat.digest_texts import DIGEST_TEXTS
from ventra.services.chat.lists import stocked, yesterday
from ventra.services.chat.texts import BOT_TEXTS

LINES = 3
LOW = 10
MOST_READ = 2_000


async def now(asked: Asked, who: Who) -> Reply:
    """What is tracked, in a few lines."""
    async with transaction(asked.pool, org_id=who.org) as db:
        ids = await watchlist.in_order(
            db, who.org, Wanted(state="active"), sort="-units_1", at_most=MOST_READ
        )
        rows = await lists.load(db, ids, now=asked.now, simulated=asked.simulated)
    if not rows:
        return Reply(asked.words(BOT_TEXTS, "bot.digest_soon"))
    sold = sorted((one for one in rows if one.figures.day_1.point), key=_sold, reverse=True)
    changed = sorted((one for one in rows if one.figures.growth_7.verdict), key=_grown)
    up = [one for one in reversed(changed) if one.figures.growth_7.verdict == "up"]
    down = [one for one in changed if one.figures.growth_7.verdict == "down"]
    low = sorted((one for one in rows if one.stock is not None and one.stock <= LOW), key=_left)
    parts = [asked.words(DIGEST_TEXTS, "title", n=len(rows))]
    if sold:
        told = [
            f"{_named(asked, one)} · {numbers.units(one.figures.day_1, asked.language)}"
            for one in sold[:LINES]
        ]
        parts.append("\n".join([f"<b>{yesterday(asked, sold[0])}</b>", *told]))
    for key, some in (("up", up), ("down", down)):
        told = [
            f"{_named(asked, one)} · {numbers.growth(one.figures.growth_7, asked.language)}"
            for one in some[:LINES]
        ]
        parts += ["\n".join([asked.words(DIGEST_TEXTS, key), *told])] if told else []
    if low:
        told = [f"{_named(asked, one)} · {stocked(asked, one)}" for one in low[:LINES]]
        parts.append("\n".join([asked.words(DIGEST_TEXTS, "low"), *told]))
    parts.append(numbers.legend([one.figures.day_1 for one in sold[:LINES]], asked.language))
    return Reply(
        "\n\n".join(filter(None, parts)), asked.opens("/watchlist", asked.words(DIGEST_TEXTS, "open"))
    )


def _named(asked: Asked, row: ProductRow) -> str:
    return f"• {asked.link(f'/p/{row.product_id}?range=7', asked.called(row.product_id, row.titles))}"


def _sold(row: ProductRow) -> float:
    return row.figures.day_1.point or 0


def _grown(row: ProductRow) -> float:
    return row.figures.growth_7.point or 0


def _left(row: ProductRow) -> int:
    return row.stock or 0
