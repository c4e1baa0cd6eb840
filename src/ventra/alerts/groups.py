"""Rules about a category or a shop as a whole: who is met in it for the first time, and whether it rises or falls by the nights.

Newcomers are judged as the days close. What goes by nights is judged as a night is whole, at the instant of the one before it
and now; a rule that asks for both waits for the night.
"""

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
from ventra.core.day import closes_at, last_closed_day, to_us
from ventra.core.night_facts import FRESH_DAYS, night_facts
from ventra.core.rule_facts import Moments
from ventra.core.rule_kinds import Float
from ventra.core.rules import OPEN, SHUT, UNKNOWN, Condition, Points, States, as_columns, follow, hold
from ventra.outlook.store import group_nights
from ventra.outlook.store.group_nights import Group

_DAY = timedelta(days=1)


def by_night(conditions: Sequence[Condition]) -> bool:
    """Whether a rule with these conditions waits for the nights."""
    return any("night" in one.row.feeds for one in conditions)


async def known(db: Any, group: Group, ids: Int64, *, now: datetime, nightly: bool) -> Known:
    """What is known of categories or shops (ascending) by the last closed day; with `nightly` by the day before it as well."""
    closed = last_closed_day(now)
    days = [closed - _DAY, closed]
    now_us, before_us = to_us(now), to_us(closes_at(closed - _DAY))
    moments = Moments(np.repeat(np.arange(len(ids)), 2), np.tile([before_us, now_us], len(ids)))
    facts = await _facts(db, group, ids, days * len(ids), moments, nightly=nightly)
    if nightly:
        return Known(ids, moments.at, np.full(len(ids), before_us), facts)
    # A category is looked at as its days close, and has been all along: what a rule of today finds tonight is news.
    at = np.where(moments.at == now_us, now_us, 0)
    return Known(ids, at, np.full(len(ids), now_us), facts)


async def _facts(
    db: Any, group: Group, ids: Int64, days: Sequence[date], moments: Moments, *, nightly: bool
) -> dict[str, Float]:
    """Of each moment, whose last closed day is given: newcomers of that day, and what the newest night said."""
    first, last = min(days, default=date.min), max(days, default=date.min)
    facts = {name: np.full(len(days), np.nan) for name in ("new_products", "new_sellers", "price")}
    if len(days) and group == "category":
        rows = {row[:2]: row[2:] for row in await store.newcomers(db, ids.tolist(), first, last)}
        for place, (subject, day) in enumerate(zip(moments.subject.tolist(), days, strict=True)):
            products, sellers = rows.get((int(ids[subject]), day), (np.nan, np.nan))
            facts["new_products"][place], facts["new_sellers"][place] = products, sellers
    if len(days) and nightly:
        nights = await group_nights.nights(db, group, ids, first - FRESH_DAYS * _DAY, last)
        facts |= night_facts(nights, moments, np.full(len(days), np.nan))
    return facts


async def replayed(
    db: Any, group: Group, subject_id: int, rule: Written, *, since: datetime, now: datetime
) -> Replayed:
    """Judge a rule at each closing of the past; one that goes by nights by the night of the day that closed then."""
    nightly = by_night(rule.conditions)
    # So long after it was closed a day is judged by what is known then: the last one may be closed this very second.
    until, day = now + timedelta(seconds=1), last_closed_day(since)
    days = []
    while closes_at(day) <= until:
        if closes_at(day) >= since:
            days.append(day)
        day += _DAY
    ids, at = np.array([subject_id], np.int64), np.array([to_us(closes_at(one)) for one in days], np.int64)
    moments = Moments(np.zeros(len(days), np.int64), at)
    facts = await _facts(db, group, ids, days, moments, nightly=nightly)
    rules = as_columns([(rule.conditions, rule.needs_all, rule.cool_hours)])
    points = Points(moments.subject, moments.subject, np.arange(len(days)), at)
    held = hold(rules, points, facts)
    never = np.zeros(1, np.int64)
    begin = UNKNOWN if nightly else SHUT
    states = States(np.array([begin], np.int8), never, never, never, np.full(1, np.nan))
    found, after = follow(rules, points, held, states)
    return Replayed(found, points, facts, held.condition, int((after.standing == OPEN).sum()))
