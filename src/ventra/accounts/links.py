"""Secrets that travel in a link or are typed into another program: shown once, kept as digests.

SHA-256 is enough for them: each holds 256 random bits, and no dictionary of guesses is shorter than that.
"""

from __future__ import annotations

import hashlib
import re
import secrets
import string

SECRET_BYTES = 32
KEY_BEGINS = "vtr_"
PREFIX_LETTERS = 8
_ALPHABET = string.ascii_letters + string.digits
_API_KEY = re.compile(rf"{KEY_BEGINS}[A-Za-z0-9]{{{PREFIX_LETTERS}}}_[A-Za-z0-9_-]{{43}}")


def new_secret() -> str:
    """32 random bytes, url-safe: 43 characters."""
    return secrets.token_urlsafe(SECRET_BYTES)


def digest(secret: str) -> bytes:
    """What is kept of a secret and looked up by; any text has one."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).digest()


def new_api_key() -> tuple[str, bytes, str]:
    """The whole key (`vtr_<prefix>_<secret>`), its digest, and the prefix that may be shown again (`vtr_<prefix>`)."""
    shown = KEY_BEGINS + "".join(secrets.choice(_ALPHABET) for _ in range(PREFIX_LETTERS))
    key = f"{shown}_{new_secret()}"
    return key, digest(key), shown


def parse_api_key(text: str) -> bytes | None:
    """The digest to look a key up by; None for a text that has not the shape of one."""
    return digest(text) if _API_KEY.fullmatch(text) else None
