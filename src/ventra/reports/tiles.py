"""The three windows of a card: the last day, 7 and 28 closed days; units above, revenue below."""

from __future__ import annotations

from ventra.core import written
from ventra.core.estimate import Estimate, Figures
from ventra.core.written import Written
from ventra.reports.words import Words, mark

ROOM = {1: 230, 7: 266, 28: 266}
"""Pixels beside the mark that a window's units and their range may take in one line."""
DIGIT, SMALL = 33, 13
"""About how wide a character is: in the large letters of a point, in the small ones of a range."""
SIZES = (("large", 5), ("middle", 7), ("small", 99))
"""How a point is set: so many characters at most."""


def tiles(figures: Figures, words: Words) -> str:
    """The windows side by side; where one range needs a line of its own, all have it."""
    kind = "windows stacked" if needs_two_lines(figures, words) else "windows"
    return (
        f'<section class="{kind}">'
        f"{_tile(words, 1, figures.day_1, figures.revenue_1)}"
        f"{_tile(words, 7, figures.days_7, figures.revenue_7)}"
        f"{_tile(words, 28, figures.days_28, figures.revenue_28)}</section>"
    )


def needs_two_lines(figures: Figures, words: Words) -> bool:
    """Whether some window's units and range are too long for one line."""
    windows = {1: figures.day_1, 7: figures.days_7, 28: figures.days_28}
    told = {length: written.units_of(units, words.language) for length, units in windows.items()}
    return any(
        len(one.point) * DIGIT + (len(one.range) + 2) * SMALL > ROOM[length]
        for length, one in told.items()
        if one.range
    )


def _tile(words: Words, length: int, units: Estimate, revenue: Estimate) -> str:
    less = ""
    if length > 1 and units.known_days < length:
        less = f'<p class="less">{words("known", known=units.known_days, days=length)}</p>'
    money = written.revenue_of(revenue, words.language)
    sum_of = words("unknown") if revenue.point is None else money.point
    return (
        f'<div class="window"><h2>{words(f"days_{length}")}</h2>{_number(units, words)}'
        f'<p class="day">{_mean(units, length, words)}</p>{less}'
        f'<p class="money">{words("revenue")}<br><b>{sum_of}</b>{_reach(money)}</p></div>'
    )


def _number(units: Estimate, words: Words) -> str:
    if units.point is None:
        return f'<p class="number none">{mark("no_data")}<b>{words("unknown")}</b></p>'
    told = written.units_of(units, words.language)
    size = next(name for name, most in SIZES if len(told.point) <= most)
    return f'<p class="number {size}">{mark(units.basis)}<b>{told.point}</b>{_reach(told)}</p>'


def _mean(units: Estimate, length: int, words: Words) -> str:
    """Units a day; nothing where a number that is not zero would be written as one."""
    if length == 1 or units.point is None:
        return ""
    mean = written.units_of(units, words.language, share=1 / length)
    if mean.point == "0" and units.point != 0:
        return ""
    return words("a_day", n=f"{mean.point} ({mean.range})" if mean.range else mean.point)


def _reach(told: Written) -> str:
    return f" <span>({told.range})</span>" if told.range else ""
