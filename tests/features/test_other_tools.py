"""Tables of other tools: looked at, their products watched, their figures kept as theirs."""

from __future__ import annotations

import pytest

from fixtures import rows
from fixtures.people import clients, organisation, person

LOOK, WATCH = "/api/v1/foreign-tables/look", "/api/v1/foreign-tables/watch"
HEAD = "Sana;Havola;Nomi;Sotuvlar;Tushum\n"
TABLE = (
    HEAD
    + "2026-11-25;https://uzum.uz/uz/product/choynak-7;Choynak;3;270000\n"
    + "2026-11-26;https://uzum.uz/ru/product/choynak-7;Choynak;4;360 000\n"
    + "2026-11-26;https://uzum.uz/uz/product/piyola-8;=cmd|'/c calc'!A1;0;\n"
    + "2026-11-26;https://example.com/product/9;Begona;1;1\n"
    + "kecha;https://uzum.uz/uz/product/piyola-8;Piyola;1;1\n"
)


@pytest.fixture
async def people(api, db):
    await rows.product(db, 7, "Choynak")
    numbers = {
        role: await person(api, f"{role}@dokon.uz") for role in ("owner", "analyst", "viewer", "stranger")
    }
    await organisation(api, "Doʻkon", **{role: numbers[role] for role in ("owner", "analyst", "viewer")})
    await organisation(api, "Boshqa", owner=numbers["stranger"])
    async with clients(api, **numbers) as found:
        yield found


async def send(client, where, body=TABLE, name="savdo.csv", **said):
    return await client.post(where, params={"name": name, **said}, content=body.encode())


async def test_a_table_is_looked_at_as_its_columns_are_guessed_or_said_and_nothing_is_kept(people, db):
    told = (await send(people["analyst"], LOOK)).json()
    assert told["columns"] == {"day": 0, "product": 1, "title": 2, "sold": 3, "revenue": 4}
    assert (told["head_lines"], told["readable"], told["products"]) == (1, 3, 2)
    assert (told["first_day"], told["last_day"], told["preset"]) == ("2026-11-25", "2026-11-26", None)
    assert [(one["line"], one["column"], one["why"]) for one in told["bad"]] == [
        (5, "product", "not_a_product"),
        (6, "day", "not_a_day"),
    ]
    told = (await send(people["analyst"], LOOK, columns="product:1", head_lines=1)).json()
    assert (told["readable"], [one["why"] for one in told["bad"]]) == (2, ["twice", "not_a_product", "twice"])
    for columns in ("product", "product:1,day:1", "product:1,product:2", "nothing:1", "product:9"):
        refused = await send(people["analyst"], LOOK, columns=columns)
        assert (refused.status_code, refused.json()["field"]) == (400, "columns"), columns
    assert (await send(people["analyst"], LOOK, name="a.exe")).status_code == 400
    assert (await send(people["viewer"], LOOK)).status_code == 403
    assert await db.fetchval("SELECT count(*) FROM trackers") == 0


async def test_its_products_are_tracked_under_a_tag_and_the_columns_are_known_again(people, db):
    done = await send(
        people["analyst"], WATCH, columns="product:1,title:2", tag="Raqib", preset="Bozor tahlili"
    )
    assert done.json() == {"products": 2, "tracked": 2, "beyond_plan": [], "bad_lines": 3}
    listed = (await people["viewer"].get("/api/v1/watchlist", params={"tag": "raqib"})).json()
    # The one that was never met is visited soon, and stands in the list then.
    assert 7 in [one["product_id"] for one in listed["items"]]
    assert await db.fetchval("SELECT count(*) FROM watch WHERE tracked") == 2
    (kept,) = (await people["viewer"].get("/api/v1/foreign-presets")).json()["items"]
    assert (kept["name"], kept["heads"]) == ("Bozor tahlili", {"product": "Havola", "title": "Nomi"})
    assert (await people["stranger"].get("/api/v1/foreign-presets")).json() == {"items": []}
    turned = "Nomi;Izoh;Havola\nPiyola;-;https://uzum.uz/uz/product/piyola-8\n"
    told = (await send(people["analyst"], LOOK, turned)).json()
    assert (told["preset"], told["columns"]) == ("Bozor tahlili", {"product": 2, "title": 0})
    assert (await send(people["stranger"], LOOK, turned)).json()["preset"] is None
    gone = await people["analyst"].delete(f"/api/v1/foreign-presets/{kept['preset_id']}")
    assert gone.status_code == 200
    assert (await send(people["analyst"], LOOK, turned)).json()["preset"] is None


async def test_what_the_plan_has_no_room_for_is_said(people, db):
    await db.execute("INSERT INTO plans (plan, products) VALUES ('kichik', 1)")
    await db.execute("UPDATE organisations SET plan = 'kichik'")
    done = (await send(people["analyst"], WATCH, columns="product:1")).json()
    assert (done["tracked"], done["beyond_plan"]) == (1, [8])
    refused = await send(people["analyst"], WATCH, "a;b\nc;d\n")
    assert (refused.status_code, refused.json()["field"]) == (400, "columns")
