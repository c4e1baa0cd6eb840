"""A table on its way out: rows as they are found, through a writer, piece by piece. There is no row cap."""

from __future__ import annotations

from asyncio import to_thread
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import aclosing
from typing import Literal

from ventra.core.texts import Language
from ventra.exports.columns import Column, Rows, batch_of, count_of
from ventra.exports.table import Found, Table
from ventra.exports.write_csv import Csv
from ventra.exports.write_parquet import Parquet
from ventra.exports.write_xlsx import Xlsx
from ventra.exports.writing import About, Writer

Ending = Literal["csv", "xlsx", "parquet"]
MEDIA_TYPES: dict[Ending, str] = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "parquet": "application/vnd.apache.parquet",
}


def writer_of(
    ending: Ending, columns: Sequence[Column], language: Language, title: str, *, mark: bool = True
) -> Writer:
    """The writer of a kind of file; `mark`: whether CSV begins with that of UTF-8."""
    match ending:
        case "csv":
            return Csv(columns, language, mark=mark)
        case "xlsx":
            return Xlsx(columns, language, title)
        case "parquet":
            return Parquet(columns, language)


async def pieces(
    found: Found,
    columns: Sequence[Column],
    language: Language,
    writer: Writer,
    about: Callable[[int], About],
) -> AsyncIterator[bytes]:
    """The file, piece by piece; `about` is told how many rows there were.

    Writing runs beside the loop that answers others. Whoever stops reading stops the question to Postgres with it; a failure on
    the way breaks the file off, and none that has no end looks whole.
    """
    rows = 0
    async with aclosing(found.batches) as batches:
        yield await to_thread(writer.begin)
        async for some in batches:
            count = count_of(some)
            if count:
                rows += count
                piece = await to_thread(_added, writer, columns, some, language)
                if piece:
                    yield piece
    last = await to_thread(writer.end, about(rows))
    if last:
        yield last


def _added(writer: Writer, columns: Sequence[Column], rows: Rows, language: Language) -> bytes:
    return writer.add(batch_of(columns, rows, language))


def file_name(table: Table, day: str, ending: Ending) -> str:
    """What the file is called."""
    return f"ventra-{table.name.replace('_', '-')}-{day}.{ending}"
