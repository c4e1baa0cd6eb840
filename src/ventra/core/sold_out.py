"""When everything known of a product stood at 0: stretches as events, and how much of a day's demand met an empty shelf."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ventra.core.columns import SKU_STOCK, STOCK, Int64, Seen
from ventra.core.day import day_number_of, start_of_day_us
from ventra.core.event_kinds import NO_SKU, Events, Kind, Reason, events
from ventra.core.flows import Flows
from ventra.core.grid import REACH_US, Grid
from ventra.core.profile import Float, Profile
from ventra.core.steps import Bool

STRETCH, ONE_LOOK = 0.99, 0.9
"""Probability that it was sold out, by two looks or more and by one."""
_DAYS = 1_000_000


@dataclass(frozen=True, slots=True, eq=False)
class Empty:
    """Looks [n] at which all that is known stands at 0, and steps [m] between two of these in which nothing was ordered."""

    look: Bool
    step: Bool


def empty(seen: Seen, grid: Grid, flows: Flows) -> Empty:
    """Where the shelf is empty. A variant whose stock a look does not show leaves it unknown."""
    p, s, held = seen.products, seen.skus, flows.held
    inside = seen.row_of_sku >= 0
    nought = np.bincount(seen.row_of_sku[inside & (s.state[:, SKU_STOCK] == 0)], minlength=len(p))
    look = np.where(held > 0, nought == held, p.state[:, STOCK] == 0)
    both = look[grid.first] & look[grid.first + 1] & (grid.end - grid.begin <= REACH_US)
    return Empty(look, both & ~(flows.orders > 0))


def sold_out(seen: Seen, grid: Grid, out: Empty, product: Int64) -> Events:
    """Stretches, each in the day in which it begins; one that goes on over midnight is told up to there."""
    p = seen.products
    goes_on = np.zeros(len(p) + 1, bool)
    goes_on[grid.first[out.step] + 1] = True
    first = np.flatnonzero(out.look & ~goes_on[:-1])
    stays = np.flatnonzero(out.look & ~goes_on[1:])
    begin, last = p.at[first], p.at[stays]
    midnight = start_of_day_us(day_number_of(begin) + 1)
    over = last >= midnight
    end = np.where(over, midnight, last)
    return events(
        p.key[first, 0], NO_SKU, begin, end, kind=Kind.SOLD_OUT, pieces=np.nan,
        probability=np.where(end > begin, STRETCH, ONE_LOOK),
        reason=np.where(over, Reason.STILL_AT_NOUGHT, Reason.ALL_AT_NOUGHT),
    )  # fmt: skip


def out_shares(grid: Grid, out: Empty, profile: Profile, owner: Int64, day: Int64) -> Float:
    """Of each asked day of a product (by number) the part of its expected sales that met an empty shelf, 0-1 in 1/10,000."""
    step = np.flatnonzero(out.step)
    begin, end, row = grid.begin[step], grid.end[step], grid.row[step]
    day_a, day_b = day_number_of(begin), day_number_of(end)
    crosses = day_b > day_a
    head = profile.mass(row, begin, np.where(crosses, start_of_day_us(day_a + 1), end))
    tail = profile.mass(row, np.where(crosses, start_of_day_us(day_b), end), end)
    code = np.concatenate((grid.owner[step] * _DAYS + day_a, (grid.owner[step] * _DAYS + day_b)[crosses]))
    mass = np.concatenate((head, tail[crosses]))
    asked = owner * _DAYS + day
    if len(code) == 0 or len(asked) == 0:
        return np.zeros(len(asked))
    order = np.argsort(asked, kind="stable")
    place = np.minimum(np.searchsorted(asked, code, sorter=order), len(asked) - 1)
    hit = asked[order[place]] == code
    share = np.bincount(order[place[hit]], mass[hit], len(asked))
    return np.round(np.minimum(share, 1.0), 4).astype(np.float32).astype(np.float64)
