"""What a column of an export is: its name and heading, the type and unit of its cells, and where they come from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from ventra.core.product import Titles
from ventra.core.texts import RU, Language, Texts, say
from ventra.exports.texts import TABLE_TEXTS

Cell = str | int | float | bool | date | datetime | None
"""`None` is unknown; a `datetime` is aware."""
Cells = Sequence[Cell] | npt.NDArray[Any]
"""A column of cells; as an array, NaN is unknown."""
Batch = Sequence[Cells]
"""Rows by column, all of one length."""
Rows = Sequence[Any] | Mapping[str, Cells]
"""Rows one by one, whose cells their columns know, or ready cells by the names of columns."""
Type = Literal["text", "int", "decimal", "bool", "date", "instant", "url"]
Unit = Literal["id", "uzs", "units", "units_a_day", "change", "share", "stars", "days", "points", "percent"]


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """A column; `heading` is a key of `texts`, `part` the key of what it adds of an estimate.

    `private` is what an organisation wrote itself: no address that anybody can open ever shows it.
    """

    name: str
    heading: str
    type: Type
    cell: Callable[[Any, Language], Cell]
    unit: Unit | None = None
    part: str | None = None
    private: bool = False
    texts: Texts = field(default_factory=lambda: TABLE_TEXTS)

    def called(self, language: Language) -> str:
        """Its heading."""
        name = say(self.texts, self.heading, language)
        return name if self.part is None else say(TABLE_TEXTS, f"part.{self.part}", language, heading=name)


def title_of(titles: Titles | None, language: Language) -> str | None:
    """A name of the marketplace in the reader's language, where it has one in it."""
    if titles is None:
        return None
    return (titles.ru or titles.uz) if language == RU else (titles.uz or titles.ru)


def attribute(
    name: str, type_: Type, unit: Unit | None = None, *, of: str | None = None, private: bool = False
) -> Column:
    """A column of what stands in a row under its name, or that of `of`; empty text is none."""
    field_name = of or name

    def cell(row: Any, _: Language) -> Cell:
        value: Cell = getattr(row, field_name)
        return None if value == "" else value

    return Column(name, f"col.{name}", type_, cell, unit, private=private)


def count_of(rows: Rows) -> int:
    """How many rows there are."""
    return len(next(iter(rows.values()), ())) if isinstance(rows, Mapping) else len(rows)


def batch_of(columns: Iterable[Column], rows: Rows, language: Language) -> list[Cells]:
    """The cells of rows, by column."""
    if isinstance(rows, Mapping):
        return [rows[column.name] for column in columns]
    return [[column.cell(row, language) for row in rows] for column in columns]


def listed(cells: Cells) -> Sequence[Cell]:
    """A column as values of Python's."""
    return cells.tolist() if isinstance(cells, np.ndarray) else cells


def ready(row: Any, language: Language) -> Cell:
    """For columns of tables whose cells come ready."""
    del language
    raise TypeError(f"the cells of this table come by column, and not as {type(row).__name__}")


def with_ends(
    name: str,
    type_: Type,
    of: Callable[[Any], Any],
    *,
    unit: Unit | None = None,
    heading: str | None = None,
    basis: bool = True,
    until: bool = False,
) -> tuple[Column, ...]:
    """The columns of an estimate, or with `basis` off of a range: `of` finds it in a row, `None` where there is none."""
    called = heading or f"col.{name}"

    def end(attribute: str) -> Callable[[Any, Language], Cell]:
        def cell(row: Any, _: Language) -> Cell:
            found = of(row)
            value = None if found is None else getattr(found, attribute)
            return round(value) if type_ == "int" and value is not None else value

        return cell

    def come_by(row: Any, language: Language) -> Cell:
        found = of(row)
        return say(TABLE_TEXTS, f"basis.{'no_data' if found is None else found.basis}", language)

    found = [
        Column(name, called, type_, end("point"), unit),
        Column(f"{name}_low", called, type_, end("low"), unit, "low"),
        Column(f"{name}_high", called, type_, end("high"), unit, "high"),
    ]
    if basis:
        found.append(Column(f"{name}_basis", called, "text", come_by, None, "basis"))
    if until:
        found.append(Column(f"{name}_until", called, "instant", end("through"), None, "until"))
    return tuple(found)


def word(
    name: str, key: Callable[[Any], str | None], *, private: bool = False, texts: Texts = TABLE_TEXTS
) -> Column:
    """A column of words out of a closed list: `name.key` of `texts`."""

    def cell(row: Any, language: Language) -> Cell:
        found = key(row)
        return None if found is None else say(texts, f"{name}.{found}", language)

    return Column(name, f"col.{name}", "text", cell, private=private, texts=texts)
