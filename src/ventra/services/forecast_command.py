"""`ventra backtest forecast`: the steps after each series' end as CSV, and scores over rolling origins beside naive ones."""

from __future__ import annotations

import argparse
import csv
import io
import math
import sys
from typing import Any

import msgspec
import numpy as np

from ventra.core.forecast import Band, forecast
from ventra.core.rolling import AVERAGE, LAST, OURS, SEASONAL, Rolling, Tally, roll
from ventra.core.spreadsheet import as_text
from ventra.core.ways import LONG_SEASON
from ventra.errors import BadInput
from ventra.services.progress import Progress
from ventra.services.series_file import Panel, SeriesFile, panels, read_series
from ventra.services.whole_file import write_whole

WEEK, YEAR, YEARS = 7, 52, 3
COLUMNS = ("series", "step", "mean", "lo80", "hi80", "lo95", "hi95")
DIGITS = 6


def run(wish: argparse.Namespace) -> int:
    """Read, forecast, score, write; `BadInput` says what is wrong with the file, and then nothing is written."""
    if wish.out.exists() and wish.out.samefile(wish.csv):
        raise BadInput(f"{wish.out}: is the file that is read; name another to write to", field="out")
    file = read_series(wish.csv, freq=wish.freq, known=wish.known)
    season = wish.season or _season(file, wish.freq)
    by = Rolling(wish.origins, season if season <= LONG_SEASON else 1, wish.horizon, season)
    tally, origins, rows = Tally(), 0, dict[str, list[Any]]()
    with Progress() as progress:
        for panel in panels(file, horizon=wish.horizon, season=season, known=len(wish.known)):
            rows |= _ahead(panel, file, by)
            origins = max(origins, roll(tally, panel.values, panel.known, by))
            progress.say(f"{wish.csv.name}: {len(rows)} of {len(file.series)} series")
    write_whole(wish.out, _csv([rows[name] for name in file.series]))
    scores = tally.scores()
    _show(scores, as_json=wish.json, about={"series": len(rows), "season": season, "origins": origins})
    print(f"the forecasts are in {wish.out}", file=sys.stderr)
    return 0


def _season(file: SeriesFile, freq: str) -> int:
    if freq == "D":
        return WEEK
    length = np.median([one.end - min(one.value) + 1 for one in file.series.values()])
    return YEAR if length >= YEARS * YEAR else 1


def _ahead(panel: Panel, file: SeriesFile, by: Rolling) -> dict[str, list[Any]]:
    """The rows of each series of a panel, by its name; steps go on from its last one, or count from 1 where they are dates."""
    steps = forecast(panel.values, horizon=by.horizon, season=by.season, known=panel.known).steps
    last = [0 if file.dated else end for end in panel.ends]
    return {name: _rows(name, last[row], steps, row) for row, name in enumerate(panel.names)}


def _rows(name: str, last: int, steps: Band, row: int) -> list[Any]:
    parts = (steps.mean, steps.low80, steps.high80, steps.low95, steps.high95)
    return [
        (as_text(name), last + 1 + step, *(_cell(float(part[row, step])) for part in parts))
        for step in range(steps.mean.shape[1])
    ]


def _cell(value: float) -> str:
    return "" if math.isnan(value) else repr(round(value, DIGITS))


def _csv(series: list[list[Any]]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for rows in series:
        writer.writerows(rows)
    return text.getvalue().encode()


def _show(scores: dict[str, dict[str, float | None]], *, as_json: bool, about: dict[str, int]) -> None:
    if as_json:
        rounded = {
            who: {name: None if score is None else round(score, DIGITS) for name, score in own.items()}
            for who, own in scores.items()
        }
        sys.stdout.buffer.write(msgspec.json.format(msgspec.json.encode(about | rounded), indent=2) + b"\n")
        return
    who = (OURS, SEASONAL, LAST, AVERAGE)
    print(", ".join(f"{name} {number}" for name, number in about.items()))
    print(f"{'':20}" + "".join(f"{name:>16}" for name in who))
    for score in scores[OURS]:
        print(f"{score:20}" + "".join(f"{_shown(scores[name].get(score)):>16}" for name in who))


def _shown(score: float | None) -> str:
    return "-" if score is None else f"{score:.4g}"
