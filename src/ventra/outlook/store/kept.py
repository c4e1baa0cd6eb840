"""Forecasts that wait for their days, and the scores of those whose days have come."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import msgspec
import numpy as np

from ventra.core.columns import Int64
from ventra.core.forecast_scores import ForecastScores
from ventra.core.profile import Float
from ventra.core.steps import Bool
from ventra.infra.columns import (
    Columns,
    copy_in,
    fraction_numbers,
    fractions,
    real_rows,
    reals,
    whole,
    whole_numbers,
)
from ventra.outlook.store.goods import buckets_of

EVERY = timedelta(days=7)
"""How far apart forecasts are kept: each week of the year is spoken of, and no day twice for a horizon of 7."""
HORIZONS = (7, 28)
_BANDS = ("mean", "low80", "high80", "low95", "high95")
_ARRAYS = ("mean", "low80", "high80")
_NUMBERS = ("velocity", "step", "step_square", "naive")


@dataclass(frozen=True, slots=True, eq=False)
class KeptForecasts:
    """Forecasts [n] of a day: days [n, 28] by name of their band, totals by horizon and name, and what they are measured by."""

    product: Int64
    shown: Bool
    numbers: Mapping[str, Float]
    days: Mapping[str, Float]
    totals: Mapping[int, Mapping[str, Float]]


async def is_origin(db: Any, day: date) -> bool:
    """Whether the forecasts of this day are kept: no others of the last days are."""
    found: bool = await db.fetchval(
        "SELECT NOT EXISTS (SELECT FROM forecasts_kept WHERE made_on > $1 AND made_on <> $2)",
        day - EVERY,
        day,
    )
    return found


async def replace_folder(db: Any, folder: int, day: date, columns: Columns) -> None:
    """Make these be the kept forecasts of a folder and day, and no others."""
    await db.execute(
        "DELETE FROM forecasts_kept WHERE made_on = $1 AND bucket BETWEEN $2 AND $3", day, *buckets_of(folder)
    )
    if len(columns["product_id"].values):
        await copy_in(db, "forecasts_kept", columns)


async def due(db: Any, final: date) -> list[tuple[date, int]]:
    """Days and horizons that are to be scored: all their days are final, the last of which is `final`."""
    rows = await db.fetch(
        "SELECT k.made_on, h.horizon FROM (SELECT DISTINCT made_on FROM forecasts_kept) k "
        "CROSS JOIN unnest($2::int[]) AS h(horizon) WHERE k.made_on + h.horizon <= $1 AND NOT EXISTS ("
        "SELECT FROM forecast_scores s WHERE s.made_on = k.made_on AND s.horizon = h.horizon) ORDER BY 1, 2",
        final,
        list(HORIZONS),
    )
    return [(row["made_on"], row["horizon"]) for row in rows]


async def of_folder(db: Any, folder: int, made_on: date) -> KeptForecasts:
    """The kept forecasts of a folder and day, by product."""
    totals = [f"{name}_{horizon}" for horizon in HORIZONS for name in _BANDS]
    numbers = [*_NUMBERS, *totals]
    picked = [
        whole("product_id"),
        whole("beats_naive::int"),
        *(fractions(f"{name}::float8") for name in numbers),
        *map(reals, _ARRAYS),
    ]
    sent = await db.fetchrow(
        f"SELECT {', '.join(picked)} FROM forecasts_kept WHERE made_on = $1 AND bucket BETWEEN $2 AND $3",
        made_on,
        *buckets_of(folder),
    )
    product = whole_numbers(sent[0])
    order = np.argsort(product)
    told = {
        name: fraction_numbers(one)[order]
        for name, one in zip(numbers, sent[2 : 2 + len(numbers)], strict=True)
    }
    arrays = {
        name: real_rows(one, max(HORIZONS))[order]
        for name, one in zip(_ARRAYS, sent[2 + len(numbers) :], strict=True)
    }
    return KeptForecasts(
        product[order],
        whole_numbers(sent[1])[order] == 1,
        {name: told[name] for name in _NUMBERS},
        arrays,
        {horizon: {name: told[f"{name}_{horizon}"] for name in _BANDS} for horizon in HORIZONS},
    )


async def write_scores(
    db: Any,
    made_on: date,
    horizon: int,
    scores: Sequence[tuple[str, bool, ForecastScores]],
    *,
    rule: int,
    now: datetime,
) -> None:
    """Keep scores by band and whether only of what was shown; forecasts that were scored for all horizons are let go."""
    await db.executemany(
        "INSERT INTO forecast_scores (made_on, horizon, band, shown, rule, scored_at, scores) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (made_on, horizon, band, shown) "
        "DO UPDATE SET rule = excluded.rule, scored_at = excluded.scored_at, scores = excluded.scores",
        [(made_on, horizon, band, shown, rule, now, one) for band, shown, one in scores],
    )
    await db.execute(
        "DELETE FROM forecasts_kept WHERE made_on = $1 AND (SELECT count(DISTINCT horizon) = $2 FROM forecast_scores "
        "WHERE made_on = $1)",
        made_on,
        len(HORIZONS),
    )


async def newest_scores(db: Any, *, days_at_most: int) -> list[Mapping[str, Any]]:
    """The scores of the newest days of each horizon, the newest first."""
    rows = await db.fetch(
        "SELECT * FROM (SELECT s.*, dense_rank() OVER (PARTITION BY horizon ORDER BY made_on DESC) AS age "
        "FROM forecast_scores s) s WHERE age <= $1 ORDER BY made_on DESC, horizon, band, shown",
        days_at_most,
    )
    return [dict(row) | {"scores": msgspec.convert(row["scores"], ForecastScores)} for row in rows]
