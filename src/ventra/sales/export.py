"""`ventra export sales` (`formats.md`, "Sales, out"): every subject and span; unknown ones are empty and `no_data`."""

from __future__ import annotations

import csv
from collections.abc import AsyncIterator, Callable
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from ventra.catalog.store.own_fits import fits_of
from ventra.core.basis import NAMES
from ventra.core.columns import Int64
from ventra.core.day import from_day_number, to_day_number
from ventra.core.own_view import seen_days
from ventra.core.windows import Bool, DayValues, WindowValues, window_sums
from ventra.errors import BadInput
from ventra.infra.db import transaction
from ventra.sales import parquet_out
from ventra.sales.store import export as store

PRODUCTS_A_BATCH = 500
NUMBERS = ("units", "units_low", "units_high", "revenue", "revenue_low", "revenue_high")


@dataclass(frozen=True, slots=True)
class Wish:
    """What to export: whole days from `first` to `last`, windows of 1, 7 or 28 days, by `product` or `variant`."""

    first: date | None
    last: date
    window: int = 1
    by: str = "product"


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """Some rows of the export as columns; `values` holds the six numbers (NaN unknown), in the order of `NUMBERS`."""

    keys: Int64
    days: list[str]
    values: list[Any]
    basis: list[str]


class _Out(Protocol):
    def write(self, table: Table) -> None: ...


async def export_sales(
    pool: Any, wish: Wish, out: Path, *, say: Callable[[int], None] = lambda rows: None
) -> int:
    """Write the export to a .csv or .parquet file, whole or not at all; returns how many rows. `BadInput` for another ending."""
    if out.suffix not in (".csv", ".parquet"):
        raise BadInput(f"{out.name}: expected a file that ends in .csv or .parquet", field="out")
    partial = out.with_name(out.name + ".partial")
    rows = 0
    keys = store.TABLES[wish.by][1]
    try:
        with ExitStack() as stack:
            if out.suffix == ".csv":
                writer: _Out = _Csv(
                    stack.enter_context(partial.open("w", encoding="utf-8", newline="")), keys
                )
            else:
                writer = stack.enter_context(parquet_out.Writer(partial, keys, NUMBERS))
            async for table in tables(pool, wish):
                writer.write(table)
                rows += len(table.days)
                say(rows)
        partial.replace(out)
    finally:
        partial.unlink(missing_ok=True)
    return rows


async def tables(pool: Any, wish: Wish) -> AsyncIterator[Table]:
    """The export's rows, some products at a time, ordered by product (and variant) and day."""
    async with transaction(pool) as db:
        first = wish.first or await store.first_day(db)
    if first is None:
        return
    count = ((wish.last - first).days + 1) // wish.window
    after = 0
    while count > 0:
        async with transaction(pool) as db:
            subjects = await store.subjects_after(db, "product", after, products=PRODUCTS_A_BATCH)
            if len(subjects) == 0:
                return
            products, low = subjects[:, 0], after
            after = int(products[-1])
            if wish.by == "variant":
                subjects = await store.subjects_after(db, "variant", low, products=PRODUCTS_A_BATCH)
            last = first + timedelta(days=count * wish.window - 1)
            rows = await store.days_between(db, wish.by, products, first, last)
        yield _table(rows, subjects, to_day_number(first), wish.window, count)


async def days_of(db: Any, products: Int64, first: date, last: date) -> Table:
    """Every day of some products, known or not, as `export_sales` has them and as the organisation that asks sees them."""
    rows = await store.days_between(db, "product", products, first, last)
    count = (last - first).days + 1
    table = _table(rows, products.reshape(-1, 1), to_day_number(first), 1, count)
    for of_products, fit in await fits_of(db, products):
        mine = np.isin(table.keys[:, 0], of_products)
        point, low, high, *earned = (column[mine] for column in table.values)
        told = seen_days(fit, (point, low, high), (earned[0], earned[1], earned[2]))
        for column, seen in zip(table.values, told, strict=True):
            column[mine] = seen
    return table


def _table(rows: list[Any], subjects: Int64, first: int, window: int, count: int) -> Table:
    width = subjects.shape[1]
    place = {key: i for i, key in enumerate(map(tuple, subjects.tolist()))}
    kept = [(place[key], row) for row in rows if (key := tuple(row[i] for i in range(width))) in place]
    subject = np.array([i for i, _ in kept], np.int64)
    day = np.array([row["day"] for _, row in kept], np.int64)
    basis = np.array([row["basis"] for _, row in kept], np.int8)
    numbers = np.array(
        [[np.nan if row[width + 1 + i] is None else row[width + 1 + i] for i in range(6)] for _, row in kept],
        np.float64,
    ).reshape(-1, 6)
    begin, end = (
        np.array([row[name] for _, row in kept], np.float64) for name in ("begin_error", "end_error")
    )
    units, low, high, *earned = numbers.T
    sold = DayValues(subject, day, units, low, high, basis, begin, end)

    def windows(values: DayValues, decimals: int) -> WindowValues:
        return window_sums(
            values,
            subjects=len(subjects),
            first_day=first,
            length=window,
            count=count,
            decimals=decimals,
            one_of_several=_one_of_several(subjects[:, 0]),
        )

    both = windows(sold, 2), windows(sold.earning(*earned), 0)
    labels = [from_day_number(first + i * window).isoformat() for i in range(count)]
    return Table(
        keys=np.repeat(subjects, count, axis=0),
        days=labels * len(subjects),
        values=[part.reshape(-1) for one in both for part in (one.point, one.low, one.high)],
        basis=[NAMES[code] for code in both[0].basis.reshape(-1).tolist()],
    )


class _Csv:
    """Numbers with at most two decimals; unknown is an empty cell."""

    def __init__(self, out: Any, keys: tuple[str, ...]) -> None:
        self._out = csv.writer(out, lineterminator="\n")
        self._out.writerow([*keys, "day", *NUMBERS, "basis"])

    def write(self, table: Table) -> None:
        numbers = [[_number(value) for value in column.tolist()] for column in table.values]
        columns = [*table.keys.T.tolist()]
        self._out.writerows(zip(*columns, table.days, *numbers, table.basis, strict=True))


def _number(value: float) -> str:
    if value != value:
        return ""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _one_of_several(product: Int64) -> Bool:
    """Which subjects share their product with others."""
    _, of, count = np.unique(product, return_inverse=True, return_counts=True)
    several: Bool = count[of] > 1
    return several
