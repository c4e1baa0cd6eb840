"""Small movements folded into one row a day and kind: what folds, and that nothing is lost on the way."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from ventra.core.day import US_PER_DAY, day_number_of, start_of_day_us
from ventra.core.event_folds import SMALL_SHARE, USUAL_DAYS, fold, small_ones, usual_units
from ventra.core.event_kinds import Events, Kind

DAY = 20_000
HOUR_US = US_PER_DAY // 24
PER_DAY = 100.0
DAYS = np.arange(DAY - USUAL_DAYS, DAY + 5)


def of(*told: tuple[float, Kind, float]) -> Events:
    """Events by hours after midnight of `DAY`, kind and pieces; each lasts an hour."""
    hours, kinds, pieces = zip(*told, strict=True)
    n = len(told)
    begin = start_of_day_us(DAY) + np.array([int(hour * HOUR_US) for hour in hours], np.int64)
    same = np.ones(n, np.int64)
    return Events(
        same, same, begin, begin + HOUR_US, np.array(kinds, np.int8), np.array(pieces, np.float64),
        np.full(n, 0.8), same.astype(np.int8),
    )  # fmt: skip


def folded(events: Events, per_day: float = PER_DAY):
    return fold(events, DAYS, np.full(len(DAYS), per_day))


def test_small_returns_of_a_day_are_one_row_from_the_first_look_to_the_last() -> None:
    folds = folded(of((21, Kind.RETURN, 2), (13, Kind.RETURN, 1), (9, Kind.RETURN, 3)))
    assert folds.events.tolist() == [3]
    assert folds.pieces.tolist() == [6.0]
    hours = [(at - start_of_day_us(DAY)) / HOUR_US for at in (folds.begin[0], folds.end[0])]
    assert hours == [9, 22]


def test_what_lies_between_small_movements_does_not_part_them() -> None:
    folds = folded(
        of((20, Kind.RETURN, 2), (15, Kind.RESTOCK, 900), (12, Kind.WRITE_OFF, 1), (9, Kind.RETURN, 3))
    )
    assert folds.group.tolist() == [0, 1, 2, 0]


def test_days_and_kinds_are_never_folded_into_each_other() -> None:
    folds = folded(of((33, Kind.RETURN, 2), (23.9, Kind.RETURN, 2), (9, Kind.WRITE_OFF, 2)))
    assert folds.group.tolist() == [0, 1, 2]


def test_a_movement_beyond_a_fifth_of_a_usual_day_stands_by_itself() -> None:
    folds = folded(of((20, Kind.RETURN, 21), (15, Kind.RETURN, 20), (9, Kind.RETURN, 1)))
    assert folds.events.tolist() == [1, 2]
    assert folds.small.tolist() == [False, True]


def test_the_same_pieces_matter_to_a_slow_product() -> None:
    events = of((20, Kind.RETURN, 1), (9, Kind.RETURN, 1))
    assert folded(events, per_day=2.0).events.tolist() == [1, 1]
    assert not folded(events, per_day=2.0).small.any()
    assert folded(events, per_day=20.0).events.tolist() == [2]


def test_many_small_movements_that_add_up_to_half_a_day_are_not_little() -> None:
    folds = folded(of(*((20 - hour, Kind.RETURN, 17) for hour in range(3))))
    assert folds.events.tolist() == [3]
    assert folds.small.tolist() == [False]


def test_what_moves_nothing_or_an_unknown_number_is_never_folded() -> None:
    kinds = (Kind.SOLD_OUT, Kind.BURST, Kind.COUNTER_CORRECTED, Kind.APPEARED, Kind.GONE)
    told = [(20 - at / 4, kind, 1.0) for kind in kinds for at in (0, 1)]
    folds = folded(of(*told, (3, Kind.RETURN, np.nan), (2, Kind.RETURN, np.nan)))
    assert folds.events.tolist() == [1] * 12
    assert np.isnan(folds.pieces[-2:]).all()


def test_nothing_is_folded_where_it_is_not_known_what_sells() -> None:
    events = of((20, Kind.RETURN, 1), (9, Kind.RETURN, 1))
    assert fold(events, np.zeros(0, np.int64), np.zeros(0)).events.tolist() == [1, 1]


def test_a_usual_day_is_the_median_of_known_days_up_to_it() -> None:
    number, units = (
        np.array([DAY - 4 - USUAL_DAYS, DAY - 5, DAY - 4, DAY, DAY + 1]),
        np.array([9e9, 1, 5, 900, 7e9]),
    )
    assert usual_units(number, units, np.array([DAY, DAY - 4, DAY + 90])).tolist()[:2] == [5, 3]
    assert np.isnan(usual_units(number, units, np.array([DAY + 90]))).all()


def test_no_event_makes_no_row() -> None:
    assert len(fold(Events.none(), DAYS, np.ones(len(DAYS))).events) == 0


happenings = st.lists(
    st.tuples(
        st.integers(0, 24 * 5 - 1), st.sampled_from(list(Kind)),
        st.one_of(st.just(float("nan")), st.integers(0, 20_000).map(lambda hundredths: hundredths / 100)),
    ), min_size=1, max_size=40,
).map(lambda told: sorted(told, key=lambda one: -one[0]))  # fmt: skip


@given(happenings, st.floats(0, 500))
def test_rows_add_up_to_their_events_and_keep_their_order(
    told: list[tuple[float, Kind, float]], per_day: float
) -> None:
    events = of(*told)
    folds = folded(events, per_day)
    assert folds.events.sum() == len(told)
    assert np.isclose(np.nansum(folds.pieces), np.nansum(events.pieces))
    assert np.isnan(folds.pieces).sum() == np.isnan(events.pieces).sum()
    newest = [events.begin[folds.group == place].max() for place in range(len(folds.events))]
    assert newest == sorted(newest, reverse=True)
    first_of_each = [int(np.flatnonzero(folds.group == place)[0]) for place in range(len(folds.events))]
    assert first_of_each == sorted(first_of_each)


@given(happenings, st.floats(0, 500))
def test_a_row_of_several_holds_all_the_small_ones_of_its_kind_and_day_alone(
    told: list[tuple[float, Kind, float]], per_day: float
) -> None:
    events = of(*told)
    folds = folded(events, per_day)
    small = small_ones(events, DAYS, np.full(len(DAYS), per_day))
    kind_and_day = list(zip(events.kind.tolist(), day_number_of(events.begin).tolist(), strict=True))
    for place in np.flatnonzero(folds.events > 1):
        inside = folds.group == place
        assert small[inside].all()
        assert (events.pieces[inside] <= SMALL_SHARE * per_day).all()
        assert len({kind_and_day[one] for one in np.flatnonzero(inside)}) == 1
    of_small = [kind_and_day[one] for one in np.flatnonzero(small)]
    assert len(set(of_small)) == len(set(folds.group[small].tolist()))
