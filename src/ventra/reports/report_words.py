"""What the parts of a report are written with: texts, estimates and growth, each fit to stand in HTML."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from ventra.catalog.answers import ProductRow
from ventra.core import written
from ventra.core.estimate import Estimate, GrowthFigure, Ranged
from ventra.core.product import Titles
from ventra.core.texts import Language, Texts, say
from ventra.core.written import Written
from ventra.market.answers import MarketGrowth
from ventra.reports.report_method_texts import METHOD_TEXTS
from ventra.reports.report_texts import REPORT_TEXTS
from ventra.reports.words import mark, shown

LONGEST_TITLE = 160
SMALL_SHARE, WHOLE_SHARE = 0.001, 0.2
"""Shares below the one are written with a decimal more, growth from the other on with none."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """A report's texts in one language, escaped with all that is filled in; called with a key of `REPORT_TEXTS`."""

    language: Language

    def __call__(self, key: str, **facts: object) -> str:
        return self._said(REPORT_TEXTS, key, facts)

    def method(self, key: str, **facts: object) -> str:
        """A text of `METHOD_TEXTS`."""
        return self._said(METHOD_TEXTS, key, facts)

    def count(self, value: float | None, decimals: int = 0) -> str:
        """A plain number."""
        return escape(written.count(value, self.language, decimals))

    def money(self, uzs: int | None) -> str:
        """A price."""
        return escape(written.money(uzs, self.language))

    def title(self, titles: Titles) -> str:
        """What the marketplace or a person calls something; nothing where it has no name."""
        found = shown(written.title(titles, self.language) or "")
        return f"<bdi>{found}</bdi>" if found else ""

    def product(self, row: ProductRow) -> str:
        """A product's title, cut to where two lines end."""
        title = written.title(row.titles, self.language) or ""
        cut = title if len(title) <= LONGEST_TITLE else f"{title[:LONGEST_TITLE]}…"
        return f"<bdi>{shown(cut)}</bdi>" if shown(cut) else f"№ {row.product_id}"

    def units(self, told: Estimate) -> str:
        """Units with basis and interval."""
        return _marked(told, written.units_of(told, self.language))

    def revenue(self, told: Estimate) -> str:
        """Money with basis and interval."""
        return _marked(told, written.revenue_of(told, self.language))

    def share(self, told: Ranged) -> str:
        """A share in percent with its interval."""
        if told.point is None:
            return written.UNKNOWN
        decimals = 1 if told.point >= SMALL_SHARE else 2
        point = f"{self.count(100 * told.point, decimals)} %"
        if told.low is None or told.high is None:
            return point
        low, high = (self.count(100 * end, decimals) for end in (told.low, told.high))
        return f"{point} <small>({low}–{high})</small>"

    def growth(self, told: GrowthFigure | MarketGrowth) -> str:
        """Growth in percent with its interval and, where there is a verdict, its way by a shape as well."""
        if told.point is None:
            return written.UNKNOWN
        point = f"{'+' if told.point > 0 else ''}{self._percent(told.point)} %"
        if told.verdict is not None:
            point = f'<span class="{told.verdict}">{"▲" if told.verdict == "up" else "▼"} {point}</span>'
        if told.low is None or told.high is None:
            return point
        # A dash between numbers that may be negative could be taken for a sign.
        return f"{point} <small>({self._percent(told.low)}…{self._percent(told.high)})</small>"

    def _percent(self, share: float) -> str:
        return self.count(100 * share, 0 if abs(share) >= WHOLE_SHARE else 1)

    def _said(self, texts: Texts, key: str, facts: dict[str, object]) -> str:
        return escape(say(texts, key, self.language, **facts), quote=False)


def _marked(told: Estimate, words: Written) -> str:
    reach = f" <small>({words.range})</small>" if words.range else ""
    return f"{mark(told.basis)}{escape(words.point)}{reach}"
