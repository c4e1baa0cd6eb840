"""Series for a back-test of forecasts: `series, step or date, value, …` as CSV, and panels of those that end alike."""

from __future__ import annotations

import csv
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import numpy as np
import numpy.typing as npt

from ventra.errors import BadInput

Float = npt.NDArray[np.float64]
MOST_STEPS, MOST_CELLS = 100_000, 50_000_000
"""Steps that a series may span, and values of a panel with its known columns: some 400 MB."""
MOST_STEP, MOST_VALUE = 10**12, 1e100
DAYS = {"D": 1, "W": 7}


@dataclass(slots=True)
class Series:
    """One series as read: its value and known columns by step, a number."""

    value: dict[int, float] = field(default_factory=dict)
    known: dict[int, tuple[float, ...]] = field(default_factory=dict)

    @property
    def end(self) -> int:
        """The last step that has a value."""
        return max(self.value)


@dataclass(frozen=True, slots=True)
class SeriesFile:
    """All series of a file by name, in its order; `dated` where steps are dates."""

    series: dict[str, Series]
    dated: bool


@dataclass(frozen=True, slots=True, eq=False)
class Panel:
    """Series that end at the same step of the season: `values` [n, T], `known` [n, T + horizon, columns], and each one's end."""

    names: list[str]
    values: Float
    known: Float | None
    ends: list[int]


def read_series(path: Path, *, freq: str, known: Sequence[str]) -> SeriesFile:
    """Read a file; `BadInput` names the first line that cannot be, or the column that is missing."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            return _read(path.name, csv.DictReader(lines, strict=True), freq, known)
    except (OSError, UnicodeDecodeError, csv.Error) as wrong:
        raise BadInput(f"{path.name}: cannot be read: {wrong}", field="csv") from wrong


def _read(name: str, rows: csv.DictReader[str], freq: str, known: Sequence[str]) -> SeriesFile:
    columns = list(rows.fieldnames or [])
    missing = [one for one in ("series", "value", *known) if one not in columns]
    if missing:
        raise BadInput(f"{name}: has no column {', '.join(missing)}", field="csv")
    if len(set(columns)) < len(columns):
        raise BadInput(f"{name}: has a column twice", field="csv")
    when = [one for one in ("step", "date") if one in columns]
    if len(when) != 1:
        raise BadInput(f"{name}: needs a column step or a column date, and not both", field="csv")
    found: dict[str, Series] = {}
    for row in rows:
        where = f"{name}, line {rows.line_num}"
        if None in row or None in row.values():
            raise BadInput(f"{where}: has another number of cells than the first line", field="csv")
        step = _step(where, row[when[0]], when[0], freq)
        one = found.setdefault(row["series"], Series())
        if step in one.value or step in one.known:
            raise BadInput(f"{where}: {row[when[0]]} of series {row['series']} is there twice", field="csv")
        one.known[step] = tuple(_number(where, column, row[column]) for column in known)
        value = _number(where, "value", row["value"])
        if not math.isnan(value):
            one.value[step] = value
    _check(name, found)
    return SeriesFile(found, when[0] == "date")


def _check(name: str, found: dict[str, Series]) -> None:
    if not found:
        raise BadInput(f"{name}: holds no rows", field="csv")
    for series, one in found.items():
        if not one.value:
            raise BadInput(f"{name}: series {series} has no value", field="csv")
        if max(one.known) - min(one.known) > MOST_STEPS:
            raise BadInput(f"{name}: series {series} spans more than {MOST_STEPS} steps", field="csv")


def _step(where: str, text: str, column: str, freq: str) -> int:
    try:
        if column == "step":
            if not text.isascii() or "_" in text or abs(step := int(text)) > MOST_STEP:
                raise ValueError
            return step
        day = date.fromisoformat(text)
    except ValueError:
        kind = "a whole number" if column == "step" else "a day such as 2026-11-28"
        raise BadInput(f"{where}: {column} is {text!r}; expected {kind}", field="csv") from None
    return (day.toordinal() - 1) // DAYS[freq]


def _number(where: str, column: str, text: str) -> float:
    if text.strip() == "":
        return math.nan
    try:
        value = float(text) if text.isascii() and "_" not in text else math.nan
    except ValueError:
        value = math.nan
    if not abs(value) <= MOST_VALUE:
        raise BadInput(f"{where}: {column} is {text!r}; expected a number or nothing", field="csv")
    return value


def panels(file: SeriesFile, *, horizon: int, season: int, known: int) -> Iterator[Panel]:
    """Series that may learn from one another: those that end at the same phase, with `known` columns at the same step."""
    groups: dict[int, list[str]] = {}
    for name, one in file.series.items():
        groups.setdefault(one.end if known else one.end % season, []).append(name)
    for names in groups.values():
        yield _panel(file, names, horizon, known)


def _panel(file: SeriesFile, names: list[str], horizon: int, known: int) -> Panel:
    members = [file.series[name] for name in names]
    length = max(one.end - min(one.value) + 1 for one in members)
    if len(members) * (length + horizon) * (1 + known) > MOST_CELLS:
        raise BadInput(
            f"{len(members)} series of up to {length} steps are too many to work on together: split the file",
            field="csv",
        )
    values = np.full((len(members), length), np.nan)
    ahead = np.full((len(members), length + horizon, known), np.nan)
    for row, one in enumerate(members):
        first = one.end - length + 1
        steps = np.fromiter(one.value, dtype=np.int64)
        values[row, steps - first] = np.fromiter(one.value.values(), dtype=np.float64)
        if known:
            told = [step for step in one.known if first <= step <= one.end + horizon]
            ahead[row, np.array(told) - first] = [one.known[step] for step in told]
            if not np.isfinite(ahead[row, length:]).all():
                raise BadInput(
                    f"series {names[row]}: the known columns must reach {horizon} steps beyond its last value",
                    field="known",
                )
    return Panel(names, values, ahead if known else None, [one.end for one in members])
