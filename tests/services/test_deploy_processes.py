"""The two steps over api processes: a release that brings a new schema and is never ready goes back, and nothing is lost."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from time import monotonic, sleep

import psycopg
import pytest

from fakes.platform import Platform
from fakes.railway import NEW, OLD
from fixtures.deploying import Bench
from fixtures.doctor import GOOD_SECRET
from fixtures.migrating import one_more

pytestmark = pytest.mark.once

REVISION = "ALTER TABLE products ADD COLUMN shelf_note text"
BUG = ("fine = database.ok and redis.ok", "fine = False")


@pytest.fixture
def new_release(checkout: Path, tmp_path: Path) -> Path:
    """This release with one more revision, and with a bug by which it is never ready."""
    folder = tmp_path / "new"
    shutil.copytree(checkout / "src", folder / "src", ignore=shutil.ignore_patterns("__pycache__"))
    one_more(folder, REVISION)
    (status,) = [path for path in (folder / "src").rglob("*.py") if BUG[0] in path.read_text()]
    status.write_text(status.read_text().replace(*BUG))
    return folder


@pytest.fixture
def platform(
    bench: Bench, checkout: Path, new_release: Path, database_url: str, redis_url: str
) -> Iterator[Platform]:
    variables = {
        "NODE_ENV": "production", "DATABASE_URL": database_url, "DIRECT_DATABASE_URL": database_url, "REDIS_URL": redis_url,
        "JWT_SECRET": GOOD_SECRET, "WEB_URL": "https://ventra.example",
    }  # fmt: skip
    bench.project.make(real=["api"])
    with bench.project.open() as data:
        data["services"]["api"][0]["status"] = "DEPLOYING"
    running = Platform(bench.project, {OLD: checkout, NEW: new_release}, variables)
    bench.platform = running
    running.start()
    yield running
    running.end()


def test_a_bad_release_goes_back_and_the_one_before_runs_on_the_new_schema(
    bench: Bench, platform: Platform, database_url: str
) -> None:
    wait_for(platform, OLD)
    done = bench.step("deploy", DEPLOY_HEALTH_SECONDS="2")
    assert done.returncode == 1, done.stdout + done.stderr
    assert "/api/v1/health/ready answers 503" in done.stdout.splitlines()[-1]
    assert commit_of(platform) == NEW
    back = bench.step("rollback", DEPLOY_HEALTH_SECONDS="60")
    assert back.returncode == 0, (back.stdout, platform.log)
    assert commit_of(platform) == OLD
    assert platform.ask("/api/v1/health/ready")[0] == 200
    assert platform.ask("/api/v1/products")[0] == 200
    with psycopg.connect(database_url) as database:
        columns = database.execute(
            "SELECT count(*) FROM information_schema.columns WHERE column_name = 'shelf_note'"
        ).fetchone()
    assert columns == (1,)
    # The release before ran its pre-deploy command on the newer schema too, and left it alone.
    assert [line.split()[:3] for line in platform.log] == [
        ["api-1", "pre-deploy", "0:"], ["api-5", "pre-deploy", "0:"], ["api-6", "pre-deploy", "0:"],
    ]  # fmt: skip


def commit_of(platform: Platform) -> str | None:
    status, body = platform.ask("/api/v1/health")
    return json.loads(body)["commit"] if status == 200 else None


def wait_for(platform: Platform, commit: str) -> None:
    until = monotonic() + 60
    while commit_of(platform) != commit:
        assert monotonic() < until, platform.log
        sleep(0.1)
