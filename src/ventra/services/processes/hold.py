"""One process at a time over one folder."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path
from typing import IO

from ventra.errors import Conflict


class Hold:
    """A folder belongs to one process at a time; the kernel lets go when that process dies."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file: IO[str] | None = None

    def take(self) -> None:
        """Raises `Conflict` with the holder's pid when another process has it."""
        file = self.path.open("a+")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            holder = file.read().strip() or "unknown"
            file.close()
            raise Conflict(f"{self.path.parent} is in use by process {holder}") from None
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        self._file = file

    def release(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None
