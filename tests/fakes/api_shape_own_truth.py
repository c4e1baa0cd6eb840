"""The stand-in's own shop beside our estimates: a category that is corrected, one as good as can be told, one of few days."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from fakes.api_shape_shelf import Json, stamp
from ventra.core.own_view import BAND_NAMES, BANDS

ODD_TITLE = "<b>Kiyim</b> a_word_so_long_that_it_does_not_fit_into_any_line_of_a_card_of_a_phone"


class OwnTruth:
    """Whether the correction is switched on; `connected`: whether a shop is."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.is_on = False
        self.connected = True

    def answer(self, method: str, data: Json, *, owner: bool, empty: bool) -> Json:
        """What the page is told, after the switch where one is sent."""
        if method == "PUT":
            self.is_on = data["on"]
        learned = self.connected and not empty
        return {
            "connected": self.connected,
            "is_on": self.is_on,
            "may_switch": owner,
            "made_at": stamp(self.now) if learned else None,
            "categories": self._categories() if learned else [],
        }

    def _categories(self) -> list[Json]:
        widths = [1.58, 3.6, 2.0, 1.78]
        return [
            self._category(1, "Choynaklar", "learned", 1.36, widths, [4.0] * BANDS),
            self._category(2, ODD_TITLE, "as_good", 1.0, [1.0] * BANDS, [1.0] * BANDS),
            self._category(3, None, "few_days", 1.0, [1.0] * BANDS, [1.0] * BANDS),
        ]

    def _category(
        self, number: int, title: str | None, why: str, factor: float, days: list[float], windows: list[float]
    ) -> Json:
        cells = ["all", *(f"band={name}" for name in BAND_NAMES), "7d all", "7d band=1-8"]
        after = {"wape": 0.066, "bias": 0.012, "cover": 0.79} if why == "learned" else {}
        held_out = {cell: {"before": _scores(), "after": _scores(**after)} for cell in cells}
        return {
            "category": {"category_id": number, "titles": {"uz": title, "ru": None}},
            "days": 90, "products": 24, "why": why, "in_force": self.is_on and why == "learned", "factor": factor,
            "width_days": days, "width_windows": windows, "held_out": held_out,
        }  # fmt: skip


def _scores(**other: Any) -> Json:
    return {
        "n": 640, "wape": 0.257, "median_ape": 0.25, "bias": -0.26, "cover": 0.21, "cover_open": 0.2, "cover_wide": 0.2,
        "rel_width": 0.1, "wis": 14.0, "missing": 0.0, "exact": None,
    } | other  # fmt: skip
