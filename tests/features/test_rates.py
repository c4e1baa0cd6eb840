"""The central bank's rates: asked a few times a day, kept with their past, and said to be old when they are."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from fakes.suppliers import rate, suppliers
from ventra.costs.store import exchange
from ventra.infra.central_bank import CentralBank
from ventra.infra.db import transaction
from ventra.infra.http import session
from ventra.sourcing import rates
from ventra.sourcing.store import rates as kept

NOW = datetime(2026, 11, 28, 4, tzinfo=UTC)


class Clock:
    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
async def asking(pool):
    """The bank, a clock, and what one look of the job keeps."""
    clock = Clock()
    with suppliers() as fake:
        async with session() as http:
            bank = CentralBank(http, f"{fake.url}/cbu", "test")

            async def look(after: timedelta = timedelta(0)) -> int:
                clock.now += after
                return await rates.refresh(pool, bank, clock=clock)

            yield fake, look, clock


async def read(pool, now):
    async with transaction(pool) as db:
        return await rates.read(db, now)


async def test_the_newest_rates_are_asked_for_and_a_few_days_of_the_past_each_time(pool, asking) -> None:
    fake, look, clock = asking
    fake.past = {"2026-11-26": [rate("USD", "26.11.2026") | {"Rate": "12600.00"}]}
    assert await look() == 5
    assert fake.count("central_bank") == 6
    found = await read(pool, clock.now)
    assert (found.state, found.day, found.why) == ("fresh", date(2026, 11, 27), None)
    dollar = next(one for one in found.items if one.currency == "USD")
    assert (dollar.per_unit_uzs, dollar.change) == (12650.55, 50.55)
    dong = next(one for one in found.items if one.currency == "VND")
    assert (dong.nominal, dong.per_unit_uzs, dong.change) == (10, 0.501, None)
    await look(timedelta(minutes=10))
    assert fake.count("central_bank") == 11, "the past alone: the newest are not due"
    for _ in range(20):
        await look(timedelta(minutes=10))
    asked = fake.count("central_bank")
    assert asked == 1 + 89, "no day twice, and none that a rate is known of"
    await look(timedelta(hours=6))
    assert fake.count("central_bank") == asked + 1
    async with transaction(pool) as db:
        held = await exchange.on_day(db, ["USD", "UZS", "XXX"], date(2026, 11, 26))
        before = await kept.history(db, "USD", date(2026, 11, 1), date(2026, 11, 28))
    assert held == {"USD": (12600.0, date(2026, 11, 26)), "UZS": (1.0, date(2026, 11, 26))}
    assert [one.per_unit_uzs for one in before] == [12600.0, 12650.55]


async def test_a_bank_that_does_not_answer_is_left_alone_longer_each_time_and_what_is_known_holds(
    pool, asking
) -> None:
    fake, look, clock = asking
    assert (await read(pool, clock.now)).state == "never"
    await look()
    fake.mode["central_bank"] = "busy"
    asked = fake.count("central_bank")
    await look(timedelta(hours=7))
    assert fake.count("central_bank") == asked + 1
    first = await read(pool, clock.now)
    assert (first.state, first.open_at) == ("fresh", clock.now + timedelta(minutes=1))
    await look(timedelta(seconds=30))
    assert fake.count("central_bank") == asked + 1
    await look(timedelta(minutes=1))
    second = await read(pool, clock.now)
    assert second.open_at == clock.now + timedelta(minutes=2)
    await look(timedelta(hours=40))
    stale = await read(pool, clock.now)
    assert (stale.state, stale.why, len(stale.items)) == ("stale", "failed", 4)
    fake.mode["central_bank"] = "changed"
    await look(timedelta(hours=7))
    changed = await read(pool, clock.now)
    assert (changed.why, changed.open_at) == ("changed", clock.now + timedelta(hours=6))
    fake.mode.clear()
    await look(timedelta(hours=7))
    assert (await read(pool, clock.now)).state == "fresh"


async def test_a_bank_whose_own_rates_stand_still_is_said_to_be_old(pool, asking) -> None:
    fake, look, clock = asking
    fake.rates = [rate("USD", "20.11.2026")]
    await look()
    assert (await read(pool, clock.now)).state == "old"
    fake.rates = [rate("USD", "20.12.2026")]
    await look(timedelta(hours=7))
    assert (await read(pool, clock.now)).why == "changed", "rates of a day far ahead are not believed"


async def test_without_an_address_nobody_is_asked_and_that_is_said(pool) -> None:
    assert await rates.refresh(pool, None, clock=lambda: NOW) == 0
    assert (await read(pool, NOW)).state == "off"


async def test_rates_are_read_over_http(api, pool) -> None:
    async with transaction(pool) as db:
        await db.execute(
            "INSERT INTO currency_rates VALUES ('USD', current_date - 200, 1, 12000), ('USD', current_date - 1, 1, 12650.5)"
        )
    found = (await api.get("/api/v1/rates")).json()
    assert (found["state"], found["items"][0]["per_unit_uzs"]) == ("stale", 12650.5)
    history = (await api.get("/api/v1/rates/USD?days=30")).json()
    assert [one["per_unit_uzs"] for one in history["days"]] == [12000, 12650.5]
    assert (await api.get("/api/v1/rates/XTS")).status_code == 404
    assert (await api.get("/api/v1/rates/usd")).status_code == 400
