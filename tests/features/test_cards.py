"""Cards as work: taken once, tried twice, given back, and gone after their time."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from fixtures.cards import PRODUCT, broken_chromium, sold
from ventra.infra.browser import Renderer
from ventra.infra.db import open_pool
from ventra.infra.keeping import delete_some
from ventra.jobs import KEPT
from ventra.reports import card as cards
from ventra.reports.answers import Card, CardWish
from ventra.reports.store import cards as store


def now() -> datetime:
    return datetime.now(UTC)


@asynccontextmanager
async def shop(database_url: str) -> AsyncIterator[Any]:
    """A pool on a database with one product that sold."""
    pool = await open_pool(database_url, at_most=3)
    try:
        async with pool.acquire() as db:
            await sold(db)
        yield pool
    finally:
        await pool.close()


async def asked(pool: Any) -> Card:
    async with pool.acquire() as db:
        return await cards.ask(db, PRODUCT, CardWish("png", "en"), now=now(), simulated=False)


async def make(pool: Any, renderer: Renderer | None) -> int:
    return await cards.make_waiting(pool, renderer, simulated=False, clock=now, stopping=lambda: False)


async def row(pool: Any) -> Any:
    return await pool.fetchrow("SELECT state, tries, error, leased_until, body FROM cards")


async def test_without_a_chromium_a_card_fails_at_once_and_says_so(database_url: str) -> None:
    async with shop(database_url) as pool:
        await asked(pool)
        assert await make(pool, None) == 1
        kept = await row(pool)
        assert (kept["state"], kept["error"]) == ("failed", "no_browser")


async def test_a_chromium_that_fails_is_tried_twice_and_the_operator_reads_why(
    database_url: str, tmp_path: Path
) -> None:
    async with shop(database_url) as pool:
        card = await asked(pool)
        assert await make(pool, Renderer(broken_chromium(tmp_path))) == 2
        kept = await row(pool)
        assert (kept["state"], kept["error"], kept["tries"]) == ("failed", "failed", 2)
        failure = await pool.fetchrow("SELECT job, job_id, error FROM job_failures")
        assert (failure["job"], failure["job_id"]) == ("cards", str(card.card_id))
        assert "libnss3.so" in failure["error"]
        async with pool.acquire() as db:
            told = await store.read(db, card.card_id)
        assert told.error is not None
        assert "Try again" in told.error


async def test_a_card_whose_worker_died_is_taken_again_but_not_for_ever(database_url: str) -> None:
    async with shop(database_url) as pool, pool.acquire() as db:
        await asked(pool)
        for tries in (1, 2):
            lease = await store.take(db, lease_seconds=60, most_tries=2)
            assert lease is not None
            assert lease.tries == tries
            assert await store.take(db, lease_seconds=60, most_tries=2) is None
            await db.execute("UPDATE cards SET leased_until = now()")
        assert await store.take(db, lease_seconds=60, most_tries=2) is None
        assert (await row(pool))["state"] == "failed"


async def test_who_lost_the_lease_changes_nothing(database_url: str) -> None:
    async with shop(database_url) as pool, pool.acquire() as db:
        await asked(pool)
        late = await store.take(db, lease_seconds=0, most_tries=2)
        mine = await store.take(db, lease_seconds=60, most_tries=2)
        assert late is not None
        assert mine is not None
        await store.finish(db, late, b"late", "")
        await store.fail(db, late, "failed")
        await store.give_back(db, late, counted=True)
        assert (await row(pool))["state"] == "running"
        await store.finish(db, mine, b"mine", "")
        assert (await row(pool))["body"] == b"mine"


async def test_a_worker_told_to_stop_gives_the_card_back_untried(database_url: str, tmp_path: Path) -> None:
    hanging = tmp_path / "chromium"
    hanging.write_text("#!/bin/sh\nexec sleep 600\n")
    hanging.chmod(0o755)
    async with shop(database_url) as pool:
        await asked(pool)
        making = asyncio.create_task(make(pool, Renderer(hanging)))
        while (await row(pool))["state"] != "running":
            await asyncio.sleep(0.02)
        making.cancel()
        with pytest.raises(asyncio.CancelledError):
            await making
        kept = await row(pool)
        assert (kept["state"], kept["tries"], kept["leased_until"]) == ("waiting", 0, None)


async def test_cards_are_gone_after_an_hour_and_there_are_never_too_many(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with shop(database_url) as pool, pool.acquire() as db:
        await db.execute(
            "INSERT INTO cards (product_id, language, format, facts, state, body, finished_at, asked_at) "
            "SELECT n, 'uz', 'png', '', 'done', 'x', now() - n * interval '1 second', now() - n * interval '1 minute' "
            "FROM generate_series(1, 70) n"
        )
        assert KEPT["cards"].age == timedelta(hours=1)
        await delete_some(db, "cards", KEPT["cards"], now())
        assert 58 <= await db.fetchval("SELECT count(*) FROM cards") <= 60
        monkeypatch.setattr(store, "MOST_KEPT", 10)
        await asked(pool)
        lease = await store.take(db, lease_seconds=60, most_tries=2)
        assert lease is not None
        await store.finish(db, lease, b"new", "")
        assert await db.fetchval("SELECT count(*) FROM cards") == 10
        assert await db.fetchval("SELECT count(*) FROM cards WHERE body = 'new'") == 1
