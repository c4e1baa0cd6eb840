"""Observation files in Parquet, read by columns: no Python object per record. pyarrow is heavy, so it is loaded on first use."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from ventra.core.columns import MISSING, Columns, Int64, Seen
from ventra.core.credible import AHEAD_US
from ventra.core.observation import IMPORTED, Known
from ventra.core.product import Titles
from ventra.core.record import EARLIEST_US, MOST, MOST_PIECES

Bool = npt.NDArray[np.bool_]
STATE = ("orders_total", None, "reviews_total", "rating", "price", "list_price", "stock")
LIMITS = (MOST, 0, MOST_PIECES, 500, MOST, MOST, MOST_PIECES)


class Unreadable(Exception):
    """The file is no Parquet file of the import format."""


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """A stretch of a file: observations that are plainly right with their row numbers, and rows that need a closer look."""

    read: int
    seen: Seen
    lines: Int64
    known: list[Known]
    doubtful: list[tuple[int, Any]]


def row_groups(path: Path, size: int, *, now_us: int) -> Iterator[Rows]:
    """Read a file in stretches of `size` rows; `Unreadable` when it is not Parquet or lacks seen_at or product_id."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        with pq.ParquetFile(path) as file:
            missing = {"seen_at", "product_id"} - set(file.schema_arrow.names)
            if missing:
                raise Unreadable(f"has no column {', '.join(sorted(missing))}")
            start = 1
            for batch in file.iter_batches(size):
                yield _rows(pa.Table.from_batches([batch]).combine_chunks(), start, now_us)
                start += batch.num_rows
    except pa.ArrowException as wrong:
        raise Unreadable(str(wrong)) from wrong


def _rows(table: Any, start: int, now_us: int) -> Rows:
    n = table.num_rows
    fine = np.ones(n, bool)
    product = _integers(table, "product_id", fine, 1, MOST, needed=True)
    at = _instants(table, fine, now_us)
    state = np.full((n, 7), MISSING, np.int64)
    for place, name in enumerate(STATE):
        if name == "rating":
            state[:, place] = _rating(table, fine)
        elif name is not None:
            state[:, place] = _integers(table, name, fine, 0, LIMITS[place])
    row_of_sku, sku_id, sku_state = _skus(table, fine)
    for name in ("category_id", "seller_id"):
        _integers(table, name, fine, 1, MOST)
    keep = np.flatnonzero(fine)
    place_of = np.full(n, -1, np.int64)
    place_of[keep] = np.arange(len(keep))
    inside = place_of[row_of_sku] >= 0
    row_of_sku, sku_id, sku_state = row_of_sku[inside], sku_id[inside], sku_state[inside]
    products = Columns(
        product[keep].reshape(-1, 1), at[keep], state[keep], np.full(len(keep), IMPORTED, np.int64)
    )
    skus = Columns(
        np.column_stack((product[row_of_sku], sku_id)),
        at[row_of_sku],
        sku_state,
        np.zeros(len(sku_id), np.int64),
    )
    doubtful = np.flatnonzero(~fine)
    values = table.take(doubtful).to_pylist() if len(doubtful) else []
    lines = np.arange(start, start + n)
    return Rows(
        n,
        Seen(products, skus, place_of[row_of_sku]),
        lines[keep],
        _known(table, product, fine),
        list(zip(lines[doubtful].tolist(), map(_without_nulls, values), strict=True)),
    )


def _without_nulls(value: dict[str, Any]) -> dict[str, Any]:
    return {key: part for key, part in value.items() if part is not None}


def _column(table: Any, name: str) -> Any | None:
    return table.column(name).combine_chunks() if name in table.column_names else None


def _integers(table: Any, name: str, fine: Bool, least: int, most: int, *, needed: bool = False) -> Int64:
    column = _column(table, name)
    if column is None:
        return np.full(len(fine), MISSING, np.int64)
    values, odd = _whole(column)
    known = values != MISSING
    fine &= ~odd & ((known & (values >= least) & (values <= most)) | (~known if not needed else False))
    return values


def _whole(column: Any) -> tuple[Int64, Bool]:
    """Integers of an Arrow array with MISSING for null, and which entries are no whole numbers."""
    import pyarrow as pa

    unknown = np.asarray(column.is_null(nan_is_null=True))
    if pa.types.is_integer(column.type):
        values = np.asarray(column.fill_null(0).cast(pa.int64(), safe=False))
        # The least integer stands for unknown in columns; in a file it is a number, and out of range.
        odd = (np.asarray(column.fill_null(0)) > MOST) | (values == MISSING)
        return np.where(unknown, MISSING, values), odd & ~unknown
    if pa.types.is_floating(column.type):
        raw = np.nan_to_num(
            np.asarray(column.fill_null(0.0)).astype(np.float64), nan=0.0, posinf=1.5, neginf=1.5
        )
        odd = (raw != np.floor(raw)) | (np.abs(raw) > MOST)
        return np.where(unknown, MISSING, np.where(odd, 0, raw).astype(np.int64)), odd & ~unknown
    return np.full(len(unknown), MISSING, np.int64), ~unknown


def _rating(table: Any, fine: Bool) -> Int64:
    import pyarrow as pa

    column = _column(table, "rating")
    if column is None:
        return np.full(len(fine), MISSING, np.int64)
    if not (
        pa.types.is_floating(column.type) or pa.types.is_integer(column.type) or pa.types.is_null(column.type)
    ):
        fine &= np.asarray(column.is_null())
        return np.full(len(fine), MISSING, np.int64)
    raw = np.nan_to_num(np.asarray(column.cast(pa.float64()).fill_null(0.0)))
    fine &= (raw >= 0) & (raw <= 5)
    return np.where(raw > 0, np.rint(np.clip(raw, 0, 5) * 100), MISSING).astype(np.int64)


def _instants(table: Any, fine: Bool, now_us: int) -> Int64:
    import pyarrow as pa

    column = table.column("seen_at").combine_chunks()
    if not pa.types.is_timestamp(column.type) or column.type.tz is None:
        fine[:] = False
        return np.zeros(len(fine), np.int64)
    at = np.asarray(column.cast(pa.timestamp("us", "UTC"), safe=False).cast(pa.int64()).fill_null(0))
    fine &= (at >= EARLIEST_US) & (at <= now_us + AHEAD_US)
    return at


def _skus(table: Any, fine: Bool) -> tuple[Int64, Int64, Int64]:
    """Variants laid end to end: the row, the sku, and the state of each; rows with odd variants are marked not fine."""
    import pyarrow as pa

    column = _column(table, "skus")
    none = np.zeros(0, np.int64)
    if column is None or pa.types.is_null(column.type):
        return none, none, np.zeros((0, 3), np.int64)
    if not (pa.types.is_list(column.type) or pa.types.is_large_list(column.type)):
        fine &= np.asarray(column.is_null())
        return none, none, np.zeros((0, 3), np.int64)
    counts = np.asarray(column.value_lengths().fill_null(0)).astype(np.int64)
    row = np.repeat(np.arange(len(fine)), counts)
    inner = column.flatten()
    state = np.full((len(row), 3), MISSING, np.int64)
    sku, bad = _field(inner, "sku_id")
    bad |= (sku < 1) | (sku > MOST)
    for place, (name, most) in enumerate((("stock", MOST_PIECES), ("price", MOST))):
        state[:, place], odd = _field(inner, name)
        bad |= odd | ((state[:, place] != MISSING) & ((state[:, place] < 0) | (state[:, place] > most)))
    order = np.lexsort((sku, row))
    row, sku, state, bad = row[order], sku[order], state[order], bad[order]
    twice = (row[1:] == row[:-1]) & (sku[1:] == sku[:-1])
    fine[row[bad]] = False
    fine[row[1:][twice]] = False
    return row, sku, state


def _field(inner: Any, name: str) -> tuple[Int64, Bool]:
    import pyarrow as pa

    if not pa.types.is_struct(inner.type) or inner.type.get_field_index(name) < 0:
        return np.full(len(inner), MISSING, np.int64), np.zeros(len(inner), bool)
    return _whole(inner.field(name))


def _known(table: Any, product: Int64, fine: Bool) -> list[Known]:
    """What the file tells of its products, from each product's last row."""
    if not {"titles", "category_id", "seller_id"} & set(table.column_names):
        return []
    last = {int(p): i for i, p in enumerate(product.tolist()) if fine[i]}
    columns = [name for name in ("titles", "category_id", "seller_id") if name in table.column_names]
    rows = table.select(columns).take(np.array(list(last.values()), np.int64)).to_pylist()
    told = []
    for product_id, row in zip(last, rows, strict=True):
        titles = row.get("titles")
        told.append(
            Known(
                product_id,
                Titles(titles.get("uz"), titles.get("ru")) if isinstance(titles, dict) else None,
                row.get("category_id"),
                row.get("seller_id"),
            )
        )
    return told
