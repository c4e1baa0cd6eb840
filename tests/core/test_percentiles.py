"""Places within a group and shared ranks, by hand, by counting each against each, and by what must not change them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ventra.core.percentiles import Placed, percentiles, tied_ranks

NAN = np.nan


def placed(point: list[float], low: list[float] | None = None, high: list[float] | None = None) -> Placed:
    return Placed(*(np.array(end if end is not None else point, float) for end in (point, low, high)))


def alone(count: int) -> np.ndarray:
    return np.zeros(count, int)


def test_the_lowest_is_at_nought_the_highest_at_a_hundred_and_equals_in_the_middle() -> None:
    found = percentiles(alone(5), placed([1, 2, 2, 3, 9]), least=2)
    assert found.point.tolist() == [0, 37.5, 37.5, 75, 100]
    assert percentiles(alone(3), placed([4, 4, 4]), least=2).point.tolist() == [50, 50, 50]


def test_the_ends_are_laid_among_the_points_of_the_others() -> None:
    found = percentiles(alone(5), placed([1, 2, 3, 4, 5], [1, 2, 1.5, 2, 3], [1, 2, 3, 6, 5]), least=2)
    assert found.low.tolist() == [0, 25, 25, 37.5, 62.5]
    assert found.high.tolist() == [0, 25, 50, 100, 100]


def test_the_unknown_has_no_place_and_takes_none() -> None:
    found = percentiles(alone(4), placed([1, NAN, 5, 0]), least=2)
    assert found.point.tolist()[::2] == [50, 100]
    assert np.isnan([found.point[1], found.low[1], found.high[1]]).all()


def test_groups_are_apart_and_small_ones_say_nothing() -> None:
    found = percentiles(np.array([7, 3, 7, 3, 7]), placed([1, 100, 2, 50, 3]), least=3)
    assert found.point[[0, 2, 4]].tolist() == [0, 50, 100]
    assert np.isnan(found.point[[1, 3]]).all()
    assert len(percentiles(alone(0), placed([]), least=1).point) == 0


def test_infinite_is_more_than_all() -> None:
    assert percentiles(alone(3), placed([1, np.inf, 5]), least=2).point.tolist() == [0, 100, 50]


VALUES = st.lists(
    st.tuples(st.integers(-20, 20), st.integers(0, 9), st.integers(0, 9), st.integers(0, 2), st.booleans()),
    min_size=1,
    max_size=40,
)


def columns(rows: list[tuple[int, int, int, int, bool]]) -> tuple[np.ndarray, Placed]:
    """Groups and values with their ends; some are not known."""
    point, down, up, group, known = (np.array(part) for part in zip(*rows, strict=True))
    point = np.where(known, point, NAN)
    return group, Placed(point, point - down, point + up)


@settings(max_examples=100, deadline=None)
@given(VALUES)
def test_percentiles_are_what_counting_each_against_each_gives(rows) -> None:
    group, values = columns(rows)
    found = percentiles(group, values, least=2)
    for row in range(len(group)):
        others = [
            values.point[other]
            for other in range(len(group))
            if other != row and group[other] == group[row] and np.isfinite(values.point[other])
        ]
        for name in ("point", "low", "high"):
            end, told = getattr(values, name)[row], getattr(found, name)[row]
            if np.isnan(end) or not others:
                assert np.isnan(told)
                continue
            counted = sum(1.0 if one < end else 0.5 if one == end else 0.0 for one in others)
            assert told == pytest.approx(100 * counted / len(others))


@settings(max_examples=60, deadline=None)
@given(VALUES, st.randoms(use_true_random=False))
def test_places_know_neither_the_unit_nor_the_order_of_rows(rows, shuffle) -> None:
    group, values = columns(rows)
    found = percentiles(group, values, least=2)
    bent = Placed(*(np.exp(end / 7) * 3 for end in (values.point, values.low, values.high)))
    order = np.array(shuffle.sample(range(len(group)), len(group)))
    other = percentiles(group[order], Placed(bent.point[order], bent.low[order], bent.high[order]), least=2)
    ranks, moved = (
        tied_ranks(group, values),
        tied_ranks(group[order], Placed(values.point[order], values.low[order], values.high[order])),
    )
    for name in ("point", "low", "high"):
        np.testing.assert_array_equal(getattr(found, name)[order], getattr(other, name))
    for here, there in zip(ranks, moved, strict=True):
        np.testing.assert_array_equal(here[order], there)


def test_who_overlaps_shares_a_rank() -> None:
    #                     90 ± 5, 88 ± 4, 80 ± 3, 79 ± 0, 60 ± 1
    values = placed([90, 88, 80, 79, 60], [85, 84, 77, 79, 59], [95, 92, 83, 79, 61])
    rank, tied = tied_ranks(alone(5), values)
    assert rank.tolist() == [1, 1, 3, 3, 5]
    assert tied.tolist() == [2, 2, 2, 2, 1]


def test_a_chain_of_overlaps_does_not_tie_its_ends() -> None:
    values = placed([90, 86, 82, 78], [87, 83, 79, 75], [93, 89, 85, 81])
    assert tied_ranks(alone(4), values)[0].tolist() == [1, 1, 3, 3]


def test_nobody_shares_a_rank_with_one_of_the_tied_who_is_surely_better() -> None:
    # The second overlaps the third's range by nothing, though the leader's reaches down to all.
    values = placed([90, 89, 70], [60, 88, 69], [99, 90, 71])
    assert tied_ranks(alone(3), values)[0].tolist() == [1, 1, 3]


def test_ranks_are_by_group_and_the_unknown_has_none() -> None:
    rank, tied = tied_ranks(np.array([1, 2, 1, 2, 1]), placed([5, 9, 7, 9, NAN]))
    assert rank.tolist() == [2, 1, 1, 1, 0]
    assert tied.tolist() == [1, 2, 1, 2, 0]


@settings(max_examples=100, deadline=None)
@given(VALUES)
def test_ties_are_parts_that_overlap_all_with_one_another(rows) -> None:
    group, values = columns(rows)
    rank, tied = tied_ranks(group, values)
    for one in range(len(group)):
        if np.isnan(values.point[one]):
            assert (rank[one], tied[one]) == (0, 0)
            continue
        mates = np.flatnonzero((group == group[one]) & (rank == rank[one]))
        assert len(mates) == tied[one]
        assert (values.high[mates] >= values.low[one]).all()
        better = np.flatnonzero((group == group[one]) & (rank > 0) & (rank < rank[one]))
        assert rank[one] == 1 + len(better)
        assert (values.point[better] >= values.point[one]).all()
