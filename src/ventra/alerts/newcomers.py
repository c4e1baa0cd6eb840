"""Rules about categories: goods and shops that are met there for the first time, day by day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

import numpy as np

from ventra.alerts.gather import Known
from ventra.alerts.replay import Replayed
from ventra.alerts.store import subjects as store
from ventra.alerts.store.rules import Written
from ventra.core.columns import Int64
from ventra.core.day import closes_at, day_of, last_closed_day, to_us
from ventra.core.rule_kinds import Float
from ventra.core.rules import OPEN, SHUT, Points, States, as_columns, follow, hold

Row = tuple[int, date, int, int]


async def known(db: Any, category_ids: Int64, *, now: datetime) -> Known:
    """What is known of categories (ascending) by the last closed day."""
    day = last_closed_day(now)
    rows = {row[0]: row for row in await store.newcomers(db, category_ids.tolist(), day, day)}
    found = [rows.get(one) for one in category_ids.tolist()]
    count = len(category_ids)
    at = np.column_stack((np.zeros(count, np.int64), np.full(count, to_us(now)))).ravel()
    facts = {name: np.repeat(values, 2) for name, values in _facts(found).items()}
    # A category is looked at as its days close, and has been all along: what a rule of today finds tonight is news.
    return Known(category_ids, at, np.full(count, to_us(now)), facts)


def _facts(rows: Sequence[Row | None]) -> dict[str, Float]:
    """By row its numbers, NaN where a category is too young to have any."""
    products = np.array([np.nan if row is None else row[2] for row in rows], np.float64)
    sellers = np.array([np.nan if row is None else row[3] for row in rows], np.float64)
    return {"new_products": products, "new_sellers": sellers, "price": np.full(len(rows), np.nan)}


async def replayed(db: Any, category_id: int, rule: Written, *, since: datetime, now: datetime) -> Replayed:
    """Judge a rule at each closing of the past."""
    rows = await store.newcomers(db, [category_id], day_of(since), last_closed_day(now))
    rows = [row for row in rows if closes_at(row[1]) <= now + timedelta(seconds=1)]
    facts = _facts(rows)
    at = np.array([to_us(closes_at(row[1])) for row in rows], np.int64)
    zeros = np.zeros(len(rows), np.int64)
    rules = as_columns([(rule.conditions, rule.needs_all, rule.cool_hours)])
    points = Points(zeros, zeros, np.arange(len(rows)), at)
    held = hold(rules, points, facts)
    never = np.zeros(1, np.int64)
    states = States(np.array([SHUT], np.int8), never, never, never, np.full(1, np.nan))
    found, after = follow(rules, points, held, states)
    return Replayed(found, points, facts, held.condition, int((after.standing == OPEN).sum()))
