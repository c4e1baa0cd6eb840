"""What is said in a chat, as values: the bot decides over these and knows nothing of the wire.

A private chat has the number of the person in it.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Button:
    """A button under a message: what it says, and what pressing it sends."""

    words: str
    data: str


@dataclass(frozen=True, slots=True)
class Message:
    """Somebody wrote; `text` is `None` for a photo, a sticker and the like."""

    update_id: int
    chat_id: int
    private: bool
    language_code: str | None
    text: str | None
    username: str | None = None


@dataclass(frozen=True, slots=True)
class Press:
    """Somebody pressed a button under a message of ours."""

    update_id: int
    chat_id: int
    private: bool
    language_code: str | None
    press_id: str
    message_id: int
    data: str
    username: str | None = None


@dataclass(frozen=True, slots=True)
class Other:
    """An update of a kind we do not know."""

    update_id: int


Said = Message | Press | Other
