"""Gathers what is known of products at the instants that rules are judged at: the last two looks of each, or now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np

from ventra.alerts.store import facts as store
from ventra.collect.store.around import states_between
from ventra.core.columns import (
    LIST_PRICE,
    MISSING,
    PRICE,
    RATING_X100,
    REVIEWS,
    STOCK,
    Columns,
    Int64,
)
from ventra.core.day import US_PER_DAY
from ventra.core.night_facts import FRESH_DAYS, NIGHTLY, night_facts
from ventra.core.rule_facts import BEFORE_US, DAILY, LOOKED, MOVED, STRETCHES, Looks, Moments
from ventra.core.rule_join import all_facts
from ventra.core.rule_kinds import Float
from ventra.outlook.store.nights import nights as nights_of

_PLACES = {
    "price": PRICE,
    "list_price": LIST_PRICE,
    "stock": STOCK,
    "rating": RATING_X100,
    "reviews": REVIEWS,
}
FIGURES_AGE = timedelta(days=1)
"""Figures may end a day before the last closed one: they do until closing has come to them."""


@dataclass(frozen=True, slots=True, eq=False)
class Known:
    """Facts of products [n] at two moments each: row 2 i is the one before, row 2 i + 1 the newest (`at` [2 n], µs, 0: never).

    `looked` [n] is when a product was last looked at; 0 for never.
    """

    product_id: Int64
    at: Int64
    looked: Int64
    facts: dict[str, Float]


def looks_of(states: Columns, product_ids: Int64) -> Looks:
    """Observed states as looks, with the place in `product_ids` (ascending) as subject."""

    def shown(name: str) -> Float:
        values = states.state[:, _PLACES[name]]
        scale = 100.0 if name == "rating" else 1.0
        return np.where(values == MISSING, np.nan, values / scale)

    subject = np.searchsorted(product_ids, states.key[:, 0])
    return Looks(subject, states.at, {name: shown(name) for name in LOOKED})


async def after_looks(
    db: Any, product_ids: Int64, *, closed: date, now_us: int, at_now: bool = False
) -> Known:
    """What is known of products (ascending) by their newest look and by the one before it.

    Of one that is gone, and of all with `at_now`, what is known now stands in the place of the newest look, and that before it.
    """
    count = len(product_ids)
    newest = await store.newest(db, product_ids, least_as_of=closed - FIGURES_AGE)
    back_us = max(STRETCHES) * US_PER_DAY + BEFORE_US
    states = await states_between(db, product_ids, now_us - 2 * back_us, now_us + 1)
    looks = looks_of(states, product_ids)
    end = np.searchsorted(looks.subject, np.arange(count), side="right")
    begin = np.searchsorted(looks.subject, np.arange(count), side="left")
    last, before = _at(looks.at, end - 1, begin), _at(looks.at, end - 2, begin)
    beyond = ((newest.gone_since > last) | at_now) & (last > 0)
    at = np.column_stack((np.where(beyond, last, before), np.where(beyond, now_us, last))).ravel()
    moments = Moments(np.repeat(np.arange(count), 2), at)
    moves = await store.moves(db, product_ids, now_us - back_us)
    place = np.searchsorted(product_ids, moves.product_id)
    of_kind = {kind: moves.title == (kind == "title") for kind in MOVED}
    back = timedelta(days=max(STRETCHES) + FRESH_DAYS)
    facts = all_facts(
        looks,
        moments,
        daily={name: np.repeat(newest.facts[name], 2) for name in DAILY},
        moves={kind: (place[mine], moves.at[mine]) for kind, mine in of_kind.items()},
        gone_since=np.repeat(newest.gone_since, 2),
        nights=await nights_of(db, product_ids, closed - 2 * back, closed),
    )
    return Known(product_ids, at, last, facts)


def _at(at: Int64, place: Int64, least: Int64) -> Int64:
    """The instants at places, 0 where a place is before the least one."""
    if len(at) == 0:
        return np.zeros(len(place), np.int64)
    return np.where(place >= least, at[np.maximum(place, 0)], 0)


async def at_closing(
    db: Any, product_ids: Int64, *, closed: date, now_us: int, by_nights: bool = True
) -> Known:
    """What is known of products (ascending) now that `closed` is the last closed day, without what looks back over looks of a
    stretch; where no rule goes by what nights say, that is not asked for (`by_nights`), and unknown.
    """
    newest = await store.newest(db, product_ids, least_as_of=closed)
    count = len(product_ids)
    facts = {name: np.repeat(values, 2) for name, values in newest.facts.items()}
    age = np.where(newest.seen_at > 0, (now_us - newest.seen_at) / 3_600_000_000, np.nan)
    facts["age_hours"] = np.repeat(age, 2)
    facts |= await _of_nights(db, product_ids, newest.facts["stock"], closed, now_us, by_nights=by_nights)
    facts["gone"] = np.repeat((newest.gone_since > 0).astype(np.float64), 2)
    at = np.column_stack((np.zeros(count, np.int64), np.full(count, now_us))).ravel()
    return Known(product_ids, at, newest.seen_at, facts)


async def _of_nights(
    db: Any, product_ids: Int64, stock: Float, closed: date, now_us: int, *, by_nights: bool
) -> dict[str, Float]:
    count = len(product_ids)
    if not by_nights:
        return {name: np.full(2 * count, np.nan) for name in NIGHTLY}
    nights = await nights_of(db, product_ids, closed - timedelta(days=max(STRETCHES) + FRESH_DAYS), closed)
    facts = night_facts(nights, Moments(np.arange(count), np.full(count, now_us)), stock)
    return {name: np.repeat(values, 2) for name, values in facts.items()}
