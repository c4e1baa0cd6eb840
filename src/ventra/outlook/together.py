"""Many products' days as those of what they belong to: a category with all below it, or a shop.

A day that is not known of a product counts as its mean on the known days around it, so that nobody's looking away passes for a
fall, nor a product met later for growth. A day of which less than `LEAST_KNOWN` is known, by what products sell, has no number.
Errors of products are independent.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np

from ventra.core.basis import INFERRED, NO_DATA
from ventra.core.columns import Int64
from ventra.core.estimate import Z80
from ventra.core.profile import Float
from ventra.core.windows import DayValues
from ventra.outlook.goods import NOWHERE, Goods

LEAST_KNOWN = 0.8
AROUND_DAYS, LEAST_AROUND = 14, 3
"""Days to both sides whose mean stands for one that is not known, and how many of them must be."""
NOTHING_SOLD = 0.01
"""What a product without sales counts when it is asked how much of a day is known, in units a day."""


@dataclass(frozen=True, slots=True, eq=False)
class Parts:
    """Groups [g], ascending, with their products and what these weigh; by day [g, span] what is known of that, and sums.

    `down`, `up`, `begin` and `end` are sums of squares: of how far the intervals reach, and of the errors at both midnights.
    """

    group: Int64
    products: Int64
    weight: Float
    known: Float
    units: Float
    down: Float
    up: Float
    begin: Float
    end: Float
    worst: Float

    @classmethod
    def none(cls, group: Int64, span: int) -> Parts:
        """Of groups to which nothing is added yet."""
        by_day = [np.zeros((len(group), span)) for _ in range(7)]
        return cls(group, np.zeros(len(group), np.int64), np.zeros(len(group)), *by_day)

    def plus(self, other: Parts) -> Parts:
        """With what another knows added. The result takes this one's place, which it may change."""
        whole = self
        if not np.isin(other.group, self.group, assume_unique=True).all():
            whole = Parts.none(np.union1d(self.group, other.group), self.units.shape[1])
            whole._add_at(np.searchsorted(whole.group, self.group), self)
        whole._add_at(np.searchsorted(whole.group, other.group), other)
        return whole

    def _add_at(self, place: Int64, other: Parts) -> None:
        for field in fields(self)[1:]:
            mine, theirs = getattr(self, field.name), getattr(other, field.name)
            (np.maximum if field.name == "worst" else np.add).at(mine, place, theirs)

    def rolled_up(self, paths: Sequence[Sequence[int]]) -> Parts:
        """Each group on the way to any of these, with all below it; `paths` leads to each from the topmost, itself last."""
        if not paths:
            return self
        above, of_leaf = np.unique(
            np.concatenate([np.asarray(path, np.int64) for path in paths]), return_inverse=True
        )
        whole = Parts.none(above, self.units.shape[1])
        leaf = np.repeat(np.arange(len(paths)), [len(path) for path in paths])
        whole._add_at(of_leaf, self._take(leaf))
        return whole

    def cut(self, first: int, after: int) -> Parts:
        """The groups at places `first` up to, not including, `after`."""
        return self._take(np.arange(first, min(after, len(self.group))))

    def _take(self, which: Int64) -> Parts:
        return Parts(*(getattr(self, field.name)[which] for field in fields(self)))

    def days(self, *, last_day: int) -> DayValues:
        """The days that are known well enough, the subject being a group's place."""
        told = (self.known >= LEAST_KNOWN * self.weight[:, None]) & (self.worst > NO_DATA)
        group, place = np.nonzero(told)
        point, down, up, begin, end = (
            part[told] for part in (self.units, self.down, self.up, self.begin, self.end)
        )
        return DayValues(
            group,
            last_day - self.units.shape[1] + 1 + place,
            point,
            np.maximum(point - np.sqrt(down), 0.0),
            point + np.sqrt(up),
            self.worst[told].astype(np.int8),
            np.sqrt(begin),
            np.sqrt(end),
        )


def parts_of(goods: Goods, group: Int64, *, last_day: int, span: int) -> Parts:
    """What products add to their groups; those whose group is `NOWHERE` to none."""
    mine = np.flatnonzero(group != NOWHERE)
    groups, of_group = np.unique(group[mine], return_inverse=True)
    units = goods.laid(goods.days.point, last_day=last_day, span=span)[mine]
    known = np.isfinite(units)
    filled = np.where(known, units, around(units))
    weight = filled.mean(axis=1) + NOTHING_SOLD
    found = Parts.none(groups, span)

    def laid(values: Float) -> Float:
        return np.nan_to_num(goods.laid(values, last_day=last_day, span=span)[mine])

    chance = np.where(known, 0.0, Z80**2 * filled)
    below, above = goods.days.point - goods.days.low, goods.days.high - goods.days.point
    found._add_at(
        of_group,
        Parts(
            groups[of_group],
            np.ones(len(mine), np.int64),
            weight,
            known * weight[:, None],
            filled,
            laid(below**2) + chance,
            laid(above**2) + chance,
            laid(goods.days.begin_error**2),
            laid(goods.days.end_error**2),
            np.where(known, np.minimum(laid(goods.days.basis.astype(np.float64)), INFERRED), INFERRED),
        ),
    )
    return found


def around(units: Float) -> Float:
    """For each day [n, span] the mean of the known ones around it; where too few are, that of the nearest day that has one.

    A product with too few known days at all has their mean everywhere.
    """
    known = np.isfinite(units)
    span = units.shape[1]
    day = np.arange(span)
    low, high = np.maximum(day - AROUND_DAYS, 0), np.minimum(day + AROUND_DAYS + 1, span)

    def within(values: Float) -> Float:
        up_to = np.concatenate((np.zeros((len(values), 1)), np.cumsum(values, axis=1)), axis=1)
        found: Float = up_to[:, high] - up_to[:, low]
        return found

    count = within(known.astype(np.float64))
    told = count >= LEAST_AROUND
    mean = within(np.where(known, units, 0.0)) / np.maximum(count, 1)
    before = np.maximum.accumulate(np.where(told, day, -1), axis=1)
    after = np.minimum.accumulate(np.where(told, day, 2 * span)[:, ::-1], axis=1)[:, ::-1]
    nearest = np.where((before >= 0) & (day - before <= after - day), before, after)
    sold = np.where(known, units, 0.0).sum(axis=1) / np.maximum(known.sum(axis=1), 1)
    enough = nearest < span
    taken = np.take_along_axis(mean, np.where(enough, nearest, 0), axis=1)
    return np.where(enough, taken, sold[:, None])
