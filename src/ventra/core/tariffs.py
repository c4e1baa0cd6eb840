"""Rates that somebody else sets: fees of the marketplace, taxes, customs, freight. Each is dated, sourced and kept by version.

A version is never changed: a new one is added with the day it holds from, and whoever asks for a day gets the one that held then.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Annotated, Final, Literal

from msgspec import Meta, Struct

from ventra.core.spans import Span

STALE_DAYS: Final = 90
"""A rate that was looked up longer ago is warned of."""
RateUnit = Literal[
    "percent", "uzs", "usd", "usd_per_kg", "usd_per_m3", "kg_per_m3", "uzs_litre_day", "days", "brv"
]


class Rate(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One version of a rate: it may be a range, it says where it comes from (`none`: nobody publishes it) and when that said so.

    `verified` is whether the source states this very value; where it does not, it is to be checked with one's own contract.
    """

    key: Annotated[str, Meta(pattern=r"^[a-z0-9_]+(\.[a-z0-9_]+)*$", max_length=80)]
    unit: RateUnit
    valid_from: date
    low: float
    likely: float
    high: float
    source: Annotated[str, Meta(min_length=1, max_length=300)]
    checked_on: date
    verified: bool

    @property
    def span(self) -> Span:
        """What it may be."""
        return Span(self.low, self.likely, self.high)

    def stale(self, today: date) -> bool:
        """Whether it was looked up more than `STALE_DAYS` ago."""
        return today - self.checked_on > timedelta(days=STALE_DAYS)


def in_force(rates: Iterable[Rate], day: date) -> dict[str, Rate]:
    """The version of each rate that holds on a day, by key; a rate that began later is left out."""
    newest: dict[str, Rate] = {}
    for rate in rates:
        held = newest.get(rate.key)
        if rate.valid_from <= day and (held is None or held.valid_from <= rate.valid_from):
            newest[rate.key] = rate
    return newest
