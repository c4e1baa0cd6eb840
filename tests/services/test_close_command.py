"""`ventra close` computes days anew, and says which profile of the day they went by."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import pytest

from fixtures import rows
from fixtures.bought import EVENING
from ventra.core.profile import Profile
from ventra.infra.db import transaction
from ventra.sales.store import profiles

pytestmark = pytest.mark.once

DAY = rows.days_ago(4)


def close(database_url: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "ventra.services.cli", "close", *arguments],
        env={
            "PATH": os.environ["PATH"],
            "DATABASE_URL": database_url,
            "NODE_ENV": "production",
        },
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


async def test_it_says_which_profile_the_days_went_by(pool: Any, database_url: str) -> None:
    async with transaction(pool) as db:
        for hours in range(0, 73, 6):
            at = rows.at_noon(DAY) + timedelta(hours=hours)
            await rows.look(db, 1, at, orders_total=hours, price_uzs=1000)
    span = ("--from", DAY.isoformat(), "--to", DAY.isoformat())
    even = close(database_url, *span)
    assert (even.returncode, "every hour alike" in even.stderr) == (0, True), even.stderr
    learned = profiles.LearnedFrom(DAY, DAY, looks=9, units=9)
    async with transaction(pool) as db:
        one = Profile(1, np.zeros(0, np.int64), EVENING.reshape(1, -1))
        await profiles.add(db, one, learned, made_at=datetime.now(UTC))
    split = close(database_url, *span, "--json")
    assert (split.returncode, json.loads(split.stdout)) == (0, {"product_days": 1})
    assert "1 product days computed, split by profile 1" in split.stderr
    made = await pool.fetch("SELECT day, profile FROM sales_days")
    assert {row["day"] for row in made if row["profile"] == 1} == {DAY}
