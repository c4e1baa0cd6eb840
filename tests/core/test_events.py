"""What happened besides sales: each kind from looks made by hand, and what is never an event."""

from __future__ import annotations

import numpy as np
import pytest

from ventra.core.columns import seen_from
from ventra.core.day import start_of_day_us
from ventra.core.event_kinds import NO_SKU, Kind, Reason
from ventra.core.observation import Observation, ProductState, SkuState
from ventra.core.profile import MARKET, flat
from ventra.core.sales import Sales, estimate

DAY = 20_000
HOUR = 3_600_000_000
QUIET = 10
"""Days of steady sales that come first."""
Stocks = tuple[int | None, ...]


def look(
    hour: float,
    orders: int | None,
    stocks: Stocks,
    *,
    product: int = 1,
    reviews: int | None = 30,
    price: int = 1000,
) -> Observation:
    """A look some hours after the first day's midnight; a stock of -1 is a variant that the page does not show."""
    skus = tuple(SkuState(product * 10 + i, stock, price) for i, stock in enumerate(stocks) if stock != -1)
    return Observation(
        product,
        start_of_day_us(DAY) + int(hour * HOUR),
        ProductState(orders, None, reviews, None, price, price, None),
        skus,
    )


def steady(stocks: tuple[int, ...] = (90, 200), *, days: int = QUIET, product: int = 1) -> list[Observation]:
    """Looks every 6 hours at a product that sells a piece of its first variant at each."""
    first, *rest = stocks
    return [look(6.0 * n, 100 + n, (first - n, *rest), product=product) for n in range(days * 4 + 1)]


def told(looks: list[Observation]) -> Sales:
    ordered = sorted(looks, key=lambda o: (o.product_id, o.seen_us))
    count = len({one.product_id for one in looks})
    return estimate(
        seen_from(ordered), now_us=start_of_day_us(DAY + 90), profile=flat(), category=np.full(count, MARKET)
    )


def events(looks: list[Observation]) -> list[tuple[Kind, int, float, Reason]]:
    found = told(looks).events
    columns = (found.kind, found.sku, found.pieces, found.reason)
    return [
        (Kind(kind), sku, pieces, Reason(reason))
        for kind, sku, pieces, reason in zip(*(column.tolist() for column in columns), strict=True)
    ]


def then(*more: tuple[float, int | None, Stocks], **rest: int) -> list[Observation]:
    """Steady days, and looks (hours after these, orders and first stock by how they differ from where they ended)."""
    hours = QUIET * 24.0
    ended = 100 + QUIET * 4, 90 - QUIET * 4
    return steady() + [
        look(
            hours + hour,
            None if orders is None else ended[0] + orders,
            (None if stocks[0] is None else ended[1] + stocks[0], *stocks[1:]),
            **rest,
        )
        for hour, orders, stocks in more
    ]


def test_steady_sales_are_no_event() -> None:
    assert events(steady()) == []


def test_a_large_rise_is_a_restock_with_what_was_sold_meanwhile() -> None:
    found = events(then((6, 2, (58, 200))))
    assert found == [(Kind.RESTOCK, 10, 60.0, Reason.LARGE_RISE)]


def test_variants_filled_up_together_are_a_restock_each() -> None:
    found = events(then((6, 1, (50, 380))))
    assert [(kind, sku, reason) for kind, sku, _, reason in found] == [
        (Kind.RESTOCK, 10, Reason.SEVERAL_ROSE),
        (Kind.RESTOCK, 11, Reason.SEVERAL_ROSE),
    ]


def test_a_piece_that_comes_back_is_a_return() -> None:
    found = events(then((6, 0, (0, 201))))
    assert found == [(Kind.RETURN, 11, 1.0, Reason.SMALL_BACK)]


def test_pieces_that_vanish_in_a_batch_are_written_off() -> None:
    found = events(then((6, 1, (-1, 148))))
    assert found == [(Kind.WRITE_OFF, 11, 52.0, Reason.FELL_BEYOND_COUNTER)]


def test_pieces_that_vanish_while_nothing_is_ordered_say_so() -> None:
    found = events(then((6, 0, (0, 148))))
    assert found == [(Kind.WRITE_OFF, 11, 52.0, Reason.NONE_ORDERED)]


def test_stock_that_jumps_between_round_numbers_is_set_by_hand() -> None:
    looks = []
    for n in range(40):
        stock = (70, 40, 90, 20, 60)[n // 2 % 5] - n % 2
        looks.append(look(6.0 * n, 100 + n, (stock,)))
    found = told(looks).events
    late = found.take(found.begin >= start_of_day_us(DAY + 5))
    assert (late.kind == Kind.SET_BY_HAND).mean() > 0.9
    assert Reason.ROUND_VALUE in late.reason.tolist()


def test_a_variant_appears_and_another_goes() -> None:
    found = events(then((6, 0, (0, 200, 30)), (12, 0, (0, -1, 30))))
    assert found == [
        (Kind.APPEARED, 12, 30.0, Reason.NEWLY_LISTED),
        (Kind.GONE, 11, 200.0, Reason.NO_LONGER_LISTED),
    ]


def test_everything_at_nought_is_sold_out_from_the_first_look_to_the_last() -> None:
    looks = [
        look(hour, 10, (stock, other)) for hour, stock, other in ((1, 3, 0), (4, 0, 0), (9, 0, 0), (12, 5, 0))
    ]
    found = told(looks).events
    out = found.take(found.kind == Kind.SOLD_OUT)
    assert out.sku.tolist() == [NO_SKU]
    assert [(at - start_of_day_us(DAY)) // HOUR for at in (out.begin[0], out.end[0])] == [4, 9]
    assert out.reason.tolist() == [Reason.ALL_AT_NOUGHT]


def test_a_stretch_that_goes_on_over_midnight_is_told_up_to_there() -> None:
    looks = [look(hour, 10, (stock,)) for hour, stock in ((12, 1), (18, 0), (30, 0), (47, 0), (66, 0))]
    found = told(looks)
    out = found.events.take(found.events.kind == Kind.SOLD_OUT)
    assert (out.end - start_of_day_us(DAY)).tolist() == [24 * HOUR]
    assert out.reason.tolist() == [Reason.STILL_AT_NOUGHT]
    assert found.products.out_share.tolist() == [0.25, 1.0, 0.75]


def test_a_day_with_something_in_stock_is_never_censored() -> None:
    assert told(steady()).products.out_share.tolist() == [0.0] * QUIET


def test_a_counter_that_falls_while_stock_comes_back_is_a_cancellation() -> None:
    found = events(then((6, -1, (1, 200))))
    assert (Kind.CANCELLED, NO_SKU, 1.0, Reason.COUNTER_FELL) in found


def test_a_counter_that_falls_by_a_lot_alone_is_a_correction() -> None:
    found = events(then((6, -60, (0, 200))))
    assert found == [(Kind.COUNTER_CORRECTED, NO_SKU, 60.0, Reason.COUNTER_FELL_ALONE)]


def burst(*, reviews: int, price: int = 1000) -> list[Observation]:
    """Thirty orders within two hours, then the usual; some reviews a day later."""
    hours, orders = QUIET * 24.0, 100 + QUIET * 4
    after = [look(hours + 2, orders + 30, (20, 200), price=price)]
    after += [
        look(hours + 2 + 6 * n, orders + 30 + n, (20 - n, 200), reviews=30 + (reviews if n > 3 else 0))
        for n in range(1, 14)
    ]
    return steady() + after


def test_orders_far_beyond_the_usual_that_reviews_follow_are_a_burst() -> None:
    found = [one for one in events(burst(reviews=25)) if one[0] == Kind.BURST]
    assert [(sku, reason) for _, sku, _, reason in found] == [(NO_SKU, Reason.REVIEWS_FOLLOWED)]
    assert 28 <= found[0][2] <= 30


def test_a_cut_in_price_speaks_against_a_burst() -> None:
    assert Kind.BURST not in [one[0] for one in events(burst(reviews=25, price=600))]


def test_reviews_that_stay_away_speak_against_a_burst() -> None:
    def surest(looks: list[Observation]) -> float:
        found = told(looks).events
        return float(found.probability[found.kind == Kind.BURST].max(initial=0.0))

    assert surest(burst(reviews=0)) < surest(burst(reviews=25))


@pytest.mark.parametrize("gap", [(None, (None, None)), (0, (None, 200)), (None, (0, 200))])
def test_a_missing_field_is_never_an_event(gap: tuple[int | None, Stocks]) -> None:
    assert events(then((6, *gap), (12, 1, (-1, 200)))) == []


def test_one_more_look_with_the_same_values_changes_nothing_but_ends() -> None:
    plain = [(6, 1, (-1, 148)), (12, 2, (43, 148)), (18, 2, (43, 148))]
    more = [plain[0], (9, *plain[0][1:]), *plain[1:]]
    assert events(then(*more)) == events(then(*plain))
    assert events(then(*plain, plain[-1])) == events(then(*plain))


def test_events_are_the_same_whatever_is_computed_beside_them() -> None:
    alone = told(burst(reviews=25) + then((80, 40, (50, 120)))[41:]).events
    beside = told(
        burst(reviews=25) + then((80, 40, (50, 120)))[41:] + steady(product=2) + steady(product=3)
    ).events
    mine = beside.take(beside.product == 1)
    for name in ("sku", "begin", "end", "kind", "pieces", "probability", "reason"):
        assert getattr(alone, name).tobytes() == getattr(mine, name).tobytes(), name


def test_nothing_seen_is_no_event() -> None:
    assert len(told([look(1, 5, (3,))]).events.product) == 0
    assert len(told([]).events.product) == 0
