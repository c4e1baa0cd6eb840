"""The same examples as the page's `numbers.test.ts` and `days.test.ts`: two screens never disagree."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from ventra.core import written
from ventra.core.estimate import Estimate, unknown
from ventra.core.product import Titles
from ventra.core.texts import LANGUAGES


def estimate(point: float, low: float | None = None, high: float | None = None) -> Estimate:
    return Estimate(point, point if low is None else low, point if high is None else high, "inferred", 7, 7)


def plain(text: str | None) -> str | None:
    return None if text is None else text.replace(written.NBSP, " ")


@pytest.mark.parametrize(
    ("language", "said"), [("uz", "soʻm"), ("uz-Cyrl", "сўм"), ("ru", "сум"), ("en", "soʻm")]
)
def test_money_is_grouped_by_no_break_spaces_and_names_its_unit(language: str, said: str) -> None:
    assert written.money(1_250_000, language) == f"1\u00a0250\u00a0000\u00a0{said}"
    assert written.money(None, language) == "—"


@pytest.mark.parametrize(
    ("value", "language", "said"),
    [(12.5, "ru", "12,5"), (12.5, "en", "12.5"), (12, "ru", "12"), (-0.001, "ru", "0"), (-3, "ru", "−3")],
)
def test_the_decimal_sign_follows_the_language(value: float, language: str, said: str) -> None:
    assert written.count(value, language) == said


def test_half_is_rounded_up_as_the_page_rounds_it() -> None:
    assert [written.count(value, "uz", 0) for value in (0.5, 1.5, 2.5, 20.5)] == ["1", "2", "3", "21"]


def test_a_range_is_written_with_the_precision_of_its_larger_end() -> None:
    told = written.units_of(estimate(1240, 1190.4, 1300), "uz")
    assert (plain(told.point), plain(told.range)) == ("1 240", "1 190–1 300")
    assert written.units_of(estimate(109, 97.7, 119), "uz").range == "98–119"


def test_a_share_of_an_estimate_keeps_its_range() -> None:
    told = written.units_of(estimate(84, 70, 105), "ru", share=1 / 7)
    assert (told.point, told.range) == ("12", "10–15")


def test_unknown_is_never_zero_and_an_exact_number_carries_no_range() -> None:
    assert written.units_of(unknown(7), "uz") == written.Written("—", None)
    assert written.revenue_of(unknown(7), "uz") == written.Written("—", None)
    assert written.units_of(estimate(0), "uz") == written.Written("0", None)
    assert written.units_of(estimate(37), "ru").range is None


def test_revenue_in_short_keeps_three_figures_and_the_scale_of_the_point() -> None:
    told = written.revenue_of(estimate(1_038_450_000, 913_836_000, 1_163_064_000), "ru")
    assert (plain(told.point), told.range) == ("1,04 млрд", "0,91–1,16")
    assert plain(written.revenue_of(estimate(4_158_000), "ru").point) == "4,16 млн"
    assert plain(written.revenue_of(estimate(999_000), "ru").point) == "999 000"


def test_times_are_tashkents() -> None:
    assert written.instant(datetime(2026, 12, 31, 20, 5, tzinfo=UTC)) == "01.01.2027 01:05"
    assert written.day(date(2026, 11, 3)) == "03.11.2026"


def test_months_are_named_as_on_the_page(checkout: Path) -> None:
    for language in LANGUAGES:
        book = json.loads((checkout / f"apps/web/src/shared/texts/{language}.json").read_text("utf-8"))
        said = [written.day_short(date(2026, month, 7), language) for month in range(1, 13)]
        assert said == [f"7\u00a0{name}" for name in book["date.months_short"].split()]


def test_a_title_comes_in_the_language_or_in_the_other_one() -> None:
    assert [written.title(Titles("choynak", "чайник"), language) for language in LANGUAGES] == [
        "choynak",
        "choynak",
        "чайник",
        "choynak",
    ]
    assert written.title(Titles(None, "чайник"), "uz") == "чайник"
    assert written.title(Titles(None, None), "ru") is None
