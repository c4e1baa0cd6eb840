"""Whether the disk that Postgres writes to has room. Work that adds to it rests before it is full.

A Postgres that cannot extend a table refuses the statement; one that cannot write its log goes down. So adding ends at a floor
above that, and reading, cleaning and the operator's own commands go on.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from ventra.errors import StoreFull

MB = 1 << 20
LEAST_FLOOR, MOST_FLOOR, FLOOR_SHARE = 64 * MB, 512 * MB, 0.05
"""Some segments of the log (16 MB each) and what a batch may need; a twentieth of the disk in between."""
AGAIN_SHARE = 1.25
"""Work that rests goes on once there is a quarter more than the floor, so that it does not stop and go."""


@dataclass(frozen=True, slots=True)
class Volume:
    """A disk: what it holds, and what is free for us."""

    size_bytes: int
    free_bytes: int

    @property
    def used_share(self) -> float:
        """0 to 1; what is kept for root counts as used."""
        return 1 - self.free_bytes / self.size_bytes if self.size_bytes else 1.0


class Room:
    """The room of one Postgres. `folder` is where it keeps its data on this machine; else `volume_bytes` is what it was given."""

    def __init__(self, folder: Path | None = None, volume_bytes: int | None = None) -> None:
        self._folder = folder
        self._volume_bytes = volume_bytes
        self._used_bytes: int | None = None
        self._resting = False

    def note_used(self, used_bytes: int) -> None:
        """What Postgres says that it takes: all there is to go by where its disk is elsewhere."""
        self._used_bytes = used_bytes

    def volume(self) -> Volume | None:
        """The disk as it is; None when nobody can tell."""
        if self._folder is not None:
            try:
                usage = shutil.disk_usage(self._folder)
            except OSError:
                return None
            return Volume(usage.total, usage.free)
        if self._volume_bytes is None or self._used_bytes is None:
            return None
        return Volume(self._volume_bytes, max(self._volume_bytes - self._used_bytes, 0))

    def is_left(self) -> bool:
        """Whether more may be written; yes where nobody can tell, for then Postgres itself will say."""
        volume = self.volume()
        if volume is None:
            return True
        floor = floor_of(volume) * (AGAIN_SHARE if self._resting else 1)
        self._resting = volume.free_bytes < floor
        return not self._resting

    def must_be_left(self) -> None:
        """Raise `StoreFull` unless more may be written."""
        if not self.is_left():
            raise StoreFull("the disk of Postgres has no room left for more", dependency="postgres")


def floor_of(volume: Volume) -> int:
    """Below so many free bytes nothing is added."""
    return int(min(max(volume.size_bytes * FLOOR_SHARE, LEAST_FLOOR), MOST_FLOOR))
