"""Events against the ledger of streams that no weight was fitted on: how many are right, and how many are found."""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np
import pytest

from fixtures.cut import between
from fixtures.event_scores import Score, found_in, scores, table
from ventra.core.day import day_number_of
from ventra.core.event_kinds import Events, Kind
from ventra.core.sales import AHEAD_DAYS, BACK_DAYS
from ventra.simulator.streams import Streams, make_streams
from ventra.simulator.streams.kinds import TROUBLES, Trouble

SEEDS = (7, 8)
LEAST = {
    Kind.RESTOCK: (0.95, 0.88),
    Kind.RETURN: (0.92, 0.72),
    Kind.WRITE_OFF: (0.88, 0.62),
    Kind.SET_BY_HAND: (0.88, 0.72),
    Kind.APPEARED: (0.97, 0.97),
    Kind.GONE: (0.97, 0.97),
    Kind.CANCELLED: (0.82, 0.45),
    Kind.BURST: (0.68, 0.50),
}
"""Of each kind the part of events that is right, and of what happened the part that is found, at least."""
Told = tuple[Streams, Events, dict[Kind, Score]]


@pytest.fixture(scope="module", params=SEEDS)
def told(request: pytest.FixtureRequest) -> Told:
    streams = make_streams(request.param)
    events = found_in(streams)
    return streams, events, scores(streams, events)


def test_events_are_right_and_found_as_often_as_is_said(told: Told) -> None:
    found = told[2]
    print(table(found))
    short = {
        kind.name: (found[kind].precision, found[kind].recall)
        for kind, (precision, recall) in LEAST.items()
        if found[kind].precision < precision or found[kind].recall < recall
    }
    assert not short, table(found)


def test_what_is_called_likely_is_right_about_so_often(told: Told) -> None:
    for kind, one in told[2].items():
        assert abs(one.probability - one.precision) < 0.16, kind.name


def test_a_product_without_troubles_has_restocks_and_hardly_anything_else(told: Told) -> None:
    streams, events, _ = told
    plain = streams.product[streams.trouble == TROUBLES.index(Trouble.NONE)]
    mine = events.take(np.isin(events.product, plain) & (events.kind != Kind.SOLD_OUT))
    assert (mine.kind == Kind.RESTOCK).mean() > 0.97


@pytest.mark.parametrize("day_of_span", [20, 33, 47])
def test_a_days_events_depend_on_no_look_further_away_than_its_number_does(
    told: Told, day_of_span: int
) -> None:
    streams, events, _ = told
    day = int(streams.truth_day.min()) + day_of_span
    near = between(streams.seen, day - BACK_DAYS, day + AHEAD_DAYS)
    assert len(np.unique(near.products.key)) == len(streams.product)
    cut = found_in(replace(streams, seen=near))
    whole, alone = (one.take(day_number_of(one.begin) == day) for one in (events, cut))
    assert len(whole.product) > 50
    for field in fields(whole):
        assert getattr(whole, field.name).tobytes() == getattr(alone, field.name).tobytes(), field.name
