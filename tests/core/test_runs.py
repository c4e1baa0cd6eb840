"""Change encoding loses nothing and does not care about order or pieces."""

from __future__ import annotations

import random

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from ventra.core.columns import Columns, Seen, rows_of_skus, seen_from
from ventra.core.day import day_number_of
from ventra.core.instants import decode_instants, decode_many, encode_many
from ventra.core.observation import IMPORTED, REST, Observation, ProductState, SkuState
from ventra.core.runs import Runs, encode, merge, touched_days

HOUR = 3_600_000_000
START = 1_761_900_000_000_000  # shortly before a UTC month's end


def look(
    at_us: int,
    orders: int,
    *,
    product: int = 1,
    stock: int = 5,
    source: int = IMPORTED,
    rounded: int | None = None,
) -> Observation:
    state = ProductState(orders, rounded, 1, 45, 1000, 1200, stock)
    return Observation(product, at_us, state, (SkuState(10, stock, 1000), SkuState(11, None, 1000)), source)


def decoded(runs: Runs) -> Columns:
    at, counts = decode_many(runs.seen_from, runs.seen)
    return Columns(
        *(np.repeat(part, counts, axis=0) for part in (runs.key,)),
        at,
        np.repeat(runs.state, counts, axis=0),
        np.repeat(runs.source, counts),
    )


def stored(parts: list[list[Observation]]) -> tuple[Runs, Runs]:
    old = seen_from([])
    for part in parts:
        merged = merge(old, seen_from(part))
        old = Seen(merged.products, merged.skus, rows_of_skus(merged.products, merged.skus))
    return encode(old.products), encode(old.skus)


def same(a: Runs, b: Runs) -> bool:
    return (
        all(
            np.array_equal(getattr(a, n), getattr(b, n))
            for n in ("key", "seen_from", "seen_to", "state", "source", "looks")
        )
        and a.seen == b.seen
    )


@given(
    st.lists(st.lists(st.integers(0, 10**15), min_size=1, max_size=30, unique=True), min_size=1, max_size=8)
)
def test_instants_come_back_exactly(rows: list[list[int]]) -> None:
    rows = [sorted(r) for r in rows]
    flat = np.array([at for r in rows for at in r], np.int64)
    first = np.cumsum([0, *[len(r) for r in rows[:-1]]])
    blobs = encode_many(flat, first)
    assert [list(decode_instants(r[0], b)) for r, b in zip(rows, blobs, strict=True)] == rows


def test_whole_seconds_cost_two_or_three_bytes_a_look() -> None:
    eight_a_day = START + np.arange(8 * 30, dtype=np.int64) * 3 * HOUR
    (blob,) = encode_many(eight_a_day, np.array([0]))
    assert len(blob) <= 1 + 2 * 239


@settings(max_examples=60)
@given(st.data())
def test_any_order_and_any_pieces_give_the_same_rows(data: st.DataObject) -> None:
    looks = data.draw(
        st.lists(
            st.tuples(st.integers(1, 3), st.integers(0, 40), st.integers(0, 2)),
            min_size=1,
            max_size=40,
            unique_by=lambda x: x[:2],
        )
    )
    observations = [look(START + hour * 3 * HOUR, orders, product=p) for p, hour, orders in looks]
    shuffled = observations + observations[:5]
    random.Random(data.draw(st.integers(0, 99))).shuffle(shuffled)
    cut = data.draw(st.integers(0, len(shuffled)))
    whole = stored([sorted(observations, key=lambda o: (o.product_id, o.seen_us))])
    pieces = stored([shuffled[:cut], shuffled[cut:]])
    assert all(same(a, b) for a, b in zip(whole, pieces, strict=True))
    assert sum(whole[0].looks) == len(observations)


def test_a_look_out_of_order_splits_the_row_it_falls_into() -> None:
    quiet = [look(START + h * HOUR, 7) for h in (0, 2, 4)]
    products, _ = stored([quiet, [look(START + HOUR, 9)]])
    assert products.looks.tolist() == [1, 1, 2]
    assert products.state[:, 0].tolist() == [7, 9, 7]


def test_a_quiet_product_costs_one_row_a_month() -> None:
    products, skus = stored([[look(START + h * HOUR, 7) for h in range(0, 24 * 20, 3)]])
    assert len(products.looks) == 2
    assert len(skus.looks) == 4


def test_the_same_again_is_known_and_other_values_conflict() -> None:
    old = seen_from([look(START, 7)])
    merged = merge(old, seen_from([look(START, 7), look(START, 8), look(START, 7, stock=4)]))
    assert merged.known.tolist() == [True, False, False]
    assert merged.conflicting.tolist() == [False, True, True]
    assert merged.products.state[:, 0].tolist() == [7]


def test_a_file_of_what_was_visited_is_known_and_keeps_the_richer_sighting() -> None:
    visited, from_file = look(START, 7, source=REST, rounded=5), look(START, 7)
    for parts in ([[visited], [from_file]], [[from_file], [visited]]):
        products, _ = stored(parts)
        assert products.source.tolist() == [REST]
        assert products.state[0, 1] == 5


def test_only_days_beside_a_new_look_are_touched() -> None:
    day = 24 * HOUR
    old = seen_from([look(START + i * day, 7) for i in (0, 1, 5, 6)])
    merged = merge(old, seen_from([look(START + 3 * day, 8)]))
    products, days = touched_days(merged)
    assert set(products.tolist()) == {1}
    assert days.tolist() == [day_number_of(START + i * day) for i in (1, 2, 3, 4, 5)]
