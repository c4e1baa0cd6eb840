"""Each trouble of a stream shows what its name says, and nothing else's."""

from __future__ import annotations

import numpy as np
import pytest

from ventra.core.columns import MISSING, ORDERS, REVIEWS, SKU_STOCK, STOCK
from ventra.core.day import TASHKENT_OFFSET_US, US_PER_DAY, US_PER_SECOND, day_number_of
from ventra.simulator.chance import Purpose, chance
from ventra.simulator.streams import Streams, make_streams
from ventra.simulator.streams.kinds import TROUBLES, Kind, Trouble
from ventra.simulator.streams.shown import FIRST_DIGIT, FIRST_TWO, HUNDREDS, LIMITS, TENS, rounded_down
from ventra.simulator.streams.story import troubles_of

DAYS = 42
HOUR_US = 3600 * US_PER_SECOND
FAST = 3
"""The band in which a stream of six weeks sells thousands of units."""


@pytest.fixture(scope="module")
def streams() -> Streams:
    return make_streams(17, days=DAYS, per_cell=2, gaps=(1, 8))


class Stream:
    """One product of the streams: its looks, its variants' rows and its ledger."""

    def __init__(self, streams: Streams, product: int) -> None:
        seen, ledger = streams.seen, streams.ledger
        self.looks = seen.products.take(seen.products.key[:, 0] == product)
        self.skus = seen.skus.take(seen.skus.key[:, 0] == product)
        mine = ledger.product == product
        self.sku, self.at, self.kind, self.pieces, self.order = (
            getattr(ledger, name)[mine] for name in ("sku", "at_us", "kind", "pieces", "order")
        )

    def when(self, *kinds: Kind) -> np.ndarray:
        """Instants of events, ascending."""
        return np.sort(self.at[np.isin(self.kind, kinds)])

    def orders(self) -> np.ndarray:
        """The counter where it was shown."""
        return self.looks.state[self.looks.state[:, ORDERS] != MISSING, ORDERS]

    def hours_of_sales(self) -> np.ndarray:
        return (self.when(Kind.SALE) + TASHKENT_OFFSET_US) % US_PER_DAY // HOUR_US


def under(
    streams: Streams, trouble: Trouble, *, gap: int | None = None, band: int | None = None
) -> list[Stream]:
    chosen = streams.trouble == TROUBLES.index(trouble)
    chosen &= (streams.gap_hours == gap) if gap else True
    chosen &= (streams.band == band) if band is not None else True
    assert chosen.any()
    return [Stream(streams, product) for product in streams.product[chosen].tolist()]


def test_an_untroubled_stream_shows_everything_and_moves_stock_by_sales_and_restocks(
    streams: Streams,
) -> None:
    for one in under(streams, Trouble.NONE):
        assert set(one.kind.tolist()) <= {Kind.SALE, Kind.RESTOCK}
        assert (one.looks.state[:, [ORDERS, REVIEWS, STOCK]] != MISSING).all()
        assert (one.skus.state != MISSING).all()
        assert (np.diff(one.orders()) >= 0).all()
        assert (one.pieces[one.kind == Kind.SALE] == -1).all()


def test_an_untroubled_stream_is_seldom_out_of_stock(streams: Streams) -> None:
    stock = np.concatenate([one.skus.state[:, SKU_STOCK] for one in under(streams, Trouble.NONE)])
    assert 0 < (stock == 0).mean() < 0.05


def test_restocks_come_every_one_to_three_days_and_are_large_against_a_day(streams: Streams) -> None:
    for one in under(streams, Trouble.RESTOCK):
        came = one.when(Kind.RESTOCK)
        per_day = len(np.unique(day_number_of(came))) / DAYS
        assert 0.3 < per_day < 1
        daily = -one.pieces[one.kind == Kind.SALE].sum() / DAYS
        delivered = one.pieces[one.kind == Kind.RESTOCK].sum() / len(np.unique(came))
        assert delivered > 1.2 * daily


@pytest.mark.parametrize(
    ("way", "shown"),
    [
        (FIRST_DIGIT, [0, 7, 30, 700, 90_000]),
        (FIRST_TWO, [0, 7, 32, 710, 98_000]),
        (TENS, [0, 0, 30, 710, 98_760]),
        (HUNDREDS, [0, 0, 0, 700, 98_700]),
    ],
)
def test_a_counter_is_rounded_down(way: int, shown: list[int]) -> None:
    assert rounded_down(np.array([0, 7, 32, 717, 98_765]), way).tolist() == shown


def test_a_rounded_counter_rests_and_then_jumps(streams: Streams) -> None:
    for one in under(streams, Trouble.ROUNDED_COUNTER, band=FAST):
        rises = np.diff(np.unique(one.orders()))
        assert len(rises) < len(one.when(Kind.SALE)) / 8
        assert (rises >= 10).all()


def test_no_counter_is_ever_shown_but_everything_else_is(streams: Streams) -> None:
    for one in under(streams, Trouble.NO_COUNTER):
        assert (one.looks.state[:, ORDERS] == MISSING).all()
        assert (one.skus.state != MISSING).all()


def test_an_outage_lasts_one_to_five_days_two_or_three_times(streams: Streams) -> None:
    for one in under(streams, Trouble.OUTAGE, gap=1):
        days = np.diff(one.looks.at) / US_PER_DAY
        outages = days[days > 0.5]
        assert len(outages) in (2, 3)
        assert outages.min() > 0.9
        assert outages.max() < 5.2


def test_stock_is_set_by_hand_at_working_hours_up_and_down_to_round_numbers(streams: Streams) -> None:
    for one in under(streams, Trouble.FBS):
        resets = one.kind == Kind.RESET
        hour = (one.at[resets] + TASHKENT_OFFSET_US) % US_PER_DAY // HOUR_US
        assert hour.min() >= 8
        assert hour.max() < 20
        assert not np.isin(one.kind, (Kind.RESTOCK,)).any()
        assert min((one.pieces[resets] > 0).mean(), (one.pieces[resets] < 0).mean()) > 0.1
        assert 0.3 < len(np.unique(one.at[resets])) / DAYS <= 3
        left = [level for sku in np.unique(one.sku) for level in _levels_after_resets(one, int(sku))]
        assert all(level == 5 or level % 10 ** (len(str(level)) - 1) == 0 for level in left)


def _levels_after_resets(one: Stream, sku: int) -> list[int]:
    """Stock after each reset of a variant, from what its first look showed and the ledger since."""
    rows = np.flatnonzero(one.skus.key[:, 1] == sku)
    mine = one.sku == sku
    since = mine & (one.at > one.skus.at[rows[0]])
    order = np.lexsort((one.kind[since], one.at[since]))
    stock = one.skus.state[rows[0], SKU_STOCK] + np.cumsum(one.pieces[since][order])
    return stock[one.kind[since][order] == Kind.RESET].tolist()


def test_looks_lack_the_counter_or_stock_of_some_variants_or_all(streams: Streams) -> None:
    for one in under(streams, Trouble.MISSING_FIELDS, gap=1):
        assert 0.1 < (one.looks.state[:, ORDERS] == MISSING).mean() < 0.35
        assert 0.1 < (one.looks.state[:, STOCK] == MISSING).mean() < 0.35
        looks, row = np.unique(one.skus.at, return_inverse=True)
        lacking = np.bincount(row, one.skus.state[:, SKU_STOCK] == MISSING)
        variants = np.bincount(row)
        assert 0.05 < (lacking > 0).mean() < 0.35
        assert (lacking == variants).any()
        if variants[0] > 1:
            assert ((lacking > 0) & (lacking < variants)).any()
        assert len(looks) == len(one.looks)


def test_the_stock_of_a_look_may_be_older_than_its_counter(streams: Streams) -> None:
    behind = 0
    for one in under(streams, Trouble.MISSING_FIELDS, gap=1, band=FAST):
        for sku in np.unique(one.skus.key[:, 1]).tolist():
            mine = one.skus.take((one.skus.key[:, 1] == sku) & (one.skus.state[:, SKU_STOCK] != MISSING))
            moves = one.sku == sku
            order = np.argsort(one.at[moves], kind="stable")
            total = np.concatenate(([0], np.cumsum(one.pieces[moves][order])))
            moved = total[np.searchsorted(one.at[moves][order], mine.at, side="right")]
            behind += int((np.diff(mine.state[:, SKU_STOCK]) != np.diff(moved)).sum())
    assert behind > 50


def test_no_variant_shows_more_than_the_limit(streams: Streams) -> None:
    reached = set()
    for one in under(streams, Trouble.ORDER_LIMIT):
        most = int(one.skus.state[:, SKU_STOCK].max())
        assert most <= max(LIMITS)
        reached |= {most} & set(LIMITS)
    assert len(reached) >= 2


@pytest.mark.parametrize("trouble", [Trouble.CANCELS_LOWER_COUNTER, Trouble.CANCELS_KEEP_COUNTER])
def test_cancelled_orders_give_their_pieces_back_within_days(streams: Streams, trouble: Trouble) -> None:
    for one in under(streams, trouble, band=FAST):
        sold = dict(zip(one.order[one.kind == Kind.SALE], one.at[one.kind == Kind.SALE], strict=True))
        cancelled = one.kind == Kind.CANCELLATION
        assert 0.04 < cancelled.sum() / len(sold) < 0.16
        waits = one.at[cancelled] - np.array([sold[order] for order in one.order[cancelled]])
        assert waits.min() >= HOUR_US
        assert waits.max() < 2 * US_PER_DAY
        back = set(one.order[one.kind == Kind.PUT_BACK].tolist())
        assert back <= set(one.order[cancelled].tolist())
        assert len(back) > 0.95 * cancelled.sum()
        at_once = np.isin(one.at[one.kind == Kind.PUT_BACK], one.at[cancelled]).mean()
        assert 0.3 < at_once < 0.8


def test_a_cancelled_order_leaves_the_counter_where_it_keeps_it(streams: Streams) -> None:
    for one in under(streams, Trouble.CANCELS_KEEP_COUNTER):
        assert (np.diff(one.orders()) >= 0).all()


def test_returns_come_back_to_stock_days_later(streams: Streams) -> None:
    for one in under(streams, Trouble.RETURNS, band=FAST):
        sold = dict(zip(one.order[one.kind == Kind.SALE], one.at[one.kind == Kind.SALE], strict=True))
        back = one.kind == Kind.RETURN
        assert 0.05 < back.sum() / len(sold) < 0.16
        assert (one.pieces[back] > 0).all()
        waits = one.at[back] - np.array([sold[order] for order in one.order[back]])
        assert waits.min() >= 2 * US_PER_DAY
        assert (np.diff(one.orders()) >= 0).all()


def test_pieces_are_written_off_and_moved_in_batches(streams: Streams) -> None:
    for one in under(streams, Trouble.WRITE_OFFS, band=FAST):
        gone = np.isin(one.kind, (Kind.WRITE_OFF, Kind.TRANSFER))
        assert (one.pieces[gone] < 0).all()
        assert 4 < len(np.unique(one.at[gone])) < DAYS
        assert -one.pieces[gone].min() > 20
        counted = one.orders()[-1] - one.orders()[0]
        assert counted <= len(one.when(Kind.SALE))


def test_orders_hold_one_to_five_units_and_the_counter_counts_orders(streams: Streams) -> None:
    for one in under(streams, Trouble.ORDERS_OF_SEVERAL, band=FAST):
        units = -one.pieces[one.kind == Kind.SALE]
        assert units.min() == 1
        assert units.max() == 5
        assert 1.5 < units.mean() < 1.75
        within = (one.when(Kind.SALE) > one.looks.at[0]) & (one.when(Kind.SALE) <= one.looks.at[-1])
        assert one.orders()[-1] - one.orders()[0] == within.sum()


def test_half_is_sold_at_night_and_a_fifth_without_that_trouble(streams: Streams) -> None:
    def share(trouble: Trouble) -> float:
        hours = np.concatenate([one.hours_of_sales() for one in under(streams, trouble)])
        return float(((hours >= 21) | (hours < 3)).mean())

    assert 0.47 < share(Trouble.NIGHT_SALES) < 0.53
    assert 0.15 < share(Trouble.NONE) < 0.32


def test_promotion_hours_sell_at_several_times_the_rate_and_often_over_midnight(streams: Streams) -> None:
    over = 0
    for one in under(streams, Trouble.PROMOTION_HOURS, band=FAST):
        hour = (one.when(Kind.SALE) + TASHKENT_OFFSET_US) // HOUR_US
        first = hour[0] // 24 * 24
        by_hour = np.bincount(hour - first, minlength=(DAYS + 1) * 24)[: DAYS * 24].reshape(DAYS, 24)
        usual = np.median(by_hour, axis=0)
        high = (by_hour > 3 * np.maximum(usual, 2)).ravel()
        assert 8 < high.sum() < 130
        over += int((high[23:-1:24] & high[24::24]).sum())
    assert over >= 2


def test_variants_come_with_stock_of_their_own_and_go(streams: Streams) -> None:
    came = went = 0
    for one in under(streams, Trouble.VARIANTS_COME_AND_GO):
        assert len(np.unique(one.skus.at)) == len(one.looks)
        for sku in np.unique(one.sku[one.kind == Kind.APPEARS]).tolist():
            appears = one.at[(one.sku == sku) & (one.kind == Kind.APPEARS)]
            assert (one.pieces[(one.sku == sku) & (one.kind == Kind.APPEARS)] > 0).all()
            goes = one.at[(one.sku == sku) & (one.kind == Kind.GOES)]
            shown = one.skus.at[one.skus.key[:, 1] == sku]
            between = shown[shown < appears[-1]]
            assert not len(between) or (len(goes) and between.max() < goes[0])
        came += int((one.kind == Kind.APPEARS).sum())
        went += int((one.kind == Kind.GOES).sum())
    assert came > 10
    assert went > 10


def test_own_purchases_come_in_bursts_and_reviews_follow(streams: Streams) -> None:
    def reviews_an_order(trouble: Trouble) -> float:
        every = under(streams, trouble)
        written = sum(int(np.ptp(one.looks.state[:, REVIEWS])) for one in every)
        return written / sum(int(np.ptp(one.orders())) for one in every)

    assert 0.06 < reviews_an_order(Trouble.NONE) < 0.14
    assert reviews_an_order(Trouble.SELF_PURCHASE) > 1.15 * reviews_an_order(Trouble.NONE)
    for one in under(streams, Trouble.SELF_PURCHASE, band=0):
        by_hours = np.bincount(one.when(Kind.SALE) // (3 * HOUR_US) - one.at.min() // (3 * HOUR_US))
        assert by_hours.max() >= 3


def test_everything_is_three_to_six_troubles_that_can_go_together() -> None:
    drawn = [troubles_of(chance(number, Purpose.STREAM), Trouble.EVERYTHING) for number in range(300)]
    assert {len(one) for one in drawn} == {3, 4, 5, 6}
    assert set().union(*drawn) == set(Trouble) - {Trouble.NONE, Trouble.EVERYTHING}
    assert not any({Trouble.NO_COUNTER, Trouble.ROUNDED_COUNTER} <= one for one in drawn)
    assert not any({Trouble.NO_COUNTER, Trouble.FBS} <= one for one in drawn)
    assert troubles_of(chance(1, Purpose.STREAM), Trouble.FBS) == {Trouble.FBS}
