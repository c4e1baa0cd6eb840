"""Daily sales and spans: reads what is kept of products, writes what has changed. All set-wise, as whole columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ventra.core.bucket import bucket_of
from ventra.core.changes import Changes
from ventra.core.columns import MISSING, Int64
from ventra.core.day import from_day_number, start_of_day_us
from ventra.core.sales import RULE, Days, Spans
from ventra.core.steps import Bool, Float
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

_UNITS = ("units", "units_low", "units_high")
_REVENUE = ("revenue_uzs", "revenue_low_uzs", "revenue_high_uzs")
_EDGES = ("begin_error", "end_error")
_DAYS = """
FROM unnest($1::smallint[], $2::bigint[], $3::int[], $4::int[]) AS n(bucket, product_id, first, last)
CROSS JOIN LATERAL (
    SELECT * FROM {table} d WHERE d.bucket = n.bucket AND d.product_id = n.product_id
    AND d.day BETWEEN date '1970-01-01' + n.first AND date '1970-01-01' + n.last AND d.day BETWEEN $5 AND $6 OFFSET 0
) AS d
"""
_SPANS = """
FROM unnest($1::smallint[], $2::bigint[], $3::bigint[], $4::bigint[]) AS n(bucket, product_id, low, high)
CROSS JOIN LATERAL (
    SELECT * FROM sales_spans s WHERE s.bucket = n.bucket AND s.product_id = n.product_id
    AND s.seen_from < timestamptz 'epoch' + n.high * interval '1 microsecond'
    AND s.seen_to > timestamptz 'epoch' + n.low * interval '1 microsecond' OFFSET 0
) AS s
"""


@dataclass(frozen=True, slots=True, eq=False)
class Kept:
    """Days as they stand in the database, and which of them the present rule and the asked profile have made."""

    days: Days
    current: Bool

    @classmethod
    def joined(cls, parts: Sequence[Kept]) -> Kept:
        """All days of several."""
        days = Days.joined([part.days for part in parts])
        return cls(days, np.concatenate([part.current for part in parts]))


async def kept_days(db: Any, product: Int64, first: Int64, last: Int64, *, profile: int) -> Kept:
    """The kept days of each product from its `first` to its `last` (day numbers); `profile` is a version."""
    current = f"(rule = {RULE} AND profile = {int(profile)})::int"
    more = ("looks", "through", current, "out_share::double precision")
    return await _read(db, "sales_days", ("product_id",), more, (product, first, last))


async def kept_sku_days(db: Any, product: Int64, first: Int64, last: Int64) -> Kept:
    """The kept days of each product's variants from the product's `first` to its `last` day; they keep no looks."""
    more = ("0", "timestamptz 'epoch'", "1", "0::double precision")
    return await _read(db, "sku_sales_days", ("product_id", "sku_id"), more, (product, first, last))


async def _read(
    db: Any,
    table: str,
    keys: tuple[str, ...],
    more: tuple[str, str, str, str],
    asked: tuple[Int64, Int64, Int64],
) -> Kept:
    """Days of a table; `more` says how it tells looks, through, whether the row is current, and the share out."""
    product, first, last = asked
    looks, through, current, out_share = more
    numbers = [*(f"d.{name}" for name in keys), "d.day - date '1970-01-01'", "basis", looks, current]
    numbers += [f"coalesce({name}, {MISSING})" for name in _REVENUE]
    picked = [times(through), *map(fractions, (*_UNITS, *_EDGES, out_share)), *map(whole, numbers)]
    sent = await db.fetchrow(
        f"SELECT {', '.join(picked)} {_DAYS.format(table=table)}",
        *[part.tolist() for part in (bucket_of(product), product, first, last)],
        from_day_number(int(first.min())),
        from_day_number(int(last.max())),
    )
    told = [whole_numbers(part) for part in sent[2 + len(_UNITS) + len(_EDGES) :]]
    day, basis, count, made, *revenue = told[len(keys) :]
    units, units_low, units_high, begin_error, end_error, out = (fraction_numbers(part) for part in sent[1:7])
    middle, least, most = (np.where(part == MISSING, np.nan, part.astype(np.float64)) for part in revenue)
    days = Days(
        key=np.column_stack(told[: len(keys)]), day=day, units=units, low=units_low, high=units_high,
        revenue=middle, revenue_low=least, revenue_high=most,
        basis=basis.astype(np.int8), looks=count, through=time_numbers(sent[0]),
        begin_error=begin_error, end_error=end_error, out_share=out,
    )  # fmt: skip
    return Kept(days, made == 1)


async def kept_spans(db: Any, product: Int64, first: Int64, last: Int64) -> Spans:
    """The kept spans of each product that reach into its days from `first` to `last`."""
    numbers = [whole(name) for name in ("s.product_id", "s.basis")]
    picked = ", ".join([*numbers, times("s.seen_from"), times("s.seen_to"), fractions("s.units")])
    asked = (bucket_of(product), product, start_of_day_us(first), start_of_day_us(last + 1))
    sent = await db.fetchrow(f"SELECT {picked} {_SPANS}", *[part.tolist() for part in asked])
    basis = whole_numbers(sent[1]).astype(np.int8)
    begin, end = map(time_numbers, sent[2:4])
    return Spans(whole_numbers(sent[0]), begin, end, fraction_numbers(sent[4]), basis)


async def write_days(db: Any, days: Days, kept: Days, found: Changes, *, profile: int) -> None:
    """Write products' days, made with this version of the profile."""
    count = len(days.day)
    more = {
        "through": Column("timestamptz", days.through),
        "looks": Column("integer", days.looks),
        "rule": Column("smallint", np.full(count, RULE)),
        "profile": Column("smallint", np.full(count, profile)),
        "out_share": Column("real", days.out_share),
    }
    columns = _columns(("product_id",), days) | more
    await write(
        db, "sales_days", ("bucket", "product_id", "day"), columns, _key(("product_id",), kept), found
    )


async def write_sku_days(db: Any, days: Days, kept: Days, found: Changes) -> None:
    """Write variants' days."""
    keys = ("product_id", "sku_id")
    await write(db, "sku_sales_days", ("bucket", *keys, "day"), _columns(keys, days), _key(keys, kept), found)


async def write_spans(db: Any, spans: Spans, kept: Spans, found: Changes) -> None:
    """Write spans; what is known of the whole of one is known exactly."""
    units = {name: Column("double precision", spans.units) for name in _UNITS}
    more = {"seen_to": Column("timestamptz", spans.end), "basis": Column("smallint", spans.basis)}
    columns = _span_key(spans) | more | units
    await write(db, "sales_spans", ("bucket", "product_id", "seen_from"), columns, _span_key(kept), found)


def _key(keys: tuple[str, ...], days: Days) -> dict[str, Column]:
    named = {name: Column("bigint", part) for name, part in zip(keys, days.key.T, strict=True)}
    return {"bucket": Column("smallint", bucket_of(days.key[:, 0])), **named, "day": Column("date", days.day)}


def _span_key(spans: Spans) -> dict[str, Column]:
    return {
        "bucket": Column("smallint", bucket_of(spans.product)),
        "product_id": Column("bigint", spans.product),
        "seen_from": Column("timestamptz", spans.begin),
    }


def _columns(keys: tuple[str, ...], days: Days) -> dict[str, Column]:
    units = zip(_UNITS, (days.units, days.low, days.high), strict=True)
    edges = zip(_EDGES, (days.begin_error, days.end_error), strict=True)
    revenue = zip(_REVENUE, (days.revenue, days.revenue_low, days.revenue_high), strict=True)
    return (
        _key(keys, days)
        | {name: Column("double precision", part) for name, part in (*units, *edges)}
        | {name: money(part) for name, part in revenue}
        | {"basis": Column("smallint", days.basis)}
    )


def money(uzs: Float) -> Column:
    """Whole soʻm, NaN where unknown, as a column of Postgres."""
    absent = np.isnan(uzs)
    return Column("bigint", np.where(absent, 0, uzs).astype(np.int64), absent)
