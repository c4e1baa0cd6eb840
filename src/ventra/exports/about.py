"""What a file says of itself: from where, as of when, by which filters, and how its numbers are read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from ventra.core.basis import NAMES
from ventra.core.texts import Language, say
from ventra.exports.table import Table
from ventra.exports.texts import TABLE_TEXTS
from ventra.exports.writing import clock_of_tashkent


@dataclass(frozen=True, slots=True)
class Facts:
    """The facts; `closed_days` are the last closed days that figures go by, `filters` are in words.

    `fits`: versions of the own shop's corrections. `unread`: its lists that were not read to their end, as the API names them.
    """

    web_url: str
    simulated: bool
    made_at: datetime
    rows: int
    closed_days: frozenset[date]
    sort: str
    filters: Sequence[str]
    fits: frozenset[int] = frozenset()
    unread: frozenset[str] = frozenset()


def lines(table: Table, facts: Facts, language: Language) -> list[tuple[str, str]]:
    """What each thing is called, and what it is."""

    def text(key: str, **more: object) -> str:
        return say(TABLE_TEXTS, key, language, **more)

    way = "falling" if facts.sort.startswith("-") else "rising"
    made = clock_of_tashkent(facts.made_at)
    found = [
        (text("about.from"), f"VENTRA, {facts.web_url}"),
        (text("about.table"), table.called(language)),
        (text("about.made"), made.isoformat(sep=" ", timespec="minutes")),
        (text("about.as_of"), _span(facts.closed_days) or text("basis.no_data")),
        (text(table.counts), str(facts.rows)),
        (text("about.order"), text(f"about.{way}", heading=table.heading_of(facts.sort, language))),
        (text("about.filters"), "\n".join(facts.filters) or text(table.unfiltered)),
        (text("about.interval"), text("about.interval_text")),
        (text("about.windows"), text("about.windows_text")),
        *((text("about.basis"), words) for words in _bases(language)),
        (text("about.empty"), text("about.empty_text")),
        (text("about.how"), f"{facts.web_url}/how"),
    ]
    if facts.fits:
        versions = ", ".join(map(str, sorted(facts.fits)))
        found.append((text("about.fits"), text("about.fits_text", versions=versions)))
    if facts.unread:
        found.append((text("about.unread"), text("about.unread_text", lists=", ".join(sorted(facts.unread)))))
    if facts.simulated:
        found.insert(0, ("VENTRA", text("about.simulated")))
    return found


def _bases(language: Language) -> Iterator[str]:
    for name in (*NAMES[1:], NAMES[0]):
        yield say(TABLE_TEXTS, f"about.basis.{name}", language)


def _span(days: frozenset[date]) -> str:
    if not days:
        return ""
    first, last = min(days), max(days)
    return last.isoformat() if first == last else f"{first.isoformat()} – {last.isoformat()}"
