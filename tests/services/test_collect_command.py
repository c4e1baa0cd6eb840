"""`ventra collect`: the operator's switch from a terminal, in production too."""

from __future__ import annotations

import os
import subprocess
import sys

import psycopg
import pytest

pytestmark = pytest.mark.once


def collect(database_url: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "ventra.services.cli", "collect", *arguments],
        env={"PATH": os.environ["PATH"], "DATABASE_URL": database_url, "NODE_ENV": "production"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def told_by_a_worker(database_url: str, **facts: str) -> None:
    with psycopg.connect(database_url, autocommit=True) as db:
        for key, value in facts.items():
            db.execute("INSERT INTO installation (key, value) VALUES (%s, %s)", (key, value))


def test_before_a_worker_ever_ran_it_says_that_nothing_is_known(database_url: str) -> None:
    told = collect(database_url)
    assert told.returncode == 0
    assert told.stdout.splitlines() == [
        "unknown: no worker has told its COLLECT yet, and nobody has switched it",
        "the budget is unknown until a worker has run",
    ]


def test_it_switches_and_goes_back_and_tells_where_the_state_comes_from(database_url: str) -> None:
    told_by_a_worker(database_url, collect_setting="tracked", product_per_second="2.0")
    before = collect(database_url)
    assert before.stdout.splitlines() == [
        "tracked: COLLECT is tracked, and nobody has switched it",
        "at 2/s: 7,000 products every hour, or 170,000 a day",
    ]
    off = collect(database_url, "off")
    assert (off.returncode, off.stderr) == (0, "workers obey within seconds\n")
    assert off.stdout.startswith("off: switched by the operator since 20")
    assert "COLLECT is tracked" in off.stdout
    assert collect(database_url).stdout == off.stdout
    assert collect(database_url, "default").stdout == before.stdout


def test_it_says_how_far_the_budget_goes(database_url: str) -> None:
    told_by_a_worker(database_url, collect_setting="all", product_per_second="2.0")
    with psycopg.connect(database_url, autocommit=True) as db:
        db.execute(
            "INSERT INTO watch (product_id, tracked, every_seconds) SELECT n, n <= 2, 1 FROM generate_series(1, 8) n"
        )
    assert collect(database_url).stdout.splitlines()[2:] == [
        "tracked: each is looked at 1.1 times less often than it should be",
        "the rest: each is looked at 30 times less often than it should be",
        "enough for all of it: 8/s",
    ]


def test_a_word_that_is_no_choice_is_refused(database_url: str) -> None:
    wrong = collect(database_url, "some")
    assert (wrong.returncode, "default" in wrong.stderr) == (2, True)
