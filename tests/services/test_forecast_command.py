"""`ventra backtest forecast`: series in, forecasts and scores out, without a database."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest

FIRST = date(2026, 1, 5)
HEAD = ["series", "step", "mean", "lo80", "hi80", "lo95", "hi95"]


def backtest(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "ventra.services.cli", "backtest", "forecast", *map(str, arguments)],
        env={"PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def write(path: Path, head: list[str], rows: Iterator[list[object]] | list[list[object]]) -> Path:
    with path.open("w", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(head)
        writer.writerows(rows)
    return path


def read(path: Path) -> list[list[str]]:
    with path.open(newline="") as lines:
        return list(csv.reader(lines))


@pytest.fixture
def daily(tmp_path: Path) -> Path:
    """Three products of 140 days with weekdays; the third ends two weeks before, and a day of it is not known."""
    rng = np.random.default_rng(4)
    week = np.array([1, 1, 1, 1, 2, 3, 2])

    def rows() -> Iterator[list[object]]:
        for name, days in (("a", 140), ("b", 140), ("c", 126)):
            for day in range(days):
                if (name, day) != ("c", 60):
                    yield [name, FIRST + timedelta(days=day), rng.poisson(9 * week[day % 7])]

    return write(tmp_path / "days.csv", ["series", "date", "value"], rows())


def test_each_series_goes_on_from_its_own_end(daily: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    done = backtest("--csv", daily, "--horizon", 14, "--out", out, "--json")
    assert done.returncode == 0, done.stderr
    head, *rows = read(out)
    assert head == HEAD
    assert [row[0] for row in rows] == ["a"] * 14 + ["b"] * 14 + ["c"] * 14
    assert [int(row[1]) for row in rows] == list(range(1, 15)) * 3
    for row in rows:
        mean, low80, high80, low95, high95 = map(float, row[2:])
        assert 0 <= low95 <= low80 <= mean <= high80 <= high95
        assert abs(mean / (9 * [1, 1, 1, 1, 2, 3, 2][(int(row[1]) - 1) % 7]) - 1) < 0.4
    told = json.loads(done.stdout)
    assert (told["series"], told["season"]) == (3, 7)
    assert 10 <= told["origins"] <= 24
    assert told["forecast"]["mase"] < 0.85 < told["naive"]["mase"]
    assert told["forecast"]["mase"] < told["seasonal_naive"]["mase"]
    assert told["naive"]["owa"] == pytest.approx(1)
    assert 0.7 <= told["forecast"]["cover_80"] <= 0.97
    assert told["forecast"]["cover_80_7"] is not None
    assert "cover_80" not in told["average"]


def test_steps_that_are_numbers_go_on(tmp_path: Path) -> None:
    rows: list[list[object]] = [["x", step, 100 + step % 3] for step in range(5, 65)]
    given = write(tmp_path / "steps.csv", ["series", "step", "value"], rows)
    out = tmp_path / "out.csv"
    done = backtest("--csv", given, "--horizon", 3, "--season", 3, "--freq", "W", "--out", out)
    assert done.returncode == 0, done.stderr
    assert [row[1] for row in read(out)[1:]] == ["65", "66", "67"]
    assert [round(float(row[2])) for row in read(out)[1:]] == [102, 100, 101]
    assert "seasonal_naive" in done.stdout


def test_columns_known_ahead_are_used(tmp_path: Path) -> None:
    rng = np.random.default_rng(1)

    def rows() -> Iterator[list[object]]:
        for step in range(108):
            price = 10 if step % 4 else 5
            sold = round(float(4000 / price * np.exp(rng.normal(0, 0.05))), 1)
            yield ["x", FIRST + timedelta(weeks=step), sold if step < 104 else "", price]

    given = write(tmp_path / "weeks.csv", ["series", "date", "value", "price"], rows())
    out = tmp_path / "out.csv"
    asked = ("--csv", given, "--horizon", 4, "--freq", "W", "--out", out)
    assert backtest(*asked, "--known", "price").returncode == 0
    means = [float(row[2]) for row in read(out)[1:]]
    assert means[0] == pytest.approx(800, rel=0.08)
    assert means[1:] == pytest.approx([400] * 3, rel=0.08)
    short = backtest("--csv", given, "--horizon", 5, "--freq", "W", "--known", "price", "--out", out)
    assert short.returncode == 2
    assert "5 steps beyond its last value" in short.stderr


BAD = {
    "series,value\na,1\n": "needs a column step or a column date",
    "series,step,date,value\na,1,2026-01-01,1\n": "and not both",
    "series,step\na,1\n": "has no column value",
    "series,step,value\na,1,x\n": "line 2: value is 'x'",
    "series,step,value\na,1,inf\n": "line 2: value is 'inf'",
    "series,step,value\na,one,1\n": "line 2: step is 'one'",
    "series,date,value\na,2026-02-30,1\n": "line 2: date is '2026-02-30'",
    "series,step,value\na,1,1\na,1,2\n": "line 3: 1 of series a is there twice",
    "series,step,value\na,1\n": "line 2: has another number of cells",
    "series,step,value\na,1,\n": "series a has no value",
    "series,step,value\n": "holds no rows",
    "series,step,value\na,1,1\na,900000,1\n": "spans more than",
    "series,step,value,value\na,1,1,2\n": "has a column twice",
    "series,step,value\na,1,1e308\n": "line 2: value is '1e308'",
    "series,step,value\na,1,1_0\n": "line 2: value is '1_0'",
    "series,step,value\na,1_0,1\n": "line 2: step is '1_0'",
    f"series,step,value\na,{10**30},1\n": "line 2: step is '1000",
    "series,step,value\na,0,1\na,99999,1\n"
    + "".join(f"b{n},99999,1\n" for n in range(600)): "split the file",
}


@pytest.mark.parametrize("content", BAD)
def test_a_file_that_cannot_be_is_named_and_nothing_is_written(content: str, tmp_path: Path) -> None:
    given, out = tmp_path / "given.csv", tmp_path / "out.csv"
    given.write_text(content)
    done = backtest("--csv", given, "--horizon", 2, "--out", out)
    assert done.returncode == 2
    assert BAD[content] in done.stderr
    assert not out.exists()


@pytest.mark.parametrize(
    "arguments",
    [
        ("--horizon", "0"),
        ("--horizon", "x"),
        ("--horizon", "2", "--known", "a,a"),
        ("--horizon", "2", "--freq", "M"),
    ],
)
def test_a_wrong_call_says_so(arguments: tuple[str, ...], daily: Path, tmp_path: Path) -> None:
    done = backtest("--csv", daily, "--out", tmp_path / "out.csv", *arguments)
    assert done.returncode == 2
    assert "usage" in done.stderr


def test_the_file_that_is_read_is_not_written_over(daily: Path) -> None:
    before = daily.read_bytes()
    done = backtest("--csv", daily, "--horizon", 7, "--out", daily)
    assert done.returncode == 2
    assert "is the file that is read" in done.stderr
    assert daily.read_bytes() == before


def test_a_name_that_would_be_a_formula_is_text(tmp_path: Path) -> None:
    rows: list[list[object]] = [["=cmd()", step, step % 3] for step in range(30)]
    given, out = write(tmp_path / "given.csv", ["series", "step", "value"], rows), tmp_path / "out.csv"
    assert backtest("--csv", given, "--horizon", 1, "--out", out).returncode == 0
    assert read(out)[1][0] == "'=cmd()"


def test_a_series_too_short_to_score_is_still_forecast(tmp_path: Path) -> None:
    given = write(tmp_path / "short.csv", ["series", "step", "value"], [["x", 1, 4], ["x", 2, 6]])
    done = backtest("--csv", given, "--horizon", 2, "--out", tmp_path / "out.csv", "--json")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["origins"] == 0
    assert told["forecast"].get("mase") is None
    assert [row[0] for row in read(tmp_path / "out.csv")[1:]] == ["x", "x"]
