"""A product's chart as a picture: asked for like a report card, which a worker draws, and brought once it is there."""

from __future__ import annotations

import asyncio
import html
from typing import TYPE_CHECKING, Any

from ventra.catalog.store import lists
from ventra.core.product import Titles
from ventra.core.talk import Button, Reply
from ventra.errors import Busy, NotFound
from ventra.infra.db import transaction
from ventra.infra.logs import logger
from ventra.reports import card as cards
from ventra.reports.answers import Card, CardWish
from ventra.reports.store import cards as kept
from ventra.services.chat.asked import Asked
from ventra.services.chat.card import CHART
from ventra.services.chat.card_texts import CARD_TEXTS

if TYPE_CHECKING:
    from ventra.infra.telegram import Telegram

EVERY_SECONDS = 0.5
LONGEST_SECONDS = 60.0
MOST_AT_ONCE = 20
_log = logger(__name__)


class Pictures:
    """Pictures on their way. Waiting for one holds up no other answer; what a stop cuts off is asked for anew by its person."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[None]] = set()

    def begin(self, telegram: Telegram, asked: Asked, product_id: int) -> None:
        """Bring a product's picture into the chat. `Busy` when too many are waited for."""
        if len(self._tasks) >= MOST_AT_ONCE:
            raise Busy("too many pictures are on their way", retry_after_seconds=20)
        task = asyncio.create_task(_bring(telegram, asked, product_id))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def stop(self) -> None:
        """Wait for none any more."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)


async def _bring(telegram: Telegram, asked: Asked, product_id: int) -> None:
    again = Button(asked.words(CARD_TEXTS, "chart"), f"{CHART}{product_id}")
    try:
        async with transaction(asked.pool) as db:
            title = await _title(db, asked, product_id)
            wish = CardWish("png", asked.language)
            drawn = await cards.ask(db, product_id, wish, now=asked.now, simulated=asked.simulated)
        drawn, body = await _drawn(telegram, asked, drawn)
        if body is not None:
            await telegram.send_photo(
                asked.chat_id, body, asked.words(CARD_TEXTS, "chart_under", title=title)
            )
            return
        words = html.escape(drawn.error or "") or asked.words(CARD_TEXTS, "chart_late")
        await telegram.say(asked.chat_id, Reply(words, (again,)))
    except NotFound as gone:
        _log.info("a picture reached nobody", because=str(gone))
    except Busy:
        await telegram.say(asked.chat_id, Reply(asked.words(CARD_TEXTS, "chart_late"), (again,)))
    except Exception as failure:
        _log.error("a picture could not be brought", exc_info=failure)


async def _drawn(telegram: Telegram, asked: Asked, drawn: Card) -> tuple[Card, bytes | None]:
    """The card as it is at last, and its file, where there is one in time."""
    waited = 0.0
    while True:
        if drawn.state == "done":
            async with transaction(asked.pool) as db:
                return await cards.file_of(db, drawn.card_id)
        if drawn.state == "failed" or waited >= LONGEST_SECONDS:
            return drawn, None
        if waited % 4 < EVERY_SECONDS:
            await telegram.show_typing(asked.chat_id, photo=True)
        await asyncio.sleep(EVERY_SECONDS)
        waited += EVERY_SECONDS
        async with transaction(asked.pool) as db:
            drawn = await kept.read(db, drawn.card_id)


async def _title(db: Any, asked: Asked, product_id: int) -> str:
    rows = await lists.load(db, [product_id], now=asked.now, simulated=asked.simulated)
    return asked.called(product_id, rows[0].titles if rows else Titles())
