"""Learning when in the day things are bought from counters that were looked at now and then."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from tests.fixtures.bought import EVENING, HOUR_US, MORNING, seen_of, seen_with

from ventra.core.columns import MISSING, Seen
from ventra.core.day import start_of_day_us
from ventra.core.learning import LONGEST, NOTHING, PULL_UNITS, Heard, hear, learn
from ventra.core.profile import BINS, MARKET

DAY = 20_000


def apart(found: Any, true: Any) -> float:
    """Total variation distance."""
    return float(np.abs(found - true).sum() / 2)


def unknown(products: int) -> Any:
    return np.full(products, MARKET, np.int64)


def heard_of(*looks: tuple[float, int]) -> Heard:
    """What looks (hour of a day, counter) at one product say."""
    hours, orders = (np.array(part) for part in zip(*looks, strict=True))
    at = start_of_day_us(DAY) + (hours * HOUR_US).astype(np.int64)
    return hear(seen_with(np.ones(len(at), np.int64), at, orders.astype(np.int64)), unknown(1))


@pytest.mark.parametrize(("gap_hours", "at_most"), [(1, 0.03), (3, 0.04), (8, 0.06)])
@pytest.mark.parametrize("share", [MORNING, EVENING])
def test_an_uneven_day_is_recovered_from_counters(gap_hours: float, at_most: float, share: Any) -> None:
    rng = np.random.default_rng(5)
    seen = seen_of(rng, share, products=3_000, days=21, rate=8.0, gap_hours=gap_hours)
    found = learn(hear(seen, unknown(3_000)), version=3)
    assert found.version == 3
    assert apart(found.share[0], share) < at_most
    assert apart(np.full(BINS, 1 / BINS), share) > 0.2


def test_each_category_is_drawn_to_the_market_by_how_little_is_known_of_it() -> None:
    rng = np.random.default_rng(8)
    market = seen_of(rng, EVENING, products=200, days=21, rate=8.0, gap_hours=3)
    much = seen_of(rng, MORNING, products=60, days=21, rate=8.0, gap_hours=3, first_product=1000)
    little = seen_of(rng, MORNING, products=1, days=5, rate=2.0, gap_hours=3, first_product=2000)
    category = np.concatenate((unknown(200), np.full(60, 7), np.full(1, 9)))
    found = learn(hear(market.followed_by(much).followed_by(little), category), version=1)
    assert found.category.tolist() == [7, 9]
    whole, of_much, of_little = found.share
    assert apart(of_much, MORNING) < 0.12
    assert apart(of_much, MORNING) < apart(of_much, whole) / 2
    assert apart(of_little, whole) < 0.05
    assert apart(of_little, MORNING) > 0.2


def test_where_nothing_was_heard_every_hour_is_alike() -> None:
    nothing = hear(seen_with(*(np.zeros(0, np.int64) for _ in range(3))), unknown(0))
    for heard in (NOTHING, nothing, heard_of((1, 5)), heard_of((0, 5), (3, 5), (6, 5))):
        found = learn(heard, version=1)
        assert len(found.category) == 0
        assert found.share == pytest.approx(np.full((1, BINS), 1 / BINS))


def test_a_market_heard_in_parts_teaches_what_it_teaches_at_once() -> None:
    rng = np.random.default_rng(2)
    parts: list[tuple[Seen, Any]] = []
    for number, share in enumerate((MORNING, EVENING, EVENING)):
        seen = seen_of(rng, share, products=20, days=9, rate=9.0, gap_hours=2, first_product=100 * number)
        parts.append((seen, np.array([3 + number % 2, MARKET] * 10, np.int64)))
    whole = parts[0][0].followed_by(parts[1][0]).followed_by(parts[2][0])
    at_once = learn(hear(whole, np.concatenate([category for _, category in parts])), version=1)
    one_by_one = NOTHING
    for seen, category in reversed(parts):
        one_by_one = one_by_one.and_(hear(seen, category))
    found = learn(one_by_one, version=1)
    assert found.category.tolist() == at_once.category.tolist() == [3, 4]
    assert found.share == pytest.approx(at_once.share, abs=1e-12)


def test_counters_that_fall_or_are_missing_and_long_gaps_say_nothing() -> None:
    rise = heard_of((9, 10), (10, 14))
    assert (rise.units.sum(), rise.units[0, 18, 1]) == (4, 4)
    for looks in (
        [(9, 14), (10, 10)],
        [(9, 10), (9.5, MISSING), (10, 14)],
        [(9, MISSING), (10, 14)],
        [(0, 10), (LONGEST / 2 + 0.5, 14)],
    ):
        assert heard_of(*looks).units.sum() == 0, looks
    assert heard_of((9, 90), (10, 10), (11, 12)).units.sum() == 2
    assert heard_of((0, 10), (LONGEST / 2, 14)).units.sum() == 4


def test_a_stretch_over_midnight_counts_for_the_hours_on_both_sides() -> None:
    looks = [
        (24 * day + hour, 10 * day + (hour > 24) * 10) for day in range(400) for hour in (7, 14, 23.5, 25)
    ]
    found = learn(heard_of(*looks), version=1).share[0]
    assert found[[47, 0, 1]].sum() > 0.9
    assert found[[47, 0, 1]] == pytest.approx(np.full(3, found[0]))
    assert 1 - found[[47, 0, 1]].sum() < PULL_UNITS / 4_000
