"""The last page of a report: how its numbers come about, what is not known, and how far off they were measured to be."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from ventra.accuracy.answers import AccuracyPoint
from ventra.core.scores import Scores
from ventra.core.texts import say
from ventra.core.written import UNKNOWN
from ventra.reports.report_facts import ReportFacts
from ventra.reports.report_tables import table
from ventra.reports.report_words import Spoken
from ventra.reports.texts import CARD_TEXTS
from ventra.reports.words import MARKS, mark

CELLS = ("all", "7d", "28d")


def method(facts: ReportFacts, words: Spoken) -> str:
    """The page."""
    parts = (
        f"<h2>{words.method('title')}</h2>",
        _simulated(facts, words),
        f"<p>{words.method('seen')}</p>",
        _told("interval", words),
        f"<h3>{words.method('basis.title')}</h3><ul>{''.join(_bases(words))}</ul>",
        _told("windows", words),
        f"{_told('unknown', words)}<ul>{''.join(f'<li>· {one}</li>' for one in _unknown(facts, words))}</ul>",
        _told("growth", words),
        f"<h3>{words.method('accuracy.title')}</h3>{_accuracy(facts.measured, words)}",
        _live(facts, words),
    )
    return f'<section class="method">{"".join(parts)}</section>'


def _told(key: str, words: Spoken) -> str:
    return f"<h3>{words.method(f'{key}.title')}</h3><p>{words.method(key)}</p>"


def _simulated(facts: ReportFacts, words: Spoken) -> str:
    if not facts.head.simulated:
        return ""
    return f'<p class="warn">△ {escape(say(CARD_TEXTS, "card.simulated", words.language))}</p>'


def _bases(words: Spoken) -> Iterable[str]:
    for basis in MARKS:
        yield f"<li>{mark(basis)}{escape(say(CARD_TEXTS, f'card.basis.{basis}', words.language))}</li>"


def _unknown(facts: ReportFacts, words: Spoken) -> Iterable[str]:
    size, days = facts.size, facts.head.days
    window = size.days_7 if days == 7 else size.days_28
    without = size.products - (size.counted_7 if days == 7 else size.counted_28)
    share = words.count(100 * without / size.products) if size.products else UNKNOWN
    yield words.method(
        "unknown.products", days=days, n=words.count(without), of=words.count(size.products), share=share
    )
    gaps = sum(one.units.point is None for one in facts.daily)
    yield words.method("unknown.days", n=gaps, of=len(facts.daily))
    if window.point is not None:
        yield words.method("unknown.known_days", known=window.known_days, days=days)


def _accuracy(measured: Iterable[AccuracyPoint], words: Spoken) -> str:
    heads = [(words.method("accuracy.source"), ""), (words.method("accuracy.span"), "")]
    heads += [
        (words.method(f"accuracy.{name}"), "n") for name in ("rows", "wape", "bias", "cover", "missing")
    ]
    made = table(
        heads,
        (
            (
                (words.method(f"source.{one.source}"), ""),
                (words.method(f"accuracy.{cell}"), ""),
                *((told, "n") for told in _scores(one.summary[cell], words)),
            )
            for one in measured
            for cell in CELLS
            if cell in one.summary
        ),
    )
    if not made:
        return f"<p>{words.method('accuracy.none')}</p>"
    return f'{made}<p class="soft small">{words.method("accuracy.note")}</p>'


def _scores(found: Scores, words: Spoken) -> list[str]:
    def percent(value: float | None) -> str:
        return UNKNOWN if value is None else f"{words.count(100 * value, 1)} %"

    return [
        words.count(found.n),
        *(percent(value) for value in (found.wape, found.bias, found.cover, found.missing)),
    ]


def _live(facts: ReportFacts, words: Spoken) -> str:
    if facts.head.page_url is None:
        return ""
    return f'<p class="live">{words.method("live")} <b>{escape(facts.head.page_url)}</b></p>'
