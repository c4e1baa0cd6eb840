"""A table as a workbook that is sent while it is written: typed cells, and a last sheet that says where its numbers come from.

A workbook is a ZIP whose list of contents stands at its end, so nothing need be known before the first row, nothing is kept, and
what breaks off is no workbook. Sheets are ECMA-376's; past what one of them holds, rows go on in a further one.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import IO
from zipfile import ZIP_DEFLATED, ZipFile

from ventra.core.texts import Language, say
from ventra.exports import book_parts, sheet_xml
from ventra.exports.columns import Batch, Column
from ventra.exports.texts import TABLE_TEXTS
from ventra.exports.writing import About, Outlet

MOST_ROWS = 1_048_576
"""Of a sheet, its headings among them."""
MOST_BYTES = 1_900_000_000
"""Of a sheet as XML; a part of a ZIP whose size is not known ahead ends at 2 GiB."""


class Xlsx:
    """Writes a workbook; `title` names its sheets."""

    def __init__(self, columns: Sequence[Column], language: Language, title: str) -> None:
        self._columns, self._language, self._title = columns, language, title
        self._out = Outlet()
        self._zip = ZipFile(self._out, "w", ZIP_DEFLATED)
        self._sheet: IO[bytes] | None = None
        self._row = 0
        self._bytes = 0
        self._rows: list[int] = []
        """Of each sheet that is done."""

    def begin(self) -> bytes:
        """The first sheet's beginning."""
        self._open()
        return self._out.take()

    def add(self, batch: Batch) -> bytes:
        """Rows, on as many sheets as it takes."""
        count, done = len(batch[0]), 0
        while done < count:
            if self._row == MOST_ROWS or (self._row > 1 and self._bytes >= MOST_BYTES):
                self._close()
                self._open()
            some = min(count - done, MOST_ROWS - self._row)
            self._add([cells[done : done + some] for cells in batch] if some < count else batch, some)
            done += some
        return self._out.take()

    def end(self, about: About) -> bytes:
        """The sheet about the numbers, and what makes a book of the sheets."""
        self._close()
        sheets = [self._name(at) for at in range(len(self._rows))]
        ranges = [f"$A$1:${sheet_xml.letters(len(self._columns) - 1)}${rows}" for rows in self._rows]
        with self._zip.open(f"xl/worksheets/sheet{len(sheets) + 1}.xml", "w") as out:
            out.write(book_parts.about_sheet(about).encode())
        names = [*sheets, say(TABLE_TEXTS, "sheet.about", self._language)]
        for path, body in book_parts.frame(names, ranges).items():
            self._zip.writestr(path, body.encode())
        self._zip.close()
        return self._out.take()

    def _name(self, at: int) -> str:
        number = "" if at == 0 else f" {at + 1}"
        return self._title[: book_parts.LONGEST_NAME - len(number)] + number

    def _open(self) -> None:
        self._sheet = self._zip.open(f"xl/worksheets/sheet{len(self._rows) + 1}.xml", "w")
        self._row, self._bytes = 1, 0
        self._write(book_parts.sheet_head(self._columns, self._language))

    def _close(self) -> None:
        if self._sheet is None:
            return
        self._rows.append(self._row)
        self._write(book_parts.sheet_foot(len(self._columns), self._row))
        self._sheet.close()
        self._sheet = None

    def _add(self, batch: Batch, count: int) -> None:
        first = self._row + 1
        columns = [
            sheet_xml.cells(column, cells, at, first, book_parts.style_of(column))
            for at, (column, cells) in enumerate(zip(self._columns, batch, strict=True))
        ]
        heads = [f'<row r="{row}">' for row in range(first, first + count)]
        self._row += count
        rows = zip(heads, *columns, ["</row>"] * count, strict=True)
        self._write("".join(map("".join, rows)))

    def _write(self, xml: str) -> None:
        body = xml.encode()
        self._bytes += len(body)
        if self._sheet is not None:
            self._sheet.write(body)
