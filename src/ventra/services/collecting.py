"""`ventra collect`: what is collected, why, and what the budget is enough for; and the operator's switch."""

from __future__ import annotations

import sys
from datetime import UTC, datetime

from ventra.collect.answers import Capacity, Collecting
from ventra.collect.foresee import foresee
from ventra.collect.store import demand, switch
from ventra.core.capacity import Reach, in_words
from ventra.infra.db import connected
from ventra.settings import Settings

DEFAULT = "default"
CHOICES = ("off", "tracked", "all", DEFAULT)


async def run(settings: Settings, to: str | None) -> int:
    """Switch collecting where `to` is one of `CHOICES`, and tell how it stands and what the budget is enough for."""
    async with connected(settings["DATABASE_URL"]) as db:
        if to is not None:
            async with db.transaction():
                await switch.turn(db, None if to == DEFAULT else to)
        state = await switch.read(db)
        print(told_state(state))
        counted = await demand.count(db, now=datetime.now(UTC))
        capacity = foresee(counted, collect=state.collect, per_second=await switch.told_budget(db))
    for line in told_capacity(capacity):
        print(line)
    if to is not None:
        print("workers obey within seconds", file=sys.stderr)
    return 0


def told_state(state: Collecting) -> str:
    """What is collected and where that comes from, in one line."""
    setting = f"COLLECT is {state.setting}" if state.setting else "no worker has told its COLLECT yet"
    if state.switched_to is None or state.switched_at is None:
        return f"{state.collect or 'unknown'}: {setting}, and nobody has switched it"
    return (
        f"{state.collect}: switched by the operator since {state.switched_at:%Y-%m-%d %H:%M} UTC; {setting}"
    )


def told_capacity(capacity: Capacity) -> list[str]:
    """What the budget can watch and how the watched products fare with it."""
    if capacity.per_second is None or capacity.looks_an_hour is None or capacity.looks_a_day is None:
        return ["the budget is unknown until a worker has run"]
    hourly, daily = in_words(capacity.looks_an_hour), in_words(capacity.looks_a_day)
    lines = [f"at {capacity.per_second:g}/s: {hourly:,} products every hour, or {daily:,} a day"]
    if capacity.now is not None:
        fares = (("tracked", capacity.now.tracked), ("the rest", capacity.now.rest))
        lines += [f"{name}: {told_reach(reach)}" for name, reach in fares if reach is not None]
    if capacity.enough_per_second:
        lines.append(f"enough for all of it: {_short(capacity.enough_per_second)}/s")
    return lines


def told_reach(reach: Reach) -> str:
    """How some products fare, in words."""
    if reach.stretch <= 1:
        return "on time"
    return f"each is looked at {_short(reach.stretch)} times less often than it should be"


def _short(number: float) -> str:
    return f"{number:,.0f}" if number >= 10 else f"{number:.2g}"
