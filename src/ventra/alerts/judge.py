"""Judges pairs of rules and products by what is known of the products: what follows, as rows to be kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import msgspec
import numpy as np

from ventra.alerts.gather import Known
from ventra.alerts.store.pairs import Loaded, Pairs
from ventra.core.columns import Int64
from ventra.core.own_facts import OwnFacts, with_own
from ventra.core.rule_join import taken
from ventra.core.rule_kinds import Facts, Float
from ventra.core.rule_told import Told, told
from ventra.core.rules import (
    CLOSED,
    OPENED,
    SHAPES,
    SHUT,
    UNKNOWN,
    Condition,
    Points,
    States,
    follow,
    hold,
)

NOTHING_KEPT = -2


@dataclass(frozen=True, slots=True, eq=False)
class Change:
    """What happened to one pair at one point. `what` is one of `core.rules`; `silent` is for what held already."""

    pair: int
    what: int
    episode: int
    level: int
    is_told: bool
    silent: bool
    at_us: int
    told: Told | None


@dataclass(frozen=True, slots=True, eq=False)
class Judged:
    """What happened, in order, and how each pair [n] of `pairs` stands afterwards."""

    pairs: Pairs
    changes: list[Change]
    after: States

    def changed(self) -> Int64:
        """The pairs to which something happened."""
        return np.unique(np.array([change.pair for change in self.changes], np.int64))


def judge(
    pairs: Pairs,
    loaded: Loaded,
    known: Known,
    price_mine: Mapping[int, float],
    own: Sequence[OwnFacts] = (),
) -> Judged:
    """Judge `pairs`, all of whose products are `known` and whose rules are `loaded`.

    A pair that nobody has looked at before (its rule is younger than the look before, or its product came later) starts with that
    look, and what holds there is nobody's news. `price_mine` is what products cost that conditions compare with, `own`
    how organisations' own shops correct what those see.
    """
    rule = np.searchsorted(loaded.rule_id, pairs.rule_id)
    product = np.searchsorted(known.product_id, pairs.product_id)
    before, now = known.at[2 * product], known.at[2 * product + 1]
    seen = now > 0
    pairs, rule, product, before, now = pairs.take(seen), rule[seen], product[seen], before[seen], now[seen]
    reference = np.where(before > 0, before, known.looked[product])
    fresh = (pairs.standing == NOTHING_KEPT) & (pairs.since >= reference)
    states = States(
        standing=np.where(
            pairs.standing == NOTHING_KEPT, np.where(fresh, UNKNOWN, SHUT), pairs.standing
        ).astype(np.int8),
        episode=pairs.episode,
        level=pairs.level,
        told_at=pairs.told_at,
        told_severity=pairs.told_severity,
    )
    twice = fresh & (before > 0) & (pairs.since < now)
    each = np.where(twice, 2, 1)
    pair = np.repeat(np.arange(len(pairs)), each)
    newest = np.ones(len(pair), bool)
    newest[np.cumsum(each)[twice] - 2] = False
    row = 2 * product[pair] + newest
    facts, row = _with_mine(known.facts, row, rule[pair], loaded, price_mine)
    if own:
        org_of, product_of = loaded.org_id[rule[pair]], known.product_id[product[pair]]
        facts, row = with_own(facts, row, org_of, product_of, own)
    points = Points(rule[pair], pair, row, np.where(newest, now[pair], before[pair]))
    held = hold(loaded.rules, points, facts)
    found, after = follow(loaded.rules, points, held, states)
    changes = []
    for place in range(len(found.point)):
        point, what = int(found.point[place]), int(found.what[place])
        silent = bool(found.silent[place])
        said = None
        if what != CLOSED and not silent:
            condition = condition_of(loaded, int(held.condition[point]))
            said = told(condition, facts, int(points.row[point]), int(points.at[point]))
        changes.append(
            Change(int(points.pair[point]), what, int(found.episode[place]), int(found.level[place]),
                   bool(found.told[place]), silent, int(points.at[point]), said)
        )  # fmt: skip
    return Judged(pairs, changes, after)


def condition_of(loaded: Loaded, place: int) -> Condition:
    """A condition by its place among all of the loaded rules."""
    kind, unit, days = SHAPES[loaded.rules.kind[place]]
    return Condition(kind.name, float(loaded.rules.limit[place]), unit, days, int(loaded.other[place]))


def with_texts(change: Change, before: str | None, after: str | None) -> Change:
    """The change with what a page said before and says now."""
    assert change.told is not None
    said = msgspec.structs.replace(change.told, text_before=before, text_after=after)
    return Change(
        change.pair,
        change.what,
        change.episode,
        change.level,
        change.is_told,
        change.silent,
        change.at_us,
        said,
    )


def _with_mine(
    facts: Facts, row: Int64, rule: Int64, loaded: Loaded, price_mine: Mapping[int, float]
) -> tuple[Facts, Int64]:
    """The facts with a row of its own for each point whose rule compares with another product's price."""
    other = np.zeros(len(loaded.rule_id), np.int64)
    of_rule = np.repeat(np.arange(len(loaded.rule_id)), np.diff(loaded.rules.first))
    np.maximum.at(other, of_rule, loaded.other)
    compares = np.flatnonzero(other[rule] > 0)
    if len(compares) == 0:
        return facts, row
    added = taken(facts, row[compares])
    prices: Float = np.array([price_mine.get(int(one), np.nan) for one in other[rule[compares]]])
    added["price_mine"] = prices
    size = len(facts["price"])
    row = row.copy()
    row[compares] = size + np.arange(len(compares))
    missing = np.full(size, np.nan)
    return {name: np.concatenate((facts.get(name, missing), values)) for name, values in added.items()}, row


__all__ = ["CLOSED", "OPENED", "Change", "Judged", "condition_of", "judge", "with_texts"]
