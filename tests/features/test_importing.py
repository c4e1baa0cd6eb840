"""Importing observation files: every kind says the same, twice is a no-op, what cannot be true is refused with its reason."""

from __future__ import annotations

import asyncio
import csv
import gzip
import json
import random
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from ventra.collect import importing, reading
from ventra.collect.importing import Summary, import_file, reject_line, run_waiting
from ventra.collect.reading import Reject
from ventra.errors import BadInput
from ventra.infra.db import open_pool

NOW = datetime(2026, 10, 10, 8, tzinfo=UTC)


def records(products: int = 3, looks: int = 30) -> list[dict[str, Any]]:
    rnd, out = random.Random(5), []
    for product in range(1, products + 1):
        orders = 10
        for i in range(looks):
            orders += rnd.randrange(3)
            seen_at = datetime(2026, 9, 1, 3, tzinfo=UTC) + timedelta(hours=5 * i, seconds=product)
            skus = [{"sku_id": product * 10 + k, "stock": 200 - orders, "price": 39_000} for k in (2, 1)]
            out.append(
                {
                    "seen_at": seen_at.isoformat().replace("+00:00", "Z"),
                    "product_id": product,
                    "orders_total": orders if i % 9 else None,
                    "reviews_total": 3,
                    "rating": 4.5 if product > 1 else None,
                    "price": 39_000,
                    "list_price": 45_000,
                    "stock": 500 - orders,
                    "skus": skus,
                    "titles": {"uz": "Choynak", "ru": "Чайник"},
                    "category_id": 5,
                    "seller_id": 7,
                }
            )
    return out


def write(path: Path, rows: list[dict[str, Any]]) -> Path:
    if path.suffix == ".parquet":
        import pyarrow as pa
        import pyarrow.parquet as pq

        pq.write_table(
            pa.Table.from_pylist([r | {"seen_at": datetime.fromisoformat(r["seen_at"])} for r in rows]), path
        )
    elif path.suffix == ".csv":
        with path.open("w", newline="") as out:
            writer = csv.DictWriter(out, list(rows[0]))
            writer.writeheader()
            writer.writerows(
                {**r, "skus": json.dumps(r["skus"]), "titles": json.dumps(r["titles"])} for r in rows
            )
    else:
        text = "".join(json.dumps(r) + "\n" for r in rows).encode()
        path.write_bytes(gzip.compress(text) if path.suffix == ".gz" else text)
    return path


async def take(pool: Any, path: Path) -> tuple[Summary, list[Reject]]:
    rejects: list[Reject] = []
    return await import_file(pool, path, path.name, now=NOW, refuse=rejects.append), rejects


async def kept(pool: Any) -> list[Any]:
    tables = ("observations", "sku_observations", "product_latest")
    catalogue = await pool.fetch(
        "SELECT product_id, title_uz, title_folded, category_id, seller_id FROM products ORDER BY 1"
    )
    return [catalogue, *[await pool.fetch(f"SELECT * FROM {t} ORDER BY {t}::text") for t in tables]]


@pytest.mark.parametrize("name", ["a.ndjson", "a.ndjson.gz", "a.csv", "a.parquet"])
async def test_every_kind_of_file_gives_the_same_rows_and_twice_is_known(
    database_url: str, tmp_path: Path, name: str
) -> None:
    pool = await open_pool(database_url)
    summary, rejects = await take(pool, write(tmp_path / "first.ndjson", records()))
    assert (summary.read, summary.taken, summary.known, summary.rejected) == (90, 90, 0, 0)
    before = await kept(pool)
    shuffled = records()
    random.Random(1).shuffle(shuffled)
    summary, rejects = await take(pool, write(tmp_path / name, shuffled))
    assert (summary.taken, summary.known, rejects) == (0, 90, [])
    assert await kept(pool) == before
    await pool.execute("TRUNCATE observations, sku_observations, product_latest, variants, products")
    await take(pool, tmp_path / name)
    assert await kept(pool) == before
    await pool.close()


WRONG = {
    "price": ({"price": -1}, "price: -1"),
    "fraction": ({"orders_total": 7.5}, "orders_total"),
    "future": ({"seen_at": "2026-12-01T00:00:00Z"}, "seen_at"),
    "no zone": ({"seen_at": "2026-09-01T00:00:00"}, "seen_at"),
    "no product": ({"product_id": None}, "product_id"),
    "huge counter": ({"orders_total": 2**53 + 2}, "orders_total"),
    "rating": ({"rating": 9}, "rating"),
    "twice a variant": ({"skus": [{"sku_id": 1, "stock": 1, "price": 1}] * 2}, "skus"),
    "stock as text": ({"stock": "many"}, "stock"),
}


@pytest.mark.parametrize("why", WRONG)
async def test_what_cannot_be_true_is_refused_by_line_and_field(
    database_url: str, tmp_path: Path, why: str
) -> None:
    pool = await open_pool(database_url)
    change, said = WRONG[why]
    rows = records(1, 5)
    rows[3] = rows[3] | change
    summary, (reject,) = await take(pool, write(tmp_path / "x.ndjson", rows))
    assert (summary.read, summary.taken, summary.rejected) == (5, 4, 1)
    assert reject.line == 4
    assert said in reject.reason
    line = json.loads(reject_line(reject))
    assert set(line) == {"line", "reason", "record"}
    assert line["record"]["seen_at"] == rows[3]["seen_at"]
    await pool.close()


async def test_the_same_instant_with_other_values_goes_to_the_rejects(
    database_url: str, tmp_path: Path
) -> None:
    pool = await open_pool(database_url)
    rows = records(1, 4)
    await take(pool, write(tmp_path / "a.ndjson", rows))
    for name in ("b.ndjson", "b.parquet"):
        summary, (reject,) = await take(pool, write(tmp_path / name, [rows[0], rows[1] | {"stock": 1}]))
        assert (summary.known, summary.rejected, reject.line) == (1, 1, 2)
        assert json.loads(reject_line(reject))["record"]["stock"] == 1
    await pool.close()


async def test_near_misses_are_read_and_absent_is_unknown(database_url: str, tmp_path: Path) -> None:
    pool = await open_pool(database_url)
    row = {
        "seen_at": "2026-09-01T05:00:00+05:00",
        "product_id": 4.0,
        "orders_total": 7.0,
        "skus": [{"sku_id": 9}],
    }
    summary, rejects = await take(pool, write(tmp_path / "a.ndjson", [row]))
    assert (summary.taken, rejects) == (1, [])
    kept_row = await pool.fetchrow("SELECT orders_total, stock, price_uzs, seen_from FROM observations")
    assert tuple(kept_row) == (7, None, None, datetime(2026, 9, 1, tzinfo=UTC))
    assert await pool.fetchval("SELECT stock FROM sku_observations") is None
    await pool.close()


@pytest.mark.parametrize(
    ("name", "body"), [("a.txt", b"x"), ("a.parquet", b"x"), ("a.ndjson.gz", b"x"), ("a.csv", b"\xff\xfe")]
)
async def test_a_file_of_no_known_kind_says_so_and_takes_nothing(
    database_url: str, tmp_path: Path, name: str, body: bytes
) -> None:
    pool = await open_pool(database_url)
    (tmp_path / name).write_bytes(body)
    with pytest.raises(BadInput, match=name):
        await take(pool, tmp_path / name)
    assert await pool.fetchval("SELECT count(*) FROM observations") == 0
    await pool.close()


async def test_broken_lines_are_refused_and_the_rest_is_taken(database_url: str, tmp_path: Path) -> None:
    pool = await open_pool(database_url)
    good = json.dumps(records(1, 1)[0])
    deep = '{"product_id": 1, "x": ' + "[" * 100_000 + "]" * 100_000 + "}"
    (tmp_path / "a.ndjson").write_text(f'{{"seen_at": \n\n[1]\n{good}\n"x"\n{deep}\n')
    summary, rejects = await take(pool, tmp_path / "a.ndjson")
    assert (summary.taken, [r.line for r in rejects]) == (1, [1, 3, 5, 6])
    assert all(json.loads(reject_line(one))["line"] == one.line for one in rejects)
    await pool.close()


async def test_a_page_is_never_overwritten_by_a_file(database_url: str, tmp_path: Path) -> None:
    pool = await open_pool(database_url)
    await pool.execute(
        "INSERT INTO products (product_id, bucket, title_uz, title_folded) VALUES (1, ventra_bucket(1), 'Asl', 'asl')"
    )
    await take(pool, write(tmp_path / "a.ndjson", records(1, 1)))
    row = await pool.fetchrow("SELECT title_uz, title_ru, category_id FROM products")
    assert tuple(row) == ("Asl", "Чайник", 5)
    await pool.close()


async def test_a_file_sent_through_the_page_is_imported_and_its_parts_dropped(database_url: str) -> None:
    pool = await open_pool(database_url)
    body = "".join(json.dumps(r) + "\n" for r in [*records(1, 3), {"product_id": 1}]).encode()
    number = await pool.fetchval(
        "INSERT INTO imports (file_name, state) VALUES ('a.ndjson', 'waiting') RETURNING id"
    )
    for part in range(0, len(body), 100):
        await pool.execute(
            "INSERT INTO import_parts VALUES ($1, $2, $3)", number, part, body[part : part + 100]
        )
    assert await run_waiting(pool, now=NOW) == 1
    row = await pool.fetchrow("SELECT state, read, taken, rejected FROM imports")
    assert tuple(row) == ("done", 4, 3, 1)
    assert await pool.fetchval("SELECT count(*) FROM import_parts") == 0
    assert await pool.fetchval("SELECT line FROM import_rejects") == 4
    await pool.close()


async def test_a_running_import_says_how_far_it_is(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "TELL_SECONDS", 0)
    monkeypatch.setattr(reading, "BATCH", 50)
    pool = await open_pool(database_url)
    body = "".join(json.dumps(r) + "\n" for r in records(20, 20)).encode()
    number = await pool.fetchval(
        "INSERT INTO imports (file_name, state) VALUES ('a.ndjson', 'waiting') RETURNING id"
    )
    await pool.execute("INSERT INTO import_parts VALUES ($1, 0, $2)", number, body)
    running = asyncio.create_task(run_waiting(pool, now=NOW))
    seen = set()
    while not running.done():
        row = await pool.fetchrow("SELECT state, read FROM imports")
        seen.add(row["read"] if row["state"] == "running" else 0)
    assert await running == 1
    assert len(seen - {0, 400}) >= 1
    assert await pool.fetchval("SELECT read FROM imports") == 400
    await pool.close()


async def test_a_file_that_cannot_be_read_fails_with_its_reason(database_url: str) -> None:
    pool = await open_pool(database_url)
    number = await pool.fetchval(
        "INSERT INTO imports (file_name, state) VALUES ('a.parquet', 'waiting') RETURNING id"
    )
    await pool.execute("INSERT INTO import_parts VALUES ($1, 0, 'x')", number)
    await run_waiting(pool, now=NOW)
    row = await pool.fetchrow("SELECT state, error FROM imports")
    assert row["state"] == "failed"
    assert "a.parquet" in row["error"]
    await pool.close()


async def test_text_that_no_store_can_take_stops_no_file(database_url: str, tmp_path: Path) -> None:
    pool = await open_pool(database_url)
    good, odd = records(2, 1)
    odd["titles"] = {"uz": "bo\x00sh <script>", "ru": ""}
    body = (
        json.dumps(odd).encode()
        + b'\n{"product_id": 7, "titles": {"uz": "\xff"}}\n'
        + json.dumps(good).encode()
    )
    (tmp_path / "a.ndjson").write_bytes(body + b'\n{"product_id": 8, "titles": {"uz": "\\ud800"}}\n')
    summary, rejects = await take(pool, tmp_path / "a.ndjson")
    assert (summary.taken, [r.line for r in rejects]) == (2, [2, 4])
    assert all(json.loads(reject_line(one))["reason"] for one in rejects)
    titles = await pool.fetchrow("SELECT title_uz, title_ru, title_folded FROM products WHERE product_id = 2")
    assert tuple(titles) == ("bo\ufffdsh <script>", None, "bo sh script")
    await pool.close()
