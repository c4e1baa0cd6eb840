"""The simulated market: deterministic for its spec, lived week by week and only where somebody looks, and true to the piece."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from datetime import date, datetime

import numpy as np
import numpy.typing as npt

from ventra.core.day import US_PER_DAY, start_of_day_us, to_day_number, to_us
from ventra.simulator.catalogue import make_catalogue
from ventra.simulator.habits import make_habits
from ventra.simulator.prices import Int64
from ventra.simulator.states import States, joined, states_in
from ventra.simulator.week import (
    GROUP,
    WEEK_SECONDS,
    Group,
    Opening,
    Week,
    group_of,
    live_week,
    opening_of,
)

WEEK_US = WEEK_SECONDS * 1_000_000
MOST_KEPT_MOVEMENTS = 2_500_000
"""Movements of stock held in memory (17 bytes each); beyond it the groups nobody asked for longest forget their past."""


class OutsideSpan(ValueError):
    """An instant or a day at which this market does not exist."""


@dataclass(frozen=True, slots=True)
class MarketSpec:
    """Which market it is; the same spec is the same market. `first_day` is a Tashkent day; it lives for `days`."""

    seed: int
    products: int
    first_day: date
    days: int = 3_650

    def __post_init__(self) -> None:
        if self.products < 1 or self.days < 1 or self.seed < 0:
            raise ValueError("a market needs a product, a day, and a seed that is not negative")


class Market:
    """Every product's exact state at any instant of its span, and what was truly sold."""

    def __init__(self, spec: MarketSpec) -> None:
        self.spec = spec
        self.catalogue = make_catalogue(spec.seed, spec.products)
        self.habits = make_habits(spec.seed, self.catalogue)
        self.first_day = to_day_number(spec.first_day)
        self.start_us = start_of_day_us(self.first_day)
        self.end_us = self.start_us + spec.days * US_PER_DAY
        self._groups: dict[int, Group] = {}
        self._weeks: OrderedDict[int, dict[int, Week]] = OrderedDict()
        self._kept = 0

    def __len__(self) -> int:
        return self.spec.products

    def group(self, number: int) -> Group:
        """The group of products `number * GROUP` and on."""
        found = self._groups.get(number)
        if found is None:
            found = self._groups[number] = group_of(self.catalogue, number)
        return found

    def week(self, group_number: int, number: int) -> Week:
        """A week of a group; whatever lies between the last one known and it is lived through first."""
        weeks = self._weeks.setdefault(group_number, {})
        self._weeks.move_to_end(group_number)
        if number in weeks:
            return weeks[number]
        group = self.group(group_number)
        earlier = [known for known in weeks if known < number]
        last = max(earlier) if earlier else -1
        opening: Opening = weeks[last].closing if earlier else opening_of(self.spec.seed, group, self.habits)
        for one in range(last + 1, number + 1):
            lived = live_week(self.spec.seed, self.first_day, one, group, self.habits, opening)
            weeks[one] = lived
            self._kept += len(lived.moves.key)
            opening = lived.closing
            self._forget(group_number, one)
        return weeks[number]

    def _forget(self, wanted: int, week: int) -> None:
        """Drop what was asked for longest ago; a group keeps its latest week, from which it can go on."""
        if self._kept <= MOST_KEPT_MOVEMENTS:
            return
        for group_number, weeks in self._weeks.items():
            latest = week if group_number == wanted else max(weeks, default=-1)
            for number in [one for one in weeks if one != latest]:
                self._kept -= len(weeks.pop(number).moves.key)
            if self._kept <= MOST_KEPT_MOVEMENTS * 3 // 4:
                return

    def state_at(
        self, places: int | Int64 | list[int], instants: datetime | int | Int64 | list[int]
    ) -> States:
        """States of products (by place in the catalogue) at instants (aware, or epoch microseconds), paired or spread."""
        at = to_us(instants) if isinstance(instants, datetime) else instants
        pair = np.broadcast_arrays(np.asarray(places, np.int64), np.asarray(at, np.int64))
        place, at_us = (np.array(one, np.int64).reshape(-1) for one in pair)
        if not len(place):
            raise ValueError("no product asked for")
        self._within(place, at_us)
        number = (at_us - self.start_us) // WEEK_US
        slot = (place // GROUP) * 1_000_000 + number
        pieces, rows = [], []
        for one in np.unique(slot).tolist():
            mine = np.flatnonzero(slot == one)
            pieces.append(self.states_in_week(one // 1_000_000, one % 1_000_000, place[mine], at_us[mine]))
            rows.append(mine)
        if len(pieces) == 1:
            return pieces[0]
        return joined(pieces).take(np.argsort(np.concatenate(rows), kind="stable"))

    def states_in_week(self, group_number: int, number: int, place: Int64, at_us: Int64) -> States:
        """States of products of one group at instants of one week."""
        group = self.group(group_number)
        second = (at_us - self.start_us) // 1_000_000 - number * WEEK_SECONDS
        return states_in(
            self.catalogue,
            group,
            self.week(group_number, number),
            place - group.products.start,
            second,
            at_us,
            self.on_sale(place, at_us),
        )

    def on_sale(self, place: Int64, at_us: Int64) -> npt.NDArray[np.bool_]:
        """Whether products were launched and not yet delisted."""
        second = (at_us - self.start_us) // 1_000_000
        launched = self.habits.launch_second[place] <= second
        return np.asarray(launched & (second < self.habits.delist_second[place]))

    def _within(self, place: Int64, at_us: Int64) -> None:
        if place.min() < 0 or place.max() >= len(self):
            raise IndexError(f"the market has {len(self)} products")
        if at_us.min() < self.start_us or at_us.max() >= self.end_us:
            raise OutsideSpan(f"this market lives for {self.spec.days} days from {self.spec.first_day}")
