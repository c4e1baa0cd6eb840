"""An own shop's truth corrects what its organisation sees of that category, everywhere alike, and what nobody else sees."""

from __future__ import annotations

import json
from csv import DictReader
from datetime import UTC, datetime
from io import StringIO

import numpy as np
import pytest

from fixtures import rows
from fixtures.own_truth import CATEGORY, OTHERS, OWN, TRUE_FACTOR, a_market, a_shop, ordered
from fixtures.people import clients, organisation, person
from ventra.accuracy import own_store, own_truth
from ventra.alerts import digest
from ventra.core.day import to_day_number
from ventra.infra.db import open_pool, transaction
from ventra.infra.roles import WORKER_ROLE

OTHER = OTHERS[0]
IN_ENGLISH = {"accept-language": "en"}
SCREENS = (
    f"/api/v1/products?category={CATEGORY}&sort=-units_7",
    f"/api/v1/products/{OTHER}",
    f"/api/v1/products/{OTHER}/detail",
    f"/api/v1/products/{OTHER}/sales",
    f"/api/v1/products/{OTHER}/sales?window=7",
    f"/api/v1/products/{OTHER}/why?day={rows.days_ago(3)}",
)


@pytest.fixture
async def worker(database_url):
    """A pool as the worker's."""
    pool = await open_pool(database_url, at_most=2, role=WORKER_ROLE)
    yield pool
    await pool.close()


@pytest.fixture
async def team(api, db, worker):
    """Two members of an organisation with a shop, and a stranger in another; what the shop says is learned."""
    numbers = {role: await person(api, f"{role}@dokon.uz") for role in ("owner", "viewer")}
    stranger = await person(api, "stranger@dokon.uz")
    org_id = await organisation(api, "Doʻkon", **numbers)
    await organisation(api, "Boshqa", owner=stranger)
    await a_market(db, org_id)
    async with clients(api, **numbers, stranger=stranger) as found:
        yield found, org_id, worker


async def learned(pool, org_id):
    assert await own_truth.learn_of(pool, org_id, now=datetime.now(UTC))


async def bodies(client):
    return {path: (await client.get(path)).content for path in SCREENS}


async def switched(client, on):
    answer = await client.put("/api/v1/accuracy/own", json={"on": on})
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_what_is_learned_corrects_every_screen_of_that_organisation_alike_and_no_other_ones(
    team, anyone
):
    people, org_id, pool = team
    assert (await people["owner"].post(f"/api/v1/products/{OTHER}/track")).status_code == 200
    await learned(pool, org_id)
    mine, theirs, nobodys = [await bodies(one) for one in (people["viewer"], people["stranger"], anyone)]
    told = await switched(people["owner"], True)
    [category] = told["categories"]
    assert (told["connected"], told["is_on"], category["in_force"]) == (True, True, True)
    assert (category["products"], category["why"]) == (len(OWN), "learned")
    assert category["factor"] == pytest.approx(TRUE_FACTOR, abs=0.1)
    for cell in ("all", "7d all"):
        held_out = category["held_out"][cell]
        assert held_out["after"]["wape"] < 0.7 * held_out["before"]["wape"]
        assert held_out["after"]["wis"] < held_out["before"]["wis"]
    assert await bodies(people["stranger"]) == theirs
    assert await bodies(anyone) == nobodys
    viewer = people["viewer"]
    alone = (await viewer.get(SCREENS[1])).json()
    before = (await anyone.get(SCREENS[1])).json()
    week, plain = alone["figures"]["days_7"], before["figures"]["days_7"]
    assert week["point"] == pytest.approx(category["factor"] * plain["point"], abs=0.01)
    assert week["low"] < week["point"] < week["high"]
    assert alone["figures"]["revenue_7"]["point"] == pytest.approx(50_000 * week["point"], abs=1000)
    listed = (await viewer.get(SCREENS[0])).json()["items"]
    assert next(one for one in listed if one["product_id"] == OTHER)["figures"] == alone["figures"]
    detail = (await viewer.get(SCREENS[2])).json()
    assert detail["product"]["figures"] == alone["figures"]
    days = {one["day"]: one["units"] for one in detail["sales"]["days"]}
    assert {one["day"]: one["units"] for one in (await viewer.get(SCREENS[3])).json()["days"]} == days
    last = (await viewer.get(SCREENS[4])).json()["days"][-1]["units"]
    assert last["point"] == pytest.approx(week["point"], abs=0.02)
    asked = {"category": CATEGORY, "from": str(rows.days_ago(3)), "to": str(rows.days_ago(3))}
    file = (await viewer.get("/api/v1/exports/sales_days.csv", params=asked, headers=IN_ENGLISH)).text
    [line] = [
        one for one in DictReader(StringIO(file.lstrip("\ufeff"))) if one["Product number"] == str(OTHER)
    ]
    told_of_day = [days[str(rows.days_ago(3))][part] for part in ("point", "low", "high")]
    assert [float(line[f"Units{part}"]) for part in ("", ": low", ": high")] == told_of_day
    why = (await viewer.get(SCREENS[5])).json()
    assert why["units"] == days[str(rows.days_ago(3))]
    assert why["own_fit"]["units"] == (await anyone.get(SCREENS[5])).json()["units"]
    assert why["own_fit"]["factor"] == category["factor"]
    async with transaction(pool) as line:
        morning = await digest.read(line, org_id, "week", datetime.now(UTC))
    assert [(one.product_id, one.value, one.high) for one in morning.sold] == [
        (OTHER, week["point"], week["high"])
    ]
    await switched(people["owner"], False)
    assert await bodies(people["stranger"]) == theirs
    assert (await viewer.get(SCREENS[1])).json()["figures"] == before["figures"]
    assert json.loads(mine[SCREENS[1]])["figures"] == before["figures"]


async def test_a_member_reads_it_the_owner_alone_switches_it_and_others_have_nothing(team, anyone):
    people, org_id, pool = team
    empty = (await people["stranger"].get("/api/v1/accuracy/own")).json()
    assert empty == {
        "connected": False, "is_on": False, "may_switch": True, "made_at": None, "categories": [],
    }  # fmt: skip
    await learned(pool, org_id)
    assert (await people["stranger"].get("/api/v1/accuracy/own")).json() == empty
    assert (await anyone.get("/api/v1/accuracy/own")).status_code == 401
    assert (await people["viewer"].put("/api/v1/accuracy/own", json={"on": True})).status_code == 403
    told = (await people["viewer"].get("/api/v1/accuracy/own")).json()
    assert (told["is_on"], told["may_switch"], len(told["categories"])) == (False, False, 1)
    assert not told["categories"][0]["in_force"]


async def test_learning_is_once_a_day_and_keeps_the_switch_and_ten_versions(team, db, monkeypatch):
    people, org_id, pool = team
    await switched(people["owner"], True)
    now = datetime.now(UTC)
    assert await own_truth.learn_when_due(pool, now=now, stopping=lambda: False) == 1
    assert await own_truth.learn_when_due(pool, now=now, stopping=lambda: False) == 0
    monkeypatch.setattr(own_store, "VERSIONS_KEPT", 2)
    monkeypatch.setattr(own_truth, "AGAIN_AFTER", now - now)
    for _ in range(2):
        await learned(pool, org_id)
    kept = await db.fetch("SELECT version, applied FROM own_fits ORDER BY version")
    assert [tuple(row) for row in kept] == [(2, False), (3, True)]
    assert not await own_truth.learn_when_due(pool, now=now, stopping=lambda: True)


async def test_truth_is_all_that_was_ordered_by_tashkent_day_with_zeros_between_and_nothing_unread(
    api, db, worker
):
    owner = await person(api, "owner@dokon.uz")
    org_id = await organisation(api, "Doʻkon", owner=owner)
    await a_shop(db, org_id)
    await ordered(db, org_id, 1, 9, 2)
    await ordered(db, org_id, 1, 9, 0, cancelled=3, status="CANCELED")
    await ordered(db, org_id, 1, 7, 0, returned=1)
    await ordered(db, org_id, 1, 0, 50)
    await ordered(db, org_id, 2, 4, 1)
    first = rows.days_ago(30)
    async with transaction(worker) as line:
        product, day, units = await own_store.truth(line, org_id, first, rows.yesterday(), most_products=9)
    of_one = product == 1
    assert day[of_one].tolist() == list(
        range(to_day_number(rows.days_ago(9)), to_day_number(rows.days_ago(0)))
    )
    assert units[of_one].tolist() == [5, 0, 1, 0, 0, 0, 0, 0, 0]
    assert np.array_equal(units[product == 2], [1, 0, 0, 0])
