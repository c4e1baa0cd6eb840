"""The past gone through by the code that judges what comes: the same alerts; and what a rule would have told."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np

from fixtures import rows
from fixtures.alerting import FALL, LOW, RULES, ago, looked, made, older
from ventra.alerts import evaluate
from ventra.alerts.replay import past_of, replay
from ventra.alerts.store import pairs
from ventra.core.day import closes_at, day_of, from_us, last_closed_day, to_day_number
from ventra.core.rules import CLOSED, OPENED, RISEN, Condition
from ventra.core.sales import RULE
from ventra.infra.db import transaction
from ventra.sales.figures import figures
from ventra.sales.store.days import kept_days
from ventra.sales.store.figures import write_figures


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
        past = await past_of(line, worker, found.product_id, conditions, start, now, org_id=1)
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
        past = await past_of(line, worker, found.product_id, conditions, since, now, org_id=1)
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


def us(at):
    return round(at.timestamp() * 1_000_000)


async def kept_figures(db, product_id, day):
    """The figures that closing keeps once `day` is the last closed one."""
    number = to_day_number(day)
    product = np.array([product_id], np.int64)
    days = await kept_days(db, product, np.array([number - 40]), np.array([number]), profile=0)
    await write_figures(db, figures(product, days.days, closed=day, today=day))
