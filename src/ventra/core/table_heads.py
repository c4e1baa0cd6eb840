"""Which column of a table is what, by the names in its first line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeVar

from ventra.core.text import fold

Column = TypeVar("Column", bound=str)


def by_head(head: Sequence[str], names: Mapping[Column, Sequence[str]]) -> dict[Column, int]:
    """Columns from 0, by folded `names`: first where a whole cell is one, then where a cell holds one as words of its own.

    A column is one thing, and a thing one column; what comes first in `names` chooses first.
    """
    found: dict[Column, int] = {}
    folded = [f" {fold(cell)} " for cell in head]
    for whole in (True, False):
        for column, known in names.items():
            for at, cell in enumerate(folded):
                if column in found or at in found.values():
                    continue
                if any(cell.strip() == name for name in known) or (
                    not whole and any(f" {name} " in cell for name in known)
                ):
                    found[column] = at
    return found
