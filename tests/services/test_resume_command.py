"""`ventra resume` in production, where the page lets nobody do it."""

from __future__ import annotations

import os
import subprocess
import sys

import psycopg
import pytest

pytestmark = pytest.mark.once


def resume(database_url: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "ventra.services.cli", "resume", *arguments],
        env={"PATH": os.environ["PATH"], "DATABASE_URL": database_url, "NODE_ENV": "production"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_a_stopped_source_goes_on_and_its_alarm_is_cleared(database_url: str) -> None:
    with psycopg.connect(database_url, autocommit=True) as db:
        db.execute("INSERT INTO sources (host, state, reason) VALUES ('api.uzum.uz', 'stopped', 'a captcha')")
        db.execute("""INSERT INTO alarms (key, facts) VALUES ('challenged', '{"host": "api.uzum.uz"}')""")
        told = resume(database_url)
        assert (told.returncode, "api.uzum.uz  stopped since" in told.stdout) == (0, True)
        assert "a captcha" in told.stdout
        wrong = resume(database_url, "uzum.example")
        assert (wrong.returncode, "uzum.example" in wrong.stderr) == (1, True)
        done = resume(database_url, "api.uzum.uz")
        assert (done.returncode, "api.uzum.uz  ok since" in done.stdout) == (0, True)
        assert db.execute("SELECT count(*) FROM alarms WHERE cleared_at IS NULL").fetchone() == (0,)
