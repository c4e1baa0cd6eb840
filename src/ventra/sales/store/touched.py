"""Days that must be computed again: marks them, hands them out by bucket, and unmarks what was computed. All set-wise."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from ventra.core.bucket import BUCKETS, FOLDERS, bucket_of
from ventra.core.columns import Int64, run_starts
from ventra.infra.columns import whole, whole_numbers

CLOSING = 7239403
"""First half of the advisory locks under which a folder of buckets is closed by one at a time; the folder is the second."""
_DAY = "date '1970-01-01' + {0}"


_WISHED = (
    "ON CONFLICT (bucket, product_id, day) "
    "DO UPDATE SET mark = CASE WHEN sales_touched.mark > 0 THEN -excluded.mark ELSE excluded.mark END"
)


@dataclass(frozen=True, slots=True, eq=False)
class Touched:
    """Days to compute again [t], by product and day: product, day number, and the mark by which touching once more shows.

    A mark is above 0 where looks changed, which other days may depend on, and below it where a day is only to be computed again.
    """

    product: Int64
    day: Int64
    mark: Int64

    def by_product(self) -> tuple[Int64, Int64, Int64]:
        """Each product once, with its first and last touched day."""
        first = np.flatnonzero(run_starts(self.product))
        last = np.append(first[1:], len(self.day))[: len(first)] - 1
        return self.product[first], self.day[first], self.day[last]


async def touched_ranges(db: Any, *, days_at_most: int) -> list[tuple[int, int]]:
    """Ranges of buckets that hold all touched days, each at most so many of them or a single bucket."""
    rows = await db.fetch("SELECT bucket, count(*) FROM sales_touched GROUP BY bucket ORDER BY bucket")
    ranges: list[tuple[int, int]] = []
    inside = days_at_most
    for bucket, days in rows:
        if inside + days > days_at_most:
            ranges.append((bucket, bucket))
            inside = days
        else:
            ranges[-1] = (ranges[-1][0], bucket)
            inside += days
    return ranges


async def lock(db: Any, buckets: Int64) -> None:
    """Wait until nobody else closes days in these buckets, and keep it so until the transaction ends."""
    await db.execute(
        f"SELECT pg_advisory_xact_lock({CLOSING}, folder) FROM unnest($1::int[]) AS f(folder)",
        np.unique(buckets // (BUCKETS // FOLDERS)).tolist(),
    )


async def take_touched(db: Any, buckets: tuple[int, int], *, days_at_most: int) -> Touched:
    """Touched days of a range of buckets; they stay marked until `settle`.

    From each product's first to its last they are `days_at_most` days at the most, or one product's: that bounds what is read.
    """
    number = "day - date '1970-01-01'"
    sent = await db.fetchrow(
        f"SELECT {whole('bucket')}, {whole('product_id')}, {whole(number)}, {whole('mark')} FROM "
        "(SELECT * FROM sales_touched WHERE bucket BETWEEN $1 AND $2 ORDER BY bucket, product_id, day LIMIT $3) t",
        *buckets,
        days_at_most,
    )
    bucket, product, day, mark = map(whole_numbers, sent)
    order = np.lexsort((day, product, bucket))
    touched = Touched(product[order], day[order], mark[order])
    starts = run_starts(touched.product)
    _, first, last = touched.by_product()
    fits = np.cumsum(last - first + 1) <= days_at_most
    fits[:1] = True
    mine = np.flatnonzero(fits[np.cumsum(starts) - 1])
    mine = mine[np.lexsort((touched.day[mine], touched.product[mine]))]
    return Touched(touched.product[mine], touched.day[mine], touched.mark[mine])


async def settle(db: Any, touched: Touched) -> None:
    """Unmark computed days, but those touched again since they were taken."""
    bucket = bucket_of(touched.product)
    await db.execute(
        "DELETE FROM sales_touched t USING unnest($1::smallint[], $2::bigint[], $3::int[], $4::bigint[]) AS d(b, p, d, m) "
        f"WHERE t.bucket BETWEEN $5 AND $6 AND t.bucket = d.b AND t.product_id = d.p AND t.day = {_DAY.format('d.d')} "
        "AND t.mark = d.m",
        *[part.tolist() for part in (bucket, touched.product, touched.day, touched.mark)],
        int(bucket.min()),
        int(bucket.max()),
    )


async def touch_observed(db: Any, first: date, last: date) -> int:
    """Mark every product's days in a stretch that its observations reach; returns how many."""
    done = await db.execute(
        "INSERT INTO sales_touched (bucket, product_id, day, mark) "
        "SELECT p.bucket, p.product_id, d::date, -nextval('sales_touched_mark') FROM products p "
        "JOIN product_latest l USING (product_id) CROSS JOIN LATERAL generate_series("
        "greatest($1::date, (p.first_seen AT TIME ZONE interval '5 hours')::date), "
        "least($2::date, (l.seen_at AT TIME ZONE interval '5 hours')::date), interval '1 day') d "
        f"WHERE p.first_seen IS NOT NULL {_WISHED}",
        first,
        last,
    )
    return int(done.split()[-1])


async def touch_open_days(db: Any, closed: date, *, products: Int64) -> int:
    """Mark days of these products that were computed while open and have ended by `closed`; returns how many."""
    done = await db.execute(
        "INSERT INTO sales_touched (bucket, product_id, day, mark) "
        "SELECT d.bucket, d.product_id, d.day, -nextval('sales_touched_mark') "
        "FROM unnest($1::bigint[]) AS s(product_id) JOIN sales_figures f USING (product_id) JOIN sales_days d "
        "ON d.bucket = ventra_bucket(s.product_id) AND d.product_id = s.product_id AND d.day > f.as_of AND d.day <= $2 "
        "AND d.through < (d.day + 1)::timestamp AT TIME ZONE interval '5 hours' "
        f"{_WISHED}",
        products.tolist(),
        closed,
    )
    return int(done.split()[-1])
