"""From the first revision to the newest over a filled database that is read and written meanwhile: nothing lost or failed."""

from __future__ import annotations

import asyncio
import contextlib
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import aclosing, asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from fixtures import rows
from fixtures.migrating import one_more
from ventra.infra.db import connected, open_pool, transaction
from ventra.infra.migrate import upgrade

LOOKS = 6
FILL = """
INSERT INTO products (product_id, bucket, title_folded, category_id, seller_id, first_seen)
SELECT n, ventra_bucket(n), 'tovar ' || n, n % 50, n % 700, now() - interval '60 days' FROM generate_series(1, {products}) n;
INSERT INTO product_latest (product_id, seen_at, orders_total, price_uzs, reviews_total, stock, rating_x100)
SELECT n, now(), n % 900, 1000 + n % 7000, n % 80, n % 40, 300 + n % 200 FROM generate_series(1, {products}) n;
INSERT INTO sales_figures (product_id, as_of, units_7, units_7_low, units_7_high, basis_7, known_7)
SELECT n, current_date, n % 97, n % 97, n % 97 + 1, 1, 7 FROM generate_series(1, {products}) n;
INSERT INTO observations (product_id, seen_from, seen_to, orders_total, price_uzs, stock, looks, source, bucket, seen)
SELECT n, at, at, n % 900 + k, 1000, k, 1, 1, ventra_bucket(n), ''
  FROM generate_series(1, {products}) n, generate_series(1, {looks}) k, LATERAL (SELECT now() - k * interval '3 days' AS at) s;
"""
ALL_OF_IT = """
SELECT 'observations' AS of, count(*), sum(hashtextextended(
           concat_ws('|', product_id, seen_from, seen_to, orders_total, price_uzs, stock, looks, source, bucket, seen), 0))
  FROM observations WHERE product_id <= $1
UNION ALL SELECT 'products', count(*), sum(hashtextextended(
           concat_ws('|', product_id, bucket, title_folded, category_id, first_seen), 0))
  FROM products WHERE product_id <= $1
UNION ALL SELECT 'latest', count(*), sum(hashtextextended(t::text, 0)) FROM product_latest t WHERE product_id <= $1
UNION ALL SELECT 'figures', count(*), sum(hashtextextended(
           concat_ws('|', product_id, as_of, units_7, units_7_low, units_7_high, revenue_7, basis_7, known_7), 0))
  FROM sales_figures WHERE product_id <= $1
ORDER BY 1
"""
ON_BUSY_TABLES = """
ALTER TABLE products ADD COLUMN brand text;
ALTER TABLE observations ADD COLUMN currency smallint NOT NULL DEFAULT 0;
ALTER TABLE observations ADD CONSTRAINT looks_positive CHECK (looks > 0) NOT VALID
"""
CODE = """
import sys, pathlib
from ventra.infra.migrate import upgrade
upgrade(sys.argv[1], folder=pathlib.Path(sys.argv[2]), say=print)
"""


_LIST = (
    "SELECT p.product_id, p.title_uz, l.price_uzs, f.units_7, w.tracked FROM products p "
    "LEFT JOIN product_latest l USING (product_id) LEFT JOIN sales_figures f USING (product_id) "
    "LEFT JOIN watch w USING (product_id) {} LIMIT 20"
)
READS = tuple(
    _LIST.format(how)
    for how in (
        "ORDER BY f.units_7 DESC NULLS LAST",
        "WHERE p.words @@ to_tsquery('simple', 'tovar:*')",
        "ORDER BY l.price_uzs",
        "WHERE p.category_id = 7",
    )
)
"""What the release of the first revision asks: it goes on while the newest is being put in its place."""


class Pooled:
    """A pool that a block closes."""

    def __init__(self, pool: Any) -> None:
        self.pool = pool

    async def aclose(self) -> None:
        """Give all of it back."""
        await self.pool.close()


class Passed:
    """Deeds that went through, and the longest of them in seconds."""

    def __init__(self) -> None:
        self.count, self.longest = 0, 0.0


@asynccontextmanager
async def again_and_again(deed: Callable[[int], Awaitable[None]]) -> AsyncIterator[Passed]:
    """Do it over and over for as long as the block lasts; whatever it raises ends the test."""
    passed, stop = Passed(), asyncio.Event()

    async def go() -> None:
        while not stop.is_set():
            began = time.monotonic()
            await deed(passed.count)
            passed.count, passed.longest = passed.count + 1, max(passed.longest, time.monotonic() - began)
            await asyncio.sleep(0.01)

    going = asyncio.create_task(go())
    try:
        yield passed
    finally:
        stop.set()
        await going


async def moved_on(*parts: Passed) -> None:
    """Wait until each has gone through some more."""
    wanted = [part.count + 15 for part in parts]
    async with asyncio.timeout(60):
        while any(part.count < count for part, count in zip(parts, wanted, strict=True)):
            await asyncio.sleep(0.02)


async def migrated(url: str, folder: Path) -> str:
    """Migrate in a process of its own; what it said."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", CODE, url, str(folder), stdout=asyncio.subprocess.PIPE
    )
    try:
        said, _ = await asyncio.wait_for(process.communicate(), 240)
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
    assert process.returncode == 0
    return said.decode()


@pytest.mark.parametrize("products", [40_000, pytest.param(500_000, marks=pytest.mark.full)])
async def test_nothing_is_lost_and_nothing_fails(
    empty_database_url: str, tmp_path: Path, products: int
) -> None:
    url = empty_database_url
    upgrade(url, to="0001")
    async with connected(url) as db:
        await db.execute(FILL.format(products=products, looks=LOOKS))
        before = await db.fetch(ALL_OF_IT, products)
    assert [row["count"] for row in before] == [products, products, products * LOOKS, products]
    folder = one_more(tmp_path, ON_BUSY_TABLES)
    first_look = datetime.now(UTC) - timedelta(hours=1)
    async with aclosing(Pooled(await open_pool(url))) as pooled:
        pool = pooled.pool

        async def read(number: int) -> None:
            async with transaction(pool) as db:
                assert len(await db.fetch(READS[number % len(READS)])) == 20

        async def write(number: int) -> None:
            async with transaction(pool) as db:
                at = first_look + timedelta(seconds=number)
                await rows.look(db, products + 1 + number % 50, at, orders_total=number)

        async with again_and_again(read) as reads, again_and_again(write) as writes:
            await moved_on(reads, writes)
            counted, began = (reads.count, writes.count), time.monotonic()
            reads.longest = writes.longest = 0.0
            said = await asyncio.gather(*(migrated(url, folder) for _ in range(2)))
            took = time.monotonic() - began
            during = (reads.count - counted[0], writes.count - counted[1])
            pauses = (reads.longest, writes.longest)
            await moved_on(reads, writes)
    print(
        f"\n{products * LOOKS} observations and {products} products migrated in {took:.1f} s beside "
        f"{during[0]} reads (longest {pauses[0]:.2f} s) and {during[1]} writes (longest {pauses[1]:.2f} s)"
    )
    assert (
        sorted("".join(said).count(f"{step}:") for step in ("0002", "0003", "0004", "0005", "9999"))
        == [1] * 5
    )
    async with connected(url) as db:
        assert await db.fetch(ALL_OF_IT, products) == before
        kept = await db.fetchval("SELECT sum(looks) FROM observations WHERE product_id > $1", products)
        assert kept == writes.count
        assert await db.fetchval("SELECT count(*) FROM pg_index WHERE NOT indisvalid") == 0
    assert min(during) > 0
