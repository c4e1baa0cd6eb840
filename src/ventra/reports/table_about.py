"""What the second sheet of a workbook says: from where, as of when, by which filters, and how its numbers are read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from ventra.core.basis import NAMES
from ventra.core.texts import Language, say
from ventra.reports.table_columns import instant
from ventra.reports.table_texts import TABLE_TEXTS
from ventra.reports.texts import CARD_TEXTS


@dataclass(frozen=True, slots=True)
class About:
    """The facts; `closed_days` are the last closed days that figures go by, `filters` are in words."""

    web_url: str
    simulated: bool
    made_at: datetime
    rows: int
    closed_days: frozenset[date]
    sort: str
    filters: Sequence[str]


def lines(about: About, language: Language) -> list[tuple[str, str]]:
    """What each thing is called, and what it is."""

    def text(key: str, **facts: object) -> str:
        return say(TABLE_TEXTS, key, language, **facts)

    heading = text(f"col.{about.sort.removeprefix('-')}")
    way = "falling" if about.sort.startswith("-") else "rising"
    made = instant(about.made_at)
    found = [
        (text("about.from"), f"VENTRA, {about.web_url}"),
        (text("about.made"), "" if made is None else made.isoformat(sep=" ", timespec="minutes")),
        (text("about.as_of"), _span(about.closed_days) or text("basis.no_data")),
        (text("about.rows"), str(about.rows)),
        (text("about.order"), text(f"about.{way}", heading=heading)),
        (text("about.filters"), "\n".join(about.filters) or text("about.no_filters")),
        (text("about.interval"), text("about.interval_text")),
        (text("about.windows"), text("about.windows_text")),
        *((text("about.basis"), words) for words in _bases(language)),
        (text("about.empty"), text("about.empty_text")),
        (text("about.how"), f"{about.web_url}/how"),
    ]
    if about.simulated:
        found.insert(0, ("VENTRA", say(CARD_TEXTS, "card.simulated", language)))
    return found


def _bases(language: Language) -> Iterator[str]:
    for name in (*NAMES[1:], NAMES[0]):
        yield say(CARD_TEXTS, f"card.basis.{name}", language)


def _span(days: frozenset[date]) -> str:
    if not days:
        return ""
    first, last = min(days), max(days)
    return last.isoformat() if first == last else f"{first.isoformat()} – {last.isoformat()}"
