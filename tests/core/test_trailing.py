"""What went before: the rows of a group within some days are those that a walk over all rows finds."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from ventra.core.columns import Int64
from ventra.core.day import US_PER_DAY, US_PER_SECOND
from ventra.core.trailing import TRAILING_US, days_before

EXAMPLES = settings(max_examples=200, deadline=None)
FIRST_US = 20_000 * US_PER_DAY
GAPS = st.one_of(
    st.integers(0, 3), st.integers(0, 200_000), st.sampled_from([86_400, 7 * 86_400, 9 * 86_400])
)
WITHIN = st.sampled_from([US_PER_SECOND, US_PER_DAY, 3 * US_PER_DAY, TRAILING_US])


@st.composite
def rows(draw: st.DrawFn) -> tuple[Int64, Int64]:
    """Group and instant (µs, whole seconds) of some rows, sorted by both; groups need not follow on one another."""
    group, at = [], []
    for number in sorted(draw(st.sets(st.integers(0, 40), min_size=1, max_size=4))):
        second = draw(st.integers(0, 10**6))
        for gap in draw(st.lists(GAPS, min_size=1, max_size=10)):
            second += gap
            group.append(number)
            at.append(FIRST_US + second * US_PER_SECOND)
    return np.array(group), np.array(at)


def near(group: Int64, at: Int64, own: int, within_us: int) -> list[int]:
    """The rows that a row looks back on, itself among them."""
    return [
        row for row in range(len(group)) if group[row] == group[own] and 0 <= at[own] - at[row] <= within_us
    ]


@EXAMPLES
@given(rows(), WITHIN)
def test_the_window_of_a_row_is_the_rows_of_its_group_within_the_days_that_end_with_it(
    found: tuple[Int64, Int64], within_us: int
) -> None:
    group, at = found
    before = days_before(group, at, within_us)
    for own in range(len(group)):
        assert list(range(before.since[own], before.until[own])) == near(group, at, own, within_us)


@EXAMPLES
@given(rows(), st.data())
def test_sums_are_those_of_adding_row_by_row(found: tuple[Int64, Int64], data: st.DataObject) -> None:
    group, at = found
    eighths = st.integers(0, 80_000).map(lambda parts: parts / 8)
    value = np.array(data.draw(st.lists(eighths, min_size=len(group), max_size=len(group))))
    (sums,) = days_before(group, at).sums([value])
    expected = [sum(value[row] for row in near(group, at, own, TRAILING_US)) for own in range(len(group))]
    np.testing.assert_array_equal(sums, expected)


@EXAMPLES
@given(rows(), st.integers(0, 50))
def test_a_sum_knows_nothing_of_other_groups(found: tuple[Int64, Int64], seed: int) -> None:
    group, at = found
    value = np.random.default_rng(seed).random(len(group)) * 100
    (sums,) = days_before(group, at).sums([value])
    for one in np.unique(group):
        mine = group == one
        (alone,) = days_before(group[mine], at[mine]).sums([value[mine]])
        np.testing.assert_array_equal(sums[mine], alone)


def test_no_rows_have_no_sums() -> None:
    nothing = np.zeros(0, np.int64)
    assert [len(one) for one in days_before(nothing, nothing).sums([np.zeros(0), np.zeros(0)])] == [0, 0]
