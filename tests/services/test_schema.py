"""Where a database stands against this release."""

from __future__ import annotations

from pathlib import Path

import pytest

from ventra.infra.db import connected
from ventra.infra.schema import MIGRATIONS, Revision, Standing, known, numbers, standing

HEAD = known()[-1]


async def stands(url: str, *said: str, release: str = "0.1.0") -> Standing:
    """Where the database stands after a few statements."""
    async with connected(url) as db:
        for sql in said:
            await db.execute(sql)
        return await standing(db, release=release)


def revision_file(folder: Path, name: str, *lines: str) -> None:
    (folder / "versions").mkdir(exist_ok=True)
    (folder / "versions" / f"{name}.py").write_text("\n".join(lines) + "\n")


def test_revisions_are_read_in_their_order() -> None:
    files = sorted((MIGRATIONS / "versions").glob("*.py"))
    assert [revision.id for revision in known()] == [path.name[:4] for path in files]
    assert known()[0] == Revision(
        "0001", "0.1.0", "The spine: catalogue, observations, daily sales, visits and jobs."
    )


@pytest.mark.parametrize(
    "files",
    [
        {"a": ["revision = '1'", "down_revision = None"]},
        {"a": ["revision = '1'", "down_revision = None", "oldest_release = 'soon'"]},
        {"a": ["revision = '1'", "down_revision = '0'", "oldest_release = '0.1.0'"]},
        {
            "a": ["revision = '1'", "down_revision = None", "oldest_release = '0.1.0'"],
            "b": ["revision = '2'", "down_revision = None", "oldest_release = '0.1.0'"],
        },
        {},
    ],
)
def test_a_broken_row_of_revisions_is_refused(tmp_path: Path, files: dict[str, list[str]]) -> None:
    for name, lines in files.items():
        revision_file(tmp_path, name, *lines)
    with pytest.raises(ValueError):
        known(tmp_path)


def test_releases_compare_as_numbers() -> None:
    assert numbers("0.10.0") > numbers("0.9.0")
    assert numbers("1.0") == numbers("1.0.0")
    assert numbers("0.2.0rc1") == numbers("0.2")


async def test_a_migrated_database_fits(database_url: str) -> None:
    at = await stands(database_url)
    assert (at.revision, at.missing, at.newer, at.allows, at.fits) == (HEAD.id, (), False, True, True)
    assert at.vector == at.vector_available
    assert at.vector


async def test_an_empty_database_misses_everything(empty_database_url: str) -> None:
    at = await stands(empty_database_url)
    assert (at.revision, at.missing, at.newer, at.fits, at.vector) == (None, known(), False, False, None)
    assert at.vector_available


async def test_a_database_behind_misses_the_rest(database_url: str) -> None:
    at = await stands(database_url, "UPDATE alembic_version SET version_num = '0003'")
    assert [revision.id for revision in at.missing] == [
        revision.id for revision in known() if revision.id > "0003"
    ]
    assert not at.fits


@pytest.mark.parametrize(
    ("release", "allows"), [("0.9.0", False), ("0.10.0", True), ("0.11.0", True), ("1.0.0", True)]
)
async def test_a_newer_database_says_which_release_it_allows(
    database_url: str, release: str, allows: bool
) -> None:
    noted = "INSERT INTO schema_history (revision, oldest_release, applied_by) VALUES ('9999', '0.10.0', '0.12.0')"
    moved = "UPDATE alembic_version SET version_num = '9999'"
    at = await stands(database_url, noted, moved, release=release)
    assert (at.newer, at.allows, at.fits, at.oldest_release) == (True, allows, allows, "0.10.0")


async def test_a_newer_database_that_says_nothing_allows_nobody(database_url: str) -> None:
    at = await stands(database_url, "UPDATE alembic_version SET version_num = '9999'", release="99.0.0")
    assert (at.newer, at.allows, at.oldest_release) == (True, False, None)
