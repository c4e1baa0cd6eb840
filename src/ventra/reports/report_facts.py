"""Everything that a report says, as values: of what is tracked, of a category, or of a shop."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from hashlib import blake2b

import msgspec

from ventra.accuracy.answers import AccuracyPoint
from ventra.catalog.answers import CategoryName, ProductRow
from ventra.core.product import Titles
from ventra.core.rule_told import Told
from ventra.market.answers import Hhi, MarketSize, Part, PriceMoves, PriceSegment
from ventra.reports.report_answers import ReportDays, ReportKind
from ventra.sales.answers import SalesDay

CHART_DAYS = 28
"""The drawing shows so many days, whatever the report's window is: a week alone says little."""


@dataclass(frozen=True, slots=True)
class Head:
    """What a report is of, for whom, over which closed days, and where the same figures are fresh."""

    kind: ReportKind
    days: ReportDays
    titles: Titles | None
    path: tuple[CategoryName, ...]
    organisation: str
    first: date
    last: date
    made_at: datetime
    page_url: str | None
    simulated: bool


@dataclass(frozen=True, slots=True)
class Shared:
    """Who shares the revenue: shops of a category, or categories of goods; `titles` are none for all that are not named."""

    titles: Titles | None
    members: int
    part: Part


@dataclass(frozen=True, slots=True)
class Low:
    """A product that runs low, and what is said of it."""

    product: ProductRow
    told: Told


@dataclass(frozen=True, slots=True)
class ReportFacts:
    """A report's facts. `daily` are the days of `daily_of` goods together; one on which fewer than `least_known` of them are
    known has no number. `low` and `moves` are none where the kind has no such part.
    """

    head: Head
    size: MarketSize
    newcomers: int
    concentration: Hhi | None
    daily: tuple[SalesDay, ...]
    daily_of: int
    least_known: int
    sold: tuple[ProductRow, ...]
    up: tuple[ProductRow, ...]
    down: tuple[ProductRow, ...]
    low: tuple[Low, ...] | None
    moves: PriceMoves | None
    shares: tuple[Shared, ...]
    segments: tuple[PriceSegment, ...]
    measured: tuple[AccuracyPoint, ...]

    @property
    def digest(self) -> str:
        """The same as long as a report would say the same but for its dates; looks that found nothing new change nothing."""
        rows = [
            (one.product_id, one.titles, one.price_uzs, one.stock, one.figures.days_7, one.figures.days_28,
             one.figures.growth_7)
            for one in (*self.sold, *self.up, *self.down)
        ]  # fmt: skip
        moves = self.moves and [
            (one.product_id, one.price_then_uzs, one.price_now_uzs) for one in self.moves.items
        ]
        low = self.low and [(one.product.product_id, one.told.value, one.told.stock) for one in self.low]
        units = [one.units for one in self.daily]
        said = (self.head.kind, self.head.days, self.head.titles, self.head.simulated, self.size, self.newcomers, units,
                rows, moves, low, self.segments)  # fmt: skip
        return blake2b(msgspec.json.encode(said), digest_size=16).hexdigest()
