"""Events: reads what is kept of products, writes what has changed, and reads a product's stretch of days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np

from ventra.core.bucket import bucket_of
from ventra.core.changes import Changes
from ventra.core.columns import Int64
from ventra.core.day import from_us, start_of_day_us, to_us
from ventra.core.event_kinds import Events, Kind, Reason
from ventra.infra.columns import (
    Column,
    fraction_numbers,
    fractions,
    time_numbers,
    times,
    whole,
    whole_numbers,
)
from ventra.sales.store.rows import write

_EVENTS = """
FROM unnest($1::smallint[], $2::bigint[], $3::bigint[], $4::bigint[]) AS n(bucket, product_id, low, high)
CROSS JOIN LATERAL (
    SELECT * FROM sales_events e WHERE e.bucket = n.bucket AND e.product_id = n.product_id
    AND e.seen_from >= timestamptz 'epoch' + n.low * interval '1 microsecond'
    AND e.seen_from < timestamptz 'epoch' + n.high * interval '1 microsecond' OFFSET 0
) AS e
"""
_TOLD = "nullif(sku_id, -1) AS sku_id, seen_from, seen_to, kind, pieces, probability, reason"
_STRETCH = "bucket = $1 AND product_id = $2 AND seen_from >= $3 AND seen_from < $4"
_MIDNIGHT = "date_trunc('day', seen_from + interval '5 hours', 'UTC') - interval '5 hours'"
_KEY = ("bucket", "product_id", "seen_from", "sku_id", "kind")


@dataclass(frozen=True, slots=True)
class KnownEvent:
    """An event as it is kept; `sku_id` is None for the product as a whole."""

    sku_id: int | None
    seen_from: datetime
    seen_to: datetime
    kind: Kind
    pieces: float | None
    probability: float
    reason: Reason


async def kept_events(db: Any, product: Int64, first: Int64, last: Int64) -> Events:
    """The kept events that begin in each product's days from its `first` to its `last` (day numbers)."""
    numbers = [whole(f"e.{name}") for name in ("product_id", "sku_id", "kind", "reason")]
    pieces = fractions("coalesce(e.pieces, 'NaN')")
    picked = [*numbers, times("e.seen_from"), times("e.seen_to"), pieces, fractions("e.probability")]
    asked = (bucket_of(product), product, start_of_day_us(first), start_of_day_us(last + 1))
    sent = await db.fetchrow(f"SELECT {', '.join(picked)} {_EVENTS}", *[part.tolist() for part in asked])
    products, sku, kind, reason = (whole_numbers(part) for part in sent[:4])
    begin, end = map(time_numbers, sent[4:6])
    moved, probability = map(fraction_numbers, sent[6:])
    return Events(products, sku, begin, end, kind.astype(np.int8), moved, probability, reason.astype(np.int8))


async def write_events(db: Any, events: Events, kept: Events, found: Changes) -> None:
    """Write events, and drop those that are no longer found."""
    unknown = np.isnan(events.pieces)
    columns = _key(events) | {
        "seen_to": Column("timestamptz", events.end),
        "pieces": Column("double precision", np.where(unknown, 0.0, events.pieces), unknown),
        "probability": Column("double precision", events.probability),
        "reason": Column("smallint", events.reason),
    }
    await write(db, "sales_events", _KEY, columns, _key(kept), found)


def _key(events: Events) -> dict[str, Column]:
    return {
        "bucket": Column("smallint", bucket_of(events.product)),
        "product_id": Column("bigint", events.product),
        "seen_from": Column("timestamptz", events.begin),
        "sku_id": Column("bigint", events.sku),
        "kind": Column("smallint", events.kind),
    }


async def of_product(
    db: Any, product_id: int, begin_us: int, end_us: int, *, at_least: int, kind: Kind | None = None
) -> list[KnownEvent]:
    """A product's events that begin from `begin_us` up to, not including, `end_us`, newest first, of one kind or of all:
    `at_least` so many where there are, and all that begin with the last of them."""
    rows = await db.fetch(
        f"SELECT {_TOLD} FROM sales_events WHERE {_STRETCH} AND kind = coalesce($5, kind) "
        f"ORDER BY seen_from DESC FETCH FIRST {at_least:d} ROWS WITH TIES",
        *_stretch(product_id, begin_us, end_us),
        kind,
    )
    return _known(rows)


async def of_whole_days(
    db: Any, product_id: int, begin_us: int, end_us: int, *, at_least: int
) -> list[KnownEvent]:
    """A product's events that begin from `begin_us` up to, not including, `end_us`, newest first: `at_least` so many where there
    are, and all of the Tashkent day of the last of them."""
    rows = await db.fetch(
        f"SELECT {_TOLD} FROM sales_events WHERE {_STRETCH} AND seen_from >= coalesce((SELECT {_MIDNIGHT} "
        f"FROM sales_events WHERE {_STRETCH} ORDER BY seen_from DESC LIMIT 1 OFFSET {at_least - 1:d}), $3) "
        "ORDER BY seen_from DESC",
        *_stretch(product_id, begin_us, end_us),
    )
    return _known(rows)


def _stretch(product_id: int, begin_us: int, end_us: int) -> tuple[object, ...]:
    return bucket_of(product_id), product_id, from_us(begin_us), from_us(end_us)


def _known(rows: list[Any]) -> list[KnownEvent]:
    found = [
        KnownEvent(
            row["sku_id"], row["seen_from"], row["seen_to"], Kind(row["kind"]), row["pieces"], row["probability"],
            Reason(row["reason"]),
        )
        for row in rows
    ]  # fmt: skip
    return sorted(found, key=lambda one: (-to_us(one.seen_from), one.sku_id or 0, one.kind))
