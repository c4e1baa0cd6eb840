"""The people of the Bot API server on loopback: what they write, and what they see."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from ventra.simulator.telegram_html import plain

NAME = "<b>Ali & Vali"
DATE = 1_795_000_000


@dataclass(slots=True)
class Shown:
    """A message of the bot as a person sees it; a button has words and the data that pressing it sends."""

    message_id: int
    html: str
    buttons: list[tuple[str, str]]
    edits: int = 0
    photo: bool = False
    document: tuple[str, bytes] | None = None
    """The name and content of a file."""

    @property
    def text(self) -> str:
        """The words without their marks."""
        return plain(self.html)


@dataclass(frozen=True, slots=True)
class Offered:
    """One result of an inline search: how it is listed, and the message that choosing it sends."""

    title: str
    line: str
    html: str
    buttons: list[tuple[str, str]]


@dataclass(slots=True)
class Person:
    """Somebody who writes to the bot; `seen` is what the bot answered, in order."""

    deliver: Callable[[str, dict[str, Any]], int] = field(repr=False)
    next_number: Callable[[], int] = field(repr=False)
    id: int
    language_code: str | None
    chat_type: str = "private"
    seen: list[Shown] = field(default_factory=list)
    pressed: list[str] = field(default_factory=list)
    """Presses that the bot has not answered: Telegram shows them turning."""
    notices: list[str] = field(default_factory=list)
    actions: list[str] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    """What stands in place of the keyboard."""
    searching: list[str] = field(default_factory=list)
    offered: list[list[Offered]] = field(default_factory=list)
    members: dict[int, str] = field(default_factory=dict)
    """Of a group: who is in it, and as what."""
    writer: int | None = None
    """Of a group: who writes in it."""

    def says(self, text: str) -> int:
        """Write a message; the update's id."""
        return self.deliver("message", self._message(text))

    def shows(self, caption: str) -> int:
        """Send a photo with words under it."""
        message = self._message(caption)
        size = {"file_id": "p", "file_unique_id": "p", "width": 90, "height": 90}
        message |= {"photo": [size], "caption": message.pop("text")}
        if "entities" in message:
            message["caption_entities"] = message.pop("entities")
        return self.deliver("message", message)

    def sends_contact(self, user_id: int | None, phone: str = "+998901234567") -> int:
        """Send a contact: one's own where the number is one's own."""
        message = self._message("")
        del message["text"]
        contact = {"phone_number": phone, "first_name": NAME} | ({"user_id": user_id} if user_id else {})
        return self.deliver("message", message | {"contact": contact})

    def searches(self, text: str) -> int:
        """Write behind the bot's name in some chat."""
        number = str(self.next_number())
        self.searching.append(number)
        query = {"id": number, "from": self._user(), "query": text, "offset": ""}
        return self.deliver("inline_query", query)

    def lets_in(self, present: bool) -> int:
        """Let the bot into the chat, or out of it."""
        bot: dict[str, Any] = {"id": 1234567, "is_bot": True, "first_name": "VENTRA"}
        member: dict[str, Any] = {"status": "member", "user": bot}
        left: dict[str, Any] = {"status": "left", "user": bot}
        if self.chat_type == "private":
            left = {"status": "kicked", "user": bot, "until_date": 0}
        change = {
            "chat": self._chat(),
            "from": self._user(),
            "date": DATE,
            "old_chat_member": left if present else member,
            "new_chat_member": member if present else left,
        }
        return self.deliver("my_chat_member", change)

    def presses(self, button: int, message: int = -1) -> int:
        """Press the n-th button of a message of the bot's, the newest by default; the update's id."""
        shown = self.seen[message]
        return self.presses_data(shown.buttons[button][1], shown)

    def presses_data(self, data: str, shown: Shown) -> int:
        """Press a button that sends this, whether the message shows it or not."""
        number = str(self.next_number())
        self.pressed.append(number)
        query = {
            "id": number,
            "from": self._user(),
            "chat_instance": "1",
            "data": data,
            "message": self._message(shown.text) | {"message_id": shown.message_id},
        }
        return self.deliver("callback_query", query)

    def _user(self) -> dict[str, Any]:
        user: dict[str, Any] = {"id": self.writer or abs(self.id), "is_bot": False, "first_name": NAME}
        return user | ({"language_code": self.language_code} if self.language_code else {})

    def _chat(self) -> dict[str, Any]:
        named = {"first_name": NAME} if self.chat_type == "private" else {"title": f"{NAME} & co"}
        return {"id": self.id, "type": self.chat_type} | named

    def _message(self, text: str) -> dict[str, Any]:
        message = {
            "message_id": self.next_number(),
            "date": DATE,
            "chat": self._chat(),
            "from": self._user(),
            "text": text,
        }
        if text.startswith("/"):
            command = {"type": "bot_command", "offset": 0, "length": len(text.split()[0])}
            return message | {"entities": [command]}
        return message
