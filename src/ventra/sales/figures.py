"""Figures for lists: today so far, yesterday, 7 and 28 closed days, by the one definition of windows in `core/windows.py`."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import numpy as np

from ventra.core.columns import Int64
from ventra.core.day import to_day_number
from ventra.core.steps import Float
from ventra.core.windows import WINDOWS, DayValues, WindowValues, window_sums
from ventra.sales.store import figures as store
from ventra.sales.store.days import whole_or_none

UNITS, REVENUE = 2, 5


async def refresh(db: Any, product: Int64, *, closed: date, today: date) -> None:
    """Write the figures of products as they stand with `closed` as the last closed day."""
    rows = await store.recent_days(db, product, closed - timedelta(days=max(WINDOWS)), today)
    columns: dict[str, list[Any]] = {"product_id": product.tolist()}
    number = to_day_number(closed)
    for length in WINDOWS:
        for name, field, decimals in (("units", UNITS, 2), ("revenue", REVENUE, 0)):
            values = window_sums(
                _values(rows, product, field),
                subjects=len(product),
                first_day=number - length + 1,
                length=length,
                decimals=decimals,
            )
            columns |= _named(f"{name}_{length}", values, money=field == REVENUE)
            if field == UNITS:
                columns[f"basis_{length}"] = values.basis[:, 0].tolist()
                if length > 1:
                    columns[f"known_{length}"] = values.known[:, 0].tolist()
    columns |= _today(rows, product, to_day_number(today))
    await store.write_figures(db, closed, columns)


def _values(rows: list[Any], product: Int64, field: int) -> DayValues:
    table = np.array(
        [[np.nan if row[field + i] is None else row[field + i] for i in range(3)] for row in rows], np.float64
    ).reshape(-1, 3)
    return DayValues(
        subject=np.searchsorted(product, np.array([row["product_id"] for row in rows], np.int64)),
        day=np.array([row["day"] for row in rows], np.int64),
        point=table[:, 0],
        low=table[:, 1],
        high=table[:, 2],
        basis=np.array([row["basis"] for row in rows], np.int8),
    )


def _named(name: str, values: WindowValues, *, money: bool) -> dict[str, list[Any]]:
    def column(part: Float) -> list[Any]:
        return whole_or_none(part) if money else [None if v != v else v for v in part.tolist()]

    return {
        name: column(values.point[:, 0]),
        f"{name}_low": column(values.low[:, 0]),
        f"{name}_high": column(values.high[:, 0]),
    }


def _today(rows: list[Any], product: Int64, today: int) -> dict[str, list[Any]]:
    so_far = {row["product_id"]: row for row in rows if row["day"] == today}
    found = [so_far.get(p) for p in product.tolist()]
    fields = {
        "today_units": "units",
        "today_low": "units_low",
        "today_high": "units_high",
        "today_through": "through",
        "today_revenue": "revenue_uzs",
        "today_revenue_low": "revenue_low_uzs",
        "today_revenue_high": "revenue_high_uzs",
    }
    columns: dict[str, list[Any]] = {
        column: [None if row is None else row[field] for row in found] for column, field in fields.items()
    }
    columns["today_basis"] = [0 if row is None else row["basis"] for row in found]
    return columns
