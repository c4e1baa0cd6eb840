"""Four rules for daily sales that sellers meet elsewhere, for comparison with ours; each as its authors would write it.

They know no intervals and no midnights: a difference counts for the day of the later look. What would be negative is 0.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from ventra.core.columns import MISSING, ORDERS, SKU_STOCK, STOCK, Columns, Int64, Seen, run_starts
from ventra.core.day import day_number_of
from ventra.core.steps import Bool, Float


@dataclass(frozen=True, slots=True, eq=False)
class DayPoints:
    """Units of products' days [d], ascending by product and Tashkent day number; a day without a number has no row."""

    product: Int64
    day: Int64
    units: Float


def counter_only(seen: Seen) -> DayPoints:
    """The order counter at the last look of a day, minus that at the last look of the day before."""
    return _between_day_ends(seen.products, seen.products.state[:, ORDERS])


def stock_only(seen: Seen) -> DayPoints:
    """The falls of total stock between looks, added up by the day of the later look."""
    stock = total_stock(seen)
    held = np.flatnonzero(stock != MISSING)
    first, second = _neighbours(seen.products, held)
    return _added_by_day(seen.products, second, stock[first] - stock[second])


def switch(seen: Seen) -> DayPoints:
    """The counter where both day ends have it, else the fall of total stock from day end to day end.

    Where stock speaks, a day at whose end there is more of it says 0: what was restocked hides what was sold.
    """
    counted = counter_only(seen)
    fallen = _between_day_ends(
        seen.products, -_known_or_zero(total_stock(seen)), total_stock(seen) != MISSING
    )
    product = np.concatenate((counted.product, fallen.product))
    day = np.concatenate((counted.day, fallen.day))
    units = np.concatenate((counted.units, fallen.units))
    by_stock = np.repeat([0, 1], [len(counted.day), len(fallen.day)])
    order = np.lexsort((by_stock, day, product))
    product, day, units = product[order], day[order], units[order]
    first = run_starts(product, day)
    return DayPoints(product[first], day[first], units[first])


def since_last_look(seen: Seen) -> DayPoints:
    """At each look the difference to the look before it, by the counter, else by total stock, put on that look's day."""
    p, stock = seen.products, total_stock(seen)
    orders = p.state[:, ORDERS]
    first, second = _neighbours(p, np.arange(len(p)))
    counted = (orders[first] != MISSING) & (orders[second] != MISSING)
    stocked = (stock[first] != MISSING) & (stock[second] != MISSING)
    known = counted | stocked
    change = np.where(counted, orders[second] - orders[first], stock[first] - stock[second])
    return _added_by_day(p, second[known], change[known])


RIVALS: dict[str, Callable[[Seen], DayPoints]] = {
    "counter_only": counter_only,
    "stock_only": stock_only,
    "switch": switch,
    "since_last_look": since_last_look,
}


def total_stock(seen: Seen) -> Int64:
    """Stock of each product row; where it is not told, the sum over its variants when all of them are known, else MISSING."""
    told, held = seen.products.state[:, STOCK], seen.row_of_sku >= 0
    row, stock = seen.row_of_sku[held], seen.skus.state[held, SKU_STOCK]
    rows = len(seen.products)
    count = np.bincount(row, minlength=rows)
    known = np.bincount(row, stock != MISSING, rows)
    total = np.bincount(row, _known_or_zero(stock), rows).astype(np.int64)
    return np.where(told != MISSING, told, np.where((count > 0) & (known == count), total, MISSING))


def _known_or_zero(values: Int64) -> Int64:
    return np.where(values == MISSING, 0, values)


def _neighbours(p: Columns, rows: Int64) -> tuple[Int64, Int64]:
    """Pairs of rows that follow each other among `rows` and are of one product."""
    first, second = rows[:-1], rows[1:]
    same = p.key[first, 0] == p.key[second, 0]
    return first[same], second[same]


def _between_day_ends(p: Columns, values: Int64, known: Bool | None = None) -> DayPoints:
    """Rise of a value from its last known sighting of a day to that of the next day; days apart have none."""
    held = np.flatnonzero(values != MISSING if known is None else known)
    product, day = p.key[held, 0], day_number_of(p.at[held])
    is_last = np.append(run_starts(product, day)[1:], True)[: len(held)]
    first, second = _neighbours(p, held[is_last])
    product, day = p.key[second, 0], day_number_of(p.at[second])
    follows = day == day_number_of(p.at[first]) + 1
    rise = np.maximum(values[second] - values[first], 0).astype(np.float64)
    return DayPoints(product[follows], day[follows], rise[follows])


def _added_by_day(p: Columns, rows: Int64, change: Int64) -> DayPoints:
    """The positive changes that `rows`, ascending, brought, added up by product and day."""
    product, day = p.key[rows, 0], day_number_of(p.at[rows])
    first = run_starts(product, day) if len(rows) else np.zeros(0, bool)
    units = np.bincount(np.cumsum(first) - 1, np.maximum(change, 0), int(first.sum()))
    return DayPoints(product[first], day[first], units.astype(np.float64))
