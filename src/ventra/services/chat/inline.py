"""Searching behind the bot's name in any chat: public data alone, the same for all."""

from __future__ import annotations

from ventra.catalog.answers import ProductRow
from ventra.core.talk import Button, Found
from ventra.core.written import money
from ventra.services.chat import lists, numbers
from ventra.services.chat.asked import Asked
from ventra.services.chat.card import written
from ventra.services.chat.card_texts import CARD_TEXTS

RESULTS = 10
CACHE_SECONDS = 60
PRODUCT = "p"
"""What `/start` is followed by when it is to show a product: `p123`."""


async def search(asked: Asked, text: str) -> list[Found]:
    """Products to share as cards; without words, what sells most."""
    return [_found(asked, row) for row in await lists.found(asked, text, RESULTS)]


def _found(asked: Asked, row: ProductRow) -> Found:
    week = numbers.units(row.figures.days_7, asked.language)
    deep = f"https://t.me/{asked.bot}?start={PRODUCT}{row.product_id}"
    return Found(
        key=str(row.product_id),
        title=asked.called(row.product_id, row.titles),
        line=f"{money(row.price_uzs, asked.language)} · {lists.seven(asked, row)}: {week}",
        text=written(asked, row),
        buttons=(
            *asked.opens(f"/p/{row.product_id}?range=7", asked.words(CARD_TEXTS, "open")),
            *((Button(asked.words(CARD_TEXTS, "in_bot"), url=deep),) if asked.bot else ()),
        ),
        photo_url=row.photo_url,
    )
