"""The months of categories laid over years, for their seasons."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np

from ventra.core.columns import Int64
from ventra.core.estimate import Z80
from ventra.core.season import MONTHS, Float, Seasons, seasons
from ventra.market.store.niche_goods import Months

YEARS = 3


def seasons_of(level: Int64, group: Int64, months: Months, *, closed: date) -> Seasons:
    """Seasons of the categories `level` by the months of all below them; the month that still runs is left out."""
    first = (closed.year - YEARS) * MONTHS
    width = (YEARS + 1) * MONTHS
    running = closed.year * MONTHS + closed.month - 1
    ended = (closed + timedelta(days=1)).month != closed.month
    inside = np.flatnonzero(np.isin(group, level) & ((months.month < running) | ended))
    cell = np.searchsorted(level, group[inside]) * width + months.month[inside] - first
    size = len(level) * width

    def laid(values: Float) -> Float:
        added = np.bincount(cell, values[inside], size).astype(np.float64)
        return added.reshape(len(level), YEARS + 1, MONTHS)

    days = np.zeros(size, np.int64)
    np.maximum.at(days, cell, months.days[inside])
    error = np.sqrt(laid(months.squared)) / Z80
    return seasons(
        laid(months.units), error, laid(months.product_days), days.reshape(len(level), YEARS + 1, MONTHS)
    )
