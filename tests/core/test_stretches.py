"""Stretches of days: each day once, in pieces of a bounded length."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ventra.core.stretches import cut, merged

stretches = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 12)).map(lambda one: (one[0], sum(one))))


def days_of(found):
    return [day for first, last in found for day in range(first, last + 1)]


@given(stretches, st.integers(1, 9))
def test_each_day_comes_once_in_order_and_in_bounded_pieces(given_stretches, most):
    asked = merged(given_stretches)
    assert days_of(asked) == sorted(set(days_of(given_stretches)))
    pieces = list(cut(asked, days_at_most=most))
    assert days_of(pieces) == days_of(asked)
    assert all(last - first < most for first, last in pieces)


def test_neighbours_become_one():
    assert merged([(4, 5), (1, 2), (3, 3), (9, 9), (1, 1)]) == [(1, 5), (9, 9)]
