"""What is kept for a time or up to a size: what goes, what stays, in batches, each over an index."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from features.test_jobs import means_of
from fixtures import rows
from ventra.infra import keeping
from ventra.infra.keeping import AGED, BATCH, TOO_LARGE, TOO_MANY, Keep, delete_some
from ventra.jobs import KEPT, clean

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
FOREVER = timedelta(days=10_000)


async def quarantined(db: Any, count: int, *, body_bytes: int) -> None:
    for age in range(count):
        await rows.insert(
            db,
            "quarantine",
            seen_at=NOW - timedelta(hours=age),
            url=str(age),
            reason="r",
            body=os.urandom(body_bytes),
        )


async def test_a_quarantine_that_is_too_large_keeps_its_newest_pages(database_url: str) -> None:
    async with means_of(database_url) as means, means.pool.acquire() as db:
        await quarantined(db, 10, body_bytes=100_000)
        assert await delete_some(db, "quarantine", Keep(FOREVER, most_bytes=450_000), NOW) == 6
        assert [row["url"] for row in await db.fetch("SELECT url FROM quarantine ORDER BY id")] == list(
            "0123"
        )
        assert await delete_some(db, "quarantine", Keep(FOREVER, most_bytes=450_000), NOW) == 0


async def test_of_too_many_failures_the_newest_stay(database_url: str) -> None:
    async with means_of(database_url) as means, means.pool.acquire() as db:
        for n in range(8):
            await rows.insert(db, "job_failures", job="j", job_id=str(n), error="e", trace="t", failed_at=NOW)
        assert await delete_some(db, "job_failures", Keep(FOREVER, most_rows=3), NOW) == 5
        assert [
            row["job_id"] for row in await db.fetch("SELECT job_id FROM job_failures ORDER BY id")
        ] == list("567")


async def test_refused_records_go_with_the_age_of_their_import_and_the_newest_fit(database_url: str) -> None:
    async with means_of(database_url) as means, means.pool.acquire() as db:
        for days in (100, 2, 1):
            number = await db.fetchval(
                "INSERT INTO imports (file_name, state, finished_at) VALUES ('f', 'done', $1) RETURNING id",
                NOW - timedelta(days=days),
            )
            for line in range(3):
                await rows.insert(
                    db, "import_rejects", import_id=number, line=line, reason="r", record="x" * 100
                )
        assert await delete_some(db, "import_rejects", Keep(timedelta(days=90), most_bytes=400), NOW) == 5
        left = await db.fetch("SELECT import_id, line FROM import_rejects ORDER BY 1, 2")
        assert [tuple(row) for row in left] == [(2, 0), (3, 0), (3, 1), (3, 2)]


async def test_only_alarms_that_were_cleared_long_ago_go(database_url: str) -> None:
    async with means_of(database_url, clock=lambda: NOW) as means:
        for key, cleared_at in {
            "open": None,
            "old": NOW - timedelta(days=181),
            "new": NOW - timedelta(days=179),
        }.items():
            await rows.insert(means.pool, "alarms", key=key, raised_at=NOW - FOREVER, cleared_at=cleared_at)
        await clean(means)
        assert {row["key"] for row in await means.pool.fetch("SELECT key FROM alarms")} == {"open", "new"}


async def test_what_fills_many_batches_is_cleaned_in_one_run(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    sizes: list[int] = []
    once = keeping.delete_some

    async def told(*of: Any) -> int:
        gone = await once(*of)
        if of[1] == "visit_counts":
            sizes.append(gone)
        return gone

    monkeypatch.setattr(keeping, "delete_some", told)
    async with means_of(database_url, clock=lambda: NOW) as means:
        await means.pool.execute(
            "INSERT INTO visit_counts SELECT $1::timestamptz - n * interval '1 h', 'h', 'ok', 1 FROM generate_series(1, 4660) n",
            NOW,
        )
        await clean(means)
        assert await means.pool.fetchval("SELECT count(*) FROM visit_counts") == 90 * 24
    assert sizes == [BATCH, BATCH, 4660 - 90 * 24 - 2 * BATCH]


async def test_what_is_told_to_stop_ends_at_the_next_batch(database_url: str) -> None:
    async with means_of(database_url, clock=lambda: NOW, stopping=lambda: True) as means:
        await rows.insert(means.pool, "alarms", key="old", cleared_at=NOW - timedelta(days=181))
        await clean(means)
        assert await means.pool.fetchval("SELECT count(*) FROM alarms") == 1


@pytest.mark.parametrize("sql", [*AGED.values(), *TOO_MANY.values(), *TOO_LARGE.values()])
async def test_every_deletion_finds_its_rows_over_an_index(database_url: str, sql: str) -> None:
    async with means_of(database_url) as means, means.pool.acquire() as db:
        await db.execute(
            "SET enable_seqscan = off"
        )  # a table without a row would be read whole whatever indexes it has
        limit: Any = NOW if sql in AGED.values() else 10
        plan = "\n".join(row[0] for row in await db.fetch(f"EXPLAIN {sql}", limit))
        assert "Seq Scan" not in plan, plan


def test_what_is_kept_has_a_limit_in_time_and_what_can_swell_one_in_size_too(checkout: Path) -> None:
    assert set(KEPT) == set(AGED)
    assert {name for name, keep in KEPT.items() if keep.most_rows} == set(TOO_MANY)
    assert {name for name, keep in KEPT.items() if keep.most_bytes} == set(TOO_LARGE)
    page = (
        (checkout / "docs" / "jobs.md")
        .read_text(encoding="utf-8")
        .partition("## How long things are kept")[2]
    )
    lines = [line for line in page.splitlines() if line.startswith("| ")][1:]
    assert len(lines) == len(KEPT)
    for line, (name, keep) in zip(lines, KEPT.items(), strict=True):
        days = keep.age.days
        assert (f"{days} day" if days else "hour" if keep.age else "until") in line, name
        if keep.most_rows:
            assert f"{keep.most_rows:,}" in line, name
        if keep.most_bytes:
            assert f"{keep.most_bytes >> 20} MB" in line, name
