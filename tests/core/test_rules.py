"""Episodes: opened once, risen when it gets worse, closed when it is over, told once in so many hours."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ventra.core.rule_kinds import KINDS
from ventra.core.rules import (
    CLOSED,
    OPEN,
    OPENED,
    RISEN,
    SHAPES,
    SHUT,
    UNKNOWN,
    Condition,
    Points,
    States,
    as_columns,
    follow,
    hold,
)

HOUR_US = 3_600_000_000
LOW = Condition("stock_low", 10, "units")


def states(standing: int, count: int = 1) -> States:
    nothing = np.zeros(count, np.int64)
    return States(np.full(count, standing, np.int8), nothing, nothing, nothing, np.full(count, np.nan))


def gone_through(
    conditions: Sequence[Condition],
    facts: dict[str, list[float]],
    *,
    needs_all: bool = True,
    cool_hours: float = 24,
    standing: int = SHUT,
    hours: float = 1,
) -> list[tuple[int, int, int, bool, bool]]:
    """What happens to one pair: at which point, what, at which level, whether it is told, and whether in silence."""
    columns = {name: np.array(values, np.float64) for name, values in facts.items()}
    count = len(next(iter(columns.values())))
    rules = as_columns([(conditions, needs_all, cool_hours)])
    zeros = np.zeros(count, np.int64)
    at = (np.arange(count) * hours * HOUR_US).astype(np.int64) + HOUR_US
    points = Points(zeros, zeros, np.arange(count), at)
    found, _ = follow(rules, points, hold(rules, points, columns), states(standing))
    rows = zip(found.point, found.what, found.level, found.told, found.silent, strict=True)
    return [
        (int(point), int(what), int(level), bool(told), bool(silent))
        for point, what, level, told, silent in rows
    ]


def test_what_sways_around_the_limit_is_one_episode() -> None:
    found = gone_through([LOW], {"stock": [15, 10, 11, 9, 11, 12, 13, 14]})
    assert found == [(1, OPENED, 0, True, False), (6, CLOSED, 0, False, False)]


def test_what_held_already_is_nobody_s_news_and_what_comes_after_is() -> None:
    found = gone_through([LOW], {"stock": [5, 5, 20, 5]}, standing=UNKNOWN)
    assert [(point, what, told, silent) for point, what, _, told, silent in found] == [
        (0, OPENED, False, True),
        (2, CLOSED, False, False),
        (3, OPENED, True, False),
    ]


def test_unknown_neither_opens_nor_closes() -> None:
    nan = float("nan")
    assert gone_through([LOW], {"stock": [nan, nan]}) == []
    assert gone_through([LOW], {"stock": [5, nan, nan, 5]}) == [(0, OPENED, 0, True, False)]


def test_a_fall_goes_on_and_is_told_again_only_by_as_much_again() -> None:
    fall = Condition("price_down", 5, "percent", 1)
    price = [100.0, 95, 93, 91, 90, 89, 85]
    found = gone_through([fall], {"price": price, "price_max_1": [100.0] * 7})
    assert found == [(1, OPENED, 0, True, False), (4, RISEN, 1, True, False), (6, RISEN, 2, True, False)]


def test_within_the_cool_down_it_is_kept_quiet_unless_it_is_worse() -> None:
    fall = Condition("price_down", 5, "percent", 1)
    price = [95.0, 100, 94, 100, 89]
    found = gone_through([fall], {"price": price, "price_max_1": [100.0] * 5})
    assert [(point, what, told) for point, what, _, told, _ in found] == [
        (0, OPENED, True),
        (1, CLOSED, False),
        (2, OPENED, False),
        (3, CLOSED, False),
        (4, OPENED, True),
    ]
    later = gone_through([fall], {"price": price, "price_max_1": [100.0] * 5}, cool_hours=2)
    assert all(told for _, what, _, told, _ in later if what == OPENED)


def test_all_must_hold_or_any() -> None:
    facts = {"stock": [20.0, 5, 5, 20], "price": [100.0, 100, 50, 50]}
    cheap = Condition("price_below", 60, "uzs")
    both = gone_through([LOW, cheap], facts)
    assert both == [(2, OPENED, 0, True, False), (3, CLOSED, 0, False, False)]
    either = gone_through([LOW, cheap], facts, needs_all=False)
    assert either == [(1, OPENED, 0, True, False)]


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_every_kind_can_be_measured_where_nothing_is_known(kind: object) -> None:
    facts = _every_fact(3)
    for shape, (row, unit, days) in enumerate(SHAPES):
        if row is not kind:
            continue
        rules = as_columns([([Condition(row.name, row.usual[unit], unit, days)], True, 0)])
        zeros = np.zeros(3, np.int64)
        held = hold(rules, Points(zeros, np.arange(3), np.arange(3), zeros), facts)
        assert not held.holds.any(), SHAPES[shape]
        assert not held.over.any(), SHAPES[shape]


def _every_fact(count: int) -> dict[str, np.ndarray]:  # type: ignore[type-arg]
    class Unknown(dict[str, np.ndarray]):  # type: ignore[type-arg]
        def __missing__(self, name: str) -> np.ndarray:  # type: ignore[type-arg]
            return np.full(count, np.nan)

    return Unknown()


def plainly(stock: Sequence[float], limit: float, cool_us: int, standing: int) -> list[tuple[int, int, int]]:
    """The same said point by point, in the plainest way, for one condition on stock."""
    slack = max(limit * 0.2, 1)
    found, told_at, now = [], 0, standing
    for point, value in enumerate(stock):
        at = (point + 1) * HOUR_US
        holds, over = value <= limit, value > limit + slack
        if now == UNKNOWN:
            if holds or over:
                now = OPEN if holds else SHUT
                if holds:
                    found.append((point, OPENED, 0))
        elif now == SHUT and holds:
            told = told_at == 0 or at - told_at >= cool_us
            told_at = at if told else told_at
            found.append((point, OPENED, int(told)))
            now = OPEN
        elif now == OPEN and over:
            found.append((point, CLOSED, 0))
            now = SHUT
    return found


@given(
    st.lists(st.one_of(st.integers(0, 20).map(float), st.just(float("nan"))), min_size=1, max_size=40),
    st.sampled_from([UNKNOWN, SHUT, OPEN]),
    st.sampled_from([0, 3, 24]),
)
def test_it_is_what_the_plainest_way_says(stock: list[float], standing: int, cool_hours: int) -> None:
    found = gone_through([LOW], {"stock": stock}, standing=standing, cool_hours=cool_hours)
    assert [(point, what, int(told)) for point, what, _, told, _ in found] == plainly(
        stock, 10, cool_hours * HOUR_US, standing
    )


@given(st.lists(st.lists(st.integers(0, 20).map(float), min_size=1, max_size=12), min_size=1, max_size=6))
def test_many_pairs_at_once_are_each_as_if_alone(many: list[list[float]]) -> None:
    rules = as_columns([([LOW], True, 2)])
    pair = np.repeat(np.arange(len(many)), [len(one) for one in many])
    at = np.concatenate([np.arange(1, len(one) + 1) for one in many]) * HOUR_US
    points = Points(np.zeros(len(pair), np.int64), pair, np.arange(len(pair)), at)
    facts = {"stock": np.concatenate([np.array(one) for one in many])}
    found, after = follow(rules, points, hold(rules, points, facts), states(SHUT, len(many)))
    begin = np.concatenate(([0], np.cumsum([len(one) for one in many])))
    for place, one in enumerate(many):
        mine = pair[found.point] == place
        alone = gone_through([LOW], {"stock": one}, cool_hours=2)
        assert [(p, w) for p, w, *_ in alone] == list(
            zip((found.point[mine] - begin[place]).tolist(), found.what[mine].tolist(), strict=True)
        )
        assert after.standing[place] == (OPEN if alone and alone[-1][1] == OPENED else SHUT)
