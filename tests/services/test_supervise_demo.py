"""A demo goes on with the very same market, on a port of its own, and a second one does not share its home."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from ventra.core.day import TASHKENT
from ventra.services.demo import Plan, environment, health_ports, run_demo
from ventra.services.demo_market import market_of
from ventra.services.processes.hold import Hold
from ventra.services.processes.ports import next_free_port


def test_the_next_run_goes_on_with_the_same_market(tmp_path: Path) -> None:
    first = market_of(tmp_path)
    assert datetime.now(TASHKENT).date() - first.first_day >= timedelta(days=60)
    assert first.products >= 1500
    assert market_of(tmp_path) == first


def test_a_market_whose_port_is_taken_moves_and_stays_itself(tmp_path: Path) -> None:
    first = market_of(tmp_path)
    with socket.create_server(("127.0.0.1", first.port)):
        second = market_of(tmp_path)
    assert second.port != first.port
    assert (second.seed, second.products, second.first_day) == (first.seed, first.products, first.first_day)
    assert str(second.port) in second.environment()["UZUM_API_URL"]


@pytest.mark.parametrize("host", ["127.0.0.1", "0.0.0.0", "::1"])
def test_a_taken_port_is_passed_over(host: str) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as taken:
        taken.bind((host, 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert next_free_port(port) > port


def test_health_pages_pass_over_what_is_taken_and_over_each_other() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        ports = health_ports(port - 1)
    assert len({port, *ports.values()}) == 3
    assert min(ports.values()) > port


def test_sessions_outlive_a_restart_and_the_secret_is_ours_alone(tmp_path: Path) -> None:
    plan = Plan(tmp_path, 3001, None, verbose=False)
    first = environment(plan, "postgresql://db", "redis://keys")
    assert environment(plan, "postgresql://db", "redis://keys")["JWT_SECRET"] == first["JWT_SECRET"]
    assert len(first["JWT_SECRET"]) >= 32
    assert (tmp_path / "jwt_secret").stat().st_mode & 0o777 == 0o600
    assert "VENTRA_SIMULATED" not in {name for name in first if name not in os.environ}


def test_what_watches_the_real_market_is_told_of_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("UZUM_API_URL", raising=False)
    env = environment(Plan(tmp_path, 3001, None, verbose=False), "postgresql://db", "redis://keys")
    assert "UZUM_API_URL" not in env
    market = market_of(tmp_path)
    env = environment(Plan(tmp_path, 3001, market, verbose=False), "postgresql://db", "redis://keys")
    assert env["UZUM_GRAPHQL_URL"].startswith("http://127.0.0.1:")
    assert (env["VENTRA_SIMULATED"], env["COLLECT"]) == ("1", "all")


def test_two_demos_do_not_share_a_home(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("VENTRA_HOME", str(tmp_path))
    (tmp_path / "demo").mkdir()
    hold = Hold(tmp_path / "demo" / "lock")
    hold.take()
    try:
        code = "from ventra.services.demo import run_demo; raise SystemExit(run_demo([]))"
        done = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False
        )
    finally:
        hold.release()
    assert done.returncode == 1
    assert f"in use by process {os.getpid()}" in done.stderr


def test_no_demo_in_production(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("VENTRA_HOME", str(tmp_path))
    monkeypatch.setenv("NODE_ENV", "production")
    assert run_demo([]) == 1
    assert "NODE_ENV" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
