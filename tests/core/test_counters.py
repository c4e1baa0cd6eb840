"""What is known of a source's counter: it falls on cancelled orders, it keeps them, or its looks say so."""

from __future__ import annotations

from dataclasses import replace

import msgspec
import numpy as np
import pytest
from tests.fixtures.hand_made import look, seen_of, steps_on

from ventra.core.counters import LEARNED, Counters
from ventra.core.event_kinds import Kind
from ventra.core.events import events_of
from ventra.core.grid import grid_of
from ventra.core.observation import IMPORTED, PRODUCT_PAGE, REST, SOURCES, Observation
from ventra.core.profile import MARKET, flat
from ventra.core.steps import CANCELLED, COUNTER, Steps, steps_of
from ventra.core.variants import sku_pairs

ORDERED_EVERY, FELL = 4, (201,)
LOOKS = 400
FALLS, KEEPS = Counters(fall=(REST,)), Counters(keep=(REST,))


def looks(fell: tuple[int, ...] = FELL, *, back: bool = False, rest: int = LOOKS) -> list[Observation]:
    """Hourly looks at a counter that rises every fourth hour and falls at some; from `rest` on another source is asked.

    With `back` a piece comes back to stock as it falls.
    """
    shown, stock, found = 1001, 900, []
    for hour in range(LOOKS):
        if hour in fell:
            shown, stock = shown - 1, stock + int(back)
        elif hour % ORDERED_EVERY == 0:
            shown, stock = shown + 1, stock - 1
        one = look(hour, shown, (stock,) if back else ())
        found.append(one if hour < rest else msgspec.structs.replace(one, source=PRODUCT_PAGE))
    return found


def told(seen: list[Observation], counters: Counters) -> Steps:
    return steps_on(seen_of(seen), replace(flat(), counters=counters))


def test_one_fall_of_a_counter_known_to_fall_is_a_cancelled_order() -> None:
    learned, known, kept = (told(looks(), one) for one in (LEARNED, FALLS, KEEPS))
    assert CANCELLED not in learned.how
    assert CANCELLED not in kept.how
    assert (known.how[FELL[0] - 1 :] == CANCELLED).all()
    assert known.units[FELL[0] :].sum() > learned.units[FELL[0] :].sum()
    assert (known.error[FELL[0] - 1 :] > 0).all()


def test_of_a_counter_known_to_fall_orders_are_added_back_before_it_was_seen_to() -> None:
    known = told(looks(()), FALLS)
    hidden = known.units.sum() - (LOOKS / ORDERED_EVERY - 1)
    assert 0 < hidden < 0.15 * LOOKS / ORDERED_EVERY
    assert (known.low[known.how == CANCELLED] <= known.units[known.how == CANCELLED]).all()


def test_a_counter_known_to_keep_them_was_corrected_however_often_it_falls() -> None:
    fell = tuple(range(101, LOOKS, 20))
    assert CANCELLED in told(looks(fell), LEARNED).how
    kept = told(looks(fell), KEEPS)
    assert CANCELLED not in kept.how
    assert (kept.how == COUNTER).sum() > 0.8 * LOOKS


def test_what_is_known_of_one_source_says_nothing_of_another() -> None:
    other = told(looks(), Counters(fall=(PRODUCT_PAGE, IMPORTED)))
    np.testing.assert_array_equal(other.units, told(looks(), LEARNED).units)


def test_a_fall_while_as_many_pieces_come_back_is_told_at_once() -> None:
    alone, back = told(looks(), LEARNED), told(looks(back=True), LEARNED)
    assert CANCELLED not in alone.how
    assert (back.how[FELL[0] - 1 : FELL[0] + 100] == CANCELLED).all()


@pytest.mark.parametrize("counters", [LEARNED, FALLS, Counters(fall=(REST, PRODUCT_PAGE))])
def test_a_fall_from_one_source_to_another_is_no_cancelled_order(counters: Counters) -> None:
    """The second shows less than the first did, as it is read from somewhere else."""
    seen = looks((), rest=200)
    lower = [
        one
        if one.source == REST
        else msgspec.structs.replace(
            one, state=msgspec.structs.replace(one.state, orders_total=(one.state.orders_total or 0) - 2)
        )
        for one in seen
    ]
    assert told(lower, counters).how[199] != CANCELLED
    if counters == LEARNED:
        assert CANCELLED not in told(lower, counters).how


@pytest.mark.parametrize(
    ("counters", "kind"),
    [(LEARNED, Kind.CANCELLED), (FALLS, Kind.CANCELLED), (KEEPS, Kind.COUNTER_CORRECTED)],
)
def test_the_event_of_a_fall_says_what_is_known_of_the_counter(counters: Counters, kind: Kind) -> None:
    seen, profile = seen_of(looks()), replace(flat(), counters=counters)
    grid = grid_of(seen, profile, np.full(1, MARKET))
    pairs = sku_pairs(seen, grid)
    events, _ = events_of(seen, grid, pairs, steps_of(seen, grid, pairs), profile)
    fell = events.kind[np.isin(events.kind, (Kind.CANCELLED, Kind.COUNTER_CORRECTED))]
    assert fell.tolist() == [kind]


def test_sources_go_by_their_names() -> None:
    assert Counters.named({}) == LEARNED
    wish = {"file": "falls", "rest": "keeps", "product_page": "learn"}
    assert Counters.named(wish) == Counters(fall=(IMPORTED,), keep=(REST,))
    assert set(SOURCES) == {REST, PRODUCT_PAGE, IMPORTED}
    with pytest.raises(ValueError, match="not both"):
        Counters(fall=(REST,), keep=(REST,))
