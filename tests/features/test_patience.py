"""While Postgres is away a batch of visits waits with what it has seen, as long as that makes sense."""

from __future__ import annotations

import asyncio

import pytest

from ventra.collect import patience
from ventra.collect.patience import patiently
from ventra.errors import Unavailable


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patience, "FIRST_WAIT_SECONDS", 0.01)
    monkeypatch.setattr(patience, "LOOK_SECONDS", 0.01)


class Away:
    """Postgres, away for so many tries."""

    def __init__(self, times: int) -> None:
        self.times, self.tries = times, 0

    async def step(self) -> str:
        self.tries += 1
        if self.tries <= self.times:
            raise Unavailable("Postgres does not answer", dependency="postgres")
        return "kept"


async def test_a_step_is_done_again_until_postgres_is_back() -> None:
    away = Away(3)
    assert await patiently(away.step) == "kept"
    assert away.tries == 4


async def test_a_worker_that_stops_waits_no_longer() -> None:
    away, stopping = Away(1_000_000), asyncio.Event()
    waiting = asyncio.create_task(patiently(away.step, stopping=stopping.is_set))
    await asyncio.sleep(0.05)
    stopping.set()
    with pytest.raises(Unavailable):
        await asyncio.wait_for(waiting, 5)


async def test_patience_ends() -> None:
    with pytest.raises(Unavailable):
        await patiently(Away(1_000_000).step, patience_seconds=0.05)


async def test_what_is_no_absence_is_raised_at_once() -> None:
    tries = 0

    async def wrong() -> None:
        nonlocal tries
        tries += 1
        raise ValueError("a bug")

    with pytest.raises(ValueError, match="a bug"):
        await patiently(wrong)
    assert tries == 1
