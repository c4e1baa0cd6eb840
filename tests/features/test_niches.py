"""Niches on a real Postgres: measured once a night, found by what they must be, ranked with ties, and kept as recipes."""

from __future__ import annotations

import csv
from datetime import UTC, date, datetime, timedelta
from io import StringIO

import pytest

from features.test_category_market import sold, tree
from fixtures import rows
from fixtures.people import clients, organisation, person
from ventra.core.day import last_closed_day
from ventra.exports import niches as niches_out
from ventra.infra.store import set_installation
from ventra.market import niche_keep, niche_months

AT = "/api/v1/niches"
RECIPES = "/api/v1/niche-recipes"
NOW = datetime.now(UTC)
OLD = NOW - timedelta(days=200)


async def stocked(db):
    """Leaf 4 (below 2) is big and one shop's, leaf 3 small and shared, 9 sold nothing that is known."""
    await tree(db)
    await rows.insert(db, "sellers", seller_id=70, title="Lavido", slug="lavido")
    await sold(db, 11, 4, 70, 100.0, price=1_000, error=5, first_seen=OLD, weeks=(20.0, 30.0))
    await sold(db, 12, 4, 71, 10.0, price=3_000, error=1, first_seen=NOW - timedelta(days=40))
    await sold(db, 13, 3, 72, 50.0, price=1_000, error=30, first_seen=OLD)
    await sold(db, 14, 3, 73, 50.0, price=1_000, error=30, first_seen=OLD)
    await sold(db, 15, 9, 74, None, first_seen=OLD)
    await sold(db, 16, 3, 75, None, first_seen=OLD, state="gone", gone_since=NOW - timedelta(days=10))


@pytest.fixture
async def niches(api, db, pool):
    await stocked(db)
    await set_installation(db, "sales_changed_at", "2026-01-01T00:00:00Z")
    await set_installation(db, "sales_closed_through", last_closed_day(NOW).isoformat())
    assert await niche_keep.is_due(pool, now=NOW)
    assert await niche_keep.keep(pool, now=NOW) == 5, "1, 2, 3, 4 and 9"
    return api


async def found(api, **asked):
    answer = await api.get(AT, params=asked)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_a_niche_says_what_it_measures_and_what_it_does_not_know(niches, pool):
    whole = (await niches.get(f"{AT}/category/1")).json()["niche"]
    market = (await niches.get("/api/v1/categories/1/market")).json()
    assert whole["days_28"] == market["size"]["days_28"], "one definition on two screens"
    assert whole["concentration"] == market["concentration"]
    assert whole["growth"] == market["size"]["growth"]
    assert (whole["products"], whole["sellers"], whole["leaf"]) == (4, 4, False)
    four = (await niches.get(f"{AT}/category/4")).json()
    one = four["niche"]
    assert (one["leader"]["slug"], one["leader_share"]["point"]) == (
        "lavido",
        pytest.approx(100 / 130, abs=1e-4),
    )
    assert (one["entry"]["came"], one["entry"]["gone"], one["entry"]["over_days"]) == (1, 0, 90)
    assert [shop["seller"]["seller_id"] for shop in four["came"]] == [71]
    assert sum(part["units_28"] for part in four["segments"]) == 110
    three = (await niches.get(f"{AT}/category/3")).json()
    assert (three["niche"]["entry"]["gone"], [shop["seller"]["seller_id"] for shop in three["gone"]]) == (
        1,
        [75],
    )
    nothing = (await niches.get(f"{AT}/category/9")).json()["niche"]
    assert (nothing["days_28"]["point"], nothing["concentration"], nothing["saturation"]["score"]["point"]) == (
        None, None, None,
    )  # fmt: skip
    assert nothing["season"] == {
        "highest": {"point": None, "low": None, "high": None}, "month": None, "months": [None] * 12, "years": 0,
    }  # fmt: skip
    assert (await niches.get(f"{AT}/category/8")).status_code == 404
    assert not await niche_keep.is_due(pool, now=NOW), "once a night"


async def test_saturation_can_be_opened_and_its_parts_add_up(niches):
    answer = (await niches.get(f"{AT}/category/4")).json()
    score, parts = answer["niche"]["saturation"]["score"], answer["niche"]["saturation"]["parts"]
    assert score["point"] == pytest.approx(sum(part["adds"] or 0 for part in parts), abs=0.1)
    assert score["low"] <= score["point"] <= score["high"]
    weights = {rule["name"]: rule["weight"] for rule in answer["formula"]}
    known = sum(weights[part["name"]] for part in parts if part["press"] is not None)
    for part in parts:
        if part["press"] is not None:
            assert part["adds"] == pytest.approx(
                100 * weights[part["name"]] / known * part["press"], abs=0.05
            )


async def test_the_finder_filters_by_points_or_by_whole_intervals_and_ties_what_overlaps(niches):
    every = await found(niches, sort="-units")
    assert [one["niche_id"] for one in every["items"]] == [4, 3, 9], "leaves; what is not known comes last"
    assert [one["place"] and (one["place"]["point"], one["place"]["first"], one["place"]["last"]) for one in every["items"]] == [
        (1, 1, 2), (2, 1, 2), None,
    ]  # fmt: skip
    assert [one["niche_id"] for one in (await found(niches, want="units:90:"))["items"]] == [4, 3]
    assert [one["niche_id"] for one in (await found(niches, want="units:90:", sure=True))["items"]] == [4]
    assert [one["niche_id"] for one in (await found(niches, want="units:90:,hhi::6000"))["items"]] == [3]
    assert [one["niche_id"] for one in (await found(niches, category=2, leaf=False))["items"]] == [2, 4]
    first = await found(niches, sort="sellers", limit=2)
    rest = await found(niches, sort="sellers", limit=2, cursor=first["next_cursor"])
    assert (first["total"], len(first["items"]) + len(rest["items"])) == (3, 3)
    assert not {one["niche_id"] for one in first["items"]} & {one["niche_id"] for one in rest["items"]}
    for wrong in (
        {"want": "units"},
        {"want": "colour:1:2"},
        {"want": "hhi:5:2"},
        {"want": "hhi:nan:"},
        {"sort": "x"},
    ):
        assert (await niches.get(AT, params=wrong)).status_code == 400, wrong


async def test_a_category_that_emptied_is_no_niche_any_more(niches, db, pool):
    await db.execute("UPDATE products SET state = 'gone' WHERE category_id = 9")
    assert await niche_keep.keep(pool, now=NOW + timedelta(hours=2)) == 4
    assert (await niches.get(f"{AT}/category/9")).status_code == 404


async def test_a_category_that_moved_or_lost_those_above_is_measured_once_with_all_below(niches, db, pool):
    await rows.insert(db, "categories", category_id=90, path=[89, 90], title_uz="Yetim")
    await rows.insert(db, "categories", category_id=91, path=[90, 91], title_uz="Koʻchgan")
    for product_id, category_id in ((9001, 90), (9002, 91)):
        await rows.product(db, product_id, "Chelak", category_id=category_id)
    await rows.insert(db, "product_clusters", product_id=9003, cluster_id=9003, version=1, likeness=1)
    await niche_keep.keep(pool, now=NOW)
    found = await db.fetch("SELECT niche_id, products FROM niches WHERE kind = 'category' AND niche_id > 80")
    assert sorted(map(tuple, found)) == [(90, 1), (91, 1)]
    await db.execute("UPDATE categories SET path = '{90}' WHERE category_id = 90")
    await niche_keep.keep(pool, now=NOW)
    found = await db.fetch("SELECT niche_id, products FROM niches WHERE kind = 'category' AND niche_id > 80")
    assert sorted(map(tuple, found)) == [(90, 2), (91, 1)]


async def test_a_recipe_is_kept_for_the_organisation_alone(api):
    numbers = {role: await person(api, f"{role}@dokon.uz") for role in ("owner", "analyst", "viewer")}
    stranger = await person(api, "stranger@dokon.uz")
    await organisation(api, "Doʻkon", **numbers)
    await organisation(api, "Boshqa", owner=stranger)
    wish = {"sort": "saturation", "wants": [{"measure": "growth", "least": 0.1}], "sure": True}
    async with clients(api, **numbers, stranger=stranger) as team:
        assert (await team["viewer"].post(RECIPES, json={"name": "Boʻsh", "wish": wish})).status_code == 403
        made = await team["analyst"].post(RECIPES, json={"name": "Boʻsh", "wish": wish})
        assert made.status_code == 201, made.text
        number = made.json()["recipe_id"]
        kept = (await team["viewer"].get(RECIPES)).json()["items"]
        assert [(one["name"], one["wish"]["sort"], one["wish"]["wants"][0]["least"]) for one in kept] == [
            ("Boʻsh", "saturation", 0.1)
        ]
        assert (await team["stranger"].get(RECIPES)).json()["items"] == []
        assert (await team["stranger"].delete(f"{RECIPES}/{number}")).status_code == 404
        assert (await team["owner"].post(RECIPES, json={"name": "boʻsh", "wish": wish})).status_code == 409
        bad = await team["owner"].post(RECIPES, json={"name": "x", "wish": wish | {"sort": "colour"}})
        assert bad.status_code == 400
        renamed = await team["analyst"].patch(f"{RECIPES}/{number}", json={"name": "Yangi"})
        assert (renamed.json()["name"], renamed.json()["wish"]["sure"]) == ("Yangi", True)
        assert (await team["owner"].delete(f"{RECIPES}/{number}")).status_code == 200
        assert (await team["owner"].get(RECIPES)).json()["items"] == []
        deeds = (await team["owner"].get("/api/v1/organisation/audit")).json()["items"]
        assert [(one["deed"], one["subject"]) for one in deeds] == [
            (f"niche_recipe_{done}", str(number)) for done in ("deleted", "changed", "made")
        ]


async def test_a_cluster_is_measured_as_a_category_is(api, db, pool):
    await stocked(db)
    for product_id in (12, 13, 14):
        await rows.insert(
            db, "product_clusters", product_id=product_id, cluster_id=12, version=1, likeness=0.9
        )
    await niche_keep.keep(pool, now=NOW)
    (one,) = (await found(api, kind="cluster"))["items"]
    assert (one["niche_id"], one["products"], one["sellers"], one["days_28"]["point"]) == (12, 3, 3, 110)
    assert one["face"] in (13, 14), "the one that sells most names it"
    whole = (await api.get(f"{AT}/cluster/12")).json()
    assert whole["came"][0]["seller"]["seller_id"] == 71
    assert [good["product"]["product_id"] for good in whole["goods"]] == [13, 14, 12]
    assert whole["goods"][0]["why"]["likeness"] == pytest.approx(0.9)


async def test_a_cluster_has_the_season_of_its_goods_as_long_as_they_are_the_same(api, db, pool, monkeypatch):
    await stocked(db)
    for product_id in (13, 14):
        await rows.insert(
            db, "product_clusters", product_id=product_id, cluster_id=13, version=1, likeness=0.9
        )
    last = NOW.replace(day=1) - timedelta(days=1)
    first = (last - timedelta(days=364)).replace(day=1)
    await db.execute(
        "SELECT ventra_make_month(m::date) FROM generate_series($1::timestamptz, $2::timestamptz, interval '27 days') m",
        first,
        NOW,
    )
    # December sells twice as much; the second product is on the shelf for half a year.
    await db.execute(
        """
        INSERT INTO sales_days (product_id, bucket, day, units, units_low, units_high, looks, basis, rule, profile, through)
        SELECT p.product_id, p.bucket, d::date, u, u * 0.9, u * 1.1, 24, 1, 1, 0, d
          FROM products p, generate_series($1::timestamptz, $2::timestamptz, interval '1 day') d,
               LATERAL (SELECT CASE WHEN date_part('month', d) = 12 THEN 20.0 ELSE 10.0 END AS u) s
         WHERE p.product_id = 13 OR p.product_id = 14 AND d > $2 - interval '180 days'
        """,
        first,
        last,
    )
    await niche_keep.keep(pool, now=NOW)
    season = (await api.get(f"{AT}/cluster/13")).json()["niche"]["season"]
    assert (season["month"], season["years"]) == (12, 1)
    assert season["highest"]["point"] == pytest.approx(20 / (130 / 12), abs=0.02)
    assert season["highest"]["low"] < season["highest"]["point"] < season["highest"]["high"]
    added = []
    monkeypatch.setattr(niche_months, "steps", lambda waiting: added.append(waiting) or iter(()))
    await niche_keep.keep(pool, now=NOW)
    assert added == [[]], "nothing ended, and the goods are the same"
    await db.execute("UPDATE products SET state = 'gone' WHERE product_id = 14")
    await niche_keep.keep(pool, now=NOW)
    assert [(one.cluster_id, one.goods) for one in added[-1]] == [(13, 1)]
    await db.execute("DELETE FROM product_clusters")
    await niche_keep.keep(pool, now=NOW)
    assert await db.fetchval("SELECT count(*) FROM cluster_months") == 0


def test_months_are_added_up_in_steps_within_a_run(monkeypatch):
    monkeypatch.setattr(niche_months, "GOODS_A_STEP", 5)
    monkeypatch.setattr(niche_months, "GOODS_A_RUN", 12)
    waiting = [niche_months.Stale(at, 0, goods) for at, goods in enumerate((3, 2, 2, 9, 1))]
    assert [[one.goods for one in step] for step in niche_months.steps(waiting)] == [[3, 2], [2]]
    assert [niche_months.last_month(date(2026, 11, day)) - 2026 * 12 for day in (29, 30)] == [9, 10]


async def test_what_the_finder_found_can_be_taken_home_whole(niches, monkeypatch):
    monkeypatch.setattr(niches_out, "ROWS_A_BATCH", 2)
    for asked in (
        {"leaf": False, "sort": "-units"},
        {"want": "units:90:", "sort": "sellers"},
        {"category": 2, "leaf": False},
    ):
        page = await found(niches, **asked)
        columns = "units,saturation,hhi,place,season"
        answer = await niches.get(
            "/api/v1/exports/niches.csv",
            params={**asked, "columns": columns},
            headers={"accept-language": "en"},
        )
        lines = list(csv.DictReader(StringIO(answer.content.decode("utf-8-sig"))))
        assert [int(one["Niche number"]) for one in lines] == [one["niche_id"] for one in page["items"]]
        for line, one in zip(lines, page["items"], strict=True):
            units = one["days_28"]
            assert [line[f"28 days, units{part}"] for part in ("", ": low", ": high")] == [
                "" if units[end] is None else f"{units[end]:.2f}".rstrip("0").rstrip(".")
                for end in ("point", "low", "high")
            ]
            assert line["Place"] == ("" if one["place"] is None else str(one["place"]["point"]))
