"""What the database takes on its disk: measured now, and as it was once a day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

import msgspec

from ventra.infra.db import Connection
from ventra.infra.room import Volume

DAYS_READ = 60
OBSERVATIONS, DAILY_SALES, CATALOGUE, OPERATIONS, POSTGRES = (
    "observations",
    "daily_sales",
    "catalogue",
    "operations",
    "postgres",
)
GROUPS = (OBSERVATIONS, DAILY_SALES, CATALOGUE, OPERATIONS, POSTGRES)
_GROUP_OF = {
    **dict.fromkeys(("observations", "sku_observations"), OBSERVATIONS),
    **dict.fromkeys(
        ("sales_days", "sku_sales_days", "sales_spans", "sales_events", "sales_touched", "sales_figures"),
        DAILY_SALES,
    ),
    **dict.fromkeys(
        (
            "product_outlooks",
            "category_outlooks",
            "seller_outlooks",
            "rising",
            "forecasts_kept",
            "outlook_days",
            "outlook_group_days",
            "forecast_scores",
            "product_scores",
            "score_leaves",
        ),
        DAILY_SALES,
    ),
    **dict.fromkeys(("category_days", "category_members", "category_touched"), DAILY_SALES),
    **dict.fromkeys(("products", "product_latest", "variants", "categories", "sellers", "watch"), CATALOGUE),
}
"""Tables that are not named here are operations: jobs, visits, imports, alarms, cards, backups."""


class DaySample(msgspec.Struct, frozen=True):
    """What was taken on a Tashkent day, by group with indexes; the disk's size and what was free, where anybody could tell."""

    day: date
    taken_at: datetime
    database_bytes: int
    parts: dict[str, int]
    volume_bytes: int | None
    free_bytes: int | None


async def taken(db: Connection) -> tuple[int, dict[str, int]]:
    """Bytes of the whole database, and of each group; `postgres` is what its own tables and our extensions take."""
    whole: int = await db.fetchval("SELECT pg_database_size(current_database())")
    rows = await db.fetch(
        r"""
        SELECT regexp_replace(relname, '_\d{4}_\d{2}$', '') AS name,
               sum(coalesce(pg_total_relation_size(oid), 0))::bigint AS bytes
          FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r' GROUP BY 1
        """
    )
    parts = dict.fromkeys(GROUPS, 0)
    for row in rows:
        parts[_GROUP_OF.get(row["name"], OPERATIONS)] += row["bytes"]
    return whole, parts | {POSTGRES: max(whole - sum(parts.values()), 0)}


async def used_bytes(db: Connection) -> int:
    """What this Postgres takes of its volume: all databases we may connect to, and the log where we may look at it."""
    used: int = await db.fetchval(
        "SELECT sum(pg_database_size(oid))::bigint FROM pg_database WHERE has_database_privilege(oid, 'CONNECT')"
    )
    if await db.fetchval("SELECT pg_has_role('pg_monitor', 'USAGE')"):
        used += await db.fetchval("SELECT coalesce(sum(size), 0)::bigint FROM pg_ls_waldir()")
    return used


async def keep(
    db: Connection,
    day: date,
    *,
    taken_at: datetime,
    database_bytes: int,
    parts: Mapping[str, int],
    volume: Volume | None,
) -> None:
    """Keep the day's sample; a later one of the same day replaces it."""
    await db.execute(
        """
        INSERT INTO disk_samples (day, taken_at, database_bytes, parts, volume_bytes, free_bytes) VALUES ($1, $2, $3, $4, $5, $6)
        ON CONFLICT (day) DO UPDATE
           SET taken_at = excluded.taken_at, database_bytes = excluded.database_bytes, parts = excluded.parts,
               volume_bytes = excluded.volume_bytes, free_bytes = excluded.free_bytes
        """,
        day,
        taken_at,
        database_bytes,
        dict(parts),
        None if volume is None else volume.size_bytes,
        None if volume is None else volume.free_bytes,
    )


async def read(db: Connection) -> list[DaySample]:
    """The newest `DAYS_READ` samples, the oldest first; none before the migration that they need has run."""
    if not await db.fetchval("SELECT to_regclass('disk_samples') IS NOT NULL"):
        return []
    rows = await db.fetch(
        "SELECT day, taken_at, database_bytes, parts, volume_bytes, free_bytes FROM disk_samples "
        f"ORDER BY day DESC LIMIT {DAYS_READ}"
    )
    return [DaySample(**dict(row)) for row in reversed(rows)]
