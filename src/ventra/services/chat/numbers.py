"""Numbers as the bot writes them: each with its range, how it was come by, and how old it is."""

from __future__ import annotations

from datetime import datetime, timedelta

from ventra.core.basis import SIGNS
from ventra.core.estimate import Estimate, GrowthFigure
from ventra.core.texts import say
from ventra.core.written import NBSP, UNKNOWN, count, units_of
from ventra.services.chat.number_texts import NUMBER_TEXTS

MOST_PERCENT = 10


def units(estimate: Estimate, language: str) -> str:
    """`25 (22–28) ●`; a dash where nothing is known."""
    told = units_of(estimate, language)
    if estimate.point is None:
        return UNKNOWN
    return " ".join(filter(None, (told.point, told.range and f"({told.range})", SIGNS[estimate.basis])))


def growth(figure: GrowthFigure, language: str) -> str:
    """`+12 % (+3…+20 %)`, from tenfold on in times: as the page writes it."""
    point, low, high = figure.point, figure.low, figure.high
    if point is None:
        return UNKNOWN
    size = max(abs(point), abs(high or 0))
    said = _change(point, language, size)
    if low is None or high is None:
        return said
    begin = _change(low, language, size) if high > MOST_PERCENT else _signed(low, language, size)
    return f"{said} ({begin}…{_change(high, language, size)})"


def age(at: datetime, now: datetime, language: str) -> str:
    """How long ago, in the largest unit that is still honest; what lies ahead counts as now."""
    minutes = int((now - at) / timedelta(minutes=1))
    if minutes < 1:
        return say(NUMBER_TEXTS, "age.now", language)
    if minutes < 90:
        return say(NUMBER_TEXTS, "age.minutes", language, n=minutes)
    if minutes < 36 * 60:
        return say(NUMBER_TEXTS, "age.hours", language, n=round(minutes / 60))
    days = round(minutes / 1440)
    return say(NUMBER_TEXTS, "age.days", language, n=days, word=_days(days))


def legend(estimates: list[Estimate], language: str) -> str:
    """What the marks of these numbers mean; empty where there is no number."""
    known = [name for name in SIGNS if name != "no_data" and any(one.basis == name for one in estimates)]
    told = " · ".join(f"{SIGNS[name]} {say(NUMBER_TEXTS, f'basis.{name}', language)}" for name in known)
    return f"<i>{told}</i>" if told else ""


def _days(count_: int) -> str:
    """Days in Russian."""
    if count_ % 10 == 1 and count_ % 100 != 11:
        return "день"
    return "дня" if count_ % 10 in (2, 3, 4) and count_ % 100 not in (12, 13, 14) else "дней"


def _change(share: float, language: str, size: float) -> str:
    if share > MOST_PERCENT:
        return f"×{count(share + 1, language, 0)}"
    return f"{_signed(share, language, size)}{NBSP}%"


def _signed(share: float, language: str, size: float) -> str:
    decimals = 0 if size >= 0.0995 else 1
    percent = round(share * 100, decimals)
    return ("+" if percent > 0 else "") + count(percent, language, decimals)
