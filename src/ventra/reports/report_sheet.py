"""A report as pages of HTML, from its facts alone. Text of others is escaped, and the pages may fetch nothing and run nothing."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from html import escape

from ventra.core import written
from ventra.core.estimate import Estimate, Ranged
from ventra.core.texts import Language, say
from ventra.reports.chart import chart
from ventra.reports.report_facts import Head, ReportFacts
from ventra.reports.report_method import method
from ventra.reports.report_style import style_of
from ventra.reports.report_tables import tables
from ventra.reports.report_words import Spoken
from ventra.reports.texts import CARD_TEXTS
from ventra.reports.words import shown

LONG_TITLE = 60
CHART_WIDTH, CHART_HEIGHT = 946, 300


def report_sheet(facts: ReportFacts, language: Language) -> str:
    """The whole document; Chromium sets it on pages of A4."""
    words, head = Spoken(language), facts.head
    kind = words(f"kind.{head.kind}")
    span = f"{written.day(head.first)} – {written.day(head.last)}"
    style = style_of(head.kind, span, language, simulated=head.simulated)
    hashed = b64encode(sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{hashed}'; base-uri 'none'; form-action 'none'"
    parts = (
        _title(head, words),
        _tiles(facts, words),
        _days(facts, words),
        tables(facts, words),
        method(facts, words),
    )
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
        f"<title>VENTRA: {kind}</title>"
        f"<style>{style}</style></head><body>{''.join(parts)}</body></html>"
    )


def _title(head: Head, words: Spoken) -> str:
    name = words("all_tracked") if head.titles is None else words.title(head.titles) or words("unnamed")
    size = ' class="long"' if len(name) > LONG_TITLE else ""
    path = " › ".join(words.title(one.titles) or f"№ {one.category_id}" for one in head.path)
    warning = escape(say(CARD_TEXTS, "card.simulated", words.language))
    whose = words("for", name="\0").replace("\0", f"<b><bdi>{shown(head.organisation)}</bdi></b>")
    span = words("span", days=head.days, first=written.day(head.first), last=written.day(head.last))
    warned = f'<p class="warn">△ {warning}</p>' if head.simulated else ""
    above = f'<p class="soft">{path}</p>' if path else ""
    made = words("made", time=written.instant(head.made_at))
    return (
        f'<header class="head"><span class="brand">VENTRA</span><span class="soft">{words(f"kind.{head.kind}")}</span>'
        f'</header>{warned}<div class="title">{above}<h1 dir="auto"{size}>{name}</h1>'
        f'<p>{span}</p><p>{whose}</p><p class="soft">{made}</p></div>'
    )


def _tiles(facts: ReportFacts, words: Spoken) -> str:
    size, week = facts.size, facts.head.days == 7
    counted = size.counted_7 if week else size.counted_28
    growth = size.growth
    verdict = {"up": "growing", "down": "shrinking", None: "no_verdict"}[growth.verdict]
    told = {
        "units": words.units(size.days_7 if week else size.days_28),
        "revenue": words.revenue(size.revenue_7 if week else size.revenue_28),
        "growth": words.growth(growth),
        "products": words.count(size.products),
    }
    below = {
        "units": _known(size.days_7 if week else size.days_28, words),
        "revenue": _known(size.revenue_7 if week else size.revenue_28, words),
        "growth": words(verdict) if growth.point is not None else "",
        "products": words(
            "counted", counted=words.count(counted), without=words.count(size.products - counted)
        ),
    }
    made = "".join(_tile(words(name), value, below[name]) for name, value in told.items())
    more = [f"{words('newcomers')}: {words.count(facts.newcomers)}"]
    if facts.concentration is not None:
        more.append(f"{words('concentration')}: {_index(facts.concentration.index, words)}")
    return f'<div class="tiles">{made}</div><p class="soft small">{" · ".join(more)}</p>'


def _tile(name: str, value: str, below: str) -> str:
    point, _, reach = value.partition(" <small>")
    beside = f" <small>{reach}" if reach else ""
    return f'<div class="tile n-tile"><h3>{name}</h3><p><b>{point}</b>{beside}</p><p class="soft small">{below}</p></div>'


def _known(told: Estimate, words: Spoken) -> str:
    """That some days of the window are not known, where it is so."""
    if told.point is None or told.known_days >= told.days:
        return ""
    return escape(say(CARD_TEXTS, "card.known", words.language, known=told.known_days, days=told.days))


def _index(told: Ranged, words: Spoken) -> str:
    if told.low is None or told.high is None:
        return words.count(told.point)
    return f"{words.count(told.point)} ({words.count(told.low)}–{words.count(told.high)})"


def _days(facts: ReportFacts, words: Spoken) -> str:
    if not facts.size.products:
        return f"<section><p>{words('none_tracked')}</p></section>"
    first, last = facts.daily[0].day, facts.daily[-1].day
    drawing = chart(facts.daily, (), words.language, width=CHART_WIDTH, height=CHART_HEIGHT)
    title = words("chart", first=written.day(first), last=written.day(last))
    note = words("chart_note", least=words.count(facts.least_known), of=words.count(facts.daily_of))
    gaps = any(one.units.point is None for one in facts.daily)
    below = f'<p class="soft small">{note}</p>' if gaps else ""
    return f'<section class="keep"><h2>{title}</h2>{drawing}{below}</section>'
