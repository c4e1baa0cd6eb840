"""What is said in a chat, as values: the bot decides over these and knows nothing of the wire.

A private chat has the number of the person in it.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Button:
    """A button under a message: what it says, and one thing that pressing it does.

    It sends `data`; or opens an address (`url`), a page inside Telegram (`page`, https, private chats only); or writes `share`
    behind the bot's name into a chat that the person chooses.
    """

    words: str
    data: str = ""
    url: str | None = None
    page: str | None = None
    share: str | None = None


@dataclass(frozen=True, slots=True)
class Contact:
    """A contact that somebody sent: whose it is, where that is somebody of Telegram. The number is not taken from the wire."""

    user_id: int | None


@dataclass(frozen=True, slots=True)
class Message:
    """Somebody wrote; `text` is the words under a photo as well, `None` for a sticker and the like.

    `links` are the addresses that words of it hide, `name` is the writer's, `title` the group's.
    """

    update_id: int
    chat_id: int
    private: bool
    language_code: str | None
    text: str | None
    username: str | None = None
    user_id: int = 0
    name: str = ""
    title: str = ""
    links: tuple[str, ...] = ()
    contact: Contact | None = None


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
    user_id: int = 0
    name: str = ""


@dataclass(frozen=True, slots=True)
class Inline:
    """Somebody writes behind the bot's name in any chat."""

    update_id: int
    query_id: str
    user_id: int
    language_code: str | None
    text: str


@dataclass(frozen=True, slots=True)
class Membership:
    """The bot was let into a chat or out of it; of a private chat: unblocked or blocked."""

    update_id: int
    chat_id: int
    private: bool
    present: bool


@dataclass(frozen=True, slots=True)
class Other:
    """An update of a kind we do not know."""

    update_id: int


Said = Message | Press | Inline | Membership | Other


@dataclass(frozen=True, slots=True)
class Reply:
    """What the bot says back, in Telegram's HTML.

    To a press it takes the place of the message whose button it was, unless it is `fresh`; `notice` is shown over the chat. With
    `chosen` the chat is kept in that language from now on. `asks_contact` are the words of a key that sends one's contact;
    `clears_keys` takes that away again.
    """

    text: str
    buttons: tuple[Button, ...] = ()
    chosen: str | None = None
    per_row: int = 2
    fresh: bool = False
    notice: str | None = None
    asks_contact: str | None = None
    clears_keys: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """One thing that an inline search offers: how it is listed, and what is sent when it is chosen."""

    key: str
    title: str
    line: str
    text: str
    buttons: tuple[Button, ...] = ()
    photo_url: str | None = None
