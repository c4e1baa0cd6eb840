"""Streams under one trouble each: the truth, the ledger, what is shown and the oracle agree with one another."""

from __future__ import annotations

from dataclasses import fields

import numpy as np
import pytest

from ventra.core.columns import MISSING, ORDERS, SKU_STOCK, STOCK, in_order, rows_of_skus
from ventra.core.day import day_number_of
from ventra.simulator.streams import Streams, make_streams
from ventra.simulator.streams.kinds import BANDS, GAPS, SAID, TROUBLES, Kind, Trouble

DAYS = 28
SEED = 5


@pytest.fixture(scope="module")
def streams() -> Streams:
    return make_streams(SEED, days=DAYS, per_cell=2)


def of(streams: Streams, *troubles: str) -> np.ndarray:
    """Which streams have these troubles; all but `everything` without any."""
    named = troubles or [one for one in TROUBLES if one != Trouble.EVERYTHING]
    return streams.product[np.isin(streams.trouble, [TROUBLES.index(Trouble(one)) for one in named])]


def arrays(streams: Streams) -> list[np.ndarray]:
    found = [streams.seen.row_of_sku]
    for part in (streams.seen.products, streams.seen.skus, streams.ledger):
        found += [getattr(part, field.name) for field in fields(part)]
    rest = [getattr(streams, field.name) for field in fields(streams)]
    return found + [one for one in rest if isinstance(one, np.ndarray)]


def same(one: Streams, other: Streams) -> bool:
    pairs = zip(arrays(one), arrays(other), strict=True)
    return all(a.dtype == b.dtype and a.tobytes() == b.tobytes() for a, b in pairs)


def running(streams: Streams, *kinds: Kind, product: int, at_us: np.ndarray) -> np.ndarray:
    """How many events of these kinds a product had until each instant."""
    ledger = streams.ledger
    mine = (ledger.product == product) & np.isin(ledger.kind, kinds)
    return np.searchsorted(np.sort(ledger.at_us[mine]), at_us, side="right")


def test_every_trouble_band_and_gap_has_its_streams_in_ascending_order(streams: Streams) -> None:
    cells = np.column_stack((streams.trouble, streams.band, streams.gap_hours))
    found, counts = np.unique(cells, axis=0, return_counts=True)
    assert len(found) == len(TROUBLES) * len(BANDS) * len(GAPS)
    assert (counts == 2).all()
    assert (np.diff(streams.product) > 0).all()
    assert set(SAID) == set(TROUBLES)
    products, skus = streams.seen.products, streams.seen.skus
    assert in_order(products.key[:, 0], products.at)
    assert in_order(streams.seen.row_of_sku, skus.key[:, 1])
    assert np.array_equal(streams.seen.row_of_sku, rows_of_skus(products, skus))


def test_the_same_seed_gives_the_same_bytes_and_another_does_not() -> None:
    one, again = (make_streams(SEED, days=14, gaps=(8,)) for _ in range(2))
    assert same(one, again)
    assert not same(one, make_streams(SEED + 1, days=14, gaps=(8,)))


def test_a_stream_is_the_same_whichever_others_are_asked_for(streams: Streams) -> None:
    alone = make_streams(SEED, days=DAYS, troubles=("fbs",), bands=("8-50",), gaps=(3,))
    (product,) = alone.product
    both = zip((alone, streams), ("seen", "seen"), strict=True)
    mine = [getattr(one, name).products for one, name in both]
    states = [one.state[one.key[:, 0] == product] for one in mine]
    assert np.array_equal(*states)
    truths = [one.oracle_units[one.truth_product == product] for one in (alone, streams)]
    assert np.array_equal(*truths, equal_nan=True)


@pytest.mark.parametrize(
    "wish",
    [
        {"days": 13},
        {"per_cell": 0},
        {"gaps": ()},
        {"gaps": (0,)},
        {"gaps": (37,)},
        {"troubles": ("sunspots",)},
        {"bands": ("9",)},
    ],
)
def test_a_wish_that_cannot_be_meant_is_refused(wish: dict[str, object]) -> None:
    with pytest.raises(ValueError):
        make_streams(SEED, **wish)  # type: ignore[arg-type]


def test_bands_sell_what_their_names_say(streams: Streams) -> None:
    band = streams.band[np.searchsorted(streams.product, streams.truth_product)]
    means = [streams.truth_units[band == one].mean() for one in range(len(BANDS))]
    for mean, (least, most) in zip(means, ((0, 1), (1, 8), (8, 50), (50, 400)), strict=True):
        assert least < mean < most


def test_truth_is_the_sales_of_the_ledger_by_day(streams: Streams) -> None:
    ledger = streams.ledger
    sale = ledger.kind == Kind.SALE
    sold: dict[tuple[int, int], int] = {}
    for sku, day, pieces in zip(
        ledger.sku[sale].tolist(),
        day_number_of(ledger.at_us[sale]).tolist(),
        ledger.pieces[sale].tolist(),
        strict=True,
    ):
        sold[sku, day] = sold.get((sku, day), 0) - pieces
    keys = zip(streams.truth_sku.tolist(), streams.truth_sku_day.tolist(), strict=True)
    assert [sold.get(key, 0) for key in keys] == streams.truth_sku_units.tolist()
    assert streams.truth_units.sum() > 50_000
    code = streams.truth_product * 100_000 + streams.truth_day
    of_sku = streams.truth_sku_product * 100_000 + streams.truth_sku_day
    by_product = np.bincount(np.searchsorted(code, of_sku), streams.truth_sku_units, len(code))
    assert np.array_equal(by_product, streams.truth_units)


def test_truth_has_the_days_that_lie_between_the_first_look_and_the_last(streams: Streams) -> None:
    for product in streams.product[::7].tolist():
        looked = day_number_of(streams.seen.products.at[streams.seen.products.key[:, 0] == product])
        days = streams.truth_day[streams.truth_product == product]
        assert days.tolist() == list(range(int(looked[0]) + 1, int(looked[-1])))
        unlooked = np.isnan(streams.oracle_units[streams.truth_product == product])
        assert np.array_equal(unlooked, ~np.isin(days, looked))


def test_an_exact_counter_rises_by_the_orders_between_looks(streams: Streams) -> None:
    hidden = ("no_counter", "rounded_counter", "missing_fields", "everything", "cancels_lower_counter")
    for product in of(streams, *(one for one in TROUBLES if one not in hidden)).tolist():
        mine = streams.seen.products.key[:, 0] == product
        counter, at_us = streams.seen.products.state[mine, ORDERS], streams.seen.products.at[mine]
        placed = running(streams, Kind.SALE, product=product, at_us=at_us)
        assert np.array_equal(np.diff(counter), np.diff(placed))


def test_a_cancelled_order_lowers_the_counter_by_one_where_it_does(streams: Streams) -> None:
    fell = 0
    for product in of(streams, "cancels_lower_counter").tolist():
        mine = streams.seen.products.key[:, 0] == product
        counter, at_us = streams.seen.products.state[mine, ORDERS], streams.seen.products.at[mine]
        placed = running(streams, Kind.SALE, product=product, at_us=at_us)
        cancelled = running(streams, Kind.CANCELLATION, product=product, at_us=at_us)
        assert np.array_equal(np.diff(counter), np.diff(placed - cancelled))
        fell += int((np.diff(counter) < 0).sum())
    assert fell > 20


def test_stock_shown_is_what_the_ledger_leaves(streams: Streams) -> None:
    hidden = ("missing_fields", "order_limit", "everything")
    ledger, skus = streams.ledger, streams.seen.skus
    for product in of(streams, *(one for one in TROUBLES if one not in hidden)).tolist()[::3]:
        mine = skus.key[:, 0] == product
        for sku in np.unique(skus.key[mine, 1]).tolist():
            rows = np.flatnonzero(skus.key[:, 1] == sku)
            moves = ledger.sku == sku
            order = np.argsort(ledger.at_us[moves], kind="stable")
            total = np.concatenate(([0], np.cumsum(ledger.pieces[moves][order])))
            moved = total[np.searchsorted(ledger.at_us[moves][order], skus.at[rows], side="right")]
            assert np.array_equal(np.diff(skus.state[rows, SKU_STOCK]), np.diff(moved))
    assert (skus.state[skus.state[:, SKU_STOCK] != MISSING, SKU_STOCK] >= 0).all()


def test_the_products_stock_is_that_of_its_variants(streams: Streams) -> None:
    seen = streams.seen
    known = seen.skus.state[:, SKU_STOCK] != MISSING
    total = np.bincount(seen.row_of_sku[known], seen.skus.state[known, SKU_STOCK], len(seen.products))
    lacking = np.bincount(seen.row_of_sku[~known], minlength=len(seen.products)) > 0
    compared = ~lacking & (seen.products.state[:, STOCK] != MISSING)
    assert compared.mean() > 0.9
    assert np.array_equal(total[compared], seen.products.state[compared, STOCK])


def test_visits_keep_their_gap_and_never_fall_on_midnight(streams: Streams) -> None:
    at, key = streams.seen.products.at, streams.seen.products.key[:, 0]
    assert ((at + 5 * 3_600_000_000) % 86_400_000_000 != 0).all()
    for product, gap in zip(streams.product.tolist(), streams.gap_hours.tolist(), strict=True):
        if product in of(streams, "outage", "everything"):
            continue
        hours = np.diff(at[key == product]) / 3_600_000_000
        assert hours.min() > 0.79 * gap
        assert hours.max() < 1.21 * gap
