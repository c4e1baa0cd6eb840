"""When to order again and how much, over HTTP: on one's own terms, by variant, and of all own goods within one purse."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from fixtures import rows
from fixtures.people import clients, organisation, person
from fixtures.shelves import EMPTY, PILED, SELLS, UNSEEN, stocked
from ventra.core.day import day_of
from ventra.infra.db import transaction

TERMS = {"lead_days": 10, "lead_spread_days": 2, "service_level": 0.9, "cost_uzs": 5_000}


def of(product: int) -> str:
    return f"/api/v1/products/{product}/reorder"


@pytest.fixture
async def team(api: Any, pool: Any) -> Any:
    """An owner, a viewer and a stranger; the first organisation tracks all goods, and all but one are its own."""
    numbers = {role: await person(api, f"{role}@dokon.uz") for role in ("owner", "viewer")}
    stranger = await person(api, "stranger@dokon.uz")
    org = await organisation(api, "Doʻkon", **numbers)
    await organisation(api, "Boshqa", owner=stranger)
    await stocked(pool)
    async with transaction(pool) as db:
        for one in (SELLS, EMPTY, PILED, UNSEEN):
            await rows.insert(db, "trackers", org_id=org, product_id=one)
            await rows.insert(
                db, "marked_products", org_id=org, product_id=one, mark="rival" if one == UNSEEN else "mine"
            )
    async with clients(api, **numbers, stranger=stranger) as found:
        yield found


async def read(client: Any, path: str) -> Any:
    answer = await client.get(path)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_each_variant_has_its_order_and_all_of_them_make_the_products(team: Any, anyone: Any) -> None:
    found = await read(anyone, of(SELLS))
    assert (found["own_terms"], found["terms"]["lead_days"], found["terms"]["cost_uzs"]) == (False, 14, None)
    plan = found["plan"]
    fast, slow = plan["lines"]
    today = day_of(datetime.now(UTC)).isoformat()
    # Some 30 pieces of six a day do not last for a fortnight.
    assert (fast["due"], slow["due"], plan["due"]) == (True, True, 2)
    assert (plan["early"], plan["late"]) == (today, today)
    assert fast["lead_units"]["point"] == pytest.approx(14 * 4, rel=0.3)
    assert fast["reorder_point"] > fast["lead_units"]["high"] > fast["lead_units"]["point"]
    for line in (fast, slow):
        assert line["pieces"]["point"] == line["up_to"] - line["stock"]
        assert line["pieces"]["low"] < line["pieces"]["point"] < line["pieces"]["high"]
        assert (line["binds"], line["cost_uzs"]["point"]) == ("need", None)
    assert fast["pieces"]["point"] > slow["pieces"]["point"]
    assert plan["pieces"]["point"] == fast["pieces"]["point"] + slow["pieces"]["point"]
    assert found["lost"]["units"]["point"] == 0


async def test_what_is_kept_holds_for_the_organisation_and_for_no_other_until_it_is_taken_back(
    team: Any,
) -> None:
    path = f"{of(SELLS)}/terms"
    before = await read(team["viewer"], of(SELLS))
    assert (await team["viewer"].put(path, json=TERMS)).status_code == 403
    for wrong, field in (
        ({"lead_days": 400}, "lead_days"),
        (TERMS | {"lead_spread_days": 11}, "lead_spread_days"),
        ({"lead_days": 4, "cash_uzs": 10}, "cost_uzs"),
    ):
        refused = await team["owner"].put(path, json=wrong)
        assert (refused.status_code, refused.json()["field"]) == (400, field)
    assert (await team["stranger"].put(path, json=TERMS)).status_code == 404, "it tracks nothing"
    changed = TERMS | {"least_pieces": 7, "pack_pieces": 6, "on_order": {"11": 500}}
    kept = await team["owner"].put(path, json=changed)
    assert kept.status_code == 200, kept.text
    found = await read(team["viewer"], of(SELLS))
    assert found == kept.json()
    assert found["own_terms"]
    assert found["terms"] == {"review_days": 7, "cash_uzs": None} | changed
    fast, slow = found["plan"]["lines"]
    assert (fast["due"], fast["pieces"]["point"], fast["on_order"]) == (False, 0, 500)
    assert fast["early"] is None, "500 last for longer than is foreseen"
    assert slow["pieces"]["point"] % 6 == 0
    assert slow["cost_uzs"]["point"] == 5_000 * slow["pieces"]["point"]
    assert not (await read(team["stranger"], of(SELLS)))["own_terms"]
    assert (await team["owner"].delete(path)).json() == before


async def test_variants_share_what_may_be_spent_on_their_product(team: Any) -> None:
    spent = TERMS | {"cash_uzs": 200_000}
    found = (await team["owner"].put(f"{of(SELLS)}/terms", json=spent)).json()["plan"]
    assert 150_000 < found["cost_uzs"]["point"] <= 200_000
    assert found["cost_uzs"]["high"] <= 200_000
    assert "cash" in {one["binds"] for one in found["lines"]}


async def test_without_stock_or_a_forecast_it_is_said_why(team: Any, pool: Any) -> None:
    (unseen,) = (await read(team["owner"], of(UNSEEN)))["plan"]["lines"]
    assert (unseen["no_plan"], unseen["pieces"]["point"], unseen["binds"]) == ("stock", None, None)
    async with transaction(pool) as db:
        await rows.product(db, 9, "Yangi", state="active")
    nothing = await read(team["owner"], of(9))
    assert (nothing["plan"]["no_plan"], nothing["plan"]["lines"], nothing["lost"]) == ("forecast", [], None)
    assert (await team["owner"].get(of(77))).status_code == 404


async def test_own_goods_share_one_purse_the_most_urgent_first_and_come_a_page_at_a_time(team: Any) -> None:
    for one in (SELLS, EMPTY):
        assert (await team["owner"].put(f"{of(one)}/terms", json=TERMS)).status_code == 200
    all_of_them = await read(team["viewer"], "/api/v1/reorder")
    assert [one["product"]["product_id"] for one in all_of_them["items"]] == [EMPTY, SELLS, PILED]
    assert (all_of_them["own"], all_of_them["total"], all_of_them["due"], all_of_them["left_out"]) == (
        3,
        3,
        2,
        0,
    )
    whole = all_of_them["items"][0]["plan"]["cost_uzs"]["point"]
    assert all_of_them["cost_uzs"]["point"] == all_of_them["uncut_uzs"] > whole
    purse = int(whole) + 40_000
    within = await read(team["viewer"], f"/api/v1/reorder?cash_uzs={purse}")
    bought = [one["plan"]["cost_uzs"]["point"] for one in within["items"]]
    assert bought == [whole, 40_000, 0]
    assert (
        within["items"][1]["plan"]["lines"][0]["lasts"] < all_of_them["items"][1]["plan"]["lines"][0]["lasts"]
    )
    assert within["uncut_uzs"] == all_of_them["uncut_uzs"]
    for sort in ("urgency", "-pieces", "lost", "-cost"):
        path, seen = f"/api/v1/reorder?sort={sort}&limit=1", []
        page = await read(team["viewer"], path)
        while True:
            seen += [one["product"]["product_id"] for one in page["items"]]
            if page["next_cursor"] is None:
                break
            page = await read(team["viewer"], f"{path}&cursor={page['next_cursor']}")
        assert sorted(seen) == [SELLS, EMPTY, PILED], sort
    due = await read(team["viewer"], "/api/v1/reorder?due=false")
    assert [one["product"]["product_id"] for one in due["items"]] == [PILED]
    other = await read(team["stranger"], "/api/v1/reorder")
    assert (other["own"], other["items"]) == (0, [])
