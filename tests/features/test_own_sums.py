"""The sums of an own shop over HTTP: worked by hand, from rows of orders to the profit, what is lost, and what is to be paid."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
import xlsxwriter

from fixtures.own_sums import FIRST_SKU, OTHER_PRODUCT, SECOND_SKU, ago, own_shop
from fixtures.people import clients, organisation, person
from ventra.core.day import day_of

OWN = "/api/v1/own-shop"


@pytest.fixture
async def team(api: Any, pool: Any) -> Any:
    """An analyst and a viewer of a shop of their own, and a stranger with none."""
    numbers = {role: await person(api, f"{role}@dokon.uz") for role in ("owner", "analyst", "viewer")}
    stranger = await person(api, "stranger@dokon.uz")
    org = await organisation(api, "Doʻkon", **numbers)
    await organisation(api, "Boshqa", owner=stranger)
    await own_shop(pool, org)
    async with clients(api, **numbers, stranger=stranger) as found:
        yield found


async def read(client: Any, path: str, **params: Any) -> Any:
    answer = await client.get(f"{OWN}/{path}", params={"from": ago(10).isoformat()} | params)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def buy(client: Any, sku: int, days: int, pieces: int, cost: int) -> Any:
    wish = {"sku_id": sku, "day": ago(days).isoformat(), "pieces": pieces, "cost_uzs": cost}
    answer = await client.post(f"{OWN}/purchases", json=wish)
    assert answer.status_code == 201, answer.text
    return answer.json()


async def stocked_up(team: Any) -> None:
    """4 pieces at 40,000 before anything was sold, 5 at 50,000 on the second day."""
    await buy(team["analyst"], FIRST_SKU, 20, 4, 40_000)
    await buy(team["analyst"], FIRST_SKU, 9, 5, 50_000)


async def test_a_span_worked_by_hand(team: Any) -> None:
    """First goods: 5 of 6 kept, 500,000 - 75,000 - 23,000; costs 4 x 40,000 + 50,000; storage 500 and advertising 2,000.

    Second: 100,000 - 10,000 - 6,000 - 500, at the cabinet's 20,000. Of the third no cost is known; a fine lies on no goods.
    """
    await stocked_up(team)
    found = await read(team["viewer"], "days")
    total = found["total"]
    assert (total["ordered"], total["cancelled"], total["returned"], total["units"]) == (11, 2, 1, 8)
    assert (total["revenue_uzs"], total["commission_uzs"], total["logistics_uzs"]) == (
        670_000,
        92_000,
        32_000,
    )
    assert (total["storage_uzs"], total["other_uzs"], total["apart_uzs"]) == (1_000, 2_000, 700)
    assert (total["cost_uzs"], total["profit_uzs"], total["margin_pct"]) == (None, None, None)
    assert (total["known_profit_uzs"], total["revenue_without_cost_uzs"]) == (232_300, 70_000)
    assert total["cost_basis"] == "both"
    assert {one["kind"]: one["amount_uzs"] for one in found["expenses"]} == {
        "storage": 1_000, "advertising": 2_000, "fine": 700, "in_orders": 99,
    }  # fmt: skip
    assert found["unmatched_units"] == 1
    by_day = {one["day"]: one for one in found["days"]}
    assert len(by_day) == 11
    assert by_day[ago(10).isoformat()]["profit_uzs"] == 322_000 - 160_000 - 2_000
    assert by_day[ago(5).isoformat()]["profit_uzs"] == -700
    assert by_day[ago(7).isoformat()] | {"revenue_uzs": 0, "profit_uzs": 0} == by_day[ago(7).isoformat()]
    assert by_day[ago(2).isoformat()]["profit_uzs"] is None

    goods = await read(team["viewer"], "goods", sort="-profit")
    first, second, third = goods["items"]
    assert (first["sku_id"], first["profit_uzs"], first["cost_basis"]) == (FIRST_SKU, 189_500, "purchases")
    assert first["margin_pct"] == 37.9
    assert (first["held"], first["held_uzs"]) == (4, 200_000)
    assert (second["sku_id"], second["profit_uzs"], second["cost_basis"]) == (SECOND_SKU, 43_500, "cabinet")
    assert (third["sku_id"], third["product_id"], third["profit_uzs"]) == (None, OTHER_PRODUCT, None)
    assert (third["left_uzs"], third["known_profit_uzs"], third["cost_basis"]) == (60_000, None, "none")
    assert goods["sum"]["known_profit_uzs"] == 232_300 + 700


async def test_goods_are_searched_and_paged_and_costs_may_be_by_purchases_alone(team: Any) -> None:
    page = await read(team["viewer"], "goods", sort="-revenue", limit=2)
    assert [one["sku_id"] for one in page["items"]] == [FIRST_SKU, SECOND_SKU]
    rest = await read(team["viewer"], "goods", sort="-revenue", limit=2, cursor=page["next_cursor"])
    assert [one["product_id"] for one in rest["items"]] == [OTHER_PRODUCT]
    assert (page["total"], rest["next_cursor"]) == (3, None)
    blue = await read(team["viewer"], "goods", q="чойнак кўк", cabinet="false")
    assert [(one["sku_id"], one["profit_uzs"]) for one in blue["items"]] == [(SECOND_SKU, None)]
    assert (await team["viewer"].get(f"{OWN}/goods", params={"sort": "luck"})).status_code == 400


async def test_the_difference_from_the_cabinet_adds_up(team: Any) -> None:
    await stocked_up(team)
    found = await read(team["viewer"], "difference")
    assert found["cabinet_uzs"] == 240_000 + 80_000 + 60_000
    assert {one["cause"]: one["amount_uzs"] for one in found["causes"]} == {
        "day_boundary": 82_000, "not_issued": 134_000, "cancelled": -50_000, "returned": 0, "reckoned_otherwise": 0,
        "storage": -1_000, "other_expenses": -2_700, "no_cost_known": -60_000, "cost_of_goods": -250_000, "spoiled": 0,
    }  # fmt: skip
    assert found["ours_uzs"] == 232_300
    assert found["cabinet_uzs"] + sum(one["amount_uzs"] for one in found["causes"]) == found["ours_uzs"]
    assert found["ours_uzs"] == (await read(team["viewer"], "days"))["total"]["known_profit_uzs"]


async def test_purchases_are_changed_deleted_and_put_back_and_costs_follow(team: Any) -> None:
    analyst = team["analyst"]
    made = await buy(analyst, FIRST_SKU, 20, 9, 40_000)
    of = f"{OWN}/purchases/{made['purchase_id']}"

    async def cost() -> Any:
        goods = await read(team["viewer"], "goods", q=str(FIRST_SKU))
        return goods["items"][0]["cost_uzs"]

    assert (made["title"], await cost()) == ("Choynak oq", 200_000)
    assert (await analyst.patch(of, json={"cost_uzs": 30_000})).json()["pieces"] == 9
    assert await cost() == 150_000
    assert (await analyst.delete(of)).status_code == 200
    assert await cost() is None
    assert (await read(team["viewer"], "purchases"))["total"] == 0
    assert (await analyst.post(f"{of}/restore")).json()["cost_uzs"] == 30_000
    assert await cost() == 150_000
    assert (await analyst.post(f"{of}/restore")).status_code == 404
    tomorrow = (day_of(datetime.now(UTC)) + timedelta(days=1)).isoformat()
    assert (await analyst.patch(of, json={"day": tomorrow})).status_code == 400
    unknown = {"sku_id": 99, "day": ago(1).isoformat(), "pieces": 1, "cost_uzs": 1}
    assert (await analyst.post(f"{OWN}/purchases", json=unknown)).status_code == 400


async def test_a_file_of_purchases_is_shown_and_then_taken_in_once(team: Any) -> None:
    out, day = BytesIO(), ago(20)
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for at, line in enumerate(
            (
                ["Kod", "Sana", "Soni", "Tannarx"],
                ["ch-71", day.strftime("%d.%m.%Y"), 9, "40 000"],
                ["CH-72", day.isoformat(), 2.5, 1],
                ["yoʻq", day.isoformat(), 1, 1],
            )
        ):
            sheet.write_row(at, 0, line)
    body, analyst = out.getvalue(), team["analyst"]

    async def send(**params: Any) -> Any:
        return await analyst.post(
            f"{OWN}/purchases/file",
            params={"name": "xarid.xlsx"} | params,
            content=body,
            headers={"content-type": "application/octet-stream"},
        )

    seen = (await send()).json()
    assert (seen["kept"], seen["columns"], seen["needed"]) == (
        False,
        {"sku": 0, "day": 1, "pieces": 2, "cost": 3},
        [],
    )
    assert (seen["readable"], [(one["line"], one["why"]) for one in seen["bad"]]) == (
        1,
        [(3, "not_whole"), (4, "not_known")],
    )
    assert (await send(columns="sku:0,day:1")).json()["needed"] == ["pieces", "cost"]
    assert (await send(columns="luck:1")).status_code == 400
    assert (await read(team["viewer"], "purchases"))["total"] == 0
    assert (await send(keep="true")).json()["kept"] is True
    (kept,) = (await read(team["viewer"], "purchases"))["items"]
    assert (kept["sku_id"], kept["pieces"], kept["cost_uzs"], kept["day"]) == (
        FIRST_SKU,
        9,
        40_000,
        day.isoformat(),
    )
    assert (await send(keep="true")).status_code == 409


async def test_losses_by_the_deadline_of_their_claim(team: Any) -> None:
    """10 accepted, 5 sold and kept, 5 in stock until four days ago, then 3; two were never accepted; papers and an order wait."""
    found = await read(team["viewer"], "losses")
    said = [(one["subject"], one["pieces"], one["since"], one["days_left"]) for one in found["items"]]
    assert said == [
        (f"short-31-{FIRST_SKU}", 2, ago(30).isoformat(), -20),
        ("return_stuck-9", 4, ago(11).isoformat(), -1),
        (f"missing-{FIRST_SKU}", 2, ago(3).isoformat(), 7),
        (f"not_back-107-{SECOND_SKU}", 1, ago(3).isoformat(), 11),
    ]
    assert (found["unknown"], found["open"], found["open_cost_uzs"]) == ([], 4, None)
    of = f"{OWN}/losses/missing-{FIRST_SKU}"
    assert (await team["viewer"].put(of, json={"state": "claimed"})).status_code == 403
    answer = await team["analyst"].put(of, json={"state": "claimed", "note": "ariza 12"})
    assert (answer.json()["state"], answer.json()["said_of"], answer.json()["note"]) == (
        "claimed",
        2,
        "ariza 12",
    )
    assert [one["kind"] for one in (await read(team["viewer"], "losses", state="claimed"))["items"]] == [
        "missing"
    ]
    assert (await team["analyst"].put(of, json={"state": "open"})).json()["said_of"] is None
    gone = await team["analyst"].put(f"{OWN}/losses/missing-12345", json={"state": "claimed"})
    assert gone.status_code == 404


async def test_what_is_to_be_paid_and_what_is_under_way(team: Any) -> None:
    """240,000 + 80,000 + 60,000 + 82,000 are there, 40,000 of them withdrawn; 84,000 are under way."""
    found = await read(team["viewer"], "cash", schedule="weekly")
    assert (found["ready_uzs"], found["processing_uzs"]) == (422_000, 84_000)
    fees = {one["schedule"]: one["ready_fee_uzs"] for one in found["choices"]}
    assert fees == {"twice_a_month": 0, "weekly": 4_220, "daily": 6_330, "urgent": 10_550}
    assert [week["paid_out_uzs"]["point"] > 0 for week in found["weeks"]] == [False, True, False, False]
    paid = found["weeks"][1]["paid_out_uzs"]
    assert (paid["low"], paid["high"]) == (417_780, 422_000 + 84_000 - 5_060)
    assert (found["foreseen_uzs"]["point"], found["without_forecast"]) == (None, 1)


async def test_nobody_else_sees_or_changes_any_of_it(team: Any) -> None:
    await stocked_up(team)
    stranger = team["stranger"]
    nothing = await read(stranger, "days")
    assert (nothing["total"]["units"], nothing["read_at"], nothing["days"]) == (0, None, [])
    assert (await read(stranger, "goods"))["items"] == []
    assert (await read(stranger, "losses"))["items"] == []
    (bought, *_) = (await read(team["viewer"], "purchases"))["items"]
    of = f"{OWN}/purchases/{bought['purchase_id']}"
    assert (await stranger.delete(of)).status_code == 404
    assert (await team["viewer"].delete(of)).status_code == 403
    assert (
        await stranger.put(f"{OWN}/losses/missing-{FIRST_SKU}", json={"state": "claimed"})
    ).status_code == 404
    assert (await read(stranger, "reorder"))["items"] == []
