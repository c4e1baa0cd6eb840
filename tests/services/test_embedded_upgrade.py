"""A newer VENTRA over an older home brings its data along, over a Postgres major too."""

from __future__ import annotations

from pathlib import Path

import psycopg
import pytest

from ventra.errors import SettingWrong, Unavailable
from ventra.infra.migrate import upgrade as migrate
from ventra.services.embedded.postgres import EmbeddedPostgres

FILL = """
CREATE ROLE reader PASSWORD 'p';
CREATE TABLE sold (day date, units numeric) PARTITION BY RANGE (day);
CREATE TABLE sold_01 PARTITION OF sold FOR VALUES FROM ('2026-01-01') TO ('2026-02-01');
INSERT INTO sold SELECT '2026-01-01'::date + n % 31, n FROM generate_series(1, 500) n;
GRANT SELECT ON sold TO reader;
ALTER TABLE sold ENABLE ROW LEVEL SECURITY;
CREATE POLICY everyone ON sold FOR SELECT TO reader USING (true);
"""


def started(home: Path, version: int) -> EmbeddedPostgres:
    server = EmbeddedPostgres(home, version)
    server.start()
    return server


def ask(server: EmbeddedPostgres, sql: str) -> object:
    with psycopg.connect(server.url()) as connection:
        row = connection.execute(sql.encode()).fetchone()
    assert row is not None
    return row[0]


def do(server: EmbeddedPostgres, sql: str) -> None:
    with psycopg.connect(server.url()) as connection:
        connection.execute(sql.encode())


@pytest.fixture
def home_of_16(open_home: Path) -> Path:
    server = started(open_home, 16)
    try:
        migrate(server.url())
        with psycopg.connect(server.url()) as connection:
            connection.execute(FILL)
    finally:
        server.stop()
    return open_home


def test_a_home_of_16_goes_on_under_18_and_is_kept_until_18_is_proven(home_of_16: Path) -> None:
    folder = home_of_16 / "stores/postgres"
    server = started(home_of_16, 18)
    try:
        assert str(ask(server, "SHOW server_version")).startswith("18")
        assert ask(server, "SELECT count(*) FROM sold") == 500
        assert ask(server, "SELECT has_table_privilege('reader', 'sold', 'SELECT')") is True
        assert ask(server, "SELECT relrowsecurity FROM pg_class WHERE relname = 'sold'") is True
        migrate(server.url())
        assert (folder / "16").exists()
    finally:
        server.stop()
    again = started(home_of_16, 18)
    try:
        assert ask(again, "SELECT count(*) FROM sold") == 500
        assert not (folder / "16").exists()
        assert not (folder / "dump").exists()
    finally:
        again.stop()


@pytest.mark.full
def test_an_upgrade_that_breaks_off_leaves_the_old_data_the_truth(home_of_16: Path) -> None:
    server = started(home_of_16, 16)
    # Rows that break their own table's rule cannot be restored: the copy fails half-way.
    do(server, "ALTER TABLE sold ADD CONSTRAINT broken CHECK (units > 100) NOT VALID")
    do(server, "UPDATE pg_constraint SET convalidated = true WHERE conname = 'broken'")
    server.stop()
    with pytest.raises(Unavailable, match="broken"):
        EmbeddedPostgres(home_of_16, 18).start()

    server = started(home_of_16, 16)
    assert ask(server, "SELECT count(*) FROM sold") == 500
    do(server, "ALTER TABLE sold DROP CONSTRAINT broken")
    server.stop()
    after = started(home_of_16, 18)
    assert ask(after, "SELECT count(*) FROM sold") == 500
    after.stop()


def test_an_older_ventra_refuses_a_newer_home(open_home: Path) -> None:
    started(open_home, 18).stop()
    with pytest.raises(SettingWrong, match="VENTRA_HOME"):
        EmbeddedPostgres(open_home, 16).start()
