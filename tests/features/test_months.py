"""Months without partitions: whatever arrives for them, however late the job that makes them is, finds its place."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from features.test_jobs import means_of
from fixtures import rows
from ventra.core.day import day_of
from ventra.infra.months import PARENTS, ahead_seconds
from ventra.jobs import partitions
from ventra.sales.close import close_touched, recompute

DAY_SECONDS = 86_400


async def drop_all_months(db: Any) -> None:
    """As in a database whose worker has been away for longer than the months it once made."""
    for parent in PARENTS:
        found = await db.fetch(
            "SELECT inhrelid::regclass::text AS name FROM pg_inherits WHERE inhparent = $1::text::regclass",
            parent,
        )
        for row in found:
            await db.execute(f"DROP TABLE {row['name']}")


async def months_of(db: Any, parent: str) -> set[str]:
    found = await db.fetch(
        "SELECT inhrelid::regclass::text AS name FROM pg_inherits WHERE inhparent = $1::text::regclass",
        parent,
    )
    return {row["name"].removeprefix(parent) for row in found}


async def test_looks_and_their_sales_find_their_months_although_the_job_never_ran(database_url: str) -> None:
    now = datetime(2033, 8, 31, 19, 30, tzinfo=UTC)  # the 1st of September in Tashkent
    async with means_of(database_url) as means:
        await drop_all_months(means.pool)
        for hours, orders in ((60, 10), (30, 14), (0.25, 19)):
            async with means.pool.acquire() as db, db.transaction():
                await rows.look(
                    db, 7, now - timedelta(hours=hours), orders_total=orders, skus={70: 500 - orders}
                )
        assert await close_touched(means.pool, now=now) > 0
        assert {"_2033_08", "_2033_09"} <= await months_of(means.pool, "sales_days")
        days = await means.pool.fetch("SELECT day, units FROM sales_days WHERE product_id = 7 ORDER BY day")
        assert days[-1]["day"] == date(2033, 9, 1)
        assert 0 < sum(row["units"] for row in days) <= 9


async def test_a_gap_of_months_between_two_looks_is_closed_and_computed_again(database_url: str) -> None:
    first, last = datetime(2031, 1, 31, 12, tzinfo=UTC), datetime(2031, 7, 2, 12, tzinfo=UTC)
    async with means_of(database_url) as means:
        await drop_all_months(means.pool)
        for at, orders in ((first, 10), (last, 400)):
            async with means.pool.acquire() as db, db.transaction():
                await rows.look(db, 7, at, orders_total=orders)
        assert await close_touched(means.pool, now=last + timedelta(days=1)) > 0
        assert await recompute(means.pool, day_of(first), day_of(last), now=last + timedelta(days=1)) > 100
        assert await means.pool.fetchval("SELECT count(*) FROM sales_touched") == 0
        assert await means.pool.fetchval("SELECT sum(units) FROM sales_spans WHERE product_id = 7") > 0


async def test_two_who_make_the_same_month_at_once_both_go_on(database_url: str) -> None:
    async with means_of(database_url) as means:
        await drop_all_months(means.pool)
        async with means.pool.acquire() as one, means.pool.acquire() as two:
            async with one.transaction():
                await one.execute("SELECT ventra_make_month('2040-05-01')")
                await two.execute("SET statement_timeout = '300ms'")
                with pytest.raises(Exception, match="statement timeout"):
                    await two.execute("SELECT ventra_make_month('2040-05-01')")
            await two.execute("SELECT ventra_make_month('2040-05-01')")
        assert await months_of(means.pool, "observations") == {"_2040_05"}


async def test_how_far_ahead_is_told_until_one_of_the_tables_lacks_a_month(database_url: str) -> None:
    async with means_of(database_url) as means:
        await partitions(means)
        assert await ahead_seconds(means.pool) > 85 * DAY_SECONDS
        month = (datetime.now(UTC).replace(day=1) + timedelta(days=32)).strftime("%Y_%m")
        await means.pool.execute(f"DROP TABLE sku_sales_days_{month}")
        assert 0 < await ahead_seconds(means.pool) < 32 * DAY_SECONDS
        await drop_all_months(means.pool)
        assert await ahead_seconds(means.pool) <= 0
        await partitions(means)
        assert await ahead_seconds(means.pool) > 85 * DAY_SECONDS


async def test_new_months_are_vacuumed_as_those_that_the_migration_found(database_url: str) -> None:
    async with means_of(database_url) as means:
        await means.pool.execute("SELECT ventra_make_month('2041-03-01')")
        found = await means.pool.fetch(
            "SELECT c.relname, c.reloptions FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid"
        )
        parts = {row["relname"]: set(row["reloptions"] or ()) for row in found if "idx" not in row["relname"]}
        cared = {
            name: options
            for name, options in parts.items()
            if name.startswith(PARENTS) and "pkey" not in name
        }
        assert len(cared) > 20
        assert len({frozenset(options) for options in cared.values()}) == 1
        assert "autovacuum_freeze_min_age=0" in cared["observations_2041_03"]
