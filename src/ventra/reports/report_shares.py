"""Who shares the revenue, as a report lists it."""

from __future__ import annotations

from ventra.market.answers import CategoryPart, RestPart
from ventra.reports.report_facts import Shared


def by_category(categories: list[CategoryPart], others: RestPart | None) -> tuple[Shared, ...]:
    """Goods by their categories."""
    return (*(Shared(one.category.titles, 1, one) for one in categories), *rest(others))


def rest(others: RestPart | None) -> tuple[Shared, ...]:
    """All that are not named, together."""
    return () if others is None else (Shared(None, others.members, others),)
