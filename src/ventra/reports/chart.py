"""The days of a card as inline SVG: bars with their 80 % band, gaps hatched, totals of unlooked stretches bracketed."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from html import escape

from ventra.core import written
from ventra.core.day import US_PER_DAY, start_of_day_us, to_day_number, to_us
from ventra.core.texts import say
from ventra.reports.texts import CARD_TEXTS
from ventra.sales.answers import SalesDay, SalesSpan

TEXT = 17
"""Size of the drawing's letters; a letter is taken to be as wide as `LETTER` of it."""
LETTER = 0.62
LEAST_LEFT, RIGHT, BOTTOM = 62, 4, 34
TOP, BRACKET = 14, 30
"""Room above the bars, and what brackets need on top of it."""
HATCH = 12
STEPS = (1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10)


@dataclass(frozen=True, slots=True)
class Frame:
    """Where days and units lie in the drawing."""

    width: int
    height: int
    first: date
    days: int
    most: float
    top: int
    left: float

    @property
    def slot(self) -> float:
        """The width of a day."""
        return (self.width - self.left - RIGHT) / self.days

    @property
    def room(self) -> int:
        """The height of the bars' part."""
        return self.height - self.top - BOTTOM

    def x(self, day: float) -> float:
        """Where a day begins, counted from the first."""
        return self.left + min(max(day, 0), self.days) * self.slot

    def y(self, units: float) -> float:
        """The height at which so many units lie."""
        return self.height - BOTTOM - self.room * units / self.most

    def x_at(self, instant: datetime) -> float:
        """Where an instant lies, at the edge when it lies outside."""
        begin_us = int(start_of_day_us(to_day_number(self.first)))
        return self.x((to_us(instant) - begin_us) / US_PER_DAY)


def chart(
    days: Sequence[SalesDay], spans: Sequence[SalesSpan], language: str, *, width: int, height: int
) -> str:
    """The drawing. Every text in it is escaped."""
    ends = [one.units.high or one.units.point for one in days if one.units.point is not None]
    most = round_up(max((end or 0 for end in ends), default=0))
    top = TOP + BRACKET if spans else TOP
    left = max(LEAST_LEFT, _wide(written.units(most, language)) + 12)
    frame = Frame(width, height, days[0].day, len(days), most, top, left)
    parts = [
        *(_scale(frame, language) if ends else ()),
        *_gaps(frame, days, spans, language),
        *(_day(frame, place, one) for place, one in enumerate(days)),
        *_spans(frame, spans, language),
        *_dates(frame, days, language),
    ]
    return f'<svg viewBox="0 0 {width} {height}" class="chart">{"".join(parts)}</svg>'


def round_up(value: float) -> float:
    """A round number at or above `value`, not far above it."""
    if value <= 1:
        return 1
    power = 10.0 ** math.floor(math.log10(value))
    return next((step * power for step in STEPS if step * power >= value - 1e-9), 10 * power)


def _scale(frame: Frame, language: str) -> Iterable[str]:
    for units in (0, frame.most / 2, frame.most) if frame.most > 1 else (0, frame.most):
        y = frame.y(units)
        yield f'<path d="M{frame.left:.1f} {y:.1f}H{frame.width - RIGHT}" class="rule"/>'
        yield _text(frame.left - 8, y + TEXT / 3, written.units(units, language, frame.most), "end")


def _gaps(frame: Frame, days: Sequence[SalesDay], spans: Sequence[SalesSpan], language: str) -> Iterable[str]:
    for begin, end, looked in gaps_of(days):
        left, right = frame.x(begin), frame.x(end)
        yield f'<path d="{hatching(left, right, frame.top, frame.height - BOTTOM)}" class="hatch"/>'
        told = any(frame.x_at(one.seen_from) < right and frame.x_at(one.seen_to) > left for one in spans)
        if not told:
            name = say(CARD_TEXTS, "card.no_number" if looked else "card.nobody", language)
            yield _name(frame, (left + right) / 2, right - left, name)


def hatching(left: float, right: float, top: float, bottom: float) -> str:
    """Slanting lines across a box, as a path: a pattern would become a large picture in a PDF."""
    lines = []
    # Along such a line x + y stays the same; lines of all boxes belong to one set.
    for sum_of in range(math.ceil((left + top) / HATCH) * HATCH, math.ceil(right + bottom), HATCH):
        begin, end = max(left, sum_of - bottom), min(right, sum_of - top)
        lines.append(f"M{begin:.1f} {sum_of - begin:.1f}L{end:.1f} {sum_of - end:.1f}")
    return "".join(lines)


def gaps_of(days: Sequence[SalesDay]) -> list[tuple[int, int, bool]]:
    """Unbroken runs of days without a number: from, to (not included), and whether somebody looked."""
    found: list[tuple[int, int, bool]] = []
    for place, one in enumerate(days):
        if one.units.point is not None:
            continue
        looked = one.looks > 0
        if found and found[-1][1] == place and found[-1][2] == looked:
            found[-1] = (found[-1][0], place + 1, looked)
        else:
            found.append((place, place + 1, looked))
    return found


def _name(frame: Frame, middle: float, width: float, name: str) -> str:
    """Across where it fits, else upright along the gap; a single day's gap is left to the legend."""
    y = frame.top + frame.room * 0.45
    if _wide(name) <= width - 8:
        return _text(middle, y, name, "middle", "halo")
    if width < 1.5 * TEXT or _wide(name) > frame.room:
        return ""
    return _text(middle, y, name, "middle", "halo", turn=f"rotate(-90 {middle:.1f} {y:.1f})", drop=TEXT / 3)


def _day(frame: Frame, place: int, one: SalesDay) -> str:
    units = one.units
    if units.point is None:
        return ""
    left, width = frame.x(place) + frame.slot * 0.12, frame.slot * 0.76
    y = frame.y(units.point)
    bar = _box(left, y, width, frame.y(0) - y, "bar")
    band = ""
    if units.low is not None and units.high is not None and units.high > units.low:
        top = frame.y(units.high)
        band = _box(left, top, width, frame.y(units.low) - top, "band")
    kind = "top" if units.basis == "measured" else "top unsure"
    return f'{bar}{band}<path d="M{left:.1f} {y:.1f}h{width:.1f}" class="{kind}"/>'


def _spans(frame: Frame, spans: Iterable[SalesSpan], language: str) -> Iterable[str]:
    taken = 0.0
    for span in spans:
        left, right = frame.x_at(span.seen_from), frame.x_at(span.seen_to)
        if right <= left:
            continue
        yield f'<path d="M{left:.1f} {frame.top + 4}v-8H{right:.1f}v8" class="bracket"/>'
        total = written.units_of(span.units, language)
        told = f"{total.point} ({total.range})" if total.range else total.point
        name = say(CARD_TEXTS, "card.total", language, n=told)
        half = _wide(name) / 2
        at = min(max((left + right) / 2, taken + half + 6, half), frame.width - half)
        if abs(at - (left + right) / 2) <= half:
            yield _text(at, frame.top - 14, name, "middle", "strong")
            taken = at + half


def _dates(frame: Frame, days: Sequence[SalesDay], language: str) -> Iterable[str]:
    """Mondays, as weeks begin with them."""
    for place, one in enumerate(days):
        if one.day.weekday() == 0:
            middle = frame.x(place) + frame.slot / 2
            yield f'<path d="M{middle:.1f} {frame.height - BOTTOM}v6" class="tick"/>'
            name = written.day_short(one.day, language)
            half = _wide(name) / 2
            yield _text(min(max(middle, half), frame.width - half), frame.height - 6, name, "middle")


def _wide(words: str) -> float:
    return len(words) * TEXT * LETTER


def _box(x: float, y: float, width: float, height: float, kind: str) -> str:
    return f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{max(height, 0):.1f}" class="{kind}"/>'


def _text(
    x: float, y: float, words: str, anchor: str, kind: str = "", *, turn: str = "", drop: float = 0
) -> str:
    turned = f' transform="{turn}"' if turn else ""
    return (
        f'<text x="{x:.1f}" y="{y + drop:.1f}" text-anchor="{anchor}" font-size="{TEXT}" class="{kind}"{turned}>'
        f"{escape(words)}</text>"
    )
