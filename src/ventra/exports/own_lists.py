"""Purchases, and lost and stuck goods, of one's own shop as tables."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Sequence

from ventra.exports.columns import attribute, word
from ventra.exports.table import Found, Table, Wish
from ventra.infra.db import transaction
from ventra.shop import own_losses, purchases
from ventra.shop.loss_answers import Loss
from ventra.shop.purchase_answers import Purchase

ROWS_A_BATCH = 5_000
ALL = 2**62
"""More losses than there can be: no page of them."""


async def _find_purchases(wish: Wish) -> Found:
    return Found(_purchases(wish))


async def _purchases(wish: Wish) -> AsyncGenerator[Sequence[Purchase], None]:
    """Page by page: what is entered meanwhile under a later day is not among them."""
    cursor: str | None = None
    while True:
        async with transaction(wish.pool, org_id=wish.org_id) as db:
            found = await purchases.page(
                db, wish.org_id, wish.filters.sku_id, limit=ROWS_A_BATCH, cursor=cursor
            )
        yield found.items
        if found.next_cursor is None:
            return
        cursor = found.next_cursor


async def _find_losses(wish: Wish) -> Found:
    unread: set[str] = set()
    return Found(_losses(wish, unread), unread=unread)


async def _losses(wish: Wish, unread: set[str]) -> AsyncGenerator[Sequence[Loss], None]:
    asked = wish.filters
    async with transaction(wish.pool, org_id=wish.org_id) as db:
        found = await own_losses.listed(
            db, wish.org_id, asked.shop_id, now=wish.now, state=asked.claim, kind=asked.loss, limit=ALL
        )
    unread.update(found.unknown)
    for begin in range(0, len(found.items), ROWS_A_BATCH):
        yield found.items[begin : begin + ROWS_A_BATCH]


OWN_PURCHASES = Table(
    name="own_purchases",
    title="sheet.own_purchases",
    fixed=(attribute("purchase_id", "int", "id"), attribute("title", "text")),
    columns={
        "sku_id": (attribute("sku_id", "int", "id"),),
        "code": (attribute("code", "text"),),
        "day": (attribute("day", "date"),),
        "pieces": (attribute("pieces", "int", "units"),),
        "cost_each": (attribute("cost_each", "int", "uzs", of="cost_uzs"),),
        "made_at": (attribute("made_at", "instant"),),
        "note": (attribute("note", "text", private=True),),
    },
    default=("sku_id", "code", "day", "pieces", "cost_each", "made_at"),
    takes=frozenset(("sku_id",)),
    sorts=("-day",),
    sort="-day",
    find=_find_purchases,
    shared=False,
)
OWN_LOSSES = Table(
    name="own_losses",
    title="sheet.own_losses",
    fixed=(word("loss", lambda row: row.kind), attribute("title", "text")),
    columns={
        "sku_id": (attribute("sku_id", "int", "id"),),
        "product_id": (attribute("product_id", "int", "id"),),
        "scheme": (attribute("scheme", "text"),),
        "reference": (attribute("reference", "text"),),
        "pieces": (attribute("pieces", "int", "units"),),
        "since": (attribute("since", "date"), attribute("or_earlier", "bool")),
        "deadline": (attribute("deadline", "date"), attribute("days_left", "int", "days")),
        "cost_of_all": (attribute("cost_of_all", "int", "uzs", of="cost_uzs"),),
        "price_of_all": (attribute("price_of_all", "int", "uzs", of="price_uzs"),),
        "claim": (
            word("claim", lambda row: row.state),
            attribute("said_of", "int", "units"),
            attribute("changed_at", "instant"),
        ),
        "note": (attribute("note", "text", private=True),),
    },
    default=(
        "sku_id", "product_id", "scheme", "reference", "pieces", "since", "deadline", "cost_of_all", "price_of_all", "claim",
    ),
    takes=frozenset(("shop_id", "claim", "loss")),
    sorts=("deadline",),
    sort="deadline",
    find=_find_losses,
    shared=False,
)  # fmt: skip
