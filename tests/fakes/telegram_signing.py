"""Signs as Telegram does for its Login Widget and for a Mini App, written from its documents alone."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping
from urllib.parse import quote


def widget_fields(bot_token: str, fields: Mapping[str, object]) -> dict[str, str]:
    """What the Login Widget hands to the page: the fields and their `hash`."""
    texts = {name: str(value) for name, value in fields.items()}
    key = hashlib.sha256(bot_token.encode()).digest()
    return texts | {"hash": _signature(key, texts)}


def init_data(bot_token: str, user: Mapping[str, object] | str, **others: object) -> str:
    """What `Telegram.WebApp.initData` holds: a query string with `user` as JSON, and the `hash` of it all."""
    told = user if isinstance(user, str) else json.dumps(user, ensure_ascii=False, separators=(",", ":"))
    texts = {"user": told} | {name: str(value) for name, value in others.items()}
    mac = hmac.new(b"WebAppData", digestmod="sha256")
    mac.update(bot_token.encode())
    signed = texts | {"hash": _signature(mac.digest(), texts)}
    return "&".join(f"{name}={quote(value, safe='')}" for name, value in signed.items())


def _signature(key: bytes, texts: Mapping[str, str]) -> str:
    mac = hmac.new(key, digestmod="sha256")
    lines = sorted(texts.items())
    for place, (name, value) in enumerate(lines):
        mac.update((name + "=" + value + ("\n" if place < len(lines) - 1 else "")).encode())
    return mac.hexdigest()
