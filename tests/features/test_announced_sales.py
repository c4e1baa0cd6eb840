"""Sales that an organisation announces: kept for it alone, and felt by the forecast that it asks for."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from fixtures import rows
from fixtures.people import clients, organisation, person
from fixtures.sold import PRICE, goods, sold
from ventra.core.day import last_closed_day
from ventra.infra.db import transaction

BUSY, NEVER, RARE = 500, 501, 502
CHEAP = 7_000
SALES_BEFORE = (12, 33, 54, 75)
"""Days of the 90 on which sales of four days at the lower price began, all on other weekdays."""


@pytest.fixture
async def team(api):
    """A client for each role of one organisation, and a stranger's."""
    numbers = {role: await person(api, f"{role}@dokon.uz") for role in ("owner", "analyst", "viewer")}
    stranger = await person(api, "stranger@dokon.uz")
    await organisation(api, "Doʻkon", **numbers)
    await organisation(api, "Boshqa", owner=stranger)
    async with clients(api, **numbers, stranger=stranger) as found:
        yield found


@pytest.fixture
async def market(pool):
    """A product that sold three times as much at the lower price, one whose price never changed, one that hardly sells."""
    rng, closed = np.random.default_rng(3), last_closed_day(datetime.now(UTC))
    cheap = [day + place for day in SALES_BEFORE for place in range(4)]
    busy = rng.poisson(12.0, 90).astype(float)
    busy[cheap] = rng.poisson(36.0, len(cheap))
    units = {BUSY: busy, NEVER: rng.poisson(12.0, 90).astype(float), RARE: rng.poisson(0.2, 90).astype(float)}
    async with transaction(pool) as db:
        await goods(db, list(units), category=1, seller=1)
        await sold(db, units, closed)
        await db.execute(
            "UPDATE sales_days SET revenue_uzs = units * $1 WHERE product_id = ANY($2::bigint[]) AND day = ANY($3::date[])",
            CHEAP,
            [BUSY, RARE],
            [closed - timedelta(days=89 - day) for day in cheap],
        )
        for product in units:
            await rows.latest(db, product, price_uzs=PRICE)
    return closed


def at(product, what="announced-sales"):
    return f"/api/v1/products/{product}/{what}"


async def announce(client, product, first, last, price=CHEAP):
    body = {"first_day": first.isoformat(), "last_day": last.isoformat(), "price_uzs": price}
    return await client.post(at(product), json=body)


async def with_sales(client, product):
    answer = await client.get(at(product, "announced-outlook"), headers={"accept-language": "en"})
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_a_lower_price_lifts_its_days_and_their_bands_and_for_nobody_else(team, market):
    first, last = market + timedelta(days=5), market + timedelta(days=8)
    before = await with_sales(team["viewer"], BUSY)
    open_before = (await team["viewer"].get(at(BUSY, "outlook"))).json()["forecast"]
    assert (before["felt"], before["price_uzs"], before["sales"]) == (False, PRICE, [])
    answer = await announce(team["analyst"], BUSY, first, last)
    assert answer.status_code == 201, answer.text
    told = await with_sales(team["viewer"], BUSY)
    assert told["felt"]
    assert [one["price_uzs"] for one in told["sales"]] == [CHEAP]
    sums = {name: np.zeros(2) for name in ("point", "low", "high")}
    for day in told["forecast"]["days"]:
        inside = int(first.isoformat() <= day["day"] <= last.isoformat())
        for name, total in sums.items():
            total[inside] += day["units"][name]
    usual, cheap = ({name: total[side] / (24, 4)[side] for name, total in sums.items()} for side in (0, 1))
    assert 9 < usual["point"] < 15
    assert 1.7 < cheap["point"] / usual["point"] < 3.6
    assert cheap["low"] > usual["point"]
    assert told["forecast"]["model_text"]
    assert (await with_sales(team["stranger"], BUSY))["sales"] == []
    assert not (await with_sales(team["stranger"], BUSY))["felt"]
    assert (await team["viewer"].get(at(BUSY, "outlook"))).json()["forecast"] == open_before


@pytest.mark.parametrize("product", [NEVER, RARE])
async def test_what_the_past_does_not_tell_moves_nothing(team, market, product):
    before = (await with_sales(team["owner"], product))["forecast"]
    await announce(team["owner"], product, market + timedelta(days=2), market + timedelta(days=9))
    told = await with_sales(team["owner"], product)
    assert (told["felt"], len(told["sales"])) == (False, 1)
    assert told["forecast"] == before


async def test_sales_are_changed_and_taken_back_within_the_organisation_alone(team, market):
    first, last = market + timedelta(days=3), market + timedelta(days=6)
    number = (await announce(team["analyst"], BUSY, first, last)).json()["sale_id"]
    path = f"/api/v1/announced-sales/{number}"
    for client, status in (("stranger", 404), ("viewer", 403)):
        assert (await team[client].patch(path, json={"price_uzs": 1})).status_code == status
        assert (await team[client].delete(path)).status_code == status
    assert (await announce(team["viewer"], BUSY, first, last)).status_code == 403
    changed = await team["owner"].patch(path, json={"price_uzs": 8_000})
    assert (changed.status_code, changed.json()["price_uzs"]) == (200, 8_000)
    assert changed.json()["last_day"] == last.isoformat()
    assert (await team["owner"].patch(path, json={"last_day": market.isoformat()})).status_code == 400
    assert (await team["owner"].delete(path)).status_code == 200
    assert (await team["viewer"].get(at(BUSY))).json() == {"items": []}


async def test_days_that_are_none_and_goods_unknown_are_refused(team, market):
    day = market + timedelta(days=3)
    backwards = await announce(team["owner"], BUSY, day, day - timedelta(days=1))
    over = await announce(team["owner"], BUSY, market - timedelta(days=9), market - timedelta(days=1))
    for answer in (backwards, over):
        assert answer.status_code == 400
        assert answer.json()["field"] == "last_day"
    assert (await announce(team["owner"], 999_999, day, day)).status_code == 404
    for _ in range(20):
        assert (await announce(team["owner"], BUSY, day, day)).status_code == 201
    assert (await announce(team["owner"], BUSY, day, day)).status_code == 409
