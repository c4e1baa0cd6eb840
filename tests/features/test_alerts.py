"""From what a look shows to an alert and what is to be brought: once, to whom it belongs; and the past by the same code."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from fixtures import rows
from fixtures.people import clients, organisation, person
from ventra.alerts import by_job, evaluate
from ventra.alerts.replay import past_of, replay
from ventra.alerts.store import pairs
from ventra.core.day import closes_at, day_of, from_us, last_closed_day, to_day_number
from ventra.core.rules import CLOSED, OPENED, RISEN, SHAPES, Condition
from ventra.core.sales import RULE
from ventra.infra.db import open_pool, transaction
from ventra.infra.roles import WORKER_ROLE
from ventra.sales.figures import figures
from ventra.sales.store.days import kept_days
from ventra.sales.store.figures import write_figures

RULES, ALERTS = "/api/v1/alert-rules", "/api/v1/alerts"
GOODS = (70_001, 70_002, 70_003)


@pytest.fixture
async def team(api):
    """A client for an owner, a viewer, and a stranger of another organisation."""
    numbers = {role: await person(api, f"{role}@dokon.uz") for role in ("owner", "viewer")}
    stranger = await person(api, "stranger@dokon.uz")
    org_id = await organisation(api, "Doʻkon", **numbers)
    other = await organisation(api, "Boshqa", owner=stranger)
    async with clients(api, **numbers, stranger=stranger) as found:
        found["org"], found["other"], found["numbers"] = org_id, other, numbers
        yield found


@pytest.fixture
async def worker(database_url, api):
    pool = await open_pool(database_url, at_most=4, role=WORKER_ROLE)
    yield pool
    await pool.close()


@pytest.fixture
async def goods(db, team):
    """Three goods that the organisation tracks, one of them in a category and a shop."""
    await rows.insert(db, "categories", category_id=4, title_uz="Idishlar", path=[4])
    await rows.insert(db, "categories", category_id=5, title_uz="Choynaklar", path=[4, 5])
    await rows.insert(db, "sellers", seller_id=3, title="Lavido")
    for one in GOODS:
        await rows.product(
            db, one, f"<b>Choynak</b> & {one}", category_id=5, seller_id=3, first_seen=ago(days=300)
        )
        await rows.insert(db, "watch", product_id=one, tracked=True)
        await rows.insert(db, "trackers", org_id=team["org"], product_id=one, since=ago(days=200))
    return GOODS


def ago(**delta):
    return datetime.now(UTC) - timedelta(**delta)


async def made(client, scope, *conditions, **more):
    answer = await client.post(RULES, json={"scope": scope, "conditions": list(conditions), **more})
    assert answer.status_code == 201, answer.text
    return answer.json()


async def older(db, rule_id, **delta):
    await db.execute("UPDATE alert_rules SET armed_at = $2 WHERE rule_id = $1", rule_id, ago(**delta))


async def looked(db, worker, product_id, at, **state):
    """A look, and what is judged straight after it."""
    await rows.look(db, product_id, at, **{"price_uzs": 100_000, "stock": 50} | state)
    async with transaction(worker) as line:
        return await evaluate.after_looks(line, [product_id], now=at + timedelta(seconds=1))


async def channel(db, team, **more):
    values = {
        "kind": "telegram",
        "address": "77",
        "language": "uz",
        "user_id": team["numbers"]["owner"],
    } | more
    await rows.insert(db, "alert_channels", org_id=team["org"], **values)


LOW = {"kind": "stock_low", "limit": 10}
FALL = {"kind": "price_down", "limit": 5, "days": 1}


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


async def test_the_past_judged_again_is_what_was_judged_live(team, db, goods, worker):
    """Every look of ten days, live as it came and then gone through at once: the same episodes, levels and messages."""
    rule = await made(team["owner"], "product", LOW, FALL, scope_id=goods[0], needs_all=False, cool_hours=6)
    await older(db, rule["rule_id"], days=30)
    start, price, stock = ago(days=10), 100_000, 40
    for step in range(150):
        # A walk that is the same each time: stock runs down and is filled up, the price goes down and jumps back.
        stock = 25 if step % 11 == 0 else max(stock - (step * 7) % 5, 0)
        price = 100_000 if step % 29 == 0 else price - 700 * ((step * 5) % 4 == 1)
        await looked(db, worker, goods[0], start + timedelta(hours=1.5 * step), price_uzs=price, stock=stock)
    live = await db.fetch(
        "SELECT opened_at, closed_at, level, quiet FROM alerts WHERE rule_id = $1 ORDER BY alert_id",
        rule["rule_id"],
    )
    conditions = (Condition("stock_low", 10, "units"), Condition("price_down", 5, "percent", 1))
    now = start + timedelta(hours=1.5 * 149, seconds=1)
    async with transaction(worker) as line:
        found = await pairs.of_products(line, [goods[0]])
        past = await past_of(line, worker, found.product_id, conditions, start, now)
    again = replay(past, conditions, needs_all=False, cool_hours=6)
    episodes = []
    for point, what, level, told in zip(
        again.found.point, again.found.what, again.found.level, again.found.told, strict=True
    ):
        at = int(again.points.at[point])
        if what == OPENED:
            episodes.append([at, None, 0, None if told else "cooling"])
        elif what == RISEN:
            episodes[-1][2:] = [int(level), None]
        elif what == CLOSED:
            episodes[-1][1] = at
    assert len(live) > 5
    assert episodes == [
        [us(row["opened_at"]), row["closed_at"] and us(row["closed_at"]), row["level"], row["quiet"]]
        for row in live
    ]


def us(at):
    return round(at.timestamp() * 1_000_000)


async def test_a_dry_run_tells_what_would_have_been_and_keeps_nothing(team, db, goods):
    start = ago(days=5)
    for hour, stock in enumerate((50, 50, 8, 8, 50, 50, 7, 7)):
        await rows.look(db, goods[0], start + timedelta(hours=hour * 10), price_uzs=1000, stock=stock)
    wish = {"scope": "tracked", "conditions": [LOW]}
    tried = (await team["viewer"].post(f"{RULES}/try", json=wish)).json()
    assert (tried["fired"], tried["told"], tried["holding"], tried["subjects"], tried["tried"]) == (
        2,
        2,
        1,
        3,
        3,
    )
    assert [one["told"]["after"] for one in tried["items"]] == [7, 8]
    assert tried["items"][0]["subject"]["id"] == goods[0]
    assert await db.fetchval("SELECT count(*) FROM alert_rules") == 0


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


async def test_closed_days_gone_through_again_are_what_was_judged_as_they_closed(team, db, goods, worker):
    """Thirty closings, live one after the other and then from the kept days at once: the same episodes on the same days."""
    condition = {"kind": "sales_spike", "limit": 1, "unit": "times"}
    rule = await made(team["owner"], "product", condition, scope_id=goods[0], cool_hours=0)
    await older(db, rule["rule_id"], days=90)
    last = last_closed_day(datetime.now(UTC))
    first = last - timedelta(days=64)
    for n in range(65):
        units = 40 if n in (40, 47, 48) else 3 + n % 4
        await rows.day(
            db, goods[0], first + timedelta(days=n), units, units_low=units, units_high=units, rule=RULE
        )
    await rows.look(db, goods[0], rows.at_noon(first), price_uzs=1000, stock=50)
    live = []
    for n in range(30, 65):
        day = first + timedelta(days=n)
        await kept_figures(db, goods[0], day)
        at = closes_at(day)
        if await evaluate.at_closing(worker, now=at):
            live.append(day)
    conditions = (Condition("sales_spike", 1, "times"),)
    since, now = closes_at(first + timedelta(days=29)), closes_at(last)
    async with transaction(worker) as line:
        found = await pairs.of_products(line, [goods[0]])
        past = await past_of(line, worker, found.product_id, conditions, since, now)
    again = replay(past, conditions, needs_all=True, cool_hours=0)
    opened = [
        int(again.points.at[point])
        for point, what in zip(again.found.point, again.found.what, strict=True)
        if what == OPENED
    ]
    assert (
        [day_of(from_us(at)) - timedelta(days=1) for at in opened]
        == live
        == [first + timedelta(days=n) for n in (40, 47)]
    )


async def kept_figures(db, product_id, day):
    """The figures that closing keeps once `day` is the last closed one."""
    number = to_day_number(day)
    product = np.array([product_id], np.int64)
    days = await kept_days(db, product, np.array([number - 40]), np.array([number]), profile=0)
    await write_figures(db, figures(product, days.days, closed=day, today=day))
