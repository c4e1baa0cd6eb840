"""What the budget can watch and what a change would bring, as an answer."""

from __future__ import annotations

import msgspec

from ventra.collect.answers import Capacity, DemandGroup
from ventra.collect.store.demand import Demands
from ventra.core import capacity
from ventra.core.capacity import BAND_SECONDS, DAY_SECONDS, HOUR_SECONDS, Collect


def foresee(demands: Demands, *, collect: Collect | None, per_second: float | None) -> Capacity:
    """Before a worker has told its budget and what it collects, only the demand is known."""
    tracked, rest = demands.tracked, demands.rest
    asked = Capacity(
        counted_at=demands.counted_at,
        collect=collect,
        groups=_groups(demands),
        tracked_per_second=tracked.per_second,
        rest_per_second=rest.per_second,
    )
    if collect is None or per_second is None:
        return asked
    return msgspec.structs.replace(
        asked,
        per_second=per_second,
        looks_an_hour=capacity.looks_in(per_second, HOUR_SECONDS),
        looks_a_day=capacity.looks_in(per_second, DAY_SECONDS),
        enough_per_second=capacity.enough(collect, tracked, rest),
        now=capacity.prospect(collect, per_second, tracked, rest),
        by_collect=capacity.by_collect(per_second, tracked, rest),
        by_budget=capacity.by_budget(collect, per_second, tracked, rest),
    )


def _groups(demands: Demands) -> list[DemandGroup]:
    """The tracked products, then the others by how often they should be looked at; groups without any are left out."""
    by_band = zip(BAND_SECONDS, demands.by_band, strict=True)
    every = [(None, demands.tracked), *by_band]
    return [DemandGroup(end, one.products, one.per_second) for end, one in every if one.products]
