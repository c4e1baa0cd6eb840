"""Which days are computed again with a touched one: later ones that have looks, and earlier ones where looks are bridged."""

from __future__ import annotations

import numpy as np

from ventra.core.columns import Seen, seen_from
from ventra.core.day import start_of_day_us
from ventra.core.observation import Observation, ProductState, SkuState
from ventra.core.sales import LEARNED_DAYS
from ventra.sales.reach import reached
from ventra.sales.store.touched import Touched

DAY = 20_000


def daily_looks(
    variants: tuple[tuple[int, ...], ...], *, blind: frozenset[int] = frozenset(), instead: int | None = None
) -> Seen:
    """A look at each noon, showing these variants in turn, and on the days in `blind` no counter, or this one instead."""
    found = []
    for n in range(12 + LEARNED_DAYS):
        skus = tuple(SkuState(sku, 50 - n, 1000) for sku in variants[n % len(variants)])
        state = ProductState(instead if n in blind else 100 + n, None, 0, None, 1000, None, 90)
        found.append(Observation(1, start_of_day_us(DAY + n) + 43_200_000_000, state, skus))
    seen = seen_from(found)
    order = np.lexsort((seen.skus.at, seen.skus.key[:, 1]))
    return Seen(seen.products, seen.skus.take(order), seen.row_of_sku[order])


def days(seen: Seen, *, mark: int = 7) -> list[int]:
    touched = Touched(np.array([1]), np.array([DAY + 10]), np.array([mark]))
    return (reached(touched, seen).day - DAY).tolist()


def test_what_came_after_a_look_has_learned_from_it_and_what_came_before_has_not() -> None:
    assert days(daily_looks(((1, 2),))) == list(range(10, 11 + LEARNED_DAYS))


def test_a_day_that_is_only_to_be_computed_again_takes_no_other_along() -> None:
    assert days(daily_looks(((1, 2),)), mark=-7) == [10]


def test_days_before_come_along_where_a_counter_or_a_variant_is_bridged() -> None:
    before = list(range(6, 11 + LEARNED_DAYS))
    assert days(daily_looks(((1, 2),), blind=frozenset({3}))) == before
    assert days(daily_looks(((1, 2),), blind=frozenset({3}), instead=2**53)) == before
    assert days(daily_looks(((1, 2), (1,)))) == before
    assert days(daily_looks(((1, 2), (1, 3)))) == before
