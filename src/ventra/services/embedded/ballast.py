"""A file that only takes up room beside the embedded Postgres. It is given up when a full disk keeps the server down.

A server whose log found no room needs some to come up again: with it the operator can look, delete and vacuum.
"""

from __future__ import annotations

import shutil
from pathlib import Path

MB = 1 << 20
BALLAST_BYTES = 64 * MB
"""Four segments of the log: recovery and its checkpoint need one or two."""
LAID_FROM_SHARE = 0.2
"""It is laid where it takes at most this share of what is free."""


class Ballast:
    """The file in a folder; laid by `lay` as soon as there is room for it."""

    def __init__(self, folder: Path, size_bytes: int = BALLAST_BYTES) -> None:
        self.path = folder / "ballast"
        self._size_bytes = size_bytes

    @property
    def free_bytes(self) -> int:
        """What is free on its disk."""
        return shutil.disk_usage(self.path.parent).free

    def lay(self) -> bool:
        """Put it there; False where it is already, or where the disk is too small or too full for it."""
        if self.path.exists() or self.free_bytes * LAID_FROM_SHARE < self._size_bytes:
            return False
        half = self.path.with_name("ballast.half")
        try:
            with half.open("wb") as file:
                for _ in range(self._size_bytes // MB):
                    file.write(bytes(MB))
            half.rename(self.path)
        except OSError:
            half.unlink(missing_ok=True)
            return False
        return True

    def give_up(self) -> bool:
        """Free its room, once the disk has less than that; False when it helps nothing or is not there."""
        if self.free_bytes >= self._size_bytes:
            return False
        try:
            self.path.unlink()
        except FileNotFoundError:
            return False
        return True
