"""The stand-in's accuracy: a back-test over simulated products, one over a file, and the rules before."""

from __future__ import annotations

from datetime import datetime, timedelta

from fakes.api_shape_shelf import Json, stamp
from ventra.core.cells import BAND_NAMES, GAP_NAMES
from ventra.core.rivals import RIVALS
from ventra.simulator.streams.kinds import Trouble

RULE = 3
ODD_TROUBLE = (
    "<img src=x onerror=document.title='broken'> a_word_so_long_that_it_does_not_fit_into_any_line_of_a_card"
)
_FACTOR = {
    "ventra": 1.0,
    "oracle": 0.6,
    "counter_only": 4.1,
    "stock_only": 5.6,
    "switch": 4.2,
    "since_last_look": 4.3,
}
_OVER_ALL = ("all", "mean")
_HARD = {
    "mean": 3.4,
    "band=0-1": 3.5,
    "gap=24h": 1.9,
    "trouble=everything": 2.4,
    "trouble=rounded_counter": 1.4,
}


def accuracy(now: datetime, *, empty: bool) -> Json:
    """The newest of each source; `empty`: nothing was measured yet."""
    return {"rule": RULE, "results": [] if empty else [_simulated(now), _of_a_file(now)]}


def history(now: datetime, *, empty: bool) -> Json:
    """Three rules, each better than the one before."""
    points = [_point(now, age, RULE - age) for age in range(3)]
    return {"points": [] if empty else points}


def _simulated(now: datetime) -> Json:
    cells = [
        *_OVER_ALL,
        *(f"band={name}" for name in BAND_NAMES),
        *(f"gap={name}" for name in GAP_NAMES),
        *(f"trouble={name}" for name in sorted(Trouble)),
    ]
    recipe = {"seed": 7, "per_cell": 1, "observations": None, "truth": None, "calibration": None}
    return _result(2, "simulator", now, recipe, {rule: _scored(cells, rule) for rule in _FACTOR})


def _of_a_file(now: datetime) -> Json:
    cells = [*_OVER_ALL, "band=1-8", "gap=3h", f"trouble={ODD_TROUBLE}"]
    recipe = {
        "seed": None,
        "per_cell": None,
        "observations": "<b>looks.parquet",
        "truth": "truth.csv",
        "calibration": 2,
    }
    rules = {rule: _scored(cells, rule) for rule in ("ventra", *RIVALS)}
    return _result(1, "file", now - timedelta(days=1), recipe, rules)


def _result(number: int, source: str, made_at: datetime, recipe: Json, scores: Json) -> Json:
    return {
        "id": number,
        "made_at": stamp(made_at),
        "source": source,
        "rule": RULE,
        "profile": None,
        "recipe": recipe,
        "scores": scores,
    }


def _scored(cells: list[str], rule: str) -> Json:
    daily = {
        cell: _scores(0.065 * _HARD.get(cell, 1.0) * _FACTOR[rule], 15_550, rule, cell) for cell in cells
    }
    found = dict(daily)
    for before, part, rows in (("7d", 2, 2_016), ("28d", 4, 288)):
        for cell, one in daily.items():
            wape = None if one["wape"] is None else one["wape"] / part
            found[before if cell == "all" else f"{before} {cell}"] = one | {"wape": wape, "n": rows}
    return found


def _scores(wape: float, rows: int, rule: str, cell: str) -> Json:
    mute = rule == "counter_only" and cell == "trouble=no_counter"
    return {
        "n": rows if cell in _OVER_ALL else rows // 18,
        "wape": None if mute else round(wape, 6),
        "median_ape": None if mute else round(wape / 3, 6),
        "bias": None if mute else -0.016,
        "cover": None if mute else 0.842,
        "cover_open": 0.777,
        "cover_wide": 0.764,
        "rel_width": 0.133,
        "wis": 2.2,
        "missing": 1.0 if mute else 0.022,
        "exact": 0.972,
    }


def _point(now: datetime, age: int, rule: int) -> Json:
    summary = {
        cell: _scores(0.065 + 0.02 * age, 15_550, "ventra", "all")
        for cell in ("all", "mean", "7d", "7d mean", "28d", "28d mean")
    }
    made_at = stamp(now - timedelta(days=30 * age))
    return {"id": 3 - age, "made_at": made_at, "source": "simulator", "rule": rule, "summary": summary}
