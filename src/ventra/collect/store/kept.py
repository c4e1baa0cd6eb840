"""Reads kept observations back: the rows around given instants, decoded to columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from ventra.core import runs
from ventra.core.bucket import bucket_of
from ventra.core.columns import MISSING, Columns, Int64, Seen, rows_of_skus, seen_from
from ventra.core.day import month_starts_us
from ventra.core.instants import decode_many

STATE = "orders_total, orders_rounded, reviews_total, rating_x100, price_uzs, list_price_uzs, stock"
SKU_STATE = "stock, price_uzs, list_price_uzs"
US = "(extract(epoch FROM {0}) * 1000000)::bigint"
AT = "timestamptz 'epoch' + {0} * interval '1 microsecond'"


@dataclass(frozen=True, slots=True, eq=False)
class Kept:
    """Rows as they stand in the database: decoded, and as runs for telling what changed."""

    seen: Seen
    product_runs: runs.Runs
    sku_runs: runs.Runs


NOTHING = Kept(seen_from([]), runs.encode(seen_from([]).products), runs.encode(seen_from([]).skus))


async def neighbourhood(db: Any, new: Seen, met_before: Int64) -> Kept:
    """All kept rows that touch or stand next to the new instants, per product and per variant."""
    inside = np.isin(new.products.key[:, 0], met_before)
    product, low, high = _ranges(new.products.key[inside], new.products.at[inside])
    rows = await db.fetch(
        _BESIDE.format(table="observations", more_keys="", state=STATE, source="source", same=""),
        bucket_of(product[:, 0]).tolist(),
        product[:, 0].tolist(),
        product[:, 0].tolist(),
        low.tolist(),
        high.tolist(),
    )
    product_runs = _runs(rows, ("product_id",), STATE)
    products = decoded(product_runs)
    in_skus = np.isin(new.skus.key[:, 0], met_before)
    repeated = _repeated(new.products, products)
    key, low, high = _ranges(new.skus.key[in_skus], new.skus.at[in_skus])
    sku_rows = await db.fetch(
        _BESIDE.format(
            table="sku_observations",
            more_keys=", o.sku_id",
            state=SKU_STATE,
            source="0 AS source",
            same="AND o.sku_id = n.sku_id",
        ),
        bucket_of(key[:, 0]).tolist(),
        key[:, 0].tolist(),
        key[:, 1].tolist(),
        low.tolist(),
        high.tolist(),
    )
    if repeated.any():
        again, low, high = _ranges(new.products.key[repeated], new.products.at[repeated])
        sku_rows += await _skus_between(db, again[:, 0], low, high)
    sku_runs = _runs(sku_rows, ("product_id", "sku_id"), SKU_STATE)
    skus = decoded(sku_runs)
    return Kept(Seen(products, skus, rows_of_skus(products, skus)), product_runs, sku_runs)


_BESIDE = f"""
SELECT o.product_id{{more_keys}}, {US.format("o.seen_from")} AS seen_from, {US.format("o.seen_to")} AS seen_to,
       {{state}}, {{source}}, looks, seen
FROM unnest($1::smallint[], $2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[]) AS n(bucket, product_id, sku_id, low, high)
CROSS JOIN LATERAL (
    (SELECT * FROM {{table}} o WHERE o.bucket = n.bucket AND o.product_id = n.product_id {{same}}
     AND o.seen_from <= {AT.format("n.low")} ORDER BY o.seen_from DESC LIMIT 1)
    UNION ALL
    (SELECT * FROM {{table}} o WHERE o.bucket = n.bucket AND o.product_id = n.product_id {{same}}
     AND o.seen_from > {AT.format("n.low")} AND o.seen_from <= {AT.format("n.high")})
    UNION ALL
    (SELECT * FROM {{table}} o WHERE o.bucket = n.bucket AND o.product_id = n.product_id {{same}}
     AND o.seen_from > {AT.format("n.high")} ORDER BY o.seen_from LIMIT 1)
) AS o
"""

_COVERING = f"""
SELECT o.product_id, o.sku_id, {US.format("o.seen_from")} AS seen_from, {US.format("o.seen_to")} AS seen_to,
       {{state}}, 0 AS source, looks, seen
FROM unnest($1::smallint[], $2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[]) AS n(bucket, product_id, low, high, month)
JOIN sku_observations o ON o.bucket = n.bucket AND o.product_id = n.product_id
    AND o.seen_from BETWEEN {AT.format("n.month")} AND {AT.format("n.high")} AND o.seen_to >= {AT.format("n.low")}
"""


def _ranges(key: Int64, at: Int64) -> tuple[Int64, Int64, Int64]:
    """Each key once, with the earliest and the latest instant asked of it."""
    if len(at) == 0:
        return key, at, at
    order = np.lexsort((at, *key.T[::-1]))
    key, at = key[order], at[order]
    starts = np.ones(len(at), bool)
    starts[1:] = (key[1:] != key[:-1]).any(axis=1)
    first = np.flatnonzero(starts)
    return key[first], at[first], at[np.append(first[1:], len(at)) - 1]


def _repeated(new: Columns, old: Columns) -> npt.NDArray[np.bool_]:
    """Which new rows stand at an instant that is kept already, or twice in the batch."""
    return (
        rows_of_skus(old, Columns(np.column_stack((new.key[:, 0], new.at)), new.at, new.state, new.source))
        >= 0
    )


def _runs(rows: Sequence[Any], keys: tuple[str, ...], state: str) -> runs.Runs:
    """Database rows as runs, each once, sorted by key and time."""
    fields = [name.strip() for name in state.split(",")]
    table = np.array(
        [
            [row[k] for k in keys]
            + [row["seen_from"], row["seen_to"], row["source"], row["looks"]]
            + [MISSING if row[f] is None else row[f] for f in fields]
            for row in rows
        ],
        np.int64,
    ).reshape(-1, len(keys) + 4 + len(fields))
    width = len(keys)
    order = np.lexsort((table[:, width], *table[:, :width].T[::-1]))
    unique = np.ones(len(order), bool)
    unique[1:] = (table[order[1:], : width + 1] != table[order[:-1], : width + 1]).any(axis=1)
    order = order[unique]
    table = table[order]
    return runs.Runs(
        key=table[:, :width],
        seen_from=table[:, width],
        seen_to=table[:, width + 1],
        source=table[:, width + 2],
        looks=table[:, width + 3],
        state=table[:, width + 4 :],
        seen=[rows[i]["seen"] for i in order.tolist()],
    )


def decoded(kept: runs.Runs) -> Columns:
    at, counts = decode_many(kept.seen_from, kept.seen)
    return Columns(
        np.repeat(kept.key, counts, axis=0),
        at,
        np.repeat(kept.state, counts, axis=0),
        np.repeat(kept.source, counts),
    )


async def _skus_between(db: Any, product: Int64, low: Int64, high: Int64) -> list[Any]:
    """Variants' rows that reach into a stretch of time, for each product; rows never cross a month, so older ones are out."""
    rows: list[Any] = await db.fetch(
        _COVERING.format(state=SKU_STATE),
        *[part.tolist() for part in (bucket_of(product), product, low, high, month_starts_us(low))],
    )
    return rows
