"""Search by meaning: what it finds of labelled queries against BM25 and n-grams alone, and how fast it is over many products.

`VENTRA_BENCH_SEARCH` is how many products the second part is over. Its speeds are ratios within the run: asking against
looking at every vector, indexing many titles at once against putting some more into the index one by one.
"""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Sequence
from datetime import date
from typing import Any

import asyncpg
import numpy as np

from bench.result import Result
from bench.search import labelled
from bench.search.labelled import Labelled, recalls
from bench.search.rivals import bm25, ngrams
from ventra.core.search_question import understand
from ventra.core.similar import vectors
from ventra.core.text import fold
from ventra.infra.db import open_pool, transaction
from ventra.infra.roles import APP_ROLE, WORKER_ROLE
from ventra.search.find import ids
from ventra.search.keep_in_step import keep_in_step
from ventra.search.remembered import KeptModel
from ventra.search.store.find import NEAR
from ventra.simulator.market import Market, MarketSpec
from ventra.simulator.titles import titles_of

SAME, OTHERS, ACROSS, TIMES = 0.9, 0.85, 0.6, 1.5
PRODUCTS = int(os.environ.get("VENTRA_BENCH_SEARCH", "100000"))
AT_ONCE, QUERIES, LEAST_RECALL = 8, 400, 0.95
HOPED_MS, MOST_OF_EXACT, EXACT = 100.0, 0.5, 80
"""Against looking at every vector, asked so many times by as many at once."""
MORE, LEAST_FASTER = 1_000, 2.0
"""Titles that are put into the full index one by one."""
PAIR_FROM = 5_000_000_000
GONE = (
    "TRUNCATE products, product_search, product_vectors, product_vectors_next, search_waiting, cluster_waiting, "
    "search_models, categories"
)
ADD = """
INSERT INTO products (product_id, bucket, title_uz, title_ru, title_folded)
SELECT id, ventra_bucket(id), uz, nullif(ru, ''), folded
  FROM unnest($1::bigint[], $2::text[], $3::text[], $4::text[]) AS n(id, uz, ru, folded)
"""


def searching(database: str, keys: str) -> list[Result]:
    """Both parts, on one database after the other."""
    return asyncio.run(_measured(database))


async def _measured(database: str) -> list[Result]:
    results = await _quality(database, labelled.real(), "real")
    results += await _quality(database, labelled.simulated(), "simulated")
    return results + await _speed(database)


async def _quality(database: str, what: Labelled, name: str) -> list[Result]:
    """Learn from the pairs, forget the goods they are of, index what is searched for, and ask."""
    await _emptied(database)
    pairs = [(PAIR_FROM + place, uz, ru) for place, (uz, ru) in enumerate(what.pairs)]
    await _add(database, pairs)
    await _add(database, [(one, title, "") for one, title in what.titles.items()])
    pool = await open_pool(database, at_most=2, role=WORKER_ROLE)
    try:
        await keep_in_step(pool)
        await _forget_pairs(database)
        model = await KeptModel().newest(pool)
        answers = []
        for one in what.asked:
            async with transaction(pool) as db:
                answers.append(await ids(db, one.query, model, at_most=10))
    finally:
        await pool.close()
    queries = [one.query for one in what.asked]
    ours, words, grams = (
        recalls(what.asked, found)
        for found in (answers, bm25(what.titles, queries), ngrams(what.titles, queries))
    )
    return [_judged(name, kind, ours[kind], words[kind], grams[kind]) for kind in ours]


def _judged(name: str, kind: str, ours: float, words: float, grams: float) -> Result:
    least = {"same": SAME, "across": ACROSS if name == "simulated" else TIMES * grams}.get(kind, OTHERS)
    beside = f"BM25 {words:.3f}, folded n-grams alone {grams:.3f}"
    return Result(f"recall@10, {name} titles, {kind}", ours, max(least, words, grams), True, "", beside)


async def _speed(database: str) -> list[Result]:
    """Many products, each with a model of its own: indexed, asked for by `AT_ONCE` at a time, looked up exactly."""
    await _emptied(database)
    began = time.perf_counter()
    catalogue = Market(MarketSpec(seed=5, products=PRODUCTS + MORE, first_day=date(2026, 1, 1))).catalogue
    for first in range(0, PRODUCTS, 20_000):
        await _add(database, _marked(catalogue, first, min(PRODUCTS, first + 20_000)))
    filled = time.perf_counter() - began
    at_once = await _indexed(database)
    await _add(database, _marked(catalogue, PRODUCTS, PRODUCTS + MORE))
    one_by_one = await _indexed(database)
    size = await _sizes(database)
    pool = await open_pool(database, at_most=AT_ONCE, role=APP_ROLE)
    try:
        kept = KeptModel()
        model = await kept.newest(pool)
        asked = [one.query for one in labelled.simulated().asked]
        chosen = [asked[place % len(asked)] for place in range(QUERIES)]
        took = await _asked(pool, model, chosen[: QUERIES // 2], ids)
        exact = await _asked(pool, model, chosen[:EXACT], _by_every_vector)
        took += await _asked(pool, model, chosen[QUERIES // 2 :], ids)
        found = await _index_recall(pool, model, asked[:60])
    finally:
        await pool.close()
    p95, exactly = (float(np.quantile(some, 0.95)) for some in (took, exact))
    words = (
        f"p95 {p95:.0f} ms, p50 {np.median(took):.0f} ms of {PRODUCTS:,} products, {AT_ONCE} at once, "
        f"against {exactly:.0f} ms (hoped: {HOPED_MS:g} ms)"
    )
    many, few = PRODUCTS / at_once, MORE / one_by_one
    rates = (
        f"{many:,.0f} titles/s, all in {at_once:.0f} s after {filled:.0f} s of filling, against {few:,.0f}"
    )
    return [
        Result("search, against looking at every vector", p95 / exactly, MOST_OF_EXACT, False, "x", words),
        Result("indexing at once, against one by one", many / few, LEAST_FASTER, True, "x", rates),
        Result("the index against every vector, recall@10", found, LEAST_RECALL, True, "", size),
    ]


def _marked(catalogue: Any, first: int, end: int) -> list[tuple[int, str, str]]:
    rows = []
    for place in range(first, end):
        both = titles_of(catalogue, place)
        mark = f"{chr(65 + place % 23)}{chr(65 + place % 19)}{place % 9_973}"
        uz, ru = f"{both.uz}, {mark}", f"{both.ru}, {mark}" if place % 2 else ""
        rows.append((int(catalogue.product_id[place]), uz, ru))
    return rows


async def _indexed(database: str) -> float:
    """How many seconds indexing what waits takes."""
    began = time.perf_counter()
    pool = await open_pool(database, at_most=2, command_seconds=3600, role=WORKER_ROLE)
    await keep_in_step(pool)
    await pool.close()
    return time.perf_counter() - began


async def _by_every_vector(db: Any, query: str, model: Any, *, at_most: int) -> None:
    """The nearest by vector without any index."""
    await db.execute("SET LOCAL enable_indexscan = off; SET LOCAL max_parallel_workers_per_gather = 0")
    await db.fetch(
        "SELECT product_id FROM product_vectors ORDER BY embedding <#> $1::real[]::halfvec LIMIT $2",
        vectors([understand(query, model).told])[0].tolist(),
        at_most,
    )


async def _asked(pool: Any, model: Any, queries: Sequence[str], ask: Any) -> list[float]:
    waiting, took = list(queries), []

    async def one_after_another() -> None:
        while waiting:
            query, began = waiting.pop(), time.perf_counter()
            async with transaction(pool) as db:
                await ask(db, query, model, at_most=24)
            took.append((time.perf_counter() - began) * 1000)

    await asyncio.gather(*(one_after_another() for _ in range(AT_ONCE)))
    return took


async def _index_recall(pool: Any, model: Any, queries: Sequence[str]) -> float:
    """Of the ten whose vectors are nearest, the share that the index gives; one as near as the tenth is as good."""
    shares = []
    for query in queries:
        vector = vectors([understand(query, model).told])[0].tolist()
        cosines = []
        for how in (f"SET LOCAL hnsw.ef_search = {NEAR}", "SET LOCAL enable_indexscan = off"):
            async with transaction(pool) as db:
                await db.execute(how)
                rows = await db.fetch(
                    "SELECT -(embedding <#> $1::real[]::halfvec) AS cosine FROM product_vectors "
                    "ORDER BY embedding <#> $1::real[]::halfvec LIMIT 10",
                    vector,
                )
            cosines.append([row["cosine"] for row in rows])
        by_index, exact = cosines
        shares.append(sum(one >= exact[-1] - 1e-6 for one in by_index) / len(exact))
    return float(np.mean(shares))


async def _sizes(database: str) -> str:
    db = await asyncpg.connect(database)
    try:
        parts = ("product_vectors_near", "product_vectors", "product_search_terms", "product_search")
        sizes = [await db.fetchval("SELECT pg_relation_size($1::regclass)", part) for part in parts]
        body = await db.fetchval("SELECT length(body) FROM search_models ORDER BY version DESC LIMIT 1")
    finally:
        await db.close()
    told = ", ".join(f"{part} {size / 2**20:.0f} MB" for part, size in zip(parts, sizes, strict=True))
    return f"{told}, model {body / 2**20:.1f} MB"


async def _add(database: str, rows: Sequence[tuple[int, str, str]]) -> None:
    db = await asyncpg.connect(database)
    try:
        folded = [fold(f"{uz} {ru}") for _, uz, ru in rows]
        await db.execute(ADD, *([row[place] for row in rows] for place in range(3)), folded)
    finally:
        await db.close()


async def _emptied(database: str) -> None:
    await _run(database, GONE)


async def _forget_pairs(database: str) -> None:
    for table in ("products", "product_search", "product_vectors", "cluster_waiting"):
        await _run(database, f"DELETE FROM {table} WHERE product_id >= {PAIR_FROM}")


async def _run(database: str, sql: str) -> None:
    db = await asyncpg.connect(database)
    try:
        await db.execute(sql)
    finally:
        await db.close()
