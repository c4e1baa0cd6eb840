"""The back-test over values: which rows stand in which cell, and that every rule is judged on the same ones."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from ventra.core.basis import MEASURED
from ventra.core.chunks import chunks
from ventra.core.columns import Seen, seen_from
from ventra.core.day import start_of_day_us
from ventra.core.learning import hear, learn
from ventra.core.observation import Observation, ProductState, SkuState
from ventra.core.profile import MARKET
from ventra.core.sales import estimate
from ventra.core.windows import DayValues, window_sums
from ventra.sales.backtest import OURS, Backtest, backtest, comparisons
from ventra.sales.truth import Truth, Twice, truth_of

DAY = 20_000
HOUR = 3_600_000_000
RULES = [OURS, "counter_only", "stock_only", "switch", "since_last_look"]


def looks(product: int, orders: list[int], gap_hours: int) -> list[Observation]:
    """Looks from midnight on, as far apart as told, with the counter and two variants' stock."""
    found = []
    for i, value in enumerate(orders):
        state = ProductState(value, None, None, None, 1000, 1000, None)
        skus = tuple(SkuState(product * 10 + k, 10_000 - (value + k) // 2, 1000) for k in range(2))
        found.append(Observation(product, start_of_day_us(DAY) + i * gap_hours * HOUR, state, skus))
    return found


def market(days: int = 15, seed: int = 1) -> tuple[Seen, Truth]:
    """Eight products of four speeds, looked at every 8 or 24 hours from midnight to midnight."""
    rnd = np.random.default_rng(seed)
    seen, rows = [], []
    for product in range(1, 9):
        gap = 8 if product % 2 else 24
        sold = rnd.poisson([0.4, 4, 20, 90][product % 4] * gap / 24, days * 24 // gap)
        seen += looks(product, [0, *np.cumsum(sold).tolist()], gap)
        by_day = sold.reshape(days, -1).sum(axis=1)
        rows += [(product, DAY + day, units) for day, units in enumerate(by_day.tolist())]
    product, day, units = np.array(rows).T
    return seen_from(seen), truth_of(product, day, units.astype(float), [f"kind {p % 2}" for p in product])


def numbers(found: Backtest) -> dict[tuple[str, str], tuple[object, ...]]:
    return {
        (rule, cell): tuple(getattr(one, name) for name in one.__struct_fields__)
        for rule, by_cell in found.scores().items()
        for cell, one in by_cell.items()
    }


def test_looks_at_every_midnight_leave_no_error_and_every_rule_is_told_of() -> None:
    scores = backtest(*market()).scores()
    assert list(scores) == RULES
    ours = scores[OURS]["all"]
    assert (ours.n, ours.missing, ours.wape, ours.cover, ours.exact) == (120, 0, 0, 1, 1)
    # Day ends at the midnight look belong to the next day: the rules put the evening's sales there.
    assert scores["counter_only"]["all"].wape > 0.1


def test_cells_hold_the_rows_of_their_band_gap_and_trouble_by_day_and_by_window() -> None:
    scores = backtest(*market()).scores()[OURS]
    assert [name for name in scores if not name.startswith(("7d", "28d"))] == [
        "all", "mean", "band=0-1", "band=1-8", "band=8-50", "band=50+", "gap=1h", "gap=3h", "gap=8h", "gap=24h",
        "trouble=kind 0", "trouble=kind 1",
    ]  # fmt: skip
    for before in ("7d", "28d"):
        windows = [name for name in scores if name.startswith(before)]
        assert windows == [before, *(f"{before} {name}" for name in list(scores)[1 : len(windows)])]
    for kind in ("band", "gap", "trouble"):
        assert sum(one.n for name, one in scores.items() if name.startswith(kind)) == 120
        assert sum(one.n for name, one in scores.items() if name.startswith(f"7d {kind}")) == 16
    assert [scores[f"gap={gap}"].n for gap in ("1h", "3h", "8h", "24h")] == [0, 0, 60, 60]
    assert [scores[f"band={band}"].n for band in ("0-1", "1-8", "8-50", "50+")] == [30] * 4
    assert scores["gap=1h"].wape is None


def test_in_the_mean_every_combination_of_cells_counts_the_same_however_much_it_sells() -> None:
    seen, truth = market()
    # By ten per cent wrong where much sells, by all of it where little does.
    fast = np.isin(truth.product, [3, 7])
    points = truth.units * np.where(fast, 1.1, 2.0)
    scores = backtest(seen, truth, beside={"other": points}).scores()["other"]
    assert scores["all"].wape < 0.4
    # Four speeds of one gap and trouble each, of which one is good.
    assert scores["mean"].wape == pytest.approx((0.1 + 3 * 1.0) / 4)
    assert scores["7d mean"].wape == pytest.approx((0.1 + 3 * 1.0) / 4)
    assert (scores["mean"].n, scores["7d mean"].n) == (120, 16)


def test_a_combination_without_a_score_leaves_the_mean_to_the_others() -> None:
    seen, truth = market()
    points = np.where(np.isin(truth.product, [3, 7]), truth.units * 1.5, np.nan)
    scores = backtest(seen, truth, beside={"other": points}).scores()["other"]
    assert scores["mean"].wape == pytest.approx(0.5)
    assert scores["mean"].missing == pytest.approx(0.75)


def test_a_gap_that_the_truth_tells_goes_before_that_of_the_looks() -> None:
    seen, truth = market()
    told = truth_of(truth.product, truth.day, truth.units, None, np.full(len(truth), 2.5))
    scores = backtest(seen, told).scores()[OURS]
    assert scores["gap=3h"].n == 120
    assert "trouble=" not in "".join(scores)


def test_of_windows_longer_than_the_truth_there_are_none() -> None:
    seen, truth = market()
    assert backtest(seen, truth).scores()[OURS]["28d"].n == 0
    some = truth.day < DAY + 6
    short = truth_of(truth.product[some], truth.day[some], truth.units[some], None)
    assert backtest(seen, short).scores()[OURS]["7d"].n == 0


def test_a_week_with_two_troubles_is_in_neither_cell() -> None:
    seen, truth = market()
    mixed = ["a" if day < DAY + 9 else "b" for day in truth.day.tolist()]
    scores = backtest(seen, truth_of(truth.product, truth.day, truth.units, mixed)).scores()[OURS]
    assert (scores["7d"].n, scores["7d trouble=a"].n, scores["7d trouble=b"].n) == (16, 8, 0)


def test_weeks_are_those_of_the_windows_and_need_the_truth_of_all_seven_days() -> None:
    seen, truth = market()
    gone = (truth.product == 1) & (truth.day == DAY + 3)
    seen = Seen(seen.products, seen.skus.take(np.zeros(0, np.int64)), np.zeros(0, np.int64))
    found = backtest(seen, truth_of(truth.product[~gone], truth.day[~gone], truth.units[~gone]))
    assert len(found.windows[0].truth) == 15
    nobody = np.full(8, MARKET)
    profile = learn(hear(seen, nobody), version=1)
    days = estimate(seen, now_us=start_of_day_us(DAY + 100), profile=profile, category=nobody).products
    edges = (days.begin_error, days.end_error)
    values = DayValues(days.key[:, 0] - 1, days.day, days.units, days.low, days.high, days.basis, *edges)
    expected = window_sums(values, subjects=8, first_day=DAY, length=7, count=2).point.ravel()
    np.testing.assert_allclose(found.windows[0].estimates[OURS].point, expected[1:])
    assert int(days.basis[0]) == MEASURED


def test_a_product_never_seen_and_days_outside_the_looks_count_as_missing() -> None:
    seen, truth = market()
    more = truth_of(
        np.append(truth.product, [99, 1]), np.append(truth.day, [DAY, DAY + 40]), np.append(truth.units, [5.0, 5.0])
    )  # fmt: skip
    scores = backtest(seen, more).scores()
    for rule in RULES:
        assert scores[rule]["all"].missing >= 2 / 122
    assert scores[OURS]["all"].missing == pytest.approx(2 / 122)
    assert scores[OURS]["gap=8h"].n + scores[OURS]["gap=24h"].n == 121


def test_the_other_rules_have_no_intervals_and_a_week_of_theirs_is_the_sum_of_the_days_they_have() -> None:
    found = backtest(*market())
    rule = found.daily.estimates["counter_only"]
    np.testing.assert_array_equal(rule.low, rule.high)
    by_day = rule.point.reshape(8, 15)[:, :14].reshape(16, 7)
    assert np.isnan(by_day[0, 0])
    np.testing.assert_allclose(found.windows[0].estimates["counter_only"].point, np.nansum(by_day, axis=1))


@pytest.mark.parametrize("rows", [1, 40, 10_000])
def test_however_the_work_is_cut_the_scores_are_the_same(rows: int) -> None:
    seen, truth = market()
    assert numbers(backtest(seen, truth, chunk_rows=rows)) == numbers(backtest(seen, truth))


@pytest.mark.parametrize("mixed", [False, True])
def test_chunks_hold_whole_products_with_their_variants(mixed: bool) -> None:
    seen, _ = market()
    if mixed:
        order = np.random.default_rng(0).permutation(len(seen.skus))
        seen = Seen(seen.products, seen.skus.take(order), seen.row_of_sku[order])
    parts = list(chunks(seen, 50))
    assert len(parts) > 2
    assert sum(len(part.products) for part in parts) == len(seen.products)
    assert sum(len(part.skus) for part in parts) == len(seen.skus)
    for one, other in pairwise(parts):
        assert one.products.key[-1, 0] < other.products.key[0, 0]
    for part in parts:
        np.testing.assert_array_equal(part.products.at[part.row_of_sku], part.skus.at)
        np.testing.assert_array_equal(part.products.key[part.row_of_sku, 0], part.skus.key[:, 0])
    assert list(chunks(seen_from([]), 50)) == []


def test_points_given_beside_are_scored_as_a_rule_of_their_own() -> None:
    seen, truth = market()
    scores = backtest(seen, truth, beside={"oracle": truth.units * 1.1}).scores()
    assert list(scores) == [*RULES, "oracle"]
    assert scores["oracle"]["all"].wape == pytest.approx(0.1)
    assert scores["oracle"]["7d"].wape == pytest.approx(0.1)


def test_ours_is_compared_in_cells_of_200_product_days_and_worse_is_said_only_of_what_is_worse() -> None:
    seen, truth = market(days=56)
    found = backtest(seen, truth)
    told = comparisons(found, np.random.default_rng(0))
    assert {one.cell for one in told} >= {"all", "gap=8h", "7d", "7d gap=24h"}
    assert not {one.cell for one in told} & {"band=0-1", "gap=1h"}
    assert not any(one.is_worse for one in told)
    wrong = backtest(seen, truth_of(truth.product, truth.day, np.roll(truth.units, 1)))
    assert any(one.is_worse for one in comparisons(wrong, np.random.default_rng(0)))


def test_a_day_told_twice_is_named() -> None:
    with pytest.raises(Twice) as twice:
        truth_of(np.array([7, 8, 7]), np.array([DAY, DAY, DAY]), np.ones(3))
    assert (twice.value.product, twice.value.day) == (7, DAY)


def test_nothing_seen_and_nothing_true_give_unknown_scores() -> None:
    none = np.zeros(0, np.int64)
    empty = backtest(seen_from([]), truth_of(none, none, np.zeros(0)))
    assert all(one.n == 0 and one.wape is None for one in empty.scores()[OURS].values())
    unseen = backtest(seen_from([]), market()[1]).scores()
    assert all(unseen[rule]["all"].missing == 1 for rule in RULES)
