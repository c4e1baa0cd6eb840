"""People make rules, change them, switch them off, and say of what they want to hear nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
from msgspec import UNSET

from ventra.accounts.noting import note
from ventra.accounts.store import organisations
from ventra.accounts.who import Asker, Who
from ventra.alerts import standard, wish
from ventra.alerts.answers import Mute, Mutes, Rule, RuleChange, Rules, RuleWish
from ventra.alerts.store import channels_of, inbox, pairs
from ventra.alerts.store import rules as store
from ventra.catalog.tracking import track_known
from ventra.errors import BadInput, Conflict, NotFound
from ventra.infra.db import transaction
from ventra.infra.roles import WORKER_ROLE, acting

MOST_RULES, MOST_MUTES = 1_000, 10_000
FIRED_WITHIN = timedelta(days=30)


async def listed(pool: Any, who: Who, product_id: int | None = None) -> Rules:
    """All rules of an organisation, or those that watch a product; the standard ones are there as soon as it tracks something."""
    async with transaction(pool, org_id=who.org) as db:
        async with acting(db, WORKER_ROLE):
            await standard.give(db, who.org)
        among = None if product_id is None else await pairs.watching(db, who.org, product_id)
        return Rules(await store.listed(db, who.org, since=_now() - FIRED_WITHIN, among=among), MOST_RULES)


async def one(pool: Any, who: Who, rule_id: int) -> Rule:
    """One rule. `NotFound` when there is none of this number."""
    async with transaction(pool, org_id=who.org) as db:
        return await _one(db, who.org, rule_id)


async def make(pool: Any, who: Who, wanted: RuleWish, *, asker: Asker) -> Rule:
    """A new rule; a rule for one product tracks it.

    Raises `BadInput`, `NotFound` for what it would watch, `PlanLimit`, and `Conflict` when there are too many.
    """
    async with transaction(pool, org_id=who.org) as db:
        rule = await wish.checked(db, who.org, wanted)
        await organisations.hold(db, who.org)
        if await store.count(db, who.org) >= MOST_RULES:
            raise Conflict(f"there are {MOST_RULES} rules already: delete one first")
        await _must_reach(db, who, rule.channels)
        if rule.scope == "product" and rule.scope_id is not None:
            await track_known(db, who.org, [rule.scope_id])
        number = await store.add(db, who.org, who.user_id, rule)
        await note(
            db,
            who,
            asker,
            "rule_made",
            str(number),
            scope=rule.scope,
            kinds=[one.kind for one in rule.conditions],
        )
        return await _one(db, who.org, number)


async def change(pool: Any, who: Who, rule_id: int, wanted: RuleChange, *, asker: Asker) -> Rule:
    """Change a rule; what is left out stays. With other conditions, or switched on again, it begins anew."""
    async with transaction(pool, org_id=who.org) as db:
        before = await store.written(db, who.org, rule_id)
        if before is None:
            raise NotFound("there is no rule of this number")
        after = before
        if wanted.conditions is not None:
            conditions = wish.conditions_of(wanted.conditions, before.scope)
            await wish.must_compare_with(db, conditions)
            after = msgspec.structs.replace(after, conditions=conditions)
        plain = {
            name: getattr(wanted, name)
            for name in ("needs_all", "cool_hours", "enabled")
            if getattr(wanted, name) is not None
        }
        after = msgspec.structs.replace(after, **plain)
        if wanted.name is not None:
            after = msgspec.structs.replace(after, name=wish.named(wanted.name))
        if wanted.channels is not UNSET:
            await _must_reach(db, who, wanted.channels)
            after = msgspec.structs.replace(after, channels=wanted.channels)
        other = (after.conditions, after.needs_all, after.enabled) != (
            before.conditions,
            before.needs_all,
            before.enabled,
        )
        await store.change(db, who.org, rule_id, after, rearm=other)
        if after != before:
            await note(db, who, asker, "rule_changed", str(rule_id))
        return await _one(db, who.org, rule_id)


async def delete(pool: Any, who: Who, rule_id: int, *, asker: Asker) -> None:
    """Delete a rule; it can be restored for a while. `Conflict` for a standard one, which is switched off instead."""
    async with transaction(pool, org_id=who.org) as db:
        if (await _one(db, who.org, rule_id)).standard is not None:
            raise Conflict("this rule comes with tracking: switch it off instead")
        await store.mark_deleted(db, who.org, rule_id, _now())
        await store.forget(db, who.org, rule_id)
        await note(db, who, asker, "rule_deleted", str(rule_id))


async def restore(pool: Any, who: Who, rule_id: int, *, asker: Asker) -> Rule:
    """Have a deleted rule again, from now on."""
    async with transaction(pool, org_id=who.org) as db:
        await organisations.hold(db, who.org)
        if await store.count(db, who.org) >= MOST_RULES:
            raise Conflict(f"there are {MOST_RULES} rules already: delete one first")
        if not await store.mark_deleted(db, who.org, rule_id, None):
            raise NotFound("there is no deleted rule of this number")
        await note(db, who, asker, "rule_restored", str(rule_id))
        return await _one(db, who.org, rule_id)


async def mutes(pool: Any, who: Who, subject_id: int) -> Mutes:
    """Of what nothing is told of a product."""
    async with transaction(pool, org_id=who.org) as db:
        return Mutes(await inbox.mutes(db, who.org, subject_id, _now()))


async def mute(pool: Any, who: Who, subject_id: int, wanted: Mute, *, asker: Asker) -> Mutes:
    """Tell nothing of a product, by one rule or any, for a while or for ever."""
    now = _now()
    until = None if wanted.hours is None else now + timedelta(hours=wanted.hours)
    async with transaction(pool, org_id=who.org) as db:
        if wanted.rule_id is not None:
            await _one(db, who.org, wanted.rule_id)
        await organisations.hold(db, who.org)
        if await inbox.count_mutes(db, who.org) >= MOST_MUTES:
            raise Conflict(f"{MOST_MUTES} products are muted already")
        await inbox.mute(db, who.org, subject_id, wanted.rule_id, until)
        await note(db, who, asker, "muted", str(subject_id), rule=wanted.rule_id, hours=wanted.hours)
        return Mutes(await inbox.mutes(db, who.org, subject_id, now))


async def unmute(pool: Any, who: Who, subject_id: int, rule_id: int | None, *, asker: Asker) -> Mutes:
    """Tell of a product again."""
    async with transaction(pool, org_id=who.org) as db:
        await inbox.unmute(db, who.org, subject_id, rule_id)
        await note(db, who, asker, "unmuted", str(subject_id), rule=rule_id)
        return Mutes(await inbox.mutes(db, who.org, subject_id, _now()))


async def _one(db: Any, org_id: int, rule_id: int) -> Rule:
    found = await store.listed(db, org_id, since=_now() - FIRED_WITHIN, among=[rule_id])
    if not found:
        raise NotFound("there is no rule of this number")
    return found[0]


async def _must_reach(db: Any, who: Who, channels: Sequence[int] | None) -> None:
    """Raise `BadInput` for a channel that is not the organisation's."""
    if channels and set(channels) - await channels_of.numbers(db, who.org):
        raise BadInput("there is no channel of this number", field="channels")


def _now() -> datetime:
    return datetime.now(UTC)
