"""Bursts: far more ordered within hours than week, hour and price explain, as when a seller buys of itself."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ventra.core.columns import MISSING, PRICE, REVIEWS, Columns, Int64, Seen, run_starts
from ventra.core.day import US_PER_DAY, day_number_of, start_of_day_us
from ventra.core.event_kinds import NO_SKU, Events, Kind, Reason, events
from ventra.core.event_weights import BURST
from ventra.core.flows import Asked, Flows, before
from ventra.core.grid import Grid
from ventra.core.profile import Float, Profile
from ventra.core.steps import REVIEWS as BY_REVIEWS
from ventra.core.steps import Bool, Steps
from ventra.core.trailing import MOST, PARTS, TRAILING_US

WINDOW_US = US_PER_DAY // 6
"""Steps are taken together for so long at most; a longer step stands alone."""
REVIEWED_US = 3 * US_PER_DAY
"""How long after a burst its reviews are looked for."""
LOOKED_DAYS = 4
"""How many days after the one in which a burst begins looks may still say something of it."""
LONGEST_US = US_PER_DAY * 3 // 2
LEAST_UNITS, LEAST_LEARNED = 4.0, 1.0
LEAST_SPREADS = 2.0
"""By how many standard deviations a stretch is beyond the usual before it is weighed at all."""
SPREAD = 4.0
"""Shape of the gamma by which an hour's demand varies around what is expected of it."""
OWN_REVIEWED, BUYERS_REVIEW, MOST_REVIEWED = 0.8, 0.05, 0.15
CHEAPER = 0.9
"""A price that fell to this part of itself, or below, explains a rush."""
RUSH = 0.3
"""How much of a burst's probability such a fall leaves."""
FEATURES = ("one", "beyond", "far_beyond", "reviews_speak", "reviewed", "small", "unseen")


@dataclass(frozen=True, slots=True, eq=False)
class Stretches:
    """Stretches of steps [c]: number of the product, ends (µs), units, those expected, the week's units a day, a cut in price.

    `reviews` came in the days after, over `seen` of these (0-1), and `usual_reviews` a day in the week before.
    """

    owner: Int64
    begin: Int64
    end: Int64
    units: Float
    expected: Float
    daily: Float
    reviews: Float
    seen: Float
    usual_reviews: Float
    cheaper: Bool

    def __len__(self) -> int:
        return len(self.owner)


def bursts(seen: Seen, grid: Grid, steps: Steps, flows: Flows, profile: Profile, product: Int64) -> Events:
    """Bursts of every product; `product` holds the products' ids."""
    found = stretches(seen, grid, steps, flows, profile)
    columns = burst_features(found)
    score = np.zeros(len(found))
    for column, weight in zip(columns, BURST, strict=True):
        score = score + column * weight
    probability = np.where(found.cheaper, RUSH, 1.0) / (1 + np.exp(-score))
    chosen = np.flatnonzero(_highest(found, probability) & (probability >= 0.5))
    reviewed = columns[FEATURES.index("reviewed")][chosen] > 0.3
    return events(
        product[found.owner[chosen]], NO_SKU, found.begin[chosen], found.end[chosen], kind=Kind.BURST,
        pieces=(found.units - found.expected)[chosen], probability=probability[chosen],
        reason=np.where(reviewed, Reason.REVIEWS_FOLLOWED, Reason.BEYOND_USUAL),
    )  # fmt: skip


def stretches(seen: Seen, grid: Grid, steps: Steps, flows: Flows, profile: Profile) -> Stretches:
    """What begins with a step that sold something and is beyond the usual of the 7 days before."""
    # What only reviews tell is a mean over a week: it shows no burst.
    units = np.where(steps.known & (steps.how != BY_REVIEWS), steps.units, 0.0)
    if len(grid) == 0:
        return _stretches(
            seen, grid, np.zeros(0, np.int64), np.zeros(0, np.int64), (np.zeros(0), np.zeros(0), np.zeros(0))
        )
    base = grid.begin.min()
    code = grid.owner * (grid.end.max() - base + 2 * WINDOW_US)
    # Nothing in a stretch that begins without a sale or holds too few is asked further.
    first = np.flatnonzero(units >= 1)
    until = np.searchsorted(
        code + (grid.end - base), (code + (grid.begin - base))[first] + WINDOW_US, "right"
    )
    last = np.maximum(until, first + 1) - 1
    total = np.concatenate(
        (np.zeros(1, np.int64), np.cumsum(np.rint(np.minimum(units, MOST) * PARTS).astype(np.int64)))
    )
    sold = (total[last + 1] - total[first]) / PARTS
    enough = sold >= LEAST_UNITS
    first, last, sold = first[enough], last[enough], sold[enough]
    asked = Asked(grid.owner[first], grid.begin[first])
    mine = np.zeros(int(grid.owner.max()) + 1, bool)
    mine[asked.owner] = True
    rows = np.flatnonzero(mine[grid.owner])
    # A rounded counter stands still for long, and stock is set by hand: the larger of both is nearer to the usual.
    raw = np.maximum(np.nan_to_num(flows.orders[rows]), np.maximum(flows.net[rows], 0.0))
    week, days = before(asked, grid.owner[rows], grid.end[rows], (raw, grid.mass[rows]))
    daily = week / np.maximum(days, 1e-9)
    expected = daily * profile.mass(grid.row[first], grid.begin[first], grid.end[last])
    beyond = sold - expected >= LEAST_SPREADS * np.sqrt(expected + expected**2 / 6 + 1)
    keep = (days >= LEAST_LEARNED) & beyond & (grid.end[last] - grid.begin[first] <= LONGEST_US)
    return _stretches(seen, grid, first[keep], last[keep], (sold[keep], expected[keep], daily[keep]))


def _stretches(
    seen: Seen, grid: Grid, first: Int64, last: Int64, told: tuple[Float, Float, Float]
) -> Stretches:
    p, owner = seen.products, grid.owner[first]
    begin, end = grid.begin[first], grid.end[last]
    limit = start_of_day_us(day_number_of(begin) + LOOKED_DAYS + 1) - 1
    place = _Places(p)
    now, later = place.until(owner, begin), place.until(owner, np.minimum(end + REVIEWED_US, limit))
    earlier = place.since(owner, begin - TRAILING_US)
    reviews, at = p.state[:, REVIEWS], p.at
    known = (reviews[now] != MISSING) & (reviews[later] != MISSING) & (at[later] > end)
    back = (reviews[now] != MISSING) & (reviews[earlier] != MISSING) & (at[earlier] < begin)
    a, b = p.state[grid.first[first], PRICE], p.state[grid.first[first] + 1, PRICE]
    cheaper = (a != MISSING) & (b != MISSING) & (b <= CHEAPER * a.astype(np.float64))
    days_back = np.maximum((begin - at[earlier]) / US_PER_DAY, 1.0)
    return Stretches(
        owner, begin, end, units=told[0], expected=told[1], daily=told[2],
        reviews=np.where(known, reviews[later] - reviews[now], 0).astype(np.float64),
        seen=np.where(known, np.clip((at[later] - end) / REVIEWED_US, 0, 1), 0.0),
        usual_reviews=(np.where(back, reviews[now] - reviews[earlier], 0) + 0.3) / days_back, cheaper=cheaper,
    )  # fmt: skip


class _Places:
    """Finds rows of looks by the product's number and an instant."""

    def __init__(self, p: Columns) -> None:
        self.base = int(p.at.min()) if len(p) else 0
        self.span = (int(p.at.max()) - self.base if len(p) else 0) + 2
        self.code = (np.cumsum(run_starts(p.key[:, 0])) - 1) * self.span + (p.at - self.base)

    def until(self, owner: Int64, at: Int64) -> Int64:
        """The last look at or before each instant, of which there is one."""
        return np.searchsorted(self.code, self._asked(owner, at), side="right") - 1

    def since(self, owner: Int64, at: Int64) -> Int64:
        """The first look at or after each instant, of which there is one."""
        return np.searchsorted(self.code, self._asked(owner, at), side="left")

    def _asked(self, owner: Int64, at: Int64) -> Int64:
        return owner * self.span + np.clip(at - self.base, 0, self.span - 2)


def burst_features(found: Stretches) -> list[Float]:
    """The columns of FEATURES, in their order."""
    expected = found.expected + 0.2
    extra = np.maximum(found.units - found.expected, 0.5)
    # How unlikely so many are when demand is Poisson with a gamma-distributed mean (Chernoff bound, in nats).
    tail = found.units * np.log(np.maximum(found.units, 1e-9) / expected) - (found.units + SPREAD) * np.log(
        (found.units + SPREAD) / (expected + SPREAD)
    )
    tail = np.where(found.units > expected, tail, 0.0)
    usual = np.minimum(found.usual_reviews, MOST_REVIEWED * found.daily + 0.1)
    awaited = (usual * (REVIEWED_US / US_PER_DAY) + BUYERS_REVIEW * found.units) * found.seen + 0.1
    own = awaited + OWN_REVIEWED * extra * found.seen
    speak = found.reviews * np.log(own / awaited) - (own - awaited)
    columns = [
        np.ones(len(found)),
        np.minimum(tail, 4.0),
        np.sqrt(np.clip(tail - 4, 0, 20)),
        np.clip(speak, -4, 6),
        np.minimum(np.clip((found.reviews - awaited) / extra, 0, 1), 0.6),
        np.minimum(np.log((extra + 0.5) / (found.daily + 4)), 0.0),
        1 - found.seen,
    ]
    return [np.rint(column * 1024) / 1024 for column in columns]


def _highest(found: Stretches, probability: Float) -> Bool:
    """Of stretches that overlap within a day, the one that is likeliest; the first of equals."""
    best = np.rint(probability * 1_000_000)
    keep = np.ones(len(found), bool)
    day = day_number_of(found.begin)
    for apart in range(1, len(found)):
        a, b = np.arange(len(found) - apart), np.arange(apart, len(found))
        meets = (found.owner[a] == found.owner[b]) & (found.begin[b] < found.end[a]) & (day[a] == day[b])
        if not meets.any():
            break
        keep[a[meets & (best[b] > best[a])]] = False
        keep[b[meets & (best[b] <= best[a])]] = False
    return keep
