"""`ventra backtest sales`: a report from two files, without a database."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from ventra.core.rivals import RIVALS
from ventra.core.scores import Estimates
from ventra.sales.backtest import OURS, Backtest, Rows, comparisons
from ventra.sales.truth import truth_of
from ventra.services.backtest_given import from_files
from ventra.services.backtest_report import report_on
from ventra.services.backtest_table import table

BEGIN = datetime(2026, 5, 31, 19, tzinfo=UTC)
KEYS = {"n", "wape", "median_ape", "bias", "cover", "cover_open", "cover_wide", "rel_width", "wis", "missing"}
DAYS, A_DAY = 14, 6


ONE_PROCESSOR = ("PATH", "OPENBLAS_CORETYPE")
"""What a command is told of the environment: the same bytes come of the same kind of processor alone."""


def backtest(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "ventra.services.cli", "backtest", "sales", *map(str, arguments)],
        env={name: os.environ[name] for name in ONE_PROCESSOR if name in os.environ},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def look(product: int, hour: int, orders: int) -> dict[str, Any]:
    at = (BEGIN + timedelta(hours=hour)).isoformat().replace("+00:00", "Z")
    return {
        "seen_at": at,
        "product_id": product,
        "orders_total": orders,
        "price": 1000,
        "stock": 900 - orders,
    }


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    """Two products that sell six a day, looked at every 12 hours from midnight on, and their truth."""
    observations, truth = tmp_path / "looks.ndjson", tmp_path / "truth.csv"
    rows = [look(product, hour, hour // 4) for product in (1, 2) for hour in range(0, DAYS * 24 + 1, 12)]
    observations.write_text("".join(json.dumps(row) + "\n" for row in rows))
    days = [date(2026, 6, 1) + timedelta(days=n) for n in range(DAYS)]
    told = [f"{product},{day},{A_DAY},restock" for product in (1, 2) for day in days]
    truth.write_text("product_id,day,units,trouble\n" + "\n".join(told) + "\n")
    return observations, truth


def scores(files: tuple[Path, Path], *more: str) -> dict[str, dict[str, dict[str, float | None]]]:
    done = backtest("--observations", files[0], "--truth", files[1], "--json", *more)
    assert done.returncode == 0, done.stderr
    found: dict[str, dict[str, dict[str, float | None]]] = json.loads(done.stdout)
    return found


def test_json_holds_scores_by_rule_and_cell_under_their_agreed_names(files: tuple[Path, Path]) -> None:
    found = scores(files)
    assert list(found) == ["ventra", "counter_only", "stock_only", "switch", "since_last_look"]
    for by_cell in found.values():
        assert {"all", "band=1-8", "gap=8h", "trouble=restock", "7d", "7d band=1-8"} <= set(by_cell)
        assert all(set(one) >= KEYS for one in by_cell.values())
    ours = found["ventra"]
    assert (ours["all"]["n"], ours["7d"]["n"], ours["gap=1h"]["n"]) == (28, 4, 0)
    assert (ours["all"]["wape"], ours["all"]["cover"], ours["7d"]["wape"]) == (0, 1, 0)
    assert ours["gap=1h"]["wape"] is None
    # Six a day, half of them in the half day before midnight's look, which belongs to the next day.
    assert found["counter_only"]["all"]["missing"] == pytest.approx(2 / 28, abs=1e-6)


def test_the_same_files_give_the_same_bytes_and_any_kind_of_file_the_same_scores(
    files: tuple[Path, Path],
) -> None:
    packed = files[0].with_suffix(".ndjson.gz")
    packed.write_bytes(gzip.compress(b"".join(reversed(files[0].read_bytes().splitlines(keepends=True)))))
    table = files[0].with_suffix(".csv")
    rows = [json.loads(line) for line in files[0].read_text().splitlines()]
    table.write_text(
        "\n".join([",".join(rows[0]), *(",".join(map(str, row.values())) for row in rows)]) + "\n"
    )
    expected = scores(files)
    assert scores((packed, files[1])) == expected
    assert scores((table, files[1])) == expected


def test_the_table_shows_ours_beside_the_rules_and_says_where_it_is_worse(files: tuple[Path, Path]) -> None:
    done = backtest("--observations", files[0], "--truth", files[1])
    assert done.returncode == 0, done.stderr
    head, *lines = done.stdout.splitlines()
    assert head.split() == [
        "n", "missing", "WAPE", "median", "bias", "cover", "open", "exact", "width", "WIS", "|",
        "counter_only", "stock_only", "switch", "since_last_look",
    ]  # fmt: skip
    row = next(line for line in lines if line.startswith("all "))
    assert row.split()[:5] == ["all", "28", "0.0", "%", "0.0"]
    assert not any(line.startswith("gap=1h") for line in lines)
    assert "No cell is large enough" in done.stdout


def test_what_is_refused_is_counted_on_stderr_and_the_rest_is_measured(files: tuple[Path, Path]) -> None:
    first = files[0].read_text().splitlines()[0]
    other = first.replace('"orders_total": 0', '"orders_total": 5')
    bad = '{"seen_at": "2026-06-01T00:00:00Z", "product_id": 1, "orders_total": -4}'
    with files[0].open("a") as out:
        out.write("\n".join([first, other, bad, "no json"]) + "\n")
    done = backtest("--observations", files[0], "--truth", files[1], "--json")
    assert done.returncode == 0
    assert "62 read, 58 taken, 1 known, 3 rejected" in done.stderr
    assert "1 × orders_total: -4" in done.stderr
    assert "1 × the same product and instant" in done.stderr
    assert json.loads(done.stdout)["ventra"]["all"]["wape"] == 0


def test_a_product_never_seen_counts_as_missing(files: tuple[Path, Path]) -> None:
    with files[1].open("a") as out:
        out.write("99,2026-06-01,5,\n")
    for by_cell in scores(files).values():
        assert by_cell["all"]["n"] == 29
        assert (by_cell["all"]["missing"] or 0) >= 0.034


def test_out_takes_the_report_whole_and_leaves_stdout_empty(files: tuple[Path, Path], tmp_path: Path) -> None:
    out = tmp_path / "report.json"
    done = backtest("--observations", files[0], "--truth", files[1], "--json", "--out", out)
    assert (done.returncode, done.stdout) == (0, "")
    assert json.loads(out.read_text()) == scores(files)
    assert not list(tmp_path.glob("*.partial"))
    nowhere = backtest("--observations", files[0], "--truth", files[1], "--out", tmp_path / "no" / "report")
    assert nowhere.returncode == 2
    assert "cannot be written" in nowhere.stderr


def test_wrong_calls_end_with_2_and_say_what_to_change(files: tuple[Path, Path], tmp_path: Path) -> None:
    odd = tmp_path / "odd.csv"
    odd.write_text("product_id,day,units\n1,2026-06-01,5\n1,2026-06-01,6\n")
    other = tmp_path / "looks.txt"
    other.write_text("x")
    for arguments, words in (
        (["--truth", files[1]], "--observations FILE and --truth FILE go together"),
        (["--observations", files[0]], "--observations FILE and --truth FILE go together"),
        (["--observations", tmp_path / "none.csv", "--truth", files[1]], "there is no such file"),
        (["--observations", files[0], "--truth", odd], "the day is told twice"),
        (["--observations", other, "--truth", files[1]], "expected a file that ends in"),
    ):
        done = backtest(*arguments)
        assert done.returncode == 2
        assert words in done.stderr
        assert done.stdout == ""


def test_without_files_it_runs_over_simulated_products_and_says_that_they_are_no_market() -> None:
    done = backtest()
    assert done.returncode == 0
    assert "trouble=rounded_counter" in done.stdout
    assert done.stdout.splitlines()[0].endswith("oracle")
    assert "a simulator is not the market" in done.stdout


def test_a_report_shows_points_given_beside_and_what_the_reader_must_be_told(
    files: tuple[Path, Path],
) -> None:
    given = from_files(*files)
    more = replace(
        given, beside={"oracle": given.truth.units * 1.5}, notes=("A simulator is not the market.",)
    )
    text = report_on(more, for_machine=False).decode()
    assert text.splitlines()[0].endswith("oracle")
    assert next(line for line in text.splitlines() if line.startswith("all ")).endswith("50.0 %")
    assert text.endswith("A simulator is not the market.\n")
    assert json.loads(report_on(more, for_machine=True))["oracle"]["all"]["bias"] == 0.5


def test_where_ours_is_worse_than_a_rule_the_report_says_so(files: tuple[Path, Path]) -> None:
    given = from_files(*files)
    products = np.arange(1, 41)
    truth = truth_of(np.repeat(products, DAYS), np.tile(given.truth.day[:DAYS], 40), np.full(40 * DAYS, 6.0))
    wrong = Rows(
        1,
        truth.product,
        truth.units,
        {rule: Estimates.of_points(truth.units + 3 * (rule == OURS)) for rule in (OURS, *RIVALS)},
        {"all": np.ones(len(truth), bool)},
    )
    found = Backtest(wrong, ())
    text = table(found.scores(), comparisons(found, np.random.default_rng(0)), ())
    assert "Worse than switch in all: WAPE by 50.0 points, by 50.0 at least (95 %)." in text
    assert text.count("Worse than") == 4
