"""Outlooks as columns of Postgres; NaN becomes null."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

import numpy as np

from ventra.core.columns import Int64
from ventra.core.day import from_day_number
from ventra.core.profile import Float
from ventra.core.rising import Newcomers, Rising
from ventra.core.trend import Trends
from ventra.infra.columns import Column
from ventra.outlook.look import RULE

_COUNTS = ("growth_7_days", "growth_28_days", "censored", "verdict")


def of_trends(trends: Trends, found: Rising, last_day: int) -> dict[str, Column]:
    """Trends, and whether each rises, as of a day (a number)."""
    count = len(trends.level)
    columns = {
        "as_of": Column("date", np.full(count, last_day)),
        "rule": Column("smallint", np.full(count, RULE)),
    }
    for field in fields(trends):
        values = getattr(trends, field.name)
        if field.name == "change_day":
            columns["change_day"] = Column("date", values, values < 0)
        elif field.name == "weekday":
            columns["weekday"] = Column("real[]", values, np.isnan(values).any(axis=1))
        elif field.name in _COUNTS:
            columns[field.name] = Column("smallint", values)
        else:
            columns[field.name] = fraction(values)
    tested = np.isfinite(found.q_value)
    return columns | {
        "q_value": fraction(found.q_value),
        "rises": Column("boolean", found.rises, ~tested),
        "rank": Column("integer", found.rank, ~found.rises),
    }


def of_newcomers(new: Newcomers, first_seen: Int64, rank: Int64) -> dict[str, Column]:
    """How quickly what is new sells, and its rank (0: none); null where a product is not new."""
    return {
        "first_seen": Column("date", first_seen, ~new.new),
        "new_velocity": fraction(new.velocity),
        "new_low": fraction(new.low),
        "new_high": fraction(new.high),
        "new_days": Column("smallint", new.days, ~new.new),
        "new_rank": Column("integer", rank, rank == 0),
    }


def fraction(values: Float) -> Column:
    """Numbers, null where they are not known."""
    return Column("double precision", values, ~np.isfinite(values))


def first_row(columns: Mapping[str, Column]) -> dict[str, Any]:
    """The first row of all columns as Postgres would give it back."""
    return {name: _value(column) for name, column in columns.items()}


def _value(column: Column) -> Any:
    if column.absent is not None and column.absent[0]:
        return None
    value = column.values[0].tolist()
    return from_day_number(value) if column.kind == "date" else value


def taken(columns: Mapping[str, Column], which: Int64) -> dict[str, Column]:
    """These rows of all columns, in this order."""
    return {name: column.take(which) for name, column in columns.items()}
