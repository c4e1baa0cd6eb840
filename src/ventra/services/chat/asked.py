"""What is known of a chat while it is answered, and sentences of ours to answer with."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ventra.accounts.who import Who
from ventra.core.product import Titles
from ventra.core.talk import Button, Reply
from ventra.core.texts import Language, Texts, say
from ventra.core.written import title
from ventra.services.chat.texts import BOT_TEXTS

LONGEST_TITLE = 60
_STEERING = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]+")
"""Characters that break the line or turn the letters after them around."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Where, by whom and when something is asked. `pool` acts as an organisation's own; `who`: none where nobody is known."""

    pool: Any
    chat_id: int
    language: Language
    web_url: str | None
    bot: str
    who: Who | None
    now: datetime
    simulated: bool = False
    private: bool = True
    """Whether it is a chat with one person, where buttons send something."""

    @property
    def org_id(self) -> int | None:
        """The organisation acted for, where there is one."""
        return None if self.who is None else self.who.org_id

    @property
    def reachable(self) -> bool:
        """Whether Telegram takes the page's address behind a button: it has to be one of the whole net."""
        host = (self.web_url or "").partition("//")[2].partition("/")[0].partition(":")[0]
        return "." in host and not host.replace(".", "").isdigit()

    def words(self, texts: Texts, key: str, **facts: object) -> str:
        """A text of ours in the chat's language, with what is filled in escaped."""
        return say(texts, key, self.language, **{name: html.escape(str(one)) for name, one in facts.items()})

    def page(self, path: str) -> str | None:
        """The address of a page of ours."""
        return None if self.web_url is None else f"{self.web_url.rstrip('/')}{path}"

    def link(self, path: str, words: str) -> str:
        """Words of ours or of the marketplace that lead to a page."""
        address = self.page(path)
        told = html.escape(words)
        return told if address is None else f'<a href="{html.escape(address)}">{told}</a>'

    def called(self, product_id: int, titles: Titles, longest: int = LONGEST_TITLE) -> str:
        """What a product is called, on one line, unescaped."""
        return on_one_line(title(titles, self.language) or "", longest) or f"№ {product_id}"

    def opens(self, path: str, words: str) -> tuple[Button, ...]:
        """A button that opens a page of ours, where Telegram would take its address."""
        return (Button(words, url=self.page(path)),) if self.reachable else ()

    def mini(self) -> tuple[Button, ...]:
        """A button that opens the page inside Telegram, where it is served over https."""
        if not self.reachable or not (self.web_url or "").startswith("https://"):
            return ()
        return (Button(self.words(BOT_TEXTS, "bot.mini"), page=self.page("/mini")),)


def on_one_line(text: str, longest: int) -> str:
    """Foreign text without what steers, no longer than there is room; unescaped."""
    told = " ".join(_STEERING.sub(" ", text).split())
    return told if len(told) <= longest else f"{told[: longest - 1].rstrip()}…"


def plain(text: str, language: str, called: str = "") -> Reply:
    """One sentence of ours."""
    return Reply(say(BOT_TEXTS, text, language, called=html.escape(called)))


def command_in(text: str, bot: str | None = None) -> str:
    """`/start@name payload` is `start`; what is no command, or another bot's than the one named here, is empty."""
    first = text.split(maxsplit=1)[0] if text.strip() else ""
    if not first.startswith("/"):
        return ""
    command, _, name = first[1:].partition("@")
    return "" if bot and name and name.lower() != bot.lower() else command.lower()


def behind_command(text: str) -> str:
    """What stands behind a command."""
    parts = text.split(maxsplit=1)
    return parts[1].strip() if len(parts) > 1 else ""
