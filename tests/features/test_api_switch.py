"""The operator's switch of collecting and what the budget can watch, over HTTP."""

from __future__ import annotations

import pytest

from fixtures import rows
from fixtures.people import sign_up
from ventra.collect.store import switch

COLLECTING, CAPACITY = "/api/v1/collecting", "/api/v1/capacity"


async def tell(db, collect="tracked", per_second=2.0):
    await switch.tell_setting(db, collect=collect, product_per_second=per_second)


async def test_before_a_worker_ever_ran_nothing_is_known(api):
    assert (await api.get(COLLECTING)).json() == {
        "collect": None, "setting": None, "switched_to": None, "switched_at": None,
    }  # fmt: skip
    capacity = (await api.get(CAPACITY)).json()
    assert (capacity["per_second"], capacity["looks_a_day"], capacity["now"]) == (None, None, None)
    assert capacity["by_collect"] == []


async def test_the_switch_goes_before_the_setting_until_it_is_taken_back(api, db):
    await tell(db)
    assert (await api.get(COLLECTING)).json()["collect"] == "tracked"
    answer = await api.put(COLLECTING, json={"collect": "off"})
    assert answer.status_code == 200
    state = answer.json()
    assert (state["collect"], state["setting"], state["switched_to"]) == ("off", "tracked", "off")
    assert state["switched_at"].endswith("Z")
    assert (await api.get(COLLECTING)).json() == state
    assert (await api.get("/api/v1/meta")).json()["collect"] == "off"
    back = (await api.put(COLLECTING, json={"collect": None})).json()
    assert back == {"collect": "tracked", "setting": "tracked", "switched_to": None, "switched_at": None}


@pytest.mark.parametrize("body", [{"collect": "some"}, {}, {"collect": "off", "for": "ever"}, [], "off"])
async def test_a_switch_to_nowhere_is_refused_and_changes_nothing(api, db, body):
    await tell(db)
    answer = await api.put(COLLECTING, json=body)
    assert (answer.status_code, answer.json()["key"]) == (400, "error.bad_input")
    assert (await api.get(COLLECTING)).json()["switched_to"] is None


async def test_the_operator_alone_sees_the_switch_and_turns_it(api, anyone):
    await sign_up(anyone, "seller@dokon.uz")
    for refused in (await anyone.get(COLLECTING), await anyone.put(COLLECTING, json={"collect": "all"})):
        assert (refused.status_code, refused.json()["key"]) == (403, "error.operator_only")
    assert (await api.get(COLLECTING)).json()["switched_to"] is None


async def test_capacity_tells_what_the_budget_watches_and_what_a_change_brings(api, db):
    await tell(db, "all")
    for product_id in range(1, 11):
        await rows.insert(db, "watch", product_id=product_id, tracked=product_id <= 4, every_seconds=1)
    capacity = (await api.get(CAPACITY)).json()
    assert (capacity["per_second"], capacity["looks_an_hour"], capacity["looks_a_day"]) == (
        2.0,
        7200,
        172_800,
    )
    assert capacity["groups"] == [
        {"every_seconds": None, "products": 4, "per_second": 4.0},
        {"every_seconds": 900, "products": 6, "per_second": 6.0},
    ]
    assert (capacity["tracked_per_second"], capacity["rest_per_second"]) == (4.0, 6.0)
    assert capacity["enough_per_second"] == 10.0
    assert capacity["now"]["rest"] == {"stretch": pytest.approx(30), "interval_seconds": pytest.approx(30)}
    assert [one["collect"] for one in capacity["by_collect"]] == ["off", "tracked", "all"]
    assert [one["per_second"] for one in capacity["by_budget"]] == [1.0, 4.0, 10.0]
    assert capacity["by_budget"][-1]["tracked"] == {"stretch": 1.0, "interval_seconds": 1.0}
    await api.put(COLLECTING, json={"collect": "off"})
    off = (await api.get(CAPACITY)).json()
    assert (off["collect"], off["by_budget"], off["now"]["tracked"]) == ("off", [], None)
