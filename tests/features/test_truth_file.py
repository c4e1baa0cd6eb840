"""Truth files: read strictly, and what is wrong with one is said with its line."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from ventra.core.day import to_day_number
from ventra.errors import BadInput
from ventra.sales.truth_file import read_truth

FIRST = to_day_number(date(2026, 6, 1))


def written(folder: Path, text: str, name: str = "truth.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def table(folder: Path, **columns: Any) -> Path:
    path = folder / "truth.parquet"
    pq.write_table(pa.table(columns), path)
    return path


def test_a_csv_is_read_with_what_it_tells_of_trouble_and_gap(tmp_path: Path) -> None:
    told = read_truth(
        written(
            tmp_path,
            "product_id,day,units,trouble,gap_hours,shop\n"
            "7,2026-06-02,3.5,restock,8,a\n7,2026-06-01,0,,,\n5,2026-06-01,2,FBS,24,b\n",
        )
    )
    assert told.unused == ["shop"]
    assert told.truth.product.tolist() == [5, 7, 7]
    assert told.truth.day.tolist() == [FIRST, FIRST, FIRST + 1]
    assert told.truth.units.tolist() == [2, 0, 3.5]
    assert told.truth.trouble == ["FBS", "", "restock"]
    np.testing.assert_array_equal(told.truth.gap_hours, [24, np.nan, 8])


@pytest.mark.parametrize(
    "days",
    [
        ["2026-06-01", "2026-06-02"],
        [date(2026, 6, 1), date(2026, 6, 2)],
        [datetime(2026, 6, 1), datetime(2026, 6, 2)],  # noqa: DTZ001
    ],
)
def test_a_parquet_tells_days_as_text_as_dates_or_as_midnights(tmp_path: Path, days: list[Any]) -> None:
    told = read_truth(table(tmp_path, product_id=[1, 1], day=days, units=[1, 2]))
    assert told.truth.day.tolist() == [FIRST, FIRST + 1]
    assert told.truth.units.tolist() == [1, 2]
    assert told.truth.trouble == ["", ""]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("1,2026-06-01,-1", "line 2: units: -1"),
        ("1,2026-06-01,nan", "line 2: units: nan"),
        ("1,2026-06-01,inf", "line 2: units: inf"),
        ("1,2026-06-01,many", "line 2: .*units"),
        ("1,2026-06-01,", "line 2: .*units"),
        ("1,,5", "line 2: .*day"),
        ("1,2026-02-30,5", "line 2: .*day"),
        ("1,2026-06-01T10:00:00Z,5", "line 2: .*day"),
        (",2026-06-01,5", "line 2: .*product_id"),
        ("1.5,2026-06-01,5", "line 2: .*product_id"),
        ("0,2026-06-01,5", "line 2: product_id: 0"),
        ("1,2026-06-01,5,6", "line 2: has more cells than columns"),
        ("1,2026-06-01,5\n1,2026-06-01,5", "product 1, 2026-06-01: the day is told twice"),
        ("", "holds no rows"),
    ],
)
def test_a_line_that_cannot_be_true_is_named(tmp_path: Path, line: str, words: str) -> None:
    with pytest.raises(BadInput, match=words):
        read_truth(written(tmp_path, f"product_id,day,units\n{line}\n"))


def test_a_gap_that_is_none_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="line 2: gap_hours"):
        read_truth(written(tmp_path, "product_id,day,units,gap_hours\n1,2026-06-01,5,0\n"))


def test_missing_units_in_a_parquet_are_an_error_and_never_zero(tmp_path: Path) -> None:
    for absent in (None, float("nan")):
        with pytest.raises(BadInput, match=r"line 2: .*units"):
            read_truth(table(tmp_path, product_id=[1, 2], day=["2026-06-01"] * 2, units=[1.0, absent]))


def test_a_file_of_another_kind_and_columns_that_are_missing_are_named(tmp_path: Path) -> None:
    for text, name, words in (
        ("", "truth.txt", "ends in .csv or .parquet"),
        ("", "truth.csv", "no column product_id, day, units"),
        ("product_id,units\n1,2\n", "truth.csv", "no column day"),
        ("not a table", "truth.parquet", "cannot be read"),
    ):
        with pytest.raises(BadInput, match=words):
            read_truth(written(tmp_path, text, name))
    (tmp_path / "truth.csv").write_bytes(b"product_id,day,units\n\xff,2026-06-01,1\n")
    with pytest.raises(BadInput, match="cannot be read"):
        read_truth(tmp_path / "truth.csv")
