"""What moves stock besides buyers: the opening, restocks, stock set by hand, write-offs and transfers."""

from __future__ import annotations

import numpy as np

from ventra.simulator.habits import DAY_SECONDS, Floats
from ventra.simulator.prices import Int64
from ventra.simulator.streams.flow import Plan
from ventra.simulator.streams.kinds import Kind, Trouble
from ventra.simulator.streams.variants import Variants

Range = tuple[float, float]

_RESTOCK_DAYS: Range = (5, 12)
_OFTEN_RESTOCK_DAYS: Range = (1, 3)
_BATCH_DAYS: Range = (2, 6)
_LEAST_ROUND = 5


def supplied(
    rng: np.random.Generator,
    troubles: frozenset[Trouble],
    variants: Variants,
    units_a_day: float,
    wanted: Plan,
    days: int,
) -> list[Plan]:
    """Plans that keep the shelf of a product from which `wanted` is bought, so that it seldom runs empty."""
    often = Trouble.RESTOCK in troubles
    every_days = _OFTEN_RESTOCK_DAYS if often else _RESTOCK_DAYS
    daily = units_a_day * variants.share
    by_hand = Trouble.FBS in troubles
    cover_days = rng.uniform(1.2, 2.6, len(variants)) * every_days[1]
    stock = np.ceil(daily * cover_days).astype(np.int64) + rng.integers(2, 9, len(variants))
    if by_hand:
        stock = round_numbers(rng, daily)
    plans = [_lives(rng, variants, stock)]
    leaving = [wanted]
    if Trouble.WRITE_OFFS in troubles:
        leaving.append(_write_offs(rng, stock, days))
        plans.append(leaving[-1])
    if by_hand:
        plans.append(_resets(rng, daily, days))
    else:
        plans.append(_restocks(rng, Plan.joined(leaving), len(variants), every_days, days, often=often))
    return plans


def round_numbers(rng: np.random.Generator, daily: Floats) -> Int64:
    """Round pieces of stock that cover some days: 5, 10, 20 … 90, 100, 200 …"""
    raw = daily * rng.uniform(1, 8, len(daily)) + rng.uniform(3, 60, len(daily))
    step = 10 ** np.floor(np.log10(raw))
    return np.where(raw < 10, _LEAST_ROUND, np.floor(raw / step) * step).astype(np.int64)


def _lives(rng: np.random.Generator, variants: Variants, stock: Int64) -> Plan:
    variant, first, last = variants.lives.T
    opens = first < 0
    kind = np.where(opens, Kind.OPENING, Kind.APPEARS)
    pieces = np.where(opens, stock[variant], np.ceil(stock[variant] * rng.uniform(0.5, 1.5, len(variant))))
    arrivals = Plan(variant, first, kind.astype(np.int64), pieces.astype(np.int64), np.full(len(variant), -1))
    return Plan.joined([arrivals, Plan.of(Kind.GOES, variant, last, np.zeros(len(last), np.int64))])


def _restocks(
    rng: np.random.Generator, leaving: Plan, variants: int, every_days: Range, days: int, *, often: bool
) -> Plan:
    """Deliveries that bring what left since the last one, give or take; not every variant is in each."""
    second = _now_and_then(rng, every_days, days)
    share = 1.0 if variants == 1 else 0.7 if often else 0.85
    plans = []
    for variant in range(variants):
        mine = second[rng.random(len(second)) < share]
        gone = leaving.variant == variant
        order = np.argsort(leaving.second[gone], kind="stable")
        total = np.concatenate((np.zeros(1, np.int64), np.cumsum(leaving.pieces[gone][order])))
        until = total[np.searchsorted(leaving.second[gone][order], mine)]
        since = np.diff(until, prepend=0) * rng.uniform(0.8, 1.3, len(mine))
        more = rng.integers(1 if often else 0, 6 if often else 3, len(mine))
        pieces = np.ceil(since).astype(np.int64) + more
        plans.append(Plan.of(Kind.RESTOCK, np.full(len(mine), variant), mine, pieces))
    return Plan.joined(plans)


def _resets(rng: np.random.Generator, daily: Floats, days: int) -> Plan:
    """Once to three times a day, at working hours, the seller sets some variants' stock."""
    n, times = len(daily), int(rng.integers(1, 4))
    day = np.repeat(np.arange(days), times)
    second = np.repeat(day * DAY_SECONDS + rng.integers(8 * 3600, 20 * 3600, len(day)), n)
    variant = np.tile(np.arange(n), len(day))
    chosen = (rng.random(len(second)) < 0.5) | (n == 1)
    pieces = round_numbers(rng, daily[variant])
    return Plan.of(Kind.RESET, variant[chosen], second[chosen], pieces[chosen])


def _write_offs(rng: np.random.Generator, stock: Int64, days: int) -> Plan:
    """Batches that leave without a sale: written off, or moved to another warehouse."""
    when = _now_and_then(rng, _BATCH_DAYS, days)
    second, variant = np.repeat(when, len(stock)), np.tile(np.arange(len(stock)), len(when))
    moved = np.repeat(rng.random(len(when)) < 0.5, len(stock))
    hit = (rng.random(len(second)) < 0.6) | (len(stock) == 1)
    pieces = 1 + (stock[variant] * rng.uniform(0.05, 0.4, len(second))).astype(np.int64)
    kinds = ((Kind.WRITE_OFF, hit & ~moved), (Kind.TRANSFER, hit & moved))
    return Plan.joined([Plan.of(kind, variant[rows], second[rows], pieces[rows]) for kind, rows in kinds])


def _now_and_then(rng: np.random.Generator, every_days: Range, days: int) -> Int64:
    """Seconds at working hours, some days apart."""
    most = int(days / every_days[0]) + 2
    day = np.floor(rng.uniform(0, every_days[0]) + np.cumsum(rng.uniform(*every_days, most))).astype(np.int64)
    second = day * DAY_SECONDS + rng.integers(8 * 3600, 20 * 3600, most)
    return np.unique(second[second < days * DAY_SECONDS])
