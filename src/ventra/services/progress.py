"""Progress on stderr: one line that renews itself at a terminal, a line now and then elsewhere; nothing under a second."""

from __future__ import annotations

import sys
import time
from typing import Self, TextIO

QUIET_SECONDS = 1.0
TERMINAL_SECONDS, LOG_SECONDS = 0.2, 10.0


class Progress:
    """Shows what a long command is at."""

    def __init__(self, out: TextIO | None = None) -> None:
        self._out = out or sys.stderr
        self._terminal = self._out.isatty()
        self._next = time.monotonic() + QUIET_SECONDS
        self._shown = False

    def __enter__(self) -> Self:
        return self

    def say(self, words: str) -> None:
        """Show words, unless some were shown a moment ago."""
        if time.monotonic() < self._next:
            return
        self._next = time.monotonic() + (TERMINAL_SECONDS if self._terminal else LOG_SECONDS)
        self._out.write(f"\r\x1b[K{words}" if self._terminal else f"{words}\n")
        self._out.flush()
        self._shown = True

    def __exit__(self, *_: object) -> None:
        if self._shown and self._terminal:
            self._out.write("\r\x1b[K")
            self._out.flush()
