"""Revisions keep the rules of docs/migrations.md: nothing is lost, and no large table is taken from its users."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from fixtures.migrating import one_more
from ventra import __version__
from ventra.infra.locking import deeds
from ventra.infra.migrate import sql_of
from ventra.infra.schema import MIGRATIONS, known, numbers

FREE = "0004"
"""Up to here nobody had a database yet."""


def broken(folder: Path) -> list[str]:
    """What breaks the rules among the revisions of a folder."""
    revisions = known(folder)
    found = [
        f"{one.id}: {deed.words}: {deed.against}"
        for one in revisions
        if one.id > FREE
        for deed in deeds(sql_of(one.id, folder))
        if deed.against and not deed.allowed
    ]
    for before, after in pairwise(revisions):
        if numbers(after.oldest_release) < numbers(before.oldest_release):
            found.append(f"{after.id}: allows a release that {before.id} does not")
    for one in revisions:
        if numbers(one.oldest_release) > numbers(__version__):
            found.append(f"{one.id}: does not allow the release that brings it")
    return found


def test_our_revisions_keep_the_rules() -> None:
    assert broken(MIGRATIONS) == []


@pytest.mark.parametrize(
    "sql",
    [
        "CREATE INDEX more ON products (first_seen)",
        "CREATE UNIQUE INDEX IF NOT EXISTS more ON products (first_seen)",
        "DROP INDEX products_title",
        "DROP TABLE IF EXISTS products",
        "TRUNCATE products",
        "ALTER TABLE products DROP COLUMN title_uz",
        "ALTER TABLE products DROP title_uz",
        "ALTER TABLE products ADD COLUMN a int, DROP COLUMN title_uz",
        "ALTER TABLE products RENAME COLUMN title_uz TO title",
        "ALTER TABLE products ALTER COLUMN state TYPE varchar(9)",
        "ALTER TABLE products ALTER state SET DATA TYPE varchar(9)",
        "ALTER TABLE products ALTER COLUMN title_uz SET NOT NULL",
        "ALTER TABLE products ADD COLUMN a int NOT NULL",
        "ALTER TABLE products ADD COLUMN a int REFERENCES sellers",
        "ALTER TABLE products ADD COLUMN a int CHECK (a > 0)",
        "ALTER TABLE products ADD COLUMN a uuid DEFAULT gen_random_uuid()",
        "ALTER TABLE products ADD COLUMN a bigserial",
        "ALTER TABLE products ADD a bigint GENERATED ALWAYS AS IDENTITY",
        "ALTER TABLE products ADD CONSTRAINT c CHECK (product_id > 0)",
        "ALTER TABLE products ADD FOREIGN KEY (seller_id) REFERENCES sellers",
        "ALTER TABLE products ADD CONSTRAINT c CHECK (product_id > 0) NOT VALID; ALTER TABLE products ALTER state TYPE text",
        "ALTER TABLE products SET UNLOGGED",
        "UPDATE products SET title_uz = title_ru",
        "DELETE FROM only products WHERE state = 'gone'",
        "LOCK TABLE products",
        "VACUUM FULL products",
        "DO $x$ BEGIN EXECUTE 'DROP TABLE products'; END $x$",
        "-- allowed:\nDROP TABLE products",
        "-- allowed: for the first alone\nDROP TABLE sources; DROP TABLE products",
        "CREATE TABLE products_too (a int); CREATE INDEX more ON products (first_seen)",
        "CALL something()",
    ],
)
def test_what_breaks_a_rule_is_found(tmp_path: Path, sql: str) -> None:
    found = broken(one_more(tmp_path, sql))
    assert found
    assert all(line.startswith("9999: ") for line in found)


@pytest.mark.parametrize(
    "sql",
    [
        "CREATE TABLE more (a int REFERENCES products, b text); CREATE INDEX more_b ON more (b); ALTER TABLE more DROP b",
        "CREATE TABLE more (a text DEFAULT 'DROP TABLE products; x'); COMMENT ON TABLE more IS 'holds; what -- it says'",
        "ALTER TABLE products ADD COLUMN type int",
        "ALTER TABLE products ADD COLUMN a int NOT NULL DEFAULT 0",
        "ALTER TABLE products ADD COLUMN a timestamptz DEFAULT now()",
        "ALTER TABLE products ADD CONSTRAINT c CHECK (product_id > 0) NOT VALID; ALTER TABLE products VALIDATE CONSTRAINT c",
        "ALTER TABLE products ALTER COLUMN state SET DEFAULT 'gone', ALTER COLUMN state DROP NOT NULL",
        "ALTER TABLE products DROP CONSTRAINT products_state_check",
        "ALTER TABLE products SET (fillfactor = 70)",
        "CREATE OR REPLACE FUNCTION f() RETURNS int LANGUAGE sql AS $f$ UPDATE products SET state = 'gone'; SELECT 1 $f$",
        "INSERT INTO installation (key, value) VALUES ('a', 'b')",
        "/* once */ -- allowed: no release has ever read it\nDROP TABLE sources",
    ],
)
def test_what_keeps_the_rules_passes(tmp_path: Path, sql: str) -> None:
    assert broken(one_more(tmp_path, sql)) == []


@pytest.mark.parametrize(("before", "after"), [("99.0.0", "99.0.0"), ("0.1.0", "0.0.9")])
def test_a_revision_allows_the_release_that_brings_it_and_none_that_the_one_before_does_not(
    tmp_path: Path, before: str, after: str
) -> None:
    one_more(tmp_path, "SELECT 1", oldest_release=before, id="9998")
    assert broken(one_more(tmp_path, "SELECT 1", oldest_release=after))
