"""Accuracy is measured by itself once a rule, and by `ventra backtest sales --store`; the page's figures are the command's."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psutil
import pytest

from features.test_jobs import means_of, row, running, until
from fixtures.back_tests import kept
from services.test_backtest_command import backtest
from ventra.accuracy import store
from ventra.core.sales import RULE
from ventra.infra.db import transaction
from ventra.jobs import RULES, accuracy
from ventra.services import measuring
from ventra.services.measuring import MeasuringStuck, measure_when_due

pytestmark = pytest.mark.once

JOB = next(rule for rule in RULES if rule.name == "accuracy")


@pytest.fixture
def told(database_url: str, redis_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The worker's process tells the one it starts where the stores are."""
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.setenv("REDIS_URL", redis_url)


async def results(pool: Any) -> list[Any]:
    return list(await pool.fetch("SELECT source, rule, recipe, body::text FROM accuracy_results ORDER BY id"))


def command(database_url: str | None, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    named = {} if database_url is None else {"DATABASE_URL": database_url}
    return subprocess.run(
        [sys.executable, "-m", "ventra.services.cli", "backtest", "sales", *map(str, arguments)],
        env={"PATH": os.environ["PATH"], "VENTRA_HOME": "/nonexistent", **named},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


async def test_the_job_keeps_one_result_a_rule_and_it_is_what_the_command_prints(
    told: None, database_url: str
) -> None:
    async with means_of(database_url, measure_accuracy=measure_when_due) as means:
        # Two workers that both found it due, and a third that comes later.
        assert sorted(await asyncio.gather(*(measure_when_due(means.pool) for _ in range(2)))) == [
            False,
            True,
        ]
        await accuracy(means)
        (one,) = await results(means.pool)
        async with transaction(means.pool) as db:
            (point,), (newest,) = await store.history(db), await store.newest(db)
    assert point.summary == {
        cell: newest.scores["ventra"][cell] for cell in ("all", "mean", "7d", "7d mean", "28d", "28d mean")
    }
    assert (one["source"], one["rule"]) == ("simulator", RULE)
    assert one["recipe"] == {
        "seed": measuring.SEED, "per_cell": 1, "observations": None, "truth": None, "calibration": RULE,
    }  # fmt: skip
    assert one["body"] == backtest("--json").stdout


async def test_a_rule_that_was_not_measured_is_due_and_one_that_was_is_not(
    pool: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[str] = []

    async def start(module: str) -> int:
        started.append(module)
        return 1

    monkeypatch.setattr(measuring, "run_apart", start)
    async with transaction(pool) as db:
        await store.add(db, kept(rule=RULE - 1), made_at=datetime.now(UTC))
    assert await measure_when_due(pool)
    async with transaction(pool) as db:
        await store.add(db, kept(rule=RULE, seed=measuring.SEED), made_at=datetime.now(UTC))
    assert not await measure_when_due(pool)
    assert started == ["ventra.services.measurer"]


async def test_what_fails_is_a_failed_job_with_its_reason(told: None, database_url: str) -> None:
    async with means_of(database_url, measure_accuracy=measure_when_due) as means:
        await means.pool.execute("ALTER TABLE accuracy_results ADD CHECK (rule > 100)")
        async with running(means, JOB):
            await until(lambda: failures(means), 60)
        assert "CheckViolation" in (await row(means, "accuracy"))["last_error"]
        (failure,) = await means.pool.fetch("SELECT job, error, trace FROM job_failures")
        assert failure["job"] == "accuracy"
        assert "measurer.py" in failure["trace"]
        assert await results(means.pool) == []


async def failures(means: Any) -> int:
    known = await row(means, "accuracy")
    return 0 if known is None else int(known["failures"])


async def test_a_back_test_without_end_is_ended_and_told(
    told: None, pool: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(measuring, "MOST_SECONDS", 0.3)
    with pytest.raises(MeasuringStuck, match="was not done after 0 s"):
        await measure_when_due(pool)
    left = [one.cmdline() for one in psutil.Process().children(recursive=True)]
    assert not any("ventra.services.measurer" in part for line in left for part in line)
    assert await results(pool) == []


async def test_a_worker_that_measures_nothing_does_nothing(database_url: str) -> None:
    async with means_of(database_url) as means:
        await accuracy(means)
        assert await results(means.pool) == []


def write(tmp_path: Path) -> tuple[Path, Path]:
    """A product looked at twice a day, and its truth."""
    looks, truth = tmp_path / "<b>looks.ndjson", tmp_path / "truth.csv"
    seen = [
        {"seen_at": f"2026-06-{day:02}T{hour:02}:00:00Z", "product_id": 1, "orders_total": day * 4 + hour // 6}
        for day in range(1, 16)
        for hour in (7, 19)
    ]  # fmt: skip
    looks.write_text("".join(json.dumps(one) + "\n" for one in seen))
    days = "".join(f"1,2026-06-{day:02},4,<i>odd</i>\n" for day in range(2, 16))
    truth.write_text("product_id,day,units,trouble\n" + days)
    return looks, truth


async def test_store_keeps_what_json_prints_and_says_which_result_it_is(
    pool: Any, database_url: str, tmp_path: Path
) -> None:
    looks, truth = write(tmp_path)
    arguments = ("--observations", looks, "--truth", truth, "--store")
    done = command(database_url, *arguments, "--json")
    assert done.returncode == 0, done.stderr
    assert "kept as result 1" in done.stderr
    again = command(database_url, *arguments)
    assert again.returncode == 0
    assert again.stdout.splitlines()[0].split()[0] == "n"
    one, two = await results(pool)
    assert one["body"] == two["body"] == done.stdout
    assert one["source"] == "file"
    assert (one["recipe"]["observations"], one["recipe"]["truth"]) == (looks.name, truth.name)
    async with transaction(pool) as db:
        (newest,) = await store.newest(db)
    assert newest.scores["ventra"]["trouble=<i>odd</i>"].n == 14


def test_without_store_nothing_is_kept_and_no_database_is_asked(tmp_path: Path) -> None:
    looks, truth = write(tmp_path)
    done = command("postgresql://127.0.0.1:1/none", "--observations", looks, "--truth", truth)
    assert done.returncode == 0


def test_store_without_a_database_says_so_before_it_measures(tmp_path: Path, empty_database_url: str) -> None:
    looks, truth = write(tmp_path)
    for url, words in (
        (None, "DATABASE_URL: is missing"),
        ("postgresql://127.0.0.1:1/none", "Postgres does not answer"),
        (empty_database_url, "its migrations have not run"),
    ):
        done = command(url, "--observations", looks, "--truth", truth, "--store")
        assert (done.returncode, done.stdout) == (1, ""), done.stderr
        assert words in done.stderr
        assert "taken" not in done.stderr
