"""What an organisation is told of its own shop's truth beside our estimates: typed values that are the OpenAPI schema as well."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import msgspec

from ventra.catalog.answers import CategoryName
from ventra.core.own_fit import Why
from ventra.core.scores import Scores


class HeldOutScores(msgspec.Struct, frozen=True):
    """Scores of days that nothing was learned from: as our estimate is, and as corrected by what was learned before them."""

    before: Scores
    after: Scores


class OwnCategory(msgspec.Struct, frozen=True, kw_only=True):
    """A category in which an organisation sells, by days and products of which both the truth and our estimate are known.

    `factor` multiplies the estimate, `width_days` and `width_windows` the sides of its range, by velocity band; 1: as it is.
    `why`: `few_days` to learn from, `as_good` as can be told from them, or `learned`. `held_out` is by cell: `all`, `band=…`, and
    windows of 7 days with `7d` before them.
    """

    category: CategoryName
    days: int
    products: int
    why: Why
    in_force: bool
    factor: float
    width_days: list[float]
    width_windows: list[float]
    held_out: dict[str, HeldOutScores]


class OwnAccuracy(msgspec.Struct, frozen=True, kw_only=True):
    """An own shop's truth against our estimate of the same goods, for its organisation alone.

    `connected`: a shop is connected. `is_on`: what the organisation sees is corrected, `may_switch`: whoever asks may change
    that. `made_at` is null while nothing was learned.
    """

    connected: bool
    is_on: bool
    may_switch: bool
    made_at: datetime | None
    categories: list[OwnCategory]


class OwnSwitch(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Whether what the organisation sees is to be corrected by its own shop's truth."""

    on: bool


@dataclass(frozen=True, slots=True)
class OwnState:
    """Whether a shop is connected, and whether its corrections are switched on."""

    connected: bool
    is_on: bool
