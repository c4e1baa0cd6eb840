"""The calculator goes by the central bank's rate of the day where one is kept, else by the shipped one; one's own goes first."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from fixtures.people import clients, organisation, person
from ventra.core.day import day_of

AT = "/api/v1"
TODAY = day_of(datetime.now(UTC))
INPUTS: dict[str, Any] = {
    "price": {"likely": 150_000},
    "quantity": {"likely": 100},
    "units_a_day": {"likely": 5},
    "abroad": {"price": {"likely": 10}, "weight_kg": {"likely": 1}},
}


@pytest.fixture
async def seller(api):
    """Who may have rates of an organisation's own."""
    owner = await person(api, "owner@dokon.uz")
    await organisation(api, "Doʻkon", owner=owner)
    async with clients(api, owner=owner) as found:
        yield found["owner"]


async def bank(db, *, reached: timedelta = timedelta(hours=1)) -> None:
    """Dollars of two days and yuan of one; the bank answered so long ago."""
    await db.executemany(
        "INSERT INTO currency_rates (currency, day, nominal, rate) VALUES ($1, $2, $3, $4)",
        [
            ("USD", TODAY - timedelta(days=4), 1, 12_600),
            ("USD", TODAY - timedelta(days=1), 1, "12650.55"),
            ("CNY", TODAY - timedelta(days=1), 10, "17801.2"),
        ],
    )
    await db.execute(
        "INSERT INTO outside_sources (source, ok_at) VALUES ('central_bank', $1)", datetime.now(UTC) - reached
    )


async def used(client, currency: str = "usd", **more: Any) -> tuple[dict[str, Any], float]:
    """The currency's rate that an answer went by, and what ten units of it came to."""
    inputs = INPUTS | {"abroad": INPUTS["abroad"] | {"currency": currency}}
    sent = await client.post(f"{AT}/costs", json={"inputs": inputs, **more})
    assert sent.status_code == 200, sent.text
    found = sent.json()
    (rate,) = (one for one in found["used"] if one["key"] == f"exchange.{currency}")
    (goods,) = (one["uzs"]["point"] for one in found["landed"] if one["name"] == "goods")
    return rate, goods


async def test_without_a_kept_rate_the_shipped_one_holds_and_says_how_old_it_is(anyone):
    rate, goods = await used(anyone)
    assert (rate["valid_from"], goods) == ("2026-06-10", 120_352)
    assert (rate["daily"], rate["stale"]) == (False, True)
    assert "oanor.com" in rate["source"]
    listed = (await anyone.get(f"{AT}/costs/rates")).json()["items"]
    assert not any(one["daily"] for one in listed)


async def test_the_kept_rate_of_the_day_goes_before_the_shipped_one(anyone, db):
    await bank(db)
    rate, goods = await used(anyone)
    assert (rate["valid_from"], goods) == ((TODAY - timedelta(days=1)).isoformat(), 126_506)
    assert (rate["source"], rate["daily"], rate["stale"]) == ("cbu.uz", True, False)
    assert (await used(anyone, "cny"))[1] == 17_801, "the bank names the price of ten yuan"
    euro, _ = await used(anyone, "eur")
    assert (euro["daily"], euro["valid_from"]) == (False, "2026-03-19")
    earlier, goods = await used(anyone, on=(TODAY - timedelta(days=2)).isoformat())
    assert (earlier["stale"], goods) == (False, 126_000)
    listed = (await anyone.get(f"{AT}/costs/rates")).json()["items"]
    dollars = [
        (one["daily"], one["in_force"], one["likely"]) for one in listed if one["key"] == "exchange.usd"
    ]
    assert dollars[:2] == [(True, True, 12_650.55), (False, False, 12_035.22)]
    assert sum(one[0] for one in dollars) == sum(one[1] for one in dollars) == 1


async def test_a_bank_that_went_silent_is_warned_of_but_days_that_are_settled_are_not(anyone, db):
    await bank(db, reached=timedelta(hours=40))
    assert (await used(anyone))[0]["stale"] is True
    settled, _ = await used(anyone, on=(TODAY - timedelta(days=2)).isoformat())
    assert settled["stale"] is False
    listed = (await anyone.get(f"{AT}/costs/rates")).json()["items"]
    assert next(one["stale"] for one in listed if one["daily"]) is True
    await db.execute("UPDATE outside_sources SET ok_at = now()")
    await db.execute("UPDATE currency_rates SET day = day - 8")
    assert (await used(anyone))[0]["stale"] is True, "it answers, and has set nothing for long"


async def test_a_rate_of_ones_own_goes_before_the_central_banks(anyone, seller, db):
    await bank(db)
    own = {"key": "exchange.usd", "rate": {"likely": 12_900}, "source": "bank card"}
    assert (await seller.post(f"{AT}/own-rates", json=own)).status_code == 201
    rate, goods = await used(seller)
    assert (rate["own"], rate["daily"], rate["stale"], goods) == (True, False, False, 129_000)
    assert (await used(anyone))[1] == 126_506
    assert (await seller.post(f"{AT}/own-rates", json={"key": "exchange.usd"})).status_code == 201
    assert (await used(seller))[1] == 126_506
