"""The environment is made from nothing but Python, says what to do where that fails, and names no registry."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

LOCKS = ("base", "demo", "dev", "bootstrap")
BASE = str(Path(sys.base_prefix) / "bin" / f"python{sys.version_info.major}.{sys.version_info.minor}")
BROKEN = "raise SystemExit('not on this machine')\n"


@pytest.fixture
def tools(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.syspath_prepend(str(checkout / "tools"))
    return checkout / "tools"


@pytest.fixture
def copy(checkout: Path, tmp_path: Path) -> Path:
    """What the bootstrap needs of a checkout, in an empty folder."""
    for name in ("tools", "requirements"):
        shutil.copytree(checkout / name, tmp_path / "copy" / name)
    (tmp_path / "copy" / "src").mkdir()
    return tmp_path / "copy"


def bootstrap(
    copy: Path, *missing: str, kind: str = "demo", offline: bool = False
) -> subprocess.CompletedProcess[str]:
    """Run it under this Python, as if the modules `missing` were not on the machine."""
    without = copy.parent / "without"
    without.mkdir(exist_ok=True)
    for name in missing:
        (without / f"{name}.py").write_text(BROKEN)
    env = {**os.environ, "PYTHONPATH": str(without), "PATH": "/usr/bin:/bin"}
    if offline:
        env |= {"UV_OFFLINE": "1", "PIP_NO_INDEX": "1"}
    argv = [BASE, str(copy / "tools/env.py"), kind]
    return subprocess.run(argv, env=env, capture_output=True, text=True, timeout=900, check=False)


def test_without_venv_and_pip_one_line_says_what_helps(copy: Path) -> None:
    done = bootstrap(copy, "venv", "pip")
    assert done.returncode == 1
    assert "sudo apt install python3-venv" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.full
@pytest.mark.parametrize("missing", [(), ("venv",)])
def test_the_second_run_needs_no_network(copy: Path, missing: tuple[str, ...]) -> None:
    pip = subprocess.run([BASE, "-m", "pip", "--version"], capture_output=True, timeout=60, check=False)
    if missing and pip.returncode != 0:
        pytest.skip("this machine's Python has no pip to fall back on")
    first = bootstrap(copy, *missing)
    assert first.returncode == 0, first.stderr
    python = copy / ".venv/bin/python"
    asked = [str(python), "-c", "import asyncpg, sys; print(sys.prefix, *sys.path)"]
    said = subprocess.run(asked, capture_output=True, text=True, timeout=60, check=True).stdout
    assert str(copy / ".venv") in said
    assert str(copy / "src") in said
    second = bootstrap(copy, "venv", "pip", offline=True)
    assert (second.returncode, second.stderr) == (0, "")


@pytest.mark.full
def test_a_demo_leaves_the_tools_of_the_tests(copy: Path) -> None:
    assert bootstrap(copy, kind="dev").returncode == 0
    with (copy / "requirements/demo.lock").open("a") as lock:
        lock.write("# a new release\n")
    assert bootstrap(copy).returncode == 0
    assert (copy / ".venv/bin/pytest").exists()


def test_an_old_python_is_told_what_is_needed(
    tools: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    import env as bootstrap_main

    monkeypatch.setattr(sys, "argv", ["env.py", "demo"])
    monkeypatch.setattr(sys, "version_info", (3, 9, 2, "final", 0))
    monkeypatch.setenv("PATH", "")
    with pytest.raises(SystemExit) as ended:
        bootstrap_main.main()
    assert ended.value.code == 1
    assert "needs Python 3.11 or newer; this is 3.9.2" in capsys.readouterr().err


def test_what_pip_was_told_of_mirrors_uv_is_told_too(tools: Path) -> None:
    from uv_for_us import MIRRORS, pip_options

    listing = "global.index-url='https://one.test/simple'\ninstall.index-url='https://two.test/simple'\n"
    listing += ":env:.cert='/etc/ca.pem'\nglobal.cert='/old.pem'\nglobal.extra-index-url='\\nhttps://a.test\\nhttps://b.test'\n"
    told = pip_options(listing)
    assert told["index-url"] == "https://two.test/simple"
    assert told["cert"] == "/etc/ca.pem"
    assert told["extra-index-url"].split() == ["https://a.test", "https://b.test"]
    assert set(told) <= set(MIRRORS)


def test_what_uv_was_told_itself_stays(tools: Path) -> None:
    from uv_for_us import uv_environment

    listing = "global.index-url='https://pips.test/simple'\nglobal.extra-index-url='https://more.test/simple'"
    pip = [sys.executable, "-c", f"print({listing!r})"]
    taken = uv_environment(pip, {})
    assert taken["UV_DEFAULT_INDEX"] == "https://pips.test/simple"
    assert (taken["UV_INDEX"], taken["UV_INDEX_STRATEGY"]) == (
        "https://more.test/simple",
        "unsafe-best-match",
    )
    for own in ("UV_DEFAULT_INDEX", "UV_INDEX_URL"):
        kept = uv_environment(pip, {own: "https://uvs.test/simple"})
        assert kept[own] == "https://uvs.test/simple"
        assert "https://pips.test/simple" not in kept.values()


@pytest.mark.parametrize("name", LOCKS)
def test_locks_of_python_hold_hashes_and_name_no_registry(checkout: Path, name: str) -> None:
    lines = (checkout / "requirements" / f"{name}.lock").read_text().splitlines()
    assert not [line for line in lines if "://" in line or "index" in line.split("==")[0]]
    pinned = [number for number, line in enumerate(lines) if line[:1].isalnum()]
    assert pinned
    assert all(lines[number + 1].strip().startswith("--hash=sha256:") for number in pinned)


def test_the_lock_of_the_page_holds_every_platform_and_names_no_registry(checkout: Path) -> None:
    packages = json.loads((checkout / "apps/web/package-lock.json").read_text())["packages"]
    assert not [name for name, package in packages.items() if "://" in package.get("resolved", "")]
    missing = [
        f"{name} needs {other}"
        for name, package in packages.items()
        for other in (*package.get("dependencies", {}), *package.get("optionalDependencies", {}))
        if f"node_modules/{other}" not in packages and f"{name}/node_modules/{other}" not in packages
    ]
    # `npm ci` refuses a lock with holes; npm writes one where a registry lacks a platform's package.
    assert missing == []
