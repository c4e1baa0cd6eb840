"""Saved views: one's own, and the organisation's; nobody else's."""

from __future__ import annotations

import pytest

from fixtures.api import another
from fixtures.people import PASSWORD, clients, organisation, person, sign_up

VIEWS = "/api/v1/views"
QUERY = "q=choynak&sort=-price&cols=price%2Cunits_7"
PAGES = ("watchlist", "browse", "compare", "rising", "category", "seller", "niches")


@pytest.fixture
async def team(api):
    """A client for each role of one organisation, and a stranger's."""
    numbers = {role: await person(api, f"{role}@dokon.uz") for role in ("owner", "analyst", "viewer")}
    stranger = await person(api, "stranger@dokon.uz")
    org_id = await organisation(api, "Doʻkon", **numbers)
    await organisation(api, "Boshqa", owner=stranger)
    async with clients(api, **numbers, stranger=stranger) as found:
        found["org"], found["numbers"] = org_id, numbers
        yield found


async def make(client, name, *, team=False, query=QUERY, page="watchlist"):
    return await client.post(VIEWS, json={"page": page, "name": name, "query": query, "team": team})


async def made(client, name, **more):
    answer = await make(client, name, **more)
    assert answer.status_code == 201, answer.text
    return answer.json()["view_id"]


async def names(client, page="watchlist"):
    answer = await client.get(f"{VIEWS}?page={page}")
    assert answer.status_code == 200, answer.text
    return [(one["name"], one["team"]) for one in answer.json()["items"]]


async def test_ones_own_views_are_ones_own_and_the_organisations_are_everybodys(team):
    await made(team["viewer"], "Qoldiq")
    await made(team["analyst"], "Arzon")
    await made(team["analyst"], "Umumiy", team=True)
    assert await names(team["viewer"]) == [("Qoldiq", False), ("Umumiy", True)]
    assert await names(team["analyst"]) == [("Arzon", False), ("Umumiy", True)]
    assert await names(team["owner"]) == [("Umumiy", True)]
    assert await names(team["stranger"]) == []
    (view,) = (await team["owner"].get(VIEWS)).json()["items"]
    assert (view["query"], view["page"]) == (QUERY, "watchlist")


async def test_a_view_for_all_is_an_analysts_to_make_change_and_delete(team):
    assert (await make(team["viewer"], "x", team=True)).status_code == 403
    own = await made(team["viewer"], "Meniki")
    assert (await team["viewer"].patch(f"{VIEWS}/{own}", json={"team": True})).status_code == 403
    number = await made(team["analyst"], "Umumiy", team=True)
    for asking in (
        team["viewer"].patch(f"{VIEWS}/{number}", json={"name": "y"}),
        team["viewer"].delete(f"{VIEWS}/{number}"),
    ):
        assert (await asking).status_code == 403
    assert (await team["owner"].patch(f"{VIEWS}/{number}", json={"name": "Bizniki"})).json()[
        "name"
    ] == "Bizniki"
    assert (await team["owner"].delete(f"{VIEWS}/{number}")).status_code == 200
    assert await names(team["viewer"]) == [("Meniki", False)]
    deeds = (await team["owner"].get("/api/v1/organisation/audit")).json()["items"]
    assert [one["deed"] for one in deeds] == ["view_deleted", "view_changed", "view_made"]


async def test_a_view_is_renamed_replaced_and_given_to_all(team):
    number = await made(team["analyst"], "Arzon")
    changed = await team["analyst"].patch(
        f"{VIEWS}/{number}", json={"name": " Juda  arzon ", "query": "to=9000"}
    )
    assert (changed.json()["name"], changed.json()["query"], changed.json()["team"]) == (
        "Juda arzon",
        "to=9000",
        False,
    )
    assert (await team["analyst"].patch(f"{VIEWS}/{number}", json={"team": True})).json()["team"] is True
    assert await names(team["viewer"]) == [("Juda arzon", True)]
    assert (await team["analyst"].patch(f"{VIEWS}/{number}", json={})).json()["query"] == "to=9000"


async def test_two_of_one_name_are_refused_and_two_people_may_have_the_same(team):
    await made(team["viewer"], "Qoldiq")
    assert (await make(team["viewer"], "QOLDIQ")).status_code == 409
    await made(team["analyst"], "qoldiq")
    await made(team["analyst"], "qoldiq", team=True)
    other = await made(team["analyst"], "Boshqa")
    for change in ({"name": "Qoldiq"}, {"name": "qoldiq", "team": True}):
        assert (await team["analyst"].patch(f"{VIEWS}/{other}", json=change)).status_code == 409


async def test_nobody_reaches_anothers_view_by_its_number(team):
    own = await made(team["viewer"], "Meniki")
    shared = await made(team["analyst"], "Umumiy", team=True)
    for client, number in (("owner", own), ("stranger", own), ("stranger", shared)):
        assert (await team[client].patch(f"{VIEWS}/{number}", json={"name": "x"})).status_code == 404
        assert (await team[client].delete(f"{VIEWS}/{number}")).status_code == 404
    assert await names(team["viewer"]) == [("Meniki", False), ("Umumiy", True)]


async def test_there_are_only_so_many_and_then_none_more(team, monkeypatch):
    monkeypatch.setattr("ventra.accounts.saved_views.MOST_VIEWS", 2)
    first = await made(team["analyst"], "1")
    await made(team["analyst"], "2")
    assert (await make(team["analyst"], "3")).status_code == 409
    await made(team["analyst"], "3", team=True)
    assert (await team["analyst"].delete(f"{VIEWS}/{first}")).status_code == 200
    await made(team["analyst"], "3")


async def test_a_view_is_listed_on_its_own_page_alone(team):
    for page in PAGES:
        await made(team["viewer"], f"Meniki: {page}", page=page)
        await made(team["analyst"], f"Umumiy: {page}", page=page, team=True)
    for page in PAGES:
        assert await names(team["viewer"], page) == [(f"Meniki: {page}", False), (f"Umumiy: {page}", True)]
        assert await names(team["owner"], page) == [(f"Umumiy: {page}", True)]
        assert await names(team["stranger"], page) == []


async def test_pages_have_names_of_their_own_and_a_view_stays_on_its_page(team):
    numbers = [await made(team["viewer"], "Choynaklar", page=page) for page in PAGES]
    other = await made(team["viewer"], "Boshqa", page="browse")
    view = f"{VIEWS}/{other}"
    assert (await team["viewer"].patch(view, json={"name": "choynaklar"})).status_code == 409
    changed = await team["viewer"].patch(view, json={"name": "Kosalar", "query": "q=kosa"})
    assert (changed.json()["page"], changed.json()["query"]) == ("browse", "q=kosa")
    moved = await team["viewer"].patch(view, json={"page": "compare"})
    assert moved.status_code == 400
    assert (await team["viewer"].delete(f"{VIEWS}/{numbers[1]}")).status_code == 200
    assert [await names(team["viewer"], page) for page in PAGES] == [
        [("Choynaklar", False)], [("Kosalar", False)], *[[("Choynaklar", False)]] * 5
    ]  # fmt: skip


async def test_each_page_has_room_of_its_own(team, monkeypatch):
    monkeypatch.setattr("ventra.accounts.saved_views.MOST_VIEWS", 1)
    for page in PAGES:
        await made(team["viewer"], "1", page=page)
        assert (await make(team["viewer"], "2", page=page)).status_code == 409


async def test_deleting_is_taken_back_by_saving_again(team):
    number = await made(team["viewer"], "Qoldiq")
    await team["viewer"].delete(f"{VIEWS}/{number}")
    assert await names(team["viewer"]) == []
    await made(team["viewer"], "Qoldiq")
    assert await names(team["viewer"]) == [("Qoldiq", False)]


@pytest.mark.parametrize(
    ("wish", "field"),
    [
        ({"page": "other"}, "page"),
        ({"name": " "}, "name"),
        ({"name": "x" * 81}, "name"),
        ({"query": "x" * 2001}, "query"),
        ({"query": "a\nb"}, "query"),
    ],
)
async def test_what_cannot_be_a_view_is_refused_by_its_field(team, wish, field):
    answer = await team["viewer"].post(VIEWS, json={"page": "watchlist", "name": "n", "query": "", **wish})
    assert (answer.status_code, answer.json()["field"]) == (400, field)


async def test_a_page_without_views_is_refused(team):
    answer = await team["viewer"].get(f"{VIEWS}?page=product")
    assert (answer.status_code, answer.json()["field"]) == (400, "page")


async def test_a_key_sees_the_organisations_views_and_has_none_of_its_own(team):
    await made(team["owner"], "Meniki")
    await made(team["owner"], "Umumiy", team=True)
    key = await team["owner"].post("/api/v1/organisation/keys", json={"name": "k", "scope": "write"})
    async with another(team["owner"]) as program:
        program.headers["authorization"] = f"Bearer {key.json()['key']}"
        assert await names(program) == [("Umumiy", True)]
        assert (await make(program, "x")).status_code == 403
        await made(program, "Dasturniki", team=True)


async def test_ones_own_views_go_with_leaving_and_the_organisations_stay(team, db):
    await made(team["analyst"], "Meniki")
    await made(team["analyst"], "Umumiy", team=True)
    analyst = team["numbers"]["analyst"]
    gone = await team["owner"].delete(f"/api/v1/organisation/members/{analyst}")
    assert gone.status_code == 200, gone.text
    assert [row["name"] for row in await db.fetch("SELECT name FROM saved_views")] == ["Umumiy"]


async def test_ones_own_views_are_in_what_is_kept_of_a_person_and_go_with_the_account(anyone, db):
    await sign_up(anyone, "sotuvchi@dokon.uz")
    await made(anyone, "Meniki")
    await made(anyone, "Umumiy", team=True)
    own = (await anyone.get("/api/v1/account/export")).json()["views"]
    assert [(one["name"], one["query"]) for one in own] == [("Meniki", QUERY)]
    gone = await anyone.post("/api/v1/account/delete", json={"password": PASSWORD})
    assert gone.status_code == 200
    assert await db.fetchval("SELECT count(*) FROM saved_views") == 0
