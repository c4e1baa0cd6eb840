"""The api's image, its Dockerfile carried out step by step in an empty Debian, started on the session's real stores."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from fixtures.doctor import GOOD_SECRET
from fixtures.image_root import Image, image_of
from fixtures.image_started import OPEN, START_SECONDS, service_of, size_mb, wait_for, writable
from fixtures.nginx import free_port

pytestmark = [
    pytest.mark.full,
    pytest.mark.skipif(os.geteuid() != 0, reason="chroot and debootstrap need root"),
]
COMMIT = "0123456789abcdef0123456789abcdef01234567"
MOST_MB = 600


@pytest.fixture(scope="module")
def image(checkout: Path) -> Iterator[Image]:
    started = time.monotonic()
    with image_of(checkout, "api", RELEASE_COMMIT=COMMIT) as built:
        print(f"\nthe api's image is built after {time.monotonic() - started:.0f} s")
        yield built


@pytest.fixture
def env(empty_database_url: str, redis_url: str) -> dict[str, str]:
    """What the operator gives it, and an empty database."""
    return {
        "DATABASE_URL": empty_database_url,
        "REDIS_URL": redis_url,
        "JWT_SECRET": GOOD_SECRET,
        "WEB_URL": "https://ventra.example",
        "PORT": str(free_port()),
    }


def test_it_holds_what_it_needs_and_no_more(image: Image) -> None:
    folder = image.root.folder
    parts = {part: size_mb(folder / part) for part in ("opt/ventra", "app", "usr")}
    total = size_mb(folder)
    print(f"\nthe api's image: {total} MB, of it {parts}")
    assert total <= MOST_MB
    assert sorted(path.name for path in (folder / "app").iterdir()) == ["migrations", "src"]
    for pattern in ("**/.env*", "**/.git", "**/*.age"):
        assert not [path for part in ("app", "opt") for path in (folder / part).glob(pattern)]
    for tool in ("opt/ventra/bin/pip", "usr/bin/gcc", "usr/bin/make", "usr/bin/git", "usr/bin/curl"):
        assert not (folder / tool).exists(), tool
    assert not any((folder / "var/lib/apt/lists").glob("*Packages*"))
    assert not (folder / "root/.cache").exists()
    sources = list((folder / "app/src/ventra").rglob("*.py"))
    assert sources
    for path in sources:
        assert list((path.parent / "__pycache__").glob(f"{path.stem}.*.pyc")), f"{path} has no bytecode"


def test_what_was_left_out_is_not_missed(image: Image) -> None:
    words = (
        "import io, pyarrow as pa, pyarrow.parquet as pq; at = io.BytesIO();"
        "pq.write_table(pa.table({'a': [1, 2]}), at, compression='zstd'); at.seek(0); print(pq.read_table(at).num_rows);"
        "import ventra.services.api, ventra.services.worker, ventra.services.bot, ventra.services.cli, alembic.command"
    )
    done = image.inside(["python", "-c", words], {})
    assert (done.returncode, done.stdout) == (0, "2\n"), done.stderr


def test_its_process_may_write_nowhere_but_where_anybody_may(image: Image) -> None:
    assert writable(image) <= OPEN
    assert image.inside(["id", "-u"], {}).stdout.strip() == "10001"


def test_the_word_ventra_runs_wherever_one_stands(image: Image, env: dict[str, str]) -> None:
    # As Railway's pre-deploy command and `railway ssh` do it: by a shell.
    for _ in range(2):
        done = image.inside(["/bin/sh", "-c", "cd / && ventra migrate"], env)
        assert done.returncode == 0, done.stderr
    bare = image.inside(["/usr/bin/env", "-i", "/usr/local/bin/ventra", "--help"], {})
    assert "migrate" in bare.stdout


def test_it_starts_on_an_empty_database_and_is_well(image: Image, env: dict[str, str]) -> None:
    assert image.inside(["/bin/sh", "-c", "ventra migrate"], env).returncode == 0
    started = time.monotonic()
    outer = subprocess.Popen(image.argv(image.root.command, env), stderr=subprocess.PIPE, text=True)
    try:
        health = wait_for(f"http://127.0.0.1:{env['PORT']}/api/v1/health", outer).json()
        print(f"\nthe api's image answers after {time.monotonic() - started:.2f} s")
        assert health["commit"] == COMMIT
        wait_for(f"http://127.0.0.1:{env['PORT']}/api/v1/health/ready", outer)
        served = service_of(outer)
        assert served.uids().effective == 10001
        assert served.cwd() == str(image.root.folder / "app")
        assert image.inside(image.root.health_command, env).returncode == 0
        served.send_signal(signal.SIGTERM)
        assert outer.wait(START_SECONDS) == 0
        gone = image.inside(image.root.health_command, env)
        assert (gone.returncode, "does not answer" in gone.stdout) == (1, True)
    finally:
        outer.kill()
        words = outer.communicate(timeout=30)[1]
    assert "Traceback" not in words
    assert env["JWT_SECRET"] not in words


def test_a_missing_setting_stops_it_and_is_named(image: Image, env: dict[str, str]) -> None:
    done = image.inside(image.root.command, {**env, "JWT_SECRET": ""})
    assert done.returncode != 0
    assert "JWT_SECRET" in done.stderr
    assert "Traceback" not in done.stderr
