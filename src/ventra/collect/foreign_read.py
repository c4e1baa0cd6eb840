"""A file of another tool as rows: its columns as they are said, else as a kept preset has them, else guessed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ventra.collect.foreign_answers import ForeignPreset
from ventra.collect.uzum.address import product_id_of
from ventra.core.foreign_table import COLUMNS, BadLine, Column, ForeignRow, guess, read_rows
from ventra.core.read_table import MOST_COLUMNS, read_table
from ventra.core.text import fold
from ventra.errors import BadInput

_COLUMNS = re.compile(r"[a-z]+:\d{1,2}(,[a-z]+:\d{1,2})*", re.ASCII)


@dataclass(frozen=True, slots=True)
class Sent:
    """A file and how to read it; `columns` (`product:0,title:2`) and `head_lines` are guessed where they are not said."""

    name: str
    body: bytes
    columns: str | None = None
    head_lines: int | None = None


@dataclass(frozen=True, slots=True)
class Read:
    """A file that was read."""

    cells: list[list[str]]
    head_lines: int
    columns: dict[Column, int]
    preset: str | None
    rows: list[ForeignRow]
    bad: list[BadLine]

    @property
    def products(self) -> list[int]:
        """Each product once, in the file's order."""
        return list(dict.fromkeys(row.product_id for row in self.rows))


def must_have_rows(found: Read) -> Read:
    """`BadInput` where no line could be read."""
    if "product" not in found.columns:
        raise BadInput("which column is the product?", field="columns")
    if not found.rows:
        raise BadInput("no line of the file can be read with these columns", field="columns")
    return found


def read_sent(sent: Sent, presets: Sequence[ForeignPreset]) -> Read:
    """Read a file; blocking. `BadInput` for one that cannot be read, and for columns that it has not."""
    cells = read_table(sent.name, sent.body)
    head_lines, columns = guess(cells, _product)
    preset = None
    if sent.columns is None:
        kept = _by_preset(cells[0], presets) if head_lines else None
        if kept is not None:
            preset, columns = kept
    else:
        columns = _said(sent.columns, max(map(len, cells)))
    head_lines = head_lines if sent.head_lines is None else sent.head_lines
    rows: list[ForeignRow] = []
    bad: list[BadLine] = []
    if "product" in columns:
        rows, bad = read_rows(cells, columns, _product, head_lines=head_lines)
    return Read(cells, head_lines, columns, preset, rows, bad)


def _by_preset(head: Sequence[str], presets: Sequence[ForeignPreset]) -> tuple[str, dict[Column, int]] | None:
    """The preset all of whose heads stand there, of several the one that names most."""
    places = {fold(cell): at for at, cell in reversed(list(enumerate(head)))}
    fits = [one for one in presets if one.heads and all(fold(said) in places for said in one.heads.values())]
    best = max(fits, key=lambda one: len(one.heads), default=None)
    if best is None:
        return None
    return best.name, {column: places[fold(said)] for column, said in best.heads.items()}


def _said(text: str, width: int) -> dict[Column, int]:
    if not _COLUMNS.fullmatch(text):
        raise BadInput("columns are written product:0,title:2", field="columns")
    found: dict[Column, int] = {}
    for part in text.split(","):
        name, _, place = part.partition(":")
        if name not in COLUMNS:
            raise BadInput(f"{name} is none of {', '.join(COLUMNS)}", field="columns")
        if name in found or int(place) in found.values():
            raise BadInput("one column cannot be two things", field="columns")
        if int(place) >= min(width, MOST_COLUMNS):
            raise BadInput("there are not so many columns in the file", field="columns")
        found[name] = int(place)
    return found


def _product(said: str) -> int | None:
    try:
        return product_id_of(said)
    except BadInput:
        return None
