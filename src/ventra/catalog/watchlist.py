"""An organisation says of the products it tracks which are its own and which are rivals', and notes and tags them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from msgspec import UNSET

from ventra.accounts.noting import note
from ventra.accounts.who import Asker, Who
from ventra.catalog.store import marks
from ventra.catalog.store.marks import Change
from ventra.catalog.store.watchlist import Wanted
from ventra.catalog.tracking import unknown
from ventra.catalog.watchlist_answers import ManyDone, SaidOfProduct, Saying, SayingOfMany
from ventra.core.one_line import one_line, same, several_lines
from ventra.errors import BadInput, NotFound
from ventra.infra.db import Connection, transaction

LONGEST_NOTE, LONGEST_TAG = 2000, 40


def wanted(*, tag: str | None, **more: Any) -> Wanted:
    """Which products are asked for. `BadInput` for a tag that cannot be, or a lowest price above the highest."""
    folded = None if tag is None else same(one_line(tag, field="tag", longest=LONGEST_TAG, least=1))
    found = Wanted(tag=folded, **more)
    if found.price_min is not None and found.price_max is not None and found.price_min > found.price_max:
        raise BadInput("price_min is above price_max", field="price_min")
    return found


async def say(pool: Any, who: Who, product_id: int, saying: Saying, *, asker: Asker) -> SaidOfProduct:
    """Mark, note or tag one product. `NotFound` when the organisation does not track it."""
    change = Change(
        set_mark=saying.mark is not UNSET,
        mark=None if saying.mark is UNSET else saying.mark,
        note=None if saying.note is UNSET else _note(saying.note),
        add_tags={} if saying.tags is UNSET else tags_of(saying.tags, field="tags"),
        all_tags=saying.tags is not UNSET,
    )
    async with transaction(pool, org_id=who.org) as db:
        if not await marks.tracked_of(db, who.org, [product_id], hold=True):
            raise NotFound(f"product {product_id} is not tracked", product_id=product_id)
        await _say(db, who, [product_id], change, field="tags")
        said = (await marks.said_of(db, who.org, [product_id]))[product_id]
        await note(db, who, asker, "product_marked", str(product_id), **_facts(change))
    return SaidOfProduct(product_id, said.mark, said.note, said.tags, said.lists)


async def say_of_many(pool: Any, who: Who, saying: SayingOfMany, *, asker: Asker) -> ManyDone:
    """Mark and tag all of these that the organisation tracks; where one would have too many tags, none is changed."""
    change = Change(
        set_mark=saying.mark is not UNSET,
        mark=None if saying.mark is UNSET else saying.mark,
        add_tags=tags_of(saying.add_tags, field="add_tags"),
        remove_tags=list(tags_of(saying.remove_tags, field="remove_tags")),
    )
    if set(change.remove_tags) & set(change.add_tags):
        raise BadInput("a tag is either added or removed", field="remove_tags")
    async with transaction(pool, org_id=who.org) as db:
        done = await marks.tracked_of(db, who.org, saying.product_ids, hold=True)
        if done:
            await _say(db, who, done, change, field="add_tags")
            await note(db, who, asker, "products_marked", products=done, **_facts(change))
    return ManyDone(done, unknown(saying.product_ids, done))


def tags_of(tags: Sequence[str], *, field: str) -> dict[str, str]:
    """Tags by how they are told apart, each as first written. `BadInput` for one that cannot be."""
    found: dict[str, str] = {}
    for tag in tags:
        plain = one_line(tag, field=field, longest=LONGEST_TAG, least=1)
        found.setdefault(same(plain), plain)
    if len(found) > marks.MOST_TAGS:
        raise BadInput(f"a product has at most {marks.MOST_TAGS} tags", field=field)
    return found


async def _say(db: Connection, who: Who, product_ids: Sequence[int], change: Change, *, field: str) -> None:
    await marks.say(db, who.org, product_ids, change)
    over = await marks.tagged_most(db, who.org, product_ids)
    if over is not None:
        raise BadInput(f"product {over} would have more than {marks.MOST_TAGS} tags", field=field)


def _note(text: str) -> str:
    return several_lines(text, field="note", longest=LONGEST_NOTE)


def _facts(change: Change) -> dict[str, Any]:
    """What was changed; of a note only that it was."""
    facts: dict[str, Any] = {}
    if change.set_mark:
        facts["mark"] = change.mark
    if change.note is not None:
        facts["note"] = True
    if change.all_tags:
        facts["tags"] = list(change.add_tags.values())
    elif change.add_tags:
        facts["add_tags"] = list(change.add_tags.values())
    if change.remove_tags:
        facts["remove_tags"] = list(change.remove_tags)
    return facts
