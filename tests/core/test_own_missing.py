"""Goods that are missing, and the way from the cabinet's profit to ours: worked by hand."""

from __future__ import annotations

import numpy as np

from ventra.core.own_cash import Schedule, by_week, kept_part, paid, ready_from
from ventra.core.own_difference import CAUSES, Rows, Taken, walked
from ventra.core.own_missing import Balance, deadline, missing_now, not_come, until

NAN = np.nan


def ints(*values: int) -> np.ndarray:
    return np.array(values, np.int64)


def floats(*values: float) -> np.ndarray:
    return np.array(values, np.float64)


def test_missing_since_the_last_stretch_began() -> None:
    """SKU 1: 10 accepted; on day 1 two are missing, on day 2 all is there, on days 3 and 5 one and two are missing.

    SKU 2 is short on its only day; SKU 3 is whole at the end; of SKU 4 the last day is not known.
    """
    rows = [
        (1, 1, 10, 3, 5), (1, 2, 10, 4, 6), (1, 3, 10, 5, 4), (1, 5, 10, 5, 3),
        (2, 5, 4, 0, 3),
        (3, 4, 4, 1, 2), (3, 5, 4, 1, 3),
        (4, 4, 4, 0, 1), (4, 5, NAN, 0, 1),
    ]  # fmt: skip
    zero = np.zeros(len(rows))
    columns = [np.array([row[at] for row in rows]) for at in range(5)]
    found = missing_now(
        Balance(
            columns[0].astype(np.int64),
            columns[1].astype(np.int64),
            columns[2],
            columns[3],
            zero,
            zero,
            zero,
            columns[4],
        )
    )
    assert found.sku.tolist() == [1, 2, 4]
    assert found.pieces.tolist() == [2, 1, 3]
    assert found.since.tolist() == [3, 5, 4]
    assert found.or_earlier.tolist() == [0, 1, 1]


def test_given_back_defective_and_pending_pieces_are_not_missing() -> None:
    one = ints(1)
    of = Balance(one, one, floats(20), floats(5), floats(3), floats(2), floats(1), floats(9))
    assert of.missing.tolist() == [0]
    assert missing_now(of).sku.tolist() == []


def test_what_came_back_is_held_to_be_of_the_oldest() -> None:
    assert not_come(ints(1, 1, 1, 2), ints(2, 1, 3, 4), ints(4, 4, 4, 0)).tolist() == [0, 0, 2, 4]


def test_claims_of_the_warehouse_end_sooner() -> None:
    assert (deadline(100, "FBO"), deadline(100, "FBS")) == (110, 114)


def test_the_difference_is_told_apart_and_adds_up_exactly() -> None:
    """Six rows. The cabinet: 70 of yesterday evening and 100 + 40 + 60 of the day. Ours: without the first, with 30 not
    issued yet; the third was cancelled in part (25 is left), the fourth came back (0), the last is reckoned 1 higher. Then
    what is taken off.
    """
    yes, no = True, False
    rows = Rows(
        profit=floats(70, 100, 40, 60, 30, NAN),
        left=floats(70, 101, 25, 0, 30, 5),
        in_theirs=np.array([yes, yes, yes, yes, yes, no]),
        in_ours=np.array([no, yes, yes, yes, yes, yes]),
        issued=np.array([yes, yes, yes, yes, no, yes]),
        cancelled=np.array([no, no, yes, no, no, no]),
        returned=np.array([no, no, no, yes, no, no]),
    )
    found = walked(rows, Taken(storage=3, other=4, without_cost=10, cost=50, spoiled=2))
    assert found.theirs == 270
    assert found.causes == {
        "day_boundary": -70, "not_issued": 30, "cancelled": -15, "returned": -60, "reckoned_otherwise": 6, "storage": -3,
        "other_expenses": -4, "no_cost_known": -10, "cost_of_goods": -50, "spoiled": -2,
    }  # fmt: skip
    assert found.ours == 270 + sum(found.causes.values()) == 101 + 25 + 30 + 5 - 3 - 4 - 10 - 50 - 2
    assert tuple(found.causes) == CAUSES
    assert found.rows == {
        "day_boundary": 2,
        "not_issued": 1,
        "cancelled": 1,
        "returned": 1,
        "reckoned_otherwise": 2,
    }


def test_what_is_ready_is_paid_on_days_of_the_schedule_less_its_fee() -> None:
    """1,000 ready today and 50 more each day: on day 7 1,350 are paid, on day 14 350, each less 1 %."""
    out, fees = paid(np.array([1_000.0] + [50.0] * 15), Schedule(7, 1.0))
    assert np.flatnonzero(out).tolist() == [7, 14]
    assert (out[7], fees[7], out[14], fees[14]) == (1_336, 14, 346, 4)
    daily, _ = paid(np.array([1_000.0, 0.0, 10.0]), Schedule(1, 0.0))
    assert daily.tolist() == [1_000, 0, 10]


def test_the_curve_by_week_has_its_ends_from_the_same_demand() -> None:
    """Daily payouts of 10, 5 or 20 a day, purchases of 50, 30 or 200 on day 8: with high demand the second week ends lowest."""
    ready = np.repeat([[10.0], [5.0], [20.0]], 15, axis=1)
    purchases = np.zeros((3, 15))
    purchases[:, 8] = (50, 30, 200)
    found = by_week(ready, purchases, Schedule(1, 0.0))
    assert found.paid_out.tolist() == [[70, 35, 140], [70, 35, 140]]
    assert found.purchases.tolist() == [[0, 0, 0], [50, 30, 200]]
    assert found.sum.tolist() == [[70, 35, 140], [90, 40, 90]]


def test_what_is_late_is_ready_today() -> None:
    assert ready_from(ints(-3, 1, 9), floats(5, 7, 11), 3).tolist() == [5, 7, 0]


def test_the_part_that_is_kept_has_an_interval() -> None:
    share, low, high = kept_part(90, 100)
    assert share == 0.9
    assert (round(low, 4), round(high, 4)) == (0.8549, 0.9322)
    assert np.isnan(kept_part(0, 0)).all()


def test_what_moved_until_a_day() -> None:
    sku, day = ints(1, 1, 2, 3), ints(1, 5, 5, 5)
    found = until(sku, day, ints(1, 2, 1, 2, 9), ints(5, 6, 1, 3, 1), floats(3, 8, 2, NAN, 1))
    np.testing.assert_array_equal(found, [2, 5, NAN, 0])
