"""What the web service's start.sh makes of its settings; nginx itself checks the result where it is installed."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from conftest import find_program

NGINX = """#!/bin/sh
case " $* " in *" -t "*) %s ;; esac
exit 0
"""


@pytest.fixture
def start(checkout: Path, tmp_path: Path):
    """Runs start.sh with an nginx that checks the configuration and then ends."""
    web, stub = tmp_path / "app", tmp_path / "bin"
    web.mkdir()
    stub.mkdir()
    (web / "dist").mkdir()
    for path in (checkout / "apps" / "web").iterdir():
        if path.name == "start.sh" or path.name.startswith("nginx"):
            shutil.copy(path, web / path.name)
    real = find_program("nginx")
    (stub / "nginx").write_text(NGINX % (f'exec {real} "$@"' if real else "exit 0"))
    (stub / "nginx").chmod(0o755)

    def run(resolv_conf: str = "nameserver 10.0.0.53\n", **env: str) -> tuple[int, str, str]:
        (tmp_path / "resolv.conf").write_text(resolv_conf)
        done = subprocess.run(
            [web / "start.sh"],
            env={
                "PATH": f"{stub}:{os.environ.get('PATH', os.defpath)}",
                "WEB_RUN": str(tmp_path / "run"),
                "RESOLV_CONF": str(tmp_path / "resolv.conf"),
                **env,
            },
            capture_output=True, text=True, timeout=60, check=False,
        )  # fmt: skip
        made = tmp_path / "run" / "nginx.conf"
        return done.returncode, made.read_text() if made.exists() else "", done.stderr

    return run


@pytest.mark.parametrize(
    ("given", "target"),
    [
        ("api.railway.internal:3000", "http://api.railway.internal:3000"),
        ("http://api:3000", "http://api:3000"),
        ("http://api:3000/", "http://api:3000"),
        ("10.1.2.3:80", "http://10.1.2.3:80"),
        ("[fd12::1]:3000", "http://[fd12::1]:3000"),
        ("http://[::1]:3000", "http://[::1]:3000"),
    ],
)
def test_an_upstream_may_be_written_in_several_ways(start, given, target):
    status, made, words = start(API_UPSTREAM=given)
    assert status == 0, words
    assert f"set $ventra_api {target};" in made
    assert "${" not in made
    assert "listen 80;" in made


@pytest.mark.parametrize(
    "given",
    [
        "", "api", "api:", ":3000", "api:0", "api:70000", "api:3000x", "https://api:3000", "ftp://api:3000", "api:3000/api",
        "user:word@api:3000", "fd12::1", "fd12::1:3000", "[fd12::1]", "[::1]:", "[zz]:3000", "a b:3000", "api:3000;", "a|b:3000",
        "$host:3000", "-x:3000", "http://", "api:3000\nevil",
    ],
)  # fmt: skip
def test_an_upstream_that_cannot_be_is_named_and_explained(start, given):
    status, made, words = start(API_UPSTREAM=given)
    assert (status, made) == (2, "")
    assert words.startswith("web: API_UPSTREAM")
    assert words.count("\n") == 1


@pytest.mark.parametrize("port", ["0", "65536", "80a", "-1", "1e3", "80 81"])
def test_a_port_that_cannot_be_is_named(start, port):
    status, _, words = start(API_UPSTREAM="api:3000", PORT=port)
    assert (status, words.startswith("web: PORT ")) == (2, True)


@pytest.mark.parametrize(
    ("resolv_conf", "servers"),
    [
        ("nameserver 127.0.0.11\noptions ndots:0\n", "127.0.0.11"),
        ("# nameserver 1.1.1.1\nsearch a.b\nnameserver fd12::10\nnameserver 10.0.0.2", "[fd12::10] 10.0.0.2"),
        ("nameserver fe80::1%eth0\nnameserver 10.0.0.2\n", "10.0.0.2"),
        ("nameserver 127.0.0.1:5353\nnameserver [::1]:5353\n", "127.0.0.1:5353 [::1]:5353"),
        ("nameserver $(id)\nnameserver ;\nnameserver\nnameserver 10.0.0.2\n", "10.0.0.2"),
    ],
)
def test_name_servers_are_the_systems(start, resolv_conf, servers):
    status, made, words = start(resolv_conf, API_UPSTREAM="api:3000")
    assert status == 0, words
    assert f"resolver {servers}  valid=" in made


def test_a_name_nobody_could_resolve_stops_the_start_but_an_address_needs_nobody(start):
    status, _, words = start("", API_UPSTREAM="api:3000")
    assert (status, "API_UPSTREAM is a name" in words) == (2, True)
    assert start("", API_UPSTREAM="[::1]:3000")[0] == 0
