"""The watchlist as CSV that Excel opens as it is: UTF-8 with its mark, commas, and nothing that a spreadsheet computes."""

from __future__ import annotations

import csv
from collections.abc import AsyncIterator, Iterable
from datetime import datetime
from io import StringIO

from ventra.core.spreadsheet import as_text
from ventra.core.texts import Language
from ventra.reports.table_columns import Cell, Field, Row, cells

MARK = "\ufeff"


async def written(
    batches: AsyncIterator[list[Row]], fields: tuple[Field, ...], language: Language
) -> AsyncIterator[bytes]:
    """The file, piece by piece: its headings first, then each batch as it comes."""
    yield MARK.encode() + _lines([[field.called(language) for field in fields]])
    async for rows in batches:
        yield _lines(map(_text, cells(fields, row, language)) for row in rows)


def _lines(rows: Iterable[Iterable[str]]) -> bytes:
    out = StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue().encode()


def _text(cell: Cell) -> str:
    match cell:
        case None:
            return ""
        case str():
            return as_text(cell)
        case datetime():
            return cell.isoformat(sep=" ", timespec="minutes")
        case float():
            return f"{cell:.2f}".rstrip("0").rstrip(".")
        case _:
            return str(cell)
