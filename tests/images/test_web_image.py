"""The page's image, its Dockerfile carried out step by step in an empty Debian, on port 80 without being root."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from fixtures.image_root import Image, image_of
from fixtures.image_started import OPEN, START_SECONDS, service_of, size_mb, wait_for, writable
from fixtures.nginx import free_port

pytestmark = [
    pytest.mark.full,
    pytest.mark.skipif(os.geteuid() != 0, reason="chroot and debootstrap need root"),
]
MOST_MB = 160


@pytest.fixture(scope="module")
def image(checkout: Path) -> Iterator[Image]:
    with image_of(checkout, "web") as built:
        yield built


def standard_port() -> int:
    """Port 80, or another one where somebody has it."""
    try:
        with socket.create_server(("127.0.0.1", 80)):
            return 80
    except OSError:
        return free_port()


def test_it_holds_the_page_and_no_more(image: Image) -> None:
    folder = image.root.folder
    print(f"\nthe page's image: {size_mb(folder)} MB")
    assert size_mb(folder) <= MOST_MB
    assert (folder / "app/dist/index.html").is_file()
    assert not list((folder / "app").rglob("node_modules"))
    assert not list((folder / "app").rglob(".*"))
    assert writable(image) <= OPEN


def test_it_serves_on_port_80_and_ends_when_told(image: Image) -> None:
    port = standard_port()
    env = {"API_UPSTREAM": f"127.0.0.1:{free_port()}", "WEB_LISTEN": "127.0.0.1", "PORT": str(port)}
    outer = subprocess.Popen(
        image.argv(image.root.command, env), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )
    try:
        page = wait_for(f"http://127.0.0.1:{port}/", outer)
        script = re.search(r'src="(/assets/[^"]+)"', page.text)
        assert script
        for coding in ("br", "gzip"):
            answer = httpx.get(
                f"http://127.0.0.1:{port}{script[1]}", headers={"Accept-Encoding": f"{coding}, x"}
            )
            assert (answer.status_code, answer.headers["Content-Encoding"]) == (200, coding)
        assert httpx.get(f"http://127.0.0.1:{port}/api/v1/health").status_code == 502
        assert service_of(outer, "nginx").uids().effective == 10001
        assert image.inside(image.root.health_command, env).returncode == 0
        service_of(outer, "start.sh").send_signal(signal.SIGTERM)
        assert outer.wait(START_SECONDS) == 0
        assert image.inside(image.root.health_command, env).returncode == 1
    finally:
        outer.kill()
        outer.communicate(timeout=30)


def test_without_the_address_of_the_api_it_says_what_is_missing(image: Image) -> None:
    done = image.inside(image.root.command, {})
    assert (done.returncode, "API_UPSTREAM is missing" in done.stderr) == (2, True)
