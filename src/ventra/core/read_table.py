"""A table's file as lines of cells: CSV in any encoding and with any mark between, or the first sheet of an XLSX."""

from __future__ import annotations

import csv
import io
from collections import Counter

from ventra.core.read_xlsx import read_xlsx
from ventra.errors import BadInput

MOST_BYTES = 4 * 1024 * 1024
MOST_LINES, MOST_COLUMNS, LONGEST_CELL = 5_000, 60, 1_000
MOST_LETTERS = 8 * 1024 * 1024
"""In all cells; a workbook keeps a text once, however many cells hold it."""
ENDINGS = (".csv", ".txt", ".tsv", ".xlsx")
_ENCODINGS = ("utf-8-sig", "windows-1251")
_MARKS = (";", "\t", ",", "|")


def read_table(name: str, body: bytes) -> list[list[str]]:
    """The cells, trailing empty lines left out. Raises `BadInput` that says why a file cannot be read."""
    if not name.lower().endswith(ENDINGS):
        raise BadInput(f"the name ends with one of {', '.join(ENDINGS)}", field="name")
    if not body.strip():
        raise BadInput("the file is empty")
    zipped = body.startswith(b"PK\x03\x04")
    if name.lower().endswith(".xlsx") != zipped:
        raise BadInput("the file is not what its name says: save it as XLSX or CSV")
    table = (
        read_xlsx(body, most_lines=MOST_LINES + 1, most_columns=MOST_COLUMNS, longest=LONGEST_CELL)
        if zipped
        else _read_csv(body)
    )
    while table and not any(cell.strip() for cell in table[-1]):
        table.pop()
    if not table:
        raise BadInput("the file has no lines with anything on them")
    if len(table) > MOST_LINES:
        raise BadInput(f"the file has more than {MOST_LINES} lines: split it")
    table = [[cell[:LONGEST_CELL] for cell in row[:MOST_COLUMNS]] for row in table]
    if sum(len(cell) for row in table for cell in row) > MOST_LETTERS:
        raise BadInput("the file holds too much text: split it")
    return table


def _read_csv(body: bytes) -> list[list[str]]:
    text = _decoded(body)
    if "\x00" in text:
        raise BadInput("the file is no text: save it as CSV or XLSX")
    try:
        mark = _mark_between(text)
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=False)
        table = [
            [" ".join(cell.split()) for cell in row]
            for _, row in zip(range(MOST_LINES + 1), rows, strict=False)
        ]
    except csv.Error as wrong:
        raise BadInput(f"the file cannot be read as CSV: {wrong}") from None
    return table


def _decoded(body: bytes) -> str:
    if body.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings: tuple[str, ...] = ("utf-16",)
    else:
        encodings = _ENCODINGS
    for encoding in encodings:
        try:
            return body.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise BadInput("the file's letters cannot be read: save it in UTF-8")


def _mark_between(text: str) -> str:
    """What stands between cells: the mark that parts most lines into the same number of them, more than one."""
    lines = [line for line in text.splitlines()[:50] if line.strip()]
    best, most = ",", 0.0
    for mark in _MARKS:
        widths = Counter(len(row) for row in csv.reader(lines, delimiter=mark))
        width, times = widths.most_common(1)[0] if widths else (1, 0)
        if width > 1 and times * min(width, 8) > most:
            best, most = mark, times * min(width, 8)
    return best
