"""Statements that are run in one round trip."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

_PLACE = re.compile(r"\$(\d+)")


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement that writes and answers nothing, with what stands for `$1` and so on."""

    sql: str
    values: Sequence[Any]


async def write_together(db: Any, statements: Sequence[Statement]) -> None:
    """Run statements in one round trip. All see the rows as they were before, so no two of them may touch the same row."""
    if not statements:
        return
    parts: list[str] = []
    values: list[Any] = []
    for number, one in enumerate(statements):
        parts.append(f"w{number} AS ({_moved(one.sql, len(values))})")
        values += one.values
    await db.execute(f"WITH {', '.join(parts)} SELECT", *values)


def _moved(sql: str, by: int) -> str:
    return _PLACE.sub(lambda place: f"${int(place[1]) + by}", sql)
