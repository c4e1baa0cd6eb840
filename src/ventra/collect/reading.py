"""Observation files as batches: NDJSON, NDJSON.gz and CSV record by record, Parquet by columns (`collect/parquet.py`)."""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec
import numpy as np

from ventra.collect import parquet
from ventra.core.columns import Int64, Seen, seen_from
from ventra.core.observation import Known, Observation
from ventra.core.record import Record, read_value, to_known, to_observation
from ventra.core.text import clean
from ventra.errors import BadInput

BATCH = 50_000
LONGEST_LINE = 1 << 20
KINDS = (".ndjson", ".jsonl", ".ndjson.gz", ".jsonl.gz", ".csv", ".csv.gz", ".parquet")
NOT_JSON = (msgspec.MsgspecError, RecursionError)
"""How a text that is no record shows itself; nesting without end is one way."""
_decode = msgspec.json.Decoder(Record)


@dataclass(frozen=True, slots=True)
class Reject:
    """A record that was not taken: its line (from 1; in Parquet its row), why, and the record as it stood."""

    line: int
    reason: str
    record: Any


@dataclass(frozen=True, slots=True, eq=False)
class Batch:
    """Some records of a file: observations with the line of each, what they tell of products, and what was refused."""

    read: int
    seen: Seen
    lines: Int64
    known: list[Known] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)


def batches(path: Path, name: str, *, now_us: int) -> Iterator[Batch]:
    """Read a file whose kind its `name` tells; `BadInput` when it is none of the kinds or cannot be read as one."""
    lower = name.lower()
    if not lower.endswith(KINDS):
        raise BadInput(f"{name}: expected a file that ends in {', '.join(KINDS)}", field="name")
    try:
        if lower.endswith(".parquet"):
            for rows in parquet.row_groups(path, BATCH, now_us=now_us):
                rejects = [Reject(line, *_why(value, now_us)) for line, value in rows.doubtful]
                again = [
                    (line, read_value(value)) for line, value in rows.doubtful if _why(value, now_us)[0] == ""
                ]
                yield _with_doubtful(rows, again, [r for r in rejects if r.reason], now_us)
        else:
            table = ".csv" in lower
            with _text(path, lower.endswith(".gz"), errors="strict" if table else "surrogateescape") as lines:
                records = _csv(lines) if table else _ndjson(lines)
                yield from _in_batches(records, now_us)
    except (OSError, EOFError, UnicodeDecodeError, csv.Error, parquet.Unreadable) as wrong:
        raise BadInput(f"{name}: cannot be read: {wrong}", field="file") from wrong


def _why(value: Any, now_us: int) -> tuple[str, Any]:
    try:
        to_observation(read_value(value), now_us=now_us)
    except ValueError as wrong:
        return str(wrong), value
    return "", value


def _with_doubtful(
    rows: parquet.Rows, again: list[tuple[int, Record]], rejects: list[Reject], now_us: int
) -> Batch:
    if not again:
        return Batch(rows.read, rows.seen, rows.lines, rows.known, rejects)
    late = seen_from([to_observation(record, now_us=now_us) for _, record in again])
    lines = np.concatenate((rows.lines, np.array([line for line, _ in again], np.int64)))
    known = rows.known + [told for _, record in again if (told := to_known(record)) is not None]
    return Batch(rows.read, rows.seen.followed_by(late), lines, known, rejects)


@contextmanager
def _text(path: Path, packed: bool, *, errors: str) -> Iterator[Iterable[str]]:
    with gzip.open(path, "rb") if packed else path.open("rb") as raw:
        yield io.TextIOWrapper(raw, encoding="utf-8-sig", errors=errors, newline="")


def _ndjson(lines: Iterable[str]) -> Iterator[tuple[int, Record | str, Any]]:
    for number, line in enumerate(lines, 1):
        text = line.strip()
        if not text:
            continue
        if len(text) > LONGEST_LINE:
            yield number, "the line is longer than 1 MiB", clean(text[:200])
            continue
        if not text.isascii() and clean(text) != text:
            yield number, "is not UTF-8", clean(text[:2000])
            continue
        try:
            yield number, _decode.decode(text), text
        except NOT_JSON:
            yield number, *_loosely(text)


def _loosely(text: str) -> tuple[Record | str, Any]:
    """Second reading of a line whose types are near misses, such as 7.0 for 7."""
    try:
        value = msgspec.json.decode(text)
    except NOT_JSON as wrong:
        return f"is not JSON: {wrong}", text[:2000]
    try:
        return read_value(value), text
    except ValueError as wrong:
        return str(wrong), value


def _csv(lines: Iterable[str]) -> Iterator[tuple[int, Record | str, Any]]:
    reader = csv.DictReader(lines, strict=True)
    for row in reader:
        value: dict[str, Any] = {
            key: cell for key, cell in row.items() if key is not None and cell is not None
        }
        try:
            for name in ("skus", "titles"):
                if value.get(name, "").strip():
                    value[name] = msgspec.json.decode(value[name])
            yield reader.line_num, read_value(value), value
        except (*NOT_JSON, ValueError) as wrong:
            yield reader.line_num, str(wrong), value


def _in_batches(records: Iterator[tuple[int, Record | str, Any]], now_us: int) -> Iterator[Batch]:
    observations: list[Observation] = []
    lines: list[int] = []
    known: dict[int, Known] = {}
    rejects: list[Reject] = []
    read = 0
    for line, record, raw in records:
        read += 1
        try:
            if isinstance(record, str):
                raise ValueError(record)
            observations.append(to_observation(record, now_us=now_us))
            lines.append(line)
            if (told := to_known(record)) is not None:
                known[told.product_id] = told
        except ValueError as wrong:
            rejects.append(Reject(line, str(wrong), raw))
        if read >= BATCH:
            yield Batch(
                read, seen_from(observations), np.array(lines, np.int64), list(known.values()), rejects
            )
            observations, lines, known, rejects, read = [], [], {}, [], 0
    if read:
        yield Batch(read, seen_from(observations), np.array(lines, np.int64), list(known.values()), rejects)
