"""From what a night of the outlook says to an alert: once, however often the night is judged, and the past by the same code."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from fixtures import rows
from fixtures.alerting import ALERTS, RULES, ago
from fixtures.by_night import QUIET, foreseen, group_night, night
from fixtures.sold import sold
from ventra.alerts import by_job, digest, evaluate
from ventra.core.bucket import bucket_of
from ventra.core.day import closes_at, last_closed_day
from ventra.core.trend import FALLS, RISES
from ventra.infra.db import transaction
from ventra.outlook.judge import JudgeBy
from ventra.outlook.refresh import Means, refresh
from ventra.outlook.score_market import Scoring, score_market
from ventra.outlook.store import nights

ONE, OTHER, FREE = 70_001, 70_002, 70_003


@pytest.fixture
async def goods(db, team):
    """Two tracked goods and one that nobody tracks, all looked at an hour ago."""
    await rows.insert(db, "categories", category_id=5, title_uz="Choynaklar", path=[5])
    await rows.insert(db, "sellers", seller_id=3, title="Lavido")
    for one in (ONE, OTHER, FREE):
        await rows.product(
            db, one, f"Choynak {one}", category_id=5, seller_id=3, first_seen=ago(days=300), state="active"
        )
        await rows.look(db, one, ago(hours=1), price_uzs=100_000, stock=50)
    for one in (ONE, OTHER):
        await rows.insert(db, "trackers", org_id=team["org"], product_id=one, since=ago(days=200))


async def ruled(db, team, scope, *conditions, **more):
    wish = {"scope": scope, "conditions": list(conditions), "cool_hours": 0} | more
    answer = await team["owner"].post(RULES, json=wish)
    assert answer.status_code == 201, answer.text
    number = answer.json()["rule_id"]
    await db.execute("UPDATE alert_rules SET armed_at = $2 WHERE rule_id = $1", number, ago(days=90))
    return number


async def judged(worker, now=None):
    now = now or datetime.now(UTC)
    return await by_job.judge(worker, clock=lambda: now, stopping=lambda: False)


@pytest.mark.parametrize(
    ("condition", "before", "after", "told"),
    [
        ({"kind": "rises", "limit": 1}, QUIET, {"verdict": RISES, "rises": True, "p_value": 0.001, "least_growth": 0.4},
         {"value": 40}),
        ({"kind": "falls", "limit": 1}, QUIET,
         {"verdict": FALLS, "rises": False, "p_value": 0.99, "growth_28": -0.5, "growth_28_low": -0.6, "growth_28_high": -0.4},
         {"value": -50, "low": -60, "high": -40}),
        ({"kind": "growth_28_up", "limit": 20}, QUIET, {"growth_28": 0.5, "growth_28_low": 0.3, "growth_28_high": 0.7},
         {"value": 50, "low": 30, "high": 70}),
        ({"kind": "growth_28_down", "limit": 20}, QUIET, {"growth_28": -0.5, "growth_28_low": -0.7, "growth_28_high": -0.3},
         {"value": -50}),
        ({"kind": "newcomer", "limit": 4}, {"first_seen": last_closed_day(ago(days=9)), "new_low": 1.0},
         {"first_seen": last_closed_day(ago(days=9)), "new_low": 4.5, "new_velocity": 6.0, "new_high": 8.0},
         {"value": 6, "low": 4.5, "high": 8}),
        ({"kind": "rank_in", "limit": 10}, {"category_id": 5, "category_rank": 14},
         {"category_id": 5, "category_rank": 9, "category_rank_low": 7, "category_rank_high": 11, "category_products": 80},
         {"value": 9, "low": 7, "high": 11, "among": 80, "basis": "inferred"}),
        ({"kind": "rank_out", "limit": 10}, {"category_id": 5, "category_rank": 8},
         {"category_id": 5, "category_rank": 11, "category_products": 80}, {"value": 11, "among": 80}),
        ({"kind": "rank_up", "limit": 5, "days": 7}, {"category_id": 5, "category_rank": 20},
         {"category_id": 5, "category_rank": 14, "category_products": 80}, {"value": 6, "before": 20, "after": 14}),
        ({"kind": "rank_down", "limit": 5, "days": 1}, {"category_id": 5, "category_rank": 20},
         {"category_id": 5, "category_rank": 26, "category_products": 80}, {"value": 6, "before": 20, "after": 26}),
        ({"kind": "runs_out", "limit": 7}, foreseen(2), foreseen(10), {"value": 6, "by": "forecast", "basis": "inferred"}),
        ({"kind": "may_run_out", "limit": 4}, foreseen(2), foreseen(10), {"by": "forecast", "after": 50}),
        ({"kind": "days_left", "limit": 7}, foreseen(2), foreseen(10) | {"beats_naive": False},
         {"value": 5, "by": "average", "basis": "inferred"}),
    ],
    ids=lambda part: part.get("kind") if isinstance(part, dict) else None,
)  # fmt: skip
async def test_what_a_night_changes_is_told_once_however_often_it_is_judged(
    team, db, goods, worker, condition, before, after, told
):
    await ruled(db, team, "tracked", condition)
    last = last_closed_day(datetime.now(UTC))
    await night(db, last - timedelta(days=1), **before)
    await evaluate.at_closing(worker, now=datetime.now(UTC), kinds=evaluate.NIGHTLY_KINDS)
    assert await db.fetchval("SELECT count(*) FROM alerts") == 0
    await night(db, last, **after)
    assert await judged(worker) == 1
    (alert,) = (await team["owner"].get(ALERTS)).json()["items"]
    assert alert["subject"]["id"] == ONE
    assert {name: alert["told"].get(name) for name in told} == pytest.approx(told)
    assert await judged(worker) == 0
    # The same night done anew is judged again, and says nothing new.
    await night(db, last, finished=ago(seconds=5), **after)
    assert await judged(worker) == 0
    async with transaction(worker) as line:
        assert await evaluate.after_looks(line, [ONE, OTHER], now=datetime.now(UTC)) == 0


async def test_what_is_found_rising_by_the_night_itself_is_told_and_kept_of_tracked_goods_alone(
    team, db, goods, worker
):
    await ruled(db, team, "category", {"kind": "rises", "limit": 1}, scope_id=5)
    await ruled(db, team, "category", {"kind": "rank_in", "limit": 2}, scope_id=5)
    last = last_closed_day(datetime.now(UTC))
    rng = np.random.default_rng(5)
    units = {one: rng.poisson(8.0, 90).astype(float) for one in (ONE, OTHER, FREE)}
    for one in (ONE, FREE):
        units[one][-9:] = rng.poisson(24.0, 9)
    await sold(db, units, last)
    for one in units:
        figures = {"units_28": units[one][-28:].sum(), "units_28_low": units[one][-28:].sum()}
        await rows.figures(
            db, one, float(units[one][-7:].sum()), **figures, units_28_high=units[one][-28:].sum(), basis_28=1
        )
    assert await judged(worker) == 0
    assert await refresh(Means(worker, inline, JudgeBy(0.1, 0.5)))
    assert await judged(worker) == 0, "its goods are not scored yet"
    assert await score_market(Scoring(worker, inline)) == 1
    assert await judged(worker) == 4
    found = {
        (one["told"]["kind"], one["subject"]["id"])
        for one in (await team["owner"].get(ALERTS)).json()["items"]
    }
    assert found == {(kind, one) for kind in ("rises", "rank_in") for one in (ONE, FREE)}
    assert await refresh(Means(worker, inline, JudgeBy(0.1, 0.5)), anew=True)
    assert await score_market(Scoring(worker, inline)) == 1
    assert await judged(worker) == 0
    kept = await db.fetch(
        "SELECT product_id, day, rises, category_rank, category_products FROM outlook_days ORDER BY 1"
    )
    assert [(row["product_id"], row["day"], row["rises"]) for row in kept] == [
        (ONE, last, True),
        (OTHER, last, False),
    ]
    assert [(row["category_rank"], row["category_products"]) for row in kept][1] == (3, 3)


async def inline(work, *values):
    return work(*values)


async def test_a_look_tells_what_runs_out_by_the_night_before_and_by_the_pace_where_there_is_none(
    team, db, goods, worker
):
    await ruled(db, team, "tracked", {"kind": "days_left", "limit": 7})
    last = last_closed_day(datetime.now(UTC))
    for one in (ONE, OTHER):
        await rows.figures(db, one, 70.0)
        await night(db, last if one == ONE else last - timedelta(days=4), one, **foreseen(4))
    for one in (ONE, OTHER):
        await rows.look(db, one, ago(minutes=30), price_uzs=100_000, stock=40)
    now = ago(minutes=20)
    async with transaction(worker) as line:
        # Both last 4 days at the week's pace of 10 a day; by the forecast of 4 a day one of them lasts 10.
        assert await evaluate.after_looks(line, [ONE, OTHER], now=now) == 1
    await rows.look(db, ONE, ago(minutes=10), price_uzs=100_000, stock=24)
    async with transaction(worker) as line:
        assert await evaluate.after_looks(line, [ONE], now=ago(minutes=9)) == 1
    by = {one["subject"]["id"]: one["told"] for one in (await team["owner"].get(ALERTS)).json()["items"]}
    assert (by[ONE]["by"], by[ONE]["basis"], by[ONE]["value"]) == ("forecast", "inferred", pytest.approx(6))
    assert (by[OTHER]["by"], by[OTHER]["basis"], by[OTHER]["value"]) == ("pace", "measured", pytest.approx(4))
    assert by[ONE]["low"] <= by[ONE]["value"] <= by[ONE]["high"]


async def scored(db, day, score):
    """A night's score of one product."""
    await db.execute("DELETE FROM product_scores")
    lists = {f"{name}{end}": [] for name in ("percentile", "value") for end in ("", "_low", "_high")}
    ends = {"score": score, "score_low": score - 4, "score_high": score + 4}
    bucket = int(bucket_of(ONE))
    await rows.insert(
        db, "product_scores", bucket=bucket, product_id=ONE, category_id=5, as_of=day, of_products=40, basis=1, why=0,
        **lists, **ends,
    )  # fmt: skip
    await night(db, day, category_id=5, **QUIET)


@pytest.mark.parametrize(
    ("condition", "told"),
    [
        ({"kind": "score_above", "limit": 80}, {"value": 84, "low": 80, "high": 88}),
        ({"kind": "score_up", "limit": 10, "days": 7}, {"value": 24, "before": 60, "after": 84}),
    ],
)
async def test_scores_are_judged_with_their_night(team, db, goods, worker, condition, told):
    await ruled(db, team, "tracked", condition)
    last = last_closed_day(datetime.now(UTC))
    await scored(db, last - timedelta(days=1), 60.0)
    assert await evaluate.at_closing(worker, now=datetime.now(UTC), kinds=evaluate.NIGHTLY_KINDS) == 0
    await scored(db, last, 84.0)
    assert await judged(worker) == 1
    assert await judged(worker) == 0
    (alert,) = (await team["owner"].get(ALERTS)).json()["items"]
    assert {name: alert["told"].get(name) for name in told} == pytest.approx(told)


async def test_a_score_that_fell_is_told(team, db, goods, worker):
    await ruled(db, team, "product", {"kind": "score_down", "limit": 10, "days": 1}, scope_id=ONE)
    last = last_closed_day(datetime.now(UTC))
    for back, score in ((2, 90.0), (1, 85.0), (0, 74.0)):
        await scored(db, last - timedelta(days=back), score)
        now = closes_at(last - timedelta(days=back))
        found = await evaluate.at_closing(worker, now=now, kinds=evaluate.NIGHTLY_KINDS)
        assert found == (back == 0)


async def test_what_held_when_the_rule_was_made_is_nobody_s_news(team, db, goods, worker):
    last = last_closed_day(datetime.now(UTC))
    await night(db, last, category_id=5, category_rank=3, category_products=80)
    wish = {"scope": "tracked", "conditions": [{"kind": "rank_in", "limit": 10}]}
    assert (await team["owner"].post(RULES, json=wish)).status_code == 201
    assert await judged(worker) == 0
    assert await db.fetchval("SELECT count(*) FROM alert_deliveries") == 0


async def test_ranks_that_sway_around_the_limit_are_one_episode(team, db, goods, worker):
    await ruled(db, team, "tracked", {"kind": "rank_in", "limit": 10})
    last = last_closed_day(datetime.now(UTC))
    found = []
    for n, rank in enumerate((20, 10, 11, 10, 12, 9, 13, 10)):
        await night(db, last - timedelta(days=7 - n), category_id=5, category_rank=rank)
        at = closes_at(last - timedelta(days=7 - n)) + timedelta(hours=1)
        found.append(await evaluate.at_closing(worker, now=at, kinds=evaluate.NIGHTLY_KINDS))
    assert found == [0, 1, 0, 0, 0, 0, 0, 1]


async def test_nights_gone_through_again_are_what_was_judged_as_they_came(team, db, goods, worker):
    conditions = [{"kind": "rank_up", "limit": 6, "days": 1}, {"kind": "runs_out", "limit": 3}]
    number = await ruled(db, team, "product", *conditions, scope_id=ONE, needs_all=False)
    last = last_closed_day(datetime.now(UTC))
    rng = np.random.default_rng(8)
    await rows.look(db, ONE, closes_at(last - timedelta(days=31)), price_uzs=100_000, stock=50)
    live = []
    for n in range(30):
        day = last - timedelta(days=29 - n)
        # What holds at the first night is nobody's news in a dry run.
        says = foreseen(int(rng.integers(1, 30)) if n else 1)
        await night(db, day, category_id=5, category_rank=int(rng.integers(1, 20)), **says)
        if await evaluate.at_closing(worker, now=closes_at(day), kinds=evaluate.NIGHTLY_KINDS):
            live.append(day)
    assert len(live) > 4
    wish = {
        "scope": "product",
        "scope_id": ONE,
        "conditions": conditions,
        "needs_all": False,
        "cool_hours": 0,
    }
    tried = (await team["owner"].post(f"{RULES}/try", json=wish)).json()
    episodes = await db.fetch(
        "SELECT opened_at, closed_at FROM alerts WHERE rule_id = $1 ORDER BY opened_at DESC", number
    )
    again = [(parsed(one["at"]), parsed(one["closed_at"])) for one in tried["items"]]
    assert again == [(row["opened_at"], row["closed_at"]) for row in episodes]


def parsed(text):
    return None if text is None else datetime.fromisoformat(text)


async def test_a_dry_run_says_from_which_day_nights_can_speak(team, db, goods):
    wish = {"scope": "tracked", "conditions": [{"kind": "rises", "limit": 1}]}
    tried = (await team["owner"].post(f"{RULES}/try", json=wish)).json()
    assert (tried["fired"], tried["nights_since"]) == (0, None)
    last = last_closed_day(datetime.now(UTC))
    for back in (5, 4, 3):
        await night(db, last - timedelta(days=back), **QUIET)
    tried = (await team["owner"].post(f"{RULES}/try", json=wish)).json()
    assert tried["nights_since"] == (last - timedelta(days=5)).isoformat()
    priced = {"scope": "tracked", "conditions": [{"kind": "price_down", "limit": 5}]}
    assert (await team["owner"].post(f"{RULES}/try", json=priced)).json()["nights_since"] is None


async def test_nights_are_kept_for_a_time_and_let_go(team, db, goods):
    last = last_closed_day(datetime.now(UTC))
    for back in (nights.DAYS_KEPT, nights.DAYS_KEPT - 1, 0):
        await night(db, last - timedelta(days=back), **QUIET)
    kept = await db.fetch("SELECT day FROM outlook_days ORDER BY day")
    assert [row["day"] for row in kept] == [last - timedelta(days=nights.DAYS_KEPT - 1), last]


async def test_a_digest_goes_by_what_the_night_foresees_and_by_the_weeks_pace_where_none_is_fresh(
    team, db, goods, worker
):
    last = last_closed_day(datetime.now(UTC))
    await rows.figures(db, ONE, 14.0, as_of=last)
    await rows.figures(db, OTHER, 70.0, as_of=last)
    async with transaction(worker) as line:
        (by_pace,) = (await digest.read(line, team["org"], "day", datetime.now(UTC))).low
    assert (by_pace.product_id, by_pace.value, by_pace.by) == (OTHER, 5, "pace")
    assert by_pace.low < 5 < by_pace.high
    await night(db, last, product=ONE, **foreseen(10))
    await night(db, last, product=OTHER, **foreseen(2))
    async with transaction(worker) as line:
        (ahead,) = (await digest.read(line, team["org"], "day", datetime.now(UTC))).low
    assert (ahead.product_id, ahead.value, ahead.stock, ahead.by) == (ONE, pytest.approx(5), 50, "forecast")
    assert ahead.low < 5 < ahead.high


RISING = {"verdict": RISES, "rises": True, "p_value": 0.001, "least_growth": 0.4, "q_value": 0.02}
FALLING = {
    "verdict": FALLS, "rises": False, "p_value": 0.99, "q_value": 1.0,
    "growth_28": -0.5, "growth_28_low": -0.6, "growth_28_high": -0.4,
}  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "number", "way", "told"),
    [
        ("category", 5, "rises", {"value": 40}),
        ("seller", 3, "falls", {"value": -50, "low": -60, "high": -40}),
    ],
)
async def test_a_category_or_shop_that_rises_or_falls_is_told_night_by_night_as_the_dry_run_says(
    team, db, goods, worker, kind, number, way, told
):
    wish = {"scope": kind, "scope_id": number, "conditions": [{"kind": f"{kind}_{way}", "limit": 1}]}
    rule = await ruled(db, team, kind, *wish["conditions"], scope_id=number)
    await db.execute("UPDATE alert_rules SET armed_at = $2 WHERE rule_id = $1", rule, ago(days=7))
    last = last_closed_day(datetime.now(UTC))
    holds = RISING if way == "rises" else FALLING
    quiet = QUIET | {"q_value": 0.5}
    found = 0
    for age, says in ((6, holds), (5, quiet), (4, holds), (3, holds), (2, quiet), (1, quiet), (0, holds)):
        day = last - timedelta(days=age)
        at = closes_at(day) + timedelta(minutes=5)
        await group_night(db, kind, day, number, finished=at, **says)
        found += await judged(worker, min(at + timedelta(minutes=1), datetime.now(UTC)))
    alerts = (await team["owner"].get(ALERTS)).json()["items"]
    assert found == len(alerts) == 2, "what held as the rule was made is nobody's news"
    assert {(one["subject"]["kind"], one["subject"]["id"]) for one in alerts} == {(kind, number)}
    assert {name: alerts[0]["told"].get(name) for name in told} == pytest.approx(told)
    assert alerts[0]["subject"]["titles"]["uz"] == {"category": "Choynaklar", "seller": "Lavido"}[kind]
    tried = (await team["owner"].post(f"{RULES}/try", json=wish | {"cool_hours": 0})).json()
    assert (tried["fired"], tried["told"], tried["holding"], tried["by_nights"]) == (2, 2, 1, True)
    assert tried["nights_since"] == (last - timedelta(days=6)).isoformat()
    live = [(one["opened_at"][:10], one["closed_at"] is None, one["told"]["value"]) for one in alerts]
    assert live == [
        (one["at"][:10], one["closed_at"] is None, one["told"]["value"]) for one in tried["items"]
    ]


async def test_a_rule_about_a_shop_as_a_whole_asks_for_a_shop_and_says_nothing_of_its_goods(
    team, db, goods, worker
):
    whole = {"kind": "seller_rises", "limit": 1}
    refused = await team["owner"].post(
        RULES, json={"scope": "category", "scope_id": 5, "conditions": [whole]}
    )
    assert (refused.status_code, "scope" in refused.text) == (400, True)
    mixed = {"scope": "seller", "scope_id": 3, "conditions": [whole, {"kind": "rises", "limit": 1}]}
    assert (await team["owner"].post(RULES, json=mixed)).status_code == 400
    await ruled(db, team, "seller", whole, scope_id=3)
    last = last_closed_day(datetime.now(UTC))
    await night(db, last - timedelta(days=1), **QUIET)
    await judged(worker)
    await night(db, last, **RISING)
    assert await judged(worker) == 0
