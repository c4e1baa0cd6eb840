"""Writes daily sales, spans and list figures; takes the days that must be computed again. All set-wise."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from ventra.core.bucket import bucket_of
from ventra.core.columns import Int64
from ventra.core.sales import PROFILE, RULE, Days, Spans
from ventra.core.steps import Float

_AT = "timestamptz 'epoch' + {0} * interval '1 microsecond'"
MOST_UZS = 2**53
_DAY = "date '1970-01-01' + {0}::int"


@dataclass(frozen=True, slots=True, eq=False)
class Touched:
    """Days to compute again [t]: product, day number, and the mark that tells whether they were touched once more meanwhile."""

    product: Int64
    day: Int64
    mark: Int64


async def take_touched(db: Any, *, products_at_most: int) -> Touched:
    """The touched days of the first products in bucket order; they stay marked until `settle`."""
    rows = await db.fetch(
        "SELECT t.product_id, t.day - date '1970-01-01' AS day, t.mark FROM sales_touched t JOIN "
        "(SELECT DISTINCT bucket, product_id FROM sales_touched ORDER BY bucket, product_id LIMIT $1) p "
        "USING (bucket, product_id) ORDER BY t.product_id, t.day",
        products_at_most,
    )
    table = np.array([tuple(row) for row in rows], np.int64).reshape(-1, 3)
    return Touched(table[:, 0], table[:, 1], table[:, 2])


async def settle(db: Any, touched: Touched) -> None:
    """Unmark computed days, but those touched again since they were taken."""
    await db.execute(
        "DELETE FROM sales_touched t USING unnest($1::smallint[], $2::bigint[], $3::int[], $4::bigint[]) AS d(b, p, d, m) "
        f"WHERE t.bucket = d.b AND t.product_id = d.p AND t.day = {_DAY.format('d.d')} AND t.mark = d.m",
        *[part.tolist() for part in (bucket_of(touched.product), touched.product, touched.day, touched.mark)],
    )


async def touch_observed(db: Any, first: date, last: date) -> int:
    """Mark every product's days in a stretch that its observations reach; returns how many."""
    done = await db.execute(
        "INSERT INTO sales_touched (bucket, product_id, day, mark) "
        "SELECT p.bucket, p.product_id, d::date, nextval('sales_touched_mark') FROM products p "
        "JOIN product_latest l USING (product_id) CROSS JOIN LATERAL generate_series("
        "greatest($1::date, (p.first_seen AT TIME ZONE interval '5 hours')::date), "
        "least($2::date, (l.seen_at AT TIME ZONE interval '5 hours')::date), interval '1 day') d "
        "WHERE p.first_seen IS NOT NULL "
        "ON CONFLICT (bucket, product_id, day) DO UPDATE SET mark = excluded.mark",
        first,
        last,
    )
    return int(done.split()[-1])


async def touch_open_days(db: Any, closed: date, *, products: Int64) -> int:
    """Mark days of these products that were computed while open and have ended by `closed`; returns how many."""
    done = await db.execute(
        "INSERT INTO sales_touched (bucket, product_id, day, mark) "
        "SELECT d.bucket, d.product_id, d.day, nextval('sales_touched_mark') "
        "FROM unnest($1::bigint[]) AS s(product_id) JOIN sales_figures f USING (product_id) JOIN sales_days d "
        "ON d.bucket = ventra_bucket(s.product_id) AND d.product_id = s.product_id AND d.day > f.as_of AND d.day <= $2 "
        "AND d.through < (d.day + 1)::timestamp AT TIME ZONE interval '5 hours' "
        "ON CONFLICT (bucket, product_id, day) DO UPDATE SET mark = excluded.mark",
        products.tolist(),
        closed,
    )
    return int(done.split()[-1])


async def stale_figures(db: Any, closed: date, *, at_most: int) -> Int64:
    """Products whose list figures end before `closed`."""
    rows = await db.fetch(
        "SELECT product_id FROM sales_figures WHERE as_of < $1 ORDER BY product_id LIMIT $2", closed, at_most
    )
    return np.array([row["product_id"] for row in rows], np.int64)


async def replace_days(db: Any, touched: Touched, days: Days, skus: Days, spans: Spans) -> None:
    """Make the touched days' rows be exactly these; rows that stay the same are not rewritten."""
    await _drop(db, "sales_days", ("product_id",), touched, days)
    await _drop(db, "sku_sales_days", ("product_id", "sku_id"), touched, skus)
    await _write(
        db,
        "sales_days",
        ("product_id",),
        days,
        {
            "through": (_AT, days.through),
            "looks": ("{0}", days.looks),
            "rule": ("{0}", np.full(len(days.day), RULE)),
            "profile": ("{0}", np.full(len(days.day), PROFILE)),
        },
    )
    await _write(db, "sku_sales_days", ("product_id", "sku_id"), skus, {})
    await _write_spans(db, touched, spans)


async def _drop(db: Any, table: str, keys: tuple[str, ...], touched: Touched, days: Days) -> None:
    """Delete rows of touched days that the new computation does not have."""
    names = [f"k{i}" for i in range(len(keys))]
    arrays = ", ".join(f"${i + 4}::bigint[]" for i in range(len(keys) + 1))
    same = " AND ".join(f"n.{n} = t.{k}" for n, k in zip(names, keys, strict=True))
    await db.execute(
        f"DELETE FROM {table} t USING unnest($1::smallint[], $2::bigint[], $3::int[]) AS d(b, p, d) "
        f"WHERE t.bucket = d.b AND t.product_id = d.p AND t.day = {_DAY.format('d.d')} AND NOT EXISTS "
        f"(SELECT FROM unnest({arrays}) AS n({', '.join(names)}, day) WHERE {same} AND {_DAY.format('n.day')} = t.day)",
        bucket_of(touched.product).tolist(),
        touched.product.tolist(),
        touched.day.tolist(),
        *days.key.T.tolist(),
        days.day.tolist(),
    )


async def _write(
    db: Any, table: str, keys: tuple[str, ...], days: Days, more: dict[str, tuple[str, Any]]
) -> None:
    if len(days.day) == 0:
        return
    values: dict[str, tuple[str, str, list[Any]]] = {
        key: ("bigint", "{0}", column) for key, column in zip(keys, days.key.T.tolist(), strict=True)
    }
    values["day"] = ("bigint", _DAY, days.day.tolist())
    values["bucket"] = ("bigint", "{0}", bucket_of(days.key[:, 0]).tolist())
    values["basis"] = ("bigint", "{0}", days.basis.tolist())
    for name, column in (("units", days.units), ("units_low", days.low), ("units_high", days.high)):
        values[name] = ("double precision", "{0}", column.tolist())
    money = (
        ("revenue_uzs", days.revenue),
        ("revenue_low_uzs", days.revenue_low),
        ("revenue_high_uzs", days.revenue_high),
    )
    for name, column in money:
        values[name] = ("bigint", "{0}", whole_or_none(column))
    for name, (form, column) in more.items():
        values[name] = ("bigint", form, column.tolist())
    key = ("bucket", *keys, "day")
    rest = [name for name in values if name not in key]
    await db.execute(
        f"INSERT INTO {table} AS t ({', '.join(values)}) "
        f"SELECT {', '.join(form.format('r.' + name) for name, (_, form, _) in values.items())} "
        f"FROM unnest({', '.join(f'${i + 1}::{kind}[]' for i, (kind, _, _) in enumerate(values.values()))}) "
        f"AS r({', '.join(values)}) ON CONFLICT ({', '.join(key)}) DO UPDATE "
        f"SET {', '.join(f'{name} = excluded.{name}' for name in rest)} "
        f"WHERE ({', '.join('t.' + name for name in rest)}) IS DISTINCT FROM ({', '.join('excluded.' + name for name in rest)})",
        *[column for _, _, column in values.values()],
    )


async def _write_spans(db: Any, touched: Touched, spans: Spans) -> None:
    """Replace the spans that reach into touched days."""
    await db.execute(
        "DELETE FROM sales_spans s USING unnest($1::smallint[], $2::bigint[], $3::int[]) AS d(b, p, d) "
        "WHERE s.bucket = d.b AND s.product_id = d.p "
        f"AND s.seen_from < ({_DAY.format('d.d + 1')})::timestamp AT TIME ZONE interval '5 hours' "
        f"AND s.seen_to > ({_DAY.format('d.d')})::timestamp AT TIME ZONE interval '5 hours'",
        bucket_of(touched.product).tolist(),
        touched.product.tolist(),
        touched.day.tolist(),
    )
    await db.execute(
        "INSERT INTO sales_spans (bucket, product_id, seen_from, seen_to, units, units_low, units_high, basis) "
        f"SELECT b, p, {_AT.format('f')}, {_AT.format('t')}, u, u, u, s "
        "FROM unnest($1::smallint[], $2::bigint[], $3::bigint[], $4::bigint[], $5::double precision[], $6::smallint[]) "
        "AS r(b, p, f, t, u, s) ON CONFLICT (bucket, product_id, seen_from) DO UPDATE "
        "SET seen_to = excluded.seen_to, units = excluded.units, units_low = excluded.units_low, "
        "units_high = excluded.units_high, basis = excluded.basis",
        *[
            part.tolist()
            for part in (
                bucket_of(spans.product),
                spans.product,
                spans.begin,
                spans.end,
                spans.units,
                spans.basis,
            )
        ],
    )


def whole_or_none(values: Float) -> list[int | None]:
    """Whole soʻm for a column of Postgres; unknown stays unknown, and so is what no price times no number of sales can be."""
    return [int(value) if abs(value) <= MOST_UZS else None for value in values.tolist()]
