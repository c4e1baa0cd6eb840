"""The cash plan of an own shop: money that waits, money that is foreseen, and what purchases take, week by week."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final, Literal

import numpy as np

from ventra.core.day import day_of, from_day_number, to_day_number
from ventra.core.estimate import Z80, Ranged
from ventra.core.forecast import HORIZON
from ventra.core.own_cash import WEEK, Schedule, Weeks, by_week, kept_part, paid, ready_from
from ventra.core.profile import Float
from ventra.costs.holding import holding
from ventra.costs.store import own_rates
from ventra.infra.db import transaction
from ventra.outlook.demand import ahead_of, days_passed
from ventra.outlook.reorder import Plans
from ventra.shop.lines import number
from ventra.shop.own_plan import Gathered, gathered, planned
from ventra.shop.plan_answers import CashPlan, CashWeek, PayoutChoice
from ventra.shop.store import order_rows
from ventra.shop.store.order_rows import Habits

ScheduleName = Literal["twice_a_month", "weekly", "daily", "urgent"]
PAYS_EVERY: Final[dict[ScheduleName, int]] = {"twice_a_month": 15, "weekly": 7, "daily": 1, "urgent": 1}
"""Days between payouts; the first of a schedule is so many days from today, for nobody says when it last was."""
TAKE_HOME_DAYS = 90
USUAL_DAYS = 4
"""Days until a buyer has the goods, where no orders tell."""


async def plan(
    pool: Any, org_id: int, shop_id: int | None, schedule: ScheduleName, *, now: datetime
) -> CashPlan:
    """The weeks from today on by a schedule, and what each schedule would take of what is ready."""
    async with transaction(pool, org_id=org_id) as db:
        to_pay = await order_rows.to_pay(db, org_id, shop_id)
        habits = await order_rows.habits(db, org_id, shop_id, now)
        each = await order_rows.take_home(db, org_id, shop_id, now - timedelta(days=TAKE_HOME_DAYS))
        found = await gathered(db, org_id, shop_id, now=now)
        versions = await own_rates.listed(db, org_id)
    plans = await planned(found, None, now=now)
    today = to_day_number(day_of(now))
    rates = holding(versions, day_of(now), today=day_of(now)).rates
    fees = {name: rates[f"payout.{name}"].span.likely for name in PAYS_EVERY}
    length = HORIZON
    takes = round(habits.days) if habits.days is not None else USUAL_DAYS
    ready = sum(row["amount"] for row in to_pay if row["ready"])
    foreseen, without = _foreseen(found, each, length, now)
    comes = _under_way(to_pay, habits, today, takes, length) + _delayed(foreseen, takes)
    comes[:, 0] += ready
    told = by_week(comes, _purchases(plans, length, now), Schedule(PAYS_EVERY[schedule], fees[schedule]))
    share = kept_part(habits.kept, habits.sent)
    return CashPlan(
        today=day_of(now),
        schedule=schedule,
        choices=[
            PayoutChoice(
                schedule=name,
                days=PAYS_EVERY[name],
                fee_pct=fee,
                ready_fee_uzs=int(paid(np.array([float(ready)]), Schedule(1, fee))[1][0]),
            )
            for name, fee in fees.items()
        ],
        ready_uzs=ready,
        processing_uzs=sum(row["amount"] for row in to_pay if not row["ready"]),
        kept=Ranged(*(None if np.isnan(one) else round(one, 4) for one in share)),
        days_to_issue=None if habits.days is None else round(habits.days, 1),
        foreseen_uzs=_ranged(foreseen.sum(axis=1)) if len(found.known.rows) else Ranged(None, None, None),
        without_forecast=without,
        unpriced=sum(one.due > 0 and one.cost_uzs.point is None for one in plans.plans),
        weeks=[_week(told, at, today) for at in range(len(told.sum))],
    )


def _under_way(
    to_pay: Sequence[Mapping[str, Any]], habits: Habits, today: int, takes: int, length: int
) -> Float:
    """What orders under way bring by day [3, d]: the part that buyers keep, once they have it."""
    rows = [row for row in to_pay if not row["ready"]]
    day = np.array([max(row["day"] + takes - today, 1) for row in rows], np.int64)
    amount = ready_from(day, np.array([row["amount"] for row in rows], np.float64), length)
    share = np.array(kept_part(habits.kept, habits.sent))
    # Where nothing tells what buyers keep, all of it may come and nothing has to.
    part = np.where(np.isnan(share), (1.0, 0.0, 1.0), share)
    return np.asarray(part[:, None] * amount, np.float64)


def _foreseen(
    found: Gathered, each: Mapping[int, float | None], length: int, now: datetime
) -> tuple[Float, int]:
    """What goods are foreseen to bring by day of the order [3, d], and of how many goods nothing is."""
    total, told = np.zeros((3, length)), 0
    for product, row in found.known.rows.items():
        passed, brings = days_passed(row, day_of(now)), each.get(product)
        if passed is None or brings is None:
            continue
        ahead = ahead_of([row], passed)
        mean = np.zeros(length)
        reach = min(length, ahead.mean.shape[1])
        mean[:reach], mean[reach:] = ahead.mean[0, :reach], ahead.mean[0, -1]
        off = Z80 * float(ahead.level_error[0])
        total += np.array([1.0, max(1 - off, 0.0), 1 + off])[:, None] * mean * brings
        told += 1
    return total, found.goods - told


def _delayed(by_day: Float, days: int) -> Float:
    later = np.zeros_like(by_day)
    later[:, days:] = by_day[:, : max(by_day.shape[1] - days, 0)]
    return later


def _purchases(plans: Plans, length: int, now: datetime) -> Float:
    """What orders cost by day [3, d]: those that are due today, and of the others the next when it falls due."""
    total, today = np.zeros((3, length)), day_of(now)
    for good, one in zip(plans.known.goods, plans.plans, strict=True):
        cost = plans.known.terms_of(good.product_id).terms.cost_uzs
        if cost is None:
            continue
        for line in one.lines:
            pieces = line.pieces if line.due else line.next_pieces
            at = 0 if line.due else None if line.middle is None else (line.middle - today).days
            if at is not None and at < length and pieces.point is not None:
                ends = (pieces.point, pieces.low or 0.0, pieces.high or pieces.point)
                total[:, at] += np.array(ends) * float(cost)
    return total


def _week(told: Weeks, at: int, today: int) -> CashWeek:
    first = today + at * WEEK
    return CashWeek(
        first=from_day_number(first),
        last=from_day_number(first + WEEK - 1),
        paid_out_uzs=_ranged(told.paid_out[at]),
        fees_uzs=_ranged(told.fees[at]),
        purchases_uzs=_ranged(told.purchases[at]),
        sum_uzs=_ranged(told.sum[at]),
    )


def _ranged(three: Float) -> Ranged:
    return Ranged(*(number(one) for one in (three[0], min(three), max(three))))
