"""The picture of an alert: 28 days of units with their band, gaps as gaps, the price, the figures. Heavy: load it late."""

from __future__ import annotations

import io
from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from ventra.alerts.picture_facts import PictureFacts
from ventra.core import written
from ventra.core.day import TASHKENT, US_PER_DAY, start_of_day_us, to_day_number, to_us
from ventra.core.shown import shown
from ventra.core.texts import Language, say

TEXTS = {
    "thousand": {"uz": "ming", "ru": "тыс.", "en": "K"},
    "million": {"uz": "mln", "ru": "млн", "en": "M"},
    "units": {"uz": "Sotuv, dona bir kunda", "ru": "Продажи, шт. в день", "en": "Units a day"},
    "price": {"uz": "Narx, soʻm", "ru": "Цена, сум", "en": "Price, soʻm"},
    "now": {
        "uz": "Narx {price}   Qoldiq {stock}",
        "ru": "Цена {price}   Остаток {stock}",
        "en": "Price {price}   Stock {stock}",
    },
    "week": {
        "uz": "7 kunda {units}{range}",
        "ru": "За 7 дней {units}{range}",
        "en": "7 days {units}{range}",
    },
}
WIDTH, HEIGHT, DPI = 8.0, 6.0, 100
LEFT, SMALLEST = 0.045, 14
LONGEST_TITLE = 60
_INK, _SOFT, _BAR, _BAND, _PRICE, _GAP = "#15202b", "#5b6770", "#2f6fed", "#9dbcf8", "#d1490c", "#eef1f4"


def draw(facts: PictureFacts, language: Language) -> bytes:
    """A PNG of 800 × 600."""
    figure = Figure(figsize=(WIDTH, HEIGHT), dpi=DPI, facecolor="white")
    canvas = FigureCanvasAgg(figure)
    title = _drawable(shown(written.title(facts.titles, language) or str(facts.product_id), LONGEST_TITLE))
    _write(figure, canvas, 0.925, title, 20, "bold", _INK)
    for y, line in zip((0.872, 0.822), _figures(facts, language), strict=True):
        _write(figure, canvas, y, line, 16, "normal", _SOFT)
    _draw_price(figure, facts, language)
    _draw_units(figure, facts, language)
    out = io.BytesIO()
    figure.savefig(out, format="png")
    return out.getvalue()


def _write(
    figure: Figure, canvas: FigureCanvasAgg, y: float, words: str, size: float, weight: str, color: str
) -> None:
    """A line as large as there is room for, and cut where it must be."""
    line = figure.text(LEFT, y, words, fontsize=size, fontweight=weight, color=color, parse_math=False)
    room = (1 - 2 * LEFT) * WIDTH * DPI
    renderer = canvas.get_renderer()  # type: ignore[no-untyped-call]
    while line.get_window_extent(renderer).width > room:
        if size > SMALLEST:
            size -= 1
            line.set_fontsize(size)
        else:
            words = words[:-2].rstrip()
            line.set_text(f"{words}…")


def _draw_units(figure: Figure, facts: PictureFacts, language: Language) -> None:
    axes = figure.add_axes((0.115, 0.09, 0.845, 0.37))
    top = max((one.units.high or one.units.point or 0 for one in facts.days), default=0)
    for place, one in enumerate(facts.days):
        if one.units.point is None:
            axes.axvspan(place - 0.5, place + 0.5, color=_GAP, zorder=0, hatch="///", ec="#d5dbe0", lw=0)
            continue
        # A day on which nothing was sold is a line on the ground, and no gap.
        axes.bar(place, max(one.units.point, top * 0.008), width=0.72, color=_BAR, zorder=2)
        low, high = one.units.low, one.units.high
        if low is not None and high is not None and high > low:
            axes.bar(place, high - low, bottom=low, width=0.72, color=_BAND, alpha=0.75, zorder=3)
    axes.set_xlim(-0.6, len(facts.days) - 0.4)
    axes.set_ylim(0, max(top * 1.08, 1))
    axes.yaxis.set_major_locator(MaxNLocator(4, integer=True))
    _dress(axes, say(TEXTS, "units", language))
    _dates(axes, facts, language)


def _draw_price(figure: Figure, facts: PictureFacts, language: Language) -> None:
    axes = figure.add_axes((0.115, 0.56, 0.845, 0.18))
    begin_us = int(start_of_day_us(to_day_number(facts.days[0].day)))
    seen: list[float] = []
    for step in facts.prices:
        if step.price_uzs is None:
            continue
        across = [(to_us(at) - begin_us) / US_PER_DAY - 0.5 for at in (step.seen_from, step.seen_to)]
        axes.plot(across, [step.price_uzs] * 2, color=_PRICE, lw=3.5, solid_capstyle="round")
        seen.append(step.price_uzs)
    for before, after in zip(facts.prices, facts.prices[1:], strict=False):
        near = (after.seen_from - before.seen_to).total_seconds() <= 86_400
        if near and before.price_uzs is not None and after.price_uzs is not None:
            at = (to_us(after.seen_from) - begin_us) / US_PER_DAY - 0.5
            axes.plot([at, at], [before.price_uzs, after.price_uzs], color=_PRICE, lw=1.5)
    axes.set_xlim(-0.6, len(facts.days) - 0.4)
    if seen:
        room = max((max(seen) - min(seen)) * 0.25, max(seen) * 0.02)
        axes.set_ylim(min(seen) - room, max(seen) + room)
    axes.yaxis.set_major_locator(MaxNLocator(3))
    axes.set_xticks([])
    _dress(axes, say(TEXTS, "price", language))
    axes.yaxis.set_major_formatter(lambda value, _: _short(value, language))


def _dress(axes: Axes, title: str) -> None:
    axes.set_title(title, loc="left", fontsize=14, color=_SOFT)
    axes.tick_params(labelsize=13, colors=_SOFT, length=0)
    axes.grid(axis="y", color="#e3e8ec", lw=1, zorder=1)
    for spine in axes.spines.values():
        spine.set_visible(False)


def _dates(axes: Axes, facts: PictureFacts, language: Language) -> None:
    places = list(range(len(facts.days) - 1, -1, -7))[::-1]
    axes.set_xticks(places)
    labels: Sequence[str] = [written.day_short(facts.days[place].day, language) for place in places]
    axes.set_xticklabels(labels)


def _figures(facts: PictureFacts, language: Language) -> tuple[str, str]:
    """Price and stock; below them what was sold in 7 days, and when all this was seen."""
    now = say(
        TEXTS,
        "now",
        language,
        price=written.money(facts.price_uzs, language),
        stock=written.count(facts.stock, language, 0),
    )
    parts = []
    if facts.units_7 is not None:
        told = written.units_of(facts.units_7, language)
        span = f" ({told.range})" if told.range else ""
        parts.append(say(TEXTS, "week", language, units=told.point, range=span))
    if facts.seen_at is not None:
        parts.append(f"{facts.seen_at.astimezone(TASHKENT):%d.%m %H:%M}")
    return now, "   ".join(parts)


def _short(value: float, language: Language) -> str:
    for size, key in ((1_000_000, "million"), (1_000, "thousand")):
        if abs(value) >= 10 * size or (size == 1_000_000 and abs(value) >= size):
            return f"{written.count(value / size, language, 1)} {say(TEXTS, key, language)}"
    return written.count(value, language, 0)


def _drawable(text: str) -> str:
    """Without what the bundled font has no shape for: pictures in letters, and marks that only turn an order."""
    return "".join(one for one in text if ord(one) < 0x2066 or 0x20A0 <= ord(one) < 0x2200).strip()
