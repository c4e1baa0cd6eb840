"""Pure: greeting, help, the language, and which account a chat is linked to."""

from __future__ import annotations

import html

from ventra.core.talk import Button, Press, Reply
from ventra.core.texts import LANGUAGES, say
from ventra.services.chat.asked import Asked
from ventra.services.chat.joining import WISH
from ventra.services.chat.texts import BOT_TEXTS, LANGUAGE_NAMES

CHOICE = "language:"
UNLINK = "unlink"


def greeting(asked: Asked, called: str | None) -> Reply:
    """What `/start` says: what this is, where the page is, and a way in."""
    words = [say(BOT_TEXTS, "bot.start", asked.language)]
    words += [] if called is None else [linked_to(called, asked.language).text]
    words += [_where(asked), _commands(asked)]
    join = () if called is not None else (Button(say(BOT_TEXTS, "bot.join", asked.language), WISH),)
    return Reply("\n\n".join(words), (*asked.mini(), *join))


def helping(asked: Asked) -> Reply:
    """What the bot can do."""
    return Reply("\n\n".join((say(BOT_TEXTS, "bot.help", asked.language), _where(asked), _commands(asked))))


def account(asked: Asked, called: str | None) -> Reply:
    """Which account the chat is linked to, or how to link it."""
    if called is not None:
        return linked_to(called, asked.language)
    join = Button(say(BOT_TEXTS, "bot.join", asked.language), WISH)
    return Reply("\n\n".join((say(BOT_TEXTS, "bot.not_linked", asked.language), _where(asked))), (join,))


def languages(asked: Asked) -> Reply:
    """The languages to choose from."""
    buttons = tuple(Button(name, CHOICE + key) for key, name in LANGUAGE_NAMES.items())
    return Reply(say(BOT_TEXTS, "bot.ask_language", asked.language), buttons)


def chosen(said: Press) -> Reply | None:
    """The language that was chosen is kept; `None` for one that there is not."""
    language = said.data.removeprefix(CHOICE)
    if language not in LANGUAGES:
        return None
    return Reply(say(BOT_TEXTS, "bot.language_chosen", language), chosen=language)


def for_linked(asked: Asked) -> Reply:
    """That a command is for linked chats, and how to link."""
    join = Button(say(BOT_TEXTS, "bot.join", asked.language), WISH)
    return Reply(say(BOT_TEXTS, "bot.for_linked", asked.language), (join,))


def _where(asked: Asked) -> str:
    page = "bot.page" if asked.web_url else "bot.no_page"
    return asked.words(BOT_TEXTS, page, web_url=asked.web_url or "")


def _commands(asked: Asked) -> str:
    return say(BOT_TEXTS, "bot.commands", asked.language)


def linked_to(called: str, language: str) -> Reply:
    """Which account a chat is linked to, with a button to unlink it."""
    unlink = Button(say(BOT_TEXTS, "bot.unlink", language), UNLINK)
    return Reply(say(BOT_TEXTS, "bot.linked", language, called=html.escape(called)), (unlink,))


def asked(question: str, called: str, language: str, yes: Button, no: Button) -> Reply:
    """A question about an account, with two buttons."""
    return Reply(say(BOT_TEXTS, question, language, called=html.escape(called)), (yes, no))
