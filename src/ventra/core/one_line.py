"""Short texts that people give: names, on one line, and notes, as they are meant."""

from __future__ import annotations

import unicodedata

from ventra.errors import BadInput

_REFUSED = {"Cc", "Cs", "Co", "Cn", "Zl", "Zp"}
_UNSEEN = {"\u200b", "\u2060", "\ufeff", "\u00ad"} | {
    chr(code) for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))
}
"""Characters that take no room or turn the order of those beside them."""


def one_line(text: str, *, field: str, longest: int, least: int = 0) -> str:
    """A text composed (NFC), trimmed, with single spaces. `BadInput` names `field` when that cannot be."""
    composed = unicodedata.normalize("NFC", text)
    if any(unicodedata.category(one) in _REFUSED or one in _UNSEEN for one in composed):
        raise BadInput("holds characters that cannot be shown; write plain text on one line", field=field)
    plain = " ".join(composed.split())
    if len(plain) > longest:
        raise BadInput(f"is longer than {longest} characters", field=field)
    if len(plain) < least:
        raise BadInput("must not be empty", field=field)
    return plain


def several_lines(text: str, *, field: str, longest: int) -> str:
    """As `one_line`, with the lines as they were, blank ones at either end left out."""
    composed = unicodedata.normalize("NFC", text).replace("\r\n", "\n")
    if any(unicodedata.category(one) in _REFUSED or one in _UNSEEN for one in composed.replace("\n", " ")):
        raise BadInput("holds characters that cannot be shown; write plain text", field=field)
    plain = composed.strip()
    if len(plain) > longest:
        raise BadInput(f"is longer than {longest} characters", field=field)
    return plain


def same(text: str) -> str:
    """By what two names are told apart: without regard to capitals."""
    return unicodedata.normalize("NFC", text.casefold())
