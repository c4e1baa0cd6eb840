"""Profiles of the day in their table: what was kept stays, and what cannot be one is refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import numpy as np
import pytest
from tests.fixtures import rows
from tests.fixtures.bought import EVENING, MORNING

from ventra.core.counters import Counters
from ventra.core.profile import Profile
from ventra.errors import VentraError
from ventra.infra.db import transaction
from ventra.sales.store import profiles

DAY = rows.days_ago(4)
ONE = Profile(1, np.array([4, 2**62]), np.stack((EVENING, MORNING, EVENING)))


async def keep(pool: Any) -> None:
    learned = profiles.LearnedFrom(DAY, DAY, looks=9, units=9)
    async with transaction(pool) as db:
        await profiles.add(db, ONE, learned, made_at=datetime.now(UTC))


async def test_a_profile_is_read_back_to_the_last_bit(pool: Any) -> None:
    await keep(pool)
    async with transaction(pool) as db:
        for found in (await profiles.newest(db), await profiles.of_version(db, 1)):
            assert found.version == 1
            assert np.array_equal(found.category, ONE.category)
            assert np.array_equal(found.share, ONE.share)


async def test_what_is_known_of_counters_is_kept_beside_it(pool: Any) -> None:
    known = replace(ONE, counters=Counters(fall=(1, 9), keep=(2,)))
    async with transaction(pool) as db:
        await profiles.add(
            db, known, profiles.LearnedFrom(DAY, DAY, looks=0, units=0), made_at=datetime.now(UTC)
        )
        assert (await profiles.newest(db)).counters == known.counters
        assert await profiles.learned_from(db, 1) == profiles.LearnedFrom(DAY, DAY, looks=0, units=0)
        assert await profiles.learned_from(db, 0) is None


async def test_a_version_that_is_not_kept_is_no_even_day(pool: Any) -> None:
    async with transaction(pool) as db:
        assert (await profiles.newest(db)).version == 0
        with pytest.raises(VentraError, match="profile 3"):
            await profiles.of_version(db, 3)


async def test_a_profile_is_never_written_over(pool: Any) -> None:
    await keep(pool)
    with pytest.raises(Exception, match="profiles_pkey"):
        await keep(pool)


@pytest.mark.parametrize(
    "wrong",
    ["shares = substr(shares, 2)", "category_ids = '{4}'", "category_ids = '{NULL,5}'", "version = 0"],
)
async def test_what_cannot_be_a_profile_is_refused_by_the_table(pool: Any, wrong: str) -> None:
    await keep(pool)
    with pytest.raises(Exception, match="check constraint"):
        await pool.execute(f"UPDATE profiles SET {wrong}")
