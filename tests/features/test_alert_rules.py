"""Rules: what each watches, which come by themselves, how they are changed, and which cannot be."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from fixtures import rows
from fixtures.alerting import LOW, RULES, ago, looked, made, older
from ventra.alerts import by_job
from ventra.alerts.store import pairs
from ventra.infra.db import transaction


@pytest.mark.parametrize(
    ("scope", "number"),
    [("list", "list"), ("category", 4), ("category", 5), ("seller", 3), ("tracked", None), ("mine", None)],
)
async def test_each_scope_finds_its_products(team, db, goods, worker, scope, number):
    await db.execute(
        "INSERT INTO marked_products (org_id, product_id, mark, changed_at) SELECT $1, unnest($2::bigint[]), 'mine', $3",
        team["org"], list(goods), ago(days=100),
    )  # fmt: skip
    if number == "list":
        number = await db.fetchval(
            "INSERT INTO product_lists (org_id, name, folded) VALUES ($1, 'A', 'a') RETURNING list_id",
            team["org"],
        )
        await db.execute(
            "INSERT INTO listed_products SELECT $1, $2, unnest($3::bigint[]), $4",
            team["org"],
            number,
            list(goods),
            ago(days=9),
        )
    rule = await made(team["owner"], scope, LOW, **({} if number is None else {"scope_id": number}))
    await older(db, rule["rule_id"], days=1)
    async with transaction(worker) as line:
        found = await pairs.of_products(line, [*goods, 999])
        many = await pairs.of_buckets(line, 0, 1023, kinds=["stock_low"])
    assert sorted(found.product_id.tolist()) == sorted(goods)
    assert found.product_id.tolist() == many.product_id.tolist()


async def test_a_search_finds_by_words(team, db, goods, worker):
    rule = await made(team["owner"], "search", LOW, scope_text="choynak")
    async with transaction(worker) as line:
        found = await pairs.of_products(line, list(goods))
        many = await pairs.of_buckets(line, 0, 1023, kinds=["stock_low"])
    assert found.rule_id.tolist() == many.rule_id.tolist() == [rule["rule_id"]] * 3
    await made(team["owner"], "search", LOW, scope_text="stol")
    async with transaction(worker) as line:
        assert len(await pairs.of_products(line, list(goods))) == 3


async def test_the_standard_rules_come_with_tracking_and_are_one_s_own(team, db, goods, worker):
    listed = (await team["owner"].get(RULES)).json()
    assert [one["standard"] for one in listed["items"]] == [
        "price",
        "own_stock",
        "rival_out",
        "sales",
        "rating",
    ]
    first = listed["items"][0]["rule_id"]
    assert (await team["owner"].delete(f"{RULES}/{first}")).status_code == 409
    off = await team["owner"].patch(f"{RULES}/{first}", json={"enabled": False})
    assert off.json()["enabled"] is False
    await by_job.judge(worker, clock=lambda: datetime.now(UTC), stopping=lambda: False)
    again = (await team["owner"].get(RULES)).json()["items"]
    assert [one["enabled"] for one in again] == [False, True, True, True, True]
    # Whoever tracks nothing has none.
    assert (await team["stranger"].get(RULES)).json()["items"] == []


async def test_a_rule_is_changed_deleted_and_had_again(team, db, goods, worker):
    rule = await made(team["owner"], "tracked", LOW, name="Qoldiq")
    number = rule["rule_id"]
    await older(db, number, days=1)
    await looked(db, worker, goods[0], ago(minutes=9))
    await looked(db, worker, goods[0], ago(minutes=8), stock=2)
    assert (await team["owner"].get(RULES)).json()["items"][-1]["open"] == 1
    changed = await team["owner"].patch(
        f"{RULES}/{number}", json={"conditions": [{"kind": "stock_low", "limit": 3}]}
    )
    assert (changed.json()["conditions"][0]["limit"], changed.json()["open"]) == (3, 0)
    assert (await team["viewer"].delete(f"{RULES}/{number}")).status_code == 403
    assert (await team["owner"].delete(f"{RULES}/{number}")).status_code == 200
    assert number not in [one["rule_id"] for one in (await team["owner"].get(RULES)).json()["items"]]
    assert (await team["owner"].post(f"{RULES}/{number}/restore")).json()["name"] == "Qoldiq"
    assert (await team["owner"].post(f"{RULES}/{number}/restore")).status_code == 404


@pytest.mark.parametrize(
    ("wish", "field"),
    [
        ({"scope": "tracked", "conditions": [{"kind": "nothing", "limit": 1}]}, "conditions[0].kind"),
        ({"scope": "tracked", "conditions": [{"kind": "stock_low", "limit": 0}]}, "conditions[0].limit"),
        (
            {"scope": "tracked", "conditions": [LOW, {"kind": "price_down", "limit": 500}]},
            "conditions[1].limit",
        ),
        (
            {"scope": "tracked", "conditions": [{"kind": "price_down", "limit": 5, "unit": "stars"}]},
            "conditions[0].unit",
        ),
        (
            {"scope": "tracked", "conditions": [{"kind": "price_down", "limit": 5, "days": 3}]},
            "conditions[0].days",
        ),
        ({"scope": "tracked", "conditions": [{"kind": "below_mine", "limit": 5}]}, "conditions[0].other"),
        ({"scope": "tracked", "conditions": [{"kind": "new_products", "limit": 1}]}, "scope"),
        (
            {
                "scope": "tracked",
                "conditions": [{"kind": "below_mine", "limit": 5, "other": n} for n in (1, 2)],
            },
            "conditions",
        ),
        ({"scope": "product", "conditions": [LOW]}, "scope_id"),
        ({"scope": "search", "conditions": [LOW], "scope_text": " ? "}, "scope_text"),
        ({"scope": "tracked", "conditions": [LOW], "channels": [987]}, "channels"),
    ],
)
async def test_a_rule_that_cannot_be_is_refused_by_name(team, wish, field):
    answer = await team["owner"].post(RULES, json=wish)
    assert answer.status_code == 400, answer.text
    assert field in answer.text
    assert (await team["owner"].post(RULES, json=wish | {"scope": "list", "scope_id": 9})).status_code in (
        400,
        404,
    )


async def test_which_rules_watch_a_product_is_known_for_every_scope(team, db, goods, worker):
    owner, one = team["owner"], goods[0]
    await db.execute("DELETE FROM trackers WHERE product_id = $1", goods[2])
    await owner.patch(f"/api/v1/watchlist/products/{one}", json={"mark": "mine"})
    listed = await db.fetchval(
        "INSERT INTO product_lists (org_id, name, folded) VALUES ($1, 'A', 'a') RETURNING list_id",
        team["org"],
    )
    await rows.insert(db, "listed_products", org_id=team["org"], list_id=listed, product_id=one)
    rules = {
        "product": await made(owner, "product", LOW, scope_id=one),
        "list": await made(owner, "list", LOW, scope_id=listed),
        "tracked": await made(owner, "tracked", LOW),
        "mine": await made(owner, "mine", LOW),
        "rivals": await made(owner, "rivals", LOW),
        "category": await made(owner, "category", LOW, scope_id=4),
        "seller": await made(owner, "seller", LOW, scope_id=3),
        "search": await made(owner, "search", LOW, scope_text="choynak"),
        "off": await made(owner, "tracked", LOW),
        "newcomers": await made(owner, "category", {"kind": "new_products", "limit": 1}, scope_id=4),
    }
    await owner.patch(f"{RULES}/{rules['off']['rule_id']}", json={"enabled": False})
    await made(team["stranger"], "category", LOW, scope_id=4)

    async def watching(client, product_id):
        items = (await client.get(f"{RULES}?product_id={product_id}")).json()["items"]
        names = {rule["rule_id"]: name for name, rule in rules.items()}
        return {names.get(item["rule_id"], item["standard"]) for item in items}

    everywhere = {"category", "seller", "search"}
    assert await watching(owner, one) == everywhere | {
        "product", "list", "tracked", "mine", "price", "own_stock", "sales", "rating",
    }  # fmt: skip
    assert await watching(team["viewer"], goods[1]) == everywhere | {"tracked", "price", "sales", "rating"}
    assert await watching(owner, goods[2]) == everywhere
    assert await watching(owner, 999) == set()
    assert await watching(team["stranger"], one) == {None}, "the stranger's own alone"
    for wrong in ("0", "-1", "x", str(2**63)):
        refused = await owner.get(f"{RULES}?product_id={wrong}")
        assert (refused.status_code, refused.json()["field"]) == (400, "product_id")
