"""Stored secrets are sealed: AES-256-GCM under a key from the settings, bound to the row they belong to.

A sealed value is: one byte of version, four of the key's id, twelve of the nonce, then the text and its tag.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from ventra.errors import VentraError

KEY_BYTES = 32
_VERSION = b"\x01"
_ID_BYTES = 4
MARK_BYTES = len(_VERSION) + _ID_BYTES
"""A sealed value begins with the mark of its key; it tells nothing of the key itself."""
_NONCE_BYTES = 12
"""Random nonces of 96 bits are safe for 2^32 values a key (NIST SP 800-38D, 8.3)."""
_TAG_BYTES = 16


class SecretUnreadable(VentraError):
    """A stored secret cannot be opened: its key is not among those given, or it is damaged or stands in another's place."""


class Vault:
    """Seals with the first key and opens with any, so that a key can be replaced while values of the old one are kept."""

    def __init__(self, keys: Sequence[bytes]) -> None:
        if not keys or any(len(key) != KEY_BYTES for key in keys):
            raise ValueError(f"a vault needs keys of {KEY_BYTES} bytes each; see key_from")
        # Where the same key is given twice, or two share an id, the one before goes first.
        self._ciphers = [(_header(key), AESGCM(key)) for key in keys]

    def seal(self, plain: bytes, *, about: bytes) -> bytes:
        """The value encrypted; it opens only with the same `about`, which names the row and column it is for."""
        header, cipher = self._ciphers[0]
        nonce = os.urandom(_NONCE_BYTES)
        return header + nonce + cipher.encrypt(nonce, plain, header + about)

    def open(self, sealed: bytes, *, about: bytes) -> bytes:
        """The value as it was sealed; raises `SecretUnreadable` that says why not."""
        header, nonce, rest = _parts(sealed)
        fitting = [cipher for of_key, cipher in self._ciphers if of_key == header]
        if not fitting:
            raise SecretUnreadable(
                "a stored secret was sealed with a key that is not given: give the old one as SECRETS_KEY_OLD"
            )
        for cipher in fitting:
            try:
                return cipher.decrypt(nonce, rest, header + about)
            except InvalidTag:
                continue
        raise SecretUnreadable("a stored secret is damaged, or was sealed for another place")

    def is_current(self, sealed: bytes) -> bool:
        """Whether it is sealed as `seal` seals today; if not, open it and seal it again."""
        return sealed.startswith(self.marks[0])

    @property
    def marks(self) -> list[bytes]:
        """What values of each key begin with, the key that seals first."""
        return [header for header, _ in self._ciphers]


def key_from(text: str, purpose: str) -> bytes:
    """A key for one purpose from a setting's text, by HKDF-SHA256 (RFC 5869).

    It spreads what is random in the text and adds nothing: a text that can be guessed makes a key that can be guessed.
    """
    derived = HKDF(SHA256(), KEY_BYTES, salt=b"ventra", info=purpose.encode())
    return derived.derive(text.encode())


def _header(key: bytes) -> bytes:
    return _VERSION + hashlib.sha256(b"ventra key id" + key).digest()[:_ID_BYTES]


def _parts(sealed: bytes) -> tuple[bytes, bytes, bytes]:
    if len(sealed) < MARK_BYTES + _NONCE_BYTES + _TAG_BYTES or not sealed.startswith(_VERSION):
        raise SecretUnreadable("a stored secret is damaged: it does not have the form of a sealed value")
    text_at = MARK_BYTES + _NONCE_BYTES
    return sealed[:MARK_BYTES], sealed[MARK_BYTES:text_at], sealed[text_at:]
