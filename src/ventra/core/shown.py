"""Foreign text made fit to be shown beside ours: on one line, no longer than there is room, and turned only in itself."""

from __future__ import annotations

import unicodedata

_BEGINS, _ENDS = "\u2068", "\u2069"
"""Isolate what stands between them: a title written from the right leaves the words around it where they are."""
_TURNS = frozenset(map(chr, (0x200E, 0x200F, 0x061C, *range(0x202A, 0x202F), *range(0x2066, 0x206A))))
_JOINER = "\u200d"
_FROM_RIGHT = {"R", "AL", "RLE", "RLO", "RLI"}


def shown(text: str, longest: int) -> str:
    """A text on one line of at most `longest` characters, cut between two letters as people see them, marked by `…`."""
    plain = " ".join(_visible(text).split())
    if len(plain) > longest:
        plain = plain[: _whole(plain, longest - 1)].rstrip() + "…"
    if any(unicodedata.bidirectional(one) in _FROM_RIGHT for one in plain):
        return f"{_BEGINS}{plain}{_ENDS}"
    return plain


def _visible(text: str) -> str:
    """Without what turns the order of letters; what cannot be shown at all becomes a space."""
    kept = (one for one in text if one not in _TURNS)
    return "".join(" " if unicodedata.category(one) in ("Cc", "Cs", "Zl", "Zp") else one for one in kept)


def _whole(text: str, end: int) -> int:
    """The last place up to `end` at which nothing that belongs together is cut; a row of marks without end is cut anyhow."""
    for place in range(end, max(end - 64, 0), -1):
        if not _belongs(text, place):
            return place
    return end


def _belongs(text: str, place: int) -> bool:
    """Whether the character at `place` belongs to the one before it."""
    before, here = text[place - 1], text[place]
    if here == _JOINER or before == _JOINER or unicodedata.category(here) in ("Mn", "Mc", "Me"):
        return True
    if "\U0001f3fb" <= here <= "\U0001f3ff":  # a colour of skin
        return True
    if _is_flag(here) and _is_flag(before):  # two letters make a flag: an odd one has a partner
        run = 0
        while run < place and _is_flag(text[place - 1 - run]):
            run += 1
        return run % 2 == 1
    return False


def _is_flag(char: str) -> bool:
    return "\U0001f1e6" <= char <= "\U0001f1ff"
