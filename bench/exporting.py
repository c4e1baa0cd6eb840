"""Millions of rows as XLSX and as Parquet, as exports write them, against the library's bare writer over the same batches.

Each writes in a process of its own, so that its memory is its own. Seconds are the processor's: neither side waits for anything,
and what others take of the machine meanwhile is not in them. `VENTRA_BENCH_ROWS` sets another number of rows.
"""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncGenerator, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from bench.peak import peak_mb
from bench.result import Result

ROWS = 5_000_000
A_BATCH = 10_000
PRODUCT_DAYS = 100
LEAST_RATE = 0.5
MOST_MB = 286.0
"""Of 1,048,576 bytes: 300 MB."""
KINDS = ("xlsx", "parquet")


def exporting(_database: str, _keys: str) -> list[Result]:
    """Rows a second of both kinds of files, and the most memory that each took."""
    count = int(os.environ.get("VENTRA_BENCH_ROWS", ROWS))
    results = []
    for kind in KINDS:
        ours, bare = _measured(f"ours-{kind}", count), _measured(f"bare-{kind}", count)
        beside = (
            f"{count / ours['seconds']:,.0f} rows/s against {count / bare['seconds']:,.0f}; {count:,} rows, "
            f"{ours['bytes'] / 1e6:,.0f} MB against {bare['bytes'] / 1e6:,.0f}"
        )
        rate = bare["seconds"] / ours["seconds"]
        results += [
            Result(f"rows/s as {kind} against the bare writer", rate, LEAST_RATE, True, "x", beside),
            Result(
                f"memory while {kind} is written",
                ours["megabytes"],
                MOST_MB,
                False,
                "MB",
                f"at its most; the bare writer {bare['megabytes']:,.0f}",
            ),
        ]
    return results


def _measured(what: str, count: int) -> dict[str, float]:
    told = subprocess.run(
        [sys.executable, "-m", "bench.exporting", what, str(count)], stdout=subprocess.PIPE, check=True
    )
    found: dict[str, float] = json.loads(told.stdout)
    return found


def batches(count: int) -> Iterator[dict[str, Any]]:
    """Days of products: sales with intervals and gaps, titles in two scripts, bases as words."""
    rng = np.random.default_rng(7)
    for first in range(0, count, A_BATCH):
        size = min(A_BATCH, count - first)
        at = np.arange(first, first + size)
        units = np.where(rng.random(size) < 0.1, np.nan, np.round(rng.gamma(2.0, 3.0, size), 2))
        revenue = np.round(units * 45_000)
        products = 1_000_000 + at // PRODUCT_DAYS
        yield {
            "id": products,
            "title": [f"Choynak «Шарқ» & Co, {product} ml" for product in products.tolist()],
            "day": np.datetime64("2026-01-01") + at % PRODUCT_DAYS,
            "units": units,
            "units_low": np.round(units * 0.9, 2),
            "units_high": np.round(units * 1.1, 2),
            "revenue": revenue,
            "revenue_low": np.round(revenue * 0.9),
            "revenue_high": np.round(revenue * 1.1),
            "basis": ["no data" if unknown else "measured" for unknown in np.isnan(units).tolist()],
        }


async def _ours(kind: Any, out: Path, count: int) -> None:
    from ventra.exports import about, sending
    from ventra.exports.sales_days import SALES_DAYS
    from ventra.exports.table import Found

    async def rows() -> AsyncGenerator[dict[str, Any], None]:
        for batch in batches(count):
            yield batch

    columns, now = SALES_DAYS.chosen(None), datetime.now(UTC)
    writer = sending.writer_of(kind, columns, "en", "Sales by day")

    def lines(written: int) -> list[tuple[str, str]]:
        facts = about.Facts("http://localhost", True, now, written, frozenset(), "title", [])
        return about.lines(SALES_DAYS, facts, "en")

    with out.open("wb") as file:
        async for piece in sending.pieces(Found(rows()), columns, "en", writer, lines):
            file.write(piece)


def _bare_xlsx(out: Path, count: int) -> None:
    """As the library is used: constant memory, typed cells, a further sheet where one is full."""
    import xlsxwriter

    with (
        tempfile.TemporaryDirectory() as room,
        xlsxwriter.Workbook(str(out), {"constant_memory": True, "tmpdir": room}) as book,
    ):
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        most, row, sheet = 1_048_576, 1, book.add_worksheet()
        for batch in batches(count):
            columns = [one if isinstance(one, list) else one.tolist() for one in batch.values()]
            for cells in zip(*columns, strict=True):
                if row == most:
                    sheet, row = book.add_worksheet(), 1
                sheet.write_number(row, 0, cells[0])
                sheet.write_string(row, 1, cells[1])
                sheet.write_datetime(row, 2, cells[2], day)
                for at in range(3, 9):
                    if cells[at] == cells[at]:
                        sheet.write_number(row, at, cells[at])
                sheet.write_string(row, 9, cells[9])
                row += 1


def _bare_parquet(out: Path, count: int) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    writer = None
    for batch in batches(count):
        table = pa.table({name: pa.array(cells, from_pandas=True) for name, cells in batch.items()})
        writer = writer or pq.ParquetWriter(out, table.schema)
        writer.write_table(table)
    if writer is not None:
        writer.close()


def main(what: str, count: int) -> None:
    """Write one file and tell of it as JSON."""
    with tempfile.TemporaryDirectory(prefix="ventra-bench-") as room:
        out = Path(room) / "out"
        began = time.process_time()
        match what.partition("-"):
            case ("ours", _, kind):
                asyncio.run(_ours(kind, out, count))
            case (_, _, "xlsx"):
                _bare_xlsx(out, count)
            case _:
                _bare_parquet(out, count)
        seconds = time.process_time() - began
        most = peak_mb()
        print(json.dumps({"seconds": seconds, "megabytes": most, "bytes": out.stat().st_size}))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
