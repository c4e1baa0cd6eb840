"""Tries a rule over the last 60 days before anybody keeps it."""

from __future__ import annotations

import asyncio
from datetime import date, datetime, timedelta
from typing import Any

import msgspec
import numpy as np

from ventra.accounts.who import Who
from ventra.alerts import groups, wish
from ventra.alerts.answers import Quiet, RuleWish, Subject, SubjectKind, Tried, TriedAlert
from ventra.alerts.replay import Replayed, past_of, replay
from ventra.alerts.store import subjects as store
from ventra.alerts.store.rules import Written
from ventra.core.day import day_of, from_us
from ventra.core.product import Titles
from ventra.core.rule_told import told
from ventra.core.rules import CLOSED, OPENED
from ventra.infra.db import transaction
from ventra.outlook.store import group_nights, nights

DAYS = 60
MOST_PRODUCTS, PRODUCTS_A_TURN, MOST_SHOWN = 500, 50, 200
Found = tuple[int, TriedAlert]
"""An alert by the number of its subject; what that is called is filled in last."""
_NOBODY = Subject(kind="product", id=0, titles=Titles())


async def try_out(pool: Any, who: Who, wanted: RuleWish, *, now: datetime, simulated: bool = False) -> Tried:
    """What a rule would have done. Raises as `manage.make` does for one that cannot be.

    Of large scopes those products are gone through that sell most: `tried` of `subjects`.
    """
    since = now - timedelta(days=DAYS)
    async with transaction(pool, org_id=who.org) as db:
        rule = await wish.checked(db, who.org, wanted)
        kind = rule.conditions[0].row.subject
        if kind != "product":
            ids, count = [rule.scope_id or 0], 1
            replayed = await groups.replayed(db, kind, ids[0], rule, since=since, now=now)
            alerts, fired, said, holding = _alerts(np.array(ids), replayed, rule)
        else:
            ids, count = await store.products(
                db, who.org, rule.scope, rule.scope_id, rule.words, at_most=MOST_PRODUCTS
            )
            alerts, fired, said, holding = await _of_products(
                pool, db, sorted(ids), rule, since, now, who.org
            )
        by_nights = groups.by_night(rule.conditions)
        nights_since = await _nights_since(db, kind, ids) if by_nights else None
        alerts.sort(key=lambda one: one[1].at, reverse=True)
        shown = alerts[:MOST_SHOWN]
        named = await store.described(
            db, kind, sorted({subject for subject, _ in shown}), simulated=simulated
        )
    items = [
        msgspec.structs.replace(one, subject=named[subject]) for subject, one in shown if subject in named
    ]
    return Tried(
        since=day_of(since),
        days=DAYS,
        subjects=count,
        tried=len(ids),
        fired=fired,
        told=said,
        holding=holding,
        by_nights=by_nights,
        nights_since=nights_since,
        items=items,
    )


async def _nights_since(db: Any, kind: SubjectKind, ids: list[int]) -> date | None:
    if kind == "product":
        return await nights.first_day(db, ids)
    return await group_nights.first_day(db, kind, ids)


async def _of_products(
    pool: Any, db: Any, ids: list[int], rule: Written, since: datetime, now: datetime, org_id: int
) -> tuple[list[Found], int, int, int]:
    alerts: list[Found] = []
    fired = said = holding = 0
    for first in range(0, len(ids), PRODUCTS_A_TURN):
        some = np.array(ids[first : first + PRODUCTS_A_TURN], np.int64)
        past = await past_of(db, pool, some, rule.conditions, since, now, org_id=org_id)
        replayed = await asyncio.to_thread(
            replay, past, rule.conditions, needs_all=rule.needs_all, cool_hours=rule.cool_hours
        )
        more, *counts = _alerts(some, replayed, rule)
        alerts += more
        fired, said, holding = fired + counts[0], said + counts[1], holding + counts[2]
    return alerts, fired, said, holding


def _alerts(ids: Any, replayed: Replayed, rule: Written) -> tuple[list[Found], int, int, int]:
    """Episodes with what was said of them last; how many there were, how many messages, and how many hold now."""
    found, points = replayed.found, replayed.points
    open_: dict[tuple[int, int], TriedAlert] = {}
    said = 0
    for place in range(len(found.point)):
        point = int(found.point[place])
        subject, at = int(points.pair[point]), from_us(int(points.at[point]))
        key = subject, int(found.episode[place])
        if found.what[place] == CLOSED:
            before = open_.get(key)
            if before is not None:
                open_[key] = msgspec.structs.replace(before, closed_at=at)
            continue
        if found.silent[place]:
            continue
        said += int(found.told[place])
        condition = rule.conditions[int(replayed.condition[point])]
        facts = told(condition, replayed.facts, int(points.row[point]), int(points.at[point]))
        before = None if found.what[place] == OPENED else open_.get(key)
        quiet: Quiet | None = None if found.told[place] else "cooling"
        open_[key] = TriedAlert(
            subject=_NOBODY,
            at=at if before is None else before.at,
            closed_at=None,
            level=int(found.level[place]),
            quiet=quiet,
            told=facts,
        )
    alerts = [(int(ids[subject]), one) for (subject, _), one in open_.items()]
    return alerts, len(alerts), said, replayed.holding
