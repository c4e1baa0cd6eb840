"""How hard a secret is to guess, judged with caution: what repeats, counts on or reads as words is worth little."""

from __future__ import annotations

import math
import re

LEAST_BITS_KEY = 100
"""A signing key can be tried offline at any speed. 16 random bytes have 128 bits; the estimate may come out a little lower."""
LEAST_BITS_PASSWORD = 64
"""A password is tried over the network, where the server sets the pace."""
_WORD_BITS = 9.0
"""A word out of five hundred: people think of common ones, and of sentences."""
_BESIDE_BITS = 2.5
"""Digits and signs beside words: years, counts, hyphens."""
_PROSE_SHARE, _PROSE_LENGTH = 0.7, 3.5
"""Of a text that was thought up this much is words, and they are this long on average; chance makes shorter ones."""
_CLASSES = ((r"[0-9]", 10), (r"[a-z]", 26), (r"[A-Z]", 26), (r"[^0-9A-Za-z]", 32))
_HEX = re.compile(r"[0-9a-f]+|[0-9A-F]+")
_USUAL = re.compile(
    r"change|replace|your|secret|passw(?:or)?d|passwort|parol|example|sample|default|admin|root|postgres|redis|ventra|uzum|"
    r"qwerty(?:uiop)?|asdfgh(?:jkl)?|zxcvbn(?:m)?|letmein|super|development|production|jwt|token|bot|key",
    re.IGNORECASE,
)
_WORD = re.compile(
    r"(?<![a-z])[a-z]{3,13}(?![a-z])|[A-Z][a-z]{1,13}(?![a-z])|(?<![A-Za-z0-9])[A-Z]{4,13}(?![A-Za-z0-9])"
)
_VOWELS = re.compile(r"[aeiouy]", re.IGNORECASE)
_CONSONANTS = re.compile(r"[^aeiouy]{5,}", re.IGNORECASE)


def bits_of(secret: str) -> float:
    """An estimate of a secret's entropy in bits: near the truth for random texts, far below it for thought-up ones."""
    rest, words = _without_words(secret)
    letters = sum(map(len, words))
    if letters >= _PROSE_SHARE * sum(map(str.isalnum, secret)) and letters >= _PROSE_LENGTH * len(words) > 0:
        return len(set(words)) * _WORD_BITS + _fresh(rest) * _BESIDE_BITS
    return _fresh(secret) * math.log2(_alphabet(secret))


def _without_words(secret: str) -> tuple[str, list[str]]:
    """What is left of a text when its words are taken out, and these."""
    words: list[str] = []

    def take(match: re.Match[str]) -> str:
        words.append(match.group().lower())
        return " "

    def take_pronounceable(match: re.Match[str]) -> str:
        word = match.group()
        if len(_VOWELS.findall(word)) * 5 < len(word) or _CONSONANTS.search(word):
            return word
        return take(match)

    return _WORD.sub(take_pronounceable, _USUAL.sub(take, secret)), words


def _fresh(text: str) -> int:
    """How many characters tell something new: neither within a run (aaa, 123), nor in a piece that was there before."""
    fresh = at = 0
    while at < len(text):
        fresh += text[at] != " "
        at += max(_run(text, at), _seen_before(text, at))
    return fresh


def _run(text: str, at: int) -> int:
    """Length of the run of equal steps that begins here (`aaaa`, `1234`, `fedc`); 1 when there is none of 4 or more."""
    end, steps = at + 1, {0, 1, -1}
    while end < len(text) and (steps := steps & {ord(text[end]) - ord(text[end - 1])}):
        end += 1
    return end - at if end - at >= 4 else 1


def _seen_before(text: str, at: int) -> int:
    """Length of the longest piece from here that was there before; 1 when it is shorter than 4."""
    size = 0
    while at + size < len(text) and text[at : at + size + 1] in text[:at]:
        size += 1
    return size if size >= 4 else 1


def _alphabet(text: str) -> int:
    """From how many characters each could have been chosen, as far as the text shows."""
    size = sum(count for pattern, count in _CLASSES if re.search(pattern, text.replace(" ", "")))
    if _HEX.fullmatch(text) and not text.isdigit():
        size = 16
    # A few characters that come again and again were not drawn from all of a class.
    return max(2, min(size, 3 * len(set(text))))
