"""Truth files, CSV or Parquet: `product_id, day, units`, and where they tell it `trouble` and `gap_hours`."""

from __future__ import annotations

import csv
import math
from collections.abc import Generator
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from ventra.core.day import from_day_number, to_day_number
from ventra.core.record import MOST
from ventra.errors import BadInput
from ventra.sales.truth import Truth, Twice, truth_of

NEEDED = ("product_id", "day", "units")
BATCH = 50_000
Values = Generator[tuple[int, dict[str, Any]], None, None]
"""Rows of a file, each with its line (in Parquet its row), from 1."""


class Row(msgspec.Struct, frozen=True, gc=False):
    """One product-day of a truth file."""

    product_id: int
    day: date
    units: float
    trouble: str | None = None
    gap_hours: float | None = None


@dataclass(frozen=True, slots=True)
class TruthFile:
    """A truth file as read, and the columns of it that say nothing to a back-test."""

    truth: Truth
    unused: list[str]


def read_truth(path: Path) -> TruthFile:
    """Read a .csv or .parquet file; `BadInput` names the first line that cannot be true, or the column that is missing."""
    if path.suffix not in (".csv", ".parquet"):
        raise BadInput(f"{path.name}: expected a file that ends in .csv or .parquet", field="truth")
    try:
        columns, values = (_parquet if path.suffix == ".parquet" else _csv)(path)
        missing = [name for name in NEEDED if name not in columns]
        if missing:
            raise BadInput(f"{path.name}: has no column {', '.join(missing)}", field="truth")
        with closing(values):
            rows = [_row(path.name, line, value) for line, value in values]
    except (OSError, UnicodeDecodeError, csv.Error, pa.ArrowException) as wrong:
        raise BadInput(f"{path.name}: cannot be read: {wrong}", field="truth") from wrong
    if not rows:
        raise BadInput(f"{path.name}: holds no rows", field="truth")
    return TruthFile(_truth(path.name, rows), [name for name in columns if name not in Row.__struct_fields__])


def _csv(path: Path) -> tuple[list[str], Values]:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        columns = next(csv.reader(lines, strict=True), [])
    return columns, _csv_values(path)


def _csv_values(path: Path) -> Values:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        reader = csv.DictReader(lines, strict=True)
        for row in reader:
            if None in row:
                raise BadInput(
                    f"{path.name}, line {reader.line_num}: has more cells than columns", field="truth"
                )
            yield reader.line_num, row


def _parquet(path: Path) -> tuple[list[str], Values]:
    return list(pq.read_schema(path).names), _parquet_values(path)


def _parquet_values(path: Path) -> Values:
    line = 0
    with pq.ParquetFile(path) as file:
        for batch in file.iter_batches(BATCH):
            yield from enumerate(batch.to_pylist(), line + 1)
            line += batch.num_rows


def _row(name: str, line: int, value: dict[str, Any]) -> Row:
    known = {key: value[key] for key in Row.__struct_fields__ if not _is_unknown(value.get(key))}
    moment = known.get("day")
    if isinstance(moment, datetime) and moment == datetime(moment.year, moment.month, moment.day):  # noqa: DTZ001 - a file has no zone
        known["day"] = moment.date()
    try:
        row = msgspec.convert(known, Row, strict=False)
        if not 1 <= row.product_id <= MOST:
            raise ValueError(f"product_id: {row.product_id} is not between 1 and {MOST}")
        if not (math.isfinite(row.units) and row.units >= 0):
            raise ValueError(f"units: {row.units:g} is no number of units")
        if row.gap_hours is not None and not (math.isfinite(row.gap_hours) and row.gap_hours > 0):
            raise ValueError(f"gap_hours: {row.gap_hours:g} is no number of hours")
    except (ValueError, msgspec.ValidationError) as wrong:
        raise BadInput(f"{name}, line {line}: {wrong}", field="truth") from None
    return row


def _is_unknown(value: Any) -> bool:
    return (
        value is None
        or (isinstance(value, str) and not value.strip())
        or (isinstance(value, float) and math.isnan(value))
    )


def _truth(name: str, rows: list[Row]) -> Truth:
    try:
        return truth_of(
            np.array([row.product_id for row in rows], np.int64),
            np.array([to_day_number(row.day) for row in rows], np.int64),
            np.array([row.units for row in rows], np.float64),
            [(row.trouble or "").strip() for row in rows],
            np.array([row.gap_hours or np.nan for row in rows], np.float64),
        )
    except Twice as twice:
        day = from_day_number(twice.day)
        raise BadInput(
            f"{name}: product {twice.product}, {day}: the day is told twice", field="truth"
        ) from None
