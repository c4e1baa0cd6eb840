"""The calculator over HTTP: open to all, by dated rates, by an organisation's own, and scenarios that nobody else sees."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from fixtures.people import clients, organisation, person
from fixtures.stocked import PRODUCT, stock

AT = "/api/v1"
PLAIN: dict[str, Any] = {
    "price": {"likely": 150_000},
    "quantity": {"likely": 100},
    "units_a_day": {"likely": 5},
    "purchase": {"likely": 80_000},
    "commission_pct": {"likely": 15},
    "logistics": {"likely": 4_000},
}
PUBLISHED = {"commission_pct", "logistics"}


@pytest.fixture
async def team(api):
    """A client for each role of one organisation, and a stranger's."""
    numbers = {role: await person(api, f"{role}@dokon.uz") for role in ("owner", "analyst", "viewer")}
    stranger = await person(api, "stranger@dokon.uz")
    await organisation(api, "Doʻkon", **numbers)
    await organisation(api, "Boshqa", owner=stranger)
    async with clients(api, **numbers, stranger=stranger) as found:
        yield found


async def ask(client: httpx.AsyncClient, inputs: dict[str, Any] = PLAIN, **more: Any) -> dict[str, Any]:
    answer = await client.post(f"{AT}/costs", json={"inputs": inputs, **more})
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def line(answer: dict[str, Any], name: str) -> Any:
    return next(one["uzs"] for one in answer["lines"] if one["name"] == name)


def exactly(value: float) -> dict[str, float]:
    return {"point": value, "low": value, "high": value}


async def test_a_stranger_is_told_what_is_left_of_a_price_to_the_som(anyone):
    found = await ask(anyone)
    assert found["profit"] == exactly(42_000)
    assert found["break_even_price"] == exactly(100_000)
    assert found["margin_pct"] == exactly(28)
    taken = sum(one["uzs"]["point"] for one in found["lines"] if one["name"] != "vat_back")
    assert 150_000 - taken + line(found, "vat_back")["point"] == 42_000
    assert (found["draws"], found["loss_chance"], found["unknown"]) == (0, None, [])
    assert found["cash"]["point"][-1] == found["batch_profit"]["point"] == 4_200_000
    used = {one["input"]: one for one in found["used"]}
    assert used["turnover_pct"]["key"] == "turnover.sole"
    assert used["payout_pct"]["valid_from"] == "2026-04-07"
    assert all(one["source"] for one in used.values())


async def test_rates_that_are_ranges_make_the_answer_one_and_the_same_seed_the_same(anyone):
    inputs = {name: value for name, value in PLAIN.items() if name not in PUBLISHED}
    first, again, other = [await ask(anyone, inputs, seed=seed) for seed in (1, 1, 2)]
    assert first == again
    assert first["profit"] != other["profit"]
    profit = first["profit"]
    assert profit["low"] < profit["point"] < profit["high"]
    assert (first["draws"], first["loss_chance"]) == (2000, 0)
    assert {one["input"] for one in first["used"] if not one["verified"]} == PUBLISHED


async def test_the_payout_fee_and_the_tax_are_those_of_the_day_and_the_choice(anyone):
    found = await ask(anyone, PLAIN | {"payout": "urgent", "tax": "company"}, on="2026-04-07")
    assert line(found, "payout_fee") == exactly(3_088)
    assert line(found, "turnover_tax")["point"] == 6_000
    before = await anyone.post(f"{AT}/costs", json={"inputs": PLAIN, "on": "2026-04-06"})
    assert (before.status_code, before.json()["field"]) == (400, "on")


async def test_what_is_not_known_is_named_and_makes_what_needs_it_unknown(anyone):
    slow = PLAIN | {"units_a_day": {"likely": 1}, "litres": {"likely": 2}}
    found = await ask(anyone, slow)
    assert found["unknown"] == ["storage_litre_day"]
    assert line(found, "commission")["point"] == 22_500
    assert (found["profit"]["point"], found["cash"]) == (None, None)
    paid = await ask(anyone, slow | {"storage_litre_day": {"likely": 25}})
    assert line(paid, "storage") == exactly(400)


async def test_goods_from_abroad_are_landed_line_by_line(anyone):
    abroad = {
        "price": {"likely": 3.5},
        "weight_kg": {"likely": 0.4},
        "way": "road",
        "duty_pct": {"likely": 10},
    }
    inputs = {name: value for name, value in PLAIN.items() if name != "purchase"} | {"abroad": abroad}
    found = await ask(anyone, inputs)
    landed = {one["name"]: one["uzs"] for one in found["landed"]}
    assert sum(one["point"] for one in landed.values()) == line(found, "cost")["point"]
    assert landed["freight"]["low"] < landed["freight"]["point"] < landed["freight"]["high"]
    dear = await ask(
        anyone, inputs | {"abroad": abroad | {"duty_per_kg": {"likely": 3}, "usd_uzs": {"likely": 12_000}}}
    )
    assert next(one["uzs"] for one in dear["landed"] if one["name"] == "duty") == exactly(14_400)
    assert found["unknown"] == []


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"price": {"likely": -1}}, "inputs.price"),
        ({"commission_pct": {"likely": 101}}, "inputs.commission_pct"),
        ({"units_a_day": {"likely": 0}}, "inputs.units_a_day"),
        ({"price": {"likely": 5, "low": 6}}, "inputs.price"),
        ({"abroad": {"price": {"likely": 1}, "weight_kg": {"likely": 1e9}}}, "inputs.abroad.weight_kg"),
    ],
)
async def test_what_cannot_be_is_refused_by_its_name(anyone, change, field):
    answer = await anyone.post(f"{AT}/costs", json={"inputs": PLAIN | change})
    assert (answer.status_code, answer.json()["field"]) == (400, field)


async def test_every_version_of_a_rate_is_told_and_only_one_holds(anyone):
    listed = (await anyone.get(f"{AT}/costs/rates")).json()
    sole = [one for one in listed["items"] if one["key"] == "turnover.sole"]
    assert [(one["valid_from"], one["likely"], one["in_force"]) for one in sole] == [
        ("2026-01-01", 1, True),
        ("2023-01-01", 4, False),
    ]
    assert all(one["stale"] for one in listed["items"] if one["checked_on"] < "2026-08-01")


async def test_a_rate_of_ones_own_holds_for_the_whole_organisation_and_for_no_other(team):
    async def commission(client: httpx.AsyncClient, **how: Any) -> tuple[float, bool]:
        inputs = {name: value for name, value in PLAIN.items() if name != "commission_pct"}
        found = await ask(client, inputs | {"category_id": 5}, **how)
        used = next(one for one in found["used"] if one["input"] == "commission_pct")
        return used["value"]["point"], used["own"]

    async def add(client: httpx.AsyncClient, **rate: Any) -> int:
        return (await client.post(f"{AT}/own-rates", json=rate)).status_code

    assert await add(team["viewer"], key="commission", rate={"likely": 12}) == 403
    assert await add(team["analyst"], key="commision", rate={"likely": 12}) == 400
    assert await add(team["analyst"], key="commission", rate={"likely": 120}) == 400
    assert await add(team["analyst"], key="commission", rate={"likely": 12}, source="shartnoma") == 201
    assert await commission(team["viewer"]) == (12, True)
    assert await commission(team["stranger"]) == (17.5, False)
    assert await add(team["analyst"], key="commission", rate={"likely": 9}, valid_from="2090-01-01") == 201
    assert await commission(team["viewer"]) == (12, True)
    assert await commission(team["viewer"], on="2090-01-02") == (9, True)
    assert await add(team["analyst"], key="commission") == 201
    assert await commission(team["viewer"]) == (17.5, False)
    versions = (await team["viewer"].get(f"{AT}/costs/rates")).json()["items"]
    assert [one["likely"] for one in versions if one["key"] == "commission" and one["own"]] == [9, None, 12]


async def test_a_category_has_the_commission_of_the_nearest_above_it(team, db):
    await stock(db)
    await db.execute(
        "INSERT INTO categories (category_id, parent_id, path, title_uz) VALUES (50, 1, '{1,50}', 'Piyolalar')"
    )
    for key, percent in (("commission.1", 20), ("commission", 11)):
        sent = await team["owner"].post(f"{AT}/own-rates", json={"key": key, "rate": {"likely": percent}})
        assert sent.status_code == 201, sent.text
    inputs = {name: value for name, value in PLAIN.items() if name != "commission_pct"}
    for category, percent in ((50, 20), (999, 11), (None, 11)):
        found = await ask(team["owner"], inputs | {"category_id": category})
        assert line(found, "commission") == exactly(150_000 * percent / 100)


async def test_a_version_of_a_rate_is_never_changed(team, db):
    await team["owner"].post(f"{AT}/own-rates", json={"key": "commission", "rate": {"likely": 12}})
    granted = await db.fetch(
        "SELECT privilege_type FROM information_schema.role_table_grants WHERE table_name = 'own_rates' "
        "AND grantee = 'ventra_app' ORDER BY 1"
    )
    assert [row["privilege_type"] for row in granted] == ["INSERT", "SELECT"]


async def test_a_product_begins_with_what_is_known_of_it(anyone, db):
    await stock(db)
    found = (await anyone.get(f"{AT}/products/{PRODUCT}/costs")).json()
    assert (found["price"]["likely"], found["category_id"]) == (90_000, 1)
    assert found["units_a_day"]["low"] <= found["units_a_day"]["likely"] <= found["units_a_day"]["high"]
    assert {one["input"] for one in found["known"]} == {"price", "category_id", "units_a_day", "quantity"}
    began = {name: found[name] for name in ("price", "category_id", "units_a_day", "quantity")}
    assert (await ask(anyone, PLAIN | began))["price"]["point"] == 90_000
    assert (await anyone.get(f"{AT}/products/999/costs")).status_code == 404


async def test_a_scenario_is_kept_for_the_organisation_and_for_no_other(team):
    path = f"{AT}/cost-scenarios"
    wish = {"name": "Choynak, avto", "inputs": PLAIN}
    assert (await team["viewer"].post(path, json=wish)).status_code == 403
    made = await team["analyst"].post(path, json=wish)
    assert made.status_code == 201, made.text
    assert (await team["owner"].post(path, json=wish | {"name": "CHOYNAK, AVTO"})).status_code == 409
    (kept,) = (await team["viewer"].get(path)).json()["items"]
    assert await ask(team["viewer"], kept["inputs"]) == await ask(team["viewer"], PLAIN)
    number = made.json()["scenario_id"]
    dearer = PLAIN | {"price": {"likely": 160_000, "low": 150_000, "high": 170_000}}
    changed = await team["analyst"].patch(f"{path}/{number}", json={"inputs": dearer})
    assert (changed.json()["name"], changed.json()["inputs"]["price"]) == ("Choynak, avto", dearer["price"])
    assert changed.json()["changed_at"] > changed.json()["made_at"] == made.json()["changed_at"]
    refused = await team["analyst"].patch(
        f"{path}/{number}", json={"inputs": PLAIN | {"price": {"likely": -5}}}
    )
    assert (refused.status_code, refused.json()["field"]) == (400, "inputs.price")
    assert (await team["stranger"].get(path)).json()["items"] == []
    for asked in (
        team["stranger"].patch(f"{path}/{number}", json={"name": "x"}),
        team["stranger"].delete(f"{path}/{number}"),
    ):
        assert (await asked).status_code == 404
    assert (await team["analyst"].delete(f"{path}/{number}")).status_code == 200
    assert (await team["viewer"].get(path)).json()["items"] == []
    deeds = (await team["owner"].get("/api/v1/organisation/audit")).json()["items"]
    assert [(one["deed"], one["subject"]) for one in deeds] == [
        (f"scenario_{done}", str(number)) for done in ("deleted", "changed", "made")
    ]
