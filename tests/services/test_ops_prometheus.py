"""The files of `ops/` in a real Prometheus: rules that fire when they should, and real services scraped."""

from __future__ import annotations

import asyncio
import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml

from fixtures.ops import queries, rules
from fixtures.scraped import TOKEN
from fixtures.services import running
from ventra.services.processes.children import free_port

WELL = {
    'up{job="ventra-api"}': "1x4500",
    'up{job="ventra-worker"}': "1x4500",
    'up{job="ventra-bot"}': "1x4500",
}
ERRORS = 'ventra_http_requests_total{route="/api/v1/products",status="%s"}'
FIRES: dict[str, dict[str, str]] = {
    "VentraApiDown": {'up{job="ventra-api"}': "0x30"},
    "VentraApiErrors": {ERRORS % 200: "0+60x60", ERRORS % 500: "0+6x60"},
    "VentraApiSlow": {
        'ventra_http_request_seconds_bucket{route="/api/v1/products",le="1.0"}': "0+90x60",
        'ventra_http_request_seconds_bucket{route="/api/v1/products",le="2.5"}': "0+100x60",
        'ventra_http_request_seconds_bucket{route="/api/v1/products",le="+Inf"}': "0+100x60",
        'ventra_http_request_seconds_count{route="/api/v1/products"}': "0+100x60",
    },
    "VentraQueueLag": {"ventra_queue_lag_seconds": "2000x60"},
    "VentraCollectionStale": {
        "ventra_last_good_visit_age_seconds": "1900x60", "ventra_collecting": "1x60", "ventra_due_products": "3x60",
    },
    "VentraSourceStopped": {'ventra_source_stopped{host="api.uzum.uz"}': "1x60"},
    "VentraPagesChanged": {"ventra_quarantined_pages_total": "0+1x60"},
    "VentraWorkerSilent": {'ventra_job_last_done_age_seconds{job_name="sweep"}': "400x60"},
    "VentraJobFails": {'ventra_job_failures_in_a_row{job_name="close"}': "3x60"},
    "VentraDayNotClosed": {"ventra_last_closed_day_age_seconds": "98000x60"},
    "VentraBotSilent": {"ventra_bot_polled": "0x60"},
    "VentraRestarts": {'process_start_time_seconds{job="ventra-worker"}': "0+1x60"},
    "VentraDatabaseDown": {'ventra_database_up{job="ventra-api"}': "0x60"},
    "VentraRedisDown": {'ventra_redis_up{job="ventra-worker"}': "0x60"},
    "VentraPoolExhausted": {'ventra_database_pool_timeouts_total{job="ventra-api"}': "0+1x60"},
    "VentraPartitionsMissing": {"ventra_partitions_ahead_seconds": "1000000x90"},
    "VentraBackupOld": {"ventra_backup_age_seconds": " ".join(["Inf"] * 90)},
    "VentraVolumeNearlyFull": {
        "ventra_database_volume_free_bytes": "7e9x120", "ventra_database_volume_size_bytes": "1e11x120",
    },
    "VentraVolumeFills": {"ventra_database_full_in_seconds": "2000000x120"},
    "VentraMemoryHigh": {'process_resident_memory_bytes{job="ventra-worker"}': "1.5e9x60"},
    "VentraDiskFull": {
        'ventra_disk_free_bytes{job="ventra-api"}': "5e9x60", 'ventra_disk_size_bytes{job="ventra-api"}': "1e11x60",
    },
}  # fmt: skip
QUIET = {
    ERRORS % 200: "0+60x4500", ERRORS % 500: "0+1x4500", "ventra_queue_lag_seconds": "60x4500",
    "ventra_last_good_visit_age_seconds": "1900x4500", "ventra_collecting": "1x4500", "ventra_due_products": "0x4500",
    'ventra_source_stopped{host="api.uzum.uz"}': "0x4500", "ventra_quarantined_pages_total": "1x4500",
    'ventra_job_last_done_age_seconds{job_name="sweep"}': "6x4500",
    'ventra_job_last_done_age_seconds{job_name="clean"}': "3500x4500",
    'ventra_job_failures_in_a_row{job_name="close"}': "1x4500", "ventra_last_closed_day_age_seconds": "88000x4500",
    "ventra_bot_polled": "1x4500", "ventra_database_up": "1x4500", "ventra_redis_up": "1x4500",
    "ventra_partitions_ahead_seconds": "8000000x4500", "ventra_backup_age_seconds": "80000x4500",
    "ventra_database_full_in_seconds": "9e6x4500", "ventra_database_volume_free_bytes": "5e10x4500",
    "ventra_database_volume_size_bytes": "1e11x4500", 'process_resident_memory_bytes{job="ventra-api"}': "1.2e8x4500",
}  # fmt: skip
FIRING = 'count by (alertname) (ALERTS{alertstate="firing"})'


@pytest.fixture(scope="module")
def prometheus(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Paths of Debian's `prometheus` and `promtool`, taken out of their package where they are not installed."""
    names = ("prometheus", "promtool")
    found = {name: shutil.which(name) for name in names}
    if all(found.values()):
        return {name: str(path) for name, path in found.items()}
    if shutil.which("apt-get") is None or shutil.which("dpkg") is None:
        pytest.skip("prometheus is not installed")
    folder = tmp_path_factory.mktemp("prometheus")
    told = {"cwd": folder, "capture_output": True, "timeout": 300, "check": False}
    subprocess.run(["apt-get", "download", "prometheus"], **told)
    packages = list(folder.glob("*.deb"))
    if not packages:
        pytest.skip("prometheus is not installed, and Debian's package cannot be had")
    subprocess.run(["dpkg", "-x", str(packages[0]), "."], **told)
    return {name: str(folder / "usr" / "bin" / name) for name in names}


def promtool(tool: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([tool, *arguments], capture_output=True, text=True, timeout=300, check=False)


def case(series: dict[str, str], at: str, expected: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "interval": "1m",
        "external_labels": {"repository": "https://example.org/ventra"},
        "input_series": [{"series": name, "values": values} for name, values in (WELL | series).items()],
        "promql_expr_test": [{"expr": FIRING, "eval_time": at, "exp_samples": expected}],
    }


def when(alert: str) -> str:
    """By when an alert has come, and its series still last."""
    late = {
        "VentraApiDown": "25m",
        "VentraPartitionsMissing": "80m",
        "VentraBackupOld": "80m",
        "VentraVolumeFills": "80m",
    }
    return late.get(alert, "40m")


def write(folder: Path, checkout: Path, tests: list[dict[str, Any]]) -> str:
    file = folder / "rules_test.yml"
    file.write_text(yaml.safe_dump({"rule_files": [str(checkout / "ops" / "alerts.yml")], "tests": tests}))
    return str(file)


@pytest.mark.full
def test_the_files_are_what_prometheus_reads(checkout: Path, prometheus: dict[str, str]) -> None:
    alerts, example = checkout / "ops" / "alerts.yml", checkout / "ops" / "prometheus.yml"
    assert promtool(prometheus["promtool"], "check", "rules", str(alerts)).returncode == 0
    assert promtool(prometheus["promtool"], "check", "config", "--syntax-only", str(example)).returncode == 0


@pytest.mark.full
def test_each_alert_comes_when_it_should_and_alone_and_none_on_a_good_day(
    checkout: Path, tmp_path: Path, prometheus: dict[str, str]
) -> None:
    assert set(FIRES) == {rule["alert"] for rule in rules(checkout)}
    tests = [case(QUIET, "70h", [])]
    for name, series in FIRES.items():
        expected = [{"labels": f'{{alertname="{name}"}}', "value": 1}]
        tests.append(case(series, when(name), expected))
    done = promtool(prometheus["promtool"], "test", "rules", write(tmp_path, checkout, tests))
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.full
def test_the_words_of_each_alert_can_be_written(
    checkout: Path, tmp_path: Path, prometheus: dict[str, str]
) -> None:
    tests = []
    for name, series in FIRES.items():
        one = case(series, "1m", [])
        del one["promql_expr_test"]
        at = when(name)
        one["alert_rule_test"] = [{"alertname": name, "eval_time": at, "exp_alerts": []}]
        tests.append(one)
    # It fails on purpose, because it then shows the alerts that came, with their words filled in.
    done = promtool(prometheus["promtool"], "test", "rules", write(tmp_path, checkout, tests))
    said = done.stdout + done.stderr
    came = set(re.findall(r'alertname="(\w+)"', said))
    assert came == set(FIRES)
    assert "error expanding" not in said
    assert "https://example.org/ventra/blob/main/docs/runbook.md#ventraapidown" in said


@contextmanager
def prometheus_running(program: str, checkout: Path, folder: Path, ports: dict[str, int]) -> Iterator[str]:
    """A Prometheus over the files of `ops/`, with only the addresses and the pace changed."""
    config = yaml.safe_load((checkout / "ops" / "prometheus.yml").read_text())
    config["global"] |= {"scrape_interval": "1s", "evaluation_interval": "1s"}
    del config["alerting"]
    (folder / "token").write_text(TOKEN + "\n")
    for job in config["scrape_configs"]:
        job["authorization"]["credentials_file"] = str(folder / "token")
        job["static_configs"][0]["targets"] = [f"127.0.0.1:{ports[job['job_name']]}"]
    shutil.copy(checkout / "ops" / "alerts.yml", folder)
    (folder / "prometheus.yml").write_text(yaml.safe_dump(config))
    port = free_port()
    argv = [program, f"--config.file={folder / 'prometheus.yml'}", f"--storage.tsdb.path={folder / 'data'}"]
    with (folder / "prometheus.log").open("wb") as out:
        child = subprocess.Popen(
            [*argv, f"--web.listen-address=127.0.0.1:{port}"], stdout=out, stderr=out, cwd=folder
        )
    try:
        yield f"http://127.0.0.1:{port}/api/v1"
    finally:
        child.terminate()
        child.wait(60)


async def until_told(url: str, met: Any, seconds: float = 90) -> Any:
    """Wait for an answer of Prometheus that meets a condition."""
    end, told = time.monotonic() + seconds, None
    while True:
        try:
            told = (await asyncio.to_thread(httpx.get, url, timeout=10)).json()["data"]
            if met(told):
                return told
        except (httpx.TransportError, KeyError, ValueError):
            pass
        assert time.monotonic() < end, told
        await asyncio.sleep(0.5)


@pytest.mark.full
async def test_a_real_prometheus_scrapes_real_services_and_understands_every_query(
    database_url: str, redis_url: str, checkout: Path, tmp_path: Path, prometheus: dict[str, str]
) -> None:
    stores = {"DATABASE_URL": database_url, "REDIS_URL": redis_url}
    api_env = stores | {"JWT_SECRET": "j" * 40, "WEB_URL": "http://localhost:5173"}
    with (
        running("api", tmp_path / "api", **api_env) as api,
        running("worker", tmp_path / "worker", COLLECT="off", **stores) as worker,
        running("bot", tmp_path / "bot", **stores) as bot,
    ):
        ports = {"ventra-api": api.port, "ventra-worker": worker.port, "ventra-bot": bot.port}
        with prometheus_running(prometheus["prometheus"], checkout, tmp_path, ports) as url:
            await until_told(
                f"{url}/targets",
                lambda told: [one["health"] for one in told["activeTargets"]] == ["up"] * 3,
            )
            told = await until_told(
                f"{url}/rules",
                lambda told: all(
                    rule["health"] == "ok" for group in told["groups"] for rule in group["rules"]
                ),
            )
            assert sum(len(group["rules"]) for group in told["groups"]) == len(FIRES)
            for where, query in queries(checkout):
                answer = await asyncio.to_thread(
                    httpx.get, f"{url}/query", params={"query": query}, timeout=30
                )
                assert answer.json()["status"] == "success", (where, answer.text)
            alone = (await asyncio.to_thread(httpx.get, f"{url}/query", params={"query": "up"})).json()
            assert {one["metric"]["job"] for one in alone["data"]["result"]} == set(ports)
