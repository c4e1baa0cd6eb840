"""Pure: what the bot says back."""

from __future__ import annotations

import html
from dataclasses import dataclass

from ventra.core.talk import Button, Message, Press
from ventra.core.texts import LANGUAGES, say
from ventra.services.bot_texts import BOT_TEXTS, LANGUAGE_NAMES

_CHOICE = "language:"
UNLINK = "unlink"


@dataclass(frozen=True, slots=True)
class Reply:
    """What the bot says back; with `chosen` the chat is kept in that language from now on."""

    text: str
    buttons: tuple[Button, ...] = ()
    chosen: str | None = None


def answer(
    said: Message | Press, language: str, web_url: str | None, called: str | None = None
) -> Reply | None:
    """What to say to somebody who is kept in `language`, whose chat is linked to the account `called` so; `None`: nothing."""
    if isinstance(said, Press):
        chosen = said.data.removeprefix(_CHOICE)
        if not said.data.startswith(_CHOICE) or chosen not in LANGUAGES:
            return None
        return Reply(say(BOT_TEXTS, "bot.language_chosen", chosen), chosen=chosen)
    page = "bot.page" if web_url else "bot.no_page"
    where = say(BOT_TEXTS, page, language, web_url=html.escape(web_url or ""))
    commands = say(BOT_TEXTS, "bot.commands", language)
    linked = [] if called is None else [linked_to(called, language).text]
    match command_in(said.text or ""):
        case "start":
            return Reply("\n\n".join((say(BOT_TEXTS, "bot.start", language), *linked, where, commands)))
        case "help":
            return Reply("\n\n".join((say(BOT_TEXTS, "bot.help", language), where, commands)))
        case "account":
            if called is not None:
                return linked_to(called, language)
            return Reply("\n\n".join((say(BOT_TEXTS, "bot.not_linked", language), where)))
        case "language":
            buttons = tuple(Button(name, _CHOICE + key) for key, name in LANGUAGE_NAMES.items())
            return Reply(say(BOT_TEXTS, "bot.ask_language", language), buttons)
        case _:
            return Reply(say(BOT_TEXTS, "bot.unknown", language))


def linked_to(called: str, language: str) -> Reply:
    """Which account a chat is linked to, with a button to unlink it."""
    unlink = Button(say(BOT_TEXTS, "bot.unlink", language), UNLINK)
    return Reply(say(BOT_TEXTS, "bot.linked", language, called=html.escape(called)), (unlink,))


def asked(question: str, called: str, language: str, yes: Button, no: Button) -> Reply:
    """A question about an account, with two buttons."""
    return Reply(say(BOT_TEXTS, question, language, called=html.escape(called)), (yes, no))


def plain(text: str, language: str, called: str = "") -> Reply:
    """One sentence of ours."""
    return Reply(say(BOT_TEXTS, text, language, called=html.escape(called)))


def command_in(text: str) -> str:
    """`/start@name payload` is `start`; what is no command is empty."""
    first = text.split(maxsplit=1)[0] if text.strip() else ""
    return first[1:].split("@", 1)[0].lower() if first.startswith("/") else ""
