"""Known days of products as columns: of a folder of buckets at once, or of one product."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import numpy as np

from ventra.core.basis import NO_DATA
from ventra.core.bucket import BUCKETS, FOLDERS, bucket_of
from ventra.core.columns import Int64
from ventra.core.day import day_number_of
from ventra.core.windows import DayValues
from ventra.infra.columns import fraction_numbers, fractions, time_numbers, times, whole, whole_numbers
from ventra.outlook.goods import NOWHERE, Goods

_PRICE = "coalesce(revenue_uzs / nullif(units, 0), 'NaN')"
_VALUES = (
    *("units", "units_low", "units_high", "begin_error", "end_error"),
    *("out_share::double precision", _PRICE),
)
_PICKED = ", ".join(
    [whole("product_id"), whole("day - date '1970-01-01'"), whole("basis"), *map(fractions, _VALUES)]
)
_DAYS = (
    f"SELECT {_PICKED} FROM sales_days WHERE bucket BETWEEN $1 AND $2 AND day BETWEEN $3 AND $4 "
    f"AND basis <> {NO_DATA}"
)
_OF_ONE = f"{_DAYS} AND product_id = $5"
_OF_SOME = (
    f"SELECT {_PICKED} FROM sales_days WHERE (bucket, product_id) IN (SELECT * FROM unnest($1::smallint[], $2::bigint[])) "
    f"AND day BETWEEN $3 AND $4 AND basis <> {NO_DATA}"
)
_PLACE = ("product_id", f"coalesce(category_id, {NOWHERE})", f"coalesce(seller_id, {NOWHERE})")
_SEEN = times("coalesce(first_seen, 'epoch')")
_WHERE = (
    f"SELECT {', '.join(map(whole, _PLACE))}, {_SEEN} "
    "FROM products WHERE product_id = ANY($1::bigint[]) AND state = 'active'"
)


def buckets_of(folder: int) -> tuple[int, int]:
    """The first and the last bucket of a folder."""
    each = BUCKETS // FOLDERS
    return folder * each, (folder + 1) * each - 1


async def of_folder(db: Any, folder: int, first: date, last: date) -> Goods:
    """The active products of a folder that have a known day from `first` to `last`, with those days."""
    return await _placed(db, await db.fetchrow(_DAYS, *buckets_of(folder), first, last))


async def of_product(db: Any, product_id: int, first: date, last: date) -> Goods:
    """One active product likewise; none where it is not active or no day of it is known."""
    bucket = int(bucket_of(product_id))
    return await _placed(db, await db.fetchrow(_OF_ONE, bucket, bucket, first, last, product_id))


async def of_products(db: Any, product_ids: Sequence[int], first: date, last: date) -> Goods:
    """Some active products likewise."""
    buckets = bucket_of(np.array(product_ids, np.int64)).tolist()
    return await _placed(db, await db.fetchrow(_OF_SOME, buckets, list(product_ids), first, last))


async def _placed(db: Any, sent: Any) -> Goods:
    """Days as they were sent, with where their products stand."""
    of_day, day, basis = map(whole_numbers, sent[:3])
    point, least, most, begin, end, out, price = map(fraction_numbers, sent[3:])
    placed = await db.fetchrow(_WHERE, np.unique(of_day).tolist())
    product, category, seller = map(whole_numbers, placed[:3])
    seen = day_number_of(time_numbers(placed[3]))
    order = np.argsort(product)
    product = product[order]
    rows = _ordered(product, of_day, day)
    subject = np.searchsorted(product, of_day)
    days = DayValues(subject, day, point, least, most, basis.astype(np.int8), begin, end).take(rows)
    return Goods(product, category[order], seller[order], seen[order], days, out[rows], price[rows])


def _ordered(product: Int64, of_day: Int64, day: Int64) -> Int64:
    """The rows of active products, by product and day."""
    rows = np.flatnonzero(np.isin(of_day, product))
    return rows[np.lexsort((day[rows], of_day[rows]))]
