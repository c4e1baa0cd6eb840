"""Forecasts are kept one day a week, and scored beside the naive one when the days they speak of are final."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import httpx
import numpy as np

from fixtures.sold import goods, sold
from ventra.infra.db import transaction
from ventra.outlook import write_out
from ventra.outlook.judge import JudgeBy
from ventra.outlook.means import Means
from ventra.outlook.refresh import refresh
from ventra.outlook.score_kept import final_day, score_kept

LAST = date(2026, 10, 9)
NOW = datetime(2026, 10, 10, 8, tzinfo=UTC)
SPAN = 90
WEEKLY, SLOW, BLIND = range(100, 160), range(200, 240), 300
WEEK = np.array([1.6, 0.4, 0.6, 1.0, 1.0, 1.2, 1.2])


async def inline(work: Any, *values: Any) -> Any:
    return work(*values)


def units(rng: np.random.Generator, first: int, days: int) -> dict[int, Any]:
    """Goods with a week of their own, slow ones, and one that nobody looks at from the first day ahead on."""
    shape = WEEK[(first + np.arange(days)) % 7]
    found: dict[int, Any] = {one: rng.poisson(20 * shape).astype(float) for one in WEEKLY}
    found |= {one: rng.poisson(0.4, days).astype(float) for one in SLOW}
    found[BLIND] = rng.poisson(5.0, days).astype(float) if first == 0 else np.full(days, np.nan)
    return found


def means_of(pool: Any, days_on: int = 0) -> Means:
    return Means(pool, inline, JudgeBy(0.1, 0.5), clock=lambda: NOW + timedelta(days=days_on))


async def made(pool: Any) -> np.random.Generator:
    rng = np.random.default_rng(11)
    async with transaction(pool) as db:
        await goods(db, [*WEEKLY, *SLOW, BLIND], category=2, seller=1)
        await sold(db, units(rng, 0, SPAN), LAST)
    await refresh(means_of(pool))
    return rng


async def count(pool: Any, sql: str) -> int:
    async with transaction(pool) as db:
        return int(await db.fetchval(sql))


async def scores(pool: Any) -> dict[tuple[int, str, bool], Any]:
    async with transaction(pool) as db:
        rows = await db.fetch("SELECT * FROM forecast_scores")
    return {(row["horizon"], row["band"], row["shown"]): row["scores"] for row in rows}


def final_at(horizon: int) -> datetime:
    """The first morning on which all days of a horizon are final."""
    at = NOW
    while final_day(at) < LAST + timedelta(days=horizon):
        at += timedelta(days=1)
    return at


async def test_only_one_day_a_week_is_kept(pool: Any) -> None:
    rng = await made(pool)
    kept = "SELECT count(*) FROM forecasts_kept WHERE made_on = '{}'"
    assert await count(pool, kept.format(LAST)) == len(WEEKLY) + len(SLOW) + 1
    ahead = units(rng, SPAN, 7)
    async with transaction(pool) as db:
        await sold(db, ahead, LAST + timedelta(days=7))
    await refresh(means_of(pool, 3))
    assert await count(pool, kept.format(LAST + timedelta(days=3))) == 0
    await refresh(means_of(pool), anew=True)
    assert await count(pool, "SELECT count(*) FROM forecasts_kept") == len(WEEKLY) + len(SLOW) + 1
    await refresh(means_of(pool, 7))
    assert await count(pool, kept.format(LAST + timedelta(days=7))) == len(WEEKLY) + len(SLOW) + 1


async def test_they_are_scored_once_their_days_are_final_and_then_let_go(
    anyone: httpx.AsyncClient, pool: Any
) -> None:
    rng = await made(pool)
    async with transaction(pool) as db:
        await sold(db, units(rng, SPAN, 28), LAST + timedelta(days=28))
    week, month = final_at(7), final_at(28)
    assert await score_kept(pool, inline, now=week - timedelta(days=1)) == 0
    assert await score_kept(pool, inline, now=week) == 1
    assert await score_kept(pool, inline, now=week) == 0
    found = await scores(pool)
    assert {horizon for horizon, _, _ in found} == {7}
    whole, weekly, slow = (found[7, band, False] for band in ("all", "8-50", "0-1"))
    assert (whole["n"], weekly["n"], slow["n"]) == (len(WEEKLY) + len(SLOW), len(WEEKLY), len(SLOW))
    assert weekly["ours"]["mase"] < 0.9 * weekly["naive"]["mase"]
    assert weekly["ours"]["rmsse"] < weekly["naive"]["rmsse"]
    assert 0.6 <= weekly["cover80"] <= 0.97
    assert weekly["cover95"] >= weekly["cover80"]
    assert abs(weekly["ours"]["bias"]) < 0.1
    assert found[7, "all", True]["n"] <= whole["n"]
    assert found[7, "50+", False]["ours"]["mase"] is None
    assert await count(pool, "SELECT count(*) FROM forecasts_kept") > 0
    assert await score_kept(pool, inline, now=month, at_once=4) == 1
    assert await count(pool, "SELECT count(*) FROM forecasts_kept") == 0
    points = (await anyone.get("/api/v1/outlook/accuracy")).json()["points"]
    assert {(one["made_on"], one["horizon"]) for one in points} == {
        (LAST.isoformat(), 7),
        (LAST.isoformat(), 28),
    }
    assert len(points) == 20
    (told,) = [one for one in points if (one["horizon"], one["band"], one["shown"]) == (7, "8-50", False)]
    assert told["scores"] == weekly


async def test_days_that_met_an_empty_shelf_are_not_scored(pool: Any) -> None:
    rng = await made(pool)
    ahead = units(rng, SPAN, 7)
    emptied = {one: np.zeros(7) for one in WEEKLY}
    async with transaction(pool) as db:
        await sold(db, ahead | emptied, LAST + timedelta(days=7), out={one: np.ones(7) for one in WEEKLY})
    await score_kept(pool, inline, now=final_at(7))
    found = await scores(pool)
    assert found[7, "all", False]["n"] == len(SLOW)
    assert found[7, "8-50", False]["n"] == 0


async def test_of_a_large_market_some_buckets_are_kept(pool: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(write_out, "MOST_KEPT", 34)
    await made(pool)
    kept = await pool.fetch("SELECT DISTINCT bucket FROM forecasts_kept")
    assert {row["bucket"] % 3 for row in kept} == {0}
    assert 15 <= await count(pool, "SELECT count(*) FROM forecasts_kept") <= 50


async def test_before_any_forecast_met_its_days_there_are_no_scores(anyone: httpx.AsyncClient) -> None:
    assert (await anyone.get("/api/v1/outlook/accuracy")).json() == {"points": []}
