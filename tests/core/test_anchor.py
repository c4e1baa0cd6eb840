"""A rounded counter's place is kept within what each look shows, and found as by walking the looks one after the other."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from ventra.core.anchor import ANCHORED_US, Kept, places
from ventra.core.columns import Int64
from ventra.core.day import US_PER_SECOND
from ventra.core.profile import Float

EXAMPLES = settings(max_examples=200, deadline=None)
MINUTE_US = 60 * US_PER_SECOND
WHOLE = st.integers(-300, 300).map(float)
PLACES = st.one_of(WHOLE, st.just(-np.inf))


@st.composite
def bands(draw: st.DrawFn) -> tuple[float, float]:
    """The least and the most that a look shows; either may be open."""
    least, width = draw(PLACES), draw(st.one_of(st.integers(0, 200).map(float), st.just(np.inf)))
    return least, np.inf if np.isinf(least) else least + width


@st.composite
def kept(draw: st.DrawFn, size: int) -> Kept:
    """So many functions of the counter's place."""
    found = [draw(bands()) for _ in range(size)]
    more = np.array([draw(st.integers(0, 60)) for _ in range(size)], np.float64)
    least, most = np.array(found, np.float64).reshape(-1, 2).T
    return Kept(more, least, most)


@st.composite
def walks(draw: st.DrawFn) -> tuple[Int64, Int64, Kept, Float]:
    """Steps of up to three products: group, end (µs), function, and where the counter was at the beginning of each."""
    group, end = [], []
    for owner in range(draw(st.integers(1, 3))):
        minute = 0
        for gap in draw(st.lists(st.integers(0, 3000), min_size=1, max_size=12)):
            minute += gap
            group.append(owner)
            end.append(minute * MINUTE_US)
    start = np.array([draw(PLACES) for _ in group])
    return np.array(group), np.array(end), draw(kept(len(group))), start


def place_after(place: float, steps: Kept, row: int) -> float:
    """Where the counter is after one step."""
    return float(min(max(place + steps.more[row], steps.least[row]), steps.most[row]))


@EXAMPLES
@given(walks())
def test_the_place_is_that_of_walking_every_step_of_the_last_days_in_turn(
    walk: tuple[Int64, Int64, Kept, Float],
) -> None:
    group, end, steps, start = walk
    expected = []
    for own in range(len(group)):
        near = [
            row
            for row in range(len(group))
            if group[row] == group[own] and end[own] - ANCHORED_US <= end[row] <= end[own]
        ]
        place = float(start[near[0]])
        for row in near:
            place = place_after(place, steps, row)
        expected.append(place)
    np.testing.assert_array_equal(places(group, end, steps, start), expected)


@EXAMPLES
@given(kept(1), kept(1), kept(1), st.lists(PLACES, min_size=1, max_size=5))
def test_functions_one_after_the_other_may_be_joined_in_any_grouping(
    one: Kept, two: Kept, three: Kept, where: list[float]
) -> None:
    left, right = one.then(two).then(three), one.then(two.then(three))
    for name in Kept.__slots__:
        np.testing.assert_array_equal(getattr(left, name), getattr(right, name))
    place = np.array(where)
    np.testing.assert_array_equal(left.of(place), three.of(two.of(one.of(place))))


@EXAMPLES
@given(walks())
def test_the_place_lies_within_what_the_look_itself_shows(walk: tuple[Int64, Int64, Kept, Float]) -> None:
    group, end, steps, start = walk
    found = places(group, end, steps, start)
    alone = np.append(end[1:] != end[:-1], True) | np.append(group[1:] != group[:-1], True)
    assert (found[alone] >= steps.least[alone]).all()
    assert (found[alone] <= steps.most[alone]).all()


def test_what_is_sold_below_the_step_is_remembered_until_the_counter_shows_the_next() -> None:
    """A counter in hundreds: 130 pieces leave in thirteen looks, and the hundred is shown with the tenth."""
    count = 13
    shown = np.where(np.arange(count) < 9, 100.0, 200.0)
    steps = Kept(np.full(count, 10.0), shown, shown + 99)
    end = np.arange(count) * 60 * MINUTE_US
    found = places(np.zeros(count, np.int64), end, steps, np.full(count, 100.0))
    np.testing.assert_array_equal(found, 100.0 + 10.0 * np.arange(1, count + 1))


def test_stock_that_vanishes_cannot_move_a_counter_beyond_what_it_shows() -> None:
    steps = Kept(np.array([1.0, 80.0, 1.0]), np.full(3, 40.0), np.full(3, 49.0))
    found = places(np.zeros(3, np.int64), np.arange(3) * MINUTE_US, steps, np.full(3, 40.0))
    np.testing.assert_array_equal(found, [41.0, 49.0, 49.0])
