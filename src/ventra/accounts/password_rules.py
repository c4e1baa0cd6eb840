"""What a new password must be: long enough, and not what a guesser tries first (NIST SP 800-63B, 5.1.1.2).

Nothing is asked of its composition: signs and capitals make passwords harder to remember and hardly harder to guess.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterator
from importlib.resources import files

from ventra.errors import BadInput

FIELD = "password"
SHORTEST = 10
LONGEST = 200
"""Characters after NFKC, in which passwords are hashed."""

_SHORTEST_WORD = 4
_OTHER = "find another, such as three or four words that have nothing to do with each other"
_AS_LETTERS = {"0": "o", "3": "e", "4": "a", "5": "s", "@": "a", "$": "s"}
_READINGS = tuple(str.maketrans(table) for table in ({}, _AS_LETTERS | {"1": "i"}, _AS_LETTERS | {"1": "l"}))
_UNTYPABLE = {"Cc", "Cs", "Cn", "Co"}
_ROWS = (
    "0123456789", "1234567890", "abcdefghijklmnopqrstuvwxyz", "абвгдежзийклмнопрстуфхцчшщъыьэюя",
    "абвгдеёжзийклмнопрстуфхцчшщъыьэюя", "qwertyuiopasdfghjklzxcvbnm", "qwertyuiop[]asdfghjkl;'zxcvbnm,./",
    "йцукенгшщзхъфывапролджэячсмитьбю", "1234567890qwertyuiop", "qazwsxedcrfvtgbyhnujmikolp", "!@#$%^&*()_+", "`1234567890-=",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p", "1q2w3e4r5t6y7u8i9o0p", "q1w2e3r4t5y6u7i8o9p0", "йфяцычувскамепинртгоьшлбщдюзжхэъ",
)  # fmt: skip
# Day, month and year with or without signs between, and the telephone numbers of Uzbekistan and Russia.
_DATE_OR_PHONE = re.compile(
    r"[0-9]{1,2}([./ -])[0-9]{1,2}\1[0-9]{4}|[0-9]{4}([./ -])[0-9]{1,2}\2[0-9]{1,2}"
    r"|\+?998[ ()-]*[0-9]{2}(?:[ ()-]*[0-9]){7}|(?:\+?7|8)[ ()-]*9[0-9]{2}(?:[ ()-]*[0-9]){7}"
)


def must_be_good(password: str, *, email: str) -> None:
    """Raise `BadInput` that says what to change, unless this may be the password of whoever has this address."""
    if len(password) > 4 * LONGEST:
        raise BadInput(f"a password has at most {LONGEST} characters", field=FIELD)
    meant = unicodedata.normalize("NFKC", password)
    _must_be_writable(meant)
    folded = meant.casefold()
    # What differs from the address, a word or a row by digits and signs at its ends is guessed with it.
    bare = _bare(folded)
    for text in {folded, folded.strip(), bare if len(bare) >= _SHORTEST_WORD else folded} - {""}:
        _must_not_be_address(text, email)
        _must_not_be_row(text)
    if not known_words().isdisjoint(_read_as(folded)):
        raise BadInput(
            f"this password, or one much like it, stands in lists of leaked ones: {_OTHER}", field=FIELD
        )


@functools.cache
def known_words() -> frozenset[str]:
    """What leads the lists of leaked passwords, folded: `breached.txt`, one a line, sorted; read at first need."""
    text = files("ventra.accounts").joinpath("breached.txt").read_text(encoding="utf-8")
    return frozenset(text.split())


def _must_be_writable(password: str) -> None:
    if len(password) < SHORTEST:
        raise BadInput(f"a password has at least {SHORTEST} characters", field=FIELD)
    if len(password) > LONGEST:
        raise BadInput(f"a password has at most {LONGEST} characters", field=FIELD)
    if any(unicodedata.category(char) in _UNTYPABLE for char in password):
        raise BadInput("leave out characters that no keyboard writes", field=FIELD)


def _must_not_be_address(text: str, email: str) -> None:
    address = unicodedata.normalize("NFKC", email).casefold().strip()
    local, _, domain = address.partition("@")
    own = {address, local, domain, domain.rpartition(".")[0], _bare(local)} - {""}
    if not own.isdisjoint((text, text[::-1])):
        raise BadInput(f"a password must not be the e-mail address or a part of it: {_OTHER}", field=FIELD)


def _must_not_be_row(text: str) -> None:
    if _period(text) <= len(text) // 2:
        raise BadInput(f"a password must not be one thing again and again: {_OTHER}", field=FIELD)
    if any(text in row * 2 or text[::-1] in row * 2 for row in _ROWS):
        raise BadInput(
            f"a password must not be a row of the keyboard or of the alphabet: {_OTHER}", field=FIELD
        )
    if _DATE_OR_PHONE.fullmatch(text):
        raise BadInput(f"a password must not be a date or a telephone number: {_OTHER}", field=FIELD)


def _period(text: str) -> int:
    """After how many characters it begins again; its whole length when it never does."""
    return next(step for step in range(1, len(text) + 1) if text.startswith(text[step:]))


def _bare(text: str) -> str:
    """Without the digits and signs at both ends."""
    begin, end = _letters(text)
    return text[begin:end]


def _letters(text: str) -> tuple[int, int]:
    """Where its first letter stands, and where its last one ends; 0 and 0 without letters."""
    at = [place for place, char in enumerate(text) if char.isalpha()]
    return (at[0], at[-1] + 1) if at else (0, 0)


def _read_as(folded: str) -> Iterator[str]:
    """What it may stand for: with fewer and fewer digits and signs at its ends, each as written and as letters."""
    begin, end = _letters(folded)
    for text in (folded[start:stop] for start in {0, begin} for stop in range(end, len(folded) + 1)):
        for table in _READINGS:
            yield "".join(filter(str.isalnum, text.translate(table)))
