"""An organisation's watchlist: marks, notes and tags that it shares, many at once or none, and nothing lost by a slip."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from fixtures import rows
from fixtures.api import another
from fixtures.people import clients, organisation, person, sign_up
from ventra.infra.keeping import delete_some
from ventra.infra.kept import KEPT

WATCHLIST = "/api/v1/watchlist"
PRODUCTS = "/api/v1/products"
LISTS = f"{WATCHLIST}/lists"


@pytest.fixture
async def team(api, db):
    """A client for each role of one organisation, and twelve products."""
    numbers = {role: await person(api, f"{role}@dokon.uz") for role in ("owner", "analyst", "viewer")}
    org_id = await organisation(api, "Doʻkon", **numbers)
    for n in range(1, 13):
        await rows.product(db, n, f"Choynak {n}")
        await rows.latest(db, n, price_uzs=1000 * n)
        if n % 2:
            await rows.figures(db, n, float(n // 4))
    async with clients(api, **numbers) as found:
        found["org"] = org_id
        yield found


async def ok(asking):
    answer = await asking
    assert answer.status_code in (200, 201), answer.text
    return answer.json()


async def track(client, *ids):
    return await ok(client.post(f"{WATCHLIST}/track", json={"product_ids": ids}))


async def untrack(client, *ids):
    return await ok(client.post(f"{WATCHLIST}/untrack", json={"product_ids": ids}))


async def say(client, product_id, **what):
    return await ok(client.patch(f"{WATCHLIST}/products/{product_id}", json=what))


async def ids(client, query=""):
    return [one["product_id"] for one in (await ok(client.get(f"{WATCHLIST}?sort=title&{query}")))["items"]]


async def make_list(client, name, *product_ids):
    number = (await ok(client.post(LISTS, json={"name": name})))["list_id"]
    if product_ids:
        await ok(client.post(f"{LISTS}/{number}/put-in", json={"product_ids": product_ids}))
    return number


async def names(client):
    return [
        (one["name"], one["products"], one["deleted_at"] is not None)
        for one in (await ok(client.get(LISTS)))["items"]
    ]


async def deeds(team):
    return [
        (one["deed"], one["subject"], one["facts"])
        for one in (await ok(team["owner"].get("/api/v1/organisation/audit")))["items"]
    ]


async def test_a_row_is_the_products_row_with_what_the_organisation_says(team):
    await track(team["analyst"], 1)
    await say(
        team["analyst"],
        1,
        mark="mine",
        note="Birinchi\r\nikkinchi qator ",
        tags=["Yangi", " yangi ", "Sovgʻa"],
    )
    (row,) = (await ok(team["viewer"].get(WATCHLIST)))["items"]
    said = {name: row.pop(name) for name in ("mark", "note", "tags", "lists")}
    assert said == {
        "mark": "mine", "note": "Birinchi\nikkinchi qator", "tags": ["Sovgʻa", "Yangi"], "lists": [],
    }  # fmt: skip
    assert [row] == (await ok(team["viewer"].get(f"{PRODUCTS}?tracked=true")))["items"]
    assert (await ok(team["analyst"].get("/api/v1/products/2")))["tracked"] is False


async def test_what_is_left_out_stays_and_null_takes_a_mark_away(team):
    await track(team["analyst"], 1)
    await say(team["analyst"], 1, mark="rival", note="n", tags=["a", "b"])
    assert (await say(team["analyst"], 1, tags=["b", "c"]))["tags"] == ["b", "c"]
    said = await say(team["analyst"], 1, mark=None)
    assert (said["mark"], said["note"], said["tags"]) == (None, "n", ["b", "c"])
    assert (await say(team["analyst"], 1, note="", tags=[]))["tags"] == []


async def test_a_tag_is_one_whatever_its_capitals_and_spelled_as_first_written(team):
    await track(team["analyst"], 1, 2, 3)
    await say(team["analyst"], 1, tags=["Ёлка"])
    assert (await say(team["owner"], 2, tags=["ёЛКА"]))["tags"] == ["Ёлка"]
    assert await ids(team["viewer"], "tag=ЁЛКА") == [1, 2]
    tags = (await ok(team["viewer"].get(f"{WATCHLIST}/tags")))["items"]
    assert tags == [{"tag": "Ёлка", "products": 2}]


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"note": "x" * 2001}, "note"),
        ({"note": "a\tb"}, "note"),
        ({"note": "a\u0000b"}, "note"),
        ({"note": "a\u202eb"}, "note"),
        ({"tags": ["x" * 41]}, "tags"),
        ({"tags": ["a\nb"]}, "tags"),
        ({"tags": [" "]}, "tags"),
        ({"tags": [str(n) for n in range(21)]}, "tags"),
        ({"mark": "ours"}, "mark"),
        ({"stars": 5}, None),
    ],
)
async def test_what_cannot_be_said_is_refused_and_nothing_changes(team, said, field):
    await track(team["analyst"], 1)
    before = await say(team["analyst"], 1, mark="mine", note="n", tags=["a"])
    answer = await team["analyst"].patch(f"{WATCHLIST}/products/1", json=said)
    assert answer.status_code == 400
    assert field is None or field in answer.text
    assert await say(team["analyst"], 1) == before


async def test_a_note_and_tags_are_given_back_as_written_and_escaping_is_left_to_the_page(team):
    await track(team["analyst"], 1)
    text = "<img src=x onerror=alert(1)> ' OR 1=1 -- {0} =cmd()"
    said = await say(team["analyst"], 1, note=text * 30, tags=["<b>&amp;</b>"])
    assert (said["note"], said["tags"]) == ((text * 30).strip(), ["<b>&amp;</b>"])


async def test_tracking_again_within_30_days_brings_everything_back(team):
    number = await make_list(team["analyst"], "Choynaklar", 1, 2)
    await say(team["analyst"], 1, mark="mine", note="n", tags=["a"])
    await untrack(team["analyst"], 1)
    assert await ids(team["viewer"]) == [2]
    assert await ids(team["viewer"], f"list={number}") == [2]
    assert (await team["analyst"].patch(f"{WATCHLIST}/products/1", json={"mark": None})).status_code == 404
    assert (await ok(team["viewer"].get(f"{WATCHLIST}/tags")))["items"] == []
    assert await names(team["viewer"]) == [("Choynaklar", 1, False)]
    await ok(team["analyst"].post(f"{PRODUCTS}/1/track"))
    said = await say(team["analyst"], 1)
    assert (said["mark"], said["note"], said["tags"], said["lists"]) == ("mine", "n", ["a"], [number])


async def test_tracking_again_after_30_days_begins_anew(db, team):
    number = await make_list(team["analyst"], "Choynaklar", 1)
    await say(team["analyst"], 1, mark="mine", note="n", tags=["a"])
    await untrack(team["analyst"], 1)
    await db.execute("UPDATE marked_products SET untracked_at = now() - interval '31 days'")
    await track(team["analyst"], 1)
    (row,) = (await ok(team["viewer"].get(WATCHLIST)))["items"]
    assert (row["mark"], row["note"], row["tags"], row["lists"]) == (None, "", [], [])
    assert await ids(team["viewer"], f"list={number}") == []


async def test_what_nobody_took_up_again_is_deleted_and_what_is_tracked_is_not(db, team):
    await make_list(team["analyst"], "Choynaklar", 1, 2)
    gone = await make_list(team["analyst"], "Eski", 3)
    await untrack(team["analyst"], 1)
    await ok(team["analyst"].delete(f"{LISTS}/{gone}"))
    await db.execute("UPDATE marked_products SET untracked_at = now()")
    later = datetime.now(UTC) + timedelta(days=31)
    for name, deleted in (("marked_products", 1), ("product_lists", 1), ("share_links", 0)):
        assert await delete_some(db, name, KEPT[name], later - timedelta(days=2)) == 0
        assert await delete_some(db, name, KEPT[name], later) == deleted
    assert [row["product_id"] for row in await db.fetch("SELECT product_id FROM listed_products")] == [2]
    assert await ids(team["viewer"]) == [2, 3]


async def test_many_are_tracked_at_once_and_the_unknown_named(db, team):
    done = await track(team["analyst"], 3, 1, 999, 3)
    assert done == {"done": [1, 3], "unknown": [999]}
    tracked = await db.fetch("SELECT product_id FROM watch WHERE tracked ORDER BY 1")
    assert [row["product_id"] for row in tracked] == [1, 3]
    assert await untrack(team["analyst"], 1, 999) == {"done": [1], "unknown": [999]}
    assert await db.fetchval("SELECT array_agg(product_id) FROM watch WHERE tracked") == [3]
    assert [(deed, facts) for deed, _, facts in await deeds(team)] == [
        ("untracked", {"products": [1]}),
        ("tracked", {"products": [1, 3]}),
    ]


async def test_a_plan_holds_for_every_way_to_track_and_then_nothing_is_done(db, team):
    await db.execute("INSERT INTO plans (plan, products) VALUES ('small', 2)")
    await db.execute("UPDATE organisations SET plan = 'small' WHERE org_id = $1", team["org"])
    number = await make_list(team["analyst"], "Choynaklar")
    await track(team["analyst"], 1)
    for path in (f"{WATCHLIST}/track", f"{LISTS}/{number}/put-in"):
        full = await team["analyst"].post(path, json={"product_ids": [1, 2, 3]})
        assert (full.status_code, full.json()["facts"]) == (
            403,
            {"limit": "products", "most": 2, "wanted": 3},
        )
        assert await ids(team["viewer"]) == [1]
    assert await names(team["viewer"]) == [("Choynaklar", 0, False)]
    await track(team["analyst"], 1, 2)
    await ok(team["analyst"].post(f"{LISTS}/{number}/put-in", json={"product_ids": [1, 2]}))


async def test_who_tracks_at_the_same_time_stays_within_the_plan_together(db, team):
    await db.execute("INSERT INTO plans (plan, products) VALUES ('small', 6)")
    await db.execute("UPDATE organisations SET plan = 'small' WHERE org_id = $1", team["org"])
    answers = await asyncio.gather(
        *(
            team["analyst"].post(f"{WATCHLIST}/track", json={"product_ids": [n, n + 1]})
            for n in range(1, 12, 2)
        ),
        *(
            team["owner"].post("/api/v1/follow", json={"link": f"https://uzum.uz/uz/product/a-{n}"})
            for n in (3, 12)
        ),
    )
    assert {answer.status_code for answer in answers} <= {200, 202, 403}
    assert await db.fetchval("SELECT count(*) FROM trackers WHERE org_id = $1", team["org"]) in (5, 6)


async def test_many_are_marked_at_once_or_none(team):
    await track(team["analyst"], 1, 2)
    await say(team["analyst"], 2, tags=[str(n) for n in range(20)])
    many = f"{WATCHLIST}/mark"
    wish = {"product_ids": [1, 2, 3], "mark": "rival", "add_tags": ["yana"]}
    refused = await team["analyst"].post(many, json=wish)
    assert (refused.status_code, "add_tags" in refused.text) == (400, True)
    assert await ids(team["viewer"], "mark=none") == [1, 2]
    assert await ids(team["viewer"], "tag=yana") == []
    done = await ok(team["analyst"].post(many, json=wish | {"remove_tags": ["7"]}))
    assert done == {"done": [1, 2], "unknown": [3]}
    assert await ids(team["viewer"], "mark=rival&tag=YANA") == [1, 2]
    assert await ids(team["viewer"], "tag=7") == []
    both = await team["analyst"].post(many, json=wish | {"remove_tags": ["Yana"]})
    assert both.status_code == 400


@pytest.mark.parametrize("product_ids", [[], [-1], [2**63], ["x"], [1.5], None, list(range(501))])
async def test_too_many_or_none_at_once_are_refused(team, product_ids):
    for path in ("track", "untrack", "mark"):
        answer = await team["analyst"].post(f"{WATCHLIST}/{path}", json={"product_ids": product_ids})
        assert answer.status_code == 400
    assert (await ok(team["viewer"].get(WATCHLIST)))["total"] == 0


@pytest.mark.parametrize("sort", ["-units_7", "units_7", "title", "-price"])
async def test_pages_laid_end_to_end_are_the_whole(team, sort):
    await track(team["analyst"], *range(1, 12))
    whole = await ok(team["viewer"].get(f"{WATCHLIST}?sort={sort}&limit=500"))
    found, cursor = [], ""
    while cursor is not None:
        page = await ok(
            team["viewer"].get(f"{WATCHLIST}?sort={sort}&limit=3{cursor and f'&cursor={cursor}'}")
        )
        assert page["total"] == whole["total"] == 11
        found += page["items"]
        cursor = page["next_cursor"]
    assert found == whole["items"]
    tracked = await ok(team["viewer"].get(f"{PRODUCTS}?tracked=true&sort={sort}&limit=500"))
    assert [one["product_id"] for one in found] == [one["product_id"] for one in tracked["items"]]


async def test_filters_hold_together(team):
    number = await make_list(team["analyst"], "Choynaklar", 1, 2, 3)
    await track(team["analyst"], 10, 11)
    await ok(team["analyst"].post(f"{WATCHLIST}/mark", json={"product_ids": [2, 3, 10], "mark": "mine"}))
    assert await ids(team["viewer"], f"list={number}&mark=mine") == [2, 3]
    assert await ids(team["viewer"], "q=чойнак 10") == [10]
    assert await ids(team["viewer"], f"list={number}&mark=none") == [1]
    assert (await ok(team["viewer"].get(f"{WATCHLIST}?mark=mine&limit=1")))["total"] == 3
    for bad in ("mark=ours", "sort=x", "list=0", "tag=", "tag=%00", "cursor=x"):
        assert (await team["viewer"].get(f"{WATCHLIST}?{bad}")).status_code == 400


async def test_lists_are_shared_renamed_and_told_apart_by_name(team):
    first = await make_list(team["analyst"], "Choynaklar", 1)
    second = await make_list(team["analyst"], "Idishlar")
    assert (await team["owner"].post(LISTS, json={"name": " CHOYNAKLAR "})).status_code == 409
    assert (await team["owner"].patch(f"{LISTS}/{second}", json={"name": "choynaklar"})).status_code == 409
    await ok(team["owner"].patch(f"{LISTS}/{first}", json={"name": "choynaklar"}))
    assert await names(team["viewer"]) == [("choynaklar", 1, False), ("Idishlar", 0, False)]
    for bad in ("", " ", "x" * 81, "a\nb"):
        assert (await team["owner"].post(LISTS, json={"name": bad})).status_code == 400


async def test_what_is_put_in_a_list_is_tracked_and_stays_so_when_taken_out(team):
    number = await make_list(team["analyst"], "Choynaklar")
    put = f"{LISTS}/{number}/put-in"
    assert await ok(team["analyst"].post(put, json={"product_ids": [1, 2, 999]})) == {
        "done": [1, 2], "unknown": [999],
    }  # fmt: skip
    out = await ok(team["analyst"].post(f"{LISTS}/{number}/take-out", json={"product_ids": [1, 5]}))
    assert out == {"done": [1], "unknown": [5]}
    assert await ids(team["viewer"]) == [1, 2]
    assert await ids(team["viewer"], f"list={number}") == [2]


async def test_a_deleted_list_is_restored_with_what_was_in_it(db, team):
    number = await make_list(team["analyst"], "Choynaklar", 1, 2)
    await ok(team["analyst"].delete(f"{LISTS}/{number}"))
    assert await names(team["viewer"]) == [("Choynaklar", 2, True)]
    assert [one["lists"] for one in (await ok(team["viewer"].get(WATCHLIST)))["items"]] == [[], []]
    put = await team["analyst"].post(f"{LISTS}/{number}/put-in", json={"product_ids": [3]})
    assert (put.status_code, (await team["analyst"].delete(f"{LISTS}/{number}")).status_code) == (404, 404)
    assert (await team["viewer"].get(f"{WATCHLIST}?list={number}")).status_code == 404
    other = await make_list(team["analyst"], "choynaklar")
    assert (await team["analyst"].post(f"{LISTS}/{number}/restore")).status_code == 409
    await ok(team["analyst"].patch(f"{LISTS}/{other}", json={"name": "Boshqa"}))
    await ok(team["analyst"].post(f"{LISTS}/{number}/restore"))
    assert await ids(team["viewer"], f"list={number}") == [1, 2]
    await ok(team["analyst"].delete(f"{LISTS}/{number}"))
    await db.execute(
        "UPDATE product_lists SET deleted_at = now() - interval '31 days' WHERE list_id = $1", number
    )
    assert (await team["analyst"].post(f"{LISTS}/{number}/restore")).status_code == 404
    assert await names(team["viewer"]) == [("Boshqa", 0, False)]


async def test_viewers_read_and_change_nothing(team):
    number = await make_list(team["analyst"], "Choynaklar", 1)
    some = {"product_ids": [1]}
    for asking in (
        team["viewer"].patch(f"{WATCHLIST}/products/1", json={"mark": "mine"}),
        team["viewer"].post(f"{WATCHLIST}/mark", json=some),
        team["viewer"].post(f"{WATCHLIST}/untrack", json=some),
        team["viewer"].post(f"{LISTS}/{number}/take-out", json=some),
        team["viewer"].delete(f"{LISTS}/{number}"),
    ):
        assert (await asking).status_code == 403
    assert await ids(team["viewer"], f"list={number}&mark=none") == [1]


async def test_another_organisations_lists_and_marks_are_not_there(api, team):
    number = await make_list(team["analyst"], "Choynaklar", 1)
    await say(team["analyst"], 1, mark="mine", tags=["A"])
    async with another(api) as stranger:
        await sign_up(stranger, "stranger@dokon.uz")
        some = {"product_ids": [1]}
        for asking in (
            stranger.patch(f"{WATCHLIST}/products/1", json={"mark": "rival"}),
            stranger.patch(f"{LISTS}/{number}", json={"name": "meniki"}),
            stranger.delete(f"{LISTS}/{number}"),
            stranger.post(f"{LISTS}/{number}/put-in", json=some),
            stranger.post(f"{LISTS}/{number}/take-out", json=some),
            stranger.post(f"{LISTS}/{number}/restore"),
        ):
            assert (await asking).status_code == 404
        assert (await ok(stranger.get(WATCHLIST)))["total"] == 0
        assert (await stranger.get(f"{WATCHLIST}?list={number}")).status_code == 404
        await track(stranger, 1)
        assert (await say(stranger, 1, tags=["a"]))["tags"] == ["a"], "their spelling is their own"
        (row,) = (await ok(stranger.get(WATCHLIST)))["items"]
        assert (row["mark"], row["lists"]) == (None, [])
        await untrack(stranger, 1)
        assert await names(stranger) == []
    (row,) = (await ok(team["viewer"].get(WATCHLIST)))["items"]
    assert (row["mark"], row["tags"], row["lists"]) == ("mine", ["A"], [number])


async def test_each_change_is_in_the_log_and_a_notes_words_are_not(team):
    number = await make_list(team["analyst"], "Choynaklar", 1)
    await say(team["analyst"], 1, mark="mine", note="sir", tags=["A"])
    await ok(team["analyst"].post(f"{WATCHLIST}/mark", json={"product_ids": [1], "remove_tags": ["a"]}))
    await ok(team["analyst"].patch(f"{LISTS}/{number}", json={"name": "Yangi"}))
    await ok(team["analyst"].post(f"{LISTS}/{number}/take-out", json={"product_ids": [1]}))
    await ok(team["analyst"].delete(f"{LISTS}/{number}"))
    await ok(team["analyst"].post(f"{LISTS}/{number}/restore"))
    one = str(number)
    assert (await deeds(team))[::-1] == [
        ("list_made", one, {"name": "Choynaklar"}),
        ("list_filled", one, {"products": [1]}),
        ("product_marked", "1", {"mark": "mine", "note": True, "tags": ["A"]}),
        ("products_marked", "", {"products": [1], "remove_tags": ["a"]}),
        ("list_renamed", one, {"before": "Choynaklar", "after": "Yangi"}),
        ("list_thinned", one, {"products": [1]}),
        ("list_deleted", one, {"name": "Yangi"}),
        ("list_restored", one, {"name": "Yangi"}),
    ]
