"""The first sheet of an XLSX file as text, read part by part: no formulas are worked out, no document type is believed.

ECMA-376, part 1: sheets are named in `xl/workbook.xml` (18.2.20), cells and their kinds are 18.3.1.4, shared texts 18.4.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Callable
from io import BytesIO
from posixpath import join, normpath
from typing import Any
from xml.parsers import expat

from ventra.errors import BadInput

MOST_UNPACKED = 48 * 1024 * 1024
MOST_TEXTS = 400_000
MOST_ELEMENTS = 4_000_000
"""Far more than the lines and columns that are read have, with their texts."""
MOST_OPEN = 1024 * 1024
"""Bytes of a tag that does not end: the reader looks at them anew with each part that comes."""
_ROW = re.compile(r"[1-9]\d{0,6}", re.ASCII)
_PLACE = re.compile(r"\d{1,7}", re.ASCII)
_REFERENCE = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_NUMBER = re.compile(r"-?\d+(\.\d+)?([eE][+-]?\d+)?")
_WORKBOOK, _RELATIONS, _TEXTS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/sharedStrings.xml"


_UNPACKING = (zipfile.BadZipFile, zlib.error, KeyError, NotImplementedError, EOFError, OSError)


class _Enough(Exception):
    """All lines that are wanted were read."""


class _Left:
    """What may still be unpacked and read of a file: bytes and elements."""

    def __init__(self) -> None:
        self._bytes, self._elements = MOST_UNPACKED, MOST_ELEMENTS

    def take(self, size: int) -> None:
        """So many bytes more were unpacked."""
        self._bytes -= size
        if self._bytes < 0:
            raise BadInput(f"the file unpacks to more than {MOST_UNPACKED >> 20} MB")

    def element(self) -> None:
        """One more begins."""
        self._elements -= 1
        if self._elements < 0:
            raise BadInput("the workbook holds too many cells")


def read_xlsx(body: bytes, *, most_lines: int, most_columns: int, longest: int) -> list[list[str]]:
    """Lines of cells as text, each cut to `longest` letters, empty ones between included. Raises `BadInput` for what is no
    workbook, is sealed, or unpacks to more than `MOST_UNPACKED` bytes.
    """
    try:
        with zipfile.ZipFile(BytesIO(body)) as packed:
            names = set(packed.namelist())
            if _WORKBOOK not in names:
                raise BadInput("the file is no workbook: save it as XLSX")
            left = _Left()
            sheet = _first_sheet(packed, left)
            texts = _shared_texts(packed, left, longest) if _TEXTS in names else []
            lines = _Lines(texts, most_lines, most_columns, longest)
            _parse(packed, sheet, lines, left)
    except (*_UNPACKING, RuntimeError):
        raise BadInput("the file is broken or sealed with a password: save it anew as XLSX") from None
    except (expat.ExpatError, LookupError, ValueError):
        # A name that is no UTF-8, or letters in an encoding that the reader has not.
        raise BadInput("the file is broken: save it anew as XLSX") from None
    return lines.table


def _parse(packed: zipfile.ZipFile, name: str, reader: Any, left: _Left) -> None:
    """Read a part; `reader` is told of starts, ends and texts. A document type is refused: it could grow without end."""
    parser = expat.ParserCreate()
    parser.buffer_text = True

    def refuse(*_: Any) -> None:
        raise BadInput("the file names a document type, which no workbook has")

    parser.StartDoctypeDeclHandler = refuse

    def start(tag: str, given: dict[str, str]) -> None:
        left.element()
        reader.start(_plain(tag), given)

    parser.StartElementHandler = start
    parser.EndElementHandler = lambda tag: reader.end(_plain(tag))
    parser.CharacterDataHandler = reader.text
    if packed.getinfo(name).compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise NotImplementedError
    with packed.open(name) as part:
        fed = 0
        try:
            while chunk := part.read(65536):
                left.take(len(chunk))
                parser.Parse(chunk, False)
                fed += len(chunk)
                if fed - parser.CurrentByteIndex > MOST_OPEN:
                    raise BadInput("the file is broken: save it anew as XLSX")
            parser.Parse(b"", True)
        except _Enough:
            return


def _plain(tag: str) -> str:
    return tag.rpartition(":")[2]


class _Starts:
    """Tells of elements that start, and of nothing else."""

    def __init__(self, told: Callable[[str, dict[str, str]], None]) -> None:
        self.start = told

    def end(self, tag: str) -> None:
        """Nothing to do."""

    def text(self, said: str) -> None:
        """Nothing to do."""


def _first_sheet(packed: zipfile.ZipFile, left: _Left) -> str:
    """The part that holds the first sheet a reader would see."""
    ids: list[str] = []
    targets: dict[str, str] = {}

    def sheet(tag: str, given: dict[str, str]) -> None:
        if tag == "sheet" and given.get("state", "visible") == "visible":
            ids.extend(value for name, value in given.items() if _plain(name) == "id")

    def relation(tag: str, given: dict[str, str]) -> None:
        if tag == "Relationship":
            targets[given.get("Id", "")] = given.get("Target", "")

    _parse(packed, _WORKBOOK, _Starts(sheet), left)
    _parse(packed, _RELATIONS, _Starts(relation), left)
    if not ids or not targets.get(ids[0]):
        raise BadInput("the workbook has no sheet")
    target = targets[ids[0]]
    return target.lstrip("/") if target.startswith("/") else normpath(join("xl", target))


class _Texts:
    """Gathers shared texts; how they are pronounced (`rPh`) is left out."""

    def __init__(self, longest: int) -> None:
        self.found: list[str] = []
        self._longest = longest
        self._parts: list[str] = []
        self._inside = self._aside = False

    def start(self, tag: str, given: dict[str, str]) -> None:
        """A text begins, or a part of it."""
        if tag == "si":
            self._parts = []
        elif tag == "rPh":
            self._aside = True
        elif tag == "t":
            self._inside = not self._aside

    def end(self, tag: str) -> None:
        """It ends."""
        if tag == "si":
            if len(self.found) >= MOST_TEXTS:
                raise BadInput("the workbook holds too many texts")
            self.found.append("".join(self._parts)[: self._longest])
        elif tag == "rPh":
            self._aside = False
        elif tag == "t":
            self._inside = False

    def text(self, said: str) -> None:
        """Its letters."""
        if self._inside:
            self._parts.append(said)


def _shared_texts(packed: zipfile.ZipFile, left: _Left, longest: int) -> list[str]:
    reader = _Texts(longest)
    _parse(packed, _TEXTS, reader, left)
    return reader.found


class _Lines:
    """Gathers the cells of a sheet, each where its reference says."""

    def __init__(self, texts: list[str], most_lines: int, most_columns: int, longest: int) -> None:
        self.table: list[list[str]] = []
        self._texts, self._most_lines, self._most_columns = texts, most_lines, most_columns
        self._longest = longest
        self._line = self._column = -1
        self._kind = ""
        self._parts: list[str] = []
        self._inside = False

    def start(self, tag: str, given: dict[str, str]) -> None:
        """A row or a cell begins, or its value."""
        if tag == "row":
            said = given.get("r", "")
            self._line = int(said) - 1 if _ROW.fullmatch(said) else self._line + 1
            self._column = -1
            if self._line >= self._most_lines:
                raise _Enough
        elif tag == "c":
            where = _REFERENCE.fullmatch(given.get("r", ""))
            self._column = _column(where[1]) if where else self._column + 1
            self._kind, self._parts = given.get("t", "n"), []
        elif tag in ("v", "t"):
            self._inside = True

    def end(self, tag: str) -> None:
        """It ends."""
        if tag in ("v", "t"):
            self._inside = False
        elif tag == "c" and self._parts and 0 <= self._column < self._most_columns:
            self._put(self._said("".join(self._parts)[: self._longest].strip()))

    def text(self, said: str) -> None:
        """Its letters."""
        if self._inside:
            self._parts.append(said)

    def _said(self, value: str) -> str:
        match self._kind:
            case "s":
                at = int(value) if _PLACE.fullmatch(value) else -1
                value = self._texts[at] if 0 <= at < len(self._texts) else ""
            case "n" if _NUMBER.fullmatch(value):
                value = _number(value)
        return " ".join(value.split())

    def _put(self, value: str) -> None:
        while len(self.table) <= self._line:
            self.table.append([])
        row = self.table[self._line]
        row.extend([""] * (self._column + 1 - len(row)))
        row[self._column] = value


def _number(value: str) -> str:
    """A number without what a float adds to it. It has another 0 where three digits would leave in doubt what its dot means."""
    plain = f"{float(value):.15g}"
    return plain + "0" if re.search(r"\.\d{3}$", plain) else plain


def _column(letters: str) -> int:
    place = 0
    for letter in letters:
        place = place * 26 + ord(letter) - ord("A") + 1
    return place - 1
