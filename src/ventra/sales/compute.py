"""What closing a batch comes to: from what was seen and what is kept to what must be written. Pure; columns in, columns out."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import date

import numpy as np

from ventra.core.changes import Changes, changes
from ventra.core.columns import Int64, Seen, run_starts
from ventra.core.day import day_number_of
from ventra.core.event_kinds import Events
from ventra.core.events import LEANS_DAYS
from ventra.core.profile import Float, Profile
from ventra.core.sales import Days, Spans, estimate
from ventra.core.steps import Bool
from ventra.infra.columns import Columns
from ventra.sales.figures import figures, known_uzs
from ventra.sales.store.days import Kept
from ventra.sales.store.touched import Touched

_DAYS = 1_000_000


@dataclass(frozen=True, slots=True, eq=False)
class DayShares:
    """How a batch's units are shared out over the day: the profile, and the products' categories in their order."""

    profile: Profile
    category: Int64


@dataclass(frozen=True, slots=True, eq=False)
class KeptSales:
    """What is kept of a batch: the products' days that are touched or needed for figures, variants' days, spans, and events."""

    products: Kept
    skus: Kept
    spans: Spans
    events: Events


@dataclass(frozen=True, slots=True, eq=False)
class Closed:
    """The rows of touched days as they are to be, those kept of them, what differs, and the products' figures."""

    days: Days
    kept_days: Days
    day_changes: Changes
    skus: Days
    kept_skus: Days
    sku_changes: Changes
    spans: Spans
    kept_spans: Spans
    span_changes: Changes
    events: Events
    kept_events: Events
    event_changes: Changes
    figures: Columns


def compute(
    touched: Touched,
    seen: Seen,
    kept: KeptSales,
    shares: DayShares,
    *,
    now_us: int,
    closed: date,
    today: date,
) -> Closed:
    """Compute touched days, compare them with what is kept, and make the figures of their products."""
    product, _, _ = touched.by_product()
    looked_at = seen.products.key[run_starts(seen.products.key[:, 0]), 0]
    category = shares.category[np.searchsorted(product, looked_at)]
    sales = estimate(seen, now_us=now_us, profile=shares.profile, category=category)
    asked = _Asked(product, np.searchsorted(product, touched.product) * _DAYS + touched.day)
    days, skus = asked.days(sales.products), asked.days(sales.skus)
    spans, kept_spans = asked.spans(sales.spans), asked.spans(kept.spans)
    mine, of_skus = asked.holds(kept.products.days), asked.holds(kept.skus.days)
    kept_days, kept_skus = kept.products.days.take(mine), kept.skus.days.take(of_skus)
    # A variant's row keeps neither looks nor through, which are its product's.
    nothing = np.zeros(len(skus.day), np.int64)
    of_variants = replace(skus, looks=nothing, through=nothing)
    sku_changes = _changed(kept_skus, kept.skus.current[of_skus], of_variants)
    events, kept_events = (asked.events(one, touched) for one in (sales.events, kept.events))
    needed = Days.joined([days, kept.products.days.take(~mine)])
    return Closed(
        days,
        kept_days,
        _changed(kept_days, kept.products.current[mine], days),
        skus,
        kept_skus,
        sku_changes,
        spans,
        kept_spans,
        _changed_spans(kept_spans, spans),
        events,
        kept_events,
        _changed_events(kept_events, events),
        figures(product, needed, closed=closed, today=today),
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Asked:
    """Products, ascending, and the ascending codes of their touched days."""

    product: Int64
    code: Int64

    def holds(self, days: Days) -> Bool:
        """Which days are touched."""
        asked = np.searchsorted(self.product, days.key[:, 0]) * _DAYS + days.day
        found: Bool = self.code[np.minimum(np.searchsorted(self.code, asked), len(self.code) - 1)] == asked
        return found

    def days(self, days: Days) -> Days:
        """The touched ones, with no revenue where it cannot be."""
        mine = days.take(self.holds(days))
        point, low, high = known_uzs((mine.revenue, mine.revenue_low, mine.revenue_high))
        return replace(mine, revenue=point, revenue_low=low, revenue_high=high)

    def events(self, events: Events, touched: Touched) -> Events:
        """Those that begin in a touched day, or in a day before one whose looks changed that they may lean on."""
        product = np.searchsorted(self.product, touched.product[touched.mark > 0])
        changed = product * _DAYS + touched.day[touched.mark > 0]
        leaning = [changed - days for days in range(1, LEANS_DAYS + 1)]
        code = np.unique(np.concatenate((self.code, *leaning)))
        asked = np.searchsorted(self.product, events.product) * _DAYS + day_number_of(events.begin)
        place = np.minimum(np.searchsorted(code, asked), len(code) - 1)
        return events.take(code[place] == asked)

    def spans(self, spans: Spans) -> Spans:
        """The spans that reach into a touched day."""
        base = np.searchsorted(self.product, spans.product) * _DAYS
        next_touched = np.searchsorted(self.code, base + day_number_of(spans.begin))
        inside = np.minimum(next_touched, len(self.code) - 1)
        reaches = (next_touched < len(self.code)) & (self.code[inside] <= base + day_number_of(spans.end - 1))
        return Spans(*(getattr(spans, field.name)[reaches] for field in fields(spans)))


def _changed_events(kept: Events, events: Events) -> Changes:
    def key(one: Events) -> Int64:
        return np.column_stack((one.product, one.begin, one.sku, one.kind))

    def values(one: Events) -> tuple[Int64 | Float, ...]:
        return one.end, one.pieces, one.probability, one.reason.astype(np.int64)

    return changes(key(kept), values(kept), key(events), values(events))


def _changed(kept: Days, current: Bool, days: Days) -> Changes:
    def values(part: Days, rule: Bool) -> list[Int64]:
        return [
            *(getattr(part, field.name) for field in fields(part) if field.name not in ("key", "day")),
            rule,
        ]

    return changes(
        np.column_stack((kept.key, kept.day)),
        values(kept, current),
        np.column_stack((days.key, days.day)),
        values(days, np.ones(len(days.day), bool)),
    )


def _changed_spans(kept: Spans, spans: Spans) -> Changes:
    return changes(
        np.column_stack((kept.product, kept.begin)),
        (kept.end, kept.units, kept.basis),
        np.column_stack((spans.product, spans.begin)),
        (spans.end, spans.units, spans.basis),
    )
