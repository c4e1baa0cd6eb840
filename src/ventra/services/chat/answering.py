"""Answers one update over the wire: a sign of typing first where it takes long; what fails is noted, and said in the chat."""

from __future__ import annotations

import asyncio
import contextlib
import traceback
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from ventra.core.error_texts import ERROR_TEXTS
from ventra.core.talk import Inline, Membership, Message, Other, Press, Reply, Said
from ventra.core.texts import EN, RU, UZ, language_of, say
from ventra.errors import Unavailable, VentraError
from ventra.infra import logs, store
from ventra.infra.db import transaction
from ventra.services.chat import groups, inline
from ventra.services.chat.commands import COMMANDS
from ventra.services.chat.talk import Talk
from ventra.services.chat.texts import BOT_TEXTS

if TYPE_CHECKING:
    from ventra.infra.telegram import Telegram

TYPING_AFTER_SECONDS = 1.0
TYPING_EVERY_SECONDS = 4.0
MINI = "/mini"
"""Where the page is Telegram's Mini App."""
_log = logs.logger(__name__)


async def offer_commands(pool: Any, telegram: Telegram) -> None:
    """Have Telegram offer the commands, those of groups in groups, and the page where it is served over https."""
    for language, code in ((UZ, None), (RU, RU), (EN, EN)):
        told = {name: say(BOT_TEXTS, f"bot.command.{name}", language) for name in COMMANDS}
        await telegram.set_commands(told, code)
        await telegram.set_commands({name: told[name] for name in groups.PUBLIC}, code, in_groups=True)
    async with transaction(pool) as db:
        web_url = await store.get_installation(db, store.WEB_URL)
    if web_url is not None and web_url.startswith("https://"):
        await telegram.offer_page("VENTRA", f"{web_url}{MINI}")


async def answer(telegram: Telegram, talk: Talk, said: Said) -> None:
    """Answer an update. Raises what has to be handled again or noted."""
    if isinstance(said, Other):
        return
    if isinstance(said, Membership):
        await talk.moved(said)
        return
    if isinstance(said, Inline):
        found = await talk.found(said)
        await telegram.answer_inline(said.query_id, found, cache_seconds=inline.CACHE_SECONDS)
        return
    async with _typing(telegram, said):
        try:
            reply = await talk.reply(said)
        except VentraError:
            raise
        except Exception:
            await _apologise(telegram, said)
            raise
    await _bring(telegram, said, reply)


async def note_failure(pool: Any, said: Said, failure: Exception) -> None:
    """Keep why an update could not be answered, for the operator."""
    _log.error("an update could not be answered", exc_info=failure)
    trace = logs.scrub("".join(traceback.format_exception(failure)))
    async with transaction(pool) as db:
        await store.record_failure(
            db,
            job="bot",
            job_id=f"update-{said.update_id}",
            payload={},
            error=logs.scrub(f"{type(failure).__name__}: {failure}")[:500],
            trace=trace,
        )


async def _bring(telegram: Telegram, said: Message | Press, reply: Reply | None) -> None:
    if isinstance(said, Press):
        if reply is not None and reply.text:
            if reply.fresh:
                await telegram.say(said.chat_id, reply)
            else:
                await telegram.edit(said.chat_id, said.message_id, reply)
        await telegram.answer_press(said.press_id, None if reply is None else reply.notice)
    elif reply is not None:
        await telegram.say(said.chat_id, reply)


async def _apologise(telegram: Telegram, said: Message | Press) -> None:
    """Say that it failed; whoever cannot be told either is left."""
    words = say(ERROR_TEXTS, "error.internal", language_of(said.language_code))
    with contextlib.suppress(VentraError):
        if isinstance(said, Press):
            await telegram.answer_press(said.press_id, words)
        elif said.private:
            await telegram.say(said.chat_id, Reply(words))


@asynccontextmanager
async def _typing(telegram: Telegram, said: Message | Press) -> AsyncIterator[None]:
    """Show that an answer is coming, for as long as it takes."""

    async def show() -> None:
        await asyncio.sleep(TYPING_AFTER_SECONDS)
        while True:
            with contextlib.suppress(Unavailable, VentraError):
                await telegram.show_typing(said.chat_id)
            await asyncio.sleep(TYPING_EVERY_SECONDS)

    showing = asyncio.create_task(show())
    try:
        yield
    finally:
        showing.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await showing
