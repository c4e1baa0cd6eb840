"""Numbers, money and days as people here write them, for what is not the page; the page's `shared/format` writes the same."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

from ventra.core.day import TASHKENT
from ventra.core.estimate import Estimate
from ventra.core.product import Titles
from ventra.core.texts import EN, RU, UZ, UZ_CYRL, say

NBSP = "\u00a0"
UNKNOWN = "—"
WHOLE_FROM = 20
"""Units are written whole from here on, else with at most one decimal; more would pretend to know more."""
CURRENCY = {UZ: "soʻm", UZ_CYRL: "сўм", RU: "сум", EN: "soʻm"}
_SCALES = (
    (1_000_000_000, {UZ: "mlrd", UZ_CYRL: "млрд", RU: "млрд", EN: "bn"}),
    (1_000_000, {UZ: "mln", UZ_CYRL: "млн", RU: "млн", EN: "M"}),
)
_WORDS = {
    "months": {
        UZ: "yan fev mar apr may iyun iyul avg sen okt noy dek",
        RU: "янв фев мар апр мая июн июл авг сен окт ноя дек",
        EN: "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec",
    }
}


@dataclass(frozen=True, slots=True)
class Written:
    """An estimate in words: its point, and its range where the range says more than the point does."""

    point: str
    range: str | None


def count(value: float | None, language: str, decimals: int = 2) -> str:
    """`1 250 000,5`: groups by a no-break space, no zeros at the end; a dash for what is unknown."""
    if value is None:
        return UNKNOWN
    fixed = abs(Decimal(value)).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    whole, _, rest = f"{fixed:,f}".replace(",", NBSP).partition(".")
    tail = rest.rstrip("0")
    sign = "−" if value < 0 and fixed else ""
    return sign + whole + (("." if language == EN else ",") + tail if tail else "")


def money(uzs: int | None, language: str) -> str:
    """`1 250 000 soʻm`."""
    return UNKNOWN if uzs is None else f"{count(uzs, language, 0)}{NBSP}{CURRENCY[language]}"


def units(value: float, language: str, size: float | None = None) -> str:
    """Units with the precision that `size` deserves: the larger end of a range decides for all of it."""
    largest = abs(value) if size is None else size
    return count(value, language, 0 if largest >= WHOLE_FROM else 1)


def units_of(estimate: Estimate, language: str, *, share: float = 1) -> Written:
    """An estimate of units, or that share of it: `12` and `9–15`."""
    ends = [abs(end) * share for end in (estimate.point, estimate.high) if end is not None]
    return _written(estimate, lambda value: units(value * share, language, max(ends)))


def revenue_of(estimate: Estimate, language: str) -> Written:
    """An estimate of money, in short: `124,5 mln` and `120–129`; the range keeps the scale of the point."""
    point = estimate.point
    scale = next((one for one in _SCALES if point is not None and abs(point) >= one[0]), None)
    if point is None or scale is None:
        return _written(estimate, lambda value: count(value, language, 0))
    divisor, words = scale
    decimals = 0 if abs(point) >= 100 * divisor else 1 if abs(point) >= 10 * divisor else 2
    told = _written(estimate, lambda value: count(value / divisor, language, decimals))
    return Written(f"{told.point}{NBSP}{words[language]}", told.range)


def day(on: date) -> str:
    """`23.11.2026`."""
    return f"{on:%d.%m.%Y}"


def day_short(on: date, language: str) -> str:
    """`23 noy`, for axes and narrow places."""
    return f"{on.day}{NBSP}{say(_WORDS, 'months', language).split()[on.month - 1]}"


def instant(at: datetime) -> str:
    """`23.11.2026 14:20`, Tashkent time."""
    return f"{at.astimezone(TASHKENT):%d.%m.%Y %H:%M}"


def title(titles: Titles, language: str) -> str | None:
    """The title in the language, or in the other one the marketplace gives."""
    first, second = (titles.ru, titles.uz) if language == RU else (titles.uz, titles.ru)
    return first if first is not None else second


def _written(estimate: Estimate, number: Callable[[float], str]) -> Written:
    if estimate.point is None:
        return Written(UNKNOWN, None)
    point = number(estimate.point)
    if estimate.low is None or estimate.high is None:
        return Written(point, None)
    low, high = number(estimate.low), number(estimate.high)
    return Written(point, None if low == high else f"{low}–{high}")
