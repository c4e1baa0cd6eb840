"""Rows of outlooks as answers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from functools import partial
from typing import Any, get_args

from ventra.core.estimate import Ranged, growth_figure
from ventra.core.forecast_texts import TEXTS
from ventra.core.texts import say
from ventra.outlook.answers import (
    ForecastBand,
    ForecastDay,
    ForecastModel,
    ForecastTotal,
    LevelShift,
    Newcomer,
    OutlookForecast,
    Trend,
    TrendVerdict,
)

DECIMALS, P_DECIMALS, UNITS_DECIMALS = 4, 6, 2
SPANS = (7, 28)
MODELS: tuple[ForecastModel, ...] = get_args(ForecastModel)
_BANDS = ("mean", "low80", "high80", "low95", "high95")
_VERDICTS: tuple[TrendVerdict, ...] = get_args(TrendVerdict)


def trend_of(row: Mapping[str, Any]) -> Trend:
    """The trend that a row of any of the tables holds."""
    level = ranged(row, "level")
    return Trend(
        as_of=row["as_of"],
        basis="no_data" if level.point is None else "inferred",
        verdict=_VERDICTS[row["verdict"]],
        level=level,
        growth_7=growth_figure(*_ends(row, "growth_7"), days=row["growth_7_days"]),
        growth_28=growth_figure(*_ends(row, "growth_28"), days=row["growth_28_days"]),
        acceleration=ranged(row, "acceleration"),
        least_growth=rounded(row["least_growth"]),
        p_value=rounded(row["p_value"], P_DECIMALS),
        q_value=rounded(row["q_value"], P_DECIMALS),
        rises=row["rises"],
        rank=row["rank"],
        shift=None
        if row["change_day"] is None
        else LevelShift(row["change_day"], ranged(row, "change_factor")),
        weekday=_weekdays(row),
        censored_days=row["censored"],
    )


def _weekdays(row: Mapping[str, Any]) -> list[Ranged] | None:
    """Factors by weekday; without intervals where the row is of a night that knew of none."""
    if row["weekday"] is None:
        return None
    unknown = [None] * len(row["weekday"])
    ends = (row["weekday"], row["weekday_low"] or unknown, row["weekday_high"] or unknown)
    return [Ranged(*map(rounded, one)) for one in zip(*ends, strict=True)]


def newcomer_of(row: Mapping[str, Any]) -> Newcomer | None:
    """How quickly a new product sells; None where it is not new, or nothing is known yet."""
    if row["first_seen"] is None or row["new_velocity"] is None:
        return None
    velocity = Ranged(*(rounded(row[f"new_{end}"]) for end in ("velocity", "low", "high")))
    return Newcomer(row["first_seen"], velocity, row["new_days"])


def forecast_of(row: Mapping[str, Any], language: str) -> OutlookForecast | None:
    """The forecast that a row holds, its way in words of a language; None where nothing can be said."""
    if row["mean"] is None:
        return None
    as_of, shown = row["as_of"], row["beats_naive"]
    model = MODELS[row["model"]]
    told = partial(
        OutlookForecast,
        as_of=as_of,
        shown=shown,
        model=model,
        model_text=say(TEXTS, f"forecast.{model}", language),
        average=Ranged(*(_units(one) for one in _average(row))),
    )
    if not shown:
        return told(days=[], totals=[])
    days = zip(*(row[name] for name in _BANDS), strict=True)
    return told(
        days=[
            ForecastDay(as_of + timedelta(days=place), ForecastBand(*map(_units, ends)))
            for place, ends in enumerate(days, 1)
        ],
        totals=[
            ForecastTotal(span, ForecastBand(*(_units(row[f"{name}_{span}"]) for name in _BANDS)))
            for span in SPANS
        ],
    )


def _average(row: Mapping[str, Any]) -> tuple[float, float, float]:
    """The average day, with what the days to come are likely to average between."""
    point, span = row["naive"], max(SPANS)
    return point, min(row[f"low80_{span}"] / span, point), max(row[f"high80_{span}"] / span, point)


def _units(value: float) -> float:
    return round(value, UNITS_DECIMALS)


def ranged(row: Mapping[str, Any], name: str) -> Ranged:
    """A figure with its interval."""
    return Ranged(*_ends(row, name))


def rounded(value: float | None, decimals: int = DECIMALS) -> float | None:
    """As it is told."""
    return None if value is None else round(value, decimals)


def _ends(row: Mapping[str, Any], name: str) -> tuple[float | None, float | None, float | None]:
    point, low, high = (rounded(row[f"{name}{end}"]) for end in ("", "_low", "_high"))
    return point, low, high
