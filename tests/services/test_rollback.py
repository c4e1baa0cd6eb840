"""A release that brings a revision and then fails its health check: the one before goes on, on the newer schema."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import psycopg

from fixtures.migrating import one_more
from fixtures.processes import api_env, service
from ventra import __version__

NEXT = "0.99.0"
REVISION = "ALTER TABLE products ADD COLUMN brand text"


def next_release(checkout: Path, folder: Path) -> Path:
    """The release after this one, with a revision of its own and a fault: its health page fails. The path of its sources."""
    shutil.copytree(checkout / "src", folder / "src")
    one_more(folder, REVISION, oldest_release=__version__)
    package = folder / "src" / "ventra" / "__init__.py"
    package.write_text(re.sub(r'__version__ = ".*"', f'__version__ = "{NEXT}"', package.read_text()))
    status = folder / "src" / "ventra" / "services" / "status.py"
    broken = re.sub(
        r'(async def alive\(.*?""".*?"""\n)',
        r"\1    raise ZeroDivisionError\n",
        status.read_text(),
        flags=re.DOTALL,
    )
    assert broken != status.read_text()
    status.write_text(broken)
    return folder / "src"


def test_after_a_bad_deploy_the_release_before_is_healthy_on_the_new_schema(
    database_url: str, redis_url: str, checkout: Path, tmp_path: Path
) -> None:
    env = api_env(database_url, redis_url)
    sources = next_release(checkout, tmp_path / "next")
    with service("api", tmp_path / "ours", env) as ours:
        ours.until_answering()
        with service("api", tmp_path / "theirs", env | {"PYTHONPATH": str(sources)}) as theirs:
            theirs.until(lambda: theirs.answers("/api/v1/meta"))
            assert theirs.ask("/api/v1/meta").json()["version"] == NEXT
            assert theirs.ask("/api/v1/health").status_code == 500
            # Beside it the release before is still up, on the schema the other one brought.
            assert ours.ask("/api/v1/products").status_code == 200
    with psycopg.connect(database_url, autocommit=True) as db:
        noted = db.execute("SELECT oldest_release, applied_by FROM schema_history WHERE revision = '9999'")
        assert noted.fetchone() == (__version__, NEXT)
        with service("api", tmp_path / "again", env) as again:
            again.until_answering("/api/v1/health")
            assert again.ask("/api/v1/health/ready").json()["status"] == "ready"
            assert again.ask("/api/v1/products").status_code == 200
            assert "newer than this release, and allows it" in again.words
        db.execute("UPDATE schema_history SET oldest_release = %s WHERE revision = '9999'", [NEXT])
    with service("api", tmp_path / "refused", env) as refused:
        assert refused.ended() == 1
        assert f"allows releases from {NEXT} on; this is release {__version__}" in refused.words
