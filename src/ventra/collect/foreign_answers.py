"""What other tools' tables answer over HTTP: typed values that are the OpenAPI schema as well. Terms: docs/other-tools.md."""

from __future__ import annotations

from datetime import date, datetime

from msgspec import Struct

from ventra.core.foreign_table import BadLine, Column


class ForeignTable(Struct, frozen=True, kw_only=True):
    """A file as its columns are taken to be: the first lines, the columns from 0, and what of it can be read.

    `preset` is the kept one whose heads stand in it. `first_day` and `last_day` are of its rows, null without a column of days.
    Of lines that cannot be read the first 200 are shown.
    """

    cells: list[list[str]]
    head_lines: int
    columns: dict[Column, int]
    preset: str | None
    readable: int
    products: int
    first_day: date | None
    last_day: date | None
    bad_lines: int
    bad: list[BadLine]


class ForeignWatched(Struct, frozen=True):
    """What became of a file's products: how many are tracked now, and those that the plan has no room for."""

    products: int
    tracked: int
    beyond_plan: list[int]
    bad_lines: int


class ForeignPreset(Struct, frozen=True, kw_only=True):
    """How an organisation reads a tool's tables: the head that stands over each column."""

    preset_id: int
    name: str
    heads: dict[Column, str]
    made_at: datetime


class ForeignPresets(Struct, frozen=True):
    """The organisation's presets, by name."""

    items: list[ForeignPreset]
