"""The watchlist as a workbook: typed cells, and a second sheet that says where the numbers come from.

Rows go to a file as they come, so that a long list takes no more memory than a short one.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from tempfile import TemporaryFile
from typing import IO, Any

from xlsxwriter import Workbook

from ventra.core.texts import Language, say
from ventra.reports.table_columns import Cell, Field, Kind, Row, cells
from ventra.reports.table_texts import TABLE_TEXTS

FORMATS: dict[Kind, str] = {
    "text": "@",
    "id": "0",
    "count": "#,##0",
    "units": "General",
    "change": "+0%;-0%;0%",
    "stars": "0.00",
    "instant": "yyyy-mm-dd hh:mm",
}
WIDTHS: dict[Kind, int] = {
    "text": 18,
    "id": 14,
    "count": 14,
    "units": 12,
    "change": 12,
    "stars": 9,
    "instant": 17,
}
TITLE_WIDTH, LABEL_WIDTH, ABOUT_WIDTH = 48, 34, 90
PLAIN = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "default_date_format": FORMATS["instant"],
}
"""Text stays text, whatever it begins with."""


class Book:
    """A workbook that is being written; `close` it once, whatever comes of it."""

    def __init__(self, fields: tuple[Field, ...], language: Language) -> None:
        self._fields, self._language = fields, language
        self._file: IO[bytes] = TemporaryFile()  # noqa: SIM115 - handed on by `done`, closed by `close`
        self._book = Workbook(self._file, PLAIN)
        self._heading = self._book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        self._prose = self._book.add_format({"text_wrap": True, "valign": "top"})
        self._formats = {kind: self._book.add_format({"num_format": code}) for kind, code in FORMATS.items()}
        self._sheet = self._book.add_worksheet(say(TABLE_TEXTS, "sheet.products", language))
        for at, field in enumerate(fields):
            width = TITLE_WIDTH if field.heading == "title" else WIDTHS[field.kind]
            self._sheet.set_column(at, at, width)
        self._sheet.freeze_panes(1, 2)
        for at, field in enumerate(fields):
            self._sheet.write_string(0, at, field.called(language), self._heading)
        self.rows = 0
        self.closed_days: set[date] = set()
        """The last closed days that the rows' figures go by."""

    def write(self, rows: Sequence[Row]) -> None:
        """Add rows."""
        for row in rows:
            self.rows += 1
            for at, (field, cell) in enumerate(zip(self._fields, self._cells(row), strict=True)):
                self._put(at, cell, self._formats[field.kind])
            if row[0].figures.as_of is not None:
                self.closed_days.add(row[0].figures.as_of)

    def tell(self, lines: Sequence[tuple[str, str]]) -> None:
        """The second sheet: what each thing is called, and what it is."""
        sheet = self._book.add_worksheet(say(TABLE_TEXTS, "sheet.about", self._language))
        sheet.set_column(0, 0, LABEL_WIDTH)
        sheet.set_column(1, 1, ABOUT_WIDTH)
        for at, (label, text) in enumerate(lines):
            sheet.write_string(at, 0, label, self._heading)
            sheet.write_string(at, 1, text, self._prose)

    def done(self) -> IO[bytes]:
        """The whole file, at its beginning."""
        self._sheet.autofilter(0, 0, self.rows, len(self._fields) - 1)
        self._book.close()
        self._file.seek(0)
        return self._file

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()

    def _cells(self, row: Row) -> list[Cell]:
        return cells(self._fields, row, self._language)

    def _put(self, at: int, cell: Cell, format_: Any) -> None:
        match cell:
            case None:
                pass
            case str():
                self._sheet.write_string(self.rows, at, cell, format_)
            case datetime():
                self._sheet.write_datetime(self.rows, at, cell, format_)
            case _:
                self._sheet.write_number(self.rows, at, cell, format_)
