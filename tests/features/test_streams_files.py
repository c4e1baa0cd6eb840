"""Streams as files: what is read back is what was seen, and the truth stands beside it."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from ventra.collect.reading import batches
from ventra.core.columns import SKU_LIST_PRICE
from ventra.core.day import from_day_number
from ventra.simulator.streams import Streams, make_streams
from ventra.simulator.streams.kinds import BANDS, TROUBLES
from ventra.simulator.streams.write import write_streams


@pytest.fixture(scope="module")
def streams() -> Streams:
    return make_streams(3, days=14, gaps=(8, 24), bands=("1-8", "50+"))


def test_an_import_of_the_file_sees_what_the_streams_show(streams: Streams, tmp_path: Path) -> None:
    observations, _ = write_streams(streams, tmp_path)
    now_us = int(streams.seen.products.at.max()) + 1
    (batch,) = batches(observations, observations.name, now_us=now_us)
    assert batch.rejects == []
    for read, shown in ((batch.seen.products, streams.seen.products), (batch.seen.skus, streams.seen.skus)):
        assert np.array_equal(read.key, shown.key)
        assert np.array_equal(read.at, shown.at)
        assert np.array_equal(read.source, shown.source)
    assert np.array_equal(batch.seen.products.state, streams.seen.products.state)
    inside = streams.seen.skus.state[:, :SKU_LIST_PRICE]
    assert np.array_equal(batch.seen.skus.state[:, :SKU_LIST_PRICE], inside)
    assert np.array_equal(batch.seen.row_of_sku, streams.seen.row_of_sku)


def test_the_truth_names_band_gap_and_trouble_of_every_day(streams: Streams, tmp_path: Path) -> None:
    _, truth = write_streams(streams, tmp_path)
    with truth.open(newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert list(rows[0]) == ["product_id", "day", "units", "band", "gap_hours", "trouble"]
    assert [int(row["units"]) for row in rows] == streams.truth_units.tolist()
    assert [row["day"] for row in rows] == [str(from_day_number(day)) for day in streams.truth_day.tolist()]
    place = np.searchsorted(streams.product, [int(row["product_id"]) for row in rows])
    assert [row["band"] for row in rows] == [BANDS[one] for one in streams.band[place]]
    assert [int(row["gap_hours"]) for row in rows] == streams.gap_hours[place].tolist()
    assert [row["trouble"] for row in rows] == [TROUBLES[one] for one in streams.trouble[place]]


def test_equal_streams_make_equal_files(streams: Streams, tmp_path: Path) -> None:
    first = [path.read_bytes() for path in write_streams(streams, tmp_path / "one")]
    again = make_streams(3, days=14, gaps=(8, 24), bands=("1-8", "50+"))
    assert [path.read_bytes() for path in write_streams(again, tmp_path / "two")] == first
