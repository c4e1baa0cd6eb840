"""The market's past as files: what was seen is what was, in the format everybody imports."""

from __future__ import annotations

import csv
import gzip
import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest

from ventra.collect.reading import batches
from ventra.collect.uzum.parse import parse_product
from ventra.core.day import day_number_of, to_us
from ventra.simulator.history import write_history
from ventra.simulator.market import Market, MarketSpec
from ventra.simulator.product_body import ProductBodies
from ventra.simulator.shop import Shops
from ventra.simulator.tree import amounts
from ventra.simulator.truth import units_by_day

FIRST = date(2026, 9, 1)
FROM = datetime(2026, 8, 31, 19, tzinfo=UTC)
TO = FROM + timedelta(days=20, hours=10)


@pytest.fixture(scope="module")
def market() -> Market:
    return Market(MarketSpec(seed=5, products=700, first_day=FIRST))


@pytest.fixture(scope="module")
def written(market: Market, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Path]]:
    folder = tmp_path_factory.mktemp("history")
    return folder, write_history(market, folder, from_at=FROM, to_at=TO, looks_per_day=4, truth=True)


@pytest.fixture(scope="module")
def rows(written: tuple[Path, list[Path]]) -> list[dict[str, object]]:
    return [row for path in written[1] for row in pq.read_table(path).to_pylist()]


def test_each_record_is_the_state_at_its_instant(market: Market, rows: list[dict]) -> None:
    catalogue = market.catalogue
    assert len(rows) > 45_000
    for row in rows[::997]:
        assert row["seen_at"].microsecond == 0
        place = catalogue.place_of(row["product_id"])
        state = market.state_at(place, row["seen_at"])
        assert row["orders_total"] == state.orders[0]
        assert row["reviews_total"] == state.reviews[0]
        assert row["rating"] == (state.rating_x10[0] / 10 if state.rating_x10[0] else None)
        assert (row["price"], row["list_price"]) == (state.price[0], state.list_price[0])
        assert row["stock"] == state.stock[0] == sum(sku["stock"] for sku in row["skus"])
        assert [sku["sku_id"] for sku in row["skus"]] == catalogue.sku_id[catalogue.skus(place)].tolist()
        assert [sku["price"] for sku in row["skus"]] == state.sku_price.tolist()


def test_each_record_says_what_the_server_said_at_its_instant(market: Market, rows: list[dict]) -> None:
    shops = Shops(market)
    bodies = ProductBodies(market, shops, amounts(market.catalogue))
    for row in rows[::1_499]:
        place = market.catalogue.place_of(row["product_id"])
        page = parse_product(bodies.body(place, market.state_at(place, row["seen_at"]), "uz"), "body")
        assert page.unknown_fields == ()
        assert page.product_id == row["product_id"]
        assert (page.orders_total, page.reviews_total) == (row["orders_total"], row["reviews_total"])
        assert (page.rating, page.stock) == (row["rating"], row["stock"])
        assert (page.price, page.list_price) == (row["price"], row["list_price"])
        told = [{"sku_id": sku.sku_id, "stock": sku.stock, "price": sku.price} for sku in page.skus]
        assert told == row["skus"]
        assert {"uz": page.titles.uz, "ru": page.titles.ru} == row["titles"]
        assert page.category[-1] == row["category_id"]
        assert page.seller.id == row["seller_id"]


def test_the_importer_takes_every_record_of_every_piece(
    written: tuple[Path, list[Path]], rows: list[dict]
) -> None:
    read = 0
    for path in written[1]:
        for batch in batches(path, path.name, now_us=to_us(TO)):
            assert batch.rejects == []
            read += batch.read
    assert len(written[1]) >= 2
    assert read == len(rows)


def test_looks_lie_within_the_span_apart_and_now_and_then_miss_a_day(
    market: Market, rows: list[dict]
) -> None:
    at = np.array([to_us(row["seen_at"]) for row in rows])
    product = np.array([row["product_id"] for row in rows])
    assert at.min() >= to_us(FROM)
    assert at.max() < to_us(TO)
    assert len(np.unique(np.column_stack((product, at)), axis=0)) == len(rows)
    day = day_number_of(at) - market.first_day
    table = np.zeros((len(market), 21), int)
    np.add.at(table, (np.searchsorted(market.catalogue.product_id, product), day), 1)
    whole = table[:, :20]
    always = whole[whole.any(axis=1)]
    assert always.max() == 4
    unlooked = (always == 0).any(axis=1).mean()
    assert 0.1 < unlooked < 0.7
    assert ((always == 4) | (always == 0)).mean() > 0.99


def test_without_gaps_every_day_on_sale_is_seen(market: Market, tmp_path: Path) -> None:
    files = write_history(
        market, tmp_path, from_at=FROM, to_at=FROM + timedelta(days=8), looks_per_day=6, gaps=False
    )
    per_product = np.unique(
        np.concatenate(
            [pq.read_table(path, columns=["product_id"])["product_id"].to_numpy() for path in files]
        ),
        return_counts=True,
    )[1]
    assert np.median(per_product) == 48
    assert (per_product == 48).mean() > 0.97


def test_ndjson_holds_what_parquet_holds(market: Market, tmp_path: Path) -> None:
    span = {"from_at": FROM, "to_at": FROM + timedelta(days=1), "looks_per_day": 4}
    parquet = write_history(market, tmp_path / "p", **span)
    packed = write_history(market, tmp_path / "z", **span, kind="ndjson.gz")
    plain = write_history(market, tmp_path / "n", **span, kind="ndjson")
    for one, two, three in zip(parquet, packed, plain, strict=True):
        told = [json.loads(line) for line in three.read_bytes().splitlines()]
        assert gzip.decompress(two.read_bytes()) == three.read_bytes()
        for row, record in zip(pq.read_table(one).to_pylist(), told, strict=True):
            row["seen_at"] = row["seen_at"].strftime("%Y-%m-%dT%H:%M:%SZ")
            assert record == {key: value for key, value in row.items() if value is not None}


def test_writing_again_writes_the_same_bytes(
    market: Market, written: tuple[Path, list[Path]], tmp_path: Path
) -> None:
    again = write_history(Market(market.spec), tmp_path, from_at=FROM, to_at=TO, looks_per_day=4, truth=True)
    assert [path.read_bytes() for path in again] == [path.read_bytes() for path in written[1]]
    assert (tmp_path / "truth.csv").read_bytes() == (written[0] / "truth.csv").read_bytes()
    assert not list(tmp_path.glob("*.half"))


def test_the_truth_beside_it_is_the_markets(market: Market, written: tuple[Path, list[Path]]) -> None:
    last = FIRST + timedelta(days=19)
    units = units_by_day(market, np.arange(len(market)), FIRST, last)
    told = list(csv.DictReader((written[0] / "truth.csv").open()))
    assert max(row["day"] for row in told) == last.isoformat()
    total = 0
    for row in told:
        place = market.catalogue.place_of(int(row["product_id"]))
        assert int(row["units"]) == units[place, (date.fromisoformat(row["day"]) - FIRST).days]
        total += int(row["units"])
    assert total == units.sum()


def test_the_catalogue_beside_it_names_every_category_and_seller(
    written: tuple[Path, list[Path]], rows: list[dict]
) -> None:
    told = json.loads((written[0] / "catalogue.json").read_bytes())
    named = {one["category_id"]: one for one in told["categories"]}
    assert {row["category_id"] for row in rows} <= named.keys()
    assert {row["seller_id"] for row in rows} <= {one["seller_id"] for one in told["sellers"]}
    assert all(one["titles"]["uz"] and one["titles"]["ru"] for one in named.values())
    assert all(one["parent_id"] is None or one["parent_id"] in named for one in named.values())
