"""Keys under messages as the Bot API server on loopback takes them, and how it refuses."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlsplit

LONGEST_DATA = 64
Params = dict[str, Any]


class Refused(Exception):
    """An answer with `ok: false`."""

    def __init__(self, status: int, description: str, retry_after: int | None = None) -> None:
        super().__init__(description)
        self.status, self.description, self.retry_after = status, description, retry_after


def markup_of(params: Params) -> dict[str, Any]:
    """The keys that a call brings along."""
    given = params.get("reply_markup") or "{}"
    found: dict[str, Any] = json.loads(given) if isinstance(given, str) else given
    return found


def buttons_of(markup: dict[str, Any], *, private: bool = True) -> list[tuple[str, str]]:
    """Buttons under a message: their words, and what each sends, opens or shares. Refuses what Telegram refuses."""
    return [_button(button, private) for row in markup.get("inline_keyboard") or [] for button in row]


def keys_of(markup: dict[str, Any]) -> list[str] | None:
    """The words of the keys in place of the keyboard; empty: they are taken away; `None`: they stay as they are."""
    if markup.get("remove_keyboard"):
        return []
    rows = markup.get("keyboard")
    return None if rows is None else [key["text"] for row in rows for key in row]


def _button(button: dict[str, Any], private: bool) -> tuple[str, str]:
    words = str(button["text"])
    if not words:
        raise Refused(400, "Bad Request: inline keyboard button text can't be empty")
    if "url" in button:
        return words, _address(str(button["url"]))
    if "web_app" in button:
        url = str(button["web_app"]["url"])
        if not private:
            raise Refused(400, "Bad Request: BUTTON_TYPE_INVALID")
        if not url.startswith("https://"):
            raise Refused(400, f"Bad Request: inline keyboard button Web App URL '{url}' is invalid")
        return words, url
    if "switch_inline_query" in button:
        return words, str(button["switch_inline_query"])
    data = str(button.get("callback_data") or "")
    if not 1 <= len(data.encode()) <= LONGEST_DATA:
        raise Refused(400, "Bad Request: BUTTON_DATA_INVALID")
    return words, data


def _address(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https", "tg") or "." not in (parts.hostname or ""):
        raise Refused(400, f"Bad Request: inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")
    return url
