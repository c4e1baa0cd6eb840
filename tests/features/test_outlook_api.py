"""The outlook over HTTP: lists with reasons, a page at a time; one product, category or shop; how far the night is."""

from __future__ import annotations

import csv
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from typing import Any, get_args

import httpx
import numpy as np
import pytest

from fixtures.sold import goods, sold
from ventra.core.bucket import FOLDERS
from ventra.core.day import last_closed_day
from ventra.core.trend import VERDICTS
from ventra.core.ways import MODELS
from ventra.exports import rising as rising_out
from ventra.infra.db import transaction
from ventra.outlook.answers import ForecastModel, TrendVerdict
from ventra.outlook.judge import JudgeBy
from ventra.outlook.means import Means
from ventra.outlook.refresh import refresh
from ventra.outlook.store import progress

AT = "/api/v1"
BY = JudgeBy(0.1, 0.5)
SPAN = 90
STEADY, DOUBLED, NEW, QUIET = range(100, 130), range(200, 212), range(300, 303), 400


def closed() -> date:
    return last_closed_day(datetime.now(UTC))


async def inline(work: Any, *values: Any) -> Any:
    return work(*values)


async def judged(pool: Any) -> None:
    """A market with a dozen goods that doubled, three new ones, and a night over it."""
    rng = np.random.default_rng(8)
    units = {one: rng.poisson(6.0, SPAN).astype(float) for one in STEADY}
    for one in DOUBLED:
        units[one] = np.concatenate((rng.poisson(one - 190, SPAN - 9), rng.poisson(3 * (one - 190), 9)))
    for one in NEW:
        units[one] = np.concatenate((np.full(SPAN - 10, np.nan), rng.poisson(one - 290, 10)))
    async with transaction(pool) as db:
        await db.execute(
            "INSERT INTO categories (category_id, parent_id, title_uz, path) VALUES "
            "(1, NULL, 'Uy', '{1}'), (2, 1, 'Choynak', '{1,2}'), (3, 1, 'Piyola', '{1,3}')"
        )
        await db.execute("INSERT INTO sellers (seller_id, title) VALUES (1, 'A'), (2, 'B')")
        await goods(db, STEADY, category=2, seller=1)
        await goods(db, DOUBLED, category=3, seller=2)
        await goods(db, NEW, category=2, seller=1, first_seen=datetime.now(UTC) - timedelta(days=12))
        await goods(db, [QUIET], category=2, seller=1)
        await sold(db, units, closed())
    await refresh(Means(pool, inline, BY))


async def listed(api: httpx.AsyncClient, **asked: Any) -> dict[str, Any]:
    answer = await api.get(f"{AT}/rising", params=asked)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def test_the_words_of_the_api_are_those_of_the_arithmetic() -> None:
    assert get_args(ForecastModel) == MODELS
    assert get_args(TrendVerdict) == VERDICTS


async def test_what_rises_is_told_with_its_reasons(anyone: httpx.AsyncClient, pool: Any) -> None:
    await judged(pool)
    found = await listed(anyone)
    assert (found["kind"], found["as_of"], found["rate"], found["least_units"]) == (
        "products",
        closed().isoformat(),
        0.1,
        0.5,
    )
    assert found["tested"] == len(STEADY) + len(DOUBLED)
    assert found["rising"] == found["total"] == len(found["items"]) >= len(DOUBLED)
    first = found["items"][0]
    trend = first["trend"]
    assert first["rank"] == 1
    assert first["product"]["product_id"] in DOUBLED
    assert first["product"]["category"]["category_id"] == 3
    assert (first["category"], first["seller"], first["new"]) == (None, None, None)
    assert trend["basis"] == "inferred"
    assert trend["rises"] is True
    assert trend["growth_7"]["verdict"] == "up"
    assert 0 <= trend["q_value"] <= 0.1
    assert trend["level"]["low"] < trend["level"]["point"] < trend["level"]["high"]
    shift = date.fromisoformat(trend["shift"]["day"])
    assert abs(closed() - timedelta(days=8) - shift) <= timedelta(days=3)
    growths = [one["trend"]["least_growth"] for one in found["items"]]
    assert growths == sorted(growths, reverse=True)


async def test_categories_shops_and_newcomers_have_lists_of_their_own(
    anyone: httpx.AsyncClient, pool: Any
) -> None:
    await judged(pool)
    shops = await listed(anyone, kind="sellers")
    assert [one["seller"]["title"] for one in shops["items"]] == ["B"]
    assert shops["items"][0]["products"] == len(DOUBLED)
    niches = await listed(anyone, kind="categories")
    assert 3 in [one["category"]["category_id"] for one in niches["items"]]
    new = await listed(anyone, kind="newcomers")
    assert [one["product"]["product_id"] for one in new["items"]][-1] == NEW[0]
    assert {one["new"]["days"] for one in new["items"]} == {10}
    velocity = [one["new"]["velocity"] for one in new["items"]]
    assert [one["low"] for one in velocity] == sorted((one["low"] for one in velocity), reverse=True)
    assert (new["tested"], new["rising"]) == (3, 3)


@pytest.mark.parametrize(
    "sort",
    ["rank", "-rank", "growth", "-growth", "level", "-level", "since", "-since", "-growth_28", "empty"],
)
async def test_pages_in_any_order_hold_each_once(api: httpx.AsyncClient, pool: Any, sort: str) -> None:
    await judged(pool)
    whole = await listed(api, sort=sort)
    found: list[int] = []
    cursor: dict[str, str] = {}
    for _ in range(20):
        page = await listed(api, sort=sort, limit=5, **cursor)
        assert page["total"] == whole["total"]
        found += [one["product"]["product_id"] for one in page["items"]]
        if page["next_cursor"] is None:
            break
        cursor = {"cursor": page["next_cursor"]}
    assert found == [one["product"]["product_id"] for one in whole["items"]]
    assert len(set(found)) == whole["total"] >= len(DOUBLED)


async def test_a_cursor_of_another_order_and_an_order_there_is_not_are_refused(
    api: httpx.AsyncClient, pool: Any
) -> None:
    await judged(pool)
    cursor = (await listed(api, limit=2))["next_cursor"]
    for asked in (
        {"sort": "level", "cursor": cursor},
        {"sort": "luck"},
        {"kind": "moons"},
        {"min_units": -1},
    ):
        assert (await api.get(f"{AT}/rising", params=asked)).status_code == 400, asked


async def test_lists_are_narrowed_to_a_category_and_to_what_sells_so_much(
    api: httpx.AsyncClient, pool: Any
) -> None:
    await judged(pool)
    whole = await listed(api)
    assert {
        one["product"]["category"]["category_id"] for one in (await listed(api, category=3))["items"]
    } == {3}
    assert (await listed(api, category=1))["total"] == whole["total"]
    assert (await listed(api, category=77))["items"] == []
    large = await listed(api, min_units=40)
    levels = [one["trend"]["level"]["point"] for one in whole["items"]]
    assert 0 < large["total"] == sum(level >= 40 for level in levels) < whole["total"]
    assert (await listed(api, kind="sellers", category=2))["total"] == 0
    assert (await listed(api, kind="sellers", category=3))["total"] == 1
    assert (await listed(api, kind="categories", category=3))["total"] == 1


async def test_before_the_first_night_lists_are_empty_and_say_so(anyone: httpx.AsyncClient) -> None:
    found = await listed(anyone, kind="newcomers")
    assert (found["as_of"], found["judged_at"], found["rate"], found["total"]) == (None, None, None, 0)
    assert (found["items"], found["next_cursor"]) == ([], None)
    far = (await anyone.get(f"{AT}/outlook/progress")).json()
    assert (far["state"], far["day"], far["folders_done"], far["folders"]) == ("waiting", None, 0, FOLDERS)


async def test_one_product_is_told_as_the_night_left_it(anyone: httpx.AsyncClient, pool: Any) -> None:
    await judged(pool)
    found = (await anyone.get(f"{AT}/products/{DOUBLED[0]}/outlook")).json()
    (listed_as,) = [
        one for one in (await listed(anyone))["items"] if one["product"]["product_id"] == DOUBLED[0]
    ]
    assert found["trend"] == listed_as["trend"]
    assert (found["on_demand"], found["new"]) == (False, None)
    assert found["closed_through"] == closed().isoformat()
    new = (await anyone.get(f"{AT}/products/{NEW[0]}/outlook")).json()
    assert new["new"]["velocity"]["low"] < new["new"]["velocity"]["point"]
    assert new["trend"]["rises"] is None


async def test_a_product_the_night_did_not_know_is_worked_out_for_the_answer(
    anyone: httpx.AsyncClient, pool: Any
) -> None:
    await judged(pool)
    known = (await anyone.get(f"{AT}/products/{DOUBLED[0]}/outlook")).json()
    async with transaction(pool) as db:
        await db.execute("DELETE FROM product_outlooks WHERE product_id = $1", DOUBLED[0])
    found = (await anyone.get(f"{AT}/products/{DOUBLED[0]}/outlook")).json()
    assert found["on_demand"] is True
    untold = {"q_value": None, "rises": None, "rank": None}
    assert found["trend"] == known["trend"] | untold
    async with transaction(pool) as db:
        assert (
            await db.fetchval("SELECT count(*) FROM product_outlooks WHERE product_id = $1", DOUBLED[0]) == 0
        )


async def test_a_forecast_is_shown_where_it_beats_the_average_and_else_the_average_is(
    anyone: httpx.AsyncClient, pool: Any
) -> None:
    await judged(pool)
    seen: set[bool] = set()
    for product in (*STEADY, *DOUBLED):
        found = (await anyone.get(f"{AT}/products/{product}/outlook")).json()["forecast"]
        average = found["average"]
        assert 0 <= average["low"] <= average["point"] <= average["high"]
        assert found["as_of"] == closed().isoformat()
        seen.add(found["shown"])
        if not found["shown"]:
            assert (found["days"], found["totals"]) == ([], [])
            continue
        days = [date.fromisoformat(one["day"]) for one in found["days"]]
        assert days == [closed() + timedelta(days=n) for n in range(1, 29)]
        assert [one["days"] for one in found["totals"]] == [7, 28]
        for one in (*found["days"], *found["totals"]):
            units = one["units"]
            ends = [units[name] for name in ("low95", "low", "point", "high", "high95")]
            assert ends == sorted(ends)
            assert ends[0] >= 0
    assert seen == {True, False}
    one = (await anyone.get(f"{AT}/products/{NEW[0]}/outlook")).json()["forecast"]
    assert one["average"]["point"] > 0


async def test_what_is_not_known_is_not_found_and_without_days_there_is_no_number(
    anyone: httpx.AsyncClient, pool: Any
) -> None:
    await judged(pool)
    quiet = (await anyone.get(f"{AT}/products/{QUIET}/outlook")).json()
    assert (quiet["trend"], quiet["new"], quiet["forecast"], quiet["on_demand"]) == (None, None, None, True)
    for path in ("products/999", "categories/999", "sellers/999"):
        assert (await anyone.get(f"{AT}/{path}/outlook")).status_code == 404


async def test_a_category_and_a_shop_are_told_with_how_many_goods_they_are(
    anyone: httpx.AsyncClient, pool: Any
) -> None:
    await judged(pool)
    top = (await anyone.get(f"{AT}/categories/1/outlook")).json()
    leaves = [(await anyone.get(f"{AT}/categories/{one}/outlook")).json() for one in (2, 3)]
    assert top["products"] == sum(one["products"] for one in leaves) == len(STEADY) + len(DOUBLED) + len(NEW)
    levels = [one["trend"]["level"]["point"] for one in leaves]
    assert top["trend"]["level"]["point"] == pytest.approx(sum(levels), rel=0.15)
    shop = (await anyone.get(f"{AT}/sellers/2/outlook")).json()
    assert shop["trend"]["rises"] is True
    assert shop["trend"]["level"]["point"] == pytest.approx(levels[1], rel=0.01)


async def test_progress_tells_of_a_night_under_way(anyone: httpx.AsyncClient, pool: Any) -> None:
    await judged(pool)
    done = (await anyone.get(f"{AT}/outlook/progress")).json()
    assert (done["state"], done["folders_done"], done["products"]) == ("done", FOLDERS, 45)
    assert done["judged"]["products"]["tested"] == 42
    async with transaction(pool) as db:
        await progress.begin(db, closed(), rule=1, now=datetime.now(UTC), anew=True)
        await progress.note(db, closed(), 3, products=17, now=datetime.now(UTC))
    running = (await anyone.get(f"{AT}/outlook/progress")).json()
    assert (running["state"], running["folders_done"], running["products"]) == ("running", 1, 17)
    assert (running["finished_at"], running["judged"]) == (None, {})
    assert (running["whole_day"], running["whole_at"], running["late"]) == (
        done["day"],
        done["finished_at"],
        False,
    )
    assert len((await listed(anyone))["items"]) >= len(DOUBLED)


async def test_what_rises_can_be_taken_home_whole(
    api: httpx.AsyncClient, pool: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rising_out, "ROWS_A_BATCH", 2)
    await judged(pool)
    for kind, key in (
        ("products", "product"),
        ("categories", "category"),
        ("sellers", "seller"),
        ("newcomers", "product"),
    ):
        page = (await listed(api, kind=kind))["items"]
        answer = await api.get(
            f"{AT}/exports/rising.csv", params={"kind": kind}, headers={"accept-language": "en"}
        )
        lines = list(csv.DictReader(StringIO(answer.content.decode("utf-8-sig"))))
        assert [(one["Rank"], one["Number"]) for one in lines] == [
            (str(one["rank"]), str(one[key][f"{key}_id"])) for one in page
        ]
        if kind == "products":
            assert all(float(one["Surely grew by (90 %)"]) > 0 for one in lines)
