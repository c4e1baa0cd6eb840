"""How much is wanted, and when: the expected rate over time, and the buyers that come of it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ventra.core.day import day_number_of
from ventra.simulator.demand import HOURS, MONDAY_TO_SUNDAY
from ventra.simulator.habits import DAY_SECONDS, Floats
from ventra.simulator.prices import Int64
from ventra.simulator.streams.kinds import Trouble

SLOT_SECONDS = 1800
SLOTS_A_DAY = DAY_SECONDS // SLOT_SECONDS
NIGHT_FROM, NIGHT_TO = 21 * 2, 3 * 2
NIGHT_SHARE = 0.5
CATEGORY_TILTS = ((0.0, 0.0), (0.25, 11.0), (0.35, 20.0), (0.2, 15.0), (0.3, 23.0), (0.15, 8.0))
"""By category: how strongly, and towards which hour, its buyers' day leans."""
_OWN_TILT, _MOST_SWING = 0.08, 0.35
_DAY_SPREAD = (0.15, 0.55)
"""Relative standard deviation of a day's demand around what is expected of it, drawn for each stream."""


@dataclass(frozen=True, slots=True, eq=False)
class Rate:
    """Expected units a half-hour slot over the whole span: of buyers, and of the seller's own purchases."""

    buyers: Floats
    own: Floats
    day_spread: float

    def until(self, second: Int64) -> Floats:
        """Expected units from the span's first second to each second."""
        edges = np.arange(len(self.buyers) + 1) * SLOT_SECONDS
        total = np.concatenate((np.zeros(1), np.cumsum(self.buyers + self.own)))
        return np.interp(second, edges, total)


def make_rate(
    rng: np.random.Generator,
    troubles: frozenset[Trouble],
    category: int,
    units_a_day: float,
    days: int,
    start_us: int,
    times: Floats | None = None,
) -> Rate:
    """The expected rate of a stream that sells `units_a_day` in an ordinary week.

    By how many `times` it sells so much on each day [days] is drawn, a slow swing, where it is not given.
    """
    day = np.arange(days)
    weekday = MONDAY_TO_SUNDAY[(day_number_of(start_us) + day + 3) % 7]
    swing, period_days = rng.uniform(-_MOST_SWING, _MOST_SWING), rng.uniform(40, 160)
    drift = np.exp(swing * np.sin(2 * np.pi * day / period_days + rng.uniform(0, 2 * np.pi)))
    profile = day_profile(rng, category, at_night=Trouble.NIGHT_SALES in troubles)
    buyers = units_a_day * np.outer(weekday * (drift if times is None else times), profile).ravel()
    own = np.zeros(len(buyers))
    if Trouble.PROMOTION_HOURS in troubles:
        buyers = buyers * _promotions(rng, days)
    if Trouble.SELF_PURCHASE in troubles:
        own = _own_bursts(rng, units_a_day, days)
    return Rate(buyers, own, rng.uniform(*_DAY_SPREAD))


def day_profile(rng: np.random.Generator, category: int, *, at_night: bool) -> Floats:
    """Shares of a day's demand by half-hour, from midnight: the market's humps, leant by category and a little by product."""
    slot = np.arange(SLOTS_A_DAY) / 2 + 0.25
    weight = np.interp(slot, np.arange(-1, 25) + 0.5, np.concatenate((HOURS[-1:], HOURS, HOURS[:1])))
    for tilt, towards in (CATEGORY_TILTS[category], (abs(rng.normal(0, _OWN_TILT)), rng.uniform(0, 24))):
        weight = weight * np.exp(tilt * np.cos(2 * np.pi * (slot - towards) / 24))
    if at_night:
        night = (np.arange(SLOTS_A_DAY) >= NIGHT_FROM) | (np.arange(SLOTS_A_DAY) < NIGHT_TO)
        weight = np.where(
            night,
            NIGHT_SHARE * weight / weight[night].sum(),
            (1 - NIGHT_SHARE) * weight / weight[~night].sum(),
        )
    return np.asarray(weight / weight.sum(), np.float64)


def _promotions(rng: np.random.Generator, days: int) -> Floats:
    """By slot, how many times the ordinary rate sells."""
    times = np.ones(days * SLOTS_A_DAY)
    bursts = max(3, days // 7) + int(rng.integers(0, 4))
    for day in rng.choice(np.arange(1, days - 1), min(bursts, days - 2), replace=False).tolist():
        late = rng.random() < 0.5
        first = day * SLOTS_A_DAY + int(rng.integers(38, 47) if late else rng.integers(18, 38))
        times[first : first + int(rng.integers(4, 17))] = rng.uniform(4, 8)
    return times


def _own_bursts(rng: np.random.Generator, units_a_day: float, days: int) -> Floats:
    """By slot, how many units the seller is expected to buy of itself."""
    own = np.zeros(days * SLOTS_A_DAY)
    for _ in range(int(rng.integers(3, 7))):
        first, slots = int(rng.integers(SLOTS_A_DAY, len(own) - 6)), int(rng.integers(1, 7))
        own[first : first + slots] += (4 + units_a_day * rng.uniform(0.5, 2)) / slots
    return own


@dataclass(frozen=True, slots=True, eq=False)
class Buyers:
    """Orders that somebody wants to place, by time: second, and whether the seller buys of itself."""

    second: Int64
    own: np.ndarray[tuple[int], np.dtype[np.bool_]]


def come(rng: np.random.Generator, rate: Rate, units_an_order: float) -> Buyers:
    """Buyers at the expected rate on days that are better or worse than expected (gamma)."""
    days, shape = len(rate.buyers) // SLOTS_A_DAY, rate.day_spread**-2
    luck = np.repeat(rng.gamma(shape, 1 / shape, days), SLOTS_A_DAY)
    counts = np.concatenate(
        (rng.poisson(rate.buyers * luck / units_an_order), rng.poisson(rate.own / units_an_order))
    )
    slot = np.repeat(np.arange(len(counts)), counts)
    second = slot % len(rate.buyers) * SLOT_SECONDS + rng.integers(0, SLOT_SECONDS, len(slot))
    order = np.argsort(second, kind="stable")
    return Buyers(second[order], (slot >= len(rate.buyers))[order])
