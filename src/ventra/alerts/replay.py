"""Goes through the past of products with a rule: every look and every closing, by the code that judges live."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import numpy as np

from ventra.alerts.gather import looks_of
from ventra.alerts.store import facts as store
from ventra.alerts.store.own_facts import own_facts
from ventra.collect.store.around import states_between
from ventra.core.columns import Columns, Int64
from ventra.core.day import (
    CLOSES_AFTER,
    US_PER_DAY,
    US_PER_SECOND,
    closes_at,
    day_number_of,
    from_day_number,
    last_closed_day,
    to_day_number,
    to_us,
)
from ventra.core.night_facts import FRESH_DAYS, Nights
from ventra.core.own_facts import OwnFacts, with_own
from ventra.core.rule_facts import BEFORE_US, DAILY, MOVED, STRETCHES, Looks, Moments, look_facts
from ventra.core.rule_join import all_facts
from ventra.core.rule_kinds import Facts, Feed, Float
from ventra.core.rules import OPEN, UNKNOWN, Condition, Points, States, Transitions, as_columns, follow, hold
from ventra.outlook.store.nights import nights as nights_of
from ventra.sales.close import newest_profile
from ventra.sales.figures import days_needed, figures
from ventra.sales.store.days import Kept, kept_days


@dataclass(frozen=True, slots=True, eq=False)
class Past:
    """What is kept of products (ascending) over a stretch of time: looks, closed days, moves, nights, who is gone."""

    product_id: Int64
    states: Columns
    days: Kept
    moves: store.Moves
    gone_since: Int64
    nights: Nights
    others: Columns
    since: datetime
    now: datetime
    own: list[OwnFacts]


@dataclass(frozen=True, slots=True, eq=False)
class Replayed:
    """What happened, the points and facts it happened at, by which condition, and which products stand open at the end."""

    found: Transitions
    points: Points
    facts: Facts
    condition: Int64
    holding: int


async def past_of(
    db: Any,
    pool: Any,
    product_ids: Int64,
    conditions: tuple[Condition, ...],
    since: datetime,
    now: datetime,
    *,
    org_id: int,
) -> Past:
    """Read the past that a rule with these conditions needs, from `since` on."""
    back_us = to_us(since) - max(STRETCHES) * US_PER_DAY - BEFORE_US
    profile = await newest_profile(pool)
    first = days_needed(since.date(), since.date())[0]
    last = day_number_of(to_us(now))
    whole = np.full(len(product_ids), first), np.full(len(product_ids), last)
    newest = await store.newest(db, product_ids, least_as_of=since.date())
    others = np.unique(np.array([one.other for one in conditions if one.other], np.int64))
    return Past(
        product_id=product_ids,
        states=await states_between(db, product_ids, back_us, to_us(now)),
        days=await kept_days(db, product_ids, *whole, profile=profile.version),
        moves=await store.moves(db, product_ids, back_us),
        gone_since=newest.gone_since,
        nights=await _nights(db, product_ids, conditions, since, now),
        others=await states_between(db, others, back_us, to_us(now)),
        since=since,
        now=now,
        own=await own_facts(db, np.array([org_id], np.int64), product_ids),
    )


async def _nights(
    db: Any, product_ids: Int64, conditions: tuple[Condition, ...], since: datetime, now: datetime
) -> Nights:
    if not any("night" in one.row.feeds for one in conditions):
        return Nights.none()
    back = timedelta(days=max(STRETCHES) + FRESH_DAYS + 1)
    return await nights_of(db, product_ids, (since - back).date(), last_closed_day(now))


def replay(past: Past, conditions: tuple[Condition, ...], *, needs_all: bool, cool_hours: float) -> Replayed:
    """Judge a rule at each moment of the past. What holds at a product's first look is nobody's news, as live."""
    rules = as_columns([(conditions, needs_all, cool_hours)])
    looks = looks_of(past.states, past.product_id)
    feeds = {feed for one in conditions for feed in one.row.feeds}
    moments = _moments(past, looks, feeds, conditions)
    place = np.searchsorted(past.product_id, past.moves.product_id)
    of_kind = {kind: past.moves.title == (kind == "title") for kind in MOVED}
    facts = all_facts(
        looks,
        moments,
        daily=_daily(past, moments) if "day" in feeds else _unknown(moments),
        moves={kind: (place[mine], past.moves.at[mine]) for kind, mine in of_kind.items()},
        gone_since=past.gone_since[moments.subject],
        nights=past.nights,
    )
    if len(past.others):
        facts["price_mine"] = _price_mine(past.others, moments)
    count = len(past.product_id)
    row = np.arange(len(moments.at))
    for one in past.own:
        org_of, product_of = np.full(len(row), one.org_id), past.product_id[moments.subject]
        facts, row = with_own(facts, row, org_of, product_of, [one])
    points = Points(np.zeros(len(moments.at), np.int64), moments.subject, row, moments.at)
    held = hold(rules, points, facts)
    never = np.zeros(count, np.int64)
    states = States(np.full(count, UNKNOWN, np.int8), never, never, never, np.full(count, np.nan))
    found, after = follow(rules, points, held, states)
    return Replayed(found, points, facts, held.condition, int((after.standing == OPEN).sum()))


def _moments(past: Past, looks: Looks, feeds: set[Feed], conditions: tuple[Condition, ...]) -> Moments:
    """All looks; closings, where days matter; when a product went, or was not looked at for too long."""
    since, now = to_us(past.since), to_us(past.now)
    subjects, instants = [looks.subject], [looks.at]
    count = len(past.product_id)
    if feeds & {"day", "night"}:
        days = range(to_day_number(past.since.date()), day_number_of(now))
        closings = np.array([to_us(closes_at(from_day_number(day))) for day in days], np.int64)
        subjects.append(np.repeat(np.arange(count), len(closings)))
        instants.append(np.tile(closings, count))
    gone = np.flatnonzero(past.gone_since > 0)
    subjects.append(gone)
    instants.append(past.gone_since[gone])
    if "age" in feeds:
        hours = min(one.limit for one in conditions if "age" in one.row.feeds)
        late = looks.at + int(hours * 3600 * US_PER_SECOND)
        next_at = np.where(
            np.append(looks.subject[1:], -1) == looks.subject, np.append(looks.at[1:], 0), now + 1
        )
        stale = np.flatnonzero(late < next_at)
        subjects.append(looks.subject[stale])
        instants.append(late[stale])
    subject, at = np.concatenate(subjects), np.concatenate(instants)
    first = np.full(count, np.iinfo(np.int64).max)
    np.minimum.at(first, looks.subject, looks.at)
    mine = (at >= since) & (at <= now) & (at >= first[subject])
    subject, at = subject[mine], at[mine]
    order = np.lexsort((at, subject))
    return Moments(subject[order], at[order])


def _unknown(moments: Moments) -> Mapping[str, Float]:
    return {name: np.full(len(moments.at), np.nan) for name in DAILY}


def _daily(past: Past, moments: Moments) -> Mapping[str, Float]:
    """The figures of the day that was the last closed one at each moment, as its days are known now."""
    closed = day_number_of(moments.at - int(CLOSES_AFTER / timedelta(microseconds=1))) - 1
    found = {name: np.full(len(moments.at), np.nan) for name in DAILY}
    for number in np.unique(closed).tolist():
        day = from_day_number(number)
        columns = figures(past.product_id, past.days.days, closed=day, today=day)
        mine = np.flatnonzero(closed == number)
        for name in DAILY:
            column = columns[name]
            values = column.values.astype(np.float64)
            if column.absent is not None:
                values = np.where(column.absent, np.nan, values)
            found[name][mine] = values[moments.subject[mine]]
    return found


def _price_mine(others: Columns, moments: Moments) -> Float:
    """What the product that is compared with cost at each moment; rules compare with one at most."""
    looks = looks_of(others, np.unique(others.key[:, 0]))
    asked = np.argsort(moments.at, kind="stable")
    facts = look_facts(looks, Moments(np.zeros(len(asked), np.int64), moments.at[asked]))
    price = np.empty(len(asked))
    price[asked] = facts["price"]
    return price
