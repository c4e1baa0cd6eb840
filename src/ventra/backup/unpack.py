"""Reads a backup's container, front to back, and says whether it is what was written."""

from __future__ import annotations

import hashlib
import tarfile
import zlib
from typing import Any

import msgspec

from ventra.backup.container import END, FORMAT, MANIFEST, End, Manifest, Tally, member
from ventra.backup.pack import GZIP_WINDOW
from ventra.backup.seal import Damaged, Readable
from ventra.errors import BadInput

READ_BYTES = 1 << 20
MOST_JSON_BYTES = 64 << 20


class Unpacker:
    """Gives tables and their rows; blocking. `Damaged` when the file is not what was written: then nothing of it may be used."""

    def __init__(self, source: Readable) -> None:
        self._tar = _Members(source)
        told = self._json(MANIFEST, self._tar.next())
        self._manifest_sha256 = hashlib.sha256(told).hexdigest()
        self.manifest = _manifest(told)
        self.end: End | None = None
        self._tallies = {table.name: Tally() for table in self.manifest.tables}
        self._order = list(self._tallies)
        self._table = ""
        self._number = 0
        self._name = self._tar.next()

    def next_table(self) -> str | None:
        """The next table that has rows; `None` at the end, when all that was read is what was written."""
        while self.read():
            pass
        table, _, _ = self._name.partition("/")
        if table == END:
            self._finish()
            return None
        if not table:
            raise Damaged("the backup is cut off: it has no end")
        if table not in self._order:
            raise Damaged(f"the backup holds {self._name!r} where it does not belong")
        self._order = self._order[self._order.index(table) + 1 :]
        self._table, self._number = table, 0
        self._begin_member()
        return table

    def read(self) -> bytes:
        """Some more of this table's rows; nothing at its end."""
        while self._table:
            if data := self._tar.read(READ_BYTES):
                self._tallies[self._table].add(data)
                return data
            self._name = self._tar.next()
            if self._name.partition("/")[0] == self._table:
                self._begin_member()
            else:
                self._table = ""
        return b""

    def _begin_member(self) -> None:
        self._number += 1
        if self._name != member(self._table, self._number):
            raise Damaged(f"the backup holds {self._name!r} where number {self._number} belongs")

    def _finish(self) -> None:
        try:
            end = msgspec.json.decode(self._json(END, self._name), type=End)
        except msgspec.DecodeError as wrong:
            raise Damaged(f"the backup's end cannot be read: {wrong}") from wrong
        self._tar.finish()
        if end.manifest_sha256 != self._manifest_sha256:
            raise Damaged("the backup's manifest was altered")
        for name, tally in self._tallies.items():
            if tally.sum() != end.tables.get(name):
                raise Damaged(f"the backup's rows of {name} are not those that were written")
        self.end = end

    def _json(self, wanted: str, name: str) -> bytes:
        if name != wanted:
            raise Damaged(f"this is no backup: it holds {name!r} where {wanted} belongs")
        told = b""
        while more := self._tar.read(READ_BYTES):
            told += more
            if len(told) > MOST_JSON_BYTES:
                raise Damaged(f"the backup's {name} is too large")
        return told


def _manifest(told: bytes) -> Manifest:
    try:
        version = msgspec.json.decode(told, type=dict[str, Any]).get("format")
        if isinstance(version, int) and version > FORMAT:
            raise BadInput(
                f"a newer VENTRA made this backup: its format is {version}, and this release reads {FORMAT}"
            )
        return msgspec.json.decode(told, type=Manifest)
    except msgspec.DecodeError as wrong:
        raise Damaged(f"the backup's manifest cannot be read: {wrong}") from wrong


class _Members:
    """The files of a tar that is read as it comes."""

    def __init__(self, source: Readable) -> None:
        self._in = _Unzipped(source)
        self._left = 0
        self._padding = 0

    def next(self) -> str:
        """Name of the next file; what is left of this one is passed over. Empty at the end of the tar."""
        while self.read(READ_BYTES):
            pass
        self._in.exactly(self._padding)
        block = self._in.exactly(tarfile.BLOCKSIZE)
        if not block.strip(b"\x00"):
            return ""
        try:
            about = tarfile.TarInfo.frombuf(block, "utf-8", "strict")
        except (tarfile.TarError, UnicodeDecodeError) as wrong:
            raise Damaged(f"the backup does not read as a tar: {wrong}") from wrong
        if not about.isreg() or about.size < 0:
            raise Damaged(f"the backup holds {about.name!r}, which is no file")
        self._left, self._padding = about.size, -about.size % tarfile.BLOCKSIZE
        return about.name

    def read(self, size: int) -> bytes:
        """Some more of this file; nothing at its end."""
        data = self._in.read(min(size, self._left)) if self._left else b""
        self._left -= len(data)
        return data

    def finish(self) -> None:
        """Come to the end of the tar, where the checksum of gzip is."""
        if self.next():
            raise Damaged("the backup goes on after its end")
        while data := self._in.read(READ_BYTES):
            if data.strip(b"\x00"):
                raise Damaged("the backup goes on after its end")
        self._in.finish()


class _Unzipped:
    """What gzip holds. Ending too early is an error."""

    def __init__(self, source: Readable) -> None:
        self._source = source
        self._zip = zlib.decompressobj(wbits=GZIP_WINDOW)
        self._packed = b""

    def read(self, size: int) -> bytes:
        """Between one byte and `size`, or none at the end."""
        while not self._zip.eof:
            self._packed = self._packed or self._source.read(READ_BYTES)
            try:
                data = self._zip.decompress(self._packed, size)
            except zlib.error as wrong:
                raise Damaged(f"the backup does not read as gzip: {wrong}") from wrong
            if not data and not self._packed and not self._zip.eof:
                raise Damaged("the backup is cut off")
            self._packed = self._zip.unconsumed_tail
            if data:
                return data
        return b""

    def exactly(self, size: int) -> bytes:
        """That many bytes."""
        found = b""
        while len(found) < size:
            data = self.read(size - len(found))
            if not data:
                raise Damaged("the backup is cut off")
            found += data
        return found

    def finish(self) -> None:
        """Make sure that this is the end."""
        if self.read(1) or self._zip.unused_data or self._source.read(1):
            raise Damaged("the backup goes on after its end")
