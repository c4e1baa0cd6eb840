"""What was found, in words: its kind, and the numbers that were seen then."""

from __future__ import annotations

import html

from ventra.alerts.answers import Alert
from ventra.alerts.lines import condition
from ventra.core.rule_kinds import NOTHING, PERCENT, STARS, TIMES, UNITS, UZS
from ventra.core.rule_told import Told
from ventra.core.written import NBSP, UNKNOWN, count, instant, money
from ventra.services.chat import numbers
from ventra.services.chat.alert_texts import ALERT_TEXTS, NAMES
from ventra.services.chat.asked import Asked, on_one_line

LONGEST_TEXT = 120
_WHOLE_FROM = 20
_BESIDE = {"price": UZS, "stock": UNITS, "sales": UNITS, "growth": PERCENT}
"""In what a kind's numbers before, after and usual are, by the beginning of its name."""


def named(asked: Asked, told: Told) -> str:
    """What a kind of condition is called."""
    return asked.words(NAMES, told.kind) if told.kind in NAMES else told.kind.replace("_", " ")


def told_in_short(asked: Asked, alert: Alert) -> str:
    """One line: what happened, as the message said it, and when."""
    said = html.escape(condition(alert.told, asked.language))
    return f"{said} · {numbers.age(alert.told_at, asked.now, asked.language)}"


def facts_of(asked: Asked, alert: Alert) -> list[str]:
    """The numbers that were seen, a line each."""
    told, unit = alert.told, _BESIDE.get(alert.told.kind.partition("_")[0], alert.told.unit)
    lines: list[str] = []

    def add(key: str, *values: str) -> None:
        lines.append(f"• {asked.words(ALERT_TEXTS, f'fact.{key}')}: {' → '.join(values)}")

    if told.unit != NOTHING:
        add("limit", measured(asked, told.limit, told.unit))
        if told.value is not None:
            add("value", _ranged(asked, told))
    if told.before is not None or told.after is not None:
        ends = [measured(asked, one, unit) for one in (told.before, told.after) if one is not None]
        add("moved" if len(ends) == 2 else "now", *ends)
    if told.usual_low is not None and told.usual_high is not None:
        add("usual", f"{measured(asked, told.usual_low, '')}–{measured(asked, told.usual_high, unit)}")
    if told.text_before or told.text_after:
        add("moved", *(_foreign(one) for one in (told.text_before, told.text_after) if one))
    if told.price_uzs is not None:
        add("price", money(told.price_uzs, asked.language))
    if told.stock is not None:
        add("stock", measured(asked, told.stock, UNITS))
    if told.units_7 is not None:
        week = _span(asked, told.units_7_low, told.units_7_high, "")
        add("units_7", f"{measured(asked, told.units_7, UNITS)}{week}")
    if told.seen_at is not None:
        add("seen", f"{instant(told.seen_at)} ({numbers.age(told.seen_at, asked.now, asked.language)})")
    add("opened", instant(alert.opened_at))
    if alert.closed_at is not None:
        add("closed", instant(alert.closed_at))
    return lines


def measured(asked: Asked, value: float, unit: str) -> str:
    """A number in its unit."""
    if value == float("inf"):
        return "∞"
    if unit == UZS:
        return money(round(value), asked.language)
    decimals = 0 if abs(value) >= _WHOLE_FROM and unit not in (PERCENT, STARS) else 2 if unit == STARS else 1
    told = count(value, asked.language, decimals)
    match unit:
        case "percent":
            return f"{told}{NBSP}%"
        case "times":
            return f"×{told}"
        case "units" | "count" | "days" | "hours" | "stars":
            return asked.words(ALERT_TEXTS, f"unit.{unit}", n=told)
        case _:
            return told


def _foreign(text: str) -> str:
    return html.escape(on_one_line(text, LONGEST_TEXT))


def _ranged(asked: Asked, told: Told) -> str:
    if told.value is None:
        return UNKNOWN
    unit = UNITS if told.unit == TIMES else told.unit
    return f"{measured(asked, told.value, unit)}{_span(asked, told.low, told.high, '')}"


def _span(asked: Asked, low: float | None, high: float | None, unit: str) -> str:
    if low is None or high is None:
        return ""
    ends = measured(asked, low, unit), measured(asked, high, unit)
    return "" if ends[0] == ends[1] else f" ({ends[0]}–{ends[1]})"
