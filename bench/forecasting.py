"""Forecasts beside naive ones, on public series and on drawn counts; how honest intervals are; series a second; a cold start."""

from __future__ import annotations

import csv
import os
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from datetime import date
from pathlib import Path

import numpy as np
import numpy.typing as npt

from bench.result import Result
from ventra.core.forecast import forecast
from ventra.core.rolling import Rolling, Tally, roll

Float = npt.NDArray[np.float64]
Scores = dict[str, dict[str, float | None]]

ORIGINS = 24
SHOPS, JUICE = "rossmann_subset/store_retail.csv", "dominicks_oj/dominicks_OJ_2_5_8_train.csv"
COUNTED, DAYS = 400, 700
SERIES, YEAR = 1_000, 365
LEAST_A_SECOND, COLD_SECONDS = 1_000, 2.0
ROUNDS = 3
WITHIN = "inside 80 % intervals"


def forecasting(database: str, keys: str) -> list[Result]:
    """Every figure beside naive ones of the same run. Speeds are far from their bounds, so that a busy machine meets them."""
    told: list[Result] = []
    shared = Path(os.environ.get("VENTRA_SHARED", Path(__file__).parents[2] / "shared")) / "data" / "forecast"
    if shared.is_dir():
        told += _shops(shared / SHOPS) + _juice(shared / JUICE)
    else:
        print(f"without public series: {shared} is not there", file=sys.stderr)
    return [*told, *_counts(), *_speed(), _cold()]


def _shops(path: Path) -> list[Result]:
    values, known = _read(
        path, ("Store",), "Date", "Sales", ("Open", "Promo", "StateHoliday", "SchoolHoliday"), 1
    )
    told = []
    for horizon in (7, 28):
        blind, knowing = (_rolled(values, one, Rolling(ORIGINS, 7, horizon, 7)) for one in (None, known))
        told += [
            _mase(f"MASE, 20 shops, {horizon} days", blind, 0.62),
            _mase(f"MASE, 20 shops, {horizon} days, flags known", knowing, 0.52),
            *_covered(f"20 shops, {horizon} days", blind),
        ]
    return told


def _juice(path: Path) -> list[Result]:
    values, known = _read(path, ("Store", "Brand"), "WeekStarting", "Quantity", ("Price", "Advert"), 7)
    scores = _rolled(values, known, Rolling(ORIGINS, 1, 4, 1))
    return [_mase("MASE, juice, 4 weeks, price and advert known", scores, 0.48)]


def _counts() -> list[Result]:
    told = []
    for horizon in (7, 28):
        scores = _rolled(_drawn(np.random.default_rng(0)), None, Rolling(12, 7, horizon, 7))
        ours, naive = scores["forecast"], scores["seasonal_naive"]
        beside = (
            f"RMSSE {ours['rmsse']:.3f} against {naive['rmsse']:.3f}; 7-day WAPE {ours['wape_7']:.0%} against "
            f"{naive['wape_7']:.0%}; bias {ours['bias']:+.1%}; interval score {ours['interval_score_80']:.2f}"
        )
        told += [
            Result(
                f"RMSSE, few a day, {horizon} days, to seasonal naive",
                (ours["rmsse"] or np.nan) / (naive["rmsse"] or np.nan),
                0.85,
                False,
                "x",
                beside,
            ),
            _share(f"above the high bound, few a day, {horizon} days", ours["above_80"], 12.0, least=False),
            _share(f"above the high bound, few a day, {horizon} days", ours["above_80"], 5.0, least=True),
        ]
    return told


def _drawn(rng: np.random.Generator) -> Float:
    """Counts of which more than a third are 0: levels that wander and jump, weekdays, over-dispersion, empty shelves."""
    level = np.cumsum(rng.normal(0, 0.03, (COUNTED, DAYS)), axis=1) * 0.5
    mean = rng.lognormal(-0.6, 0.6, (COUNTED, 1)) * np.exp(level - level.mean(axis=1, keepdims=True))
    mean *= np.array([0.9, 0.85, 0.85, 0.9, 1.05, 1.3, 1.15])[np.arange(DAYS) % 7]
    sold = rng.poisson(rng.gamma(1.5, mean / 1.5)).astype(float)
    for row, begin in zip(rng.integers(0, COUNTED, COUNTED), rng.integers(0, DAYS, COUNTED), strict=True):
        sold[row, begin : begin + 10] = 0
    zeros = (sold == 0).mean(axis=1)
    return np.asarray(sold[(zeros > 0.37) & (zeros < 0.84)])


def _speed() -> list[Result]:
    rng, told = np.random.default_rng(1), []
    for name, values in (
        ("few a day", rng.poisson(0.5, (SERIES, YEAR)).astype(float)),
        ("amounts", rng.normal(5_000, 500, (SERIES, YEAR))),
    ):
        took = min(_seconds(lambda values=values: forecast(values)) for _ in range(ROUNDS))  # type: ignore[misc]
        alone = min(_seconds(lambda values=values: forecast(values[:1])) for _ in range(ROUNDS))  # type: ignore[misc]
        beside = f"{YEAR} days each, model choice and intervals; one alone {alone * 1e3:.0f} ms"
        told.append(
            Result(f"series forecast a second, {name}", SERIES / took, LEAST_A_SECOND, True, "/s", beside)
        )
    return told


def _cold() -> Result:
    program = "import numpy as np; from ventra.core.forecast import forecast; forecast(np.ones((1, 90)))"
    took = min(
        _seconds(lambda: subprocess.run([sys.executable, "-c", program], check=True)) for _ in range(ROUNDS)
    )
    return Result(
        "a fresh process to its first forecast", took, COLD_SECONDS, False, "s", "Python's start included"
    )


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _rolled(values: Float, known: Float | None, by: Rolling) -> Scores:
    tally = Tally()
    roll(tally, values, known, by)
    return tally.scores()


def _mase(name: str, scores: Scores, bound: float) -> Result:
    ours, naive = scores["forecast"]["mase"], scores["seasonal_naive"]["mase"]
    beside = f"seasonal naive {naive:.3f}, average {scores['average']['mase']:.3f}; {ORIGINS} origins"
    return Result(name, ours or np.nan, bound, False, "", beside)


def _covered(name: str, scores: Scores) -> list[Result]:
    ours = scores["forecast"]
    parts = {"steps": "cover_80", "7-day totals": "cover_80_7", "28-day totals": "cover_80_28"}
    held = {part: ours[key] for part, key in parts.items() if key in ours}
    told = []
    for part, share in held.items():
        what = f"{WITHIN}, {name}: {part}"
        told += [_share(what, share, 82.0, least=False), _share(what, share, 78.0, least=True)]
    return told


def _share(name: str, share: float | None, bound: float, *, least: bool, beside: str = "") -> Result:
    return Result(name, 100 * (share or np.nan), bound, least, "%", beside)


def _read(
    path: Path, names: tuple[str, ...], when: str, value: str, known: tuple[str, ...], apart: int
) -> tuple[Float, Float]:
    """A panel [n, T] and its known columns [n, T, k] from a public file."""
    rows: dict[tuple[str, ...], dict[int, list[float]]] = defaultdict(dict)
    with path.open(newline="") as lines:
        for row in csv.DictReader(lines):
            step = date.fromisoformat(row[when]).toordinal() // apart
            cells = [float(row[one]) if row[one] not in "abc" else 1.0 for one in (value, *known)]
            rows[tuple(row[name] for name in names)][step] = cells
    steps = [step for one in rows.values() for step in one]
    table = np.full((len(rows), max(steps) - min(steps) + 1, 1 + len(known)), np.nan)
    for place, one in enumerate(rows.values()):
        table[place, np.array(list(one)) - min(steps)] = list(one.values())
    return table[:, :, 0], table[:, :, 1:]
