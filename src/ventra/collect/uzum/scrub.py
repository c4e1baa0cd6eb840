"""Takes personal data out of a body that is kept for the developer to look at."""

from __future__ import annotations

import hashlib
import re
from typing import Any

import msgspec

from ventra.collect.uzum.door import MAX_WHOLE, decode
from ventra.collect.uzum.known import known_names
from ventra.core.text import clean
from ventra.errors import PageChanged

BLANK = "—"
_PERSONAL = re.compile(
    r"feedback|review|comment|customer|buyer|author|client|person|contact|phone|e?mail|legal|address|login",
    re.I,
)
_REACHES_SOMEONE = re.compile(r"(?<![\w.])\+?\d[\d ()]{7,}\d|\S@\S")
_FREE_TEXT = ("description", "info", "content", "text", "pros", "cons", "reply", "name")
_NAMES = known_names()
_SHORT_NUMBER = re.compile(r"-?\d{1,8}(\.\d{1,4})?")


def scrub(body: bytes) -> bytes:
    """The body without text that could name a person: keys, numbers and the marketplace's own words stay.

    Text stays only under a name we know and that is not free text, because a changed page may carry a reviewer under a new
    name; a telephone number or a mail address goes wherever it stands. Below anything that sounds like a person numbers go
    too. A body that is no JSON cannot be scrubbed: nothing of it is kept but its size and hash.
    """
    try:
        raw = decode(body, "body")
        return msgspec.json.encode(_without_people(raw, "", personal=False))
    except (PageChanged, RecursionError):
        return msgspec.json.encode({"bytes": len(body), "sha256": hashlib.sha256(body).hexdigest()})


def _without_people(value: Any, name: str, *, personal: bool) -> Any:
    personal = personal or bool(_PERSONAL.search(name) and isinstance(value, (dict, list, str)))
    if isinstance(value, dict):
        return {clean(key): _without_people(below, key, personal=personal) for key, below in value.items()}
    if isinstance(value, list):
        return [_without_people(item, name, personal=personal) for item in value]
    if isinstance(value, str):
        return clean(value) if not personal and _is_plain(value, name) else BLANK
    if isinstance(value, bool):
        return value
    return None if personal or (value is not None and not abs(value) <= MAX_WHOLE) else value


def _is_plain(value: str, name: str) -> bool:
    if _REACHES_SOMEONE.search(value):
        return False
    return (name in _NAMES and name not in _FREE_TEXT) or bool(_SHORT_NUMBER.fullmatch(value))
