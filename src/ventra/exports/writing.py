"""What every writer of a file does: bytes for its beginning, for each batch, and for its end."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from ventra.core.day import TASHKENT
from ventra.exports.columns import Batch

About = Sequence[tuple[str, str]]
"""What each thing is called, and what it is, in the reader's language."""


class Writer(Protocol):
    """Gives a file piece by piece, and holds no more of it than a batch. Without its end no file looks whole."""

    def begin(self) -> bytes:
        """What stands before the first row."""
        ...

    def add(self, batch: Batch) -> bytes:
        """Rows, by column; may be kept back until more have come."""
        ...

    def end(self, about: About) -> bytes:
        """The rest, with what is to be said of all of it."""
        ...


class Outlet:
    """A file that is only written, whose bytes are taken away as they come."""

    closed = False

    def __init__(self) -> None:
        self._pieces: list[bytes] = []
        self._at = 0

    def write(self, piece: bytes | memoryview) -> int:
        """Take a piece."""
        self._pieces.append(bytes(piece))
        self._at += len(piece)
        return len(piece)

    def take(self) -> bytes:
        """All that came since the last time."""
        pieces, self._pieces = self._pieces, []
        return b"".join(pieces)

    def tell(self) -> int:
        """How many bytes came."""
        return self._at

    def flush(self) -> None:
        """Nothing waits."""

    def close(self) -> None:
        """Nothing is open."""

    def seekable(self) -> bool:
        """What is gone is gone."""
        return False

    def readable(self) -> bool:
        """It is only written."""
        return False

    def writable(self) -> bool:
        """It is."""
        return True


def whole_characters(words: str) -> str:
    """Text that every file has a place for: half a character is U+FFFD."""
    try:
        words.encode()
    except UnicodeEncodeError:
        return words.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return words


def clock_of_tashkent(at: datetime) -> datetime:
    """An instant as Tashkent's clock shows it, to the second, without a zone."""
    return at.astimezone(TASHKENT).replace(tzinfo=None, microsecond=0)
