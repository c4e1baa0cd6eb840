"""From what a look shows to an alert and what is to be brought: once, and to whom it belongs."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from fixtures import rows
from fixtures.alerting import ALERTS, FALL, LOW, RULES, ago, channel, looked, made, older
from ventra.alerts import by_job, evaluate
from ventra.core.day import last_closed_day
from ventra.core.rules import SHAPES
from ventra.infra.db import transaction


async def test_a_rule_fires_once_rises_and_ends_and_each_message_is_to_be_brought_once(
    team, db, goods, worker
):
    await channel(db, team)
    rule = await made(team["owner"], "product", FALL, scope_id=goods[0])
    await older(db, rule["rule_id"], days=10)
    start = ago(hours=60)
    prices = [100_000, 100_000, 94_000, 94_000, 89_000, 89_000]
    found = [
        await looked(db, worker, goods[0], start + timedelta(hours=n), price_uzs=price)
        for n, price in enumerate(prices)
    ]
    assert found == [0, 0, 1, 0, 1, 0]
    # A day later nothing is lower than it was.
    assert await looked(db, worker, goods[0], start + timedelta(hours=40), price_uzs=89_000) == 0
    assert await looked(db, worker, goods[0], start + timedelta(hours=55), price_uzs=89_000) == 0
    page = (await team["viewer"].get(ALERTS)).json()
    (alert,) = page["items"]
    assert alert["subject"]["titles"]["uz"] == f"<b>Choynak</b> & {goods[0]}"
    assert (alert["level"], alert["quiet"], alert["unread"], page["unread"]) == (1, None, True, 1)
    assert alert["closed_at"] is not None
    assert (alert["told"]["before"], alert["told"]["after"], alert["told"]["value"]) == (100_000, 89_000, 11)
    keys = [row["key"] for row in await db.fetch("SELECT key FROM alert_deliveries ORDER BY delivery_id")]
    assert keys == [f"{alert['alert_id']}:0", f"{alert['alert_id']}:1"]
    assert (await team["owner"].get(f"{ALERTS}?open=true")).json()["items"] == []
    read = await team["viewer"].post(f"{ALERTS}/read", json={"alert_id": alert["alert_id"] + 5})
    assert read.json() == {"unread": 0}
    assert (await team["owner"].get(f"{ALERTS}/unread")).json() == {"unread": 1}


async def test_what_held_when_the_rule_was_made_is_not_told_and_a_stranger_sees_nothing(
    team, db, goods, worker
):
    await looked(db, worker, goods[0], ago(hours=3), stock=4)
    await made(team["owner"], "tracked", LOW)
    assert await looked(db, worker, goods[0], datetime.now(UTC), stock=4) == 0
    assert (await looked(db, worker, goods[0], datetime.now(UTC) + timedelta(hours=1), stock=30)) == 0
    assert (await looked(db, worker, goods[0], datetime.now(UTC) + timedelta(hours=2), stock=3)) == 1
    assert len((await team["owner"].get(ALERTS)).json()["items"]) == 1
    assert (await team["stranger"].get(ALERTS)).json()["items"] == []
    refused = await team["stranger"].patch(f"{RULES}/1", json={"enabled": False})
    assert refused.status_code == 404


async def test_a_change_right_after_the_rule_was_made_is_told(team, db, goods, worker):
    await looked(db, worker, goods[0], ago(hours=3))
    await made(team["owner"], "tracked", LOW)
    assert await looked(db, worker, goods[0], datetime.now(UTC) + timedelta(minutes=5), stock=4) == 1


async def test_a_mute_keeps_the_alert_and_tells_nobody(team, db, goods, worker):
    await channel(db, team)
    rule = await made(team["owner"], "seller", LOW, scope_id=3)
    await older(db, rule["rule_id"], days=1)
    muted = await team["owner"].post(
        f"/api/v1/products/{goods[0]}/mutes", json={"rule_id": rule["rule_id"], "hours": 24}
    )
    assert [one["rule_id"] for one in muted.json()["items"]] == [rule["rule_id"]]
    for one in goods[:2]:
        await looked(db, worker, one, ago(minutes=20))
        assert await looked(db, worker, one, ago(minutes=10), stock=1) == 1
    told = {one["subject"]["id"]: one["quiet"] for one in (await team["owner"].get(ALERTS)).json()["items"]}
    assert told == {goods[0]: "muted", goods[1]: None}
    assert await db.fetchval("SELECT count(*) FROM alert_deliveries") == 1
    gone = await team["owner"].delete(f"/api/v1/products/{goods[0]}/mutes?rule_id={rule['rule_id']}")
    assert gone.json()["items"] == []


async def test_closed_days_are_judged_once_they_all_are(team, db, goods, worker):
    spike = {"kind": "sales_spike", "limit": 1, "unit": "times"}
    rule = await made(team["owner"], "tracked", spike)
    await older(db, rule["rule_id"], days=3)
    now = datetime.now(UTC)
    day = last_closed_day(now)
    for one, units, usual in zip(goods, (40.0, 5.0, 40.0), (12.0, 12.0, None), strict=True):
        await rows.look(db, one, ago(hours=2), price_uzs=1000, stock=50)
        await rows.figures(
            db,
            one,
            50.0,
            as_of=day,
            units_1=units,
            units_1_low=units,
            units_1_high=units,
            basis_1=1,
            usual_low=1.0,
            usual_high=usual,
        )
    await db.execute("UPDATE sales_figures SET as_of = as_of - 1 WHERE product_id = $1", goods[0])
    assert await by_job.judge(worker, clock=lambda: now, stopping=lambda: False) == 0
    await db.execute("UPDATE sales_figures SET as_of = as_of + 1 WHERE product_id = $1", goods[0])
    assert await by_job.judge(worker, clock=lambda: now, stopping=lambda: False) == 1
    assert await by_job.judge(worker, clock=lambda: now, stopping=lambda: False) == 0
    (alert,) = (await team["owner"].get(ALERTS)).json()["items"]
    assert (alert["subject"]["id"], alert["told"]["value"], alert["told"]["usual_high"]) == (goods[0], 40, 12)


async def test_what_nobody_looks_at_any_more_is_told_and_over_at_the_next_look(team, db, goods, worker):
    rule = await made(team["owner"], "tracked", {"kind": "stale", "limit": 12, "unit": "hours"})
    await older(db, rule["rule_id"], days=3)
    for hours, one in ((20, goods[0]), (2, goods[1])):
        await rows.look(db, one, ago(hours=hours), price_uzs=1000, stock=5)
    now = datetime.now(UTC)
    assert await by_job.judge(worker, clock=lambda: now, stopping=lambda: False) == 1
    assert await by_job.judge(worker, clock=lambda: now, stopping=lambda: False) == 0
    await looked(db, worker, goods[0], now)
    (alert,) = (await team["owner"].get(ALERTS)).json()["items"]
    assert (alert["subject"]["id"], alert["told"]["kind"], alert["closed_at"] is not None) == (
        goods[0],
        "stale",
        True,
    )


async def test_newcomers_of_a_category_are_told_each_day(team, db, goods, worker):
    rule = await made(team["owner"], "category", {"kind": "new_products", "limit": 1}, scope_id=4)
    await older(db, rule["rule_id"], days=3)
    now = datetime.now(UTC)
    await rows.product(db, 70_009, "Yangi", category_id=5, first_seen=rows.at_noon(last_closed_day(now)))
    assert await by_job.judge(worker, clock=lambda: now, stopping=lambda: False) == 1
    (alert,) = (await team["owner"].get(ALERTS)).json()["items"]
    assert (alert["subject"]["kind"], alert["subject"]["id"], alert["told"]["value"]) == ("category", 4, 1)
    tried = await team["owner"].post(
        f"{RULES}/try",
        json={"scope": "category", "scope_id": 4, "conditions": [{"kind": "new_products", "limit": 1}]},
    )
    assert (tried.json()["fired"], tried.json()["subjects"]) == (1, 1)


async def test_what_is_tracked_no_more_is_over_at_the_next_closing(team, db, goods, worker):
    rule = await made(team["owner"], "tracked", LOW)
    await older(db, rule["rule_id"], days=1)
    for one in goods[:2]:
        await looked(db, worker, one, ago(minutes=20))
        assert await looked(db, worker, one, ago(minutes=10), stock=1) == 1
    assert (await team["owner"].delete(f"/api/v1/products/{goods[0]}/track")).status_code == 200
    await by_job.judge(worker, clock=lambda: datetime.now(UTC), stopping=lambda: False)
    items = (await team["owner"].get(ALERTS)).json()["items"]
    assert {one["subject"]["id"]: one["closed_at"] is not None for one in items} == {
        goods[0]: True,
        goods[1]: False,
    }
    assert await db.fetchval("SELECT count(*) FROM alert_states") == 1


async def test_a_rule_that_cannot_be_judged_costs_no_visit_and_is_kept_among_the_failures(
    team, db, goods, worker
):
    rule = await made(team["owner"], "tracked", LOW)
    await older(db, rule["rule_id"], days=1)
    await rows.look(db, goods[0], ago(minutes=9), price_uzs=1000, stock=50)
    await rows.look(db, goods[0], ago(minutes=5), price_uzs=1000, stock=5)
    await db.execute("ALTER TABLE alert_states ADD CHECK (episode < 0)")
    await by_job.after_visit(worker, [goods[0]], clock=lambda: datetime.now(UTC))
    kept = await db.fetchrow("SELECT job, payload FROM job_failures")
    assert (kept["job"], "alerts" in await db.fetchval("SELECT trace FROM job_failures")) == ("alerts", True)


async def test_a_rule_of_a_newer_release_is_left_alone_and_the_others_are_judged(team, db, goods, worker):
    newer, rule = await made(team["owner"], "tracked", LOW, FALL), await made(team["owner"], "tracked", LOW)
    for one in (newer, rule):
        await older(db, one["rule_id"], days=1)
    await db.execute(
        "UPDATE alert_rules SET kinds = '{stock_low,not_known_here}' WHERE rule_id = $1", newer["rule_id"]
    )
    await looked(db, worker, goods[0], ago(minutes=9))
    assert await looked(db, worker, goods[0], ago(minutes=5), stock=2) == 1
    assert await db.fetchval("SELECT rule_id FROM alerts") == rule["rule_id"]


async def test_any_two_kinds_go_together_whatever_they_are_judged_by(team, db, goods, worker):
    kinds = [(kind, unit, days) for kind, unit, days in SHAPES if kind.subject == "product"]
    for one, unit, days in kinds:
        await db.executemany(
            "INSERT INTO alert_rules (org_id, scope, kinds, units, limits, days, others, armed_at) "
            "VALUES ($1, 'tracked', $2, $3, $4, $5, $6, now() - interval '9 days')",
            [
                (team["org"], [one.name, two.name], [unit, second], [one.usual[unit], two.usual[second]], [days, later],
                 [goods[1] * one.other, goods[1] * two.other])
                for two, second, later in kinds
            ],
        )  # fmt: skip
    for hours in (30, 2):
        await rows.look(
            db, goods[0], ago(hours=hours), price_uzs=1000, stock=5, reviews_total=9, rating_x100=450
        )
    await rows.figures(db, goods[0], 12.0)
    now = datetime.now(UTC)
    async with transaction(worker) as line:
        await evaluate.after_looks(line, [goods[0]], now=now)
    await evaluate.at_closing(worker, now=now)
    await evaluate.by_age(worker, now=now + timedelta(days=3))
    assert await db.fetchval("SELECT count(*) FROM alert_states") > 0
