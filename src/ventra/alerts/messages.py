"""From what was found to what is sent: a short message for Telegram, a letter, and JSON for webhooks. Pure.

Everything that others wrote goes through `shown` and is escaped where marks have a meaning.
"""

from __future__ import annotations

import html
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ventra.alerts.found import Digest, Found, Line
from ventra.alerts.lines import age, condition, days_range, growth, number_of, range_of, sign_of, spell
from ventra.core import written
from ventra.core.shown import shown
from ventra.core.talk import Button
from ventra.core.texts import Language

LONGEST_MESSAGE = 4096
LONGEST_CAPTION = 1024
LONGEST_TITLE, LONGEST_LISTED, LONGEST_RULE, LONGEST_SUBJECT = 160, 70, 80, 150
MOST_LISTED = 40
PRESSED = "a:{deed}:{alert_id}"
DEEDS = ("why", "snooze", "limit", "stop")


@dataclass(frozen=True, slots=True)
class Document:
    """A PDF that goes with a message."""

    name: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Message:
    """One thing to bring: with Telegram's marks, without any, in a letter's subject, and as a webhook's JSON."""

    html: str
    plain: str
    subject: str
    payload: dict[str, Any]
    buttons: tuple[Button, ...] = ()
    document: Document | None = None


@dataclass(frozen=True, slots=True)
class _Marks:
    """How a text is made bold and a place to go to is named."""

    plain: bool

    def text(self, words: str) -> str:
        return words if self.plain else html.escape(words)

    def bold(self, words: str) -> str:
        return words if self.plain else f"<b>{html.escape(words)}</b>"

    def link(self, words: str, url: str) -> str:
        return f"{words}: {url}" if self.plain else f'<a href="{html.escape(url)}">{html.escape(words)}</a>'


_PAGES = {"product": "p", "category": "c", "seller": "s"}
_HTML, _PLAIN = _Marks(plain=False), _Marks(plain=True)


def address_of(web_url: str, found: Found) -> str:
    """The page of the very product (over the week that was judged), category or shop."""
    return f"{web_url.rstrip('/')}/{_PAGES[found.subject]}/{found.subject_id}?range=7"


def alert(found: Found, language: Language, web_url: str, now: datetime) -> Message:
    """One alert: its subject, what happened with interval and age, where to look, and what can be done."""
    title, said = _title(found, language, LONGEST_TITLE), condition(found.told, language)

    def write(marks: _Marks) -> str:
        lines = [
            marks.bold(title),
            marks.text(_first(found, said, language)),
            marks.text(_beside(found, language, now)),
        ]
        if found.rule_name:
            name = shown(found.rule_name, LONGEST_RULE)
            lines.append(marks.text(spell("rule", language, name=name)))
        lines.append(marks.link(spell("open", language), address_of(web_url, found)))
        return "\n".join(line for line in lines if line)

    buttons = tuple(
        Button(spell(deed, language), PRESSED.format(deed=deed, alert_id=found.alert_id)) for deed in DEEDS
    )
    subject = shown(f"{said}: {title}", LONGEST_SUBJECT)
    return Message(
        write(_HTML), _letter(write(_PLAIN), language, web_url), subject, _payload([found], web_url), buttons
    )


def bundle(many: Sequence[Found], language: Language, web_url: str, now: datetime) -> Message:
    """Many alerts as one message, a line or two each, as many as there is room for; the rest is counted."""
    head = spell("bundle", language, count=len(many))

    def one(marks: _Marks, found: Found) -> str:
        title = _title(found, language, LONGEST_LISTED)
        name = title if marks.plain else marks.link(title, address_of(web_url, found))
        line = f"• {name}\n{marks.text(_first(found, condition(found.told, language), language))}"
        return f"{line}\n{address_of(web_url, found)}" if marks.plain else line

    def write(marks: _Marks) -> str:
        page = marks.link(spell("bundle.all", language), f"{web_url.rstrip('/')}/alerts")
        return _fitted(
            marks.bold(head),
            [one(marks, found) for found in many],
            lambda left: marks.text(spell("bundle.more", language, count=left)),
            page,
        )

    return Message(
        write(_HTML), _letter(write(_PLAIN), language, web_url), f"VENTRA: {head}", _payload(many, web_url)
    )


def digest(of: Digest, language: Language, web_url: str) -> Message:
    """What a day or a week was like."""
    head = spell(of.what, language, day=written.day(of.day))

    def listed(marks: _Marks, lines: Sequence[Line], key: str, tell: Callable[[Line], str]) -> str:
        if not lines:
            return ""
        told = [f"• {_named(marks, line, language, web_url)} · {marks.text(tell(line))}" for line in lines]
        return "\n".join([marks.bold(spell(key, language)), *told])

    def units(line: Line) -> str:
        return number_of(line.value, "units", language) + range_of(line.low, line.high, "units", language)

    def write(marks: _Marks) -> str:
        counts = spell("digest.tracked", language, count=of.tracked, alerts=of.alerts)
        parts = [
            f"{marks.bold(head)}\n{marks.text(counts)}",
            listed(
                marks,
                of.gainers,
                "digest.gainers",
                lambda one: growth(one.value, one.low, one.high, language),
            ),
            listed(
                marks, of.losers, "digest.losers", lambda one: growth(one.value, one.low, one.high, language)
            ),
            listed(marks, of.sold, "digest.sold" if of.what == "day" else "digest.sold_7", units),
            listed(marks, of.low, "digest.low", lambda one: _low(one, language)),
            marks.text(spell("digest.nothing", language)) if of.empty else "",
            marks.link(spell("open", language), f"{web_url.rstrip('/')}/watchlist"),
        ]
        return "\n\n".join(part for part in parts if part)

    payload = {"type": of.what, "digest": of}
    return Message(write(_HTML), _letter(write(_PLAIN), language, web_url), f"VENTRA: {head}", payload)


def test(language: Language, web_url: str) -> Message:
    """Says that a channel works."""
    words = spell("test", language)
    return Message(
        html.escape(words),
        _letter(words, language, web_url),
        spell("test.subject", language),
        {"type": "test"},
    )


def _first(found: Found, said: str, language: Language) -> str:
    return f"{spell('worse', language)} ↗ {said}" if found.level else said


def _beside(found: Found, language: Language, now: datetime) -> str:
    """Price, stock and a week's sales as they were known, and how old that is."""
    told = found.told
    parts = []
    if told.price_uzs is not None and not told.kind.startswith("price"):
        parts.append(spell("now.price", language, price=written.money(told.price_uzs, language)))
    if told.stock is not None and not told.kind.startswith("stock"):
        parts.append(spell("now.stock", language, stock=number_of(told.stock, "", language)))
    if told.units_7 is not None:
        span = range_of(told.units_7_low, told.units_7_high, "units", language) + sign_of(told.units_7_basis)
        parts.append(
            spell("now.units", language, units=number_of(told.units_7, "units", language), range=span)
        )
    if told.seen_at is not None and told.kind != "stale":
        parts.append(age(told.seen_at, now, language))
    if found.closed_at is not None:
        parts.append(spell("over", language))
    line = " · ".join(parts)
    return line[:1].upper() + line[1:]


def _title(found: Found | Line, language: Language, longest: int) -> str:
    title = written.title(found.titles, language)
    number = found.subject_id if isinstance(found, Found) else found.product_id
    return shown(title or "", longest) or spell("untitled", language, number=number)


def _named(marks: _Marks, line: Line, language: Language, web_url: str) -> str:
    title = _title(line, language, LONGEST_LISTED)
    return title if marks.plain else marks.link(title, f"{web_url.rstrip('/')}/p/{line.product_id}?range=7")


def _low(line: Line, language: Language) -> str:
    if not line.stock:
        return spell("digest.out", language)
    days = number_of(line.value, "days", language) + days_range(line.low, line.high, language)
    return spell(
        "digest.days",
        language,
        days=days + sign_of(line.basis),
        by=spell(f"by.{line.by}", language) if line.by else "",
        stock=number_of(line.stock, "", language),
    )


def _fitted(head: str, items: Sequence[str], more: Callable[[int], str], foot: str) -> str:
    """Head, as many items as there is room for, how many are left, and the foot."""
    room = LONGEST_MESSAGE - len(head) - len(foot) - len(more(len(items))) - 6
    kept: list[str] = []
    for item in items[:MOST_LISTED]:
        room -= len(item) + 2
        if room < 0:
            break
        kept.append(item)
    left = len(items) - len(kept)
    return "\n\n".join([head, *kept, *([more(left)] if left else []), foot])


def _letter(text: str, language: Language, web_url: str) -> str:
    return f"{text}\n\n{spell('settings', language, url=web_url.rstrip('/') + '/alerts')}"


def _payload(many: Sequence[Found], web_url: str) -> dict[str, Any]:
    return {
        "type": "alerts",
        "alerts": [
            {
                "alert_id": one.alert_id,
                "rule_id": one.rule_id,
                "rule_name": one.rule_name,
                "level": one.level,
                "subject": {"kind": one.subject, "id": one.subject_id, "titles": one.titles},
                "opened_at": one.opened_at,
                "told_at": one.told_at,
                "closed_at": one.closed_at,
                "told": one.told,
                "url": address_of(web_url, one),
            }
            for one in many
        ],
    }
