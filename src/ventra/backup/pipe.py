"""Bytes on their way from one thread to another, a few megabytes at most in between; a failure on one side ends the other."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterator

HOLDS_BYTES = 4 << 20


class BrokenOff(Exception):
    """The other side of a pipe has failed: what it failed of is told by the other side."""


class Pipe:
    """`write`, then `close` or `break_off` on one side; `read` (or `pieces`) or `break_off` on the other."""

    def __init__(self, holds_bytes: int = HOLDS_BYTES) -> None:
        self._holds = holds_bytes
        self._waiting: deque[memoryview] = deque()
        self._bytes = 0
        self._closed = False
        self._broken = False
        self._changed = threading.Condition()

    @property
    def broken(self) -> bool:
        """Whether one of the sides has failed."""
        return self._broken

    def write(self, data: bytes) -> int:
        """Hand bytes over; waits while the pipe is full. `BrokenOff` when nobody will read them."""
        with self._changed:
            self._changed.wait_for(lambda: self._bytes < self._holds or self._broken)
            if self._broken:
                raise BrokenOff
            if data:  # nothing at all is how a reader knows the end
                self._waiting.append(memoryview(data))
                self._bytes += len(data)
                self._changed.notify_all()
        return len(data)

    def flush(self) -> None:
        """Nothing is held back."""

    def close(self) -> None:
        """That was all."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    def break_off(self) -> None:
        """This side has failed: the other gets `BrokenOff`, and never takes what it has for the whole."""
        with self._changed:
            self._broken = True
            self._waiting.clear()
            self._changed.notify_all()

    def read(self, size: int = -1) -> bytes:
        """Up to `size` bytes, as soon as there are some; none at the end. `BrokenOff` when there will not be an end."""
        with self._changed:
            self._changed.wait_for(lambda: self._waiting or self._closed or self._broken)
            if self._broken:
                raise BrokenOff
            if not self._waiting:
                return b""
            piece = self._waiting.popleft()
            if 0 <= size < len(piece):
                self._waiting.appendleft(piece[size:])
                piece = piece[:size]
            self._bytes -= len(piece)
            self._changed.notify_all()
        return bytes(piece)

    def pieces(self) -> Iterator[bytes]:
        """All there will be."""
        while piece := self.read():
            yield piece
