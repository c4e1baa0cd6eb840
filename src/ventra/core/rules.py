"""Rules judged over columns: which conditions hold where, and what follows for the episodes. Live and over the past alike.

A *pair* is a rule and one of its subjects. A *point* is a pair at an instant at which something was learned of the subject.
Points are given by pair and in time; what comes out are transitions: an episode opens, rises by a level, or closes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ventra.core.columns import Int64
from ventra.core.day import US_PER_SECOND
from ventra.core.rule_kinds import EACH, KINDS, Facts, Float, Kind

Bool = npt.NDArray[np.bool_]
OPENED, RISEN, CLOSED = range(3)
UNKNOWN, SHUT, OPEN = -1, 0, 1
_HOUR_US = 3600 * US_PER_SECOND


@dataclass(frozen=True, slots=True)
class Condition:
    """One comparison: `kind` of `KINDS`, `unit` of its limit, over how many `days`, with which `other` product (0: none)."""

    kind: str
    limit: float
    unit: str = ""
    days: int = 0
    other: int = 0

    @property
    def row(self) -> Kind:
        """Its row in the table of kinds."""
        return KINDS[self.kind]


@dataclass(frozen=True, slots=True, eq=False)
class Rules:
    """Rules as columns: the conditions of rule r are those from `first[r]` up to `first[r + 1]`.

    `needs_all` [r] says whether all have to hold or any, `cool_us` [r] how long after one message there is no other.
    """

    first: Int64
    needs_all: Bool
    cool_us: Int64
    kind: npt.NDArray[np.int16]
    """Of each condition, the place in `SHAPES`."""
    limit: Float

    def __len__(self) -> int:
        return len(self.needs_all)


SHAPES: tuple[tuple[Kind, str, int], ...] = tuple(
    (kind, unit, days) for kind in KINDS.values() for unit in kind.measures for days in kind.days
)
"""Every kind with each unit and stretch it has: what conditions of one shape measure is worked out once."""
_PLACE = {(kind.name, unit, days): place for place, (kind, unit, days) in enumerate(SHAPES)}


def shape_of(kind: str, unit: str, days: int) -> int:
    """The place in `SHAPES`. `KeyError` for one that there is not."""
    return _PLACE[kind, unit, days]


def as_columns(rules: Sequence[tuple[Sequence[Condition], bool, float]]) -> Rules:
    """From each rule's conditions, whether all are needed, and hours between two messages."""
    flat = [one for conditions, _, _ in rules for one in conditions]
    return Rules(
        first=np.concatenate(([0], np.cumsum([len(conditions) for conditions, _, _ in rules]))).astype(
            np.int64
        ),
        needs_all=np.array([needs_all for _, needs_all, _ in rules], bool),
        cool_us=np.array([hours * _HOUR_US for _, _, hours in rules], np.int64),
        kind=np.array([shape_of(one.kind, one.unit, one.days) for one in flat], np.int16),
        limit=np.array([one.limit for one in flat], np.float64),
    )


@dataclass(frozen=True, slots=True, eq=False)
class Points:
    """Points [p], by pair and in time: which rule, which pair (ascending), which row of the facts, and when (µs)."""

    rule: Int64
    pair: Int64
    row: Int64
    at: Int64


@dataclass(frozen=True, slots=True, eq=False)
class Held:
    """At each point [p]: whether the rule holds, whether it is over, how severe it is, and the place of its telling condition.

    Between holding and being over lies the slack, where things stay as they are; so they do where nothing is known.
    """

    holds: Bool
    over: Bool
    severity: Float
    again: Float
    """By how much severity must grow for an open episode to be told anew."""
    condition: Int64


def hold(rules: Rules, points: Points, facts: Facts) -> Held:
    """Compare: every condition of every point at once, shape by shape."""
    count = (rules.first[1:] - rules.first[:-1])[points.rule]
    start = np.concatenate(([0], np.cumsum(count)))
    at = np.repeat(np.arange(len(count)), count)
    condition = rules.first[points.rule][at] + np.arange(start[-1]) - start[:-1][at]
    shape, limit, row = rules.kind[condition], rules.limit[condition], points.row[at]
    measured = np.full(len(at), np.nan)
    sense, slack, again = np.ones(len(at)), np.zeros(len(at)), np.full(len(at), np.inf)
    for place in np.unique(shape):
        kind, unit, days = SHAPES[place]
        mine = np.flatnonzero(shape == place)
        measured[mine] = kind.measures[unit](facts, days)[row[mine]]
        if kind.below:
            sense[mine] = -1.0
        slack[mine] = np.maximum(np.abs(limit[mine]) * kind.slack, kind.least_slack)
        if kind.again == EACH:
            again[mine] = -np.inf
        elif kind.again:
            again[mine] = np.maximum(np.abs(limit[mine]) * kind.again, 1e-9)
    severity = sense * measured
    bar = sense * limit
    # What decimals make of a sum must not decide: a fall of exactly the limit is one.
    slightly = 1e-9 * np.maximum(np.abs(limit), 1.0)
    holds, over = severity >= bar - slightly, severity < bar - slack - slightly
    needs_all = rules.needs_all[points.rule]
    if len(at) == 0:
        nothing = np.zeros(0, bool)
        return Held(nothing, nothing, np.zeros(0), np.zeros(0), np.zeros(0, np.int64))
    begin = start[:-1]
    some, all_of = np.logical_or.reduceat(holds, begin), np.logical_and.reduceat(holds, begin)
    some_over, all_over = np.logical_or.reduceat(over, begin), np.logical_and.reduceat(over, begin)
    # The first condition that holds speaks for the rule; where all must, that is the first.
    place = np.where(holds, np.arange(len(at)) - begin[at], np.iinfo(np.int64).max)
    telling = begin + np.minimum(np.minimum.reduceat(place, begin), count - 1)
    return Held(
        holds=np.where(needs_all, all_of, some),
        over=np.where(needs_all, some_over, all_over),
        severity=severity[telling],
        again=again[telling],
        condition=condition[telling],
    )


@dataclass(frozen=True, slots=True, eq=False)
class States:
    """How each pair [n] stands before its first point: `SHUT`, `OPEN` or `UNKNOWN` (nobody looked yet), how many episodes there
    were, the level of the last, and when (µs, 0: never) and how severe it was when that was last told.
    """

    standing: npt.NDArray[np.int8]
    episode: Int64
    level: Int64
    told_at: Int64
    told_severity: Float


@dataclass(frozen=True, slots=True, eq=False)
class Transitions:
    """What happened [t], in order of pair and time: at which point, `OPENED`, `RISEN` or `CLOSED`, of which episode and level,
    and whether it is told, or kept quiet because the last message is too young.

    `silent` openings are what held already when nobody had looked before: they are nobody's news.
    """

    point: Int64
    what: npt.NDArray[np.int8]
    episode: Int64
    level: Int64
    told: Bool
    silent: Bool


def follow(rules: Rules, points: Points, held: Held, states: States) -> tuple[Transitions, States]:
    """What follows from what held at each point, and how each pair stands afterwards."""
    found: list[tuple[int, int, int, int, bool, bool]] = []
    after = _copied(states)
    for point in _turns(points, held, states):
        _step(rules, points, held, after, int(point), found)
    columns = list(zip(*found, strict=True)) if found else [()] * 6
    kinds = (np.int64, np.int8, np.int64, np.int64, bool, bool)
    return Transitions(*(np.array(one, kind) for one, kind in zip(columns, kinds, strict=True))), after


def _copied(states: States) -> States:
    return States(
        states.standing.copy(),
        states.episode.copy(),
        states.level.copy(),
        states.told_at.copy(),
        states.told_severity.copy(),
    )


def _turns(points: Points, held: Held, states: States) -> Int64:
    """The points at which anything can happen, in order: all others are passed over in one go.

    Nothing happens where a pair goes on as it was: neither holding while it is shut, nor over or more severe while it is open.
    """
    n, standing = len(points.pair), states.standing
    if n == 0:
        return np.zeros(0, np.int64)
    first = np.concatenate(([True], points.pair[1:] != points.pair[:-1]))
    said = np.where(held.holds, OPEN, np.where(held.over, SHUT, -2))
    said[first & (said == -2)] = standing[points.pair[first & (said == -2)]]
    last = np.maximum.accumulate(np.where((said != -2) | first, np.arange(n), 0))
    now = said[last]
    before = np.where(first, standing[points.pair], np.concatenate(([0], now[:-1])))
    # More severe than a moment ago, or nothing was known then; what went on as it was has been told if it was to be.
    worse = ~(held.severity <= np.concatenate(([np.nan], held.severity[:-1])))
    worse[first] = held.severity[first] >= (states.told_severity[points.pair] + held.again)[first]
    risen = (now == OPEN) & (before == OPEN) & held.holds & (held.again < np.inf) & (worse | (held.again < 0))
    return np.flatnonzero((now != before) | risen)


def _step(
    rules: Rules,
    points: Points,
    held: Held,
    states: States,
    point: int,
    found: list[tuple[int, int, int, int, bool, bool]],
) -> None:
    pair, at = points.pair[point], points.at[point]
    standing, severity = states.standing[pair], held.severity[point]
    if standing == UNKNOWN:
        states.standing[pair] = OPEN if held.holds[point] else SHUT
        if held.holds[point]:
            states.episode[pair] += 1
            states.level[pair], states.told_severity[pair] = 0, severity
            found.append((point, OPENED, states.episode[pair], 0, False, True))
        return
    if standing == SHUT and held.holds[point]:
        worse = severity >= states.told_severity[pair] + held.again[point]
        told = (
            states.told_at[pair] == 0
            or at - states.told_at[pair] >= rules.cool_us[points.rule[point]]
            or bool(worse)
        )
        states.standing[pair] = OPEN
        states.episode[pair] += 1
        states.level[pair] = 0
        if told:
            states.told_at[pair], states.told_severity[pair] = at, severity
        found.append((point, OPENED, states.episode[pair], 0, told, False))
    elif standing == OPEN and held.over[point]:
        states.standing[pair] = SHUT
        found.append((point, CLOSED, states.episode[pair], states.level[pair], False, False))
    elif (
        standing == OPEN and held.holds[point] and severity >= states.told_severity[pair] + held.again[point]
    ):
        states.level[pair] += 1
        states.told_at[pair], states.told_severity[pair] = at, severity
        found.append((point, RISEN, states.episode[pair], states.level[pair], True, False))
