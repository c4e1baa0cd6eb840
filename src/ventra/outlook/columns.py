"""Outlooks as columns of Postgres; NaN becomes null."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

import numpy as np

from ventra.core.bucket import bucket_of
from ventra.core.category_rank import CategoryRanks
from ventra.core.columns import Int64
from ventra.core.day import from_day_number
from ventra.core.forecast import Forecast
from ventra.core.profile import Float
from ventra.core.rising import Newcomers, Rising
from ventra.core.steps import Bool
from ventra.core.trend import Trends
from ventra.infra.columns import Column
from ventra.outlook.foresee import Foreseen
from ventra.outlook.goods import NOWHERE
from ventra.outlook.look import RULE

BANDS = ("mean", "low80", "high80", "low95", "high95")
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
        elif field.name.startswith("weekday"):
            columns[field.name] = Column("real[]", values, np.isnan(values).any(axis=1))
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


def of_ranks(ranks: CategoryRanks, product: Int64, category: Int64) -> dict[str, Column]:
    """The category of `product` [n], ascending (null: `NOWHERE`), and its rank in it; null where it has none."""
    place = np.minimum(np.searchsorted(ranks.product, product), max(len(ranks.product) - 1, 0))
    none = np.ones(len(product), bool) if len(ranks.product) == 0 else ranks.product[place] != product
    told = {
        "category_rank": ranks.rank,
        "category_rank_low": ranks.best,
        "category_rank_high": ranks.worst,
        "category_products": ranks.of,
    }
    found = {"category_id": Column("bigint", category, category == NOWHERE)}
    for name, values in told.items():
        known = values[place] if len(values) else np.zeros(len(product), np.int64)
        found[name] = Column("integer", np.where(none, 0, known), none)
    return found


def fraction(values: Float) -> Column:
    """Numbers, null where they are not known."""
    return Column("double precision", values, ~np.isfinite(values))


def row_of(columns: Mapping[str, Column], place: int) -> dict[str, Any]:
    """A row of all columns as Postgres would give it back."""
    return {name: _value(column, place) for name, column in columns.items()}


def _value(column: Column, place: int) -> Any:
    if column.absent is not None and column.absent[place]:
        return None
    value = column.values[place].tolist()
    return from_day_number(value) if column.kind == "date" else value


def taken(columns: Mapping[str, Column], which: Int64) -> dict[str, Column]:
    """These rows of all columns, in this order."""
    return {name: column.take(which) for name, column in columns.items()}


def of_forecast(found: Foreseen) -> dict[str, Column]:
    """What is forecast; null where nothing can be said."""
    told = found.forecast
    unknown = ~_told(told)
    return {
        "model": Column("smallint", told.model, unknown),
        "beats_naive": Column("boolean", told.beats_naive, unknown),
        "naive": Column("real", told.naive[:, 0], unknown),
        "dispersion": Column("real", found.dispersion, unknown | np.isnan(found.dispersion)),
        **{name: Column("real[]", getattr(told.steps, name), unknown) for name in BANDS},
        **of_spans(told, unknown),
    }


def of_spans(told: Forecast, unknown: Bool) -> dict[str, Column]:
    """The totals of 7 and 28 days with their bands."""
    return {
        f"{name}_{days}": Column("real", getattr(band, name), unknown)
        for days, band in told.spans.items()
        for name in BANDS
    }


def to_keep(found: Foreseen, product: Int64, last_day: int, *, one_in: int) -> dict[str, Column]:
    """The rows of `forecasts_kept`: of all that something can be said of, and measured, in one bucket of so many."""
    told, scale = found.forecast, found.scale
    sampled = bucket_of(product) % max(one_in, 1) == 0
    some = np.flatnonzero(sampled & _told(told) & np.isfinite(found.velocity) & np.isfinite(scale.step))
    columns = {
        "made_on": Column("date", np.full(len(product), last_day)),
        "bucket": Column("smallint", bucket_of(product)),
        "product_id": Column("bigint", product),
        "rule": Column("smallint", np.full(len(product), RULE)),
        "model": Column("smallint", told.model),
        "beats_naive": Column("boolean", told.beats_naive),
        "velocity": Column("real", found.velocity),
        "step": Column("real", scale.step),
        "step_square": Column("real", scale.step_square),
        "naive": Column("real", told.naive[:, 0]),
        **{name: Column("real[]", getattr(told.steps, name)) for name in ("mean", "low80", "high80")},
        **of_spans(told, np.zeros(len(product), bool)),
    }
    return taken(columns, some)


def _told(told: Forecast) -> Bool:
    """Of which something can be said."""
    known = np.isfinite(told.naive[:, 0])
    for band in (told.steps, *told.spans.values()):
        for name in BANDS:
            known &= np.isfinite(getattr(band, name)).reshape(len(known), -1).all(axis=1)
    return known
