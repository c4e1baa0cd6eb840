"""The watchlist as a workbook, from its rows to its bytes; what writes it runs beside the loop that answers others."""

from __future__ import annotations

from asyncio import to_thread
from collections.abc import AsyncIterator, Callable
from os import SEEK_END
from typing import IO

from ventra.core.texts import Language
from ventra.reports.table_columns import Field, Row
from ventra.reports.table_xlsx import Book

PIECE_BYTES = 256 * 1024


async def made(
    batches: AsyncIterator[list[Row]],
    fields: tuple[Field, ...],
    language: Language,
    about: Callable[[Book], list[tuple[str, str]]],
) -> tuple[IO[bytes], int]:
    """The finished file and its size in bytes; whoever takes it closes it. `about` tells what its second sheet says."""
    book = await to_thread(Book, fields, language)
    try:
        async for rows in batches:
            await to_thread(book.write, rows)
        book.tell(about(book))
        file = await to_thread(book.done)
        size = file.seek(0, SEEK_END)
        file.seek(0)
    except BaseException:
        book.close()
        raise
    return file, size


async def pieces(file: IO[bytes]) -> AsyncIterator[bytes]:
    """The file, piece by piece; closed with the last."""
    try:
        while piece := await to_thread(file.read, PIECE_BYTES):
            yield piece
    finally:
        file.close()
