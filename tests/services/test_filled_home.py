"""A home full of data that an older VENTRA made comes up under this one: every row as it was, and the services at work."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from fixtures import filled
from fixtures.services import running
from ventra.backup.store import catalog
from ventra.infra.db import connected
from ventra.infra.migrate import upgrade
from ventra.infra.schema import known
from ventra.services.embedded.postgres import EmbeddedPostgres
from ventra.services.embedded.redis import EmbeddedRedis

pytestmark = pytest.mark.once

Columns = dict[str, tuple[str, ...]]
TOLD_ANEW = ("alembic_version", "schema_history", "installation", "job_schedule")
"""What a service that starts writes itself."""
FILLED = (
    "products", "product_latest", "variants", "categories", "sellers", "watch", "observations", "sku_observations",
    "sales_days", "sku_sales_days", "sales_figures", "quarantine", "alarms", "imports", "import_parts", "import_rejects",
)  # fmt: skip


async def pour(source_url: str, home_url: str, file: Path) -> Columns:
    """Fill an older home with the rows of a database of today, as far as it has tables and columns for them."""
    async with connected(source_url) as source, connected(home_url) as home:
        theirs = {table.name: table for table in await catalog.tables(source)}
        poured: Columns = {}
        for table in await catalog.tables(home):
            if table.name in TOLD_ANEW or table.name not in theirs:
                continue
            for month in theirs[table.name].months:
                await home.execute("SELECT ventra_make_month($1)", month)
            columns = tuple(name for name in table.columns if name in theirs[table.name].columns)
            names = ", ".join(columns)
            await source.copy_from_query(f"SELECT {names} FROM {table.name}", output=file, format="binary")
            await home.copy_to_table(table.name, source=file, columns=columns, format="binary")
            poured[table.name] = table.columns
        return poured


async def rows_of(url: str, columns: Columns) -> dict[str, tuple[int, str]]:
    """Rows and their digest by table, by the columns it had."""
    found = {}
    async with connected(url) as db:
        for table, names in columns.items():
            row = f"(SELECT r FROM (SELECT {', '.join(f't.{name}' for name in names)}) r)::text"
            found[table] = tuple(
                await db.fetchrow(
                    f"SELECT count(*), md5(coalesce(string_agg(line, '|' ORDER BY line COLLATE \"C\"), '')) "
                    f"FROM (SELECT {row} AS line FROM {table} t) lines"
                )
            )
    return found


@pytest.mark.parametrize(
    ("revision", "made_with", "comes_up_with"),
    [("0001", 16, 16), pytest.param("0005", 16, 18, marks=pytest.mark.full)],
)
async def test_a_filled_home_of_an_older_release_comes_up_with_every_row_and_works(
    open_home: Path, tmp_path: Path, database_url: str, revision: str, made_with: int, comes_up_with: int
) -> None:
    await filled.fill(database_url, tmp_path, products=40, days=35)
    before = EmbeddedPostgres(open_home, made_with)
    try:
        url = before.start()
        upgrade(url, to=revision)
        columns = await pour(database_url, url, tmp_path / "rows")
        kept = await rows_of(url, columns)
    finally:
        before.stop()
    assert [table for table in FILLED if not kept[table][0]] == []
    assert min(kept[table][0] for table in ("products", "observations", "sales_days", "sales_figures")) >= 30

    postgres, redis = EmbeddedPostgres(open_home, comes_up_with), EmbeddedRedis(open_home)
    try:
        env = {"DATABASE_URL": postgres.start(), "REDIS_URL": redis.start(), "COLLECT": "off"}
        env |= {"JWT_SECRET": "x" * 32, "WEB_URL": "http://localhost:3000", "VENTRA_HOME": str(open_home)}
        with running("api", tmp_path / "api", **env) as api:
            await api.until_it_answers("/api/v1/health/ready")
            assert await rows_of(env["DATABASE_URL"], columns) == kept
            assert await revision_of(env["DATABASE_URL"]) == known()[-1].id
            assert len(api.ask("/api/v1/products").json()["items"]) >= 30
            with running("worker", tmp_path / "worker", **env) as worker:
                await worker.until_it_says(200)
                await worker.until_it_counts(
                    lambda found: found.value("ventra_jobs_total", job_name="close", outcome="done")
                )
            looks = {
                table: count for table, (count, _) in (await rows_of(env["DATABASE_URL"], columns)).items()
            }
            assert looks["observations"] == kept["observations"][0]
            async with connected(env["DATABASE_URL"]) as db:
                assert await db.fetch("SELECT job, error FROM job_failures WHERE job <> 'imports'") == []
    finally:
        postgres.stop()
        redis.stop()


async def revision_of(url: str) -> Any:
    async with connected(url) as db:
        return await db.fetchval("SELECT version_num FROM alembic_version")
