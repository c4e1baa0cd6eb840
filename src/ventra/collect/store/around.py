"""Reads what was seen around stretches of time, for many products at once; as columns from Postgres to NumPy."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from ventra.collect.store.kept import SKU_STATE, STATE
from ventra.core.bucket import bucket_of
from ventra.core.columns import MISSING, Columns, Int64, Seen, in_order, rows_of_skus, run_starts
from ventra.core.day import from_us, month_start_us, month_starts_us
from ventra.core.instants import decode_joined
from ventra.infra.columns import time_numbers, times, whole, whole_numbers

_AT = "timestamptz 'epoch' + n.{0} * interval '1 microsecond'"
_MINE = "o.bucket = n.bucket AND o.product_id = n.product_id"

# The bounds of the whole batch stand beside those of each product: by them alone the planner can leave months out.
# Each branch comes in order of time, so rows come by product and time without being sorted.
_PRODUCTS = f"""
FROM unnest($1::smallint[], $2::bigint[], $3::bigint[], $4::bigint[]) AS n(bucket, product_id, low, high)
CROSS JOIN LATERAL (
    (SELECT * FROM observations o WHERE {_MINE} AND o.seen_from <= {_AT.format("low")} AND o.seen_from <= $6
     ORDER BY o.seen_from DESC LIMIT 1)
    UNION ALL
    (SELECT * FROM observations o WHERE {_MINE} AND o.seen_from > {_AT.format("low")} AND o.seen_from <= {_AT.format("high")}
     AND o.seen_from > $5 AND o.seen_from <= $8 ORDER BY o.seen_from)
    UNION ALL
    (SELECT * FROM observations o WHERE {_MINE} AND o.seen_from > {_AT.format("high")} AND o.seen_from > $7
     ORDER BY o.seen_from LIMIT 1)
) AS o
"""

# Rows never cross a month, so one that reaches into a stretch begins in the stretch's first month at the earliest.
_SKUS = f"""
FROM unnest($1::smallint[], $2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[]) AS n(bucket, product_id, month, low, high)
CROSS JOIN LATERAL (
    SELECT * FROM sku_observations o WHERE {_MINE}
    AND o.seen_from BETWEEN {_AT.format("month")} AND {_AT.format("high")} AND o.seen_to >= {_AT.format("low")}
    AND o.seen_from BETWEEN $6 AND $7 OFFSET 0
) AS o
"""


async def around(db: Any, product: Int64, low: Int64, high: Int64) -> Seen:
    """Everything seen of each product from the look before `low` to the look after `high` (µs), and whole rows beyond.

    `product` ascends; what is returned is sorted by product (and variant) and time.
    """
    if len(product) == 0:
        return Seen(_none(1, STATE), _none(2, SKU_STATE), np.zeros(0, np.int64))
    bounds = [from_us(int(at)) for at in (low.min(), low.max(), high.min(), high.max())]
    asked = [part.tolist() for part in (bucket_of(product), product, low, high)]
    products = await _read(db, ["product_id"], [*_names(STATE), "source"], _PRODUCTS, [*asked, *bounds])
    if len(products) == 0:
        return Seen(products, _none(2, SKU_STATE), np.zeros(0, np.int64))
    first = np.flatnonzero(run_starts(products.key[:, 0]))
    low, high = products.at[first], products.at[np.append(first[1:], len(products)) - 1]
    key = products.key[first, 0]
    month = month_starts_us(low)
    asked = [part.tolist() for part in (bucket_of(key), key, month, low, high)]
    bounds = [from_us(int(month.min())), from_us(int(high.max()))]
    skus = await _read(db, ["product_id", "sku_id"], [*_names(SKU_STATE), "0"], _SKUS, [*asked, *bounds])
    return Seen(products, skus, rows_of_skus(products, skus))


async def moved_counters(
    db: Any, low_us: int, high_us: int, *, after: tuple[int, int], at_most: int
) -> list[tuple[int, int]]:
    """Bucket and product of those whose order counter stood differently within a stretch (µs), in that order, from `after` on.

    Rows never cross a month, so a counter that stood still until then is seen in a row of the stretch's first month.
    """
    rows = await db.fetch(
        "SELECT bucket, product_id FROM observations WHERE (bucket, product_id) > ($1, $2) "
        "AND seen_from >= $3 AND seen_from < $4 "
        "GROUP BY bucket, product_id HAVING min(orders_total) < max(orders_total) ORDER BY bucket, product_id LIMIT $5",
        *after,
        from_us(month_start_us(low_us)),
        from_us(high_us),
        at_most,
    )
    return [(row["bucket"], row["product_id"]) for row in rows]


async def counters_between(db: Any, product: Int64, low_us: int, high_us: int) -> Columns:
    """The order counters of products (ascending), and nothing else of their state, at each look from `low_us` until `high_us`."""
    low, high = np.full_like(product, low_us), np.full_like(product, high_us)
    asked = [part.tolist() for part in (bucket_of(product), product, low, high)]
    bounds = [from_us(at) for at in (low_us, low_us, high_us, high_us)]
    read = await _read(db, ["product_id"], ["orders_total", "source"], _PRODUCTS, [*asked, *bounds])
    return read.take((read.at >= low_us) & (read.at < high_us))


async def states_between(db: Any, product: Int64, low_us: int, high_us: int) -> Columns:
    """The states of products (ascending), none of their variants, at each look from the one before `low_us` until `high_us`."""
    if len(product) == 0:
        return _none(1, STATE)
    low, high = np.full_like(product, low_us), np.full_like(product, high_us)
    asked = [part.tolist() for part in (bucket_of(product), product, low, high)]
    bounds = [from_us(at) for at in (low_us, low_us, high_us, high_us)]
    read = await _read(db, ["product_id"], [*_names(STATE), "source"], _PRODUCTS, [*asked, *bounds])
    before = np.flatnonzero(
        (read.at < low_us) & (np.append(read.at[1:], high_us) < low_us) & _same_next(read.key[:, 0])
    )
    keep = read.at < high_us
    keep[before] = False
    return read.take(keep)


def _same_next(product: Int64) -> npt.NDArray[np.bool_]:
    """Whether the row after each is the same product's."""
    return np.append(product[1:], -1) == product


async def _read(db: Any, keys: list[str], state: list[str], source: str, arguments: list[Any]) -> Columns:
    """The rows' instants one by one, with their key and state; the last of `state` is the source."""
    numbers = [
        *(f"o.{name}" for name in keys),
        *(f"coalesce({name}, {MISSING})" for name in state),
        "length(o.seen)",
    ]
    picked = ", ".join([*map(whole, numbers), times("o.seen_from"), "string_agg(o.seen, '')"])
    *sent, seen_from, seen = await db.fetchrow(f"SELECT {picked} {source}", *arguments)
    *columns, lengths = [whole_numbers(part) for part in sent]
    at, counts = decode_joined(time_numbers(seen_from), lengths, seen or b"")
    table = np.repeat(np.column_stack(columns), counts, axis=0)
    width = len(keys)
    read = Columns(table[:, :width], at, table[:, width:-1], table[:, -1])
    if in_order(*read.key.T, read.at):
        return read
    return read.take(np.lexsort((read.at, *read.key.T[::-1])))


def _names(columns: str) -> list[str]:
    return [name.strip() for name in columns.split(",")]


def _none(keys: int, state: str) -> Columns:
    none = np.zeros(0, np.int64)
    return Columns(none.reshape(0, keys), none, none.reshape(0, len(_names(state))), none)
