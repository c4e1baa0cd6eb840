"""Encryption with age (https://age-encryption.org/v1): whoever has the identity opens a backup with any age tool."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Protocol

import pyrage

from ventra.backup.pipe import BrokenOff, Pipe
from ventra.errors import BadInput, SettingWrong, VentraError

MAGIC = b"age-encryption.org/v1\n"


class Damaged(VentraError):
    """A backup that is not what was written: cut off, altered, or of another kind. Nothing of it may be used."""


class Writable(Protocol):
    """What bytes go into."""

    def write(self, data: bytes, /) -> int: ...


class Readable(Protocol):
    """What bytes come from."""

    def read(self, size: int = -1, /) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Key:
    """`recipient` encrypts; `identity` also decrypts, and is not known where there is only a `BACKUP_KEY=age1…`."""

    recipient: str
    identity: Any = field(default=None, repr=False)


def key_of(text: str) -> Key:
    """The key of a `BACKUP_KEY`, be it a recipient or an identity; `SettingWrong` when it is neither."""
    try:
        if text.startswith("age1"):
            return Key(str(pyrage.x25519.Recipient.from_str(text)))
        identity = pyrage.x25519.Identity.from_str(text)
    except (pyrage.RecipientError, pyrage.IdentityError) as wrong:
        raise SettingWrong("BACKUP_KEY", "is no age key: it was cut off or mistyped") from wrong
    return Key(str(identity.to_public()), identity)


def new_key() -> tuple[str, str]:
    """A new identity and its recipient."""
    identity = pyrage.x25519.Identity.generate()
    return str(identity), str(identity.to_public())


def seal(plain: Pipe, sealed: Pipe, key: Key) -> None:
    """Encrypt one pipe into another until its end, in a thread of its own."""
    try:
        pyrage.encrypt_io(plain, sealed, [pyrage.x25519.Recipient.from_str(key.recipient)])
    except pyrage.EncryptError as failure:
        told = plain.broken or sealed.broken
        plain.break_off()
        sealed.break_off()
        raise (BrokenOff() if told else VentraError(f"encrypting failed: {failure}")) from failure
    sealed.close()


class Opening:
    """Decrypts what comes from a storage, if it is encrypted at all, in a thread of its own: run `run`, read `plain`."""

    def __init__(self, pieces: Iterator[bytes], key: Key | None) -> None:
        self.plain = Pipe()
        self._source = _Source(pieces)
        self._key = key

    def run(self) -> None:
        """Work until the end. Raises what went wrong; `plain` breaks off then."""
        try:
            if self._source.starts_with(MAGIC):
                self._decrypt()
            else:
                for piece in self._source.pieces():
                    self.plain.write(piece)
        except BaseException:
            self.plain.break_off()
            raise
        self.plain.close()

    def _decrypt(self) -> None:
        if self._key is None:
            raise BadInput("the backup is encrypted: give its age identity in BACKUP_KEY or BACKUP_KEY_FILE")
        if self._key.identity is None:
            raise BadInput(
                "the backup is encrypted, and BACKUP_KEY holds a recipient, which only writes; "
                f"give the identity of {self._key.recipient} in BACKUP_KEY_FILE"
            )
        try:
            pyrage.decrypt_io(self._source, self.plain, [self._key.identity])
        except pyrage.DecryptError as failure:
            self._source.raise_failure()
            if "No matching keys" in str(failure):
                raise BadInput(
                    f"the backup is encrypted for another key than {self._key.recipient}: give the identity of that time"
                ) from failure
            raise Damaged(f"this does not read as an encrypted backup: {failure}") from failure
        except OSError as failure:
            self._source.raise_failure()
            if self.plain.broken:
                raise BrokenOff from failure
            raise Damaged("the backup is cut off or was altered: its encryption does not fit") from failure


class _Source:
    """Pieces as a file; keeps what they raise, which the decryption would hide."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self._pieces = iter(pieces)
        self._left = memoryview(b"")
        self._failure: BaseException | None = None

    def starts_with(self, magic: bytes) -> bool:
        while len(self._left) < len(magic) and (more := next(self._pieces, b"")):
            self._left = memoryview(bytes(self._left) + more)
        return bytes(self._left[: len(magic)]) == magic

    def read(self, size: int = -1) -> bytes:
        try:
            piece = self._left if len(self._left) else memoryview(next(self._pieces, b""))
        except BaseException as failure:
            self._failure = failure
            raise
        end = len(piece) if size < 0 else size
        self._left = piece[end:]
        return bytes(piece[:end])

    def pieces(self) -> Iterator[bytes]:
        if len(self._left):
            yield bytes(self._left)
        yield from self._pieces

    def raise_failure(self) -> None:
        if self._failure is not None:
            raise self._failure
