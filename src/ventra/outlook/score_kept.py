"""Scores kept forecasts once the days they speak of are final, beside the naive one, by units a day and horizon."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import aclosing
from datetime import date, datetime, timedelta
from typing import Any

import numpy as np

from ventra.core.bucket import FOLDERS
from ventra.core.cells import BAND_NAMES, bands
from ventra.core.columns import Int64
from ventra.core.day import day_of, to_day_number
from ventra.core.day_state import SURELY_FINAL_DAYS
from ventra.core.forecast_scores import Scale, ScoreSums, Told, score_sums
from ventra.core.steps import Bool
from ventra.core.windows import DayValues, window_sums
from ventra.infra.db import transaction
from ventra.outlook.goods import Goods
from ventra.outlook.in_order import in_order
from ventra.outlook.look import RULE
from ventra.outlook.store import goods as reading
from ventra.outlook.store import kept
from ventra.outlook.store.kept import KeptForecasts
from ventra.sales.daily import LEAST_OUT

ALL = "all"
CELLS = tuple((band, shown) for band in (ALL, *BAND_NAMES) for shown in (False, True))
"""What is scored apart: by band of units a day, all forecasts and those alone that were shown."""
Apart = Callable[..., Awaitable[Any]]


def final_day(now: datetime) -> date:
    """The newest day that is final whatever was looked at since."""
    return day_of(now) - timedelta(days=SURELY_FINAL_DAYS + 1)


async def score_kept(pool: Any, apart: Apart, *, now: datetime, at_once: int = 2) -> int:
    """Score what can be; returns how many days and horizons that were. A day and horizon is scored whole or not at all."""
    async with transaction(pool) as db:
        due = await kept.due(db, final_day(now))
    for made_on, horizon in due:

        async def of_folder(folder: int, made_on: date = made_on, horizon: int = horizon) -> ScoreSums:
            async with transaction(pool) as db:
                told = await kept.of_folder(db, folder, made_on)
                first = made_on + timedelta(days=1)
                goods = await reading.of_folder(db, folder, first, made_on + timedelta(days=horizon))
            found: ScoreSums = await apart(scored, told, goods, to_day_number(made_on), horizon)
            return found

        sums = ScoreSums(np.zeros(1))
        async with aclosing(in_order(range(FOLDERS), of_folder, at_once=at_once)) as folders:
            async for _, one in folders:
                sums = sums + one
        scores = [(*cell, one) for cell, one in zip(CELLS, sums.scores(), strict=True)]
        async with transaction(pool) as db:
            await kept.write_scores(db, made_on, horizon, scores, rule=RULE, now=now)
    return len(due)


def scored(told: KeptForecasts, goods: Goods, made_on: int, horizon: int) -> ScoreSums:
    """Sums of scores by `CELLS` of a folder's forecasts of a day number against the days after it.

    Days that met an empty shelf are not scored: they do not say what would have been bought.
    """
    product, days = _in_stock(goods, told.product)
    count = len(product)
    sold = np.full((count, horizon), np.nan)
    place = days.day - made_on - 1
    inside = (place >= 0) & (place < horizon)
    sold[days.subject[inside], place[inside]] = days.point[inside]
    total = window_sums(days, subjects=count, first_day=made_on + 1, length=horizon).point[:, 0]
    whole, numbers = told.totals[horizon], told.numbers
    of_days = {name: values[:, :horizon] for name, values in told.days.items()}
    forecast = Told(
        of_days["mean"],
        of_days["low80"],
        of_days["high80"],
        np.repeat(numbers["naive"][:, None], horizon, axis=1),
        whole["mean"],
        whole["low80"],
        whole["high80"],
        whole["low95"],
        whole["high95"],
    )
    scale = Scale(numbers["step"], numbers["step_square"])
    return score_sums(forecast, scale, sold, total, _cells(told))


def _in_stock(goods: Goods, product: Int64) -> tuple[Int64, DayValues]:
    """The days of these products, ascending, that did not meet an empty shelf; the subject is a product's place."""
    of_day = goods.product[goods.days.subject]
    rows = np.flatnonzero((goods.out < LEAST_OUT) & np.isin(of_day, product))
    days = goods.days.take(rows)
    subject = np.searchsorted(product, of_day[rows])
    return product, DayValues(
        subject, days.day, days.point, days.low, days.high, days.basis, days.begin_error, days.end_error
    )


def _cells(told: KeptForecasts) -> Bool:
    of_band = bands(told.numbers["velocity"]).of_row
    columns = []
    for band, shown in CELLS:
        inside = np.ones(len(of_band), bool) if band == ALL else of_band == BAND_NAMES.index(band)
        columns.append(inside & told.shown if shown else inside)
    return np.column_stack(columns)
