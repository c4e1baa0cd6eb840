"""Who is looked at when: what is missed when a third of what is due can be visited, and what taking costs as the shelf grows."""

from __future__ import annotations

import asyncio
import statistics
import time
from datetime import UTC, datetime, timedelta

import numpy as np
import numpy.typing as npt

from bench.result import Result
from ventra.catalog.store import watch
from ventra.core.pace import BANDS, DAY, band_of
from ventra.infra.db import Connection, connected
from ventra.simulator.catalogue import make_catalogue
from ventra.simulator.habits import make_habits

Floats = npt.NDArray[np.float64]

PRODUCTS, OVER, STEP_SECONDS = 20_000, 3, 300
FEW, MANY, TRACKED, ROOM, TIMES = 3_000, 300_000, 1_000, 10, 31
MOST_MISSED, MOST_TIMES = 0.5, 3.0

_FILL = """
INSERT INTO watch (product_id, every_seconds, due_at, tracked)
SELECT n.id, n.every, $3::timestamptz - make_interval(secs => (random() * 3 - 1) * n.every), n.id <= $5
  FROM (SELECT id, CASE WHEN id <= $5 THEN 900 ELSE ($4::integer[])[1 + id % cardinality($4::integer[])] END AS every
          FROM generate_series($1::bigint, $2::bigint) id) n
"""


def pacing(database: str, keys: str) -> list[Result]:
    """Three times as much is due as the budget allows, as it has been for long."""
    return [*_missing(), asyncio.run(_taking(database))]


def _missing() -> list[Result]:
    rate = make_habits(7, make_catalogue(7, PRODUCTS)).rate
    paced = np.array([band_of(float(units)) for units in rate], np.float64)
    budget = (1 / paced).sum() / OVER
    ours, stretched = _missed(rate, paced, budget, relative=True)
    hourly, _ = _missed(rate, np.full(PRODUCTS, 3_600.0), budget, relative=False)
    oldest, _ = _missed(rate, paced, budget, relative=False)
    beside = (
        f"{ours:,.0f} units; by the same intervals, oldest first {oldest:,.0f}; hourly, oldest first {hourly:,.0f}; "
        f"intervals stretched {stretched.min():.2f} to {stretched.max():.2f} times"
    )
    name = "units sold between two looks, against hourly"
    return [Result(name, ours / hourly, MOST_MISSED, False, "times", beside)]


def _missed(rate: Floats, every: Floats, budget: float, *, relative: bool) -> tuple[float, Floats]:
    """Units sold between two looks, summed over products, and how much each band is stretched, of the second half of `days`."""
    last = -np.random.default_rng(1).uniform(0, OVER, len(every)) * every
    visits, owed, span = np.zeros(len(every)), 0.0, 4 * OVER * DAY
    for at in range(0, span, STEP_SECONDS):
        late = (at - last - every) / (every if relative else 1)
        owed += budget * STEP_SECONDS
        room = int(owed)
        owed -= room
        due = np.flatnonzero(late >= 0)
        if len(due) > room:
            due = due[np.argpartition(-late[due], room)[:room]]
        last[due] = at
        visits[due] += at >= span / 2
    between = span / 2 / np.maximum(visits, 1)
    stretched = [(between / every)[every == band].mean() for band in BANDS if (every == band).any()]
    return float((rate * between).sum() / DAY), np.array(stretched)


async def _taking(database: str) -> Result:
    async with connected(database) as db:
        few, many = await _taken_ms(db, 1, FEW), await _taken_ms(db, FEW + 1, MANY)
    return Result(
        f"taking {ROOM} due of {MANY:,} products, against of {FEW:,}",
        many / few,
        MOST_TIMES,
        False,
        "times",
        f"{many:.2f} ms against {few:.2f} ms, {TRACKED:,} of them tracked",
    )


async def _taken_ms(db: Connection, first: int, last: int) -> float:
    """Median time of taking, after filling up with products `first` to `last`."""
    now = datetime.now(UTC)
    await db.execute(_FILL, first, last, now, list(BANDS), TRACKED)
    await db.execute("VACUUM ANALYZE watch")
    took = []
    for turn in range(TIMES):
        doing = db.transaction()
        await doing.start()
        began = time.perf_counter()
        await watch.take_due(
            db, collect="all", at_most=ROOM, lease_seconds=60, now=now + timedelta(seconds=turn)
        )
        took.append(time.perf_counter() - began)
        await doing.rollback()
    return statistics.median(took) * 1_000
