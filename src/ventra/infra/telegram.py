"""Telegram's Bot API through aiogram: values in, values out, waits and repeats where Telegram asks for it.

Loading aiogram takes seconds and 140 MB, so only a bot that has a token imports this.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import TypeVar

from aiogram import Bot, exceptions
from aiogram.client.default import DefaultBotProperties
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import (
    BotCommand,
    BotCommandScopeAllGroupChats,
    BufferedInputFile,
    InlineQueryResultUnion,
    LinkPreviewOptions,
    MenuButtonWebApp,
    WebAppInfo,
)

from ventra.core.talk import Button, Found, Reply, Said
from ventra.errors import BadInput, Conflict, NotFound, SettingWrong, Unavailable
from ventra.infra.logs import logger
from ventra.infra.telegram_wire import ALLOWED, article, buttons_of, keys_of, said_of

T = TypeVar("T")

CALL_SECONDS = 15
POLL_SECONDS = 25
BRING_SECONDS = 10
DOCUMENT_SECONDS = 30
"""A file takes longer to hand over; a lease of the outbox outlasts two such tries."""
LONGEST_MESSAGE, LONGEST_CAPTION = 4096, 1024
TRIES = 5
LONGEST_RETRY_AFTER_SECONDS = 300
_FIRST_WAIT_SECONDS = 1.0
_log = logger(__name__)


class Telegram:
    """One bot. Every method raises `Unavailable` when Telegram does not answer after `TRIES`."""

    def __init__(self, token: str, api_url: str) -> None:
        self._name = ""
        session = AiohttpSession(api=TelegramAPIServer.from_base(api_url), timeout=CALL_SECONDS)
        preview = LinkPreviewOptions(is_disabled=True)
        self._bot = Bot(
            token, session=session, default=DefaultBotProperties(parse_mode="HTML", link_preview=preview)
        )

    @property
    def bot_id(self) -> int:
        """The bot's number, which its token begins with."""
        return self._bot.id

    async def begin(self) -> str:
        """Make sure that we may poll; the bot's name. `SettingWrong` when the token is refused."""
        me = await self._patiently(lambda: self._bot.get_me())
        if (await self._patiently(lambda: self._bot.get_webhook_info())).url:
            await self._patiently(lambda: self._bot.delete_webhook())
        self._name = me.username or ""
        return self._name

    async def name(self) -> str:
        """The bot's name, by which it is addressed in groups."""
        return self._name or await self.begin()

    async def set_commands(
        self, commands: Mapping[str, str], language_code: str | None, *, in_groups: bool = False
    ) -> None:
        """What Telegram offers behind the menu button, in one language (`None`: in all others); groups have their own."""
        listed = [BotCommand(command=name, description=words) for name, words in commands.items()]
        scope = BotCommandScopeAllGroupChats() if in_groups else None
        await self._patiently(
            lambda: self._bot.set_my_commands(listed, scope=scope, language_code=language_code)
        )

    async def offer_page(self, words: str, url: str) -> None:
        """Put a button beside the field that people write in, which opens a page inside Telegram; `url` is one of https."""
        button = MenuButtonWebApp(text=words, web_app=WebAppInfo(url=url))
        await self._patiently(lambda: self._bot.set_chat_menu_button(menu_button=button))

    async def updates(self, next_update_id: int | None) -> list[Said]:
        """Wait for updates; asking from `next_update_id` on confirms all before it. Tried once."""
        found = await self._once(
            lambda: self._bot.get_updates(
                offset=next_update_id,
                timeout=POLL_SECONDS,
                allowed_updates=list(ALLOWED),
                request_timeout=POLL_SECONDS + CALL_SECONDS,
            )
        )
        return [said_of(update) for update in found]

    async def send(self, chat_id: int, html: str, buttons: Sequence[Button] = ()) -> int:
        """Send a message; its number. `NotFound` when the person has blocked the bot or is gone."""
        sent = await self._patiently(
            lambda: self._bot.send_message(chat_id, html, reply_markup=buttons_of(buttons))
        )
        return sent.message_id

    async def send_photo(
        self, chat_id: int, png: bytes, caption_html: str, buttons: Sequence[Button] = ()
    ) -> int:
        """Send a picture with words below it; the message's number. Tried once."""
        sent = await self._once(
            lambda: self._bot.send_photo(
                chat_id,
                BufferedInputFile(png, "ventra.png"),
                caption=caption_html,
                reply_markup=buttons_of(buttons),
                request_timeout=BRING_SECONDS,
            )
        )
        return sent.message_id

    async def bring(
        self,
        chat_id: int,
        html: str,
        plain: str,
        buttons: Sequence[Button] = (),
        png: bytes | None = None,
    ) -> int:
        """Send what waits in an outbox, once: no wait and no repeat here, but without what Telegram does not take of it: the
        picture, then the marks. `BadInput` when it does not take the plain text either; else as `send`.
        """
        try:
            if png is not None:
                return await self.send_photo(chat_id, png, html, buttons)
            return await self._bring(chat_id, html, buttons, "HTML")
        except exceptions.TelegramBadRequest as refused:
            _log.warning("Telegram does not take a message as it is", because=refused.message)
        try:
            return await self._bring(chat_id, plain, buttons, None)
        except exceptions.TelegramBadRequest as refused:
            raise BadInput(f"Telegram refuses it: {refused.message}") from refused

    async def bring_document(
        self, chat_id: int, html: str, plain: str, name: str, body: bytes, buttons: Sequence[Button] = ()
    ) -> int:
        """As `bring`, a file with words below it: without the words' marks where Telegram does not take those."""
        try:
            return await self._document(chat_id, html, "HTML", BufferedInputFile(body, name), buttons)
        except exceptions.TelegramBadRequest as refused:
            _log.warning("Telegram does not take a caption as it is", because=refused.message)
        try:
            return await self._document(chat_id, plain, None, BufferedInputFile(body, name), buttons)
        except exceptions.TelegramBadRequest as refused:
            raise BadInput(f"Telegram refuses it: {refused.message}") from refused

    async def _document(
        self,
        chat_id: int,
        caption: str,
        marks: str | None,
        file: BufferedInputFile,
        buttons: Sequence[Button],
    ) -> int:
        sent = await self._once(
            lambda: self._bot.send_document(
                chat_id,
                file,
                caption=caption[:LONGEST_CAPTION],
                parse_mode=marks,
                reply_markup=buttons_of(buttons),
                request_timeout=DOCUMENT_SECONDS,
            )
        )
        return sent.message_id

    async def _bring(self, chat_id: int, text: str, buttons: Sequence[Button], marks: str | None) -> int:
        sent = await self._once(
            lambda: self._bot.send_message(
                chat_id,
                text[:LONGEST_MESSAGE],
                parse_mode=marks,
                reply_markup=buttons_of(buttons),
                request_timeout=BRING_SECONDS,
            )
        )
        return sent.message_id

    async def say(self, chat_id: int, reply: Reply) -> None:
        """Send what the bot says, with its keys. `NotFound` when the person has blocked the bot or is gone."""
        await self._patiently(
            lambda: self._bot.send_message(chat_id, reply.text, reply_markup=keys_of(reply))
        )

    async def edit(self, chat_id: int, message_id: int, reply: Reply) -> None:
        """Replace a message; one that already reads so, or that is gone, stays as it is."""
        try:
            await self._patiently(
                lambda: self._bot.edit_message_text(
                    reply.text,
                    chat_id=chat_id,
                    message_id=message_id,
                    reply_markup=buttons_of(reply.buttons, reply.per_row),
                )
            )
        except exceptions.TelegramBadRequest as refused:
            if "not modified" not in refused.message and "not found" not in refused.message:
                raise

    async def answer_press(self, press_id: str, notice: str | None = None) -> None:
        """End the turning of a pressed button, with a notice over the chat; too late is as good."""
        try:
            await self._patiently(lambda: self._bot.answer_callback_query(press_id, text=notice))
        except exceptions.TelegramBadRequest as refused:
            if "too old" not in refused.message:
                raise

    async def answer_inline(self, query_id: str, found: Sequence[Found], *, cache_seconds: int) -> None:
        """Offer what an inline search found, the same to all who search for it; too late is as good."""
        listed: list[InlineQueryResultUnion] = [article(one) for one in found]
        try:
            await self._patiently(
                lambda: self._bot.answer_inline_query(
                    query_id, listed, cache_time=cache_seconds, is_personal=False
                )
            )
        except exceptions.TelegramBadRequest as refused:
            if "too old" not in refused.message:
                raise

    async def show_typing(self, chat_id: int, *, photo: bool = False) -> None:
        """Show for five seconds that an answer is coming. Tried once."""
        action = "upload_photo" if photo else "typing"
        await self._once(lambda: self._bot.send_chat_action(chat_id, action))

    async def administers(self, chat_id: int, user_id: int) -> bool:
        """Whether somebody is an administrator of a group, or made it."""
        try:
            member = await self._patiently(lambda: self._bot.get_chat_member(chat_id, user_id))
        except (exceptions.TelegramBadRequest, NotFound):
            return False
        return member.status in ("creator", "administrator")

    async def close(self) -> None:
        """Close the connections."""
        await self._bot.session.close()

    async def _patiently(self, call: Callable[[], Awaitable[T]]) -> T:
        """Repeat what Telegram or the network could not do now, ever more slowly."""
        for attempt in range(TRIES):
            try:
                return await self._once(call)
            except Unavailable as away:
                if attempt == TRIES - 1:
                    raise
                asked = away.facts.get("wait_seconds")
                wait_seconds = float(str(asked)) if asked is not None else _FIRST_WAIT_SECONDS * 2**attempt
                _log.warning("Telegram makes us wait", because=str(away), seconds=wait_seconds)
                await asyncio.sleep(wait_seconds)
        raise AssertionError("the last try returns or raises")

    async def _once(self, call: Callable[[], Awaitable[T]]) -> T:
        try:
            return await call()
        except exceptions.TelegramRetryAfter as slower:
            seconds = min(slower.retry_after, LONGEST_RETRY_AFTER_SECONDS)
            raise Unavailable("Telegram asks us to slow down", wait_seconds=seconds) from slower
        except (exceptions.TelegramNetworkError, exceptions.TelegramServerError) as away:
            raise Unavailable(f"Telegram does not answer: {type(away).__name__}") from away
        except exceptions.ClientDecodeError as garbled:
            raise Unavailable("Telegram's answer is not its own") from garbled
        except exceptions.TelegramForbiddenError as refused:
            raise NotFound(f"the chat is closed to us: {refused.message}") from refused
        except exceptions.TelegramBadRequest as refused:
            if "chat not found" in refused.message:
                raise NotFound("the chat is closed to us: the person has never begun it") from refused
            raise
        except (exceptions.TelegramUnauthorizedError, exceptions.TelegramNotFound) as refused:
            raise SettingWrong("TELEGRAM_BOT_TOKEN", "Telegram does not take it") from refused
        except exceptions.TelegramConflictError as other:
            raise Conflict("another process polls with the same token") from other
