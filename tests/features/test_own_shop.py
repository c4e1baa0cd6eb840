"""Own shops are read by the worker with sealed keys: whole, once and again, and for their own organisation alone."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from fakes.uzum_seller import TOKEN, card, expense, fbs_order, invoice, item, returned
from fixtures.stores import run_sql
from ventra.accounts.reseal import reseal
from ventra.infra.db import transaction
from ventra.infra.secrets import Vault
from ventra.infra.seller_rows import Shop
from ventra.shop import by_job
from ventra.shop.own_sealing import OWN_KEYS, about
from ventra.shop.store import own_keys, own_progress

KEYS, SHOP = "/api/v1/own-shop/keys", "/api/v1/own-shop"
QUARTER = timedelta(minutes=15)
TABLES = (
    "own_skus", "own_stock_days", "own_order_items", "own_fbs_orders", "own_returns", "own_return_items", "own_invoices",
    "own_invoice_items", "own_expenses",
)  # fmt: skip


async def give(client, key=TOKEN, name="Asosiy"):
    return await client.post(KEYS, json={"name": name, "key": key})


async def state(client):
    return (await client.get(SHOP)).json()


async def rows(pool, table, org_id):
    async with transaction(pool) as db:
        found = await db.fetch(f"SELECT * FROM {table} WHERE org_id = $1 ORDER BY 2, 3", org_id)
    return [dict(row) for row in found]


def stocked(fake) -> None:
    fake.items = [
        item(1),
        item(2, skuTitle="SELLER-1001-2"),
        item(3, skuTitle="Something else"),
        item(4, status="CANCELED", amount=0, cancelled=1, days_ago=70),
        item(5, orderId=501, days_ago=2),
    ]
    fake.fbs = [fbs_order(501, days_ago=2), fbs_order(502, status="COMPLETED", days_ago=100)]
    fake.returns, fake.invoices, fake.expenses = [returned(7)], [invoice(8)], [expense(9)]


async def test_a_key_is_tried_at_once_and_all_its_lists_are_read(
    sellers, shop_reading, seller_api, pool, database_url
) -> None:
    stocked(seller_api)
    given = await give(sellers["manager"], key=f"  Bearer {TOKEN} ")
    (key,) = given.json()["keys"]
    assert (given.status_code, key["state"], key["tail"]) == (201, "new", TOKEN[-4:])
    await shop_reading.work()
    told = await state(sellers["viewer"])
    (key,), (shop,) = told["keys"], told["shops"]
    assert (key["state"], key["why"], told["ready"]) == ("ok", None, True)
    assert (shop["shop_id"], shop["title"], shop["skus"], shop["order_items"]) == (51, "Choynak", 2, 5)
    assert {one["feed"]: (one["whole"], one["reading"]) for one in key["feeds"]} == dict.fromkeys(
        ("skus", "orders", "fbs_orders", "returns", "invoices", "expenses"), (True, False)
    )
    assert seller_api.faults == []
    org_id = sellers["org_id"]
    sold = {row["item_id"]: row for row in await rows(pool, "own_order_items", org_id)}
    assert [sold[number]["sku_id"] for number in (1, 2, 3)] == [10011, 10012, None], (
        "by title, by code, and none that fits"
    )
    assert (sold[4]["amount"], sold[4]["cancelled"], sold[4]["status"]) == (0, 1, "CANCELED")
    assert [sold[number]["scheme"] for number in (1, 5)] == ["FBO", "FBS"]
    assert [row["units"] for row in await rows(pool, "own_fbs_orders", org_id)] == [2, 2]
    (stock, _) = await rows(pool, "own_stock_days", org_id)
    assert (stock["fbo"], stock["fbs"], stock["defected"]) == (7, 3, 2)
    assert [row["shop_id"] for row in await rows(pool, "own_returns", org_id)] == [51], "as its goods say"
    assert [row["accepted"] for row in await rows(pool, "own_invoice_items", org_id)] == [9]
    assert [row["price"] for row in await rows(pool, "own_expenses", org_id)] == [6_000]
    for table in TABLES:
        assert "Aziza" not in repr(await rows(pool, table, org_id))
    run_sql(database_url, f"DELETE FROM organisations WHERE org_id = {org_id}")
    for table in (*TABLES, "own_keys", "own_shops", "own_feeds"):
        assert await rows(pool, table, org_id) == []


async def test_the_same_again_changes_nothing_and_what_came_back_later_is_set_right(
    sellers, shop_reading, seller_api, pool
) -> None:
    stocked(seller_api)
    await give(sellers["owner"])
    await shop_reading.work()
    org_id = sellers["org_id"]
    before = {
        table: await rows(pool, table, org_id)
        for table in TABLES
        if table not in ("own_skus", "own_stock_days")
    }
    await shop_reading.work(QUARTER)
    assert {table: await rows(pool, table, org_id) for table in before} == before
    seller_api.items[0] |= {"amountReturns": 1, "amount": 0, "returnCause": "Brak"}
    seller_api.cards[51][0]["skuList"][0]["quantityActive"] = 4
    seller_api.returns[0]["returnItems"] = []
    seller_api.invoices[0]["productForInvoiceDto"][0]["skuForInvoiceDtoList"][0]["quantityAccepted"] = 8
    await shop_reading.work(timedelta(hours=1))
    sold = await rows(pool, "own_order_items", org_id)
    was = before["own_order_items"]
    assert (sold[0]["returned"], sold[0]["amount"], sold[0]["return_cause"]) == (1, 0, "Brak")
    assert sold[0]["changed_at"] > was[0]["changed_at"]
    assert sold[0]["first_seen_at"] == was[0]["first_seen_at"]
    assert sold[1:] == was[1:]
    assert next(row["fbo"] for row in await rows(pool, "own_stock_days", org_id)) == 4
    assert await rows(pool, "own_return_items", org_id) == []
    (was,) = before["own_invoice_items"]
    assert await rows(pool, "own_invoice_items", org_id) == [was | {"accepted": 8}]
    seller_api.items[3] |= {"amountReturns": 9}
    await shop_reading.work(QUARTER)
    assert (await rows(pool, "own_order_items", org_id))[3]["returned"] == 0, (
        "it is older than what is read again"
    )


async def test_whoever_is_ended_anywhere_is_gone_on_with(sellers, shop_reading, seller_api, pool) -> None:
    seller_api.items = [item(number, days_ago=1 + number / 10) for number in range(250)]
    await give(sellers["owner"])
    pages = 0
    for looks in range(80):
        shop_reading.stop_after = 8 + looks % 5
        await shop_reading.work()
        (key,) = (await state(sellers["owner"]))["keys"]
        pages += any(one["reading"] for one in key["feeds"])
        if key["last_ok_at"]:
            break
    assert key["last_ok_at"] is not None
    assert pages > 2
    assert len(await rows(pool, "own_order_items", sellers["org_id"])) == 250
    assert len([one for one in seller_api.asked if "/finance/orders" in one]) <= 16, "no page is read twice"


async def test_a_refused_key_is_left_alone_until_somebody_says_so(sellers, shop_reading, seller_api) -> None:
    await give(sellers["owner"], key="some-other-key-1234")
    await shop_reading.work()
    (key,) = (await state(sellers["owner"]))["keys"]
    assert (key["state"], key["why"], key["next_at"]) == ("refused", "key_refused", None)
    assert key["said"] is None or "1234" not in key["said"]
    asked = len(seller_api.asked)
    await shop_reading.work(timedelta(days=2))
    assert len(seller_api.asked) == asked
    where = f"{KEYS}/{key['key_id']}"
    assert (await sellers["manager"].patch(where, json={"again": True})).json()["keys"][0]["state"] == "new"
    await shop_reading.work()
    assert len(seller_api.asked) == asked + 1
    (key,) = (await sellers["manager"].patch(where, json={"key": TOKEN, "name": "Yangi"})).json()["keys"]
    assert (key["name"], key["tail"], key["state"]) == ("Yangi", TOKEN[-4:], "new")
    await shop_reading.work()
    assert (await state(sellers["owner"]))["keys"][0]["state"] == "ok"


async def test_nothing_is_asked_with_the_keys_of_a_suspended_organisation(
    sellers, shop_reading, seller_api, pool, database_url
) -> None:
    await give(sellers["owner"])
    run_sql(database_url, f"UPDATE organisations SET suspended_at = now() WHERE org_id = {sellers['org_id']}")
    await shop_reading.work()
    async with transaction(pool) as db:
        assert await own_keys.take(db, shop_reading.clock(), 1) is None
    assert seller_api.asked == []
    run_sql(database_url, "UPDATE organisations SET suspended_at = NULL")
    await shop_reading.work()
    assert seller_api.asked != []


async def test_one_list_that_cannot_be_read_holds_up_no_other_and_failures_are_put_off(
    sellers, shop_reading, seller_api
) -> None:
    seller_api.items = [item(1)]
    seller_api.mode = {"/v2/fbs/orders": "denied", "/invoice": "changed"}
    await give(sellers["owner"])
    await shop_reading.work()
    told = await state(sellers["owner"])
    (key,) = told["keys"]
    whys = {one["feed"]: one["why"] for one in key["feeds"]}
    assert (whys["fbs_orders"], whys["invoices"], whys["orders"], whys["expenses"]) == (
        "no_right",
        "changed",
        None,
        None,
    )
    assert (key["state"], told["shops"][0]["order_items"]) == ("ok", 1)
    seller_api.mode = {"*": "busy"}
    await shop_reading.work(QUARTER)
    (key,) = (await state(sellers["owner"]))["keys"]
    assert (key["state"], key["why"]) == ("failing", "failed")
    asked = len(seller_api.asked)
    await shop_reading.work(timedelta(seconds=30))
    assert len(seller_api.asked) == asked
    seller_api.mode = {}
    await shop_reading.work(timedelta(hours=1))
    (key,) = (await state(sellers["owner"]))["keys"]
    assert (key["state"], {one["why"] for one in key["feeds"]}) == ("ok", {None})


async def test_a_filter_by_time_that_means_something_else_is_no_shop_without_sales(
    sellers, shop_reading, seller_api
) -> None:
    seller_api.items, seller_api.mode = [item(1)], {"/finance/orders": "in_ms"}
    await give(sellers["owner"])
    await shop_reading.work()
    (key,) = (await state(sellers["owner"]))["keys"]
    (orders,) = (one for one in key["feeds"] if one["feed"] == "orders")
    assert (orders["why"], orders["whole"], orders["done_at"]) == ("changed", False, None)
    seller_api.mode = {}
    seller_api.items = []
    await shop_reading.work(timedelta(hours=1))
    (key,) = (await state(sellers["owner"]))["keys"]
    (orders,) = (one for one in key["feeds"] if one["feed"] == "orders")
    assert (orders["why"], orders["whole"]) == (None, True), "nothing was ever sold, and that is known"


async def test_shops_are_switched_off_and_on_and_a_key_goes_with_its_data_or_without(
    sellers, shop_reading, seller_api, pool
) -> None:
    seller_api.tokens[TOKEN] = [51, 52]
    seller_api.cards[52] = [card(2002, 1)]
    seller_api.items = [item(1), item(2, shop=52, productId=2002)]
    owner, org_id = sellers["owner"], sellers["org_id"]
    await give(owner)
    await shop_reading.work()
    assert [one["order_items"] for one in (await state(owner))["shops"]] == [1, 1]
    assert (await owner.patch(f"{SHOP}/shops/52", json={"enabled": False})).status_code == 200
    seller_api.asked.clear()
    await shop_reading.work(timedelta(hours=1))
    assert not [one for one in seller_api.asked if "52" in one.split("&date")[0]]
    (key,) = (await state(owner))["keys"]
    assert (await owner.delete(f"{KEYS}/{key['key_id']}")).json() == {"done": True}
    kept = await state(owner)
    assert (kept["keys"], [one["key_id"] for one in kept["shops"]]) == ([], [None, None])
    assert len(await rows(pool, "own_order_items", org_id)) == 2
    await give(owner)
    await shop_reading.work()
    again = await state(owner)
    assert [one["key_id"] for one in again["shops"]] == [again["keys"][0]["key_id"]] * 2
    gone = await owner.delete(f"{KEYS}/{again['keys'][0]['key_id']}?with_data=true")
    assert gone.status_code == 200
    assert (await state(owner))["shops"] == []
    for table in TABLES:
        assert await rows(pool, table, org_id) == []


async def test_only_managers_give_keys_and_nobody_elses_are_seen(
    sellers, shop_reading, seller_api, pool, api
) -> None:
    for role in ("viewer", "analyst"):
        assert (await give(sellers[role])).status_code == 403
        assert (await sellers[role].get(KEYS)).status_code == 403
    assert (await give(sellers["manager"])).status_code == 201
    assert (await give(sellers["owner"], name="Yana")).status_code == 409, "the same key again"
    for wrong in ("with space in it", "kirill-калит-0000", "short"):
        assert (await give(sellers["owner"], key=wrong)).status_code == 400
    await shop_reading.work()
    (key,) = (await state(sellers["owner"]))["keys"]
    for answer in (await sellers["owner"].get(KEYS), await sellers["viewer"].get(SHOP)):
        assert TOKEN not in answer.text
        assert TOKEN[:12] not in answer.text
    assert await state(sellers["stranger"]) == {"keys": [], "shops": [], "most_keys": 20, "ready": False}
    for asked in (
        sellers["stranger"].delete(f"{KEYS}/{key['key_id']}?with_data=true"),
        sellers["stranger"].patch(f"{KEYS}/{key['key_id']}", json={"again": True}),
        sellers["stranger"].patch(f"{SHOP}/shops/51", json={"enabled": False}),
    ):
        assert (await asked).status_code == 404
    deeds = (await sellers["owner"].get("/api/v1/organisation/audit")).text
    assert "own_key_added" in deeds
    assert TOKEN not in deeds
    async with transaction(pool) as db:
        (sealed,) = (await own_keys.sealed_of(db, sellers["org_id"])).values()
    assert TOKEN.encode() not in sealed


async def test_a_key_that_ours_does_not_open_is_asked_for_again_and_without_a_door_nothing_is_sent(
    sellers, shop_reading, seller_api
) -> None:
    await give(sellers["owner"])
    door, shop_reading.seller = shop_reading.seller, None
    await shop_reading.work()
    assert (await state(sellers["owner"]))["keys"][0]["why"] == "off"
    shop_reading.seller, shop_reading.vault = door, Vault([b"k" * 32])
    await shop_reading.work(timedelta(hours=2))
    (key,) = (await state(sellers["owner"]))["keys"]
    assert (key["state"], key["why"], seller_api.asked) == ("failing", "unreadable", [])


async def test_keys_are_sealed_anew_after_a_change_of_ours(sellers, pool, api) -> None:
    await give(sellers["owner"])
    old, new = api.app.state.means.vault, b"n" * 32
    async with transaction(pool) as db:
        ((number, sealed),) = (await own_keys.sealed_of(db, sellers["org_id"])).items()
        assert await own_keys.counts(db) == {old.marks[0]: 1}
        fresh = Vault([new]).seal(old.open(sealed, about=about(number)), about=about(number))
        await own_keys.replace(db, {number: fresh})
    lost = await reseal(pool, old, drawer=OWN_KEYS, say=lambda _: None)
    assert (lost.done, lost.unreadable) == (0, (number,))
    both = Vault([b"b" * 32, new])
    assert (await reseal(pool, both, drawer=OWN_KEYS, say=lambda _: None)).done == 1
    async with transaction(pool) as db:
        (sealed,) = (await own_keys.sealed_of(db, sellers["org_id"])).values()
    assert Vault([b"b" * 32]).open(sealed, about=about(number)) == TOKEN.encode()


@pytest.mark.parametrize("deed", ["deleted", "replaced"])
async def test_a_key_that_changes_while_it_is_read_with_keeps_nothing_of_the_page(
    sellers, shop_reading, seller_api, pool, monkeypatch, deed
) -> None:
    stocked(seller_api)
    await give(sellers["owner"])
    (key,) = (await state(sellers["owner"]))["keys"]
    where, answer = f"{KEYS}/{key['key_id']}", type(seller_api).answer
    seller_api.tokens["another-key-9999"] = [52]

    def late(fake, method, target, headers):
        if "/finance/orders" in target and fake.count("/finance/orders") == 0:

            async def change():
                if deed == "deleted":
                    await sellers["owner"].delete(f"{where}?with_data=true")
                else:
                    await sellers["owner"].patch(where, json={"key": "another-key-9999"})

            asyncio.run_coroutine_threadsafe(change(), loop).result(20)
        return answer(fake, method, target, headers)

    loop = asyncio.get_running_loop()
    monkeypatch.setattr(type(seller_api), "answer", late)
    await shop_reading.work()
    assert await rows(pool, "own_order_items", sellers["org_id"]) == []
    left = (await state(sellers["owner"]))["keys"]
    assert [(one["tail"], one["state"]) for one in left] == ([("9999", "ok")] if deed == "replaced" else [])


async def test_a_key_is_deleted_with_its_data_while_a_page_is_kept(sellers, shop_reading, pool) -> None:
    org, number = sellers["org_id"], (await give(sellers["owner"])).json()["keys"][0]["key_id"]
    await shop_reading.work()
    async with transaction(pool) as db:
        lease = await own_keys.take(db, shop_reading.clock() + timedelta(days=1), 60)
        assert await own_keys.hold(db, lease)
        deleting = asyncio.create_task(
            sellers["owner"].delete(f"{KEYS}/{number}", params={"with_data": "true"})
        )
        await asyncio.sleep(0.5)
        await db.execute(
            "INSERT INTO own_skus (org_id, sku_id, shop_id, product_id, seen_at) SELECT $1, 9, shop_id, 9, now() FROM own_shops "
            "WHERE org_id = $1",
            org,
        )
    assert (await deleting).status_code == 200
    assert await rows(pool, "own_skus", org) == []


async def test_a_shop_is_switched_on_while_the_shops_of_its_key_are_kept(sellers, shop_reading, pool) -> None:
    org, number = sellers["org_id"], (await give(sellers["owner"])).json()["keys"][0]["key_id"]
    await shop_reading.work()
    async with transaction(pool) as db:
        lease = await own_keys.take(db, shop_reading.clock() + timedelta(days=1), 60)
        assert await own_keys.hold(db, lease)
        where = f"{SHOP}/shops/51"
        switching = asyncio.create_task(sellers["owner"].patch(where, json={"enabled": True}))
        await asyncio.sleep(0.5)
        assert await own_progress.keep_shops(db, org, number, [Shop(51, "Choynak 2")]) == [51]
    assert (await switching).status_code == 200


async def test_turns_end_before_the_job_does(shop_reading, sellers, monkeypatch) -> None:
    await give(sellers["owner"])
    ended = []

    async def turn(*_, **__):
        ended.append("begun")
        if len(ended) == 1:
            raise ZeroDivisionError
        await asyncio.sleep(0.1)
        ended.append("done")
        return 1

    monkeypatch.setattr(by_job.own_read, "read_due", turn)
    with pytest.raises(ZeroDivisionError):
        await shop_reading.work()
    assert ended.count("done") == ended.count("begun") - 1
