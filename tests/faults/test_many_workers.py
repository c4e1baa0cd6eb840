"""Two workers and four share one budget and one list: the marketplace is asked no faster, and nothing twice in a lease."""

from __future__ import annotations

import json
from collections import Counter
from datetime import datetime
from pathlib import Path

import pytest

from fixtures.crawl import PRODUCTS, all_visited, crawl_env, marketplace, track_all
from fixtures.town import town

pytestmark = pytest.mark.once

PER_SECOND, BURST = 19, 4
"""The burst is what `services/marketplace.py` lets go at once after a rest."""
LATE_SECONDS = 1.0
"""Requests let out in time may still reach the marketplace bunched, on a machine that was busy meanwhile."""


@pytest.mark.parametrize("workers", [pytest.param(2, marks=pytest.mark.full), 4])
async def test_workers_share_the_budget_and_visit_nothing_twice(
    open_home: Path, tmp_path: Path, workers: int
) -> None:
    async with marketplace(tmp_path) as (base, log):
        with town(open_home, tmp_path, crawl_env(base, per_second=PER_SECOND), workers=workers) as here:
            here.start(*here.workers)
            for name in here.workers:
                await here.until_said(name, "the worker runs")
            await track_all(here.database_url)
            await all_visited(here.database_url)
            shares = [here.words(name).count("] visited ") for name in here.workers]
        told = [json.loads(line) for line in log.read_text().splitlines()]
    asked = Counter(one["product_id"] for one in told)
    assert len(asked) == PRODUCTS
    assert set(asked.values()) == {1}
    instants = sorted(datetime.fromisoformat(one["at"]).timestamp() for one in told)
    for seconds in (2, 5):
        assert _most_within(instants, seconds) <= PER_SECOND * (seconds + LATE_SECONDS) + BURST
    assert sum(share > 0 for share in shares) >= 2, shares


def _most_within(instants: list[float], seconds: float) -> int:
    """The most requests in any stretch of that length."""
    first = most = 0
    for last, at in enumerate(instants):
        while instants[first] < at - seconds:
            first += 1
        most = max(most, last - first + 1)
    return most
