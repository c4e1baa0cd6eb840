"""Partitions of the tables that grow by the month."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from ventra.infra.db import Connection

PARENTS = ("observations", "sku_observations", "sales_days", "sku_sales_days")
MONTHS_LOOKED_AT = 24


def months_from(now: datetime, ahead: int) -> list[datetime]:
    """The first of this month and of each of the `ahead` months that follow."""
    count = now.year * 12 + now.month - 1
    return [datetime(m // 12, m % 12 + 1, 1, tzinfo=now.tzinfo) for m in range(count, count + ahead + 1)]


async def make_months(db: Connection, months: Sequence[datetime]) -> None:
    """Make the partitions of these months where they are missing."""
    for month in months:
        await db.execute("SELECT ventra_make_month($1::date)", month.date())


async def ahead_seconds(db: Connection) -> float:
    """How far from now every table has its partitions, at most `MONTHS_LOOKED_AT` months; below 0 when this month's lack."""
    found: float = await db.fetchval(
        """
        SELECT extract(epoch FROM min(first) AT TIME ZONE 'UTC' - now())::float8
          FROM (SELECT date_trunc('month', now() AT TIME ZONE 'UTC') + make_interval(months => n) AS first
                  FROM generate_series(0, $1::int) n) months
         WHERE first = date_trunc('month', now() AT TIME ZONE 'UTC') + make_interval(months => $1)
            OR EXISTS (SELECT FROM unnest($2::text[]) AS parent WHERE to_regclass(parent || to_char(first, '_YYYY_MM')) IS NULL)
        """,
        MONTHS_LOOKED_AT,
        list(PARENTS),
    )
    return found
