"""Writes a backup's container, front to back."""

from __future__ import annotations

import hashlib
import tarfile
import zlib

import msgspec

from ventra.backup.container import END, MANIFEST, End, Manifest, Tally, member
from ventra.backup.seal import Writable

GZIP_LEVEL = 1
"""Measured over 114 MB of rows: level 1 takes 213 MB/s to a 4.6th, level 6 takes 56 MB/s to a 5.7th."""
GZIP_WINDOW = 31


class Packer:
    """Takes rows and writes members; blocking, and one call at a time."""

    def __init__(self, out: Writable, manifest: Manifest) -> None:
        self._out = out
        self._zip = zlib.compressobj(GZIP_LEVEL, wbits=GZIP_WINDOW)
        self._at = int(manifest.taken_at.timestamp())
        self._tallies = {table.name: Tally() for table in manifest.tables}
        self._numbers = dict.fromkeys(self._tallies, 0)
        told = msgspec.json.format(msgspec.json.encode(manifest))
        self._manifest_sha256 = hashlib.sha256(told).hexdigest()
        self._member(MANIFEST, told)

    def rows(self, table: str, data: bytes) -> None:
        """Whole rows of a table, which become a member."""
        self._numbers[table] += 1
        self._tallies[table].add(data)
        self._member(member(table, self._numbers[table]), data)

    def finish(self) -> End:
        """Write the last member and the end of the file."""
        sums = {name: tally.sum() for name, tally in self._tallies.items()}
        end = End(self._manifest_sha256, sum(one.rows for one in sums.values()), sums)
        self._member(END, msgspec.json.format(msgspec.json.encode(end)))
        self._out.write(self._zip.compress(bytes(2 * tarfile.BLOCKSIZE)) + self._zip.flush())
        return end

    def _member(self, name: str, data: bytes) -> None:
        about = tarfile.TarInfo(name)
        about.size, about.mtime, about.mode = len(data), self._at, 0o600
        for part in (about.tobuf(tarfile.USTAR_FORMAT), data, bytes(-len(data) % tarfile.BLOCKSIZE)):
            if out := self._zip.compress(part):
                self._out.write(out)
