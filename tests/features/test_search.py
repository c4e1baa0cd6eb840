"""Search over a real Postgres: indexed on the way, by all scripts, filtered, counted by facet, and who offers the same."""

from __future__ import annotations

import argparse
import asyncio
import json

import pytest

from fixtures import rows
from ventra import settings as settings_of
from ventra.infra.db import open_pool, transaction
from ventra.infra.roles import WORKER_ROLE
from ventra.search import by_job
from ventra.search.find import ids
from ventra.search.group import group, group_all
from ventra.search.keep_in_step import keep_in_step, newest, put_in
from ventra.search.learn import is_due, learn_catalogue
from ventra.search.store import models, vectors
from ventra.services import search_command
from ventra.services.cli import main

AT = "/api/v1/search"
TITLES = {
    11: "Chelak qopqogʻi bilan, 10 litr, plastik",
    12: "Choynak Artel EK-17, 1,7 litr, elektr",
    13: "Choynak chinni, damlash uchun",
    14: "Samsung Galaxy A17 8/256 GB smartfon, qora",
    15: "Samsung Galaxy A17 smartfoni 8/256GB",
    16: "Samsung Galaxy A16 smartfoni uchun gʻilof",
    17: "Ayollar krossovkasi, oq",
}


@pytest.fixture
async def pool(database_url):
    pool = await open_pool(database_url, at_most=2, role=WORKER_ROLE)
    yield pool
    await pool.close()


async def stocked(db):
    await rows.insert(db, "categories", category_id=1, title_uz="Telefonlar", title_ru="Телефоны", path=[1])
    for seller_id in (5, 6):
        await rows.insert(db, "sellers", seller_id=seller_id, title=f"Doʻkon {seller_id}")
    for product_id, title in TITLES.items():
        of_phone = {"category_id": 1, "seller_id": 5 + product_id % 2} if product_id in (14, 15, 16) else {}
        await rows.product(db, product_id, title, **of_phone)
        await rows.latest(
            db, product_id, price_uzs=product_id * 10_000, stock=product_id % 3, orders_total=product_id
        )


async def looked_for(pool, query):
    async with transaction(pool) as db:
        return await ids(db, query, await newest(pool), at_most=5)


async def test_what_is_new_is_found_in_every_language_and_script(pool, db):
    await stocked(db)
    assert await keep_in_step(pool) == len(TITLES)
    for query, first in (
        ("chelak", 11), ("челак", 11), ("ведро", 11), ("bucket", 11), ("cheIak".lower(), 11), ("chelk", 11),
        ("женские кроссовки", 17), ("кроссовка аёллар", 17), ("samsung a17", 14), ("самсунг а17", 14), ("teapot", 13),
    ):  # fmt: skip
        assert first in (await looked_for(pool, query))[:2], query
    assert set((await looked_for(pool, "samsung a17"))[:2]) == {14, 15}
    assert await keep_in_step(pool) == 0
    await db.execute("UPDATE products SET title_uz = 'Gilos', title_folded = 'gilos' WHERE product_id = 17")
    assert await keep_in_step(pool) == 1
    assert (await looked_for(pool, "вишня"))[0] == 17
    assert 17 not in (await looked_for(pool, "кроссовки"))[:1]


async def test_growth_is_learned_by_a_new_version(pool, db):
    await stocked(db)
    await keep_in_step(pool)
    before = await newest(pool)
    for place in range(8):
        await rows.product(db, 100 + place, f"Zumrad tosh {place}", title_ru=f"Изумруд камень {place}")
    assert "izumrud" not in before.means
    assert await keep_in_step(pool) == len(TITLES) + 8, "by the new model all are indexed anew"
    after = await newest(pool)
    assert after.version == before.version + 1
    assert "zumrad" in after.means["izumrud"]


async def test_a_title_that_changes_while_it_waits_is_not_lost(pool, db):
    await stocked(db)
    await keep_in_step(pool)
    say = "UPDATE products SET title_uz = $1::text, title_folded = lower($1::text) WHERE product_id = 17"
    await db.execute(say, "Gilos")
    async with transaction(pool) as importer:
        await importer.execute(say, "Olma")
        assert await put_in(pool, await newest(pool), at_most=5) == 0, (
            "it is left until the new title is there"
        )
    assert await keep_in_step(pool) == 1
    assert (await looked_for(pool, "olma"))[0] == 17


async def test_many_goods_without_a_title_and_a_sample_that_errs_are_no_reason_to_learn_again(
    pool, db, monkeypatch
):
    await stocked(db)
    await db.execute(
        "INSERT INTO products (product_id, bucket, title_folded) SELECT n, 0, '' FROM generate_series(1000, 1500) n"
    )
    await db.execute("ANALYZE products")
    monkeypatch.setattr(models, "MANY", 10)
    await learn_catalogue(pool)
    async with transaction(pool) as reader:
        assert not any([await is_due(reader) for _ in range(20)])


async def test_the_api_filters_counts_by_facet_and_says_why(api, pool, db):
    await stocked(db)
    before = (await api.get(AT, params={"q": "choynak"})).json()
    assert before["version"] == 0
    assert {item["product_id"] for item in before["items"]} == {12, 13}
    await keep_in_step(pool)
    found = (await api.get(AT, params={"q": "самсунг а17", "facets": True})).json()
    assert [hit["product_id"] for hit in found["hits"]] == [item["product_id"] for item in found["items"]]
    assert {hit["product_id"] for hit in found["hits"] if hit["way"] == "exact"} == {14, 15}
    facets = found["facets"]
    assert facets["categories"][0]["category"]["titles"]["ru"] == "Телефоны"
    assert sum(seller["products"] for seller in facets["sellers"]) == 3
    assert sum(band["products"] for band in facets["prices"]) == found["total"]
    assert facets["in_stock"] + facets["out_of_stock"] == found["total"]
    for filters, left in (
        ({"seller": 6}, {15}), ({"price_min": 145_000}, {15, 16}), ({"category": 1, "in_stock": True}, {14, 16}),
        ({"state": "gone"}, set()),
    ):  # fmt: skip
        some = (await api.get(AT, params={"q": "samsung galaxy"} | filters)).json()
        assert {item["product_id"] for item in some["items"]} == left, filters
    assert (await api.get(AT, params={"q": "ь"})).json()["items"] == []
    assert (await api.get(AT, params={"q": "x", "price_min": 5, "price_max": 4})).status_code == 400


async def test_the_same_goods_of_two_sellers_are_a_cluster_with_its_reason(api, pool, db):
    await stocked(db)
    await keep_in_step(pool)
    assert await group_all(pool, await newest(pool)) == len(TITLES)
    found = (await api.get("/api/v1/products/15/similar")).json()
    assert found["cluster"]["sellers"] == 2
    assert {member["product"]["product_id"] for member in found["cluster"]["members"]} == {14, 15}
    reason = next(member["reason"] for member in found["cluster"]["members"] if member["reason"])
    assert reason["models"] == ["a17"]
    assert reason["other_seller"]
    assert reason["price_ratio"] == 1.07
    assert next(item for item in found["items"] if item["product"]["product_id"] == 14)["same_goods"]
    assert (await api.get("/api/v1/products/13/similar")).json()["cluster"] is None
    assert (await api.get("/api/v1/products/999/similar")).status_code == 404
    await db.execute("UPDATE products SET title_uz = 'Olma', title_folded = 'olma' WHERE product_id = 14")
    await keep_in_step(pool)
    await group_all(pool, await newest(pool))
    assert (await api.get("/api/v1/products/15/similar")).json()["cluster"] is None


async def test_several_that_compare_at_once_leave_nothing_out_and_no_cluster_of_one(pool, db):
    for seller_id in range(1, 61):
        await rows.product(db, seller_id, TITLES[14], seller_id=seller_id)
    await keep_in_step(pool)
    model = await newest(pool)

    async def compare():
        while await group(pool, model, at_most=7):
            pass

    for _ in range(3):
        await asyncio.gather(compare(), compare())
        sizes = await db.fetch("SELECT count(*) AS n FROM product_clusters GROUP BY cluster_id")
        assert sum(row["n"] for row in sizes) == 60
        assert min(row["n"] for row in sizes) > 1
        await db.execute("INSERT INTO cluster_waiting SELECT product_id FROM products")


async def test_the_job_does_a_few_at_once_and_leaves_many_to_a_process(pool, db, monkeypatch):
    asked = []

    async def apart():
        asked.append(1)
        return await keep_in_step(pool)

    assert await by_job.keep(pool, apart, stopping=lambda: False) == 0
    await stocked(db)
    assert await by_job.keep(pool, apart, stopping=lambda: False) == len(TITLES), "the first lesson"
    await rows.product(db, 18, "Piyola toʻplami")
    assert await by_job.keep(pool, apart, stopping=lambda: False) == 1
    assert await by_job.keep(pool, apart, stopping=lambda: False) == 0
    assert asked == [], "a small market needs no process"
    assert (await newest(pool)).version == 1
    assert (await looked_for(pool, "пиала"))[0] == 18
    assert not await db.fetchval("SELECT EXISTS (SELECT FROM cluster_waiting)")
    monkeypatch.setattr(by_job, "FEW", 8)
    for place in range(9):
        await rows.product(db, 100 + place, f"Kosa {place}")
    assert await by_job.keep(pool, None, stopping=lambda: False) == 0
    assert await by_job.keep(pool, apart, stopping=lambda: False) == len(TITLES) + 10, (
        "a lesson, and all anew"
    )
    assert asked == [1]


async def test_of_many_the_index_is_built_at_once_while_others_search(api, pool, db, monkeypatch):
    monkeypatch.setattr(vectors, "AT_ONCE", 3)
    await stocked(db)
    found, over = [], asyncio.Event()

    async def search():
        while not over.is_set():
            found.append((await api.get(AT, params={"q": "samsung a17"})).json())

    searching = asyncio.create_task(search())
    assert await keep_in_step(pool) == len(TITLES)
    await db.execute("INSERT INTO search_waiting (product_id) SELECT product_id FROM products")
    assert await keep_in_step(pool) == len(TITLES)
    over.set()
    await searching
    assert all({14, 15} <= {hit["product_id"] for hit in one["hits"]} for one in found)
    after = (await api.get(AT, params={"q": "samsung a17"})).json()
    assert all(hit["nearness"] is not None for hit in after["hits"])
    indexes = await db.fetch(
        "SELECT indexname FROM pg_indexes WHERE tablename = 'product_vectors' ORDER BY 1"
    )
    assert [row["indexname"] for row in indexes] == ["product_vectors_near", "product_vectors_pkey"]
    assert await db.fetchval("SELECT count(*) FROM cluster_waiting") == len(TITLES)
    at_once = await db.fetch("SELECT * FROM product_vectors ORDER BY product_id")
    monkeypatch.setattr(vectors, "AT_ONCE", 100)
    await db.execute("INSERT INTO search_waiting (product_id) SELECT product_id FROM products")
    assert await keep_in_step(pool) == len(TITLES)
    assert await db.fetch("SELECT * FROM product_vectors ORDER BY product_id") == at_once


async def test_vectors_of_a_process_that_was_ended_are_brought_in_by_the_next(pool, db, monkeypatch):
    await stocked(db)
    await keep_in_step(pool)
    model = await newest(pool)
    for few, product_id in ((True, 16), (False, 17)):
        await db.execute("INSERT INTO search_waiting VALUES (14), ($1)", product_id)
        while await put_in(pool, model, at_most=1, many=True):
            pass
        await db.execute("UPDATE products SET title_uz = 'Olma', title_folded = 'olma' WHERE product_id = 14")
        await put_in(pool, model, at_most=1)
        assert await db.fetch("SELECT product_id FROM product_vectors_next") == [(product_id,)], "14 is newer"
        await db.execute("UPDATE product_vectors_next SET version = 9")
        await db.execute("TRUNCATE cluster_waiting")
        assert await by_job.keep(pool, None, stopping=lambda: False) == 0
        monkeypatch.setattr(vectors, "SHARE", 4 if few else 100)
        asked = []

        async def apart(asked=asked):
            asked.append(1)
            return await keep_in_step(pool)

        await by_job.keep(pool, apart, stopping=lambda: False)
        assert asked == [1]
        assert await db.fetchval("SELECT version FROM product_vectors WHERE product_id = $1", product_id) == 9
        assert await db.fetch("SELECT product_id FROM cluster_waiting") == [(product_id,)]
        assert not await db.fetchval("SELECT EXISTS (SELECT FROM product_vectors_next)")
        await db.execute("UPDATE products SET title_uz = 'Nok', title_folded = 'nok' WHERE product_id = 14")
        await db.execute("TRUNCATE search_waiting")


async def test_the_command_answers_right_after_an_import(database_url, monkeypatch, tmp_path, db, capsys):
    monkeypatch.setenv("DATABASE_URL", database_url)
    await stocked(db)
    settings = settings_of.read(settings_of.TOOL, {"DATABASE_URL": database_url})
    asked, out = tmp_path / "asked.ndjson", tmp_path / "out.ndjson"
    asked.write_text('{"query": "ведро", "more": 1}\n\n{"query": "samsung a17"}\n', encoding="utf-8")
    wish = argparse.Namespace(text=None, queries=asked, top=2, out=out, json=False)
    assert await search_command.run(wish, settings) == 0
    first, second = map(json.loads, out.read_text().splitlines())
    assert (first["query"], first["ids"][0], set(first)) == ("ведро", 11, {"query", "ids"})
    assert set(second["ids"]) == {14, 15}
    wish = argparse.Namespace(text="choynak", queries=None, top=3, out=None, json=True)
    assert await search_command.run(wish, settings) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["ids"][:2] == [item["product_id"] for item in told["items"]][:2]
    assert 12 in told["ids"][:2]


@pytest.mark.parametrize("line", ["not json", '{"text": "a"}', '{"query": 5}', "[1]"])
def test_a_wrong_line_or_call_is_named(tmp_path, capsys, line, database_url, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", database_url)
    asked = tmp_path / "asked.ndjson"
    asked.write_text(f'{{"query": "a"}}\n{line}\n')
    assert main(["search", "--queries", str(asked), "--out", str(tmp_path / "out")]) == 2
    assert "line 2" in capsys.readouterr().err
    assert main(["search"]) == 2
