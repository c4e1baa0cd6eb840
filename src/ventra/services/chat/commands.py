"""What each command and each button does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ventra.accounts.who import Who
from ventra.collect.uzum.address import ProductLink
from ventra.collect.uzum.door import MAX_WHOLE
from ventra.core.talk import Message, Press, Reply
from ventra.core.texts import say
from ventra.errors import BadInput
from ventra.services.chat import alerts, card, digest, greet, joining, lists, settings, stock
from ventra.services.chat.asked import Asked, behind_command, command_in
from ventra.services.chat.card_texts import CARD_TEXTS
from ventra.services.chat.joining import Joining
from ventra.services.chat.links import has_address, links_in
from ventra.services.chat.picture import Pictures
from ventra.services.chat.texts import BOT_TEXTS

if TYPE_CHECKING:
    from ventra.infra.telegram import Telegram

COMMANDS = (
    "today", "top", "rising", "rivals", "stock", "find", "alerts", "digest", "settings", "start", "help", "account",
    "language",
)  # fmt: skip
OWN = ("today", "rivals", "stock", "alerts", "digest", "settings")
"""Those about what is an organisation's own."""


class Commands:
    """Answers what was written or pressed in a chat whose person is known or is nobody."""

    def __init__(self, telegram: Telegram, joining: Joining) -> None:
        self._telegram, self._joining = telegram, joining
        self.pictures = Pictures()

    async def said(self, asked: Asked, said: Message, called: str | None) -> Reply:
        """A command, a link, or words that are neither."""
        text = said.text or ""
        name = command_in(text)
        if name in OWN:
            return greet.for_linked(asked) if asked.who is None else await self._own(asked, asked.who, name)
        match name:
            case "top":
                return await lists.top(asked)
            case "rising":
                return await lists.rising(asked)
            case "find":
                return await lists.find(asked, behind_command(text))
            case "start":
                if asked.who is not None and asked.who.org_id is not None:
                    await settings.opened(asked, asked.who)
                return greet.greeting(asked, called)
            case "help":
                return greet.helping(asked)
            case "account":
                return greet.account(asked, called)
            case "language":
                return greet.languages(asked)
        return await self._linked(asked, said)

    async def card(self, asked: Asked, product_id: int) -> Reply:
        """A product's card."""
        return await card.card(asked, product_id)

    async def pressed(self, asked: Asked, said: Press) -> Reply | None:
        """A button. `BadInput` for what is none of ours."""
        data = said.data
        if data.startswith(greet.CHOICE):
            return greet.chosen(said)
        if data == joining.WISH:
            return self._joining.wished(asked) if asked.who is None else greet.account(asked, "")
        if data == f"{settings.MARK}language":
            return greet.languages(asked)
        if data.startswith("p:"):
            return await self._about_product(asked, data)
        if not data.startswith((alerts.MARK, settings.MARK)):
            return Reply("", notice=say(BOT_TEXTS, "bot.old_button", asked.language))
        if asked.who is None:
            return Reply("", notice=say(BOT_TEXTS, "bot.old_button", asked.language))
        if data.startswith(alerts.MARK):
            return await alerts.pressed(asked, asked.who, data)
        return await settings.pressed(asked, asked.who, data)

    async def _own(self, asked: Asked, who: Who, name: str) -> Reply:
        match name:
            case "today":
                return await lists.today(asked)
            case "rivals":
                return await lists.rivals(asked)
            case "stock":
                return await stock.stock(asked)
            case "alerts":
                return await alerts.listed(asked, who)
            case "digest":
                return await digest.now(asked, who)
            case _:
                return await settings.shown(asked, who)

    async def _linked(self, asked: Asked, said: Message) -> Reply:
        found = links_in(said, asked.web_url)
        if not found:
            if has_address(said):
                return Reply(say(CARD_TEXTS, "no_such_link", asked.language))
            return Reply(say(BOT_TEXTS, "bot.unknown", asked.language))
        first = found[0]
        if isinstance(first, ProductLink):
            return await card.card(asked, first.product_id)
        return await card.shop(asked, first.slug)

    async def _about_product(self, asked: Asked, data: str) -> Reply:
        deed, _, digits = data.removeprefix("p:").partition(":")
        if not (digits.isascii() and digits.isdigit() and len(digits) <= 16 and 0 < int(digits) <= MAX_WHOLE):
            raise BadInput("this is no product")
        number = int(digits)
        match deed:
            case "card":
                shown = await card.card(asked, number)
                return Reply(shown.text, shown.buttons, fresh=True)
            case "chart":
                self.pictures.begin(self._telegram, asked, number)
                return Reply("", notice=say(CARD_TEXTS, "drawing", asked.language))
            case "track" | "untrack" if asked.who is not None:
                return await card.track(asked, asked.who, number, deed == "track")
            case _:
                return Reply("", notice=say(BOT_TEXTS, "bot.old_button", asked.language))
