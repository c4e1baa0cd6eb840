"""How a shelf is cut, joined and walked again: pure rules."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ventra.collect.splitting import (
    DAY,
    EVERYTHING,
    LONGEST_SECONDS,
    SHORTEST_SECONDS,
    TOP_UZS,
    Part,
    covers,
    cut_at,
    is_ignored,
    joined,
    not_covered,
    walk_again_after,
)
from ventra.collect.uzum.search import PriceRange, SubCategory


@given(st.integers(0, TOP_UZS - 2), st.integers(2, TOP_UZS), st.lists(st.none() | st.integers(0, TOP_UZS)))
def test_a_cut_lies_inside_its_range(low: int, width: int, shown: list[int | None]) -> None:
    prices = PriceRange(low, min(low + width, TOP_UZS))
    middle = cut_at(prices, shown)
    assert middle is not None
    assert prices.low < middle < prices.below


def test_one_price_cannot_be_cut() -> None:
    assert cut_at(PriceRange(99_000, 99_001), [99_000] * 100) is None


def test_a_price_that_most_goods_share_is_alone_after_two_cuts() -> None:
    shown = [10_000, *[50_000] * 98, 90_000]
    above = PriceRange(cut_at(EVERYTHING, shown) or 0, TOP_UZS)
    assert above.low == 50_000
    assert cut_at(above, shown[1:]) == 50_001


def test_cutting_at_the_median_parts_skewed_goods_in_equal_halves() -> None:
    shown = [1_000 * 2**step for step in range(14)]
    middle = cut_at(EVERYTHING, shown)
    assert sum(one < (middle or 0) for one in shown) == 7


@pytest.mark.parametrize(
    ("shown", "ignored"),
    [([], False), ([150] * 100, False), ([150] * 60 + [250] * 40, False), ([150] * 40 + [250] * 60, True), ([None] * 3, True)],
)  # fmt: skip
def test_a_filter_is_ignored_when_most_of_what_is_shown_lies_outside(
    shown: list[int | None], ignored: bool
) -> None:
    assert is_ignored(PriceRange(100, 200), shown) is ignored


def parts(*totals: int | None) -> list[Part]:
    return [Part(PriceRange(at * 10, at * 10 + 10), total) for at, total in enumerate(totals)]


@pytest.mark.parametrize(
    ("totals", "ends"),
    [
        ((10, 20, 30), [(0, 30)]),
        ((60, 20, 60), []),
        ((60, 10, 60, 5), [(0, 20), (20, 40)]),
        ((10, None, 10), []),
        ((None,), []),
        ((), []),
    ],
)
def test_neighbours_that_have_become_small_are_joined(
    totals: tuple[int | None, ...], ends: list[tuple[int, int]]
) -> None:
    assert [(whole.low, whole.below) for whole, _ in joined(parts(*totals), 100)] == ends


def test_ranges_with_a_gap_between_them_are_not_joined() -> None:
    first, _, last = parts(1, 1, 1)
    assert joined([first, last], 100) == []


@given(st.lists(st.none() | st.integers(0, 150), max_size=20), st.integers(1, 200))
def test_joining_loses_and_doubles_nothing(totals: list[int | None], window: int) -> None:
    before = parts(*totals)
    total_of = {one.prices: one.total for one in before}
    for whole, gone in joined(before, window):
        assert [one.low for one in gone[1:]] == [one.below for one in gone[:-1]]
        assert (whole.low, whole.below) == (gone[0].low, gone[-1].below)
        assert sum(total_of[one] or 0 for one in gone) <= window


def test_sub_categories_are_believed_only_when_they_hold_it_all() -> None:
    some = [SubCategory(1, 9, 600), SubCategory(2, 9, 395)]
    assert covers(some, 1_000)
    assert not covers(some[:1], 1_000)
    assert not covers([], 0)


def test_what_the_parts_do_not_hold_is_told_once_all_are_counted() -> None:
    assert not_covered([600, 300], 1_000) == 100
    assert not_covered([600, 395], 1_000) == 0
    assert not_covered([600, None], 1_000) == 0


def test_walks_that_find_nothing_come_ever_less_and_newcomers_bring_them_back() -> None:
    every = DAY
    seen = []
    for _ in range(8):
        every = walk_again_after(every, newcomers=0, total=5_000, first=False)
        seen.append(every)
    assert seen == sorted(seen)
    assert every == LONGEST_SECONDS
    assert walk_again_after(every, newcomers=1, total=5_000, first=False) == DAY
    assert walk_again_after(DAY, newcomers=200, total=5_000, first=False) == DAY // 2
    assert walk_again_after(SHORTEST_SECONDS, newcomers=200, total=5_000, first=False) == SHORTEST_SECONDS
    assert walk_again_after(DAY, newcomers=5_000, total=5_000, first=True) == DAY
