"""What people wish to be told of, made sure that it can be: kinds, limits, scopes."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from ventra.alerts.answers import ConditionWish, KindUnit, RuleKind, RuleWish
from ventra.alerts.store import rules as store
from ventra.alerts.store.rules import Written
from ventra.catalog.store import named_lists
from ventra.catalog.store.lists import prefix_query
from ventra.catalog.store.tracking import known
from ventra.core.one_line import one_line
from ventra.core.rule_kinds import KINDS, NOTHING, PERCENT, Kind
from ventra.core.rules import Condition
from ventra.errors import BadInput, NotFound

LONGEST_NAME = 80
_WITH_ID = ("product", "list", "category", "seller")
_FALLS = ("price_down", "below_mine", "growth_down")


def kinds() -> list[RuleKind]:
    """Every kind, as people are shown them."""
    return [
        RuleKind(
            kind.name,
            kind.group,
            kind.subject,
            [KindUnit(unit, kind.usual[unit]) for unit in kind.measures],
            kind.least,
            kind.most,
            list(kind.days),
            kind.below,
            kind.other,
        )
        for kind in KINDS.values()
    ]


async def checked(db: Any, org_id: int, wish: RuleWish) -> Written:
    """A rule as it will be kept. Raises `BadInput`, naming the part at fault, or `NotFound` for what it would watch."""
    conditions = conditions_of(wish.conditions, wish.scope)
    await must_compare_with(db, conditions)
    scope_id, scope_text, words = await _scope(db, org_id, wish)
    return Written(
        name=named(wish.name),
        scope=wish.scope,
        scope_id=scope_id,
        scope_text=scope_text,
        words=words,
        needs_all=wish.needs_all,
        conditions=conditions,
        cool_hours=wish.cool_hours,
        channels=wish.channels,
        enabled=wish.enabled,
    )


async def must_compare_with(db: Any, conditions: Sequence[Condition]) -> None:
    """Raise `BadInput` when a condition compares with a product that was never met."""
    wanted = {one.other for one in conditions if one.other}
    for product_id in sorted(wanted.difference(await known(db, list(wanted)))):
        raise BadInput(
            f"product {product_id}, which the rule compares with, was never met", field="conditions"
        )


def named(name: str) -> str:
    """What a rule is called."""
    return one_line(name, field="name", longest=LONGEST_NAME)


def conditions_of(wishes: Sequence[ConditionWish], scope: str) -> tuple[Condition, ...]:
    """Conditions that can be, for a rule of this scope. Raises `BadInput` that names the condition at fault by its place."""
    found = tuple(_condition(wish, f"conditions[{place}]") for place, wish in enumerate(wishes))
    if len({one.other for one in found if one.other}) > 1:
        raise BadInput("a rule compares with one product: make two rules", field="conditions")
    subjects = {one.row.subject for one in found}
    if len(subjects) > 1:
        raise BadInput(
            "what speaks of a category or a shop as a whole does not go with what speaks of products: make two rules",
            field="conditions",
        )
    wanted = subjects.pop()
    if wanted != "product" and scope != wanted:
        raise BadInput(
            f"{found[0].kind} speaks of a {wanted} as a whole: choose one as the rule's scope", field="scope"
        )
    return found


def _condition(wish: ConditionWish, field: str) -> Condition:
    kind = KINDS.get(wish.kind)
    if kind is None:
        raise BadInput(f"kind is one of {', '.join(KINDS)}", field=f"{field}.kind")
    unit = wish.unit or next(iter(kind.measures))
    if unit not in kind.measures:
        raise BadInput(f"the unit of {kind.name} is one of {', '.join(kind.measures)}", field=f"{field}.unit")
    days = wish.days or kind.days[0]
    if days not in kind.days:
        allowed = ", ".join(map(str, kind.days))
        raise BadInput(f"{kind.name} looks back over {allowed} days", field=f"{field}.days")
    other = wish.other or 0
    if kind.other and not other:
        raise BadInput(f"{kind.name} compares with a product of your own: say which", field=f"{field}.other")
    if not kind.other and other:
        raise BadInput(f"{kind.name} compares with no other product", field=f"{field}.other")
    return Condition(kind.name, _limit(kind, unit, wish.limit, field), unit, days, other)


def _limit(kind: Kind, unit: str, limit: float, field: str) -> float:
    if unit == NOTHING:
        return kind.usual[unit]
    most = 100.0 if unit == PERCENT and kind.name in _FALLS else kind.most
    if not math.isfinite(limit) or not kind.least <= limit <= most:
        raise BadInput(f"the limit of {kind.name} is from {kind.least:g} to {most:g}", field=f"{field}.limit")
    return float(limit)


async def _scope(db: Any, org_id: int, wish: RuleWish) -> tuple[int | None, str | None, str | None]:
    if wish.scope != "search" and wish.scope_text is not None:
        raise BadInput(f"{wish.scope} takes no words to search for", field="scope_text")
    if wish.scope in _WITH_ID:
        if wish.scope_id is None:
            raise BadInput(f"which {wish.scope}? give its number", field="scope_id")
        await _must_be(db, org_id, wish.scope, wish.scope_id)
        return wish.scope_id, None, None
    if wish.scope_id is not None:
        raise BadInput(f"{wish.scope} takes no number", field="scope_id")
    if wish.scope != "search":
        return None, None, None
    text = one_line(wish.scope_text or "", field="scope_text", longest=200, least=1)
    words = prefix_query(text)
    if not words:
        raise BadInput("holds no word to search for", field="scope_text")
    return None, text, words


async def _must_be(db: Any, org_id: int, scope: str, scope_id: int) -> None:
    if scope == "list":
        there = await named_lists.name_of(db, org_id, scope_id) is not None
    else:
        there = await store.seen(db, scope, scope_id)
    if not there:
        raise NotFound(f"there is no {scope} of this number")
