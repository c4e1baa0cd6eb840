"""A condition that held as one line, and the numbers in it, each with its unit, its interval and its age."""

from __future__ import annotations

from datetime import datetime

from ventra.alerts.texts import KIND_TEXTS, MESSAGE_TEXTS, UNIT_TEXTS
from ventra.core import written
from ventra.core.basis import SIGNS, Basis
from ventra.core.rule_kinds import COUNT, DAYS, KINDS, PERCENT, STARS, UNITS, UZS
from ventra.core.rule_told import Told
from ventra.core.shown import shown
from ventra.core.texts import Language, say

LONGEST_QUOTED = 100
_UNIT_OF_GROUP = {"price": UZS, "stock": UNITS, "sales": UNITS, "growth": PERCENT}
_UNIT_OF_KIND = dict.fromkeys(
    ("category_rises", "category_falls", "seller_rises", "seller_falls"), PERCENT
) | {"days_left": DAYS}
_BESIDE = {"rating_down": STARS, "rating_below": STARS}


def spell(key: str, language: Language, **facts: object) -> str:
    """A text of `MESSAGE_TEXTS`."""
    return say(MESSAGE_TEXTS, key, language, **facts)


def condition(told: Told, language: Language) -> str:
    """What happened, in one line without marks. Foreign words in it are fit to be shown, and not escaped."""
    row = KINDS[told.kind]
    # Of what is told in times of the usual, people want to see the pieces.
    value_unit = UNITS if row.group == "sales" else told.unit or _UNIT_OF_GROUP.get(row.group, COUNT)
    beside = _BESIDE.get(told.kind, _UNIT_OF_GROUP.get(row.group, COUNT))
    value_unit = _UNIT_OF_KIND.get(told.kind, value_unit)
    usual = range_of(told.usual_low, told.usual_high, UNITS, language).strip(" ()")
    return say(
        KIND_TEXTS,
        told.kind,
        language,
        value=number_of(told.value, value_unit, language),
        limit=number_of(told.limit, told.unit, language),
        before=number_of(told.before, beside, language),
        after=number_of(told.after, beside, language),
        range=_range(told, value_unit, language) + sign_of(told.basis),
        usual=usual or number_of(told.usual_high, UNITS, language),
        by=spell(f"by.{told.by}", language) if told.by else "",
        among=number_of(told.among, COUNT, language),
        stretch=spell(f"stretch.{told.days}", language) if told.days else "",
        text_before=_quoted(told.text_before),
        text_after=_quoted(told.text_after),
    )


def number_of(value: float | None, unit: str, language: Language) -> str:
    """A number with its unit, as precise as it deserves."""
    if value is None:
        return written.UNKNOWN
    if unit == UZS:
        return written.money(round(value), language)
    told = _number(value, unit, language)
    return say(UNIT_TEXTS, unit, language, number=told) if unit in UNIT_TEXTS else told


def range_of(low: float | None, high: float | None, unit: str, language: Language) -> str:
    """` (9–15)`, or nothing where the ends are unknown or written alike."""
    if low is None or high is None:
        return ""
    first, last = _number(low, unit, language), _number(high, unit, language)
    return "" if first == last else spell("range", language, low=first, high=last)


def days_range(low: float | None, high: float | None, language: Language) -> str:
    """` (3–8)` of days that stock lasts; ` (3–∞)` where the last of them lies beyond what is foreseen."""
    if low is not None and high is None:
        return spell("range", language, low=_number(low, DAYS, language), high="∞")
    return range_of(low, high, DAYS, language)


def _range(told: Told, unit: str, language: Language) -> str:
    if told.by is not None:
        return days_range(told.low, told.high, language)
    return range_of(told.low, told.high, unit, language)


def sign_of(basis: Basis | None) -> str:
    """` ◐`: how a number was come by; nothing for what is no estimate."""
    return "" if basis is None else f" {SIGNS[basis]}"


def growth(value: float | None, low: float | None, high: float | None, language: Language) -> str:
    """`+12 % (5–20)`, from shares."""
    if value is None:
        return written.UNKNOWN
    sign = "+" if value > 0 else ""
    told = sign + number_of(100 * value, PERCENT, language)
    if low is None or high is None:
        return told
    return told + range_of(100 * low, 100 * high, PERCENT, language)


def age(seen_at: datetime, now: datetime, language: Language) -> str:
    """How long ago something was seen."""
    minutes = int((now - seen_at).total_seconds() // 60)
    if minutes < 1:
        return spell("age.now", language)
    if minutes < 60:
        return spell("age.minutes", language, count=minutes)
    if minutes < 48 * 60:
        return spell("age.hours", language, count=minutes // 60)
    return spell("age.days", language, count=minutes // 1440)


def _number(value: float, unit: str, language: Language) -> str:
    if unit in (UNITS, DAYS):
        return written.units(value, language)
    if unit == STARS:
        return written.count(value, language, 2)
    return written.count(value, language, 0 if abs(value) >= written.WHOLE_FROM else 1)


def _quoted(text: str | None) -> str:
    return f"«{shown(text, LONGEST_QUOTED)}»" if text else written.UNKNOWN
