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

    @property
    def text(self) -> str:
        """The words without their marks."""
        return plain(self.html)


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

    def says(self, text: str) -> int:
        """Write a message; the update's id."""
        return self.deliver("message", self._message(text))

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
        user: dict[str, Any] = {"id": abs(self.id), "is_bot": False, "first_name": NAME}
        return user | ({"language_code": self.language_code} if self.language_code else {})

    def _message(self, text: str) -> dict[str, Any]:
        chat = {"id": self.id, "type": self.chat_type, "first_name": NAME}
        message = {
            "message_id": self.next_number(),
            "date": DATE,
            "chat": chat,
            "from": self._user(),
            "text": text,
        }
        if text.startswith("/"):
            command = {"type": "bot_command", "offset": 0, "length": len(text.split()[0])}
            return message | {"entities": [command]}
        return message
